//! Documents as tools and offices leave them: exports in HTML, notes and sites with labels of their own, tables under any header.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod reads;
mod tree;

use reads::{BOTH, fields, findings, kind};
use serde_json::Value;
use tree::Tree;

#[test]
fn tables_of_an_export_in_html_are_tables() {
    let policy = "# Access policy\n\n<div class=\"table-wrap\"><table><colgroup><col/></colgroup><tbody>\n\
        <tr><th><p>Owner</p></th><td><p>J&uuml;rgen <b>Doe</b></p></td></tr>\n\
        <tr><th>Approved by</th><td><p>Ann Poe</p><p>Jo Roe</p></td></tr>\n\n\
        <tr><th>Approved on</th><td><time datetime=\"2026-03-01\">1 Mar 2026</time></td></tr>\n\
        <tr><th>Next review</th><td>2026-05-01</td></tr></tbody></table></div>\n\n## Purpose\n\nText.\n";
    let fields = fields(policy);
    for (name, value) in [
        ("owner", "Jürgen Doe"),
        ("approved_by", "Ann Poe; Jo Roe"),
        ("approved_on", "2026-03-01"),
        ("next_review", "2026-05-01"),
    ] {
        assert_eq!(fields[name]["value"], value, "{fields}");
    }
    assert_eq!((&fields["approved_on"]["line"], &fields["approved_on"]["column"]), (&7.into(), &57.into()));
    let register = "---\nkind: risk-register\nowner: Jane Doe\nstatus: approved\n---\n\n# Risks\n\n<table><thead>\
        <tr><th>Id</th><th>Risk</th><th>Level</th><th>Owner</th><th>Treatment</th><th>Due</th><th>Status</th></tr></thead>\n\
        <tr><td>R-1</td><td>Fire</td><td>12</td><td>Jane Doe</td><td rowspan=\"2\">Backup site</td><td>2026-01-31</td><td>open</td></tr>\n\
        <tr><td>R-2</td><td>Flood</td><td>12</td><td>Jane Doe</td><td>2027-01-31</td><td>open</td></tr></table>\n";
    let tree = Tree::new().file("clauselint.toml", BOTH).file("risk-register.md", register);
    let overdue = findings(&tree, "risk-treatment-overdue");
    assert!(overdue.len() == 1 && overdue[0].starts_with("risk-register.md:10 "), "{overdue:?}");
}

#[test]
fn the_title_of_a_controlled_document_tells_its_kind() {
    let of =
        |title: &str| format!("---\nowner: Jane Doe\nstatus: draft\nlast_reviewed: 2026-03-01\n---\n\n# {title}\n");
    let tree = Tree::new()
        .file("clauselint.toml", BOTH)
        .file("a.md", &of("Internal audit programme 2026"))
        .file("b.md", &of("Vellmar AG – Business continuity plan"))
        .file("c.md", &of("Audit programme (guide)"))
        .file("d.md", "# Internal audit programme\n\nHow others do it.\n")
        .file("Notfallplan.md", &of("Was im Notfall zu tun ist"))
        .file("e.md", &of("Notes on the audit programme"));
    let kinds = ["a.md", "b.md", "c.md", "d.md", "Notfallplan.md", "e.md"].map(|path| kind(&tree, path));
    let expected = [Some("audit-programme"), Some("continuity-plan"), None, None, Some("continuity-plan"), None];
    assert_eq!(kinds, expected.map(Value::from));
}

/// Titles, and the name of the file, whose noun tells what the document is, however the rest of them goes on.
#[test]
fn minutes_and_reports_are_known_by_their_titles_and_need_no_planned_review() {
    let document = |title: &str| {
        format!("# {title}\n\n| Owner | Jane Doe |\n|---|---|\n| Version | 1.0 |\n\n## Summary\n\nText.\n")
    };
    let told = |file: &str, title: &str| {
        let tree = Tree::new().file(file, &document(title));
        let missing = findings(&tree, "metadata-missing").len();
        (kind(&tree, file).as_str().map(str::to_owned), missing)
    };
    for (title, expected) in [
        ("Internal Audit Report – Q3 2025", "report"),
        ("Penetration test report", "report"),
        ("Auditbericht 2025", "report"),
        ("Rapport d'audit interne", "report"),
        ("Minutes of the steering committee, 12 March 2026", "minutes"),
        ("Protokoll der Sitzung vom 3. März 2026", "minutes"),
        ("Post-incident review", "record"),
    ] {
        assert_eq!(told("a.md", title), (Some(expected.to_owned()), 0), "{title}");
    }
    for title in ["Audit report template", "How to write a report", "Reporting", "Report procedure", "Access control"] {
        assert_eq!(told("a.md", title).1, 1, "{title}");
    }
    assert_eq!(told("2026-03-minutes.md", "Steering committee").0.as_deref(), Some("minutes"));
    assert_eq!(told("incident-report.md", "Incident policy"), (None, 1));
}

/// With the standard's pack the nouns and the words beside them tell special kinds, whatever follows.
#[test]
fn a_title_tells_a_special_report_and_counts_more_than_a_hint_of_the_path() {
    let told = |file: &str, title: &str| {
        let text = format!("# {title}\n\n| Owner | Jane Doe |\n|---|---|\n| Version | 1.0 |\n");
        let tree = Tree::new().file("clauselint.toml", BOTH).file(file, &text);
        kind(&tree, file).as_str().map(str::to_owned)
    };
    let untitled =
        "Text.\n\n## Document control\n\n| Field | Value |\n|---|---|\n| Owner | Jane Doe |\n| Version | 1.0 |\n";
    let tree = Tree::new().file("clauselint.toml", BOTH).file("manual.md", untitled);
    assert_eq!(kind(&tree, "manual.md"), Value::Null, "the heading of the metadata is no title");
    for (file, title, expected) in [
        ("a.md", "Internal Audit Report IA-1", Some("audit-report")),
        ("a.md", "Annual internal audit report of the service desk", Some("audit-report")),
        ("a.md", "Customer satisfaction report for 2026", Some("satisfaction-report")),
        ("a.md", "Rapport d'audit du service", Some("audit-report")),
        ("a.md", "Penetration test report", Some("report")),
        ("a.md", "Information security policy for suppliers", None),
        ("a.md", "Audit report template", None),
        ("sla.md", "Service report October 2026", Some("service-report")),
        ("sla.md", "Payments", Some("sla")),
        ("management-review-2026.md", "Minutes of the management meeting", Some("management-review")),
        ("audit-report.md", "Report of the auditors", Some("audit-report")),
        ("risk-register.md", "Risks", Some("risk-register")),
        ("a.md", "Asset-Verzeichnis", Some("asset-register")),
        ("a.md", "Change-Liste 2026", Some("change-request")),
        ("a.md", "Verbesserungsliste", Some("improvement-register")),
        ("a.md", "Bericht über eine schwerwiegende Störung", Some("major-incident-report")),
        ("a.md", "Verfahrensanweisung Dokumentenlenkung", Some("document-control-procedure")),
    ] {
        assert_eq!(told(file, title).as_deref(), expected, "{file}: {title}");
    }
}

/// The canonical fields of a text with their values as `name=value`.
fn read(text: &str) -> Vec<String> {
    let fields = fields(text);
    let line = |(name, field): (&String, &Value)| format!("{name}={}", field["value"].as_str().unwrap_or_default());
    fields.as_object().unwrap().iter().map(line).filter(|line| !line.ends_with('=')).collect()
}

#[test]
fn a_control_table_is_one_whatever_stands_above_it() {
    let rows = "| Owner | Jane Doe |\n| Status | approved |\n| Next review | 2027-03-02 |\n";
    let expected = ["owner=Jane Doe", "status=approved", "next_review=2027-03-02"];
    for header in ["Rubrique | Valeur", "Fiche | Contenu", "Réf. interne | X-1"] {
        let text = format!("# Politique\n\n| {header} |\n|---|---|\n{rows}\n## Objet\n\nTexte.\n");
        let mut found = read(&text);
        found.retain(|field| !field.starts_with("id="));
        assert_eq!(found, expected, "{header}");
    }
    let glossary = "# Words\n\n| Word | Meaning |\n|---|---|\n| Owner | who answers for it |\n| Version | which one |\n| Status | where it stands |\n";
    assert_eq!(read(glossary), Vec::<String>::new());
}

#[test]
fn a_table_of_four_columns_is_read_from_its_first_row_on() {
    let text = "# Access policy\n\n| Document ID | POL-002 | Version | 3.0 |\n|---|---|---|---|\n\
        | Owner | Ann Lee | Status | Approved |\n| Approved by | Bob Ray | Approved on | 4 May 2026 |\n\
        | Author | Ann Lee | Next review | 4 May 2027 |\n\n## Purpose\n";
    let expected = [
        "id=POL-002",
        "version=3.0",
        "owner=Ann Lee",
        "status=approved",
        "approved_by=Bob Ray",
        "approved_on=2026-05-04",
        "author=Ann Lee",
        "next_review=2027-05-04",
    ];
    assert_eq!(read(text), expected);
    let text = "# Access policy\n\n| Owner | Ann Lee | Status | Approved |\n|---|---|---|---|\n\
        | Approved by | Bob Ray | Next review | 4 May 2025 |\n";
    assert_eq!(read(text), ["owner=Ann Lee", "status=approved", "approved_by=Bob Ray", "next_review=2025-05-04"]);
}

#[test]
fn labels_of_sites_and_notes_are_read() {
    for (text, expected) in [
        (
            "---\nparams:\n  owner: Jane Doe\n  last_reviewed: 2026-03-02\n---\n",
            ["owner=Jane Doe", "last_reviewed=2026-03-02"],
        ),
        (
            "+++\n[params]\nowner = \"Jane Doe\"\nlast_reviewed = 2026-03-02\n+++\n",
            ["owner=Jane Doe", "last_reviewed=2026-03-02"],
        ),
        ("# A\n\nowner:: Jane Doe\nlast_reviewed:: 2026-03-02\n", ["owner=Jane Doe", "last_reviewed=2026-03-02"]),
        ("# A\n\n**Owner:** Jane Doe, **Next review:** 2026-09-01\n", ["owner=Jane Doe", "next_review=2026-09-01"]),
        (
            "# A\n\n| Field | Value |\n|---|---|\n| Approved by / on | Jo Roe, 12 March 2026 |\n| Owner ||\n",
            ["approved_by=Jo Roe", "approved_on=2026-03-12"],
        ),
        (
            "# A\n\n| Champ | Valeur |\n|---|---|\n| Dernière révision | 2026-03-02 |\n| Prochaine révision | 2027-03-02 |\n",
            ["last_reviewed=2026-03-02", "next_review=2027-03-02"],
        ),
        (
            "# A\n\n| Field | Value |\n|---|---|\n| Last reviewed | 02/09/2026 |\n| Next review | 31/08/2027 |\n",
            ["last_reviewed=2026-09-02", "next_review=2027-08-31"],
        ),
        (
            "# A\n\n| Field | Value |\n|---|---|\n| Last reviewed | 02/09/2026 |\n| Next review | 08/31/2027 |\n",
            ["last_reviewed=2026-02-09", "next_review=2027-08-31"],
        ),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn what_stands_right_below_a_table_is_no_record_and_a_page_of_a_wiki_is_a_name() {
    let register = "---\nkind: risk-register\nowner: Jane Doe\nstatus: approved\n---\n\n# Risks\n\n\
        | Id | Risk | Level | Owner | Treatment | Due | Status |\n|---|---|---|---|---|---|---|\n\
        | R-1 | Fire | 12 | [[Lena Fischer]] | Backup site | 31/10/2026 | open |\n\
        | R-2 | Flood | 12 | Jane Doe | Pumps | 02/09/2026 | open |\n{: .wide }\n";
    let tree = Tree::new().file("clauselint.toml", BOTH).file("risk-register.md", register);
    assert_eq!(findings(&tree, "risk-incomplete"), Vec::<String>::new());
    let overdue = findings(&tree, "risk-treatment-overdue");
    assert!(overdue.len() == 2 && overdue[1].contains("2026-09-02"), "{overdue:?}");
}

#[test]
fn rows_of_a_document_without_an_id_belong_to_it() {
    let test = "---\nkind: continuity-test\nowner: Jane Doe\nstatus: approved\ndate: 2026-09-03\n---\n\n\
        # Continuity test of September\n\n## Results\n\n| Service | Required RTO | Reached | Result |\n|---|---|---|---|\n\
        | SVC-01 | 8 h | 9 h 30 min | failed |\n";
    let tree = Tree::new().file("clauselint.toml", BOTH).file("test.md", test);
    let found = findings(&tree, "continuity-test-without-action");
    assert!(found.len() == 1 && found[0].contains("missed the recovery of SVC-01"), "{found:?}");
}

#[test]
fn an_id_above_a_table_is_that_of_its_rows() {
    let catalogue = "---\nkind: service-catalogue\nowner: Jane Doe\nstatus: approved\n---\n\n# Services\n\n\
        | ID | Service | Owner | Status | Criticality |\n|---|---|---|---|---|\n| SVC-02 | PACS | Jane Doe | live | high |\n";
    let sla = "---\nkind: sla\nid: SLA-1\nowner: Jane Doe\nstatus: approved\n---\n\n# Agreement\n\n## Services\n\n\
        | ID | Service | Availability | Period |\n|---|---|---|---|\n| SVC-02 | Image archive PACS | 99.9 % | month |\n";
    let tree = Tree::new().file("clauselint.toml", BOTH).file("catalogue.md", catalogue).file("sla.md", sla);
    assert_eq!(findings(&tree, "sla-service-unknown"), Vec::<String>::new());
    let records = tree.run(&["inspect", "sla.md", "--records", "sla-service"]);
    assert!(records.out.contains("SLA-1") && records.out.contains("SVC-02"), "{}", records.out);
}

#[test]
fn the_folder_of_a_site_is_known_in_links() {
    let page = "# Page\n\n[a](@site/docs/there.md) [b](@site/docs/gone.md) [c](@theme/x.md)\n";
    let tree = Tree::new()
        .file("www/docusaurus.config.js", "")
        .file("www/docs/there.md", "# There\n")
        .file("www/docs/deep/page.md", page);
    let broken = findings(&tree, "link-broken");
    assert!(broken.len() == 1 && broken[0].contains("gone.md"), "{broken:?}");
}

#[test]
fn several_people_and_services_in_one_value_are_several() {
    let people = "---\nkind: roles-responsibilities\nowner: Jane Doe\nstatus: approved\n---\n\n# Roles\n\n\
        | Role | Person | Top management |\n|---|---|---|\n| CEO | Helen Marsh | yes |\n";
    let services = "---\nkind: service-catalogue\nowner: Jane Doe\nstatus: approved\n---\n\n# Services\n\n\
        | Service ID | Service | Owner | Status | Criticality |\n|---|---|---|---|---|\n| S-1 | A | J | live | high |\n| S-2 | B | J | live | high |\n";
    let sla = "---\nkind: sla\nid: L-1\nowner: Jane Doe\nstatus: approved\nservices: S-1 and S-2\n---\n\n# Agreement\n";
    let tree = Tree::new()
        .file("clauselint.toml", BOTH)
        .file("roles.md", people)
        .file("services.md", services)
        .file("sla.md", sla);
    assert_eq!(findings(&tree, "live-service-without-sla"), Vec::<String>::new());
    let month =
        "---\nowner: Jane Doe\nupdated: März 2026\nlast_reviewed: 📅 2 Sep 2026\nreview_interval: annual\n---\n\n# A\n";
    assert_eq!(read(month), ["owner=Jane Doe", "updated=März 2026", "last_reviewed=2026-09-02", "review_interval=P1Y"]);
    assert_eq!(findings(&Tree::new().file("a.md", month), "date-malformed"), Vec::<String>::new());
}

#[test]
fn a_label_such_as_reference_is_the_id_where_it_stands_beside_one() {
    let of = |label: &str, value: &str| {
        format!(
            "# Contrat\n\n| Champ | Valeur |\n|---|---|\n| {label} | {value} |\n| Propriétaire | A. B |\n| Version | 1.0 |\n"
        )
    };
    for (label, value, expected) in [
        ("Référence", "CTR-02", Some("CTR-02")),
        ("Código", "POL-SI-01", Some("POL-SI-01")),
        ("Référence", "ISO 20000", None),
        ("Code", "green", None),
    ] {
        let fields = fields(&of(label, value));
        assert_eq!(fields["id"]["value"].as_str(), expected, "{label} {value}");
    }
    let stated = of("Identifiant", "CTR-01").replace("| Version", "| Référence | CTR-02 |\n| Code | X-3 |\n| Version");
    assert_eq!(fields(&stated)["id"]["value"], "CTR-01");
    assert_eq!(findings(&Tree::new().file("a.md", &stated), "carriers-disagree"), Vec::<String>::new());
    let twice = of("Référence", "CTR-02").replace("| Version", "| Code | X-3 |\n| Version");
    assert_eq!(fields(&twice)["id"]["value"], "CTR-02");
    assert!(fields(&of("Reference", "A.5.1"))["id"].is_null());
    let front = fields("---\nreference: CTR-02\nowner: A. B\nstatus: draft\n---\n");
    assert!(front["id"].is_null(), "{front}");
}

#[test]
fn a_picture_is_not_there_because_a_document_has_its_name() {
    let text = |link: &str| format!("---\nid: MAP-1\nowner: Jane Doe\n---\n# Ways\n\n{link}\n");
    let broken = |link: &str| {
        let tree = Tree::new().file("docs/ways.md", &text(link)).file("docs/map.md", "# Map\n");
        !findings(&tree, "link-broken").is_empty()
    };
    assert!(broken("![map](map.png)"));
    // The page that a generator makes of it, and what may be printed from it.
    assert!(!broken("[map](map.html)") && !broken("[map](map.pdf)"));
}

#[test]
fn an_agreement_may_name_what_supports_it_by_a_link() {
    let contract = "---\nkind: supplier-contract\nid: CTR-1\ntitle: Hosting\nowner: Jane Doe\nstatus: approved\nsupplier: ACME\navailability: 99.5 %\n---\n\n# Hosting\n";
    let sla = |support: &str| {
        format!(
            "---\nkind: sla\nid: SLA-1\nowner: Jane Doe\nstatus: approved\n---\n\n# Agreement\n\n\
             ## Targets\n\n| Service ID | Availability | Period |\n|---|---|---|\n| SVC-1 | 99.9 % | month |\n\n{support}\n"
        )
    };
    let told = |support: &str| {
        let tree = Tree::new()
            .file("clauselint.toml", BOTH)
            .file("contracts/acme.md", contract)
            .file("register.md", "---\nkind: supplier-register\nowner: Jane Doe\n---\n\n# Suppliers\n")
            .file("sla.md", &sla(support));
        assert_eq!(findings(&tree, "supporting-agreement-unknown"), [""; 0], "{support}");
        findings(&tree, "sla-availability-unsupported").len()
    };
    for support in [
        "## Supporting contracts\n\n[hosting of 2026](contracts/acme.md)",
        "## Zugrunde liegende Verträge\n\n- [CTR-1](contracts/acme.md), see the [register](register.md)",
        "## Supporting agreements\n\n| Contract |\n|---|\n| [CTR-1](contracts/acme.md) |\n\nBoth: [CTR-1](contracts/acme.md).",
    ] {
        assert_eq!(told(support), 1, "{support}");
    }
    assert_eq!(told("## Contacts\n\n[hosting](contracts/acme.md)"), 0);
}
