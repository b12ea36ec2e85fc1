//! The functions that expressions may call beside those of the language: one table for the check of a pack and for the run.

use super::frame::Run;
use super::types::Type;
use super::value::{Fail, Value};
use super::{calls, quantities, texts};

/// What a function does: its value for arguments in a run.
pub(super) type Function = for<'a> fn(&'a Run, &[Value<'a>]) -> Result<Value<'a>, Fail>;

/// What a function wants and gives, for the check of a pack.
pub struct Signature {
    /// Its name.
    pub name: &'static str,
    /// The types of its arguments.
    pub arguments: &'static [Argument],
    /// The type of its value.
    pub gives: Gives,
    /// What it does.
    pub(super) call: Function,
}

impl std::fmt::Debug for Signature {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name)
    }
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
    signature("active", &[Of(Type::People)], Gives::Of(Type::Bool), calls::active),
    signature("all", &[Record], Gives::Records, calls::all),
    signature(
        "allowed_downtime",
        &[Of(Type::Number), Of(Type::Int)],
        Gives::Of(Type::Duration),
        quantities::allowed_downtime,
    ),
    signature("body", &[Any], Gives::Of(Type::Text), texts::body),
    signature(
        "counted",
        &[Of(Type::Number), Of(Type::Text), Of(Type::Text)],
        Gives::Of(Type::Text),
        quantities::counted,
    ),
    signature("covers", &[Of(Type::Hours), Of(Type::Hours)], Gives::Of(Type::Bool), quantities::covers),
    signature("dates", &[Of(Type::Text)], Gives::Several(Type::Date), texts::dates),
    signature("day", &[Of(Type::Text)], Gives::Of(Type::Date), calls::day),
    signature("documents", &[Kind], Gives::Documents, calls::documents),
    signature("elsewhere", &[Kind], Gives::Of(Type::Bool), calls::elsewhere),
    signature("elapsed_hours", &[Of(Type::Duration)], Gives::Of(Type::Number), quantities::elapsed_hours),
    signature("find", &[Record, Any], Gives::Record, calls::find),
    signature("folded", &[Of(Type::Text)], Gives::Of(Type::Text), texts::folded),
    signature("joined", &[Many], Gives::Of(Type::Hours), quantities::joined),
    signature("known", &[Record, Any], Gives::Of(Type::Bool), calls::known),
    signature("largest", &[Many], Gives::Item, quantities::largest),
    signature("left", &[Of(Type::People)], Gives::Of(Type::Bool), calls::left),
    signature("level", &[Of(Type::Text)], Gives::Of(Type::Text), texts::level),
    signature("major", &[Of(Type::Version)], Gives::Of(Type::Number), quantities::major),
    signature("mentions", &[Of(Type::Text), Any], Gives::Of(Type::Bool), texts::mentions),
    signature("months", &[Of(Type::Int)], Gives::Of(Type::Interval), calls::months),
    signature("naming", &[Record, Column, Any], Gives::Records, calls::naming),
    signature("number", &[Of(Type::Text)], Gives::Of(Type::Number), quantities::number),
    signature("has_number", &[Of(Type::Text)], Gives::Of(Type::Bool), quantities::has_number),
    signature("overlap", &[Of(Type::Period), Of(Type::Period)], Gives::Of(Type::Bool), calls::overlap),
    signature("redundant", &[Many], Gives::Of(Type::Number), quantities::redundant),
    signature("resolves", &[Any], Gives::Of(Type::Bool), calls::resolves),
    signature("section", &[Any, Of(Type::Text)], Gives::Of(Type::Text), texts::section),
    signature("serial", &[Many], Gives::Of(Type::Number), quantities::serial),
    signature("shape", &[Of(Type::Text)], Gives::Of(Type::Text), texts::shape),
    signature("smallest", &[Many], Gives::Item, quantities::smallest),
    signature("sum", &[Many], Gives::Item, quantities::sum),
    signature("text", &[Any], Gives::Of(Type::Text), texts::text),
    signature("weekly_hours", &[Of(Type::Hours)], Gives::Of(Type::Number), quantities::weekly_hours),
    signature("written", &[Any, Of(Type::Text)], Gives::Of(Type::Text), texts::written),
    signature("words", &[Of(Type::Text)], Gives::Several(Type::Text), texts::words),
];

/// The function of a name.
pub(super) fn named(name: &str) -> Option<&'static Signature> {
    FUNCTIONS.iter().find(|signature| signature.name == name)
}

const fn signature(name: &'static str, arguments: &'static [Argument], gives: Gives, call: Function) -> Signature {
    Signature { name, arguments, gives, call }
}
