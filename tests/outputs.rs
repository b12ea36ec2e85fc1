//! Every format for programs, on one set of awkward findings: it fits its schema, its real reader understands it, nothing in it
//! steers a terminal, and the same run gives the same bytes.
//!
//! Readers from the Python index are looked for in the folder that `CLAUSELINT_VENV` names; where there is none, a line says what is skipped.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod awkward;
mod tree;

use std::collections::HashSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use awkward::Awkward;
use clauselint::finding::Severity;
use clauselint::output::{concise, csv, github, gitlab, json, junit, markdown, rdjson, sarif, style::Style, terminal};
use serde_json::Value;
use tree::Tree;

type Bytes = Vec<u8>;

const FORMATS: [&str; 10] =
    ["terminal", "concise", "json", "sarif", "junit", "github", "gitlab", "rdjson", "csv", "markdown"];

/// Every format with its name.
fn all(awkward: &Awkward) -> impl Iterator<Item = (&'static str, Bytes)> {
    FORMATS.into_iter().map(|format| (format, written(awkward, format)))
}

fn written(awkward: &Awkward, format: &str) -> Bytes {
    let run = awkward.run();
    let layout = terminal::Layout {
        prefix: "",
        style: Style::Plain,
        width: 100,
        is_quiet: false,
        is_verbose: true,
        left_out: &[],
    };
    let mut out = Vec::new();
    match format {
        "terminal" => terminal::write(&mut out, run.report, run.repository, layout),
        "concise" => concise::write(&mut out, run.report, "", Style::Plain),
        "json" => json::write(&mut out, run.report),
        "sarif" => sarif::write(&mut out, run),
        "junit" => junit::write(&mut out, run),
        "github" => github::write(&mut out, run),
        "gitlab" => gitlab::write(&mut out, run),
        "rdjson" => rdjson::write(&mut out, run),
        "csv" => csv::write(&mut out, run),
        _ => markdown::write(&mut out, run),
    }
    .unwrap();
    out
}

fn one(awkward: &Awkward, format: &str) -> String {
    String::from_utf8(written(awkward, format)).unwrap()
}

fn parsed(awkward: &Awkward, format: &str) -> Value {
    serde_json::from_str(&one(awkward, format)).unwrap()
}

#[test]
fn nothing_in_any_format_steers_a_terminal() {
    for (format, bytes) in all(&Awkward::new(1)) {
        let text = String::from_utf8(bytes).unwrap_or_else(|error| panic!("{format}: {error}"));
        let is_blank = |c: char| matches!(c, '\n' | '\t') || (c == '\r' && format == "csv");
        let steering: Vec<char> =
            text.chars().filter(|c| clauselint::output::is_steering(*c) && !is_blank(*c)).collect();
        assert!(steering.is_empty(), "{format}: {steering:?}");
    }
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    let (one, other) = (Awkward::new(3), Awkward::new(3));
    let (first, second) = (all(&one), all(&other));
    for ((format, first), (_, second)) in first.zip(second) {
        assert!(first == second, "{format}");
    }
}

#[test]
fn nothing_at_all_is_written_well() {
    let none = Awkward::new(0);
    assert_valid("sarif-2.1.0.json", &parsed(&none, "sarif"));
    assert_valid("gitlab-code-quality.json", &parsed(&none, "gitlab"));
    assert_valid("rdjson.json", &parsed(&none, "rdjson"));
    assert_eq!(one(&none, "csv").lines().count(), 1);
    assert_eq!(one(&none, "github"), "::notice title=clauselint::no findings\n");
}

// ------------------------------------------------------------------------------------------------------------------ SARIF

#[test]
fn sarif_fits_its_schema_and_says_what_is_suppressed() {
    let awkward = Awkward::new(1);
    let value = parsed(&awkward, "sarif");
    assert_valid("sarif-2.1.0.json", &value);
    let run = &value["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), awkward.number() - awkward.deferred());
    let suppressed: Vec<_> = results.iter().filter_map(|result| result["suppressions"].get(0)).collect();
    assert_eq!(suppressed.len(), awkward.set_aside() - awkward.deferred());
    for suppression in suppressed {
        assert!(!suppression["justification"].as_str().unwrap().is_empty());
    }
    for result in results {
        let rule = run["tool"]["driver"]["rules"]
            .get(usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap())
            .unwrap();
        assert_eq!(rule["id"], result["ruleId"]);
        let Some(location) = result["locations"].get(0) else { continue };
        let place = &location["physicalLocation"]["artifactLocation"];
        let uri = place["uri"].as_str().unwrap();
        assert!(uri.starts_with("docs/") && !uri.contains([':', '%']) || uri.contains("%20"), "{uri}");
        assert_eq!(place["uriBaseId"], "SRCROOT");
        assert!(!result["message"]["text"].as_str().unwrap().contains("]("), "a text becomes no link");
    }
    let without = results.iter().filter(|result| result.get("locations").is_none()).count();
    assert_eq!(without, awkward.without_place());
}

#[test]
fn sarif_relates_rules_to_the_clauses_of_a_taxonomy() {
    let value = parsed(&Awkward::new(1), "sarif");
    let run = &value["runs"][0];
    let taxa = run["taxonomies"][0]["taxa"].as_array().unwrap();
    assert_eq!(run["taxonomies"][0]["name"], "iso20000-1");
    let known: HashSet<&str> = taxa.iter().map(|taxon| taxon["id"].as_str().unwrap()).collect();
    let mut relations = 0;
    for rule in run["tool"]["driver"]["rules"].as_array().unwrap() {
        assert!(!rule["help"]["text"].as_str().unwrap().is_empty());
        for relation in rule["relationships"].as_array().unwrap() {
            relations += 1;
            assert!(known.contains(relation["target"]["id"].as_str().unwrap()), "{relation}");
            assert_eq!(relation["target"]["toolComponent"]["index"], 0);
        }
    }
    assert!(relations > 20, "{relations}");
}

#[test]
fn sarif_keeps_within_the_limits_of_github_and_says_what_it_cut() {
    let many = Awkward::of_number(30_000);
    let value = parsed(&many, "sarif");
    let run = &value["runs"][0];
    assert_eq!(run["results"].as_array().unwrap().len(), 25_000);
    let said = run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].as_str().unwrap();
    let judged = many.number() - many.deferred();
    let cut = judged - 25_000;
    assert!(said.starts_with(&format!("{cut} of {judged} results are left out")), "{said}");
    let errors = |value: &Value| value["level"] == "error" && value.get("suppressions").is_none();
    let kept = run["results"].as_array().unwrap().iter().filter(|result| errors(result)).count();
    assert_eq!(kept, many.open(Severity::Error), "the most severe ones are kept");
}

// ------------------------------------------------------------------------------------------------------------------ others

#[test]
fn gitlab_fits_its_schema_with_fingerprints_of_their_own() {
    let awkward = Awkward::new(2);
    let value = parsed(&awkward, "gitlab");
    assert_valid("gitlab-code-quality.json", &value);
    let issues = value.as_array().unwrap();
    assert_eq!(issues.len(), awkward.number() - awkward.deferred());
    let fingerprints: HashSet<&str> = issues.iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(fingerprints.len(), issues.len());
}

#[test]
fn rdjson_fits_its_schema_and_counts_bytes() {
    let awkward = Awkward::new(1);
    let value = parsed(&awkward, "rdjson");
    assert_valid("rdjson.json", &value);
    let diagnostics = value["diagnostics"].as_array().unwrap();
    assert_eq!(diagnostics.len(), awkward.number() - awkward.set_aside());
    let of_emoji = diagnostics.iter().filter(|one| one["location"]["path"] == "docs/a emoji.md");
    let columns: Vec<_> = of_emoji.map(|one| one["location"]["range"]["start"]["column"].as_u64().unwrap()).collect();
    assert!(columns.contains(&awkward::EMOJI_COLUMN_IN_BYTES), "{columns:?}");
}

#[test]
fn csv_has_a_row_for_each_finding_and_no_formula() {
    let awkward = Awkward::new(1);
    let text = one(&awkward, "csv");
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<::csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
    assert_eq!(rows.len(), awkward.number());
    for cell in rows.iter().flat_map(::csv::StringRecord::iter) {
        assert!(!cell.trim_start().starts_with(['=', '+', '-', '@', '\t']), "{cell:?}");
        assert!(!cell.contains(['\n', '\r']), "{cell:?}");
    }
    let dispositions: HashSet<&str> = rows.iter().map(|row| row.get(9).unwrap()).collect();
    assert_eq!(dispositions, HashSet::from(["open", "waived", "baselined", "deferred"]));
}

#[test]
fn github_gets_commands_that_no_text_breaks_out_of() {
    let awkward = Awkward::new(4);
    let text = one(&awkward, "github");
    let open = awkward.number() - awkward.set_aside();
    assert_eq!(text.lines().count(), open + 1, "one line a finding, and the counts");
    let mut shown = [0; 3];
    for line in text.lines() {
        let Some(command) = line.strip_prefix("::") else {
            let is_plain = ["error[", "warning[", "info["].iter().any(|start| line.starts_with(start));
            assert!(is_plain, "{line}");
            continue;
        };
        let (head, message) = command.split_once("::").unwrap();
        assert!(!message.is_empty());
        let (level, properties) = head.split_once(' ').unwrap();
        shown[["error", "warning", "notice"].iter().position(|known| *known == level).unwrap()] += 1;
        let mut keys = Vec::new();
        for property in properties.split(',') {
            let (key, value) = property.split_once('=').unwrap();
            assert!(!value.contains(':'), "{line}");
            keys.push((key, value));
        }
        let get = |name: &str| keys.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
        assert!(get("title").is_some(), "{line}");
        let is_one_line = get("line") == get("endLine");
        assert_eq!(get("col").is_some(), is_one_line && get("line").is_some(), "columns need one line: {line}");
        let percent = line
            .match_indices('%')
            .all(|(at, _)| ["%25", "%0A", "%0D", "%3A", "%2C"].iter().any(|code| line[at..].starts_with(code)));
        assert!(percent, "{line}");
    }
    assert_eq!(shown, [10, 10, 10], "GitHub shows ten of a level");
    let last = text.lines().last().unwrap();
    assert!(
        last.contains("waived") && last.contains("in the baseline") && last.contains("without an annotation"),
        "{last}"
    );
}

#[test]
fn markdown_shows_text_as_it_is() {
    let awkward = Awkward::new(1);
    let text = one(&awkward, "markdown");
    let options = pulldown_cmark::Options::ENABLE_TABLES | pulldown_cmark::Options::ENABLE_STRIKETHROUGH;
    let (mut rows, mut cells) = (0, 0);
    for event in pulldown_cmark::Parser::new_ext(&text, options) {
        use pulldown_cmark::{Event, Tag};
        match event {
            Event::Html(html) | Event::InlineHtml(html) => panic!("{html}"),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => panic!("{dest_url}"),
            Event::Start(Tag::TableRow) => rows += 1,
            Event::Start(Tag::TableCell) => cells += 1,
            _ => {}
        }
    }
    let listed = 200.min(awkward.number() - awkward.set_aside());
    assert_eq!(rows, 5 + listed);
    assert_eq!(cells, 6 * 2 + 4 * (1 + listed));
}

#[test]
fn twenty_thousand_findings_are_written_in_every_format() {
    let many = Awkward::of_number(20_000);
    for (format, bytes) in all(&many) {
        assert!(bytes.len() > 1000, "{format}");
        if format == "markdown" {
            assert!(bytes.len() < 1 << 20, "a summary has at most one MiB");
        }
    }
    assert_valid("gitlab-code-quality.json", &parsed(&many, "gitlab"));
}

// ------------------------------------------------------------------------------------------------------- the command line

const BROKEN: &str =
    "---\nid: POL-7\nowner: Jane Doe\nnext_review: 2026-06-01\n---\n\n# Access\n\nSee [one](one.md).\n";

#[test]
fn several_formats_are_written_at_once() {
    let tree = Tree::new().file("access.md", BROKEN);
    let run = tree.run(&["check", "--format", "sarif=out.sarif", "--format", "junit=out.xml", "--format", "concise"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert_eq!(run.out.lines().count(), 2, "{run:?}");
    assert_eq!(serde_json::from_str::<Value>(&tree.read("out.sarif")).unwrap()["version"], "2.1.0");
    assert!(tree.read("out.xml").starts_with("<?xml"));
    for wrong in [
        &["check", "--format", "json", "--format", "csv"][..],
        &["check", "--format", "json=a", "--format", "csv=a"],
        &["check", "--format", "json=a", "--format", "csv", "--output", "a"],
        &["check", "--format", "json="],
        &["check", "--format", "=a"],
        &["check", "--format", "json=no/such/folder/a"],
    ] {
        let run = tree.run(wrong);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{wrong:?} {run:?}");
    }
}

#[test]
fn places_count_from_the_top_of_the_git_repository() {
    let tree = Tree::new()
        .file(".git/HEAD", "ref: refs/heads/main\n")
        .file("docs/clauselint.toml", "")
        .file("docs/access.md", BROKEN);
    let sarif = tree.run(&["check", "docs", "--format", "sarif"]).json();
    let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(place, "docs/access.md");
    assert!(tree.run(&["check", "docs", "--format", "github"]).out.contains("file=docs/access.md,line=4,"));
    assert_eq!(tree.run(&["check", "docs", "--format", "gitlab"]).json()[0]["location"]["path"], "docs/access.md");
}

#[test]
fn fingerprints_survive_an_edit_above_the_finding() {
    let tree = Tree::new().file("access.md", BROKEN);
    let fingerprints = |format: &str| -> Vec<String> {
        let json = tree.run(&["check", "--format", format]).json();
        let results = json.as_array().or_else(|| json["runs"][0]["results"].as_array()).unwrap();
        let of = |one: &Value| one.get("fingerprint").cloned().unwrap_or_else(|| one["partialFingerprints"].clone());
        results.iter().map(|one| of(one).to_string()).collect()
    };
    let before = [fingerprints("sarif"), fingerprints("gitlab")];
    tree.write(
        "access.md",
        &BROKEN.replace("owner:", "title: Access\nowner:").replace("See", "A line.\n\nAnother.\n\nSee"),
    );
    assert_eq!(before, [fingerprints("sarif"), fingerprints("gitlab")]);
    tree.remove("access.md");
    tree.write("moved.md", BROKEN);
    assert_eq!(
        before,
        [fingerprints("sarif"), fingerprints("gitlab")],
        "a document with an id keeps them when it moves"
    );
}

#[test]
fn a_format_without_counts_has_them_on_standard_error() {
    let waiver = "[[waiver]]\nrule = \"link-broken\"\nrecord = \"POL-7\"\nreason = \"later\"\napproved-by = \"Jane Doe\"\nexpires = \"2027-03-31\"\n";
    let tree = Tree::new().file("access.md", BROKEN).file("clauselint.toml", waiver);
    for format in ["concise", "rdjson"] {
        let run = tree.run(&["check", "--format", format]);
        assert_eq!(run.err, "findings that do not count: 1 waived\n", "{format}");
    }
    assert!(tree.run(&["check", "--format", "github"]).out.contains("1 error; 1 waived"));
    assert!(tree.run(&["check", "--format", "junit"]).out.contains("<property name=\"waived\" value=\"1\"/>"));
    assert!(tree.run(&["check", "--format", "markdown"]).out.contains("**1 error; 1 waived**"));
}

#[test]
fn junit_fails_where_the_exit_code_does() {
    let tree = Tree::new().file("access.md", &BROKEN.replace("2026-06-01", "2026-12-10"));
    let failures = |arguments: &[&str]| {
        let run = tree.run(&[&["check", "--format", "junit"], arguments].concat());
        (run.code, run.out.matches("<failure").count())
    };
    assert_eq!(failures(&[]), (1, 1));
    assert_eq!(failures(&["--fail-on", "info"]), (1, 2));
    assert_eq!(failures(&["--ignore", "link-broken"]), (0, 0));
}

// ------------------------------------------------------------------------------------------------------------- real readers

#[test]
fn junit_is_read_by_junitparser() {
    let Some(python) = reader("junitparser", "import junitparser") else { return };
    let awkward = Awkward::new(2);
    let said = read_by(
        &python,
        &one(&awkward, "junit"),
        "junit.xml",
        &[
            "-c",
            "import sys, junitparser as j\n\
         x = j.JUnitXml.fromfile(sys.argv[1])\n\
         cases = [c for s in x for c in s]\n\
         failed = [c for c in cases if any(isinstance(r, j.Failure) for r in c.result)]\n\
         skipped = [c for c in cases if any(isinstance(r, j.Skipped) for r in c.result)]\n\
         assert (x.tests, x.failures, x.skipped) == (len(cases), len(failed), len(skipped)), (x.tests, x.failures, x.skipped)\n\
         assert ']]>' in ''.join(r.text or '' for c in failed for r in c.result)\n\
         print(len(failed), len(skipped))",
        ],
    );
    assert_ne!(said.trim(), "");
}

#[test]
fn sarif_is_read_by_sarif_tools() {
    let Some(python) = reader("sarif-tools", "import sarif.loader") else { return };
    let awkward = Awkward::new(2);
    let said = read_by(
        &python,
        &one(&awkward, "sarif"),
        "clauselint.sarif",
        &[
            "-c",
            "import sys\n\
         from sarif import loader\n\
         report = loader.load_sarif_file(sys.argv[1]).get_report()\n\
         print(*(report.get_issue_count_for_severity(level) for level in ('error', 'warning', 'note')))",
        ],
    );
    let expected =
        [Severity::Error, Severity::Warning, Severity::Info].map(|severity| awkward.all(severity).to_string());
    assert_eq!(said.trim(), expected.join(" "));
}

/// The Python in which a package is installed.
fn reader(package: &str, import: &str) -> Option<PathBuf> {
    let found = std::env::var_os("CLAUSELINT_VENV").map(|venv| Path::new(&venv).join("bin/python")).filter(|python| {
        Command::new(python).args(["-c", import]).output().is_ok_and(|output| output.status.success())
    });
    if found.is_none() {
        // Past the capturing of tests, which shows nothing of those that pass.
        let line = format!("skipped: {package} is not installed; `.ci/run` installs it\n");
        std::io::stderr().write_all(line.as_bytes()).unwrap();
    }
    found
}

fn read_by(python: &Path, text: &str, name: &str, arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    std::fs::write(&file, text).unwrap();
    let output = Command::new(python).args(arguments).arg(&file).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    said
}

fn assert_valid(schema: &str, value: &Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas").join(schema);
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(value).take(5).map(|error| format!("{}: {error}", error.instance_path)).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}
