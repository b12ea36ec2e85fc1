//! What expressions may use: the run, the constants of a rule, the names of the record that is looked at.

use std::cell::OnceCell;
use std::sync::{Arc, OnceLock};

use cel::Context;
use jiff::civil::Date;

use super::value::{Text, Value};
use super::{Constant, Constants, Expression, Unknown, library};
use crate::check::{Context as Checked, inventory};
use crate::document::Document;
use crate::document::value::interval::Interval;
use crate::record::{RecordRef, Records};
use crate::repository::Member;
use crate::repository::people::Register;
use crate::vocabulary::{Vocabulary, fold};

/// The day on which documents are judged.
pub(super) const TODAY: &str = "today";

/// What functions of expressions look at.
#[derive(Debug)]
pub struct Run {
    /// All records.
    pub records: Arc<Records>,
    pub(super) documents: Arc<Vec<Document>>,
    pub(super) members: Arc<Vec<Member>>,
    pub(super) vocabulary: Arc<Vocabulary>,
    pub(super) people: Option<Arc<Register>>,
    /// Why the register that the configuration names cannot be used.
    pub(super) no_people: Option<Arc<str>>,
    /// Why nobody is known.
    pub(super) why_no_people: String,
    /// The kinds of document that are kept in another system.
    pub(super) elsewhere: Vec<String>,
    pub(super) today: Date,
}

/// What all expressions of a rule have in common.
pub struct Common {
    pub(super) run: Arc<Run>,
    constants: Vec<(String, Ready)>,
    fixed: Vec<Fixed>,
    context: OnceLock<Context<'static, 'static>>,
}

/// A value with a name that is the same for every record.
struct Fixed {
    name: String,
    expression: Expression,
    value: OnceLock<Result<Value<'static>, Unknown>>,
}

/// A constant, ready to be used.
#[derive(Debug)]
enum Ready {
    Number(f64),
    Int(i64),
    Text(String),
    Texts(Texts),
    Interval(Interval),
}

/// Texts that a rule gives, and what they are compared as.
#[derive(Debug)]
pub struct Texts {
    pub(super) written: Vec<String>,
    pub(super) folded: Vec<String>,
}

impl Common {
    /// Today, the constants of a rule, and all functions over the records and people of a run.
    pub fn new(records: &Arc<Records>, checked: Checked<'_>, constants: &Constants) -> Self {
        let repository = checked.repository;
        let elsewhere = inventory::pointers(records, checked).into_iter().map(|pointer| pointer.kind).collect();
        let run = Run {
            records: Arc::clone(records),
            documents: Arc::clone(&repository.documents),
            members: Arc::clone(&repository.members),
            vocabulary: Arc::clone(checked.vocabulary),
            people: repository.people.clone(),
            no_people: repository.no_people.clone(),
            why_no_people: repository.why_no_people(),
            elsewhere,
            today: checked.today,
        };
        let constants = constants.iter().map(|(name, constant)| (name.clone(), Ready::of(constant))).collect();
        Self { run: Arc::new(run), constants, fixed: Vec::new(), context: OnceLock::new() }
    }

    /// Gives the value of an expression a name for all records; it may use constants and what was given a name before.
    pub fn fix(&mut self, name: &str, expression: &Expression) {
        self.fixed.push(Fixed { name: name.to_owned(), expression: expression.clone(), value: OnceLock::new() });
    }

    /// A frame without a record.
    pub fn frame(&self) -> Frame<'_> {
        Frame { common: self, fixed: self.fixed.len(), first: None, more: Vec::new() }
    }

    /// A frame in which a record has a name.
    pub fn frame_of<'a>(&'a self, name: &'a str, record: RecordRef) -> Frame<'a> {
        Frame { first: Some((name, Slot::Known(Value::Record(record)))), ..self.frame() }
    }

    /// The value of a constant, or of one of the first so many names that are the same for all records.
    fn constant(&self, name: &str, fixed: usize) -> Option<Result<Value<'_>, Unknown>> {
        let seen = self.fixed.iter().take(fixed).enumerate();
        if let Some((index, found)) = seen.filter(|(_, found)| found.name == name).last() {
            let before = || Frame { fixed: index, ..self.frame() };
            return Some(found.value.get_or_init(|| found.expression.value(&before()).map(library::kept)).clone());
        }
        if name == TODAY {
            return Some(Ok(Value::Date(self.run.today)));
        }
        self.constants.iter().find(|(known, _)| known == name).map(|(_, constant)| Ok(constant.value()))
    }

    /// The same for the library, made where it is asked for.
    fn context(&self) -> &Context<'static, 'static> {
        self.context.get_or_init(|| {
            let mut context = library::context(&self.run);
            for (name, constant) in &self.constants {
                context.add_variable_as_val(name.as_str(), library::boxed(&constant.value(), &self.run.records));
            }
            context
        })
    }
}

impl Ready {
    fn of(constant: &Constant) -> Self {
        match constant {
            Constant::Number(number) => Self::Number(*number),
            Constant::Days(days) => Self::Int(*days),
            Constant::Text(text) => Self::Text(text.clone()),
            Constant::Texts(texts) => {
                Self::Texts(Texts { written: texts.clone(), folded: texts.iter().map(|text| fold(text)).collect() })
            }
            Constant::Interval(interval) => Self::Interval(*interval),
        }
    }

    fn value(&self) -> Value<'_> {
        match self {
            Self::Number(number) => Value::Number(*number),
            Self::Int(number) => Value::Int(*number),
            Self::Text(text) => Value::Text(Text::Written(text)),
            Self::Texts(texts) => Value::List(super::value::List::Texts(texts)),
            Self::Interval(interval) => Value::Interval(*interval),
        }
    }
}

/// The names that an expression may use, with their values.
pub struct Frame<'a> {
    pub(super) common: &'a Common,
    /// How many of the names that are the same for all records it has.
    fixed: usize,
    /// The first name, which most expressions have only.
    first: Option<(&'a str, Slot<'a>)>,
    more: Vec<(&'a str, Slot<'a>)>,
}

/// What a name stands for.
#[derive(Clone)]
enum Slot<'a> {
    Known(Value<'a>),
    /// An expression over the names before it, evaluated when its value is asked for.
    Later(&'a Expression, OnceCell<Result<Value<'a>, Unknown>>),
}

impl<'a> Frame<'a> {
    /// Gives the value of an expression a name. What is missing for it is missing for those that ask for it.
    pub fn add(&mut self, name: &'a str, expression: &'a Expression) {
        self.push(name, Slot::Later(expression, OnceCell::new()));
    }

    /// This frame with one more name.
    #[must_use]
    pub fn with(&self, name: &'a str, value: Value<'a>) -> Self {
        let mut frame = Self { first: self.first.clone(), more: self.more.clone(), ..*self };
        frame.push(name, Slot::Known(value));
        frame
    }

    fn push(&mut self, name: &'a str, slot: Slot<'a>) {
        if self.first.is_none() {
            self.first = Some((name, slot));
        } else {
            self.more.push((name, slot));
        }
    }

    /// What the run has.
    pub fn run(&self) -> &'a Run {
        &self.common.run
    }

    /// How many names it has beside the constants.
    pub(super) fn len(&self) -> usize {
        usize::from(self.first.is_some()) + self.more.len()
    }

    /// The last one of this name among the first so many.
    fn slot(&self, name: &str, among: usize) -> Option<(usize, &Slot<'a>)> {
        let named = self.first.iter().chain(&self.more).take(among).enumerate();
        named.filter(|(_, (known, _))| *known == name).last().map(|(index, (_, slot))| (index, slot))
    }

    /// The value of a name that is among the first so many, where it is known without an evaluation.
    pub(super) fn known(&self, name: &str, among: usize) -> Option<&Value<'a>> {
        match self.slot(name, among)? {
            (_, Slot::Known(value)) => Some(value),
            (_, Slot::Later(..)) => None,
        }
    }

    /// The value of a name that is among the first so many, or of a constant; none where there is none of this name.
    pub(super) fn value(&self, name: &str, among: usize) -> Option<Result<Value<'a>, Unknown>> {
        Some(match self.slot(name, among) {
            Some((_, Slot::Known(value))) => Ok(value.clone()),
            Some((index, Slot::Later(expression, value))) => {
                value.get_or_init(|| expression.value_among(self, index)).clone()
            }
            None => self.common.constant(name, self.fixed)?,
        })
    }

    /// The first so many names for the library, without those that have no value.
    pub(super) fn context(&self, among: usize) -> Context<'a, 'static> {
        let mut context = self.common.context().new_inner_scope();
        let records = &self.common.run.records;
        for Fixed { name, .. } in self.common.fixed.iter().take(self.fixed) {
            if let Some(Ok(value)) = self.common.constant(name, self.fixed) {
                context.add_variable_as_val(name.as_str(), library::boxed(&value, records));
            }
        }
        for (index, (name, _)) in self.first.iter().chain(&self.more).take(among).enumerate() {
            if let Some(Ok(value)) = self.value(name, index + 1) {
                context.add_variable_as_val(*name, library::boxed(&value, records));
            }
        }
        context
    }
}
