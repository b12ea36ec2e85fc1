//! The commits of a history, with what they say of people and changes.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use crate::document::value::Reading;
use crate::document::value::person::{Person, read_people};
use crate::git::id::Id;
use crate::git::log::{Event, Log};
use crate::vocabulary::Trailer;

use super::Commit;
use super::chain::Chains;
use super::gather::Request;
use super::past::Commits;

/// The commits of a history, each turned into facts when it is first asked for.
pub(super) struct Known<'a> {
    log: &'a Log,
    request: Request<'a>,
    cache: Vec<OnceLock<Arc<Commit>>>,
    me: OnceLock<Arc<Commit>>,
}

impl Commits for Known<'_> {
    fn of(&self, event: &Event, chains: &Chains<'_>) -> Option<Arc<Commit>> {
        let index = event.commit;
        if self.request.since.is_some_and(|since| self.log.commits[index].day < since) {
            return None;
        }
        if event.old.len() > 1 {
            let writers = chains.writers(event);
            return Some(Arc::new(self.commit(writers.first().copied().unwrap_or(index), &writers)));
        }
        Some(Arc::clone(self.cache[index].get_or_init(|| Arc::new(self.commit(index, &[index])))))
    }

    fn writers(&self, path: &str, contents: Id, chains: &Chains<'_>) -> (Vec<Person>, Option<Date>) {
        let mut oldest: Option<Date> = None;
        let mut authors: Vec<&(String, String)> = Vec::new();
        let (mut path, mut contents, mut start) = (path, contents, 0);
        while let Some(link) = chains.origin(path, contents, start) {
            let landed_on = self.landed_on(link.event.commit);
            oldest = Some(oldest.map_or(landed_on, |oldest| oldest.min(landed_on)));
            for writer in chains.writers(link.event) {
                let author = &self.log.commits[writer].author;
                if !authors.contains(&author) {
                    authors.push(author);
                }
            }
            let Some(before) = link.before else { break };
            (path, contents, start) = (before.0, before.1, link.next);
        }
        (authors.into_iter().map(person).collect(), oldest)
    }

    fn touching(&self, event: &Event) -> Option<Id> {
        Some(self.log.commits[event.commit].id)
    }

    fn pending(&self) -> Arc<Commit> {
        let commit = || {
            let me = self.request.archive.me().unwrap_or_default();
            Arc::new(Commit {
                id: None,
                day: self.request.today,
                landed_on: self.request.today,
                landed: usize::MAX,
                authors: self.read_people(me),
                approved_by: Vec::new(),
                reviewed_by: Vec::new(),
                changes: Vec::new(),
                is_editorial: false,
            })
        };
        Arc::clone(self.me.get_or_init(commit))
    }
}

impl<'a> Known<'a> {
    pub(super) fn of(log: &'a Log, request: Request<'a>) -> Self {
        Self { log, request, cache: log.commits.iter().map(|_| OnceLock::new()).collect(), me: OnceLock::new() }
    }

    /// Everybody who ever wrote a commit.
    pub(super) fn people(&self) -> Vec<Person> {
        let mut seen = HashSet::new();
        let authors = self.log.commits.iter().map(|commit| &commit.author).filter(|author| seen.insert(*author));
        authors.map(person).collect()
    }

    /// The last day on which a commit became part of the main line.
    fn landed_on(&self, index: usize) -> Date {
        let (raw, merge) = (&self.log.commits[index], &self.log.commits[self.log.landed[index]]);
        raw.day.max(raw.committed).max(merge.committed)
    }

    fn commit(&self, index: usize, writers: &[usize]) -> Commit {
        let raw = &self.log.commits[index];
        let landed = self.log.landed[index];
        let merge = (landed != index).then(|| &self.log.commits[landed]);
        let mut commit = Commit {
            id: Some(raw.id),
            day: raw.day,
            landed_on: self.landed_on(index),
            landed,
            authors: writers.iter().map(|&writer| person(&self.log.commits[writer].author)).collect(),
            approved_by: Vec::new(),
            reviewed_by: Vec::new(),
            changes: Vec::new(),
            is_editorial: false,
        };
        let vocabulary = self.request.vocabulary;
        let own = raw.trailers.iter().map(|trailer| (trailer, true));
        for ((key, value), is_own) in
            own.chain(merge.iter().flat_map(|merge| merge.trailers.iter().map(|trailer| (trailer, false))))
        {
            match vocabulary.trailer(key) {
                Some(Trailer::Approved) => commit.approved_by.extend(self.read_people(value)),
                Some(Trailer::Reviewed) => commit.reviewed_by.extend(self.read_people(value)),
                Some(Trailer::Written) if is_own => commit.authors.extend(self.read_people(value)),
                Some(Trailer::Change) => commit.changes.push(value.clone()),
                Some(Trailer::Editorial) if is_own => commit.is_editorial |= !vocabulary.is_refusal(value),
                _ => {}
            }
        }
        commit
    }

    fn read_people(&self, text: &str) -> Vec<Person> {
        match read_people(text, &self.request.vocabulary.words) {
            Reading::Valid(people) => people,
            _ => Vec::new(),
        }
    }
}

fn person((name, email): &(String, String)) -> Person {
    let some = |text: &String| (!text.is_empty()).then(|| text.clone());
    Person { name: some(name), email: some(email), ..Person::default() }
}
