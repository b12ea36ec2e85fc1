//! The functions that expressions may call beside those of the language: one table for the check of a pack and for the run.

use std::sync::Arc;

use cel::common::types::{CelDouble, CelInt, CelList, CelString};
use cel::common::value::{CowVal, StaticVal, Val};
use cel::{Context, ExecutionError, FunctionContext};

use super::types::Type;
use super::values::{DateVal, IntervalVal, shown};
use super::{Constant, Constants};
use super::{calls, texts};
use crate::check::Context as Checked;
use crate::record::Records;

pub(super) type Outcome<'v> = Result<Box<dyn Val + 'v>, ExecutionError>;
type Function =
    Box<dyn for<'c, 'v> Fn(&mut FunctionContext<'c, 'v>) -> Result<CowVal<'c, 'v>, ExecutionError> + Send + Sync>;

/// What a function wants and gives, for the check of a pack.
pub struct Signature {
    /// Its name.
    pub name: &'static str,
    /// The types of its arguments.
    pub arguments: &'static [Argument],
    /// The type of its value.
    pub gives: Gives,
}

/// What an argument must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// The name of a kind of record, written out.
    Record,
    /// The name of a column of that kind of record, written out.
    Column,
    /// The name of a kind of document, written out.
    Kind,
    /// A value of a type.
    Of(Type),
    /// Several values of any type.
    Many,
    /// Any value.
    Any,
}

/// What a function gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    /// A value of a type.
    Of(Type),
    /// A record of the kind named by the first argument.
    Record,
    /// Records of that kind.
    Records,
    /// Several values of a type.
    Several(Type),
    /// Documents.
    Documents,
    /// One of the values of the list that it is given.
    Item,
}

use Argument::{Any, Column, Kind, Many, Of, Record};

/// All functions, in alphabetical order.
pub const FUNCTIONS: &[Signature] = &[
    signature("active", &[Of(Type::People)], Gives::Of(Type::Bool)),
    signature("all", &[Record], Gives::Records),
    signature("allowed_downtime", &[Of(Type::Number), Of(Type::Int)], Gives::Of(Type::Duration)),
    signature("body", &[Any], Gives::Of(Type::Text)),
    signature("covers", &[Of(Type::Hours), Of(Type::Hours)], Gives::Of(Type::Bool)),
    signature("dates", &[Of(Type::Text)], Gives::Several(Type::Date)),
    signature("day", &[Of(Type::Text)], Gives::Of(Type::Date)),
    signature("documents", &[Kind], Gives::Documents),
    signature("elsewhere", &[Kind], Gives::Of(Type::Bool)),
    signature("elapsed_hours", &[Of(Type::Duration)], Gives::Of(Type::Number)),
    signature("find", &[Record, Any], Gives::Record),
    signature("folded", &[Of(Type::Text)], Gives::Of(Type::Text)),
    signature("joined", &[Many], Gives::Of(Type::Hours)),
    signature("known", &[Record, Any], Gives::Of(Type::Bool)),
    signature("largest", &[Many], Gives::Item),
    signature("left", &[Of(Type::People)], Gives::Of(Type::Bool)),
    signature("major", &[Of(Type::Version)], Gives::Of(Type::Number)),
    signature("mentions", &[Of(Type::Text), Any], Gives::Of(Type::Bool)),
    signature("months", &[Of(Type::Int)], Gives::Of(Type::Interval)),
    signature("naming", &[Record, Column, Any], Gives::Records),
    signature("number", &[Of(Type::Text)], Gives::Of(Type::Number)),
    signature("has_number", &[Of(Type::Text)], Gives::Of(Type::Bool)),
    signature("overlap", &[Of(Type::Period), Of(Type::Period)], Gives::Of(Type::Bool)),
    signature("redundant", &[Many], Gives::Of(Type::Number)),
    signature("resolves", &[Any], Gives::Of(Type::Bool)),
    signature("section", &[Any, Of(Type::Text)], Gives::Of(Type::Text)),
    signature("serial", &[Many], Gives::Of(Type::Number)),
    signature("shape", &[Of(Type::Text)], Gives::Of(Type::Text)),
    signature("smallest", &[Many], Gives::Item),
    signature("sum", &[Many], Gives::Item),
    signature("text", &[Any], Gives::Of(Type::Text)),
    signature("weekly_hours", &[Of(Type::Hours)], Gives::Of(Type::Number)),
    signature("written", &[Any, Of(Type::Text)], Gives::Of(Type::Text)),
    signature("words", &[Of(Type::Text)], Gives::Several(Type::Text)),
];

const fn signature(name: &'static str, arguments: &'static [Argument], gives: Gives) -> Signature {
    Signature { name, arguments, gives }
}

/// A context with today, the constants of a rule, and all functions over the records and people of a run.
pub fn context(records: &Arc<Records>, checked: Checked<'_>, constants: &Constants) -> Context<'static, 'static> {
    let today = checked.today;
    let mut context = Context::with_env(super::environment());
    context.add_variable_as_val("today", Box::new(DateVal(today)));
    for (name, constant) in constants {
        context.add_variable_as_val(name.as_str(), constant_value(constant));
    }
    calls::records(&mut context, records, checked);
    calls::people(&mut context, checked.repository, today);
    calls::values(&mut context);
    texts::plain_texts(&mut context);
    texts::documents(&mut context, checked.repository, checked.vocabulary);
    calls::quantities(&mut context);
    context
}

fn constant_value(constant: &Constant) -> Box<dyn Val> {
    match constant {
        Constant::Number(number) => Box::new(CelDouble::from(*number)),
        Constant::Days(days) => Box::new(CelInt::from(*days)),
        Constant::Text(text) => Box::new(CelString::from(text.clone())),
        Constant::Texts(texts) => {
            let items: Vec<Box<dyn Val>> =
                texts.iter().map(|text| Box::new(CelString::from(text.clone())) as Box<dyn Val>).collect();
            Box::new(CelList::from(items))
        }
        Constant::Interval(interval) => Box::new(IntervalVal(*interval)),
    }
}

pub(super) fn failed(message: impl ToString) -> ExecutionError {
    ExecutionError::function_error("function", message)
}

/// Adds a function; called as a method, what it is called on is the first argument.
pub(super) fn add(
    context: &mut Context<'static, 'static>,
    name: &str,
    function: impl for<'c, 'v> Fn(&[CowVal<'c, 'v>]) -> Outcome<'v> + Send + Sync + 'static,
) {
    let function: Function = Box::new(move |call| {
        let arguments: Vec<_> = call.this.iter().chain(&call.args).cloned().collect();
        function(&arguments).map(CowVal::Owned)
    });
    let added = context.add_function(name, function);
    debug_assert!(added.is_ok(), "`{name}` is a function of the language itself");
}

/// An argument as a type of ours.
pub(super) fn argument<'a, T: StaticVal>(
    arguments: &'a [CowVal<'_, '_>],
    index: usize,
) -> Result<&'a T, ExecutionError> {
    let found = arguments.get(index).and_then(|value| value.as_ref().downcast_ref::<T>());
    found.ok_or_else(|| failed("a value of another type"))
}

/// An argument as text; a reference as it is written.
pub(super) fn text_argument(arguments: &[CowVal<'_, '_>], index: usize) -> Result<String, ExecutionError> {
    let value = arguments.get(index).ok_or_else(|| failed("an argument is missing"))?;
    Ok(shown(value.as_ref()))
}

/// An argument as a number, whole or not.
pub(super) fn number_argument(arguments: &[CowVal<'_, '_>], index: usize) -> Result<f64, ExecutionError> {
    let value = arguments.get(index).ok_or_else(|| failed("an argument is missing"))?;
    number_of(value.as_ref())
}

/// A number, whole or not.
#[expect(clippy::cast_precision_loss, reason = "whole numbers of rules are small")]
pub(super) fn number_of(value: &dyn Val) -> Result<f64, ExecutionError> {
    let whole = || value.downcast_ref::<CelInt>().map(|number| *number.inner() as f64);
    value.downcast_ref::<CelDouble>().map(|number| *number.inner()).or_else(whole).ok_or_else(|| failed("no number"))
}
