//! Labels that stand where others write a heading: first cells of rows in tables, words in bold at the beginning of lines and
//! list items, and lines that are set in italics as a whole.

use super::body::BlockKind;
use super::{Document, plain};

/// A label with what it stands for.
#[derive(Debug)]
pub struct Label<'a> {
    /// Its words, markup left out.
    pub name: String,
    /// What follows it: the other cells of its row, or the rest of its line. Markup is in it.
    pub texts: Vec<&'a str>,
}

impl Document {
    /// All labels: those of tables, then those of lines, each in the order of the text. A header is no label, and a row with a
    /// single cell has none.
    pub fn labels(&self) -> impl Iterator<Item = Label<'_>> {
        self.labels_of_rows().chain(self.labels_of_lines())
    }

    fn labels_of_rows(&self) -> impl Iterator<Item = Label<'_>> {
        let rows = self.body.tables.iter().flat_map(|table| table.rows.iter().skip(1));
        rows.filter_map(|row| match row.as_slice() {
            [] | [_] => None,
            [label, cells @ ..] => Some(Label {
                name: plain(self.source.slice(*label)),
                texts: cells.iter().map(|cell| self.source.slice(*cell)).collect(),
            }),
        })
    }

    /// The labels of lines alone, in the order of the text.
    pub fn labels_of_lines(&self) -> impl Iterator<Item = Label<'_>> {
        let blocks = self.body.blocks.iter();
        let texts = blocks.filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::List));
        texts.flat_map(|block| self.source.slice(block.span).lines()).filter_map(|line| {
            let bare = line.trim_start_matches([' ', '\t', '-', '+', '>', '|']).trim_start_matches("* ");
            let bare = without_number(bare);
            let (label, text) = emphasized(bare).or_else(|| before_colon(bare).filter(|_| is_item(line)))?;
            Some(Label { name: label.to_owned(), texts: vec![text.trim_start_matches([':', ' '])] })
        })
    }
}

/// The words in bold at the beginning of a line and the rest of it, or the words of a line that is in italics as a whole: at the
/// beginning of a sentence italics only stress a word.
fn emphasized(line: &str) -> Option<(&str, &str)> {
    for mark in ["**", "__"] {
        if let Some(rest) = line.strip_prefix(mark) {
            return rest.split_once(mark);
        }
    }
    let mark = line.chars().next().filter(|first| matches!(first, '*' | '_'))?;
    let label = line.trim_end_matches([' ', '\t', ':', '.']).strip_prefix(mark)?.strip_suffix(mark)?;
    (!label.is_empty() && !label.contains(mark)).then_some((label, ""))
}

/// Whether a line begins an item of a list.
fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with(['-', '*', '+']) || without_number(line).len() < line.len()
}

/// A few words in front of a colon, and what stands behind it: "Audit results: all closed".
fn before_colon(line: &str) -> Option<(&str, &str)> {
    /// Most words of a label that nothing sets off.
    const MOST_WORDS: usize = 10;
    let (label, text) = line.split_once(": ")?;
    let is_label = label.starts_with(char::is_alphabetic) && !label.contains(['.', '(', '[', '|', '`', '*', '_']);
    (is_label && label.split_whitespace().count() <= MOST_WORDS).then_some((label, text))
}

/// A line without the number or letter of a list item: `2. `, `b) `.
fn without_number(line: &str) -> &str {
    let length = line.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let is_number = (1..=3).contains(&length) && (length == 1 || line.as_bytes()[0].is_ascii_digit());
    let rest = line[length..].strip_prefix(['.', ')']).filter(|rest| is_number && rest.starts_with([' ', '\t']));
    rest.map_or(line, |rest| rest.trim_start_matches([' ', '\t']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::ReadOptions;
    use crate::source::Source;
    use crate::vocabulary::Vocabulary;

    #[test]
    fn labels_of_tables_and_lines_come_with_what_they_stand_for() {
        let text = "| A | B |\n|---|---|\n| `Scope` | one | two |\n\n- **Purpose:** why\n\n* **Roles** who\n\n2. **Review**: yearly\n\n\
                    b. *Risk criteria*\n\n*All* of them are *listed*\n\nnot **Here** at all\n\n- Audit results: all closed\n- see: [x](y: z)\n- no label\n\nNo item: text\n\n*Made on Monday.*\n\n| **Likelihood** | Score\n";
        let document = Document::parse(Source::new("a.md", text), &Vocabulary::default(), ReadOptions::default());
        let found: Vec<_> = document.labels().map(|label| (label.name, label.texts.concat())).collect();
        let expected = [
            ("Scope", "one"),
            ("Purpose:", "why"),
            ("Roles", "who"),
            ("Review", "yearly"),
            ("Risk criteria", ""),
            ("Audit results", "all closed"),
            ("see", "[x](y: z)"),
            ("Made on Monday.", ""),
            ("Likelihood", "| Score"),
        ];
        assert_eq!(found, expected.map(|(name, text)| (name.to_owned(), text.to_owned())));
    }
}
