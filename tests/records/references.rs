//! References between records: how they may be written, what they resolve to, and what is said where they lead nowhere.

use clauselint::finding::State;

use crate::ask::{THINGS, register};
use crate::run::{NOTHING, Run, rule};

const ALL: &str = "reference.record]\ncolumns = [{ record = \"thing\", column = \"parent\" }, { record = \"thing\", column = \"peers\" }]";

fn run(things: &[&[(&str, &str)]]) -> Run {
    Run::one(&format!("{THINGS}{}", rule(ALL)), &register(things))
}

/// What a reference says, in a register of three things.
fn of(reference: &str) -> Vec<String> {
    let run = run(&[
        &[("id", "SVC-01"), ("name", "Hosting")],
        &[("id", "SVC-02"), ("name", "Zahlungsverkehr für Köln")],
        &[("id", "SVC-03"), ("name", "E-Mail"), ("parent", reference)],
    ]);
    run.messages().into_iter().map(str::to_owned).collect()
}

#[test]
fn an_id_or_name_is_found_whatever_its_case_markup_and_remark() {
    for reference in [
        "SVC-01",
        "svc-01",
        "Svc 01",
        "**SVC-01**",
        "`SVC-01`",
        "[SVC-01](services.md#svc-01)",
        "SVC-01 (nights only)",
        "SVC-01 – Hosting",
        "SVC-01 - Hosting",
        "SVC-01: Hosting",
        "SVC-01, nights",
        "SVC-01; nights",
        "SVC-01 Hosting",
        "Hosting",
        "HOSTING",
        "Hosting (SVC-01)",
        "hosting (at night)",
        "Hosting – Berlin",
        "Zahlungsverkehr für Köln",
        "ZAHLUNGSVERKEHR FÜR KÖLN (SVC-02)",
        "E-Mail",
        "e mail",
        "SVC-03",
    ] {
        assert_eq!(of(reference), NOTHING, "{reference}");
    }
}

#[test]
fn what_is_no_id_or_name_leads_nowhere() {
    for reference in
        ["SVC-1", "SVC-010", "SVC", "Host", "Hosting2", "Hosting of SVC-01", "(nights only)", "Web hosting"]
    {
        assert_eq!(of(reference).len(), 1, "{reference}");
    }
    assert_eq!(of("SVC-09"), ["`parent` `SVC-09` is no known thing"]);
}

#[test]
fn gaps_and_placeholders_are_no_references() {
    for reference in ["", "–", "n/a", "TBD", "[SERVICE]", "none", "None (stand-alone)"] {
        assert_eq!(of(reference), NOTHING, "{reference}");
    }
}

#[test]
fn a_near_miss_is_offered() {
    let help = |reference: &str| {
        let run = run(&[&[("id", "SVC-01"), ("name", "Hosting")], &[("id", "SVC-02"), ("parent", reference)]]);
        run.verdict().findings[0].help.clone()
    };
    assert_eq!(help("Hostng"), "did you mean `Hosting`?");
    assert_eq!(help("SVC-011"), "did you mean `SVC-01`?");
    assert_eq!(help("something else altogether"), "mend it");
}

#[test]
fn each_of_several_references_is_examined() {
    let run = run(&[
        &[("id", "T-1"), ("parent", "T-2"), ("peers", "T-2; T-8, T-9 (old)")],
        &[("id", "T-2"), ("peers", "none")],
    ]);
    assert_eq!(run.messages(), ["`peers` `T-8` is no known thing", "`peers` `T-9 (old)` is no known thing"]);
    assert!(run.findings()[0].ends_with("@ T-2; T-8, T-9 (old)"), "{:?}", run.findings());
    assert_eq!(run.summary(), "not met, 4 examined");
    let fingerprints: Vec<_> = run.verdict().findings.iter().map(|finding| &finding.fingerprint).collect();
    assert_ne!(fingerprints[0], fingerprints[1]);
}

#[test]
fn references_of_which_all_resolve_are_met_and_none_at_all_are_nothing_examined() {
    let met = run(&[&[("id", "T-1"), ("parent", "T-2")], &[("id", "T-2")]]);
    assert_eq!(met.summary(), "met, 1 examined");
    let nothing = run(&[&[("id", "T-1")]]);
    assert_eq!(nothing.state(), State::NothingExamined);
    assert_eq!(run(&[]).state(), State::NothingExamined);
}

const TWO_KINDS: &str = "
[[kind]]
name = \"register\"
[[kind]]
name = \"people\"
[[record]]
name = \"role\"
title = \"role\"
id = \"id\"
source = [{ kind = [\"people\"], form = { table = { needs = [\"id\", \"role\"] } } }]
[record.column]
id = {}
role = {}
[[record]]
name = \"group\"
title = \"group\"
id = \"id\"
source = [{ kind = [\"people\"], form = { table = { needs = [\"id\", \"group\"] } } }]
[record.column]
id = {}
group = {}
[[record]]
name = \"task\"
title = \"task\"
id = \"task\"
source = [{ kind = [\"register\"], form = { table = { needs = [\"task\", \"by\"] } } }]
[record.column]
task = {}
by = { type = \"reference\", to = [\"role\", \"group\"] }
";

const TASKS: &str = "---\ntype: register\n---\n\n# T\n\n| Task | By |\n|-|-|\n| a | R-1 |\n| b | G-1 |\n| c | X-1 |\n";
const PEOPLE: &str = "---\ntype: people\n---\n\n# P\n\n| ID | Role |\n|-|-|\n| R-1 | boss |\n\n| ID | Group |\n|-|-|\n| G-1 | team |\n| R-1 | other |\n";
const BY: &str = "reference.record]\ncolumns = [{ record = \"task\", column = \"by\" }]";

#[test]
fn a_reference_may_lead_to_records_of_several_kinds_in_other_documents() {
    let run = Run::of(&format!("{TWO_KINDS}{}", rule(BY)), &[("a.md", TASKS), ("p.md", PEOPLE)]);
    assert_eq!(run.findings(), ["a.md:11:7 `by` `X-1` is no known role or group @ X-1"]);
    assert_eq!(run.verdict().examined, 3);
    let check = "assert]\nrecord = \"task\"\nthat = \"r.by.role == 'boss'\"\nmessage = \"{r.by.group}\"";
    let run = Run::of(&format!("{TWO_KINDS}{}", rule(check)), &[("a.md", TASKS), ("p.md", PEOPLE)]);
    assert_eq!(run.verdict().examined, 1, "the kind that is named first wins");
    assert_eq!(run.unjudged(), ["a.md:10:3 task `b`: no `role`", "a.md:11:3 task `c`: nothing known as `X-1`"]);
}

#[test]
fn where_nothing_of_the_kind_is_known_references_are_not_judged() {
    let run = Run::of(&format!("{TWO_KINDS}{}", rule(BY)), &[("a.md", TASKS)]);
    assert_eq!(run.state(), State::NotChecked);
    assert_eq!(run.unjudged()[0], "a.md:9:3 task `a`: no records of the kind `role`");
    assert_eq!(run.unjudged().len(), 3);
}

#[test]
fn references_to_retired_documents_lead_nowhere_and_from_them_are_not_looked_at() {
    let retired = PEOPLE.replace("type: people", "type: people\nstatus: retired");
    let other = "---\ntype: people\n---\n\n# P\n\n| ID | Role |\n|-|-|\n| R-2 | boss |\n";
    let tables = format!("{TWO_KINDS}{}", rule(BY));
    let run = Run::of(&tables, &[("a.md", TASKS), ("o.md", other), ("p.md", &retired)]);
    assert_eq!(run.messages().len(), 3);
    let tasks = TASKS.replace("type: register", "type: register\nstatus: retired");
    let run = Run::of(&tables, &[("a.md", &tasks), ("p.md", PEOPLE)]);
    assert_eq!(run.state(), State::NothingExamined);
}

#[test]
fn of_records_with_one_id_the_first_is_meant() {
    let run = run(&[
        &[("id", "T-1"), ("name", "a")],
        &[("id", "T-1"), ("name", "b")],
        &[("id", "T-2"), ("parent", "t-1"), ("peers", "b")],
    ]);
    assert_eq!(run.messages(), NOTHING);
    let check = "assert]\nrecord = \"thing\"\nwhere = \"r.id == 'T-2'\"\nthat = \"r.parent.name == 'a' && r.peers[0].name == 'b'\"\nmessage = \"x\"";
    let text = register(&[
        &[("id", "T-1"), ("name", "a")],
        &[("id", "T-1"), ("name", "b")],
        &[("id", "T-2"), ("parent", "t-1"), ("peers", "b")],
    ]);
    assert_eq!(Run::one(&format!("{THINGS}{}", rule(check)), &text).summary(), "met, 1 examined");
}

#[test]
fn an_id_wins_over_a_name() {
    let text = register(&[
        &[("id", "A"), ("name", "B")],
        &[("id", "B"), ("name", "A")],
        &[("id", "C"), ("parent", "b"), ("peers", "a")],
    ]);
    let check = "assert]\nrecord = \"thing\"\nwhere = \"r.id == 'C'\"\nthat = \"r.parent.name == 'A' && r.peers[0].name == 'B'\"\nmessage = \"x\"";
    assert_eq!(Run::one(&format!("{THINGS}{}", rule(check)), &text).summary(), "met, 1 examined");
}

#[test]
fn only_the_documents_of_the_rule_are_looked_at_and_all_are_targets() {
    let tables = format!("{THINGS}[[kind]]\nname = \"special\"\nis = \"register\"\n");
    let limited =
        rule(ALL).replace("help = \"mend it\"\n", "help = \"mend it\"\napplies-to = { kind = [\"special\"] }\n");
    let plain = register(&[&[("id", "T-1"), ("parent", "X-1")]]);
    let special =
        register(&[&[("id", "T-2"), ("parent", "T-1"), ("peers", "X-2")]]).replace("type: register", "type: special");
    let run = Run::of(&format!("{tables}{limited}"), &[("a.md", &plain), ("b.md", &special)]);
    assert_eq!(run.messages(), ["`peers` `X-2` is no known thing"]);
    assert_eq!(run.verdict().examined, 2);
}
