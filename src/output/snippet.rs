//! A piece of a document as it is shown under a finding: short, harmless to a terminal, with places counted in characters.

use std::borrow::Cow;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::{is_steering, printable};
use crate::source::{Source, Span, boundary_before};

/// The text of one document, ready to be shown.
#[derive(Debug)]
pub struct Snippet<'a> {
    source: &'a Source,
    prefix: &'a str,
    text: Cow<'a, str>,
}

/// How many bytes of a long line are shown before and behind the place, and how many lines two places may lie apart to be
/// shown together.
const REACH: usize = 90;
const MOST_LINES: usize = 8;

impl<'a> Snippet<'a> {
    /// The text with what steers a terminal replaced by question marks; offsets stay as they are.
    pub fn new(source: &'a Source, prefix: &'a str) -> Self {
        let text = source.text();
        let has_lone_return = || text.contains('\r') && text.replace("\r\n", "").contains('\r');
        let is_unsafe = text.chars().any(is_unsafe) || has_lone_return();
        let text = if is_unsafe { Cow::Owned(harmless(text)) } else { Cow::Borrowed(text) };
        Self { source, prefix, text }
    }

    /// A place as it is underlined: on one line, and never empty where there is a character to underline.
    pub fn visible(&self, span: Span) -> SourceSpan {
        let line = self.source.line_span(self.source.line_index(span.start));
        let start = span.start.clamp(line.start, line.end) as usize;
        let end = (span.end.min(line.end) as usize).max(start);
        if end > start {
            return (start..end).into();
        }
        let text = self.source.text();
        let next = text[start..].chars().next().filter(|c| !matches!(c, '\n' | '\r'));
        if let Some(next) = next {
            return (start..start + next.len_utf8()).into();
        }
        let before = text[..start].chars().next_back().filter(|c| !matches!(c, '\n' | '\r'));
        before.map_or((start..start).into(), |before| (start - before.len_utf8()..start).into())
    }
}

impl SourceCode for Snippet<'_> {
    fn read_span<'s>(
        &'s self,
        span: &SourceSpan,
        _before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'s> + 's>, MietteError> {
        let at = Span::new(span.offset(), span.offset() + span.len());
        let (first, last) = (self.source.line_index(at.start), self.source.line_index(at.end));
        if last - first > MOST_LINES {
            return Err(MietteError::OutOfBounds);
        }
        let (line, end_line) = (self.source.line_span(first), self.source.line_span(last));
        let (mut start, mut end) = (line.start as usize, end_line.end as usize);
        if first == last {
            start = boundary_before(&self.text, start.max(span.offset().saturating_sub(REACH)));
            end = boundary_before(&self.text, end.min(span.offset() + span.len() + REACH)).max(start);
        }
        let data = self.text.get(start..end).ok_or(MietteError::OutOfBounds)?;
        let place = self.source.location(at.start);
        let name = format!("{}{}:{place}", self.prefix, printable(self.source.path()));
        let shown: SourceSpan = (start..end).into();
        Ok(Box::new(MietteSpanContents::new_named(name, data.as_bytes(), shown, first, 0, last - first + 1)))
    }
}

fn is_unsafe(character: char) -> bool {
    is_steering(character) && !matches!(character, '\n' | '\r' | '\t')
}

/// Every steering character becomes as many question marks as it has bytes.
fn harmless(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let is_lone_return = character == '\r' && characters.peek() != Some(&'\n');
        if is_unsafe(character) || is_lone_return {
            safe.extend(std::iter::repeat_n('?', character.len_utf8()));
        } else {
            safe.push(character);
        }
    }
    safe
}
