//! The README is run: files that it shows are written, its console blocks are executed in their order, and what they print must
//! be what it says. Everything happens in a temporary copy.
//!
//! - A block whose info string has `file=PATH` is that file.
//! - A `console` block has commands behind `$ ` and the expected output below each; a line `...` stands for any lines.
//! - `cargo run --release --` is the built binary. Other uses of `cargo` are not run, and have no output to compare.
//!
//! `UPDATE=1 cargo test --test readme` writes what the commands print today into blocks without `...`.

use std::fs;
use std::path::Path;
use std::process::Command;

const BINARY: &str = env!("CARGO_BIN_EXE_clauselint");
const ROOT: &str = env!("CARGO_MANIFEST_DIR");

#[test]
fn the_readme_shows_what_the_program_does() {
    let readme = Path::new(ROOT).join("README.md");
    let text = fs::read_to_string(&readme).expect("the README can be read");
    let folder = tempfile::tempdir().expect("a temporary folder");
    copy(&Path::new(ROOT).join("docs-example"), &folder.path().join("docs-example"));
    let is_update = std::env::var_os("UPDATE").is_some();
    let mut commands = 0;
    let mut written = String::new();
    let mut wrong = String::new();
    for part in parts(&text) {
        match part {
            Part::Other(lines) => written.push_str(lines),
            Part::File { path, content, lines } => {
                let file = folder.path().join(path);
                fs::create_dir_all(file.parent().expect("a file has a folder")).expect("the folder can be made");
                fs::write(file, content).expect("the file can be written");
                written.push_str(lines);
            }
            Part::Step { command, expected } => {
                commands += 1;
                let printed = run(&command, folder.path());
                if !matches(&lines(&expected), &lines(&printed)) {
                    wrong.extend(["\n$ ", &command, "\n--- README\n", &expected, "--- program\n", &printed]);
                }
                let kept = if expected.lines().any(|line| line == "...") { &expected } else { &printed };
                written.extend(["$ ", &command, "\n", kept]);
            }
        }
    }
    assert!(commands > 0, "the README has no console block");
    if is_update {
        fs::write(readme, written).expect("the README can be written");
    } else {
        assert!(wrong.is_empty(), "the README is not true (UPDATE=1 rewrites it):\n{wrong}");
    }
}

#[test]
fn the_readme_names_the_two_commands_that_do_everything() {
    let text = fs::read_to_string(Path::new(ROOT).join("README.md")).expect("the README can be read");
    let commands: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("$ ")).collect();
    assert!(commands.contains(&"cargo run --release -- check docs-example --as-of 2026-11-30"));
    assert!(commands.contains(&"cargo test"));
}

#[test]
fn a_line_of_dots_stands_for_any_lines() {
    assert!(matches(&["a", "...", "d"], &["a", "b", "c", "d"]));
    assert!(matches(&["...", "d"], &["d"]));
    assert!(matches(&["a", "..."], &["a"]));
    assert!(!matches(&["a", "...", "d"], &["a", "b"]));
    assert!(!matches(&["a"], &["a", "b"]));
}

/// A piece of the README.
enum Part<'a> {
    /// Text, fences, and blocks that are only looked at.
    Other(&'a str),
    /// A block that is a file.
    File { path: &'a str, content: String, lines: &'a str },
    /// One command with what it should print.
    Step { command: String, expected: String },
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let Some(info) = line.trim_end().strip_prefix("```") else {
            parts.push(Part::Other(line));
            continue;
        };
        parts.push(Part::Other(line));
        let mut block = Vec::new();
        while let Some(line) = lines.next_if(|line| line.trim_end() != "```") {
            block.push(line);
        }
        let start = block.first().map_or(0, |first| first.as_ptr() as usize - text.as_ptr() as usize);
        let content = block.concat();
        let whole = &text[start..start + content.len()];
        if let Some(path) = info.split_whitespace().find_map(|word| word.strip_prefix("file=")) {
            parts.push(Part::File { path, content, lines: whole });
        } else if info == "console" {
            parts.extend(steps(&block));
        } else {
            parts.push(Part::Other(whole));
        }
        parts.extend(lines.next().map(Part::Other));
    }
    parts
}

fn steps<'a>(block: &[&'a str]) -> Vec<Part<'a>> {
    let mut steps: Vec<Part<'_>> = Vec::new();
    for line in block {
        if let Some(command) = line.strip_prefix("$ ") {
            steps.push(Part::Step { command: command.trim_end().to_owned(), expected: String::new() });
        } else if let Some(Part::Step { expected, .. }) = steps.last_mut() {
            expected.push_str(line);
        } else {
            panic!("a console block begins with a command, not with {line:?}");
        }
    }
    steps
}

/// What a command prints, standard error behind standard output.
fn run(command: &str, folder: &Path) -> String {
    let command = command.replace("cargo run --release --", "clauselint");
    if command.starts_with("cargo ") {
        return String::new();
    }
    let binaries = Path::new(BINARY).parent().expect("the binary lies in a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    let output = Command::new("sh")
        .args(["-c", &command])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", binaries.display()))
        .env("HOME", folder)
        .env("NO_COLOR", "1")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("COLUMNS")
        .output()
        .expect("a shell");
    let mut printed = String::from_utf8(output.stdout).expect("the output is UTF-8");
    printed.push_str(&String::from_utf8_lossy(&output.stderr));
    printed
}

fn lines(text: &str) -> Vec<&str> {
    text.trim_end().lines().map(str::trim_end).collect()
}

fn matches(expected: &[&str], printed: &[&str]) -> bool {
    match (expected.split_first(), printed.split_first()) {
        (None, None) => true,
        (Some((&"...", rest)), _) => (0..=printed.len()).any(|skipped| matches(rest, &printed[skipped..])),
        (Some((first, expected)), Some((line, printed))) => first == line && matches(expected, printed),
        _ => false,
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder can be made");
    for entry in fs::read_dir(from).expect("the folder can be read") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("the file can be copied");
        }
    }
}
