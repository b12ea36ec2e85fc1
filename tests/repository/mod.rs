//! Repositories in temporary folders, and the program run in them.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as expected")]
#![allow(dead_code, reason = "not every test needs all of it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::rc::Rc;

use clauselint::history::{Commit, Interest, Past};
use tempfile::TempDir;

/// The program.
pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_clauselint");

/// A repository, or a folder that is none.
pub(crate) struct Repo {
    folder: Rc<TempDir>,
    path: PathBuf,
}

/// What a command came to.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// A document in which nothing is wrong on 30 November 2026, and more behind its title, from line 12 on.
pub(crate) fn policy(id: &str, more: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: {id}\ntype: policy\nclassification: internal\nowner: Jane Doe\n\
         last_reviewed: 2026-11-01\nreview_interval: 12 months\n---\n\n# {id}\n{more}"
    )
}

/// Follows every document to its beginning, and those that are gone.
pub(crate) struct Everything;

impl Interest for Everything {
    fn is_wanted(&self, _: usize) -> bool {
        true
    }

    fn is_open(&self, _: usize, _: &Past, _: &Commit) -> bool {
        true
    }

    fn with_gone(&self) -> bool {
        true
    }
}

impl Repo {
    pub(crate) fn new() -> Self {
        Self::with(&[])
    }

    /// A repository with arguments of its own for `git init`.
    pub(crate) fn with(arguments: &[&str]) -> Self {
        let repo = Self::without_git();
        repo.git(&[&["init", "-q", "-b", "main"], arguments].concat());
        repo
    }

    pub(crate) fn without_git() -> Self {
        let folder = Rc::new(tempfile::tempdir().unwrap());
        let path = folder.path().canonicalize().unwrap().join("repository");
        fs::create_dir(&path).unwrap();
        Self { folder, path }
    }

    /// Another folder beside this one.
    pub(crate) fn beside(&self, name: &str) -> Self {
        Self { folder: Rc::clone(&self.folder), path: self.path.parent().unwrap().join(name) }
    }

    /// A folder in this one.
    pub(crate) fn at(&self, name: &str) -> Self {
        Self { folder: Rc::clone(&self.folder), path: self.path.join(name) }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let file = self.path.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    /// Writes files and commits everything.
    pub(crate) fn commit(&self, files: &[(&str, &str)]) {
        for (path, text) in files {
            self.write(path, text);
        }
        self.git(&["add", "-f", "."]);
        self.git(&["commit", "-q", "--allow-empty", "-m", "one"]);
    }

    pub(crate) fn hook(&self, name: &str, script: &str) {
        self.write(&format!(".git/hooks/{name}"), script);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let file = self.path.join(".git/hooks").join(name);
            fs::set_permissions(file, fs::Permissions::from_mode(0o755)).unwrap();
        }
    }

    /// What Git writes; it must end well.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let ran = self.try_git(arguments);
        assert_eq!(ran.code, 0, "git {arguments:?}: {}", ran.err);
        ran.out
    }

    /// What Git and its hooks write. Everybody who commits here is Jane Doe, and nobody's own configuration counts.
    pub(crate) fn try_git(&self, arguments: &[&str]) -> Ran {
        let mut command = self.command("git");
        command.args(["-c", "user.name=Jane Doe", "-c", "user.email=jane@example.org"]).args(arguments);
        ran(command)
    }

    /// What the program writes on 30 November 2026.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        let mut command = self.command(BINARY);
        command.args(arguments).args(["--as-of", "2026-11-30"]);
        ran(command)
    }

    /// What the program writes on a day.
    pub(crate) fn run_on(&self, day: &str, arguments: &[&str]) -> Ran {
        let mut command = self.command(BINARY);
        command.args(arguments).args(["--as-of", day]);
        ran(command)
    }

    /// Commits what is in the index at a time.
    pub(crate) fn dated_commit(&self, time: &str) {
        let mut command = self.command("git");
        command.args(["-c", "user.name=Jane Doe", "-c", "user.email=jane@example.org"]);
        command.args(["commit", "-q", "--allow-empty", "-m", "one"]);
        command.envs([("GIT_AUTHOR_DATE", time), ("GIT_COMMITTER_DATE", time)]);
        let ran = ran(command);
        assert_eq!(ran.code, 0, "{}", ran.err);
    }

    /// The findings of a check that could be done, each as place and rule.
    pub(crate) fn check(&self, arguments: &[&str]) -> Vec<String> {
        let ran = self.run(&[&["check", "--format", "concise"], arguments].concat());
        assert!(matches!(ran.code, 0 | 1), "check {arguments:?}: {}", ran.err);
        let short = |line: &str| {
            let (place, rest) = line.split_once(": ").unwrap();
            let rule = rest.split_once('[').unwrap().1.split_once(']').unwrap().0;
            format!("{place} {rule}")
        };
        ran.out.lines().map(short).collect()
    }

    /// A check with variables of the environment.
    pub(crate) fn check_with(&self, variables: &[(&str, &str)], arguments: &[&str]) -> Ran {
        let mut command = self.command(BINARY);
        command.arg("check").args(arguments).args(["--as-of", "2026-11-30"]).envs(variables.iter().copied());
        ran(command)
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env_clear().envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
        command.env("HOME", self.folder.path()).env("GIT_CONFIG_NOSYSTEM", "1");
        command.current_dir(&self.path).stdin(Stdio::null());
        command
    }
}

fn ran(mut command: Command) -> Ran {
    let output = command.output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8_lossy(&output.stderr).into_owned() + "",
    }
}
