//! What the functions of expressions do.

use std::cmp::Ordering;
use std::sync::Arc;

use cel::common::types::{CelBool, CelDouble, CelInt, CelList};
use cel::common::value::{CowVal, Val};
use cel::{Context, ExecutionError};
use jiff::civil::Date;

use super::functions::{add, argument, failed, number_argument, number_of, text_argument};
use super::values::{DateVal, DurationVal, HoursVal, IntervalVal, PeopleVal, PeriodVal, RecordVal, ReferenceVal};
use crate::check::{Context as Checked, inventory};
use crate::document::value::duration::{Clock, Duration};
use crate::document::value::hours::ServiceHours;
use crate::document::value::interval::Interval;
use crate::record::value::CellValue;
use crate::record::{DOCUMENT, RecordRef, Records, person_keys, record_keys};
use crate::repository::Repository;
use crate::repository::people::Standing;
use crate::vocabulary::fold;

type Root = Context<'static, 'static>;

/// Functions that look for records.
pub(super) fn records(context: &mut Root, records: &Arc<Records>, checked: Checked<'_>) {
    let elsewhere: Vec<String> =
        inventory::pointers(records, checked).into_iter().map(|pointer| pointer.kind).collect();
    add(context, "elsewhere", move |arguments| {
        Ok(Box::new(CelBool::from(elsewhere.contains(&text_argument(arguments, 0)?))))
    });
    let found = |records: &Arc<Records>, at: RecordRef| RecordVal { records: Arc::clone(records), at };
    let all = Arc::clone(records);
    add(context, "all", move |arguments| {
        let collection = collection(&all, arguments)?;
        Ok(list(all.all(collection).map(|at| found(&all, at))))
    });
    let of_kind = Arc::clone(records);
    add(context, "documents", move |arguments| {
        let kind = text_argument(arguments, 0)?;
        let collection = of_kind.named(DOCUMENT).ok_or_else(|| failed("no documents"))?;
        let column = of_kind.collection(collection).definition.column("kinds").unwrap_or_default();
        let is_kind = |at: &RecordRef| match of_kind.value(*at, column) {
            CellValue::List(kinds) => kinds.iter().any(|one| matches!(one, CellValue::Text(text) if **text == *kind)),
            _ => false,
        };
        Ok(list(of_kind.all(collection).filter(is_kind).map(|at| found(&of_kind, at))))
    });
    let find = Arc::clone(records);
    add(context, "find", move |arguments| {
        let collection = collection(&find, arguments)?;
        let key = text_argument(arguments, 1)?;
        let what = || failed(format!("no {} `{key}`", find.collection(collection).definition.title));
        let at = find.find(collection, &key).ok_or_else(what)?;
        Ok(Box::new(found(&find, at)))
    });
    let known = Arc::clone(records);
    add(context, "known", move |arguments| {
        let key = text_argument(arguments, 1)?;
        Ok(Box::new(CelBool::from(known.find(collection(&known, arguments)?, &key).is_some())))
    });
    let naming = Arc::clone(records);
    add(context, "naming", move |arguments| {
        let collection = collection(&naming, arguments)?;
        let column = text_argument(arguments, 1)?;
        let definition = &naming.collection(collection).definition;
        let column = definition.column(&column).ok_or_else(|| failed(format!("no column `{column}`")))?;
        let keys = keys(arguments.get(2).ok_or_else(|| failed("an argument is missing"))?.as_ref());
        Ok(list(naming.naming(collection, column, &keys).into_iter().map(|at| found(&naming, at))))
    });
    add(context, "resolves", |arguments| {
        let value = arguments.first().ok_or_else(|| failed("an argument is missing"))?;
        let is_found = |value: &dyn Val| value.downcast_ref::<ReferenceVal>().is_none_or(|one| one.target.is_some());
        let all = match value.downcast_ref::<CelList<'_>>() {
            Some(items) => items.inner().iter().all(|item| is_found(&**item)),
            None => is_found(value.as_ref()),
        };
        Ok(Box::new(CelBool::from(all)))
    });
}

fn collection(records: &Records, arguments: &[CowVal<'_, '_>]) -> Result<u32, ExecutionError> {
    let name = text_argument(arguments, 0)?;
    records.named(&name).ok_or_else(|| failed(format!("no records of the kind `{name}`")))
}

fn list<'v>(records: impl Iterator<Item = RecordVal>) -> Box<dyn Val + 'v> {
    let items: Vec<Box<dyn Val + 'v>> = records.map(|record| Box::new(record) as Box<dyn Val + 'v>).collect();
    Box::new(CelList::from(items))
}

/// The keys under which those who name a value are found.
fn keys(value: &dyn Val) -> Vec<String> {
    if let Some(record) = value.downcast_ref::<RecordVal>() {
        return record_keys(record.at);
    }
    if let Some(reference) = value.downcast_ref::<ReferenceVal>() {
        return reference.target.as_ref().map_or_else(|| vec![fold(&reference.text)], |target| record_keys(target.at));
    }
    if let Some(people) = value.downcast_ref::<PeopleVal>() {
        return people.0.iter().flat_map(person_keys).collect();
    }
    if let Some(items) = value.downcast_ref::<CelList<'_>>() {
        return items.inner().iter().flat_map(|item| keys(&**item)).collect();
    }
    vec![fold(&super::values::shown(value))]
}

/// Functions on persons and roles.
pub(super) fn people(context: &mut Root, repository: &Repository, today: Date) {
    let (register, reason) = (repository.people.clone(), repository.why_no_people());
    add(context, "active", move |arguments| {
        let people = argument::<PeopleVal>(arguments, 0)?;
        let Some(register) = &register else {
            return Err(failed(&reason));
        };
        let is_active = people.0.iter().all(|person| register.standing(person, today) == Standing::Active);
        Ok(Box::new(CelBool::from(is_active)))
    });
    let (register, reason) = (repository.people.clone(), repository.no_people.clone());
    add(context, "left", move |arguments| {
        let people = argument::<PeopleVal>(arguments, 0)?;
        if let Some(reason) = &reason {
            return Err(failed(reason));
        }
        let has_left = |person| {
            let standing = register.as_ref().map(|register| register.standing(person, today));
            matches!(standing, Some(Standing::Left(_)))
        };
        Ok(Box::new(CelBool::from(people.0.iter().any(has_left))))
    });
}

/// Functions on single values.
pub(super) fn values(context: &mut Root) {
    add(context, "day", |arguments| {
        let text = text_argument(arguments, 0)?;
        let day = text.parse::<Date>().map_err(|_| failed(format!("`{text}` is no day")))?;
        Ok(Box::new(DateVal(day)))
    });
    add(context, "months", |arguments| {
        let months = argument::<CelInt>(arguments, 0)?.inner();
        let interval = format!("P{months}M").parse::<Interval>().map_err(|_| failed("no number of months"))?;
        Ok(Box::new(IntervalVal(interval)))
    });
    add(context, "overlap", |arguments| {
        let (one, two) = (argument::<PeriodVal>(arguments, 0)?.0, argument::<PeriodVal>(arguments, 1)?.0);
        Ok(Box::new(CelBool::from(one.start <= two.end && two.start <= one.end)))
    });
}

/// Functions on quantities: shares, lengths of time, service hours, and the largest and smallest of several.
pub(super) fn quantities(context: &mut Root) {
    // Parts that are all needed: the product of their shares.
    add(context, "serial", |arguments| {
        let shares = numbers(arguments)?;
        Ok(Box::new(CelDouble::from(shares.iter().map(|share| share / 100.0).product::<f64>() * 100.0)))
    });
    // Parts of which one is enough: what all of them together miss.
    add(context, "redundant", |arguments| {
        let misses: f64 = numbers(arguments)?.iter().map(|share| 1.0 - share / 100.0).product();
        Ok(Box::new(CelDouble::from((1.0 - misses) * 100.0)))
    });
    add(context, "allowed_downtime", |arguments| {
        let share = number_argument(arguments, 0)?;
        let days = number_argument(arguments, 1)?;
        let minutes = (1.0 - share / 100.0) * days * 24.0 * 60.0;
        let duration = Duration::of_minutes(minutes).ok_or_else(|| failed("no length of time"))?;
        Ok(Box::new(DurationVal(duration)))
    });
    add(context, "elapsed_hours", |arguments| {
        let duration = argument::<DurationVal>(arguments, 0)?.0;
        let seconds = duration.seconds().filter(|_| duration.clock() != Clock::Business);
        let seconds = seconds.ok_or_else(|| failed("a length of time in service hours"))?;
        let seconds = u32::try_from(seconds).map_err(|_| failed("too long"))?;
        Ok(Box::new(CelDouble::from(f64::from(seconds) / 3600.0)))
    });
    add(context, "covers", |arguments| {
        let (outer, inner) = (argument::<HoursVal>(arguments, 0)?, argument::<HoursVal>(arguments, 1)?);
        Ok(Box::new(CelBool::from(outer.0.covers(&inner.0))))
    });
    add(context, "joined", |arguments| {
        let mut windows = Vec::new();
        for item in items(arguments)?.inner() {
            let hours = item.downcast_ref::<HoursVal>().ok_or_else(|| failed("no service hours"))?;
            windows.extend(hours.0.windows.iter().copied());
        }
        Ok(Box::new(HoursVal(Arc::new(ServiceHours { windows }))))
    });
    add(context, "weekly_hours", |arguments| {
        let minutes = argument::<HoursVal>(arguments, 0)?.0.minutes_per_week();
        Ok(Box::new(CelDouble::from(f64::from(minutes) / 60.0)))
    });
    add(context, "largest", |arguments| extreme(arguments, Ordering::Greater));
    add(context, "smallest", |arguments| extreme(arguments, Ordering::Less));
    add(context, "sum", |arguments| {
        let items = items(arguments)?;
        if let Some(first) = items.inner().first().filter(|first| first.downcast_ref::<DurationVal>().is_some()) {
            let mut sum = first.clone_as_boxed();
            for item in &items.inner()[1..] {
                let adder = sum.as_adder().ok_or_else(|| failed("values that cannot be added"))?;
                let next = adder.add(&**item)?.into_owned();
                sum = next;
            }
            return Ok(sum);
        }
        let numbers = items.inner().iter().map(|item| number_of(&**item)).collect::<Result<Vec<_>, _>>()?;
        Ok(Box::new(CelDouble::from(numbers.iter().sum::<f64>())))
    });
}

fn items<'a, 'v>(arguments: &'a [CowVal<'_, 'v>]) -> Result<&'a CelList<'v>, ExecutionError> {
    let list = arguments.first().and_then(|value| value.as_ref().downcast_ref::<CelList<'v>>());
    list.ok_or_else(|| failed("no list"))
}

fn numbers(arguments: &[CowVal<'_, '_>]) -> Result<Vec<f64>, ExecutionError> {
    let items = items(arguments)?;
    if items.inner().is_empty() {
        return Err(failed("no supporting values"));
    }
    items.inner().iter().map(|item| number_of(&**item)).collect()
}

fn extreme<'v>(arguments: &[CowVal<'_, 'v>], wanted: Ordering) -> Result<Box<dyn Val + 'v>, ExecutionError> {
    let items = items(arguments)?;
    let mut best: Option<&Box<dyn Val + 'v>> = None;
    for item in items.inner() {
        let is_better = match best {
            None => true,
            Some(best) => {
                let comparer = item.as_comparer().ok_or_else(|| failed("values that cannot be compared"))?;
                comparer.compare(&**best)? == wanted
            }
        };
        if is_better {
            best = Some(item);
        }
    }
    best.map(|best| best.clone_as_boxed()).ok_or_else(|| failed("an empty list"))
}
