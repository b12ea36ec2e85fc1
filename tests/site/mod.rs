//! Repositories whose page is looked at.

#![allow(dead_code, reason = "not every test needs all of it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const DAY: &str = "2026-11-30";

/// Documents that try to be more than text.
pub(crate) const HOSTILE: &[(&str, &str)] = &[
    (
        "a.md",
        "---\nid: A-1\ntitle: <script>alert(1)</script>\nowner: '\"><img src=x onerror=alert(1)>'\nstatus: approved\n\
         next_review: 2026-01-01\n---\n\n# A\n\nSee [there](<javascript:alert(1)>) and [here](gone.md).\n",
    ),
    ("b.md", "---\nid: B-1\ntitle: =cmd()\nowner: \"=HYPERLINK(1)\"\nnext_review: 2026-12-01\n---\n\n# B\n"),
    (
        "c.md",
        "---\nid: C-1\ntitle: \"سياسة الوصول \u{202e}gnp.exe 🧑‍🚒🏴‍☠️\"\nowner: محمد عبد الله\nnext_review: 2026-12-01\n---\n\n# C\n",
    ),
    (
        "d {{ 7 * 7 }}.md",
        "---\nid: D-1\ntitle: \"{{ review.made.command }} {% raw %}\"\nowner: \"{{ 7 * 7 }}\"\nnext_review: 2026-12-01\n---\n\n# D\n",
    ),
    (
        "e'&<b>.md",
        "---\nid: E-1\ntitle: \"a\\x1b[31mred\\u200b\"\nowner: Jane Doe\nnext_review: 2025-12-01\n---\n\n# E\n",
    ),
    ("javascript:alert(1).md", "---\nid: F-1\ntitle: F\nowner: Jane Doe\nnext_review: 2026-02-01\n---\n\n# F\n"),
];

/// A repository.
pub(crate) struct Site {
    _folder: Option<tempfile::TempDir>,
    path: PathBuf,
}

impl Site {
    /// The example of this repository.
    pub(crate) fn example() -> Self {
        Self { _folder: None, path: Path::new(ROOT).join("docs-example") }
    }

    /// Some documents, with a very long title among them, and the packs that are always there.
    pub(crate) fn with(documents: &[(&str, &str)]) -> Self {
        let site = Self::new("packs = [\"core\", \"iso20000-1-2018\"]\n");
        for (path, text) in documents {
            site.write(path, text);
        }
        let long = "W".repeat(300);
        let text =
            format!("---\nid: LONG-{long}\ntitle: {long}\nowner: {long}\nnext_review: 2026-03-01\n---\n\n# {long}\n");
        site.write(&format!("long/{}.md", &long[..200]), &text);
        site
    }

    /// Documents of which no pack with clauses asks anything.
    pub(crate) fn without_clauses() -> Self {
        let site = Self::new("packs = [\"core\"]\n");
        site.write(
            "access.md",
            "---\ntitle: Access\nowner: Jane Doe\nnext_review: 2026-10-01\n---\n\n# Access\n\nTBD\n",
        );
        site.write("leave.md", "---\ntitle: Leave\nowner: John Roe\nnext_review: 2027-01-01\n---\n\n# Leave\n");
        site
    }

    /// One document, of which nothing is asked.
    pub(crate) fn almost_empty() -> Self {
        let site = Self::new("");
        site.write("notes.md", "Nothing yet.\n");
        site
    }

    /// A repository with two commits, of which the second mends and adds something.
    pub(crate) fn with_past() -> Self {
        let site = Self::new("packs = [\"core\", \"iso20000-1-2018\"]\n");
        site.write(
            "scope.md",
            "---\ntitle: Scope\ntype: sms-scope\nowner: Jane Doe\nnext_review: 2026-05-01\n---\n\n# Scope\n\nTBD\n",
        );
        site.write("old.md", "---\ntitle: Old\nowner: Jane Doe\nnext_review: 2026-06-01\n---\n\n# Old\n");
        site.git(&["init", "-q", "-b", "main"], "2026-04-01T12:00:00Z");
        site.commit("2026-06-15T12:00:00Z");
        site.write("scope.md", "---\ntitle: Scope\ntype: sms-scope\nversion: 2.0\nowner: Jane Doe\nnext_review: 2027-05-01\n---\n\n# Scope\n");
        site.write("new.md", "---\ntitle: New\nowner: John Roe\nnext_review: 2026-12-15\n---\n\n# New\n");
        site.commit("2026-10-15T12:00:00Z");
        site
    }

    /// Many documents, each with findings.
    pub(crate) fn large(count: usize) -> Self {
        let site = Self::new("packs = [\"core\", \"iso20000-1-2018\"]\n");
        for number in 0..count {
            let owner = number % 450;
            let text = format!(
                "---\nid: DOC-{number}\ntitle: Procedure number {number} of the department of everything\nowner: Owner {owner}\n\
                 status: approved\nnext_review: 2026-{:02}-01\n---\n\n# Procedure {number}\n\nTBD and [gone](gone-{number}.md).\n",
                number % 12 + 1
            );
            site.write(&format!("department-{}/procedures/procedure-{number}.md", number % 40), &text);
        }
        site
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.run_on(DAY, arguments)
    }

    pub(crate) fn run_on(&self, day: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clauselint"));
        command.current_dir(&self.path).args(arguments).args(["--as-of", day]);
        command.env("NO_COLOR", "1").env("COLUMNS", "200").output().unwrap()
    }

    /// The page on the day of the other tests.
    pub(crate) fn page(&self, more: &[&str]) -> String {
        self.page_of(DAY, more)
    }

    pub(crate) fn page_of(&self, day: &str, more: &[&str]) -> String {
        let ran = self.run_on(day, &[&["review", "--format", "html"], more].concat());
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8(ran.stdout).unwrap()
    }

    /// What a command says in JSON; it may have findings.
    pub(crate) fn json(&self, day: &str, arguments: &[&str]) -> Value {
        let ran = self.run_on(day, &[arguments, &["--format", "json"]].concat());
        serde_json::from_slice(&ran.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&ran.stderr)))
    }

    fn new(configuration: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_owned();
        fs::write(path.join("clauselint.toml"), configuration).unwrap();
        Self { _folder: Some(folder), path }
    }

    fn write(&self, path: &str, text: &str) {
        let file = self.path.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    fn commit(&self, day: &str) {
        self.git(&["add", "."], day);
        self.git(&["commit", "-q", "-m", "one"], day);
    }

    fn git(&self, arguments: &[&str], day: &str) {
        let mut command = Command::new("git");
        command.current_dir(&self.path).args(["-c", "user.name=Jane Doe", "-c", "user.email=jane@example.org"]);
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null");
        command.env("GIT_AUTHOR_DATE", day).env("GIT_COMMITTER_DATE", day);
        assert!(command.args(arguments).output().unwrap().status.success());
    }
}
