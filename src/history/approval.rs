//! Who made the approvals that documents state: the commits in which these came to stand there.

use jiff::civil::Date;

use crate::check::Context;
use crate::repository::Repository;
use crate::ruleset::RuleSet;

use super::prepare::{Origin, read};
use super::{Commit, Facts, Interest, Past};

/// The fields that are an approval.
pub const APPROVAL: [&str; 2] = ["approved_by", "approved_on"];

/// Follows each controlled document that states an approval back to where it was last changed.
///
/// # Errors
///
/// When the history is not there or not whole: why, and what to do.
pub fn approvals(repository: &Repository, set: &RuleSet, today: Date, origin: Origin<'_>) -> Result<Facts, String> {
    let wanted = repository.present().iter().zip(repository.members.iter());
    let wanted = wanted
        .map(|(document, member)| member.is_controlled && APPROVAL.iter().any(|name| document.field(name).is_some()));
    let approvals = Approvals(wanted.collect());
    let context = Context { repository, vocabulary: &set.vocabulary, settings: &set.settings, today };
    read(set, origin, context, &approvals).map(|(facts, _)| facts)
}

/// Which documents state an approval.
struct Approvals(Vec<bool>);

impl Interest for Approvals {
    fn is_wanted(&self, document: usize) -> bool {
        self.0.get(document).copied().unwrap_or_default()
    }

    fn is_open(&self, _: usize, past: &Past, _: &Commit) -> bool {
        !past.has_changed(&APPROVAL)
    }

    fn with_gone(&self) -> bool {
        false
    }
}
