//! Every cell of every form at its line and column, with text beyond ASCII, with CRLF, and behind a byte order mark.

use crate::run::{NOTHING, Run, rule, with_crlf};

const TABLES: &str = "
[[kind]]
name = \"register\"
section = [{ name = \"sites\", title = \"Orte\", level = \"should\" }]
[[record]]
name = \"thing\"
title = \"thing\"
id = \"id\"
source = [
    { kind = [\"register\"], form = { table = { needs = [\"id\", \"name\"] } } },
    { kind = [\"register\"], form = { document = { needs = [\"id\"] } } },
    { kind = [\"register\"], form = { list = { sections = [\"sites\"], column = \"name\" } } },
]
[record.column]
id = { type = \"id\" }
name = {}
owner = { type = \"person\", spellings = [\"verantwortlich\"] }
day = { type = \"date\", spellings = [\"datum\"] }
";

const TEXT: &str = "---
type: register
id: REG-ä
verantwortlich: Jürgen Groß
---

# Verzeichnis 日本語

| Größe 😀 | Name        | ID    | Datum      |
|----------|-------------|-------|------------|
| groß     | Überlauf 😀 | ß-1   | 31.12.2026 |
| **é**    | `日本語`    | T-2   |            |

## Mehr

| ID | Verantwortlich |
|---|---|
| T-2 | Zoë – 😀 Größe |

## Orte

- Köln 😀
* **Zürich** – Süd
";

fn exact(run: &Run) {
    assert_eq!(run.texts("thing", "id"), ["ß-1", "T-2", "REG-ä", "-", "-"]);
    assert_eq!(run.places("thing", "id"), ["a.md:11:27 ß-1", "a.md:12:25 T-2", "a.md:3:5 REG-ä", "-", "-"]);
    assert_eq!(
        run.places("thing", "name"),
        ["a.md:11:14 Überlauf 😀", "a.md:12:14 `日本語`", "-", "a.md:22:3 Köln 😀", "a.md:23:3 **Zürich** – Süd"]
    );
    assert_eq!(run.places("thing", "owner"), ["-", "a.md:18:9 Zoë – 😀 Größe", "a.md:4:17 Jürgen Groß", "-", "-"]);
}

#[test]
fn all_cells_are_marked_exactly() {
    exact(&Run::one(TABLES, TEXT));
}

#[test]
fn line_ends_do_not_matter() {
    exact(&Run::one(TABLES, &with_crlf(TEXT)));
}

#[test]
fn an_empty_cell_is_an_empty_place_in_its_row() {
    for text in [TEXT.to_owned(), with_crlf(TEXT)] {
        let places = Run::one(TABLES, &text).places("thing", "day");
        assert_eq!(places[0], "a.md:11:35 31.12.2026");
        assert!(places[1].starts_with("a.md:12:3") && places[1].ends_with(' '), "{places:?}");
    }
}

#[test]
fn rows_extend_from_their_first_cell_to_their_last() {
    let run = Run::one(TABLES, &with_crlf(TEXT));
    let extents = run.extents("thing");
    assert_eq!(extents[0], "a.md:11:3 groß     | Überlauf 😀 | ß-1   | 31.12.2026");
    assert!(extents[1].starts_with("a.md:12:3 **é**    | `日本語`    | T-2"), "{extents:?}");
    assert_eq!(extents[2], "a.md:7:1 # Verzeichnis 日本語");
}

#[test]
fn findings_and_their_related_places_are_those_of_the_cells() {
    let check = "assert]\nrecord = \"thing\"\nwhere = \"has(r.day)\"\nthat = \"r.day < today\"\n\
                 message = \"{r.id} is due on {r.day}\"\nmark = \"day\"\n\
                 related = [{ of = \"find('thing', 't-2')\", column = \"owner\", label = \"wegen {s.id}: {s.owner}\" }]";
    for text in [TEXT.to_owned(), with_crlf(TEXT), format!("\u{feff}{TEXT}")] {
        let run = Run::one(&format!("{TABLES}{}", rule(check)), &text);
        assert_eq!(run.findings(), ["a.md:11:35 ß-1 is due on 2026-12-31 @ 31.12.2026"]);
        assert_eq!(run.related(), ["a.md:18:9 wegen T-2: Zoë @ Zoë – 😀 Größe"]);
        let finding = &run.verdict().findings[0];
        assert_eq!((finding.end.line, finding.end.column), (11, 45));
    }
}

#[test]
fn a_finding_at_an_empty_cell_marks_the_row() {
    let check = "assert]\nrecord = \"thing\"\nwhere = \"r.id == 'T-2'\"\nthat = \"has(r.day)\"\nmessage = \"no day\"\nmark = \"day\"";
    let run = Run::one(&format!("{TABLES}{}", rule(check)), TEXT);
    assert!(run.findings()[0].starts_with("a.md:12:3 no day @ **é**    | `日本語`    | T-2"), "{:?}", run.findings());
    assert_eq!(run.related(), NOTHING);
}
