//! Gathers the facts that the selected rules ask for, and starts Git only where one does.

use std::collections::HashMap;
use std::path::Path;

use jiff::civil::Date;

use crate::check::{self, Check, Context, Subject};
use crate::document::ReadOptions;
use crate::engine::{Selection, applies};
use crate::git::id::Id;
use crate::git::place::Place;
use crate::repository::Repository;
use crate::ruleset::RuleSet;

use super::archive::{Archive, Shared};
use super::gather::{Request, gather};
use super::gone::Gone;
use super::{Commit, Facts, History, Interest, Past};

/// Where the documents come from.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// The root of the documents.
    pub root: &'a Path,
    /// The current folder, from which variables of the environment count; none where these are about something else.
    pub current: Option<&'a Path>,
    /// The commit that the documents come from or go into; the one that is checked out where none is given.
    pub head: Option<Id>,
    /// Documents that stand elsewhere in that commit: path now and then, from the top of the repository.
    pub moved: &'a HashMap<String, String>,
    /// How documents are read.
    pub options: ReadOptions,
    /// What was already read of this repository for another commit, and the tree of `head`.
    pub shared: Option<Shared<'a>>,
}

/// Puts the history into a repository, as far as the selected rules ask for it. What stands in the way becomes the reason why
/// they are not checked.
pub fn prepare(repository: &mut Repository, set: &RuleSet, today: Date, selection: &Selection, origin: Origin<'_>) {
    let context = Context { repository, vocabulary: &set.vocabulary, settings: &set.settings, today };
    let questions = Questions::of(set, context, selection);
    if !questions.is_any() {
        return;
    }
    match read(set, origin, context, &questions) {
        Ok((mut facts, gone)) => {
            let removed =
                gone.into_iter().filter_map(|(document, commit)| repository.add_gone(document, commit, &set.settings));
            facts.removed = removed.collect();
            repository.history = History::Known(facts);
        }
        Err(reason) => repository.history = History::Missing(reason),
    }
}

/// Reads what is asked of the history; where that cannot be, why.
pub(super) fn read(
    set: &RuleSet,
    origin: Origin<'_>,
    context: Context<'_>,
    questions: &dyn Interest,
) -> Result<(Facts, Vec<Gone>), String> {
    let nothing_here = || "there is no Git history here".to_owned();
    let said = |error: crate::error::Error| error.to_string();
    let way = |place: &Place| place.way(origin.root).ok_or_else(nothing_here);
    let own;
    let (archive, way, head) = if let Some(Shared { archive, .. }) = origin.shared {
        (archive, way(archive.place())?, origin.head.unwrap_or_else(|| archive.newest()))
    } else {
        let is_in_git = origin.root.ancestors().any(|folder| folder.join(".git").exists());
        if !is_in_git && (origin.current.is_none() || std::env::var_os("GIT_DIR").is_none()) {
            return Err(nothing_here());
        }
        let place = Place::around(origin.root, origin.current).map_err(said)?;
        let way = way(&place)?;
        let head = origin.head.or(place.head).ok_or("the repository has no commit yet")?;
        own = Archive::of_one(place, head).map_err(said)?;
        (&own, way, head)
    };
    let request = Request {
        archive,
        way: &way,
        head,
        entries: origin.shared.map(|shared| shared.entries),
        moved: origin.moved,
        vocabulary: &set.vocabulary,
        options: origin.options,
        today: context.today,
        since: set.settings.history_since,
    };
    gather(request, context.repository, questions).map_err(said)
}

/// What the rules of a selection ask of each document.
struct Questions<'a> {
    context: Context<'a>,
    /// By the index of the document.
    checks: Vec<Vec<&'a check::history::History>>,
    /// Documents that are followed to their beginning.
    whole: Vec<bool>,
    with_gone: bool,
}

impl<'a> Questions<'a> {
    fn of(set: &'a RuleSet, context: Context<'a>, selection: &Selection) -> Self {
        let repository = context.repository;
        let number = repository.documents.len();
        let mut questions =
            Self { context, checks: vec![Vec::new(); number], whole: vec![false; number], with_gone: false };
        for (index, (rule, severity)) in set.rules.iter().enumerate() {
            let is_selected = severity.is_some() && selection.rules.as_ref().is_none_or(|rules| rules.contains(&index));
            let Check::History(check) = &rule.check else { continue };
            if !is_selected {
                continue;
            }
            let subjects: Vec<Subject<'_>> = Subject::all(repository)
                .filter(|subject| selection.documents.as_ref().is_none_or(|wanted| wanted[subject.index]))
                .filter(|subject| applies(rule, subject.member, context))
                .collect();
            for subject in subjects.iter().filter(|subject| check.wants(**subject, context)) {
                questions.checks[subject.index].push(check);
            }
            for document in check.wants_others(&subjects, context) {
                questions.whole[document] = true;
            }
            questions.with_gone |= check.wants_gone(context);
        }
        questions
    }

    fn is_any(&self) -> bool {
        self.with_gone || self.whole.contains(&true) || self.checks.iter().any(|checks| !checks.is_empty())
    }
}

impl Interest for Questions<'_> {
    fn is_wanted(&self, document: usize) -> bool {
        self.whole[document] || !self.checks[document].is_empty()
    }

    fn is_open(&self, document: usize, past: &Past, next: &Commit) -> bool {
        let Some(subject) = Subject::at(self.context.repository, document) else { return false };
        self.whole[document]
            || self.checks[document].iter().any(|check| check.is_open(subject, past, next, self.context))
    }

    fn with_gone(&self) -> bool {
        self.with_gone
    }
}
