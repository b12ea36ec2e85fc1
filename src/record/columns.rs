//! Which column of a kind of record each column of a table is.

use super::definition::{Column, Definition};
use crate::document::Document;
use crate::document::body::Table;
use crate::document::plain;
use crate::pack::record::ColumnType;
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
    let is_id = |spelling: &String| matches!(vocabulary.meaning_of_folded(&fold(spelling)), Some(Meaning::Field(field)) if &*field.name == "id");
    column.kind() == ColumnType::Reference && column.table.spellings.iter().any(is_id)
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
