//! What a cell of a record holds, as the type of its column.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use super::RecordRef;
use super::definition::Column;
use crate::document::value::date::{DateOrder, read_date};
use crate::document::value::duration::{Duration, read_duration};
use crate::document::value::hours::{ServiceHours, read_hours};
use crate::document::value::interval::{Interval, read_interval};
use crate::document::value::percentage::read_percentage;
use crate::document::value::period::{Period, read_event_date, read_last_day, read_period};
use crate::document::value::person::{Person, read_people};
use crate::document::value::version::{Version, read_version};
use crate::document::value::{Fault, Presence, Reading, pieces, presence, ticked};
use crate::pack::record::ColumnType;
use crate::vocabulary::{Vocabulary, fold};

/// What a cell holds.
#[derive(Clone, Debug)]
pub enum CellValue {
    /// Nothing.
    Empty,
    /// Something that somebody still has to replace.
    Placeholder,
    /// Something that is no value of the type; the reason as a half sentence.
    Faulty(String),
    /// It says on purpose that there is nothing.
    None,
    /// Text, and whatever is compared as text.
    Text(Arc<str>),
    /// A number; a percentage by its points: 99.5 for `99.5 %`.
    Number(f64),
    /// A day.
    Date(Date),
    /// A stretch of the calendar.
    Period(Period),
    /// A length of time with its clock.
    Duration(Duration),
    /// Service hours.
    Hours(Arc<ServiceHours>),
    /// How often.
    Interval(Interval),
    /// A version.
    Version(Arc<Version>),
    /// Persons and roles.
    People(Arc<[Person]>),
    /// Yes or no; only in records that the program makes itself.
    Bool(bool),
    /// The id or name of a record.
    Reference(Reference),
    /// Several values.
    List(Vec<CellValue>),
}

/// What a cell says of another record.
#[derive(Clone, Debug)]
pub struct Reference {
    /// As it is written.
    pub text: Box<str>,
    /// The record, once somebody asked.
    pub(super) target: OnceLock<Option<RecordRef>>,
}

impl Reference {
    fn new(text: &str) -> Self {
        Self { text: text.into(), target: OnceLock::new() }
    }
}

impl CellValue {
    /// Whether there is a value; "none" on purpose is one.
    pub fn is_there(&self) -> bool {
        !matches!(self, Self::Empty | Self::Placeholder | Self::Faulty(_))
    }

    /// The values of a list, or the one that this is.
    pub fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            single => std::slice::from_ref(single),
        }
    }

    /// Reads the text of a cell.
    pub(super) fn read(text: &Arc<str>, column: &Column, vocabulary: &Vocabulary, order: Option<DateOrder>) -> Self {
        if column.is_none(text) {
            return if column.table.many { Self::List(Vec::new()) } else { Self::None };
        }
        match presence(text, &vocabulary.words) {
            Some(Presence::Empty) => return Self::Empty,
            Some(Presence::Placeholder) => return Self::Placeholder,
            None => {}
        }
        let is_text = matches!(column.kind(), ColumnType::Text | ColumnType::Id | ColumnType::Clause);
        if is_text && !column.table.many && text.trim().len() == text.len() {
            return Self::Text(Arc::clone(text));
        }
        if column.table.many && column.kind() == ColumnType::Person {
            return Self::single(&divided(text, vocabulary), column, vocabulary, order);
        }
        if !column.table.many || column.kind() == ColumnType::Person {
            return Self::single(text.trim(), column, vocabulary, order);
        }
        let joined =
            if column.kind() == ColumnType::Reference { joined_ids(text, vocabulary) } else { Cow::Borrowed(&**text) };
        let items = pieces(&joined).map(|piece| Self::single(piece, column, vocabulary, order)).collect::<Vec<_>>();
        match items.iter().find(|item| matches!(item, Self::Faulty(_))) {
            Some(faulty) => faulty.clone(),
            None => Self::List(items),
        }
    }

    fn single(text: &str, column: &Column, vocabulary: &Vocabulary, order: Option<DateOrder>) -> Self {
        let words = &vocabulary.words;
        let order = vocabulary.date_order.or(order);
        match column.kind() {
            ColumnType::Text | ColumnType::Id | ColumnType::Clause => Self::Text(Arc::from(text)),
            ColumnType::Reference => Self::Reference(Reference::new(text)),
            ColumnType::Person => {
                of(read_people(text, words), "no person or role", |people| Self::People(people.into()))
            }
            ColumnType::LastDay => of(read_last_day(text, words, order), "no date", Self::Date),
            ColumnType::EventDate => of(read_event_date(text, words, order), "no date", Self::Date),
            ColumnType::Date => of(read_date(text, words, order), "no date", Self::Date),
            ColumnType::Period => of(read_period(text, words, order), "no period", Self::Period),
            ColumnType::Percentage => match read_percentage(text, words) {
                Reading::Faulty(_) if number(text).is_some() => number(text).map_or(Self::Empty, Self::Number),
                reading => of(reading, "no percentage", |share| Self::Number(points(share.fraction()))),
            },
            ColumnType::Duration => of(read_duration(text, words), "no length of time", Self::Duration),
            ColumnType::Hours => of(read_hours(text, words), "no service hours", |hours| Self::Hours(Arc::new(hours))),
            ColumnType::Number => match number(text) {
                Some(number) => Self::Number(number),
                None => Self::Faulty("no number".to_owned()),
            },
            ColumnType::Interval => of(read_interval(text, words), "no interval", Self::Interval),
            ColumnType::Version => {
                of(read_version(text, words), "no version", |version| Self::Version(Arc::new(version)))
            }
            ColumnType::Choice => {
                let known =
                    || column.table.choices.keys().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
                // What the vocabulary knows as a state is the same state in a register.
                let text = ticked(text).unwrap_or(text);
                let by_state = || column.choice(&vocabulary.state(text)?.name);
                let choice = column.choice(text).or_else(by_state);
                choice.map_or_else(|| Self::Faulty(format!("none of {}", known())), Self::Text)
            }
        }
    }
}

/// A list of people with a semicolon between all of them: of several people "Jane Doe, John Roe and Ann Poe" are three, where one would
/// be Jane Doe with a title. What stands in brackets stays together.
fn divided(text: &str, vocabulary: &Vocabulary) -> String {
    let mut depth = 0_usize;
    let mark = |c: char| {
        depth = match c {
            '(' => depth + 1,
            ')' => depth.saturating_sub(1),
            _ => depth,
        };
        if c == ',' && depth == 0 { ';' } else { c }
    };
    let marked: String = text.chars().map(mark).collect();
    let words = marked.split_whitespace();
    let words = words
        .map(|word| if vocabulary.words.connectors.contains(&fold(word)) && !word.contains('/') { ";" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

/// A list of ids with commas between all of them: "SVC-01 and SVC-02" are two.
fn joined_ids<'t>(text: &'t str, vocabulary: &Vocabulary) -> Cow<'t, str> {
    let is_id = |word: &&str| word.contains(|c: char| c.is_ascii_digit()) && word.starts_with(char::is_alphanumeric);
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_joint = |at: usize| {
        vocabulary.words.connectors.contains(&fold(words[at]))
            && words.get(at + 1).is_some_and(is_id)
            && words[..at].last().is_some_and(is_id)
    };
    if !(1..words.len()).any(is_joint) {
        return Cow::Borrowed(text);
    }
    Cow::Owned((0..words.len()).map(|at| if is_joint(at) { "," } else { words[at] }).collect::<Vec<_>>().join(" "))
}

fn of<T>(reading: Reading<T>, what: &str, value: impl FnOnce(T) -> CellValue) -> CellValue {
    match reading {
        Reading::Empty => CellValue::Empty,
        Reading::Placeholder => CellValue::Placeholder,
        Reading::Valid(found) => value(found),
        Reading::Faulty(Fault::Malformed) => CellValue::Faulty(what.to_owned()),
        Reading::Faulty(Fault::Impossible) => CellValue::Faulty("impossible".to_owned()),
        Reading::Faulty(Fault::Ambiguous(first, second)) => CellValue::Faulty(format!("either {first} or {second}")),
    }
}

/// The share as points of a hundred, without the digits that only the division brought in.
fn points(fraction: f64) -> f64 {
    (fraction * 1e11).round() / 1e9
}

/// The number at the start of a text, behind signs such as `≤` and a currency, with a point or comma before the decimals and
/// blanks, points or apostrophes between thousands. What follows is a unit.
pub(crate) fn number(text: &str) -> Option<f64> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let lead = &text[..start];
    if lead.chars().filter(|c| c.is_alphabetic()).count() > 3 {
        return None;
    }
    let is_negative = lead.trim_end().ends_with(['-', '−']);
    let rest = &text[start..];
    let mut end = 0;
    let mut characters = rest.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let next_is_digit = characters.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        let is_joint = matches!(c, '.' | ',' | '\'' | '’' | ' ' | '\u{a0}' | '\u{202f}') && next_is_digit;
        if !c.is_ascii_digit() && !is_joint {
            break;
        }
        end = at + c.len_utf8();
    }
    let digits: String =
        rest[..end].chars().filter(|c| !matches!(c, '\'' | '’' | ' ' | '\u{a0}' | '\u{202f}')).collect();
    let decimal = match (digits.rfind('.'), digits.rfind(',')) {
        (Some(point), Some(comma)) => Some(point.max(comma)),
        (Some(at), None) | (None, Some(at)) => {
            let is_thousands = digits[at + 1..].len() == 3 && digits[..at].len() <= 3 && !digits.starts_with('0');
            let is_repeated = digits.matches(&digits[at..=at]).count() > 1;
            let is_joint = is_repeated || (is_thousands && digits.as_bytes()[at] == b',');
            (!is_joint).then_some(at)
        }
        (None, None) => None,
    };
    let plain: String = digits
        .char_indices()
        .filter_map(|(at, c)| match c {
            '.' | ',' => (Some(at) == decimal).then_some('.'),
            digit => Some(digit),
        })
        .collect();
    let value = plain.parse::<f64>().ok()?;
    Some(if is_negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, expected) in [
            ("12", Some(12.0)),
            ("-3.5 %", Some(-3.5)),
            ("≤ 1,400 tickets", Some(1400.0)),
            ("1.234.567,89 €", Some(1_234_567.89)),
            ("EUR 12 500.50", Some(12_500.5)),
            ("99,95", Some(99.95)),
            ("0,125", Some(0.125)),
            ("high", None),
            ("by March 3", None),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
    }
}
