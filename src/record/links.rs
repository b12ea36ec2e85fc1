//! References that are written as links: "[contract](contracts/con-09.md)" means the document it leads to.

use super::collect::Reader;
use crate::document::plain;
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
        let document = &reader.repository.documents[*index as usize];
        let id = document.field("id").filter(|field| field.typed.is_valid()).map(|field| field.text.as_str());
        text.push_str(source.slice(Span { start: from, end: link.span.end }));
        text.push_str(&format!(" ({})", id.unwrap_or(document.title())));
        from = link.span.end;
    }
    if text.is_empty() {
        return None;
    }
    text.push_str(source.slice(Span { start: from, end: cell.end }));
    Some(plain(&text))
}
