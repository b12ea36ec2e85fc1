//! Finds a YAML block at the top of a file that no fence opens.

use super::cut::{behind_blank_lines, behind_mark, is_empty_value};
use super::lines::{key_of, lines};
use crate::source::Span;

/// How many lines such a block has at most, its closing fence included.
const MAX_LINES: usize = 200;

/// See [`super::unopened_block`].
pub(super) fn unopened_block(text: &str) -> Option<(Span, usize)> {
    let start = behind_blank_lines(text, behind_mark(text));
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    let (mut keys, mut has_list, mut has_blank, mut is_below_blank) = (0, false, false, false);
    for line in lines(text, start, text.len()).take(MAX_LINES) {
        if line.is("---") {
            let is_block = keys > 1 || (keys == 1 && has_list && !has_blank);
            return is_block.then(|| (Span::new(start, line.start), line.end()));
        }
        let key = key_of(line.text).filter(|key| {
            let name = &line.text.as_bytes()[key.start..key.end];
            key.start == 0 && name.iter().copied().all(is_name) && !name[0].is_ascii_digit() && name[0] != b'-'
        });
        if let Some(key) = key {
            keys += 1;
            has_list = keys == 1 && is_empty_value(line, key) && lines(text, line.next, text.len()).next()?.is_item();
        } else if line.is_blank() {
            has_blank = true;
        } else if keys == 0 || is_below_blank || !(line.is_item() || line.is_indented() || line.text.starts_with('#')) {
            // Below a blank line, `# a` and `- a` are a heading and a list of the text.
            return None;
        }
        is_below_blank = line.is_blank();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_without_opening_fence_needs_two_keys_or_a_list() {
        for text in [
            "a: b\nc:\n---\nx",
            "\u{feff}\n\r\na: b\r\nc: d\r\n---\r\n",
            "a:\n  - b\n---",
            "a:\n- b\n# c\n---\n",
            "a: b\n\nc: d\n\n---\n",
        ] {
            let (_, end) = unopened_block(text).expect(text);
            assert!(text[..end].ends_with("---"), "{text:?}");
        }
        for text in [
            "Note: text\n---\n",
            "a: b\n- c\n---\n",
            "a: b\nc: d\n\n# e\n\n---\n",
            "a: b\nText\n---\n",
            "a: b\nc: d\n",
            "- a\nb: c\n---\n",
            "é: b\nc: d\n---\n",
        ] {
            assert_eq!(unopened_block(text), None, "{text:?}");
        }
    }
}
