//! The page of the management review in a real browser: no complaint, no request, no violation of accessibility, nothing that
//! scrolls sideways on a phone, no row that is cut on paper, and the figures of `check` and `gap`.
//!
//! The programs are looked for in the folder that `CLAUSELINT_BROWSER` names; without them, a line says what is skipped.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

mod site;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use site::{HOSTILE, Site};

#[test]
fn the_page_holds_in_a_browser() {
    let Some(tools) = std::env::var_os("CLAUSELINT_BROWSER").filter(|folder| Path::new(folder).is_dir()) else {
        // Past the capturing of tests, which shows nothing of those that pass.
        let line = "skipped: there is no browser with its programs; `.ci/run` installs them\n";
        std::io::stderr().write_all(line.as_bytes()).unwrap();
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let later = "2027-11-30";
    let day = "2026-11-30";
    let mut pages = vec![
        expected(folder.path(), "clean", &Site::example(), day, &[]),
        expected(folder.path(), "overdue", &Site::example(), later, &[]),
        expected(folder.path(), "hostile", &Site::with(HOSTILE), day, &[]),
        expected(folder.path(), "no clauses", &Site::without_clauses(), day, &[]),
        expected(folder.path(), "almost empty", &Site::almost_empty(), day, &[]),
        expected(folder.path(), "compared", &Site::with_past(), day, &["--since", "HEAD~1"]),
    ];
    // A table of many pages repeats its header on each of them.
    pages[1]["header"] = json!(["Weight", "What is wrong"]);
    let list = folder.path().join("pages.json");
    fs::write(&list, json!({ "pages": pages }).to_string()).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/page.mjs");
    let ran = Command::new("node").arg(script).arg(list).env("CLAUSELINT_BROWSER", tools).output().unwrap();
    let [out, err] = [ran.stdout, ran.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    assert!(ran.status.success(), "{out}\n{err}");
    assert_eq!(out.matches(": looked at").count(), pages.len(), "{out}");
}

/// Writes the page of a repository, and says what it must show: the figures of `check` and the clauses of `gap`, not of `review`.
fn expected(folder: &Path, name: &str, site: &Site, day: &str, more: &[&str]) -> Value {
    let file = folder.join(format!("{}.html", name.replace(' ', "-")));
    let ran = site.run_on(day, &[&["review", "-o", file.to_str().unwrap()], more].concat());
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let check = site.json(day, &["check"]);
    let has_clauses = site.run_on(day, &["gap"]).status.success();
    // Where no pack lists documented information, `gap` has nothing to say.
    let gap = if has_clauses { site.json(day, &["gap"]) } else { json!({ "clauses": [] }) };
    let mut figures: BTreeMap<String, usize> = BTreeMap::new();
    for state in ["met", "not_met", "waived", "nothing_examined", "not_checked"] {
        let rules = check["verdicts"].as_array().unwrap().iter();
        let count = rules.filter(|rule| rule["state"].as_str().unwrap().replace('-', "_") == state).count();
        figures.insert(format!("rules.{state}"), count);
    }
    let findings: Vec<&Value> =
        check["verdicts"].as_array().unwrap().iter().flat_map(|rule| rule["findings"].as_array().unwrap()).collect();
    for severity in ["error", "warning", "info"] {
        let count = findings.iter().filter(|finding| finding["severity"] == severity).count();
        figures.insert(format!("findings.{severity}"), count);
    }
    let assessable = || gap["clauses"].as_array().unwrap().iter().filter(|clause| clause["assessable"] == true);
    let mut clauses: BTreeMap<String, String> = BTreeMap::new();
    for clause in assessable() {
        clauses.insert(clause["clause"].as_str().unwrap().to_owned(), clause["state"].as_str().unwrap().to_owned());
    }
    for state in ["covered", "weak", "missing", "not_checked"].iter().filter(|_| !clauses.is_empty()) {
        let count = clauses.values().filter(|clause| clause.replace('-', "_") == *state).count();
        figures.insert(format!("clauses.{state}"), count);
    }
    let fingerprints: Vec<&Value> = findings.iter().map(|finding| &finding["fingerprint"]).collect();
    let clauses = if has_clauses { json!(clauses) } else { Value::Null };
    json!({ "name": name, "file": file, "figures": figures, "clauses": clauses, "findings": fingerprints })
}
