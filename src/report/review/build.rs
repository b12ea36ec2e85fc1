//! Puts the management review together.

use jiff::civil::Date;

use super::model::{Clause, File, Finding, Item, Made, NotChecked, Pack, Review, Since, VERSION, Waiver};
use super::{consistency, inputs};
use crate::finding::{State, Verdict};
use crate::input::Excluded;
use crate::output::tally::judged_in_order;
use crate::report::Judged;
use crate::report::diff::Diff;
use crate::report::figures::Figures;
use crate::report::history::Point;
use crate::report::register::{calendar, owners, register, sha256};

/// What a report may say and what it may not.
const STATEMENT: &str = "This page tells whether evidence is present, in date and consistent, as far as rules can tell from the \
                         documents of one commit on one day. It does not say that an organization conforms to a standard.";

/// Under which circumstances a review is made.
#[derive(Clone, Debug)]
pub struct Circumstances<'a> {
    /// The last day of what is called due.
    pub until: Date,
    /// The commit that was looked at.
    pub commit: Option<String>,
    /// Paths of what differs from the commit; none outside Git.
    pub differs: Option<Vec<String>>,
    /// Documents that were left out.
    pub excluded: &'a [Excluded],
    /// The command line.
    pub command: String,
    /// What is put in front of paths in links.
    pub link_base: String,
    /// The earlier state.
    pub since: Option<Since>,
    /// What changed since then.
    pub changes: Option<Diff>,
    /// How it developed.
    pub trend: Vec<Point>,
}

/// Most paths that differ from the commit and are named.
const MOST_NAMED: usize = 20;

/// Makes the review of a repository.
pub fn build(judged: Judged<'_>, circumstances: Circumstances<'_>) -> Review {
    let planned = calendar(judged, circumstances.until);
    let excluded = circumstances.excluded;
    let before = circumstances.changes.as_ref();
    Review {
        version: VERSION,
        headline: Figures::of(judged, circumstances.until),
        inputs: inputs::inputs(judged),
        clauses: clauses(judged, before),
        owners: owners(judged, &planned),
        calendar: planned,
        findings: judged_in_order(judged.report).into_iter().map(|(verdict, found)| finding(verdict, found)).collect(),
        waivers: waivers(judged),
        consistency: consistency::comparisons(judged),
        register: register(judged),
        not_checked: not_checked(judged, excluded),
        made: made(judged, &circumstances),
        trend: circumstances.trend,
        changes: circumstances.changes,
    }
}

fn made(judged: Judged<'_>, circumstances: &Circumstances<'_>) -> Made {
    let configuration = judged.set.settings.configuration.as_ref();
    Made {
        as_of: judged.report.as_of,
        until: circumstances.until,
        commit: circumstances.commit.clone(),
        is_clean: circumstances.differs.as_ref().map(Vec::is_empty),
        differs: circumstances.differs.iter().flatten().take(MOST_NAMED).cloned().collect(),
        since: circumstances.since.clone(),
        packs: packs(judged),
        configuration: configuration.map(|(path, text)| File { path: path.clone(), sha256: sha256(text.as_bytes()) }),
        program: format!("clauselint {}", env!("CARGO_PKG_VERSION")),
        command: circumstances.command.clone(),
        link_base: circumstances.link_base.clone(),
        statement: STATEMENT.to_owned(),
    }
}

fn packs(judged: Judged<'_>) -> Vec<Pack> {
    let pack = |(id, title, version): &(String, String, String)| Pack {
        id: id.clone(),
        title: title.clone(),
        version: version.clone(),
    };
    judged.gap.packs.iter().map(pack).collect()
}

fn clauses(judged: Judged<'_>, before: Option<&Diff>) -> Vec<Clause> {
    let clause = |clause: &crate::report::gap::Clause| {
        let changed = before.and_then(|diff| diff.clauses.iter().find(|change| change.clause == clause.id));
        let is_compared = before.is_some() && clause.assessable;
        Clause {
            clause: clause.id.clone(),
            title: clause.title.clone(),
            assessable: clause.assessable,
            state: clause.state,
            before: changed.map_or(is_compared.then_some(clause.state), |change| change.before),
            reasons: clause.reasons.clone(),
            not_checked: clause.not_checked.clone(),
            items: clause.items.iter().map(item).collect(),
        }
    };
    judged.gap.clauses.iter().map(clause).collect()
}

fn item(item: &crate::report::gap::Item) -> Item {
    Item {
        kind: item.id.clone(),
        name: item.name.clone(),
        mandatory: item.mandatory,
        keep: item.keep,
        state: item.state,
        documents: item.documents.iter().map(|document| document.path.clone()).collect(),
    }
}

fn finding(verdict: &Verdict, finding: &crate::finding::Finding) -> Finding {
    let rule = &verdict.rule;
    Finding {
        rule: rule.id.clone(),
        pack: rule.pack.to_string(),
        clauses: rule.clauses.clone(),
        class: rule.class,
        severity: finding.severity,
        path: finding.path.clone(),
        line: finding.start.line,
        column: finding.start.column,
        message: finding.message.clone(),
        help: finding.help.clone(),
        subject: finding.subject.clone(),
        fingerprint: finding.fingerprint.clone(),
        disposition: finding.disposition.word(),
    }
}

fn waivers(judged: Judged<'_>) -> Vec<Waiver> {
    let entries = &judged.report.ledger.entries;
    let waiver = |entry: &crate::waiver::Entry| {
        let waiver = &entry.waiver;
        let source = judged.repository.source(waiver.source);
        Waiver {
            rule: waiver.rule.clone(),
            scope: waiver.scope.to_string(),
            reason: waiver.reason.clone(),
            approved_by: waiver.approved_by.clone(),
            expires: waiver.expires,
            has_ended: waiver.expires < judged.report.as_of,
            is_used: entry.is_used,
            path: source.path().to_owned(),
            line: source.location(waiver.span.start).line,
        }
    };
    entries.iter().map(waiver).collect()
}

/// Rules that could not be checked, then documents that were left out.
fn not_checked(judged: Judged<'_>, excluded: &[Excluded]) -> Vec<NotChecked> {
    let mut list: Vec<NotChecked> = Vec::new();
    for verdict in judged.report.verdicts.iter().filter(|verdict| verdict.state() != State::NothingExamined) {
        if let Some(reason) = verdict.reason() {
            list.push(NotChecked { what: verdict.rule.id.clone(), sort: "rule", reason });
        }
    }
    let left_out = excluded.iter().map(|excluded| NotChecked {
        what: excluded.path.clone(),
        sort: "file",
        reason: excluded.reason.to_string(),
    });
    list.extend(left_out);
    list
}
