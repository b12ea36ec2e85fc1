//! Documents as people write them: what is said in other words than a tool expects is read, and no finding comes of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod reads;
mod tree;

use reads::{BOTH, fields, findings, kind};
use serde_json::Value;
use tree::Tree;

#[test]
fn a_register_that_is_called_so_is_the_register_that_its_path_or_title_tells() {
    let of = |kind: &str, title: &str| format!("---\ntype: {kind}\nowner: Jane Doe\nstatus: draft\n---\n\n# {title}\n");
    let tree = Tree::new()
        .file("clauselint.toml", &format!("{BOTH}[[kind]]\nname = \"change-policy\"\npaths = [\"rules/c.md\"]\n"))
        .file("risk-register.md", &of("Register", "Our risks"))
        .file("r2.md", &of("Register", "Incident log"))
        .file("rules/c.md", &of("Policy", "How we change things"))
        .file("capacity-plan.md", &of("Policy", "Policy on capacity"));
    assert_eq!(kind(&tree, "risk-register.md"), "risk-register");
    assert_eq!(kind(&tree, "r2.md"), "incident-record");
    assert_eq!(kind(&tree, "rules/c.md"), "change-policy");
    assert_eq!(kind(&tree, "capacity-plan.md"), "policy", "a plan is no policy");
}

#[test]
fn a_name_as_a_link_of_a_wiki_is_a_name() {
    let found = fields(
        "---\nowner: \"[[Jane Alvarez]]\"\napproved_by: \"[[people/Marcus Lee|Marcus Lee]]\"\nstatus: draft\n---\n",
    );
    assert_eq!(found["owner"]["value"], "Jane Alvarez");
    assert_eq!(found["approved_by"]["value"], "Marcus Lee");
    let template =
        Tree::new().file("a.md", "---\nowner: \"[[insert owner]]\"\nversion: 1.0\nstatus: draft\n---\n\n# A\n");
    let report = template.run(&["check", "--format", "json"]).json();
    assert!(report.to_string().contains("still the placeholder"), "{report}");
}

#[test]
fn carriers_agree_where_the_configuration_knows_the_person() {
    let tree = Tree::new()
        .file("clauselint.toml", "[[people.person]]\nname = \"Jane Alvarez\"\naliases = [\"@jane\"]\n")
        .file("a.md", "---\nowner: \"@jane\"\nstatus: draft\n---\n\n# A\n\n| Document control | |\n|---|---|\n| Owner | Jane Alvarez |\n");
    let run = tree.run(&["check", "--select", "carriers-disagree", "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.out);
}

#[test]
fn a_decimal_comma_in_a_report_is_the_point_of_the_agreement() {
    let sla = "---\ntype: sla\nid: SLA-1\nowner: Jane Doe\nstatus: draft\n---\n\n# SLA\n\n| Service | Availability | Measurement period |\n|---|---|---|\n| Mail | 99,9 % | month |\n";
    let report = |actual: &str, met: &str| {
        format!(
            "---\ntype: sla-report\nsla: SLA-1\nperiod: 2026-10\nowner: Jane Doe\nstatus: draft\n---\n\n# Report\n\n| Service | Measure | Target | Actual | Met |\n|---|---|---|---|---|\n| Mail | Availability | 99,9 % | {actual} | {met} |\n"
        )
    };
    let tree = |actual: &str| {
        Tree::new().file("clauselint.toml", BOTH).file("sla.md", sla).file("report.md", &report(actual, "yes"))
    };
    assert_eq!(findings(&tree("99,97 %"), "reported-availability-target-differs"), [""; 0]);
    assert_eq!(findings(&tree("99,97 %"), "reported-miss-called-met"), [""; 0]);
    assert_eq!(findings(&tree("99,82 %"), "reported-miss-called-met").len(), 1);
}

#[test]
fn review_may_say_how_often() {
    for value in ["Every 12 months", "annual", "Every two years, or upon significant change", "yearly"] {
        let found = fields(&format!(
            "---\nowner: Jane Doe\nstatus: draft\n---\n\n# A\n\n| Field | Value |\n|---|---|\n| Version | 1.0 |\n| Review | {value} |\n"
        ));
        assert!(
            found["review_interval"]["value"].as_str().is_some_and(|value| value.starts_with('P')),
            "{value}: {found}"
        );
        let found = fields(&format!("---\nowner: Jane Doe\nreview: {value}\n---\n"));
        assert!(
            found["review_interval"]["value"].as_str().is_some_and(|value| value.starts_with('P')),
            "{value}: {found}"
        );
    }
    let text =
        "# A\n\nOwner: Jane Doe\nLast reviewed: 3 October 2024\nReview: Every two years, or upon significant change\n";
    let found = fields(text);
    assert_eq!(found["review_interval"]["value"], "P2Y", "{found}");
    let found = fields(
        "---\nowner: Jane Doe\nreview: pending\n---\n\n# A\n\n**Review:** the board looks at it now and then.\n",
    );
    assert_eq!(found.get("review_interval"), None, "{found}");
}

#[test]
fn an_interval_may_have_a_condition() {
    for (value, interval) in [
        ("Annually and after each test", "P1Y"),
        ("Every two years or when legislation changes", "P2Y"),
        ("At least annually, or following a significant change", "P1Y"),
        ("24 months unless required earlier", "P24M"),
        ("2 years from approval", "P2Y"),
        ("Yearly, in March", "P1Y"),
        ("Every 3 years or sooner if legislation requires", "P3Y"),
        ("mind. jährlich", "P1Y"),
        ("jährlich bzw. anlassbezogen", "P1Y"),
        ("1 x jährlich", "P1Y"),
    ] {
        let found = fields(&format!("---\nowner: Jane Doe\nreview_interval: \"{value}\"\n---\n"));
        assert_eq!(found["review_interval"]["value"], interval, "{value}");
    }
    for value in ["6 months or yearly", "from time to time", "or yearly"] {
        let found = fields(&format!("---\nowner: Jane Doe\nreview_interval: \"{value}\"\n---\n"));
        assert_eq!(found["review_interval"]["reading"], "malformed", "{value}");
    }
}

#[test]
fn a_line_without_a_colon_takes_nothing_away_from_the_others() {
    let found = fields(
        "# SLA Klinikum\n\nEigentümer: Katrin Vogel\nVersion 1.3 vom 12. Juni 2026\nFreigegeben durch Dr. Thomas Köhler am 15. Juni 2026\nNächste Überprüfung: Juni 2027\n",
    );
    assert_eq!(found["owner"]["value"], "Katrin Vogel");
    assert_eq!(found["version"]["reading"], "valid");
    assert_eq!(found["approved_by"]["value"], "Dr. Thomas Köhler");
    assert_eq!(found["approved_on"]["value"], "2026-06-15");
    assert_eq!(found["next_review"]["value"], "2027-06-30");
    let found = fields(
        "# Objectives\n\nHarbourline IT Services Ltd\nOwner: Tom Ash\nNext review: 1 February 2027\nVersion 2.0 (2 February 2026)\n",
    );
    assert_eq!((&found["owner"]["value"], &found["version"]["reading"]), (&"Tom Ash".into(), &"valid".into()));
    let prose = "# Notes\n\nVersion 2 of the tool came out in 2026 and changed much.\nOwner: whoever finds it.\nIt is kept here\nfor those who need it\nand for no one else.\n";
    assert_eq!(fields(prose), serde_json::json!({}));
}

#[test]
fn plain_labels_beside_known_ones_are_metadata_of_a_pack() {
    let text = |end: &str| {
        format!(
            "# SLA Mail\n\nOwner: Jane Doe\nStatus: approved\nContract no: CON-009\nEnd date: {end}\n\n## Targets\n\nText.\n"
        )
    };
    let tree = Tree::new()
        .file("clauselint.toml", &format!("{BOTH}[[kind]]\nname = \"sla\"\npaths = [\"a.md\"]\n"))
        .file("a.md", &text("31 March 2026"));
    assert_eq!(findings(&tree, "sla-expired").len(), 1);
}

#[test]
fn an_office_behind_the_approver_is_no_sentence() {
    let found = fields(
        "# A\n\n**Owner:** Jane Doe\n**Approved by:** Helen Marsh, Managing Director, Harbourline IT Services Ltd, on 12 March 2026\n",
    );
    assert_eq!(found["approved_on"]["value"], "2026-03-12", "{found}");
    assert!(found["approved_by"]["value"].as_str().unwrap().starts_with("Helen Marsh"), "{found}");
    let found =
        fields("# A\n\n**Owner:** Jane Doe\n**Approved:** 12 March 2026 by the Board of Directors (minute 2026-14)\n");
    assert_eq!(found["approved_on"]["value"], "2026-03-12", "{found}");
}

#[test]
fn a_version_may_have_its_day_behind_it() {
    for value in
        ["1.2, 17 June 2025", "1.2 (17 June 2025)", "1.2 vom 17.06.2025", "v1.2 – 2025-06-17", "1.2 of 02/03/2025"]
    {
        let found = fields(&format!("---\nowner: Jane Doe\nversion: \"{value}\"\n---\n"));
        assert_eq!(found["version"]["reading"], "valid", "{value}");
    }
    assert_eq!(fields("---\nowner: Jane Doe\nversion: 17 June 2025\n---\n")["version"]["reading"], "malformed");
}

#[test]
fn a_day_that_can_be_read_in_two_ways_is_not_a_day_that_is_missing() {
    let log = |closed: &str| {
        format!(
            "---\ntype: incident-record\nowner: Jane Doe\nstatus: active\n---\n\n# Incidents\n\n| Incident | Opened | Priority | Status | Closed | Action taken |\n|---|---|---|---|---|---|\n| INC-1 | 2026-10-01 | P2 | closed | {closed} | restarted |\n"
        )
    };
    let tree = |closed| Tree::new().file("clauselint.toml", BOTH).file("log.md", &log(closed));
    let rule = "closed-incident-without-end";
    assert_eq!(findings(&tree(""), rule).len(), 1);
    let report = tree("02/11/2026 10:00").run(&["check", "--select", rule, "--format", "json"]).json();
    let verdict = &report["verdicts"][0];
    assert_eq!(
        (&verdict["state"], verdict["findings"].as_array().unwrap().len()),
        (&"not-checked".into(), 0),
        "{verdict}"
    );
    assert!(verdict["reason"].as_str().unwrap().contains("cannot be read"), "{verdict}");
}

#[test]
fn the_first_column_of_ids_is_the_id_whatever_it_is_called() {
    let log = |second: &str| {
        format!(
            "---\ntype: change log\nowner: Jane Doe\nstatus: active\n---\n\n# Changes\n\n| Change | Type | Description | Beantragt | Requested by | Approved by | Status |\n|---|---|---|---|---|---|---|\n| CHG-115 | normal | New disk | x | Jane Doe | Jane Doe | Abgeschlossen |\n| {second} | normal | New switch | x | Jane Doe | Mary Major | closed |\n"
        )
    };
    let tree = |second| Tree::new().file("clauselint.toml", BOTH).file("log.md", &log(second));
    assert_eq!(findings(&tree("CHG-116"), "record-columns-missing"), [""; 0]);
    assert_eq!(findings(&tree("CHG-116"), "change-approved-by-requester").len(), 1);
    assert_eq!(findings(&tree("CHG-116"), "record-value-unreadable"), [""; 0], "a state in another language");
    assert_eq!(findings(&tree("The switch"), "record-columns-missing").len(), 1, "names are no ids");
}

#[test]
fn targets_of_an_agreement_without_an_id_belong_to_it() {
    let sla = "---\ntitle: SLA Mail\ntype: sla\nowner: Jane Doe\nstatus: draft\n---\n\n# SLA Mail\n\n| Priority | Response | Resolution |\n|---|---|---|\n| P1 | 4 h | 2 h |\n| P2 | 2 h | 8 h |\n";
    let tree = Tree::new().file("clauselint.toml", BOTH).file("sla.md", sla);
    assert_eq!(findings(&tree, "priorities-out-of-order").len(), 1);
}

#[test]
fn tables_of_signatures_say_who_approved_and_when() {
    let approved = |text: &str| {
        let found = fields(text);
        (found["approved_by"]["value"].clone(), found["approved_on"]["value"].clone())
    };
    let expected = (Value::from("Dr Ward"), Value::from("2025-06-17"));
    let front = "---\nowner: Jane Doe\nversion: 1.0\n---\n\n# A\n\n";
    for table in [
        "| | Name | Date |\n|---|---|---|\n| Author | Jane Doe | 1 June 2025 |\n| Approved by | Dr Ward | 17 June 2025 |\n",
        "| Role | Name | Signature | Date |\n|---|---|---|---|\n| Author | Jane Doe | JD | |\n| Approver | Dr Ward | W | 17.06.2025 |\n",
    ] {
        assert_eq!(approved(&format!("{front}{table}")), expected, "{table}");
    }
    let middle = "## Scope\n\nAll of it.\n\n";
    for section in [
        "## Approvals\n\n| Name | Role | Signature | Date |\n|---|---|---|---|\n| Dr Ward | Registrar | | 17 June 2025 |\n",
        "## Approval\n\n**Approved by:** Dr Ward, 17 June 2025\n",
        "## Approval\n\n**Approved by:** Dr Ward\n**Date:** 17 June 2025\n",
        "## Approval\n\nApproved by Dr Ward on 17 June 2025\n**Minute:** 12\n",
    ] {
        assert_eq!(approved(&format!("{front}{middle}{section}\n## Rest\n\nText.\n")), expected, "{section}");
    }
    let other = "## Approval\n\n| Type | Approver | Limit |\n|---|---|---|\n| Normal | CAB | 5 days |\n\nApproved by: see above.\n";
    assert_eq!(approved(&format!("{front}{middle}{other}")), (Value::Null, Value::Null));
}

#[test]
fn most_headings_are_no_sections_of_metadata_at_first_sight() {
    let headings = clauselint::vocabulary::Vocabulary::built_in().headings();
    let plain =
        ["Purpose", "Scope", "Roles", "Targets", "Service hours", "Incidents", "Workload", "Exceptions", "Costs"];
    let dear: Vec<_> = plain.iter().filter(|title| headings.may_hold_metadata(title)).collect();
    assert!(dear.len() < 2, "{dear:?} are matched in full");
}

#[test]
fn a_letterhead_above_the_title_ends_no_head() {
    for head in [
        "**Northfield University**\n\n# Information Security Policy",
        "# Northfield University\n\n# Information Security Policy",
    ] {
        for metadata in
            ["| Document owner | Jane Doe |\n|---|---|\n| Version | 1.0 |\n", "**Owner:** Jane Doe\n**Version:** 1.0\n"]
        {
            let found = fields(&format!("{head}\n\n{metadata}\n## Scope\n\nText.\n"));
            assert_eq!(found["owner"]["value"], "Jane Doe", "{head}\n{metadata}");
        }
    }
}

#[test]
fn a_service_is_agreed_where_the_agreement_lists_it() {
    let catalogue = "---\ntype: service-catalogue\nowner: Jane Doe\nstatus: active\n---\n\n# Catalogue\n\n| Service ID | Name | Status | Customers |\n|---|---|---|---|\n| S01 | Managed Network | live | Northgate |\n| S02 | Managed Print | live | Northgate |\n";
    let sla = "---\ntype: sla\nid: SLA-1\nowner: Jane Doe\nstatus: agreed\napproved_by: Mary Major\napproved_on: 2026-01-05\n---\n\n# SLA\n\n## Services covered\n\n| Service | Description |\n|---|---|\n| Managed Network (WAN, per site) | Lines and routers |\n";
    let tree = Tree::new().file("clauselint.toml", BOTH).file("catalogue.md", catalogue).file("sla.md", sla);
    let found = findings(&tree, "live-service-without-sla");
    assert!(found.len() == 1 && found[0].contains("S02 Managed Print"), "{found:?}");
}

#[test]
fn a_reference_may_be_a_link_in_words() {
    let register = "---\ntype: supplier-register\nowner: Jane Doe\nstatus: active\n---\n\n# Suppliers\n\n| Supplier ID | Supplier | Owner | Contract |\n|---|---|---|---|\n| L-2 | Cloudmail | Jane Doe | [Vertrag](contracts/v.md) |\n| L-3 | Netz | Jane Doe | [Vertrag](x.md) |\n";
    let contract =
        "---\ntype: supplier-contract\nid: V-2024-11\nowner: Jane Doe\nstatus: active\n---\n\n# Rahmenvertrag\n";
    let tree = Tree::new()
        .file("clauselint.toml", BOTH)
        .file("suppliers.md", register)
        .file("x.md", "# Else\n")
        .file("contracts/v.md", contract);
    let found = findings(&tree, "party-agreement-unknown");
    assert!(found.len() == 1 && found[0].contains(":12 "), "{found:?}");
}

#[test]
fn a_day_of_review_that_may_be_the_next_or_the_last_is_no_wrong_interval() {
    let tree = Tree::new().file("a.md", "---\nowner: Jane Doe\nstatus: draft\nreview: 1 Sep 2027\n---\n\n# A\n");
    assert_eq!(findings(&tree, "interval-malformed"), [""; 0]);
    assert_eq!(findings(&tree, "field-undecided").len(), 1);
}

#[test]
fn a_day_of_review_that_says_how_often_is_an_interval() {
    for (label, value, interval) in [
        ("Next review", "Weekly on Fridays", "P1W"),
        ("Next review", "Quarterly (Jan, Apr, Jul, Oct)", "P3M"),
        ("Last reviewed", "annually, or after a major change", "P1Y"),
        ("Nächste Überprüfung", "alle 6 Monate", "P6M"),
    ] {
        let read = fields(&format!("# Plan\n\n**Owner:** Jane Doe\n**{label}:** {value}\n"));
        assert_eq!(read["review_interval"]["value"], interval, "{label}: {value}");
    }
    let read = fields("# Plan\n\n**Owner:** Jane Doe\n**Next review:** After the next release\n");
    assert_eq!(read["next_review"]["reading"], "malformed");
}

#[test]
fn a_day_with_a_remark_is_a_day() {
    for (value, day) in [
        ("March 2027 or after an incident", "2027-03-31"),
        ("31 / 12 / 2026, antes del release docente", "2026-12-31"),
        ("Q1 2027, or on change", "2027-03-31"),
        ("30. Juni 2027 oder nach einem Vorfall", "2027-06-30"),
    ] {
        let read = fields(&format!("# Plan\n\n**Owner:** Jane Doe\n**Next review:** {value}\n"));
        assert_eq!(read["next_review"]["value"], day, "{value}");
    }
}
