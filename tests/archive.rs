//! Facts of many commits out of one reading of the history: they are those that each commit has alone.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

mod repository;

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

use clauselint::config::LoadedConfig;
use clauselint::document::{Document, ReadOptions};
use clauselint::engine::Selection;
use clauselint::git::id::Id;
use clauselint::git::place::Place;
use clauselint::git::tree::Tree;
use clauselint::history::archive::{Archive, Shared};
use clauselint::history::gather::{Request, gather};
use clauselint::history::prepare::{Origin, prepare};
use clauselint::history::{Facts, History};
use clauselint::input::WalkOptions;
use clauselint::input::file::Read;
use clauselint::input::file_set::FileSet;
use clauselint::input::snapshot::Snapshot;
use clauselint::repository::Repository;
use clauselint::ruleset::RuleSet;
use clauselint::source::Source;
use repository::{Everything, Repo};

const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 30);

/// The same numbers on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

/// Paths and texts.
type Files = BTreeMap<String, String>;

/// A history with branches, merges that mix, renames, removals, documents that come back, and clocks that go wrong.
fn make(repo: &Repo, commits: usize) {
    let mut random = Random(11);
    let mut stream = String::new();
    let mut branches: Vec<(usize, Files)> = vec![(1, (0..8).map(|number| (path(number, 0), policy(number))).collect())];
    commit(&mut stream, 1, 0, &[], &branches[0].1);
    for mark in 2..=commits {
        // Some clocks are half a day behind, which is more than the time between two commits.
        let late = if random.below(4) == 0 { 43_000 } else { 0 };
        let second = 100_000 + mark * 20_000 - late;
        if branches.len() < 4 && random.below(5) == 0 {
            let from = branches[random.below(branches.len())].clone();
            branches.push(from);
        }
        let chosen = random.below(branches.len());
        if chosen > 0 && random.below(4) == 0 {
            let (topic, theirs) = branches.remove(chosen);
            let (main, files) = &mut branches[0];
            for (path, text) in theirs {
                match random.below(3) {
                    0 => {}
                    1 => drop(files.insert(path, text)),
                    _ => drop(files.insert(path, text + "\nMerged.\n")),
                }
            }
            commit(&mut stream, mark, second, &[*main, topic], files);
            *main = mark;
            continue;
        }
        let (parent, files) = &mut branches[chosen];
        change(&mut random, files, mark);
        commit(&mut stream, mark, second, &[*parent], files);
        *parent = mark;
    }
    let mut tips: Vec<usize> = branches.iter().map(|(mark, _)| *mark).collect();
    let files = branches.swap_remove(0).1;
    tips.dedup();
    commit(&mut stream, commits + 1, 100_000 + (commits + 1) * 20_000, &tips, &files);
    let mut import = Command::new("git");
    import.args(["fast-import", "--quiet"]).current_dir(repo.path()).stdin(Stdio::piped());
    let mut import = import.spawn().unwrap();
    import.stdin.take().unwrap().write_all(stream.as_bytes()).unwrap();
    assert!(import.wait().unwrap().success());
    repo.git(&["checkout", "-q", "main"]);
}

fn path(number: usize, folder: usize) -> String {
    format!("area-{folder}/policy-{number}.md")
}

fn policy(number: usize) -> String {
    format!(
        "---\nid: P{number}\ntitle: Policy {number}\ntype: policy\nstatus: approved\nversion: 1.0\nowner: Jane Doe\n\
         approved_by: Mary Major\napproved_on: 2026-01-01\nlast_reviewed: 2026-01-01\nreview_interval: 12 months\n---\n\n\
         # Policy {number}\n\nThis text is about number {number}.\n\nNobody else reads of {number} with such care.\n"
    )
}

/// Alters, moves, removes or adds a document, or puts one back.
fn change(random: &mut Random, files: &mut Files, mark: usize) {
    let paths: Vec<String> = files.keys().cloned().collect();
    let chosen = paths[random.below(paths.len())].clone();
    let text = files[&chosen].clone();
    match random.below(12) {
        0 if files.len() > 4 => drop(files.remove(&chosen)),
        1 | 2 => {
            let number = random.below(10);
            files.entry(path(number, 0)).or_insert_with(|| policy(number));
        }
        3 | 4 => {
            files.remove(&chosen);
            let name = chosen.split_once('/').unwrap().1;
            let moved = if random.below(2) == 0 { text } else { text + "It moved.\n" };
            files.insert(format!("area-{}/{name}", random.below(3)), moved);
        }
        5..=7 => {
            let day = 1 + random.below(28);
            let (before, rest) = text.split_once("last_reviewed: ").unwrap();
            files.insert(chosen, format!("{before}last_reviewed: 2026-02-{day:02}{}", &rest[10..]));
        }
        _ => drop(files.insert(chosen, text + &format!("\nSentence {mark}.\n"))),
    }
}

fn commit(stream: &mut String, mark: usize, second: usize, parents: &[usize], files: &Files) {
    let author = ["Jane Doe <jane@example.org>", "John Roe <john@example.org>"][mark % 2];
    let second = 1_767_000_000 + second;
    let message = format!("change {mark}\n\nReviewed-by: Mary Major <mary@example.org>\n");
    write!(
        stream,
        "commit refs/heads/main\nmark :{mark}\nauthor {author} {second} +0100\ncommitter {author} {second} +0100\ndata {}\n{message}",
        message.len()
    )
    .unwrap();
    for (index, parent) in parents.iter().enumerate() {
        writeln!(stream, "{} :{parent}", if index == 0 { "from" } else { "merge" }).unwrap();
    }
    stream.push_str("deleteall\n");
    for (path, text) in files {
        write!(stream, "M 100644 inline {path}\ndata {}\n{text}\n", text.len()).unwrap();
    }
}

/// What is known of a commit: all facts, and those that the rules ask for.
fn known(repo: &Repo, archive: &Archive, head: Id, snapshot: Option<&Snapshot>, set: &RuleSet) -> (Facts, String) {
    let listed;
    let from = if let Some(snapshot) = snapshot {
        snapshot
    } else {
        listed = Snapshot::of(archive.place().clone(), Tree::Commit(head)).unwrap();
        &listed
    };
    let tree = from.tree("", &WalkOptions::default()).unwrap();
    let paths: Vec<&str> = tree.documents.iter().map(|document| document.path.as_str()).collect();
    let texts = from.read_by("", paths.iter().copied(), |ids| archive.contents(ids)).unwrap();
    let options = ReadOptions::default();
    let documents = paths.iter().zip(texts).map(|(path, text)| match text {
        Read::Text(text) => Document::parse(Source::new(*path, text), &set.vocabulary, options),
        other => panic!("{other:?}"),
    });
    let mut repository = Repository::new(documents.collect(), tree.files, &set.settings, &set.vocabulary);
    let moved = HashMap::new();
    let (vocabulary, entries) = (&set.vocabulary, snapshot.map(Snapshot::entries));
    let request =
        Request { archive, way: "", head, entries, moved: &moved, vocabulary, options, today: TODAY, since: None };
    let (facts, gone) = gather(request, &repository, &Everything).unwrap();
    let shared = snapshot.map(|snapshot| Shared { archive, entries: snapshot.entries() });
    let origin = Origin { root: repo.path(), current: None, head: Some(head), moved: &moved, options, shared };
    prepare(&mut repository, set, TODAY, &Selection::default(), origin);
    assert!(matches!(repository.history, History::Known(_)), "{:?}", repository.history);
    let all = format!("{facts:?} {gone:?} {:?}", repository.history);
    (facts, all)
}

#[test]
fn facts_of_a_shared_archive_are_those_of_each_commit_alone() {
    let repo = Repo::new();
    make(&repo, 200);
    let set = RuleSet::load(&LoadedConfig::default(), repo.path()).unwrap();
    let place = Place::around(repo.path(), None).unwrap();
    let newest = place.head.unwrap();
    let log = place.log(newest).unwrap();
    assert_eq!(log.commits.len(), 201);
    assert!(log.events.iter().any(|event| event.old.len() > 1), "no merge mixes");
    assert!(log.events.iter().any(|event| event.before.as_ref().is_some_and(|before| *before != event.path)));
    assert!(log.commits.windows(2).any(|pair| pair[0].second < pair[1].second), "all clocks are right");

    let archive = Archive::open(place.clone(), newest).unwrap();
    let mut all = Vec::new();
    let (mut steps, mut removed) = (0, 0);
    for commit in log.commits.iter().step_by(10) {
        let head = commit.id;
        let (restricted, read) = (log.until(head).unwrap(), place.log(head).unwrap());
        assert_eq!(format!("{restricted:?}"), format!("{read:?}"), "the log of {head:?}");
        let (facts, alone) = known(&repo, &Archive::open(place.clone(), head).unwrap(), head, None, &set);
        let snapshot = Snapshot::of(place.clone(), Tree::Commit(head)).unwrap();
        let (_, shared) = known(&repo, &archive, head, Some(&snapshot), &set);
        assert!(alone == shared, "the facts of {head:?} differ");
        steps += facts.documents.iter().flatten().map(|past| past.steps.len()).sum::<usize>();
        removed += usize::from(alone.contains("Removal {"));
        all.push((head, snapshot, shared));
    }
    assert!(steps > 500 && removed > 5, "{steps} steps, {removed} with removed documents");

    std::fs::rename(repo.path().join(".git"), repo.path().join("elsewhere")).unwrap();
    for (head, snapshot, before) in &all {
        let (_, again) = known(&repo, &archive, *head, Some(snapshot), &set);
        assert!(again == *before, "the facts of {head:?} without Git differ");
    }
}

#[test]
fn a_commit_that_is_not_part_of_an_archive_is_refused() {
    let repo = Repo::new();
    repo.commit(&[("a.md", &policy(1))]);
    let place = Place::around(repo.path(), None).unwrap();
    let first = place.head.unwrap();
    repo.commit(&[("a.md", &policy(2))]);
    let second = place.commit("HEAD").unwrap();
    let archive = Archive::open(place.clone(), first).unwrap();
    assert!(place.log(first).unwrap().until(second).is_none());
    let set = RuleSet::load(&LoadedConfig::default(), repo.path()).unwrap();
    let repository = Repository::new(Vec::new(), FileSet::default(), &set.settings, &set.vocabulary);
    let (moved, options) = (HashMap::new(), ReadOptions::default());
    let request = Request {
        archive: &archive,
        way: "",
        head: second,
        entries: None,
        moved: &moved,
        vocabulary: &set.vocabulary,
        options,
        today: TODAY,
        since: None,
    };
    let error = gather(request, &repository, &Everything).unwrap_err();
    assert!(error.to_string().contains("does not lead to"), "{error}");
}

#[test]
fn trees_that_are_made_from_each_other_are_those_that_git_lists() {
    let repo = Repo::new();
    repo.commit(&[("a.md", "a"), ("docs/b.md", "b"), ("docs/c d.md", "c"), ("ümlaut\n.md", "u")]);
    repo.git(&["mv", "docs", "texts"]);
    repo.commit(&[("a.md", "other"), ("docs", "a file where a folder was")]);
    repo.git(&["rm", "-q", "docs"]);
    #[cfg(unix)]
    std::os::unix::fs::symlink("a.md", repo.path().join("link.md")).unwrap();
    repo.commit(&[("docs/b.md", "b")]);
    repo.commit(&[]);
    let place = Place::around(repo.path(), None).unwrap();
    let commits = ["HEAD", "HEAD~1", "HEAD~3", "HEAD~2", "HEAD~2"].map(|name| place.commit(name).unwrap());
    let listed = |commit| {
        let entries = place.entries(Tree::Commit(commit)).unwrap();
        format!("{entries:?}")
    };
    let made: Vec<String> = place.trees(&commits).unwrap().map(|entries| format!("{entries:?}")).collect();
    assert_eq!(made, commits.map(listed));
    assert_eq!(place.trees(&[]).unwrap().count(), 0);
    assert_eq!(place.trees(&commits[..1]).unwrap().count(), 1);
}
