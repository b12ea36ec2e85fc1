//! Every function of expressions, with what it is meant for and with what it is not.

use crate::ask::{THINGS, ask, ask_of, fail, hold, register, show, two, unknown};
use crate::run::Run;

const REGISTER: &str = "[people]\nregisters = [\"roles.md\"]\n[[people.person]]\nname = \"Jane Doe\"\n\
    [[people.person]]\nname = \"Left Long\"\nactive-until = \"2026-11-29\"\n";

#[test]
fn active_asks_the_register() {
    let of = |owner: &str| {
        let text = register(&[&[("id", "T-1"), ("owner", owner)]]);
        ask_of(&text, REGISTER, &["active(r.owner)"]).remove(0)
    };
    assert_eq!(of("Jane Doe"), "holds");
    assert_eq!(of("Doe, Jane"), "holds");
    assert_eq!(of("Left Long"), "fails");
    assert_eq!(of("Nobody Known"), "fails");
    assert_eq!(of("Jane Doe; Left Long"), "fails", "all of several");
    assert_eq!(of(""), "thing `T-1`: no `owner`");
}

#[test]
fn without_a_register_nobody_is_judged() {
    let reason = "no register of people; name one under `[people]` in the configuration";
    unknown(&[("active(r.owner)", reason), ("!active(r.owner)", reason)]);
}

#[test]
fn all_gives_the_records_of_a_kind() {
    hold(&[
        "size(all('thing')) == 2",
        "all('thing').exists(one, one == r) && all('thing').filter(one, has(one.day)).size() == 1",
        "all('thing').map(one, one.id) == ['T-1', 'T-2']",
        "size(all('document')) == 1",
    ]);
}

#[test]
fn documents_gives_those_of_a_kind_or_a_more_special_one() {
    hold(&[
        "size(documents('register')) == 1 && documents('register')[0] == r.doc",
        "size(documents('policy')) == 0",
        "documents('register').all(one, one.approved)",
    ]);
    let tables = format!(
        "{THINGS}[[kind]]\nname = \"risk-list\"\nis = \"register\"\n{}",
        crate::run::rule("assert]\nrecord = \"thing\"\nthat = \"size(documents('register')) == 2\"\nmessage = \"x\"")
    );
    let text = two();
    let run = Run::of(&tables, &[("a.md", &text), ("b.md", "---\ntype: risk-list\n---\n\n# B\n"), ("c.md", "# C\n")]);
    assert_eq!((run.verdict().examined, run.verdict().findings.len()), (2, 0));
}

#[test]
fn find_and_known_look_up_ids_and_names() {
    hold(&[
        "find('thing', 'T-1') == r && find('thing', 't-1') == r && find('thing', 'Größe') == r && find('thing', 'GRÖSSE') != r || true",
        "find('thing', r.parent).id == 'T-2'",
        "find('thing', 'T-1 (nights only)') == r",
        "known('thing', 'T-1') && known('thing', 'größe') && !known('thing', 'T-9') && !known('thing', '')",
        "known('thing', r.parent) && !known('thing', r.peers[2])",
        "find('document', 'REG') == r.doc && known('document', 'a.md')",
    ]);
    unknown(&[("find('thing', 'T-9').id == 'x'", "no thing `T-9`"), ("known('thing', r.parent.name)", "no `name`")]);
}

#[test]
fn naming_gives_the_records_that_name_something() {
    hold(&[
        "size(naming('thing', 'parent', 'T-2')) == 1 && naming('thing', 'parent', 'T-2')[0] == r || true",
        "size(naming('thing', 'parent', r.parent)) == 1 && naming('thing', 'parent', r.parent)[0] == r",
        "size(naming('thing', 'parent', find('thing', 'T-2'))) == 1",
        "size(naming('thing', 'peers', r)) == 1 && naming('thing', 'peers', r)[0] == r",
        "size(naming('thing', 'parent', r)) == 0",
        "size(naming('thing', 'tags', 'RED')) == 1 && size(naming('thing', 'tags', 'blue')) == 0",
        "size(naming('thing', 'tags', words)) == 1",
        "size(naming('thing', 'owner', r.owner)) == 1 && size(naming('thing', 'owner', r.deputy)) == 0",
        "size(naming('thing', 'peers', all('thing'))) == 1",
    ]);
    unknown(&[("size(naming('thing', 'parent', r.parent.name)) == 0", "no `name`")]);
}

#[test]
fn a_record_is_named_by_its_name_as_well_as_by_its_id() {
    let text = register(&[
        &[("id", "T-1"), ("name", "Mail")],
        &[("id", "T-2"), ("parent", "mail")],
        &[("id", "T-3"), ("parent", "T-1 (at night)")],
        &[("id", "T-4"), ("peers", "T-2, Mail")],
    ]);
    let answers = ask_of(
        &text,
        "",
        &["naming('thing', 'parent', r).map(one, one.id) == ['T-2', 'T-3']", "size(naming('thing', 'peers', r)) == 1"],
    );
    assert_eq!(answers, ["holds"; 2]);
}

#[test]
fn resolves_tells_whether_references_lead_somewhere() {
    hold(&["resolves(r.parent)", "!resolves(r.peers)", "r.peers.filter(one, resolves(one)).size() == 2"]);
    unknown(&[("resolves(r.parent.parent)", "no `parent`")]);
    let text = register(&[&[("id", "T-1"), ("parent", "none"), ("peers", "none")]]);
    assert_eq!(ask_of(&text, "", &["resolves(r.parent)", "resolves(r.peers)"]), ["holds"; 2]);
}

#[test]
fn folded_text_and_mentions_compare_words() {
    hold(&[
        "folded('  Foo_Bar-BAZ ') == 'foo bar baz'",
        "folded(r.name) == folded('GRÖßE')",
        "text(r.day) == '2026-11-01' && text(1) == '1' && text(r.parent) == 'T-2' && text(r.share) == '99.5'",
        "mentions('The Backup, daily', 'backup') && mentions('x (backup)', 'Backup')",
        "mentions('a backup of tapes', ['tape', 'tapes']) && !mentions('backups', 'backup')",
        "mentions(r.state, words) || !mentions(r.state, words)",
        "mentions(text(r.tags), word)",
        "!mentions('x', '') && !mentions('', 'x') && !mentions('x', [])",
        "mentions('größe', 'GRÖẞE') || !mentions('größe', 'GRÖẞE')",
        "'T-1 remark'.contains('remark') && r.id.startsWith('T-') && r.id.endsWith('1')",
    ]);
    unknown(&[("mentions(r.parent.name, 'x')", "no `name`")]);
}

#[test]
fn counted_takes_the_word_for_one_or_for_several() {
    hold(&[
        "counted(1, 'day', 'days') == '1 day' && counted(2, 'day', 'days') == '2 days'",
        "counted(0, 'day', 'days') == '0 days' && counted(1.0, 'Tag', 'Tage') == '1 Tag'",
        "counted(1.5, 'hour', 'hours') == '1.5 hours' && counted(-1, 'day', 'days') == '-1 days'",
        "counted(size(r.peers), 'peer', 'peers') == '3 peers'",
    ]);
}

#[test]
fn number_reads_a_number_out_of_text() {
    hold(&[
        "number('≤ 1,400 tickets') == 1400",
        "number('99,95 %') > 99.9 && number('-3') == -3.0",
        "has_number('within 4 h') && !has_number('soon')",
    ]);
    unknown(&[("number('soon') > 1", "no number in `soon`"), ("number(r.name) > 1", "no number in `Größe`")]);
}

#[test]
fn day_and_months_make_values_of_the_calendar() {
    hold(&["day('2026-11-30') == today", "months(12) == year", "today + months(1) == day('2026-12-30')"]);
    unknown(&[
        ("day('2026-02-31') < today", "`2026-02-31` is no day"),
        ("day(r.name) < today", "`Größe` is no day"),
        ("today + months(0) == today", "no number of months"),
        ("today + months(-1) == today", "no number of months"),
    ]);
}

#[test]
fn periods_overlap_where_they_share_a_day() {
    hold(&["overlap(r.span, r.span)"]);
    let of = |one: &str, two: &str| {
        let text = register(&[&[("id", "T-1"), ("span", one)], &[("id", "T-2"), ("span", two)]]);
        ask_of(&text, "", &["overlap(r.span, find('thing', 'T-2').span)"]).remove(0)
    };
    assert_eq!(of("2026-Q1", "2026-03"), "holds");
    assert_eq!(of("2026-Q1", "2026-03-31"), "holds");
    assert_eq!(of("2026-Q1", "2026-Q2"), "fails");
    assert_eq!(of("2026-Q1", ""), "thing `T-1`: no `span`");
}

#[test]
fn shares_are_multiplied_in_series_and_their_gaps_in_parallel() {
    assert_eq!(
        show(&["serial([99.0, 99.0])", "redundant([99.0, 99.0])", "serial([r.share])", "redundant([r.share])"]),
        ["98.01", "99.99", "99.5", "99.5"]
    );
    hold(&["serial([100, 100]) == 100", "redundant([0, 0]) == 0", "serial([99.9, 99.9]) < 99.9"]);
    unknown(&[
        ("serial([]) > 1", "no supporting values"),
        ("redundant([]) > 1", "no supporting values"),
        ("serial([r.parent.share]) > 1", "no `share`"),
        ("serial(r.tags) > 1", "no number"),
    ]);
}

#[test]
fn allowed_downtime_and_elapsed_hours_are_lengths_of_time() {
    assert_eq!(show(&["allowed_downtime(99.5, 30)", "allowed_downtime(100, 30)"]), ["3 h 36 min", "0 min"]);
    hold(&["elapsed_hours(r.length) == 4", "elapsed_hours(allowed_downtime(99.5, 30)) < elapsed_hours(r.length)"]);
    hold(&["allowed_downtime(r.share, 30) < r.length"]);
    unknown(&[
        ("allowed_downtime(101, 30) < r.length", "no length of time"),
        ("allowed_downtime(99, -1) < r.length", "no length of time"),
        ("elapsed_hours(r.parent.length) > 1", "no `length`"),
    ]);
}

#[test]
fn service_hours_cover_others_or_not() {
    let of = |outer: &str, inner: &str| {
        let text = register(&[&[("id", "T-1"), ("hours", outer)], &[("id", "T-2"), ("hours", inner)]]);
        ask_of(&text, "", &["covers(r.hours, find('thing', 'T-2').hours)"]).remove(0)
    };
    assert_eq!(of("24x7", "Mon-Fri 8-18"), "holds");
    assert_eq!(of("Mon-Fri 8-18", "Mon-Fri 8-18"), "holds");
    assert_eq!(of("Mon-Fri 8-18", "Mon-Fri 8-18:01"), "fails");
    assert_eq!(of("Mon-Fri 8-18", "Sat 9-10"), "fails");
    assert_eq!(of("Mon-Fri 0-24, Sat-Sun 0-24", "24x7"), "holds");
    assert_eq!(of("Mon-Fri 8-18", ""), "thing `T-1`: no `hours`");
}

#[test]
fn the_largest_and_smallest_of_a_list() {
    hold(&[
        "largest([1.0, 3.0, 2.0]) == 3 && smallest([3.0, 1.0, 2.0]) == 1",
        "largest(r.days) == day('2026-02-01') && smallest(r.days) == day('2026-01-01')",
        "largest([r.length]) >= r.length",
        "largest(['a', 'b']) == 'b'",
    ]);
    unknown(&[
        ("largest([]) == 1", "an empty list"),
        ("smallest(r.days.filter(one, one > today)) < today", "an empty list"),
        ("largest(r.peers) == r.parent", "values that cannot be compared"),
    ]);
}

#[test]
fn sums_add_numbers_and_lengths_of_time() {
    hold(&["sum([1.0, 2.5]) == 3.5", "sum([1, 2]) == 3", "sum([r.length, r.length]) > r.length", "sum([]) == 0"]);
    fail(&["sum([r.share]) == 99"]);
    unknown(&[
        ("sum(r.tags) == 'x'", "no number"),
        ("sum([r.length, r.other]) > r.length", "lengths of time on different clocks"),
    ]);
}

#[test]
fn functions_are_called_as_methods_too() {
    hold(&["r.name.mentions('größe')", "r.peers.size() == 3", "r.length.elapsed_hours() == 4"]);
}

#[test]
fn out_of_the_calendar_is_not_judged() {
    for condition in ["day('9999-12-31') + 1 > today", "day('9999-12-31') + months(1200) > today"] {
        assert_eq!(ask(&[condition]), ["thing `T-1`: a day out of the calendar"], "{condition}");
    }
}
