//! Records that can be read and that say what they must say.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Deserialize;

use super::records::{RECORD, Sight};
use super::understood::understood;
use super::{Context, NameKind, Outcome, Subject, listed, quoted};
use crate::error::Invalid;
use crate::expression::types::Scope;
use crate::expression::{Constants, Expression};
use crate::finding::Problem;
use crate::pack::located::Located;
use crate::pack::names::Names;
use crate::pack::record::ColumnType;
use crate::record::definition::Definition;
use crate::record::value::CellValue;
use crate::record::{Collection, RecordRef};
use crate::vocabulary::fold;

/// Parameters of the check: one of its forms.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum Record {
    /// Columns that every record must fill.
    Filled {
        /// The kind of record.
        record: Located,
        /// Only records for which this holds. The record is called `r`.
        #[serde(rename = "where")]
        guard: Option<Expression>,
        /// The columns.
        columns: Vec<Located>,
        /// Constants for the expression, which a configuration may change.
        #[serde(default)]
        given: Constants,
    },
    /// Tables, columns and cells that must be readable, for all kinds of record.
    Sound {
        /// What is looked for.
        fault: Fault,
    },
}

/// What may be wrong with the place where records stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// There is no such table, or it lacks a column.
    Column,
    /// A row does not fill a column that every row must fill.
    Gap,
    /// A cell is no value of the type of its column.
    Value,
}

impl Record {
    pub(super) fn names(&self) -> Vec<(NameKind, &Located)> {
        match self {
            Self::Filled { record, .. } => vec![(NameKind::Record, record)],
            Self::Sound { .. } => Vec::new(),
        }
    }

    pub(super) fn prepare(&self, names: &Names) -> Result<(), Invalid> {
        let Self::Filled { record, guard, columns, given } = self else { return Ok(()) };
        let mut scope = Scope::new(names, given);
        let kind = scope.record(record.get_ref());
        scope.add(RECORD, kind);
        if let Some(guard) = guard {
            guard.check_condition(&scope)?;
        }
        columns.iter().try_for_each(|column| super::check_column(Some(column), record.get_ref(), names))
    }

    pub(super) fn repository(&self, subjects: &[Subject<'_>], context: Context<'_>, outcome: &mut Outcome) {
        let sight = Sight::new(subjects, context);
        match self {
            Self::Filled { record, guard, columns, given } => {
                let records = sight.of(record.get_ref(), outcome);
                if !records.is_empty() {
                    filled(&records, guard.as_ref(), columns, given, &sight, outcome);
                }
            }
            Self::Sound { fault } => {
                for (found, collection) in sight.records.collections().iter().zip(0..) {
                    match fault {
                        Fault::Column => faulty_tables(found, &sight, outcome),
                        Fault::Gap => gaps(found, collection, &sight, outcome),
                        Fault::Value => malformed(found, collection, &sight, outcome),
                    }
                }
            }
        }
    }
}

fn filled(
    records: &[RecordRef],
    guard: Option<&Expression>,
    columns: &[Located],
    given: &Constants,
    sight: &Sight<'_>,
    outcome: &mut Outcome,
) {
    let common = sight.common(given);
    let definition = sight.records.definition(records[0]);
    let columns: Vec<(usize, &str)> =
        columns.iter().filter_map(|name| Some((definition.column(name.get_ref())?, name.get_ref().as_str()))).collect();
    let mut told = BTreeSet::new();
    for &record in records {
        match sight.is_meant(guard, record, &common.frame_of(RECORD, record)) {
            Ok(true) => {}
            Ok(false) => continue,
            Err(unjudged) => {
                outcome.unjudged.push(unjudged);
                continue;
            }
        }
        outcome.examined += 1;
        let found = sight.records.get(record);
        let document = found.document as usize;
        // A column that the table does not have is told once, at its header.
        let absent: Vec<&str> =
            columns.iter().filter(|(at, _)| found.cells[*at].is_none()).map(|(_, name)| *name).collect();
        if let Some(header) = found.header.filter(|header| !absent.is_empty() && told.insert((document, header.start)))
        {
            let noun = if absent.len() == 1 { "column" } else { "columns" };
            let message =
                format!("table of records of the kind `{}` has no {noun} {}", definition.name, listed(&absent));
            let subject = format!("{}:{}", definition.name, absent.join("+"));
            let of = columns.iter().filter(|(at, _)| found.cells[*at].is_none()).map(|(at, _)| *at);
            let problem = Problem::new(document, header, subject, message);
            outcome.problems.push(problem.with_understood(headers(of, definition)));
        }
        let is_gap = |(at, _): &&(usize, &str)| {
            let is_absent = found.cells[*at].is_none() && found.header.is_some();
            // What cannot be read is told as such and is no gap.
            !is_absent && matches!(sight.records.value(record, *at), CellValue::Empty | CellValue::Placeholder)
        };
        let empty: Vec<&str> = columns.iter().filter(is_gap).map(|(_, name)| *name).collect();
        if empty.is_empty() {
            continue;
        }
        let title = &definition.title;
        let message = format!("{title} {} has no {}", quoted(&sight.records.label(record)), listed(&empty));
        let subject = format!("{}:{}", fold(&sight.records.label(record)), empty.join("+"));
        outcome.problems.push(Problem::new(document, found.span, subject, message));
    }
}

fn faulty_tables(found: &Collection, sight: &Sight<'_>, outcome: &mut Outcome) {
    let definition = &found.definition;
    if definition.sources.is_empty() {
        return;
    }
    outcome.examined += found.records.iter().filter(|record| sight.looks_at(record.document)).count();
    for fault in found.faults.iter().filter(|fault| sight.looks_at(fault.document)) {
        outcome.examined += 1;
        let missing: Vec<&str> = fault.missing.iter().map(|at| definition.columns[*at].name.as_str()).collect();
        let noun = if missing.len() == 1 { "column" } else { "columns" };
        let (columns, kind) = (listed(&missing), &definition.name);
        let message = if fault.is_tableless {
            format!("document has no table of records of the kind `{kind}`, with the {noun} {columns}")
        } else {
            format!("table of records of the kind `{kind}` has no {noun} {columns}")
        };
        let missing = if fault.is_tableless { String::new() } else { missing.join("+") };
        let subject = format!("{}:{}", definition.name, missing);
        let problem = Problem::new(fault.document as usize, fault.span, subject, message);
        outcome.problems.push(problem.with_understood(headers(fault.missing.iter().copied(), definition)));
    }
}

/// Other headers that make a column one of these.
fn headers(columns: impl Iterator<Item = usize>, definition: &Definition) -> Option<String> {
    let columns = columns.map(|at| &definition.columns[at]);
    understood(columns.map(|column| (column.name.as_str(), column.distinct_spellings())))
}

fn gaps(found: &Collection, collection: u32, sight: &Sight<'_>, outcome: &mut Outcome) {
    let definition = &found.definition;
    let is_required = |at: usize| definition.columns[at].table.required || definition.id == Some(at);
    let required: Vec<usize> = (0..definition.columns.len()).filter(|at| is_required(*at)).collect();
    for record in sight.records.all(collection) {
        let row = sight.records.get(record);
        if !sight.looks_at(row.document) || definition.sources.is_empty() {
            continue;
        }
        outcome.examined += 1;
        let is_gap = |at: &&usize| {
            row.cells[**at].is_some()
                && matches!(sight.records.value(record, **at), CellValue::Empty | CellValue::Placeholder)
        };
        let empty: Vec<&str> = required.iter().filter(is_gap).map(|at| definition.columns[*at].name.as_str()).collect();
        if !empty.is_empty() {
            let label = sight.records.label(record);
            let message = format!("{} {} has no {}", definition.title, quoted(&label), listed(&empty));
            let subject = format!("{}:{}:{}", definition.name, fold(&label), empty.join("+"));
            outcome.problems.push(Problem::new(row.document as usize, row.span, subject, message));
        }
    }
}

fn malformed(found: &Collection, collection: u32, sight: &Sight<'_>, outcome: &mut Outcome) {
    let definition = &found.definition;
    if definition.sources.is_empty() {
        return;
    }
    let is_typed = |kind: ColumnType| {
        !matches!(kind, ColumnType::Text | ColumnType::Id | ColumnType::Reference | ColumnType::Clause)
    };
    let typed: Vec<usize> =
        (0..definition.columns.len()).filter(|at| is_typed(definition.columns[*at].kind())).collect();
    for record in sight.records.all(collection) {
        let row = sight.records.get(record);
        if !sight.looks_at(row.document) {
            continue;
        }
        outcome.examined += 1;
        for at in &typed {
            let (CellValue::Faulty(reason), Some(cell)) = (sight.records.value(record, *at), &row.cells[*at]) else {
                continue;
            };
            let column = &definition.columns[*at].name;
            let message = format!("`{column}` {} is {reason}", quoted(&cell.text));
            let subject = format!("{}:{}:{column}", definition.name, fold(&sight.records.label(record)));
            outcome.problems.push(Problem::new(row.document as usize, cell.span, subject, message));
        }
    }
}
