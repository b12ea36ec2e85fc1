//! What the history says of documents: when the text last changed, who made the approval, who moved a review date.
//!
//! Facts are data. They are gathered before the rules run, and only for the documents that a rule asks about.

pub mod approval;
pub mod archive;
pub mod body;
mod cache;
mod chain;
pub mod gather;
pub mod gone;
mod known;
mod past;
pub mod prepare;
mod version;

use std::sync::Arc;

use jiff::civil::Date;

use crate::document::field::{Field, Typed};
use crate::document::value::person::Person;
use crate::git::id::Id;

/// What is known of the history of a repository.
#[derive(Debug, Default)]
pub enum History {
    /// Nobody asked.
    #[default]
    Unread,
    /// It is not there, or not whole; why, and what to do.
    Missing(String),
    /// Facts.
    Known(Facts),
}

/// Facts of the history.
#[derive(Debug, Default)]
pub struct Facts {
    /// Of each document of the run by its index; none where nobody asked.
    pub documents: Vec<Option<Past>>,
    /// Documents that are gone.
    pub removed: Vec<Removal>,
    /// Everybody who ever wrote a commit.
    pub people: Vec<Person>,
}

/// The changes of one document.
#[derive(Debug, Default)]
pub struct Past {
    /// Newest first, as far back as was asked for.
    pub steps: Vec<Step>,
    /// The commit that last touched the file in any way.
    pub touched: Option<Id>,
    /// Everybody who ever wrote the document, as far as commits go.
    pub writers: Vec<Person>,
    /// The earliest day on which a commit that led here became part of the main line.
    pub oldest: Option<Date>,
    /// Whether contents were lacking, as in a partial clone.
    pub is_cut: bool,
}

/// One change of a document.
#[derive(Debug)]
pub struct Step {
    /// Who changed it and when.
    pub commit: Arc<Commit>,
    /// Whether the text changed, apart from metadata, layout and targets of links.
    pub body: bool,
    /// Whether anything in the text changed but blanks, be it the target of a link.
    pub text: bool,
    /// The metadata that changed.
    pub fields: Arc<[FieldChange]>,
    /// Whether the document came with it.
    pub is_first: bool,
}

/// A piece of metadata before and after a change.
#[derive(Debug)]
pub struct FieldChange {
    /// Before; none where it was not stated.
    pub before: Option<Field>,
    /// After; none where it is no longer stated.
    pub after: Option<Field>,
}

/// A commit, or what is not committed yet.
#[derive(Debug)]
pub struct Commit {
    /// Its name; none for what is not committed.
    pub id: Option<Id>,
    /// The day on which its author wrote it.
    pub day: Date,
    /// The last day on which it became part of the main line.
    pub landed_on: Date,
    /// The same for all commits that one merge brought.
    pub landed: usize,
    /// Those who wrote it.
    pub authors: Vec<Person>,
    /// Those whom it names as having approved it.
    pub approved_by: Vec<Person>,
    /// Those whom it names as having reviewed it.
    pub reviewed_by: Vec<Person>,
    /// The changes that it says it belongs to.
    pub changes: Vec<String>,
    /// Whether it says that it changes no meaning.
    pub is_editorial: bool,
}

/// A document that is gone.
#[derive(Debug)]
pub struct Removal {
    /// The document as it last was, by its index in the repository.
    pub document: usize,
    /// What it was.
    pub kind: Option<Arc<str>>,
    /// Who removed it.
    pub commit: Arc<Commit>,
}

/// Which documents are followed back, and how far.
pub trait Interest: Sync {
    /// Whether anything has to be known of a document.
    fn is_wanted(&self, document: usize) -> bool;
    /// Whether more has to be known of a document than is known so far, where `next` is the commit that made the version that was
    /// looked at last.
    fn is_open(&self, document: usize, past: &Past, next: &Commit) -> bool;
    /// Whether documents that are gone have to be known.
    fn with_gone(&self) -> bool;
}

impl FieldChange {
    /// The canonical name.
    pub fn name(&self) -> Option<&str> {
        self.after.as_ref().or(self.before.as_ref()).and_then(Field::name)
    }

    /// The key as written.
    pub fn key(&self) -> &str {
        self.after.as_ref().or(self.before.as_ref()).map_or("", |field| field.key.as_str())
    }

    /// The days before and after, where both are stated.
    pub fn days(&self) -> Option<(Date, Date)> {
        let day = |field: &Option<Field>| match &field.as_ref()?.typed {
            Typed::Date(reading) => reading.valid().copied(),
            _ => None,
        };
        Some((day(&self.before)?, day(&self.after)?))
    }
}

impl Step {
    /// The change of a field.
    pub fn field(&self, name: &str) -> Option<&FieldChange> {
        self.fields.iter().find(|change| change.name() == Some(name))
    }

    /// Whether the text changed and not only its wording.
    pub fn is_change_of_content(&self) -> bool {
        self.body && !self.is_first && !self.commit.is_editorial
    }
}

impl Past {
    /// The newest change of one of some fields; the first version counts, for it stated the field.
    pub fn last_change_of(&self, fields: &[&str]) -> Option<(usize, &Step)> {
        let states = |step: &Step| step.is_first || fields.iter().any(|name| step.field(name).is_some());
        self.steps.iter().enumerate().find(|(_, step)| states(step))
    }

    /// Whether one of some fields changed in what is known.
    pub fn has_changed(&self, fields: &[&str]) -> bool {
        self.steps.iter().any(|step| fields.iter().any(|name| step.field(name).is_some()))
    }
}

impl Commit {
    /// Whether both came with one merge. A merge can bring years where the main line is not that of the first parents, so that
    /// they must also be of one month.
    pub fn is_with(&self, other: &Self) -> bool {
        const MOST_DAYS: i32 = 31;
        self.landed == other.landed && (self.day - other.day).get_days().abs() <= MOST_DAYS
    }

    /// How to name it in a message: `` `3f2c1a9` of 2026-04-02 by Jane Doe ``.
    pub fn label(&self) -> String {
        let author = self.authors.first().map(Person::label).unwrap_or_default();
        match (&self.id, author.as_str()) {
            (None, _) => "what is not committed yet".to_owned(),
            (Some(id), "") => format!("`{}` of {}", id.short(), self.day),
            (Some(id), author) => format!("`{}` of {} by {author}", id.short(), self.day),
        }
    }
}

impl History {
    /// Facts of a document, where they were asked for.
    pub fn of(&self, document: usize) -> Option<&Past> {
        match self {
            Self::Known(facts) => facts.documents.get(document)?.as_ref(),
            Self::Unread | Self::Missing(_) => None,
        }
    }
}
