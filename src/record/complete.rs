//! What a record does not state itself, and its document does: in a second table, or by other records.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::definition::Definition;
use super::{Cell, Record, TableFault};
use crate::document::body::Table;
use crate::document::{Document, plain};
use crate::source::Span;
use crate::vocabulary::fold;

/// Adds what a second table says of records that a first one has: a table that names them by their id and has other columns.
pub(super) fn from_table(
    definition: &Definition,
    table: &Table,
    places: &[Option<usize>],
    document: &Document,
    records: &mut [Record],
) {
    let Some((id, at)) = definition.id.and_then(|id| Some((id, places[id]?))) else { return };
    let columns: Vec<usize> = (0..places.len()).filter(|column| places[*column].is_some() && *column != id).collect();
    if columns.is_empty() {
        return;
    }
    let text = |row: &[Span], at: usize| row.get(at).map(|cell| plain(document.source.slice(*cell)));
    let key = |record: &Record| record.cells[id].as_ref().map(|cell| fold(&cell.text));
    let by_id: FxHashMap<String, usize> =
        records.iter().enumerate().filter_map(|(index, record)| Some((key(record)?, index))).collect();
    for row in table.rows.iter().skip(1) {
        let known = text(row, at).and_then(|text| by_id.get(&fold(&text)).copied());
        let Some(record) = known.and_then(|index| records.get_mut(index)) else { continue };
        for column in &columns {
            let Some(place) = places[*column] else { continue };
            // What a table says of a record counts before what the metadata says of all.
            let is_own = record.cells[*column].as_ref().is_some_and(|cell| record.span.contains(cell.span));
            if let (false, Some(cell)) = (is_own, text(row, place)) {
                record.cells[*column] = Some(Cell::new(row[place], cell));
            }
        }
    }
}

/// Fills the columns that are gathered from other records, where a record states nothing in them.
pub(super) fn from_records(definitions: &[Arc<Definition>], taken: &mut [(Vec<Record>, Vec<TableFault>)]) {
    for (index, definition) in definitions.iter().enumerate() {
        for (column, declared) in definition.columns.iter().enumerate() {
            let sources: Vec<(usize, usize)> = declared
                .table
                .gathered
                .iter()
                .filter_map(|from| {
                    let is_it = |other: &Arc<Definition>| *other.name == **from.record.get_ref();
                    let other = definitions.iter().position(is_it)?;
                    Some((other, definitions[other].column(from.column.get_ref())?))
                })
                .collect();
            if sources.is_empty() {
                continue;
            }
            let said = said(sources.iter().map(|&(other, column)| (taken[other].0.as_slice(), column)));
            for record in &mut taken[index].0 {
                let is_stated = record.cells[column].as_ref().is_some_and(|cell| !cell.text.is_empty());
                // Of several values none is the one of a column that holds one.
                let one = said.get(&record.document).filter(|(_, count)| declared.table.many || *count == 1);
                if let (false, Some((cell, _))) = (is_stated, one) {
                    record.cells[column] = Some(cell.clone());
                }
            }
        }
    }
}

/// What records of each document say in their columns, each text once, at the place of the first, and how many texts there are.
fn said<'a>(sources: impl Iterator<Item = (&'a [Record], usize)>) -> FxHashMap<u32, (Cell, usize)> {
    let mut texts: FxHashMap<u32, (Cell, Vec<&str>)> = FxHashMap::default();
    let mut known: FxHashSet<(u32, &str)> = FxHashSet::default();
    for (record, column) in sources.flat_map(|(records, column)| records.iter().map(move |record| (record, column))) {
        let Some(cell) = record.cells[column].as_ref().filter(|cell| !cell.text.is_empty()) else { continue };
        if known.insert((record.document, &cell.text)) {
            texts.entry(record.document).or_insert_with(|| (cell.clone(), Vec::new())).1.push(&cell.text);
        }
    }
    let joined = |(first, texts): (Cell, Vec<&str>)| (Cell::new(first.span, texts.join(", ")), texts.len());
    texts.into_iter().map(|(document, found)| (document, joined(found))).collect()
}
