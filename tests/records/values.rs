//! What cells hold, and what expressions make of it: types, gaps, placeholders, "none" on purpose, faulty values.

use crate::ask::{THINGS, ask, ask_of, hold, register, show, unknown};
use crate::run::{NOTHING, Run, named_rule};

#[test]
fn values_are_shown_as_people_write_them() {
    let shown = show(&[
        "r.id",
        "r.owner",
        "r.day",
        "r.span",
        "r.share",
        "r.length",
        "r.other",
        "r.hours",
        "r.count",
        "r.every",
        "r.release",
        "r.state",
        "r.parent",
        "r.peers",
        "r.tags",
        "r.days",
        "r.due",
        "r.deputy",
        "r",
        "r.doc",
        "today",
        "1 + 2",
        "true",
        "r.share / 3.0",
        "r.parent.day",
        "find('thing', 'T-9')",
    ]);
    let expected = [
        "T-1",
        "Jane Doe",
        "2026-11-01",
        "2026-07-01 to 2026-09-30",
        "99.5",
        "4 h",
        "8 h of service hours",
        "50 h a week",
        "1400",
        "3 months",
        "1.10",
        "live",
        "T-2",
        "T-1, T-2, T-9",
        "red, green",
        "2026-01-01, 2026-02-01",
        "",
        "jane.doe@example.org",
        "T-1",
        "REG",
        "2026-11-30",
        "3",
        "true",
        "33.1667",
        "–",
        "–",
    ];
    assert_eq!(shown, expected);
}

#[test]
fn a_long_value_is_cut_and_put_on_one_line() {
    let text = register(&[&[("id", "T-1"), ("name", &format!("{}<br>end", "long ".repeat(30)))]]);
    let check = "assert]\nrecord = \"thing\"\nthat = \"false\"\nmessage = \"<{r.name}>\"";
    let run = Run::one(&format!("{THINGS}{}", named_rule("only", "", check)), &text);
    let message = &run.verdict().findings[0].message;
    assert!(message.chars().count() < 70 && message.ends_with("…>"), "{message}");
}

#[test]
fn values_compare_with_those_of_their_type() {
    hold(&[
        "r.day < today && r.day >= day('2026-11-01')",
        "r.span.start == day('2026-07-01') && r.span.end < r.day",
        "r.share == 99.5 && r.share > 99 && r.count == 1400",
        "r.length >= r.length && r.length < find('thing', 'T-1').length || r.length <= r.length",
        "r.every < year && r.every == months(3)",
        "r.state == 'live'",
        "r.owner == r.deputy",
        "r.owner != r.doc.owner",
        "r.parent == 'T-2' && r.parent == 't-2' && r.parent == find('thing', 'T-2') && find('thing', 'T-2') == r.parent",
        "r == find('thing', 'T-1') && r != find('thing', 'T-2')",
        "r.release == r.release",
        "r.name == 'Größe'",
        "size(r.tags) == 2 && r.tags[1] == 'green' && 'red' in r.tags && word in r.tags && !('x' in r.tags)",
        "r.days.all(one, one < r.day) && r.days[0] < r.days[1]",
        "limit == 10.0 && limit == 10 && grace == 30",
    ]);
}

#[test]
fn a_missing_value_is_not_judged_and_the_reason_names_value_and_record() {
    unknown(&[
        ("find('thing', 'T-2').day < today", "no `day`"),
        ("r.parent.day < today", "no `day`"),
        ("r.parent.parent.parent.id == 'x'", "no `parent`"),
        ("r.peers.all(one, one.day < today)", "nothing known as `T-9`"),
        ("r.peers[2].day < today", "nothing known as `T-9`"),
        ("find('thing', 'T-8').day < today", "no thing `T-8`"),
    ]);
}

#[test]
fn has_tells_whether_there_is_a_value() {
    hold(&[
        "has(r.day) && has(r.doc.owner)",
        "!has(r.parent.day)",
        "has(r.due) && r.peers.filter(one, one == 'T-1').all(one, has(one.day))",
        "!has(r.doc.version)",
    ]);
}

#[test]
fn one_side_of_or_and_and_is_enough() {
    hold(&[
        "r.parent.day < today || true",
        "true || r.parent.day < today",
        "!(r.parent.day < today && false)",
        "!(false && r.parent.day < today)",
        "has(r.parent.day) ? r.parent.day < today : true",
        "r.peers.exists(one, one.day < today)",
        "!r.peers.all(one, one.day > today)",
    ]);
    unknown(&[
        ("r.parent.day < today && true", "no `day`"),
        ("true && r.parent.day < today", "no `day`"),
        ("false || r.parent.day < today", "no `day`"),
        ("r.parent.day < today || r.parent.span.start < today", "no `span`"),
    ]);
}

#[test]
fn a_missing_value_before_something_false_is_named() {
    unknown(&[("r.parent.day < today || false", "no `day`"), ("r.parent.day < today && true", "no `day`")]);
}

#[test]
fn none_on_purpose_is_a_value() {
    hold(&["has(r.due)", "find('thing', 'T-1').due == find('thing', 'T-1').due"]);
    let text = register(&[&[
        ("id", "T-1"),
        ("due", "Open end (see contract)"),
        ("parent", "None"),
        ("peers", "none – stand-alone"),
        ("deputy", "NONE"),
    ]]);
    let answers = ask_of(
        &text,
        "",
        &[
            "has(r.due) && has(r.parent) && has(r.peers) && has(r.deputy)",
            "r.peers == []",
            "size(r.peers) == 0",
            "r.parent == ''",
        ],
    );
    assert_eq!(answers, ["holds"; 4]);
}

#[test]
fn a_word_that_begins_with_none_is_not_none() {
    let text = register(&[&[("id", "T-1"), ("parent", "nonesuch"), ("due", "none2")]]);
    assert_eq!(ask_of(&text, "", &["r.parent == 'nonesuch'", "!has(r.due)"]), ["holds", "holds"]);
    for said in ["None of the lamps work: buy new ones", "none but T-99"] {
        let text = register(&[&[("id", "T-1"), ("parent", said)]]);
        assert_eq!(ask_of(&text, "", &["r.parent != ''"]), ["holds"], "{said}");
    }
}

#[test]
fn gaps_placeholders_and_faulty_cells_are_no_values() {
    for cell in ["", "–", "-", "n/a", "TBD", "[DATE]", "YYYY-MM-DD"] {
        let text = register(&[&[("id", "T-1"), ("day", cell)]]);
        assert_eq!(ask_of(&text, "", &["has(r.day)", "r.day < today"]), ["fails", "thing `T-1`: no `day`"], "{cell}");
    }
    // Something is there: nobody may say that it is missing.
    for cell in ["soon", "2026-02-31", "2026-13-01", "02/03/2026"] {
        let text = register(&[&[("id", "T-1"), ("day", cell)]]);
        let unreadable = "thing `T-1`: its `day` cannot be read";
        assert_eq!(ask_of(&text, "", &["has(r.day)", "r.day < today"]), [unreadable, unreadable], "{cell}");
    }
}

#[test]
fn cells_that_are_no_value_of_their_type_are_faulty() {
    let all = [
        ("owner", "???"),
        ("day", "soon"),
        ("span", "2026-Q5"),
        ("share", "high"),
        ("length", "3 months"),
        ("hours", "office hours"),
        ("count", "many"),
        ("every", "sometimes"),
        ("release", "next one"),
        ("state", "sold"),
        ("days", "2026-01-01, soon"),
    ];
    for (column, cell) in all {
        let run = Run::one(THINGS, &register(&[&[("id", "T-1"), (column, cell)]]));
        let value = &run.values("thing", column)[0];
        assert!(!value.is_there(), "{column} {cell}: {value:?}");
        if column != "owner" {
            assert!(format!("{value:?}").starts_with("Faulty("), "{column} {cell}: {value:?}");
        }
    }
}

#[test]
fn choices_are_known_by_their_beginning_and_the_longest_wins() {
    for (cell, expected) in [
        ("live", "holds"),
        ("LIVE", "holds"),
        ("**In operation**, since 2020", "holds"),
        ("in operation: yes", "holds"),
        ("ended", "fails"),
        ("not in operation", "fails"),
        ("Out of operation", "fails"),
        ("lively", "thing `T-1`: its `state` cannot be read"),
        ("partly live", "thing `T-1`: its `state` cannot be read"),
    ] {
        let text = register(&[&[("id", "T-1"), ("state", cell)]]);
        assert_eq!(ask_of(&text, "", &["r.state == 'live'"]), [expected], "{cell}");
    }
}

#[test]
fn dates_are_reckoned_by_the_calendar() {
    hold(&[
        "today - r.day == 29",
        "r.day + 29 == today && today - 29 == r.day",
        "r.day + months(3) == day('2027-02-01') && r.day + r.every == day('2027-02-01')",
        "day('2026-01-31') + months(1) == day('2026-02-28')",
        "r.day + grace > today",
        "r.day - today == -29",
        "r.day + year == day('2027-11-01')",
    ]);
}

#[test]
fn elapsed_time_is_never_compared_with_service_hours() {
    let different = "lengths of time on different clocks";
    unknown(&[
        ("r.length < r.other", different),
        ("r.length >= r.other", different),
        ("elapsed_hours(r.other) < 10", "a length of time in service hours"),
        ("sum([r.length, r.other]) <= r.length", different),
        ("largest([r.length, r.other]) <= r.length", different),
        ("r.length + r.other <= r.length", different),
    ]);
    let text = register(&[&[("id", "T-1"), ("length", "1 business day"), ("other", "8 service hours")]]);
    assert_eq!(ask_of(&text, "", &["r.length < r.other"]), [format!("thing `T-1`: {different}")]);
    let text = register(&[&[("id", "T-1"), ("length", "4 h"), ("other", "8 service hours")]]);
    assert_eq!(
        ask_of(&text, "", &["r.length < r.other"]),
        ["holds"],
        "a clock that is not stated is that of the other"
    );
}

#[test]
fn values_of_the_document_are_asked_for_by_doc() {
    hold(&[
        "r.doc.id == 'REG' && r.doc.kind == 'register' && 'register' in r.doc.kinds",
        "r.doc.approved && r.doc.in_force && !r.doc.draft && r.doc.state == 'approved'",
        "r.doc.path == 'a.md' && !has(r.doc.version)",
        "r.doc == r.doc && r.parent.doc == r.doc",
    ]);
}

#[test]
fn constants_of_a_rule_are_values() {
    hold(&["limit + 1.0 == 11.0", "words.exists(one, one in r.tags)", "r.tags[0] == word", "year == months(12)"]);
}

#[test]
fn division_by_zero_is_not_judged() {
    unknown(&[("size(r.tags) / 0 == 1", "a division by zero"), ("1 / (grace - 30) == 1", "a division by zero")]);
}

#[test]
fn whole_numbers_and_others_are_compared_and_not_reckoned_together() {
    hold(&["r.count * 2.0 == 2800", "r.count > 3 && r.count <= 1400"]);
    assert!(ask(&["r.count * 2 == 2800"])[0].starts_with("thing `T-1`: "));
}

#[test]
fn nothing_is_lost_where_a_list_has_a_gap() {
    let text = register(&[&[("id", "T-1"), ("tags", "red,, green; ;"), ("peers", "T-1,")]]);
    assert_eq!(ask_of(&text, "", &["size(r.tags) == 2", "size(r.peers) == 1"]), ["holds", "holds"]);
    let run = Run::one(THINGS, "---\ntype: register\n---\n\n# T\n");
    assert_eq!(run.texts("thing", "id"), NOTHING);
}

#[test]
fn a_line_break_ends_a_value_where_there_may_be_several() {
    let cells: &[(&str, &str)] = &[
        ("id", "T-1"),
        ("name", "Mail<br>Post"),
        ("owner", "Jane Doe<br>John Roe"),
        ("peers", "T-1<br/>T-9"),
        ("tags", "red<BR>green"),
    ];
    let conditions = [
        "size(r.peers) == 2 && resolves(r.peers[0])",
        "r.tags == ['red', 'green']",
        "r.name == 'Mail Post'",
        "r.owner == r.owner && text(r.owner) == 'Jane Doe, John Roe'",
    ];
    let answers = ask_of(&register(&[cells]), "", &conditions);
    assert_eq!(answers, ["holds"; 4]);
}
