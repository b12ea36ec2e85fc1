//! Functions that read texts: of cells, of sections, of whole documents; and what is kept in another system.

use crate::ask::{THINGS, ask_of, hold, register, show, two, unknown};
use crate::run::{Run, rule};

#[test]
fn written_is_what_stands_in_a_cell() {
    assert_eq!(
        show(&["written(r, 'day')", "written(r, 'state')", "written(r, 'peers')", "written(r.parent, 'id')"]),
        ["2026-11-01", "In operation since 2020", "T-1, T-2; T-9", "–"]
    );
    unknown(&[
        ("written(find('thing', 'T-2'), 'day') == 'x'", "no `day`"),
        ("written(r, 'nonsense') == 'x'", "no column `nonsense`"),
    ]);
    let text = register(&[&[("id", "T-1"), ("day", "soon")]]);
    assert_eq!(ask_of(&text, "", &["written(r, 'day') == 'soon'"]), ["holds"], "what cannot be read as a day as well");
}

#[test]
fn words_dates_and_shapes_of_texts() {
    hold(&[
        "words('a b,c;(d): e') == ['a', 'b', 'c', 'd', 'e'] && words('') == []",
        "dates('on 2026-03-17, and 2026-04-01.') == [day('2026-03-17'), day('2026-04-01')] && size(dates('soon')) == 0",
        "size(dates('2026-02-30')) == 0",
        "shape('CI-010') == shape('ci 7') && shape('CI-010') != shape('CI-0-1-0')",
        "words(written(r, 'state')).exists(word, word == 'operation')",
        "largest(dates('2026-03-17 2026-04-01')) < today",
    ]);
}

#[test]
fn the_major_number_of_a_version() {
    hold(&["major(r.release) == 1"]);
    let of = |version: &str, number: &str| {
        let text = register(&[&[("id", "T-1"), ("release", version)]]);
        ask_of(&text, "", &[&format!("major(r.release) == {number}")]).remove(0)
    };
    assert_eq!(of("v12.3", "12"), "holds");
    assert_eq!(of("2.0-draft", "2"), "holds");
    assert_eq!(of("", "2"), "thing `T-1`: no `release`");
}

#[test]
fn service_hours_are_joined_and_counted() {
    hold(&[
        "weekly_hours(r.hours) == 50",
        "weekly_hours(joined([r.hours, r.hours])) == 50",
        "covers(joined([r.hours]), r.hours) && !covers(joined([]), r.hours)",
        "weekly_hours(joined([])) == 0",
    ]);
    let text = register(&[&[("id", "T-1"), ("hours", "Mon-Fri 8-18")], &[("id", "T-2"), ("hours", "Sat 8-18")]]);
    let both = "weekly_hours(joined(all('thing').map(one, one.hours))) == 60";
    assert_eq!(ask_of(&text, "", &[both]), ["holds"]);
    unknown(&[
        ("weekly_hours(joined(all('thing').map(one, one.hours))) > 1", "no `hours`"),
        ("weekly_hours(joined(r.tags)) > 1", "no service hours"),
    ]);
}

#[test]
fn who_has_left_is_known_from_the_register_only() {
    let register_of_people = "[[people.person]]\nname = \"Left Long\"\nactive-until = \"2026-11-29\"\n\
        [[people.person]]\nname = \"Leaves Today\"\nactive-until = \"2026-11-30\"\n";
    let of = |owner: &str, config: &str| {
        let text = register(&[&[("id", "T-1"), ("owner", owner)]]);
        ask_of(&text, config, &["left(r.owner)"]).remove(0)
    };
    assert_eq!(of("Left Long", register_of_people), "holds");
    assert_eq!(of("Jane Doe; Left Long", register_of_people), "holds", "one of several");
    assert_eq!(of("Leaves Today", register_of_people), "fails");
    assert_eq!(of("Nobody Known", register_of_people), "fails");
    assert_eq!(of("Left Long", ""), "fails", "no register");
    assert_eq!(of("", register_of_people), "thing `T-1`: no `owner`");
}

/// Whether a condition over the document holds.
fn of_document(text: &str, condition: &str) -> String {
    let check = format!("assert]\nrecord = \"document\"\nthat = '''{condition}'''\nmessage = \"x\"");
    let tables = format!(
        "[[kind]]\nname = \"register\"\nsection = [{{ name = \"sites\", title = \"Sites\", level = \"should\" }}]\n{}",
        rule(&check)
    );
    Run::one(&tables, &format!("---\ntype: register\n---\n\n# R\n\n{text}")).summary()
}

#[test]
fn sections_are_read_by_name_with_what_is_below_them() {
    for text in [
        "## Purpose\n\nTo **serve** Köln.\n\n## Other\n\nx\n",
        "## Purpose and scope\n\nTo serve Köln.\n",
        "## 1. Purpose\n\n### Part\n\nTo serve Köln.\n",
        "**Purpose:** To serve Köln.\n",
        "- **Purpose:** To serve Köln.\n",
        "| Field | Text |\n|-|-|\n| Purpose | To serve Köln. |\n",
        "## Purpose\r\n\r\nTo serve Köln.\r\n",
    ] {
        assert_eq!(of_document(text, "section(r, 'purpose').contains('serve Köln.')"), "met, 1 examined", "{text}");
        assert_eq!(of_document(text, "section(r, 'purpose').contains('**')"), "not met, 1 examined", "{text}");
    }
    assert_eq!(of_document("## Sites\n\nKöln\n", "section(r, 'sites') == 'Köln'"), "met, 1 examined");
    assert_eq!(of_document("## Other\n\nx\n", "section(r, 'purpose') == ''"), "met, 1 examined");
    assert_eq!(of_document("## Purpose\n", "section(r, 'purpose') == ''"), "met, 1 examined");
}

#[test]
fn the_body_is_all_but_the_front_matter() {
    assert_eq!(
        of_document(
            "Nothing **but** text.\n",
            "body(r).contains('**but** text.') && !body(r).contains('type: register')"
        ),
        "met, 1 examined"
    );
    let check = "assert]\nrecord = \"thing\"\nthat = \"body(r).contains('Things')\"\nmessage = \"x\"";
    assert_eq!(Run::one(&format!("{THINGS}{}", rule(check)), &two()).summary(), "met, 2 examined");
}

const POINTERS: &str = "
[[kind]]
name = \"log\"
[[kind]]
name = \"pointers\"
[[record]]
name = \"kept\"
title = \"pointer\"
elsewhere = true
source = [{ kind = [\"pointers\"], form = { document = { needs = [\"system\"] } } }]
[record.column]
kind = { spellings = [\"stands for\"] }
system = {}
";

#[test]
fn elsewhere_tells_whether_a_kind_of_document_is_kept_in_another_system() {
    let check = "assert]\nrecord = \"document\"\nthat = \"elsewhere('log')\"\nmessage = \"x\"";
    let summary = |more: &str| {
        Run::one(&format!("{POINTERS}{}", rule(check)), &format!("---\ntype: pointers\n{more}---\n\n# P\n")).summary()
    };
    assert_eq!(summary("stands for: log\nsystem: DMS\n"), "met, 1 examined");
    assert_eq!(summary("stands for: log\n"), "not met, 1 examined");
    assert_eq!(summary("system: DMS\n"), "not met, 1 examined");
}
