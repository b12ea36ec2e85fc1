//! Heads of documents of quality and governance: blanks of templates that were filled in half, remarks behind values, and several
//! labels on a line.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod reads;
mod tree;

use reads::{fields, findings};
use tree::Tree;

/// The value of a field of a document with a head of labelled lines.
fn value(head: &str, name: &str) -> String {
    let text = format!("# Access policy\n\n{head}\n\n## Purpose\n\nText.\n");
    fields(&text)[name]["value"].as_str().unwrap_or("none").to_owned()
}

/// The findings of one rule for such a document.
fn told(head: &str, rule: &str) -> Vec<String> {
    let text = format!("# Access policy\n\n{head}\n\n## Purpose\n\nText.\n");
    findings(&Tree::new().file("a.md", &text), rule)
}

#[test]
fn blanks_may_divide_labels_in_bold() {
    let head = "**No:** SOP-12   **Version:** 2.0\t**Next review:** 2025-02-01 **Owner:** Quality";
    let expected = [("version", "2.0"), ("next_review", "2025-02-01"), ("owner", "Quality")];
    for (name, expected) in expected {
        assert_eq!(value(head, name), expected, "{name}");
    }
    assert_eq!(value("**Owner:** **Jane Doe**  **Status:** Approved", "owner"), "Jane Doe");
    assert_eq!(value("**Owner:** Jane **Anne** Doe", "owner"), "Jane Anne Doe");
}

#[test]
fn a_choice_of_states_is_a_blank_until_one_is_ticked() {
    let head = |status: &str| format!("**Owner:** Jane Doe  \n**Version:** 1.0  \n**Status:** {status}");
    for status in ["`draft` / `in-review` / `approved`", "Draft / Approved"] {
        assert_eq!(told(&head(status), "metadata-placeholder").len(), 1, "{status}");
    }
    assert_eq!(value(&head("☐ Draft ☒ Approved"), "status"), "approved");
    assert_eq!(value(&head("Approved / Published"), "status"), "approved");
}

#[test]
fn a_version_may_say_that_it_is_a_draft() {
    let head = |version: &str, more: &str| {
        format!("**Version:** {version}  \n**Owner:** Jane Doe  \n**Effective date:** 2025-11-14{more}")
    };
    for version in ["1.0 (DRAFT)", "0.1 DRAFT", "0.9-draft"] {
        assert_eq!(told(&head(version, ""), "draft-in-force").len(), 1, "{version}");
    }
    assert_eq!(told(&head("1.0 (DRAFT)", "  \n**Status:** Approved"), "draft-in-force").len(), 0);
    for version in ["1.0", "3.0 (active — effective 25 June 2026)", "2.0 (after the annual review)"] {
        let head = head(version, "");
        assert_eq!((told(&head, "draft-in-force").len(), told(&head, "version-malformed").len()), (0, 0), "{version}");
    }
}

#[test]
fn an_interval_may_have_a_remark_in_the_middle_and_name_the_next_review() {
    let due = |cycle: &str| {
        let head = format!("**Owner:** Jane Doe  \n**Effective date:** 2025-06-07  \n**Review cycle:** {cycle}");
        told(&head, "review-overdue").len()
    };
    assert_eq!(due("Annual (minimum); after any incident or organizational restructuring"), 1);
    assert_eq!(due("Yearly (next review 2027-08-31), and after major changes or incidents"), 0);
    assert_eq!(due("Annual (next: 2026-10-07)"), 1);
    let head =
        "**Owner:** Jane Doe  \n**Review cycle:** Yearly (next review 2027-08-31)  \n**Next review:** 2026-01-05";
    assert_eq!(value(head, "next_review"), "2026-01-05");
}

#[test]
fn what_is_half_filled_in_is_a_blank_and_a_day_in_brackets_is_none() {
    let head = |owner: &str, next: &str| format!("**Owner:** {owner}  \n**Version:** 1.0  \n**Next review:** {next}");
    for owner in ["[Your Name], CEO", "[To be assigned - typically the legal counsel or the records manager]"] {
        assert_eq!(told(&head(owner, "2027-01-01"), "metadata-placeholder").len(), 1, "{owner}");
    }
    for owner in ["[[Jane Doe]]", "[@jane]", "Jane Doe [IT]"] {
        assert_eq!(
            told(&head(owner, "2027-01-01"), "metadata-placeholder").len(),
            usize::from(owner == "[@jane]"),
            "{owner}"
        );
    }
    assert_eq!(told(&head("Jane Doe", "\\_\\_\\_\\_\\_\\_\\"), "metadata-placeholder").len(), 1);
    assert_eq!(told(&head("Jane Doe", "[2025-06-07]"), "review-overdue").len(), 1);
    assert_eq!(told(&head("Jane Doe", "[2025-06]"), "metadata-placeholder").len(), 1);
}

#[test]
fn a_review_date_is_the_next_one_by_its_form() {
    let head = |more: &str| format!("**Owner:** Jane Doe  \n**Version:** 2.1  \n{more}");
    let months = head("**Last updated:** January 2024  \n**Review date:** January 2025");
    assert_eq!(value(&months, "next_review"), "2025-01-31");
    let days = head("**Date approved:** 12 September 2023  \n**Review date:** September 2024");
    assert_eq!(value(&days, "next_review"), "2024-09-30");
    assert_eq!(value(&head("**Last updated:** January 2024  \n**Review date:** March 2024"), "next_review"), "none");
    assert_eq!(value(&head("**Review date:** Monthly"), "review_interval"), "P1M");
    let blank = head("**Review date:** [12 months from approval]");
    assert_eq!((told(&blank, "metadata-placeholder").len(), told(&blank, "field-undecided").len()), (1, 0));
}

#[test]
fn two_labels_for_ids_name_two_documents() {
    let head = "**Document ID:** PACK-01  \n**Policy reference:** POL-BCDR-001  \n**Approved by:** Alex Rivera";
    assert_eq!(told(head, "carriers-disagree"), Vec::<String>::new());
    assert_eq!(value(head, "id"), "PACK-01");
}

#[test]
fn a_date_that_says_nothing_about_itself_is_a_beginning() {
    let head = "**Owner:** Jane Doe  \n**Date:** 2024-05-27  \n**Review cycle:** quarterly";
    let found = told(head, "review-overdue");
    assert!(found.len() == 1 && found[0].ends_with("(3 months after `Date` on 2024-05-27)"), "{found:?}");
    assert!(told(&format!("{head}  \n**Last reviewed:** 2026-11-02"), "review-overdue").is_empty());
    assert!(told(&format!("{head}  \n**Effective date:** 2026-11-02"), "review-overdue").is_empty());
}

#[test]
fn pending_in_brackets_is_a_blank() {
    let head = |owner: &str| format!("**Owner:** {owner}  \n**Version:** 1.0  \n**Next review:** 2027-01-01");
    for owner in ["(to be assigned)", "(pendiente de asignar — propuesto: CTO)"] {
        assert_eq!(told(&head(owner), "metadata-placeholder").len(), 1, "{owner}");
    }
    assert_eq!(told(&head("(Jane Doe)"), "metadata-placeholder").len(), 0);
}

#[test]
fn heads_in_german_french_and_spanish_are_read() {
    let german = "**Dokumentverantwortung:** Vertrieb  \n**Nächster Review-Termin:** 19.07.2026";
    assert_eq!((value(german, "owner"), value(german, "next_review")), ("Vertrieb".into(), "2026-07-19".into()));
    let interval = "**Verantwortliche Stelle:** Vertrieb  \n**Überprüfungshäufigkeit:** Monatlich";
    assert_eq!((value(interval, "owner"), value(interval, "review_interval")), ("Vertrieb".into(), "P1M".into()));
    assert_eq!(value("**Documento mantenido por:** Ana  \n**Versión:** 1.0", "owner"), "Ana");
    assert_eq!(value("**Mainteneur :** Ana  \n**Version :** 1.0", "owner"), "Ana");
    let table = "> Eine Vorlage.\n\n# Richtlinie\n\n## Dokumenten-Metadaten\n\n| Feld | Wert |\n|---|---|\n| Version | 3.2.0 |\n\
        | Verantwortlich | Projektleitung |\n";
    assert_eq!(fields(table)["owner"]["value"], "Projektleitung");
}

#[test]
fn metadata_below_a_key_of_a_site_is_read() {
    let text = "---\nowner: documentation team\nreview_info:\n  next_review_date: \"2026-02-05\"\n---\n\n# Names\n";
    assert_eq!(findings(&Tree::new().file("a.md", text), "review-overdue").len(), 1);
}

#[test]
fn a_document_may_be_adopted() {
    let head = |adopted: &str| format!("**Owner:** Jane Doe  \n**Status:** Approved  \n**Adopted:** {adopted}");
    assert_eq!(value(&head("2024-03-01"), "approved_on"), "2024-03-01");
    assert_eq!(value(&head("Board of trustees"), "approved_by"), "Board of trustees");
}

#[test]
fn a_table_that_describes_fields_has_none_and_one_day_below_a_head_is_enough() {
    let schema = "# Registry\n\nOwner: Secretary\n\n| Field | Values | Description |\n|---|---|---|\n| **Status** | ADOPTED or PROPOSED | Standing of \
        the policy |\n| **Effective date** | Date or \"Unknown\" | When the policy became effective |\n";
    assert!(fields(schema)["status"].is_null() && fields(schema)["effective_from"].is_null());
    let notes = "# Policy\n\n| Field | Value | Notes |\n|---|---|---|\n| Owner | Jane Doe | since May |\n| Next review | 2027-01-01 | yearly |\n";
    assert_eq!(fields(notes)["owner"]["value"], "Jane Doe");
    let scales = "# Scales\n\n| Field | Value |\n|---|---|\n| Last calibrated | 2025-08-01 |\n| Next review due | 2026-02-01 |\n";
    assert_eq!(findings(&Tree::new().file("a.md", scales), "review-overdue").len(), 1);
}

#[test]
fn what_names_no_day_behind_a_label_for_reviews_is_told() {
    let head = |next: &str| format!("**Responsable :** Équipe  \n**Prochaine révision :** {next}");
    assert_eq!(told(&head("Tests terrain avec données réelles (J+14)"), "date-malformed").len(), 1);
    let prose = "**Owner:** DSI\n\n**Next review:** we look at it again when the board has met and decided what is to be done next about it all.";
    assert_eq!(value(prose, "next_review"), "none");
}

#[test]
fn blanks_in_a_date_do_not_hide_its_order() {
    let head = "**Responsable:** Antonio  \n**Fecha:** 28 / 08 / 2026  \n**Próxima revisión:** 02 / 09 / 2026";
    assert_eq!(value(head, "next_review"), "2026-09-02");
}

#[test]
fn one_row_may_hold_two_fields() {
    let table = "| Field | Value |\n|---|---|\n| Owner / Author | Jane Doe / Tom Roe |\n| Version / Date | 1.1 / 2026-01-12 |\n\
                 | Approved by / Date | Luis Ray / 2026-01-13 |\n| Last review / Next review | 2026-01-12 / 2027-01-12 |";
    for (name, expected) in [
        ("owner", "Jane Doe"),
        ("author", "Tom Roe"),
        ("version", "1.1"),
        ("approved_by", "Luis Ray"),
        ("approved_on", "2026-01-13"),
        ("last_reviewed", "2026-01-12"),
        ("next_review", "2027-01-12"),
    ] {
        assert_eq!(value(table, name), expected, "{name}");
    }
    assert_eq!(value("**Owner / Author:** Jane Doe  \n**Version:** 1.0", "owner"), "Jane Doe");
}

/// Notes of a day are called by the day, and metadata of a policy may stand below a key of that name.
#[test]
fn links_to_days_and_wrapped_keys_are_read() {
    let of = |front: &str| fields(&format!("---\n{front}---\n\n# Access policy\n"));
    assert_eq!(of("next_review: \"[[2027-01-12]]\"\n")["next_review"]["value"], "2027-01-12");
    assert_eq!(of("policy:\n  owner: Jane Doe\n")["owner"]["value"], "Jane Doe");
}
