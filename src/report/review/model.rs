//! The management review as data: the versioned form behind every format of `review`, and what templates are filled with.
//!
//! Days are `YYYY-MM-DD`, paths lead from the root of the documents, lines and columns count from 1. Lists are complete unless
//! a field says how many entries were left out.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::finding::{Severity, State as Outcome};
use crate::pack::{Class, Keep, Mandatory};
use crate::report::diff::Diff;
use crate::report::figures::Figures;
use crate::report::gap::State;
use crate::report::history::Point;
use crate::report::register::{Entry, Owner, Planned};

/// The version of this form. It rises when a member goes away or changes its meaning, not when one is added.
pub const VERSION: u32 = 1;

/// All that a management review is told about the documents.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Review {
    /// The version of this form.
    pub version: u32,
    /// How the review was made.
    pub made: Made,
    /// The figures at the top.
    pub headline: Figures,
    /// What the review has to look at, and where that is evidenced.
    pub inputs: Vec<Input>,
    /// The clauses in the order of their standards.
    pub clauses: Vec<Clause>,
    /// Planned reviews that are overdue or become due before the horizon, the earliest first.
    pub calendar: Vec<Planned>,
    /// Those who answer for documents, those with the most overdue reviews first.
    pub owners: Vec<Owner>,
    /// All findings, accepted ones included, in the order of path, place and rule.
    pub findings: Vec<Finding>,
    /// All waivers, those of the configuration first.
    pub waivers: Vec<Waiver>,
    /// What documents say of each other.
    pub consistency: Vec<Comparison>,
    /// How it developed; empty where no earlier revision was given.
    pub trend: Vec<Point>,
    /// What changed; none where no earlier revision was given.
    pub changes: Option<Diff>,
    /// The controlled documents, by path.
    pub register: Vec<Entry>,
    /// What was not looked at, and why.
    pub not_checked: Vec<NotChecked>,
}

/// How a review was made: what it takes to make it again.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Made {
    /// The day on which the documents were judged.
    #[schemars(with = "String")]
    pub as_of: Date,
    /// The last day of what is called due.
    #[schemars(with = "String")]
    pub until: Date,
    /// The commit that was looked at; none outside Git.
    pub commit: Option<String>,
    /// Whether the documents are those of the commit; none outside Git.
    pub is_clean: Option<bool>,
    /// What differs from the commit, by path; at most twenty of them.
    pub differs: Vec<String>,
    /// What the comparison is with.
    pub since: Option<Since>,
    /// The packs in force.
    pub packs: Vec<Pack>,
    /// The configuration; none where there is none.
    pub configuration: Option<File>,
    /// The program and its version.
    pub program: String,
    /// The command line that gives the same again.
    pub command: String,
    /// What is put in front of a path from the root so that it leads to the document from where the page lies.
    pub link_base: String,
    /// What this says, and what it does not say.
    pub statement: String,
}

/// The earlier state that a review is compared with.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Since {
    /// As it was named.
    pub revision: String,
    /// Its commit.
    pub commit: String,
    /// The day on which it is judged: that of the commit.
    #[schemars(with = "String")]
    pub as_of: Date,
    /// Its figures.
    pub headline: Figures,
}

/// A pack of rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Pack {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its version.
    pub version: String,
}

/// A file with its checksum.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct File {
    /// Path from the root.
    pub path: String,
    /// SHA-256 of its contents, in hexadecimal digits.
    pub sha256: String,
}

/// Something that a management review has to look at.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Input {
    /// Its name in the pack.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// The clause that asks for it.
    pub clause: String,
    /// How well it is evidenced.
    pub state: Evidenced,
    /// Where, the freshest first; at most five.
    pub evidence: Vec<Evidence>,
    /// How many more documents evidence it.
    pub more: usize,
    /// How old the freshest may be, as an ISO 8601 duration.
    pub fresh: String,
}

/// How well something is evidenced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Evidenced {
    /// By a document in force that is fresh.
    Fresh,
    /// By documents in force, none of which is fresh or says how old it is.
    Stale,
    /// By drafts only.
    Draft,
    /// There is nothing.
    Nothing,
}

impl Evidenced {
    /// The words for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fresh => "evidenced",
            Self::Stale => "evidence is old",
            Self::Draft => "drafts only",
            Self::Nothing => "nothing is there",
        }
    }
}

/// A document that evidences something.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Evidence {
    /// Path from the root.
    pub path: String,
    /// Title.
    pub title: String,
    /// The latest day on which it was dated, approved or reviewed.
    #[schemars(with = "Option<String>")]
    pub day: Option<Date>,
    /// Days since then.
    pub age: Option<i32>,
    /// The state that it says it is in.
    pub status: Option<String>,
}

/// A clause.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Clause {
    /// Standard and number.
    pub clause: String,
    /// Short title.
    pub title: String,
    /// Whether it asks for something itself.
    pub assessable: bool,
    /// What became of it.
    pub state: State,
    /// What it was in the earlier state.
    pub before: Option<State>,
    /// Why it is not covered.
    pub reasons: Vec<String>,
    /// What could not be looked at.
    pub not_checked: Vec<String>,
    /// The documented information that it asks for.
    pub items: Vec<Item>,
}

/// Documented information that a clause asks for.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Item {
    /// The kind of document.
    pub kind: String,
    /// Its name for people.
    pub name: String,
    /// How strongly it is asked for.
    pub mandatory: Mandatory,
    /// Whether it is kept up to date or kept as evidence.
    pub keep: Keep,
    /// What became of it.
    pub state: State,
    /// Paths of the documents behind it.
    pub documents: Vec<String>,
}

/// A finding.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Finding {
    /// The rule.
    pub rule: String,
    /// Its pack.
    pub pack: String,
    /// Clauses of the rule.
    pub clauses: Vec<String>,
    /// How an auditor would class it.
    pub class: Option<Class>,
    /// How much it weighs.
    pub severity: Severity,
    /// Path of the document.
    pub path: String,
    /// Line.
    pub line: usize,
    /// Column, in characters.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// What it is about: with rule and document the identity of the finding.
    pub subject: String,
    /// Identity across edits.
    pub fingerprint: String,
    /// Whether it counts: `open`, `waived` or `baselined`.
    pub disposition: &'static str,
}

/// A waiver.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Waiver {
    /// The rule, with its pack.
    pub rule: String,
    /// What falls under it.
    pub scope: String,
    /// Why.
    pub reason: String,
    /// By whom.
    pub approved_by: Option<String>,
    /// The last day.
    #[schemars(with = "String")]
    pub expires: Date,
    /// Whether its last day has passed.
    pub has_ended: bool,
    /// Whether a finding falls under it.
    pub is_used: bool,
    /// Where it stands.
    pub path: String,
    /// Line.
    pub line: usize,
}

/// A rule over several documents, with what it compared.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Comparison {
    /// The rule.
    pub rule: String,
    /// Its clauses.
    pub clauses: Vec<String>,
    /// Why it exists.
    pub why: String,
    /// What became of it.
    pub state: Outcome,
    /// How many comparisons were made.
    pub examined: usize,
    /// Titles of the columns.
    pub columns: Vec<String>,
    /// What was compared; contradictions first.
    pub rows: Vec<Row>,
    /// How many rows were left out.
    pub more: usize,
}

/// One comparison.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Row {
    /// The cells.
    pub cells: Vec<String>,
    /// Whether it holds.
    pub holds: bool,
    /// Where the promise stands.
    pub place: Place,
    /// Where that stands which it was compared with.
    pub related: Vec<Place>,
}

/// A place in a document.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Place {
    /// Path from the root.
    pub path: String,
    /// Line.
    pub line: usize,
    /// What stands there.
    pub label: String,
}

/// Something that was not looked at.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NotChecked {
    /// A rule, a document or a file.
    pub what: String,
    /// Which of these.
    pub sort: &'static str,
    /// Why.
    pub reason: String,
}
