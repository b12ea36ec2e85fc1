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
        ["\"waiver-unused\" \"not-checked\"", "\"waiver-expiring\" \"not-checked\"", "\"waiver-expired\" \"met\""]
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

// ------------------------------------------------------------------------------------------------------------ how it is told

#[test]
fn days_of_the_configuration_need_no_quotes() {
    assert_eq!(
        check("[history]\nsince = 2026-01-01\n[[people.person]]\nname = \"Jane Doe\"\nactive-until = 2026-12-31\n")
            .code,
        0
    );
    for wrong in ["since = 2026", "since = true", "since = \"soon\""] {
        let ran = check(&format!("[history]\n{wrong}\n"));
        assert!(
            ran.code == 2 && ran.err.contains("is not a date") && ran.err.contains("clauselint.toml:2:9"),
            "{}",
            ran.err
        );
    }
}

#[test]
fn what_is_wrong_is_told_with_its_place_and_what_to_do() {
    for (configuration, told) in [
        ("[rules]\nlink-broken = \"off\"\n", "`[rules.ID]` with `severity = \"off\"`"),
        ("packs = [\"core\", \"core\"]\n", "clauselint.toml:1:18"),
        ("packs = [\"core\", \"core\"]\n", "there is already a pack `core`"),
    ] {
        let ran = check(configuration);
        assert!(ran.code == 2 && flat(&ran.err).contains(told), "{}", ran.err);
    }
    let repo = folder();
    for (arguments, told) in [
        (&["check", "--select", "review-overdue,"][..], "an empty name among the rules"),
        (&["check", "--fix"], "unexpected argument '--fix'"),
        (&["gap", "--pack", "nope"], "unknown pack `nope`"),
    ] {
        let ran = repo.run(arguments);
        assert!(ran.code == 2 && flat(&ran.err).contains(told), "{}", ran.err);
        assert!(!ran.err.contains("clauselint.toml") && !ran.err.contains("-- --fix"), "{}", ran.err);
    }
    let ran = repo.run(&["check", "--as-of", "heute"]);
    assert!(ran.code == 2 && ran.err.contains("no day of the calendar; write it as in `2026-11-30`"), "{}", ran.err);
}

#[test]
fn an_empty_baseline_or_pack_is_told_as_such() {
    let repo = folder();
    repo.write("clauselint-baseline.toml", "\n");
    assert!(repo.run(&["check"]).err.contains("`clauselint-baseline.toml` is empty"));
    repo.write("own.toml", "");
    let ran = repo.run(&["test", "own.toml"]);
    assert!(ran.code == 2 && flat(&ran.err).contains("own.toml` is empty"), "{}", ran.err);
}

#[test]
fn two_outputs_do_not_go_to_one_file_however_it_is_named() {
    let repo = folder();
    repo.write("deep/x.txt", "");
    for more in [
        &["--format", "json=x", "--format", "sarif=./x"][..],
        &["--format", "json=x", "--format", "sarif=deep/../x"],
        &["--format", "json=x", "--format", "sarif", "-o", "./x"],
    ] {
        let ran = repo.run(&[&["check"], more].concat());
        assert!(ran.code == 2 && ran.err.contains("two formats go to"), "{more:?} {}", ran.err);
        assert!(!repo.path().join("x").exists());
    }
    let ran = repo.run(&["check", "--format", "json=x", "-o", "y"]);
    assert!(ran.code == 2 && ran.err.contains("nothing goes to `y`"), "{}", ran.err);
}

#[test]
fn a_line_of_findings_is_no_command_of_a_job() {
    let repo = folder();
    repo.write("::error file=x::y.md", "---\nowner: Jane Doe\nnext_review: 2020-01-01\n---\n\n# A\n");
    let out = repo.run(&["check", "--format", "concise"]).out;
    assert!(out.starts_with("./::error file=x::y.md:3:14: "), "{out}");
}

#[test]
fn a_link_with_the_separator_of_another_system_is_told_how_to_be_written() {
    let repo = folder();
    repo.write("b.md", "# B\n\nSee [c](deep\\c.md).\n");
    let out = repo.run(&["check"]).out;
    assert!(out.contains("write `/` between folders: `deep/c.md`"), "{out}");
}

// ------------------------------------------------------------------------------------------------ what cannot mean anything

#[test]
fn what_cannot_mean_anything_in_a_configuration_is_an_error_at_its_place() {
    for (configuration, told) in [
        ("[[kind]]\nname = \"\"\n", "a kind of document without a name"),
        ("[[kind]]\nname = \"plan\"\n[[kind]]\nname = \"Plan\"\n", "there is already a kind of document `Plan`"),
        (
            "[[kind]]\nname = \"a\"\nis = \"b\"\n[[kind]]\nname = \"b\"\nis = \"a\"\n",
            "the kind `a` is a form of itself",
        ),
        ("[fields]\nowner = [\"\"]\n", "an empty spelling of `owner`"),
        ("[states]\napproved = [\"ok\", \" \"]\n", "an empty spelling of `approved`"),
        ("ignored-keys = [\"onwer\"]\n", "unknown key `onwer`"),
        ("[links]\nroot = \"../site\"\n", "`../site` leads out of the repository"),
    ] {
        let ran = check(configuration);
        assert!(ran.code == 2 && flat(&ran.err).contains(told), "{configuration} {}", ran.err);
        assert!(ran.err.contains("╭─[clauselint.toml:"), "{configuration} {}", ran.err);
    }
    assert_eq!(
        check("ignored-keys = [\"owner\"]\n[[kind]]\nname = \"a\"\nis = \"b\"\n[[kind]]\nname = \"b\"\n").err,
        ""
    );
    let told = "clauselint.toml:2:8: `site` under `root` of `[links]` is no folder\n";
    assert_eq!(check("[links]\nroot = \"site\"\n").err, told);
}

#[test]
fn an_entry_of_the_baseline_that_no_rule_is_for_is_told() {
    let repo = folder();
    let entry = |rule: &str| format!("[[finding]]\nrule = \"{rule}\"\ndocument = \"a\"\nsubject = \"x\"\n");
    repo.write("clauselint-baseline.toml", &format!("version = 1\n{}", entry("core/no-such-rule")));
    assert_eq!(
        repo.run(&["check"]).err,
        "clauselint-baseline.toml:3:8: no pack in force has a rule `core/no-such-rule`\n"
    );
    repo.write("clauselint-baseline.toml", &format!("version = 1\n{}", entry("core/review-overdue")));
    assert_eq!(repo.run(&["check"]).err, "");
}

#[test]
fn what_cannot_mean_anything_in_a_pack_is_an_error_at_its_place() {
    let pack = |id: &str, more: &str| format!("[pack]\nid = \"{id}\"\ntitle = \"Own\"\nversion = \"1\"\n{more}");
    let rule = |id: &str, why: &str| {
        pack(
            "own",
            &format!(
                "[[rule]]\nid = \"{id}\"\nseverity = \"error\"\nwhy = \"{why}\"\nhelp = \"Help.\"\n[rule.check.revision]\n"
            ),
        )
    };
    let record = |column: &str| {
        pack(
            "own",
            &format!("[[record]]\nname = \"thing\"\ntitle = \"thing\"\n[record.column]\nname = {{}}\nx = {column}\n"),
        )
    };
    for (text, told, place) in [
        (pack("", ""), "`` is no id of a pack", "own.toml:2:1"),
        (pack("a b", ""), "`a b` is no id of a pack", "own.toml:2:1"),
        (rule("", "Why."), "`` is no id of a rule", "own.toml:6:6"),
        (rule("two words", "Why."), "`two words` is no id of a rule", "own.toml:6:6"),
        (rule("only", " "), "`why` of the rule `only` is empty", "own.toml:6:6"),
        (record("{ type = \"reference\" }"), "the column `x` is a reference to nothing", "own.toml:6:8"),
        (record("{ type = \"choice\" }"), "the column `x` is a choice of nothing", "own.toml:6:8"),
        (
            record("{ type = \"choice\", choices = { yes = [\"y\", \"ok\"], no = [\"n\", \"OK\"] } }"),
            "in the column `x` means `no` and `yes`",
            "own.toml:6:8",
        ),
    ] {
        let repo = folder();
        repo.write("own.toml", &text);
        let ran = repo.run(&["test", "own.toml"]);
        assert!(ran.code == 2 && flat(&ran.err).contains(told) && ran.err.contains(place), "{text} {}", ran.err);
    }
    let repo = folder();
    repo.write("own.toml", &pack("core", ""));
    repo.write("clauselint.toml", "packs = [\"core\", \"./own.toml\"]\n");
    let ran = repo.run(&["check"]);
    assert!(ran.code == 2 && ran.err.contains("there is already a pack `core`"), "{}", ran.err);
}
