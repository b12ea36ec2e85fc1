//! Facts of a history against the bare pass over it, and a staged change against a plain check: whole processes in turn, user and
//! system time of them and their children.
//!
//! `cargo bench --bench history -- [DOCUMENTS] [COMMITS] [DOCUMENTS IN A FOLDER]` makes a repository and compares. Alone it says:
//!
//! - `log`: `git log --name-only`;
//! - `base`: a check without rules on history;
//! - `check`: a plain check; `facts` is what it takes beyond `base`;
//! - `staged`: a check of one staged change.

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark prints, and stops where something is wrong")]

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// How often each command is run.
const ROUNDS: usize = 7;

fn main() {
    let mut numbers = std::env::args().filter_map(|argument| argument.parse::<usize>().ok());
    let documents = numbers.next().unwrap_or(3000);
    let commits = numbers.next().unwrap_or(10_000);
    let in_folder = numbers.next().unwrap_or(3000);
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    make(root, documents, commits, in_folder);
    let history = "changed-after-approval,version-without-approval,version-not-raised,version-lowered,review-date-moved-*,\
        review-dates-*,review-date-ahead-*,approver-only-author,record-removed-early,closed-record-altered";
    let check = ["check", "--quiet", "--fail-on", "error", "--as-of", "2026-11-30"];
    let program = env!("CARGO_BIN_EXE_clauselint");
    let commands: [(&str, &str, Vec<&str>); 4] = [
        ("log", "git", vec!["log", "--name-only"]),
        ("base", program, [&check[..], &["--ignore", history]].concat()),
        ("check", program, check.to_vec()),
        ("staged", program, [&check[..], &["--staged"]].concat()),
    ];
    let mut times: [Vec<Duration>; 4] = Default::default();
    for _ in 0..ROUNDS {
        for (times, (_, program, arguments)) in times.iter_mut().zip(&commands) {
            times.push(cpu(program, arguments, root));
        }
    }
    let medians: Vec<f64> = times.iter_mut().map(|times| median(times)).collect();
    println!("{documents} documents, {in_folder} in a folder, {commits} commits; median CPU of {ROUNDS} runs in turn");
    for ((name, ..), median) in commands.iter().zip(&medians) {
        println!("{name:<7} {median:.3} s");
    }
    println!("facts / log     {:.2}", (medians[2] - medians[1]) / medians[0]);
    println!("staged / check  {:.2}", medians[3] / medians[2]);
}

/// User and system time of a command and its children.
fn cpu(program: &str, arguments: &[&str], folder: &Path) -> Duration {
    let script = "\"$@\" > /dev/null 2>&1; times";
    let mut command = Command::new("bash");
    command.args(["-c", script, "bash", program]).args(arguments).current_dir(folder);
    let output = command.stderr(Stdio::null()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    // The second line is that of the children: `0m0.123s 0m0.045s`.
    let children = text.lines().nth(1).unwrap();
    children.split_whitespace().map(seconds).sum()
}

fn seconds(text: &str) -> Duration {
    let (minutes, seconds) = text.trim_end_matches('s').split_once('m').unwrap();
    Duration::from_secs_f64(minutes.parse::<f64>().unwrap() * 60.0 + seconds.parse::<f64>().unwrap())
}

fn median(times: &mut [Duration]) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64()
}

/// A document as it stands in a commit.
struct Policy {
    version: usize,
    reviewed: String,
    approved: String,
    paragraphs: Vec<String>,
}

/// Makes a repository in which half of the changes are of the text, and half only of a review date, and stages one change.
fn make(root: &Path, documents: usize, commits: usize, in_folder: usize) {
    let mut random = Random(7);
    let mut time = 1_600_000_000_u64;
    let first = day(time);
    let mut policies: Vec<Policy> = (0..documents)
        .map(|_| Policy {
            version: 0,
            reviewed: first.clone(),
            approved: first.clone(),
            paragraphs: (0..8).map(|_| random.paragraph()).collect(),
        })
        .collect();
    let mut stream = String::new();
    let all: Vec<usize> = (0..documents).collect();
    commit(&mut stream, time, 2, &all, &policies, in_folder);
    for _ in 1..commits {
        time += 17_000;
        let index = random.below(documents);
        let policy = &mut policies[index];
        policy.reviewed = day(time);
        if random.below(2) == 0 {
            policy.version += 1;
            policy.approved = day(time);
            let place = random.below(8);
            policy.paragraphs[place] = random.paragraph();
        }
        let author = random.below(3);
        commit(&mut stream, time, author, &[index], &policies, in_folder);
    }
    git(root, &["init", "-q", "-b", "main"], "");
    git(root, &["fast-import", "--quiet"], &stream);
    git(root, &["gc", "--quiet"], "");
    git(root, &["checkout", "-q", "main"], "");
    let changed = root.join(path(documents / 2, in_folder));
    let text = fs::read_to_string(&changed).unwrap() + "\nOne more sentence.\n";
    fs::write(changed, text).unwrap();
    git(root, &["add", "."], "");
}

fn git(root: &Path, arguments: &[&str], input: &str) {
    let mut child = Command::new("git").arg("-C").arg(root).args(arguments).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success(), "git {arguments:?}");
}

fn commit(stream: &mut String, time: u64, author: usize, changed: &[usize], policies: &[Policy], in_folder: usize) {
    let author =
        ["Jane Doe <jane@example.org>", "John Roe <john@example.org>", "Mary Major <mary@example.org>"][author];
    write!(
        stream,
        "commit refs/heads/main\nauthor {author} {time} +0000\ncommitter {author} {time} +0000\ndata 7\nchange\n\n"
    )
    .unwrap();
    for &index in changed {
        let policy = &policies[index];
        let text = format!(
            "---\nid: DOC-{index:05}\ntitle: Policy {index}\ntype: policy\nclassification: internal\nstatus: approved\nversion: 1.{}\n\
             owner: Jane Doe\napproved_by: Mary Major\napproved_on: {}\nlast_reviewed: {}\nreview_interval: 12 months\n---\n\n\
             # Policy {index}\n\n## Purpose\n\n{}\n",
            policy.version,
            policy.approved,
            policy.reviewed,
            policy.paragraphs.join("\n\n")
        );
        write!(stream, "M 100644 inline {}\ndata {}\n{text}\n", path(index, in_folder), text.len()).unwrap();
    }
}

fn path(index: usize, in_folder: usize) -> String {
    format!("docs/area-{:02}/policy-{index:05}.md", index / in_folder)
}

fn day(time: u64) -> String {
    let date = jiff::civil::date(1970, 1, 1) + jiff::ToSpan::days(i64::try_from(time / 86_400).unwrap());
    date.to_string()
}

/// The same numbers on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    fn paragraph(&mut self) -> String {
        const WORDS: [&str; 24] = [
            "access",
            "control",
            "is",
            "given",
            "by",
            "the",
            "owner",
            "of",
            "a",
            "system",
            "after",
            "request",
            "and",
            "review",
            "each",
            "year",
            "staff",
            "follow",
            "procedure",
            "service",
            "level",
            "supplier",
            "change",
            "risk",
        ];
        let words: Vec<&str> = (0..60).map(|_| WORDS[self.below(WORDS.len())]).collect();
        words.join(" ") + "."
    }
}
