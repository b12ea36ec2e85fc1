//! The values that expressions work with. They borrow from the records of a run, so that looking at a cell copies nothing.

use std::cmp::Ordering;
use std::ops::Deref;
use std::sync::Arc;

use jiff::civil::Date;

use super::Unknown;
use super::frame::{Run, Texts};
use crate::document::value::duration::Duration;
use crate::document::value::hours::ServiceHours;
use crate::document::value::interval::Interval;
use crate::document::value::period::Period;
use crate::document::value::person::Person;
use crate::document::value::version::Version;
use crate::record::value::CellValue;
use crate::record::{RecordRef, Records};
use crate::vocabulary::is_same_folded;

/// What `record.doc` names: the document in which a record stands.
pub const DOC: &str = "doc";

/// The value of an expression.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number.
    Number(f64),
    /// A text.
    Text(Text<'a>),
    /// A day.
    Date(Date),
    /// A stretch of the calendar.
    Period(Period),
    /// A length of time with its clock.
    Duration(Duration),
    /// How often something happens.
    Interval(Interval),
    /// Service hours.
    Hours(Arc<ServiceHours>),
    /// A version.
    Version(Arc<Version>),
    /// Persons and roles.
    People(Arc<[Person]>),
    /// A record.
    Record(RecordRef),
    /// A reference as it is written, with the record that it names, if there is one.
    Reference(Text<'a>, Option<RecordRef>),
    /// Several values.
    List(List<'a>),
}

/// A text that stands somewhere, or one that was made.
#[derive(Clone, Debug)]
pub enum Text<'a> {
    /// It stands in a document, a pack or a configuration.
    Written(&'a str),
    /// It was put together.
    Made(Arc<str>),
}

/// Several values.
#[derive(Clone, Debug)]
pub enum List<'a> {
    /// Values one by one.
    Values(Arc<[Value<'a>]>),
    /// All records of a collection, by its index, and how many they are.
    Records(u32, u32),
    /// Some records of a collection, by its index and theirs.
    Some(u32, &'a [u32]),
    /// Texts that a rule gives.
    Texts(&'a Texts),
}

/// Why there is no value.
#[derive(Clone, Debug, PartialEq)]
pub enum Fail {
    /// No value of this name.
    Missing(String),
    /// A value with a name is itself not known.
    Named(Unknown),
    /// A function says why it gives none.
    Refused(String),
    /// It takes the library to tell.
    Unsure,
}

/// Refuses a value for a reason.
pub(super) fn refused<T>(reason: impl Into<String>) -> Result<T, Fail> {
    Err(Fail::Refused(reason.into()))
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Written(text) => text,
            Self::Made(text) => text,
        }
    }
}

impl From<String> for Text<'_> {
    fn from(text: String) -> Self {
        Self::Made(text.into())
    }
}

impl<'a> List<'a> {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Values(values) => values.len(),
            Self::Records(_, count) => *count as usize,
            Self::Some(_, indexes) => indexes.len(),
            Self::Texts(texts) => texts.written.len(),
        }
    }

    /// The value at an index below its length.
    pub(super) fn get(&self, index: usize) -> Value<'a> {
        match self {
            Self::Values(values) => values[index].clone(),
            Self::Records(collection, _) => {
                Value::Record(RecordRef { collection: *collection, index: u32::try_from(index).unwrap_or(u32::MAX) })
            }
            Self::Some(collection, indexes) => {
                Value::Record(RecordRef { collection: *collection, index: indexes[index] })
            }
            Self::Texts(texts) => Value::Text(Text::Written(&texts.written[index])),
        }
    }

    /// The values in their order.
    pub fn iter(&self) -> impl Iterator<Item = Value<'a>> + '_ {
        (0..self.len()).map(|index| self.get(index))
    }
}

impl<'a> FromIterator<Value<'a>> for List<'a> {
    fn from_iter<T: IntoIterator<Item = Value<'a>>>(values: T) -> Self {
        Self::Values(values.into_iter().collect())
    }
}

impl<'a> Value<'a> {
    /// What a cell holds; none where it holds nothing that can be worked with.
    pub(super) fn of_cell(cell: &'a CellValue, column: usize, of: RecordRef, records: &'a Records) -> Option<Self> {
        Some(match cell {
            CellValue::Empty | CellValue::Placeholder | CellValue::Faulty(_) => return None,
            // "None" on purpose is an empty text, whatever the type of the column: it is there, and it is no day and no number.
            CellValue::None => Self::Text(Text::Written("")),
            CellValue::Text(text) => Self::Text(Text::Written(text)),
            CellValue::Number(number) => Self::Number(*number),
            CellValue::Date(date) => Self::Date(*date),
            CellValue::Period(period) => Self::Period(*period),
            CellValue::Duration(duration) => Self::Duration(*duration),
            CellValue::Hours(hours) => Self::Hours(Arc::clone(hours)),
            CellValue::Interval(interval) => Self::Interval(*interval),
            CellValue::Version(version) => Self::Version(Arc::clone(version)),
            CellValue::People(people) => Self::People(Arc::clone(people)),
            CellValue::Bool(flag) => Self::Bool(*flag),
            CellValue::Reference(reference) => {
                Self::Reference(Text::Written(&reference.text), records.target(of, column, reference))
            }
            CellValue::List(items) => {
                let items = items.iter().filter_map(|item| Self::of_cell(item, column, of, records));
                Self::List(items.collect())
            }
        })
    }

    /// Whether it is the same as another value, which stands behind it in the expression.
    pub(super) fn equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Bool(one), Self::Bool(two)) => one == two,
            (Self::Text(one), Self::Text(two)) => **one == **two,
            (Self::Hours(one), Self::Hours(two)) => one == two,
            (Self::People(one), Self::People(two)) => one.iter().any(|one| two.iter().any(|two| one.is_same(two))),
            (Self::Reference(written, _), Self::Text(text)) => is_same_folded(written, text),
            (Self::Record(one) | Self::Reference(_, Some(one)), Self::Record(two) | Self::Reference(_, Some(two))) => {
                one == two
            }
            (Self::Reference(one, _), Self::Reference(two, _)) => is_same_folded(one, two),
            (Self::List(one), Self::List(two)) => {
                one.len() == two.len() && one.iter().zip(two.iter()).all(|(one, two)| one.equals(&two))
            }
            _ => self.compare(other) == Some(Ordering::Equal),
        }
    }

    /// Which of two values comes first; none where that cannot be told. Service hours and day and night are not compared.
    #[expect(clippy::cast_precision_loss, reason = "the language compares whole numbers with others in this way")]
    pub(super) fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Bool(one), Self::Bool(two)) => Some(one.cmp(two)),
            (Self::Int(one), Self::Int(two)) => Some(one.cmp(two)),
            (Self::Int(one), Self::Number(two)) => (*one as f64).partial_cmp(two),
            (Self::Number(one), Self::Int(two)) => one.partial_cmp(&(*two as f64)),
            (Self::Number(one), Self::Number(two)) => one.partial_cmp(two),
            (Self::Text(one), Self::Text(two)) => Some((**one).cmp(&**two)),
            (Self::Date(one), Self::Date(two)) => Some(one.cmp(two)),
            (Self::Period(one), Self::Period(two)) => Some(one.cmp(two)),
            (Self::Duration(one), Self::Duration(two)) => one.cmp_length(*two),
            (Self::Interval(one), Self::Interval(two)) => Some(one.cmp_length(*two)),
            (Self::Version(one), Self::Version(two)) => Some(one.cmp(two)),
            _ => None,
        }
    }

    /// Why it was not compared with another value, as a half sentence.
    pub(super) fn why_not_compared(&self) -> &'static str {
        match self {
            Self::Date(_) => "a day and something else",
            Self::Period(_) => "a period and something else",
            Self::Duration(_) => "lengths of time on different clocks",
            Self::Interval(_) => "an interval and something else",
            Self::Version(_) => "a version and something else",
            _ => "values that cannot be compared",
        }
    }

    /// As it is shown in a message.
    pub fn shown(&self, run: &Run) -> String {
        match self {
            Self::Bool(flag) => flag.to_string(),
            Self::Int(number) => number.to_string(),
            Self::Number(number) => {
                let text = format!("{number:.4}");
                text.trim_end_matches('0').trim_end_matches('.').to_owned()
            }
            Self::Text(text) | Self::Reference(text, _) => text.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Period(period) => format!("{} to {}", period.start, period.end),
            Self::Duration(duration) => duration.words(),
            Self::Interval(interval) => interval.words(),
            Self::Hours(hours) => format!("{} h a week", hours.minutes_per_week() / 60),
            Self::Version(version) => version.to_string(),
            Self::People(people) => people.iter().map(Person::label).collect::<Vec<_>>().join(", "),
            Self::Record(record) => run.records.label(*record),
            Self::List(list) => list.iter().map(|item| item.shown(run)).collect::<Vec<_>>().join(", "),
        }
    }

    /// Whether nothing is shown of it.
    pub(super) fn is_blank(&self, run: &Run) -> bool {
        match self {
            Self::Text(text) | Self::Reference(text, _) => text.is_empty(),
            Self::Bool(_) | Self::Int(_) | Self::Number(_) | Self::Date(_) | Self::Period(_) | Self::Duration(_) => {
                false
            }
            other => other.shown(run).is_empty(),
        }
    }

    /// As text, which for most values that functions ask for is what is written.
    pub(super) fn to_text(&self, run: &Run) -> Text<'a> {
        match self {
            Self::Text(text) | Self::Reference(text, _) => text.clone(),
            other => Text::from(other.shown(run)),
        }
    }

    /// The records that it is, or names.
    pub(crate) fn records(&self) -> Vec<RecordRef> {
        match self {
            Self::Record(record) => vec![*record],
            Self::Reference(_, target) => target.iter().copied().collect(),
            Self::List(list) => list.iter().flat_map(|item| item.records()).collect(),
            _ => Vec::new(),
        }
    }
}
