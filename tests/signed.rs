//! Who approved a document and when, and from when its review counts, in the forms of real documents.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod reads;
mod tree;

use reads::{fields, findings};
use serde_json::Value;
use tree::Tree;

/// A document with a section at its end.
fn with_section(section: &str) -> String {
    format!("# Guide\n\n**Owner:** Jane Doe\n**Next review:** 2027-01-01\n\n## Use\n\nText.\n\n{section}\n")
}

fn approval(text: &str) -> [Value; 2] {
    let read = fields(text);
    ["approved_by", "approved_on"].map(|name| read[name]["value"].clone())
}

/// The findings of one rule about one document.
fn told(rule: &str, text: &str) -> Vec<String> {
    findings(&Tree::new().file("a.md", text), rule)
}

#[test]
fn who_wrote_or_reviewed_signs_without_approving() {
    let nobody = [Value::Null, Value::Null];
    let table = |rows: &str| {
        with_section(&format!("## Approval\n\n| Role | Name | Signature | Date |\n|---|---|---|---|\n{rows}"))
    };
    let author = "| Author | Ann Lee | AL | 2026-01-05 |\n";
    assert_eq!(approval(&table(&format!("{author}| Approver (Quality manager) | | | |\n"))), nobody);
    assert_eq!(
        approval(&table(&format!("{author}| Approved by (CEO) | Max Roe | MR | 2026-01-09 |\n"))),
        ["Max Roe".into(), Value::from("2026-01-09")]
    );
    // Where no row says so, all who sign approve.
    assert_eq!(
        approval(&table("| Head of IT | Max Roe | MR | 2026-01-09 |\n")),
        ["Max Roe".into(), Value::from("2026-01-09")]
    );
    let activities = "## Document approval\n\n| Activity | Date | Role | Name |\n|---|---|---|---|\n\
        | Creation | 2021-02-24 | Founder | Ann Lee |\n| Review | | | |\n| Approval | | | |\n";
    assert_eq!(approval(&with_section(activities)), nobody);
}

#[test]
fn what_stands_beside_the_signature_is_read_as_well() {
    let section = "## Approval\n\n**Approved by:** Maria Santos\n**Approval date:** July 12, 2025\n**Version:** 2.0\n\n## More\n\nText.";
    let read = fields(&with_section(section));
    assert_eq!(
        (read["approved_by"]["value"].clone(), read["version"]["value"].clone()),
        ("Maria Santos".into(), "2.0".into())
    );
}

#[test]
fn names_may_stand_below_their_label() {
    let section = "## Document approval\n\n**Approved by:**\nMary Major, CEO\nDate: January 1, 2026\n";
    assert_eq!(approval(&with_section(section)), ["Mary Major, CEO".into(), Value::from("2026-01-01")]);
    let nested = "## Document approval\n\n* **Approved by:**\n    * *Max Roe*\n    * *Ann Lee*\n* **Approval date:** July 7, 2026\n";
    assert_eq!(approval(&with_section(nested))[0], serde_json::json!(["Max Roe", "Ann Lee"]));
    let list = "# Guide\n\n## Document control\n\n**Review schedule:**\n- Annual review (scheduled)\n- Review on change\n\n**Owner:** Ann Lee\n";
    assert_eq!(fields(list)["review_interval"]["value"], "P1Y");
    let empty = "# Guide\n\n**Owner:**\n\nThis guide tells how the doors are locked and who has which key.\n\n**Version:** 1.0\n";
    assert_eq!(fields(empty)["owner"]["reading"], "empty");
}

#[test]
fn a_list_is_the_value_of_one_label_only_and_read_once() {
    let value = "## Document approval\n\n**Approved by:**\nMary Major, CEO\nDate: January 1, 2026\n\n- Keys are kept in the safe\n";
    assert_eq!(approval(&with_section(value))[0], "Mary Major, CEO");
    let below = "# Guide\n\n**Owner:**\nAnn Lee\n\n- Keys are kept in the safe\n\n**Version:** 1.0\n";
    assert_eq!(fields(below)["owner"]["value"], "Ann Lee");
    let labels = "# Guide\n\n**Owner:**\n\n- **Approver:** Max Roe\n- **Version:** 1.0\n";
    let tree = Tree::new().file("a.md", labels);
    let shown = tree.run(&["inspect", "a.md"]).out;
    assert_eq!(shown.matches("Max Roe").count(), 1, "{shown}");
}

#[test]
fn the_history_says_who_approved_the_version_that_counts() {
    let text = |row: &str| {
        format!(
            "# Policy\n\n**Owner:** Ann Lee\n**Status:** Approved\n**Version:** 1.1\n**Next review:** 2027-01-05\n\n## Version history\n\n\
             | Version | Date | Author | Approved by | Changes |\n|---|---|---|---|---|\n{row}\n| 1.0 | 2025-01-05 | Ann Lee | Max Roe | first |\n"
        )
    };
    let approved = text("| 1.1 | 2026-01-05 | Ann Lee | Board | update |");
    assert_eq!(approval(&approved), ["Board".into(), Value::from("2026-01-05")]);
    assert_eq!(told("approval-data-missing", &approved), [""; 0]);
    for open in [
        "| 1.1 | 2026-01-05 | Ann Lee | | update |",
        "| 1.1 | | Ann Lee | Board | update |",
        "| 1.2 | 2026-01-05 | Ann Lee | Board | next |",
    ] {
        assert_eq!(approval(&text(open)), [Value::Null, Value::Null], "{open}");
        assert_eq!(told("approval-data-missing", &text(open)).len(), 1, "{open}");
    }
}

#[test]
fn a_history_of_one_entry_with_a_reviewer_is_a_history() {
    let text = "# Policy\n\n**Owner:** Ann Lee\n**Version:** 1.1\n\n## Revision history\n\n| Version | Revision date | Reviewer |\n|---|---|---|\n| 1.0 | 2025-06-01 | Max Roe |\n";
    assert_eq!(fields(text)["reviewer"], Value::Null);
    assert_eq!(told("carriers-disagree", text), [""; 0]);
    assert_eq!(told("version-not-in-history", text).len(), 1);
}

#[test]
fn the_first_review_counts_from_the_beginning() {
    let text = |dates: &str| format!("# Guide\n\n**Owner:** Ann Lee\n{dates}\n**Review cycle:** annual\n");
    let overdue = told("review-overdue", &text("**Effective date:** 2025-02-01\n**Approved on:** 2025-01-20"));
    assert!(
        overdue.len() == 1 && overdue[0].contains("2026-02-01") && overdue[0].contains("`effective_from`"),
        "{overdue:?}"
    );
    assert_eq!(told("metadata-missing", &text("**Effective date:** 2025-02-01")), [""; 0]);
    // A review that took place counts, also where nobody can read when.
    assert_eq!(told("review-overdue", &text("**Effective date:** 2025-02-01\n**Last reviewed:** 2026-10-01")), [""; 0]);
    assert_eq!(told("review-overdue", &text("**Effective date:** 2025-02-01\n**Last reviewed:** lately")), [""; 0]);
    // Without an interval of its own nothing is counted.
    let open = "# Guide\n\n**Owner:** Ann Lee\n**Effective date:** 2020-02-01\n";
    assert_eq!(told("review-overdue", open), [""; 0]);
    assert_eq!(told("metadata-missing", open).len(), 1);
}

#[test]
fn a_month_is_enough_for_the_day_from_which_something_counts() {
    let text = "# Guide\n\n**Owner:** Ann Lee\n**Status:** approved\n**Effective date:** January 2025\n**Next review:** December 2026\n";
    for rule in ["date-malformed", "metadata-empty", "approval-data-empty"] {
        assert_eq!(told(rule, text), [""; 0], "{rule}");
    }
}

#[test]
fn two_labels_for_people_are_two_roles() {
    let roles = "# Guide\n\n**Document owner:** Ann Lee\n**Maintained by:** Development team\n**Version:** 1.0\n";
    assert_eq!(told("carriers-disagree", roles), [""; 0]);
    let twice = "# Guide\n\n**Owner:** Ann Lee\n**Version:** 1.0\n\n## Document control\n\n**Owner:** Max Roe\n";
    assert_eq!(told("carriers-disagree", twice).len(), 1);
    let joint = "# Guide\n\n**Owner / process responsible:** Ann Lee\n**Version:** 1.0\n";
    assert_eq!(fields(joint)["owner"]["value"], "Ann Lee");
}

#[test]
fn remarks_and_stand_ins_are_told_from_values() {
    let read = |label: &str, value: &str| fields(&format!("# Guide\n\n**Owner:** Ann Lee\n**{label}:** {value}\n"));
    let version = "# Guide\n\n**Owner:** Ann Lee\n**Version:** 1.0 — replaces the 2024/2025 process\n\n## History\n\n\
        | Version | Date | Author |\n|---|---|---|\n| 1.0 | 2025-06-01 | Max Roe |\n";
    for rule in ["version-malformed", "version-not-in-history"] {
        assert_eq!(told(rule, version), [""; 0], "{rule}");
    }
    for (value, interval) in [
        ("At least annually; also after any Severity 1 incident", "P1Y"),
        ("Annual; training reviewed before each school year", "P1Y"),
    ] {
        assert_eq!(read("Review cycle", value)["review_interval"]["value"], interval, "{value}");
    }
    assert_eq!(read("Review cycle", "annual, or every 2 years")["review_interval"]["reading"], "malformed");
    assert_eq!(read("Effective date", "*(upon approval)*")["effective_from"]["reading"], "placeholder");
    assert_eq!(read("Approved by", "*(unsigned)*")["approved_by"]["reading"], "placeholder");
    assert_eq!(read("Policy approved by", "Max Roe")["approved_by"]["value"], "Max Roe");
}

#[test]
fn firms_and_several_people_own() {
    for owner in ["Azmi Consulting Sdn. Bhd.", "Jane Doe, Example Ltd.", "Ann Lee — collection · Max Roe — review"]
    {
        let read = fields(&format!("# Guide\n\n**Owner:** {owner}\n**Version:** 1.0\n"));
        assert_eq!(read["owner"]["reading"], "valid", "{owner}");
    }
    assert_eq!(fields("# Guide\n\n**Owner:** the board of the firm.\n**Version:** 1.0\n")["owner"], Value::Null);
}

#[test]
fn the_unit_of_an_interval_may_stand_in_its_key() {
    for (key, interval) in
        [("review_cadence_months: 12", "P12M"), ("review_interval_days: 90", "P90D"), ("review-cycle-years: 2", "P2Y")]
    {
        let read = fields(&format!("---\nowner: Jane\n{key}\n---\n\n# A\n"));
        assert_eq!(read["review_interval"]["value"], interval, "{key}");
    }
    assert_eq!(fields("---\nowner: Jane\nreview_cycle: 90\n---\n\n# A\n")["review_interval"]["reading"], "malformed");
}

#[test]
fn a_key_with_two_meanings_and_no_value_is_no_question() {
    let text = "# Log\n\n**Version:** 1.0\n**Owner:** CISO\n**Approval:** —\n**Next review:** 2027-01-01\n";
    assert_eq!(told("field-undecided", text), [""; 0]);
}

#[test]
fn a_numbered_line_with_a_line_in_bold_below_is_not_empty() {
    let text = "# SOP\n\n**Owner:** QA\n\n3\\. Purpose\n\n**All must have:**\n\n- a purpose\n\n4\\. Scope\n\n**Everybody:**\n\n- here\n\n5\\. Use\n\nText.\n";
    assert_eq!(told("section-empty", text), [""; 0]);
}

#[test]
fn a_review_date_whole_years_after_the_beginning_is_the_next_one() {
    let read = |other: &str, date: &str| {
        fields(&format!("# Guide\n\n**Owner:** Ann Lee\n**{other}**\n**Review date:** {date}\n"))
    };
    for (other, date) in [
        ("Effective date: January 1, 2024", "January 1, 2025"),
        ("Effective date: 2024-02-01", "2026-01-31"),
        ("Approved on: 2024-03-05", "2027-03-05"),
        ("Date: 2024-03-05", "2025-03-05"),
    ] {
        assert_eq!(read(other, date)["next_review"]["reading"], "valid", "{other} {date}");
    }
    for (other, date) in [
        ("Effective date: 2024-01-01", "2024-11-20"),
        ("Effective date: 2024-01-01", "2024-01-01"),
        ("Effective date: 2024-01-01", "2034-01-01"),
        ("Effective date: 2025-01-01", "2024-01-01"),
    ] {
        assert_eq!(read(other, date)["next_review"], Value::Null, "{other} {date}");
    }
}
