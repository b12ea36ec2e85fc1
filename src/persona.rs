//! For whom a run is: what is shown, and what is left to others. The verdict on a rule does not depend on it.

use clap::ValueEnum;

use crate::check::Check;
use crate::finding::Verdict;

/// For whom a run is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Persona {
    /// What can be mended now; no calendar of documents that were neither named nor changed
    Author,
    /// All that counts
    #[default]
    Ci,
    /// Everything, what is waived or in the baseline included
    Auditor,
}

impl Persona {
    /// Whether findings that are accepted are shown among those that count.
    pub fn sees_accepted(self) -> bool {
        self == Self::Auditor
    }

    /// Leaves to others what an author did not cause and cannot mend by editing: reviews that became due in documents that were
    /// neither named nor changed, and waivers that ended. `named` says of each document whether it was.
    pub fn defer(self, verdicts: &mut [Verdict], named: Option<&[bool]>) {
        if self != Self::Author {
            return;
        }
        for verdict in verdicts.iter_mut().filter(|verdict| verdict.rule.check.comes_with_the_calendar()) {
            let is_waiver = matches!(verdict.rule.check, Check::Waiver(_));
            let is_named = |document: usize| named.is_some_and(|named| named.get(document) == Some(&true));
            verdict.defer(|finding| is_waiver || !is_named(finding.document));
        }
    }
}
