//! Real documents, read and checked as their authors would run it. They are not part of this repository: where they are missing,
//! every test says so and passes. See `CLAUSELINT_CORPORA`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The day on which the findings are taken down.
const AS_OF: &str = "2026-08-19";

/// The folder of a corpus, or of what is expected of them; none where there are no corpora.
#[expect(clippy::print_stdout, reason = "a test that was skipped says so")]
fn corpus(name: &str) -> Option<PathBuf> {
    let corpora = std::env::var_os("CLAUSELINT_CORPORA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora"), PathBuf::from);
    let folder = corpora.join(name).canonicalize().ok();
    if folder.is_none() {
        println!("skipped: `{name}` is not in `{}`", corpora.display());
    }
    folder
}

/// The configuration for a corpus. Without one the file is empty, so that no configuration above the corpus counts.
fn configuration(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/repositories").join(name)
}

/// What the program writes when it is run in a folder; that it could not do its work ends the test.
fn run(folder: &Path, config: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_clauselint"))
        .args(arguments)
        .args(["--color", "never", "--config"])
        .arg(config)
        .arg(".")
        .current_dir(folder)
        .env("HOME", folder)
        .env_remove("XDG_CONFIG_HOME")
        .output()
        .expect("the program can be started");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{} {arguments:?}\n{errors}", folder.display());
    String::from_utf8(output.stdout).expect("the output is UTF-8")
}

/// Findings counted by rule, and each finding on a line.
fn findings(folder: &Path, config: &Path) -> String {
    let concise = run(folder, config, &["check", "--as-of", AS_OF, "--format", "concise"]);
    let mut lines: Vec<&str> = concise.lines().collect();
    lines.sort_unstable();
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    for line in &lines {
        let rule = line.split_once('[').and_then(|(_, rest)| rest.split_once(']')).map_or(*line, |(rule, _)| rule);
        *rules.entry(rule).or_default() += 1;
    }
    let mut text = String::new();
    for (rule, count) in rules {
        writeln!(text, "{rule} -> {count}").expect("a string can be written to");
    }
    if lines.is_empty() {
        text.push_str("no findings\n");
    }
    text.push('\n');
    text.push_str(&lines.join("\n"));
    text
}

fn snapshot(name: &str) {
    let Some(folder) = corpus(name) else { return };
    let without = findings(&folder, &configuration("none.toml"));
    insta::assert_snapshot!(format!("{name}--without-configuration"), without);
    let with = findings(&folder, &configuration(name).join("clauselint.toml"));
    insta::assert_snapshot!(format!("{name}--with-configuration"), with);
}

macro_rules! snapshots {
    ($($test:ident: $name:literal)*) => {
        $(
            #[test]
            fn $test() {
                snapshot($name);
            }
        )*
    };
}

snapshots! {
    tailscale_security_policies: "tailscale-security-policies"
    strongdm_comply: "strongdm-comply"
    basecamp_policies: "basecamp-policies"
    tuist_handbook: "tuist-handbook"
    alphagov_gds_way: "alphagov-gds-way"
    moj_technical_guidance: "moj-technical-guidance"
    cenedril_iso27001_starter_kit: "cenedril-iso27001-starter-kit"
    ukhomeoffice_engineering_guidance: "ukhomeoffice-engineering-guidance"
}

/// An interval as it is written in the documents, `6 months`, as an ISO 8601 duration.
fn iso_interval(text: &str) -> String {
    let (count, unit) = text.split_once(' ').expect("a number and a unit");
    let letter = unit.chars().next().expect("a unit").to_ascii_uppercase();
    format!("P{count}{letter}")
}

/// What differs between a document as it was read and what a careful reader found in it.
fn differences(document: &Value, expected: &Value, today: &str) -> Vec<String> {
    let field = |name: &str| document["fields"][name]["value"].as_str().map(str::to_owned);
    let wanted = |name: &str| expected[name].as_str().map(str::to_owned);
    let due = document["due"].as_str().map(str::to_owned);
    // Days in ISO form are in order as text.
    let state = due.as_deref().map_or("missing", |due| if due < today { "overdue" } else { "ok" });
    let pairs = [
        ("last review", field("last_reviewed"), wanted("last_review")),
        ("interval", field("review_interval"), wanted("interval").map(|text| iso_interval(&text))),
        ("owner", field("owner"), wanted("owner")),
        ("due", due.clone(), wanted("due")),
        ("state", Some(state.to_owned()), wanted("state")),
    ];
    let shown = |value: Option<String>| value.unwrap_or_else(|| "nothing".to_owned());
    pairs
        .into_iter()
        .filter(|(_, read, wanted)| read != wanted)
        .map(|(name, read, wanted)| format!("{name} is {}, not {}", shown(wanted), shown(read)))
        .collect()
}

fn every_row_is_as_expected(name: &str) {
    let Some(file) = corpus(&format!("expected/{name}.json")) else { return };
    let Some(folder) = corpus(name) else { return };
    let expected: Value =
        serde_json::from_str(&std::fs::read_to_string(file).expect("the file can be read")).expect("the file is JSON");
    let today = expected["ref_date"].as_str().expect("a day");
    let rows = expected["rows"].as_array().expect("rows");
    assert!(rows.len() > 10, "too few rows in {name}");
    for config in ["none.toml".to_owned(), format!("{name}/clauselint.toml")] {
        let read = run(&folder, &configuration(&config), &["inspect", "--as-of", today, "--format", "json"]);
        let read: Vec<Value> = serde_json::from_str(&read).expect("the output is JSON");
        let mut failures = Vec::new();
        for row in rows {
            let path = row["path"].as_str().expect("a path");
            match read.iter().find(|document| document["path"] == path && document["excluded"].is_null()) {
                None => failures.push(format!("{path}: was not read")),
                Some(document) => {
                    let found = differences(document, row, today);
                    if !found.is_empty() {
                        failures.push(format!("{path}: {}", found.join("; ")));
                    }
                }
            }
        }
        assert!(
            failures.is_empty(),
            "{config}: {} of {} rows differ\n{}",
            failures.len(),
            rows.len(),
            failures.join("\n")
        );
    }
}

#[test]
fn every_page_of_the_gds_way_is_read_as_expected() {
    every_row_is_as_expected("alphagov-gds-way");
}

#[test]
fn every_page_of_the_technical_guidance_is_read_as_expected() {
    every_row_is_as_expected("moj-technical-guidance");
}
