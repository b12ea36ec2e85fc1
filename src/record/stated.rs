//! What a record takes from the metadata of its document, and from what the document is called.

use super::collect::Reader;
use super::definition::{Column, Definition};
use super::{Cell, Record, columns};
use crate::document::body::{Block, BlockKind, Section};
use crate::document::field::{Field, ID, is_id};
use crate::document::plain;
use crate::pack::record::ColumnType;
use crate::repository::kind::{KIND, KindSource};
use crate::source::Span;
use crate::vocabulary::fold;
use crate::vocabulary::headings::bare;

impl Reader<'_> {
    /// The document as a record of a kind, where it states all that is needed for that. One that is the record and nothing else may have its
    /// id in its title or be filed under it.
    pub(super) fn itself(&mut self, definition: &Definition, needs: &[usize], is_alone: bool) -> Option<Record> {
        let mut cells = self.stated(definition, |_| true);
        let is_stated = |column: &usize| {
            let Some(cell) = cells[*column].as_ref().filter(|cell| !cell.text.is_empty()) else { return false };
            let column = &definition.columns[*column];
            let is_known =
                || self.vocabulary.state(&cell.text).is_some_and(|state| column.choice(&state.name).is_some());
            column.kind() != ColumnType::Choice || column.choice(&cell.text).is_some() || is_known()
        };
        if !needs.iter().all(is_stated) {
            return None;
        }
        let id = definition.id.filter(|id| is_alone && cells[*id].is_none());
        if let Some(id) = id.filter(|_| self.document.field(ID).is_none()) {
            cells[id] = self.id_in_title().or_else(|| self.id_of_file());
        }
        for (column, cell) in definition.columns.iter().zip(&mut cells) {
            if column.table.section && cell.as_ref().is_none_or(|cell| cell.text.is_empty()) {
                *cell = self.said_in_section(definition, column).or_else(|| cell.take());
            }
        }
        Some(Record { document: self.index, span: self.document.title_span(), header: None, cells })
    }

    /// The only word of the title that has the form of an id.
    fn id_in_title(&self) -> Option<Cell> {
        let title = self.document.title_span();
        let raw = self.document.source.slice(title);
        let bare = |word: &'_ str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
        let mut ids = raw.split_whitespace().map(bare).filter(|word| is_id(word));
        let id = ids.next().filter(|_| ids.next().is_none())?;
        let start = title.start as usize + raw.find(&id)?;
        Some(Cell::new(Span::new(start, start + id.len()), id))
    }

    /// The name of the file, where it has the form of an id.
    fn id_of_file(&self) -> Option<Cell> {
        let file = self.document.path().rsplit('/').next().unwrap_or_default();
        let stem = file.split('.').next().filter(|stem| is_id(stem))?;
        Some(Cell::new(self.document.title_span(), stem))
    }

    /// What the first block below a heading says that is spelled like a column.
    fn said_in_section(&self, definition: &Definition, column: &Column) -> Option<Cell> {
        let body = &self.document.body;
        let is_meant = |title: &str| {
            let found = definition.column_spelled(&bare(title));
            found.is_some_and(|found| std::ptr::eq(&raw const definition.columns[found], column))
        };
        let first = |section: &Section| {
            let is_inside = |block: &&Block| block.span.start >= section.span.end && block.span.start < section.end;
            let is_text =
                |block: &&Block| !matches!(block.kind, BlockKind::Heading | BlockKind::Comment | BlockKind::Rule);
            body.blocks.iter().find(|block| is_inside(block) && is_text(block)).map(|block| block.span)
        };
        let span = body.sections.iter().filter(|section| is_meant(&section.title)).find_map(first)?;
        let span = span.trimmed(self.document.source.text());
        Some(Cell::new(span, plain(self.document.source.slice(span))))
    }

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
