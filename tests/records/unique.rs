//! Records of which no two say the same in some columns together.

use crate::run::{NOTHING, Run, rule, table_rows};

const TABLES: &str = "
[[kind]]
name = \"register\"
[[record]]
name = \"target\"
title = \"target\"
source = [{ kind = [\"register\"], form = { table = { needs = [\"service\", \"metric\"] } } }]
[record.column]
service = {}
metric = {}
value = {}
";

fn run(columns: &str, rows: &[&str]) -> Run {
    let check = format!("unique]\nrecord = {{ name = \"target\", columns = [{columns}] }}");
    Run::one(&format!("{TABLES}{}", rule(&check)), &text(rows))
}

fn text(rows: &[&str]) -> String {
    let rows = table_rows(rows);
    format!("---\ntype: register\n---\n\n# R\n\n| Service | Metric | Value |\n|-|-|-|\n{rows}")
}

const BOTH: &str = "\"service\", \"metric\"";

#[test]
fn the_same_in_one_of_two_columns_is_no_fault() {
    assert_eq!(run(BOTH, &["S-1 | uptime | 1", "S-1 | delay | 1", "S-2 | uptime | 1"]).summary(), "met, 3 examined");
    assert_eq!(run(BOTH, &[]).summary(), "nothing examined, 0 examined");
}

#[test]
fn the_same_in_both_columns_is_told_at_each_but_the_first() {
    let run = run(BOTH, &["S-1 | Uptime | 1", "S-2 | x | 1", "s-1 | **UPTIME** | 2", "`S-1` | uptime | 3"]);
    assert_eq!(
        run.findings(),
        [
            "a.md:11:3 second target with `service` and `metric` `s-1, UPTIME` @ s-1",
            "a.md:12:3 second target with `service` and `metric` `S-1, uptime` @ `S-1`",
        ]
    );
    assert_eq!(run.related(), ["a.md:9:3 the first @ S-1", "a.md:9:3 the first @ S-1"]);
    assert_eq!(run.verdict().examined, 4);
}

#[test]
fn values_do_not_run_into_each_other() {
    assert_eq!(run(BOTH, &["S-1 x | y | 1", "S-1 | x y | 1", "S-1, x | y | 1", "S-1 | x, y | 1"]).messages(), NOTHING);
}

#[test]
fn a_row_that_lacks_one_of_the_values_is_left_out() {
    assert_eq!(
        run(BOTH, &["S-1 | | 1", "S-1 | | 2", " | x | 1", " | x | 2"]).summary(),
        "nothing examined, 0 examined"
    );
}

#[test]
fn a_single_column_and_several_documents() {
    let check = "unique]\nrecord = { name = \"target\", columns = [\"service\"] }";
    let tables = format!("{TABLES}{}", rule(check));
    let (one, two) = (text(&["S-1 | a | 1"]), text(&["S-2 | b | 1", "S-1 | c | 1"]));
    let run = Run::of(&tables, &[("a.md", &one), ("b.md", &two)]);
    assert_eq!(run.findings(), ["b.md:10:3 second target with `service` `S-1` @ S-1"]);
    assert_eq!(run.related(), ["a.md:9:3 the first @ S-1"]);
}

#[test]
fn retired_documents_do_not_count() {
    let check = "unique]\nrecord = { name = \"target\", columns = [\"service\"] }";
    let (one, two) =
        (text(&["S-1 | a | 1"]), text(&["S-1 | c | 1"]).replace("type: register", "type: register\nstatus: retired"));
    let run = Run::of(&format!("{TABLES}{}", rule(check)), &[("a.md", &one), ("b.md", &two)]);
    assert_eq!(run.summary(), "met, 1 examined");
}
