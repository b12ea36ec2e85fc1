//! What merges change: the log of a history with conflicts, moves and edits made while merging, against what plain Git says of it.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

mod repository;

use std::collections::BTreeSet;

use clauselint::git::place::Place;
use repository::Repo;

/// Merge, path, contents before (one for each parent that has it) and after.
type Mixed = (String, String, Vec<String>, Option<String>);

/// What the program reads of merges.
fn ours(repo: &Repo) -> BTreeSet<Mixed> {
    let place = Place::around(repo.path(), None).unwrap();
    let log = place.log(place.head.unwrap()).unwrap();
    let merges = repo.git(&["rev-list", "--merges", "HEAD"]);
    let events = log.events.iter().map(|event| {
        let old = event.old.iter().map(ToString::to_string).collect();
        let new = event.new.map(|id| id.to_string());
        (log.commits[event.commit].id.to_string(), event.path.to_string(), old, new)
    });
    events.filter(|(commit, ..)| merges.contains(commit)).collect()
}

/// What `git log -c -M` says of documents.
fn plain(repo: &Repo) -> BTreeSet<Mixed> {
    let log = repo.git(&["log", "--merges", "--format=%H", "-c", "-M", "--raw", "--no-abbrev"]);
    let mut mixed = BTreeSet::new();
    let mut merge = String::new();
    for line in log.lines().filter(|line| !line.is_empty()) {
        let parents = line.bytes().take_while(|byte| *byte == b':').count();
        if parents == 0 {
            line.clone_into(&mut merge);
            continue;
        }
        let (head, path) = line.split_once('\t').unwrap();
        let mut ids: Vec<&str> = head.split(' ').skip(parents + 1).take(parents + 1).collect();
        let is_there = |id: &&str| id.bytes().any(|byte| byte != b'0');
        let new = ids.pop().filter(is_there).map(str::to_owned);
        let old = ids.into_iter().filter(is_there).map(str::to_owned).collect();
        if path != "new.txt" && path != "notes.txt" {
            mixed.insert((merge.clone(), path.to_owned(), old, new));
        }
    }
    mixed
}

fn text(title: &str, lines: &[&str]) -> String {
    let body: Vec<String> = (0..20).map(|number| format!("Line {number} of {title} stays as it is.\n")).collect();
    format!("# {title}\n\n{}{}\n", body.concat(), lines.join("\n"))
}

/// Merges a branch and lets the caller put its own hand on the outcome.
fn merge(repo: &Repo, branch: &str, files: &[(&str, &str)], gone: &[&str]) {
    repo.try_git(&["merge", "-q", "--no-ff", "--no-commit", branch]);
    for (path, text) in files {
        repo.write(path, text);
    }
    for path in gone {
        std::fs::remove_file(repo.path().join(path)).unwrap();
    }
    repo.git(&["add", "-A"]);
    repo.git(&["commit", "-q", "-m", "merge"]);
}

/// A repository with a branch of its own changes beside those of the main line.
fn diverged(here: &[(&str, &str)], there: &[(&str, &str)], moved: Option<(&str, &str)>) -> Repo {
    let repo = Repo::new();
    repo.commit(&[("a.md", &text("a", &[])), ("b.md", &text("b", &[])), ("notes.txt", "notes\n")]);
    repo.git(&["checkout", "-q", "-b", "other"]);
    if let Some((from, to)) = moved {
        repo.git(&["mv", from, to]);
    }
    repo.commit(there);
    repo.git(&["checkout", "-q", "main"]);
    repo.commit(here);
    repo
}

#[test]
fn a_merge_without_a_hand_on_it_changes_nothing() {
    let repo = diverged(&[("a.md", &text("a", &["here"]))], &[("b.md", &text("b", &["there"]))], None);
    merge(&repo, "other", &[], &[]);
    assert_eq!(ours(&repo), BTreeSet::new());
    assert_eq!(plain(&repo), BTreeSet::new());
}

#[test]
fn a_conflict_is_settled_in_the_merge() {
    let repo = diverged(&[("a.md", &text("a", &["here"]))], &[("a.md", &text("a", &["there"]))], None);
    merge(&repo, "other", &[("a.md", &text("a", &["here", "there"]))], &[]);
    assert_eq!(ours(&repo).len(), 1);
    assert_eq!(ours(&repo), plain(&repo));
}

#[test]
fn a_document_that_moved_on_one_side_and_changed_on_the_other_is_both_in_the_merge() {
    let changed = text("a", &["here"]);
    let repo = diverged(&[("a.md", &changed)], &[("new.txt", "x\n")], Some(("a.md", "moved.md")));
    merge(&repo, "other", &[("moved.md", &text("a", &["here", "and there"]))], &[]);
    let mixed = ours(&repo);
    assert_eq!(mixed, plain(&repo));
    let (_, path, old, _) = mixed.iter().next().unwrap();
    assert_eq!((path.as_str(), old.len()), ("moved.md", 2), "it is followed to both sides");
}

#[test]
fn what_comes_goes_and_moves_while_merging_is_seen() {
    let here: &[(&str, &str)] = &[("a.md", &text("a", &["here"]))];
    let there: &[(&str, &str)] = &[("b.md", &text("b", &["there"]))];
    let added = diverged(here, there, None);
    merge(&added, "other", &[("c.md", "# c\n")], &[]);
    let removed = diverged(here, there, None);
    merge(&removed, "other", &[], &["a.md"]);
    let moved = diverged(here, there, None);
    merge(&moved, "other", &[("d.md", &text("a", &["here"]))], &["a.md"]);
    for repo in [added, removed, moved] {
        assert_eq!(ours(&repo), plain(&repo));
        assert!(!ours(&repo).is_empty());
    }
}
