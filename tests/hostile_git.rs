//! Repositories whose configuration would like to run something when they are checked.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

mod repository;

use repository::{Repo, policy};

/// Settings that name a program, each with the file that the program would leave behind.
const PROGRAMS: [&str; 17] = [
    "core.fsmonitor",
    "core.pager",
    "pager.log",
    "core.sshCommand",
    "core.askPass",
    "core.gitProxy",
    "core.editor",
    "core.alternateRefsCommand",
    "diff.external",
    "diff.evil.command",
    "diff.evil.textconv",
    "filter.evil.process",
    "filter.evil.smudge",
    "filter.evil.clean",
    "gpg.program",
    "uploadpack.packObjectsHook",
    "credential.helper",
];

/// Hooks that Git could run.
const HOOKS: [&str; 5] =
    ["post-index-change", "fsmonitor-watchman", "post-checkout", "pre-auto-gc", "reference-transaction"];

/// A repository that runs something at every opportunity, and the folder in which that leaves its traces.
fn hostile() -> (Repo, std::path::PathBuf) {
    let repo = Repo::new();
    let traces = repo.path().parent().unwrap().join("traces");
    repo.commit(&[("a.md", &policy("a", "")), (".gitattributes", "*.md diff=evil filter=evil\n"), ("b.md", "# B\n")]);
    repo.commit(&[("a.md", &policy("a", "More.\n"))]);
    std::fs::create_dir(&traces).unwrap();
    let leave = |name: &str| format!("touch {}/{name};", traces.display());
    for setting in PROGRAMS {
        repo.git(&["config", setting, &leave(setting)]);
    }
    for name in ["log", "ls-files", "cat-file", "rev-parse", "diff-index", "diff-tree", "ls-tree", "merge-base", "var"]
    {
        repo.git(&["config", &format!("alias.{name}"), &format!("!{}", leave("alias"))]);
    }
    for (key, value) in
        [("log.showSignature", "true"), ("diff.renames", "copies"), ("core.quotePath", "true"), ("color.ui", "always")]
    {
        repo.git(&["config", key, value]);
    }
    for setting in
        ["log.date=relative", "log.decorate=full", "log.follow=true", "diff.noprefix=true", "diff.submodule=log"]
    {
        let (key, value) = setting.split_once('=').unwrap();
        repo.git(&["config", key, value]);
    }
    repo.git(&["config", "include.path", "more"]);
    repo.write(".git/more", &format!("[core]\n\tfsmonitor = \"{}\"\n\thooksPath = \"hooks\"\n", leave("include")));
    for hook in HOOKS {
        repo.hook(hook, &format!("#!/bin/sh\n{}\n", leave(hook)));
    }
    // Making the repository may have run some of it.
    std::fs::remove_dir_all(&traces).unwrap();
    std::fs::create_dir(&traces).unwrap();
    (repo, traces)
}

fn assert_no_traces(traces: &std::path::Path, what: &str) {
    let left: Vec<_> = std::fs::read_dir(traces).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.is_empty(), "{what} ran {left:?}");
}

#[test]
fn nothing_that_a_repository_configures_is_run() {
    let (repo, traces) = hostile();
    repo.write("a.md", &policy("a", "See [x](x.md).\n"));
    let staged = ["-c", "filter.evil.clean=cat", "-c", "filter.evil.process=", "-c", "core.fsmonitor=false"];
    repo.git(&[&staged[..], &["-c", "core.hooksPath=/dev/null", "add", "."]].concat());
    assert_no_traces(&traces, "the test itself");
    for arguments in [
        &[][..],
        &["--staged"],
        &["--rev", "HEAD"],
        &["--rev", "HEAD~1"],
        &["--changed-since", "HEAD~1"],
        &["--changed-since", "HEAD~1", "--staged"],
    ] {
        repo.check(arguments);
        assert_no_traces(&traces, &format!("{arguments:?}"));
    }
    assert_eq!(repo.check(&["--staged"]), ["a.md:12:9 link-broken"]);
    assert!(repo.run(&["check", "--rev", "HEAD"]).out.contains("0 not met"));

    repo.try_git(&["status"]);
    assert!(traces.join("core.fsmonitor").exists() || traces.join("include").exists(), "the test has no teeth");
}

#[test]
fn what_a_partial_clone_lacks_is_not_fetched() {
    let (source, _) = hostile();
    let clone = source.beside("clone");
    let url = format!("file://{}", source.path().display());
    source.git(&["config", "uploadpack.allowFilter", "true"]);
    source.git(&["config", "--unset", "uploadpack.packObjectsHook"]);
    source.git(&["clone", "-q", "--filter=blob:none", "--no-checkout", &url, clone.path().to_str().unwrap()]);
    let traces = clone.path().parent().unwrap().join("traces");
    std::fs::remove_dir_all(&traces).unwrap();
    std::fs::create_dir(&traces).unwrap();
    clone.git(&["config", "remote.origin.url", &format!("ext::sh -c 'touch {}/ext'", traces.display())]);
    clone.git(&["config", "remote.origin.uploadpack", &format!("touch {}/uploadpack;", traces.display())]);
    clone.git(&["config", "protocol.ext.allow", "always"]);
    clone.git(&["config", "protocol.allow", "always"]);
    let found = clone.check(&["--rev", "HEAD"]);
    assert_eq!(found, ["a.md:1:1 file-unreadable", "b.md:1:1 file-unreadable"]);
    assert!(clone.run(&["check", "--rev", "HEAD"]).out.contains("not in this clone"));
    clone.write("a.md", &policy("a", "More.\n").replace("owner:", "version: 1.0\nowner:"));
    let plain = clone.run(&["check"]).out;
    assert!(plain.contains("not checked: contents of earlier versions are not here"), "{plain}");
    clone.check(&["--changed-since", "HEAD~1"]);
    assert_no_traces(&traces, "a partial clone");
}

#[test]
fn a_program_called_git_in_the_repository_is_not_run() {
    let (repo, traces) = hostile();
    repo.write("git", &format!("#!/bin/sh\ntouch {}/git\n", traces.display()));
    repo.hook("../../git", &format!("#!/bin/sh\ntouch {}/git\n", traces.display()));
    let path = format!(".::{}", std::env::var("PATH").unwrap());
    repo.check_with(&[("PATH", &path)], &["--staged"]);
    assert_no_traces(&traces, "a path with the current folder");
}

#[test]
fn a_work_tree_elsewhere_is_refused() {
    let repo = Repo::new();
    repo.commit(&[("a.md", &policy("a", ""))]);
    let other = Repo::without_git();
    repo.git(&["config", "core.worktree", other.path().to_str().unwrap()]);
    assert_eq!(repo.run(&["check", "--staged"]).code, 2);
}

#[test]
fn a_shallow_clone_is_not_checked_with_the_remedy() {
    let repo = Repo::new();
    let text = policy("a", "").replace("owner:", "version: 1.0\nowner:");
    repo.commit(&[("a.md", &text)]);
    repo.commit(&[("a.md", &(text.clone() + "More.\n"))]);
    let clone = repo.beside("clone");
    repo.git(&[
        "clone",
        "-q",
        "--depth=1",
        &format!("file://{}", repo.path().display()),
        clone.path().to_str().unwrap(),
    ]);
    let ran = clone.run(&["check"]);
    assert_eq!(ran.code, 0);
    assert!(
        ran.out.contains("rules not checked: the history is cut off; fetch all of it (`fetch-depth: 0`"),
        "{}",
        ran.out
    );
    assert!(clone.run(&["check", "--format", "json"]).out.contains("\"state\": \"not-checked\""));
    assert_eq!(clone.run(&["check", "--changed-since", "HEAD~1"]).code, 2);
    assert!(clone.check(&["--rev", "HEAD"]).is_empty());
}
