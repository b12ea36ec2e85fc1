//! Looks at single lines of a block: fences, keys, and places that are fit to be shown.

use crate::source::{Span, boundary_before};

/// The longest key with blanks in it that is taken for a key and not for prose, in bytes.
const LONGEST_LOOSE_KEY: usize = 64;

/// One line and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    /// The line without its line ending.
    pub text: &'t str,
    /// Offset of its first byte.
    pub start: usize,
    /// Offset of the next line.
    pub next: usize,
}

impl Line<'_> {
    /// Offset behind the line, before its line ending.
    pub(super) fn end(self) -> usize {
        self.start + self.text.len()
    }

    /// Whether nothing or only blanks stand on it.
    pub(super) fn is_blank(self) -> bool {
        self.text.bytes().all(is_blank)
    }

    /// Whether it is `fence` at the start of the line, with trailing blanks at most.
    pub(super) fn is(self, fence: &str) -> bool {
        self.text.strip_prefix(fence).is_some_and(|rest| rest.bytes().all(is_blank))
    }

    /// Whether it begins with a blank.
    pub(super) fn is_indented(self) -> bool {
        self.text.bytes().next().is_some_and(is_blank)
    }

    /// Whether it is an item of a YAML list, after any indentation.
    pub(super) fn is_item(self) -> bool {
        let text = self.text.trim_start_matches([' ', '\t']);
        text.strip_prefix('-').is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
    }
}

/// The lines of `text` between two offsets. A line ends at a line feed, with or without a carriage return before it.
pub(super) fn lines(text: &str, from: usize, to: usize) -> impl Iterator<Item = Line<'_>> {
    let mut start = from;
    std::iter::from_fn(move || {
        let rest = text.get(start..to).filter(|rest| !rest.is_empty())?;
        let (line, next) = rest.find('\n').map_or((rest, to), |end| (&rest[..end], start + end + 1));
        let line = Line { text: line.strip_suffix('\r').unwrap_or(line), start, next };
        start = next;
        Some(line)
    })
}

/// A key at the start of a line, in offsets from the start of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key {
    /// Where the key begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Offset behind the colon.
    pub value: usize,
    /// Whether it is quoted or has no blanks, so that it is hardly prose.
    pub is_strict: bool,
}

/// The key of a line that looks like `key: value` or `key:`, after any indentation.
pub(super) fn key_of(line: &str) -> Option<Key> {
    let start = line.len() - line.trim_start_matches([' ', '\t']).len();
    let text = &line[start..];
    let first = text.chars().next()?;
    if first == '"' || first == '\'' {
        let end = quoted_len(text)?;
        let behind = text[end..].trim_start_matches([' ', '\t']);
        let value = text.len() - behind.len() + 1;
        let is_key = behind.starts_with(':') && text[value..].bytes().next().is_none_or(is_blank);
        return is_key.then_some(Key { start, end: start + end, value: start + value, is_strict: true });
    }
    if !(first.is_alphanumeric() || "_$./~".contains(first) || text.starts_with("<<:")) {
        return None;
    }
    let bytes = text.as_bytes();
    let colon = (0..bytes.len()).find(|&at| bytes[at] == b':' && bytes.get(at + 1).copied().is_none_or(is_blank))?;
    let key = text[..colon].trim_end_matches([' ', '\t']);
    let is_strict = key == "<<" || key.chars().all(|c| c.is_alphanumeric() || "_-$./~".contains(c));
    let is_numbered = || key.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with([')', '.']);
    if !is_strict && (key.contains(" #") || key.len() > LONGEST_LOOSE_KEY || is_numbered()) {
        return None;
    }
    Some(Key { start, end: start + key.len(), value: start + colon + 1, is_strict })
}

/// Length of the quoted text that `text` begins with, quotes included; it must end on the same line.
pub(super) fn quoted_len(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let quote = *bytes.first()?;
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\n' => return None,
            b'\\' if quote == b'"' => at += 1,
            byte if byte == quote && quote == b'\'' && bytes.get(at + 1) == Some(&quote) => at += 1,
            byte if byte == quote => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
    None
}

/// Whether the byte is a space or a tab.
pub(super) fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

/// What opens template syntax.
pub(super) const TEMPLATES: [&str; 3] = ["{{", "{%", "<%"];

/// The first opening of template syntax in `text` at or behind `from`.
pub(super) fn template(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_template = |pair: &[u8]| TEMPLATES.iter().any(|mark| mark.as_bytes() == pair);
    bytes.get(from..)?.windows(2).position(is_template).map(|at| from + at)
}

/// A text of a document as it can stand in a message of one line.
pub(super) fn printable(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// The part of a span that is a valid slice of `text`.
pub(super) fn inside(text: &str, span: Span) -> Span {
    let start = boundary_before(text, span.start as usize);
    Span::new(start, boundary_before(text, span.end as usize).max(start))
}

/// The character at an offset within `content`; an empty span at the end of a line and of the content.
pub(super) fn mark(text: &str, offset: usize, content: Span) -> Span {
    let start = boundary_before(text, offset.clamp(content.start as usize, content.end as usize));
    let character = text[start..content.end as usize].chars().next().filter(|&c| c != '\n' && c != '\r');
    Span::new(start, start + character.map_or(0, char::len_utf8))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(line: &str) -> Option<&str> {
        key_of(line).map(|key| &line[key.start..key.end])
    }

    #[test]
    fn keys_are_told_from_text() {
        for line in ["a: b", "a:", "  a : b", "a:\tb", "título: x", "\"a: b\": c", "<<: *x", "Review date: 1"] {
            assert!(key(line).is_some(), "{line}");
        }
        for line in
            ["a", "a:b", "https://x.y", "**a**: b", "> a: b", "- a: b", "| a: b", "[a]: b", "1. a: b", "", "a #: b"]
        {
            assert_eq!(key(line), None, "{line}");
        }
        assert_eq!(key("\"a: b\" : c"), Some("\"a: b\""));
        assert_eq!(key("a  : b: c"), Some("a"));
        assert!(!key_of("Review date: 1").unwrap().is_strict);
    }

    #[test]
    fn lines_end_before_their_line_ending() {
        let found: Vec<_> = lines("a\r\nb\n\nc", 0, 7).map(|line| (line.text, line.start, line.end())).collect();
        assert_eq!(found, [("a", 0, 1), ("b", 3, 4), ("", 5, 5), ("c", 6, 7)]);
    }

    #[test]
    fn a_mark_is_one_whole_character() {
        assert_eq!(mark("aäb", 2, Span::new(0, 4)), Span::new(1, 3));
        assert_eq!(mark("a\r\n", 1, Span::new(0, 3)), Span::at(1));
        assert_eq!(mark("abc", 9, Span::new(0, 2)), Span::at(2));
    }
}
