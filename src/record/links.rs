//! References that are written as links: "[contract](contracts/con-09.md)" means the document it leads to.

use super::collect::Reader;
use super::definition::Definition;
use super::{Cell, Record};
use crate::document::field::ID;
use crate::document::{Document, plain};
use crate::repository::link::Target;
use crate::source::Span;

/// The text of a cell in which each link that names no id is followed by what names its target; `None` where there is no such link.
pub(super) fn named(cell: Span, reader: &Reader<'_>) -> Option<String> {
    let source = &reader.document.source;
    let raw = source.slice(cell);
    if !raw.contains("](") {
        return None;
    }
    let mut text = String::new();
    let mut from = cell.start;
    for (link, target) in reader.document.body.links.iter().zip(&reader.member.targets) {
        let Target::Document { index, .. } = target else { continue };
        let shown = source.slice(link.span);
        // A text with digits is the id itself, and the target only where it stands.
        if !cell.contains(link.span) || link.span.start < from || plain(shown).contains(|c: char| c.is_ascii_digit()) {
            continue;
        }
        text.push_str(source.slice(Span { start: from, end: link.span.end }));
        text.push_str(&format!(" ({})", name(&reader.repository.documents[*index as usize])));
        from = link.span.end;
    }
    if text.is_empty() {
        return None;
    }
    text.push_str(source.slice(Span { start: from, end: cell.end }));
    Some(plain(&text))
}

impl Reader<'_> {
    /// A record for each document of some kinds that the text of some sections links to.
    pub(super) fn linked(
        &mut self,
        definition: &Definition,
        sections: &[String],
        to: &[String],
        column: usize,
    ) -> Vec<Record> {
        let inherited = self.inherited(definition, |other| other != column);
        let extents = self.extents(sections);
        let tables = &self.document.body.tables;
        let is_in_table = |span: Span| {
            let after = tables.partition_point(|table| table.span.start <= span.start);
            after > 0 && tables[after - 1].span.contains(span)
        };
        let is_meant = |span: Span| extents.iter().any(|extent| extent.contains(span)) && !is_in_table(span);
        let is_wanted = |index: usize| {
            let kind = self.repository.members[index].kind.as_ref();
            kind.is_some_and(|(kind, _)| {
                self.names.kinds_above(kind).iter().any(|above| to.iter().any(|to| to == above))
            })
        };
        let mut records = Vec::new();
        for (link, target) in self.document.body.links.iter().zip(&self.member.targets) {
            let Target::Document { index, .. } = target else { continue };
            let target = *index as usize;
            if !is_meant(link.span) || !is_wanted(target) {
                continue;
            }
            let mut cells = inherited.to_vec();
            cells[column] = Some(Cell::new(link.span, name(&self.repository.documents[target])));
            let (document, span) = (self.index, link.span);
            records.push(Record { document, span, header: None, cells: cells.into_boxed_slice() });
        }
        records
    }
}

/// What names a document: its id, else its title.
fn name(document: &Document) -> &str {
    let id = document.field(ID).filter(|field| field.typed.is_valid());
    id.map_or(document.title(), |field| field.text.as_str())
}
