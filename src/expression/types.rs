//! The types of expressions: every name, function and field is looked up when a pack is loaded.

use std::collections::HashMap;

use super::value::DOC;
use super::{Constant, Constants};
use crate::pack::names::Names;
use crate::pack::record::ColumnType;
use crate::record::{DOCUMENT, is_flag};

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Not known before the run.
    Any,
    /// True or false.
    Bool,
    /// A whole number that is written in the expression.
    Int,
    /// A number.
    Number,
    /// Text.
    Text,
    /// A day.
    Date,
    /// A stretch of the calendar.
    Period,
    /// A length of time with its clock.
    Duration,
    /// How often.
    Interval,
    /// Service hours.
    Hours,
    /// A version.
    Version,
    /// Persons and roles.
    People,
    /// A record, by an index into the kinds of record that the scope has met.
    Record(usize),
    /// A list of values of the type with this index.
    List(usize),
}

/// What an expression may name.
pub struct Scope<'a> {
    pub(super) names: &'a Names,
    pub(super) variables: HashMap<String, Type>,
    /// Kinds of record that a value may be one of.
    pub(super) records: Vec<Vec<String>>,
    pub(super) elements: Vec<Type>,
}

/// What is wrong with an expression, and at which node.
pub struct Wrong {
    /// The node.
    pub id: u64,
    /// What is wrong.
    pub message: String,
    /// What stands at the place.
    pub label: String,
    /// What to do.
    pub help: Option<String>,
}

impl<'a> Scope<'a> {
    /// A scope with today and the constants of a rule.
    pub fn new(names: &'a Names, constants: &Constants) -> Self {
        let mut scope = Self { names, variables: HashMap::new(), records: Vec::new(), elements: Vec::new() };
        scope.add("today", Type::Date);
        for (name, constant) in constants {
            let kind = match constant {
                Constant::Number(_) => Type::Number,
                Constant::Days(_) => Type::Int,
                Constant::Text(_) => Type::Text,
                Constant::Interval(_) => Type::Interval,
                Constant::Texts(_) => scope.list(Type::Text),
            };
            scope.add(name, kind);
        }
        scope
    }

    /// Adds a variable.
    pub fn add(&mut self, name: &str, kind: Type) {
        self.variables.insert(name.to_owned(), kind);
    }

    /// The type of records of a kind.
    pub fn record(&mut self, name: &str) -> Type {
        self.one_of(vec![name.to_owned()])
    }

    /// The names of the kinds of record that a type may be.
    pub fn record_names(&self, kind: Type) -> &[String] {
        match kind {
            Type::Record(index) => &self.records[index],
            _ => &[],
        }
    }

    fn one_of(&mut self, names: Vec<String>) -> Type {
        self.records.push(names);
        Type::Record(self.records.len() - 1)
    }

    pub(super) fn list(&mut self, of: Type) -> Type {
        self.elements.push(of);
        Type::List(self.elements.len() - 1)
    }

    /// The type of the elements of a list.
    pub fn element(&self, list: Type) -> Type {
        match list {
            Type::List(index) => self.elements[index],
            _ => Type::Any,
        }
    }

    pub(super) fn column(&mut self, record: &str, field: &str) -> Option<Type> {
        if field == DOC {
            return Some(self.record(DOCUMENT));
        }
        let definition = self.names.record(record)?;
        let column = &definition.columns[definition.column(field)?];
        if record == DOCUMENT && is_flag(field) {
            return Some(Type::Bool);
        }
        let single = match column.kind() {
            ColumnType::Text | ColumnType::Id | ColumnType::Choice | ColumnType::Clause => Type::Text,
            ColumnType::Person => Type::People,
            ColumnType::Date | ColumnType::EventDate | ColumnType::LastDay => Type::Date,
            ColumnType::Period => Type::Period,
            ColumnType::Percentage | ColumnType::Number => Type::Number,
            ColumnType::Duration => Type::Duration,
            ColumnType::Hours => Type::Hours,
            ColumnType::Interval => Type::Interval,
            ColumnType::Version => Type::Version,
            ColumnType::Reference => self.one_of(column.table.to.iter().map(|name| name.get_ref().clone()).collect()),
        };
        let is_list = column.table.many && column.kind() != ColumnType::Person;
        Some(if is_list { self.list(single) } else { single })
    }
}
