//! Values and functions as the library for the language wants them.

use std::any::Any;
use std::cmp::Ordering;
use std::sync::Arc;

use cel::common::traits::{Adder, Comparer, Indexer, Subtractor};
use cel::common::types::{CelBool, CelDouble, CelInt, CelList, CelString, Type};
use cel::common::value::{CowVal, StaticVal, Val};
use cel::{Context, ExecutionError, FunctionContext};

use super::evaluate::{arithmetic, field};
use super::frame::{Run, TODAY};
use super::functions::{FUNCTIONS, Signature};
use super::plan::{Column, Operator};
use super::value::{Fail, List, Text, Value};
use crate::record::Records;

type Outcome<T> = Result<T, ExecutionError>;
type Function =
    Box<dyn for<'c, 'v> Fn(&mut FunctionContext<'c, 'v>) -> Result<CowVal<'c, 'v>, ExecutionError> + Send + Sync>;

/// A value that the language has no type for.
#[derive(Clone, Debug)]
struct Carried {
    value: Value<'static>,
    /// Those in which its fields are looked up.
    records: Arc<Records>,
}

/// Today and all functions over the records and people of a run.
pub(super) fn context(run: &Arc<Run>) -> Context<'static, 'static> {
    let mut context = Context::with_env(super::environment());
    context.add_variable_as_val(TODAY, boxed(&Value::Date(run.today), &run.records));
    for signature in FUNCTIONS {
        add(&mut context, signature, Arc::clone(run));
    }
    context
}

/// Adds a function; called as a method, what it is called on is the first argument.
fn add(context: &mut Context<'static, 'static>, signature: &'static Signature, run: Arc<Run>) {
    let function: Function = Box::new(move |call| {
        let values: Option<Vec<Value<'_>>> =
            call.this.iter().chain(&call.args).map(|argument| value(argument.as_ref())).collect();
        let values = values.ok_or_else(|| refused("a value of another type"))?;
        let found = (signature.call)(&run, &values).map_err(failed)?;
        Ok(CowVal::Owned(boxed(&found, &run.records)))
    });
    let added = context.add_function(signature.name, function);
    debug_assert!(added.is_ok(), "`{}` is a function of the language itself", signature.name);
}

fn refused(reason: impl ToString) -> ExecutionError {
    ExecutionError::function_error("function", reason)
}

fn failed(fail: Fail) -> ExecutionError {
    match fail {
        Fail::Missing(name) => ExecutionError::no_such_key(&name),
        Fail::Refused(reason) => refused(reason),
        Fail::Named(unknown) => refused(unknown),
        Fail::Unsure => refused("a value of another type"),
    }
}

/// A value of ours for the library.
pub(super) fn boxed<'v>(value: &Value<'_>, records: &Arc<Records>) -> Box<dyn Val + 'v> {
    match value {
        Value::Bool(flag) => Box::new(CelBool::from(*flag)),
        Value::Int(number) => Box::new(CelInt::from(*number)),
        Value::Number(number) => Box::new(CelDouble::from(*number)),
        Value::Text(text) => Box::new(CelString::from(text.to_string())),
        Value::List(list) => {
            let items: Vec<Box<dyn Val + 'v>> = list.iter().map(|item| boxed(&item, records)).collect();
            Box::new(CelList::from(items))
        }
        own => Box::new(Carried { value: kept(own.clone()), records: Arc::clone(records) }),
    }
}

/// A value of the library as one of ours; none for types that no rule works with.
pub(super) fn value<'v>(from: &'v (dyn Val + '_)) -> Option<Value<'v>> {
    if let Some(carried) = from.downcast_ref::<Carried>() {
        return Some(carried.value.clone());
    }
    if let Some(flag) = from.downcast_ref::<CelBool>() {
        return Some(Value::Bool(*flag.inner()));
    }
    if let Some(text) = from.downcast_ref::<CelString<'_>>() {
        return Some(Value::Text(Text::Written(text.inner())));
    }
    if let Some(number) = from.downcast_ref::<CelInt>() {
        return Some(Value::Int(*number.inner()));
    }
    if let Some(number) = from.downcast_ref::<CelDouble>() {
        return Some(Value::Number(*number.inner()));
    }
    let items = from.downcast_ref::<CelList<'_>>()?.inner();
    items.iter().map(|item| value(&**item)).collect::<Option<List<'v>>>().map(Value::List)
}

/// The same value without what it borrows.
pub(super) fn kept<'a>(value: Value<'_>) -> Value<'a> {
    let text = |text: Text<'_>| Text::from(text.to_string());
    match value {
        Value::Bool(flag) => Value::Bool(flag),
        Value::Int(number) => Value::Int(number),
        Value::Number(number) => Value::Number(number),
        Value::Text(written) => Value::Text(text(written)),
        Value::Date(date) => Value::Date(date),
        Value::Period(period) => Value::Period(period),
        Value::Duration(duration) => Value::Duration(duration),
        Value::Interval(interval) => Value::Interval(interval),
        Value::Hours(hours) => Value::Hours(hours),
        Value::Version(version) => Value::Version(version),
        Value::People(people) => Value::People(people),
        Value::Record(record) => Value::Record(record),
        Value::Reference(written, target) => Value::Reference(text(written), target),
        Value::List(list) => Value::List(list.iter().map(kept).collect()),
    }
}

impl Carried {
    fn field<'v>(&self, key: &dyn Val) -> Outcome<Box<dyn Val + 'v>> {
        let Some(Value::Text(name)) = value(key) else { return Err(ExecutionError::no_such_key("field")) };
        let found = field(&self.value, &Column::new(&name), &self.records).map_err(failed)?;
        Ok(boxed(&found, &self.records))
    }

    fn calculate<'v>(&self, operator: Operator, other: &dyn Val, what: &str) -> Outcome<CowVal<'static, 'v>> {
        let error = || ExecutionError::function_error(if operator == Operator::Add { "+" } else { "-" }, what);
        let found = value(other).and_then(|other| arithmetic(operator, &self.value, &other).ok());
        found.map(|found| CowVal::Owned(boxed(&found, &self.records))).ok_or_else(error)
    }
}

/// The types, by what their values are called.
macro_rules! types {
    ($($name:ident = $title:literal),+) => {
        $(static $name: Type = Type::new_unspecified_type(concat!("clauselint.", $title));)+
    };
}

types!(
    DATE = "date",
    PERIOD = "period",
    DURATION = "length of time",
    INTERVAL = "interval",
    HOURS = "service hours",
    VERSION = "version",
    PEOPLE = "people",
    RECORD = "record",
    REFERENCE = "reference",
    CARRIED = "value"
);

impl Val for Carried {
    fn get_type(&self) -> &Type {
        match self.value {
            Value::Date(_) => &DATE,
            Value::Period(_) => &PERIOD,
            Value::Duration(_) => &DURATION,
            Value::Interval(_) => &INTERVAL,
            Value::Hours(_) => &HOURS,
            Value::Version(_) => &VERSION,
            Value::People(_) => &PEOPLE,
            Value::Record(_) => &RECORD,
            Value::Reference(..) => &REFERENCE,
            _ => &CARRIED,
        }
    }

    fn cel_type() -> &'static Type {
        &CARRIED
    }

    fn equals(&self, other: &dyn Val) -> bool {
        value(other).is_some_and(|other| self.value.equals(&other))
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v> {
        Box::new(self.clone())
    }

    fn as_any(&self) -> Option<&dyn Any> {
        Some(self)
    }

    fn as_comparer(&self) -> Option<&dyn Comparer> {
        use Value::{Hours, People, Record, Reference};
        (!matches!(self.value, Hours(_) | People(_) | Record(_) | Reference(..))).then_some(self)
    }

    fn as_indexer<'b, 'v>(&'b self) -> Option<&'b (dyn Indexer + 'v)>
    where
        Self: 'v,
    {
        matches!(self.value, Value::Record(_) | Value::Reference(..) | Value::Period(_)).then_some(self)
    }

    fn as_adder<'b, 'v>(&'b self) -> Option<&'b (dyn Adder + 'v)>
    where
        Self: 'v,
    {
        matches!(self.value, Value::Date(_) | Value::Duration(_)).then_some(self)
    }

    fn as_subtractor<'b, 'v>(&'b self) -> Option<&'b (dyn Subtractor + 'v)>
    where
        Self: 'v,
    {
        matches!(self.value, Value::Date(_)).then_some(self)
    }
}

impl StaticVal for Carried {}

impl Indexer for Carried {
    fn get<'b, 'v>(&'b self, key: &dyn Val) -> Outcome<CowVal<'b, 'v>>
    where
        Self: 'v,
    {
        self.field(key).map(CowVal::Owned)
    }

    fn steal<'v>(self: Box<Self>, key: &dyn Val) -> Outcome<Box<dyn Val + 'v>>
    where
        Self: 'v,
    {
        self.field(key)
    }
}

impl Comparer for Carried {
    fn compare(&self, other: &dyn Val) -> Outcome<Ordering> {
        let order = value(other).and_then(|other| self.value.compare(&other));
        order.ok_or_else(|| ExecutionError::function_error("compare", self.value.why_not_compared()))
    }
}

impl Adder for Carried {
    fn add<'b, 'v>(&'b self, other: &(dyn Val + 'v)) -> Outcome<CowVal<'b, 'v>>
    where
        Self: 'v,
    {
        let is_day = matches!(self.value, Value::Date(_));
        let what = if is_day { "a day out of the calendar" } else { "lengths of time on different clocks" };
        self.calculate(Operator::Add, other, what)
    }
}

impl Subtractor for Carried {
    fn sub<'b, 'v>(&'b self, other: &(dyn Val + 'v)) -> Outcome<CowVal<'b, 'v>>
    where
        Self: 'v,
    {
        self.calculate(Operator::Subtract, other, "a day out of the calendar")
    }
}
