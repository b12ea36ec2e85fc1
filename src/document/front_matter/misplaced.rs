//! Finds a YAML block that stands near the top of a file and is no front matter: something is above it, or its fence is written in
//! another way, so that every tool takes it for text.

use super::cut::behind_mark;
use super::lines::{Line, is_blank, key_of, lines};
use crate::source::{Span, boundary_before};

/// How far down such a block may open.
const MAX_LINES_ABOVE: usize = 40;
/// The same in bytes.
const MAX_BYTES_ABOVE: usize = 4096;
/// How many lines it has at most, its closing fence included.
const MAX_LINES: usize = 200;
/// How many keys must be known, so that a rule above two labels or an example is no block.
const FEWEST_KEYS: usize = 2;

/// A block that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misplaced {
    /// Its opening line.
    pub fence: Span,
    /// All of it.
    pub block: Span,
    /// Whether it has lists or quotes, which lines of text that are read as labels have not.
    pub is_more_than_labels: bool,
}

/// See [`super::misplaced_block`].
pub(super) fn misplaced_block(text: &str, is_known: impl Fn(&str) -> bool) -> Option<Misplaced> {
    let start = behind_mark(text);
    let limit = boundary_before(text, start + MAX_BYTES_ABOVE);
    memchr::memmem::find(&text.as_bytes()[start.min(limit)..limit], b"---")?;
    let (mut code, mut is_comment) = (None, false);
    for line in lines(text, start, limit).take(MAX_LINES_ABOVE) {
        let bare = line.text.trim_start_matches([' ', '\t']);
        let mark = ["```", "~~~"].into_iter().find(|mark| bare.starts_with(mark));
        match (code, mark) {
            (Some(open), Some(mark)) if open == mark => code = None,
            (Some(_), _) => {}
            (None, Some(mark)) if !is_comment => code = Some(mark),
            _ if is_comment => is_comment = !line.text.contains("-->"),
            _ => {
                is_comment = line.text.rfind("<!--").is_some_and(|at| !line.text[at..].contains("-->"));
                if opens(line.text)
                    && let Some((end, is_more_than_labels)) = end(text, line.next, &is_known)
                {
                    let (fence, block) = (Span::new(line.start, line.end()), Span::new(line.start, end));
                    return Some(Misplaced { fence, block, is_more_than_labels });
                }
            }
        }
    }
    None
}

/// Whether a line is meant to open a block: three dashes or more, perhaps indented, perhaps with the name of a format behind them.
fn opens(line: &str) -> bool {
    let Some(rest) = dashes(line) else { return false };
    rest.trim_matches([' ', '\t']).chars().all(char::is_alphanumeric)
}

fn closes(line: &str) -> bool {
    dashes(line).is_some_and(|rest| rest.bytes().all(is_blank)) || line.trim_end_matches([' ', '\t']) == "..."
}

/// What stands behind the dashes of a line that is not indented so far that it is code.
fn dashes(line: &str) -> Option<&str> {
    let bare = line.trim_start_matches(' ');
    let rest = bare.trim_start_matches('-');
    (line.len() - bare.len() < 4 && bare.len() - rest.len() >= 3).then_some(rest)
}

/// Where a block ends whose every line can be one of YAML, and whether it has lists or quotes; nothing where it is none or has too few
/// known keys.
fn end(text: &str, from: usize, is_known: &impl Fn(&str) -> bool) -> Option<(usize, bool)> {
    let (mut known, mut has_key, mut is_below_blank, mut is_more) = (0, false, false, false);
    for line in lines(text, from, text.len()).take(MAX_LINES) {
        if closes(line.text) {
            return (known >= FEWEST_KEYS).then_some((line.end(), is_more));
        }
        let key = key_of(line.text).filter(|key| key.start < 4);
        let continues = |line: Line<'_>| line.is_item() || line.is_indented() || line.text.starts_with('#');
        match key {
            Some(key) => {
                has_key = true;
                known += usize::from(is_known(&line.text[key.start..key.end]));
                is_more |= line.text[key.value..].trim_start().starts_with(['"', '\'', '[']);
            }
            None if has_key && line.is_blank() => {}
            None if has_key && !is_below_blank && continues(line) => {}
            None => return None,
        }
        is_more |= line.is_item();
        is_below_blank = line.is_blank();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fence(text: &str) -> Option<&str> {
        let is_known = |key: &str| matches!(key, "owner" | "status");
        misplaced_block(text, is_known).map(|Misplaced { fence, block, .. }| {
            assert!(text[block.range()].contains("owner"), "{text:?}");
            &text[fence.range()]
        })
    }

    #[test]
    fn a_block_below_something_or_behind_another_fence_is_found() {
        let block = "owner: A\nstatus: b\nx:\n  - y\n";
        for (above, open, close) in [
            ("<!-- licence -->\n", "---", "---"),
            ("<!--\n---\nlicence\n-->\n", "---", "---"),
            ("# Title\n\n", "---", "..."),
            ("```\n---\nowner: A\nstatus: b\n---\n```\n\n", "---", "---"),
            ("\u{feff}", " ---", " ---"),
            ("", "----", "----"),
            ("", "---yaml", "---"),
        ] {
            let text = format!("{above}{open}\r\n{block}{close}\n\n# Text\n");
            assert_eq!(fence(&text), Some(open), "{text:?}");
        }
    }

    #[test]
    fn rules_examples_and_unknown_keys_are_text() {
        for text in [
            "# T\n\n```yaml\n---\nowner: A\nstatus: b\n---\n```\n",
            "# T\n\n    ---\n    owner: A\n    status: b\n    ---\n",
            "# T\n\n<!--\n---\nowner: A\nstatus: b\n---\n-->\n",
            "# T\n\n---\n\nowner: A\nstatus: b\n\n---\n",
            "# T\n\n---\nowner: A\nText.\nstatus: b\n---\n",
            "# T\n\n---\nowner: A\nother: b\n---\n",
            "# T\n\n---\nowner: A\nstatus: b\n",
            "# T\n\n---\nowner: A\n\n# status: b\n\nstatus: c\n---\n",
            "| a |\n| --- |\n| owner: A |\n",
        ] {
            assert_eq!(fence(text), None, "{text:?}");
        }
        let far = format!("{}---\nowner: A\nstatus: b\n---\n", "text\n".repeat(MAX_LINES_ABOVE));
        assert_eq!(fence(&far), None);
    }
}
