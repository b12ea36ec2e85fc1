//! The values that expressions work with, one file because one macro makes them: records, references, days, lengths of time, people.

use std::any::Any;
use std::cmp::Ordering;
use std::sync::Arc;

use cel::ExecutionError;
use cel::common::traits::{Adder, Comparer, Indexer, Subtractor};
use cel::common::types::{CelBool, CelDouble, CelInt, CelList, CelString, Type};
use cel::common::value::{CowVal, StaticVal, Val};
use jiff::civil::Date;

use crate::document::value::duration::{Clock, Duration};
use crate::document::value::hours::ServiceHours;
use crate::document::value::interval::Interval;
use crate::document::value::period::Period;
use crate::document::value::person::Person;
use crate::document::value::version::Version;
use crate::record::value::CellValue;
use crate::record::{RecordRef, Records};
use crate::vocabulary::fold;

type Outcome<T> = Result<T, ExecutionError>;

/// What `record.doc` names: the document in which a record stands.
pub const DOC: &str = "doc";

/// A record.
#[derive(Clone, Debug)]
pub struct RecordVal {
    /// All records of the run.
    pub records: Arc<Records>,
    /// Which one it is.
    pub at: RecordRef,
}

/// A reference as it is written, with the record that it names, if there is one.
#[derive(Clone, Debug)]
pub struct ReferenceVal {
    /// What is written.
    pub text: Arc<str>,
    /// What it names.
    pub target: Option<RecordVal>,
}

/// A day.
#[derive(Clone, Copy, Debug)]
pub struct DateVal(pub Date);
/// A stretch of the calendar.
#[derive(Clone, Copy, Debug)]
pub struct PeriodVal(pub Period);
/// A length of time with its clock.
#[derive(Clone, Copy, Debug)]
pub struct DurationVal(pub Duration);
/// How often something happens.
#[derive(Clone, Copy, Debug)]
pub struct IntervalVal(pub Interval);
/// Service hours.
#[derive(Clone, Debug)]
pub struct HoursVal(pub Arc<ServiceHours>);
/// A version.
#[derive(Clone, Debug)]
pub struct VersionVal(pub Arc<Version>);
/// Persons and roles.
#[derive(Clone, Debug)]
pub struct PeopleVal(pub Arc<[Person]>);

/// Implements what all these values have in common; the block gives equality, the last part the capabilities.
macro_rules! value {
    ($type:ident, $name:literal, |$this:ident, $other:ident| $equals:expr $(, $accessor:ident -> $capability:ident)*) => {
        impl Val for $type {
            fn get_type(&self) -> &Type {
                <Self as Val>::cel_type()
            }
            fn cel_type() -> &'static Type {
                static TYPE: Type = Type::new_unspecified_type(concat!("clauselint.", $name));
                &TYPE
            }
            fn equals(&self, other: &dyn Val) -> bool {
                let ($this, $other) = (self, other);
                $equals
            }
            fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v> {
                Box::new(self.clone())
            }
            fn as_any(&self) -> Option<&dyn Any> {
                Some(self)
            }
            $(value!(@ $accessor $capability);)*
        }
        impl StaticVal for $type {}
    };
    (@ as_comparer Comparer) => {
        fn as_comparer(&self) -> Option<&dyn Comparer> {
            Some(self)
        }
    };
    (@ $accessor:ident $capability:ident) => {
        fn $accessor<'b, 'v>(&'b self) -> Option<&'b (dyn $capability + 'v)>
        where
            Self: 'v,
        {
            Some(self)
        }
    };
}

value!(RecordVal, "record", |this, other| same_record(this, other), as_indexer -> Indexer);
value!(ReferenceVal, "reference", |this, other| this.is(other), as_indexer -> Indexer);
value!(DateVal, "date", |this, other| same(other, |other: &Self| this.0 == other.0),
    as_comparer -> Comparer, as_adder -> Adder, as_subtractor -> Subtractor);
value!(PeriodVal, "period", |this, other| same(other, |other: &Self| this.0 == other.0), as_comparer -> Comparer, as_indexer -> Indexer);
value!(DurationVal, "length of time", |this, other| {
    same(other, |other: &Self| this.0.cmp_length(other.0) == Some(Ordering::Equal))
}, as_comparer -> Comparer, as_adder -> Adder);
value!(IntervalVal, "interval", |this, other| {
    same(other, |other: &Self| this.0.cmp_length(other.0) == Ordering::Equal)
}, as_comparer -> Comparer);
value!(HoursVal, "service hours", |this, other| same(other, |other: &Self| this.0 == other.0));
value!(VersionVal, "version", |this, other| same(other, |other: &Self| this.0.cmp(&other.0) == Ordering::Equal), as_comparer -> Comparer);
value!(PeopleVal, "people", |this, other| {
    same(other, |other: &Self| this.0.iter().any(|one| other.0.iter().any(|two| one.is_same(two))))
});

fn same<T: StaticVal>(other: &dyn Val, is_equal: impl FnOnce(&T) -> bool) -> bool {
    other.downcast_ref::<T>().is_some_and(is_equal)
}

fn same_record(this: &RecordVal, other: &dyn Val) -> bool {
    if let Some(reference) = other.downcast_ref::<ReferenceVal>() {
        return reference.target.as_ref().is_some_and(|target| target.at == this.at);
    }
    same(other, |other: &RecordVal| this.at == other.at)
}

impl ReferenceVal {
    fn is(&self, other: &dyn Val) -> bool {
        if let Some(record) = other.downcast_ref::<RecordVal>() {
            return self.target.as_ref().is_some_and(|target| target.at == record.at);
        }
        if let Some(text) = other.downcast_ref::<CelString<'_>>() {
            return fold(&self.text) == fold(text.inner());
        }
        same(other, |other: &Self| match (&self.target, &other.target) {
            (Some(one), Some(two)) => one.at == two.at,
            _ => fold(&self.text) == fold(&other.text),
        })
    }
}

fn field_name<'a>(key: &'a (dyn Val + 'a)) -> Outcome<&'a str> {
    let text = key.downcast_ref::<CelString<'a>>();
    text.map(CelString::inner).ok_or_else(|| ExecutionError::no_such_key("field"))
}

/// Lets expressions ask for the fields of values by name, as their own `field` gives them.
macro_rules! indexed {
    ($($type:ident),+) => {$(
        impl Indexer for $type {
            fn get<'b, 'v>(&'b self, key: &dyn Val) -> Outcome<CowVal<'b, 'v>>
            where
                Self: 'v,
            {
                Ok(CowVal::Owned(self.field(field_name(key)?)?))
            }

            fn steal<'v>(self: Box<Self>, key: &dyn Val) -> Outcome<Box<dyn Val + 'v>>
            where
                Self: 'v,
            {
                self.field(field_name(key)?)
            }
        }
    )+};
}

indexed!(RecordVal, ReferenceVal, PeriodVal);

impl RecordVal {
    /// The value of a column, or the document for `doc`.
    fn field<'v>(&self, name: &str) -> Outcome<Box<dyn Val + 'v>> {
        if name == DOC {
            let document = self.records.document_of(self.at).ok_or_else(|| ExecutionError::no_such_key(DOC))?;
            return Ok(Box::new(Self { records: Arc::clone(&self.records), at: document }));
        }
        let definition = self.records.definition(self.at);
        let column = definition.column(name).ok_or_else(|| ExecutionError::no_such_key(name))?;
        let value = self.records.value(self.at, column);
        self.boxed(value, column).ok_or_else(|| ExecutionError::no_such_key(name))
    }

    fn boxed<'v>(&self, value: &CellValue, column: usize) -> Option<Box<dyn Val + 'v>> {
        Some(match value {
            CellValue::Empty | CellValue::Placeholder | CellValue::Faulty(_) => return None,
            // "None" on purpose is an empty text, whatever the type of the column: it is there, and it is no day and no number.
            CellValue::None => Box::new(CelString::from(String::new())),
            CellValue::Text(text) => Box::new(CelString::from(text.to_string())),
            CellValue::Number(number) => Box::new(CelDouble::from(*number)),
            CellValue::Date(date) => Box::new(DateVal(*date)),
            CellValue::Period(period) => Box::new(PeriodVal(*period)),
            CellValue::Duration(duration) => Box::new(DurationVal(*duration)),
            CellValue::Hours(hours) => Box::new(HoursVal(Arc::clone(hours))),
            CellValue::Interval(interval) => Box::new(IntervalVal(*interval)),
            CellValue::Version(version) => Box::new(VersionVal(Arc::clone(version))),
            CellValue::People(people) => Box::new(PeopleVal(Arc::clone(people))),
            CellValue::Bool(flag) => Box::new(CelBool::from(*flag)),
            CellValue::Reference(text) => {
                let target = self.records.resolve(self.at, column, text);
                let target = target.map(|at| Self { records: Arc::clone(&self.records), at });
                Box::new(ReferenceVal { text: Arc::clone(text), target })
            }
            CellValue::List(items) => {
                let items: Vec<Box<dyn Val + 'v>> = items.iter().filter_map(|item| self.boxed(item, column)).collect();
                Box::new(CelList::from(items))
            }
        })
    }
}

impl ReferenceVal {
    fn field<'v>(&self, name: &str) -> Outcome<Box<dyn Val + 'v>> {
        match &self.target {
            Some(target) => target.field(name),
            None => Err(ExecutionError::function_error("reference", format!("nothing known as `{}`", self.text))),
        }
    }
}

impl PeriodVal {
    fn field<'v>(self, name: &str) -> Outcome<Box<dyn Val + 'v>> {
        match name {
            "start" => Ok(Box::new(DateVal(self.0.start))),
            "end" => Ok(Box::new(DateVal(self.0.end))),
            other => Err(ExecutionError::no_such_key(other)),
        }
    }
}

fn compared<T: StaticVal>(
    other: &dyn Val,
    what: &str,
    compare: impl FnOnce(&T) -> Option<Ordering>,
) -> Outcome<Ordering> {
    let error = || ExecutionError::function_error("compare", what);
    other.downcast_ref::<T>().and_then(compare).ok_or_else(error)
}

impl Comparer for DateVal {
    fn compare(&self, other: &dyn Val) -> Outcome<Ordering> {
        compared(other, "a day and something else", |other: &Self| Some(self.0.cmp(&other.0)))
    }
}

impl Comparer for PeriodVal {
    fn compare(&self, other: &dyn Val) -> Outcome<Ordering> {
        compared(other, "a period and something else", |other: &Self| Some(self.0.cmp(&other.0)))
    }
}

impl Comparer for DurationVal {
    /// Service hours and day and night are not compared.
    fn compare(&self, other: &dyn Val) -> Outcome<Ordering> {
        compared(other, "lengths of time on different clocks", |other: &Self| self.0.cmp_length(other.0))
    }
}

impl Comparer for IntervalVal {
    fn compare(&self, other: &dyn Val) -> Outcome<Ordering> {
        compared(other, "an interval and something else", |other: &Self| Some(self.0.cmp_length(other.0)))
    }
}

impl Comparer for VersionVal {
    fn compare(&self, other: &dyn Val) -> Outcome<Ordering> {
        compared(other, "a version and something else", |other: &Self| Some(self.0.cmp(&other.0)))
    }
}

impl Adder for DateVal {
    /// A number of days, or an interval of the calendar, later.
    fn add<'b, 'v>(&'b self, other: &(dyn Val + 'v)) -> Outcome<CowVal<'b, 'v>>
    where
        Self: 'v,
    {
        let day = if let Some(days) = other.downcast_ref::<CelInt>() {
            span_of(*days.inner()).and_then(|span| self.0.checked_add(span).ok())
        } else {
            other.downcast_ref::<IntervalVal>().and_then(|interval| interval.0.after(self.0))
        };
        let day = day.ok_or_else(|| ExecutionError::function_error("+", "a day out of the calendar"))?;
        Ok(CowVal::owned(Self(day)))
    }
}

impl Subtractor for DateVal {
    /// The days from another day to this one, or the day so many days before.
    fn sub<'b, 'v>(&'b self, other: &(dyn Val + 'v)) -> Outcome<CowVal<'b, 'v>>
    where
        Self: 'v,
    {
        let error = || ExecutionError::function_error("-", "a day out of the calendar");
        if let Some(days) = other.downcast_ref::<CelInt>() {
            let day = span_of(*days.inner()).and_then(|span| self.0.checked_sub(span).ok());
            return Ok(CowVal::owned(Self(day.ok_or_else(error)?)));
        }
        let other = other.downcast_ref::<Self>().ok_or_else(error)?;
        let days = self.0.since(other.0).map_err(|_| error())?.get_days();
        Ok(CowVal::owned(CelInt::from(i64::from(days))))
    }
}

/// So many days; none where they are more than the calendar has.
fn span_of(days: i64) -> Option<jiff::Span> {
    jiff::Span::new().try_days(days).ok()
}

impl Adder for DurationVal {
    fn add<'b, 'v>(&'b self, other: &(dyn Val + 'v)) -> Outcome<CowVal<'b, 'v>>
    where
        Self: 'v,
    {
        let error = || ExecutionError::function_error("+", "lengths of time on different clocks");
        let other = other.downcast_ref::<Self>().ok_or_else(error)?;
        self.0.plus(other.0).map(|sum| CowVal::owned(Self(sum))).ok_or_else(error)
    }
}

/// A value as it is shown in a message.
pub fn shown(value: &dyn Val) -> String {
    if let Some(text) = value.downcast_ref::<CelString<'_>>() {
        return text.inner().to_owned();
    }
    if let Some(number) = value.downcast_ref::<CelDouble>() {
        let text = format!("{:.4}", number.inner());
        return text.trim_end_matches('0').trim_end_matches('.').to_owned();
    }
    if let Some(number) = value.downcast_ref::<CelInt>() {
        return number.inner().to_string();
    }
    if let Some(flag) = value.downcast_ref::<CelBool>() {
        return flag.inner().to_string();
    }
    if let Some(list) = value.downcast_ref::<CelList<'_>>() {
        return list.inner().iter().map(|item| shown(&**item)).collect::<Vec<_>>().join(", ");
    }
    own(value).unwrap_or_default()
}

fn own(value: &dyn Val) -> Option<String> {
    if let Some(record) = value.downcast_ref::<RecordVal>() {
        return Some(record.records.label(record.at));
    }
    if let Some(reference) = value.downcast_ref::<ReferenceVal>() {
        return Some(reference.text.to_string());
    }
    if let Some(date) = value.downcast_ref::<DateVal>() {
        return Some(date.0.to_string());
    }
    if let Some(period) = value.downcast_ref::<PeriodVal>() {
        return Some(format!("{} to {}", period.0.start, period.0.end));
    }
    if let Some(duration) = value.downcast_ref::<DurationVal>() {
        let clock = if duration.0.clock() == Clock::Business { " of service hours" } else { "" };
        return Some(format!("{}{clock}", duration.0.words()));
    }
    if let Some(interval) = value.downcast_ref::<IntervalVal>() {
        return Some(interval.0.words());
    }
    if let Some(version) = value.downcast_ref::<VersionVal>() {
        return Some(version.0.to_string());
    }
    if let Some(hours) = value.downcast_ref::<HoursVal>() {
        return Some(format!("{} h a week", hours.0.minutes_per_week() / 60));
    }
    let people = value.downcast_ref::<PeopleVal>()?;
    Some(people.0.iter().map(Person::label).collect::<Vec<_>>().join(", "))
}
