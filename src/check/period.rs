//! Things done at planned intervals: the last one is not too long ago, and a series has no gap.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::records::{RECORD, Sight};
use super::{Context, NameKind, Outcome, Subject, quoted};
use crate::document::value::interval::Interval;
use crate::error::Invalid;
use crate::expression::frame::Common;
use crate::expression::types::Scope;
use crate::expression::{Constants, Expression, Unknown};
use crate::finding::counted;
use crate::pack::located::Located;
use crate::pack::names::Names;
use crate::record::RecordRef;
use crate::record::naming::Key;
use crate::record::value::CellValue;

/// Parameters of the check. Expressions call the record `r`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Period {
    /// The kind of record that stands for one time at which it was done.
    pub record: Located,
    /// Only records for which this holds.
    #[serde(rename = "where")]
    pub guard: Option<Expression>,
    /// The column with the day or period.
    pub date: Located,
    /// The column to look at where that one is empty.
    pub else_date: Option<Located>,
    /// For what it is done each time; once for everything where it is not given.
    pub each: Option<Each>,
    /// How often it is planned; a configuration may change it.
    pub interval: Interval,
    /// Days after which a report on a period that has ended must be there.
    #[serde(default)]
    pub grace_days: i32,
    /// Whether periods must follow on each other.
    #[serde(default)]
    pub gapless: bool,
}

/// For what something is done.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Each {
    /// The kind of record for each of which it is done.
    pub record: Located,
    /// Only those for which this holds.
    #[serde(rename = "where")]
    pub guard: Option<Expression>,
    /// The column in which the record of what was done names it.
    pub via: Located,
    /// A column of it that states its own interval.
    pub interval: Option<Located>,
    /// A column of it that states the day of the last time, which may have no record of its own.
    pub last: Option<Located>,
}

/// One time at which it was done.
#[derive(Clone, Copy)]
struct Time<'a> {
    start: Date,
    end: Date,
    record: RecordRef,
    /// The column that says so.
    column: &'a str,
}

impl Period {
    pub(super) fn names(&self) -> Vec<(NameKind, &Located)> {
        let each = self.each.iter().map(|each| (NameKind::Record, &each.record));
        each.chain([(NameKind::Record, &self.record)]).collect()
    }

    pub(super) fn prepare(&self, names: &Names) -> Result<(), Invalid> {
        let guards = [
            (self.record.get_ref(), self.guard.as_ref()),
            self.each
                .as_ref()
                .map_or((self.record.get_ref(), None), |each| (each.record.get_ref(), each.guard.as_ref())),
        ];
        for (name, guard) in guards {
            let mut scope = Scope::new(names, &Constants::new());
            let record = scope.record(name);
            scope.add(RECORD, record);
            if let Some(guard) = guard {
                guard.check_condition(&scope)?;
            }
        }
        super::check_column(Some(&self.date), self.record.get_ref(), names)?;
        super::check_column(self.else_date.as_ref(), self.record.get_ref(), names)?;
        let Some(each) = &self.each else { return Ok(()) };
        super::check_column(Some(&each.via), self.record.get_ref(), names)?;
        super::check_column(each.interval.as_ref(), each.record.get_ref(), names)?;
        super::check_column(each.last.as_ref(), each.record.get_ref(), names)
    }

    pub(super) fn repository(&self, subjects: &[Subject<'_>], context: Context<'_>, outcome: &mut Outcome) {
        let sight = Sight::new(subjects, context);
        let Some(collection) = sight.records.named(self.record.get_ref()) else { return };
        let common = sight.common(&Constants::new());
        let Some(each) = &self.each else {
            let all = sight.of(self.record.get_ref(), outcome);
            let times = self.times(all, &sight, &common, outcome);
            if !times.is_empty() {
                outcome.examined += 1;
                self.series(&times, collection, self.interval, None, &sight, outcome);
            }
            return;
        };
        let Some(via) = sight.records.collection(collection).definition.column(each.via.get_ref()) else { return };
        if sight.records.collection(collection).records.is_empty()
            && let Some(reason) = sight.kept_elsewhere(collection)
        {
            outcome.not_checked = Some(reason);
            return;
        }
        for record in sight.of(each.record.get_ref(), outcome) {
            match sight.is_meant(each.guard.as_ref(), record, &common.frame_of(RECORD, record)) {
                Ok(true) => {}
                Ok(false) => continue,
                Err(unjudged) => {
                    outcome.unjudged.push(unjudged);
                    continue;
                }
            }
            outcome.examined += 1;
            let done = sight.records.naming(collection, via, &[Key::Record(record)]);
            let done = done.iter().map(|index| RecordRef { collection, index: *index }).collect();
            let mut times = self.times(done, &sight, &common, outcome);
            let stated = each.last.as_ref().and_then(|column| Some((column, value(record, column, &sight)?)));
            if let Some((column, CellValue::Date(day))) = stated {
                times.push(Time { start: *day, end: *day, record, column: column.get_ref() });
                times.sort_by_key(|time| (time.start, time.end));
            }
            let is_done = times.iter().any(|time| time.start <= context.today);
            // One that does not say what it was done for may have been done for this.
            if !is_done && let Some(open) = sight.first_without(collection, via) {
                let open = quoted(&sight.records.label(open));
                let lacks =
                    format!("no {} names it, and {open} has no `{}`", self.record.get_ref(), each.via.get_ref());
                outcome.unjudged.push(sight.unjudged(record, &Unknown::Lacks(lacks)));
                continue;
            }
            if let Some((column, CellValue::Faulty(_))) = stated.filter(|_| !is_done) {
                outcome.unjudged.push(sight.unjudged(record, &Unknown::NoValue(column.get_ref().clone())));
                continue;
            }
            let own = each.interval.as_ref().and_then(|column| own_interval(record, column, &sight));
            self.series(&times, collection, own.unwrap_or(self.interval), Some(record), &sight, outcome);
        }
    }

    /// The times of records, in the order of their days; a record without a day is told as one that cannot be judged.
    fn times(
        &self,
        records: Vec<RecordRef>,
        sight: &Sight<'_>,
        common: &Common,
        outcome: &mut Outcome,
    ) -> Vec<Time<'_>> {
        let mut times = BTreeMap::new();
        for record in records {
            match sight.is_meant(self.guard.as_ref(), record, &common.frame_of(RECORD, record)) {
                Ok(true) => {}
                Ok(false) => continue,
                Err(unjudged) => {
                    outcome.unjudged.push(unjudged);
                    continue;
                }
            }
            let value = |name| Some((name, value(record, name, sight).filter(|value| value.is_there())?));
            let (column, days) = match value(&self.date).or_else(|| self.else_date.as_ref().and_then(value)) {
                Some((column, CellValue::Date(day))) => (column, (*day, *day)),
                Some((column, CellValue::Period(period))) => (column, (period.start, period.end)),
                _ => {
                    let unknown = Unknown::NoValue(self.date.get_ref().clone());
                    outcome.unjudged.push(sight.unjudged(record, &unknown));
                    continue;
                }
            };
            let time = Time { start: days.0, end: days.1, record, column: column.get_ref() };
            times.insert((days, record.index), time);
        }
        times.into_values().collect()
    }

    fn series(
        &self,
        times: &[Time<'_>],
        collection: u32,
        interval: Interval,
        of: Option<RecordRef>,
        sight: &Sight<'_>,
        outcome: &mut Outcome,
    ) {
        let what = &sight.records.collection(collection).definition.title;
        let whose = of.map(|record| {
            let title = &sight.records.definition(record).title;
            format!(" for {title} {}", quoted(&sight.records.label(record)))
        });
        let whose = whose.unwrap_or_default();
        let today = sight.context.today;
        let past: Vec<&Time<'_>> = times.iter().filter(|time| time.start <= today).collect();
        let Some(last) = past.iter().max_by_key(|time| time.end) else {
            if let Some(record) = of {
                let message = format!("no {what}{whose}, due every {}", interval.words());
                outcome.problems.push(sight.problem(record, None, message));
            }
            return;
        };
        let next = after(interval, last.end).and_then(|day| {
            let grace = jiff::Span::new().try_days(self.grace_days).ok()?;
            day.checked_add(grace).ok()
        });
        if let Some(due) = next.filter(|due| *due < today) {
            let days = today.since(due).map(|span| span.get_days()).unwrap_or_default();
            let message = format!(
                "last {what}{whose} was on {}, due every {}: {} overdue",
                last.end,
                interval.words(),
                counted(days, "day")
            );
            let mut problem = sight.problem(last.record, Some(last.column), message);
            problem.subject =
                format!("{}:{}", of.map(|record| sight.records.label(record)).unwrap_or_default(), "overdue");
            if let Some(record) = of.filter(|of| *of != last.record) {
                let document = sight.records.get(record).document as usize;
                problem = problem.with_related(document, sight.place(record, None), "this");
            }
            outcome.problems.push(problem);
        }
        if self.gapless {
            let mut before = times.first();
            for pair in times.windows(2) {
                let Some(latest) = before.filter(|before| before.end >= pair[0].end).or(Some(&pair[0])) else {
                    continue;
                };
                before = Some(latest);
                let Ok(first_missing) = latest.end.tomorrow() else { continue };
                if first_missing >= pair[1].start {
                    continue;
                }
                let last_missing = pair[1].start.yesterday().unwrap_or(first_missing);
                let message = format!("no {what}{whose} for {first_missing} to {last_missing}");
                let mut problem = sight.problem(pair[1].record, Some(pair[1].column), message);
                problem.subject = format!("{}:{first_missing}", problem.subject);
                let document = sight.records.get(latest.record).document as usize;
                let place = sight.place(latest.record, Some(latest.column));
                outcome.problems.push(problem.with_related(document, place, "the one before"));
            }
        }
    }
}

/// The day an interval after another. What ends with a month is due again at the end of a month.
fn after(interval: Interval, day: Date) -> Option<Date> {
    let next = interval.after(day)?;
    let is_by_months = interval.after(day.first_of_month()).is_some_and(|next| next.day() == 1);
    Some(if is_by_months && day == day.last_of_month() { next.last_of_month() } else { next })
}

/// What a record states in a column.
fn value<'a>(record: RecordRef, column: &Located, sight: &Sight<'a>) -> Option<&'a CellValue> {
    let column = sight.records.definition(record).column(column.get_ref())?;
    Some(sight.records.value(record, column))
}

fn own_interval(record: RecordRef, column: &Located, sight: &Sight<'_>) -> Option<Interval> {
    match value(record, column, sight)? {
        CellValue::Interval(interval) => Some(*interval),
        _ => None,
    }
}
