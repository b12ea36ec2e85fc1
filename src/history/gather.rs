//! Reads the history once and follows every document back as far as a rule asks.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::document::value::Reading;
use crate::document::value::person::{Person, read_people};
use crate::document::{Document, ReadOptions};
use crate::error::Result;
use crate::git::blobs::Blobs;
use crate::git::id::Id;
use crate::git::log::{Event, Log};
use crate::git::place::Place;
use crate::git::tree::{Mode, Tree};
use crate::input::file::MAX_FILE_BYTES;
use crate::repository::Repository;
use crate::source::Source;
use crate::vocabulary::{Trailer, Vocabulary};

use super::chain::Chains;
use super::past::{Commits, Cursor};
use super::version::Reader;
use super::{Commit, Facts, Interest};

/// Where to look and how to read.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The repository.
    pub place: &'a Place,
    /// The way from its top to the root of the documents, with `/` at the end.
    pub way: &'a str,
    /// The commit that the history leads to.
    pub head: Id,
    /// Documents that stand elsewhere in that commit: path now and then, from the top.
    pub moved: &'a HashMap<String, String>,
    /// Spellings and words.
    pub vocabulary: &'a Vocabulary,
    /// How documents are read.
    pub options: ReadOptions,
    /// The day of what is not committed.
    pub today: Date,
    /// Commits before this day are not looked at.
    pub since: Option<Date>,
}

/// A document that is gone, and the commit that removed it.
pub type Gone = (Document, Arc<Commit>);

/// Gathers facts of the documents for which something is wanted, and of those that are no longer there where these are.
///
/// # Errors
///
/// When Git cannot say.
pub fn gather(request: Request<'_>, repository: &Repository, interest: &dyn Interest) -> Result<(Facts, Vec<Gone>)> {
    let entries = request.place.entries(Tree::Commit(request.head))?;
    let log = request.place.log(request.head)?;
    let chains = Chains::of(&log);
    let commits =
        Known { log: &log, request, cache: log.commits.iter().map(|_| OnceLock::new()).collect(), me: OnceLock::new() };
    let reader = Reader { vocabulary: request.vocabulary, options: request.options };
    let mut blobs = Blobs::open(&request.place.git)?;

    let files = entries.iter().filter(|entry| entry.mode == Mode::File);
    let at_head: HashMap<&str, Id> = files.map(|entry| (entry.path.as_str(), entry.id)).collect();
    let mut cursors: Vec<Cursor<'_>> = repository
        .documents
        .par_iter()
        .enumerate()
        .filter_map(|(index, document)| {
            let now = interest.is_wanted(index).then(|| document.path())?;
            let now = format!("{}{now}", request.way);
            let path = request.moved.get(&now).unwrap_or(&now);
            let contents = *at_head.get(path.as_str())?;
            let is_pending = Id::of_blob(document.source.text().as_bytes(), contents) != contents;
            Some(Cursor::new(index, document, path.clone(), contents, is_pending))
        })
        .collect();

    let mut facts = Facts { people: people(&log), ..Facts::default() };
    facts.documents.resize_with(repository.documents.len(), || None);
    while !cursors.is_empty() {
        let asked: Vec<Option<Id>> = cursors.iter_mut().map(|cursor| cursor.ask(&chains, &commits, interest)).collect();
        let ids: Vec<Id> = asked.iter().flatten().copied().collect();
        let mut contents = read(&mut blobs, &ids)?.into_iter();
        let answers: Vec<_> = asked.into_iter().map(|asked| asked.map(|_| contents.next().flatten())).collect();
        let answered: Vec<_> = cursors
            .into_par_iter()
            .zip(answers)
            .map(|(mut cursor, answer)| {
                let is_open = answer.is_some_and(|contents| cursor.answer(contents, reader, &commits));
                (cursor, is_open)
            })
            .collect();
        cursors = Vec::with_capacity(answered.len());
        for (cursor, is_open) in answered {
            if is_open {
                cursors.push(cursor);
            } else {
                let document = cursor.document;
                facts.documents[document] = Some(cursor.into_past());
            }
        }
    }
    let gone =
        if interest.with_gone() { gone(request, repository, &chains, &commits, &mut blobs)? } else { Vec::new() };
    Ok((facts, gone))
}

fn read(blobs: &mut Blobs, ids: &[Id]) -> Result<Vec<Option<Vec<u8>>>> {
    blobs.read(ids, MAX_FILE_BYTES).map_err(|cause| crate::error::Error::Git {
        message: format!("`git cat-file` ended early: {cause}"),
        help: "run `git fsck` in this repository".to_owned(),
    })
}

/// Everybody who ever wrote a commit.
fn people(log: &Log) -> Vec<Person> {
    let mut seen = HashSet::new();
    let authors = log.commits.iter().map(|commit| &commit.author).filter(|author| seen.insert(*author));
    authors.map(person).collect()
}

fn person((name, email): &(String, String)) -> Person {
    let some = |text: &String| (!text.is_empty()).then(|| text.clone());
    Person { name: some(name), email: some(email), ..Person::default() }
}

/// Documents that the history removed and that are not there today.
fn gone(
    request: Request<'_>,
    repository: &Repository,
    chains: &Chains<'_>,
    commits: &Known<'_>,
    blobs: &mut Blobs,
) -> Result<Vec<Gone>> {
    let mut events: Vec<(&Event, &str)> = chains
        .gone()
        .filter_map(|event| {
            let path = event.path.strip_prefix(request.way)?;
            let is_there =
                repository.files.contains_file(path) || request.moved.values().any(|then| *then == event.path);
            (!is_there && crate::input::path::is_document(path)).then_some((event, path))
        })
        .collect();
    events.sort_by_key(|(_, path)| *path);
    let known: Vec<_> = events
        .into_iter()
        .filter_map(|(event, path)| Some((*event.old.first()?, path, commits.of(event, chains)?)))
        .collect();
    let ids: Vec<Id> = known.iter().map(|(id, ..)| *id).collect();
    let contents = read(blobs, &ids)?;
    let read = known.into_par_iter().zip(contents).filter_map(|((_, path, commit), contents)| {
        let text = String::from_utf8(contents?).ok()?;
        Some((Document::parse(Source::new(path, text), request.vocabulary, request.options), commit))
    });
    Ok(read.collect())
}

/// The commits of a history, each turned into facts when it is first asked for.
struct Known<'a> {
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
            return Some(Arc::new(self.commit(index, &chains.writers(event))));
        }
        Some(Arc::clone(self.cache[index].get_or_init(|| Arc::new(self.commit(index, &[index])))))
    }

    fn writers(&self, path: &str, contents: Id, chains: &Chains<'_>) -> Vec<Person> {
        let mut authors: Vec<&(String, String)> = Vec::new();
        let (mut path, mut contents, mut start) = (path, contents, 0);
        while let Some((index, event)) = chains.origin(path, contents, start) {
            for writer in chains.writers(event) {
                let author = &self.log.commits[writer].author;
                if !authors.contains(&author) {
                    authors.push(author);
                }
            }
            let (Some(before), Some(&old)) = (&event.before, event.old.first()) else { break };
            (path, contents, start) = (before, old, index + 1);
        }
        authors.into_iter().map(person).collect()
    }

    fn pending(&self) -> Arc<Commit> {
        let commit = || {
            let me = self.request.place.me().unwrap_or_default();
            Arc::new(Commit {
                id: None,
                day: self.request.today,
                landed_on: self.request.today,
                landed: usize::MAX,
                authors: self.read_people(&me),
                approved_by: Vec::new(),
                reviewed_by: Vec::new(),
                changes: Vec::new(),
                is_editorial: false,
            })
        };
        Arc::clone(self.me.get_or_init(commit))
    }
}

impl Known<'_> {
    fn commit(&self, index: usize, writers: &[usize]) -> Commit {
        let raw = &self.log.commits[index];
        let landed = self.log.landed[index];
        let merge = (landed != index).then(|| &self.log.commits[landed]);
        let mut commit = Commit {
            id: Some(raw.id),
            day: raw.day,
            landed_on: merge.map_or(raw.committed, |merge| merge.committed.max(raw.committed)).max(raw.day),
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
