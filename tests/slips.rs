//! Slips on the command line and in files of ours: what is told, where, and with which exit code.

mod repository;

use repository::{Ran, Repo, policy};

/// A folder with a document in which nothing is wrong.
fn folder() -> Repo {
    let repo = Repo::without_git();
    repo.write("a.md", &policy("a", ""));
    repo
}

/// What a check says of a configuration.
fn check(configuration: &str) -> Ran {
    let repo = folder();
    repo.write("clauselint.toml", configuration);
    repo.run(&["check"])
}

/// A message without the lines that break it.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

// ------------------------------------------------------------------------------------------ what is silently not looked at

#[test]
fn a_plain_folder_in_a_list_of_globs_means_all_that_lies_in_it() {
    for name in ["policies", "/policies", "./policies", "policies/", "/policies/**"] {
        let repo = folder();
        repo.write("policies/deep/b.md", "# B\n");
        repo.write("policies2/c.md", "# C\n");
        repo.write("clauselint.toml", &format!("[documents]\nexclude = [\"{name}\"]\n"));
        let seen = repo.run(&["check"]);
        assert!(seen.out.contains("documents 2, 1 of them controlled, 1 left out"), "{name}: {}", seen.out);
        assert_eq!(seen.err, "", "{name}");
        repo.write("clauselint.toml", &format!("[[kind]]\nname = \"policy\"\npaths = [\"{name}\"]\n"));
        let seen = repo.run(&["inspect", "policies/deep/b.md", "policies2/c.md"]).out;
        assert_eq!(seen.matches("controlled  yes").count(), 1, "{name}: {seen}");
    }
}

#[test]
fn a_glob_that_matches_nothing_is_told_in_a_full_run() {
    let repo = folder();
    repo.write("build/x.txt", "");
    repo.write(
        "clauselint.toml",
        "[documents]\nexclude = [\"b.md\", \"build/**\"]\ncontrolled = [\"a.md\", \"docs\"]\n[[kind]]\nname = \"plan\"\npaths = [\"plans/*\"]\n",
    );
    let told = "clauselint.toml:2:12: `b.md` under `exclude` matches no document\n\
                clauselint.toml:3:23: `docs` under `controlled` matches no document\n\
                clauselint.toml:6:10: `plans/*` under `paths` matches no document\n";
    assert_eq!(repo.run(&["check"]).err, told);
    assert_eq!(repo.run(&["check", "a.md"]).err, "");
    assert_eq!(repo.run(&["check", "-q"]).err, "");
}

#[test]
fn packs_without_the_core_are_told() {
    let told = "the pack `core` is not switched on: `packs` of the configuration does not name it\n";
    assert_eq!(check("packs = [\"iso20000-1-2018\"]\n").err, told);
    assert_eq!(check("packs = [\"core\"]\n").err, "");
}

#[test]
fn a_document_that_is_left_out_is_told_whichever_way_it_is_named() {
    let repo = folder();
    repo.write("p/b.md", "---\nowner: Jane Doe\nnext_review: 2020-01-01\n---\n\n# B\n");
    repo.write("clauselint.toml", "[documents]\nexclude = [\"p\"]\n");
    let told = "`p/b.md` is not checked: left out by `exclude` in the configuration\n";
    for arguments in [&["p/b.md"][..], &["p/b.md", "a.md"], &["--stdin-filename", "p/b.md"]] {
        let ran = repo.run(&[&["check"], arguments].concat());
        assert_eq!((ran.code, ran.err.as_str()), (0, told), "{arguments:?} {}", ran.out);
    }
    assert_eq!(repo.run(&["check", "p"]).code, 2);
    assert_eq!(repo.run(&["check", "clauselint.toml"]).code, 2);
    let ran = repo.run(&["check", "p", "a.md"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, "`p` holds no documents\n"));
}

#[test]
fn a_rule_about_the_use_of_waivers_is_not_checked_where_no_waived_rule_ran() {
    let repo = folder();
    repo.write(
        "clauselint.toml",
        "[[waiver]]\nrule = \"review-overdue\"\npath = \"a.md\"\nreason = \"x\"\napproved-by = \"Jane Doe\"\nexpires = \"2026-12-10\"\n",
    );
    let states = |select: &str| {
        let report = repo.run(&["check", "--format", "json", "--select", select]).out;
        let report: serde_json::Value = serde_json::from_str(&report).unwrap_or_default();
        let verdicts = report["verdicts"].as_array().cloned().unwrap_or_default();
        verdicts.iter().map(|verdict| format!("{} {}", verdict["rule"], verdict["state"])).collect::<Vec<_>>()
    };
    assert_eq!(
        states("waiver-unused,waiver-expiring,waiver-expired"),
        ["\"waiver-unused\" \"not-checked\"", "\"waiver-expired\" \"met\"", "\"waiver-expiring\" \"not-checked\""]
    );
    assert_eq!(states("waiver-expiring,review-overdue")[1], "\"waiver-expiring\" \"met\"");
}

#[test]
fn a_folder_without_documents_cannot_be_inspected() {
    let repo = folder();
    repo.write("empty/x.txt", "");
    let ran = repo.run(&["inspect", "empty"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("no documents in"), "{}", ran.err);
}

#[test]
fn what_a_pack_of_this_program_has_is_explained_before_it_is_switched_on() {
    let repo = folder();
    for name in ["sla-section-missing", "iso20000-1-2018/sla-section-missing", "8.3.3", "sl01"] {
        let ran = repo.run(&["explain", name]);
        assert_eq!(ran.code, 0, "{name} {}", ran.err);
        assert_eq!(ran.err, "not in force: `iso20000-1-2018` is not switched on under `packs`\n", "{name}");
        assert!(ran.out.contains("sla-section-missing"), "{name} {}", ran.out);
    }
    repo.write("clauselint.toml", "packs = [\"core\", \"iso20000-1-2018\"]\n");
    assert_eq!(repo.run(&["explain", "SL01"]).err, "");
    assert_eq!(repo.run(&["explain", "SL99"]).code, 2);
}
