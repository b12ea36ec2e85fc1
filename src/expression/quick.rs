//! The beginning of a condition that can be told without evaluating it.
//!
//! A rule looks at every record of a kind and means few of them; most are told apart by what the condition asks first: whether a
//! column is there, what state the record is in, whether its document is a draft. Those parts are read from the record itself. What
//! comes of them is what an evaluation gives: the parts are taken in their order, and the first one that is not of such a form, or
//! lacks its value, leaves the verdict to the evaluation.

use cel::common::ast::operators::{EQUALS, IN, LOGICAL_AND, LOGICAL_NOT};
use cel::common::ast::{Expr, LiteralValue};

use super::values::DOC;
use crate::record::value::CellValue;
use crate::record::{RecordRef, Records};

/// A condition as far as it can be told at once.
#[derive(Clone, Debug, Default)]
pub(super) struct Quick {
    parts: Vec<Part>,
    /// Whether the condition has no other parts.
    is_whole: bool,
}

#[derive(Clone, Debug)]
enum Part {
    /// `has(r.column)`
    There(String),
    /// `r.column == 'a'` or `r.column in ['a', 'b']`
    OneOf(String, Vec<String>),
    /// `r.doc.column` or `!r.doc.column`, with what it must be
    Document(String, bool),
}

impl Quick {
    /// Reads a condition in which a record is called by a variable.
    pub(super) fn of(condition: &Expr, variable: &str) -> Self {
        let mut quick = Self::default();
        quick.is_whole = quick.add(condition, variable);
        quick
    }

    /// Adds the parts of a conjunction in their order, up to the first one of another form; gives whether there was none.
    fn add(&mut self, condition: &Expr, variable: &str) -> bool {
        if let Expr::Call(call) = condition
            && call.func_name == LOGICAL_AND
        {
            return call.args.iter().all(|part| self.add(&part.expr, variable));
        }
        let part = part(condition, variable);
        let is_known = part.is_some();
        self.parts.extend(part);
        is_known
    }

    /// Whether the condition holds for a record; none where that takes an evaluation.
    pub(super) fn holds(&self, records: &Records, at: RecordRef) -> Option<bool> {
        for part in &self.parts {
            if !part.holds(records, at)? {
                return Some(false);
            }
        }
        self.is_whole.then_some(true)
    }
}

impl Part {
    fn holds(&self, records: &Records, at: RecordRef) -> Option<bool> {
        let cell = |at: RecordRef, name: &str| Some(records.value(at, records.definition(at).column(name)?));
        match self {
            Self::There(column) => Some(cell(at, column)?.is_there()),
            Self::OneOf(column, texts) => match cell(at, column)? {
                CellValue::Text(text) => Some(texts.iter().any(|one| **one == **text)),
                _ => None,
            },
            Self::Document(column, wanted) => match cell(records.document_of(at)?, column)? {
                CellValue::Bool(flag) => Some(flag == wanted),
                _ => None,
            },
        }
    }
}

fn part(condition: &Expr, variable: &str) -> Option<Part> {
    match condition {
        Expr::Select(select) if select.test => {
            let is_record = matches!(&select.operand.expr, Expr::Ident(name) if name == variable);
            is_record.then(|| Part::There(select.field.clone()))
        }
        Expr::Select(_) => Some(Part::Document(of_document(condition, variable)?, true)),
        Expr::Call(call) => match (call.func_name.as_str(), call.args.as_slice()) {
            (LOGICAL_NOT, [inner]) => Some(Part::Document(of_document(&inner.expr, variable)?, false)),
            (EQUALS, [left, right]) => Some(Part::OneOf(of_record(&left.expr, variable)?, vec![literal(&right.expr)?])),
            (IN, [left, right]) => {
                let Expr::List(list) = &right.expr else { return None };
                let texts: Option<Vec<String>> = list.elements.iter().map(|element| literal(&element.expr)).collect();
                Some(Part::OneOf(of_record(&left.expr, variable)?, texts?))
            }
            _ => None,
        },
        _ => None,
    }
}

/// `column` of `r.column`.
fn of_record(expression: &Expr, variable: &str) -> Option<String> {
    let Expr::Select(select) = expression else { return None };
    let is_record = matches!(&select.operand.expr, Expr::Ident(name) if name == variable);
    (is_record && !select.test && select.field != DOC).then(|| select.field.clone())
}

/// `column` of `r.doc.column`.
fn of_document(expression: &Expr, variable: &str) -> Option<String> {
    let Expr::Select(select) = expression else { return None };
    let Expr::Select(inner) = &select.operand.expr else { return None };
    let is_document = inner.field == DOC && matches!(&inner.operand.expr, Expr::Ident(name) if name == variable);
    (is_document && !select.test && !inner.test).then(|| select.field.clone())
}

fn literal(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Literal(LiteralValue::String(text)) => Some(text.inner().to_owned()),
        _ => None,
    }
}
