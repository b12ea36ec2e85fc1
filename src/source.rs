//! The text of one file and the only place where byte offsets become lines and columns.

use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

/// A stretch of a text in bytes, start included, end excluded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// First byte that no longer belongs to it.
    pub end: u32,
}

impl Span {
    /// A span between two byte offsets. Offsets beyond 4 GiB do not occur: larger files are refused when they are read.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "span {start}..{end} runs backwards");
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { start: clamp(start), end: clamp(end.max(start)) }
    }

    /// The empty span at an offset.
    pub fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// The offsets as a range, to index a text with.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span has no bytes.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The stretch of a text without the blanks at its ends.
    #[must_use]
    pub fn trimmed(self, text: &str) -> Self {
        let raw = text[self.range()].trim_end();
        let bare = raw.trim_start();
        let start = self.start as usize + (raw.len() - bare.len());
        Self::new(start, start + bare.len())
    }

    /// Whether `other` lies within this span.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The same stretch in a text that has `offset` more bytes in front.
    #[must_use]
    pub fn shifted(self, offset: usize) -> Self {
        Self::new(self.start as usize + offset, self.end as usize + offset)
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A place as people and editors count: the first line and the first column are 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// Line, from 1. A line ends at a line feed.
    pub line: usize,
    /// Column in characters (Unicode scalar values), from 1.
    pub column: usize,
}

impl fmt::Display for Location {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.line, self.column)
    }
}

/// Path and text of one file.
#[derive(Debug, Default)]
pub struct Source {
    path: String,
    text: String,
    line_starts: OnceLock<Vec<u32>>,
    counted: OnceLock<Vec<u32>>,
}

/// Bytes after which characters are counted anew.
const STRIDE: usize = 4096;

impl Source {
    /// A source from its path relative to the root (separated by `/`) and its text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into(), line_starts: OnceLock::new(), counted: OnceLock::new() }
    }

    /// The path relative to the root, separated by `/`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span. A span that does not fit the text gives the empty string.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Line and column of a byte offset; an offset past the end counts as the end.
    pub fn location(&self, offset: u32) -> Location {
        let (line, start) = self.line_of(offset);
        // A byte order mark is no character of the first line.
        let mark = if line == 0 && self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let start = start + mark;
        let end = boundary_before(&self.text, offset as usize).max(start);
        Location { line: line + 1, column: self.characters(start, end) + 1 }
    }

    /// Column of a byte offset in bytes, from 1, for formats that count so.
    pub fn byte_column(&self, offset: u32) -> usize {
        let line = self.line_index(offset);
        let mark = if line == 0 && self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let start = self.line_starts()[line] as usize + mark;
        boundary_before(&self.text, offset as usize).saturating_sub(start) + 1
    }

    /// How many characters stand between two offsets. In a line of great length they are counted once for all places in it.
    fn characters(&self, start: usize, end: usize) -> usize {
        if end - start <= STRIDE {
            return self.text[start..end].chars().count();
        }
        let counted = self.counted.get_or_init(|| {
            let is_first = |byte: &&u8| **byte & 0xC0 != 0x80;
            let mut sum = 0;
            let sums = self.text.as_bytes().chunks(STRIDE).map(|chunk| {
                sum += chunk.iter().filter(is_first).count();
                Span::at(sum).start
            });
            std::iter::once(0).chain(sums).collect()
        });
        let before = |offset: usize| {
            let chunk = offset / STRIDE;
            let rest = &self.text.as_bytes()[chunk * STRIDE..offset];
            counted[chunk] as usize + rest.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
        };
        before(end) - before(start)
    }

    /// Index from 0 of the line that holds a byte offset.
    pub fn line_index(&self, offset: u32) -> usize {
        self.line_of(offset).0
    }

    /// Index from 0 of the line that holds a byte offset, and where it begins.
    fn line_of(&self, offset: u32) -> (usize, usize) {
        // Most findings are at the top, and most files have one or none: the rest of the text need not be looked at for it.
        let before = self.text.as_bytes().get(..offset as usize).filter(|before| before.len() <= STRIDE);
        if let (None, Some(before)) = (self.line_starts.get(), before) {
            let start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
            return (memchr::memchr_iter(b'\n', before).count(), start);
        }
        let starts = self.line_starts();
        let line = starts.partition_point(|&start| start <= offset).saturating_sub(1);
        (line, starts[line] as usize)
    }

    /// The span of a line (index from 0) without its line ending; the last line where there are fewer.
    pub fn line_span(&self, index: usize) -> Span {
        let starts = self.line_starts();
        let index = index.min(starts.len() - 1);
        let start = starts[index] as usize;
        let end = starts.get(index + 1).map_or(self.text.len(), |&next| next as usize);
        let line = self.text[start..end].trim_end_matches(['\n', '\r']);
        Span::new(start, start + line.len())
    }

    /// The span of the line that holds a byte offset, without its line ending.
    pub fn line_around(&self, offset: u32) -> Span {
        let offset = boundary_before(&self.text, offset as usize);
        let start = memchr::memrchr(b'\n', &self.text.as_bytes()[..offset]).map_or(0, |at| at + 1);
        let end = memchr::memchr(b'\n', &self.text.as_bytes()[offset..]).map_or(self.text.len(), |at| offset + at);
        Span::new(start, start + self.text[start..end].trim_end_matches(['\n', '\r']).len())
    }

    /// Where each line begins; computed when the first place is asked for, because most files have no finding.
    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let ends = memchr::memchr_iter(b'\n', self.text.as_bytes());
            std::iter::once(0).chain(ends.map(|offset| Span::at(offset + 1).start)).collect()
        })
    }
}

/// The nearest boundary between characters at or before an offset in bytes; the end of the text for what lies beyond it.
pub fn boundary_before(text: &str, offset: usize) -> usize {
    let offset = offset.min(text.len());
    (0..=offset).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default()
}

/// The nearest boundary between characters at or behind an offset in bytes; the end of the text for what lies beyond it.
pub fn boundary_behind(text: &str, offset: usize) -> usize {
    (offset..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, offset: u32) -> String {
        Source::new("a.md", text).location(offset).to_string()
    }

    #[test]
    fn columns_count_characters_and_lines_end_at_line_feeds() {
        assert_eq!(place("äöü x", 7), "1:5");
        assert_eq!(place("a\r\nb", 3), "2:1");
        assert_eq!(place("a\rb", 2), "1:3");
        assert_eq!(place("a\n", 2), "2:1");
        assert_eq!(place("", 0), "1:1");
        assert_eq!(place("\u{feff}ab", 4), "1:2");
        assert_eq!(place("\u{feff}ab", 0), "1:1");
    }

    #[test]
    fn an_offset_past_the_end_or_inside_a_character_is_clamped() {
        assert_eq!(place("ab", 99), "1:3");
        assert_eq!(place("ä", 1), "1:1");
    }

    #[test]
    fn boundaries_are_those_around_a_character() {
        let text = "aä€";
        let before: Vec<_> = (0..8).map(|offset| boundary_before(text, offset)).collect();
        let behind: Vec<_> = (0..8).map(|offset| boundary_behind(text, offset)).collect();
        assert_eq!(before, [0, 1, 1, 3, 3, 3, 6, 6]);
        assert_eq!(behind, [0, 1, 3, 3, 6, 6, 6, 6]);
    }

    #[test]
    fn columns_are_right_far_along_a_line() {
        let text = format!("x\n{}", "äb".repeat(20_000));
        let source = Source::new("a.md", text.clone());
        for offset in [2, 5, 30_002, 59_999, 60_002] {
            let expected = text[2..offset].chars().count() + 1;
            assert_eq!(source.location(u32::try_from(offset).unwrap()).column, expected, "{offset}");
        }
    }

    #[test]
    fn a_line_span_leaves_the_line_ending_out() {
        let source = Source::new("a.md", "one\r\ntwo\nthree");
        let lines: Vec<_> = (0..4).map(|index| source.slice(source.line_span(index))).collect();
        assert_eq!(lines, ["one", "two", "three", "three"]);
    }
}
