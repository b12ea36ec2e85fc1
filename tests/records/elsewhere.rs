//! Records that are kept in another system: the rules over them are not checked, and say where the records are.

use clauselint::finding::State;

use crate::run::{Run, named_rule};

const TABLES: &str = "
[[kind]]
name = \"log\"
[[kind]]
name = \"catalogue\"
[[kind]]
name = \"pointers\"
[[record]]
name = \"incident\"
title = \"incident\"
id = \"id\"
source = [{ kind = [\"log\"], form = { table = { needs = [\"id\", \"opened\"] } } }]
[record.column]
id = {}
opened = { type = \"date\" }
cause = { type = \"reference\", to = [\"incident\"] }
owner = { type = \"person\" }
deputy = { type = \"person\" }
[[record]]
name = \"kept\"
title = \"pointer\"
elsewhere = true
source = [
    { kind = [\"pointers\"], form = { table = { needs = [\"kind\", \"system\"] } } },
    { kind = [\"log\"], form = { document = { needs = [\"system\"] } } },
]
[record.column]
kind = { spellings = [\"stands for\"] }
system = {}
last_verified = { type = \"date\" }
";

/// One rule of every kind that looks at incidents.
const CHECKS: [(&str, &str); 8] = [
    ("assert", "assert]\nrecord = \"incident\"\nthat = \"r.opened <= today\"\nmessage = \"x\""),
    ("filled", "record.filled]\nrecord = \"incident\"\ncolumns = [\"owner\"]"),
    ("coverage", "coverage]\nrecord = \"incident\"\nby = \"incident\"\nvia = \"cause\""),
    ("acyclic", "acyclic]\nrecord = \"incident\"\ncolumn = \"cause\""),
    ("period", "period]\nrecord = \"incident\"\ndate = \"opened\"\ninterval = \"P1Y\""),
    (
        "programme",
        "programme]\nrecord = \"incident\"\ndate = \"opened\"\ncovers = \"cause\"\nall = { records = { record = \"incident\" } }\ncycle = \"P1Y\"",
    ),
    ("distinct", "distinct]\nrecord = \"incident\"\ncolumn = \"owner\"\nfrom = [\"deputy\"]"),
    ("unique", "unique]\nrecord = { name = \"incident\", columns = [\"id\"] }"),
];

fn run(texts: &[(&str, &str)]) -> Run {
    let rules: String = CHECKS.iter().map(|(id, check)| named_rule(id, "", check)).collect();
    Run::of(&format!("{TABLES}{rules}"), texts)
}

#[test]
fn rules_over_records_in_another_system_are_not_checked_and_say_where_they_are() {
    for pointer in [
        (
            "pointers/x.md",
            "---\ntype: pointers\n---\n\n# P\n\n| Stands for | System |\n|-|-|\n| Log | ServiceDesk 3 |\n",
        ),
        ("pointers/x.md", "---\ntype: log\nsystem: ServiceDesk 3\n---\n\n# P\n"),
    ] {
        let run = run(&[pointer]);
        for (id, _) in CHECKS {
            let verdict = run.verdict_of(id);
            assert_eq!(verdict.state(), State::NotChecked, "{id}");
            let reason = "records of the kind `incident` are kept in ServiceDesk 3 (`pointers/x.md`)";
            assert_eq!(verdict.reason().as_deref(), Some(reason), "{id}");
        }
    }
}

#[test]
fn without_a_pointer_there_is_just_nothing_to_examine() {
    for text in [
        "---\ntype: catalogue\n---\n\n# C\n",
        "---\ntype: pointers\n---\n\n# P\n\n| Stands for | System |\n|-|-|\n| catalogue | CMDB |\n",
    ] {
        let run = run(&[("a.md", text)]);
        for (id, _) in CHECKS {
            assert_eq!(run.verdict_of(id).state(), State::NothingExamined, "{id} {text}");
        }
    }
}

#[test]
fn records_that_are_here_are_judged_although_others_are_elsewhere() {
    let log = "---\ntype: log\n---\n\n# L\n\n| ID | Opened | Owner |\n|-|-|-|\n| I-1 | 2026-11-01 | Jane Doe |\n";
    let pointer = "---\ntype: pointers\n---\n\n# P\n\n| Stands for | System |\n|-|-|\n| Log | ServiceDesk 3 |\n";
    let run = run(&[("a.md", log), ("p.md", pointer)]);
    for id in ["assert", "filled", "acyclic", "period", "unique"] {
        assert_eq!(run.verdict_of(id).state(), State::Met, "{id}");
    }
}

const TWO_KINDS: &str = "
[[kind]]
name = \"catalogue\"
[[kind]]
name = \"report\"
[[kind]]
name = \"pointers\"
[[record]]
name = \"service\"
title = \"service\"
id = \"id\"
source = [{ kind = [\"catalogue\"], form = { table = { needs = [\"id\", \"name\"] } } }]
[record.column]
id = {}
name = {}
[[record]]
name = \"report\"
title = \"report\"
source = [{ kind = [\"report\"], form = { table = { needs = [\"service\", \"span\"] } } }]
[record.column]
service = { type = \"reference\", to = [\"service\"] }
span = { type = \"period\" }
[[record]]
name = \"kept\"
title = \"pointer\"
elsewhere = true
source = [{ kind = [\"pointers\"], form = { table = { needs = [\"kind\", \"system\"] } } }]
[record.column]
kind = {}
system = {}
";

#[test]
fn what_should_name_records_here_may_be_in_another_system() {
    let catalogue = "---\ntype: catalogue\n---\n\n# C\n\n| ID | Name |\n|-|-|\n| S-1 | Mail |\n";
    let pointers = "---\ntype: pointers\n---\n\n# P\n\n| Kind | System |\n|-|-|\n| report | DMS |\n";
    for check in [
        "coverage]\nrecord = \"service\"\nby = \"report\"\nvia = \"service\"",
        "period]\nrecord = \"report\"\ndate = \"span\"\ninterval = \"P1Y\"\neach = { record = \"service\", via = \"service\" }",
    ] {
        let tables = format!("{TWO_KINDS}{}", named_rule("only", "", check));
        assert_eq!(Run::of(&tables, &[("c.md", catalogue)]).messages().len(), 1, "{check}");
        let run = Run::of(&tables, &[("c.md", catalogue), ("p.md", pointers)]);
        let reason = "not checked, 0 examined: records of the kind `report` are kept in DMS (`p.md`)";
        assert_eq!(run.summary(), reason, "{check}");
    }
}
