//! Records that others must name: by id, by person, on a condition.

use crate::run::{NOTHING, Run, rule, table_rows};

const TABLES: &str = "
[[kind]]
name = \"catalogue\"
[[kind]]
name = \"agreement\"
[[record]]
name = \"service\"
title = \"service\"
id = \"id\"
also = [\"name\"]
source = [{ kind = [\"catalogue\"], form = { table = { needs = [\"id\", \"name\"] } } }]
[record.column]
id = {}
name = {}
status = { type = \"choice\", choices = { live = [], planned = [] } }
owner = { type = \"person\" }
[[record]]
name = \"sla\"
title = \"agreement\"
id = \"id\"
source = [{ kind = [\"agreement\"], form = { table = { needs = [\"id\", \"services\"] } } }]
[record.column]
id = {}
services = { type = \"reference\", to = [\"service\"], many = true }
ends = { type = \"date\" }
signer = { type = \"person\" }
";

fn run(check: &str, services: &[&str], agreements: &[&str]) -> Run {
    let catalogue = format!(
        "---\ntype: catalogue\n---\n\n# C\n\n| ID | Name | Status | Owner |\n|-|-|-|-|\n{}",
        table_rows(services)
    );
    let agreement = format!(
        "---\ntype: agreement\n---\n\n# A\n\n| ID | Services | Ends | Signer |\n|-|-|-|-|\n{}",
        table_rows(agreements)
    );
    let check = format!("coverage]\nrecord = \"service\"\nby = \"sla\"\nvia = \"services\"\n{check}");
    Run::of(&format!("{TABLES}{}", rule(&check)), &[("a.md", &agreement), ("c.md", &catalogue)])
}

#[test]
fn a_record_is_covered_by_one_that_names_it_by_id_or_name() {
    let run = run(
        "",
        &["S-1 | Mail | live | x", "S-2 | Print | live | x", "S-3 | Chat | live | x"],
        &["A-1 | s-1 (all of it), print | |"],
    );
    assert_eq!(run.findings(), ["c.md:11:3 service `S-3` has no agreement @ S-3 | Chat | live | x"]);
    assert_eq!(run.summary(), "not met, 3 examined");
}

#[test]
fn all_covered_is_met_and_nothing_to_cover_is_nothing_examined() {
    assert_eq!(run("", &["S-1 | Mail | |"], &["A-1 | S-1 | |"]).summary(), "met, 1 examined");
    assert_eq!(run("", &[], &["A-1 | S-1 | |"]).summary(), "nothing examined, 0 examined");
    assert_eq!(
        run("where = \"r.status == 'live'\"", &["S-1 | Mail | planned |"], &[]).summary(),
        "nothing examined, 0 examined"
    );
}

#[test]
fn without_any_cover_every_record_is_told() {
    let run = run("mark = \"name\"\nmessage = \"{r.name} is not agreed\"", &["S-1 | Mail | |", "S-2 | Print | |"], &[]);
    assert_eq!(run.findings(), ["c.md:9:9 Mail is not agreed @ Mail", "c.md:10:9 Print is not agreed @ Print"]);
}

#[test]
fn a_guard_that_cannot_be_told_leaves_the_record_unjudged() {
    let run = run("where = \"r.status == 'live'\"", &["S-1 | Mail | live |", "S-2 | Print | |"], &["A-1 | S-1 | |"]);
    assert_eq!(run.summary(), "not checked, 1 examined: service `S-2`: no `status` (c.md:10)");
}

const CURRENT: &str = "such-that = \"s.ends >= today\"";

#[test]
fn what_does_not_count_is_shown() {
    let services = ["S-1 | Mail | |", "S-2 | Print | |"];
    let agreements = ["A-1 | S-1, S-2 | 2026-01-01 |", "A-2 | S-1 | 2027-01-01 |"];
    let run = run(CURRENT, &services, &agreements);
    assert_eq!(run.messages(), ["service `S-2` has no agreement"]);
    assert_eq!(run.related(), ["a.md:9:9 `A-1` does not count @ S-1, S-2"]);
}

#[test]
fn a_cover_in_doubt_leaves_the_record_unjudged_unless_another_one_counts() {
    let doubt = run(CURRENT, &["S-1 | Mail | |"], &["A-1 | S-1 | |", "A-2 | S-1 | 2026-01-01 |"]);
    assert_eq!(
        (doubt.findings(), doubt.unjudged()),
        (Vec::new(), vec!["c.md:9:3 service `S-1`: no `ends`".to_owned()])
    );
    let sure = run(CURRENT, &["S-1 | Mail | |"], &["A-1 | S-1 | |", "A-2 | S-1 | 2027-01-01 |"]);
    assert_eq!(sure.summary(), "met, 1 examined");
}

#[test]
fn the_condition_knows_both_sides() {
    let check =
        "such-that = \"s.signer == r.owner && s.ends >= day(limit)\"\ngiven = { limit = { text = \"2026-06-01\" } }";
    let run = run(
        check,
        &["S-1 | Mail | | Jane Doe", "S-2 | Print | | Ann Other"],
        &["A-1 | S-1, S-2 | 2026-07-01 | Doe, Jane"],
    );
    assert_eq!(run.messages(), ["service `S-2` has no agreement"]);
}

#[test]
fn at_most_five_that_do_not_count_are_shown() {
    let agreements: Vec<String> = (0..9).map(|number| format!("A-{number} | S-1 | 2026-01-01 |")).collect();
    let agreements: Vec<&str> = agreements.iter().map(String::as_str).collect();
    assert_eq!(run(CURRENT, &["S-1 | Mail | |"], &agreements).related().len(), 5);
}

const PEOPLE: &str = "
[[kind]]
name = \"catalogue\"
[[kind]]
name = \"training\"
[[record]]
name = \"service\"
title = \"service\"
id = \"id\"
source = [{ kind = [\"catalogue\"], form = { table = { needs = [\"id\", \"owner\"] } } }]
[record.column]
id = {}
owner = { type = \"person\" }
[[record]]
name = \"training\"
title = \"training\"
source = [{ kind = [\"training\"], form = { table = { needs = [\"person\"] } } }]
[record.column]
person = { type = \"person\" }
";

#[test]
fn a_person_may_be_the_key() {
    let check = "coverage]\nrecord = \"service\"\nkey = \"owner\"\nby = \"training\"\nvia = \"person\"\nmark = \"owner\"\nmessage = \"{r.owner} was not trained\"";
    let services = table_rows(&[
        "S-1 | Jane Doe",
        "S-2 | Jürgen Groß",
        "S-3 | ann@example.org",
        "S-4 | Bob Bauer",
        "S-5 | ",
        "S-6 | TBD",
    ]);
    let catalogue = format!("---\ntype: catalogue\n---\n\n# C\n\n| ID | Owner |\n|-|-|\n{services}");
    let trainings = table_rows(&["JANE DOE", "jürgen groß, Leiter IT", "Ann Other <ann@example.org>"]);
    let training = format!("---\ntype: training\n---\n\n# T\n\n| Person |\n|-|\n{trainings}");
    let run = Run::of(&format!("{PEOPLE}{}", rule(check)), &[("c.md", &catalogue), ("t.md", &training)]);
    assert_eq!(run.findings(), ["c.md:12:9 Bob Bauer was not trained @ Bob Bauer"]);
    assert_eq!(run.unjudged(), ["c.md:13:3 service `S-5`: no `owner`", "c.md:14:3 service `S-6`: no `owner`"]);
    assert_eq!(run.verdict().examined, 4);
    assert_eq!(run.related(), NOTHING);
}
