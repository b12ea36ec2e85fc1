//! Reads the history once and follows every document back as far as a rule asks.

use std::collections::HashMap;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::document::ReadOptions;
use crate::error::Result;
use crate::git::id::Id;
use crate::git::tree::{Entry, Mode, Tree};
use crate::repository::Repository;
use crate::vocabulary::Vocabulary;

use super::archive::Archive;
use super::chain::Chains;
use super::gone::{Gone, Scene};
use super::known::Known;
use super::past::Cursor;
use super::version::Reader;
use super::{Facts, Interest};

/// Where to look and how to read.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The repository, and what was already read from it; several requests can share one.
    pub archive: &'a Archive,
    /// The way from its top to the root of the documents, with `/` at the end.
    pub way: &'a str,
    /// The commit that the history leads to, one of the archive.
    pub head: Id,
    /// All entries of its tree, with paths from the top; they are listed where they are not given.
    pub entries: Option<&'a [Entry]>,
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

/// Gathers facts of the documents for which something is wanted, and of those that are no longer there where these are.
///
/// # Errors
///
/// When Git cannot say, or the commit is none of the archive.
pub fn gather(request: Request<'_>, repository: &Repository, interest: &dyn Interest) -> Result<(Facts, Vec<Gone>)> {
    let archive = request.archive;
    let listed;
    let entries = if let Some(entries) = request.entries {
        entries
    } else {
        listed = archive.place().entries(Tree::Commit(request.head))?;
        &*listed
    };
    let log = archive.log(request.head)?;
    let chains = Chains::of(&log);
    let commits = Known::of(&log, request);
    let reader = Reader { vocabulary: request.vocabulary, options: request.options };

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

    let mut facts = Facts { people: commits.people(), ..Facts::default() };
    facts.documents.resize_with(repository.documents.len(), || None);
    while !cursors.is_empty() {
        let asked: Vec<Option<Id>> = cursors.iter_mut().map(|cursor| cursor.ask(&chains, &commits, interest)).collect();
        let ids: Vec<Id> = asked.iter().flatten().copied().collect();
        let mut contents = archive.contents(&ids)?.into_iter();
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
    let scene = Scene { request, repository, chains: &chains, commits: &commits };
    let gone = if interest.with_gone() { scene.gone(&at_head)? } else { Vec::new() };
    Ok((facts, gone))
}
