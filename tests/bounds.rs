//! What is read and what is written, and what is not: nothing outside the repository, nothing without an end.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

mod repository;

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use repository::{Ran, Repo, policy};

const SECRET: &str = "token = \"never-shown\"\n";

/// A repository with a document, beside a folder with something that nobody may see.
fn repo() -> Repo {
    let repo = Repo::new();
    repo.commit(&[("a.md", &policy("a", ""))]);
    repo.beside("outside").write("secret.toml", SECRET);
    repo
}

/// The run was refused for this reason, and told nothing of the secret.
#[track_caller]
fn refused(ran: &Ran, reason: &str) {
    assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
    let said = ran.err.replace("\n  │ ", " ").replace("  ", " ");
    assert!(said.contains(reason), "{}", ran.err);
    assert!(!ran.err.contains("never-shown") && !ran.out.contains("never-shown"), "{}", ran.err);
}

fn fifo(repo: &Repo, path: &str) {
    assert!(Command::new("mkfifo").arg(repo.path().join(path)).status().unwrap().success());
}

// ------------------------------------------------------------------------------------------- configuration, baseline, packs

#[test]
fn a_configuration_that_is_a_link_out_of_the_repository_is_not_read() {
    let repo = repo();
    symlink("../outside/secret.toml", repo.path().join("clauselint.toml")).unwrap();
    refused(&repo.run(&["check"]), "leads out of the repository");
    refused(&repo.run(&["rules"]), "leads out of the repository");
    refused(&repo.run(&["check", "--config", "clauselint.toml"]), "leads out of the repository");
    repo.git(&["add", "-A"]);
    repo.git(&["commit", "-qm", "link"]);
    refused(&repo.run(&["check", "--rev", "HEAD"]), "leads out of the repository");
    refused(&repo.run(&["check", "--staged"]), "leads out of the repository");
}

#[test]
fn a_configuration_outside_is_read_where_it_is_named_by_its_own_path() {
    let repo = repo();
    repo.beside("outside").write("ours.toml", "[review]\ndue-soon-days = 5\n");
    assert_eq!(repo.run(&["check", "--config", "../outside/ours.toml"]).code, 0);
    symlink("../outside", repo.path().join("conf")).unwrap();
    refused(&repo.run(&["check", "--config", "conf/ours.toml"]), "leads out of the repository");
}

#[test]
fn a_link_inside_the_repository_is_followed_in_the_work_tree_and_in_a_commit() {
    let repo = repo();
    repo.write("conf/ours.toml", "[review]\nintervall = 1\n");
    symlink("conf/ours.toml", repo.path().join("clauselint.toml")).unwrap();
    repo.git(&["add", "-A"]);
    repo.git(&["commit", "-qm", "link"]);
    for arguments in [&["check"][..], &["check", "--rev", "HEAD"], &["check", "--staged"]] {
        refused(&repo.run(arguments), "intervall");
    }
    fs::remove_file(repo.path().join("conf/ours.toml")).unwrap();
    refused(&repo.run(&["check"]), "cannot read");
    repo.git(&["add", "-A"]);
    refused(&repo.run(&["check", "--staged"]), "leads to no file");
}

#[test]
fn a_baseline_or_pack_that_is_a_link_out_of_the_repository_is_not_read() {
    let repo = repo();
    let baseline = repo.path().join("clauselint-baseline.toml");
    symlink("../outside/secret.toml", &baseline).unwrap();
    refused(&repo.run(&["check"]), "leads out of the repository");
    fs::remove_file(baseline).unwrap();

    repo.write("clauselint.toml", "packs = [\"./own.toml\"]\n");
    symlink("../outside/secret.toml", repo.path().join("own.toml")).unwrap();
    refused(&repo.run(&["check"]), "leads out of the repository");
    refused(&repo.run(&["test", "own.toml"]), "leads out of the repository");

    repo.write("clauselint.toml", "packs = [\"./own/\"]\n");
    symlink("../outside", repo.path().join("own")).unwrap();
    refused(&repo.run(&["check"]), "leads out of the repository");
    fs::remove_file(repo.path().join("own")).unwrap();
    repo.write("own/pack.toml", "[pack]\nid = \"own\"\ntitle = \"Own\"\nversion = \"1\"\n");
    assert_eq!(repo.run(&["check"]).code, 2, "a pack without rules checks nothing");
    symlink("../../outside/secret.toml", repo.path().join("own/more.toml")).unwrap();
    refused(&repo.run(&["check"]), "leads out of the repository");
    refused(&repo.run(&["test", "own"]), "leads out of the repository");
}

#[test]
fn a_fixture_that_is_a_link_out_of_the_repository_is_not_read() {
    let repo = repo();
    let rule =
        "[[rule]]\nid = \"only\"\nseverity = \"error\"\nwhy = \"Why.\"\nhelp = \"Help.\"\n[rule.check.revision]\n";
    repo.write("own/pack.toml", &format!("[pack]\nid = \"own\"\ntitle = \"Own\"\nversion = \"1\"\n{rule}"));
    repo.write("own/fixtures/only/pass.md", "# A\n");
    repo.beside("outside").write("secret.md", "# never-shown\n");
    let fixture = repo.path().join("own/fixtures/only/fail.md");
    symlink("../../../../outside/secret.md", &fixture).unwrap();
    refused(&repo.run(&["test", "own"]), "leads out of the repository");
    fs::remove_file(&fixture).unwrap();
    repo.write(
        "own/fixtures/only/fail-past/history.toml",
        "[[commit]]\nstate = \"../../../../../outside\"\nauthor = \"A <a@b.c>\"\ndate = \"2026-01-01\"\nmessage = \"x\"\n",
    );
    refused(&repo.run(&["test", "own"]), "leads out of the repository");
}

#[test]
fn what_is_no_regular_file_is_never_waited_for() {
    let repo = repo();
    for name in ["clauselint.toml", "clauselint-baseline.toml"] {
        fifo(&repo, name);
        refused(&repo.run(&["check"]), "no regular file");
        fs::remove_file(repo.path().join(name)).unwrap();
    }
    repo.write("clauselint.toml", "packs = [\"./own/\"]\n");
    repo.write("own/pack.toml", "[pack]\nid = \"own\"\ntitle = \"Own\"\nversion = \"1\"\n");
    fifo(&repo, "own/more.toml");
    refused(&repo.run(&["check"]), "no regular file");
    refused(&repo.run(&["test", "own"]), "no regular file");
}

#[test]
fn what_has_no_end_is_not_read_to_it() {
    let repo = repo();
    refused(&repo.run(&["check", "--config", "/dev/zero"]), "larger than 32 MiB");
    let file = fs::File::create(repo.path().join("clauselint-baseline.toml")).unwrap();
    file.set_len(33 * 1024 * 1024).unwrap();
    refused(&repo.run(&["check"]), "larger than 32 MiB");
}

// ------------------------------------------------------------------------------------------------------- what is written

/// A report in the format that a path stands for is there, whole.
fn is_report(text: &str) -> bool {
    serde_json::from_str::<serde_json::Value>(text).is_ok_and(|report| report["verdicts"].is_array())
}

#[test]
fn a_report_goes_through_a_pipe_and_leaves_it_a_pipe() {
    use std::os::unix::fs::FileTypeExt;
    let repo = repo();
    for arguments in [&["--format", "json", "--output", "pipe"][..], &["--format", "json=pipe"]] {
        fifo(&repo, "pipe");
        let pipe = repo.path().join("pipe");
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || fs::read_to_string(pipe).unwrap()
        });
        assert_eq!(repo.run(&[&["check"], arguments].concat()).code, 0);
        assert!(fs::symlink_metadata(&pipe).unwrap().file_type().is_fifo(), "{arguments:?}");
        assert!(is_report(&reader.join().unwrap()));
        fs::remove_file(pipe).unwrap();
    }
}

#[test]
fn a_report_follows_a_link_and_keeps_the_mode_of_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let repo = repo();
    let reports = repo.beside("reports");
    reports.write("real.json", "old");
    let (real, link) = (reports.path().join("real.json"), repo.path().join("link.json"));
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("../reports/real.json", &link).unwrap();
    symlink("../reports/new.json", repo.path().join("new.json")).unwrap();
    for name in ["link.json", "new.json"] {
        assert_eq!(repo.run(&["check", "--format", "json", "-o", name]).code, 0);
        assert!(fs::symlink_metadata(repo.path().join(name)).unwrap().is_symlink(), "{name}");
    }
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    for name in ["real.json", "new.json"] {
        assert!(is_report(&fs::read_to_string(reports.path().join(name)).unwrap()), "{name}");
    }
    let names: Vec<_> = fs::read_dir(reports.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "nothing is left over: {names:?}");
}
