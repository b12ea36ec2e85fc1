//! The command line as people and scripts meet it: exit codes, formats, what goes to which stream.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const DAY: &str = "2026-11-30";

const SOUND: &str =
    "---\nowner: Jane Doe\nnext_review: 2027-06-01\n---\n\n# Access policy\n\nKeys are kept in a safe.\n";
const OVERDUE: &str =
    "---\nowner: Jane Doe\nnext_review: 2026-06-01\n---\n\n# Access policy\n\nKeys are kept in a safe.\n";
const UNFINISHED: &str =
    "---\nowner: Jane Doe\nnext_review: 2027-06-01\n---\n\n# Access policy\n\n## Scope\n\n## Roles\n\nAll staff.\n";

// ------------------------------------------------------------------------------------------------------------- exit codes

#[test]
fn documents_that_hold_give_0() {
    let run = Tree::new().file("access.md", SOUND).run(&["check"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.err, "");
    assert!(run.out.contains("findings  none"), "{run:?}");
}

#[test]
fn findings_give_1() {
    let run = Tree::new().file("access.md", OVERDUE).run(&["check"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert_eq!(run.err, "");
    assert!(run.out.contains("error[review-overdue]"), "{run:?}");
}

#[test]
fn what_cannot_be_checked_gives_2_and_says_why_on_standard_error() {
    let tree = Tree::new().file("access.md", SOUND).file("notes/data.txt", "no document");
    tree.write("broken.toml", "[review]\nintervall = \"P1Y\"\n");
    for (arguments, reason) in [
        (&["check", "missing.md"][..], "missing.md"),
        (&["check", "notes"], "no documents"),
        (&["check", "--config", "broken.toml"], "intervall"),
        (&["check", "--config", "missing.toml"], "missing.toml"),
        (&["check", "--as-of", "yesterday"], "yesterday"),
        (&["check", "--as-of", "2026-02-30"], "2026-02-30"),
        (&["check", "--format", "xml"], "xml"),
        (&["check", "--select", "no-such-rule"], "no-such-rule"),
        (&["check", "--ignore", "*"], "no rules"),
        (&["check", "--output", "missing/folder/report.json"], "report.json"),
        (&["inspect", "missing.md"], "missing.md"),
        (&["frobnicate"], "frobnicate"),
        (&[], "Usage"),
    ] {
        let run = tree.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?} {run:?}");
        assert_eq!(run.out, "", "{arguments:?}");
        assert!(run.err.contains(reason), "{arguments:?} {run:?}");
    }
}

#[test]
fn an_empty_folder_gives_2() {
    let run = Tree::new().run(&["check"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("no documents"), "{run:?}");
}

#[test]
fn a_broken_configuration_is_shown_at_its_place() {
    let tree =
        Tree::new().file("access.md", SOUND).file("clauselint.toml", "[rules.review-overdeu]\nseverity = \"off\"\n");
    let run = tree.run(&["check"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("clauselint.toml:1:8"), "{run:?}");
    assert!(run.err.contains("did you mean `review-overdue`?"), "{run:?}");
}

#[test]
fn fail_on_sets_the_least_severity_that_fails() {
    let tree = Tree::new().file("access.md", UNFINISHED);
    assert!(tree.run(&["check", "--format", "concise"]).out.contains("warning[section-empty]"));
    for (threshold, code) in [("error", 0), ("warning", 1), ("info", 1)] {
        assert_eq!(tree.run(&["check", "--fail-on", threshold]).code, code, "{threshold}");
    }
    let soon = Tree::new().file("access.md", &SOUND.replace("2027-06-01", "2026-12-10"));
    assert_eq!(soon.run(&["check", "--fail-on", "warning"]).code, 0);
    assert_eq!(soon.run(&["check", "--fail-on", "info"]).code, 1);
}

// ----------------------------------------------------------------------------------------------------- which rules, which files

#[test]
fn an_unknown_rule_is_named_with_the_nearest_one() {
    let tree = Tree::new().file("access.md", SOUND);
    for option in ["--select", "--ignore"] {
        let run = tree.run(&["check", option, "review-overdu"]);
        assert_eq!(run.code, 2, "{run:?}");
        assert!(run.err.contains("unknown rule `review-overdu`"), "{run:?}");
        assert!(run.err.contains("did you mean `review-overdue`?"), "{run:?}");
    }
}

#[test]
fn rules_are_selected_and_ignored_by_id_and_by_glob() {
    let tree = Tree::new().file("access.md", OVERDUE);
    let rules = |arguments: &[&str]| -> Vec<String> {
        let run = tree.run(&[&["check", "--format", "json"], arguments].concat());
        run.json()["verdicts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|verdict| verdict["rule"].as_str().unwrap().into())
            .collect()
    };
    let all = rules(&[]);
    assert!(all.len() > 40, "{}", all.len());
    assert_eq!(rules(&["--select", "core/*"]), all);
    assert_eq!(rules(&["--select", "review-overdue"]), ["review-overdue"]);
    assert_eq!(rules(&["--select", "core/review-overdue"]), ["review-overdue"]);
    assert_eq!(rules(&["--select", "review-overdue,date-malformed"]).len(), 2);
    assert_eq!(
        rules(&["--select", "date-*", "--ignore", "date-in-future"]),
        ["date-malformed", "date-impossible", "date-ambiguous"]
    );
    assert!(!rules(&["--ignore", "review-*"]).iter().any(|rule| rule.starts_with("review-")));
    assert_eq!(tree.run(&["check", "--ignore", "review-overdue"]).code, 0);
}

#[test]
fn a_path_narrows_what_is_reported_and_not_what_is_read() {
    let tree = Tree::new()
        .file("clauselint.toml", "")
        .file(
            "policies/access.md",
            &format!("{SOUND}\nSee [keys](../procedures/keys.md) and [locks](../procedures/locks.md).\n"),
        )
        .file("procedures/keys.md", OVERDUE);
    let run = tree.run(&["check", "policies", "--format", "concise"]);
    assert_eq!(run.code, 1);
    assert_eq!(run.out.lines().count(), 1, "{run:?}");
    assert!(run.out.contains("`procedures/locks.md`, which does not exist"), "{run:?}");
    let below = tree.run_in("procedures", &["check", "../policies", ".", "--format", "concise"]);
    assert!(below.out.starts_with("../policies/access.md:"), "{below:?}");
    assert!(below.out.contains("\n../procedures/keys.md:"), "{below:?}");
}

#[test]
fn standard_input_stands_for_a_file() {
    let tree =
        Tree::new().file("clauselint.toml", "").file("policies/access.md", SOUND).file("policies/keys.md", OVERDUE);
    let run = tree.run_with_input(&["check", "--stdin-filename", "policies/access.md", "--format", "concise"], OVERDUE);
    assert_eq!(run.code, 1, "{run:?}");
    assert_eq!(run.out.lines().count(), 1, "only the one document: {run:?}");
    assert!(run.out.starts_with("policies/access.md:3:14: error[review-overdue]"), "{run:?}");
    let new = tree.run_with_input(&["check", "--stdin-filename", "policies/new.md", "--format", "concise"], OVERDUE);
    assert!(new.out.starts_with("policies/new.md:3:14: error[review-overdue]"), "{new:?}");
    assert_eq!(fs::read_to_string(tree.path().join("policies/access.md")).unwrap(), SOUND);
}

// ----------------------------------------------------------------------------------------------------------------- formats

#[test]
fn a_concise_line_is_path_place_severity_rule_message() {
    let run = Tree::new().file("access.md", OVERDUE).run(&["check", "--format", "concise"]);
    assert_eq!(run.out, "access.md:3:14: error[review-overdue] review was due on 2026-06-01, 182 days ago\n");
}

#[test]
fn kinds_that_no_pack_knows_are_named_once_at_the_end() {
    let of_kind = |kind: &str| format!("---\ntype: {kind}\nowner: Jane Doe\nstatus: draft\n---\n\n# A title\n");
    let tree = Tree::new()
        .file("clauselint.toml", "packs = [\"core\", \"iso20000-1-2018\"]\n")
        .file("a.md", &of_kind("runbook"))
        .file("b.md", &of_kind("\"board\\e[31m paper\""))
        .file("c.md", &of_kind("board letter"))
        .file("d.md", &of_kind("runbook"))
        .file("e.md", &of_kind("retro"))
        .file("known.md", &of_kind("policy"))
        .file("none.md", "---\nowner: Jane Doe\nstatus: draft\nlast_reviewed: 2026-03-01\n---\n\n# Notes\n")
        .file("page.md", "---\ntype: page\n---\n\n# A page\n");
    let run = tree.run(&["check", "--select", "kind-misspelled"]);
    let told = "5 documents of a kind that no pack knows, so that no rule on kinds looked at them: `runbook`, ";
    assert!(run.out.contains(told) && run.out.contains("1 more\n"), "{}", run.out);
    assert!(run.out.contains("1 controlled document without a kind, so that "), "{}", run.out);
    assert!(!run.out.contains('\u{1b}'), "{:?}", run.out);
    let known = tree.run(&["check", "--select", "kind-misspelled", "--format", "json"]).json();
    let kinds = &known["summary"]["unknown_kinds"];
    assert_eq!((&kinds["runbook"], &kinds["retro"]), (&2.into(), &1.into()));
    assert_eq!(kinds.as_object().unwrap().len(), 4, "{kinds}");
    assert_eq!(known["summary"]["without_kind"], 1);
}

/// The keys of the machine formats. Whoever takes one away, or gives it another meaning, raises `version`.
#[test]
fn the_json_of_check_has_its_keys() {
    let run = Tree::new().file("access.md", OVERDUE).run(&["check", "--format", "json"]);
    assert_eq!(run.code, 1);
    let report = run.json();
    assert_eq!(keys(&report), ["version", "as_of", "summary", "verdicts"]);
    assert_eq!(report["version"], 1);
    assert_eq!(report["as_of"], DAY);
    let summary = &report["summary"];
    assert_eq!(summary["documents"], 1);
    assert_eq!(summary["controlled"], 1);
    assert_eq!(summary["findings"]["error"], 1);
    let verdicts = report["verdicts"].as_array().unwrap();
    for verdict in verdicts {
        let mut found = keys(verdict);
        found.retain(|key| *key != "reason"); // only where a rule was not checked
        assert_eq!(found, ["rule", "pack", "reference", "clauses", "severity", "state", "examined", "findings"]);
        assert_eq!(verdict.get("reason").is_some(), verdict["state"] == "not-checked", "{verdict}");
        assert_eq!(verdict["findings"].as_array().unwrap().is_empty(), verdict["state"] != "not-met", "{verdict}");
        assert!(verdict["state"] != "met" || verdict["examined"] != 0, "nothing examined is not met: {verdict}");
    }
    let overdue = verdicts.iter().find(|verdict| verdict["rule"] == "review-overdue").unwrap();
    assert_eq!(overdue["pack"], "core");
    assert_eq!(overdue["reference"], "DC08");
    let finding = &overdue["findings"][0];
    let specified =
        ["path", "line", "column", "end_line", "end_column", "severity", "message", "help", "subject", "fingerprint"];
    assert_eq!(keys(finding), specified);
    assert_eq!(finding["path"], "access.md");
    assert_eq!([&finding["line"], &finding["column"], &finding["end_line"], &finding["end_column"]], [3, 14, 3, 24]);
    let fingerprint = finding["fingerprint"].as_str().unwrap();
    assert!(fingerprint.len() == 32 && fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit()), "{fingerprint}");
}

#[test]
fn the_json_of_inspect_has_its_keys() {
    let text =
        "---\nOwner: Jane Doe\nnext-review: 2 March 2027\nfront matter: x\n---\n\n# Access\n\n## 1. Scope\n\nAll.\n";
    let tree = Tree::new().file("access.md", text).file("AGENTS.md", "# Agents\n");
    let run = tree.run(&["inspect", "access.md", "AGENTS.md", "--format", "json"]);
    assert_eq!(run.code, 0, "{run:?}");
    let entries = run.json();
    let document = &entries[0];
    for key in ["path", "kind", "controlled", "excluded", "fields", "sections", "problems", "due"] {
        assert!(keys(document).contains(&key), "{key}: {document}");
        assert!(keys(&entries[1]).contains(&key), "{key}: {}", entries[1]);
    }
    assert_eq!(document["path"], "access.md");
    assert_eq!(document["kind"], Value::Null);
    assert_eq!(document["controlled"], true);
    assert_eq!(document["excluded"], Value::Null);
    assert_eq!(document["due"], "2027-03-02");
    let field = &document["fields"]["next_review"];
    for key in ["value", "raw", "key", "carrier", "line", "column"] {
        assert!(keys(field).contains(&key), "{key}: {field}");
    }
    assert_eq!(field["value"], "2027-03-02");
    assert_eq!(field["raw"], "2 March 2027");
    assert_eq!(field["key"], "next-review");
    assert_eq!(field["carrier"], "front matter");
    assert_eq!([&field["line"], &field["column"]], [3, 14]);
    let section = &document["sections"][1];
    for key in ["title", "matched", "level", "line"] {
        assert!(keys(section).contains(&key), "{key}: {section}");
    }
    assert_eq!(section["matched"], serde_json::json!(["scope"]));
    assert_eq!([&section["level"], &section["line"]], [2, 9]);
    assert_eq!(entries[1]["path"], "AGENTS.md");
    assert!(entries[1]["excluded"].is_string(), "{}", entries[1]);
}

#[test]
fn inspect_says_why_a_file_is_left_out() {
    let tree = Tree::new().file("access.md", SOUND).file("AGENTS.md", "# Agents\n").file("notes.txt", "x");
    assert!(tree.run(&["inspect", "AGENTS.md"]).out.contains("left out: instructions to a coding agent"));
    assert!(tree.run(&["inspect", "notes.txt"]).out.contains("left out: not named like a Markdown document"));
}

#[test]
fn output_goes_to_a_file_whole_or_not_at_all() {
    let tree = Tree::new().file("access.md", OVERDUE).file("report.json", "old");
    let run = tree.run(&["check", "--format", "json", "--output", "report.json"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (1, "", ""));
    let written = fs::read_to_string(tree.path().join("report.json")).unwrap();
    assert_eq!(written, tree.run(&["check", "--format", "json"]).out);
    let failed = tree.run(&["check", "missing.md", "--format", "json", "--output", "report.json"]);
    assert_eq!(failed.code, 2);
    assert_eq!(fs::read_to_string(tree.path().join("report.json")).unwrap(), written);
    let mut names: Vec<_> = fs::read_dir(tree.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["access.md", "report.json"], "no temporary file is left behind");
}

#[test]
fn colours_are_for_people_and_can_be_forced_or_refused() {
    let tree = Tree::new().file("access.md", OVERDUE);
    let is_coloured = |run: Run| run.out.contains('\x1b');
    for format in ["terminal", "concise"] {
        let check = ["check", "--format", format];
        assert!(!is_coloured(tree.run(&check)), "{format}: a pipe is no person");
        assert!(is_coloured(tree.run(&[&check[..], &["--color", "always"]].concat())), "{format}");
        assert!(is_coloured(tree.run_env(&check, &[("CLICOLOR_FORCE", "1")])), "{format}");
        let refused = [("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")];
        assert!(!is_coloured(tree.run_env(&check, &refused)), "{format}");
        let never = [&check[..], &["--color", "never"]].concat();
        assert!(!is_coloured(tree.run_env(&never, &[("CLICOLOR_FORCE", "1")])), "{format}");
    }
    assert!(!is_coloured(tree.run(&["check", "--format", "json", "--color", "always"])));
}

#[test]
fn findings_that_differ_in_words_alone_share_their_place_and_remedy() {
    let policy =
        "---\ntitle: Service management policy\ntype: service management policy\nowner: Jane Doe\n---\n# Policy\n";
    let tree =
        Tree::new().file("policy.md", policy).file("clauselint.toml", "packs = [\"core\", \"iso20000-1-2018\"]\n");
    let rule = "required-information-missing";
    let json: serde_json::Value = serde_json::from_str(&tree.run(&["check", "--format", "json"]).out).unwrap();
    let verdict = json["verdicts"].as_array().unwrap().iter().find(|verdict| verdict["rule"] == rule).unwrap();
    let findings = verdict["findings"].as_array().unwrap();
    assert!(findings.len() > 30, "{}", findings.len());
    let shown = tree.run(&["check", "--color", "never"]).out;
    assert_eq!(shown.matches(&format!("error[{rule}]")).count(), 1, "{shown}");
    assert!(shown.contains(&format!("{} findings at one place:", findings.len())), "{shown}");
    let flat = shown.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ");
    for finding in findings {
        let message = finding["message"].as_str().unwrap();
        assert!(flat.contains(message), "{message} is shown whole");
    }
}

#[test]
fn quiet_leaves_the_summary() {
    let tree = Tree::new().file("access.md", OVERDUE);
    let run = tree.run(&["check", "--quiet"]);
    assert_eq!(run.code, 1);
    assert!(!run.out.contains("review-overdue"), "{run:?}");
    assert!(run.out.contains("1 error"), "{run:?}");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let tree = Tree::new();
    for number in 0..300 {
        tree.write(&format!("policies/{number}.md"), SOUND);
    }
    let mut child =
        tree.command(&["check", "--format", "json"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
    let mut child = tree.command(&["inspect", ".", "--format", "json"]).stdout(Stdio::piped()).spawn().unwrap();
    child.stdout.take().unwrap().read_exact(&mut [0; 10]).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn text_of_a_document_cannot_steer_the_terminal() {
    let tree = Tree::new().file(
        "access.md",
        "---\nowner: Jane\nnext_review: \"2026-\\e[31m\"\n---\n\n# A\u{1b}[2Jccess\n\n[x](\u{1b}]0;x.md)\n",
    );
    for format in ["terminal", "concise"] {
        let run = tree.run(&["check", "--format", format, "--fail-on", "info"]);
        assert!(!run.out.contains('\x1b'), "{run:?}");
    }
    assert!(!tree.run(&["inspect", "access.md"]).out.contains('\x1b'));
}

// ----------------------------------------------------------------------------------------------- identity and determinism

#[test]
fn a_fingerprint_survives_an_edit_above_it() {
    let fingerprint = |text: &str| {
        let run = Tree::new().file("access.md", text).run(&["check", "--format", "json", "--select", "section-empty"]);
        run.json()["verdicts"][0]["findings"][0]["fingerprint"].clone()
    };
    let first = fingerprint(UNFINISHED);
    assert!(first.is_string());
    assert_eq!(
        first,
        fingerprint(&UNFINISHED.replace("# Access policy\n", "# Access policy\n\nA line.\n\nAnother line.\n"))
    );
    assert_eq!(first, fingerprint(&UNFINISHED.replace("owner: Jane Doe", "title: Access\nowner: John Roe")));
    assert_ne!(first, fingerprint(&UNFINISHED.replace("## Scope", "## Purpose")));
}

#[test]
fn the_same_documents_give_the_same_bytes() {
    let tree = Tree::new();
    for number in 0..120 {
        let text = [SOUND, OVERDUE, UNFINISHED][number % 3];
        tree.write(
            &format!("{}/{number}.md", ["policies", "plans", "procedures"][number % 3]),
            &format!("{text}\n[x](no.md)\n"),
        );
    }
    for format in ["terminal", "concise", "json"] {
        let check = ["check", "--format", format];
        let alone = tree.run_env(&check, &[("RAYON_NUM_THREADS", "1")]);
        assert!(alone.out.len() > 1000);
        for threads in ["1", "2", "4"] {
            assert_eq!(
                alone.out,
                tree.run_env(&check, &[("RAYON_NUM_THREADS", threads)]).out,
                "{format}, {threads} threads"
            );
        }
    }
}

// ---------------------------------------------------------------------------------------------------------- other commands

#[test]
fn explain_knows_rules_and_clauses() {
    let tree = Tree::new();
    for name in ["review-overdue", "core/review-overdue"] {
        let run = tree.run(&["explain", name]);
        assert_eq!(run.code, 0);
        for part in ["core/review-overdue", "iso20000-1:7.5.3", "\nbad\n", "\ngood\n"] {
            assert!(run.out.contains(part), "{part}: {run:?}");
        }
    }
    for name in ["7.5.3", "iso20000-1:7.5.3"] {
        let run = tree.run(&["explain", name]);
        assert_eq!(run.code, 0);
        assert!(run.out.contains("review-overdue"), "{run:?}");
    }
    let json = tree.run(&["explain", "review-overdue", "--format", "json"]).json();
    assert_eq!(json["rule"], "review-overdue");
    let unknown = tree.run(&["explain", "review-overdu"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("did you mean `review-overdue`?"), "{unknown:?}");
}

#[test]
fn rules_lists_what_is_in_force() {
    let tree = Tree::new().file(
        "clauselint.toml",
        "[rules.review-due-soon]\nseverity = \"off\"\n\n[rules.date-ambiguous]\nseverity = \"error\"\n",
    );
    let rules = tree.run(&["rules", "--format", "json"]).json();
    let rule = |id: &str| rules.as_array().unwrap().iter().find(|rule| rule["rule"] == id).unwrap().clone();
    assert_eq!(keys(&rules[0]), ["rule", "pack", "reference", "clauses", "severity", "why", "help"]);
    assert_eq!(rule("review-due-soon")["severity"], Value::Null);
    assert_eq!(rule("date-ambiguous")["severity"], "error");
    let text = tree.run(&["rules"]).out;
    assert!(text.lines().any(|line| line.contains("review-due-soon") && line.contains(" off ")), "{text}");
}

#[test]
fn the_nearest_configuration_above_a_path_counts() {
    let tree = Tree::new()
        .file("clauselint.toml", "[rules.review-overdue]\nseverity = \"off\"\n")
        .file("policies/access.md", OVERDUE)
        .file("other.toml", "");
    assert_eq!(tree.run(&["check", "policies"]).code, 0);
    assert_eq!(tree.run_in("policies", &["check"]).code, 0);
    assert_eq!(tree.run(&["check", "--config", "other.toml"]).code, 1);
}

#[test]
fn the_configuration_changes_severity_and_parameters_of_a_rule() {
    let text = "---\nowner: Jane Doe\nlast_reviewed: 2026-11-02\nreview_interval: 18 months\n---\n\n# Access policy\n\nKeys.\n";
    let tree = Tree::new().file("access.md", text);
    assert_eq!(tree.run(&["check", "--fail-on", "info"]).code, 0);
    tree.write("clauselint.toml", "[rules.review-interval-too-long]\nwith = { max = \"P12M\" }\n");
    let run = tree.run(&["check", "--fail-on", "info", "--format", "concise"]);
    assert!(run.out.starts_with("access.md:4:18: warning[review-interval-too-long]"), "{run:?}");
    tree.write("clauselint.toml", "[rules.review-interval-too-long]\nseverity = \"error\"\nwith = { max = \"P1Y\" }\n");
    assert_eq!(tree.run(&["check"]).code, 1);
    tree.write(
        "clauselint.toml",
        "[rules.metadata-missing]\nwith = { require = [{ any = [\"version\"], called = \"version\" }] }\n",
    );
    assert!(tree.run(&["check"]).out.contains("document has no version"));
}

#[test]
fn words_of_the_repository_are_learned_from_the_configuration() {
    let text =
        "---\naccountable manager: Jane Doe\nnext_review: 2027-06-01\nstatus: gold\n---\n\n# Access policy\n\nKeys.\n";
    let tree = Tree::new().file("access.md", text);
    let before = tree.run(&["check", "--format", "concise"]).out;
    assert!(before.contains("document has no owner") && before.contains("state-unknown"), "{before}");
    tree.write("clauselint.toml", "[fields]\nowner = [\"Accountable manager\"]\n\n[states]\neffective = [\"gold\"]\n");
    let after = tree.run(&["check", "--format", "concise"]).out;
    assert!(!after.contains("owner") && !after.contains("state-unknown"), "{after}");
}

const PACK: &str = r#"
[pack]
id = "house"
title = "House rules"
version = "1.0.0"

[[kind]]
name = "policy"

[[rule]]
id = "purpose-missing"
severity = "warning"
applies-to = { kind = ["policy"] }
why = "A policy that does not say what it is for is not followed."
help = "add a section `Purpose`"
[rule.check.section.require]
sections = ["purpose"]
"#;

const WITH_PURPOSE: &str = "---\ntype: policy\n---\n\n# Access\n\n## Purpose\n\nKeys stay here.\n";
const WITHOUT_PURPOSE: &str = "---\ntype: policy\n---\n\n# Access\n\nKeys stay here.\n";

#[test]
fn a_pack_whose_fixtures_behave_passes() {
    let tree = Tree::new()
        .file("house/pack.toml", PACK)
        .file("house/fixtures/purpose-missing/pass-purpose.md", WITH_PURPOSE)
        .file("house/fixtures/purpose-missing/fail-none.md", WITHOUT_PURPOSE);
    let run = tree.run(&["test", "house"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("1 rules, 2 fixtures, 0 wrong"), "{run:?}");
    fs::rename(tree.path().join("house/fixtures"), tree.path().join("elsewhere")).unwrap();
    assert_eq!(tree.run(&["test", "house/pack.toml", "--fixtures", "elsewhere"]).code, 0);
}

#[test]
fn a_fixture_that_does_not_behave_gives_1() {
    for (name, text) in [("pass-wrong.md", WITHOUT_PURPOSE), ("fail-wrong.md", WITH_PURPOSE)] {
        let tree = Tree::new()
            .file("house/pack.toml", PACK)
            .file("house/fixtures/purpose-missing/pass-purpose.md", WITH_PURPOSE)
            .file("house/fixtures/purpose-missing/fail-none.md", WITHOUT_PURPOSE)
            .file(&format!("house/fixtures/purpose-missing/{name}"), text);
        let run = tree.run(&["test", "house"]);
        assert_eq!(run.code, 1, "{run:?}");
        assert!(run.out.contains(name) && run.err.contains("a `fail` fixture at least one"), "{run:?}");
    }
}

#[test]
fn a_rule_without_both_fixtures_gives_1() {
    let tree =
        Tree::new().file("house/pack.toml", PACK).file("house/fixtures/purpose-missing/pass-purpose.md", WITH_PURPOSE);
    let run = tree.run(&["test", "house"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.out.contains("purpose-missing: lacks a pass or a fail fixture"), "{run:?}");
}

#[test]
fn a_pack_with_an_unknown_name_is_shown_at_its_place() {
    let tree = Tree::new().file("house/pack.toml", &PACK.replace("[\"purpose\"]", "[\"purpos\"]"));
    let run = tree.run(&["test", "house"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("unknown section `purpos`") && run.err.contains("pack.toml:17:13"), "{run:?}");
    assert!(run.err.contains("did you mean `purpose`?"), "{run:?}");
}

#[test]
fn a_pack_of_ones_own_joins_the_core() {
    let tree = Tree::new()
        .file("clauselint.toml", "packs = [\"core\", \"house/pack.toml\"]\n")
        .file("house/pack.toml", PACK)
        .file("access.md", &SOUND.replace("---\nowner", "---\ntype: policy\nclassification: internal\nowner"));
    let run = tree.run(&["check", "--format", "concise", "--fail-on", "warning"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert_eq!(run.out, "access.md:8:1: warning[purpose-missing] document has no section `purpose`\n");
}

#[test]
fn completions_and_the_manual_page_are_printed() {
    let tree = Tree::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = tree.run(&["completions", shell]);
        assert_eq!(run.code, 0);
        assert!(run.out.contains("stdin-filename"), "{shell}");
    }
    let run = tree.run(&["man"]);
    assert_eq!(run.code, 0);
    assert!(run.out.contains(".TH clauselint 1"), "{}", run.out);
    assert!(run.out.contains("Exit codes"), "{}", run.out);
}

#[test]
fn schemas_are_json() {
    let tree = Tree::new();
    for of in ["config", "pack", "front-matter"] {
        assert!(tree.run(&["schema", of]).json()["properties"].is_object(), "{of}");
    }
}

#[test]
fn every_command_explains_itself() {
    let tree = Tree::new();
    for command in ["check", "inspect", "explain", "rules", "test", "schema", "completions", "man"] {
        let run = tree.run(&[command, "--help"]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{command}");
        assert!(run.out.contains(&format!("clauselint {command}")), "{command}: {}", run.out);
    }
    assert_eq!(tree.run(&["--version"]).out, format!("clauselint {}\n", env!("CARGO_PKG_VERSION")));
}

// ------------------------------------------------------------------------------------------------------------------ helpers

/// A folder of documents in which the program is run.
struct Tree(TempDir);

/// What a run left behind.
#[derive(Debug)]
struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Tree {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn file(self, path: &str, text: &str) -> Self {
        self.write(path, text);
        self
    }

    fn write(&self, path: &str, text: &str) {
        let file: PathBuf = self.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clauselint"));
        command.args(arguments).current_dir(self.path());
        for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "RAYON_NUM_THREADS", "XDG_CONFIG_HOME"] {
            command.env_remove(variable);
        }
        command.env("HOME", self.path());
        if arguments.first() == Some(&"check") && !arguments.contains(&"--as-of") {
            command.args(["--as-of", DAY]);
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        Run::of(&mut self.command(arguments))
    }

    fn run_in(&self, folder: &str, arguments: &[&str]) -> Run {
        Run::of(self.command(arguments).current_dir(self.path().join(folder)))
    }

    fn run_env(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Run {
        Run::of(self.command(arguments).envs(variables.iter().copied()))
    }

    fn run_with_input(&self, arguments: &[&str], input: &str) -> Run {
        let mut command = self.command(arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        Run::from(child.wait_with_output().unwrap())
    }
}

impl Run {
    fn of(command: &mut Command) -> Self {
        Self::from(command.stdin(Stdio::null()).output().unwrap())
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

impl From<std::process::Output> for Run {
    fn from(output: std::process::Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}
