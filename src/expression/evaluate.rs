//! The value of an expression that was made ready, as the language defines it. <https://github.com/google/cel-spec>

use super::frame::Frame;
use super::plan::{Arguments, Column, Loop, LoopKind, Node, Operator, Standard};
use super::value::{DOC, Fail, List, Text, Value, refused};
use crate::record::value::CellValue;
use crate::record::{RecordRef, Records};
use crate::vocabulary::is_same_folded;

type Outcome<'a> = Result<Value<'a>, Fail>;

/// The names in sight of a part of an expression: those of the frame, and those of the loops around it.
#[derive(Clone, Copy)]
struct Names<'f, 'a> {
    frame: &'f Frame<'a>,
    /// How many names of the frame.
    among: usize,
    inner: Option<&'f Link<'f, 'a>>,
}

/// The name of a loop, with its value in this turn.
struct Link<'f, 'a> {
    name: &'f str,
    value: Value<'a>,
    outer: Option<&'f Link<'f, 'a>>,
}

/// The value of an expression that may use the first so many names of a frame.
///
/// # Errors
///
/// What is missing, or that it takes the library to tell.
pub(super) fn evaluate<'a>(node: &'a Node, frame: &Frame<'a>, among: usize) -> Outcome<'a> {
    Names { frame, among, inner: None }.value(node)
}

impl<'a> Names<'_, 'a> {
    fn value(self, node: &'a Node) -> Outcome<'a> {
        match node {
            Node::Int(number) => Ok(Value::Int(*number)),
            Node::Number(number) => Ok(Value::Number(*number)),
            Node::Text(text) => Ok(Value::Text(Text::Written(text))),
            Node::Name(name) => self.named(name),
            Node::Field(of, column) => self.of(of, |of| field(of, column, &self.frame.run().records)),
            Node::Choice(parts) => {
                let [condition, one, other] = &**parts;
                self.value(if self.flag(condition)? { one } else { other })
            }
            Node::Arithmetic(operator, both) => {
                let (one, two) = self.pair(both)?;
                arithmetic(*operator, &one, &two)
            }
            Node::Index(both) => {
                let (Value::List(list), Value::Int(index)) = self.pair(both)? else { return Err(Fail::Unsure) };
                let index = usize::try_from(index).ok().filter(|index| *index < list.len());
                Ok(list.get(index.ok_or(Fail::Unsure)?))
            }
            Node::List(parts) => {
                Ok(Value::List(List::Values(parts.iter().map(|part| self.value(part)).collect::<Result<_, _>>()?)))
            }
            Node::Loop(one) => self.run(one),
            Node::Call(function, parts) => {
                self.with_arguments(parts, |values| (function.call)(self.frame.run(), values))
            }
            Node::Standard(standard, parts) => self.with_arguments(parts, |values| standard_call(*standard, values)),
            Node::Bool(_)
            | Node::Has(..)
            | Node::And(_)
            | Node::Or(_)
            | Node::Not(_)
            | Node::Equal(_)
            | Node::NotEqual(_)
            | Node::Order(..)
            | Node::Blank(_)
            | Node::Alike(_)
            | Node::OneOf(..)
            | Node::In(_) => self.flag(node).map(Value::Bool),
        }
    }

    /// Whether a part holds.
    fn flag(self, node: &'a Node) -> Result<bool, Fail> {
        match node {
            Node::Bool(flag) => Ok(*flag),
            Node::Has(of, column) => self.of(of, |of| match is_there(of, column, &self.frame.run().records) {
                Err(Fail::Missing(_)) => Ok(false),
                other => other,
            }),
            Node::And(both) => self.both(both, false),
            Node::Or(both) => self.both(both, true),
            Node::Not(one) => Ok(!self.flag(one)?),
            Node::Equal(both) => self.is_equal(both),
            Node::NotEqual(both) => Ok(!self.is_equal(both)?),
            Node::Order(order, both) => {
                let (one, two) = self.pair(both)?;
                one.compare(&two).map(|found| order.holds(found)).ok_or(Fail::Unsure)
            }
            Node::Blank(one) => Ok(self.value(one)?.is_blank(self.frame.run())),
            Node::Alike(both) => {
                let (one, two) = self.pair(both)?;
                let run = self.frame.run();
                Ok(is_same_folded(&one.to_text(run), &two.to_text(run)))
            }
            Node::OneOf(one, texts) => match self.value(one)? {
                Value::Text(text) => Ok(texts.iter().any(|known| **known == *text)),
                _ => Err(Fail::Unsure),
            },
            Node::In(both) => {
                let (one, two) = self.pair(both)?;
                let Value::List(list) = two else { return Err(Fail::Unsure) };
                let is_in = list.iter().any(|item| item.equals(&one));
                Ok(is_in)
            }
            other => match self.value(other)? {
                Value::Bool(flag) => Ok(flag),
                _ => Err(Fail::Unsure),
            },
        }
    }

    /// What is asked of the value of a part. Most parts are a record by its name, which is not worth a copy of its value.
    fn of<T>(self, node: &'a Node, ask: impl FnOnce(&Value<'a>) -> Result<T, Fail>) -> Result<T, Fail> {
        match node {
            Node::Name(name) if self.inner.is_none() => match self.frame.known(name, self.among) {
                Some(value) => ask(value),
                None => ask(&self.value(node)?),
            },
            other => ask(&self.value(other)?),
        }
    }

    /// What a function makes of its arguments. It has one or two of them nearly always, which then need no place of their own.
    fn with_arguments(self, arguments: &'a Arguments, call: impl FnOnce(&[Value<'a>]) -> Outcome<'a>) -> Outcome<'a> {
        match arguments.parts.as_slice() {
            [one] => call(&[self.value(one)?]),
            [on, one] if arguments.is_method => {
                let one = self.value(one)?;
                call(&[self.value(on)?, one])
            }
            [one, two] => call(&[self.value(one)?, self.value(two)?]),
            [on, parts @ ..] if arguments.is_method => {
                let mut values = Vec::with_capacity(parts.len() + 1);
                for part in parts {
                    values.push(self.value(part)?);
                }
                values.insert(0, self.value(on)?);
                call(&values)
            }
            parts => call(&parts.iter().map(|part| self.value(part)).collect::<Result<Vec<_>, _>>()?),
        }
    }

    fn named(self, name: &str) -> Outcome<'a> {
        let mut link = self.inner;
        while let Some(found) = link {
            if found.name == name {
                return Ok(found.value.clone());
            }
            link = found.outer;
        }
        let Some(found) = self.frame.value(name, self.among) else { return Err(Fail::Unsure) };
        found.map_err(Fail::Named)
    }

    fn pair(self, both: &'a [Node; 2]) -> Result<(Value<'a>, Value<'a>), Fail> {
        Ok((self.value(&both[0])?, self.value(&both[1])?))
    }

    /// `&&` and `||`: the flag that decides does so whatever is wrong with the other side.
    fn both(self, both: &'a [Node; 2], decides: bool) -> Result<bool, Fail> {
        let first = self.flag(&both[0]);
        if first == Ok(decides) {
            return Ok(decides);
        }
        let second = self.flag(&both[1])?;
        if second == decides { Ok(decides) } else { first }
    }

    fn is_equal(self, both: &'a [Node; 2]) -> Result<bool, Fail> {
        let (one, two) = self.pair(both)?;
        Ok(one.equals(&two))
    }

    fn run(self, one: &'a Loop) -> Outcome<'a> {
        let Value::List(list) = self.value(&one.over)? else { return Err(Fail::Unsure) };
        let mut pending = None;
        let mut count = 0_usize;
        let mut gathered = Vec::new();
        for index in 0..list.len() {
            let link = Link { name: &one.name, value: list.get(index), outer: self.inner };
            let names = Names { inner: Some(&link), ..self };
            let holds = one.condition.as_ref().map_or(Ok(true), |condition| names.flag(condition));
            match (one.kind, holds) {
                (LoopKind::All, Ok(false)) => return Ok(Value::Bool(false)),
                (LoopKind::Exists, Ok(true)) => return Ok(Value::Bool(true)),
                (LoopKind::All | LoopKind::Exists, Ok(_)) => {}
                // What is missing for one does not matter where another decides.
                (LoopKind::All | LoopKind::Exists, Err(fail)) => pending = Some(fail),
                (LoopKind::ExistsOne, holds) => count += usize::from(holds?),
                (LoopKind::Gather, holds) => {
                    if let (true, Some(item)) = (holds?, &one.item) {
                        gathered.push(names.value(item)?);
                    }
                }
            }
        }
        match (one.kind, pending) {
            (_, Some(fail)) => Err(fail),
            (LoopKind::All, None) => Ok(Value::Bool(true)),
            (LoopKind::Exists, None) => Ok(Value::Bool(false)),
            (LoopKind::ExistsOne, None) => Ok(Value::Bool(count == 1)),
            (LoopKind::Gather, None) => Ok(Value::List(gathered.into_iter().collect())),
        }
    }
}

/// A field of a value.
///
/// # Errors
///
/// That it has none of this name, or that it takes the library to tell.
pub(super) fn field<'a>(of: &Value<'a>, column: &Column, records: &'a Records) -> Outcome<'a> {
    match of {
        Value::Record(record) | Value::Reference(_, Some(record)) => field_of_record(*record, column, records),
        Value::Reference(text, None) => refused(format!("nothing known as `{}`", &**text)),
        Value::Period(period) => match &*column.name {
            "start" => Ok(Value::Date(period.start)),
            "end" => Ok(Value::Date(period.end)),
            other => Err(Fail::Missing(other.to_owned())),
        },
        _ => Err(Fail::Unsure),
    }
}

/// Whether a value has a field.
///
/// # Errors
///
/// As [`field`].
fn is_there(of: &Value<'_>, column: &Column, records: &Records) -> Result<bool, Fail> {
    match of {
        Value::Record(record) | Value::Reference(_, Some(record)) if &*column.name != DOC => {
            Ok(cell(*record, column, records).is_some_and(|(_, cell)| cell.is_there()))
        }
        other => field(other, column, records).map(|_| true),
    }
}

/// A cell of a record and the index of its column; none where the record has no such column.
fn cell<'a>(record: RecordRef, column: &Column, records: &'a Records) -> Option<(usize, &'a CellValue)> {
    let index = column.index_in(records.definition(record))?;
    Some((index, records.value(record, index)))
}

fn field_of_record<'a>(record: RecordRef, column: &Column, records: &'a Records) -> Outcome<'a> {
    let missing = || Fail::Missing(column.name.to_string());
    if &*column.name == DOC {
        return records.document_of(record).map(Value::Record).ok_or_else(missing);
    }
    let (index, cell) = cell(record, column, records).ok_or_else(missing)?;
    Value::of_cell(cell, index, record, records).ok_or_else(missing)
}

pub(super) fn arithmetic<'a>(operator: Operator, one: &Value<'a>, two: &Value<'a>) -> Outcome<'a> {
    let value = match (operator, one, two) {
        (Operator::Add, Value::Int(one), Value::Int(two)) => one.checked_add(*two).map(Value::Int),
        (Operator::Subtract, Value::Int(one), Value::Int(two)) => one.checked_sub(*two).map(Value::Int),
        (Operator::Multiply, Value::Int(one), Value::Int(two)) => one.checked_mul(*two).map(Value::Int),
        (Operator::Add, Value::Number(one), Value::Number(two)) => Some(Value::Number(one + two)),
        (Operator::Subtract, Value::Number(one), Value::Number(two)) => Some(Value::Number(one - two)),
        (Operator::Multiply, Value::Number(one), Value::Number(two)) => Some(Value::Number(one * two)),
        (Operator::Divide, Value::Number(one), Value::Number(two)) => Some(Value::Number(one / two)),
        (Operator::Add, Value::Text(one), Value::Text(two)) => {
            Some(Value::Text(format!("{}{}", &**one, &**two).into()))
        }
        (Operator::Add, Value::Date(day), Value::Interval(interval)) => interval.after(*day).map(Value::Date),
        (Operator::Add, Value::Date(day), Value::Int(days)) => {
            span_of(*days).and_then(|span| day.checked_add(span).ok()).map(Value::Date)
        }
        (Operator::Subtract, Value::Date(day), Value::Int(days)) => {
            span_of(*days).and_then(|span| day.checked_sub(span).ok()).map(Value::Date)
        }
        (Operator::Subtract, Value::Date(one), Value::Date(two)) => {
            one.since(*two).ok().map(|span| Value::Int(i64::from(span.get_days())))
        }
        (Operator::Add, Value::Duration(one), Value::Duration(two)) => one.plus(*two).map(Value::Duration),
        (Operator::Add, Value::List(one), Value::List(two)) => {
            Some(Value::List(one.iter().chain(two.iter()).collect()))
        }
        _ => None,
    };
    value.ok_or(Fail::Unsure)
}

/// So many days; none where they are more than the calendar has.
fn span_of(days: i64) -> Option<jiff::Span> {
    jiff::Span::new().try_days(days).ok()
}

#[expect(clippy::cast_precision_loss, reason = "the language turns whole numbers into others in this way")]
fn standard_call<'a>(standard: Standard, arguments: &[Value<'a>]) -> Outcome<'a> {
    let size = |count: usize| i64::try_from(count).map(Value::Int).map_err(|_| Fail::Unsure);
    match (standard, arguments) {
        (Standard::Size, [Value::List(list)]) => size(list.len()),
        (Standard::Size, [Value::Text(text)]) => size(text.chars().count()),
        (Standard::Contains, [Value::Text(text), Value::Text(part)]) => Ok(Value::Bool(text.contains(&**part))),
        (Standard::StartsWith, [Value::Text(text), Value::Text(part)]) => Ok(Value::Bool(text.starts_with(&**part))),
        (Standard::EndsWith, [Value::Text(text), Value::Text(part)]) => Ok(Value::Bool(text.ends_with(&**part))),
        (Standard::Double, [Value::Int(number)]) => Ok(Value::Number(*number as f64)),
        (Standard::Double, [Value::Number(number)]) => Ok(Value::Number(*number)),
        _ => Err(Fail::Unsure),
    }
}
