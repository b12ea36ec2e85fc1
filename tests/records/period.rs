//! Things done at planned intervals: how long ago the last one was, and gaps between reports.

use crate::run::{NOTHING, Run, rule, table_rows};

const TABLES: &str = "
[[kind]]
name = \"catalogue\"
[[kind]]
name = \"log\"
[[record]]
name = \"service\"
title = \"service\"
id = \"id\"
source = [{ kind = [\"catalogue\"], form = { table = { needs = [\"id\", \"every\"] } } }]
[record.column]
id = {}
every = { type = \"interval\" }
last = { type = \"event-date\" }
status = { type = \"choice\", choices = { live = [], planned = [] } }
[[record]]
name = \"report\"
title = \"report\"
source = [{ kind = [\"log\"], form = { table = { needs = [\"span\"] } } }]
[record.column]
span = { type = \"period\" }
service = { type = \"reference\", to = [\"service\"], many = true }
kind = {}
[[record]]
name = \"meeting\"
title = \"meeting\"
source = [{ kind = [\"log\"], form = { table = { needs = [\"day\"] } } }]
[record.column]
day = { type = \"date\" }
kind = {}
";

fn log(header: &str, rows: &[&str]) -> String {
    let rows = table_rows(rows);
    format!("---\ntype: log\n---\n\n# Log\n\n| {header} |\n|{}\n{rows}", "-|".repeat(header.matches('|').count() + 1))
}

/// Meetings on days, each once a year unless the check says otherwise. Today is 30 November 2026.
fn meetings(more: &str, days: &[&str]) -> Run {
    let check = format!("period]\nrecord = \"meeting\"\ndate = \"day\"\n{more}");
    Run::one(&format!("{TABLES}{}", rule(&check)), &log("Day | Kind", days))
}

const YEARLY: &str = "interval = \"P1Y\"";

#[test]
fn the_last_day_must_not_be_too_long_ago() {
    assert_eq!(meetings(YEARLY, &["2024-01-01 | x", "2025-11-30 | x"]).summary(), "met, 1 examined");
    let run = meetings(YEARLY, &["2025-11-29 | x", "2024-01-01 | x"]);
    assert_eq!(
        run.findings(),
        ["a.md:9:3 last meeting was on 2025-11-29, due every yearly: 1 day overdue @ 2025-11-29"]
            .map(|line| line.replace("yearly", &planned(&run)))
    );
    assert_eq!(run.summary(), "not met, 1 examined");
    assert!(meetings(YEARLY, &["2025-11-20 | x"]).messages()[0].ends_with(": 10 days overdue"));
}

/// How the message says how often it is planned.
fn planned(run: &Run) -> String {
    let message = run.messages()[0];
    message.split_once("due every ").unwrap().1.split(':').next().unwrap().to_owned()
}

#[test]
fn a_planned_day_in_the_future_does_not_count_as_done() {
    let run = meetings(YEARLY, &["2025-01-01 | x", "2026-12-24 | planned"]);
    assert_eq!(run.messages().len(), 1);
    assert!(run.messages()[0].starts_with("last meeting was on 2025-01-01"), "{:?}", run.messages());
    assert_eq!(meetings(YEARLY, &["2026-11-30 | today"]).summary(), "met, 1 examined");
}

#[test]
fn nothing_yet_is_nothing_examined() {
    assert_eq!(meetings(YEARLY, &[]).summary(), "nothing examined, 0 examined");
    assert_eq!(
        meetings(&format!("{YEARLY}\nwhere = \"r.kind == 'review'\""), &["2024-01-01 | x"]).summary(),
        "nothing examined, 0 examined"
    );
}

#[test]
fn only_records_that_are_meant_count() {
    let check = format!("{YEARLY}\nwhere = \"r.kind == 'review'\"");
    let run = meetings(&check, &["2026-10-01 | x", "2024-10-01 | review", "2026-10-01 |"]);
    assert!(run.messages()[0].starts_with("last meeting was on 2024-10-01"));
    assert_eq!(run.unjudged(), ["a.md:11:3 meeting `2026-10-01`: no `kind`"]);
}

#[test]
fn a_record_without_a_day_is_not_judged() {
    let run = meetings(YEARLY, &["2026-10-01 | x", "soon | x", " | y"]);
    assert_eq!(run.summary(), "not checked, 1 examined: meeting `soon`: its `day` cannot be read (a.md:10) and 1 more");
}

#[test]
fn days_of_grace_are_added() {
    let run = meetings(&format!("{YEARLY}\ngrace-days = 30"), &["2025-10-31 | x"]);
    assert_eq!(run.summary(), "met, 1 examined");
    let run = meetings(&format!("{YEARLY}\ngrace-days = 30"), &["2025-10-30 | x"]);
    assert!(run.messages()[0].ends_with(": 1 day overdue"), "{:?}", run.messages());
}

/// Reports on periods.
fn reports(more: &str, periods: &[&str]) -> Run {
    let check = format!("period]\nrecord = \"report\"\ndate = \"span\"\n{more}");
    Run::one(&format!("{TABLES}{}", rule(&check)), &log("Span | Kind", periods))
}

#[test]
fn periods_follow_on_each_other_however_they_are_written() {
    let gapless = "interval = \"P3M\"\ngapless = true\ngrace-days = 31";
    for periods in [
        &["2026-Q1 | x", "2026-Q2 | x", "2026-Q3 | x"][..],
        &["2026-H1 | x", "2026-Q3 | x", "October 2026 | x"],
        &["2025 | x", "2026-01 | x", "2026-02 | x", "2026-03-01 to 2026-09-30 | x"],
        &["Q3 2026 | x", "Q1 2026 | x", "Q2 2026 | x"],
    ] {
        assert_eq!(reports(gapless, periods).summary(), "met, 1 examined", "{periods:?}");
    }
}

#[test]
fn a_gap_is_told_at_the_period_behind_it_with_its_days() {
    let gapless = "interval = \"P3M\"\ngapless = true\ngrace-days = 31";
    let run = reports(gapless, &["2026-Q1 | x", "2026-Q3 | x", "2025-Q3 | x"]);
    assert_eq!(
        run.findings(),
        [
            "a.md:9:3 no report for 2025-10-01 to 2025-12-31 @ 2026-Q1",
            "a.md:10:3 no report for 2026-04-01 to 2026-06-30 @ 2026-Q3"
        ]
    );
    assert_eq!(run.related(), ["a.md:11:3 the one before @ 2025-Q3", "a.md:9:3 the one before @ 2026-Q1"]);
    let fingerprints: Vec<_> = run.verdict().findings.iter().map(|finding| &finding.fingerprint).collect();
    assert_ne!(fingerprints[0], fingerprints[1]);
    assert_eq!(reports("interval = \"P3M\"\ngrace-days = 31", &["2026-Q1 | x", "2026-Q3 | x"]).messages(), NOTHING);
}

#[test]
fn a_single_day_is_a_gap_too() {
    let run = reports("interval = \"P1Y\"\ngapless = true", &["2026-10-01 | x", "2026-10-03 | x"]);
    assert_eq!(run.messages(), ["no report for 2026-10-02 to 2026-10-02"]);
}

#[test]
fn the_end_of_a_period_counts_and_a_period_that_is_running_has_begun() {
    assert_eq!(reports("interval = \"P1M\"", &["2026-10 | x"]).summary(), "met, 1 examined");
    assert_eq!(reports("interval = \"P1M\"", &["2026 | x"]).summary(), "met, 1 examined");
    let run = reports("interval = \"P1M\"", &["2026-09 | x", "2026-12 | x"]);
    assert!(run.messages()[0].starts_with("last report was on 2026-09-30"), "{:?}", run.messages());
}

/// Reports for services, each at its own interval, else every three months.
fn each(more: &str, services: &[&str], reports: &[&str]) -> Run {
    let check = format!(
        "period]\nrecord = \"report\"\ndate = \"span\"\ninterval = \"P3M\"\n\
         each = {{ record = \"service\", via = \"service\", interval = \"every\"{more} }}"
    );
    let services = table_rows(services);
    let catalogue = format!("---\ntype: catalogue\n---\n\n# C\n\n| ID | Every | Status |\n|-|-|-|\n{services}");
    Run::of(&format!("{TABLES}{}", rule(&check)), &[("a.md", &log("Span | Service", reports)), ("c.md", &catalogue)])
}

#[test]
fn each_has_its_own_interval_else_that_of_the_rule() {
    let services = ["S-1 | monthly | live", "S-2 | yearly | live", "S-3 | | live", "S-4 | sometimes | live"];
    let run = each("", &services, &["2026-08-30 | S-1, S-2, S-3, S-4"]);
    assert_eq!(run.verdict().examined, 4);
    assert_eq!(run.messages().len(), 1, "{:?}", run.messages());
    assert!(run.messages()[0].starts_with("last report for service `S-1` was on 2026-08-30"), "{:?}", run.messages());
    assert_eq!(run.related(), ["c.md:9:3 this @ S-1 | monthly | live"]);
    let run = each("", &services, &["2026-08-29 | S-1; S-2; S-3; S-4"]);
    assert_eq!(run.messages().len(), 3, "{:?}", run.messages());
    let fingerprints: std::collections::BTreeSet<_> =
        run.verdict().findings.iter().map(|finding| &finding.fingerprint).collect();
    assert_eq!(fingerprints.len(), 3, "each finding has its identity");
}

#[test]
fn what_it_is_done_for_may_state_the_last_time() {
    let check = "period]\nrecord = \"report\"\ndate = \"span\"\ninterval = \"P3M\"\n\
                 each = { record = \"service\", via = \"service\", last = \"last\" }";
    let run = |services: &[&str], reports: &[&str]| {
        let rows = table_rows(services);
        let catalogue = format!("---\ntype: catalogue\n---\n\n# C\n\n| ID | Every | Last |\n|-|-|-|\n{rows}");
        Run::of(&format!("{TABLES}{}", rule(check)), &[("a.md", &log("Span | Service", reports)), ("c.md", &catalogue)])
    };
    let stated = run(&["S-1 | | 2026-10-02", "S-2 | | 3–4 March 2026", "S-3 | | soon"], &[]);
    assert_eq!(
        stated.findings(),
        [
            "c.md:10:11 last report for service `S-2` was on 2026-03-04, due every 3 months: 179 days overdue @ 3–4 March 2026"
        ]
    );
    assert_eq!(stated.unjudged(), ["c.md:11:3 service `S-3`: its `last` cannot be read"]);
    assert!(stated.related().is_empty(), "{:?}", stated.related());
    let both = run(&["S-1 | | 2026-03-02", "S-2 | | 2026-10-02"], &["2026-10-05 | S-1", "2026-01-05 | S-2"]);
    assert_eq!(both.messages(), NOTHING, "the later of both counts");
}

#[test]
fn where_nothing_was_done_yet_that_is_told_at_what_it_is_for() {
    let run = each("", &["S-1 | monthly | live", "S-2 | monthly | live"], &["2026-11 | S-2", "2026-12 | S-1"]);
    assert_eq!(run.findings().len(), 1);
    assert!(run.findings()[0].starts_with("c.md:9:3 no report for service `S-1`, due "), "{:?}", run.findings());
}

#[test]
fn what_was_done_for_nothing_that_is_named_may_have_been_done_for_this() {
    let services = ["S-1 | monthly | live", "S-2 | monthly | live"];
    let run = each("", &services, &["2026-11 | S-2", "2026-10 | "]);
    assert_eq!(run.messages(), NOTHING);
    assert_eq!(run.unjudged(), ["c.md:9:3 service `S-1`: no report names it, and `2026-10` has no `service`"]);
}

#[test]
fn only_those_that_are_meant_are_examined() {
    let services = ["S-1 | monthly | planned", "S-2 | monthly | live", "S-3 | monthly |"];
    let run = each(", where = \"r.status == 'live'\"", &services, &["2026-11 | S-2"]);
    assert_eq!(run.summary(), "not checked, 1 examined: service `S-3`: no `status` (c.md:11)");
    assert_eq!(run.messages(), NOTHING);
}

#[test]
fn nothing_to_do_it_for_is_nothing_examined() {
    assert_eq!(each("", &[], &["2026-11 | S-2"]).summary(), "nothing examined, 0 examined");
}

#[test]
fn a_configuration_changes_the_interval() {
    let check = "period]\nrecord = \"meeting\"\ndate = \"day\"\ninterval = \"P1Y\"";
    let tables = format!("{TABLES}{}", rule(check));
    let text = log("Day | Kind", &["2025-01-01 | x"]);
    let config = "[rules.only]\nwith = { interval = \"P2Y\" }";
    assert_eq!(Run::configured(&tables, config, &[("a.md", &text)]).summary(), "met, 1 examined");
}

#[test]
fn another_column_counts_where_the_first_one_is_empty() {
    let tables = TABLES.replace("kind = {}\n", "kind = {}\nplanned = { type = \"date\" }\n");
    let check = "period]\nrecord = \"meeting\"\ndate = \"day\"\nelse-date = \"planned\"\ninterval = \"P1Y\"";
    let of = |row: &str| Run::one(&format!("{tables}{}", rule(check)), &log("Day | Planned", &[row])).summary();
    assert_eq!(of(" | 2026-10-01"), "met, 1 examined");
    assert_eq!(of("soon | 2026-10-01"), "met, 1 examined");
    assert_eq!(of("2024-10-01 | 2026-10-01"), "not met, 1 examined");
    assert_eq!(of("TBD | x"), "not checked, 0 examined: meeting `TBD`: no `day` (a.md:9)");
}
