//! Facts of real histories against plain `git log`. The bundles are not part of this repository: where they are missing, the test says
//! so and passes.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

mod repository;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clauselint::document::{Document, ReadOptions};
use clauselint::git::id::Id;
use clauselint::git::place::Place;
use clauselint::git::tree::Tree;
use clauselint::history::archive::Archive;
use clauselint::history::gather::{Request, gather};
use clauselint::history::gone::Gone;
use clauselint::history::{Facts, Step};
use clauselint::input::WalkOptions;
use clauselint::input::snapshot::Snapshot;
use clauselint::repository::Repository;
use clauselint::settings::Settings;
use clauselint::source::Source;
use clauselint::vocabulary::Vocabulary;
use repository::{Everything, Repo};

/// The bundle of a history; none where there are no corpora.
#[expect(clippy::print_stdout, reason = "a test that was skipped says so")]
fn bundle(name: &str) -> Option<PathBuf> {
    let corpora = std::env::var_os("CLAUSELINT_CORPORA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora"), PathBuf::from);
    let file = corpora.join(format!("{name}.history.bundle")).canonicalize().ok();
    if file.is_none() {
        println!("skipped: the history of `{name}` is not in `{}`", corpora.display());
    }
    file
}

/// What stands in a commit, read by way of an archive.
fn documents_of(archive: &Archive, snapshot: &Snapshot) -> Repository {
    let tree = snapshot.tree("", &WalkOptions::default()).unwrap();
    let vocabulary = Vocabulary::built_in();
    let paths = tree.documents.iter().map(|document| document.path.as_str());
    let texts = snapshot.read_by("", paths, |ids| archive.contents(ids)).unwrap();
    let parse = |(path, text)| match text {
        clauselint::input::file::Read::Text(text) => {
            Document::parse(Source::new(path, text), vocabulary, ReadOptions::default())
        }
        other => panic!("{other:?}"),
    };
    let documents = tree.documents.iter().map(|document| document.path.clone()).zip(texts).map(parse).collect();
    Repository::new(documents, tree.files, &Settings::default(), vocabulary)
}

/// Facts of all documents of a commit, and how many are gone.
fn facts_at(archive: &Archive, snapshot: &Snapshot, head: Id, repository: &Repository) -> (Facts, Vec<Gone>) {
    let moved = HashMap::new();
    let request = Request {
        archive,
        way: "",
        head,
        entries: Some(snapshot.entries()),
        moved: &moved,
        vocabulary: Vocabulary::built_in(),
        options: ReadOptions::default(),
        today: jiff::civil::date(2026, 11, 30),
        since: None,
    };
    gather(request, repository, &Everything).unwrap()
}

fn facts_of(repo: &Repo) -> (Repository, Facts) {
    let place = Place::around(repo.path(), None).unwrap();
    let head = place.head.unwrap();
    let snapshot = Snapshot::of(place.clone(), Tree::Commit(head)).unwrap();
    let archive = Archive::open(place, head).unwrap();
    let repository = documents_of(&archive, &snapshot);
    let (facts, _) = facts_at(&archive, &snapshot, head, &repository);
    (repository, facts)
}

/// A version of a document as plain Git has it: the commit, its front matter and its text.
struct Shown {
    commit: String,
    review: Option<String>,
    said: String,
}

/// A version with the one that its commit changed; none where the document came with it.
type Change = (Shown, Option<Shown>);

/// The changes that led to a document, newest first, renames followed. A merge changes nothing of its own.
fn shown(repo: &Repo, path: &str) -> Vec<Change> {
    let log = repo.git(&["log", "--follow", "--no-merges", "--format=%x01%H", "--name-status", "-z", "--", path]);
    let commits = log.split('\u{1}').filter(|entry| !entry.trim().is_empty());
    let read = |entry: &str| {
        let mut parts = entry.split('\0').map(str::trim).filter(|part| !part.is_empty());
        let (commit, status, first) = (parts.next().unwrap().to_owned(), parts.next()?, parts.next()?);
        let path = parts.next().unwrap_or(first);
        let before = (status != "A").then(|| version(repo, &format!("{commit}^"), first)).flatten();
        Some((version(repo, &commit, path)?, before)) // it was removed, and came back
    };
    commits.filter_map(read).collect()
}

/// A document in a commit.
fn version(repo: &Repo, commit: &str, path: &str) -> Option<Shown> {
    let shown = repo.try_git(&["show", &format!("{commit}:{path}")]);
    let text = (shown.code == 0).then_some(shown.out)?;
    let (matter, body) = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---")).unwrap_or(("", &text));
    let key = |line: &&str| ["last_reviewed_on:", "last_reviewed:"].iter().any(|key| line.starts_with(key));
    let value = |line: &str| line.split_once(':').unwrap().1.split('#').next().unwrap().trim().to_owned();
    Some(Shown { commit: commit.to_owned(), review: matter.lines().find(key).map(value), said: said(body) })
}

/// Letters, digits and the signs between them, without targets of links: another way to say what a text says.
fn said(body: &str) -> String {
    let targets =
        regex::Regex::new(r#"\]\([^)\n]*\)|https?://[^\s>)\]"|]+|href="[^"]*"|(?m)^\s*\[[^\]]*\]:.*$"#).unwrap();
    let body = targets.replace_all(body, "");
    body.chars().filter(|c| c.is_alphanumeric() || ".,;!?%()[]{}$€£&@/+".contains(*c)).collect()
}

/// The newest commit that changed something; the one with which the document came changed everything.
fn newest<T: PartialEq>(shown: &[Change], of: impl Fn(&Shown) -> T) -> Option<&str> {
    let changed = shown.iter().find(|(after, before)| before.as_ref().is_none_or(|before| of(before) != of(after)));
    changed.or(shown.last()).map(|(after, _)| after.commit.as_str())
}

fn id(step: Option<&Step>) -> String {
    step.and_then(|step| step.commit.id).map(|id| id.to_string()).unwrap_or_default()
}

fn assert_agrees(name: &str, least: usize) {
    let Some(file) = bundle(name) else { return };
    let folder = Repo::without_git();
    folder.git(&["clone", "-q", "-b", "main", file.to_str().unwrap(), "clone"]);
    let repo = folder.at("clone");
    let (repository, facts) = facts_of(&repo);
    // Of what a merge mixed from two sides, the newest commit that it brought counts.
    let place = Place::around(repo.path(), None).unwrap();
    let log = place.log(place.head.unwrap()).unwrap();
    let merges = log.commits.iter().zip(&log.landed).enumerate().filter(|(index, (_, landed))| index != *landed);
    let landed: HashMap<String, usize> = merges.map(|(_, (commit, landed))| (commit.id.to_string(), *landed)).collect();
    for commit in log.commits.iter().step_by(log.commits.len() / 12) {
        let (restricted, alone) = (log.until(commit.id).unwrap(), place.log(commit.id).unwrap());
        assert!(format!("{restricted:?}") == format!("{alone:?}"), "the log of {:?}", commit.id);
    }
    let mut wrong = String::new();
    let mut compared = 0;
    for (document, past) in repository.documents.iter().zip(&facts.documents) {
        let past = past.as_ref().unwrap();
        let path = document.path();
        let touched = repo.git(&["log", "-1", "--format=%H", "--", path]).trim().to_owned();
        let ours = past.touched.map(|id| id.to_string()).unwrap_or_default();
        let mut compare = |what: &str, ours: &str, theirs: &str| {
            compared += 1;
            let same_merge = landed.get(ours).is_some_and(|with| landed.get(theirs) == Some(with));
            if ours != theirs && !same_merge {
                writeln!(wrong, "{path}: {what} {ours}, plain Git {theirs}").unwrap();
            }
        };
        compare("touched", &ours, &touched);
        let shown = shown(&repo, path);
        compare("first", &id(past.steps.last().filter(|step| step.is_first)), &shown.last().unwrap().0.commit);
        compare(
            "text",
            &id(past.steps.iter().find(|step| step.body)),
            newest(&shown, |version| version.said.clone()).unwrap_or_default(),
        );
        if document.field("last_reviewed").is_none() {
            continue;
        }
        let review = past.last_change_of(&["last_reviewed"]).map(|(_, step)| step);
        compare("review", &id(review), newest(&shown, |version| version.review.clone()).unwrap_or_default());
    }
    assert!(compared >= 3 * least, "{compared} facts were compared");
    assert!(wrong.is_empty(), "{} of {compared} facts differ:\n{wrong}", wrong.lines().count());
}

#[test]
fn the_facts_of_a_handbook_agree_with_plain_git() {
    assert_agrees("alphagov-gds-way", 57);
}

#[test]
fn the_facts_of_technical_guidance_agree_with_plain_git() {
    assert_agrees("moj-technical-guidance", 17);
}
