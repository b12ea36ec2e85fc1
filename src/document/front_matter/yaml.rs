//! Reads a block of YAML: limits, problems, and what is saved when it is broken.

use super::events::{self, Outcome, Stop};
use super::{MAX_NODES, lines, recovery, too_large, tree};
use crate::document::node::{Entry, NodeValue};
use crate::document::problem::{ParseProblem, ProblemCode};
use crate::source::{Span, boundary_before};

/// See [`super::read_yaml`]; `content` is a valid slice of `text`.
pub(super) fn read(text: &str, content: Span, problems: &mut Vec<ParseProblem>) -> (Vec<Entry>, bool) {
    if let Some(problem) = too_large(text, content) {
        problems.push(problem);
        return (Vec::new(), true);
    }
    let mut budget = MAX_NODES;
    let Outcome { root, stop, resume } = events::build(text, content, &mut budget, problems);
    let is_whole = stop.is_none();
    let mut entries = match root {
        None => Vec::new(),
        Some(node) => match node.value {
            NodeValue::Map(entries) => entries,
            NodeValue::Null => Vec::new(),
            _ if !is_whole => Vec::new(),
            _ => {
                let span = lines::mark(text, node.span.start as usize, content);
                problems.push(no_mapping(&text[node.span.range()], span));
                return (Vec::new(), true);
            }
        },
    };
    match stop {
        None => {}
        Some(Stop::TooComplex(problem)) => problems.push(problem),
        Some(Stop::Syntax(place, message)) => {
            problems.push(invalid(text, content, place, &format!("invalid YAML in front matter: {message}")));
            recovery::recover(text, content, resume, &mut entries, &mut budget, problems);
        }
    }
    tree::report_duplicates(&entries, problems);
    (entries, !is_whole)
}

fn no_mapping(written: &str, span: Span) -> ParseProblem {
    if written.starts_with("{{") {
        return ParseProblem::new(ProblemCode::TemplateInFrontMatter, span, "front matter is written by a template");
    }
    ParseProblem::new(ProblemCode::FrontMatterNotMapping, span, "front matter is no mapping of keys to values")
}

/// The problem that a block cannot be read from a place on; a template in the block is the more likely reason.
pub(super) fn invalid(text: &str, content: Span, place: usize, message: &str) -> ParseProblem {
    let block = &text[content.range()];
    let base = content.start as usize;
    let place = boundary_before(text, place.clamp(base, content.end as usize));
    let line = block[..place - base].rfind('\n').map_or(0, |at| at + 1);
    let template = lines::template(block, line).or_else(|| lines::template(block, 0));
    let Some(at) = template else {
        return ParseProblem::new(ProblemCode::InvalidFrontMatter, lines::mark(text, place, content), message);
    };
    let span = Span::new(base + at, base + at + 2);
    let message = format!("template syntax `{}` keeps front matter from being read", &text[span.range()]);
    ParseProblem::new(ProblemCode::TemplateInFrontMatter, span, message)
}

#[cfg(test)]
mod tests {
    use crate::document::front_matter::tests::{report, show};
    use crate::document::front_matter::{Entry, ParseProblem, read};
    use crate::document::node::{Node, NodeValue};

    fn yaml(content: &str) -> (String, Vec<String>) {
        report(&format!("---\n{content}---\n"))
    }

    /// Keys and values as they are written, in the order of the text.
    fn written(text: &str, entries: &[Entry]) -> Vec<String> {
        let node = |node: &Node| text[node.span.range()].to_owned();
        entries.iter().map(|entry| format!("{}|{}", &text[entry.key_span.range()], node(&entry.value))).collect()
    }

    #[test]
    fn scalars_keep_their_text() {
        let (entries, problems) =
            yaml("a: 1.10\nb: NO # c\nc: 2026-01-01\nd: 'it''s'\ne: \"\\u00e4\\n\"\nf:\tg\nh: i\n  j\n");
        assert_eq!(entries, "a=1.10; b=NO; c=2026-01-01; d=it's; e=ä\n; f=g; h=i j");
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(yaml("a: |\n  b\n  c\nd: >-\n  e\n  f\ng: |\n").0, "a=b\nc\n; d=e f; g=");
    }

    #[test]
    fn only_words_without_quotes_say_nothing() {
        assert_eq!(yaml("a: ~\nb: null\nc:\nd: '~'\ne: \"\"\nf: [~, g]\n").0, "a=(); b=(); c=(); d=~; e=; f=[(), g]");
    }

    #[test]
    fn places_are_those_of_the_text() {
        let text = "---\r\nä: \"ö\" # c\r\n'b' : c\r\nd:\r\n- e\r\n-\r\nf: # g\r\nh: {i: j}\r\nk: |\r\n  l\r\n\r\nm:\r\n  n: o\r\n---\r\n";
        let matter = read(text, &mut Vec::new()).unwrap();
        let found = written(text, &matter.entries);
        assert_eq!(found, ["ä|\"ö\"", "'b'|c", "d|- e\r\n-", "f|", "h|{i: j}", "k|l", "m|n: o"]);
        let NodeValue::List(items) = &matter.entries[2].value.value else {
            panic!("{}", show(&matter.entries[2].value))
        };
        assert!(text[..items[1].span.start as usize].ends_with("e\r\n-"));
        assert!(text[..matter.entries[3].value.span.start as usize].ends_with("f:"));
    }

    #[test]
    fn a_key_set_twice_is_kept_twice() {
        let (entries, problems) = yaml("a: 1\nb: {c: 1, 'c': 2}\na: 3\n");
        assert_eq!(entries, "a=1; b={c=1; c=2}; a=3");
        assert_eq!(problems, ["DuplicateKey at \"'c'\"", "DuplicateKey at \"a\""]);
    }

    #[test]
    fn aliases_tags_and_merges_are_reported_and_not_followed() {
        let (entries, problems) = yaml("a: &x 1\nb: *x\nc: [*y]\n<<: *x\nd: !t 2\ne: !!map\n  f: g\n*x : h\n");
        assert_eq!(entries, "a=1; b=*x; c=[*y]; <<=*x; d=2; e={f=g}; *x=h");
        let places = ["YamlAlias at \"*x\"", "YamlAlias at \"*y\"", "YamlAlias at \"<<\"", "YamlTag at \"!t\""];
        assert_eq!(problems[..4], places);
        assert_eq!(problems[4..], ["YamlTag at \"!!map\"", "YamlAlias at \"*x\""]);
    }

    #[test]
    fn a_template_in_place_of_a_value_is_its_text() {
        let (entries, problems) = yaml("a: {{ b }}\nc: [{{ d }}, e]\nf: <%= g %>\n? [h, i]\n: j\n");
        assert_eq!((entries.as_str(), problems), ("a={{ b }}; c=[{{ d }}, e]; f=<%= g %>; [h, i]=j", vec![]));
        assert_eq!(yaml("{{ a }}\n# b: c\nd\n"), ("none".into(), vec![]));
    }

    #[test]
    fn what_is_no_mapping_is_named() {
        assert_eq!(yaml("- a\n"), (" (broken)".into(), vec!["FrontMatterNotMapping at \"-\"".into()]));
        assert_eq!(yaml("# a\n"), (String::new(), vec![]));
        assert_eq!(yaml("a: b\n--- c: d\n"), ("a=b (broken)".into(), vec!["InvalidFrontMatter at \"-\"".into()]));
    }

    #[test]
    fn errors_stand_where_they_are_and_are_explained() {
        for (content, place, message) in [
            ("ä: ö: b\n", ": b", "`:` inside a value without quotes; check the quotes and the indentation"),
            ("a: \"b\nc: d\n", "\"b", "a quote that is not closed"),
            ("a: \"b\"c: d\n", "c: d", "text behind a closing quote"),
            ("a: [b\n", "[b", "`[` is not closed"),
            ("a:\n\tb: c\n", "b: c", "a tab in the indentation; use spaces"),
            ("a: %b\n", "%b", "a value cannot begin with `%`; put it in quotes"),
        ] {
            let text = format!("---\n{content}---\n");
            let mut problems: Vec<ParseProblem> = Vec::new();
            read(&text, &mut problems).unwrap();
            assert_eq!(problems[0].message, format!("invalid YAML in front matter: {message}"));
            assert!(text[problems[0].span.start as usize..].starts_with(place), "{content:?} {problems:?}");
        }
    }
}
