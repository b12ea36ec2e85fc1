//! Records as they were read, for people and for programs.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::style::Style;
use super::{printable, write_json};
use crate::record::value::CellValue;
use crate::record::{DOCUMENT, RecordRef, Records};
use crate::repository::Repository;

/// All records of a kind as one array, with the value, text and place of each cell.
///
/// # Errors
///
/// When writing fails.
pub fn json(out: &mut dyn Write, name: &str, records: &Records, repository: &Repository) -> io::Result<()> {
    let found: Vec<Value> =
        of(name, records).into_iter().map(|record| record_out(record, records, repository)).collect();
    write_json(out, &found)
}

/// All records of a kind, one below the other.
///
/// # Errors
///
/// When writing fails.
pub fn terminal(
    out: &mut dyn Write,
    name: &str,
    records: &Records,
    repository: &Repository,
    style: Style,
) -> io::Result<()> {
    let found = of(name, records);
    for record in &found {
        let row = records.get(*record);
        let source = &repository.documents[row.document as usize].source;
        let place = style.dim(&format!("{}:{}", printable(source.path()), source.location(row.span.start).line));
        writeln!(out, "{}  {place}", style.bold(&printable(&one_line(&records.label(*record)))))?;
        let columns = &records.definition(*record).columns;
        for (column, cell) in columns.iter().zip(&row.cells) {
            let Some(cell) = cell else { continue };
            let index = columns.iter().position(|other| other.name == column.name).unwrap_or_default();
            let note = match records.value(*record, index) {
                CellValue::Empty => "empty".to_owned(),
                CellValue::Placeholder => "placeholder".to_owned(),
                CellValue::Faulty(reason) => reason.clone(),
                CellValue::None => "none, on purpose".to_owned(),
                _ => String::new(),
            };
            let note = if note.is_empty() { note } else { style.dim(&format!("  ({note})")) };
            writeln!(out, "    {:<20} {}{note}", column.name, printable(&one_line(&cell.text)))?;
        }
    }
    let faults = records.named(name).map(|at| &records.collection(at).faults);
    for fault in faults.into_iter().flatten() {
        let source = &repository.documents[fault.document as usize].source;
        let place = format!("{}:{}", printable(source.path()), source.location(fault.span.start).line);
        let what = if fault.missing.is_empty() { "no such table" } else { "a table lacks columns" };
        writeln!(out, "{}", style.dim(&format!("{place}  {what}")))?;
    }
    writeln!(out, "{}", style.dim(&format!("{} records of the kind `{name}`", found.len())))
}

/// The records of one document by their kind.
pub fn of_document(document: usize, records: &Records, repository: &Repository) -> Map<String, Value> {
    let mut all = Map::new();
    for (found, collection) in records.collections().iter().zip(0..) {
        if &*found.definition.name == DOCUMENT {
            continue;
        }
        let own: Vec<Value> = records
            .all(collection)
            .filter(|record| records.get(*record).document as usize == document)
            .map(|record| record_out(record, records, repository))
            .collect();
        if !own.is_empty() {
            all.insert(found.definition.name.to_string(), own.into());
        }
    }
    all
}

/// How many records of which kind a document has, for people.
pub fn counts(document: usize, records: &Records) -> Vec<String> {
    let mut counts = Vec::new();
    for found in records.collections().iter().filter(|found| &*found.definition.name != DOCUMENT) {
        let count = found.records.iter().filter(|record| record.document as usize == document).count();
        if count > 0 {
            counts.push(format!("{count} {}", found.definition.name));
        }
    }
    counts
}

fn of(name: &str, records: &Records) -> Vec<RecordRef> {
    records.named(name).map(|at| records.all(at).collect()).unwrap_or_default()
}

fn record_out(record: RecordRef, records: &Records, repository: &Repository) -> Value {
    let row = records.get(record);
    let source = &repository.documents[row.document as usize].source;
    let place = source.location(row.span.start);
    let mut cells = Map::new();
    for (index, column) in records.definition(record).columns.iter().enumerate() {
        let Some(cell) = &row.cells[index] else { continue };
        let at = source.location(cell.span.start);
        let value = records.value(record, index);
        let mut out = json!({ "value": value_out(value), "text": &*cell.text, "line": at.line, "column": at.column });
        if let Some(state) = state(value) {
            out["state"] = json!(state);
        }
        cells.insert(column.name.clone(), out);
    }
    json!({ "label": records.label(record), "path": source.path(), "line": place.line, "column": place.column, "cells": cells })
}

fn state(value: &CellValue) -> Option<String> {
    match value {
        CellValue::Empty => Some("empty".to_owned()),
        CellValue::Placeholder => Some("placeholder".to_owned()),
        CellValue::Faulty(reason) => Some(reason.clone()),
        CellValue::None => Some("none".to_owned()),
        _ => None,
    }
}

fn value_out(value: &CellValue) -> Value {
    match value {
        CellValue::Empty | CellValue::Placeholder | CellValue::Faulty(_) | CellValue::None => Value::Null,
        CellValue::Text(text) => json!(&**text),
        CellValue::Reference(reference) => json!(&*reference.text),
        CellValue::Number(number) => json!(number),
        CellValue::Date(day) => json!(day.to_string()),
        CellValue::Period(period) => json!({ "start": period.start.to_string(), "end": period.end.to_string() }),
        CellValue::Duration(duration) => json!(duration.words()),
        CellValue::Hours(hours) => json!({ "minutes_per_week": hours.minutes_per_week() }),
        CellValue::Interval(interval) => json!(interval.to_string()),
        CellValue::Version(version) => json!(version.to_string()),
        CellValue::People(people) => people.iter().map(|person| json!(person.label())).collect(),
        CellValue::Bool(flag) => json!(flag),
        CellValue::List(items) => items.iter().map(value_out).collect(),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
