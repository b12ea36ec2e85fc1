//! Files and trees that somebody prepared, or that went wrong: no input stops a run, and no output steers a terminal.

#![allow(clippy::unwrap_used, reason = "what fails to be set up fails the test")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use clauselint::document::{Document, ReadOptions};
use clauselint::source::Source;
use clauselint::vocabulary::Vocabulary;
use tempfile::TempDir;

/// What the checks say of every file of `fixtures/hostile`; a file that is not named has no finding.
const FINDINGS: &str = r"
alias-bomb.md:3:8: warning[front-matter-indirect] alias `*a` is not expanded
alias-bomb.md:3:12: warning[front-matter-indirect] alias `*a` is not expanded
alias-bomb.md:3:16: warning[front-matter-indirect] alias `*a` is not expanded
alias-bomb.md:3:20: warning[front-matter-indirect] alias `*a` is not expanded
alias-bomb.md:3:24: warning[front-matter-indirect] alias `*a` is not expanded
alias-bomb.md:3:28: warning[front-matter-indirect] alias `*a` is not expanded
alias-bomb.md:3:32: warning[front-matter-indirect] alias `*a` is not expanded
alias-bomb.md:3:36: warning[front-matter-indirect] alias `*a` is not expanded
alias-bomb.md:3:40: warning[front-matter-indirect] alias `*a` is not expanded
alias-bomb.md:4:8: warning[front-matter-indirect] alias `*b` is not expanded
alias-bomb.md:4:12: warning[front-matter-indirect] alias `*b` is not expanded
alias-bomb.md:4:16: warning[front-matter-indirect] alias `*b` is not expanded
alias-bomb.md:4:20: warning[front-matter-indirect] alias `*b` is not expanded
alias-bomb.md:4:24: warning[front-matter-indirect] alias `*b` is not expanded
alias-bomb.md:4:28: warning[front-matter-indirect] alias `*b` is not expanded
alias-bomb.md:4:32: warning[front-matter-indirect] alias `*b` is not expanded
alias-bomb.md:4:36: warning[front-matter-indirect] alias `*b` is not expanded
alias-bomb.md:4:40: warning[front-matter-indirect] alias `*b` is not expanded
alias-bomb.md:5:8: warning[front-matter-indirect] alias `*c` is not expanded
alias-bomb.md:5:12: warning[front-matter-indirect] alias `*c` is not expanded (52 more in this document)
carriage-return-line-feed.md:13:11: warning[table-cells-lost] table row has more cells than the 2 columns of its table
cut-off.md:1:9: error[file-unreadable] byte `0xF0` at offset 8 is not UTF-8
front-matter-list.md:2:1: error[front-matter-invalid] front matter is no mapping of keys to values
front-matter-unclosed-json.md:1:1: error[front-matter-unclosed] front matter opens here and never closes
front-matter-unclosed-toml.md:1:1: error[front-matter-unclosed] front matter opens here and never closes
front-matter-unclosed.md:1:1: error[front-matter-unclosed] front matter opens here and never closes
merge-key.md:4:1: warning[front-matter-indirect] merge key `<<` is not expanded
not-utf8-late.md:7:2: error[file-unreadable] byte `0xE4` at offset 32 is not UTF-8
nul.md:7:5: error[file-unreadable] the text has a NUL character
overlong.md:1:9: error[file-unreadable] byte `0xC0` at offset 8 is not UTF-8
surrogate.md:1:9: error[file-unreadable] byte `0xED` at offset 8 is not UTF-8
tags.md:2:8: warning[front-matter-indirect] tag `!!python/object/apply:os.system` is not interpreted
tags.md:3:8: warning[front-matter-indirect] tag `!secret` is not interpreted
utf16.md:1:1: error[file-unreadable] byte `0xFF` at offset 0 is not UTF-8; the file looks like UTF-16
";

#[test]
fn every_hostile_file_is_reported_where_it_is_wrong() {
    let tree = tree(&[]);
    copy_fixtures(tree.path());
    fs::remove_file(tree.path().join("steering.md")).unwrap();
    let output = run(tree.path(), &["check", "--format", "concise"]);
    let seen = String::from_utf8(output.stdout).unwrap();
    assert_eq!(seen.trim(), FINDINGS.trim(), "\n--- seen ---\n{seen}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn no_output_steers_a_terminal() {
    let named: &[(&str, &str)] = &[
        ("a\u{1b}[31m\u{202e}b.md", "# A\n\n[gone](c.md)\n"),
        ("d\u{9b}\u{7}/e\u{200b}.md", "---\nowner: [\n---\n"),
        ("f\r\n.md", "---\nowner: Kim\nnext_review: 2020-01-01\n---\n"),
    ];
    let tree = tree(named);
    copy_fixtures(tree.path());
    for arguments in [
        &["check"][..],
        &["check", "--color", "never", "--verbose"],
        &["check", "--format", "concise"],
        &["check", "--format", "json"],
        &["inspect", "."],
        &["inspect", ".", "--format", "json"],
    ] {
        let output = run(tree.path(), arguments);
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(text.len() > 1000, "{arguments:?} says nothing");
        let is_json = arguments.contains(&"json");
        let line = text.lines().find(|line| line.chars().any(|c| steers(c, is_json)));
        assert_eq!(line, None, "{arguments:?}");
        if is_json {
            serde_json::from_str::<serde_json::Value>(&text).unwrap();
        }
    }
}

/// In JSON only what JSON itself demands to be escaped is looked at.
fn steers(character: char, is_json: bool) -> bool {
    let is_mark =
        matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    if is_json { character.is_ascii_control() && character != '\u{7f}' } else { character.is_control() || is_mark }
}

#[test]
fn a_coloured_output_has_no_escapes_but_its_own() {
    let tree = tree(&[("a\u{1b}[31mb.md", "# A\n\n[gone](c\u{1b}[5m.md)\n")]);
    copy_fixtures(tree.path());
    for format in ["terminal", "concise"] {
        let output = run(tree.path(), &["check", "--color", "always", "--format", format]);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains('\u{1b}'));
        for foreign in ["\u{1b}[31mb.md", "\u{1b}[31mmps", "\u{1b}[5m", "\u{1b}]0;", "\u{1b}[2J", "\u{9b}", "\u{7}"] {
            assert!(!text.contains(foreign), "{format}: {foreign:?}");
        }
    }
}

#[test]
fn a_thousand_documents_of_one_id_are_told_once_each() {
    let tree = tree(&[]);
    for number in 0..1000 {
        fs::write(
            tree.path().join(format!("{number:04}.md")),
            "---\nid: X\nowner: Kim\nnext_review: 2027-05-05\n---\n\n# A\n",
        )
        .unwrap();
    }
    let output = run(tree.path(), &["check", "--format", "concise"]);
    let seen = String::from_utf8(output.stdout).unwrap();
    assert_eq!(seen.lines().filter(|line| line.contains("[duplicate-id]")).count(), 999, "{seen}");
    assert_eq!(seen.lines().count(), 999);
}

#[test]
fn nesting_and_length_have_no_limit_that_panics() {
    let deep = 20_000;
    let numbered = |count: usize, line: fn(usize) -> String| (0..count).map(line).collect::<String>();
    let texts = [
        ("quotes", format!("{} x\n", ">".repeat(deep))),
        ("quotes on lines", "> > > > x\n".repeat(deep)),
        ("brackets", "[".repeat(deep)),
        ("closed brackets", format!("{}x{}", "[".repeat(deep), "]".repeat(deep))),
        ("links", "[a](".repeat(deep)),
        ("images", "![".repeat(deep)),
        ("lists", format!("{}x\n", "- ".repeat(deep))),
        ("numbered lists", format!("{}x\n", "1. ".repeat(deep))),
        ("emphasis", format!("{}x{}", "*a_".repeat(deep), "_b*".repeat(deep))),
        ("stars", format!("{}x", "**".repeat(deep))),
        ("code marks", (1..400).map(|count| "`".repeat(count) + " ").collect()),
        ("tags", "<a ".repeat(deep)),
        ("comments", "<!-- ".repeat(deep)),
        ("declarations", "<!A ".repeat(deep)),
        ("references", numbered(deep, |n| format!("[a{n}]: b\n"))),
        ("one reference", format!("[a]: b\n\n{}", "[a]".repeat(deep))),
        ("footnotes", numbered(deep, |n| format!("[^{n}]\n\n[^{n}]: x\n\n"))),
        ("headings", "# Scope\n".repeat(100_000)),
        ("levels", "# A\n## B\n### C\n#### D\n##### E\n###### F\n".repeat(deep / 6)),
        ("headings in html", "<h1>Scope</h1>\n".repeat(deep)),
        ("unclosed headings in html", "<h1>".repeat(deep)),
        ("lines in bold", "**Scope**\n\n".repeat(deep / 10)),
        ("one line", "word ".repeat(2_000_000)),
        ("one line of a table", format!("|{}\n|{}\n|{}\n", "a|".repeat(deep), "-|".repeat(deep), "b|".repeat(deep))),
        ("rows of a table", format!("|Owner|Status|\n|-|-|\n{}", "|a|b|c|\n".repeat(deep))),
        ("labels", "**Owner:** a | ".repeat(deep)),
        ("lines of labels", "**Owner:** a\n".repeat(deep / 4)),
        ("colons", "Owner: ".repeat(deep)),
        ("histories", "## History\n\n|Version|Date|Author|\n|-|-|-|\n|1|2026-01-01|a|\n\n".repeat(deep / 10)),
        (
            "rows of a history",
            format!("## History\n\n|Version|Date|Author|\n|-|-|-|\n{}", "|1|2026-01-01|a|\n".repeat(deep)),
        ),
        ("templates", "{{ <% {% ".repeat(deep)),
        ("placeholders", "TBD [NAME] ".repeat(deep)),
        ("yaml flow", format!("---\na: {}\n---\n", "[".repeat(deep))),
        ("yaml mappings", format!("---\na: {}\n---\n", "{b: ".repeat(deep))),
        ("yaml indentation", format!("---\n{}---\n", numbered(1000, |n| format!("{}a:\n", " ".repeat(n))))),
        ("yaml keys", format!("---\n{}---\n", numbered(deep, |n| format!("k{n}: v\n")))),
        ("one yaml key", format!("---\n{}---\n", "owner: v\n".repeat(deep / 4))),
        ("yaml errors", format!("---\n{}---\n", "a: b: c\n".repeat(deep))),
        ("yaml quotes", format!("---\n{}---\n", "a: \"\n".repeat(deep))),
        ("yaml without an end", format!("---\n{}", "a: b\n".repeat(deep))),
        ("yaml without a beginning", format!("{}---\n", "a: b\n".repeat(deep))),
        ("toml", format!("+++\n{}+++\n", "[[a.b]]\nc = 1\n".repeat(deep))),
        ("toml nesting", format!("+++\na = {}\n+++\n", "[".repeat(deep))),
        ("json", format!("{{\"a\": {}\n\n", "[".repeat(deep))),
        ("json without an end", "{\"a\":".repeat(deep)),
        ("marks", "\u{feff}".repeat(deep)),
        ("bars", "|".repeat(deep)),
        ("carriage returns", "# a\r".repeat(deep)),
        ("tabs", "\t".repeat(deep)),
        ("a long person", format!("---\nowner: {}\n---\n", "a, ".repeat(deep))),
        ("a long date", format!("---\nnext_review: {}\n---\n", "1-".repeat(deep))),
        ("a long version", format!("---\nversion: {}\n---\n", "1.".repeat(deep))),
        ("a long interval", format!("---\nreview_interval: {}\n---\n", "1 month ".repeat(deep / 4))),
        ("a long state", format!("---\nstatus: {}\n---\n", "draft ".repeat(deep / 4))),
        ("a long heading", format!("# {}\n", "scope and ".repeat(deep))),
    ];
    for (name, text) in texts {
        let length = text.len();
        let options = ReadOptions { code_block_metadata: true };
        let document = Document::parse(Source::new(name, text), Vocabulary::built_in(), options);
        let spans = document.fields.iter().map(|field| field.span).chain(document.body.sections.iter().map(|s| s.span));
        assert!(spans.into_iter().all(|span| span.end as usize <= length), "{name}");
    }
}

#[test]
fn findings_in_hostile_text_are_limited_and_written() {
    let deep = 2_000;
    let tree = tree(&[
        ("rows.md", &format!("**Owner:** a\n**Status:** b\n\n|a|\n|-|\n{}", "|b|c|\n".repeat(deep))),
        ("placeholders.md", &format!("---\nstatus: approved\nowner: a\n---\n\n{}", "TBD ".repeat(deep))),
        ("line.md", &format!("[gone](gone.md) {} [lost](lost.md)\n", "word ".repeat(200_000))),
        ("yaml.md", &format!("---\n{}---\n", "owner: a\n".repeat(deep))),
    ]);
    for format in ["terminal", "concise", "json"] {
        let output = run(tree.path(), &["check", "--format", format]);
        assert_eq!(output.status.code(), Some(1), "{format}");
        assert!(output.stdout.len() < 400_000, "{format}: {} bytes", output.stdout.len());
    }
}

#[cfg(unix)]
#[test]
fn links_pipes_and_locked_files_neither_stop_nor_hang_a_run() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let outside = tree(&[("secret.md", "# Secret\n")]);
    let tree = tree(&[("a/kept.md", "# Kept\n"), ("locked.md", "# Locked\n"), ("closed/in.md", "# In\n")]);
    let at = |name: &str| tree.path().join(name);
    symlink(".", at("a/self")).unwrap();
    symlink("loop.md", at("loop.md")).unwrap();
    symlink("there.md", at("here.md")).unwrap();
    symlink("here.md", at("there.md")).unwrap();
    symlink("../a", at("a/up")).unwrap();
    symlink("a/kept.md", at("alias.md")).unwrap();
    symlink(outside.path().join("secret.md"), at("out.md")).unwrap();
    symlink(outside.path(), at("away")).unwrap();
    assert!(Command::new("mkfifo").arg(at("pipe.md")).status().unwrap().success());
    fs::create_dir(at("folder.md")).unwrap();
    fs::set_permissions(at("locked.md"), fs::Permissions::from_mode(0o000)).unwrap();
    fs::set_permissions(at("closed"), fs::Permissions::from_mode(0o000)).unwrap();
    let is_locked_out = fs::File::open(at("locked.md")).is_err();

    let output = run(tree.path(), &["check", "--format", "concise"]);
    let json = run(tree.path(), &["inspect", ".", "--format", "json"]);
    fs::set_permissions(at("closed"), fs::Permissions::from_mode(0o755)).unwrap();

    let seen = String::from_utf8(output.stdout).unwrap();
    let rules: Vec<&str> = seen.lines().filter_map(|line| line.split(' ').next()).collect();
    let mut expected = vec!["out.md:1:1:", "pipe.md:1:1:"];
    if is_locked_out {
        expected.extend(["closed:1:1:", "locked.md:1:1:"]);
    }
    expected.sort_unstable();
    assert_eq!(rules, expected, "{seen}");
    assert!(seen.lines().all(|line| line.contains("error[file-unreadable]")), "{seen}");
    let json = String::from_utf8(json.stdout).unwrap();
    assert!(!json.contains("Secret") && json.contains("alias.md"), "{json}");
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_unicode_are_read_and_shown() {
    use std::os::unix::ffi::OsStrExt;
    let tree = tree(&[]);
    let name = std::ffi::OsStr::from_bytes(b"l\xe4mps.md");
    fs::write(tree.path().join(name), "# A\n\n[gone](gone.md)\n").unwrap();
    let output = run(tree.path(), &["check", "--format", "concise"]);
    let seen = String::from_utf8(output.stdout).unwrap();
    assert!(seen.starts_with("l\u{fffd}mps.md:3:8: warning[link-broken]"), "{seen}");
}

#[test]
fn standard_input_may_be_anything() {
    use std::io::Write as _;
    use std::process::Stdio;
    let tree = tree(&[]);
    for bytes in [&b""[..], b"\xff\xfe#\0", b"---\n", b"---\nowner: [\n---\n", b"\0\0\0", b"# A\n\n[b](c.md)\n"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_clauselint"))
            .args(["check", "--stdin-filename", "a.md", "--format", "json", "--as-of", "2026-11-30"])
            .current_dir(tree.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(bytes).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(matches!(output.status.code(), Some(0 | 1)), "{bytes:?}: {output:?}");
        serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap();
    }
}

#[test]
fn json_has_neither_c1_controls_nor_delete() {
    let tree = tree(&[("d\u{9b}2J/e\u{7f}.md", "# A\n\n[gone](no\u{9b}where.md)\n")]);
    for arguments in [&["check", "--format", "json"][..], &["inspect", ".", "--format", "json"]] {
        let text = String::from_utf8(run(tree.path(), arguments).stdout).unwrap();
        let line = text.lines().find(|line| line.chars().any(char::is_control));
        assert_eq!(line, None, "{arguments:?}");
    }
}

#[test]
fn errors_do_not_steer_a_terminal() {
    let stop = |files: &[(&str, &str)], arguments: &[&str]| {
        let tree = tree(files);
        let output =
            Command::new(env!("CARGO_BIN_EXE_clauselint")).args(arguments).current_dir(tree.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        let text = String::from_utf8(output.stderr).unwrap();
        assert!(!text.contains('\u{1b}'), "{text:?}");
    };
    let document = ("a.md", "# A\n");
    stop(&[document, ("clauselint.toml", "packs = [\"x\\u001b[31m\"]\n")], &["check"]);
    stop(&[document, ("clauselint.toml", "pack = [\"x\u{1b}[31m\"]\n")], &["check"]);
    stop(&[document], &["check", "x\u{1b}[31m"]);
    stop(&[document], &["check", "--select", "x\u{1b}[31m"]);
    stop(&[document], &["explain", "x\u{1b}[31m"]);
}

#[test]
fn a_folder_before_every_path_does_not_steer_a_terminal() {
    let tree = tree(&[("x\u{1b}[31m/clauselint.toml", ""), ("x\u{1b}[31m/a.md", "# A\n\n[gone](b.md)\n")]);
    for format in ["concise", "terminal"] {
        let output = run(tree.path(), &["check", "x\u{1b}[31m", "--format", format]);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("a.md:3:8") && !text.contains('\u{1b}'), "{text:?}");
    }
}

/// Editors show the metadata, so it must be read, or the line endings be told.
#[test]
fn metadata_with_old_line_endings_is_not_lost_in_silence() {
    let tree = tree(&[("a.md", "---\rowner:\rnext_review: 2020-01-01\r---\r\r# A\r\rText.\r")]);
    let output = run(tree.path(), &["check", "--format", "concise"]);
    assert!(!output.stdout.is_empty());
}

/// The byte is found faster by its line than by its offset in the file.
#[test]
fn bytes_that_are_not_utf8_have_a_line() {
    let tree = tree(&[]);
    fs::write(tree.path().join("a.md"), b"# A\n\nL\xe4mps\n").unwrap();
    let output = run(tree.path(), &["check", "--format", "concise"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("a.md:3:2: "), "{text}");
}

/// A NUL in the middle of a value is told once, and not as its beginning.
#[test]
fn a_nul_is_told_once() {
    let tree = tree(&[("a.md", "---\nowner: Lamp\0 Office\nnext_review: 2027-05-05\n---\n")]);
    let output = run(tree.path(), &["check", "--format", "concise"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.lines().count(), 1, "{text}");
}

#[test]
fn a_register_that_cannot_be_read_makes_nobody_unknown() {
    let policy = "---\ntitle: A\ntype: policy\nclassification: internal\nowner: Jane Doe\nnext_review: 2027-06-01\n---\n\n# A\n\n[who](roles.md#roles)\n";
    let config = "[people]\nregisters = [\"roles.md\"]\n";
    let said = |roles: &[u8]| {
        let folder = tree(&[("a.md", policy), ("clauselint.toml", config)]);
        fs::write(folder.path().join("roles.md"), roles).unwrap();
        let arguments = ["check", ".", "--format"];
        let concise = run(folder.path(), &[&arguments[..], &["concise"]].concat());
        let terminal = run(folder.path(), &[&arguments[..], &["terminal"]].concat());
        [concise, terminal].map(|output| String::from_utf8(output.stdout).unwrap())
    };
    let table = "# Roles\n\n| Name | Role |\n|---|---|\n| John Roe | Manager |\n";
    let [known, _] = said(table.as_bytes());
    assert!(known.contains("`owner` `Jane Doe` is not in the register of people"), "{known}");
    let [broken, summary] = said(&[table.as_bytes(), b"\xff"].concat());
    assert!(broken.contains("roles.md:6:1: error[file-unreadable]"), "{broken}");
    assert_eq!(broken.lines().count(), 1, "the file is told, and nothing that follows from it: {broken}");
    assert!(summary.contains("the register of people `roles.md` cannot be read"), "{summary}");
    let [other, summary] = said(b"# Roles\n\nJohn Roe is the manager.\n");
    assert!(!other.contains("not in the register"), "{other}");
    assert!(summary.contains("the register of people `roles.md` has no table with a name or a role"), "{summary}");
}

fn tree(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    folder
}

fn copy_fixtures(to: &Path) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/hostile");
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_clauselint"))
        .args(arguments)
        .args(["--as-of", "2026-11-30"])
        .current_dir(folder)
        .output()
        .unwrap();
    let mut said = String::new();
    write!(said, "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr)).unwrap();
    assert!(matches!(output.status.code(), Some(0 | 1)), "{said}");
    output
}
