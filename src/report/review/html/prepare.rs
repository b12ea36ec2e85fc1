//! What is easier to prepare than to write in a template: groups, what is left out, plots.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::plot::{Bars, Lines, Timeline};
use crate::report::gap::State;
use crate::report::review::Review;
use crate::report::review::model::{Clause, Comparison, Evidenced, Finding, Row};

/// Most rows of each table; the other formats have all.
const MOST: Most = Most {
    findings: 1000,
    calendar: 400,
    owners: 200,
    waivers: 200,
    comparisons: 400,
    rows: 15,
    changes: 250,
    points: 160,
    register: 1000,
    not_checked: 250,
    documents: 12,
    reasons: 20,
};
/// Most rows of all comparisons together.
const MOST_COMPARED: usize = 500;

/// What templates are given beside the review.
#[derive(Debug, Serialize)]
pub(super) struct Page<'a> {
    most: Most,
    standards: Vec<Standard<'a>>,
    /// Whether a pack says what documented information clauses ask for.
    has_items: bool,
    inputs: Inputs,
    findings: Vec<Group<'a>>,
    findings_left_out: usize,
    comparisons: Comparisons<'a>,
    by_owner: Option<Timeline>,
    by_kind: Option<Timeline>,
    owners: Option<Bars>,
    trend: Vec<Lines>,
}

/// Most rows by table.
#[derive(Clone, Copy, Debug, Serialize)]
struct Most {
    findings: usize,
    calendar: usize,
    owners: usize,
    waivers: usize,
    comparisons: usize,
    rows: usize,
    changes: usize,
    points: usize,
    register: usize,
    not_checked: usize,
    documents: usize,
    reasons: usize,
}

/// Inputs of the management review by state.
#[derive(Debug, Default, Serialize)]
struct Inputs {
    fresh: usize,
    stale: usize,
    draft: usize,
    nothing: usize,
}

/// The clauses of a standard.
#[derive(Debug, Serialize)]
struct Standard<'a> {
    id: &'a str,
    chapters: Vec<Chapter<'a>>,
}

/// The clauses of a chapter that ask for something themselves.
#[derive(Debug, Serialize)]
struct Chapter<'a> {
    number: &'a str,
    title: &'a str,
    covered: usize,
    clauses: Vec<&'a Clause>,
}

/// Findings under the first clause of their rule.
#[derive(Debug, Serialize)]
struct Group<'a> {
    /// None for rules without a clause.
    clause: Option<&'a str>,
    title: &'a str,
    /// Whether the page has details of the clause.
    is_mapped: bool,
    open: usize,
    accepted: usize,
    findings: Vec<&'a Finding>,
    left_out: usize,
}

/// Comparisons by what is to be said of them.
#[derive(Debug, Default, Serialize)]
struct Comparisons<'a> {
    contradicting: Vec<Shown<'a>>,
    holding: Vec<Shown<'a>>,
    plain: Vec<&'a Comparison>,
}

/// A comparison with the rows for which there is room.
#[derive(Debug, Serialize)]
struct Shown<'a> {
    comparison: &'a Comparison,
    rows: &'a [Row],
    contradictions: usize,
    left_out: usize,
}

/// Prepares a page.
pub(super) fn prepare(review: &Review) -> Page<'_> {
    let findings = groups(review);
    let calendar = &review.calendar;
    let (as_of, until) = (review.made.as_of, review.made.until);
    Page {
        most: MOST,
        standards: standards(&review.clauses),
        has_items: review.clauses.iter().any(|clause| !clause.items.is_empty()),
        inputs: inputs(review),
        findings_left_out: findings.iter().map(|group| group.left_out).sum(),
        findings,
        comparisons: comparisons(&review.consistency),
        by_owner: Timeline::of(calendar, as_of, until, |planned| planned.owner.as_deref()),
        by_kind: Timeline::of(calendar, as_of, until, |planned| planned.kind.as_deref()),
        owners: Bars::of(&review.owners),
        trend: Lines::of(&review.trend),
    }
}

fn inputs(review: &Review) -> Inputs {
    let mut inputs = Inputs::default();
    for input in &review.inputs {
        *match input.state {
            Evidenced::Fresh => &mut inputs.fresh,
            Evidenced::Stale => &mut inputs.stale,
            Evidenced::Draft => &mut inputs.draft,
            Evidenced::Nothing => &mut inputs.nothing,
        } += 1;
    }
    inputs
}

/// Standard and number of a clause.
fn parts(clause: &str) -> (&str, &str) {
    clause.split_once(':').unwrap_or(("", clause))
}

fn standards(clauses: &[Clause]) -> Vec<Standard<'_>> {
    let mut standards: Vec<Standard<'_>> = Vec::new();
    for clause in clauses {
        let (id, number) = parts(&clause.clause);
        let chapter = number.split('.').next().unwrap_or(number);
        if standards.last().is_none_or(|standard| standard.id != id) {
            standards.push(Standard { id, chapters: Vec::new() });
        }
        let Some(Standard { chapters, .. }) = standards.last_mut() else { continue };
        if chapters.last().is_none_or(|known| known.number != chapter) {
            let title = if number == chapter { clause.title.as_str() } else { "" };
            chapters.push(Chapter { number: chapter, title, covered: 0, clauses: Vec::new() });
        }
        if let Some(chapter) = chapters.last_mut().filter(|_| clause.assessable) {
            chapter.covered += usize::from(clause.state == State::Covered);
            chapter.clauses.push(clause);
        }
    }
    for standard in &mut standards {
        standard.chapters.retain(|chapter| !chapter.clauses.is_empty());
    }
    standards.retain(|standard| !standard.chapters.is_empty());
    standards
}

/// Findings by the first clause of their rule, in the order of the clauses; those without a clause last. Where there is no room for
/// all, open ones come before accepted ones, and every group has its share.
fn groups(review: &Review) -> Vec<Group<'_>> {
    let order: HashMap<&str, usize> =
        review.clauses.iter().enumerate().map(|(index, clause)| (clause.clause.as_str(), index)).collect();
    let mapped: HashSet<&str> =
        review.clauses.iter().filter(|clause| clause.assessable).map(|clause| clause.clause.as_str()).collect();
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known: HashMap<Option<&str>, usize> = HashMap::new();
    for finding in &review.findings {
        let clause = finding.clauses.first().map(String::as_str);
        let index = *known.entry(clause).or_insert_with(|| {
            let place = clause.and_then(|clause| order.get(clause));
            groups.push(Group {
                clause,
                title: place.map_or("", |&index| review.clauses[index].title.as_str()),
                is_mapped: clause.is_some_and(|clause| mapped.contains(clause)),
                open: 0,
                accepted: 0,
                findings: Vec::new(),
                left_out: 0,
            });
            groups.len() - 1
        });
        let is_open = finding.disposition == "open";
        *if is_open { &mut groups[index].open } else { &mut groups[index].accepted } += 1;
        groups[index].findings.push(finding);
    }
    let place = |group: &Group<'_>| group.clause.and_then(|clause| order.get(clause)).copied().unwrap_or(usize::MAX);
    groups.sort_by_key(|group| (place(group), group.clause.is_none(), group.clause));
    let share = share(groups.iter().map(|group| group.findings.len()), MOST.findings);
    for group in &mut groups {
        group.findings.sort_by_key(|finding| finding.disposition != "open");
        group.left_out = group.findings.len().saturating_sub(share);
        group.findings.truncate(share);
    }
    groups
}

/// The largest number such that groups of no more members than that have at most `room` members together.
fn share(sizes: impl Iterator<Item = usize>, room: usize) -> usize {
    let mut sizes: Vec<usize> = sizes.collect();
    sizes.sort_unstable();
    let mut room = room;
    for (index, size) in sizes.iter().enumerate() {
        let each = room / (sizes.len() - index);
        if *size > each {
            return each.max(1);
        }
        room -= size;
    }
    usize::MAX
}

fn comparisons(all: &[Comparison]) -> Comparisons<'_> {
    let mut comparisons = Comparisons::default();
    let mut room = MOST_COMPARED;
    let mut show = |comparison: &'_ Comparison| {
        let shown = comparison.rows.len().min(MOST.rows).min(room);
        room -= shown;
        (shown, comparison.rows.len() - shown + comparison.more)
    };
    let contradictions = |comparison: &Comparison| comparison.rows.iter().filter(|row| !row.holds).count();
    let (contradicting, others): (Vec<_>, Vec<_>) = all.iter().partition(|comparison| contradictions(comparison) > 0);
    for comparison in contradicting.into_iter().chain(others) {
        let (shown, left_out) = show(comparison);
        let contradictions = contradictions(comparison);
        let rows = &comparison.rows[..shown];
        let list = if contradictions > 0 { &mut comparisons.contradicting } else { &mut comparisons.holding };
        if rows.is_empty() && contradictions == 0 {
            comparisons.plain.push(comparison);
        } else {
            list.push(Shown { comparison, rows, contradictions, left_out });
        }
    }
    comparisons
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn room_is_shared_so_that_small_groups_are_whole() {
        assert_eq!(share([1, 2, 3].into_iter(), 10), usize::MAX);
        assert_eq!(share([1, 2, 100].into_iter(), 10), 7);
        assert_eq!(share([100, 100, 1].into_iter(), 11), 5);
        assert_eq!(share([5; 4].into_iter(), 2), 1);
        assert_eq!(share(std::iter::empty(), 2), usize::MAX);
    }
}
