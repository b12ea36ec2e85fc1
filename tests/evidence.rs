//! The pack of evidence: checksums hold, bytes are those of the commit, two runs are one, and no name of a document leaves it.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const DAY: &str = "2026-11-30";

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clauselint"));
    command.current_dir(folder).arg("review").args(arguments).args(["--as-of", DAY]).env("NO_COLOR", "1");
    command.output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Writes a pack and gives where it is.
fn pack(folder: &Path, target: &Path, more: &[&str]) -> PathBuf {
    let output = run(folder, &[&["--evidence", target.to_str().unwrap()], more].concat());
    assert!(output.status.success(), "{}", said(&output));
    assert!(output.stdout.is_empty(), "nothing but the pack is asked for");
    assert!(said(&output).contains("evidence is in"), "{}", said(&output));
    target.to_owned()
}

fn git(folder: &Path, arguments: &[&str]) -> Vec<u8> {
    let mut command = Command::new("git");
    command.current_dir(folder).args(["-c", "user.name=Jane Doe", "-c", "user.email=jane@example.org"]);
    command.args(["-c", "core.quotePath=off", "-c", "init.defaultBranch=main"]).args(arguments);
    command.env("GIT_AUTHOR_DATE", "2026-10-01T12:00:00Z").env("GIT_COMMITTER_DATE", "2026-10-01T12:00:00Z");
    let output = command.output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn document(id: &str, body: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: Title of {id}\ntype: policy\nversion: \"1.0\"\nstatus: approved\nowner: Jane Doe\n\
         approved_by: John Roe\napproved_on: 2026-09-01\nlast_reviewed: 2026-09-01\nnext_review: 2027-09-01\n---\n\n# {id}\n\n{body}\n"
    )
}

/// A repository in Git with one commit.
fn repository(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q"]);
    for (path, text) in files {
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    git(folder.path(), &["add", "-A"]);
    let message = "Approve it\n\nApproved-by: John Roe <john@example.org>";
    git(folder.path(), &["commit", "-qm", message]);
    folder
}

fn simple() -> tempfile::TempDir {
    repository(&[("clauselint.toml", "packs = [\"core\"]\n"), ("policies/a.md", &document("POL-1", "We do."))])
}

/// All files of a folder by their names in it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read(path).unwrap());
            }
        }
    }
    found
}

fn unzipped(file: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(fs::File::open(file).unwrap()).unwrap();
    let mut found = BTreeMap::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        let name = entry.name().unwrap().into_owned();
        assert!(entry.extra_data().unwrap_or_default().is_empty(), "{name}");
        assert_eq!(entry.unix_mode().unwrap() & 0o777, 0o644);
        found.insert(name, bytes);
    }
    found
}

fn json(folder: &Path, name: &str) -> Value {
    serde_json::from_slice(&fs::read(folder.join(name)).unwrap()).unwrap()
}

fn verify(folder: &Path) {
    let checked =
        Command::new("sha256sum").args(["-c", "--strict", "--quiet", "SHA256SUMS"]).current_dir(folder).output();
    let checked = checked.unwrap();
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
    let listed = fs::read_to_string(folder.join("SHA256SUMS")).unwrap().lines().count();
    assert_eq!(listed, files(folder).len() - 1, "every other file has a checksum");
}

#[test]
fn checksums_hold_and_cover_every_file() {
    let (folder, out) = (simple(), tempfile::tempdir().unwrap());
    let pack = pack(folder.path(), &out.path().join("pack"), &[]);
    verify(&pack);
    let names: Vec<String> = files(&pack).into_keys().collect();
    for name in [
        "review.json",
        "review.md",
        "tables/register.csv",
        "findings.sarif",
        "check.json",
        "gap.json",
        "STATEMENT.md",
        "approvals.csv",
        "documents.csv",
    ] {
        assert!(names.iter().any(|known| known == name), "{name}: {names:?}");
    }
}

#[test]
fn two_runs_give_the_same_bytes_wherever_they_are_started() {
    let (folder, out) = (simple(), tempfile::tempdir().unwrap());
    let here = pack(folder.path(), &out.path().join("here"), &[]);
    let elsewhere = pack(out.path(), &out.path().join("elsewhere"), &[folder.path().to_str().unwrap()]);
    let below = pack(&folder.path().join("policies"), &out.path().join("below"), &["../policies/a.md"]);
    assert_eq!(files(&here), files(&elsewhere));
    assert_eq!(files(&here), files(&below));
    let first = pack(folder.path(), &out.path().join("first.zip"), &[]);
    let second = pack(out.path(), &out.path().join("second.zip"), &[folder.path().to_str().unwrap()]);
    assert_eq!(fs::read(&first).unwrap(), fs::read(second).unwrap());
    assert_eq!(unzipped(&first), files(&here), "folder and ZIP file hold the same");
    let alone = out.path().join("alone.zip");
    let mut command = Command::new(env!("CARGO_BIN_EXE_clauselint"));
    command.current_dir(folder.path()).args(["review", "--as-of", DAY, "--evidence"]).arg(&alone);
    assert!(command.env("RAYON_NUM_THREADS", "1").env("TZ", "Asia/Tokyo").status().unwrap().success());
    assert_eq!(fs::read(&first).unwrap(), fs::read(alone).unwrap(), "threads and clock do not matter");
}

#[test]
fn a_folder_of_a_repository_has_its_own_paths() {
    let folder = repository(&[
        ("docs/clauselint.toml", "packs = [\"core\"]\n"),
        ("docs/a.md", &document("POL-1", "We do.")),
        ("other.md", &document("POL-2", "Elsewhere.")),
    ]);
    let out = tempfile::tempdir().unwrap();
    let pack = pack(&folder.path().join("docs"), &out.path().join("pack"), &[]);
    assert_eq!(fs::read(pack.join("documents/a.md")).unwrap(), git(folder.path(), &["show", "HEAD:docs/a.md"]));
    let names: Vec<String> = files(&pack).into_keys().filter(|name| name.starts_with("documents/")).collect();
    assert_eq!(names, ["documents/a.md", "documents/clauselint.toml"]);
    let listed = json(&pack, "documents.json");
    assert!(listed.as_array().unwrap().iter().all(|record| record["origin"] == "commit"), "{listed}");
    let statement = fs::read_to_string(pack.join("STATEMENT.md")).unwrap();
    assert!(statement.contains("run this in docs/"), "{statement}");
    assert!(!json(&pack, "approvals.json")[0]["commit"]["id"].is_null());
}

/// A file that is no text was judged as unreadable; the pack holds its bytes all the same.
#[test]
fn a_document_that_is_no_text_is_kept_by_its_bytes() {
    let folder = simple();
    let bytes = [document("POL-2", "x").as_bytes(), b"\xff\xfe\n"].concat();
    fs::write(folder.path().join("policies/b.md"), &bytes).unwrap();
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-qm", "Add"]);
    fs::write(
        folder.path().join("clauselint.toml"),
        "packs = [\"core\"]\n[documents]\ncontrolled = [\"policies/**\"]\n",
    )
    .unwrap();
    let out = tempfile::tempdir().unwrap();
    let pack = pack(folder.path(), &out.path().join("pack"), &[]);
    assert_eq!(fs::read(pack.join("documents/policies/b.md")).unwrap(), bytes);
    let listed = json(&pack, "documents.json");
    let record = listed.as_array().unwrap().iter().find(|record| record["path"] == "policies/b.md").unwrap();
    assert_eq!(record["origin"], "commit");
}

#[test]
fn documents_are_those_of_the_commit() {
    let folder = repository(&[
        ("clauselint.toml", "packs = [\"core\", \"./rules/own.toml\"]\n"),
        ("rules/own.toml", "[pack]\nid = \"own\"\ntitle = \"Own\"\nversion = \"1\"\n"),
        ("a.md", &document("POL-1", "\u{feff}We do.\r")),
        ("notes.md", "# Notes\n"),
    ]);
    fs::write(folder.path().join("b.md"), [document("POL-2", "x").as_bytes(), b"\xff\xfe\n"].concat()).unwrap();
    git(folder.path(), &["add", "b.md"]);
    git(folder.path(), &["commit", "-qm", "Add"]);
    let out = tempfile::tempdir().unwrap();
    let pack = pack(folder.path(), &out.path().join("pack"), &["--rev", "HEAD"]);
    for path in ["a.md", "clauselint.toml", "rules/own.toml"] {
        let blob = git(folder.path(), &["show", &format!("HEAD:{path}")]);
        assert_eq!(fs::read(pack.join("documents").join(path)).unwrap(), blob, "{path}");
    }
    assert!(!pack.join("documents/notes.md").exists(), "what is not controlled is no document of record");
    let listed = json(&pack, "documents.json");
    let listed = listed.as_array().unwrap();
    let record = listed.iter().find(|record| record["path"] == "a.md").unwrap();
    let id = git(folder.path(), &["rev-parse", "HEAD:a.md"]);
    assert_eq!(record["blob"], String::from_utf8(id).unwrap().trim());
    assert_eq!(
        (&record["id"], &record["version"], &record["status"]),
        (&"POL-1".into(), &"1.0".into(), &"approved".into())
    );
    assert!(listed.iter().all(|record| record["origin"] == "commit"), "{listed:?}");
}

#[test]
fn a_work_tree_that_differs_is_told() {
    let (folder, out) = (simple(), tempfile::tempdir().unwrap());
    let clean = pack(folder.path(), &out.path().join("clean"), &[]);
    let statement = fs::read_to_string(clean.join("STATEMENT.md")).unwrap();
    assert!(statement.contains("State: clean"), "{statement}");
    let changed = document("POL-1", "We do not.");
    fs::write(folder.path().join("policies/a.md"), &changed).unwrap();
    let dirty = pack(folder.path(), &out.path().join("dirty"), &[]);
    let statement = fs::read_to_string(dirty.join("STATEMENT.md")).unwrap();
    assert!(statement.contains("**not clean**") && statement.contains("  - policies/a.md"), "{statement}");
    assert_eq!(fs::read_to_string(dirty.join("documents/policies/a.md")).unwrap(), changed);
    let listed = json(&dirty, "documents.json");
    let record = listed.as_array().unwrap().iter().find(|record| record["path"] == "policies/a.md").unwrap();
    assert_eq!(record["origin"], "work-tree");
    let blob = git(folder.path(), &["hash-object", "policies/a.md"]);
    assert_eq!(record["blob"], String::from_utf8(blob).unwrap().trim());
    verify(&dirty);
}

#[test]
fn an_approval_has_its_commit_or_the_reason_why_not() {
    let folder = simple();
    let made = String::from_utf8(git(folder.path(), &["rev-parse", "HEAD"])).unwrap();
    let text = document("POL-1", "We still do.");
    fs::write(folder.path().join("policies/a.md"), text).unwrap();
    git(folder.path(), &["commit", "-qam", "Say more"]);
    fs::write(folder.path().join("policies/new.md"), document("POL-2", "New.")).unwrap();
    fs::write(folder.path().join("policies/none.md"), "---\nid: POL-3\nowner: Jane Doe\ntype: policy\n---\n\n# None\n")
        .unwrap();
    let out = tempfile::tempdir().unwrap();
    let pack = pack(folder.path(), &out.path().join("pack"), &[]);
    let approvals = json(&pack, "approvals.json");
    let [old, new, none] = &approvals.as_array().unwrap()[..] else { panic!("{approvals}") };
    assert_eq!((&old["approved_by"], &old["approved_on"]), (&"John Roe".into(), &"2026-09-01".into()));
    assert_eq!(old["commit"]["id"], made.trim(), "the later commit did not touch the approval");
    assert_eq!(old["commit"]["authors"][0], "Jane Doe");
    assert_eq!(old["commit"]["approved_by"][0], "John Roe");
    assert_eq!(old["commit"]["written_on"], "2026-10-01");
    assert_eq!(new["not_known"], "the document is not committed yet");
    assert_eq!(none["not_known"], "the document states no approval");
}

#[test]
fn a_history_that_is_not_there_is_the_reason() {
    let (folder, out) = (simple(), tempfile::tempdir().unwrap());
    fs::write(folder.path().join("clauselint.toml"), "packs = [\"core\"]\n[history]\nsince = \"2026-11-01\"\n")
        .unwrap();
    let pack_since = pack(folder.path(), &out.path().join("since"), &[]);
    let reason = json(&pack_since, "approvals.json")[0]["not_known"].as_str().unwrap().to_owned();
    assert!(reason.contains("2026-11-01"), "{reason}");
    git(folder.path(), &["commit", "-qam", "Judge from now on"]);
    let source = format!("file://{}", folder.path().display());
    git(out.path(), &["clone", "-q", "--depth", "1", &source, "shallow"]);
    let shallow = pack(&out.path().join("shallow"), &out.path().join("cut"), &[]);
    let reason = json(&shallow, "approvals.json")[0]["not_known"].as_str().unwrap().to_owned();
    assert!(reason.contains("cut off"), "{reason}");
}

#[test]
fn outside_git_there_is_a_pack_as_well() {
    let (folder, out) = (simple(), tempfile::tempdir().unwrap());
    fs::remove_dir_all(folder.path().join(".git")).unwrap();
    let pack = pack(folder.path(), &out.path().join("pack"), &[]);
    verify(&pack);
    let statement = fs::read_to_string(pack.join("STATEMENT.md")).unwrap();
    assert!(statement.contains("not in Git"), "{statement}");
    let listed = json(&pack, "documents.json");
    assert!(listed.as_array().unwrap().iter().all(|record| record["origin"] == "folder" && record["blob"].is_null()));
    assert_eq!(json(&pack, "approvals.json")[0]["not_known"], "there is no Git history here");
}

#[test]
fn what_is_there_is_never_overwritten() {
    let (folder, out) = (simple(), tempfile::tempdir().unwrap());
    let [full, file, archive, empty] = ["full", "file", "a.zip", "empty"].map(|name| out.path().join(name));
    fs::create_dir(&full).unwrap();
    fs::create_dir(&empty).unwrap();
    for taken in [&full.join("x"), &file, &archive] {
        fs::write(taken, "mine").unwrap();
    }
    for target in [&full, &file, &archive] {
        let output = run(folder.path(), &["--evidence", target.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(2), "{}", target.display());
        assert!(said(&output).contains("there already"), "{}", said(&output));
    }
    assert_eq!(fs::read_to_string(&archive).unwrap(), "mine");
    assert_eq!(files(&full).len(), 1);
    pack(folder.path(), &empty, &[]);
    let left = fs::read_dir(out.path()).unwrap().count();
    assert_eq!(left, 4, "nothing temporary stays behind");
}

#[test]
fn a_pack_and_an_output_are_both_written() {
    let (folder, out) = (simple(), tempfile::tempdir().unwrap());
    let (target, page) = (out.path().join("pack.zip"), out.path().join("review.json"));
    let output = run(folder.path(), &["--evidence", target.to_str().unwrap(), "-o", page.to_str().unwrap()]);
    assert!(output.status.success() && target.is_file() && page.is_file(), "{}", said(&output));
}

/// Names that Git takes and that mean something else somewhere.
#[cfg(unix)]
#[test]
fn no_name_of_a_document_leaves_the_pack() {
    let names = [
        "..\\..\\up.md",
        "C:\\root.md",
        "line\nbreak.md",
        "CON.md",
        "dots./x.md",
        "A.md",
        "a.md",
        "100%.md",
        "=cmd().md",
    ];
    let texts: Vec<(String, String)> =
        names.iter().enumerate().map(|(at, name)| ((*name).to_owned(), document(&format!("POL-{at}"), "x"))).collect();
    let files_of: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let folder = repository(&files_of);
    let out = tempfile::tempdir().unwrap();
    let pack_of = pack(folder.path(), &out.path().join("pack"), &["--rev", "HEAD"]);
    verify(&pack_of);
    let zipped = unzipped(&pack(folder.path(), &out.path().join("pack.zip"), &["--rev", "HEAD"]));
    assert_eq!(zipped, files(&pack_of));
    let is_safe = |name: &String| !name.contains(['\\', ':', '\n', '\r', '=']) || name.starts_with("documents/=cmd");
    assert!(zipped.keys().all(is_safe), "{:?}", zipped.keys());
    let folded: std::collections::HashSet<String> = zipped.keys().map(|name| name.to_lowercase()).collect();
    assert_eq!(folded.len(), zipped.len());
    let listed = json(&pack_of, "documents.json");
    for (name, text) in &texts {
        let record = listed.as_array().unwrap().iter().find(|record| record["path"] == name.as_str()).unwrap();
        let file = record["file"].as_str().unwrap();
        assert_eq!(fs::read_to_string(pack_of.join(file)).unwrap(), *text, "{file}");
    }
    let statement = fs::read_to_string(pack_of.join("documents.csv")).unwrap();
    assert!(statement.contains("'=cmd().md"), "no cell is a formula: {statement}");
}
