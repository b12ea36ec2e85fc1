//! What checks over records have in common: which records a rule looks at, the context of its expressions, and what becomes of a
//! record that lacks a value.

use std::sync::Arc;

use rayon::prelude::*;

use super::{Context, Outcome, Subject, Unjudged};
use crate::expression::frame::{Common, Frame};
use crate::expression::{Constants, Expression, Unknown};
use crate::finding::Problem;
use crate::record::value::CellValue;
use crate::record::{RecordRef, Records};
use crate::source::Span;
use crate::vocabulary::fold;

/// The name by which expressions call the record that is looked at.
pub(super) const RECORD: &str = "r";

/// A rule that looks at records.
pub(super) struct Sight<'a> {
    pub(super) records: &'a Arc<Records>,
    pub(super) context: Context<'a>,
    /// By index of the document, whether the rule looks at it.
    looked_at: Vec<bool>,
}

/// What came of one record.
pub(super) enum Judged {
    /// The rule does not concern it.
    Passed,
    /// It holds.
    Held,
    /// It does not.
    Broken(Problem),
    /// A value is missing.
    Unknown(Unjudged),
}

impl<'a> Sight<'a> {
    pub(super) fn new(subjects: &[Subject<'_>], context: Context<'a>) -> Self {
        let mut looked_at = vec![false; context.repository.documents.len()];
        for subject in subjects {
            looked_at[subject.index] = true;
        }
        let records = context.repository.records(context.settings, context.vocabulary);
        Self { records, context, looked_at }
    }

    /// The records of a kind in the documents that the rule looks at. Where there are none because they are kept in another system,
    /// the outcome says so.
    pub(super) fn of(&self, name: &str, outcome: &mut Outcome) -> Vec<RecordRef> {
        let Some(collection) = self.records.named(name) else { return Vec::new() };
        let is_meant = |record: &RecordRef| self.looked_at[self.records.get(*record).document as usize];
        let found: Vec<RecordRef> = self.records.all(collection).filter(is_meant).collect();
        if found.is_empty() {
            outcome.not_checked = self.kept_elsewhere(collection);
        }
        found
    }

    /// Whether the rule looks at a document.
    pub(super) fn looks_at(&self, document: u32) -> bool {
        self.looked_at[document as usize]
    }

    /// Says in which system the documents that should hold the records are kept, if one of them says so.
    pub(super) fn kept_elsewhere(&self, collection: u32) -> Option<String> {
        let definition = &self.records.collection(collection).definition;
        let kinds: Vec<&str> = definition.sources.iter().flat_map(|source| &source.kinds).map(|kind| &**kind).collect();
        let pointer = super::inventory::pointers(self.records, self.context)
            .into_iter()
            .find(|pointer| kinds.iter().any(|kind| self.context.settings.names.is_kind(&pointer.kind, kind)))?;
        let path = self.context.repository.documents[pointer.document].path();
        Some(format!("records of the kind `{}` are kept in {} (`{path}`)", definition.name, pointer.system))
    }

    /// What expressions may use, with the constants of a rule.
    pub(super) fn common(&self, constants: &Constants) -> Common {
        Common::new(self.records, self.context, constants)
    }

    /// Judges records on all threads and gathers what came of them in their order.
    pub(super) fn judge(
        records: &[RecordRef],
        outcome: &mut Outcome,
        judge: impl Fn(RecordRef) -> Judged + Send + Sync,
    ) {
        let gather = |mut gathered: Outcome, record: &RecordRef| {
            match judge(*record) {
                Judged::Passed => {}
                Judged::Held => gathered.examined += 1,
                Judged::Broken(problem) => {
                    gathered.examined += 1;
                    gathered.problems.push(problem);
                }
                Judged::Unknown(unjudged) => gathered.unjudged.push(unjudged),
            }
            gathered
        };
        let join = |mut first: Outcome, second| {
            first.merge(second);
            first
        };
        let parts = records.par_iter().with_min_len(32).fold(Outcome::default, gather);
        outcome.merge(parts.reduce(Outcome::default, join));
    }

    /// Whether a guard lets a record through, which has its name in the frame; what it lacks where that cannot be told.
    pub(super) fn is_meant<'f>(
        &self,
        guard: Option<&'f Expression>,
        record: RecordRef,
        frame: &Frame<'f>,
    ) -> Result<bool, Unjudged> {
        let Some(guard) = guard else { return Ok(true) };
        guard.holds(frame).map_err(|unknown| self.unjudged(record, &unknown))
    }

    /// A record that cannot be judged.
    pub(super) fn unjudged(&self, record: RecordRef, unknown: &Unknown) -> Unjudged {
        let column = match unknown {
            Unknown::NoValue(name) => Some(name.as_str()),
            Unknown::Lacks(_) => None,
        };
        let unreadable = self.unreadable(record, column.into_iter());
        unreadable.unwrap_or_else(|| self.without(record, &unknown.to_string()))
    }

    /// The record as one that cannot be judged, if one of some columns holds something that cannot be read.
    pub(super) fn unreadable<'c>(&self, record: RecordRef, columns: impl Iterator<Item = &'c str>) -> Option<Unjudged> {
        let definition = self.records.definition(record);
        let is_faulty = |at: usize| matches!(self.records.value(record, at), CellValue::Faulty(_));
        let mut found = columns.filter(|name| definition.column(name).is_some_and(is_faulty));
        found.next().map(|name| self.without(record, &format!("its `{name}` cannot be read")))
    }

    fn without(&self, record: RecordRef, what: &str) -> Unjudged {
        let found = self.records.get(record);
        let title = &self.records.definition(record).title;
        Unjudged {
            document: found.document as usize,
            span: found.span,
            reason: format!("{title} {}: {what}", super::quoted(&self.records.label(record))),
        }
    }

    /// The place of a column of a record: its cell, or the record itself where there is none.
    pub(super) fn place(&self, record: RecordRef, column: Option<&str>) -> Span {
        let definition = self.records.definition(record);
        let found = self.records.get(record);
        let cell = column.and_then(|name| definition.column(name)).and_then(|index| found.cells[index].as_ref());
        cell.filter(|cell| !cell.text.is_empty()).map_or(found.span, |cell| cell.span)
    }

    /// The first record of a collection in which a column is not filled.
    pub(super) fn first_without(&self, collection: u32, column: usize) -> Option<RecordRef> {
        self.records.all(collection).find(|record| !self.records.value(*record, column).is_there())
    }

    /// What a record is called where an expression asks for its id, `r.id`, and it states none.
    pub(super) fn name(&self, record: RecordRef, variable: &str, expression: &str) -> Option<String> {
        let definition = self.records.definition(record);
        let column = &definition.columns[definition.id?].name;
        let is_id = expression.trim().strip_prefix(variable)?.strip_prefix('.')? == &**column;
        Some(self.records.label(record)).filter(|label| is_id && !label.is_empty())
    }

    /// A problem at a column of a record.
    pub(super) fn problem(&self, record: RecordRef, column: Option<&str>, message: impl Into<String>) -> Problem {
        let document = self.records.get(record).document as usize;
        let subject = format!("{}:{}", fold(&self.records.label(record)), column.unwrap_or_default());
        Problem::new(document, self.place(record, column), subject, message)
    }
}
