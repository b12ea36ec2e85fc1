//! Documents for people, made from verdicts: the gap analysis, the management review, what changed and how it developed.

pub mod diff;
pub mod evidence;
pub mod figures;
pub mod forecast;
pub mod gap;
pub mod history;
pub mod register;
pub mod review;

use crate::engine::Report;
use crate::repository::Repository;
use crate::ruleset::RuleSet;
use gap::Gap;

/// A repository that was judged on a day: what every report is made of.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'a> {
    /// Rules, vocabulary and settings.
    pub set: &'a RuleSet,
    /// The documents.
    pub repository: &'a Repository,
    /// The verdicts.
    pub report: &'a Report,
    /// What became of the clauses.
    pub gap: &'a Gap,
}
