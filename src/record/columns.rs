//! Which column of a kind of record each column of a table is.

use super::definition::{Column, Definition};
use crate::document::Document;
use crate::document::body::Table;
use crate::document::plain;
use crate::document::value::{Presence, presence};
use crate::pack::record::ColumnType;
use crate::source::Span;
use crate::vocabulary::{Meaning, Vocabulary, fold};

/// Longest id, in bytes.
const LONGEST_ID: usize = 32;

/// The column of a kind of record that a folded title or key means: by the spellings of the pack, else as a field of the vocabulary.
pub(super) fn column_of(definition: &Definition, folded: &str, vocabulary: &Vocabulary) -> Option<usize> {
    definition.column_spelled(folded).or_else(|| match vocabulary.meaning_of_folded(folded)? {
        Meaning::Field(field) => named(definition, &field.name),
        Meaning::Undecided(_) => None,
    })
}

/// The column that has the name of a field of the vocabulary, or is spelled like it.
pub(super) fn named(definition: &Definition, field: &str) -> Option<usize> {
    definition.column(field).or_else(|| definition.column_spelled(&field.replace('_', " ")))
}

/// Whether a column refers to the document in which a record stands.
pub(super) fn names_document(column: &Column, vocabulary: &Vocabulary) -> bool {
    column.kind() == ColumnType::Reference
        && column.table.spellings.iter().any(|spelling| means_id(&fold(spelling), vocabulary))
}

/// Whether a folded title is that of the ids of documents.
fn means_id(folded: &str, vocabulary: &Vocabulary) -> bool {
    matches!(vocabulary.meaning_of_folded(folded), Some(Meaning::Field(field)) if &*field.name == "id")
}

/// For each column of the kind of record the column of the table; `titles` are the folded titles of the table.
pub(super) fn places(
    definition: &Definition,
    titles: &[String],
    table: &Table,
    document: &Document,
    needs: &[usize],
    vocabulary: &Vocabulary,
) -> Vec<Option<usize>> {
    let found: Vec<Option<usize>> = titles.iter().map(|title| column_of(definition, title, vocabulary)).collect();
    let mut places = vec![None; definition.columns.len()];
    // The name of a column of text wins over another spelling of it: of "Measure | Level | Target" the last one is the target.
    let is_own = |at: &usize| {
        let column = found[*at].map(|column| &definition.columns[column]);
        column.is_some_and(|column| column.kind() == ColumnType::Text && is_named(&column.name, &titles[*at]))
    };
    let (own, spelled): (Vec<usize>, Vec<usize>) = (0..found.len()).partition(is_own);
    for at in own.into_iter().chain(spelled) {
        if let Some(column) = found[at] {
            places[column].get_or_insert(at);
        }
    }
    give_back_id(definition, &found, titles, &mut places, table, document, vocabulary);
    let Some(id) = definition.id.filter(|id| places[*id].is_none()) else { return places };
    // "Change" or "Ref" above CHG-115, CHG-116 is the column of the ids, whatever it is called.
    let is_id = definition.columns[id].kind() == ColumnType::Id && !definition.columns[id].table.inherit;
    let is_else_there = || needs.iter().all(|column| *column == id || places[*column].is_some_and(|at| at > 0));
    let is_free = found
        .first()
        .is_some_and(|first| first.is_none_or(|column| definition.columns[column].kind() == ColumnType::Text));
    if is_id && is_free && is_else_there() && holds_ids(table, document) {
        if let Some(Some(other)) = found.first() {
            places[*other] = found.iter().skip(1).position(|column| column == &Some(*other)).map(|at| at + 1);
        }
        places[id] = Some(0);
    }
    places
}

/// "ID" above a table is not the id of the document that the rows belong to, unless the cells say so. Where rows are called by a
/// reference, "ID | Service", the ids are those of what is referred to.
fn give_back_id(
    definition: &Definition,
    found: &[Option<usize>],
    titles: &[String],
    places: &mut [Option<usize>],
    table: &Table,
    document: &Document,
    vocabulary: &Vocabulary,
) {
    let is_document = |column: usize| {
        let column = &definition.columns[column];
        column.table.inherit && names_document(column, vocabulary)
    };
    let reference = definition.id.filter(|id| definition.columns[*id].kind() == ColumnType::Reference);
    let is_open = |at: usize| match found[at] {
        Some(column) => definition.id != Some(column) && is_document(column),
        None => at == 0 && reference.is_some(),
    };
    let Some(at) = (0..titles.len()).find(|&at| is_open(at) && means_id(&titles[at], vocabulary)) else { return };
    let cell = |row: &Vec<Span>, at: usize| row.get(at).map(|cell| plain(document.source.slice(*cell)));
    let cells = |at: usize| table.rows.iter().skip(1).filter_map(move |row| cell(row, at));
    if let Some(column) = found[at].filter(|column| places[*column] == Some(at)) {
        let own = document.field("id").map_or("", |field| field.text.as_str());
        if cells(at).all(|text| text.is_empty() || text == own || text == document.title()) {
            return;
        }
        places[column] = None;
    }
    let Some(id) = reference else { return };
    let are_names = |at: usize| cells(at).all(|text| !text.contains(|c: char| c.is_ascii_digit()));
    if at == 0 && holds_ids(table, document) && places[id].is_some_and(are_names) {
        places[id] = Some(0);
    }
}

/// Whether a folded title is the canonical name of a column.
fn is_named(name: &str, title: &str) -> bool {
    name.bytes().map(|byte| if byte == b'_' { b' ' } else { byte }).eq(title.bytes())
}

/// Whether the first column of a table holds a different id in each row: letters and digits, without blanks.
fn holds_ids(table: &Table, document: &Document) -> bool {
    let mut seen = rustc_hash::FxHashSet::default();
    let cells = table.rows.iter().skip(1).filter_map(|row| row.first());
    let mut cells = cells.map(|cell| plain(document.source.slice(*cell))).filter(|text| !text.is_empty()).peekable();
    cells.peek().is_some()
        && cells.all(|text| {
            let has_both = text.starts_with(char::is_alphabetic) && text.contains(|c: char| c.is_ascii_digit());
            has_both && text.len() <= LONGEST_ID && !text.contains(char::is_whitespace) && seen.insert(text)
        })
}

/// Whether the cells of a row say nothing: all of them are empty, say that there is nothing, or are still to be filled in below an id that the
/// template has.
pub(super) fn are_blank(cells: &[String], vocabulary: &Vocabulary) -> bool {
    let (mut values, mut blanks) = (0, 0);
    for cell in cells.iter().filter(|cell| !cell.is_empty()) {
        match presence(cell, &vocabulary.words) {
            None => values += 1,
            Some(Presence::Placeholder) => blanks += 1,
            Some(Presence::Empty) => {}
        }
        if values > 1 {
            return false;
        }
    }
    values == 0 || blanks > 1
}
