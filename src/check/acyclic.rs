//! References between records of one kind that never lead back to where they began.

use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};
use schemars::JsonSchema;
use serde::Deserialize;

use super::records::Sight;
use super::{Context, NameKind, Outcome, Subject, quoted};
use crate::error::Invalid;
use crate::pack::located::Located;
use crate::pack::names::Names;
use crate::record::RecordRef;

/// Parameters of the check.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Acyclic {
    /// The kind of record.
    pub record: Located,
    /// The column in which it names others of its kind.
    pub column: Located,
}

/// Most records of a way round that a message names and a finding points to.
const MOST_NAMED: usize = 8;

impl Acyclic {
    pub(super) fn names(&self) -> Vec<(NameKind, &Located)> {
        vec![(NameKind::Record, &self.record)]
    }

    pub(super) fn prepare(&self, names: &Names) -> Result<(), Invalid> {
        super::check_column(Some(&self.column), self.record.get_ref(), names)
    }

    /// One finding for each knot of records that lead to each other, with the shortest way round through its first record.
    pub(super) fn repository(&self, subjects: &[Subject<'_>], context: Context<'_>, outcome: &mut Outcome) {
        let sight = Sight::new(subjects, context);
        let records = sight.of(self.record.get_ref(), outcome);
        let Some(first) = records.first() else { return };
        let Some(column) = sight.records.definition(*first).column(self.column.get_ref()) else { return };
        let next: FxHashMap<RecordRef, Vec<RecordRef>> =
            records.iter().map(|record| (*record, targets(*record, column, &sight))).collect();
        outcome.examined += records.len();
        let mut done: FxHashSet<RecordRef> = FxHashSet::default();
        for knot in knots(&records, &next) {
            let Some(start) = knot.iter().min_by_key(|record| record.index).copied() else { continue };
            if !done.insert(start) {
                continue;
            }
            let Some(way) = shortest(start, &knot, &next) else { continue };
            let labels: Vec<String> = way.iter().map(|record| sight.records.label(*record)).collect();
            let title = &sight.records.definition(start).title;
            let most = labels.len().min(MOST_NAMED);
            let more = if most < labels.len() { format!(" → … ({} in all)", labels.len()) } else { String::new() };
            let way_round = labels[..most]
                .iter()
                .chain(labels.first().filter(|_| more.is_empty()))
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(" → ");
            let way_round = way_round + &more;
            let message = if way.len() == 1 {
                format!("{title} {} depends on itself", quoted(&labels[0]))
            } else {
                format!("{title} {} depends on itself: {way_round}", quoted(&labels[0]))
            };
            let mut problem = sight.problem(start, Some(self.column.get_ref()), message);
            for record in way.iter().skip(1).take(MOST_NAMED) {
                let document = sight.records.get(*record).document as usize;
                let place = sight.place(*record, Some(self.column.get_ref()));
                problem = problem.with_related(document, place, "leads on to the next");
            }
            outcome.problems.push(problem);
        }
    }
}

fn targets(record: RecordRef, column: usize, sight: &Sight<'_>) -> Vec<RecordRef> {
    let found = sight.records.references(record, column).filter_map(|(_, target)| target);
    found.filter(|target| target.collection == record.collection).collect()
}

/// Groups of records that all lead to each other, and single ones that lead to themselves. Tarjan's algorithm without recursion:
/// a chain of a hundred thousand records must not run out of stack.
fn knots(records: &[RecordRef], next: &FxHashMap<RecordRef, Vec<RecordRef>>) -> Vec<Vec<RecordRef>> {
    #[derive(Clone, Copy)]
    struct State {
        number: usize,
        low: usize,
        is_open: bool,
    }
    let empty = Vec::new();
    let of = |record: &RecordRef| next.get(record).unwrap_or(&empty);
    let mut states: FxHashMap<RecordRef, State> = FxHashMap::default();
    let mut open = Vec::new();
    let mut found = Vec::new();
    for root in records {
        if states.contains_key(root) {
            continue;
        }
        let mut path: Vec<(RecordRef, usize)> = vec![(*root, 0)];
        while let Some((record, at)) = path.pop() {
            if at == 0 {
                let number = states.len();
                states.insert(record, State { number, low: number, is_open: true });
                open.push(record);
            }
            if let Some(target) = of(&record).get(at).copied() {
                path.push((record, at + 1));
                match states.get(&target).copied() {
                    None => path.push((target, 0)),
                    Some(other) if other.is_open => {
                        let state = states.get_mut(&record).expect("it was entered above");
                        state.low = state.low.min(other.number);
                    }
                    Some(_) => {}
                }
                continue;
            }
            let state = states[&record];
            if let Some((parent, _)) = path.last() {
                let parent = states.get_mut(parent).expect("it is on the path");
                parent.low = parent.low.min(state.low);
            }
            if state.low == state.number {
                let from = open.iter().rposition(|other| *other == record).unwrap_or(open.len());
                let knot = open.split_off(from);
                for member in &knot {
                    states.get_mut(member).expect("it was entered").is_open = false;
                }
                if knot.len() > 1 || of(&record).contains(&record) {
                    found.push(knot);
                }
            }
        }
    }
    found
}

/// The shortest way from a record back to itself within its knot.
fn shortest(
    start: RecordRef,
    knot: &[RecordRef],
    next: &FxHashMap<RecordRef, Vec<RecordRef>>,
) -> Option<Vec<RecordRef>> {
    let inside: FxHashSet<RecordRef> = knot.iter().copied().collect();
    let mut from: FxHashMap<RecordRef, RecordRef> = FxHashMap::default();
    let mut queue = VecDeque::from([start]);
    while let Some(record) = queue.pop_front() {
        for target in next.get(&record)?.iter().filter(|target| inside.contains(*target)) {
            if *target == start {
                let mut way = vec![record];
                while let Some(before) = from.get(way.last()?).copied() {
                    way.push(before);
                }
                way.reverse();
                return Some(way);
            }
            if !from.contains_key(target) {
                from.insert(*target, record);
                queue.push_back(*target);
            }
        }
    }
    None
}
