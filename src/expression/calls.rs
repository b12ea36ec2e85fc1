//! Functions that look for records and people, and those on days.

use std::borrow::Cow;

use jiff::civil::Date;

use super::frame::Run;
use super::value::{Fail, List, Text, Value, refused};
use crate::document::value::interval::Interval;
use crate::document::value::person::Person;
use crate::record::RecordRef;
use crate::record::naming::Key;
use crate::repository::people::Standing;
use crate::vocabulary::fold;

type Outcome<'a> = Result<Value<'a>, Fail>;

/// An argument that must be there.
pub(super) fn argument<'v, 'a>(arguments: &'v [Value<'a>], index: usize) -> Result<&'v Value<'a>, Fail> {
    arguments.get(index).ok_or_else(|| Fail::Refused("an argument is missing".to_owned()))
}

/// An argument as text; a reference as it is written.
pub(super) fn text_of<'a>(run: &'a Run, arguments: &[Value<'a>], index: usize) -> Result<Text<'a>, Fail> {
    Ok(argument(arguments, index)?.to_text(run))
}

/// Says that an argument is of a type that was not expected.
pub(super) fn other_type<T>() -> Result<T, Fail> {
    refused("a value of another type")
}

fn collection<'a>(run: &'a Run, arguments: &[Value<'a>]) -> Result<u32, Fail> {
    let name = text_of(run, arguments, 0)?;
    run.records.named(&name).ok_or_else(|| Fail::Refused(format!("no records of the kind `{}`", &*name)))
}

/// Whether documents of a kind are kept in another system.
pub(super) fn elsewhere<'a>(run: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    let kind = text_of(run, arguments, 0)?;
    Ok(Value::Bool(run.elsewhere.iter().any(|known| **known == *kind)))
}

/// All records of a kind.
pub(super) fn all<'a>(run: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    let collection = collection(run, arguments)?;
    let count = u32::try_from(run.records.collection(collection).records.len()).unwrap_or(u32::MAX);
    Ok(Value::List(List::Records(collection, count)))
}

/// All documents of a kind.
pub(super) fn documents<'a>(run: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    let kind = text_of(run, arguments, 0)?;
    Ok(Value::List(List::Some(run.records.documents(), run.records.documents_of(&kind))))
}

/// The record of a kind that an id or name means.
pub(super) fn find<'a>(run: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    let collection = collection(run, arguments)?;
    let key = text_of(run, arguments, 1)?;
    match run.records.find(collection, &key) {
        Some(record) => Ok(Value::Record(record)),
        None => refused(format!("no {} `{}`", run.records.collection(collection).definition.title, &*key)),
    }
}

/// Whether an id or name means a record of a kind.
pub(super) fn known<'a>(run: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    let key = text_of(run, arguments, 1)?;
    Ok(Value::Bool(run.records.find(collection(run, arguments)?, &key).is_some()))
}

/// The records of a kind that name something in a column.
pub(super) fn naming<'a>(run: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    let collection = collection(run, arguments)?;
    let column = text_of(run, arguments, 1)?;
    let Some(column) = run.records.collection(collection).definition.column(&column) else {
        return refused(format!("no column `{}`", &*column));
    };
    let value = argument(arguments, 2)?;
    let found = match value {
        Value::Record(record) | Value::Reference(_, Some(record)) => {
            run.records.naming(collection, column, &[Key::Record(*record)])
        }
        other => run.records.naming(collection, column, &keys(run, other)),
    };
    Ok(Value::List(match found {
        Cow::Borrowed(indexes) => List::Some(collection, indexes),
        Cow::Owned(indexes) => {
            indexes.into_iter().map(|index| Value::Record(RecordRef { collection, index })).collect()
        }
    }))
}

/// The keys under which those who name a value are found.
fn keys(run: &Run, value: &Value<'_>) -> Vec<Key> {
    match value {
        Value::Record(record) => vec![Key::Record(*record)],
        Value::Reference(text, target) => vec![Key::of_reference(*target, text)],
        Value::People(people) => people.iter().flat_map(Key::of_person).collect(),
        Value::List(items) => items.iter().flat_map(|item| keys(run, &item)).collect(),
        other => vec![Key::Text(fold(&other.to_text(run)))],
    }
}

/// Whether references name something known.
pub(super) fn resolves<'a>(_: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    let is_found = |value: &Value<'_>| !matches!(value, Value::Reference(_, None));
    Ok(Value::Bool(match argument(arguments, 0)? {
        Value::List(items) => items.iter().all(|item| is_found(&item)),
        one => is_found(one),
    }))
}

fn people<'v>(arguments: &'v [Value<'_>]) -> Result<&'v [Person], Fail> {
    match argument(arguments, 0)? {
        Value::People(people) => Ok(people),
        _ => other_type(),
    }
}

/// Whether all persons are active in the register.
pub(super) fn active<'a>(run: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    let people = people(arguments)?;
    let Some(register) = &run.people else { return refused(&*run.why_no_people) };
    let is_active = people
        .iter()
        .flat_map(|person| register.standings(person, run.today))
        .all(|(_, standing)| standing == Standing::Active);
    Ok(Value::Bool(is_active))
}

/// Whether one of the persons has left.
pub(super) fn left<'a>(run: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    let people = people(arguments)?;
    if let Some(reason) = &run.no_people {
        return refused(&**reason);
    }
    let mut standings =
        people.iter().filter_map(|person| Some(run.people.as_ref()?.standings(person, run.today))).flatten();
    Ok(Value::Bool(standings.any(|(_, standing)| matches!(standing, Standing::Left(_)))))
}

/// The day that a text is.
pub(super) fn day<'a>(run: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    let text = text_of(run, arguments, 0)?;
    text.parse::<Date>().map(Value::Date).map_err(|_| Fail::Refused(format!("`{}` is no day", &*text)))
}

/// So many months.
pub(super) fn months<'a>(_: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    let Value::Int(months) = argument(arguments, 0)? else { return other_type() };
    let interval = format!("P{months}M").parse::<Interval>();
    interval.map(Value::Interval).map_err(|_| Fail::Refused("no number of months".to_owned()))
}

/// Whether two periods have a day in common.
pub(super) fn overlap<'a>(_: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    let (Value::Period(one), Value::Period(two)) = (argument(arguments, 0)?, argument(arguments, 1)?) else {
        return other_type();
    };
    Ok(Value::Bool(one.start <= two.end && two.start <= one.end))
}
