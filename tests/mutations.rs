//! One small edit of the example at a time, such as an author could make: each raises its rule, at the edited place or at what the
//! edit contradicts, and nothing else.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

#[path = "mutations/core.rs"]
mod core_rules;
#[path = "mutations/management.rs"]
mod management;
#[path = "mutations/operation.rs"]
mod operation;
#[path = "mutations/services.rs"]
mod services;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clauselint::check::Check;
use clauselint::command::Environment;
use clauselint::command::project::{Project, Replacement};
use clauselint::command::test::FIXTURE_DAY;
use clauselint::config::LoadedConfig;
use clauselint::engine::{self, Report, Selection};
use clauselint::finding::Finding;
use clauselint::input::file::Read;
use clauselint::output::style::Style;
use clauselint::pack::located::Located;
use clauselint::ruleset::RuleSet;
use rayon::prelude::*;

/// Rule, path below the example, text to be replaced, replacement.
type Case = (&'static str, &'static str, &'static str, &'static str);

/// A replacement that means that the whole file is gone.
const DELETED: &str = "<delete file>";

fn cases() -> Vec<Case> {
    [core_rules::CORE, services::SERVICES, operation::OPERATION, management::MANAGEMENT].concat()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs-example").canonicalize().unwrap()
}

fn environment() -> Environment {
    Environment { current: root(), today: FIXTURE_DAY, style: Style::Plain, width: 100, is_watched: false }
}

fn judged(replacement: Option<Replacement>, without: Option<&str>) -> (Project, Report) {
    let mut config = LoadedConfig::read(&root().join("clauselint.toml")).unwrap();
    config.config.documents.exclude.extend(without.map(Located::nowhere));
    let set = RuleSet::load(&config, &root()).unwrap();
    let project = Project::with_rules(root(), &config, set, &environment(), replacement).unwrap();
    let report = engine::run(&project.set, &project.repository, FIXTURE_DAY, &Selection::default());
    (project, report)
}

fn findings(report: &Report) -> Vec<(&str, &Finding)> {
    let all = report.verdicts.iter().flat_map(|verdict| {
        let rule = verdict.rule.id.as_str();
        verdict.findings.iter().map(move |finding| (rule, finding))
    });
    all.collect()
}

/// The findings that the example has as it is, by fingerprint: reviews that become due soon.
fn known() -> BTreeSet<String> {
    let (_, report) = judged(None, None);
    findings(&report).into_iter().map(|(_, finding)| finding.fingerprint.clone()).collect()
}

/// What an edit brings up, for the record; or what is wrong with it.
fn run(case: Case, known: &BTreeSet<String>) -> Result<String, String> {
    let (rule, path, from, to) = case;
    let text = std::fs::read_to_string(root().join(path)).map_err(|error| format!("{rule}: {path}: {error}"))?;
    if text.matches(from).count() != 1 {
        return Err(format!("{rule}: {path} has {from:?} {} times", text.matches(from).count()));
    }
    let is_deleted = to == DELETED;
    let changed = Replacement { path: path.to_owned(), read: Read::Text(text.replace(from, to)) };
    let (project, report) = judged((!is_deleted).then_some(changed), is_deleted.then_some(path));
    let found: Vec<_> =
        findings(&report).into_iter().filter(|(_, finding)| !known.contains(&finding.fingerprint)).collect();
    let shown = |(rule, finding): &(&str, &Finding)| {
        format!("    {rule} {}:{} {}", finding.path, finding.start, finding.message)
    };
    let listed = found.iter().map(shown).collect::<Vec<_>>().join("\n");
    let also = ALSO.iter().find(|(known, _)| *known == rule).map_or(&[][..], |(_, others)| *others);
    let is_meant = |other: &str| other == rule || also.contains(&other);
    if !found.iter().any(|(other, _)| *other == rule) || found.iter().any(|(other, _)| !is_meant(other)) {
        return Err(format!(
            "{rule}: {path}: {from:?} → {to:?}\n{}",
            if listed.is_empty() { "    nothing" } else { &listed }
        ));
    }
    let is_there = |finding: &Finding| {
        let related = finding.related.iter().map(|other| other.document);
        related.chain([finding.document]).any(|index| project.repository.documents[index].path() == path)
    };
    if !is_deleted && !found.iter().any(|(_, finding)| is_there(finding)) && !is_about_others(rule) {
        return Err(format!("{rule}: {path} is not named by its findings\n{listed}"));
    }
    Ok(format!("{rule} {path}\n{listed}\n"))
}

/// Rules whose finding stands where something is missing elsewhere: what the edit took away is named by no place.
fn is_about_others(rule: &str) -> bool {
    ABSENCES.contains(&rule)
}

/// Rules on what is not there: their place is what should be covered, not what was taken away.
const ABSENCES: &[&str] = &[
    "service-without-item",
    "sla-availability-above-dependency",
    "sla-availability-never-reported",
    "sla-target-never-reported",
    "contract-not-reviewed",
    "sla-alignment-missing",
    "customer-without-sla",
    "major-change-without-design",
    "transition-without-report",
    "major-incident-not-reported",
    "known-cause-without-known-error",
    "critical-service-without-availability-target",
    "critical-service-without-assessed-risk",
    "required-information-missing",
    "implied-information-missing",
    "usual-information-missing",
    "role-without-required-competence",
    "competence-without-evidence",
    "policy-not-acknowledged",
    "continuity-role-not-exercised",
    "nonconformity-without-action",
    "review-without-fresh-audit",
    "audit-programme-site-gap",
];

/// Edits that contradict several documents, each of which has a rule of its own.
const ALSO: &[(&str, &[&str])] = &[
    ("continuity-invocation-not-reported", &["implied-information-missing"]),
    ("audit-programme-site-gap", &["certified-site-missing"]),
    ("catalogue-availability-differs-from-sla", &["review-target-differs", "plan-availability-differs"]),
];

#[test]
fn every_edit_raises_its_rule_and_nothing_else() {
    let known = known();
    let all = cases();
    let results: Vec<Result<String, String>> = all.par_iter().map(|case| run(*case, &known)).collect();
    let wrong: Vec<&String> = results.iter().filter_map(|result| result.as_ref().err()).collect();
    let lines: Vec<String> = wrong.iter().map(|text| (*text).clone()).collect();
    assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), all.len(), lines.join("\n"));
    let mut by_rule: BTreeMap<&str, String> = BTreeMap::new();
    for (case, result) in all.iter().zip(&results) {
        write!(by_rule.entry(case.0).or_default(), "{}", result.as_ref().unwrap()).unwrap();
    }
    let record: String = by_rule.into_values().collect();
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("mutations", record);
    });
}

/// Rules of the standard that no edit of the example can raise, and why.
const WITHOUT: &[(&str, &str)] = &[
    (
        "rto-longer-than-restore-target",
        "both agreements state recovery times of their own and speak of disasters, so that the exception always holds",
    ),
    (
        "rto-longer-than-agreed-outage",
        "both agreements state recovery times of their own, and these count instead of the longest outage",
    ),
    ("auditor-owns-audited-area", "the programme of the example names processes, and their map says who owns them"),
    ("every-component-by-other-parties", "one edit leaves all other components with those who operate them now"),
    (
        "change-category-not-in-policy",
        "the policy of the example tells its categories in a table, and one edit does not both take it away and bring a new category",
    ),
    (
        "plan-budget-year-differs",
        "no plan of the example states the year of its budget by itself, and it takes two that do",
    ),
    (
        "sla-hours-in-other-time-zone",
        "no agreement of the example states its time zone as a value, and it takes one on each side",
    ),
    ("audit-overdue", "the programme has two audits of the last months, and one edit leaves one of them"),
    (
        "audit-pass-incomplete",
        "the organization of the example is certified, so that a first certification is behind it",
    ),
    ("audit-programme-service-gap", "all but one audit take in every service, and one edit leaves the others"),
];

#[test]
fn every_rule_has_an_edit() {
    let config = LoadedConfig::read(&root().join("clauselint.toml")).unwrap();
    let set = RuleSet::load(&config, &root()).unwrap();
    let tried: BTreeSet<&str> = cases().iter().map(|case| case.0).collect();
    let excused: BTreeSet<&str> = core_rules::CORE_WITHOUT.iter().chain(WITHOUT).map(|(rule, _)| *rule).collect();
    let mut wrong = Vec::new();
    for (rule, _) in &set.rules {
        let id = rule.id.as_str();
        // The history of the example is that of this program, and its waivers are none: these rules have fixtures with both.
        let is_elsewhere = matches!(rule.check, Check::History(_) | Check::Waiver(_));
        if !tried.contains(id) && !excused.contains(id) && !is_elsewhere {
            wrong.push(format!("{id}: no edit"));
        }
    }
    let known: BTreeSet<&str> = set.rules.iter().map(|(rule, _)| rule.id.as_str()).collect();
    wrong.extend(tried.union(&excused).filter(|id| !known.contains(**id)).map(|id| format!("{id}: no such rule")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
