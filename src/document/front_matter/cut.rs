//! Finds the block of metadata at the top of a file, without reading what is in it.

use super::Format;
use super::lines::{self, Key, Line, key_of, lines};
use crate::source::{Span, boundary_before};

/// How far blank lines before the opening fence are looked through, in bytes.
const LEADING_BLANKS: usize = 1024;

/// A block that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    /// How it is written.
    pub format: Format,
    /// Fences included, without the line ending behind it.
    pub span: Span,
    /// What is between the fences; for JSON, the object.
    pub content: Span,
    /// The line that opens it, if nothing closes it.
    pub unclosed: Option<Span>,
}

/// Finds the block at the top of `text`.
pub(super) fn cut(text: &str) -> Option<Cut> {
    let top = behind_mark(text);
    match text.as_bytes().get(top)? {
        b'-' => yaml(text, top, Lead::None),
        b'+' => toml(text, top),
        b'{' => json(text, top),
        b' ' | b'\t' | b'\r' | b'\n' => yaml(text, behind_blank_lines(text, top), Lead::Blank),
        _ => None,
    }
}

/// What stands before the opening fence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lead {
    None,
    Blank,
}

/// What the first lines behind an opening fence are.
enum Opening {
    /// Nothing up to the closing fence.
    Empty,
    /// A key that can hardly be prose, directly below the fence: front matter even if nothing closes it.
    Certain,
    /// What is front matter only if a fence closes it.
    IfClosed,
    /// A list: front matter only if every line up to the closing fence belongs to it.
    List,
    /// Lines of a template: front matter only if there is a key before the closing fence.
    Template,
}

fn yaml(text: &str, start: usize, lead: Lead) -> Option<Cut> {
    let fence = lines(text, start, text.len()).next().filter(|line| line.is("---") && line.next > line.end())?;
    let opening = opening(text, fence.next, lead)?;
    let block = |content_end: usize, end: usize, unclosed| Cut {
        format: Format::Yaml,
        span: Span::new(fence.start, end),
        content: Span::new(fence.next, content_end),
        unclosed,
    };
    let mut has_key = false;
    for line in lines(text, fence.next, text.len()) {
        if line.is("---") || line.is("...") {
            let is_block = has_key || !matches!(opening, Opening::Template);
            return is_block.then(|| block(line.start, line.end(), None));
        }
        has_key = has_key || key_of(line.text).is_some();
        let belongs_to_list = line.is_item() || (line.is_indented() && !line.is_blank()) || line.text.starts_with('#');
        if matches!(opening, Opening::List) && !belongs_to_list {
            return None;
        }
    }
    if !matches!(opening, Opening::Certain) {
        return None;
    }
    let end = leading_entries(text, fence.next);
    Some(block(end, end, Some(Span::new(fence.start, fence.end()))))
}

/// What opens behind a fence; nothing where the fence is a thematic break.
fn opening(text: &str, from: usize, lead: Lead) -> Option<Opening> {
    let (mut has_blank, mut has_comment) = (false, false);
    for line in lines(text, from, text.len()) {
        let trimmed = line.text.trim_start_matches([' ', '\t']);
        if line.is_blank() {
            has_blank = true;
            continue;
        }
        if trimmed.starts_with('#') {
            has_comment = true;
            continue;
        }
        if line.is("---") || line.is("...") {
            // Below a blank line, `# a` is a heading between two thematic breaks.
            return (lead == Lead::None && !(has_blank && has_comment)).then_some(Opening::Empty);
        }
        if let Some(key) = key_of(line.text) {
            let is_certain = key.is_strict && !has_blank && lead == Lead::None;
            let is_possible = key.is_strict || (!has_blank && lead == Lead::None);
            return if is_certain { Some(Opening::Certain) } else { is_possible.then_some(Opening::IfClosed) };
        }
        if lead == Lead::Blank {
            return None;
        }
        if lines::TEMPLATES.iter().any(|mark| trimmed.starts_with(mark)) {
            return Some(Opening::Template);
        }
        if let Some(inner) = trimmed.strip_prefix('{') {
            let is_mapping = |c: char| c.is_alphanumeric() || matches!(c, '"' | '\'' | ' ' | '\t' | '_' | '}');
            return inner.chars().next().is_none_or(is_mapping).then_some(Opening::IfClosed);
        }
        if trimmed.starts_with("? ") {
            return Some(Opening::IfClosed);
        }
        return (line.is_item() && !has_blank).then_some(Opening::List);
    }
    None
}

/// Where the leading entries of an unclosed block end: at the first blank line or line that continues no entry.
fn leading_entries(text: &str, from: usize) -> usize {
    let (mut end, mut takes_items) = (from, false);
    for line in lines(text, from, text.len()) {
        let key = key_of(line.text).filter(|key| key.start == 0 && key.is_strict);
        let continues = end > from && (line.is_indented() || (takes_items && line.is_item()));
        if line.is_blank() || !(key.is_some() || continues) {
            break;
        }
        takes_items = key.map_or(takes_items, |key| is_empty_value(line, key));
        end = line.end();
    }
    end
}

/// Whether nothing stands behind the colon of the key.
pub(super) fn is_empty_value(line: Line<'_>, key: Key) -> bool {
    line.text[key.value..].bytes().all(lines::is_blank)
}

fn toml(text: &str, start: usize) -> Option<Cut> {
    let fence = lines(text, start, text.len()).next().filter(|line| line.is("+++") && line.next > line.end())?;
    let is_entry = |line: Line<'_>| line.text.contains('=') && !line.text.starts_with('=');
    let first = lines(text, fence.next, text.len()).find(|line| !line.is_blank() && !line.text.starts_with('#'))?;
    if !(is_entry(first) || first.text.starts_with('[') || first.is("+++")) {
        return None;
    }
    let closing = lines(text, fence.next, text.len()).find(|line| line.is("+++"));
    let cut = |content_end, end, unclosed| Cut {
        format: Format::Toml,
        span: Span::new(fence.start, end),
        content: Span::new(fence.next, content_end),
        unclosed,
    };
    if let Some(closing) = closing {
        return Some(cut(closing.start, closing.end(), None));
    }
    let end = lines(text, fence.next, text.len()).take_while(|line| is_entry(*line)).last()?.end();
    Some(cut(end, end, Some(Span::new(fence.start, fence.end()))))
}

/// An object at the top of the file with nothing else on its last line. `{` that opens a template or an attribute list is text.
fn json(text: &str, start: usize) -> Option<Cut> {
    let bytes = text.as_bytes();
    let first = text[start + 1..].trim_start_matches([' ', '\t', '\r', '\n']);
    if !first.starts_with(['"', '}']) {
        return None;
    }
    let cut = |end, unclosed| {
        let span = Span::new(start, end);
        Cut { format: Format::Json, span, content: span, unclosed }
    };
    let (mut depth, mut in_string, mut at) = (0_usize, false, start);
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if in_string => at += 1,
            b'"' => in_string = !in_string,
            b'{' if !in_string => depth += 1,
            b'}' if !in_string => {
                depth -= 1;
                if depth == 0 {
                    let rest = lines(text, at + 1, text.len()).next();
                    return rest.is_none_or(Line::is_blank).then(|| cut(at + 1, None));
                }
            }
            _ => {}
        }
        at += 1;
    }
    let colon = lines::quoted_len(first).map(|end| first[end..].trim_start());
    if !colon.is_some_and(|rest| rest.starts_with(':')) {
        return None;
    }
    let line = lines(text, start, text.len()).next()?;
    let end = lines(text, start, text.len()).take_while(|line| !line.is_blank()).last()?.end();
    Some(cut(end, Some(Span::new(start, line.end()))))
}

/// The offset behind the byte order mark, if there is one.
pub(super) fn behind_mark(text: &str) -> usize {
    text.len() - text.strip_prefix('\u{feff}').unwrap_or(text).len()
}

/// The start of the first line that is not blank, if it is near.
pub(super) fn behind_blank_lines(text: &str, top: usize) -> usize {
    let window = boundary_before(text, top + LEADING_BLANKS);
    lines(text, top, window).find(|line| !line.is_blank()).map_or(text.len(), |line| line.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(text: &str) -> Option<&str> {
        cut(text).filter(|cut| cut.unclosed.is_none()).map(|cut| &text[cut.content.range()])
    }

    #[test]
    fn fences_may_have_trailing_blanks_and_any_line_ending() {
        for text in [
            "---\na: b\n---\nx",
            "--- \t\r\na: b\n--- \r\n",
            "\u{feff}---\na: b\n...",
            "\u{feff}\r\n \n---\na: b\n---\n",
        ] {
            assert_eq!(content(text), Some("a: b\n"), "{text:?}");
        }
        assert_eq!(content("+++\na = 1\n+++\n"), Some("a = 1\n"));
        assert_eq!(content("{\n\"a\": \"}\"\n}\n\ntext"), Some("{\n\"a\": \"}\"\n}"));
        assert_eq!(content("---\n---\n"), Some(""));
        assert_eq!(content("---\n# a: b\nc: d\n---"), Some("# a: b\nc: d\n"));
        assert_eq!(content("---\n- a\n  b\n---"), Some("- a\n  b\n"));
    }

    #[test]
    fn thematic_breaks_templates_and_long_dash_runs_are_text() {
        for text in [
            "",
            "---",
            "---\n",
            "---\n\n# Title\n\n---\n",
            "---\nText.\n\n---\n",
            "----\na: b\n----\n",
            "---x\na: b\n---\n",
            " ---\na: b\n---",
            "\n---\n\n---\n",
            "\n---\nText\n---\n",
            "---\n\nText with: a colon\n\n---\n",
            "---\n- a\n\n- b\n\n---\n",
            "---\n**Owner**: A\n---\n",
            "---\n\nowner: A\n",
            "---\n{{ a }}\n---\n",
            "---\n{% a %}\n---\n",
            "+++\n",
            "+++\ntext\n+++\n",
            "{% a %}\n",
            "{{ a }}\n",
            "{#id}\n",
            "{\"a\": 1} text\n",
            "{\"a\n",
            "\n{\"a\": 1}\n",
        ] {
            assert_eq!(cut(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_block_that_never_closes_ends_behind_its_leading_entries() {
        for (text, found) in [
            ("---\na: b\nText: more text\nText\n", "a: b\nText: more text"),
            ("---\na: b\r\n- c\r\n", "a: b"),
            ("---\na:\n- c\n\nd: e", "a:\n- c"),
            ("+++\na = 1\n\nb = 2", "a = 1"),
            ("{\"a\": 1,\n\"b\": 2\n\nText", "{\"a\": 1,\n\"b\": 2"),
        ] {
            let cut = cut(text).unwrap();
            assert_eq!((&text[cut.content.range()], cut.unclosed.is_some()), (found, true), "{text:?}");
        }
    }
}
