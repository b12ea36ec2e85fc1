//! What lapses between two days if nobody does anything: reviews, waivers, and whatever else the calendar brings.

pub mod build;
pub mod csv;
pub mod markdown;
pub mod terminal;

pub use build::build;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::gap::State;
use crate::finding::Severity;

/// The version of this form.
pub const VERSION: u32 = 1;

/// What lapses between two days.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Forecast {
    /// The version of this form.
    pub version: u32,
    /// The first day.
    #[schemars(with = "String")]
    pub as_of: Date,
    /// The last day.
    #[schemars(with = "String")]
    pub until: Date,
    /// The commit that was looked at; none outside Git.
    pub commit: Option<String>,
    /// Whether the documents are those of the commit; none outside Git.
    pub is_clean: Option<bool>,
    /// What differs from the commit, by path.
    pub differs: Vec<String>,
    /// Reviews that are overdue already.
    pub overdue: usize,
    /// What lapses, the earliest first.
    pub lapses: Vec<Lapse>,
    /// How much lapses with whom, the most first.
    pub owners: Vec<OwnerLoad>,
    /// Clauses that something lapses under, or whose state changes, in the order of their standards.
    pub clauses: Vec<ClauseOutlook>,
}

/// What sort of thing lapses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// The planned review of a document: the day is the last one on which it is in time.
    Review,
    /// A finding comes back because its waiver ends: the day is the first one on which it counts.
    Waiver,
    /// A rule that looks at the calendar finds something: the day is the first one on which it does.
    Finding,
}

impl Sort {
    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Waiver => "waiver",
            Self::Finding => "finding",
        }
    }
}

/// Something that lapses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Lapse {
    /// What sort of thing it is.
    pub sort: Sort,
    /// The day.
    #[schemars(with = "String")]
    pub day: Date,
    /// Days from the first day of the forecast to that day.
    pub days: i32,
    /// Path of the document.
    pub path: String,
    /// Line.
    pub line: usize,
    /// Title of the document.
    pub title: String,
    /// Its kind.
    pub kind: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The rule that will tell of it; none for a planned review.
    pub rule: Option<String>,
    /// How much it will weigh; none for a planned review.
    pub severity: Option<Severity>,
    /// What will be wrong.
    pub message: String,
    /// Clauses of the document and of the rule.
    pub clauses: Vec<String>,
}

/// How much lapses with somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OwnerLoad {
    /// The name; none for documents that name nobody.
    pub name: Option<String>,
    /// How much lapses.
    pub lapses: usize,
    /// The first day on which something does.
    #[schemars(with = "String")]
    pub first: Date,
}

/// What the calendar does to a clause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ClauseOutlook {
    /// Standard and number.
    pub clause: String,
    /// Short title.
    pub title: String,
    /// Its state on the first day.
    pub before: State,
    /// Its state on the last day if nobody does anything.
    pub after: State,
    /// How much lapses under it.
    pub lapses: usize,
    /// The first day on which something does.
    #[schemars(with = "Option<String>")]
    pub first: Option<Date>,
    /// Why it is worth no more on the last day.
    pub reasons: Vec<String>,
}

impl Forecast {
    /// What differs from the commit, in words; none where nothing does.
    fn unlike_commit(&self) -> Option<String> {
        super::unlike_commit(Some(&self.differs))
    }

    /// Clauses whose state changes.
    pub fn turning(&self) -> impl Iterator<Item = &ClauseOutlook> {
        self.clauses.iter().filter(|clause| clause.before != clause.after)
    }
}
