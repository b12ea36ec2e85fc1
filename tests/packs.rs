//! Packs and configurations that are not valid: what is said, at which words, and what helps.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

#[expect(dead_code, reason = "the tests of rules, checks and packs share this module, and each needs a part of it")]
mod fixture;

use std::fs;
use std::path::Path;

use clauselint::command::project::Project;
use clauselint::config::LoadedConfig;
use clauselint::error::Error;
use clauselint::finding::Severity;
use clauselint::ruleset::RuleSet;

const HEAD: &str = "[pack]\nid = \"small\"\ntitle = \"Small\"\nversion = \"1\"\n";

/// A pack with one rule of this check.
fn pack(check: &str) -> String {
    format!("{HEAD}{}", rule("only", check))
}

fn rule(id: &str, check: &str) -> String {
    format!("[[rule]]\nid = \"{id}\"\nseverity = \"error\"\nwhy = \"Because.\"\nhelp = \"mend it\"\n{check}\n")
}

/// Loads what a repository has: files by path, `clauselint.toml` among them.
fn load(files: &[(&str, &str)]) -> Result<RuleSet, Error> {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let config = folder.path().join("clauselint.toml");
    let config = if config.is_file() { LoadedConfig::read(&config)? } else { LoadedConfig::default() };
    RuleSet::load(&config, folder.path())
}

/// An error as its message, the words that it marks, their label and the help; the folder of the test is cut from it.
fn shown(error: Error) -> String {
    let Error::Invalid { message, label, help, file, span } = error else { panic!("no place: {error}") };
    let marked = &file.inner()[span.offset()..span.offset() + span.len()];
    let name = Path::new(file.name()).file_name().unwrap_or_default().to_string_lossy();
    let message = message.replace(file.name(), &name);
    let help = help.map_or_else(String::new, |help| format!(" ({help})"));
    format!("{name}: {message} @ {marked} < {label}{help}")
}

fn refused(files: &[(&str, &str)]) -> String {
    match load(files) {
        Err(error) => shown(error),
        Ok(_) => panic!("nothing is wrong with {files:?}"),
    }
}

/// What is wrong with a configuration.
fn of_config(text: &str) -> String {
    refused(&[("clauselint.toml", text)])
}

/// What is wrong with a pack.
fn of_pack(text: &str) -> String {
    refused(&[("clauselint.toml", "packs = [\"./small.toml\"]"), ("small.toml", text)])
}

/// What is wrong with a check.
fn of_check(check: &str) -> String {
    of_pack(&pack(check))
}

// ------------------------------------------------------------------------------------------------------------- form of packs

#[test]
fn an_unknown_kind_of_check_is_named_with_the_known_ones() {
    let error = of_check("[rule.check.magic]");
    assert!(
        error.starts_with(
            "small.toml: `small.toml` is not valid @ magic < unknown variant `magic`, expected one of `metadata`,"
        ),
        "{error}"
    );
    let error = of_check("[rule.check.calendar.sometimes]");
    assert!(error.contains("@ sometimes < unknown variant `sometimes`, expected one of `order`, `future`"), "{error}");
}

#[test]
fn an_unknown_key_is_named_with_the_known_ones() {
    let error = of_pack(&pack("applies-to = { kinds = [] }\n[rule.check.revision]"));
    assert!(error.contains("@ kinds < unknown field `kinds`, expected one of `documents`, `kind`"), "{error}");
    let error = of_pack(&pack("seriousness = 1\n[rule.check.revision]"));
    assert!(error.contains("@ seriousness < unknown field `seriousness`, expected one of `id`,"), "{error}");
    let error = of_check("[rule.check.unique]\nfield = \"id\"\nfields = []");
    assert!(error.contains("@ fields < unknown field `fields`, expected one of `field`"), "{error}");
    let error = of_pack("[pack]\nid = \"small\"\ntitle = \"Small\"\nversion = \"1\"\nlicence = \"MIT\"\n");
    assert!(error.contains("@ licence < unknown field `licence`"), "{error}");
}

#[test]
fn what_is_missing_is_named_at_its_table() {
    let error = of_pack("[pack]\nid = \"small\"\ntitle = \"Small\"\n");
    assert!(error.contains("missing field `version`") && error.contains("@ [pack]"), "{error}");
    let error = of_pack(&format!("{HEAD}[[rule]]\nid = \"only\"\nseverity = \"error\"\nwhy = \"x\"\nhelp = \"x\"\n"));
    assert!(error.contains("@ [[rule]] < missing field `check`"), "{error}");
}

#[test]
fn a_value_of_the_wrong_type_or_word_is_marked() {
    let severity = format!("{HEAD}[[rule]]\nid = \"only\"\nseverity = \"fatal\"\n");
    assert_eq!(
        of_pack(&severity),
        "small.toml: `small.toml` is not valid @ \"fatal\" < unknown variant `fatal`, expected one of `info`, `warning`, `error`"
    );
    let error = of_check("[rule.check.unique]\nfield = 7");
    assert!(error.contains("@ 7 < invalid type: integer `7`, expected a string"), "{error}");
    let error = of_check("[rule.check.calendar.interval]\nmax = \"a while\"");
    assert!(error.contains("@ \"a while\" <"), "{error}");
    let error = of_check("[rule.check.value]\ntypes = [\"day\"]\nfault = \"malformed\"");
    assert!(error.contains("@ \"day\" < unknown variant `day`"), "{error}");
    let error = of_pack("[pack\nid = 1\n");
    assert!(error.starts_with("small.toml: `small.toml` is not valid @ "), "{error}");
}

// ------------------------------------------------------------------------------------------------------------ names in packs

#[test]
fn an_unknown_field_is_marked_in_every_check_that_names_one() {
    for check in [
        "[rule.check.metadata]\nfault = \"absent\"\nrequire = [{ any = [\"ownr\"], called = \"owner\" }]",
        "[rule.check.value]\nfields = [\"ownr\"]\nfault = \"malformed\"",
        "[rule.check.calendar.order]\nfields = [\"created\", \"ownr\"]",
        "[rule.check.calendar.future]\nfields = [\"ownr\"]",
        "[rule.check.calendar.arrived]\nfields = [\"ownr\"]",
        "[rule.check.approval]\napprover = \"approved_by\"\nauthor = \"ownr\"",
        "[rule.check.approval]\napprover = \"ownr\"\nauthor = \"author\"",
        "[rule.check.people]\nfields = [\"ownr\"]",
        "[rule.check.unique]\nfield = \"ownr\"",
        "[rule.check.reference.unknown]\nfields = [\"ownr\"]",
        "[rule.check.reference.phase]\nphases = [\"draft\"]\nfields = [\"ownr\"]",
    ] {
        assert_eq!(
            of_check(check),
            "small.toml: unknown field `ownr` @ \"ownr\" < not known (did you mean `owner`?)",
            "{check}"
        );
    }
    let strange = of_check("[rule.check.unique]\nfield = \"zzz\"");
    assert!(
        strange.starts_with("small.toml: unknown field `zzz` @ \"zzz\" < not known (known: approved_by, "),
        "{strange}"
    );
}

#[test]
fn an_unknown_section_is_marked() {
    for check in [
        "[rule.check.section.require]\nsections = [\"purpose\", \"scpe\"]",
        "[rule.check.section.empty]\nsections = [\"scpe\"]",
        "[rule.check.table]\nsection = \"scpe\"\ncolumns = []",
    ] {
        assert_eq!(
            of_check(check),
            "small.toml: unknown section `scpe` @ \"scpe\" < not known (did you mean `scope`?)",
            "{check}"
        );
    }
}

#[test]
fn an_unknown_clause_kind_or_state_is_marked() {
    let clause = "[[clause]]\nid = \"iso20000-1:7.5.3\"\ntitle = \"Control\"\n";
    let named = |clauses: &str| {
        format!("{HEAD}{clause}{}", rule("only", &format!("clauses = [{clauses}]\n[rule.check.revision]")))
    };
    assert_eq!(
        of_pack(&named("\"iso20000-1:7.5.3\", \"iso20000-1:7.5.33\"")),
        "small.toml: unknown clause `iso20000-1:7.5.33` @ \"iso20000-1:7.5.33\" < not known (did you mean `iso20000-1:7.5.3`?)"
    );
    let kinds = "[[kind]]\nname = \"policy\"\n";
    let applies =
        |to: &str| format!("{HEAD}{kinds}{}", rule("only", &format!("applies-to = {{ {to} }}\n[rule.check.revision]")));
    assert_eq!(
        of_pack(&applies("kind = [\"polcy\"]")),
        "small.toml: unknown kind of document `polcy` @ \"polcy\" < not known (did you mean `policy`?)"
    );
    assert_eq!(
        of_pack(&applies("state = [\"aproved\"]")),
        "small.toml: unknown state `aproved` @ \"aproved\" < not known (did you mean `approved`?)"
    );
    let error = of_pack(&applies("phase = [\"drafted\"]"));
    assert!(
        error.contains("@ \"drafted\" < unknown variant `drafted`, expected one of `draft`, `in-force`, `ended`"),
        "{error}"
    );
    let parent = format!("{HEAD}[[kind]]\nname = \"programme\"\nis = \"paln\"\n[[kind]]\nname = \"plan\"\n");
    assert_eq!(
        of_pack(&parent),
        "small.toml: unknown kind of document `paln` @ \"paln\" < not known (did you mean `plan`?)"
    );
}

#[test]
fn an_unknown_kind_of_evidence_is_marked() {
    let kind =
        "[[kind]]\nname = \"board-review\"\n[[kind.section]]\nname = \"risks\"\ntitle = \"Risks\"\nlevel = \"must\"\n";
    let pack = |evidence: &str| format!("{HEAD}{kind}evidence = [\"{evidence}\"]\nfresh = \"P6M\"\n");
    assert!(load(&[("clauselint.toml", "packs = [\"./small.toml\"]"), ("small.toml", &pack("board-review"))]).is_ok());
    assert_eq!(
        of_pack(&pack("board-reveiw")),
        "small.toml: unknown kind of document `board-reveiw` @ \"board-reveiw\" < not known (did you mean `board-review`?)"
    );
}

#[test]
fn a_pack_may_name_its_own_fields_and_kinds_of_other_packs() {
    let small = format!(
        "{HEAD}[[field]]\nname = \"cost_centre\"\ntype = \"id\"\nspellings = [\"Kostenstelle\"]\n{}",
        rule(
            "only",
            "applies-to = { kind = [\"policy\"] }\nclauses = [\"iso20000-1:7.5.3\"]\n[rule.check.unique]\nfield = \"cost_centre\""
        )
    );
    let set = load(&[("clauselint.toml", "packs = [\"core\", \"./small.toml\"]"), ("small.toml", &small)]).unwrap();
    assert!(set.rules.iter().any(|(rule, _)| rule.qualified() == "small/only"));
}

#[test]
fn an_id_stands_once_within_a_pack_and_across_packs() {
    let twice = format!("{HEAD}{}{}", rule("only", "[rule.check.revision]"), rule("only", "[rule.check.revision]"));
    assert_eq!(of_pack(&twice), "small.toml: there is already a rule `only` @ \"only\" < second rule of this id");
    let second = twice.rfind("\"only\"").unwrap();
    let error = load(&[("clauselint.toml", "packs = [\"./small.toml\"]"), ("small.toml", &twice)]).unwrap_err();
    assert!(matches!(error, Error::Invalid { span, .. } if span.offset() == second), "the second one is marked");

    let config = "packs = [\"core\", \"./small.toml\"]";
    let across = format!("{HEAD}{}", rule("review-overdue", "[rule.check.revision]"));
    let error = load(&[("clauselint.toml", config), ("small.toml", &across)]).unwrap_err();
    assert_eq!(
        shown(error),
        "small.toml: there is already a rule `review-overdue` @ \"review-overdue\" < second rule of this id"
    );
}

// ------------------------------------------------------------------------------------------------------------------ patterns

#[test]
fn a_pattern_that_cannot_be_used_is_marked_with_the_reason() {
    let of_pattern =
        |pattern: &str| of_check(&format!("[rule.check.text]\ncalled = \"x\"\npatterns = ['fine', '{pattern}']"));
    assert_eq!(of_pattern("(open"), "small.toml: a pattern cannot be used @ '(open' < unclosed group");
    assert_eq!(
        of_pattern("[z-a]"),
        "small.toml: a pattern cannot be used @ '[z-a]' < invalid character class range, the start must be <= the end"
    );
    assert_eq!(
        of_pattern("(?=x)"),
        "small.toml: a pattern cannot be used @ '(?=x)' < look-around, including look-ahead and look-behind, is not supported"
    );
    assert_eq!(
        of_pattern("(a)\\1"),
        "small.toml: a pattern cannot be used @ '(a)\\1' < backreferences are not supported"
    );
    let error = of_pattern("\\w{50}{100}");
    assert!(
        error.starts_with("small.toml: a pattern cannot be used @ '\\w{50}{100}' < ") && error.contains("size limit"),
        "{error}"
    );
    let (open, close) = ("(".repeat(400), ")".repeat(400));
    let error = of_pattern(&format!("{open}a{close}"));
    assert!(error.starts_with("small.toml: a pattern cannot be used @ '((("), "{error}");
}

/// A pattern that takes other engines an age takes this one no longer than reading.
#[test]
fn a_pattern_of_nested_repetitions_is_linear() {
    let text = pack(
        "applies-to = { documents = \"any\" }\n[rule.check.text]\ncalled = \"x\"\npatterns = ['(a+)+$', '(a|a)*b$']",
    );
    let set = load(&[("clauselint.toml", "packs = [\"./small.toml\"]"), ("small.toml", &text)]).unwrap();
    let line = format!("{}!\n", "a".repeat(20_000));
    let report = fixture::Judged::of_texts(&[("a.md", &line)], &set).report;
    assert!(report.verdicts[0].findings.is_empty());
}

// --------------------------------------------------------------------------------------------------------------------- globs

#[test]
fn a_glob_that_is_not_valid_is_marked_wherever_it_stands() {
    let of_kind = of_pack(&format!("{HEAD}[[kind]]\nname = \"policy\"\npaths = [\"policies/**\", \"plans/[a\"]\n"));
    assert_eq!(
        of_kind,
        "small.toml: `plans/[a` is no valid glob @ \"plans/[a\" < unclosed character class; missing ']'"
    );
    for table in ["controlled", "uncontrolled", "archived"] {
        assert_eq!(
            of_config(&format!("[documents]\n{table} = [\"fine/**\", \"{{a\"]\n")),
            "clauselint.toml: `{a` is no valid glob @ \"{a\" < unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?)",
            "{table}"
        );
    }
    let kind = of_config("[[kind]]\nname = \"policy\"\npaths = [\"[z-a]\"]\n");
    assert!(kind.starts_with("clauselint.toml: `[z-a]` is no valid glob @ \"[z-a]\" < invalid"), "{kind}");
}

// ------------------------------------------------------------------------------------------------------------- configuration

#[test]
fn an_unknown_key_of_the_configuration_is_marked() {
    let error = of_config("packz = []\n");
    assert!(
        error.starts_with(
            "clauselint.toml: `clauselint.toml` is not valid @ packz < unknown field `packz`, expected one of `packs`"
        ),
        "{error}"
    );
    let error = of_config("[documents]\nignore = []\n");
    assert!(error.contains("@ ignore < unknown field `ignore`, expected one of `include`"), "{error}");
    let error = of_config("[rules.review-overdue]\nlevel = \"error\"\n");
    assert!(
        error.contains("@ level < unknown field `level`, expected one of `severity`, `with`, `max-waiver`"),
        "{error}"
    );
}

#[test]
fn an_unknown_rule_is_marked_with_the_nearest_one() {
    assert_eq!(
        of_config("[rules.review-overdu]\nseverity = \"off\"\n"),
        "clauselint.toml: unknown rule `review-overdu` @ review-overdu < not known (did you mean `review-overdue`?)"
    );
    let strange = of_config("[rules.\"zzz\"]\nseverity = \"off\"\n");
    assert!(strange.starts_with("clauselint.toml: unknown rule `zzz` @ \"zzz\" < not known ("), "{strange}");
}

#[test]
fn a_rule_is_switched_off_or_weighs_something_else() {
    let config = "[rules.review-overdue]\nseverity = \"off\"\n[rules.\"core/link-broken\"]\nseverity = \"info\"\n";
    let set = load(&[("clauselint.toml", config)]).unwrap();
    let severity = |id: &str| set.rules.iter().find(|(rule, _)| rule.id == id).unwrap().1;
    assert_eq!(severity("review-overdue"), None);
    assert_eq!(severity("link-broken"), Some(Severity::Info));
    assert_eq!(severity("anchor-broken"), Some(Severity::Warning));
    let error = of_config("[rules.review-overdue]\nseverity = \"of\"\n");
    assert!(
        error.contains("@ \"of\" < unknown variant `of`, expected one of `off`, `info`, `warning`, `error`"),
        "{error}"
    );
}

#[test]
fn parameters_of_a_rule_are_changed_and_what_is_not_named_stays() {
    let config = "[rules.review-interval-too-long]\nwith = { max = \"P6M\" }\n";
    let set = load(&[("clauselint.toml", config)]).unwrap();
    let (rule, severity) = set.rules.iter().find(|(rule, _)| rule.id == "review-interval-too-long").unwrap();
    assert!(format!("{:?}", rule.check).contains("Interval"));
    assert_eq!(*severity, Some(Severity::Warning));
}

#[test]
fn any_rule_can_be_changed() {
    for (rule, with) in [
        ("placeholder-in-approved", "patterns = ['\\bQQQ\\b']"),
        ("placeholder-in-approved", "called = \"gap\""),
        ("metadata-missing", "require = [{ any = [\"owner\"], called = \"owner\" }]"),
        ("dates-out-of-order", "fields = [\"approved_on\", \"effective_from\"]"),
        ("person-not-active", "fields = [\"owner\"]"),
        ("history-row-incomplete", "filled = false"),
        ("carriers-disagree", "types = [\"date\"]"),
        ("reference-not-in-force", "phases = [\"ended\"]"),
        ("duplicate-id", "field = \"title\""),
        ("section-empty", "sections = [\"scope\"]"),
        ("approver-is-author", "author = \"owner\""),
    ] {
        let config = format!("[rules.{rule}]\nwith = {{ {with} }}\n");
        load(&[("clauselint.toml", &config)]).map_err(shown).unwrap();
    }
}

#[test]
fn a_changed_pattern_that_cannot_be_used_says_why() {
    assert_eq!(
        of_config("[rules.merge-conflict]\nwith = { patterns = ['('] }\n"),
        "clauselint.toml: a pattern cannot be used @ { patterns = ['('] } < unclosed group"
    );
}

#[test]
fn a_change_that_does_not_fit_the_check_is_marked() {
    let explain = " (`clauselint schema pack` describes the parameters of every kind of check)";
    let error = of_config("[rules.review-interval-too-long]\nwith = { max = 36 }\n");
    assert!(
        error.starts_with(
            "clauselint.toml: the check of `review-interval-too-long` cannot be changed like this @ { max = 36 } < "
        ) && error.ends_with(explain),
        "{error}"
    );
    let error = of_config("[rules.duplicate-id]\nwith = { colour = \"red\" }\n");
    assert!(error.contains("@ { colour = \"red\" } < unknown field `colour`, expected one of `field`"), "{error}");
    let error = of_config("[rules.duplicate-id]\nwith = \"strict\"\n");
    assert!(error.contains("@ \"strict\" < invalid type: string \"strict\", expected a map"), "{error}");
}

#[test]
fn a_pack_is_built_in_or_lies_in_the_repository() {
    for path in ["../other/pack.toml", "packs/../../pack.toml", "/etc/pack.toml", "a\\..\\pack.toml"] {
        let text = format!("packs = [\"core\", '{path}']\n");
        assert_eq!(
            of_config(&text),
            format!("clauselint.toml: pack `{path}` lies outside the repository @ '{path}' < a path below the root")
        );
    }
    assert_eq!(
        of_config("packs = [\"cor\"]\n"),
        "clauselint.toml: unknown pack `cor` @ \"cor\" < not known (did you mean `core`?)"
    );
    assert_eq!(
        of_config("packs = [\"iso9001\"]\n"),
        "clauselint.toml: unknown pack `iso9001` @ \"iso9001\" < not known (known: core, iso20000-1-2018)"
    );
}

#[test]
fn a_pack_may_be_a_folder() {
    let text = pack("[rule.check.revision]");
    let set = load(&[("clauselint.toml", "packs = [\"./packs/small\"]"), ("packs/small/pack.toml", &text)]).unwrap();
    assert_eq!(set.packs[0].id, "small");
}

#[test]
fn names_of_the_configuration_are_known() {
    assert_eq!(
        of_config("[fields]\nownr = [\"Boss\"]\n"),
        "clauselint.toml: unknown field `ownr` @ ownr < not known (did you mean `owner`?)"
    );
    assert_eq!(
        of_config("[states]\naproved = [\"fine\"]\n"),
        "clauselint.toml: unknown state `aproved` @ aproved < not known (did you mean `approved`?)"
    );
    assert_eq!(
        of_config("[[kind]]\nname = \"sop\"\nis = \"proces\"\n"),
        "clauselint.toml: unknown kind of document `proces` @ \"proces\" < not known (did you mean `process`?)"
    );
}

#[test]
fn values_of_the_configuration_are_marked() {
    let error = of_config("[review]\ninterval = \"yearly\"\n");
    assert!(error.starts_with("clauselint.toml: `clauselint.toml` is not valid @ \"yearly\" < "), "{error}");
    let error = of_config("[review]\ndue-soon-days = -1\n");
    assert!(error.contains("@ -1 < invalid value: integer `-1`"), "{error}");
    let error = of_config("date-order = \"us\"\n");
    assert!(error.contains("@ \"us\" < unknown variant `us`, expected `day-month` or `month-day`"), "{error}");
    assert_eq!(
        of_config("[[people.person]]\nname = \"Jo\"\nactive-until = \"31.12.2026\"\n"),
        "clauselint.toml: `31.12.2026` is not a date @ \"31.12.2026\" < write `YYYY-MM-DD`"
    );
}

#[test]
fn a_check_is_of_one_kind() {
    let error = of_check("[rule.check.revision]\n[rule.check.unique]\nfield = \"id\"");
    assert!(error.contains("small.toml"), "{error}");
    let error = of_check("[rule.check]");
    assert!(error.contains("small.toml"), "{error}");
}

// ------------------------------------------------------------------------------------------------------------ not yet right

#[test]
fn names_in_a_change_are_known() {
    let error = of_config("[rules.duplicate-id]\nwith = { field = \"ownr\" }\n");
    assert!(error.starts_with("clauselint.toml: unknown field `ownr` @ "), "{error}");
}

#[test]
fn a_register_of_people_exists() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("clauselint.toml"), "[people]\nregisters = [\"peeple.md\"]\n").unwrap();
    fs::write(folder.path().join("a.md"), "---\nowner: Jo\nnext_review: 2027-01-01\n---\n").unwrap();
    let config = LoadedConfig::read(&folder.path().join("clauselint.toml")).unwrap();
    let set = RuleSet::load(&config, folder.path()).unwrap();
    let root = folder.path().to_owned();
    match Project::with_rules(root, &config, set, &fixture::environment(), None) {
        Err(error) => assert!(shown(error).contains("@ \"peeple.md\"")),
        Ok(_) => panic!("nobody is told"),
    }
}

#[test]
fn a_misspelled_section_is_marked() {
    assert_eq!(
        of_config("[headings]\npurpos = [\"Why\"]\n"),
        "clauselint.toml: unknown section `purpos` @ purpos < not known (did you mean `purpose`?)"
    );
}

#[test]
fn a_misspelled_field_without_spellings_is_marked() {
    assert!(of_config("[fields]\nownr = []\n").starts_with("clauselint.toml: unknown field `ownr`"));
}

#[test]
fn a_pack_that_does_not_exist_is_marked_in_the_configuration() {
    let error = of_config("packs = [\"core\", \"./smal.toml\"]\n");
    assert!(error.starts_with("clauselint.toml: ") && error.contains("@ \"./smal.toml\""), "{error}");
}

#[test]
fn a_pack_that_loads_is_a_pack_that_runs() {
    let patterns: Vec<_> = (10..30).map(|number| format!("'{number}\\w{{20}}{number}'")).collect();
    let text = pack(&format!("[rule.check.text]\ncalled = \"x\"\npatterns = [{}]", patterns.join(", ")));
    let set = load(&[("clauselint.toml", "packs = [\"./small.toml\"]"), ("small.toml", &text)]).unwrap();
    let judged = fixture::Judged::of_texts(&[("a.md", "---\nowner: Jo\nversion: 1\n---\n\nfoo\n")], &set);
    let verdict = &judged.report.verdicts[0];
    assert_eq!((verdict.examined, verdict.not_checked.as_deref()), (1, None));
}
