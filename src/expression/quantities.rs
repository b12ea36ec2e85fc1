//! Functions on quantities: shares, lengths of time, service hours, numbers in texts, and the largest and smallest of several.

use std::cmp::Ordering;
use std::sync::Arc;

use super::calls::{argument, other_type, text_of};
use super::frame::Run;
use super::value::{Fail, List, Text, Value, refused};
use crate::document::value::duration::{Clock, Duration};
use crate::document::value::hours::ServiceHours;
use crate::record::value;

type Outcome<'a> = Result<Value<'a>, Fail>;

/// A number, whole or not.
#[expect(clippy::cast_precision_loss, reason = "whole numbers of rules are small")]
fn number_of(value: &Value<'_>) -> Result<f64, Fail> {
    match value {
        Value::Number(number) => Ok(*number),
        Value::Int(number) => Ok(*number as f64),
        _ => refused("no number"),
    }
}

fn list<'v, 'a>(arguments: &'v [Value<'a>]) -> Result<&'v List<'a>, Fail> {
    match arguments.first() {
        Some(Value::List(list)) => Ok(list),
        _ => refused("no list"),
    }
}

fn shares(arguments: &[Value<'_>]) -> Result<Vec<f64>, Fail> {
    let list = list(arguments)?;
    if list.len() == 0 {
        return refused("no supporting values");
    }
    list.iter().map(|item| number_of(&item)).collect()
}

/// Parts that are all needed: the product of their shares.
pub(super) fn serial<'a>(_: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    Ok(Value::Number(shares(arguments)?.iter().map(|share| share / 100.0).product::<f64>() * 100.0))
}

/// Parts of which one is enough: what all of them together miss.
pub(super) fn redundant<'a>(_: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    let misses: f64 = shares(arguments)?.iter().map(|share| 1.0 - share / 100.0).product();
    Ok(Value::Number((1.0 - misses) * 100.0))
}

/// How long something may be away that is promised to be there for a share of so many days.
pub(super) fn allowed_downtime<'a>(_: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    let share = number_of(argument(arguments, 0)?)?;
    let days = number_of(argument(arguments, 1)?)?;
    let minutes = (1.0 - share / 100.0) * days * 24.0 * 60.0;
    Duration::of_minutes(minutes).map(Value::Duration).ok_or_else(|| Fail::Refused("no length of time".to_owned()))
}

/// A length of time in hours of the clock.
pub(super) fn elapsed_hours<'a>(_: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    let Value::Duration(duration) = argument(arguments, 0)? else { return other_type() };
    let Some(seconds) = duration.seconds().filter(|_| duration.clock() != Clock::Business) else {
        return refused("a length of time in service hours");
    };
    let seconds = u32::try_from(seconds).map_err(|_| Fail::Refused("too long".to_owned()))?;
    Ok(Value::Number(f64::from(seconds) / 3600.0))
}

/// A number with the word for one or the word for several.
pub(super) fn counted<'a>(run: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    let number = argument(arguments, 0)?;
    number_of(number)?;
    let shown = number.shown(run);
    let word = text_of(run, arguments, if shown == "1" { 1 } else { 2 })?;
    Ok(Value::Text(Text::from(format!("{shown} {}", &*word))))
}

/// Whether service hours take in others.
pub(super) fn covers<'a>(_: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    let (Value::Hours(outer), Value::Hours(inner)) = (argument(arguments, 0)?, argument(arguments, 1)?) else {
        return other_type();
    };
    Ok(Value::Bool(outer.covers(inner)))
}

/// Service hours that are those of several together.
pub(super) fn joined<'a>(_: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    let mut windows = Vec::new();
    for item in list(arguments)?.iter() {
        let Value::Hours(hours) = item else { return refused("no service hours") };
        windows.extend(hours.windows.iter().copied());
    }
    Ok(Value::Hours(Arc::new(ServiceHours { windows })))
}

/// How many hours a week service hours have.
pub(super) fn weekly_hours<'a>(_: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    let Value::Hours(hours) = argument(arguments, 0)? else { return other_type() };
    Ok(Value::Number(f64::from(hours.minutes_per_week()) / 60.0))
}

/// The largest of several values.
pub(super) fn largest<'a>(_: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    extreme(arguments, Ordering::Greater)
}

/// The smallest of several values.
pub(super) fn smallest<'a>(_: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    extreme(arguments, Ordering::Less)
}

fn extreme<'a>(arguments: &[Value<'a>], wanted: Ordering) -> Outcome<'a> {
    let mut best: Option<Value<'a>> = None;
    for item in list(arguments)?.iter() {
        let is_better = match &best {
            None => true,
            Some(best) => match item.compare(best) {
                Some(order) => order == wanted,
                None => return refused(item.why_not_compared()),
            },
        };
        if is_better {
            best = Some(item);
        }
    }
    best.map_or_else(|| refused("an empty list"), Ok)
}

/// What several values come to.
pub(super) fn sum<'a>(_: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    let list = list(arguments)?;
    if list.len() > 0
        && let Value::Duration(mut sum) = list.get(0)
    {
        for item in list.iter().skip(1) {
            let next = if let Value::Duration(next) = item { sum.plus(next) } else { None };
            let Some(next) = next else { return refused("lengths of time on different clocks") };
            sum = next;
        }
        return Ok(Value::Duration(sum));
    }
    let mut sum = 0.0;
    for item in list.iter() {
        sum += number_of(&item)?;
    }
    Ok(Value::Number(sum))
}

/// The first number in a text.
pub(super) fn number<'a>(run: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    let text = text_of(run, arguments, 0)?;
    value::number(&text).map(Value::Number).ok_or_else(|| Fail::Refused(format!("no number in `{}`", &*text)))
}

/// Whether a text has a digit.
pub(super) fn has_number<'a>(run: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    Ok(Value::Bool(text_of(run, arguments, 0)?.contains(|c: char| c.is_ascii_digit())))
}

/// The first number of a version.
pub(super) fn major<'a>(_: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    let Value::Version(version) = argument(arguments, 0)? else { return other_type() };
    let Some(number) = value::number(&version.to_string()) else { return refused("a version without a number") };
    Ok(Value::Number(number.trunc()))
}
