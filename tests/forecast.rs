//! `forecast`: what lapses between two days.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

mod tree;

use serde_json::Value;
use tree::Tree;

fn document(id: &str, owner: &str, next_review: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: {id}\ntype: policy\nclassification: internal\nowner: {owner}\nnext_review: {next_review}\n---\n\n# {id}\n"
    )
}

fn forecast(tree: &Tree, until: &str) -> Value {
    let run = tree.run(&["forecast", "--until", until, "--format", "json"]);
    assert_eq!(run.code, 0, "{run:?}");
    run.json()
}

fn lapses(forecast: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let short = |lapse: &Value| {
        format!("{} {} {} {}", text(&lapse["day"]), text(&lapse["sort"]), text(&lapse["path"]), text(&lapse["rule"]))
    };
    forecast["lapses"].as_array().unwrap().iter().map(short).collect()
}

#[test]
fn reviews_lapse_on_their_day_and_once() {
    let tree = Tree::new()
        .file("late.md", &document("L", "Jane Doe", "2026-11-29"))
        .file("today.md", &document("T", "Jane Doe", "2026-11-30"))
        .file("soon.md", &document("S", "John Roe", "2027-01-31"))
        .file("last.md", &document("E", "John Roe", "2027-02-28"))
        .file("later.md", &document("N", "John Roe", "2027-03-01"))
        .file("old.md", &document("O", "John Roe", "2027-01-01").replace("id: O", "id: O\nstatus: retired"));
    let found = forecast(&tree, "2027-02-28");
    assert_eq!(
        lapses(&found),
        ["2026-11-30 review today.md -", "2027-01-31 review soon.md -", "2027-02-28 review last.md -"]
    );
    assert_eq!(found["overdue"], 1);
    assert_eq!(found["lapses"][1]["days"], 62);
    let owners: Vec<(&str, u64)> = found["owners"]
        .as_array()
        .unwrap()
        .iter()
        .map(|owner| (owner["name"].as_str().unwrap(), owner["lapses"].as_u64().unwrap()))
        .collect();
    assert_eq!(owners, [("John Roe", 2), ("Jane Doe", 1)]);
}

#[test]
fn a_waiver_lapses_on_the_day_after_its_last() {
    let waiver = "[[waiver]]\nrule = \"metadata-missing\"\npath = \"a.md\"\nreason = \"new owner in spring\"\n\
                  approved-by = \"John Roe\"\nexpires = \"2027-01-15\"\n";
    let tree = Tree::new()
        .file("a.md", &document("A", "Jane Doe", "2028-01-01").replace("owner: Jane Doe\n", ""))
        .file("clauselint.toml", waiver);
    let found = forecast(&tree, "2027-06-30");
    let lapses = lapses(&found);
    assert!(lapses.contains(&"2027-01-16 waiver a.md metadata-missing".to_owned()), "{lapses:?}");
    assert!(lapses.contains(&"2027-01-16 finding clauselint.toml waiver-expired".to_owned()), "{lapses:?}");
}

#[test]
fn what_a_rule_will_say_is_what_it_says_on_the_first_day() {
    let run = Tree::new()
        .command(env!("CARGO_BIN_EXE_clauselint"))
        .args([
            "forecast",
            concat!(env!("CARGO_MANIFEST_DIR"), "/docs-example"),
            "--as-of",
            "2026-11-30",
            "--until",
            "2027-11-30",
        ])
        .args(["--format", "json"])
        .output()
        .unwrap();
    let found: Value = serde_json::from_slice(&run.stdout).unwrap();
    let lapse =
        found["lapses"].as_array().unwrap().iter().find(|lapse| lapse["rule"] == "treatment-action-overdue").unwrap();
    assert_eq!(lapse["day"], "2026-12-16");
    assert!(lapse["message"].as_str().unwrap().contains("due on 2026-12-15, 1 day before 2026-12-16"), "{lapse}");
    // The same finding is there on that day and not on the day before.
    for (day, is_there) in [("2026-12-15", false), ("2026-12-16", true)] {
        let check = Tree::new()
            .command(env!("CARGO_BIN_EXE_clauselint"))
            .args([
                "check",
                concat!(env!("CARGO_MANIFEST_DIR"), "/docs-example"),
                "--as-of",
                day,
                "--select",
                "treatment-action-overdue",
            ])
            .output()
            .unwrap();
        assert_eq!(check.status.code() == Some(1), is_there, "{day}");
    }
    let clause =
        found["clauses"].as_array().unwrap().iter().find(|clause| clause["clause"] == "iso20000-1:6.1").unwrap();
    assert_eq!((clause["before"].as_str(), clause["after"].as_str()), (Some("covered"), Some("weak")));
    assert_eq!(clause["first"], "2026-12-16");
    assert!(!clause["reasons"].as_array().unwrap().is_empty());
}

#[test]
fn every_form_tells_the_same_and_text_of_documents_is_text() {
    let tree = Tree::new().file("a.md", &document("=cmd()|<script> @team", "Jane Doe", "2027-01-31"));
    let until = ["forecast", "--until", "2027-06-30", "--format"];
    let run = |format: &str| tree.run(&[&until[..], &[format]].concat()).out;
    assert!(run("csv").contains("'=cmd()|<script> @team"), "{}", run("csv"));
    assert!(run("markdown").contains("=cmd()\\|&lt;script&gt; &#64;team"), "{}", run("markdown"));
    let terminal = run("terminal");
    assert!(terminal.contains("2027-01-31") && terminal.contains("1 to do"), "{terminal}");
    assert_eq!(run("json"), run("json"));
}

#[test]
fn a_day_in_the_past_is_an_error() {
    let run =
        Tree::new().file("a.md", &document("A", "Jane Doe", "2027-01-31")).run(&["forecast", "--until", "2026-11-29"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("lies before the day of judgement") && run.err.contains("help:"), "{run:?}");
}
