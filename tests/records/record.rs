//! Records that fill what they must, and tables and cells that can be read.

use crate::run::{NOTHING, Run, rule, table_rows};

const TABLES: &str = "
[[kind]]
name = \"register\"
[[kind]]
name = \"card\"
[[record]]
name = \"risk\"
title = \"risk\"
id = \"id\"
source = [
    { kind = [\"register\"], form = { table = { needs = [\"id\", \"risk\"], required = true } } },
    { kind = [\"card\"], form = { document = { needs = [\"id\"] } } },
]
[record.column]
id = {}
risk = {}
owner = { type = \"person\", required = true }
due = { type = \"date\", none = [\"none\"] }
level = { type = \"number\" }
state = { type = \"choice\", choices = { open = [], closed = [] } }
";

const HEADER: &str = "ID | Risk | Owner | Due | State";

fn text(header: &str, rows: &[&str]) -> String {
    let rows = table_rows(rows);
    format!(
        "---\ntype: register\n---\n\n# R\n\n| {header} |\n|{}\n{rows}",
        "-|".repeat(header.matches('|').count() + 1)
    )
}

fn run(check: &str, header: &str, rows: &[&str]) -> Run {
    Run::one(&format!("{TABLES}{}", rule(check)), &text(header, rows))
}

const FILLED: &str = "record.filled]\nrecord = \"risk\"\ncolumns = [\"owner\", \"due\"]";

#[test]
fn records_that_fill_all_columns_are_met() {
    assert_eq!(
        run(FILLED, HEADER, &["R-1 | Fire | Jane Doe | none | open", "R-2 | Flood | x@y.org | 2026-01-01 |"]).summary(),
        "met, 2 examined"
    );
    assert_eq!(run(FILLED, HEADER, &[]).summary(), "nothing examined, 0 examined");
}

#[test]
fn a_row_with_gaps_is_one_finding() {
    let run = run(
        FILLED,
        HEADER,
        &["R-1 | Fire | | TBD | open", "R-2 | Flood | – | 2026-01-01 |", "R-3 | Theft | [OWNER] | none |"],
    );
    assert_eq!(
        run.messages(),
        ["risk `R-1` has no `owner` and `due`", "risk `R-2` has no `owner`", "risk `R-3` has no `owner`"]
    );
    assert_eq!(run.findings()[0], "a.md:9:3 risk `R-1` has no `owner` and `due` @ R-1 | Fire | | TBD | open");
    assert_eq!(run.verdict().examined, 3);
}

#[test]
fn what_cannot_be_read_is_no_gap() {
    assert_eq!(run(FILLED, HEADER, &["R-1 | Fire | Jane Doe | soon | open"]).messages(), NOTHING);
}

#[test]
fn a_column_that_a_table_lacks_is_told_once_at_each_header() {
    let one = text("ID | Risk | Owner", &["R-1 | Fire | ", "R-2 | Flood | x"]);
    let two = format!("{one}\n## More\n\n| ID | Risk |\n|-|-|\n| R-3 | Theft |\n");
    let run = Run::one(&format!("{TABLES}{}", rule(FILLED)), &two);
    assert_eq!(
        run.findings(),
        [
            "a.md:7:3 table of records of the kind `risk` has no column `due` @ ID | Risk | Owner",
            "a.md:9:3 risk `R-1` has no `owner` @ R-1 | Fire |",
            "a.md:14:3 table of records of the kind `risk` has no columns `due` and `owner` @ ID | Risk",
        ]
        .map(|line| line.replace("`due` and `owner`", "`owner` and `due`"))
        .map(|line| if line.ends_with("| Fire |") { format!("{line}  ").trim_end().to_owned() } else { line })
    );
    assert_eq!(run.verdict().examined, 3);
}

#[test]
fn a_document_that_is_a_record_must_state_them_too() {
    let card = "---\ntype: card\nid: R-1\nowner:\n---\n\n# R\n";
    let run = Run::one(&format!("{TABLES}{}", rule(FILLED)), card);
    assert_eq!(run.findings(), ["a.md:7:1 risk `R-1` has no `owner` and `due` @ # R"]);
}

#[test]
fn only_records_that_are_meant_must_fill_them() {
    let check = format!("{FILLED}\nwhere = \"r.state == word\"\ngiven = {{ word = {{ text = \"open\" }} }}");
    let run = run(&check, HEADER, &["R-1 | Fire | | | open", "R-2 | Flood | | | closed", "R-3 | Theft | | |"]);
    assert_eq!(run.messages(), ["risk `R-1` has no `owner` and `due`"]);
    assert_eq!(run.summary(), "not met, 1 examined: risk `R-3`: no `state` (a.md:11)");
}

const COLUMN: &str = "record.sound]\nfault = \"column\"";
const GAP: &str = "record.sound]\nfault = \"gap\"";
const VALUE: &str = "record.sound]\nfault = \"value\"";

#[test]
fn a_table_without_its_columns_is_one_finding() {
    let required = run(COLUMN, "ID | Risk", &["R-1 | Fire", "R-2 | Flood"]);
    assert_eq!(required.findings(), ["a.md:7:3 table of records of the kind `risk` has no column `owner` @ ID | Risk"]);
    let needed = run(COLUMN, "ID | Owner", &["R-1 | Jane Doe"]);
    assert_eq!(needed.findings(), ["a.md:7:3 table of records of the kind `risk` has no column `risk` @ ID | Owner"]);
    let none = Run::one(&format!("{TABLES}{}", rule(COLUMN)), "---\ntype: register\n---\n\n# R\n");
    assert_eq!(
        none.findings(),
        ["a.md:5:1 document has no table of records of the kind `risk`, with the columns `id` and `risk` @ # R"]
    );
    assert_eq!(none.verdict().examined, 1);
    assert_eq!(run(COLUMN, HEADER, &["R-1 | Fire | | |"]).summary(), "met, 1 examined");
}

#[test]
fn a_gap_in_a_required_column_or_the_id_is_one_finding_a_row() {
    let run = run(GAP, HEADER, &["R-1 | Fire | | | ", "R-4 | x | Jane Doe | |", " | Theft | TBD | |"]);
    assert_eq!(run.messages().len(), 2);
    assert_eq!(run.messages()[0], "risk `R-1` has no `owner`");
    assert!(run.messages()[1].ends_with(" has no `id` and `owner`"), "{:?}", run.messages());
    assert_eq!(run.summary(), "not met, 3 examined");
}

#[test]
fn a_cell_that_is_no_value_of_its_type_is_marked() {
    let run = run(
        VALUE,
        "ID | Risk | Owner | Due | Level | State",
        &["R-1 | Fire | Jane Doe | soon | high | sold", "R-2 | x | ? | 2026-02-31 | 3 | Open"],
    );
    assert_eq!(
        run.findings(),
        [
            "a.md:9:27 `due` `soon` is no date @ soon",
            "a.md:9:34 `level` `high` is no number @ high",
            "a.md:9:41 `state` `sold` is none of `closed`, `open` @ sold",
            "a.md:10:17 `due` `2026-02-31` is impossible @ 2026-02-31",
        ]
    );
    assert_eq!(run.verdict().examined, 2);
}

#[test]
fn an_ambiguous_date_says_what_it_may_mean() {
    let run = run(VALUE, HEADER, &["R-1 | Fire | Jane Doe | 05/11/2024 | open"]);
    assert_eq!(run.messages(), ["`due` `05/11/2024` is either 2024-11-05 or 2024-05-11"]);
}

#[test]
fn without_records_nothing_is_examined() {
    for check in [COLUMN, GAP, VALUE] {
        let run = Run::one(&format!("{TABLES}{}", rule(check)), "# Nothing\n");
        assert_eq!(run.summary(), "nothing examined, 0 examined", "{check}");
    }
}
