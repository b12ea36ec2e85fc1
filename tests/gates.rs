//! The gates as people use them: hooks by the real pre-commit, the scripts of the action and of the GitLab template, and what is
//! ready to copy, against the published schemas.
//!
//! Programs from the Python index are looked for in the folder that `CLAUSELINT_VENV` names; without them, a line says what is skipped.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod tree;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tree::{Run, Tree};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const SOUND: &str = "---\nowner: Jane Doe\nnext_review: 2099-06-01\n---\n\n# Access\n\nKeys are kept in a safe.\n";
const FAULTY: &str = "---\nowner: Jane Doe\nnext_review: 2099-02-30\n---\n\n# Access\n\nKeys are kept in a safe.\n";

/// A program of the virtual environment, or a line that says what is skipped.
fn program(name: &str) -> Option<PathBuf> {
    let venv = std::env::var_os("CLAUSELINT_VENV");
    let found = venv.map(|venv| Path::new(&venv).join("bin").join(name)).filter(|program| program.exists());
    if found.is_none() {
        // Past the capturing of tests, which shows nothing of those that pass.
        let line = format!("skipped: {name} is not installed; `.ci/run` installs it\n");
        std::io::stderr().write_all(line.as_bytes()).unwrap();
    }
    found
}

/// A path on which `clauselint` is the program under test.
fn path_with_clauselint() -> String {
    let folder = Path::new(env!("CARGO_BIN_EXE_clauselint")).parent().unwrap();
    format!("{}:{}", folder.display(), std::env::var("PATH").unwrap())
}

/// A command in a tree that finds `clauselint` and sees no settings of Git but its own.
fn command(tree: &Tree, program: impl AsRef<Path>) -> Command {
    let mut command = tree.command(&program.as_ref().display().to_string());
    command.env("PATH", path_with_clauselint()).env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null");
    for (name, value) in [("AUTHOR", "Jane Doe"), ("COMMITTER", "Jane Doe")] {
        command.env(format!("GIT_{name}_NAME"), value).env(format!("GIT_{name}_EMAIL"), "jane@example.org");
    }
    for variable in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX"] {
        command.env_remove(variable);
    }
    command
}

fn git(tree: &Tree, arguments: &[&str]) -> Run {
    Run::of(command(tree, "git").args(arguments))
}

fn done(run: &Run) {
    assert_eq!(run.code, 0, "{run:?}");
}

/// A repository with a sound document in its first commit.
fn repository() -> Tree {
    let tree = Tree::new().file("access.md", SOUND).file("keys.md", SOUND).file("tool.py", "print(1)\n");
    done(&git(&tree, &["init", "--quiet", "--initial-branch=main"]));
    done(&git(&tree, &["add", "."]));
    done(&git(&tree, &["commit", "--quiet", "-m", "begin"]));
    tree
}

// ------------------------------------------------------------------------------------------------------------------- hooks

/// A repository in which pre-commit runs our hooks. They come from a repository of their own, as they do for everybody; only
/// that they are built by cargo is left out.
struct Hooked {
    tree: Tree,
    hooks: Tree,
    pre_commit: PathBuf,
}

impl Hooked {
    fn new() -> Option<Self> {
        let pre_commit = program("pre-commit")?;
        let manifest = std::fs::read_to_string(Path::new(ROOT).join(".pre-commit-hooks.yaml")).unwrap();
        let hooks =
            Tree::new().file("hooks/.pre-commit-hooks.yaml", &manifest.replace("language: rust", "language: system"));
        let inside = |arguments: &[&str]| Run::of(command(&hooks, "git").args(["-C", "hooks"]).args(arguments));
        done(&inside(&["init", "--quiet"]));
        done(&inside(&["add", "."]));
        done(&inside(&["commit", "--quiet", "-m", "hooks"]));
        let revision = inside(&["rev-parse", "HEAD"]).out;
        let tree = repository();
        let config = format!(
            "repos:\n  - repo: {}\n    rev: {}\n    hooks:\n      - id: clauselint\n      - id: clauselint-full\n",
            hooks.path().join("hooks").display(),
            revision.trim()
        );
        tree.write(".pre-commit-config.yaml", &config);
        let hooked = Self { tree, hooks, pre_commit };
        done(&hooked.run(&["install", "--hook-type", "pre-commit"]));
        done(&hooked.git(&["add", ".pre-commit-config.yaml"]));
        done(&hooked.git(&["commit", "--quiet", "-m", "hooks"]));
        Some(hooked)
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let home = self.hooks.path().join("home");
        Run::of(command(&self.tree, &self.pre_commit).env("PRE_COMMIT_HOME", home).args(arguments))
    }

    fn git(&self, arguments: &[&str]) -> Run {
        let home = self.hooks.path().join("home");
        Run::of(command(&self.tree, "git").env("PRE_COMMIT_HOME", home).args(arguments))
    }

    fn subjects(&self) -> String {
        self.git(&["log", "--format=%s"]).out
    }

    fn assert_refused(&self, run: &Run, about: &str) {
        assert_ne!(run.code, 0, "{run:?}");
        let said = format!("{}{}", run.out, run.err);
        assert!(said.contains(about), "{said}");
        assert!(!self.subjects().contains("change"), "{}", self.subjects());
    }
}

#[test]
fn a_staged_fault_is_refused_though_the_work_tree_is_mended() {
    let Some(hooked) = Hooked::new() else { return };
    hooked.tree.write("access.md", FAULTY);
    done(&hooked.git(&["add", "access.md"]));
    hooked.tree.write("access.md", SOUND);
    hooked.assert_refused(&hooked.git(&["commit", "-m", "change"]), "date-impossible");
    assert_eq!(hooked.tree.read("access.md"), SOUND, "the work tree is as it was");
}

#[test]
fn a_staged_mend_is_accepted_though_the_work_tree_is_faulty() {
    let Some(hooked) = Hooked::new() else { return };
    hooked.tree.write("access.md", &SOUND.replace("a safe", "the safe"));
    done(&hooked.git(&["add", "access.md"]));
    hooked.tree.write("access.md", FAULTY);
    done(&hooked.git(&["commit", "-m", "change"]));
    assert!(hooked.subjects().contains("change"));
    assert_eq!(hooked.tree.read("access.md"), FAULTY, "the work tree is as it was");
}

#[test]
fn a_commit_of_named_files_is_judged_by_these_alone() {
    let Some(hooked) = Hooked::new() else { return };
    hooked.tree.write("keys.md", FAULTY);
    done(&hooked.git(&["add", "keys.md"]));
    hooked.tree.write("access.md", FAULTY);
    hooked.assert_refused(&hooked.git(&["commit", "-m", "change", "--", "access.md"]), "access.md");
    hooked.tree.write("access.md", &SOUND.replace("a safe", "the safe"));
    done(&hooked.git(&["commit", "-m", "change", "--", "access.md"]));
    assert!(hooked.git(&["status", "--short"]).out.contains("M  keys.md"), "the other one is still staged");
}

#[test]
fn a_commit_of_all_that_changed_is_judged_as_a_whole() {
    let Some(hooked) = Hooked::new() else { return };
    hooked.tree.write("keys.md", FAULTY);
    hooked.assert_refused(&hooked.git(&["commit", "-a", "-m", "change"]), "keys.md");
}

#[test]
fn a_commit_without_documents_goes_through() {
    let Some(hooked) = Hooked::new() else { return };
    hooked.tree.write("keys.md", FAULTY);
    hooked.tree.write("tool.py", "print(2)\n");
    done(&hooked.git(&["add", "tool.py"]));
    done(&hooked.git(&["commit", "-m", "change"]));
}

#[test]
fn a_commit_that_only_removes_a_document_is_judged_by_what_it_breaks() {
    let Some(hooked) = Hooked::new() else { return };
    hooked.tree.write("access.md", &format!("{SOUND}\nSee [keys](keys.md).\n"));
    done(&hooked.git(&["add", "."]));
    done(&hooked.git(&["commit", "-m", "link"]));
    done(&hooked.git(&["rm", "--quiet", "keys.md"]));
    hooked.assert_refused(&hooked.git(&["commit", "-m", "change"]), "link-broken");
}

#[test]
fn an_overdue_review_elsewhere_stops_no_commit_and_the_full_hook_tells_of_it() {
    let Some(hooked) = Hooked::new() else { return };
    hooked.tree.write("keys.md", &SOUND.replace("2099-06-01", "2020-06-01"));
    done(&hooked.git(&["add", "keys.md"]));
    done(&hooked.git(&["commit", "--no-verify", "--quiet", "-m", "old"]));
    hooked.tree.write("access.md", &SOUND.replace("a safe", "the safe"));
    done(&hooked.git(&["commit", "-a", "-m", "change"]));
    let full = hooked.run(&["run", "--hook-stage", "manual", "clauselint-full"]);
    assert_eq!(full.code, 1, "{full:?}");
    assert!(full.out.contains("review-overdue"), "{full:?}");
}

// ------------------------------------------------------------------------------------------------------------------ scripts

/// Runs the check of the action as GitHub does.
fn action(tree: &Tree, inputs: &[(&str, &str)]) -> (Run, String, String) {
    let out = Tree::new().file("summary", "before\n").file("output", "");
    let mut command = command(tree, "bash");
    command.arg(Path::new(ROOT).join("gates/check.sh")).env("GITHUB_STEP_SUMMARY", out.path().join("summary"));
    command
        .env("GITHUB_OUTPUT", out.path().join("output"))
        .env("GITHUB_WORKSPACE", tree.path().canonicalize().unwrap());
    command.env("RUNNER_TEMP", out.path()).env("CLAUSELINT_AS_OF", tree::DAY).envs(inputs.iter().copied());
    let run = Run::of(&mut command);
    assert_eq!(out.names(), ["output", "summary"], "nothing is left behind");
    (run, out.read("summary"), out.read("output"))
}

#[test]
fn the_action_annotates_writes_a_summary_and_names_its_file() {
    let tree = repository();
    tree.write("access.md", FAULTY);
    let (run, summary, output) = action(&tree, &[]);
    assert_eq!(run.code, 0, "the last step fails, not this one: {run:?}");
    assert!(
        run.out.contains("::error file=access.md,line=3,endLine=3,col=14,endColumn=24,title=date-impossible::"),
        "{run:?}"
    );
    assert!(summary.starts_with("before\n## clauselint\n") && summary.contains("**1 error**"), "{summary}");
    assert_eq!(output, "exit-code=1\nsarif-file=clauselint.sarif\n");
    let sarif: Value = serde_json::from_str(&tree.read("clauselint.sarif")).unwrap();
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 1);
    let (_, _, output) = action(&tree, &[("CLAUSELINT_PATH", "keys.md"), ("CLAUSELINT_SARIF_FILE", "out put.sarif")]);
    assert_eq!(output, "exit-code=0\nsarif-file=out put.sarif\n");
}

#[test]
fn the_action_says_when_nothing_could_be_checked() {
    let tree = repository();
    tree.write("clauselint.toml", "[rules.`rm -rf x`]\n");
    let (run, summary, output) = action(&tree, &[]);
    assert!(run.out.contains("::error title=clauselint::the documents could not be checked (exit code 2)"), "{run:?}");
    assert!(run.err.contains("clauselint.toml"), "{run:?}");
    assert!(summary.contains("could not be checked"), "{summary}");
    assert_eq!(output, "exit-code=2\n");
    let (_, _, output) = action(&tree, &[("CLAUSELINT_FAIL_ON", "$(touch broken)")]);
    assert_eq!(output, "exit-code=2\n");
    assert!(!tree.names().contains(&"broken".to_owned()));
}

#[test]
fn the_action_reports_what_changed_since_the_base_of_a_pull_request() {
    let tree = repository();
    tree.write("keys.md", &SOUND.replace("2099-06-01", "2020-06-01"));
    done(&git(&tree, &["commit", "--quiet", "-a", "-m", "old"]));
    let base = git(&tree, &["rev-parse", "HEAD"]).out.trim().to_owned();
    tree.write("access.md", &SOUND.replace("a safe", "the safe"));
    done(&git(&tree, &["commit", "--quiet", "-a", "-m", "typing error"]));
    let (run, _, output) = action(&tree, &[("CLAUSELINT_CHANGED_SINCE", &base)]);
    assert!(output.starts_with("exit-code=0\n"), "{run:?}");
    tree.write("access.md", FAULTY);
    done(&git(&tree, &["commit", "--quiet", "-a", "-m", "fault"]));
    let (run, _, output) = action(&tree, &[("CLAUSELINT_CHANGED_SINCE", &base)]);
    assert!(output.starts_with("exit-code=1\n"), "{run:?}");
    let (_, _, output) = action(&tree, &[("CLAUSELINT_CHANGED_SINCE", "--upload-pack=x")]);
    assert_eq!(output, "exit-code=2\n");
}

/// The lines that a job of the GitLab template runs, joined as GitLab does.
fn job(python: &Path, name: &str) -> String {
    let script = "import sys, yaml\n\
                  jobs = yaml.safe_load(open(sys.argv[1]))\n\
                  print('set -eo pipefail')\n\
                  print('\\n'.join(jobs[sys.argv[2]]['script']))";
    let template = Path::new(ROOT).join("gates/gitlab-ci.yml");
    let output = Command::new(python).args(["-c", script]).arg(template).arg(name).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_jobs_of_gitlab_leave_their_reports_and_fail_for_what_changed() {
    let Some(python) = program("python") else { return };
    let tree = repository();
    tree.write("keys.md", FAULTY);
    done(&git(&tree, &["commit", "--quiet", "-a", "-m", "old fault"]));
    let base = git(&tree, &["rev-parse", "HEAD"]).out.trim().to_owned();
    let run = |name: &str| {
        let mut command = command(&tree, "bash");
        command.args(["-c", &job(&python, name)]).env("CI_MERGE_REQUEST_DIFF_BASE_SHA", &base);
        Run::of(command.env("CLAUSELINT_ARGUMENTS", format!("--as-of {}", tree::DAY)))
    };
    let issues = || serde_json::from_str::<Value>(&tree.read("gl-code-quality-report.json")).unwrap();
    let full = run("clauselint:full");
    assert_eq!(full.code, 1, "{full:?}");
    assert_eq!(issues().as_array().unwrap().len(), 1);
    assert!(tree.read("clauselint.junit.xml").contains("<failure"));
    let changes = run("clauselint:changes");
    assert_eq!(changes.code, 0, "nothing was changed: {changes:?}");
    assert_eq!(issues().as_array().unwrap().len(), 1, "the report holds everything all the same");
    assert!(!tree.read("clauselint.junit.xml").contains("<failure"));
    tree.write("access.md", FAULTY);
    done(&git(&tree, &["commit", "--quiet", "-a", "-m", "new fault"]));
    assert_eq!(run("clauselint:changes").code, 1);
    tree.write("clauselint.toml", "packs = 1\n");
    assert_eq!(run("clauselint:changes").code, 2);
}

// --------------------------------------------------------------------------------------------------------------- what is copied

#[test]
fn what_is_ready_to_copy_fits_the_published_schemas() {
    let Some(check) = program("check-jsonschema") else { return };
    let valid = |schema: &str, file: &Path| {
        let schema = format!("vendor.{schema}");
        let output = Command::new(&check).args(["--builtin-schema", &schema]).arg(file).output().unwrap();
        assert!(output.status.success(), "{}: {output:?}", file.display());
    };
    valid("github-actions", &Path::new(ROOT).join("action.yml"));
    valid("gitlab-ci", &Path::new(ROOT).join("gates/gitlab-ci.yml"));
    let text = std::fs::read_to_string(Path::new(ROOT).join("gates/README.md")).unwrap();
    let tree = Tree::new();
    let mut blocks = 0;
    for block in text.split("```yaml file=").skip(1) {
        let (path, rest) = block.split_once('\n').unwrap();
        tree.write(path, rest.split("\n```").next().unwrap());
        let file = tree.path().join(path);
        match path {
            ".gitlab-ci.yml" => valid("gitlab-ci", &file),
            ".pre-commit-config.yaml" => {
                let Some(pre_commit) = program("pre-commit") else { continue };
                done(&Run::of(command(&tree, &pre_commit).args(["validate-config", path])));
            }
            _ => valid("github-workflows", &file),
        }
        blocks += 1;
    }
    assert_eq!(blocks, 4);
    if let Some(pre_commit) = program("pre-commit") {
        let manifest = Path::new(ROOT).join(".pre-commit-hooks.yaml");
        done(&Run::of(command(&tree, &pre_commit).arg("validate-manifest").arg(manifest)));
    }
}

#[test]
fn the_scripts_are_well_formed() {
    for script in ["install.sh", "check.sh"] {
        let output = Command::new("bash").arg("-n").arg(Path::new(ROOT).join("gates").join(script)).output().unwrap();
        assert!(output.status.success(), "{script}: {output:?}");
    }
    let tree = Tree::new();
    let installed = Run::of(command(&tree, "bash").arg(Path::new(ROOT).join("gates/install.sh")));
    assert!(
        installed.code == 0 && installed.out.starts_with("clauselint "),
        "what is there is not built again: {installed:?}"
    );
}
