//! `diff`: what changed between two revisions, matched by identity.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

mod repository;

use repository::{Repo, policy};
use serde_json::Value;

fn diff(repo: &Repo, arguments: &[&str]) -> Value {
    let ran = repo.run(&[&["diff", "--format", "json"], arguments].concat());
    assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

/// The findings of a comparison as course, path and rule.
fn courses(diff: &Value) -> Vec<String> {
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let short = |change: &Value| {
        let sighting = if change["after"].is_null() { &change["before"] } else { &change["after"] };
        format!("{} {} {}", word(&change["course"]), word(&sighting["path"]), word(&change["rule"]))
    };
    diff["findings"].as_array().unwrap().iter().map(short).collect()
}

/// What happened to documents as path and events.
fn events(diff: &Value) -> Vec<String> {
    let short = |change: &Value| {
        let events: Vec<&str> =
            change["events"].as_array().unwrap().iter().map(|event| event.as_str().unwrap()).collect();
        format!("{} {}", change["path"].as_str().unwrap(), events.join(" "))
    };
    diff["documents"].as_array().unwrap().iter().map(short).collect()
}

fn without_owner(id: &str) -> String {
    policy(id, "").replace("owner: Jane Doe\n", "")
}

#[test]
fn findings_are_new_fixed_or_still_there() {
    let repo = Repo::new();
    repo.commit(&[("a.md", &without_owner("A")), ("b.md", &without_owner("B")), ("c.md", &policy("C", ""))]);
    repo.commit(&[("b.md", &policy("B", "")), ("c.md", &policy("C", "\n[there](no.md)\n"))]);
    let found = diff(&repo, &["HEAD~1", "HEAD"]);
    assert_eq!(
        courses(&found),
        ["new c.md link-broken", "fixed b.md metadata-missing", "still-there a.md metadata-missing"]
    );
    assert_eq!(
        found["summary"],
        serde_json::json!({ "new": 1, "fixed": 1, "worsened": 0, "eased": 0, "still_there": 1 })
    );
    assert_eq!(found["before"]["figures"]["findings"]["error"], 2);
    let narrow = diff(&repo, &["HEAD~1", "HEAD", "--only-changes"]);
    assert_eq!(courses(&narrow), ["new c.md link-broken", "fixed b.md metadata-missing"]);
    assert_eq!(narrow["summary"]["still_there"], 1, "what is left out is still counted");
}

#[test]
fn a_finding_keeps_its_identity_when_its_document_moves_and_its_line_changes() {
    let repo = Repo::new();
    let link = "\n[there](no.md)\n";
    repo.commit(&[
        ("a.md", &policy("A", link)),
        ("plain.md", &format!("owner: x\n\n{}", policy("", link).replace("id: \n", ""))),
    ]);
    repo.git(&["mv", "a.md", "moved.md"]);
    repo.git(&["mv", "plain.md", "other.md"]);
    repo.commit(&[("moved.md", &policy("A", &format!("\nA new sentence.\n{link}")))]);
    let found = diff(&repo, &["HEAD~1", "HEAD"]);
    assert!(found["findings"].as_array().unwrap().iter().all(|change| change["course"] == "still-there"), "{found}");
    let moved =
        found["findings"].as_array().unwrap().iter().find(|change| change["after"]["path"] == "moved.md").unwrap();
    assert_eq!(moved["before"]["path"], "a.md");
    assert_eq!(moved["before"]["line"].as_u64().unwrap() + 2, moved["after"]["line"].as_u64().unwrap());
    assert!(events(&found).contains(&"moved.md renamed changed".to_owned()), "{:?}", events(&found));
}

#[test]
fn a_finding_that_weighs_more_or_tells_of_more_has_worsened() {
    let repo = Repo::new();
    let draft = without_owner("A").replace("id: A\n", "id: A\nstatus: draft\n");
    let less =
        without_owner("B").replace("last_reviewed: 2026-11-01\n", "").replace("review_interval: 12 months\n", "");
    repo.commit(&[("a.md", &draft), ("b.md", &without_owner("B"))]);
    repo.commit(&[("a.md", &without_owner("A")), ("b.md", &less)]);
    let found = diff(&repo, &["HEAD~1", "HEAD"]);
    assert_eq!(courses(&found), ["worsened a.md metadata-missing", "worsened b.md metadata-missing"], "{found}");
    let back = diff(&repo, &["HEAD", "HEAD~1"]);
    assert_eq!(courses(&back), ["eased a.md metadata-missing", "eased b.md metadata-missing"], "{back}");
    assert!(found["findings"][0]["reason"].as_str().unwrap().contains("instead of"), "{found}");
}

#[test]
fn a_finding_that_was_accepted_has_eased_and_comes_back_worse() {
    let repo = Repo::new();
    let waiver = "[[waiver]]\nrule = \"metadata-missing\"\npath = \"a.md\"\nreason = \"new owner in spring\"\n\
                  approved-by = \"John Roe\"\nexpires = \"2027-03-31\"\n";
    repo.commit(&[("a.md", &without_owner("A")), ("clauselint.toml", "")]);
    repo.commit(&[("clauselint.toml", waiver)]);
    assert_eq!(courses(&diff(&repo, &["HEAD~1", "HEAD"])), ["eased a.md metadata-missing"]);
    assert_eq!(courses(&diff(&repo, &["HEAD", "HEAD~1"])), ["worsened a.md metadata-missing"]);
}

#[test]
fn documents_are_added_retired_removed_renamed_and_approved_anew() {
    let repo = Repo::new();
    let approved = |day: &str| {
        policy("C", "")
            .replace("id: C\n", &format!("id: C\nversion: \"1.0\"\napproved_by: John Roe\napproved_on: {day}\n"))
    };
    repo.commit(&[
        ("a.md", &policy("A", "")),
        ("b.md", &policy("B", "")),
        ("c.md", &approved("2026-10-01")),
        ("d.md", &policy("D", "")),
        ("same.md", &policy("S", "")),
    ]);
    repo.git(&["rm", "-q", "d.md"]);
    repo.git(&["mv", "a.md", "z.md"]);
    repo.commit(&[
        ("b.md", &policy("B", "").replace("id: B\n", "id: B\nstatus: retired\n")),
        ("c.md", &approved("2026-11-02")),
        ("new.md", &policy("N", "")),
    ]);
    let found = diff(&repo, &["HEAD~1", "HEAD"]);
    assert_eq!(
        events(&found),
        ["b.md retired changed", "c.md re-approved changed", "d.md removed", "new.md added", "z.md renamed"]
    );
    let approved = &found["documents"][1];
    assert!(approved["approval"].as_str().unwrap().contains("2026-11-02"), "{approved}");
}

#[test]
fn the_work_tree_is_the_later_side_where_none_is_named() {
    let repo = Repo::new();
    repo.commit(&[("a.md", &policy("A", ""))]);
    repo.write("a.md", &without_owner("A"));
    let found = diff(&repo, &["HEAD"]);
    assert_eq!(courses(&found), ["new a.md metadata-missing"]);
    assert_eq!(found["after"]["revision"], Value::Null);
    assert!(repo.run(&["diff", "HEAD"]).out.contains("→ the work tree as of 2026-11-30"));
}

#[test]
fn clauses_that_change_their_state_are_told_with_the_reason() {
    let repo = Repo::new();
    let scope = "---\nid: STM-1\ntitle: Scope\ntype: sms-scope\nversion: \"1.0\"\nstatus: effective\nowner: Jane Doe\nauthor: Jane Doe\n\
                 approved_by: John Roe\napproved_on: 2026-09-01\nlast_reviewed: 2026-09-01\nnext_review: 2027-09-01\n\
                 classification: internal\norganization: Example Ltd\n---\n\n# Scope\n\n## Services in scope\n\n- Hosting\n\n\
                 ## Organization\n\nExample Ltd, Graz.\n\n## Boundaries\n\nThe office.\n";
    let config = "packs = [\"core\", \"iso20000-1-2018\"]\n[history]\nsince = \"2030-01-01\"\n";
    repo.commit(&[("scope.md", scope), ("clauselint.toml", config)]);
    repo.commit(&[("scope.md", &scope.replace("status: effective", "status: draft"))]);
    let found = diff(&repo, &["HEAD~1", "HEAD"]);
    let clause =
        found["clauses"].as_array().unwrap().iter().find(|clause| clause["clause"] == "iso20000-1:4.3").unwrap();
    assert_eq!((clause["before"].as_str(), clause["after"].as_str()), (Some("covered"), Some("weak")));
    assert!(clause["reasons"][0].as_str().unwrap().contains("draft"), "{clause}");
    let terminal = repo.run(&["diff", "HEAD~1", "HEAD"]).out;
    assert!(terminal.contains("covered → weak"), "{terminal}");
}

#[test]
fn rules_that_came_into_force_are_told_apart_from_what_authors_did() {
    let repo = Repo::new();
    let off = "[rules.metadata-missing]\nseverity = \"off\"\n";
    repo.commit(&[("a.md", &without_owner("A")), ("clauselint.toml", off)]);
    repo.commit(&[("clauselint.toml", "")]);
    let found = diff(&repo, &["HEAD~1", "HEAD"]);
    assert_eq!(found["rules"]["added"], serde_json::json!(["core/metadata-missing"]));
    assert_eq!(found["findings"][0]["reason"], "the rule was not in force before");
}

#[test]
fn each_side_can_be_judged_on_its_own_day() {
    let repo = Repo::new();
    let due = policy("A", "").replace("review_interval: 12 months", "next_review: 2026-11-15");
    repo.commit(&[("a.md", &due)]);
    repo.git(&["commit", "-q", "--allow-empty", "-m", "two", "--date", "2026-11-20T12:00:00Z"]);
    // Commits of tests are made today, whatever day that is: what counts is that the days are those of the commits.
    let own = diff(&repo, &["HEAD~1", "HEAD", "--own-days"]);
    let day = repo.git(&["log", "-1", "--format=%cd", "--date=format-local:%Y-%m-%d", "HEAD~1"]);
    assert_eq!(own["before"]["as_of"], day.trim());
    let same = diff(&repo, &["HEAD~1", "HEAD"]);
    assert_eq!((&same["before"]["as_of"], &same["after"]["as_of"]), (&"2026-11-30".into(), &"2026-11-30".into()));
    assert_eq!(courses(&same), ["still-there a.md review-overdue"]);
}

#[test]
fn markdown_is_fit_for_a_comment_and_calls_nobody() {
    let repo = Repo::new();
    repo.commit(&[("a.md", &policy("A", ""))]);
    repo.commit(&[("b @team <img src=x>.md", &policy("A", "\n[x](@team.md)\n"))]);
    let markdown = repo.run(&["diff", "HEAD~1", "HEAD", "--format", "markdown"]).out;
    assert!(markdown.starts_with("## clauselint: "), "{markdown}");
    assert!(markdown.contains("b &#64;team") && !markdown.contains("b @team"), "{markdown}");
    assert!(!markdown.contains("<img"), "{markdown}");
    assert!(markdown.contains("### new"), "{markdown}");
}

#[test]
fn what_cannot_be_compared_is_an_error_with_a_remedy() {
    let repo = Repo::new();
    repo.commit(&[("a.md", &policy("A", ""))]);
    let unknown = repo.run(&["diff", "nowhere"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("`nowhere` names no commit") && unknown.err.contains("help:"), "{}", unknown.err);
    let option = repo.run(&["diff", "--", "--output=x"]);
    assert_eq!(option.code, 2, "a revision is no option of Git");
    let outside = Repo::without_git();
    outside.write("a.md", &policy("A", ""));
    let ran = outside.run(&["diff", "HEAD"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("is not in a Git repository"), "{}", ran.err);
}
