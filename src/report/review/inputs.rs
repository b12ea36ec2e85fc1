//! What a management review has to look at, and where the repository evidences it.
//!
//! The sections of a kind of document that name evidence are these inputs (of ISO/IEC 20000-1:2018, 9.3 in the pack for it); the
//! document of that kind is the minutes.

use jiff::civil::Date;

use super::model::{Evidence, Evidenced, Input};
use crate::check::Subject;
use crate::document::field::Typed;
use crate::document::review::NEXT_REVIEW;
use crate::document::value::interval::Interval;
use crate::pack::KindSection;
use crate::pack::located::Located;
use crate::pack::names::Names;
use crate::report::Judged;
use crate::report::register::title;
use crate::vocabulary::Phase;

/// How old evidence may be where a pack says nothing.
const FRESH: &str = "P12M";
/// Most documents that are named for one input.
const MOST: usize = 5;

/// The kinds of document whose sections are inputs, in the order of their names.
pub(crate) fn minutes(names: &Names) -> Vec<&str> {
    let has_inputs = |section: &KindSection| !section.evidence.is_empty();
    let mut kinds: Vec<&str> = names
        .kinds
        .iter()
        .filter(|(_, kind)| kind.sections.iter().any(has_inputs))
        .map(|(name, _)| name.as_str())
        .collect();
    kinds.sort_unstable();
    kinds
}

/// All inputs that the packs know.
pub(super) fn inputs(judged: Judged<'_>) -> Vec<Input> {
    let names = &judged.set.settings.names;
    let mut inputs = Vec::new();
    for kind in minutes(names) {
        let clause = names.items.iter().find(|item| item.kinds.iter().any(|known| known == kind));
        let clause = clause.map(|item| item.clause.clone()).unwrap_or_default();
        let sections = names.kinds[kind].sections.iter().filter(|section| !section.evidence.is_empty());
        inputs.extend(sections.map(|section| input(section, &clause, judged)));
    }
    inputs
}

fn input(section: &KindSection, clause: &str, judged: Judged<'_>) -> Input {
    let fresh = section.fresh.or_else(|| FRESH.parse().ok());
    let is_fresh = |day: Date| {
        let end = fresh.and_then(|interval| interval.after(day));
        end.is_some_and(|end| end >= judged.report.as_of)
    };
    let mut found: Vec<(Evidence, bool)> = judged
        .subjects()
        .filter(|subject| is_evidence(*subject, section, judged))
        .map(|s| evidence(s, judged))
        .collect();
    found.sort_by(|(a, is_a_draft), (b, is_b_draft)| (is_a_draft, b.day, &a.path).cmp(&(is_b_draft, a.day, &b.path)));
    let in_force = || found.iter().filter(|(_, is_draft)| !is_draft);
    let state = if in_force().any(|(evidence, _)| evidence.day.is_some_and(is_fresh)) {
        Evidenced::Fresh
    } else if in_force().next().is_some() {
        Evidenced::Stale
    } else if found.is_empty() {
        Evidenced::Nothing
    } else {
        Evidenced::Draft
    };
    Input {
        name: section.name.clone(),
        title: section.title.clone(),
        clause: clause.to_owned(),
        state,
        more: found.len().saturating_sub(MOST),
        evidence: found.into_iter().take(MOST).map(|(evidence, _)| evidence).collect(),
        fresh: fresh.as_ref().map(Interval::to_string).unwrap_or_default(),
    }
}

fn is_evidence(subject: Subject<'_>, section: &KindSection, judged: Judged<'_>) -> bool {
    let Some((kind, _)) = &subject.member.kind else { return false };
    let names = &judged.set.settings.names;
    section.evidence.iter().map(Located::get_ref).any(|wanted| names.is_kind(kind, wanted))
}

fn evidence(subject: Subject<'_>, judged: Judged<'_>) -> (Evidence, bool) {
    let today = judged.report.as_of;
    let day = latest_day(subject, today);
    let evidence = Evidence {
        path: subject.document.path().to_owned(),
        title: title(subject),
        day,
        age: day.map(|day| (today - day).get_days()),
        status: subject.member.state.as_ref().map(|state| state.name.to_string()),
    };
    (evidence, subject.member.phase == Phase::Draft)
}

/// The latest day that a document states of what was done with it: a plan is no deed, and neither is a day that is still to come.
pub(super) fn latest_day(subject: Subject<'_>, today: Date) -> Option<Date> {
    let fields = subject.document.fields.iter().filter(|field| field.name() != Some(NEXT_REVIEW));
    let days = fields.filter_map(|field| match &field.typed {
        Typed::Date(reading) => reading.valid().copied(),
        _ => None,
    });
    days.filter(|day| *day <= today).max()
}
