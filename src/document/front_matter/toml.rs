//! Reads a block of TOML.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{MAX_DEPTH, MAX_NODES, TOO_DEEP, lines, too_complex, too_large, yaml};
use crate::document::node::{Entry, Node, NodeValue};
use crate::document::problem::{ParseProblem, ProblemCode};
use crate::source::Span;

/// Mistakes of one block that are reported at most; more are no help.
const MAX_ERRORS: usize = 20;

/// Reads the TOML in `content`, a valid slice of `text`: its entries, and whether something in it could not be read.
pub(super) fn read(text: &str, content: Span, problems: &mut Vec<ParseProblem>) -> (Vec<Entry>, bool) {
    if let Some(problem) = too_large(text, content) {
        problems.push(problem);
        return (Vec::new(), true);
    }
    let (block, places) = unify(&text[content.range()], content.start as usize);
    let (table, mut errors) = DeTable::parse_recoverable(&block);
    errors.sort_by_key(|error| error.span().map_or(0, |span| span.start));
    let mut is_broken = false;
    // Further mistakes on a line are mostly consequences of the first.
    let (mut count, mut line_end) = (0, content.start as usize);
    for error in errors {
        let span = lines::inside(text, places.span(error.span().unwrap_or_default()));
        let place = span.start as usize;
        // The library tells the kinds of errors apart by their message only; tests pin these.
        if matches!(error.message(), "recursion limit" | "cannot recurse further; max recursion depth met") {
            problems.push(too_complex(lines::mark(text, place, content), TOO_DEEP));
            return (Vec::new(), true);
        }
        if error.message() == "duplicate key" {
            let message =
                format!("key `{}` is set twice", lines::printable(text[span.range()].trim_matches(['"', '\''])));
            problems.push(ParseProblem::new(ProblemCode::DuplicateKey, span, message));
            continue;
        }
        if count < MAX_ERRORS && (place >= line_end || count == 0) {
            let message = lines::printable(error.message());
            problems.push(yaml::invalid(text, content, place, &format!("invalid TOML in front matter: {message}")));
            count += 1;
            line_end = lines::lines(text, place, text.len()).next().map_or(text.len(), |line| line.next);
        }
        is_broken = true;
    }
    let mut reader = Reader { text, places, nodes: 0, stop: None };
    let entries = reader.entries(table.get_ref(), 1);
    if let Some(problem) = reader.stop {
        problems.push(problem);
        is_broken = true;
    }
    (entries, is_broken)
}

/// Where offsets into a block whose lines all end in a line feed stand in the text.
struct Places {
    base: usize,
    /// The line feeds, in the block, that have a carriage return before them in the text.
    shortened: Vec<usize>,
}

impl Places {
    fn span(&self, range: Range<usize>) -> Span {
        let place = |offset| self.base + offset + self.shortened.partition_point(|&at| at < offset);
        let start = place(range.start);
        Span::new(start, place(range.end).max(start))
    }
}

/// The block with line feeds only: the library takes the carriage return into what never closes on its line.
fn unify(block: &str, base: usize) -> (Cow<'_, str>, Places) {
    if !block.contains("\r\n") {
        return (block.into(), Places { base, shortened: Vec::new() });
    }
    let ends = block.match_indices("\r\n").enumerate();
    let shortened = ends.map(|(removed, (at, _))| at - removed).collect();
    (block.replace("\r\n", "\n").into(), Places { base, shortened })
}

struct Reader<'t> {
    text: &'t str,
    places: Places,
    nodes: usize,
    stop: Option<ParseProblem>,
}

impl Reader<'_> {
    fn entries(&mut self, table: &DeTable<'_>, depth: usize) -> Vec<Entry> {
        let mut written: Vec<_> = table.iter().collect();
        written.sort_by_key(|(key, _)| key.span().start);
        let mut entries = Vec::with_capacity(written.len());
        for (key, value) in written {
            let key_span = self.span(key.span());
            if !self.has_room(key_span, depth) {
                break;
            }
            let value = self.node(value, key_span, depth);
            entries.push(Entry { key: key.get_ref().to_string(), key_span, value });
        }
        entries
    }

    fn node(&mut self, value: &Spanned<DeValue<'_>>, key: Span, depth: usize) -> Node {
        let span = self.span(value.span());
        let value = match value.get_ref() {
            DeValue::Table(table) => NodeValue::Map(self.entries(table, depth + 1)),
            DeValue::Array(items) => {
                let mut nodes = Vec::with_capacity(items.len());
                for item in items {
                    if !self.has_room(self.span(item.span()), depth + 1) {
                        break;
                    }
                    nodes.push(self.node(item, key, depth + 1));
                }
                NodeValue::List(nodes)
            }
            _ if span.is_empty() => {
                let rest = &self.text[key.end as usize..];
                let behind = rest.trim_start_matches([' ', '\t']);
                let at = if behind.starts_with('=') { self.text.len() - behind.len() + 1 } else { key.end as usize };
                return Node { span: Span::at(at), value: NodeValue::Null };
            }
            DeValue::String(text) => NodeValue::Scalar(text.to_string()),
            _ => NodeValue::Scalar(self.text[span.range()].to_owned()),
        };
        Node { span, value }
    }

    fn has_room(&mut self, place: Span, depth: usize) -> bool {
        self.nodes += 1;
        if self.stop.is_none() && depth > MAX_DEPTH {
            self.stop = Some(too_complex(place, TOO_DEEP));
        } else if self.stop.is_none() && self.nodes > MAX_NODES {
            self.stop = Some(too_complex(place, format_args!("has more than {MAX_NODES} keys and values")));
        }
        self.stop.is_none()
    }

    fn span(&self, range: Range<usize>) -> Span {
        lines::inside(self.text, self.places.span(range))
    }
}

#[cfg(test)]
mod tests {
    use crate::document::front_matter::tests::report;

    #[test]
    fn numbers_and_dates_stay_as_they_are_written() {
        let (entries, problems) =
            report("+++\nb = 2026-01-01\na = 1.10\nt = \"\"\"\r\nx\r\ny\"\"\"\n[[l]]\nk = true\n[[l]]\n+++\n");
        assert_eq!((entries.as_str(), problems), ("b=2026-01-01; a=1.10; t=x\ny; l=[{k=true}, {}]", vec![]));
    }

    #[test]
    fn a_mistake_costs_its_entry_only() {
        let (entries, problems) = report("+++\nä = \"ö\"\nb = \nc = 1\nc = 2\nd = 2026-13-01\ne = 3\n+++\n");
        assert_eq!(entries, "ä=ö; b=(); c=1; d=2026-13-01; e=3 (broken)");
        assert_eq!(problems.len(), 4, "{problems:?}");
        assert!(problems.contains(&"DuplicateKey at \"c\"".to_owned()), "{problems:?}");
    }

    #[test]
    fn deep_tables_are_cut_off() {
        for deep in
            [vec!["a"; 79].join(".") + " = 1", vec!["a"; 99].join(".") + " = 1", "a = ".to_owned() + &"[".repeat(99)]
        {
            let (_, problems) = report(&format!("+++\n{deep}\n+++\n"));
            assert!(problems[0].starts_with("FrontMatterTooComplex"), "{problems:?}");
        }
    }
}
