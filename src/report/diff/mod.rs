//! What changed between two revisions: findings, clauses and documents, matched by identity and not by place.

mod build;
mod documents;
pub mod markdown;
pub mod terminal;

pub use build::build;
pub use documents::Pairs;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::figures::Figures;
use super::gap::State;
use crate::finding::Severity;
use crate::pack::Class;

/// The version of this form.
pub const VERSION: u32 = 1;

/// What changed between two revisions.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Diff {
    /// The version of this form.
    pub version: u32,
    /// The earlier side.
    pub before: Side,
    /// The later side.
    pub after: Side,
    /// How many findings are new, fixed, and so on.
    pub summary: Summary,
    /// Findings that differ, and those that are still there where they were asked for.
    pub findings: Vec<Change>,
    /// Assessable clauses whose state changed.
    pub clauses: Vec<ClauseChange>,
    /// Controlled documents that changed.
    pub documents: Vec<DocumentChange>,
    /// Rules that are in force on one side only.
    pub rules: RuleChanges,
}

/// One side of a comparison.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Side {
    /// As it was named; none for the work tree.
    pub revision: Option<String>,
    /// Its commit; none for the work tree.
    pub commit: Option<String>,
    /// The day on which it is judged.
    #[schemars(with = "String")]
    pub as_of: Date,
    /// Its figures.
    pub figures: Figures,
}

/// How many findings are new, fixed, and so on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Summary {
    /// Findings that were not there before.
    pub new: usize,
    /// Findings that are gone.
    pub fixed: usize,
    /// Findings that weigh more, tell of more, or are no longer accepted.
    pub worsened: usize,
    /// Findings that weigh less, tell of less, or were accepted.
    pub eased: usize,
    /// Findings that are the same.
    pub still_there: usize,
}

/// What became of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Course {
    /// It was not there before.
    New,
    /// It weighs more, tells of more, or is no longer accepted.
    Worsened,
    /// It is gone.
    Fixed,
    /// It weighs less, tells of less, or was accepted.
    Eased,
    /// It is the same.
    StillThere,
}

impl Course {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::New, Self::Worsened, Self::Fixed, Self::Eased, Self::StillThere];

    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Worsened => "worsened",
            Self::Fixed => "fixed",
            Self::Eased => "eased",
            Self::StillThere => "still there",
        }
    }
}

/// A finding and what became of it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Change {
    /// What became of it.
    pub course: Course,
    /// The rule.
    pub rule: String,
    /// Its clauses.
    pub clauses: Vec<String>,
    /// How an auditor would class it.
    pub class: Option<Class>,
    /// What it is about.
    pub subject: String,
    /// As it was; none where it is new.
    pub before: Option<Sighting>,
    /// As it is; none where it is gone.
    pub after: Option<Sighting>,
    /// Why it is worse or better, or gone for another reason than a repair.
    pub reason: Option<String>,
}

/// A finding as it stands on one side.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Sighting {
    /// Path of the document.
    pub path: String,
    /// Line.
    pub line: usize,
    /// How much it weighs.
    pub severity: Severity,
    /// Whether it counts: `open`, `waived` or `baselined`.
    pub disposition: &'static str,
    /// What is wrong.
    pub message: String,
}

impl Change {
    /// The later sighting, else the earlier one.
    pub fn sighting(&self) -> Option<&Sighting> {
        self.after.as_ref().or(self.before.as_ref())
    }
}

/// A clause whose state changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ClauseChange {
    /// Standard and number.
    pub clause: String,
    /// Short title.
    pub title: String,
    /// Before; none where no pack knew it.
    pub before: Option<State>,
    /// After; none where no pack knows it any more.
    pub after: Option<State>,
    /// Why it is what it is.
    pub reasons: Vec<String>,
}

/// A controlled document that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DocumentChange {
    /// What happened to it; several things may have.
    pub events: Vec<Event>,
    /// Path after, else before.
    pub path: String,
    /// Path before, where it was another one.
    pub path_before: Option<String>,
    /// Its title.
    pub title: String,
    /// Version before and after, where they differ.
    pub version: Option<[Option<String>; 2]>,
    /// What it says of itself before and after, where that differs.
    pub status: Option<[Option<String>; 2]>,
    /// Who approved it, and when, where that is new.
    pub approval: Option<String>,
}

/// What happened to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is there and no longer in force.
    Retired,
    /// It has another path.
    Renamed,
    /// It was approved anew.
    ReApproved,
    /// It was reviewed anew.
    Reviewed,
    /// Its text or metadata changed.
    Changed,
}

impl Event {
    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Retired => "retired",
            Self::Renamed => "renamed",
            Self::ReApproved => "re-approved",
            Self::Reviewed => "reviewed",
            Self::Changed => "changed",
        }
    }
}

/// Rules that are in force on one side only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RuleChanges {
    /// Rules that came into force.
    pub added: Vec<String>,
    /// Rules that are no longer in force.
    pub removed: Vec<String>,
}
