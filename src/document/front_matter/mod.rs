//! Cuts the front matter from the top of a file and reads it (YAML, TOML, JSON) into a tree with places.
//!
//! Nothing here fails: what is wrong is added to a list of problems, what can be saved is kept, and every span is a valid
//! slice of the text that was given. All passes are linear; size, depth and number of values are limited.

mod cut;
mod events;
mod explain;
mod json;
mod lines;
mod misplaced;
#[cfg(test)]
mod properties;
mod recovery;
mod toml;
mod tree;
mod unopened;
mod yaml;

use super::node::Entry;
use super::problem::{ParseProblem, ProblemCode};
use crate::source::Span;
use cut::Cut;
pub use misplaced::Misplaced;

/// Bytes of a block that are read at most.
const MAX_BYTES: usize = 1 << 20;
/// Lists and mappings inside each other at most; this also bounds the recursion when a tree is dropped.
const MAX_DEPTH: usize = 64;
/// What is wrong with a block that goes deeper.
const TOO_DEEP: &str = "has more than 64 lists and mappings inside each other";
/// Keys and values of a block at most.
const MAX_NODES: usize = 20_000;

/// The format of a block of metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Between lines of `---`.
    Yaml,
    /// Between lines of `+++`.
    Toml,
    /// A JSON object at the top of the file.
    Json,
}

/// Front matter as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontMatter {
    /// How it is written.
    pub format: Format,
    /// The whole block, fences included, without the line ending behind it.
    pub span: Span,
    /// Its entries in the order of the text; what could be saved where the block is broken.
    pub entries: Vec<Entry>,
    /// Whether something in the block could not be read, so that a key that is not among `entries` may still be written there.
    pub is_broken: bool,
}

/// Cuts and reads the block at the top of `text`, if there is one, and adds what is wrong with it to `problems`.
///
/// A byte order mark is skipped. Blank lines before the opening fence are accepted only before a closed block whose first
/// line is `key: value`. A fence is exactly three dashes (`---`) or plus signs (`+++`) and trailing blanks; YAML may also close
/// with `...`. A leading `---` that opens no mapping is a thematic break, which is text.
///
/// Spans are byte offsets into `text`. Total: no input makes it fail or take more than linear time, and a file without front
/// matter costs a look at its first bytes.
pub fn read(text: &str, problems: &mut Vec<ParseProblem>) -> Option<FrontMatter> {
    let Cut { format, span, content, unclosed } = cut::cut(text)?;
    let mut found = Vec::new();
    let (entries, is_broken) = match format {
        Format::Yaml => read_yaml(text, content, &mut found),
        Format::Toml => toml::read(text, content, &mut found),
        Format::Json => json::read(text, content, &mut found),
    };
    if let Some(fence) = unclosed {
        // What is wrong with the end of a block that has no end is no news.
        found.retain(|problem| problem.code == ProblemCode::DuplicateKey);
        found.push(ParseProblem::new(
            ProblemCode::UnclosedFrontMatter,
            fence,
            "front matter opens here and never closes",
        ));
    }
    found.sort_by_key(|problem| problem.span);
    problems.append(&mut found);
    Some(FrontMatter { format, span, entries, is_broken: is_broken || unclosed.is_some() })
}

/// Reads the YAML in `content`, a stretch of `text`: its entries, and whether something in it could not be read.
///
/// Fences of `---` inside `content`, as in a fenced code block that holds whole front matter, are accepted. Spans are byte
/// offsets into `text`. Total and linear.
pub fn read_yaml(text: &str, content: Span, problems: &mut Vec<ParseProblem>) -> (Vec<Entry>, bool) {
    yaml::read(text, lines::inside(text, content), problems)
}

/// A YAML block with no opening fence at the top of `text`: its content, and the offset behind its closing fence (before the
/// line ending).
///
/// It counts only if every line up to the closing `---` looks like YAML and there are two keys, or one that holds a list:
/// a line of text above `---` is a heading.
pub fn unopened_block(text: &str) -> Option<(Span, usize)> {
    unopened::unopened_block(text)
}

/// A YAML block near the top of `text` that is no front matter, because something stands above it or its fence is written otherwise.
///
/// It counts only if it closes, every line of it looks like YAML, and two of its keys are known.
pub fn misplaced_block(text: &str, is_known: impl Fn(&str) -> bool) -> Option<Misplaced> {
    misplaced::misplaced_block(text, is_known)
}

/// The problem that a block is deeper or larger than what is read.
fn too_complex(span: Span, what: impl std::fmt::Display) -> ParseProblem {
    ParseProblem::new(ProblemCode::FrontMatterTooComplex, span, format!("front matter {what}; the rest is not read"))
}

/// The problem that a block is larger than what is read, if it is.
fn too_large(text: &str, content: Span) -> Option<ParseProblem> {
    (content.len() > MAX_BYTES).then(|| {
        let place = lines::mark(text, content.start as usize, content);
        too_complex(place, format_args!("is larger than {} KiB", MAX_BYTES / 1024))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::node::{Node, NodeValue};

    /// Keys and values in one line, for comparisons.
    pub(super) fn outline(entries: &[Entry]) -> String {
        let entries: Vec<_> = entries.iter().map(|entry| format!("{}={}", entry.key, show(&entry.value))).collect();
        entries.join("; ")
    }

    pub(super) fn show(node: &Node) -> String {
        match &node.value {
            NodeValue::Null => "()".into(),
            NodeValue::Scalar(text) => text.clone(),
            NodeValue::List(items) => format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(", ")),
            NodeValue::Map(entries) => format!("{{{}}}", outline(entries)),
        }
    }

    /// The outline of the front matter, ` (broken)` behind it where it is, and its problems as `code at text`.
    pub(super) fn report(text: &str) -> (String, Vec<String>) {
        let mut problems = Vec::new();
        let Some(matter) = read(text, &mut problems) else {
            assert_eq!(problems, []);
            return ("none".into(), Vec::new());
        };
        let places = problems.iter().map(|problem| format!("{:?} at {:?}", problem.code, &text[problem.span.range()]));
        let broken = if matter.is_broken { " (broken)" } else { "" };
        (outline(&matter.entries) + broken, places.collect())
    }

    #[test]
    fn the_three_formats_give_the_same_tree() {
        for text in [
            "---\ntitle: A\ntags: [x, y]\nmore: {k: v}\n---\n",
            "+++\ntitle = \"A\"\ntags = [\"x\", \"y\"]\n[more]\nk = \"v\"\n+++\n",
            "{\"title\": \"A\", \"tags\": [\"x\", \"y\"],\n\t\"more\": {\"k\": \"v\"}}\n",
        ] {
            assert_eq!(report(text), ("title=A; tags=[x, y]; more={k=v}".into(), vec![]), "{text}");
        }
    }

    #[test]
    fn a_template_is_named_when_it_keeps_the_block_from_being_read() {
        let text = "---\ntitle: \"{{ replace .Name \"-\" \" \" | title }}\"\ndate: {{ .Date }}\ndraft: true\n---\n";
        let (entries, problems) = report(text);
        assert_eq!(entries, "title={{ replace .Name \"-\" \" \" | title }}; date={{ .Date }}; draft=true (broken)");
        assert_eq!(problems, ["TemplateInFrontMatter at \"{{\""]);
    }

    #[test]
    fn an_unclosed_block_keeps_its_leading_keys() {
        let text = "---\ntitle: A\ntags:\n  - x\nowner: B\n\n# Heading\n\nText: more\n";
        let (entries, problems) = report(text);
        assert_eq!(entries, "title=A; tags=[x]; owner=B (broken)");
        assert_eq!(problems, ["UnclosedFrontMatter at \"---\""]);
        let matter = read(text, &mut Vec::new()).unwrap();
        assert!(text[matter.span.range()].ends_with("owner: B"));
    }

    #[test]
    fn a_block_larger_than_the_limit_is_not_read() {
        let text = format!("---\na: {}\n---\n", "x".repeat(MAX_BYTES));
        assert_eq!(report(&text), (" (broken)".into(), vec!["FrontMatterTooComplex at \"a\"".into()]));
    }

    #[test]
    fn a_fenced_block_inside_the_content_is_read_too() {
        let text = "```yaml\n---\nowner: A\n---\n```\n";
        let mut problems = Vec::new();
        let (entries, is_broken) = read_yaml(text, Span::new(8, 25), &mut problems);
        assert_eq!((outline(&entries).as_str(), is_broken, problems), ("owner=A", false, vec![]));
        assert_eq!(&text[entries[0].value.span.range()], "A");
    }
}
