//! For whom a run is: what is shown, and what is left to others. The verdict on a rule does not depend on it.

use clap::ValueEnum;

use crate::check::Check;
use crate::engine::Selection;
use crate::finding::{Disposition, Verdict};

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
    /// Whether findings that do not count are shown among those that do.
    pub fn sees_accepted(self) -> bool {
        self == Self::Auditor
    }

    /// Sets aside what an author did not cause and cannot mend by editing: reviews that became due in documents that the run
    /// is not expressly about, and waivers that ended.
    pub fn defer(self, verdicts: &mut [Verdict], selection: &Selection) {
        if self != Self::Author {
            return;
        }
        let is_touched = |document: usize| {
            selection.documents.as_ref().is_some_and(|wanted| wanted.get(document).is_some_and(|wanted| *wanted))
        };
        for verdict in verdicts.iter_mut().filter(|verdict| verdict.rule.check.comes_with_the_calendar()) {
            let is_waiver = matches!(verdict.rule.check, Check::Waiver(_));
            let findings = std::mem::take(&mut verdict.findings);
            let (kept, mut deferred): (Vec<_>, Vec<_>) =
                findings.into_iter().partition(|finding| !is_waiver && is_touched(finding.document));
            for finding in &mut deferred {
                finding.disposition = Disposition::Deferred;
            }
            verdict.findings = kept;
            verdict.set_aside.append(&mut deferred);
        }
    }
}
