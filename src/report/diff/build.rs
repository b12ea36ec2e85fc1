//! Puts the comparison of two judged repositories together.

use std::collections::HashMap;

use super::documents::{self, Pairs};
use super::{Change, ClauseChange, Course, Diff, RuleChanges, Side, Sighting, Summary, VERSION};
use crate::engine::Report;
use crate::finding::{Disposition, Finding, Verdict};
use crate::pack::rule::Rule;
use crate::report::Judged;
use crate::report::gap::State;

/// A finding by rule, document, subject and which one of these it is. The document is that after, by its index; one that is gone
/// is named by its index before.
type Key<'a> = (String, Document, &'a str, usize);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Document {
    /// By the index after.
    Kept(usize),
    /// By the index before.
    Gone(usize),
    /// The configuration or the baseline, by which of them it is.
    Other(usize),
}

/// Compares two sides. `sides` says what they are; findings that are the same on both are only listed where `with_same` says so.
pub fn build(before: Judged<'_>, after: Judged<'_>, pairs: &Pairs, sides: [Side; 2], with_same: bool) -> Diff {
    let [side_before, side_after] = sides;
    let rules = rules(before.report, after.report);
    let mut summary = Summary::default();
    let mut findings = findings(before, after, pairs, &rules);
    for change in &findings {
        *match change.course {
            Course::New => &mut summary.new,
            Course::Fixed => &mut summary.fixed,
            Course::Worsened => &mut summary.worsened,
            Course::Eased => &mut summary.eased,
            Course::StillThere => &mut summary.still_there,
        } += 1;
    }
    findings.retain(|change| with_same || change.course != Course::StillThere);
    Diff {
        version: VERSION,
        before: side_before,
        after: side_after,
        summary,
        findings,
        clauses: clauses(before, after),
        documents: documents::changes(before, after, pairs),
        rules,
    }
}

fn findings(before: Judged<'_>, after: Judged<'_>, pairs: &Pairs, rules: &RuleChanges) -> Vec<Change> {
    let number = before.repository.documents.len();
    let mut known: HashMap<Key<'_>, (&Verdict, &Finding)> = HashMap::new();
    for (verdict, finding) in all(before.report) {
        let document = match pairs.after(finding.document) {
            Some(after) => Document::Kept(after),
            None if finding.document < number => Document::Gone(finding.document),
            None => Document::Other(finding.document - number),
        };
        known.insert(key(verdict, finding, document), (verdict, finding));
    }
    let number = after.repository.documents.len();
    let mut changes = Vec::new();
    for (verdict, finding) in all(after.report) {
        let index = finding.document;
        let document = if index < number { Document::Kept(index) } else { Document::Other(index - number) };
        let old = known.remove(&key(verdict, finding, document));
        let (course, reason) = match old {
            Some((_, old)) => course(old, finding),
            None if rules.added.contains(&verdict.rule.qualified()) => {
                (Course::New, Some("the rule was not in force before".to_owned()))
            }
            None => (Course::New, None),
        };
        changes.push(change(&verdict.rule, course, old.map(|(_, old)| old), Some(finding), reason));
    }
    for (verdict, finding) in known.into_values() {
        let reason = if rules.removed.contains(&verdict.rule.qualified()) {
            Some("the rule is no longer in force".to_owned())
        } else if finding.document < before.repository.documents.len() && pairs.after(finding.document).is_none() {
            Some("the document is gone".to_owned())
        } else {
            None
        };
        changes.push(change(&verdict.rule, Course::Fixed, Some(finding), None, reason));
    }
    let place = |change: &Change| change.sighting().map(|sighting| (sighting.path.clone(), sighting.line));
    changes.sort_by_cached_key(|change| (change.course, place(change), change.rule.clone(), change.subject.clone()));
    changes
}

/// Findings that count and those that are accepted.
fn all(report: &Report) -> impl Iterator<Item = (&Verdict, &Finding)> {
    let findings = report.verdicts.iter().flat_map(|verdict| verdict.all().map(move |finding| (verdict, finding)));
    findings.filter(|(_, finding)| finding.disposition != Disposition::Deferred)
}

fn key<'a>(verdict: &Verdict, finding: &'a Finding, document: Document) -> Key<'a> {
    (verdict.rule.qualified(), document, &finding.subject, finding.occurrence)
}

/// What became of a finding that was there before, and why.
fn course(old: &Finding, new: &Finding) -> (Course, Option<String>) {
    let is_open = |finding: &Finding| finding.disposition == Disposition::Open;
    match (is_open(old), is_open(new)) {
        (false, true) => return (Course::Worsened, Some("it is no longer accepted".to_owned())),
        (true, false) => return (Course::Eased, Some(format!("it was accepted: {}", new.disposition))),
        _ => {}
    }
    if old.severity != new.severity {
        let course = if new.severity > old.severity { Course::Worsened } else { Course::Eased };
        return (course, Some(format!("{} instead of {}", new.severity, old.severity)));
    }
    let more: Vec<&str> = new.parts.iter().filter(|part| !old.parts.contains(part)).map(String::as_str).collect();
    if !more.is_empty() {
        return (Course::Worsened, Some(format!("now also {}", more.join(", "))));
    }
    let less: Vec<&str> = old.parts.iter().filter(|part| !new.parts.contains(part)).map(String::as_str).collect();
    if !less.is_empty() {
        return (Course::Eased, Some(format!("no longer {}", less.join(", "))));
    }
    (Course::StillThere, None)
}

fn change(rule: &Rule, course: Course, old: Option<&Finding>, new: Option<&Finding>, reason: Option<String>) -> Change {
    let sighting = |finding: &Finding| Sighting {
        path: finding.path.clone(),
        line: finding.start.line,
        severity: finding.severity,
        disposition: finding.disposition.word(),
        message: finding.message.clone(),
    };
    Change {
        course,
        rule: rule.id.clone(),
        clauses: rule.clauses.clone(),
        class: rule.class,
        subject: new.or(old).map(|finding| finding.subject.clone()).unwrap_or_default(),
        before: old.map(sighting),
        after: new.map(sighting),
        reason,
    }
}

/// Assessable clauses whose state changed, in the order of the later side.
pub(super) fn clauses(before: Judged<'_>, after: Judged<'_>) -> Vec<ClauseChange> {
    let old: HashMap<&str, State> = before.gap.assessable().map(|clause| (clause.id.as_str(), clause.state)).collect();
    let mut changes = Vec::new();
    for clause in after.gap.assessable() {
        let before = old.get(clause.id.as_str()).copied();
        if before != Some(clause.state) {
            changes.push(ClauseChange {
                clause: clause.id.clone(),
                title: clause.title.clone(),
                before,
                after: Some(clause.state),
                reasons: clause.reasons.clone(),
            });
        }
    }
    let known: Vec<&str> = after.gap.assessable().map(|clause| clause.id.as_str()).collect();
    for clause in before.gap.assessable().filter(|clause| !known.contains(&clause.id.as_str())) {
        let (clause, title, state) = (clause.id.clone(), clause.title.clone(), clause.state);
        changes.push(ClauseChange { clause, title, before: Some(state), after: None, reasons: Vec::new() });
    }
    changes
}

fn rules(before: &Report, after: &Report) -> RuleChanges {
    let ids = |report: &Report| report.verdicts.iter().map(|verdict| verdict.rule.qualified()).collect::<Vec<_>>();
    let (old, new) = (ids(before), ids(after));
    let only = |these: &[String], others: &[String]| {
        let others: std::collections::HashSet<&String> = others.iter().collect();
        these.iter().filter(|rule| !others.contains(rule)).cloned().collect()
    };
    RuleChanges { added: only(&new, &old), removed: only(&old, &new) }
}
