//! Every rule of the built-in packs on its fixtures: what it finds, where, and that it finds nothing else.

mod fixture;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use clauselint::command::test::run_fixtures;
use clauselint::config::LoadedConfig;
use clauselint::finding::{Finding, Severity};
use clauselint::pack::rule::Rule;
use clauselint::ruleset::RuleSet;
use fixture::{Judged, entries, environment, name, root};

/// Findings of other rules that a fixture may have: fixture, rule, and why.
const ALLOWED: [(&str, &str, &str); 1] =
    [("metadata-missing/pass-meaning-of-review-date-open.md", "field-undecided", "that is what the fixture is about")];

/// The built-in packs and the folders of their fixtures.
const PACKS: [(&str, &str); 2] =
    [("rules/core.toml", "fixtures/rules/core"), ("rules/iso20000-1-2018", "fixtures/rules/iso20000-1-2018")];

fn load(pack: &str) -> RuleSet {
    RuleSet::of_pack(&root().join(pack), &LoadedConfig::default()).unwrap_or_else(|error| panic!("{pack}: {error}"))
}

/// The rules of all built-in packs.
fn all_rules() -> Vec<Arc<Rule>> {
    PACKS.iter().flat_map(|(pack, _)| load(pack).rules).map(|(rule, _)| rule).collect()
}

/// A fixture and what all rules found in it.
struct Fixture {
    rule: String,
    path: PathBuf,
    judged: Judged,
}

impl Fixture {
    /// Rule and name, as failures of a test show it.
    fn shown(&self) -> String {
        format!("{}/{}", self.rule, name(&self.path))
    }

    fn must_fail(&self) -> bool {
        name(&self.path).starts_with("fail-")
    }

    fn own(&self) -> &[Finding] {
        self.judged.of_rule(&self.rule)
    }
}

fn paths(folder: &str) -> Vec<(String, Vec<PathBuf>)> {
    entries(&root().join(folder)).into_iter().map(|rule| (name(&rule), entries(&rule))).collect()
}

/// All fixtures, judged once for all tests.
static FIXTURES: LazyLock<Vec<Fixture>> = LazyLock::new(|| {
    let mut fixtures = Vec::new();
    for (pack, folder) in PACKS {
        let set = load(pack);
        for (rule, paths) in paths(folder) {
            for path in paths {
                let judged = Judged::of(&path, &root().join(pack), &set);
                fixtures.push(Fixture { judged, rule: rule.clone(), path });
            }
        }
    }
    fixtures
});

fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_rule_has_fixtures_that_pass_and_that_fail() {
    let ids: BTreeSet<_> = all_rules().iter().map(|rule| rule.id.clone()).collect();
    let paths: Vec<_> = PACKS.iter().flat_map(|(_, folder)| paths(folder)).collect();
    let folders: BTreeSet<_> = paths.iter().map(|(rule, _)| rule.clone()).collect();
    assert_eq!(folders, ids, "folders of fixtures are named after rules, and every rule has one");
    let mut wrong = Vec::new();
    for (rule, paths) in paths {
        let begins = |path: &Path, with: &str| name(path).starts_with(with);
        for path in paths.iter().filter(|path| !begins(path, "fail-") && !begins(path, "pass-")) {
            wrong.push(format!("{}: neither pass nor fail", path.display()));
        }
        for wanted in ["fail-", "pass-"] {
            if !paths.iter().any(|path| begins(path, wanted)) {
                wrong.push(format!("{rule}: no fixture {wanted}*"));
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn fixtures_behave_as_their_names_say() {
    let mut wrong = Vec::new();
    for fixture in &*FIXTURES {
        let found = fixture.own();
        if found.is_empty() && fixture.must_fail() {
            wrong.push(format!("{}: found nothing", fixture.shown()));
        }
        for finding in found.iter().filter(|_| !fixture.must_fail()) {
            wrong.push(format!("{}: {}:{} {}", fixture.shown(), finding.path, finding.start, finding.message));
        }
    }
    assert_none(&wrong);
}

/// A fixture that passes has nothing that must or should be mended; one that fails does so for its own rule alone.
#[test]
fn fixtures_are_about_their_own_rule() {
    let mut wrong = Vec::new();
    let mut unused: BTreeSet<_> = ALLOWED.iter().map(|(fixture, ..)| (*fixture).to_owned()).collect();
    for fixture in &*FIXTURES {
        let shown = fixture.shown();
        for (other, finding) in fixture.judged.of_others(&fixture.rule) {
            if ALLOWED.iter().any(|(allowed, rule, _)| *allowed == shown && *rule == other) {
                unused.remove(&shown);
            } else if fixture.must_fail() || finding.severity > Severity::Info {
                let place = format!("{}:{}", finding.path, finding.start);
                wrong.push(format!("{shown}: {place} {} {other} {}", finding.severity, finding.message));
            }
        }
    }
    wrong.extend(unused.iter().map(|fixture| format!("{fixture}: the exception is not needed")));
    assert_none(&wrong);
}

/// Places, severities, messages and remedies, pinned a rule at a time.
#[test]
fn findings_are_as_recorded() {
    let mut shown: BTreeMap<&str, String> = BTreeMap::new();
    for fixture in FIXTURES.iter().filter(|fixture| fixture.must_fail()) {
        let out = shown.entry(&fixture.rule).or_default();
        writeln!(out, "## {}", name(&fixture.path)).unwrap();
        fixture.own().iter().for_each(|finding| fixture.judged.show(finding, out));
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        for (rule, findings) in shown {
            insta::assert_snapshot!(format!("rules__{rule}"), findings);
        }
    });
}

#[test]
fn the_test_command_says_the_same() {
    let mut fixtures = Vec::new();
    for (pack, folder) in PACKS {
        let reload = |config: &LoadedConfig| RuleSet::of_pack(&root().join(pack), config);
        fixtures.extend(run_fixtures(&load(pack), &root().join(folder), &environment(), &reload).unwrap());
    }
    let wrong: Vec<_> =
        fixtures.iter().filter(|fixture| !fixture.is_right()).map(|fixture| format!("{fixture:?}")).collect();
    assert_none(&wrong);
    assert_eq!(fixtures.len(), FIXTURES.len());
}

/// Whether an example is the text of a document, and no description of one.
fn is_whole_document(example: &str) -> bool {
    example.starts_with(['-', '#', '>', '|', '<'])
}

#[test]
fn examples_of_rules_show_what_they_are_about() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("clauselint.toml");
    // Examples are short: many leave out what makes a document a controlled one.
    std::fs::write(&config, "[documents]\ncontrolled = [\"**\"]\n").unwrap();
    let set = RuleSet::of_pack(&root().join(PACKS[0].0), &LoadedConfig::read(&config).unwrap()).unwrap();
    let mut wrong = Vec::new();
    let mut whole = 0;
    for (rule, _) in &set.rules {
        let (Some(bad), Some(good)) = (&rule.bad, &rule.good) else {
            wrong.push(format!("{}: lacks a bad or a good example", rule.id));
            continue;
        };
        if !is_whole_document(bad) {
            continue;
        }
        whole += 1;
        if Judged::of_texts(&[("a.md", bad)], &set).of_rule(&rule.id).is_empty() {
            wrong.push(format!("{}: the bad example is good", rule.id));
        }
        for finding in Judged::of_texts(&[("a.md", good)], &set).of_rule(&rule.id) {
            wrong.push(format!("{}: the good example is bad: {} {}", rule.id, finding.start, finding.message));
        }
    }
    assert_none(&wrong);
    assert!(whole > 25, "{whole} examples were looked at");
}

#[test]
fn rules_explain_themselves() {
    let mut wrong = Vec::new();
    for rule in &all_rules() {
        let is_kebab = rule.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        if !is_kebab {
            wrong.push(format!("{}: an id is in kebab case", rule.id));
        }
        let is_sentence = rule.why.ends_with('.') && rule.why.starts_with(char::is_uppercase);
        if !is_sentence {
            wrong.push(format!("{}: `why` is a sentence: {}", rule.id, rule.why));
        }
        let is_order = !rule.help.ends_with('.') && rule.help.starts_with(char::is_lowercase);
        if !is_order {
            wrong.push(format!("{}: `help` says in lower case what to do: {}", rule.id, rule.help));
        }
    }
    assert_none(&wrong);
}

/// Rules live in packs; the code knows kinds of check.
#[test]
fn no_rule_is_named_in_the_code() {
    let rules = all_rules();
    let mut wrong = Vec::new();
    let mut folders = vec![root().join("src")];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for path in entries(&folder) {
            if path.is_dir() {
                if name(&path) != "tests" {
                    folders.push(path);
                }
                continue;
            }
            if path.extension().is_none_or(|extension| extension != "rs") || name(&path) == "tests.rs" {
                continue;
            }
            files += 1;
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
            let lines = code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
            for (number, line) in lines {
                for rule in rules.iter().filter(|rule| names_rule(line, &rule.id)) {
                    wrong.push(format!("{}:{}: {}", path.display(), number + 1, rule.id));
                }
            }
        }
    }
    assert!(files > 50, "{files} files were looked at");
    assert_none(&wrong);
}

/// Whether an id stands in a line as a word of its own.
fn names_rule(line: &str, id: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    line.match_indices(id).any(|(at, _)| !line[..at].ends_with(joins) && !line[at + id.len()..].starts_with(joins))
}

/// The checks of the reference list that the rules implement, by group and highest number; numbers that the list leaves out follow.
const REFERENCE: &[(&str, u32, &[u32])] = &[
    ("DC", 23, &[20]),
    ("SC", 10, &[]),
    ("SP", 1, &[]),
    ("PR", 2, &[]),
    ("OL", 1, &[]),
    ("KN", 1, &[]),
    ("CC", 1, &[]),
    ("IP", 1, &[]),
    ("SL", 14, &[]),
    ("SU", 10, &[]),
    ("BR", 4, &[]),
    ("CH", 15, &[13]),
    ("CF", 3, &[]),
    ("IN", 9, &[]),
    ("CO", 9, &[]),
    ("AV", 3, &[]),
    ("CP", 2, &[]),
    ("BU", 1, &[]),
    ("SE", 3, &[]),
    ("RK", 5, &[]),
    ("OB", 4, &[]),
    ("TR", 4, &[]),
    ("AU", 7, &[]),
    ("MR", 5, &[]),
    ("CA", 3, &[]),
    ("CI", 2, &[]),
    ("SR", 2, &[]),
    ("CE", 1, &[]),
];

#[test]
fn every_check_of_the_reference_list_has_a_rule() {
    let rules = all_rules();
    let implemented: BTreeSet<&str> = rules.iter().filter_map(|rule| rule.reference.as_deref()).collect();
    let mut listed = BTreeSet::new();
    for (group, highest, absent) in REFERENCE {
        let numbers = (1..=*highest).filter(|number| !absent.contains(number));
        listed.extend(numbers.map(|number| format!("{group}{number:02}")));
    }
    assert_eq!(listed.len(), 144);
    let missing: Vec<&String> = listed.iter().filter(|id| !implemented.contains(id.as_str())).collect();
    assert!(missing.is_empty(), "no rule for {missing:?}");
    let unknown: Vec<&&str> = implemented.iter().filter(|id| !listed.contains(**id)).collect();
    assert!(unknown.is_empty(), "the list has no {unknown:?}");
}

#[test]
fn every_clause_that_asks_for_something_has_a_rule_or_an_item() {
    let set = load(PACKS[1].0);
    let names = &set.settings.names;
    let rules = all_rules();
    let without: Vec<&String> = names
        .clause_order
        .iter()
        .filter(|id| names.clauses[*id].assessable && id.starts_with("iso20000-1:"))
        .filter(|id| !rules.iter().any(|rule| rule.clauses.contains(id)))
        .filter(|id| !names.items.iter().any(|item| item.clause == **id))
        .collect();
    assert!(without.is_empty(), "{without:?}");
}
