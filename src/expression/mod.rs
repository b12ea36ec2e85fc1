//! Expressions of rules in CEL, the Common Expression Language: read from packs, checked when a pack is loaded, compiled on first
//! use. <https://github.com/google/cel-spec>

mod calls;
mod evaluate;
pub mod frame;
pub mod functions;
mod infer;
mod library;
mod plan;
mod quantities;
pub mod template;
mod texts;
pub mod types;
pub mod value;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, LazyLock, OnceLock};

use cel::common::ast::IdedExpr;
use cel::parser::PrattParser;
use cel::{Env, ExecutionError, Program};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::error::Invalid;
use crate::pack::located::Located;
use crate::source::boundary_behind;
use frame::Frame;
use plan::Node;
use types::{Scope, Type};
use value::{Fail, Value};

/// Longest expression, in bytes.
const LONGEST: usize = 4000;
/// Most brackets inside brackets.
const DEEPEST: usize = 24;

/// An expression as a pack states it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Expression {
    text: Located,
    #[serde(skip)]
    #[schemars(skip)]
    compiled: OnceLock<Arc<IdedExpr>>,
    #[serde(skip)]
    #[schemars(skip)]
    plan: OnceLock<Option<Arc<Node>>>,
}

/// Why an expression gave no value for a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// The column of this name holds nothing that can be worked with.
    NoValue(String),
    /// A value that it needs is not there, or two values cannot be compared: half a sentence for people.
    Lacks(String),
}

impl fmt::Display for Unknown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoValue(name) => write!(formatter, "no `{name}`"),
            Self::Lacks(what) => formatter.write_str(what),
        }
    }
}

impl Expression {
    /// Its text.
    pub fn text(&self) -> &str {
        self.text.get_ref()
    }

    /// An expression that stands in another text, such as a message.
    pub(crate) fn inside(text: &str) -> Self {
        Self { text: Located::nowhere(text), compiled: OnceLock::new(), plan: OnceLock::new() }
    }

    /// Checks that every name, function and field is known and that the expression cannot run away; gives the type of its value.
    ///
    /// # Errors
    ///
    /// The place in the pack and what is wrong there.
    pub fn check(&self, scope: &Scope<'_>) -> Result<Type, Invalid> {
        self.check_at(scope, &|start, end| located(&self.text, start, end))
    }

    /// As [`Self::check`], for an expression that must be true or false.
    ///
    /// # Errors
    ///
    /// As [`Self::check`], and where it is something else.
    pub fn check_condition(&self, scope: &Scope<'_>) -> Result<(), Invalid> {
        match self.check(scope)? {
            Type::Bool | Type::Any => Ok(()),
            _ => Err(Invalid {
                span: self.text.span(),
                message: "a condition is neither true nor false".to_owned(),
                label: "some other value".to_owned(),
                help: Some("compare it with something".to_owned()),
            }),
        }
    }

    /// As [`Self::check`], for a value that later expressions use by name.
    ///
    /// # Errors
    ///
    /// As [`Self::check`].
    pub fn check_binding(&self, scope: &mut Scope<'_>) -> Result<Type, Invalid> {
        self.check(scope)?;
        let program = Program::compile(self.text()).map_err(|_| Invalid {
            span: self.text.span(),
            message: "the expression is not valid".to_owned(),
            label: String::new(),
            help: None,
        })?;
        Ok(infer::infer_binding(program.expression(), scope).unwrap_or(Type::Any))
    }

    /// As [`Self::check`], with places turned by the caller.
    pub(crate) fn check_at(
        &self,
        scope: &Scope<'_>,
        place: &dyn Fn(usize, usize) -> std::ops::Range<usize>,
    ) -> Result<Type, Invalid> {
        let text = self.text();
        let invalid = |start: usize, end: usize, message: String, label: &str| Invalid {
            span: place(start, end),
            message,
            label: label.to_owned(),
            help: None,
        };
        if text.len() > LONGEST {
            let message = format!("the expression has more than {LONGEST} bytes");
            return Err(invalid(0, text.len(), message, "too long"));
        }
        if let Some(at) = too_deep(text) {
            let message = format!("the expression has more than {DEEPEST} brackets inside brackets");
            return Err(invalid(at, at + 1, message, "too deep"));
        }
        let program = Program::compile(text).map_err(|errors| {
            let first = errors.errors.first();
            let (line, column) = first.map_or((1, 1), |error| error.pos);
            let at = offset(text, line, column);
            let end = boundary_behind(text, at + 1);
            let label = first.map_or_else(String::new, |error| error.msg.lines().next().unwrap_or_default().to_owned());
            invalid(at, end, "the expression is not valid".to_owned(), &label)
        })?;
        PrattParser::default().parse(text).map_err(|errors| {
            let label = errors.errors.first().map_or_else(String::new, |error| error.msg.clone());
            invalid(0, text.len(), "the expression is not valid".to_owned(), &label)
        })?;
        infer::infer(program.expression(), scope).map_err(|wrong| {
            let (start, stop) = program.source_info().offset_for(wrong.id).unwrap_or((0, 0));
            let start = boundary_behind(text, start as usize);
            let stop = boundary_behind(text, (stop as usize).max(start) + 1);
            Invalid { span: place(start, stop), message: wrong.message, label: wrong.label, help: wrong.help }
        })
    }

    fn compiled(&self) -> &IdedExpr {
        self.compiled.get_or_init(|| {
            let parsed = PrattParser::default().parse(self.text());
            Arc::new(parsed.expect("an expression of a loaded pack is valid; it was checked, or a test proves it"))
        })
    }

    fn plan(&self) -> Option<&Arc<Node>> {
        self.plan.get_or_init(|| plan::plan(self.compiled()).map(Arc::new)).as_ref()
    }

    /// Whether it uses a name that fits, or may do so.
    pub fn uses(&self, is_it: impl Fn(&str) -> bool) -> bool {
        self.plan().is_none_or(|plan| plan.uses(&is_it))
    }

    /// The columns of a record, by the name that it has here, of which it asks whether they are there: `has(r.end)`.
    pub fn asks_for(&self, record: &str) -> impl Iterator<Item = &str> {
        let question = format!("has({record}.");
        let starts: Vec<usize> = self.text().match_indices(&question).map(|(at, _)| at + question.len()).collect();
        starts.into_iter().map(|start| {
            let rest = &self.text()[start..];
            &rest[..rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len())]
        })
    }

    /// Its value in a frame.
    ///
    /// # Errors
    ///
    /// What is missing for a value.
    pub fn value<'a>(&'a self, frame: &Frame<'a>) -> Result<Value<'a>, Unknown> {
        self.value_among(frame, frame.len())
    }

    /// Its value where it may use the first so many names of a frame.
    fn value_among<'a>(&'a self, frame: &Frame<'a>, among: usize) -> Result<Value<'a>, Unknown> {
        let found = self.plan().map_or(Err(Fail::Unsure), |node| evaluate::evaluate(node, frame, among));
        // Where there is time, both ways are gone: every test of a rule compares them.
        let value = match found {
            Ok(value) => Ok(value),
            Err(Fail::Missing(name)) => Err(Unknown::NoValue(name)),
            Err(Fail::Named(unknown)) => Err(unknown),
            Err(Fail::Refused(reason)) => Err(Unknown::Lacks(reason)),
            Err(Fail::Unsure) => return self.value_by_library(frame, among),
        };
        if cfg!(debug_assertions) {
            let other = self.value_by_library(frame, among);
            let shown = |value: &Result<Value<'_>, Unknown>| format!("{:?}", value.clone().map(library::kept));
            debug_assert_eq!(shown(&value), shown(&other), "{}", self.text());
        }
        value
    }

    /// Its value as the library tells it.
    fn value_by_library<'a>(&self, frame: &Frame<'a>, among: usize) -> Result<Value<'a>, Unknown> {
        let reason = |error| match &error {
            ExecutionError::UndeclaredReference(name) => match frame.value(name, among) {
                Some(Err(unknown)) => unknown,
                _ => unknown(&error),
            },
            other => unknown(other),
        };
        let context = frame.context(among);
        let found = cel::Value::resolve_val(self.compiled(), &context).map_err(reason)?;
        let value = library::value(found.as_ref()).map(library::kept);
        value.ok_or_else(|| Unknown::Lacks(format!("`{}` is of a type without use here", self.text())))
    }

    /// Whether it holds in a frame.
    ///
    /// # Errors
    ///
    /// What is missing for a verdict.
    pub fn holds<'a>(&'a self, frame: &Frame<'a>) -> Result<bool, Unknown> {
        match self.value(frame)? {
            Value::Bool(holds) => Ok(holds),
            _ => Err(Unknown::Lacks(format!("`{}` is neither true nor false", self.text()))),
        }
    }
}

/// The environment of all expressions: the standard library of the language.
pub fn environment() -> Arc<Env> {
    static ENVIRONMENT: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(Env::stdlib()));
    Arc::clone(&ENVIRONMENT)
}

/// A constant that a rule gives to its expressions and a configuration may change.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Constant {
    /// A number.
    Number(f64),
    /// Days.
    Days(i64),
    /// A text.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
    /// A span of the calendar, as ISO 8601 duration.
    Interval(crate::document::value::interval::Interval),
}

/// Constants by their names.
pub type Constants = BTreeMap<String, Constant>;

fn unknown(error: &ExecutionError) -> Unknown {
    Unknown::Lacks(match error {
        ExecutionError::NoSuchKey(name) => return Unknown::NoValue(name.to_string()),
        ExecutionError::FunctionError { message, .. } => message.clone(),
        ExecutionError::ValuesNotComparable(..) | ExecutionError::NoSuchOverload(_) => {
            "two values that cannot be compared".to_owned()
        }
        ExecutionError::DivisionByZero(_) => "a division by zero".to_owned(),
        other => other.to_string(),
    })
}

/// Where the brackets go deeper than they may.
fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return Some(at);
        }
    }
    None
}

/// The byte at a line and column, both counted from one, the column in characters.
fn offset(text: &str, line: isize, column: isize) -> usize {
    let (line, column) = (usize::try_from(line - 1).unwrap_or(0), usize::try_from(column - 1).unwrap_or(0));
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default();
    start + rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at)
}

/// The place in a TOML file of a part of a string. Exact for strings without escape sequences; else the whole string.
fn located(text: &Located, start: usize, end: usize) -> std::ops::Range<usize> {
    let span = text.span();
    let quotes = span.len().saturating_sub(text.get_ref().len());
    let lead = match quotes {
        2 => 1,
        // Three quotes, unless escapes make up for the difference.
        6 if !text.get_ref().contains(['"', '\\', '\t']) => 3,
        // The line break behind the opening quotes is not part of the text.
        7 => 4,
        _ => return span,
    };
    span.start + lead + start..span.start + lead + end
}
