//! The kinds of check. Each says what it looked at and what it saw; none does I/O, reads a clock or knows a rule.

pub mod approval;
pub mod calendar;
pub mod history;
pub mod link;
pub mod metadata;
pub mod people;
pub mod reference;
pub mod revision;
pub mod section;
pub mod syntax;
pub mod table;
pub mod text;
pub mod unique;
pub mod value;
pub mod waiver;

use std::ops::Range;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use crate::document::Document;
use crate::document::body;
use crate::finding::Problem;
use crate::repository::{Member, Repository};
use crate::settings::Settings;
use crate::vocabulary::{Name, Vocabulary};

/// Kind and parameters of a check.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Check {
    /// Metadata that must be there.
    Metadata(metadata::Metadata),
    /// Values that must be of the right form and agree with each other.
    Value(value::Value),
    /// Days in their order and on time.
    Calendar(calendar::Calendar),
    /// Sections that must be there and not empty.
    Section(section::Section),
    /// Columns and cells of tables.
    Table(table::Table),
    /// Words that must not stand in the text.
    Text(text::Text),
    /// Links that must lead somewhere.
    Link(link::Link),
    /// Who approved.
    Approval(approval::Approval),
    /// The version against the revision history.
    Revision(revision::Revision),
    /// The form of the file.
    Syntax(syntax::Syntax),
    /// Values that no two documents share.
    Unique(unique::Unique),
    /// Other documents that are referred to.
    Reference(reference::Reference),
    /// Persons and roles against the register.
    People(people::People),
    /// Waivers, comments that waive, and the baseline.
    Waiver(waiver::Waiver),
    /// Documents against their history.
    History(history::History),
}

/// What a name in the parameters of a check must be known as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// A field.
    Field,
    /// A section heading.
    Section,
    /// A kind of document.
    Kind,
    /// A state of a document.
    State,
}

/// Everything that a check may look at.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// All documents of the run.
    pub repository: &'a Repository,
    /// Spellings and words.
    pub vocabulary: &'a Vocabulary,
    /// What the configuration says.
    pub settings: &'a Settings,
    /// The day on which the documents are judged.
    pub today: Date,
}

/// One document that a rule applies to.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Its index in the repository.
    pub index: usize,
    /// The document.
    pub document: &'a Document,
    /// What the repository knows of it.
    pub member: &'a Member,
}

impl<'a> Subject<'a> {
    /// The headings of the document, each with the known sections that it stands for.
    fn sections(self, vocabulary: &Vocabulary) -> impl Iterator<Item = (&'a body::Section, &'a [Name])> {
        let matched = self.member.sections(self.document, vocabulary);
        self.document.body.sections.iter().zip(matched.iter().map(Vec::as_slice))
    }
}

/// What a check looked at and saw.
#[derive(Debug, Default)]
pub struct Outcome {
    /// How many things were examined; what a thing is depends on the kind of check.
    pub examined: usize,
    /// What was seen.
    pub problems: Vec<Problem>,
    /// Why nothing could be examined.
    pub not_checked: Option<String>,
}

impl Outcome {
    /// Adds what another part saw.
    pub fn merge(&mut self, other: Self) {
        self.examined += other.examined;
        self.problems.extend(other.problems);
        self.not_checked = self.not_checked.take().or(other.not_checked);
    }
}

impl Check {
    /// Looks at one document; kinds that compare documents do nothing here.
    pub fn document(&self, subject: Subject<'_>, context: Context<'_>, outcome: &mut Outcome) {
        match self {
            Self::Metadata(check) => check.document(subject, context, outcome),
            Self::Value(check) => check.document(subject, context, outcome),
            Self::Calendar(check) => check.document(subject, context, outcome),
            Self::Section(check) => check.document(subject, context, outcome),
            Self::Table(check) => check.document(subject, context, outcome),
            Self::Text(check) => check.document(subject, outcome),
            Self::Link(check) => check.document(subject, context, outcome),
            Self::Approval(check) => check.document(subject, context, outcome),
            Self::Revision(check) => check.document(subject, outcome),
            Self::Syntax(check) => check.document(subject, outcome),
            Self::Reference(check) => check.document(subject, context, outcome),
            Self::People(check) => check.document(subject, context, outcome),
            Self::History(check) => check.document(subject, context, outcome),
            Self::Unique(_) | Self::Waiver(_) => {}
        }
    }

    /// Whether a finding can come up with nothing but the passing of days.
    pub fn comes_with_the_calendar(&self) -> bool {
        match self {
            Self::Calendar(check) => check.comes_with_the_calendar(),
            Self::Waiver(check) => check.comes_with_the_calendar(),
            _ => false,
        }
    }

    /// Whether [`Self::repository`] has something to look at.
    pub fn is_across_documents(&self) -> bool {
        matches!(self, Self::Unique(_) | Self::People(_) | Self::History(_))
    }

    /// Looks at all documents that the rule applies to together.
    pub fn repository(&self, subjects: &[Subject<'_>], context: Context<'_>, outcome: &mut Outcome) {
        match self {
            Self::Unique(check) => check.repository(subjects, context, outcome),
            Self::People(check) => check.repository(context, outcome),
            Self::History(check) => check.repository(subjects, context, outcome),
            _ => {}
        }
    }

    /// The names that the parameters use, to be checked when a pack is loaded.
    pub fn names(&self) -> Vec<(NameKind, &Spanned<String>)> {
        match self {
            Self::Metadata(check) => check.names(),
            Self::Value(check) => check.names(),
            Self::Calendar(check) => check.names(),
            Self::Section(check) => check.names(),
            Self::Table(check) => check.names(),
            Self::Approval(check) => check.names(),
            Self::Unique(check) => check.names(),
            Self::Reference(check) => check.names(),
            Self::People(check) => check.names(),
            Self::History(check) => check.names(),
            Self::Text(_) | Self::Link(_) | Self::Revision(_) | Self::Syntax(_) | Self::Waiver(_) => Vec::new(),
        }
    }

    /// Builds what is otherwise built on first use, so that a pack that loads is a pack that runs.
    ///
    /// # Errors
    ///
    /// The place in the pack and the reason, for a pattern that is not valid or too large.
    pub fn prepare(&self) -> Result<(), (Range<usize>, String)> {
        match self {
            Self::Text(check) => check.prepare(),
            _ => Ok(()),
        }
    }
}

fn fields(names: &[Spanned<String>]) -> Vec<(NameKind, &Spanned<String>)> {
    names.iter().map(|name| (NameKind::Field, name)).collect()
}

/// Names in backticks, joined for a sentence: "`a`, `b` and `c`".
pub(crate) fn listed(names: &[&str]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    joined(&quoted, "and")
}

/// Phrases joined for a sentence.
pub(crate) fn joined(phrases: &[String], last: &str) -> String {
    match phrases {
        [] => String::new(),
        [only] => only.clone(),
        [init @ .., end] => format!("{} {last} {end}", init.join(", ")),
    }
}

/// A value as it is quoted in a message: on one line, shortened in the middle of the text where it is long.
pub(crate) fn quoted(text: &str) -> String {
    const MOST: usize = 60;
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ").replace('`', "'");
    if line.chars().count() <= MOST {
        return format!("`{line}`");
    }
    let short: String = line.chars().take(MOST - 1).collect();
    format!("`{short}…`")
}
