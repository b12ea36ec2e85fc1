//! The kinds of check. Each says what it looked at and what it saw; none does I/O, reads a clock or knows a rule.

pub mod acyclic;
pub mod approval;
pub mod assert;
pub mod calendar;
pub mod coverage;
pub mod distinct;
pub mod history;
pub mod inventory;
pub mod link;
mod mention;
pub mod metadata;
pub mod people;
pub mod period;
pub mod programme;
pub mod record;
mod records;
pub mod reference;
pub mod revision;
pub mod section;
pub mod syntax;
pub mod table;
pub mod text;
mod understood;
pub mod unique;
pub mod value;
pub mod waiver;

use std::sync::Arc;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::Document;
use crate::document::body;
use crate::error::Invalid;
use crate::finding::Problem;
use crate::pack::located::Located;
use crate::pack::names::Names;
use crate::repository::{Member, Repository};
use crate::settings::Settings;
use crate::source::Span;
use crate::vocabulary::{Name, Phase, Vocabulary};

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
    /// Documented information that must be there.
    Inventory(inventory::Inventory),
    /// Records that say what they must.
    Record(record::Record),
    /// Records that others must name.
    Coverage(coverage::Coverage),
    /// References that never lead back.
    Acyclic(acyclic::Acyclic),
    /// Things done at planned intervals.
    Period(period::Period),
    /// A programme that takes in everything.
    Programme(programme::Programme),
    /// Different people for different duties.
    Distinct(distinct::Distinct),
    /// Comparisons that must hold.
    Assert(assert::Assert),
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
    /// A kind of record.
    Record,
}

/// Everything that a check may look at.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// All documents of the run.
    pub repository: &'a Repository,
    /// Spellings and words.
    pub vocabulary: &'a Arc<Vocabulary>,
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
    /// The documents of a repository, without those that are gone.
    pub fn all(repository: &'a Repository) -> impl Iterator<Item = Self> {
        let documents = repository.present().iter().zip(repository.members.iter()).enumerate();
        documents.map(|(index, (document, member))| Self { index, document, member })
    }

    /// A document by its index; none where this is the index of another source.
    pub fn at(repository: &'a Repository, index: usize) -> Option<Self> {
        Some(Self { index, document: repository.documents.get(index)?, member: repository.members.get(index)? })
    }

    /// Whether demands are made of it: it is controlled, and in force or being drafted.
    pub fn is_under_control(self) -> bool {
        self.member.is_controlled && self.member.phase != Phase::Ended
    }

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
    /// What could not be judged because a value is missing.
    pub unjudged: Vec<Unjudged>,
    /// Why nothing could be examined.
    pub not_checked: Option<String>,
}

/// Something that a rule concerns and that could not be judged.
#[derive(Clone, Debug)]
pub struct Unjudged {
    /// Index of the document in the repository.
    pub document: usize,
    /// The place, in bytes.
    pub span: Span,
    /// What it is and what is missing.
    pub reason: String,
}

impl Outcome {
    /// Adds what another part saw.
    pub fn merge(&mut self, other: Self) {
        self.examined += other.examined;
        self.problems.extend(other.problems);
        self.unjudged.extend(other.unjudged);
        self.not_checked = self.not_checked.take().or(other.not_checked);
    }

    /// Adds what is seen of each item on its own. Why one of them could not be looked at counts only where no item could.
    pub fn merge_each<T>(&mut self, items: impl IntoIterator<Item = T>, mut look: impl FnMut(T, &mut Self)) {
        let mut not_checked = None;
        for item in items {
            let mut part = Self::default();
            look(item, &mut part);
            not_checked = not_checked.or(part.not_checked.take());
            self.merge(part);
        }
        if self.examined == 0 {
            self.not_checked = not_checked;
        }
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
            _ => {}
        }
    }

    /// Whether [`Self::document`] may have something to look at.
    pub(crate) fn is_per_document(&self) -> bool {
        !self.is_over_records() && !matches!(self, Self::Unique(_) | Self::Waiver(_))
    }

    /// Whether a finding can come up with nothing but the passing of days.
    pub fn comes_with_the_calendar(&self) -> bool {
        match self {
            Self::Calendar(check) => check.comes_with_the_calendar(),
            Self::Waiver(check) => check.comes_with_the_calendar(),
            Self::Period(_) => true,
            _ => false,
        }
    }

    /// Whether [`Self::repository`] has something to look at.
    pub fn is_across_documents(&self) -> bool {
        matches!(self, Self::Unique(_) | Self::People(_) | Self::History(_)) || self.is_over_records()
    }

    /// Whether it looks at records.
    pub(crate) fn is_over_records(&self) -> bool {
        match self {
            Self::Inventory(_)
            | Self::Record(_)
            | Self::Coverage(_)
            | Self::Acyclic(_)
            | Self::Period(_)
            | Self::Programme(_)
            | Self::Distinct(_)
            | Self::Assert(_) => true,
            Self::Reference(check) => check.is_over_records(),
            Self::Unique(check) => check.is_over_records(),
            _ => false,
        }
    }

    /// Looks at all documents that the rule applies to together.
    pub fn repository(&self, subjects: &[Subject<'_>], context: Context<'_>, outcome: &mut Outcome) {
        match self {
            Self::Unique(check) => check.repository(subjects, context, outcome),
            Self::People(check) => check.repository(context, outcome),
            Self::History(check) => check.repository(subjects, context, outcome),
            Self::Reference(check) => check.repository(subjects, context, outcome),
            Self::Inventory(check) => check.repository(subjects, context, outcome),
            Self::Record(check) => check.repository(subjects, context, outcome),
            Self::Coverage(check) => check.repository(subjects, context, outcome),
            Self::Acyclic(check) => check.repository(subjects, context, outcome),
            Self::Period(check) => check.repository(subjects, context, outcome),
            Self::Programme(check) => check.repository(subjects, context, outcome),
            Self::Distinct(check) => check.repository(subjects, context, outcome),
            Self::Assert(check) => check.repository(subjects, context, outcome),
            _ => {}
        }
    }

    /// The names that the parameters use, to be checked when a pack is loaded.
    pub fn names(&self) -> Vec<(NameKind, &Located)> {
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
            Self::Inventory(check) => check.names(),
            Self::Record(check) => check.names(),
            Self::Coverage(check) => check.names(),
            Self::Acyclic(check) => check.names(),
            Self::Period(check) => check.names(),
            Self::Programme(check) => check.names(),
            Self::Distinct(check) => check.names(),
            Self::Assert(check) => check.names(),
            Self::Text(_) | Self::Link(_) | Self::Revision(_) | Self::Syntax(_) | Self::Waiver(_) => Vec::new(),
        }
    }

    /// Builds and checks what is otherwise built on first use, so that a pack that loads is a pack that runs.
    ///
    /// # Errors
    ///
    /// The place in the pack and what is wrong there: a pattern, an expression, a column.
    pub fn prepare(&self, names: &Names) -> Result<(), Invalid> {
        match self {
            Self::Text(check) => check.prepare(),
            Self::Record(check) => check.prepare(names),
            Self::Coverage(check) => check.prepare(names),
            Self::Acyclic(check) => check.prepare(names),
            Self::Period(check) => check.prepare(names),
            Self::Programme(check) => check.prepare(names),
            Self::Distinct(check) => check.prepare(names),
            Self::Assert(check) => check.prepare(names),
            Self::Unique(check) => check.prepare(names),
            Self::Reference(check) => check.prepare(names),
            _ => Ok(()),
        }
    }
}

/// Whether a kind of record has a column.
fn check_column(column: Option<&Located>, record: &str, names: &Names) -> Result<(), Invalid> {
    let (Some(column), Some(definition)) = (column, names.record(record)) else { return Ok(()) };
    if definition.column(column.get_ref()).is_some() {
        return Ok(());
    }
    let known = definition.columns.iter().map(|column| column.name.as_str());
    let help = crate::document::slug::nearest(column.get_ref(), known.clone()).map_or_else(
        || format!("known: {}", known.collect::<Vec<_>>().join(", ")),
        |near| format!("did you mean `{near}`?"),
    );
    Err(Invalid {
        span: column.span(),
        message: format!("`{record}` has no column `{}`", column.get_ref()),
        label: "not known".to_owned(),
        help: Some(help),
    })
}

fn fields(names: &[Located]) -> Vec<(NameKind, &Located)> {
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

/// A value as it is quoted in a message: on one line, shortened where it is long.
pub(crate) fn quoted(text: &str) -> String {
    format!("`{}`", shortened(text).replace('`', "'"))
}

/// A value on one line, cut where it is long.
pub(crate) fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MOST {
        return line;
    }
    let short: String = line.chars().take(MOST - 1).collect();
    format!("{short}…")
}
