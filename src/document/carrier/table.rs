//! Control tables: labels and values side by side, whatever stands in the header row.

use super::signature::signatures;
use super::{revision, value_shown};
use crate::document::body::Table;
use crate::document::field::{Carrier, Field, Typed, is_id};
use crate::document::plain::plain;
use crate::document::value::{Fault, Reading};
use crate::source::Span;
use crate::vocabulary::{Meaning, Sign, Vocabulary, fold};

/// The fields of a control table; none where the table is content.
///
/// Forms: `Field | Value` with labels below; the header row is itself the first field; four columns of label, value, label,
/// value; one row of values below a header of labels. Outside a section about document control a table needs two known
/// labels.
pub(super) fn fields(text: &str, table: &Table, vocabulary: &Vocabulary, in_control_section: bool) -> Vec<Field> {
    let Some(header) = table.rows.first() else { return Vec::new() };
    if revision::is_history(text, table, vocabulary) {
        return Vec::new();
    }
    let is_label = |cell: &Span| is_known(text, *cell, vocabulary);
    let has_pairs = |row: &[Span]| row.chunks(2).all(|pair| pair[0].is_empty() || is_label(&pair[0]));
    // Label, value, label, value from the first row on: the header is a row as the others, and "Approved" in it is a value.
    let is_paired =
        matches!(header.len(), 4 | 6) && table.rows.len() > 1 && table.rows.iter().all(|row| has_pairs(row));
    let signed = if is_paired { Vec::new() } else { signatures(text, table, vocabulary) };
    if !signed.is_empty() {
        return signed;
    }
    let needed = if in_control_section { 1 } else { 2 };
    let labels_in_header = header.iter().filter(|cell| is_label(cell)).count();
    let has_only_labels = header.iter().all(|cell| cell.is_empty() || is_label(cell));
    let is_of_document =
        || labels_in_header >= 4 && labels_in_header * 2 > header.len() && names_control(text, header, vocabulary);
    if labels_in_header >= 2 && table.rows.len() == 2 && (has_only_labels || in_control_section || is_of_document()) {
        return header
            .iter()
            .zip(&table.rows[1])
            .filter(|(label, _)| is_label(label))
            .map(|(label, value)| field(text, *label, *value, vocabulary))
            .collect();
    }
    if labels_in_header * 2 > header.len() && header.len() > 1 && !is_paired {
        return Vec::new(); // columns named like fields above many rows: a list of things
    }
    if !matches!(header.len(), 2 | 3 | 4 | 6) {
        return Vec::new();
    }
    let is_head = |cell: &Span| {
        let shown = folded_label(&text[cell.range()]);
        shown.is_empty() || vocabulary.is_control_header(&shown)
    };
    // "Change ID | CHG-77" is a row as those below it, for no column is called by the id of one thing; what only calls itself a draft of
    // somebody stays a text.
    let states_id = matches!(&header[..], [_, value] if is_id(text[value.range()].trim_matches('`'))) && {
        let labels: Vec<Span> = table.rows.iter().filter_map(|row| row.first().copied()).collect();
        names_control(text, &labels, vocabulary)
    };
    let is_named = states_id || header.first().is_some_and(|cell| is_label(cell) || is_head(cell));
    if !in_control_section && !is_named && !is_beyond_doubt(text, table, vocabulary) {
        return Vec::new(); // a header that names something else: content
    }
    let step = if header.len() == 3 { 3 } else { 2 };
    let rows = table.rows.iter().skip(usize::from(labels_in_header == 0));
    if !in_control_section && header.len() >= 4 && rows.clone().filter(|row| has_pairs(row)).count() * 2 <= rows.count()
    {
        return Vec::new(); // columns that are no labels: a list of things
    }
    let mut found = Vec::new();
    let mut rows_without = 0;
    for (index, row) in table.rows.iter().enumerate() {
        let before = found.len();
        for pair in row.chunks(step) {
            let [label, value, ..] = pair else { continue };
            if !is_label(label) {
                continue;
            }
            let field = field(text, *label, *value, vocabulary);
            // "Approved" is a value beside "Status" and a label of its own elsewhere.
            if !is_label(value)
                || (field.definition.is_some()
                    && field.typed.is_valid()
                    && !matches!(field.typed, Typed::Text(_) | Typed::People(_)))
            {
                found.push(field);
            }
        }
        rows_without += usize::from(found.len() == before && index > 0);
    }
    let is_misread = |field: &&Field| matches!(field.typed.reading(), Reading::Faulty(Fault::Malformed));
    let is_plausible = found.iter().filter(is_misread).count() * 2 <= found.len();
    // "Field | Values | Description": what could stand in a document, and not what does.
    let says_day = |field: &Field| matches!(&field.typed, Typed::Date(Reading::Valid(_)));
    let is_described = || table.rows.iter().all(|row| row.last().is_some_and(|cell| !cell.is_empty()));
    if step == 3 && !in_control_section && is_described() && !found.iter().any(says_day) {
        return Vec::new();
    }
    // Below "Field | Value" a single day of a review is enough.
    let is_headed = header.first().is_some_and(|cell| !cell.is_empty() && is_head(cell));
    let is_strong = |field: &Field| field.definition.as_ref().is_some_and(|known| known.sign == Some(Sign::Strong));
    let is_sure = is_headed && found.iter().any(|field| says_day(field) && is_strong(field));
    let is_control = (found.len() >= needed || is_sure)
        && found.len() * 2 >= rows_without
        && (is_plausible || rows_without == 0 || in_control_section);
    if !is_control {
        return Vec::new();
    }
    // What stands beside known metadata is metadata too, whatever its label means to a pack or to nobody.
    let first = usize::from(labels_in_header == 0 && !states_id);
    for pair in table.rows.iter().skip(first).flat_map(|row| row.chunks(step)) {
        let [label, value, ..] = pair else { continue };
        if (2..=64).contains(&label.len()) && !is_label(label) && !is_head(label) {
            found.push(field(text, *label, *value, vocabulary));
        }
    }
    found
}

/// Whether one of some labels is a sign of a controlled document by itself.
fn names_control(text: &str, labels: &[Span], vocabulary: &Vocabulary) -> bool {
    labels.iter().any(|label| match vocabulary.meaning_of_folded(&folded_label(&text[label.range()])) {
        Some(Meaning::Field(definition)) => definition.sign == Some(Sign::Strong),
        _ => false,
    })
}

/// Whether a table of two columns is a control table whatever its header says: most rows have known labels, and three of them a day,
/// person, state or version that is valid.
fn is_beyond_doubt(text: &str, table: &Table, vocabulary: &Vocabulary) -> bool {
    let rows = table.rows.iter().skip(1).filter_map(|row| <&[Span; 2]>::try_from(row.as_slice()).ok());
    let labelled: Vec<_> = rows.filter(|[label, _]| is_known(text, *label, vocabulary)).collect();
    let is_sure = |[label, value]: &&&[Span; 2]| {
        let field = field(text, *label, *value, vocabulary);
        field.typed.is_valid() && !matches!(field.typed, Typed::Text(_))
    };
    labelled.len() * 2 >= table.rows.len() - 1 && labelled.iter().filter(is_sure).take(3).count() == 3
}

pub(super) fn is_known(text: &str, cell: Span, vocabulary: &Vocabulary) -> bool {
    let raw = &text[cell.range()];
    (2..=64).contains(&raw.len()) && vocabulary.meaning_of_folded(&folded_label(raw)).is_some()
}

/// A label without markup, and without symbols in front.
pub(super) fn folded_label(raw: &str) -> String {
    let shown = plain(raw);
    fold(shown.trim_start_matches(|c: char| !c.is_alphanumeric()))
}

pub(super) fn field(text: &str, label: Span, value: Span, vocabulary: &Vocabulary) -> Field {
    let key = plain(&text[label.range()]);
    let key = key.trim_start_matches(|c: char| !c.is_alphanumeric()).trim_end_matches([':', ' ']).to_owned();
    let shown = value_shown(&key, &text[value.range()], vocabulary);
    let items = if shown.is_empty() { Vec::new() } else { vec![(shown, value)] };
    let span = if items.is_empty() { Span::at(label.end as usize) } else { value };
    Field::new(key, label, items, span, Carrier::ControlTable, vocabulary)
}
