//! Programmes that take in everything within their cycle: clauses with ranges and groups, and records.

use crate::run::{NOTHING, Run, rule, table_rows};

const TABLES: &str = "
[[clause]]
id = \"std:8\"
title = \"Operation\"
assessable = false
[[clause]]
id = \"std:8.1\"
title = \"One\"
[[clause]]
id = \"std:8.2\"
title = \"Two\"
assessable = false
[[clause]]
id = \"std:8.2.1\"
title = \"Two one\"
[[clause]]
id = \"std:8.2.2\"
title = \"Two two\"
also = [\"std:8.2.3\"]
[[clause]]
id = \"std:8.3\"
title = \"Three\"
[[clause]]
id = \"std:8.10\"
title = \"Ten\"
[[clause]]
id = \"other:8.1\"
title = \"Of another standard\"
[[kind]]
name = \"programme\"
[[kind]]
name = \"catalogue\"
[[record]]
name = \"audit\"
title = \"audit\"
id = \"id\"
source = [{ kind = [\"programme\"], form = { table = { needs = [\"id\", \"day\"] } } }]
[record.column]
id = {}
day = { type = \"date\" }
clauses = { type = \"clause\", many = true }
services = { type = \"reference\", to = [\"service\"], many = true }
state = {}
[[record]]
name = \"service\"
title = \"service\"
id = \"id\"
source = [{ kind = [\"catalogue\"], form = { table = { needs = [\"id\", \"name\"] } } }]
[record.column]
id = {}
name = {}
status = { type = \"choice\", choices = { live = [], planned = [] } }
";

fn programme(audits: &[&str]) -> String {
    let rows = table_rows(audits);
    format!(
        "---\ntype: programme\n---\n\n# Programme\n\n| ID | Day | Clauses | Services | State |\n|-|-|-|-|-|\n{rows}"
    )
}

const CLAUSES: &str = "programme]\nrecord = \"audit\"\ndate = \"day\"\ncovers = \"clauses\"\nall = { clauses = \"std\" }\ncycle = \"P36M\"";

/// What audits of these clauses, one after the other this year, leave out.
fn left_out(clauses: &[&str]) -> Vec<String> {
    let rows: Vec<String> =
        clauses.iter().enumerate().map(|(at, clauses)| format!("A-{at} | 2026-0{}-01 | {clauses}", at + 1)).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let run = Run::one(&format!("{TABLES}{}", rule(CLAUSES)), &programme(&rows));
    assert_eq!(run.verdict().examined, 5, "clauses that ask for something");
    run.messages().into_iter().map(str::to_owned).collect()
}

#[test]
fn all_clauses_are_taken_in_one_by_one_as_groups_and_as_ranges() {
    for clauses in [
        &["8.1, 8.2.1, 8.2.2, 8.3, 8.10"][..],
        &["std:8.1; std:8.2.1", "std:8.2.2, std:8.3, std:8.10"],
        &["8"],
        &["Clause 8"],
        &["8.1, 8.2", "8.3; 8.10"],
        &["8.1–8.3", "8.10"],
        &["8.1 – 8.10"],
        &["8.1 — 8.10"],
        &["8.1 - 8.3, 8.10"],
        &["8.1-8.3, 8.10"],
        &["8.1 to 8.10"],
        &["8.1 bis 8.10"],
        &["8.1, 8.2–8.10"],
        &["§ 8.1, 8.2.1, 8.2.3, 8.3 – 8.10"],
    ] {
        assert_eq!(left_out(clauses), NOTHING, "{clauses:?}");
    }
}

#[test]
fn what_a_part_without_a_readable_day_takes_in_is_not_left_out() {
    let programme = |day: &str| programme(&["A-0 | 2026-01-01 | 8.1, 8.2", &format!("A-1 | {day} | 8.3, 8.10")]);
    for day in ["soon", "", "12–14 May 20266"] {
        let run = Run::one(&format!("{TABLES}{}", rule(CLAUSES)), &programme(day));
        assert_eq!(run.messages(), NOTHING, "{day}");
        assert_eq!(run.unjudged().len(), 1, "{day}: {:?}", run.unjudged());
    }
    let late = Run::one(&format!("{TABLES}{}", rule(CLAUSES)), &programme("2031-05-12"));
    assert_eq!(late.messages().len(), 1, "a day outside the cycle is known");
}

#[test]
fn what_no_part_takes_in_is_listed_with_the_cycle() {
    assert_eq!(
        left_out(&["8.1", "8.2.1–8.2.2"]),
        ["no audit takes in `std:8.3` and `std:8.10` from 2026-01-01 to 2028-12-31"]
    );
    assert_eq!(left_out(&["8.1"]).len(), 1);
    assert!(left_out(&["8.2–8.3", "8.10"])[0].starts_with("no audit takes in `std:8.1` from"));
}

#[test]
fn what_is_no_clause_takes_in_nothing() {
    let nothing =
        "no audit takes in `std:8.1`, `std:8.2.1`, `std:8.2.2`, `std:8.3` and `std:8.10` from 2026-01-01 to 2028-12-31";
    for clauses in ["other:8.1", "9.1", "8.3–8.1", "8.1–9.9", "", "TBD"] {
        assert_eq!(left_out(&[clauses]), [nothing], "{clauses}");
    }
}

#[test]
fn what_is_said_in_words_may_mean_any_clause() {
    for clauses in ["all of it", "Access and staff (A.5.15-18 + A.6)", "8.1, the whole system"] {
        assert_eq!(left_out(&[clauses]), NOTHING, "{clauses}");
    }
    let run = run(CLAUSES, &["A-1 | 2026-01-01 | 8.1 | |", "A-2 | 2026-02-01 | all of it | |"]);
    assert_eq!(run.unjudged(), ["a.md:10:3 audit `A-2`: `all of it` names no clause of `std` and may mean any"]);
}

#[test]
fn a_clause_does_not_stand_for_one_that_begins_alike() {
    assert_eq!(left_out(&["8.1, 8.2, 8.3"]), ["no audit takes in `std:8.10` from 2026-01-01 to 2028-12-31"]);
}

fn run(check: &str, audits: &[&str]) -> Run {
    Run::one(&format!("{TABLES}{}", rule(check)), &programme(audits))
}

#[test]
fn the_finding_stands_at_the_title_of_the_newest_part() {
    let tables = format!("{TABLES}{}", rule(CLAUSES));
    let (old, new) = (programme(&["A-1 | 2025-05-01 | 8.1"]), programme(&["A-2 | 2026-05-01 | 8.2"]));
    let run = Run::of(&tables, &[("new.md", &new), ("old.md", &old)]);
    assert_eq!(
        run.findings(),
        ["new.md:5:1 no audit takes in `std:8.3` and `std:8.10` from 2025-05-01 to 2028-04-30 @ # Programme"]
    );
}

#[test]
fn only_the_running_cycle_counts() {
    assert_eq!(
        run(CLAUSES, &["A-1 | 2023-11-30 | 8.1", "A-2 | 2024-01-01 | 8.2–8.10"]).messages(),
        ["no audit takes in `std:8.1` from 2024-01-01 to 2026-12-31"]
    );
    assert_eq!(run(CLAUSES, &["A-1 | 2023-12-01 | 8.1", "A-2 | 2024-01-01 | 8.2–8.10"]).messages(), NOTHING);
    let planned = run(CLAUSES, &["A-1 | 2026-01-01 | 8.1", "A-2 | 2028-12-31 | 8.2–8.10"]);
    assert_eq!(planned.messages(), NOTHING, "planned within the cycle");
    let too_late = run(CLAUSES, &["A-1 | 2026-01-01 | 8.1", "A-2 | 2029-01-01 | 8.2–8.10"]);
    assert_eq!(too_late.messages().len(), 1);
}

#[test]
fn without_a_part_in_the_running_cycle_nothing_is_examined() {
    assert_eq!(run(CLAUSES, &[]).summary(), "nothing examined, 0 examined");
    assert_eq!(run(CLAUSES, &["A-1 | 2020-01-01 | 8"]).summary(), "nothing examined, 0 examined");
}

#[test]
fn a_part_without_a_day_is_not_judged() {
    let run = run(CLAUSES, &["A-1 | 2026-01-01 | 8", "A-2 | soon | 8"]);
    assert_eq!(run.summary(), "not checked, 5 examined: audit `A-2`: its `day` cannot be read (a.md:10)");
}

#[test]
fn only_the_parts_that_are_meant_count() {
    let check = format!("{CLAUSES}\nwhere = \"r.state != 'cancelled'\"");
    let run = run(
        &check,
        &["A-1 | 2026-01-01 | 8.1 | | done", "A-2 | 2026-02-01 | 8 | | cancelled", "A-3 | 2026-03-01 | 8.2 | |"],
    );
    assert_eq!(run.messages().len(), 1);
    assert_eq!(run.unjudged(), ["a.md:11:3 audit `A-3`: no `state`"]);
}

const SERVICES: &str = "programme]\nrecord = \"audit\"\ndate = \"day\"\ncovers = \"services\"\ncycle = \"P3Y\"\n\
    all = { records = { record = \"service\", where = \"r.status == 'live'\" } }";

#[test]
fn records_of_a_kind_are_taken_in_by_reference() {
    let catalogue = "---\ntype: catalogue\n---\n\n# C\n\n| ID | Name | Status |\n|-|-|-|\n| S-1 | Mail | live |\n| S-2 | Print | live |\n| S-3 | Chat | planned |\n| S-4 | Fax | |\n";
    let tables = format!("{TABLES}{}", rule(SERVICES));
    let of = |services: &str| {
        let audits = programme(&[&format!("A-1 | 2026-05-01 | | {services} |")]);
        Run::of(&tables, &[("a.md", &audits), ("c.md", catalogue)])
    };
    assert_eq!(of("s-1 (nights), S-2").summary(), "not checked, 2 examined: service `S-4`: no `status` (c.md:12)");
    assert_eq!(of("S-2; S-9").messages(), ["no audit takes in `S-1` from 2026-05-01 to 2029-04-30"]);
    assert_eq!(of("S-2; S-9").verdict().examined, 2);
}

#[test]
fn of_many_parts_that_are_missing_some_are_named() {
    let rows = (0..30).map(|number| format!("| S-{number} | x | live |\n")).collect::<Vec<_>>().concat();
    let catalogue = format!("---\ntype: catalogue\n---\n\n# C\n\n| ID | Name | Status |\n|-|-|-|\n{rows}");
    let audits = programme(&["A-1 | 2026-05-01 | | S-0 |"]);
    let run = Run::of(&format!("{TABLES}{}", rule(SERVICES)), &[("a.md", &audits), ("c.md", &catalogue)]);
    assert!(run.messages()[0].contains("`S-11` and `S-12` and 17 more from"), "{:?}", run.messages());
}

#[test]
fn a_configuration_changes_the_cycle() {
    let tables = format!("{TABLES}{}", rule(CLAUSES));
    let text = programme(&["A-1 | 2025-06-01 | 8.1", "A-2 | 2026-06-01 | 8.2–8.10"]);
    let of = |config: &str| Run::configured(&tables, config, &[("a.md", &text)]).messages().len();
    assert_eq!(of(""), 0);
    assert_eq!(of("[rules.only]\nwith = { cycle = \"P12M\" }"), 1);
}
