//! Follows one document back until all is known that was asked for.

use std::sync::Arc;

use jiff::civil::Date;

use crate::document::Document;
use crate::document::value::person::Person;
use crate::git::id::Id;

use super::chain::Chains;
use super::version::{Reader, Version};
use super::{Commit, Interest, Past, Step};

/// Where the way back of a document stands.
pub(super) struct Cursor<'a> {
    pub(super) document: usize,
    /// Path from the top of the repository, and contents, of the version that was looked at last.
    path: String,
    contents: Id,
    /// From which event on its origin is looked for.
    start: usize,
    newer: Version<'a>,
    /// What led to the version that was looked at last from the one that is asked for.
    open: Option<Open>,
    past: Past,
}

enum Open {
    /// It is not committed.
    Pending,
    /// A commit, and where the document stood before.
    Event { commit: Arc<Commit>, path: String },
}

/// What a cursor needs of the whole history.
pub(super) trait Commits: Sync {
    /// The commit that wrote what an event did, of a merge the newest that it brought; none where it is too old to be looked at.
    fn of(&self, event: &crate::git::log::Event, chains: &Chains<'_>) -> Option<Arc<Commit>>;
    /// Everybody who wrote what led to some contents of a path, and the earliest day on which any of it landed.
    fn writers(&self, path: &str, contents: Id, chains: &Chains<'_>) -> (Vec<Person>, Option<Date>);
    /// The name of the commit of an event.
    fn touching(&self, event: &crate::git::log::Event) -> Option<Id>;
    /// What is not committed.
    fn pending(&self) -> Arc<Commit>;
}

impl<'a> Cursor<'a> {
    /// Begins with a document that stands in the commit with some contents; `is_pending` where its text is another one.
    pub(super) fn new(index: usize, document: &'a Document, path: String, contents: Id, is_pending: bool) -> Self {
        Self {
            document: index,
            path,
            contents,
            start: 0,
            newer: Version::of(document),
            open: is_pending.then_some(Open::Pending),
            past: Past::default(),
        }
    }

    /// The contents that are needed next; none where all is known.
    pub(super) fn ask(&mut self, chains: &Chains<'_>, commits: &impl Commits, interest: &dyn Interest) -> Option<Id> {
        if matches!(self.open, Some(Open::Pending)) {
            return Some(self.contents);
        }
        let link = chains.origin(&self.path, self.contents, self.start)?;
        let commit = commits.of(link.event, chains)?;
        if self.past.touched.is_none() {
            self.past.touched = commits.touching(link.event);
            (self.past.writers, self.past.oldest) = commits.writers(&self.path, self.contents, chains);
        }
        if !interest.is_open(self.document, &self.past, &commit) {
            return None;
        }
        self.start = link.next;
        let Some((path, contents)) = link.before else {
            self.past.steps.push(Step { commit, body: true, text: true, fields: Vec::new(), is_first: true });
            return None;
        };
        self.open = Some(Open::Event { commit, path: path.to_owned() });
        self.contents = contents;
        Some(contents)
    }

    /// Takes the contents that were asked for.
    pub(super) fn answer(&mut self, contents: Option<Vec<u8>>, reader: Reader<'_>, commits: &impl Commits) -> bool {
        let Some(contents) = contents else {
            self.past.is_cut = true;
            return false;
        };
        let text =
            String::from_utf8(contents).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        let (older, body) = self.newer.before(text, reader);
        let text = body || self.newer.differs_in_text(&older);
        let fields = self.newer.changes_since(&older);
        let commit = match self.open.take() {
            Some(Open::Event { commit, path }) => {
                self.path = path;
                Some(commit)
            }
            _ => (body || !fields.is_empty()).then(|| commits.pending()),
        };
        self.past.steps.extend(commit.map(|commit| Step { commit, body, text, fields, is_first: false }));
        self.newer = older;
        true
    }

    pub(super) fn into_past(self) -> Past {
        self.past
    }
}
