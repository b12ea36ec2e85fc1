//! A pack that is not valid stops the command with exit code 2, the place and what helps on standard error.

use std::process::Command;

use crate::ask::{THINGS, two};
use crate::run::{HEAD, rule};

/// Exit code, standard output and standard error of a check with a rule.
fn check(that: &str) -> (i32, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let check = format!("assert]\nrecord = \"thing\"\nmessage = \"thing {{r.id}}\"\nthat = \"{that}\"");
    std::fs::write(folder.path().join("small.toml"), format!("{HEAD}{THINGS}{}", rule(&check))).unwrap();
    std::fs::write(folder.path().join("clauselint.toml"), "packs = [\"./small.toml\"]\n").unwrap();
    std::fs::write(folder.path().join("a.md"), two()).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_clauselint"))
        .args(["check", ".", "--as-of", "2026-11-30", "--format", "concise"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_rule_that_runs_gives_0_or_1() {
    assert_eq!(check("r.id != ''").0, 0);
    let (code, out, _) = check("r.id == ''");
    assert_eq!((code, out.lines().count()), (1, 2), "{out}");
}

#[test]
fn an_expression_that_is_not_valid_gives_2_with_its_place() {
    for (that, expected) in [
        ("nobody", "unknown name `nobody`"),
        ("r.dya < today", "did you mean `day`?"),
        ("mention(r.name, 'x')", "did you mean `mentions`?"),
        ("size(all('thnig')) == 1", "did you mean `thing`?"),
        ("size(documents('regsiter')) == 1", "did you mean `register`?"),
        ("size(naming('thing', 'parnet', r)) == 1", "did you mean `parent`?"),
        ("known('thing')", "`known` takes 2 arguments, not 1"),
        ("r.day < 5", "a day is compared with a number"),
        ("r.day", "neither true nor false"),
        ("all('thing').all(x, r.peers.all(y, r.tags.all(z, true)))", "more than 2 loops"),
        (&format!("true{}", " ".repeat(5000)), "more than 4000 bytes"),
        (&format!("{}true{}", "(".repeat(100), ")".repeat(100)), "more than 24 brackets"),
        ("r.", "the expression is not valid"),
    ] {
        let (code, out, err) = check(that);
        assert_eq!((code, out.as_str()), (2, ""), "{that}: {err}");
        assert!(err.contains(expected) && err.contains("small.toml:"), "{that}: {err}");
    }
}
