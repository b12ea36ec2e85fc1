//! Different people for different duties of one record.

use crate::run::{NOTHING, Run, rule, table_rows};

const TABLES: &str = "
[[kind]]
name = \"log\"
[[record]]
name = \"change\"
title = \"change\"
id = \"id\"
source = [{ kind = [\"log\"], form = { table = { needs = [\"id\", \"builder\"] } } }]
[record.column]
id = {}
builder = { type = \"person\" }
tester = { type = \"person\" }
approver = { type = \"person\" }
risk = { type = \"choice\", choices = { high = [], low = [] } }
";

const CHECK: &str = "distinct]\nrecord = \"change\"\ncolumn = \"approver\"\nfrom = [\"builder\", \"tester\"]";

fn run(check: &str, config: &str, rows: &[&str]) -> Run {
    let rows = table_rows(rows);
    let text =
        format!("---\ntype: log\n---\n\n# L\n\n| ID | Builder | Tester | Approver | Risk |\n|-|-|-|-|-|\n{rows}");
    Run::configured(&format!("{TABLES}{}", rule(check)), config, &[("a.md", &text)])
}

#[test]
fn different_people_are_met() {
    assert_eq!(
        run(CHECK, "", &["C-1 | Ann Other | Bob Bauer | Jane Doe", "C-2 | a@x.org | | b@x.org"]).summary(),
        "met, 2 examined"
    );
    assert_eq!(run(CHECK, "", &[]).summary(), "nothing examined, 0 examined");
}

#[test]
fn the_same_person_is_found_by_name_address_and_handle() {
    for (builder, approver) in [
        ("Jane Doe", "JANE DOE"),
        ("Jane Doe", "Doe, Jane"),
        ("Jane Doe", "J. Doe"),
        ("jane.doe@example.org", "Jane Doe"),
        ("Jane Doe <jane@example.org>", "jane@example.org"),
        ("@jane", "Jane Doe (@jane)"),
        ("Ann Other; Jane Doe", "Jane Doe"),
        ("[Jane Doe](mailto:jd@example.org)", "**Jane Doe**"),
        ("Jürgen Groß", "jürgen groß, Leiter IT"),
        ("Service Desk Manager", "Service Desk Manager"),
    ] {
        let run = run(CHECK, "", &[&format!("C-1 | {builder} | | {approver}")]);
        assert_eq!(run.messages().len(), 1, "{builder} and {approver}");
    }
}

#[test]
fn people_who_only_resemble_each_other_are_different() {
    for (builder, approver) in [
        ("Jane Doe", "John Doe"),
        ("Jane Doe", "Jane Roe"),
        ("j.doe@example.org", "j.doe@example.com"),
        ("jane@example.org", "Jane Doe"),
        ("Service Desk Manager", "Service Desk Agent"),
    ] {
        let run = run(CHECK, "", &[&format!("C-1 | {builder} | | {approver}")]);
        assert_eq!(run.messages(), NOTHING, "{builder} and {approver}");
    }
}

#[test]
fn names_that_a_configuration_joins_are_one_person() {
    let config = "[[people.person]]\nname = \"Jane Doe\"\naliases = [\"jd@example.org\", \"@boss\"]\n";
    for (builder, approver) in [("Jane Doe", "jd@example.org"), ("@boss", "Jane Doe"), ("@boss", "jd@example.org")] {
        let row = format!("C-1 | {builder} | | {approver}");
        assert_eq!(run(CHECK, "", &[&row]).messages(), NOTHING, "{row}");
        assert_eq!(run(CHECK, config, &[&row]).messages().len(), 1, "{row}");
    }
}

#[test]
fn the_finding_shows_both_duties() {
    let run = run(CHECK, "", &["C-1 | Ann Other | Jane Doe | Doe, Jane | high"]);
    assert_eq!(run.findings().len(), 1);
    assert!(
        run.findings()[0].starts_with("a.md:9:32 change `C-1`: ")
            && run.findings()[0].ends_with("is `approver` and `tester` @ Doe, Jane"),
        "{:?}",
        run.findings()
    );
    assert_eq!(run.related(), ["a.md:9:21 the same person @ Jane Doe"]);
}

#[test]
fn a_duty_that_nobody_has_is_not_judged() {
    let run = run(
        CHECK,
        "",
        &[
            "C-1 | Ann Other | Bob Bauer | ",
            "C-2 | | | Jane Doe",
            "C-3 | TBD | | Jane Doe",
            "C-4 | Ann Other | | Jane Doe",
        ],
    );
    assert_eq!(
        run.unjudged(),
        [
            "a.md:9:3 change `C-1`: no `approver`",
            "a.md:10:3 change `C-2`: no `builder`",
            "a.md:11:3 change `C-3`: no `builder`"
        ]
    );
    assert_eq!(run.verdict().examined, 1);
}

#[test]
fn only_records_that_are_meant_are_looked_at() {
    let check = format!("{CHECK}\nwhere = \"r.risk == 'high'\"");
    let rows =
        ["C-1 | Jane Doe | | Jane Doe | low", "C-2 | Jane Doe | | Jane Doe | high", "C-3 | Jane Doe | | Jane Doe |"];
    let run = run(&check, "", &rows);
    assert_eq!(run.messages().len(), 1);
    assert_eq!(run.summary(), "not met, 1 examined: change `C-3`: no `risk` (a.md:11)");
}
