//! Judges the same documents on a later day and finds the day on which each thing lapses.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::ToSpan;
use jiff::civil::Date;

use super::{ClauseOutlook, Forecast, Lapse, OwnerLoad, Sort, VERSION};
use crate::check::Subject;
use crate::engine::{self, Report, Selection};
use crate::finding::{Disposition, Finding, Severity, Verdict};
use crate::report::Judged;
use crate::report::gap::{self, Gap};
use crate::report::register::{self, owner, title};
use crate::source::Span;

/// A finding by rule, document, subject and which one of these it is.
type Key = (String, usize, String, usize);

/// Looks ahead from the day of judgement to a day.
pub fn build(judged: Judged<'_>, until: Date) -> Forecast {
    let today = judged.report.as_of;
    let later = engine::run(judged.set, judged.repository, until, &Selection::default());
    let outlook = gap::build(judged.set, judged.repository, &later, judged.gap.commit.clone());
    let planned = register::calendar(judged, until);
    let overdue = planned.iter().filter(|planned| planned.days < 0).count();
    let mut lapses: Vec<Lapse> = planned
        .into_iter()
        .filter(|planned| planned.days >= 0)
        .map(|planned| Lapse {
            sort: Sort::Review,
            day: planned.due,
            days: planned.days,
            message: "the review is due".to_owned(),
            path: planned.path,
            line: planned.line,
            title: planned.title,
            kind: planned.kind,
            owner: planned.owner,
            rule: None,
            severity: None,
            clauses: planned.clauses,
        })
        .collect();
    lapses.extend(findings(judged, &later, until));
    lapses.sort_by(|a, b| (a.day, &a.path, a.line, &a.rule).cmp(&(b.day, &b.path, b.line, &b.rule)));
    let clauses = clauses(judged.gap, &outlook, &lapses);
    let owners = owners(&lapses);
    Forecast {
        version: VERSION,
        as_of: today,
        until,
        commit: judged.gap.commit.clone(),
        is_clean: judged.gap.differs.as_ref().map(Vec::is_empty),
        differs: judged.gap.differs.clone().unwrap_or_default(),
        overdue,
        lapses,
        owners,
        clauses,
    }
}

/// Findings that count on the later day and not on the day of judgement, apart from those about planned reviews.
fn findings(judged: Judged<'_>, later: &Report, until: Date) -> Vec<Lapse> {
    let known: HashSet<Key> = open(judged.report).map(|(verdict, finding)| key(verdict, finding)).collect();
    let waived: HashSet<Key> = judged
        .report
        .verdicts
        .iter()
        .flat_map(|verdict| verdict.set_aside.iter().map(move |finding| (verdict, finding)))
        .filter(|(_, finding)| matches!(finding.disposition, Disposition::Waived(_)))
        .map(|(verdict, finding)| key(verdict, finding))
        .collect();
    let reviews: HashSet<(usize, Span)> =
        judged.subjects().filter_map(|subject| Some((subject.index, judged.due(subject)?.field.span))).collect();
    let new: Vec<(&Verdict, &Finding)> = open(later)
        .filter(|(_, finding)| finding.severity > Severity::Info)
        .filter(|(_, finding)| !reviews.contains(&(finding.document, finding.span)))
        .filter(|(verdict, finding)| !known.contains(&key(verdict, finding)))
        .collect();
    let first = first_days(judged, &new, until);
    let clauses = judged.gap.clauses_by_document();
    let lapse = |(verdict, finding): (&Verdict, &Finding)| {
        let key = key(verdict, finding);
        let (day, message) = first.get(&key).cloned().unwrap_or_else(|| (until, finding.message.clone()));
        // There is none where the finding stands in the configuration or the baseline.
        let subject = Subject::at(judged.repository, finding.document);
        let mut all = verdict.rule.clauses.clone();
        let of_document = clauses.get(finding.path.as_str()).into_iter().flatten();
        all.extend(of_document.filter(|clause| !verdict.rule.clauses.contains(clause)).cloned());
        Lapse {
            sort: if waived.contains(&key) { Sort::Waiver } else { Sort::Finding },
            day,
            days: (day - judged.report.as_of).get_days(),
            path: finding.path.clone(),
            line: finding.start.line,
            title: subject.map_or_else(|| finding.path.clone(), title),
            kind: subject.and_then(|subject| Some(subject.member.kind.as_ref()?.0.to_string())),
            owner: subject.and_then(owner),
            rule: Some(verdict.rule.id.clone()),
            severity: Some(finding.severity),
            message,
            clauses: all,
        }
    };
    new.into_iter().map(lapse).collect()
}

fn open(report: &Report) -> impl Iterator<Item = (&Verdict, &Finding)> {
    report.verdicts.iter().flat_map(|verdict| verdict.findings.iter().map(move |finding| (verdict, finding)))
}

fn key(verdict: &Verdict, finding: &Finding) -> Key {
    (verdict.rule.qualified(), finding.document, finding.subject.clone(), finding.occurrence)
}

/// The first day on which each of some findings counts, and what it says on that day. Halves the time again and again, with the rules alone that find them, so
/// that the number of runs depends on the number of different days and not on that of findings.
fn first_days(judged: Judged<'_>, findings: &[(&Verdict, &Finding)], until: Date) -> HashMap<Key, (Date, String)> {
    let mut first = HashMap::new();
    let mut open: Vec<(Date, Date, Vec<Key>)> = Vec::new();
    if !findings.is_empty() {
        let keys = findings.iter().map(|(verdict, finding)| key(verdict, finding)).collect();
        open.push((judged.report.as_of, until, keys));
    }
    while let Some((from, to, keys)) = open.pop() {
        let between = (to - from).get_days();
        if between <= 1 {
            let mut found = counting_on(judged, to, &keys);
            first.extend(keys.into_iter().filter_map(|key| Some((key.clone(), (to, found.remove(&key)?)))));
            continue;
        }
        let Ok(middle) = from.checked_add((between / 2).days()) else { continue };
        let found = counting_on(judged, middle, &keys);
        let (early, late): (Vec<Key>, Vec<Key>) = keys.into_iter().partition(|key| found.contains_key(key));
        for (from, to, keys) in [(from, middle, early), (middle, to, late)] {
            if !keys.is_empty() {
                open.push((from, to, keys));
            }
        }
    }
    first
}

/// What some rules find on a day, with what they say.
fn counting_on(judged: Judged<'_>, day: Date, keys: &[Key]) -> HashMap<Key, String> {
    let wanted: HashSet<&str> = keys.iter().map(|(rule, ..)| rule.as_str()).collect();
    let rules = judged.set.rules.iter().enumerate();
    let rules = rules.filter(|(_, (rule, _))| wanted.contains(rule.qualified().as_str())).map(|(index, _)| index);
    let selection = Selection { rules: Some(rules.collect()), documents: None };
    let report = engine::run(judged.set, judged.repository, day, &selection);
    open(&report).map(|(verdict, finding)| (key(verdict, finding), finding.message.clone())).collect()
}

fn owners(lapses: &[Lapse]) -> Vec<OwnerLoad> {
    let mut owners: BTreeMap<&Option<String>, OwnerLoad> = BTreeMap::new();
    // The lapses come by day, so that the first one of an owner is the earliest.
    for lapse in lapses {
        let load = || OwnerLoad { name: lapse.owner.clone(), lapses: 0, first: lapse.day };
        owners.entry(&lapse.owner).or_insert_with(load).lapses += 1;
    }
    let mut owners: Vec<OwnerLoad> = owners.into_values().collect();
    owners.sort_by(|a, b| (b.lapses, a.first).cmp(&(a.lapses, b.first)));
    owners
}

fn clauses(now: &Gap, later: &Gap, lapses: &[Lapse]) -> Vec<ClauseOutlook> {
    let outlook = |(before, after): (&gap::Clause, &gap::Clause)| {
        let own: Vec<&Lapse> = lapses.iter().filter(|lapse| lapse.clauses.contains(&before.id)).collect();
        if own.is_empty() && before.state == after.state {
            return None;
        }
        let reasons = after.reasons.iter().filter(|reason| !before.reasons.contains(reason));
        Some(ClauseOutlook {
            clause: before.id.clone(),
            title: before.title.clone(),
            before: before.state,
            after: after.state,
            lapses: own.len(),
            first: own.first().map(|lapse| lapse.day),
            reasons: reasons.cloned().collect(),
        })
    };
    let assessable = now.assessable().filter_map(|clause| {
        let same = later.clauses.iter().find(|other| other.id == clause.id)?;
        Some((clause, same))
    });
    assessable.filter_map(outlook).collect()
}
