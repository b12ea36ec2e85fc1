//! Who signed a document, and when: tables of signatures at its head, and the section about its approval wherever that stands.

use std::sync::Arc;

use super::table::{field, folded_label};
use super::{label, table};
use crate::document::body::{BlockKind, Body, Table};
use crate::document::field::Field;
use crate::document::plain::plain;
use crate::document::signed;
use crate::document::value::date::read_date;
use crate::document::value::{Fault, Reading};
use crate::source::Span;
use crate::vocabulary::headings::{APPROVAL, REVIEW};
use crate::vocabulary::{FieldDefinition, FieldType, Meaning, Vocabulary, fold};

/// The fields that say who approved, and when.
pub(crate) const APPROVED_BY: &str = "approved_by";
pub(crate) const APPROVED_ON: &str = "approved_on";

/// The parts that columns play in registers of people and in histories.
const NAME: &str = "name";
const DATE: &str = "date";

/// Whether a field says who approved the document, or when.
pub(super) fn is_approval(field: &Field) -> bool {
    matches!(field.name(), Some(APPROVED_BY | APPROVED_ON))
}

/// What the sections about approval say of this document; none where they say how others approve something.
pub(super) fn fields(text: &str, body: &Body, sections: &[Span], vocabulary: &Vocabulary) -> Vec<Field> {
    let mut fields = Vec::new();
    if sections.is_empty() {
        return fields;
    }
    for block in body.blocks.iter().filter(|block| sections.iter().any(|section| section.contains(block.span))) {
        match block.kind {
            BlockKind::Table | BlockKind::Html => {
                for table in body.tables_from(block.span) {
                    let stated = table::fields(text, table, vocabulary, false);
                    fields.extend(if stated.is_empty() { signers(text, table, vocabulary) } else { stated });
                }
            }
            BlockKind::Paragraph | BlockKind::List => {
                let lines = label::lines(text, block.span, vocabulary);
                if lines.is_metadata() {
                    fields.extend(lines.fields.into_iter().map(|field| day_of_approval(field, vocabulary)));
                }
            }
            _ => {}
        }
    }
    signed::divide(&mut fields, text, vocabulary);
    let has = |name: &str| fields.iter().any(|field| field.name() == Some(name) && field.typed.is_valid());
    // Only a person with a day is an approval.
    if !(has(APPROVED_BY) && has(APPROVED_ON)) {
        return Vec::new();
    }
    fields.retain(is_approval);
    fields
}

/// Where a document is signed, a "Date" is the day of the approval.
fn day_of_approval(field: Field, vocabulary: &Vocabulary) -> Field {
    let is_open = field.candidates.iter().any(|candidate| candidate.kind == FieldType::Date);
    match vocabulary.field(APPROVED_ON).filter(|_| is_open && is_date(&field.text, vocabulary)) {
        Some(day) => field.part(field.text.clone(), field.span, Arc::clone(day), vocabulary),
        None => field,
    }
}

/// The fields of a table of signatures: in each row a label such as "Approved by", a person, and the day in one of the further cells.
/// None where the table is another one.
pub(super) fn signatures(text: &str, table: &Table, vocabulary: &Vocabulary) -> Vec<Field> {
    let width = table.rows.first().map_or(0, Vec::len);
    if !(3..=5).contains(&width) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut signed = 0;
    for row in table.rows.iter().skip(1) {
        let [label, person, others @ ..] = row.as_slice() else { continue };
        if row.iter().all(|cell| cell.is_empty()) {
            continue;
        }
        let meaning = vocabulary.meaning_of_folded(&label_without_remark(text, *label));
        let Some(Meaning::Field(definition)) = meaning else { return Vec::new() };
        if definition.kind != FieldType::Person {
            return Vec::new();
        }
        let person = field(text, *label, *person, vocabulary);
        let person = if person.definition.is_some() {
            person
        } else {
            person.part(person.text.clone(), person.span, Arc::clone(definition), vocabulary)
        };
        let partner = definition.day.as_ref().and_then(|day| vocabulary.field(day));
        let day = others.iter().find(|cell| is_day(text, **cell, vocabulary));
        if let (Some(partner), Some(day)) = (partner, day) {
            signed += 1;
            found.push(person.part(plain(&text[day.range()]), *day, Arc::clone(partner), vocabulary));
        }
        found.push(person);
    }
    if signed > 0 { found } else { Vec::new() }
}

/// The fields of a table with one who approved in each row, below titles such as "Name" and "Date".
fn signers(text: &str, table: &Table, vocabulary: &Vocabulary) -> Vec<Field> {
    let Some((header, rows)) = table.rows.split_first() else { return Vec::new() };
    let title = |cell: &Span| fold(&plain(&text[cell.range()]));
    let is_name = |cell: &Span| {
        let title = title(cell);
        let is_approver = || {
            let meaning = vocabulary.meaning_of_folded(&title);
            matches!(meaning, Some(Meaning::Field(field)) if &*field.name == APPROVED_BY)
        };
        vocabulary.people_column(&title).is_some_and(|part| &**part == NAME) || is_approver()
    };
    let is_date = |cell: &Span| vocabulary.revision_column(&title(cell)).is_some_and(|part| &**part == DATE);
    let (Some(name), Some(date)) = (header.iter().position(is_name), header.iter().position(is_date)) else {
        return Vec::new();
    };
    let (Some(by), Some(on)) = (vocabulary.field(APPROVED_BY), vocabulary.field(APPROVED_ON)) else {
        return Vec::new();
    };
    let cell = |row: &[Span], at: usize, definition: &Arc<FieldDefinition>| {
        let value = *row.get(at)?;
        let shown = plain(&text[value.range()]);
        let key = plain(&text[header[at].range()]);
        Some(Field::of_cell(definition, (key, header[at]), shown, value, vocabulary))
    };
    let role = |row: &[Span]| {
        let others = row.iter().enumerate().filter(|(at, _)| *at != name && *at != date);
        others.map(|(_, cell)| role(text, *cell, vocabulary)).find_map(|role| role)
    };
    // Who wrote or reviewed signs as well. Where one row is that of the approval, only it approves, and not before it is signed.
    let has_approver = rows.iter().any(|row| role(row) == Some(Role::Approves));
    let may_approve = |row: &&Vec<Span>| {
        let role = role(row);
        role == Some(Role::Approves) || (!has_approver && role.is_none())
    };
    let signed =
        rows.iter().filter(may_approve).filter(|row| row.get(date).is_some_and(|day| is_day(text, *day, vocabulary)));
    signed.flat_map(|row| [cell(row, name, by), cell(row, date, on)]).flatten().collect()
}

/// What somebody signs as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Approves,
    DoesOtherwise,
}

/// What a cell says that its row signs as: "Approver (Quality Manager)", "Approval", "Author"; none where it says something else.
fn role(text: &str, cell: Span, vocabulary: &Vocabulary) -> Option<Role> {
    let label = label_without_remark(text, cell);
    if let Some(Meaning::Field(definition)) = vocabulary.meaning_of_folded(&label) {
        let approves = matches!(&*definition.name, APPROVED_BY | APPROVED_ON);
        return (approves || definition.kind == FieldType::Person).then_some(if approves {
            Role::Approves
        } else {
            Role::DoesOtherwise
        });
    }
    let names = vocabulary.headings().matches(&label);
    if names.iter().any(|name| &**name == APPROVAL) {
        return Some(Role::Approves);
    }
    names.iter().any(|name| &**name == REVIEW).then_some(Role::DoesOtherwise)
}

/// A folded label without what stands behind it in brackets.
fn label_without_remark(text: &str, cell: Span) -> String {
    let raw = &text[cell.range()];
    let end = raw.find(" (").or_else(|| raw.find(" [")).unwrap_or(raw.len());
    folded_label(&raw[..end])
}

fn is_day(text: &str, cell: Span, vocabulary: &Vocabulary) -> bool {
    is_date(&plain(&text[cell.range()]), vocabulary)
}

fn is_date(value: &str, vocabulary: &Vocabulary) -> bool {
    let read = read_date(value, &vocabulary.words, vocabulary.date_order);
    matches!(read, Reading::Valid(_) | Reading::Faulty(Fault::Ambiguous(..)))
}
