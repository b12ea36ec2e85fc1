//! Follows one document back until all is known that was asked for.

use std::sync::Arc;

use jiff::civil::Date;

use crate::document::Document;
use crate::document::value::person::Person;
use crate::git::id::Id;

use super::chain::Chains;
use super::version::{Reader, Version};
use super::{Commit, FieldChange, Interest, Past, Step};

/// Where the way back of a document stands.
pub(super) struct Cursor<'a> {
    pub(super) document: usize,
    /// Path from the top of the repository, and contents, of the version that was looked at last.
    path: String,
    contents: Id,
    /// From which event on its origin is looked for.
    start: usize,
    newer: Newer<'a>,
    /// Its contents; none where it is not committed.
    newer_contents: Option<Id>,
    /// What led to the version that was looked at last from the one that is asked for.
    open: Option<Open>,
    past: Past,
}

/// The version that was looked at last.
enum Newer<'a> {
    Read(Version<'a>),
    /// It was not read, for it was known in what it differs from the one before.
    Unread,
}

/// In what a version differs from the one before it.
#[derive(Clone, Debug)]
pub(super) struct Compared {
    body: bool,
    text: bool,
    fields: Arc<[FieldChange]>,
}

/// Two versions by their contents, the newer one first.
pub(super) type Pair = (Id, Id);

/// What is known of the version that a cursor asked for.
pub(super) enum Answer {
    /// In what it differs was found before.
    Known(Compared),
    /// Its contents, and those of the newer version where that one was not read; none where they are lacking.
    Contents { older: Option<Vec<u8>>, newer: Option<Vec<u8>> },
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
            newer: Newer::Read(Version::of(document)),
            newer_contents: (!is_pending).then_some(contents),
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
            self.past.steps.push(Step { commit, body: true, text: true, fields: Arc::from([]), is_first: true });
            return None;
        };
        self.open = Some(Open::Event { commit, path: path.to_owned() });
        self.contents = contents;
        Some(contents)
    }

    /// The two versions that are compared next; none where one of them is not committed.
    pub(super) fn pair(&self) -> Option<Pair> {
        Some((self.newer_contents?, self.contents))
    }

    /// The contents of the newer of the two, where it was not read.
    pub(super) fn unread(&self) -> Option<Id> {
        self.newer_contents.filter(|_| matches!(self.newer, Newer::Unread))
    }

    /// Takes what was asked for. Gives whether there is more to be known, and in what the two versions differ where that is news.
    pub(super) fn answer(
        &mut self,
        answer: Answer,
        reader: Reader<'_>,
        commits: &impl Commits,
    ) -> (bool, Option<(Pair, Compared)>) {
        let pair = self.pair();
        let (compared, is_news) = match answer {
            Answer::Known(compared) => {
                self.newer = Newer::Unread;
                (compared, false)
            }
            Answer::Contents { older: Some(older), newer } => {
                match self.compare(text(older), newer.map(text), reader) {
                    Some(compared) => (compared, true),
                    None => return (self.cut(), None),
                }
            }
            Answer::Contents { older: None, .. } => return (self.cut(), None),
        };
        self.newer_contents = Some(self.contents);
        let Compared { body, text, fields } = compared.clone();
        let commit = match self.open.take() {
            Some(Open::Event { commit, path }) => {
                self.path = path;
                Some(commit)
            }
            _ => (body || !fields.is_empty()).then(|| commits.pending()),
        };
        self.past.steps.extend(commit.map(|commit| Step { commit, body, text, fields, is_first: false }));
        (true, pair.filter(|_| is_news).map(|pair| (pair, compared)))
    }

    /// Compares the version that was looked at last with the one before, which it becomes; none where it is lacking.
    fn compare(&mut self, older: String, newer: Option<String>, reader: Reader<'_>) -> Option<Compared> {
        let mut read = match std::mem::replace(&mut self.newer, Newer::Unread) {
            Newer::Read(version) => version,
            Newer::Unread => Version::read(newer?, reader),
        };
        let (older, body) = read.before(older, reader);
        let text = body || read.differs_in_text(&older);
        let fields = read.changes_since(&older).into();
        self.newer = Newer::Read(older);
        Some(Compared { body, text, fields })
    }

    fn cut(&mut self) -> bool {
        self.past.is_cut = true;
        false
    }

    pub(super) fn into_past(self) -> Past {
        self.past
    }
}

fn text(contents: Vec<u8>) -> String {
    String::from_utf8(contents).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}
