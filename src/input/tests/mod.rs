//! Trees on a disk and what is found in them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::*;
use crate::document::problem::ProblemCode;

mod git;

/// A temporary folder with these files; a path that ends in `/` is a folder.
fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let file = root.path().join(path);
        fs::create_dir_all(if path.ends_with('/') { &file } else { file.parent().unwrap() }).unwrap();
        if !path.ends_with('/') {
            fs::write(file, text).unwrap();
        }
    }
    root
}

fn listed(root: &Path, options: &WalkOptions) -> Vec<String> {
    walk(root, options).unwrap().documents.into_iter().map(|document| document.path).collect()
}

/// The documents of a tree that Git has nothing to do with.
fn documents(files: &[(&str, &str)]) -> Vec<String> {
    listed(tree(files).path(), &WalkOptions::default())
}

#[test]
fn a_file_that_git_tracks_is_read_although_a_rule_ignores_it() {
    let root = tree(&[
        (".gitignore", "build/\n"),
        ("build/a.md", ""),
        ("build/sub/b.md", ""),
        ("build/c.md", ""),
        ("d.md", ""),
    ]);
    let tracked = Some(["build/a.md", "build/sub/b.md"].map(str::to_owned).into());
    let options = WalkOptions { tracked, ..WalkOptions::default() };
    let tree = walk(root.path(), &options).unwrap();
    assert_eq!(listed(root.path(), &options), ["build/a.md", "build/sub/b.md", "d.md"]);
    assert!(tree.files.contains_file("build/a.md") && !tree.files.is_ignored("build/a.md"));
    assert!(tree.files.is_ignored("build/c.md"));
}

#[test]
fn outside_a_repository_the_ignore_files_of_the_tree_hold() {
    let found = documents(&[
        (".gitignore", "a.md\n"),
        ("a.md", ""),
        ("docs/.gitignore", "!a.md"),
        ("docs/a.md", ""),
        ("b.md", ""),
    ]);
    assert_eq!(found, ["b.md", "docs/a.md"]);
}

#[test]
fn repositories_in_the_tree_and_the_data_of_version_control_are_not_entered() {
    let root = tree(&[
        (".git/HEAD", "ref: refs/heads/main"),
        (".git/a.md", ""),
        (".gitmodules", "[submodule \"absent\"]\n\tpath = absent\n"),
        ("absent/", ""),
        ("nested/.git/HEAD", ""),
        ("nested/#first/a.md", ""),
        ("nested/a.md", ""),
        ("module/.git", "gitdir: ../.git/modules/module\n"),
        ("module/a.md", ""),
        (".svn/a.md", ""),
        (".hg/a.md", ""),
        ("a.md", ""),
    ]);
    let tree = walk(root.path(), &WalkOptions::default()).unwrap();
    assert_eq!(listed(root.path(), &WalkOptions::default()), ["a.md"]);
    assert!(tree.files.contains_folder("nested") && tree.files.contains_folder("module"));
    for path in ["nested/a.md", "module/b.md", "absent/c.md", ".git/a.md", ".svn/a.md"] {
        assert!(tree.files.is_ignored(path), "{path}");
    }
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let outside = tree(&[("secret.md", "")]);
    let root = tree(&[("docs/a.md", ""), ("notes.txt", "")]);
    let link = |to: &Path, path: &str| symlink(to, root.path().join(path)).unwrap();
    link(Path::new("docs/a.md"), "a.md");
    link(Path::new("docs"), "linked");
    link(Path::new("../docs"), "docs/circle");
    link(Path::new("self.md"), "self.md");
    link(Path::new("none.md"), "dangling.md");
    link(&outside.path().join("secret.md"), "out.md");
    link(&outside.path().join("secret.md"), "out.txt");
    link(&outside.path().join("secret.md"), "AGENTS.md");
    let tree = walk(root.path(), &WalkOptions::default()).unwrap();

    let reasons: Vec<_> = tree.excluded.iter().map(|excluded| (excluded.path.as_str(), excluded.reason)).collect();
    assert_eq!(reasons, [("AGENTS.md", Exclusion::AgentPrompt), ("a.md", Exclusion::SymbolicLink)]);
    let problems: Vec<_> = tree.problems.iter().map(|(path, problem)| (path.as_str(), problem.code)).collect();
    assert_eq!(problems, [("out.md", ProblemCode::LinkLeadsOut)]);
    assert_eq!(tree.documents.len(), 1);
    assert!(tree.files.contains_file("a.md") && tree.files.contains_folder("linked"));
    assert!(tree.files.is_ignored("linked/a.md") && tree.files.is_ignored("out.txt"));
    assert!(!tree.files.contains_file("dangling.md") && !tree.files.is_ignored("dangling.md"));

    let below = listed(&root.path().join("docs"), &WalkOptions::default());
    assert_eq!(below, ["a.md"]);
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_a_problem_and_no_end() {
    use std::os::unix::fs::PermissionsExt;
    let root = tree(&[("a.md", ""), ("closed/b.md", "")]);
    for name in ["fifo.md", "fifo.txt", ".gitignore"] {
        assert!(Command::new("mkfifo").arg(root.path().join(name)).status().unwrap().success());
    }
    let closed = root.path().join("closed");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    let tree = walk(root.path(), &WalkOptions::default()).unwrap();
    let may_read_everything = fs::read_dir(&closed).is_ok();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();

    let problems: Vec<_> = tree.problems.iter().map(|(path, problem)| (path.as_str(), problem.code)).collect();
    let (folder, fifo) = (("closed", ProblemCode::Unreadable), ("fifo.md", ProblemCode::Unreadable));
    assert_eq!(problems, if may_read_everything { vec![fifo] } else { vec![folder, fifo] });
    assert!(may_read_everything || tree.files.is_ignored("closed/b.md"));
}

#[test]
fn what_is_left_out_can_still_be_linked_to_and_the_reason_is_known() {
    let root = tree(&[
        (".gitignore", "build\n"),
        ("build/a.md", ""),
        ("node_modules/a/README.md", ""),
        ("vendor/modules.txt", ""),
        ("vendor/index.md", ""),
        ("suppliers/vendor/index.md", ""),
        ("logo.png", ""),
    ]);
    let tree = walk(root.path(), &WalkOptions::default()).unwrap();
    assert!(tree.files.contains_file("node_modules/a/README.md"));
    for (path, reason) in [
        ("suppliers/vendor/index.md", None),
        ("vendor/index.md", Some(Exclusion::Vendored)),
        ("node_modules/a/README.md", Some(Exclusion::Vendored)),
        ("build/a.md", Some(Exclusion::GitIgnored)),
        ("logo.png", Some(Exclusion::NotMarkdown)),
        ("none.md", Some(Exclusion::Absent)),
    ] {
        assert_eq!(exclusion_of(root.path(), path, &WalkOptions::default()).unwrap(), reason, "{path}");
    }
}

#[test]
fn a_root_that_is_no_folder_stops_the_run() {
    let root = tree(&[("a.md", "")]);
    let error = |path: PathBuf| walk(&path, &WalkOptions::default()).unwrap_err();
    assert!(matches!(error(root.path().join("none")), InputError::NoSuchFolder(_)));
    assert!(matches!(error(root.path().join("a.md")), InputError::NotAFolder(_)));
}
