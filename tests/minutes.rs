//! Minutes of the management review: a draft in the conventions of the repository, with facts, which passes `check`.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const DAY: &str = "2026-11-30";
const PACKS: &str = "packs = [\"core\", \"iso20000-1-2018\"]\n";

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clauselint"));
    command.current_dir(folder).args(arguments).args(["--as-of", DAY]).env("NO_COLOR", "1").output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Writes minutes and gives their text.
fn minutes(folder: &Path, file: &str, more: &[&str]) -> String {
    let output = run(folder, &[&["review", "--minutes", file], more].concat());
    assert!(output.status.success(), "{}", said(&output));
    assert!(output.stdout.is_empty(), "nothing but the minutes is asked for");
    fs::read_to_string(folder.join(file)).unwrap()
}

/// Severity, path and message of all findings.
fn findings(folder: &Path) -> Vec<(String, String, String)> {
    let output = run(folder, &["check", "--format", "json"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", said(&output)));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let verdicts = report["verdicts"].as_array().unwrap().iter();
    let found = verdicts.flat_map(|verdict| verdict["findings"].as_array().unwrap());
    found.map(|found| (text(&found["severity"]), text(&found["path"]), text(&found["message"]))).collect()
}

/// Writes minutes into a repository and holds that `check` finds nothing that it did not find before.
fn passes(folder: &Path, file: &str, more: &[&str]) -> String {
    let before = findings(folder);
    let text = minutes(folder, file, more);
    let after = findings(folder);
    let new: Vec<_> = after.iter().filter(|found| found.0 != "info" && !before.contains(found)).collect();
    assert!(new.is_empty(), "{new:#?}\n{text}");
    text
}

fn repository(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("clauselint.toml"), PACKS).unwrap();
    for (path, text) in files {
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, target).unwrap();
        }
    }
}

#[track_caller]
fn holds(text: &str, wanted: &[&str]) {
    for wanted in wanted {
        assert!(text.contains(wanted), "{wanted:?} is not in\n{text}");
    }
}

#[track_caller]
fn lacks(text: &str, unwanted: &[&str]) {
    for unwanted in unwanted {
        assert!(!text.contains(unwanted), "{unwanted:?} is in\n{text}");
    }
}

#[test]
fn the_example_gets_a_draft_that_passes() {
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("docs-example"), folder.path());
    let text = passes(folder.path(), "records/management-review-2027.md", &[]);
    holds(
        &text,
        &[
            "title: Minutes of the management review 2027\n",
            "version: \"0.1\"\nstatus: draft\nowner: Elif Aydin\n",
            "\ndate: 2026-11-30\nperiod: 2026-10-01/2026-11-30\n",
            "- **Date:** 30 November 2026\n- **Period under review:** 1 October 2026 to 30 November 2026\n",
            "## Nonconformities and corrective actions\n\nEvidenced by documents in force:\n\n- [",
            "](../registers/corrective-actions.md), effective, last dated 2026-11-16, 14 days ago\n",
            "corrective action × 11",
            "- D-2026-3 · Employ one more platform engineer · Markus Trattnig · 2027-04-30 · open\n",
            "| Decision ID | Decision | Owner | Due | Status |\n| --- | --- | --- | --- | --- |\n\n> To be written",
            "| 0.1 | 2026-11-30 | Clara Wieser |",
            "> **Draft.** Nothing here is agreed or approved.",
        ],
    );
    lacks(&text, &["approved_", "effective_from", "last_reviewed", "attendees", "Johanna Pichler"]);
    let id = text.lines().find(|line| line.starts_with("id: ")).unwrap().to_owned();
    let others = fs::read_to_string(folder.path().join("registers/documents.md")).unwrap();
    assert!(id.starts_with("id: REC-2026-") && !others.contains(id.trim_start_matches("id: ")), "{id}");
    let again = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("docs-example"), again.path());
    assert_eq!(minutes(again.path(), "records/management-review-2027.md", &[]), text, "two runs are one");
}

const TABLE: &str = "# Management review of 2025\r\n\r\n\
    | Attribute | Value |\r\n|:--|:--|\r\n| Document number | MR-007 |\r\n| Document type | Management review record |\r\n\
    | Version | v2.0 |\r\n| Status | Approved |\r\n| Document owner | Jane Doe |\r\n| Approved by | John Roe |\r\n\
    | Approval date | 12 January 2026 |\r\n| Last review date | 12 January 2026 |\r\n| Next review date | 12 January 2027 |\r\n\r\n\
    ## 1. Attendance\r\n\r\n| Name | Position |\r\n|---|---|\r\n| John Roe | Director |\r\n\r\n\
    ## 2. Previous actions\r\n\r\nNone.\r\n\r\n## 3. Audit results\r\n\r\nFine.\r\n\r\n\
    ## 4. Decisions and actions\r\n\r\n| No | Decision | Responsible | By when |\r\n|---|---|---|---|\r\n\
    | 1 | Buy <b>more</b> disks | Jane Doe | 3 March 2026 |\r\n";

#[test]
fn a_control_table_stays_one() {
    let report = "# Audit report\n\n| Attribute | Value |\n|:--|:--|\n| Document number | AR-1 |\n| Document type | audit-report |\n\
        | Version | v1.0 |\n| Status | Approved |\n| Document owner | Jane Doe |\n| Approved by | John Roe |\n\
        | Approval date | 20 May 2026 |\n\n## Findings\n\nNone.\n";
    let folder = repository(&[("minutes/mr-2025.md", TABLE), ("audit report (1).md", report)]);
    let text = passes(folder.path(), "minutes/mr-2026.md", &[]);
    holds(
        &text,
        &[
            "# Management review of 2026\r\n\r\n| Attribute | Value |\r\n|:--|:--|\r\n| Document number | MR-008 |\r\n",
            "| Version | v0.1 |\r\n| Status | Draft |\r\n| Document owner | Jane Doe |\r\n",
            "| Next review date | 30 November 2027 |\r\n",
            "## 3. Audit results\r\n\r\nEvidenced by documents in force:\r\n\r\n- [Audit report](../audit%20report%20%281%29.md)",
            "last dated 20 May 2026",
            "- 1 · Buy more disks · Jane Doe · 3 March 2026\r\n",
            "| No | Decision | Responsible | By when |\r\n|---|---|---|---|\r\n\r\n> To be",
        ],
    );
    lacks(&text, &["Approved by", "Approval date", "Last review", "| John Roe"]);
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "lines end as they do in the earlier minutes");
}

#[test]
fn toml_front_matter_stays_so() {
    let earlier = "+++\nid = \"MRM-2025-2\"\ntitle = \"Management review 2025\"\ntype = \"management-review\"\nversion = \"1.0.0\"\n\
        status = \"approved\"\nowner = [\"Jane Doe\"]\napproved_by = \"John Roe\"\napproved_on = 2025-06-01\n\
        tags = [\n  \"x\",\n  \"y\",\n]\nheld_on = 2025-05-20\nnext_review = 2026-06-01\n+++\n\n## Follow-up\n\nNone.\n\n## Decisions\n\nNone.";
    let folder = repository(&[("2025.md", earlier)]);
    let text = passes(folder.path(), "2026.md", &[]);
    holds(
        &text,
        &[
            "+++\nid = \"MRM-2026-1\"\ntitle = \"Management review 2026\"\ntype = \"management-review\"\nversion = \"0.1.0\"\nstatus = \"draft\"\n\
             owner = [\"Jane Doe\"]\nheld_on = 2026-11-30\nnext_review = ",
            "## Decisions\n\n",
        ],
    );
    lacks(&text, &["approved_", "tags", "\"y\""]);
    assert!(!text.ends_with('\n'), "no line ends the file, as in the earlier minutes");
}

#[test]
fn without_earlier_minutes_the_other_documents_show_the_way() {
    let policy = |id: &str| {
        format!(
            "---\nDocument-ID: {id}\nTitle: A policy\nType: policy\nVersion: '3.1'\nStatus: Approved\nOwner: Jane Doe\n\
             Approved-By: John Roe\nApproved-On: 2026-09-01\nLast-Reviewed: 2026-09-01\nNext-Review: 2027-09-01\nDistribution: all\n---\n\n\
             # A policy\n\nWe do.\n"
        )
    };
    let folder = repository(&[("a.md", &policy("POL-1")), ("b.md", &policy("POL-2"))]);
    let text = passes(folder.path(), "review.md", &[]);
    holds(
        &text,
        &[
            "---\nDocument-ID: POL-3\nTitle: Management review record 2026\nType: management-review\nVersion: '0.1'\nStatus: Draft\nOwner: Jane Doe\n",
            "date: 2026-11-30\n",
            "# Management review record 2026\n",
            "## Follow-up of earlier review actions\n\nNothing in the documents evidences this.\n",
            "## Outputs: decisions on improvement and changes to SMS and services\n\n| Decision id | Decision | Owner | Due | Status |\n",
        ],
    );
    lacks(&text, &["Approved", "Last-Reviewed"]);
}

#[test]
fn german_minutes_stay_german() {
    let earlier = "---\nDokumenttyp: Managementbewertung\nTitel: Managementbewertung 2025\nVersion: 1.0\nStatus: freigegeben\nDokumentenverantwortlicher: Jana Weiß\n\
        Freigegeben von: Hans Groß\nFreigegeben am: 14. März 2026\n---\n\n# Managementbewertung 2025\n\n## Teilnehmende\n\n- Hans Groß\n\n\
        ## Status der vorherigen Maßnahmen\n\nKeine.\n\n## Auditergebnisse\n\nGut.\n\n## Ressourcen\n\nGenug.\n\n## Beschlüsse\n\n\
        | Nr | Beschluss | Wer | Bis |\n|---|---|---|---|\n| 1 | Mehr Platten | Jana Weiß | 1. Mai 2026 |\n\n\
        ## Änderungshistorie\n\n| Version | Datum | Autor | Änderung |\n|---|---|---|---|\n| 1.0 | 14. März 2026 | Jana Weiß | Erste Fassung |\n";
    let folder = repository(&[("bewertung-2025.md", earlier)]);
    let text = passes(folder.path(), "bewertung-2026.md", &[]);
    holds(
        &text,
        &[
            "Titel: Managementbewertung 2026\nVersion: 0.1\nStatus: entwurf\n",
            "# Managementbewertung 2026\n",
            "as of 30. November 2026",
            "## Teilnehmende\n\n> To be written at the meeting.\n\n## Status der vorherigen Maßnahmen\n\n",
            "- 1 · Mehr Platten · Jana Weiß · 1. Mai 2026\n",
            "## Beschlüsse\n\n| Nr | Beschluss | Wer | Bis |\n|---|---|---|---|\n\n",
            "| 0.1 | 30. November 2026 | Jana Weiß |",
        ],
    );
    lacks(&text, &["Freigegeben", "Hans Groß"]);
}

#[test]
fn labelled_lines_and_json_stay_so() {
    let lines = "# Management review 2025\n\n**Type:** management-review\n**Document ID:** MR-2025 | **Version:** 1.0 | **Status:** approved\n\
        **Owner:** Jane Doe | **Approved by:** John Roe\n\nAn introduction.\n\n## Decisions\n\nNone.\n";
    let draft = "---\nid: POL-1\ntype: policy\nstatus: Work in progress\nowner: Jane Doe\nnext_review: 2027-01-31\n---\n\n# A policy\n\nYes.\n";
    let folder = repository(&[("mr-2025.md", lines), ("policy.md", draft)]);
    let text = passes(folder.path(), "mr-2026.md", &[]);
    holds(
        &text,
        &["# Management review 2026\n\n**Type:** management-review\n**Document ID:** MR-2026 | **Version:** 0.1 | \
             **Status:** Work in progress\n**Owner:** Jane Doe | **Approved by:** –\n"],
    );
    lacks(&text, &["John Roe", "An introduction"]);

    let json = "{\n  \"type\": \"management-review\",\n  \"status\": \"approved\",\n  \"owner\": \"Jane Doe\",\n  \
        \"approved_by\": \"John Roe\",\n  \"approved_on\": \"2025-10-01\"\n}\n\n# Review 2025\n\n## Decisions\n\nNone.\n";
    let folder = repository(&[("mr-2025.md", json)]);
    let text = passes(folder.path(), "mr-2026.md", &[]);
    holds(
        &text,
        &[
            "{\n  \"type\": \"management-review\",\n  \"status\": \"draft\",\n  \"owner\": \"Jane Doe\"\n}\n\n# Review 2026\n",
        ],
    );
}

#[test]
fn text_of_documents_is_text_in_the_minutes() {
    let report = "---\ntype: audit-report\ntitle: '[x](http://example.org) <script>alert(1)</script> | `'\nstatus: approved\nowner: Jane Doe\n\
        approved_by: John Roe\napproved_on: 2026-05-20\n---\n\n# Audit\n\n## Findings\n\nNone.\n";
    let folder = repository(&[("mr-2025.md", TABLE), ("audit/(a) #1.md", report)]);
    let text = passes(folder.path(), "mr-2026.md", &[]);
    holds(&text, &["&lt;script&gt;", "\\[x\\](http", "](audit/%28a%29%20%231.md)"]);
    lacks(&text, &["<script>", "<b>"]);
}

#[test]
fn a_draft_that_nothing_checks_is_told() {
    let folder = repository(&[("docs/mr-2025.md", TABLE)]);
    fs::write(folder.path().join("clauselint.toml"), format!("{PACKS}[documents]\ninclude = [\"docs/**\"]\n")).unwrap();
    let output = run(folder.path(), &["review", "--minutes", "mr-2026.md"]);
    assert!(output.status.success() && said(&output).contains("leaves this file out"), "{}", said(&output));
}

#[test]
fn what_changed_is_told_where_an_earlier_state_is_named() {
    let git = |folder: &Path, arguments: &[&str]| {
        let mut command = Command::new("git");
        command
            .current_dir(folder)
            .args(["-c", "user.name=Jane Doe", "-c", "user.email=jane@example.org"])
            .args(arguments);
        assert!(command.output().unwrap().status.success(), "{arguments:?}");
    };
    let folder = repository(&[("2025.md", TABLE)]);
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-qm", "Begin"]);
    let text = minutes(folder.path(), "2026.md", &["--since", "HEAD"]);
    holds(&text, &["- since HEAD of ", "still there"]);
}

#[test]
fn nothing_is_overwritten_and_nothing_is_written_elsewhere() {
    let folder = repository(&[("docs/mr-2025.md", TABLE)]);
    let refused = |arguments: &[&str], why: &str| {
        let output = run(folder.path(), &[&["review", "--minutes"], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(said(&output).contains(why), "{}", said(&output));
    };
    refused(&["docs/mr-2025.md"], "there already");
    refused(&["../elsewhere.md"], "outside");
    refused(&["minutes.txt"], "Markdown");
    assert_eq!(fs::read_to_string(folder.path().join("docs/mr-2025.md")).unwrap(), TABLE);
    fs::write(folder.path().join("clauselint.toml"), "packs = [\"core\"]\n").unwrap();
    refused(&["docs/new.md"], "no pack in force says what a management review");
    assert!(!folder.path().join("docs/new.md").exists());
}
