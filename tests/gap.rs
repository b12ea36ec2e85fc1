//! The gap analysis: what covers a clause, what weakens it, what is missing, in every form of the report.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

mod repository;

use std::path::Path;
use std::process::{Command, Output};

use repository::Repo;
use serde_json::Value;

const DAY: &str = "2026-11-30";

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clauselint"));
    command.current_dir(folder).args(arguments).args(["--as-of", DAY]).env("NO_COLOR", "1").env("COLUMNS", "200");
    command.output().unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn gap(folder: &Path, more: &[&str]) -> Value {
    let arguments = [&["gap", "--format", "json"], more].concat();
    let output = run(folder, &arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A repository with documents, a path and a text each, that uses the pack of the standard.
fn repository(documents: &[(&str, String)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("clauselint.toml"), "packs = [\"core\", \"iso20000-1-2018\"]\n").unwrap();
    for (path, text) in documents {
        let file = folder.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }
    folder
}

fn scope(changes: &[(&str, &str)]) -> String {
    let mut fields = vec![
        ("id", "STM-1"),
        ("title", "Scope"),
        ("type", "sms-scope"),
        ("version", "\"1.0\""),
        ("status", "effective"),
        ("owner", "Jane Doe"),
        ("author", "Jane Doe"),
        ("approved_by", "John Roe"),
        ("approved_on", "2026-09-01"),
        ("last_reviewed", "2026-09-01"),
        ("next_review", "2027-09-01"),
        ("classification", "internal"),
        ("organization", "Example Ltd"),
    ];
    for (key, value) in changes {
        fields.retain(|(known, _)| known != key);
        fields.push((key, value));
    }
    let lines: Vec<String> = fields.iter().map(|(key, value)| format!("{key}: {value}")).collect();
    format!(
        "---\n{}\n---\n\n# Scope\n\n## Services in scope\n\n- Hosting\n\n## Organization\n\nExample Ltd, Graz.\n\n## Boundaries\n\nThe office.\n",
        lines.join("\n")
    )
}

fn clause<'a>(gap: &'a Value, number: &str) -> &'a Value {
    let id = format!("iso20000-1:{number}");
    gap["clauses"].as_array().unwrap().iter().find(|clause| clause["clause"] == id.as_str()).unwrap()
}

#[test]
fn a_document_in_force_covers_its_clause() {
    let folder = repository(&[("scope.md", scope(&[]))]);
    let gap = gap(folder.path(), &[]);
    let found = clause(&gap, "4.3");
    assert_eq!(found["state"], "covered", "{found}");
    assert_eq!(found["items"][0]["documents"][0]["path"], "scope.md");
    assert_eq!(clause(&gap, "5.2.1")["state"], "missing");
    assert_eq!(gap["version"], 1);
    assert_eq!(gap["as_of"], DAY);
    assert_eq!(gap["commit"], Value::Null);
    assert!(gap["packs"].as_array().unwrap().iter().any(|pack| pack["id"] == "iso20000-1-2018"));
}

#[test]
fn a_draft_an_overdue_review_and_an_error_weaken_a_clause_each_with_its_reason() {
    for (changes, reason) in [
        (vec![("status", "draft")], "in the state `draft`"),
        (
            vec![("last_reviewed", "2025-01-01"), ("next_review", "2026-01-01"), ("approved_on", "2025-01-01")],
            "review was due on 2026-01-01",
        ),
        (vec![("owner", "\"\"")], "owner"),
    ] {
        let folder = repository(&[("scope.md", scope(&changes))]);
        let gap = gap(folder.path(), &[]);
        let found = clause(&gap, "4.3");
        assert_eq!(found["state"], "weak", "{changes:?}: {found}");
        let reasons = found["reasons"].to_string();
        assert!(reasons.contains(reason), "{reasons}");
    }
}

/// The clauses that ask for all documented information together have no items, and are no better than what is missing elsewhere.
#[test]
fn what_is_missing_weakens_the_clauses_that_ask_for_all_of_it() {
    let folder = repository(&[("scope.md", scope(&[]))]);
    let gap = gap(folder.path(), &[]);
    for number in ["7.5.1", "7.5.4"] {
        let found = clause(&gap, number);
        assert_eq!(found["state"], "weak", "{found}");
        assert!(found["reasons"][0].as_str().unwrap().starts_with("required-information-missing: "), "{found}");
    }
}

#[test]
fn a_pointer_to_another_system_is_evidence_while_it_is_fresh() {
    let pointer = |verified: &str| {
        scope(&[
            ("id", "REC-1"),
            ("title", "Incidents"),
            ("type", "incident-record"),
            ("system", "service desk"),
            ("location", "https://desk.example/incidents"),
            ("last_verified", verified),
        ])
    };
    for (verified, expected) in [("2026-11-01", "covered"), ("2024-11-01", "weak")] {
        let folder = repository(&[("incidents.md", pointer(verified))]);
        let gap = gap(folder.path(), &[]);
        let items = clause(&gap, "8.6.1")["items"].as_array().unwrap().clone();
        let item = items.iter().find(|item| item["id"] == "incident-record").unwrap();
        let pointer =
            item["documents"].as_array().unwrap().iter().find(|document| document["system"] == "service desk");
        assert_eq!(pointer.unwrap()["state"], expected, "{item}");
    }
}

#[test]
fn claims_that_do_not_hold_are_told() {
    let folder = repository(&[
        ("scope.md", scope(&[("satisfies", "[iso20000-1:8.10]")])),
        (
            "note.md",
            scope(&[("id", "N-1"), ("type", "statement"), ("status", "draft"), ("satisfies", "[iso20000-1:7.4]")]),
        ),
    ]);
    let gap = gap(folder.path(), &[]);
    let claims = gap["claims"].as_array().unwrap();
    assert!(
        claims.iter().any(|claim| claim["claim"] == "iso20000-1:8.10" && claim["path"] == "scope.md"),
        "{claims:?}"
    );
    assert!(claims.iter().any(|claim| claim["claim"] == "iso20000-1:7.4" && claim["path"] == "note.md"), "{claims:?}");
}

#[test]
fn an_empty_repository_has_everything_missing_in_the_order_of_a_beginning() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["gap", "--pack", "iso20000-1-2018"]);
    assert!(output.status.success());
    let shown = text(&output);
    let place = |needle: &str| shown.find(needle).unwrap_or_else(|| panic!("{needle} in {shown}"));
    assert!(place("4.3 Determining the scope") < place("5.2.1 Establishing"));
    assert!(place("5.2.1 Establishing") < place("8.3.3 Service level management"));
    assert!(shown.contains("0 covered"));
}

#[test]
fn the_table_fits_a_hundred_columns_and_never_says_conforms() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs-example");
    let output = run(&folder, &["gap"]);
    for line in text(&output).lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
    assert!(!text(&output).contains("conforms to"));
}

#[test]
fn the_example_covers_every_explicit_item() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs-example");
    let gap = gap(&folder, &[]);
    let mut explicit = 0;
    for clause in gap["clauses"].as_array().unwrap() {
        for item in clause["items"].as_array().unwrap().iter().filter(|item| item["mandatory"] == "explicit") {
            explicit += 1;
            assert_eq!(item["state"], "covered", "{}: {item}", clause["clause"]);
        }
    }
    assert!(explicit >= 40, "{explicit} explicit items");
    let claims = gap["claims"].as_array().unwrap();
    assert!(claims.iter().all(|claim| claim["path"] == "plans/capacity-plan-2027.md"), "only the draft: {claims:?}");
}

#[test]
fn a_clause_narrows_every_form_of_the_report() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs-example");
    let gap = gap(&folder, &["--clause", "8.3"]);
    let all = gap["clauses"].as_array().unwrap();
    assert!(all.iter().all(|clause| clause["clause"].as_str().unwrap().starts_with("iso20000-1:8.3")));
    let csv = text(&run(&folder, &["gap", "--clause", "8.3.3", "--format", "csv"]));
    assert!(csv.lines().skip(1).all(|line| line.starts_with("iso20000-1:8.3.3,")), "{csv}");
    let markdown = text(&run(&folder, &["gap", "--clause", "8.3.3", "--format", "markdown"]));
    assert!(markdown.contains("| iso20000-1:8.3.3 Service level management | covered |"), "{markdown}");
    let unknown = run(&folder, &["gap", "--clause", "8.33"]);
    assert_eq!(unknown.status.code(), Some(2));
}

#[test]
fn text_of_documents_is_text_in_every_form() {
    let names = ["=cmd()|<script>.md", "\u{ff1d}cmd.md", "ping @team \u{202e}dm.md"];
    let folder = repository(&names.map(|name| (name, scope(&[]))));
    let csv = text(&run(folder.path(), &["gap", "--format", "csv"]));
    assert!(csv.contains("'=cmd()|<script>.md"), "{csv}");
    assert!(csv.contains("'\u{ff1d}cmd.md"), "a sign of full width begins a formula as well: {csv}");
    assert!(csv.contains("ping @team \u{fffd}dm.md"), "{csv}");
    let markdown = text(&run(folder.path(), &["gap", "--format", "markdown"]));
    assert!(markdown.contains("\\|&lt;script&gt;"), "{markdown}");
    assert!(markdown.contains("ping &#64;team \u{fffd}dm.md"), "nobody is called, nothing is turned round: {markdown}");
}

#[test]
fn without_a_pack_of_clauses_it_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["gap"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("iso20000-1-2018"));
}

#[test]
fn what_the_history_shows_weakens_a_clause_as_it_is_a_finding_of_check() {
    let repo = Repo::new();
    repo.write("clauselint.toml", "packs = [\"core\", \"iso20000-1-2018\"]\n");
    repo.write("scope.md", &scope(&[]));
    repo.git(&["add", "-A"]);
    repo.dated_commit("2026-09-01T12:00:00Z");
    assert_eq!(clause(&gap(repo.path(), &[]), "4.3")["state"], "covered");
    repo.write("scope.md", &scope(&[]).replace("The office.", "The office and every other place."));
    repo.git(&["add", "-A"]);
    repo.dated_commit("2026-10-01T12:00:00Z");
    let found = gap(repo.path(), &[]);
    assert_eq!(clause(&found, "4.3")["state"], "weak", "{}", clause(&found, "4.3"));
    assert!(repo.check(&[]).iter().any(|finding| finding.starts_with("scope.md") && finding.contains("approval")));
}

#[test]
fn gap_and_forecast_say_that_the_work_tree_is_not_the_commit_that_they_name() {
    let repo = Repo::new();
    repo.commit(&[("clauselint.toml", "packs = [\"core\", \"iso20000-1-2018\"]\n"), ("scope.md", &scope(&[]))]);
    let commands = [&["gap"][..], &["forecast", "--until", "2027-12-31"]];
    let written = |command: &[&str], format: &str| repo.run(&[command, &["--format", format]].concat());
    for command in commands {
        let clean: Value = serde_json::from_str(&written(command, "json").out).unwrap();
        assert_eq!((&clean["is_clean"], &clean["differs"]), (&true.into(), &serde_json::json!([])), "{command:?}");
        assert!(!written(command, "terminal").out.contains("not committed"), "{command:?}");
    }
    repo.write("scope.md", &scope(&[("owner", "Jim Poe")]));
    for command in commands {
        let dirty: Value = serde_json::from_str(&written(command, "json").out).unwrap();
        assert_eq!((&dirty["is_clean"], &dirty["differs"][0]), (&false.into(), &"scope.md".into()), "{command:?}");
        for format in ["terminal", "markdown"] {
            let out = written(command, format).out.replace("\n  ", " ");
            assert!(out.contains("not committed: scope.md differs from the commit"), "{command:?} {format} {out}");
        }
        let csv = written(command, "csv");
        assert!(csv.err.contains("not committed: scope.md") && !csv.out.contains("not committed"), "{command:?}");
    }
}
