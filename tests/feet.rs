//! Where people put metadata, and how: feet of labelled lines, tables of one row, sections on the review, lines with several labels.
//! The forms are those of real documents; the words are ours.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod reads;
mod tree;

use reads::{BOTH, fields, findings, kind};
use serde_json::Value;
use tree::Tree;

/// The value of one field of a document.
fn value(text: &str, name: &str) -> Value {
    fields(text)[name]["value"].clone()
}

/// A text with a foot.
fn with_foot(foot: &str) -> String {
    format!("# Access policy\n\nText.\n\n## Use\n\nText.\n\n{foot}\n")
}

#[test]
fn a_foot_counts_although_one_of_its_labels_is_unknown() {
    let foot = "---\n\n**Document owner:** Jane Doe  \n**Version:** 1.0  \n**Next review:** 2026-06-01  \n**Contact:** x@example.org";
    let text = with_foot(foot);
    assert_eq!(value(&text, "owner"), "Jane Doe");
    assert_eq!(value(&text, "next_review"), "2026-06-01");
    let tree = Tree::new().file("a.md", &text);
    assert_eq!(findings(&tree, "review-overdue").len(), 1);
}

#[test]
fn an_entry_of_a_list_below_a_line_is_no_foot() {
    let entry = "---\n\n### Broken door\n\n**Status:** Closed  \n**Owner:** Jane Doe  \n**Priority:** high";
    assert_eq!(value(&with_foot(entry), "owner"), Value::Null);
    let known = "---\n\nText about the foot.\n\n**Owner:** Jane Doe, and a sentence.  \nSome words.  \nMore words.";
    assert_eq!(value(&with_foot(known), "owner"), Value::Null);
}

#[test]
fn what_a_document_with_a_foot_lacks_is_told_there() {
    let tree = Tree::new().file("a.md", &with_foot("---\n\n*Last reviewed: 2026-10-04*"));
    let told = findings(&tree, "metadata-missing");
    assert!(told.len() == 1 && told[0].starts_with("a.md:11 "), "{told:?}");
    let head = Tree::new().file("a.md", "# Plan\n\n*Last reviewed: 2026-10-04*\n\n## Use\n\nText.\n");
    assert!(findings(&head, "metadata-missing")[0].starts_with("a.md:1 "));
}

#[test]
fn a_section_on_the_review_may_state_it() {
    for heading in ["Document maintenance", "Review", "Überprüfung"] {
        let section = format!(
            "## {heading}\n\n- **Last reviewed**: 2025-11-05\n- **Next review date**: 2026-11-05\n\n## More\n\nText."
        );
        assert_eq!(value(&with_foot(&section), "next_review"), "2026-11-05", "{heading}");
    }
    let prose = "## Review\n\nNext review: see below.\nThe policy is looked at by the board.\nOwner: the board decides.\n\n## More\n\nText.";
    assert_eq!(fields(&with_foot(prose)), Value::Object(serde_json::Map::new()));
}

#[test]
fn the_only_row_of_a_table_may_be_the_metadata() {
    let spanish = "# MM-04\n\n| Código | Versión | Estado | Área | Dueño del proceso | Aprobó | Fecha | Próxima revisión |\n\
        |---|---|---|---|---|---|---|---|\n| MM-04 | 0.1 | Borrador | Acería | Ana | Luis | 2026-09-25 | 2027-09-25 |\n\n## Objetivo\n\nTexto.\n";
    assert_eq!(value(spanish, "id"), "MM-04");
    assert_eq!(value(spanish, "next_review"), "2027-09-25");
    let unknown = "# A\n\n| Document | Version | Status | Owner | Approved by | Next review |\n|---|---|---|---|---|---|\n\
        | POL-1 | 1.0 | Approved | Ana | Mary | 2025-09-25 |\n\nText.\n";
    assert_eq!(value(unknown, "next_review"), "2025-09-25");
    // One entry of a history, and one service.
    let history = "# A\n\n| Version | Date | Author | Approved by | Changes |\n|---|---|---|---|---|\n| 1.0 | 2026-01-02 | Ana | Mary | first |\n";
    assert_eq!(value(history, "approved_by"), Value::Null);
    let service =
        "# Services\n\n| Service | Owner | Status | Version |\n|---|---|---|---|\n| Mail | Ana | live | 2 |\n";
    assert_eq!(value(service, "owner"), Value::Null);
}

#[test]
fn several_labels_stand_on_a_line() {
    for line in [
        "**Owner:** Jane Doe. **Version:** 1.0. **Next review:** 2027-01-01.",
        "**Owner:** Jane Doe &nbsp;|&nbsp; **Version:** 1.0 &nbsp;|&nbsp; **Next review:** 2027-01-01",
        "**Owner:** Jane Doe &middot; **Version:** 1.0 &middot; **Next review:** 2027-01-01",
        "**Owner:** Jane Doe, **Version:** 1.0, **Next review:** 2027-01-01",
    ] {
        let text = format!("# A\n\n{line}\n\nText.\n");
        assert_eq!((value(&text, "owner"), value(&text, "version")), ("Jane Doe".into(), "1.0".into()), "{line}");
        assert_eq!(value(&text, "next_review"), "2027-01-01", "{line}");
    }
}

#[test]
fn offices_have_long_names() {
    let owner = "Chief Information Security Officer and Head of IT Governance";
    assert_eq!(value(&format!("# A\n\n**Owner:** {owner}\n**Version:** 1.0\n"), "owner"), owner);
    let sentence = "whoever answers for the service on the day on which it fails";
    assert_eq!(value(&format!("# A\n\n**Owner:** {sentence}\n**Version:** 1.0\n"), "owner"), Value::Null);
}

#[test]
fn somebody_responsible_owns_what_has_a_version_or_a_review() {
    for label in ["Responsable", "Verantwortlich", "Responsible"] {
        let text = format!(
            "# A\n\n| Campo | Valor |\n|---|---|\n| {label} | Ana Ruiz |\n| Version | 1.0 |\n| Next review | 2026-11-30 |\n"
        );
        assert_eq!(value(&text, "owner"), "Ana Ruiz", "{label}");
    }
}

#[test]
fn what_names_its_successor_is_superseded() {
    let text = |by: &str| {
        format!(
            "# ADR-6\n\n- **Status:** Accepted\n- **Owner:** Ann\n- **Next review:** 2025-01-01\n- **Superseded by:** {by}\n"
        )
    };
    let overdue = |by: &str| findings(&Tree::new().file("a.md", &text(by)), "review-overdue").len();
    assert_eq!(overdue("ADR-33"), 0);
    for nothing in ["", "—", "none", "n/a"] {
        assert_eq!(overdue(nothing), 1, "{nothing}");
    }
}

#[test]
fn a_line_in_bold_may_name_the_successor() {
    let overdue = |line: &str| {
        let text = format!("# ADR-6\n\n**Owner:** Ann\n**Next review:** 2025-01-01\n\n{line}\n\n## Context\n\nText.\n");
        findings(&Tree::new().file("a.md", &text), "review-overdue").len()
    };
    assert_eq!(overdue("> **Superseded by [ADR-33](adr-33.md)** (2026-05-24). The pattern was replaced."), 0);
    assert_eq!(overdue("**Replaced by [ADR-33](adr-33.md).**"), 0);
    assert_eq!(overdue("**Replaces [ADR-1](adr-1.md)**"), 1);
    assert_eq!(overdue("What was superseded by [ADR-33](adr-33.md) is this."), 1);
}

#[test]
fn an_approval_that_is_refused_names_nobody() {
    for no in ["No", "nein", "non"] {
        assert_eq!(
            fields(&format!("---\nowner: Jane\napproved_by: {no}\n---\n\n# A\n"))["approved_by"]["reading"],
            "empty",
            "{no}"
        );
    }
}

#[test]
fn spellings_are_known_without_accents() {
    for (label, field) in [("Prochaine date de revision", "next_review"), ("Proxima fecha de revision", "next_review")]
    {
        let text = format!("# A\n\n**Version:** 1.0\n**{label}:** 2027-01-01\n");
        assert_eq!(value(&text, field), "2027-01-01", "{label}");
    }
    let text = "# A\n\n## Uso\n\nTexto.\n\n## Identificacion del documento\n\n| Campo | Valor |\n|---|---|\n| Version | 1.0 |\n| Owner | Ana |\n\n## Mas\n\nTexto.\n";
    assert_eq!(value(text, "owner"), "Ana");
}

#[test]
fn an_abbreviation_in_a_title_is_no_kind_where_it_has_two_meanings() {
    for title in ["RFC 0040: Connection pooling", "UC-209 — Resolve a dispute"] {
        let text = format!("# {title}\n\n**Status:** Draft\n**Owner:** Jane\n**Next review:** 2027-01-01\n");
        let tree = Tree::new().file("clauselint.toml", BOTH).file("a.md", &text);
        assert_eq!(kind(&tree, "a.md"), Value::Null, "{title}");
    }
    let stated = "---\ntype: RFC\nowner: Jane\n---\n\n# Replace the switch\n";
    let tree = Tree::new().file("clauselint.toml", BOTH).file("a.md", stated);
    assert_eq!(kind(&tree, "a.md"), "change-request");
}

#[test]
fn a_document_may_say_itself_that_it_is_controlled() {
    let told = |front: &str| {
        let text = format!("---\ntitle: Continuity\n{front}\n---\n\n# Continuity\n");
        findings(&Tree::new().file("a.md", &text), "metadata-missing").len()
    };
    assert_eq!(told("controlled_document: true"), 1);
    assert_eq!(told("controlled_document: false\nowner: Jane Doe\nversion: 1.0"), 0);
    assert_eq!(told("controlled_document:\nowner: Jane Doe\nversion: 1.0"), 1);
}

#[test]
fn a_sentence_on_the_review_may_be_a_label_with_a_day() {
    let of = |review: &str| format!("# Access policy\n\n## Purpose\n\nText.\n\n## Review\n\n{review}\n");
    let text = of("This policy is reviewed once a year. Next review: 10 February 2026.");
    assert_eq!(value(&text, "next_review"), "2026-02-10");
    assert_eq!(findings(&Tree::new().file("a.md", &text), "review-overdue").len(), 1);
    let text = of("The board looks at it; last reviewed: 2026-03-02. It may do so earlier.");
    assert_eq!(value(&text, "last_reviewed"), "2026-03-02");
    for prose in [
        "The next review follows the audit. It is held on 10 February 2026.",
        "Review it. Next review: after the audit of 2026.",
    ] {
        assert_eq!(fields(&of(prose)), Value::Object(serde_json::Map::new()), "{prose}");
    }
}

#[test]
fn an_owner_beside_a_history_of_versions_makes_a_document_a_controlled_one() {
    const HISTORY: &str = "## Versions\n\n| Version | Date | Changes |\n|---|---|---|\n| 1.0 | 2025-02-10 | First |\n";
    let told = |line: &str| {
        let text = format!("# Access policy\n\n{line}\n\n{HISTORY}");
        findings(&Tree::new().file("a.md", &text), "metadata-missing").len()
    };
    assert_eq!(told("**Policy owner:** Jane Doe"), 1);
    // So does a program have versions and a state.
    assert_eq!(told("**Status:** active"), 0);
    assert_eq!(told(""), 0);
}

#[test]
fn a_header_with_an_id_for_a_value_is_the_first_row_of_a_control_table() {
    let read = |rows: &str| fields(&format!("# Mail gateway\n\n{rows}\n## Impact\n\nText.\n"));
    let change = "| Change ID | CHG-77 |\n|---|---|\n| Requested by | Ann Lee |\n| Approved by | Tom Roe |\n| Status | Draft |\n";
    let found = read(change);
    assert_eq!((&found["approved_by"]["value"], &found["status"]["value"]), (&"Tom Roe".into(), &"draft".into()));
    for other in [
        "| RFC ID | RFC-0001 |\n|---|---|\n| Title | Anchors |\n| Status | Draft |\n| Author | Ann Lee |\n",
        "| Change | Remark |\n|---|---|\n| Approved by | Tom Roe |\n| Status | Draft |\n",
    ] {
        assert!(read(other).as_object().unwrap().is_empty(), "{other}");
    }
}
