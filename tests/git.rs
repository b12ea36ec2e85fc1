//! Index, revisions and changes as Git presents them, and repositories that would like to run something.

mod repository;

use repository::{Repo, policy};

#[test]
fn staged_judges_what_will_be_committed_and_not_the_work_tree() {
    let repo = Repo::new();
    repo.commit(&[("a.md", &policy("a", ""))]);
    repo.write("a.md", &policy("a", "See [b](b.md).\n"));
    repo.git(&["add", "."]);
    repo.write("a.md", &policy("a", ""));
    assert_eq!(repo.check(&["--staged"]), ["a.md:12:9 link-broken"]);
    assert!(repo.check(&[]).is_empty(), "the work tree is mended");

    repo.git(&["reset", "-q", "--hard"]);
    repo.write("a.md", &policy("a", "See [b](b.md).\n"));
    assert!(repo.check(&["--staged"]).is_empty(), "what is wrong is not staged");
    assert_eq!(repo.check(&[]), ["a.md:12:9 link-broken"]);
}

#[test]
fn staged_reports_what_changed_and_what_the_change_causes() {
    let repo = Repo::new();
    let broken = policy("b", "See [gone](gone.md).\n");
    repo.commit(&[("a.md", &policy("a", "")), ("b.md", &broken), ("c.md", &policy("c", "See [a](a.md).\n"))]);
    repo.write("new.md", &policy("new", "See [away](away.md).\n"));
    repo.git(&["add", "."]);
    assert_eq!(repo.check(&["--staged"]), ["new.md:12:12 link-broken"], "`b.md` was broken before");
    repo.git(&["rm", "-q", "-f", "new.md", "a.md"]);
    assert_eq!(repo.check(&["--staged"]), ["c.md:12:9 link-broken"], "the change broke `c.md`");
    repo.git(&["reset", "-q", "--hard"]);
    repo.write("d.md", &policy("c", ""));
    repo.git(&["add", "."]);
    assert_eq!(repo.check(&["--staged"]), ["d.md:2:5 duplicate-id"]);
}

#[test]
fn a_finding_in_another_document_counts_when_the_configuration_causes_it() {
    let repo = Repo::new();
    repo.commit(&[(
        "a.md",
        "---\ntype: policy\nowner: Jane Doe\nlast_reviewed: 2026-11-01\nreview_interval: P40D\n---\n# A\n",
    )]);
    repo.write("clauselint.toml", "[rules.classification-missing]\nseverity = \"error\"\n");
    repo.git(&["add", "."]);
    assert!(repo.check(&["--staged"]).is_empty(), "the finding was there, and only its severity changed");
    repo.write("clauselint.toml", "packs = [\"core\", \"./house.toml\"]\n");
    repo.write("house.toml", PACK);
    repo.git(&["add", "."]);
    assert_eq!(repo.check(&["--staged"]), ["a.md:7:1 policy-without-purpose"]);
}

const PACK: &str = "[pack]\nid = \"house\"\ntitle = \"House\"\nversion = \"1\"\n[[rule]]\nid = \"policy-without-purpose\"\n\
    severity = \"error\"\nwhy = \"Why.\"\nhelp = \"add it\"\n[rule.check.section.require]\nsections = [\"purpose\"]\n";

#[test]
fn configuration_and_packs_come_from_where_the_documents_come_from() {
    let repo = Repo::new();
    let config = "packs = [\"house.toml\"]\n";
    repo.commit(&[("a.md", &policy("a", "")), ("clauselint.toml", config), ("house.toml", PACK)]);
    repo.write("clauselint.toml", "packs = [");
    repo.write("house.toml", "[[");
    assert_eq!(repo.check(&["--rev", "HEAD"]), ["a.md:11:1 policy-without-purpose"]);
    assert!(repo.check(&["--staged"]).is_empty());
    assert_eq!(repo.run(&["check"]).code, 2, "the work tree has a configuration that cannot be used");
    repo.git(&["add", "house.toml"]);
    let refused = repo.run(&["check", "--staged"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("[house.toml:1:"), "{}", refused.err);
    repo.git(&["reset", "-q", "--hard"]);
    repo.git(&["rm", "-q", "house.toml"]);
    assert_eq!(repo.run(&["check", "--staged"]).code, 2, "the index has no such pack");
}

#[test]
fn a_revision_is_read_without_a_checkout() {
    let repo = Repo::new();
    repo.commit(&[("docs/a.md", &policy("a", "See [b](b.md).\n")), (".gitignore", "*.md\n")]);
    repo.git(&["tag", "v1"]);
    repo.git(&["rm", "-q", "-r", "docs"]);
    repo.commit(&[("b.md", &policy("b", ""))]);
    for revision in ["v1", "HEAD~1", "main~1", "refs/tags/v1"] {
        assert_eq!(repo.check(&["--rev", revision]), ["docs/a.md:12:9 link-broken"], "{revision}");
    }
    assert_eq!(repo.check(&["--rev", "v1", "docs"]), ["docs/a.md:12:9 link-broken"]);
    for revision in ["v2", "-v1", "--output=x", "", "HEAD:b.md", "a b\n"] {
        let refused = repo.run(&["check", &format!("--rev={revision}")]);
        assert_eq!(refused.code, 2, "{revision}");
        assert!(refused.err.contains("names no commit"), "{}", refused.err);
    }
    assert!(!repo.path().join("x").exists());
}

#[test]
fn changed_since_starts_where_the_branch_was_forked() {
    let repo = Repo::new();
    repo.commit(&[("a.md", &policy("a", "See [x](x.md).\n")), ("b.md", &policy("b", ""))]);
    repo.git(&["checkout", "-q", "-b", "topic"]);
    repo.commit(&[("b.md", &policy("b", "See [y](y.md).\n"))]);
    repo.git(&["checkout", "-q", "main"]);
    repo.commit(&[("c.md", &policy("c", "See [z](z.md).\n"))]);
    repo.git(&["checkout", "-q", "topic"]);
    assert_eq!(repo.check(&["--changed-since", "main"]), ["b.md:12:9 link-broken"]);
    repo.write("d.md", &policy("d", "See [z](z.md).\n"));
    assert_eq!(repo.check(&["--changed-since", "main"]), ["b.md:12:9 link-broken", "d.md:12:9 link-broken"]);
    assert_eq!(repo.check(&["--changed-since", "main", "--rev", "topic"]), ["b.md:12:9 link-broken"]);
    assert_eq!(repo.check(&["--changed-since", "main", "--staged"]), ["b.md:12:9 link-broken"]);
    assert!(repo.check(&["--changed-since", "topic", "--staged"]).is_empty());
}

#[test]
fn a_document_that_only_moved_is_not_blamed_for_what_it_had() {
    let repo = Repo::new();
    repo.commit(&[("a.md", &policy("a", "See [x](x.md).\n")), ("b.md", &policy("b", "See [a](a.md).\n"))]);
    repo.git(&["mv", "a.md", "z.md"]);
    assert_eq!(repo.check(&["--staged"]), ["b.md:12:9 link-broken"]);
    repo.write("z.md", &policy("a", "See [x](x.md) and [y](y.md).\n"));
    repo.git(&["add", "."]);
    let found = repo.check(&["--staged"]);
    assert_eq!(found, ["b.md:12:9 link-broken", "z.md:12:9 link-broken", "z.md:12:23 link-broken"]);
}

#[test]
fn a_date_that_passed_does_not_fail_a_change_elsewhere() {
    let repo = Repo::new();
    let overdue = policy("a", "").replace("2026-11-01", "2025-11-01");
    repo.commit(&[("a.md", &overdue), ("b.md", &policy("b", ""))]);
    repo.write("b.md", &policy("b", "More.\n"));
    repo.git(&["add", "."]);
    assert!(repo.check(&["--staged"]).is_empty());
    assert_eq!(repo.check(&[]), ["a.md:7:16 review-overdue"]);
    repo.write("a.md", &(overdue + "More.\n"));
    repo.git(&["add", "."]);
    assert_eq!(repo.check(&["--staged"]), ["a.md:7:16 review-overdue"]);
}

#[test]
fn a_hook_sees_the_index_of_its_commit() {
    let repo = Repo::new();
    repo.commit(&[("a.md", &policy("a", "")), ("b.md", &policy("b", ""))]);
    let hook = format!("#!/bin/sh\n{} check --staged --as-of 2026-11-30 --format concise\n", repository::BINARY);
    repo.hook("pre-commit", &hook);
    repo.write("a.md", &policy("a", "See [x](x.md).\n"));
    repo.write("b.md", &policy("b", "More.\n"));
    let refused = |arguments: &[&str]| repo.try_git(arguments).err.contains("link-broken");
    assert!(refused(&["commit", "-qm", "a", "--", "a.md"]));
    assert!(refused(&["commit", "-qam", "a"]));
    assert!(!refused(&["commit", "-qm", "b", "--", "b.md"]), "only `b.md` was committed");
    assert_eq!(repo.git(&["log", "-1", "--name-only", "--format="]).trim(), "b.md");
    repo.write("b.md", &policy("b", "Even more.\n"));
    repo.git(&["add", "b.md"]);
    assert!(!refused(&["commit", "-qm", "b"]), "what is wrong is in the work tree alone");

    repo.git(&["worktree", "add", "-q", "../linked"]);
    let linked = repo.beside("linked");
    linked.write("a.md", &policy("a", "See [x](x.md).\n"));
    assert!(linked.try_git(&["commit", "-qm", "a", "--", "a.md"]).err.contains("link-broken"));
    std::fs::create_dir(linked.path().join("sub")).unwrap();
    assert_eq!(linked.at("sub").check(&["--changed-since", "HEAD"]), ["../a.md:12:9 link-broken"]);
}

#[test]
fn names_may_hold_anything() {
    let repo = Repo::new();
    let names = [
        "a b.md",
        "quo\"te.md",
        "back\\slash.md",
        "new\nline.md",
        "tab\t.md",
        "ümläut 政策.md",
        "-rf.md",
        ":(top)x.md",
    ];
    let bad = policy("x", "See [x](x.md).\n");
    let files: Vec<(&str, &str)> = names.iter().map(|name| (*name, bad.as_str())).collect();
    for (index, (name, text)) in files.iter().enumerate() {
        repo.write(name, &text.replace("id: x", &format!("id: x{index}")));
    }
    repo.git(&["add", "."]);
    assert_eq!(repo.check(&["--staged"]).len(), names.len());
    repo.git(&["commit", "-qm", "names"]);
    assert_eq!(repo.check(&["--rev", "HEAD"]).len(), names.len());
    assert_eq!(repo.check(&["--changed-since", "HEAD"]).len(), 0);
    for (index, name) in names.iter().enumerate() {
        repo.write(name, &policy(&format!("x{index}"), "See [x](x.md), again.\n"));
    }
    repo.git(&["commit", "-qam", "text"]);
    assert_eq!(repo.check(&["--changed-since", "HEAD~1"]).len(), names.len());
}

#[test]
fn repositories_of_every_form_are_read() {
    let repo = Repo::new();
    repo.commit(&[("docs/a.md", &policy("a", "See [x](x.md).\n")), ("other/b.md", &policy("b", ""))]);
    repo.git(&["checkout", "-q", "--detach"]);
    assert_eq!(repo.check(&["--changed-since", "main"]).len(), 0, "a detached head");
    repo.git(&["sparse-checkout", "set", "--sparse-index", "other"]);
    assert!(!repo.path().join("docs/a.md").exists());
    assert_eq!(repo.check(&["--rev", "HEAD"]), ["docs/a.md:12:9 link-broken"], "a sparse checkout");
    repo.write("other/b.md", &policy("b", "See [x](x.md).\n"));
    repo.git(&["add", "other"]);
    assert_eq!(repo.check(&["--staged"]), ["other/b.md:12:9 link-broken"], "a sparse index");

    let sha256 = Repo::with(&["--object-format=sha256"]);
    sha256.commit(&[("a.md", &policy("a", ""))]);
    sha256.write("a.md", &policy("a", "See [x](x.md).\n"));
    assert_eq!(sha256.check(&["--changed-since", "HEAD"]), ["a.md:12:9 link-broken"], "SHA-256");
    assert!(sha256.check(&["--rev", "HEAD"]).is_empty());

    let outer = Repo::new();
    outer.commit(&[("a.md", &policy("a", "See [in](inner/docs/a.md).\n"))]);
    outer.git(&[
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        repo.path().to_str().unwrap(),
        "inner",
    ]);
    assert!(outer.check(&["--staged"]).is_empty(), "a submodule is not entered");
    outer.git(&["commit", "-qm", "submodule"]);
    assert!(outer.check(&["--rev", "HEAD"]).is_empty());
}

#[test]
fn an_empty_repository_and_one_without_commits_are_no_reason_to_fail() {
    let repo = Repo::new();
    assert_eq!(repo.run(&["check", "--staged"]).code, 0);
    repo.write("a.md", &policy("a", "See [x](x.md).\n"));
    repo.git(&["add", "."]);
    assert_eq!(repo.check(&["--staged"]), ["a.md:12:9 link-broken"]);
    assert!(repo.run(&["check"]).out.contains("the repository has no commit yet"));
    assert_eq!(repo.run(&["check", "--rev", "HEAD"]).code, 2);
}

#[test]
fn outside_git_it_says_what_is_not_available() {
    let folder = Repo::without_git();
    folder.write("a.md", &policy("a", ""));
    let refused = folder.run(&["check", "--staged"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("is not in a Git repository"), "{}", refused.err);
    let plain = folder.run(&["check"]);
    assert_eq!(plain.code, 0);
    assert_eq!(plain.out.matches("there is no Git history here").count(), 1, "{}", plain.out);
}

#[test]
fn a_symbolic_link_out_of_the_repository_is_told() {
    let repo = Repo::new();
    repo.write("a.md", &policy("a", ""));
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/hostname", repo.path().join("out.md")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("a.md", repo.path().join("in.md")).unwrap();
    repo.git(&["add", "."]);
    assert_eq!(repo.check(&["--staged"]), ["out.md:1:1 file-unreadable"]);
}

#[test]
fn a_document_that_is_gone_is_not_counted() {
    let repo = Repo::new();
    let kept = |id: &str| policy(id, "").replace("owner:", "retention: 10 years\nowner:");
    repo.commit(&[("a.md", &kept("A")), ("b.md", &kept("B"))]);
    repo.git(&["rm", "-q", "b.md"]);
    repo.commit(&[]);
    let check: serde_json::Value = serde_json::from_str(&repo.run(&["check", "--format", "json"]).out).unwrap();
    assert_eq!((&check["summary"]["documents"], &check["summary"]["controlled"]), (&1.into(), &1.into()));
}

#[test]
fn a_document_that_is_tracked_although_a_rule_ignores_it_is_checked_in_the_work_tree_too() {
    let repo = Repo::new();
    let broken = policy("a", "").replace("2026-11-01", "2020-11-01");
    repo.commit(&[
        ("docs/a.md", &broken),
        ("b.md", &policy("b", "See [a](docs/a.md).\n")),
        (".gitignore", "docs/\n*.tmp.md\n"),
    ]);
    repo.write("docs/untracked.md", &broken);
    repo.write("c.tmp.md", &broken);
    let found = repo.check(&["--rev", "HEAD"]);
    assert_eq!(found, ["docs/a.md:7:16 review-overdue"]);
    assert_eq!(repo.check(&[]), found);
    assert_eq!(repo.at("docs").check(&[]), ["../docs/a.md:7:16 review-overdue"], "from the ignored folder");
    let seen = repo.run(&["inspect", "docs/a.md"]).out;
    assert!(!seen.contains("ignored by Git") && seen.contains("Jane Doe"), "{seen}");
    let diff = repo.run(&["diff", "HEAD"]).out;
    assert!(!diff.contains("gone"), "{diff}");
    let ignored = repo.run(&["inspect", "docs/untracked.md"]).out;
    assert!(ignored.contains("ignored by Git and not tracked"), "{ignored}");
}
