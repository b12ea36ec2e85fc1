//! Gathers the facts that the selected rules ask for, and starts Git only where one does.

use std::collections::HashMap;
use std::path::Path;

use jiff::civil::Date;

use crate::check::{Check, Context, Subject};
use crate::document::ReadOptions;
use crate::engine::{Selection, applies};
use crate::git::id::Id;
use crate::git::place::Place;
use crate::repository::Repository;
use crate::ruleset::RuleSet;

use super::gather::{Gone, Request, gather};
use super::{Facts, History, Wanted};

/// Where the documents come from.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// The root of the documents.
    pub root: &'a Path,
    /// The current folder, from which variables of the environment count.
    pub current: &'a Path,
    /// The commit that the documents come from or go into; the one that is checked out where none is given.
    pub head: Option<Id>,
    /// Documents that stand elsewhere in that commit: path now and then, from the top of the repository.
    pub moved: &'a HashMap<String, String>,
    /// How documents are read.
    pub options: ReadOptions,
}

/// Puts the history into a repository, as far as the selected rules ask for it. What stands in the way becomes the reason why
/// they are not checked.
pub fn prepare(repository: &mut Repository, set: &RuleSet, today: Date, selection: &Selection, origin: Origin<'_>) {
    let (wanted, with_gone) = wanted(repository, set, today, selection);
    if !with_gone && wanted.iter().all(Option::is_none) {
        return;
    }
    match read(repository, set, today, origin, &wanted, with_gone) {
        Ok((mut facts, gone)) => {
            let removed =
                gone.into_iter().map(|(document, commit)| repository.add_gone(document, commit, &set.settings));
            facts.removed = removed.collect();
            repository.history = History::Known(facts);
        }
        Err(reason) => repository.history = History::Missing(reason),
    }
}

fn read(
    repository: &Repository,
    set: &RuleSet,
    today: Date,
    origin: Origin<'_>,
    wanted: &[Option<Wanted>],
    with_gone: bool,
) -> Result<(Facts, Vec<Gone>), String> {
    let is_in_git = origin.root.ancestors().any(|folder| folder.join(".git").exists());
    if !is_in_git && std::env::var_os("GIT_DIR").is_none() {
        return Err("there is no Git history here".to_owned());
    }
    let said = |error: crate::error::Error| error.to_string();
    let place = Place::around(origin.root, origin.current).map_err(said)?;
    let Some(way) = place.way(origin.root) else { return Err("there is no Git history here".to_owned()) };
    let Some(head) = origin.head.or_else(|| place.head()) else {
        return Err("the repository has no commit yet".to_owned());
    };
    if place.is_shallow().map_err(said)? {
        let remedy =
            "the history is cut off; fetch all of it (`fetch-depth: 0` in a workflow, `git fetch --unshallow` by hand)";
        return Err(remedy.to_owned());
    }
    let request = Request {
        place: &place,
        way: &way,
        head,
        moved: origin.moved,
        vocabulary: &set.vocabulary,
        options: origin.options,
        today,
        since: set.settings.history_since,
    };
    gather(request, repository, wanted, with_gone).map_err(said)
}

/// What the rules of a selection want to know of each document, and whether of those as well that are gone.
fn wanted(repository: &Repository, set: &RuleSet, today: Date, selection: &Selection) -> (Vec<Option<Wanted>>, bool) {
    let context = Context { repository, vocabulary: &set.vocabulary, settings: &set.settings, today };
    let mut wanted: Vec<Option<Wanted>> = vec![None; repository.documents.len()];
    let mut with_gone = false;
    for (index, (rule, severity)) in set.rules.iter().enumerate() {
        let is_selected = severity.is_some() && selection.rules.as_ref().is_none_or(|rules| rules.contains(&index));
        let Check::History(check) = &rule.check else { continue };
        if !is_selected {
            continue;
        }
        let all = repository.documents.iter().zip(&repository.members).enumerate();
        let subjects: Vec<Subject<'_>> = all
            .map(|(index, (document, member))| Subject { index, document, member })
            .filter(|subject| selection.documents.as_ref().is_none_or(|wanted| wanted[subject.index]))
            .filter(|subject| applies(rule, subject.member, context))
            .collect();
        for (document, wants) in check.wants(&subjects, context) {
            wanted[document].get_or_insert_default().add(wants);
        }
        with_gone |= check.wants_gone(context);
    }
    (wanted, with_gone)
}
