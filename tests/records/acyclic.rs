//! References that lead back to where they began: one finding for each knot, with the shortest way round.

use std::fmt::Write as _;

use crate::ask::{THINGS, register};
use crate::run::{NOTHING, Run, rule};

const PEERS: &str = "acyclic]\nrecord = \"thing\"\ncolumn = \"peers\"";

/// A run over things, each with the things that it names.
fn run(things: &[(&str, &str)]) -> Run {
    let rows: Vec<[(&str, &str); 2]> = things.iter().map(|(id, peers)| [("id", *id), ("peers", *peers)]).collect();
    let rows: Vec<&[(&str, &str)]> = rows.iter().map(|row| &row[..]).collect();
    Run::one(&format!("{THINGS}{}", rule(PEERS)), &register(&rows))
}

#[test]
fn what_leads_on_and_never_back_is_met() {
    let run = run(&[("A", "B, C"), ("B", "C; D"), ("C", "D"), ("D", "none"), ("E", ""), ("F", "X-9")]);
    assert_eq!(run.summary(), "met, 6 examined");
    assert_eq!(self::run(&[]).summary(), "nothing examined, 0 examined");
}

#[test]
fn a_record_that_names_itself() {
    let run = run(&[("A", "a"), ("B", "")]);
    assert_eq!(run.messages(), ["thing `A` depends on itself"]);
    assert!(run.findings()[0].ends_with(" @ a"));
    assert_eq!(run.related(), NOTHING);
    assert_eq!(run.summary(), "not met, 2 examined");
}

#[test]
fn two_records_that_name_each_other_are_one_finding_at_the_first() {
    let run = run(&[("X", ""), ("A", "B"), ("B", "X, A")]);
    assert_eq!(run.messages(), ["thing `A` depends on itself: A → B → A"]);
    assert!(run.findings()[0].starts_with("a.md:13:"));
    assert_eq!(run.related().len(), 1);
    assert!(run.related()[0].starts_with("a.md:14:") && run.related()[0].ends_with("leads on to the next @ X, A"));
}

#[test]
fn a_long_way_round_names_all_its_records_in_order() {
    let run = run(&[("E", "A"), ("B", "C"), ("A", "B"), ("D", "E"), ("C", "D")]);
    assert_eq!(run.messages(), ["thing `E` depends on itself: E → A → B → C → D → E"]);
    assert_eq!(run.related().len(), 4);
}

#[test]
fn the_shortest_way_is_shown() {
    let run = run(&[("A", "B"), ("B", "C, D"), ("C", "D"), ("D", "A, E"), ("E", "A")]);
    assert_eq!(run.messages(), ["thing `A` depends on itself: A → B → D → A"]);
}

#[test]
fn a_record_of_a_knot_that_names_itself_is_the_shortest_way() {
    assert_eq!(run(&[("A", "B, A"), ("B", "A")]).messages(), ["thing `A` depends on itself"]);
}

#[test]
fn two_knots_are_two_findings_also_where_one_leads_to_the_other() {
    let apart = run(&[("A", "B"), ("B", "A"), ("C", "D"), ("D", "C")]);
    assert_eq!(apart.messages(), ["thing `A` depends on itself: A → B → A", "thing `C` depends on itself: C → D → C"]);
    let joined = run(&[("A", "B, C"), ("B", "A"), ("C", "D"), ("D", "C")]);
    assert_eq!(joined.messages(), apart.messages());
    let other_way = run(&[("A", "B"), ("B", "A"), ("C", "D, A"), ("D", "C")]);
    assert_eq!(other_way.messages(), apart.messages());
}

#[test]
fn two_ways_round_that_share_a_record_are_one_knot() {
    let run = run(&[("A", "B, C"), ("B", "A"), ("C", "A")]);
    assert_eq!(run.messages(), ["thing `A` depends on itself: A → B → A"]);
}

#[test]
fn references_by_name_and_with_remarks_lead_on_too() {
    let text = register(&[
        &[("id", "A"), ("name", "Mail"), ("parent", "Print (nights only)")],
        &[("id", "B"), ("name", "Print"), ("parent", "MAIL")],
    ]);
    let check = "acyclic]\nrecord = \"thing\"\ncolumn = \"parent\"";
    let run = Run::one(&format!("{THINGS}{}", rule(check)), &text);
    assert_eq!(run.messages(), ["thing `A` depends on itself: A → B → A"]);
}

#[test]
fn the_way_may_lead_through_several_documents() {
    let (one, two) = (register(&[&[("id", "A"), ("peers", "B")]]), register(&[&[("id", "B"), ("peers", "A")]]));
    let run = Run::of(&format!("{THINGS}{}", rule(PEERS)), &[("a.md", &one), ("b.md", &two)]);
    assert_eq!(run.messages(), ["thing `A` depends on itself: A → B → A"]);
    assert!(run.related()[0].starts_with("b.md:12:"));
}

/// A register of many things, each of which names the next.
fn chain(count: usize, last: &str) -> String {
    let mut text = "---\ntype: register\n---\n\n# T\n\n| ID | Parent |\n|-|-|\n".to_owned();
    for number in 0..count {
        let next = if number + 1 == count { last.to_owned() } else { format!("T-{}", number + 1) };
        writeln!(text, "| T-{number} | {next} |").unwrap();
    }
    text
}

const PARENT: &str = "acyclic]\nrecord = \"thing\"\ncolumn = \"parent\"";

#[test]
fn a_chain_of_a_hundred_thousand_records_takes_no_stack() {
    let tables = format!("{THINGS}{}", rule(PARENT));
    let text = chain(100_000, "none");
    // A small stack: what were recursive would not get far.
    let run = std::thread::Builder::new().stack_size(1 << 20).spawn(move || Run::one(&tables, &text).summary());
    assert_eq!(run.unwrap().join().unwrap(), "met, 100000 examined");
}

#[test]
fn a_ring_of_many_records_is_one_finding() {
    let run = Run::one(&format!("{THINGS}{}", rule(PARENT)), &chain(2_000, "T-0"));
    assert_eq!(run.verdict().findings.len(), 1);
    assert_eq!(run.verdict().examined, 2_000);
}
