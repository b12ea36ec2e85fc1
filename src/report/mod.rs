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

/// What differs from the commit that a report names, in words; none where nothing does or it cannot be told.
pub(crate) fn unlike_commit(differs: Option<&[String]>) -> Option<String> {
    /// Most files that are named.
    const MOST: usize = 3;
    let differs = differs.filter(|differs| !differs.is_empty())?;
    let named = differs[..differs.len().min(MOST)].join(", ");
    let more = match differs.len().saturating_sub(MOST) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let verb = if differs.len() == 1 { "differs" } else { "differ" };
    Some(format!("with changes that are not committed: {named}{more} {verb} from the commit"))
}
