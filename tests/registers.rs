//! Registers as real repositories keep them: rows of templates, boxes to tick, lights in front of states, other words for columns.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod reads;
mod tree;

use reads::{BOTH, findings, kind};
use tree::Tree;

/// A repository with one document of a kind.
fn of(kind: &str, text: &str) -> Tree {
    let document =
        format!("---\ntype: {kind}\nowner: Jane Doe\nnext_review: 2027-03-01\n---\n\n# Register\n\n{text}\n");
    Tree::new().file("clauselint.toml", BOTH).file("register.md", &document)
}

/// The rules with findings in the register, without those on what is not there.
fn told(tree: &Tree) -> Vec<String> {
    let report =
        tree.run(&["check", "--ignore", "*-information-missing", "--ignore", "*-overdue", "--format", "json"]).json();
    let verdicts = report["verdicts"].as_array().unwrap().iter();
    let found = verdicts.filter(|verdict| !verdict["findings"].as_array().unwrap().is_empty());
    found.map(|verdict| verdict["rule"].as_str().unwrap().to_owned()).collect()
}

const ACTIONS: &str = "| CAPA # | Description | Root cause | Action | Owner | Due date | Status | Result | Effective? |\n\
    |---|---|---|---|---|---|---|---|---|\n";

#[test]
fn rows_of_a_template_and_rows_that_say_nothing_are_no_records() {
    for row in [
        "| CA-001 | _[Description]_ | _[Root cause]_ | _[Action]_ | _[Name]_ | YYYY-MM-DD | ☐ Open | | ☐ Yes / ☐ No |",
        "| — | _None yet_ | — | — | — | — | — | — | — |",
        "| | | | | | | | | |",
    ] {
        let tree = of("corrective-action", &format!("{ACTIONS}{row}"));
        let records = tree.run(&["inspect", "register.md", "--records", "corrective-action"]).out;
        assert!(records.starts_with("0 records"), "{row}: {records}");
        assert!(
            !told(&tree).iter().any(|rule| rule.contains("corrective") || rule.contains("record")),
            "{row}: {:?}",
            told(&tree)
        );
    }
    let begun = "| CA-001 | Door left open | | | [Name] | | Open | | |";
    let tree = of("corrective-action", &format!("{ACTIONS}{begun}"));
    assert_eq!(findings(&tree, "corrective-action-unplanned").len(), 1);
}

#[test]
fn the_box_that_is_ticked_is_the_value() {
    let late = |status: &str| {
        let row = format!("| CA-003 | a | b | c | Jane | 2026-01-01 | {status} | fixed | ☑ Yes / ☐ No |");
        findings(&of("corrective-action", &format!("{ACTIONS}{row}")), "corrective-action-overdue").len()
    };
    assert_eq!((late("☐ Open / ☑ Closed"), late("☑ Open ☐ Closed"), late("✅ Closed"), late("🟡 Open")), (0, 1, 0, 1));
}

#[test]
fn a_mitigation_treats_a_risk() {
    let register = "| Risk ID | Risk | Risk level | Mitigation | Risk owner | Customer impact | Status |\n|---|---|---|---|---|---|---|\n\
        | R-1 | Phishing | Critical | Enforce two factors | IT | none | 🟢 Treated |\n| R-2 | Flood | High | Move the rack | IT | none | Planned |\n";
    let tree = of("risk-register", register);
    for rule in ["risk-without-treatment", "record-value-unreadable"] {
        assert_eq!(findings(&tree, rule), [""; 0], "{rule}");
    }
}

#[test]
fn a_change_that_is_proposed_is_not_carried_out() {
    let changes = |status: &str| {
        let table = format!(
            "| Change ID | Category | Status | Backout | Test evidence |\n|---|---|---|---|---|\n| C-1 | Normal | {status} | | |\n"
        );
        findings(&of("change-request", &table), "change-untested").len()
    };
    assert_eq!((changes("Proposed"), changes("Pending"), changes("Implemented")), (0, 0, 1));
}

#[test]
fn no_loss_at_all_is_a_length_of_time() {
    let table =
        "## Recovery objectives\n\n| Service | RTO | RPO |\n|---|---|---|\n| Mail | 2 hours | 0 (in flight) |\n";
    assert_eq!(findings(&of("continuity-plan", table), "record-value-unreadable"), [""; 0]);
}

#[test]
fn names_of_files_that_mean_other_things_tell_no_kind() {
    let log = "# Change log\n\nAll changes of this program.\n\n## 1.2.0\n\n- A command\n";
    let register = "# Risks\n\n| Risk ID | Level | Owner |\n|---|---|---|\n| R-1 | | |\n";
    let tree = Tree::new()
        .file("clauselint.toml", BOTH)
        .file("docs/change-log.md", log)
        .file("docs/risk-register.template.md", register)
        .file("docs/risk-register.md", register);
    assert_eq!(kind(&tree, "docs/change-log.md"), serde_json::Value::Null);
    assert_eq!(kind(&tree, "docs/risk-register.template.md"), serde_json::Value::Null);
    assert_eq!(kind(&tree, "docs/risk-register.md"), "risk-register");
}

#[test]
fn the_table_that_was_meant_is_shown_where_columns_lack() {
    let suppliers = "| Supplier | Service | Criticality | Approval status |\n|---|---|---|---|\n| Hosting Ltd | Servers | high | approved |\n";
    let told = findings(&of("supplier-register", suppliers), "record-columns-missing");
    assert!(told.len() == 1 && told[0].starts_with("register.md:9 table of records"), "{told:?}");
    let other = "| Word | Meaning |\n|---|---|\n| SLA | an agreement |\n";
    let told = findings(&of("supplier-register", other), "record-columns-missing");
    assert!(told.len() == 1 && told[0].starts_with("register.md:7 document has no table"), "{told:?}");
}

#[test]
fn what_was_promised_and_reached_is_read_under_the_words_of_real_tables() {
    let test =
        "| Service | RTO Target | RTO Actual | Result |\n|---|---|---|---|\n| Web | ≤ 6 hr | 7 hr 32 min | ✅ PASSED |";
    assert_eq!(findings(&of("continuity-test", test), "continuity-test-passed-too-late").len(), 1);
    let incident = "| Incident ID | Severity | Date Opened | Date Closed | Summary |\n|---|---|---|---|---|\n\
        | INC-1 | P1 | 2026-03-08 | 2026-03-01 | column mismatch |";
    assert_eq!(findings(&of("incident-record", incident), "incident-dates-out-of-order").len(), 1);
    let report = "| SLO | Target | Actual | Status |\n|---|---|---|---|\n| Checkout success rate | ≥ 99% | **88.158%** | BREACH |";
    let missed = findings(&of("sla-report", report), "missed-target-without-improvement");
    assert!(missed.len() == 1 && missed[0].contains("Checkout success rate missed its target"), "{missed:?}");
    let summary = "| Metric | SLA Target |\n|---|---|\n| P1 resolution | Next business day |\n| DR drills | Quarterly |\n| P2 fix | Next sprint |";
    let unclear = findings(&of("sla", summary), "sla-target-not-measurable");
    assert!(unclear.len() == 1 && unclear[0].contains("Next sprint"), "{unclear:?}");
    let plan = "| Risk ID | Treatment Strategy | Action Items | Owner | Deadline | Status |\n|---|---|---|---|---|---|\n\
        | R-001 | Mitigate | Deploy EDR | CTO | Dec 15, 2025 | In Progress |";
    assert_eq!(findings(&of("risk-treatment-plan", plan), "treatment-action-overdue").len(), 1);
}

#[test]
fn a_proposed_mitigation_is_a_treatment() {
    let table = "| Risk ID | Risk Description | Likelihood | Impact | Priority | Recommended Mitigation | Risk Owner | Status |\n\
        |---|---|---|---|---|---|---|---|\n\
        | R-003 | Lack of MFA | High | Critical | Critical | Enforce MFA | Information Security | In Progress |";
    let tree = of("risk-register", table);
    assert_eq!(findings(&tree, "risk-without-treatment"), Vec::<String>::new());
    let records = tree.run(&["inspect", "register.md", "--records", "risk"]).out;
    assert!(records.contains("1 records of the kind `risk`"), "{records}");
}

#[test]
fn the_type_of_a_change_is_none_of_its_document() {
    const TABLE: &str = "# Change request CR-2291: Move the nightly batch\n\n| Field | Value |\n|---|---|\n| Change ID | CR-2291 |\n\
        | Type | Emergency |\n| Status | Implemented |\n| Requested by | Ann Lee |\n| Approved by | Ann Lee |\n";
    let stated = format!("---\ntype: change-request\n---\n\n{TABLE}");
    for (file, text) in [("a.md", stated.as_str()), ("change-request.md", TABLE)] {
        let tree = Tree::new().file("clauselint.toml", BOTH).file(file, text);
        assert_eq!(kind(&tree, file), "change-request", "{file}");
        assert_eq!(findings(&tree, "change-approved-by-requester").len(), 1, "{file}");
        let records = tree.run(&["inspect", ".", "--records", "change"]).out;
        assert!(records.contains("category             Emergency"), "{records}");
    }
    let tree = Tree::new()
        .file("clauselint.toml", BOTH)
        .file("a.md", "# Batch\n\n| Field | Value |\n|---|---|\n| Type | change-request |\n| Owner | Ann |\n");
    assert_eq!(kind(&tree, "a.md"), "change-request");
}

/// A link to a contract names it, although its number is not what the vocabulary calls an id.
#[test]
fn a_link_names_a_record_by_the_title_of_its_document() {
    let sla = "---\ntype: sla\nid: SLA-1\nstatus: effective\n---\n\n# SLA\n\n## Targets\n\n| Priority | Reaktion innerhalb | Behebung innerhalb |\n|---|---|---|\n| P1 | 1 h | 8 h |\n\n\
        ## Supporting agreements\n\n- [NordHost](contract.md)\n";
    let contract = |hours: u8| {
        format!(
            "---\ntype: supplier-contract\nstatus: effective\nVertragsnummer: V-1\n---\n\n# Vertrag NordHost\n\n\
             | Prio | Response | Resolution |\n|---|---|---|\n| 1 | 1 h | {hours} h |\n"
        )
    };
    for (hours, expected) in [(12, 1), (6, 0)] {
        let tree = Tree::new().file("clauselint.toml", BOTH).file("sla.md", sla).file("contract.md", &contract(hours));
        assert_eq!(findings(&tree, "supporting-agreement-unknown"), Vec::<String>::new());
        assert_eq!(findings(&tree, "sla-resolution-unsupported").len(), expected, "{hours}");
    }
}

#[test]
fn a_day_behind_the_title_of_a_column_does_not_hide_it() {
    let objectives = |title: &str| {
        format!(
            "---\ntype: objectives\nstatus: approved\n---\n\n# Ziele\n\n| Nr. | Ziel | Zielwert | {title} | Termin | Verantwortlich |\n\
             |---|---|---|---|---|---|\n| Z-1 | Zufriedene Kunden | 90 % | 95 % | 2026-10-31 | Uwe Brinkmann |\n"
        )
    };
    for (title, expected) in [("Istwert (Q3 2026)", 0), ("Istwert", 0), ("Bemerkung (Q3 2026)", 1)] {
        let tree = Tree::new().file("clauselint.toml", BOTH).file("ziele.md", &objectives(title));
        assert_eq!(findings(&tree, "objective-without-result").len(), expected, "{title}");
    }
}
