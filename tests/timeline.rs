//! `history`: how verdicts developed, each day as it stood then.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

mod repository;

use repository::{Repo, policy};
use serde_json::Value;

fn commit_on(repo: &Repo, day: &str, files: &[(&str, &str)]) {
    for (path, text) in files {
        repo.write(path, text);
    }
    repo.git(&["add", "-f", "-A", "."]);
    let when = format!("{day}T12:00:00Z");
    repo.dated_commit(&when);
}

fn history(repo: &Repo, arguments: &[&str]) -> Vec<Value> {
    let ran = repo.run(&[&["history", "--format", "json"], arguments].concat());
    assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.err);
    let history: Value = serde_json::from_str(&ran.out).unwrap();
    history["points"].as_array().unwrap().clone()
}

fn errors(points: &[Value]) -> Vec<(&str, u64)> {
    let point = |point: &'_ Value| {
        (point["day"].as_str().unwrap().to_owned(), point["figures"]["findings"]["error"].as_u64().unwrap())
    };
    points.iter().map(point).map(|(day, errors)| (&*day.leak(), errors)).collect()
}

/// A policy whose review was due in the middle of October, mended in November, with one more document on the way.
fn repository() -> Repo {
    let repo = Repo::new();
    let due = policy("A", "")
        .replace("review_interval: 12 months", "next_review: 2026-10-15")
        .replace("2026-11-01", "2026-01-01");
    commit_on(&repo, "2026-09-10", &[("a.md", &due)]);
    commit_on(
        &repo,
        "2026-10-01",
        &[("b.md", &policy("B", "").replace("2026-11-01", "2026-09-01").replace("owner: Jane Doe\n", ""))],
    );
    commit_on(&repo, "2026-11-05", &[("a.md", &policy("A", ""))]);
    repo
}

#[test]
fn each_day_is_judged_as_it_stood_then() {
    let repo = repository();
    let points = history(&repo, &["--since", "2026-08-30", "--every", "month"]);
    assert_eq!(
        errors(&points),
        [("2026-09-30", 0), ("2026-10-30", 2), ("2026-11-30", 1)],
        "none before the first commit"
    );
    assert_eq!(points[1]["figures"]["overdue"], 1);
    assert_eq!(points[2]["figures"]["overdue"], 0);
    assert_eq!(points[0]["figures"]["documents"], 1);
}

#[test]
fn every_point_is_what_a_check_of_its_commit_on_its_day_says() {
    let repo = repository();
    let config = "[rules.review-overdue]\nseverity = \"warning\"\n";
    commit_on(&repo, "2026-11-20", &[("clauselint.toml", config), ("c.md", &policy("C", "\n[x](no.md)\n"))]);
    for point in history(&repo, &["--since", "2026-11-15", "--every", "week"]) {
        let (day, commit) = (point["day"].as_str().unwrap(), point["commit"].as_str().unwrap());
        if point["has_later_rules"] == true {
            continue;
        }
        let ran = repo.run_on(day, &["check", "--rev", commit, "--format", "json"]);
        let check: Value = serde_json::from_str(&ran.out).unwrap();
        let figures = &point["figures"];
        for (ours, theirs) in [
            (&figures["findings"]["error"], &check["summary"]["findings"]["error"]),
            (&figures["findings"]["warning"], &check["summary"]["findings"]["warning"]),
            (&figures["findings"]["info"], &check["summary"]["findings"]["info"]),
            (&figures["rules"], &check["summary"]["rules"]),
            (&figures["documents"], &check["summary"]["documents"]),
            (&figures["controlled"], &check["summary"]["controlled"]),
        ] {
            assert_eq!(ours, theirs, "{day} {commit}");
        }
    }
}

#[test]
fn a_commit_without_a_configuration_is_judged_by_that_of_the_newest() {
    let repo = repository();
    commit_on(&repo, "2026-11-20", &[("clauselint.toml", "[rules.metadata-missing]\nseverity = \"off\"\n")]);
    let points = history(&repo, &["--since", "2026-10-30", "--every", "month"]);
    assert_eq!(errors(&points), [("2026-10-30", 1), ("2026-11-30", 0)]);
    assert_eq!(
        (&points[0]["has_later_rules"], &points[1]["has_later_rules"]),
        (&Value::Bool(true), &Value::Bool(false))
    );
}

#[test]
fn every_version_of_a_document_is_read_once() {
    let repo = repository();
    let ran = repo.run(&["history", "--since", "2026-09-01", "--every", "day", "-v"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("3 versions of documents read"), "{}", ran.err);
    // What was taken back is the version that was read already.
    let text = policy("A", "")
        .replace("review_interval: 12 months", "next_review: 2026-10-15")
        .replace("2026-11-01", "2026-01-01");
    commit_on(&repo, "2026-11-25", &[("a.md", &text)]);
    let ran = repo.run(&["history", "--since", "2026-09-01", "--every", "day", "-v"]);
    assert!(ran.err.contains("3 versions of documents read"), "{}", ran.err);
}

#[test]
fn every_form_tells_the_same_days() {
    let repo = repository();
    let arguments = ["history", "--since", "2026-09-30", "--every", "month", "--format"];
    let csv = repo.run(&[&arguments[..], &["csv"]].concat()).out;
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 4, "{csv}");
    assert!(lines[0].starts_with("day,commit,documents,") && lines[3].starts_with("2026-11-30,"), "{csv}");
    let terminal = repo.run(&[&arguments[..], &["terminal"]].concat()).out;
    assert!(terminal.contains("2026-09-30 to 2026-11-30, 3 points"), "{terminal}");
    assert!(terminal.contains("reviews overdue") && terminal.contains('█'), "{terminal}");
}

#[test]
fn what_has_no_history_is_an_error_with_a_remedy() {
    let empty = Repo::new();
    empty.write("a.md", &policy("A", ""));
    let ran = empty.run(&["history", "--since", "2026-01-01"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("no commit yet"), "{}", ran.err);
    let outside = Repo::without_git();
    outside.write("a.md", &policy("A", ""));
    assert_eq!(outside.run(&["history", "--since", "2026-01-01"]).code, 2);
    let repo = repository();
    let url = format!("file://{}", repo.path().display());
    let shallow = repo.beside("shallow");
    repo.git(&["clone", "-q", "--depth", "1", &url, &shallow.path().display().to_string()]);
    let ran = shallow.run(&["history", "--since", "2026-01-01"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("fetch-depth: 0"), "{}", ran.err);
    let late = repo.run(&["history", "--since", "2027-01-01"]);
    assert_eq!(late.code, 2);
    assert!(late.err.contains("lies behind the day of judgement"), "{}", late.err);
    let many = repo.run(&["history", "--since", "1990-01-01", "--every", "day"]);
    assert_eq!(many.code, 2);
    assert!(many.err.contains("more than 2000 days"), "{}", many.err);
}
