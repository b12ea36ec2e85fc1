//! What a record takes from the metadata of its document, and from what the document is called.

use super::Cell;
use super::collect::Reader;
use super::columns;
use super::definition::{Column, Definition};
use crate::document::field::{Field, ID};
use crate::repository::kind::{KIND, KindSource};
use crate::vocabulary::fold;

impl Reader<'_> {
    /// What the metadata of the document states of the columns that rows inherit.
    pub(super) fn inherited(
        &mut self,
        definition: &Definition,
        is_wanted: impl Fn(usize) -> bool,
    ) -> Box<[Option<Cell>]> {
        self.stated(definition, |column| definition.columns[column].table.inherit && is_wanted(column))
    }

    /// What the metadata of the document states of some columns.
    pub(super) fn stated(&mut self, definition: &Definition, is_wanted: impl Fn(usize) -> bool) -> Box<[Option<Cell>]> {
        let document = self.document;
        let metadata = self.metadata.get_or_insert_with(|| {
            document.fields.iter().map(|field| (fold(&field.key.replace('.', " ")), field)).collect()
        });
        let mut cells: Vec<Option<Cell>> = definition.columns.iter().map(|_| None).collect();
        // The key that says what kind of document this is says nothing of the record. In the text "Type" may be that of a change.
        let is_stated = matches!(self.member.kind, Some((_, KindSource::Stated)));
        let kind = document.field(KIND).filter(|field| is_stated || !field.is_in_text());
        let says_kind = |field: &Field| {
            field.name() == Some(KIND) && (!field.is_in_text() || kind.is_some_and(|kind| kind.span == field.span))
        };
        for (key, field) in metadata.iter().filter(|(_, field)| !says_kind(field)) {
            let spelled = definition.column_spelled(key);
            let named = || columns::named(definition, field.name()?);
            let Some(column) = spelled.or_else(named).filter(|column| is_wanted(*column)) else { continue };
            if cells[column].as_ref().is_none_or(|cell| cell.text.is_empty()) {
                cells[column] = Some(Cell::new(field.span, field.text.as_str()));
            }
        }
        if document.field(ID).is_none() {
            // Rows of a document without an id belong to it all the same; then its title is its name.
            let names_document =
                |column: &Column| column.table.inherit && columns::names_document(column, self.vocabulary);
            for (index, column) in definition.columns.iter().enumerate().filter(|(index, _)| is_wanted(*index)) {
                if cells[index].is_none() && names_document(column) {
                    cells[index] = Some(Cell::new(document.title_span(), document.title()));
                }
            }
        }
        cells.into_boxed_slice()
    }

    /// What the document is called where something refers to it: its id, else its title.
    pub(super) fn document_itself(&self) -> Cell {
        match self.document.field(ID).filter(|field| field.typed.is_valid()) {
            Some(id) => Cell::new(id.span, id.text.as_str()),
            None => Cell::new(self.document.title_span(), self.document.title()),
        }
    }
}
