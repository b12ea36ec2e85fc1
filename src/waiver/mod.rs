//! What becomes of a finding that somebody accepts: waivers of the configuration, comments in documents, the baseline.

pub mod baseline;
pub mod comment;
pub mod table;

use std::collections::HashSet;
use std::fmt;

use globset::GlobMatcher;
use jiff::civil::Date;
use rayon::prelude::*;

use crate::check::Check;
use crate::engine::Selection;
use crate::finding::{Acceptance, Disposition, Finding, Verdict};
use crate::repository::Repository;
use crate::ruleset::RuleSet;
use crate::source::Span;
use crate::vocabulary::{Phase, fold};
use baseline::Gone;
use comment::Malformed;

/// Findings of a rule that are accepted for a while.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// The rule, with its pack.
    pub rule: String,
    /// What falls under it.
    pub scope: Scope,
    /// Why.
    pub reason: String,
    /// By whom; a comment does not say so, the history of its document does.
    pub approved_by: Option<String>,
    /// The last day.
    pub expires: Date,
    /// Index of the source that it stands in.
    pub source: usize,
    /// Where it stands.
    pub span: Span,
    /// Where its last day stands.
    pub expires_span: Span,
}

/// What falls under a waiver.
#[derive(Clone, Debug)]
pub enum Scope {
    /// Documents by their paths.
    Path(GlobMatcher),
    /// A document or a record by its id.
    Record(String),
    /// A block of a document: the one behind a comment.
    Block {
        /// Index of the document.
        document: usize,
        /// Extent of the block; none where no block follows.
        extent: Option<Span>,
    },
}

impl fmt::Display for Scope {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(glob) => write!(formatter, "`{}`", glob.glob().glob()),
            Self::Record(record) => write!(formatter, "`{record}`"),
            Self::Block { extent: Some(_), .. } => formatter.write_str("the next block"),
            Self::Block { extent: None, .. } => formatter.write_str("the next block, which is not there"),
        }
    }
}

impl Scope {
    fn covers(&self, finding: &Finding) -> bool {
        match self {
            Self::Path(glob) => glob.is_match(&finding.path),
            Self::Record(record) => {
                let record = fold(record);
                // The subject of a finding about a record ends in its label and what of it is at fault.
                let label = finding.subject.rsplit_once(':').map_or("", |(label, _)| label);
                let is_it = label.strip_suffix(&record).is_some_and(|rest| rest.is_empty() || rest.ends_with(':'));
                fold(&finding.identity) == record || is_it
            }
            Self::Block { document, extent } => {
                let is_inside = |extent: &Span| (extent.start..extent.end).contains(&finding.span.start);
                *document == finding.document && extent.as_ref().is_some_and(is_inside)
            }
        }
    }
}

impl Waiver {
    /// What a problem with this waiver is about.
    pub fn subject(&self) -> String {
        match &self.scope {
            Scope::Block { .. } => format!("{} {}", self.rule, self.reason),
            Scope::Path(_) | Scope::Record(_) => format!("{} {}", self.rule, self.scope),
        }
    }
}

/// A waiver and what became of it in a run.
#[derive(Debug)]
pub struct Entry {
    /// The waiver.
    pub waiver: Waiver,
    /// Whether a finding falls under it.
    pub is_used: bool,
    /// Whether this run looked at all that could fall under it.
    pub is_judged: bool,
}

/// What became of all waivers and of the baseline.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Waivers of the configuration, then those of comments in the order of their documents.
    pub entries: Vec<Entry>,
    /// How many comments there are for clauselint.
    pub comments: usize,
    /// Those that cannot be used.
    pub malformed: Vec<Malformed>,
    /// Index of the source that is the baseline.
    pub baseline: usize,
    /// How many of its entries this run could judge.
    pub known: usize,
    /// Entries whose finding is gone.
    pub gone: Vec<Gone>,
}

/// Sets aside the findings that are accepted, and keeps the books.
pub fn settle(
    verdicts: &mut [Verdict],
    set: &RuleSet,
    repository: &Repository,
    today: Date,
    selection: &Selection,
) -> Ledger {
    let mut ledger = Ledger { baseline: repository.baseline(), ..Ledger::default() };
    let is_whole = selection.documents.is_none();
    let unjudged = unjudged(verdicts, set);
    let judged = |rule: &str| !unjudged.contains(rule);
    ledger.entries.extend(set.settings.waivers.iter().map(|waiver| {
        let is_judged = is_whole && judged(&waiver.rule);
        Entry { waiver: Waiver { source: repository.configuration(), ..waiver.clone() }, is_used: false, is_judged }
    }));
    for (waivers, malformed) in comments(set, repository, selection) {
        ledger.comments += waivers.len() + malformed.len();
        ledger.entries.extend(waivers.into_iter().map(|waiver| {
            let is_judged = judged(&waiver.rule);
            Entry { waiver, is_used: false, is_judged }
        }));
        ledger.malformed.extend(malformed);
    }
    if let Some(baseline) = set.settings.baseline.as_ref().filter(|_| is_whole) {
        let findings = verdicts.iter().flat_map(|verdict| {
            let rule = verdict.rule.qualified();
            verdict.findings.iter().map(move |finding| (rule.clone(), finding))
        });
        let (known, gone) = baseline.gone(findings, judged);
        (ledger.known, ledger.gone) = (known, gone);
    }
    for verdict in verdicts.iter_mut().filter(|verdict| !matches!(verdict.rule.check, Check::Waiver(_))) {
        let rule = verdict.rule.qualified();
        let own = Own::of(&ledger.entries, &rule);
        if own.is_empty() && set.settings.baseline.is_none() {
            continue;
        }
        for mut finding in std::mem::take(&mut verdict.findings) {
            finding.disposition = disposition(&finding, &own, &mut ledger.entries, today);
            let baseline = set.settings.baseline.as_ref().filter(|_| finding.disposition == Disposition::Open);
            if baseline.is_some_and(|baseline| baseline.knows(&rule, &finding)) {
                finding.disposition = Disposition::Baselined;
            }
            match finding.disposition {
                Disposition::Open => verdict.findings.push(finding),
                _ => verdict.set_aside.push(finding),
            }
        }
    }
    ledger
}

/// The waivers of one rule, so ordered that those of a block are found without looking at all.
struct Own {
    wide: Vec<usize>,
    /// Document, extent and index, sorted; extents of a document do not overlap.
    blocks: Vec<(usize, Span, usize)>,
}

impl Own {
    fn of(entries: &[Entry], rule: &str) -> Self {
        let mut own = Self { wide: Vec::new(), blocks: Vec::new() };
        for (index, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.waiver.rule == rule) {
            match entry.waiver.scope {
                Scope::Block { document, extent } => own.blocks.extend(extent.map(|extent| (document, extent, index))),
                Scope::Path(_) | Scope::Record(_) => own.wide.push(index),
            }
        }
        own.blocks.sort_unstable();
        own
    }

    fn is_empty(&self) -> bool {
        self.wide.is_empty() && self.blocks.is_empty()
    }

    /// Indexes of the waivers that may cover a finding.
    fn near(&self, finding: &Finding) -> impl Iterator<Item = usize> {
        let place = (finding.document, finding.span.start);
        let end = self.blocks.partition_point(|(document, extent, _)| (*document, extent.start) <= place);
        let last = end.checked_sub(1).map(|last| (self.blocks[last].0, self.blocks[last].1));
        let same =
            self.blocks[..end].iter().rev().take_while(move |(document, extent, _)| Some((*document, *extent)) == last);
        self.wide.iter().copied().chain(same.map(|(_, _, index)| *index))
    }
}

/// Marks every waiver that a finding falls under as used; the one that ends last counts.
fn disposition(finding: &Finding, own: &Own, entries: &mut [Entry], today: Date) -> Disposition {
    let mut disposition = Disposition::Open;
    let mut last = None;
    for index in own.near(finding) {
        let entry = &mut entries[index];
        if !entry.waiver.scope.covers(finding) {
            continue;
        }
        entry.is_used = true;
        let waiver = &entry.waiver;
        if waiver.expires < today || last.is_some_and(|last| last >= waiver.expires) {
            continue;
        }
        last = Some(waiver.expires);
        disposition = Disposition::Waived(Acceptance {
            until: waiver.expires,
            reason: waiver.reason.clone(),
            approved_by: waiver.approved_by.clone(),
        });
    }
    disposition
}

/// The rules about which a run does not say all: they were not selected, or could not be checked in full. One that is off finds nothing.
fn unjudged(verdicts: &[Verdict], set: &RuleSet) -> HashSet<String> {
    let on = set.rules.iter().filter(|(_, severity)| severity.is_some()).map(|(rule, _)| rule.qualified());
    let mut unjudged: HashSet<String> = on.collect();
    for verdict in verdicts.iter().filter(|verdict| verdict.reason().is_none()) {
        unjudged.remove(&verdict.rule.qualified());
    }
    unjudged
}

/// The comments of all documents that the run is about, in the order of the documents.
fn comments(set: &RuleSet, repository: &Repository, selection: &Selection) -> Vec<(Vec<Waiver>, Vec<Malformed>)> {
    let documents = repository.documents.par_iter().zip(repository.members.par_iter()).enumerate();
    documents
        .filter(|(index, (_, member))| {
            member.phase != Phase::Ended && selection.documents.as_ref().is_none_or(|wanted| wanted[*index])
        })
        .filter(|(_, (document, _))| comment::may_have(document))
        .map(|(index, (document, _))| comment::read(index, document, &set.rules))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;
    use crate::source::Location;

    fn finding(identity: &str, subject: &str) -> Finding {
        let place = Location { line: 1, column: 1 };
        Finding {
            document: 0,
            path: "registers/services.md".to_owned(),
            span: Span::default(),
            start: place,
            end: place,
            severity: Severity::Error,
            message: String::new(),
            help: String::new(),
            subject: subject.to_owned(),
            parts: Vec::new(),
            identity: identity.to_owned(),
            occurrence: 1,
            disposition: Disposition::Open,
            fingerprint: String::new(),
            related: Vec::new(),
            related_places: Vec::new(),
        }
    }

    #[test]
    fn a_record_is_named_by_the_id_of_its_document_or_its_own() {
        let covers = |record: &str, identity: &str, subject: &str| {
            Scope::Record(record.to_owned()).covers(&finding(identity, subject))
        };
        assert!(covers("pol-7", "POL-7", "owner"));
        assert!(covers("SVC-01", "registers/services.md", "svc 01:owner"));
        assert!(covers("SVC-01", "registers/services.md", "service:svc 01:owner+until"));
        assert!(covers("a: b", "registers/services.md", "service:a: b:"));
        assert!(!covers("SVC-1", "registers/services.md", "svc 01:owner"));
        assert!(!covers("01", "registers/services.md", "svc 01:owner"));
        assert!(!covers("owner", "registers/services.md", "svc 01:owner"));
        assert!(!covers("owner", "registers/services.md", "owner"));
    }
}
