//! Blocks of raw HTML within the text of a document: tables, links, headings and comments.

use pulldown_cmark::LinkType;

use super::Reader;
use crate::document::body::{BlockKind, HeadingForm, Section};
use crate::document::{html, html_table};
use crate::source::Span;

impl Reader<'_, '_> {
    pub(super) fn html_links(&mut self, span: Span) {
        for (place, is_image) in html::links(&self.text[span.range()]) {
            let place = place.shifted(span.start as usize);
            self.link(LinkType::Inline, &self.text[place.range()], place, is_image);
        }
    }

    /// Takes the tables that begin in a block of HTML. A blank line ends the block, but not the table.
    fn html_tables(&mut self, span: Span) {
        let mut at = span.start.max(self.tables_end) as usize;
        while let Some(found) = self.text.get(at..span.end as usize).and_then(|raw| html::opening(raw, "table")) {
            let read = html_table::read(self.text, at + found);
            let end = read.as_ref().map_or(self.text.len(), |(_, end)| *end);
            self.body.tables.extend(read.into_iter().flat_map(|(tables, _)| tables));
            self.tables_end = Span::at(end).start;
            at = end;
        }
    }

    pub(super) fn html_block(&mut self, span: Span) {
        let raw = &self.text[span.range()];
        let from = span.start as usize;
        let first = self.body.opaque.len();
        html::markup(raw, from, &mut self.body.opaque);
        self.body.has_comments |=
            self.body.opaque[first..].iter().any(|tag| self.text[tag.range()].starts_with("<!--"));
        html::anchors(raw, &mut self.body.anchors);
        self.html_links(span);
        self.html_tables(span);
        let mut covered = from;
        let is_comment = raw.trim_start().starts_with("<!--")
            && self.body.opaque[first..].iter().all(|tag| {
                let gap = self.text[covered..tag.start as usize].trim();
                covered = tag.end as usize;
                gap.is_empty() && self.text[tag.range()].starts_with("<!--")
            })
            && self.text[covered..span.end as usize].trim().is_empty();
        self.block(if is_comment { BlockKind::Comment } else { BlockKind::Html }, span);
        for heading in html::headings(raw) {
            let section = Section {
                level: heading.level,
                form: HeadingForm::Html,
                span: heading.span.shifted(from),
                title: heading.title.into(),
                end: 0,
            };
            self.body.sections.push(section);
        }
    }
}
