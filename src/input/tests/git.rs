//! The set of documents against that of Git itself.

use super::*;
use crate::input::path::is_document;

/// Runs Git without the configuration of whoever runs the tests.
fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.env_clear().envs(std::env::var_os("PATH").map(|path| ("PATH", path))).env("HOME", folder);
    command.env("GIT_CONFIG_NOSYSTEM", "1").args(["-c", "user.name=a", "-c", "user.email=a@example.org"]);
    let output = command.arg("-C").arg(folder).args(arguments).output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What Git lists under a folder that has the name of a document.
fn listed_by_git(folder: &Path) -> Vec<String> {
    let listed = git(folder, &["ls-files", "-z", "-co", "--exclude-standard"]);
    let mut paths: Vec<_> = listed.split('\0').filter(|path| is_document(path)).map(str::to_owned).collect();
    paths.sort_unstable();
    paths
}

#[test]
fn the_set_is_that_of_git() {
    let root = tree(&[
        (".gitignore", "*.tmp.md\nbuild/\n!kept.tmp.md\n/top.md\nnotes/**\n!notes/in.md\n*.{md,x}\n"),
        ("a b.md", ""),
        ("top.md", ""),
        ("sub/top.md", ""),
        ("x.{md,x}", ""),
        ("draft.tmp.md", ""),
        ("kept.tmp.md", ""),
        ("build/out.md", ""),
        ("sub/build/out.md", ""),
        ("build.md", ""),
        ("notes/in.md", ""),
        ("notes/deep/in.md", ""),
        ("docs/.gitignore", "\u{feff}private\r\n!draft.tmp.md\n\\#a.md\n[ab]c.md\n trailing.md  \n"),
        ("docs/private/a.md", ""),
        ("docs/draft.tmp.md", ""),
        ("docs/#a.md", ""),
        ("docs/ac.md", ""),
        ("docs/cc.md", ""),
        ("docs/sub/bc.md", ""),
        ("docs/ünïcode/政策.md", ""),
        ("docs/Zuständigkeit.MD", ""),
        ("docs/page.html.md.erb", ""),
        ("docs/other.txt", ""),
        (".github/CONTRIBUTING.md", ""),
        (".hidden/a.md", ""),
        ("secret.md", ""),
        ("empty/.git/", ""),
        ("empty/a.md", ""),
    ]);
    git(root.path(), &["init", "-q"]);
    fs::write(root.path().join(".git/info/exclude"), "secret.md\n").unwrap();
    git(root.path(), &["add", "docs"]);
    let expected = listed_by_git(root.path());
    assert!(expected.contains(&"docs/ünïcode/政策.md".to_owned()) && !expected.contains(&"secret.md".to_owned()));
    assert_eq!(listed(root.path(), &WalkOptions::default()), expected);

    let docs = root.path().join("docs");
    fs::write(docs.join("secret.md"), "").unwrap();
    assert_eq!(listed(&docs, &WalkOptions::default()), listed_by_git(&docs), "below the top of the work tree");
}

#[test]
fn a_linked_work_tree_has_the_exclude_file_of_its_repository() {
    let root = tree(&[("main/a.md", ""), ("main/.gitignore", "/build\n")]);
    let (main, linked) = (root.path().join("main"), root.path().join("linked"));
    git(&main, &["init", "-q"]);
    git(&main, &["add", "."]);
    git(&main, &["commit", "-qm", "a"]);
    git(&main, &["worktree", "add", "-q", "../linked"]);
    fs::write(main.join(".git/info/exclude"), "secret.md\n").unwrap();
    fs::write(linked.join("secret.md"), "").unwrap();
    fs::write(linked.join("b.md"), "").unwrap();
    assert_eq!(listed(&linked, &WalkOptions::default()), ["a.md", "b.md"]);
    assert_eq!(listed_by_git(&linked), ["a.md", "b.md"]);
}

#[test]
fn the_users_own_rules_hold_in_a_repository_and_not_outside() {
    let root = tree(&[("repository/a.md", ""), ("repository/b.md", ""), ("rules", "b.md\n")]);
    let folder = root.path().join("repository");
    let options = WalkOptions { global_excludes: Some(root.path().join("rules")), ..WalkOptions::default() };
    assert_eq!(listed(&folder, &options), ["a.md", "b.md"]);
    git(&folder, &["init", "-q"]);
    assert_eq!(listed(&folder, &options), ["a.md"]);
    git(&folder, &["config", "core.excludesFile", root.path().join("none").to_str().unwrap()]);
    assert_eq!(listed(&folder, &options), ["a.md", "b.md"], "the repository names another file");
    git(&folder, &["config", "core.ignoreCase", "true"]);
    fs::write(folder.join(".gitignore"), "A.MD\n").unwrap();
    assert_eq!(listed(&folder, &options), ["b.md"]);
}
