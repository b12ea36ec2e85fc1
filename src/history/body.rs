//! What a text says, apart from metadata, layout and targets of links: two texts that say the same have the same digest.

use crate::document::Document;
use crate::document::body::BlockKind;
use crate::document::html::is_markup;
use crate::source::Span;

/// The digest of what a text says.
pub type Digest = [u8; 16];

/// The digest of the text of a document.
pub fn digest(document: &Document) -> Digest {
    let text = document.source.text();
    let start = document.front_matter.map_or(0, |block| block.end as usize);
    let mut said = Said { bytes: Vec::with_capacity(text.len() - start) };
    let mut metadata: Vec<Span> = document
        .fields
        .iter()
        .filter(|field| field.is_in_text() && (field.definition.is_some() || !field.candidates.is_empty()))
        .map(|field| Span {
            start: field.key_span.start.min(field.span.start),
            end: field.span.end.max(field.key_span.end),
        })
        .chain(document.revisions.iter().map(|row| row.span))
        .chain(comments(document))
        .collect();
    metadata.sort_unstable_by_key(|span| span.start);
    let mut at = start;
    for span in metadata {
        let from = (span.start as usize).max(at);
        said.add(text.get(at..from).unwrap_or_default());
        at = at.max(span.end as usize);
    }
    said.add(text.get(at..).unwrap_or_default());
    let mut digest = Digest::default();
    digest.copy_from_slice(&blake3::hash(&said.bytes).as_bytes()[..16]);
    digest
}

/// Comments, which no reader sees.
fn comments(document: &Document) -> impl Iterator<Item = Span> + '_ {
    let body = &document.body;
    let blocks = body.blocks.iter().filter(|block| block.kind == BlockKind::Comment).map(|block| block.span);
    let is_comment = |span: &&Span| document.source.slice(**span).starts_with(COMMENT);
    blocks.chain(body.opaque.iter().filter(is_comment).copied())
}

/// How a comment begins.
const COMMENT: &str = "<!--";

/// Whether two texts behind their metadata blocks say the same, told from the lines that differ; none where these may hold
/// metadata, or decide what metadata is.
pub(super) fn says_the_same(a: &str, b: &str) -> Option<bool> {
    if a == b {
        return Some(true);
    }
    // The lines that differ may be a comment although none of them begins or ends one.
    if a.contains(COMMENT) || b.contains(COMMENT) {
        return None;
    }
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let head = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let start = a[..head].iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
    let tail = a[start..].iter().rev().zip(b[start..].iter().rev()).take_while(|(a, b)| a == b).count();
    // Back to the end of a line, so that whole lines are compared.
    let tail = a[a.len() - tail..].iter().position(|&byte| byte == b'\n').map_or(0, |line| tail - line - 1);
    let [a, b] = [&a[start..a.len() - tail], &b[start..b.len() - tail]].map(std::str::from_utf8);
    let (Ok(a), Ok(b)) = (a, b) else { return None };
    let may_matter = |line: &str| {
        let line = line.trim_start();
        line.contains([':', '|', '：']) || line.starts_with(['#', '=', '-', '<', '*']) || line.starts_with("```")
    };
    if a.lines().chain(b.lines()).any(may_matter) {
        return None;
    }
    let said = |text: &str| {
        let mut said = Said { bytes: Vec::with_capacity(text.len()) };
        said.add(text);
        said.bytes
    };
    Some(said(a) == said(b))
}

/// What is left of a text.
struct Said {
    bytes: Vec<u8>,
}

impl Said {
    fn add(&mut self, text: &str) {
        for line in text.lines() {
            let line = line.trim_start();
            // The definition of a link is nothing but a target; that of a footnote is text.
            if line.starts_with('[') && !line.starts_with("[^") && line.contains("]:") {
                continue;
            }
            self.add_line(line.strip_prefix("- ").or_else(|| line.strip_prefix("+ ")).unwrap_or(line));
        }
    }

    /// Markup, blanks and quotes are layout, and so is a target behind `](`, `href="` or a scheme.
    fn add_line(&mut self, line: &str) {
        let bytes = line.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let rest = &bytes[at..];
            let target = match rest[0] {
                b']' if rest.starts_with(b"](") => 2 + until(&rest[2..], b")"),
                b'h' if rest.starts_with(b"href=\"") => 6 + until(&rest[6..], b"\""),
                b'<' if is_tag(line, at) => 1 + until(rest, b">"),
                b'h' if rest.starts_with(b"http://") || rest.starts_with(b"https://") => until(rest, b" \t)>]\"|"),
                _ => 0,
            };
            if target > 0 {
                at += target;
                continue;
            }
            match rest[0] {
                b' ' | b'\t' | b'\x0b' | b'\x0c' | b'*' | b'_' | b'`' | b'#' | b'|' | b'\\' | b'~' | b'>' | b'"'
                | b'\'' => {}
                b'-' | b'=' if rest.get(1).is_none_or(|next| !next.is_ascii_alphanumeric()) => {}
                b':' if rest.get(1).is_none_or(|&next| matches!(next, b'-' | b'|' | b' ')) => {}
                // Typographic quotes, and a blank that does not break.
                0xe2 if matches!(rest, [_, 0x80, 0x98..=0x9f, ..]) => at += 2,
                0xc2 if rest.get(1) == Some(&0xa0) => at += 1,
                other => self.bytes.push(other),
            }
            at += 1;
        }
    }
}

/// Whether a tag of HTML begins at a place of a line and ends in it.
fn is_tag(line: &str, at: usize) -> bool {
    let Some(rest) = line.get(at..) else { return false };
    let begins = rest[1..].trim_start_matches('/').starts_with(|c: char| c.is_ascii_alphabetic());
    begins && rest.find('>').is_some_and(|end| is_markup(&rest[..=end]))
}

/// How many bytes stand in front of the first of some marks.
fn until(bytes: &[u8], marks: &[u8]) -> usize {
    bytes.iter().position(|byte| marks.contains(byte)).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::ReadOptions;
    use crate::source::Source;
    use crate::vocabulary::Vocabulary;

    fn says(text: &str) -> Digest {
        digest(&Document::parse(Source::new("a.md", text), Vocabulary::built_in(), ReadOptions::default()))
    }

    #[test]
    fn metadata_layout_and_targets_say_nothing() {
        let text = "---\nowner: Jane\n---\n# Title\n\nUse [it](a.md) at https://a.example/x now.\n\n- one\n- two\n";
        for other in [
            "---\nowner: John\nversion: 2\n---\n# Title\n\nUse [it](b/c.md#d) at http://a.example/y now.\n\n* one\n* two\n",
            "Title\n=====\n\n[x]: y.md\n\nUse [it](a.md)\nat https://a.example/x   now.\r\n\r\n- one\n- two",
        ] {
            assert_eq!(says(text), says(other), "{other}");
        }
        for other in ["# Title\n\nUse [them](a.md) at https://a.example/x now.\n\n- one\n- two\n", "# Title\n"] {
            assert_ne!(says(text), says(other), "{other}");
        }
    }

    #[test]
    fn the_lines_that_differ_tell_as_much_as_the_whole() {
        let text = "# A\n\nOne two.\nThree [four](x.md) five.\n\nEnd.\n";
        assert_eq!(says_the_same(text, text), Some(true));
        assert_eq!(says_the_same(text, &text.replace("x.md", "y.md")), Some(true));
        assert_eq!(says_the_same(text, &text.replace("two.\n", "two. ")), Some(true));
        assert_eq!(says_the_same(text, &text.replace("five", "six")), Some(false));
        assert_eq!(says_the_same(text, &text.replace("\n\nEnd.", "\nNew.\n\nEnd.")), Some(false));
        assert_eq!(says_the_same(text, &text.replace("One two", "Owner: Jane")), None);
        assert_eq!(says_the_same(text, &text.replace("# A", "# B")), None);
        assert_eq!(says_the_same("", "One"), Some(false));
        assert_eq!(says_the_same("<!--\na\n-->\n", "<!--\nb\n-->\n"), None);
    }

    #[test]
    fn comments_say_nothing_wherever_they_stand() {
        let text = "# Title\n\nOne two.\n\n- a\n- b\n";
        for other in [
            "# Title\n\n<!-- clauselint-ignore x until 2027-01-01 because y -->\nOne two.\n\n- a\n- b\n",
            "<!-- licence -->\n\n# Title\n\nOne <!-- or\nmore --> two.\n\n<!-- prettier-ignore -->\n- a\n- b\n",
        ] {
            assert_eq!(says(text), says(other), "{other}");
        }
        assert_ne!(says(text), says("# Title\n\nOne <insert number> two.\n\n- a\n- b\n"));
    }

    #[test]
    fn an_empty_cell_of_a_control_table_in_html_is_metadata_as_a_filled_one_is() {
        let table = |owner: &str| {
            format!(
                "# Access\n\n<table>\n<tr><th>Owner</th><td>{owner}</td></tr>\n<tr><th>Next review</th><td>2027-01-01</td></tr>\n\
                 <tr><th>Version</th><td>1.0</td></tr>\n</table>\n\nText.\n"
            )
        };
        assert_eq!(says(&table("Jane Doe")), says(&table("")));
        assert_eq!(says(&table("Jane Doe")), says(&table("<b>John Roe</b>")));
    }

    #[test]
    fn a_number_a_sign_and_a_word_say_something() {
        for (before, after) in
            [("99.5 %", "99.9 %"), ("1.5", "15"), ("-5 %", "5 %"), ("must", "must not"), ("[ ] a", "[x] a")]
        {
            assert_ne!(says(before), says(after), "{before} {after}");
        }
    }

    #[test]
    fn a_control_table_and_a_revision_history_are_metadata() {
        let table = |owner: &str, row: &str| {
            format!(
                "# Access\n\n| Field | Value |\n|---|---|\n| Owner | {owner} |\n| Next review | 2027-01-01 |\n\nText.\n\n\
                 ## Revision history\n\n| Version | Date | Change |\n|---|---|---|\n| 1.0 | 2026-01-01 | First |\n{row}"
            )
        };
        assert_eq!(says(&table("Jane", "")), says(&table("John", "| 1.1 | 2026-03-01 | Second site |\n")));
    }
}
