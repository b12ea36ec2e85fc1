//! Comparisons: which records are looked at, what becomes of them, and to what a finding points.

use clauselint::finding::{Severity, State};

use crate::ask::{THINGS, register};
use crate::refused::refused;
use crate::run::{NOTHING, Run, rule};

fn run(check: &str, things: &[&[(&str, &str)]]) -> Run {
    Run::one(&format!("{THINGS}{}", rule(&format!("assert]\nrecord = \"thing\"\n{check}"))), &register(things))
}

const BEFORE_TODAY: &str = "that = \"r.day < today\"\nmessage = \"thing {r.id} is of {r.day}\"\nmark = \"day\"";

#[test]
fn records_hold_break_or_cannot_be_judged() {
    let (past, future, none) = (("day", "2026-01-01"), ("day", "2027-01-01"), ("day", "soon"));
    let met = run(BEFORE_TODAY, &[&[("id", "A"), past], &[("id", "B"), past]]);
    assert_eq!(met.summary(), "met, 2 examined");
    let not_met = run(BEFORE_TODAY, &[&[("id", "A"), past], &[("id", "B"), future], &[("id", "C"), none]]);
    assert_eq!(not_met.summary(), "not met, 2 examined: thing `C`: its `day` cannot be read (a.md:14)");
    assert_eq!(not_met.findings(), ["a.md:13:16 thing B is of 2027-01-01 @ 2027-01-01"]);
    assert_eq!(not_met.unjudged(), ["a.md:14:3 thing `C`: its `day` cannot be read"]);
    let not_checked = run(BEFORE_TODAY, &[&[("id", "A"), past], &[("id", "C"), none], &[("id", "D")]]);
    assert_eq!(
        not_checked.summary(),
        "not checked, 1 examined: thing `C`: its `day` cannot be read (a.md:13) and 1 more"
    );
    assert_eq!(not_checked.findings(), NOTHING);
    assert_eq!(run(BEFORE_TODAY, &[]).summary(), "nothing examined, 0 examined");
}

#[test]
fn where_and_when_choose_records_and_both_say_what_they_lack() {
    let things: [&[(&str, &str)]; 4] = [
        &[("id", "A"), ("state", "live"), ("day", "2027-01-01"), ("count", "1")],
        &[("id", "B"), ("state", "ended"), ("day", "2027-01-01"), ("count", "1")],
        &[("id", "C"), ("state", "live"), ("day", "2027-01-01"), ("count", "2")],
        &[("id", "D"), ("day", "2027-01-01")],
    ];
    let check = format!(
        "where = \"r.state == 'live'\"\nlet = [{{ name = \"number\", value = \"r.count\" }}]\nwhen = \"number < 2\"\n{BEFORE_TODAY}"
    );
    let run = run(&check, &things);
    assert_eq!(run.messages(), ["thing A is of 2027-01-01"]);
    assert_eq!(run.verdict().examined, 1);
    assert_eq!(run.unjudged(), ["a.md:15:3 thing `D`: no `state`"]);
}

#[test]
fn a_name_without_value_leaves_the_record_unjudged_where_it_is_asked_for() {
    let named = "let = [{ name = \"number\", value = \"r.count\" }, { name = \"twice\", value = \"number + number\" }]";
    let judged = |that: &str| {
        let check = format!("{named}\nthat = \"{that}\"\nmessage = \"{{r.id}} has {{number}}\"");
        let run = run(&check, &[&[("id", "A"), ("day", "2026-01-01")]]);
        let messages = run.messages().iter().map(ToString::to_string).collect::<Vec<_>>();
        (run.unjudged(), messages, run.verdict().examined)
    };
    let lacking = || (vec!["a.md:12:3 thing `A`: no `count`".to_owned()], Vec::new(), 0);
    for that in ["number > 1", "r.day < today && twice > 1", "twice > 1 || r.day > today"] {
        assert_eq!(judged(that), lacking(), "{that}");
    }
    for that in ["r.day < today", "r.day < today || twice > 1", "twice > 1 || r.day < today"] {
        assert_eq!(judged(that), (Vec::new(), Vec::new(), 1), "{that}");
    }
    assert_eq!(judged("r.day > today && twice > 1"), (Vec::new(), vec!["A has –".to_owned()], 1));
}

#[test]
fn names_are_used_in_their_order_and_in_messages() {
    let check = "let = [{ name = \"late\", value = \"today - r.day\" }, { name = \"twice\", value = \"late + late\" }]\n\
                 that = \"twice < 10\"\nmessage = \"{late} and {twice} days\"";
    assert_eq!(run(check, &[&[("id", "A"), ("day", "2026-11-20")]]).messages(), ["10 and 20 days"]);
}

#[test]
fn names_that_are_the_same_for_all_records_mix_with_those_that_are_not() {
    let judged = |named: &str, message: &str| {
        let things: [&[(&str, &str)]; 2] = [&[("id", "A"), ("count", "1")], &[("id", "B"), ("count", "3")]];
        let run = run(&format!("let = [{named}]\nthat = \"false\"\nmessage = \"{message}\""), &things);
        run.messages().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let counts = "{ name = \"counts\", value = \"all('thing').map(r, r.count)\" }";
    let most = "{ name = \"most\", value = \"largest(counts)\" }";
    let less = "{ name = \"less\", value = \"most - r.count\" }";
    let all = format!("{counts}, {most}, {less}");
    assert_eq!(judged(&all, "{r.id}: {less} of {most}"), ["A: 2 of 3", "B: 0 of 3"], "a loop may call its own `r`");
    let again = "{ name = \"x\", value = \"1.5\" }, { name = \"y\", value = \"x + r.count\" }, { name = \"x\", value = \"7.5\" }";
    assert_eq!(judged(again, "{x} {y}"), ["7.5 2.5", "7.5 4.5"], "each uses what stands before it");
    let hidden = "{ name = \"today\", value = \"day('2020-01-01')\" }, { name = \"later\", value = \"today + 1\" }";
    assert_eq!(judged(hidden, "{later}"), ["2020-01-02", "2020-01-02"]);
    let none = "{ name = \"none\", value = \"find('thing', 'C')\" }, { name = \"its\", value = \"none.count\" }";
    assert_eq!(judged(none, "{r.id} {its}"), ["A –", "B –"]);
}

#[test]
fn what_all_records_lack_leaves_each_unjudged() {
    let check =
        "let = [{ name = \"other\", value = \"find('thing', 'C')\" }]\nthat = \"other.count > 1\"\nmessage = \"x\"";
    let run = run(check, &[&[("id", "A")], &[("id", "B")]]);
    assert_eq!(run.unjudged(), ["a.md:12:3 thing `A`: no thing `C`", "a.md:13:3 thing `B`: no thing `C`"]);
}

#[test]
fn related_records_are_shown_with_their_place_and_label() {
    let things: [&[(&str, &str)]; 3] = [
        &[("id", "A"), ("parent", "B"), ("peers", "B, C, X"), ("day", "2027-01-01")],
        &[("id", "B"), ("count", "5")],
        &[("id", "C"), ("count", "7")],
    ];
    let related = "related = [\n\
        { of = \"r.parent\", column = \"count\", label = \"{s.id} has {s.count}\" },\n\
        { of = \"r.peers\", label = \"peer of {r.id}\" },\n\
        { of = \"all('thing').filter(one, has(one.count))\", column = \"id\", label = \"one\" },\n\
        { of = \"r.parent.parent\", label = \"never\" },\n]";
    let run = run(&format!("where = \"r.id == 'A'\"\n{BEFORE_TODAY}\n{related}"), &things);
    let expected = [
        "a.md:13:37 B has 5 @ 5",
        "a.md:13:3 peer of A @",
        "a.md:14:3 peer of A @",
        "a.md:13:3 one @ B",
        "a.md:14:3 one @ C",
    ];
    let related = run.related();
    assert_eq!(related.len(), expected.len(), "{related:?}");
    for (found, expected) in related.iter().zip(expected) {
        assert!(found.starts_with(expected), "{found} is not {expected}");
    }
}

#[test]
fn at_most_eight_related_records_are_shown() {
    let ids: Vec<String> = (0..20).map(|number| format!("T-{number}")).collect();
    let rows: Vec<[(&str, &str); 2]> = ids.iter().map(|id| [("id", id.as_str()), ("day", "2026-01-01")]).collect();
    let rows: Vec<&[(&str, &str)]> = rows.iter().map(|row| &row[..]).collect();
    let check = "where = \"r.id == 'T-0'\"\nthat = \"false\"\nmessage = \"x\"\nrelated = [{ of = \"all('thing')\", label = \"{s.id}\" }]";
    assert_eq!(run(check, &rows).related().len(), 8);
}

#[test]
fn a_finding_points_to_the_marked_cell_or_the_row() {
    let things: [&[(&str, &str)]; 1] = [&[("id", "A"), ("day", "2027-01-01")]];
    assert_eq!(run(BEFORE_TODAY, &things).findings(), ["a.md:12:16 thing A is of 2027-01-01 @ 2027-01-01"]);
    let row = BEFORE_TODAY.replace("\nmark = \"day\"", "");
    assert!(run(&row, &things).findings()[0].starts_with("a.md:12:3 thing A is of 2027-01-01 @ A |"));
    let empty = BEFORE_TODAY.replace("mark = \"day\"", "mark = \"count\"");
    assert!(run(&empty, &things).findings()[0].starts_with("a.md:12:3 thing A is of 2027-01-01 @ A |"));
}

#[test]
fn a_message_has_a_dash_where_there_is_no_value() {
    let check = "that = \"false\"\nmessage = \"<{r.day}> <{r.name}> <{r.parent.id}> <{nothing}>\"\ngiven = { nothing = { text = \"\" } }";
    assert_eq!(run(check, &[&[("id", "A"), ("parent", "Z")]]).messages(), ["<–> <–> <–> <>"]);
}

#[test]
fn documents_are_records_too() {
    let check = "assert]\nrecord = \"document\"\nwhere = \"r.kind == 'register'\"\nthat = \"r.owner != r.approved_by\"\n\
                 message = \"{r.id} is owned and approved by {r.owner}\"\nmark = \"owner\"";
    let text =
        |owner: &str| format!("---\ntype: register\nid: REG\nowner: {owner}\napproved_by: Jane Doe\n---\n\n# R\n");
    let tables = format!("{THINGS}{}", rule(check));
    let run = Run::of(&tables, &[("a.md", &text("jane doe")), ("b.md", &text("Ann Other")), ("c.md", "# C\n")]);
    assert_eq!(run.findings(), ["a.md:4:8 REG is owned and approved by jane doe @ jane doe"]);
    assert_eq!(run.verdict().examined, 2);
}

#[test]
fn findings_in_drafts_weigh_less_and_retired_documents_are_left_out() {
    let text = |status: &str| register(&[&[("id", "A"), ("day", "2027-01-01")]]).replace("approved", status);
    let tables = format!("{THINGS}{}", rule(&format!("assert]\nrecord = \"thing\"\n{BEFORE_TODAY}")));
    assert_eq!(Run::one(&tables, &text("approved")).verdict().findings[0].severity, Severity::Error);
    assert_eq!(Run::one(&tables, &text("draft")).verdict().findings[0].severity, Severity::Warning);
    assert_eq!(Run::one(&tables, &text("retired")).state(), State::NothingExamined);
}

#[test]
fn a_rule_looks_only_at_the_documents_that_it_applies_to() {
    let limited = rule(&format!("assert]\nrecord = \"thing\"\n{BEFORE_TODAY}"))
        .replace("help = \"mend it\"\n", "help = \"mend it\"\napplies-to = { phase = [\"in-force\"] }\n");
    let tables = format!("{THINGS}{limited}");
    let text = |status: &str| register(&[&[("id", status), ("day", "2027-01-01")]]).replace("approved", status);
    let run = Run::of(&tables, &[("a.md", &text("approved")), ("b.md", &text("draft"))]);
    assert_eq!(run.messages(), ["thing approved is of 2027-01-01"]);
    assert_eq!(run.verdict().examined, 1);
}

#[test]
fn records_without_id_are_called_by_what_they_say_first() {
    let check = format!("where = \"!has(r.id)\"\n{BEFORE_TODAY}");
    let run = run(&check, &[&[("owner", "Jane Doe"), ("count", "3")], &[("name", "Mail"), ("owner", "Jane Doe")]]);
    assert_eq!(run.unjudged()[1], "a.md:13:2 thing `Mail`: no `day`", "a name goes before all else");
    assert_eq!(run.unjudged().len(), 2);
}

#[test]
fn what_a_review_shows_is_checked_when_the_pack_is_loaded() {
    let check = |show: &str| {
        let check = format!("that = \"true\"\nmessage = \"x\"\nshow = [{{ title = \"day\", value = \"{show}\" }}]");
        format!("{THINGS}{}", rule(&format!("assert]\nrecord = \"thing\"\n{check}")))
    };
    assert_eq!(Run::one(&check("{r.day}"), &register(&[&[("id", "A")]])).messages(), NOTHING);
    let error = refused(&check("{r.dya}"));
    assert!(error.contains("dya") && error.contains("did you mean `day`?"), "{error}");
}
