//! What holds for every text.

use proptest::prelude::*;

use super::{read, read_yaml, tests::outline, unopened_block};
use crate::document::node::{Entry, Node, NodeValue};
use crate::document::problem::ParseProblem;
use crate::source::Span;

/// Pieces that make texts look like front matter, right and wrong.
fn yamlish() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("---\n"),
        Just("...\n"),
        Just("+++\n"),
        Just("\n"),
        Just("  "),
        Just("    "),
        Just("\t"),
        Just("- "),
        Just("a: "),
        Just("ö:\n"),
        Just("b: |\n"),
        Just("c: >-\n"),
        Just("\"x\""),
        Just("'y'"),
        Just("\""),
        Just("'"),
        Just("["),
        Just("]"),
        Just("{"),
        Just("}"),
        Just("{{ v }}"),
        Just("{% v %}"),
        Just(", "),
        Just("# c\n"),
        Just("&n "),
        Just("*n "),
        Just("!t "),
        Just("<<: "),
        Just("? "),
        Just(": "),
        Just("~"),
        Just("null"),
        Just("text"),
        Just("\u{0}"),
        Just("\u{feff}"),
        Just("\u{85}"),
        Just("\\"),
        Just("\\u00"),
        Just("k = 1\n"),
        Just("[t]\n"),
        Just("x.y = "),
        Just("\"k\": "),
        Just("%"),
        Just("@"),
        Just("😀"),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn opened() -> impl Strategy<Value = String> {
    let fences = prop_oneof![
        Just(("---\n", "\n---\n")),
        Just(("---\na: b\n", "\n---\ntext")),
        Just(("+++\n", "\n+++\n")),
        Just(("{", "}\n")),
        Just(("", "\n---\n")),
        Just(("\u{feff}\n---\nk: ", "\n...\n")),
        Just(("---\na: ", "")),
        Just(("+++\na = ", "")),
        Just(("{\"a\": ", "")),
    ];
    (fences, prop_oneof![yamlish(), any::<String>()]).prop_map(|((open, close), text)| format!("{open}{text}{close}"))
}

fn check_node(text: &str, node: &Node) {
    assert!(text.get(node.span.range()).is_some(), "{:?}", node.span);
    match &node.value {
        NodeValue::List(items) => items.iter().for_each(|item| check_node(text, item)),
        NodeValue::Map(entries) => check_entries(text, entries),
        _ => {}
    }
}

fn check_entries(text: &str, entries: &[Entry]) {
    for entry in entries {
        assert!(text.get(entry.key_span.range()).is_some(), "{:?}", entry.key_span);
        check_node(text, &entry.value);
    }
}

fn check_problems(text: &str, problems: &[ParseProblem]) {
    for problem in problems {
        assert!(text.get(problem.span.range()).is_some(), "{problem:?}");
        assert!(!problem.message.contains(['\n', '\r', '\0']), "{problem:?}");
    }
}

fn check(text: &str) {
    let mut problems = Vec::new();
    if let Some(matter) = read(text, &mut problems) {
        assert!(text.get(matter.span.range()).is_some());
        check_entries(text, &matter.entries);
        let is_inside = |entry: &Entry| matter.span.contains(entry.key_span) && matter.span.contains(entry.value.span);
        assert!(matter.entries.iter().all(is_inside), "{matter:?}");
        assert!(problems.iter().all(|problem| matter.span.contains(problem.span)), "{problems:?}");
    } else {
        assert_eq!(problems, []);
    }
    check_problems(text, &problems);
    if let Some((content, end)) = unopened_block(text) {
        assert!(text.get(content.range()).is_some() && text.is_char_boundary(end));
    }
    let mut problems = Vec::new();
    let (entries, _) = read_yaml(text, Span::new(0, text.len()), &mut problems);
    check_entries(text, &entries);
    check_problems(text, &problems);
}

/// The tree and the kinds of problems; places differ with the line endings.
fn essence(text: &str) -> Option<(String, bool, Vec<super::ProblemCode>)> {
    let mut problems = Vec::new();
    let matter = read(text, &mut problems)?;
    Some((outline(&matter.entries), matter.is_broken, problems.iter().map(|problem| problem.code).collect()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_without_failing(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn text_like_front_matter_is_read_without_failing(text in prop_oneof![yamlish(), opened()]) {
        check(&text);
        check(&text.replace('\n', "\r\n"));
    }

    #[test]
    fn line_endings_make_no_difference(text in opened().prop_filter("has line feeds only", |text| !text.contains('\r'))) {
        prop_assert_eq!(essence(&text), essence(&text.replace('\n', "\r\n")));
    }

    #[test]
    fn what_is_written_is_read(pairs in prop::collection::btree_map("[a-zß][a-z0-9_]{0,9}", any::<String>(), 1..9)) {
        let lines = pairs.iter().map(|(key, value)| format!("{key}: {}\n", serde_json::Value::from(value.as_str())));
        let text = format!("---\n{}---\n", lines.collect::<String>());
        let mut problems = Vec::new();
        let matter = read(&text, &mut problems).unwrap();
        // YAML refuses some control characters even in quotes; they are no concern of this test.
        prop_assume!(problems.is_empty());
        let found: Vec<_> = matter.entries.iter().map(|entry| (entry.key.clone(), entry.value.scalar().unwrap().to_owned())).collect();
        prop_assert_eq!(found, pairs.into_iter().collect::<Vec<_>>());
    }
}

/// Hostile inputs of a size at which more than linear time or recursion would be felt.
#[test]
fn hostile_inputs_are_harmless() {
    let many = 100_000;
    let bomb: Vec<_> = (1..60).map(|n| format!("k{n}: &k{n} [*k{0}, *k{0}, *k{0}]\n", n - 1)).collect();
    let stairs: Vec<_> = (0..900).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    for content in [
        bomb.concat(),
        format!("a: {}", "[".repeat(many)),
        format!("a: {}", "{a: ".repeat(many)),
        format!("a: {}", "- ".repeat(many)),
        format!("a:\n{}", stairs.concat()),
        "a: b\n".repeat(many),
        "a: b: c\n".repeat(many),
        format!("a: {}", "\"x\"a: ".repeat(many)),
        format!("a: {}\n{}", "\"x\"a: ".repeat(20), " x\n".repeat(many)),
        format!("a: @\n{}", "b: [\n".repeat(many)),
        format!("a: {}", "{{".repeat(many)),
        format!("a:{}b", "\n# c".repeat(many)),
        format!("a:\n{}", "- \n".repeat(many)),
        format!("a: {}", "x".repeat(1_000_000)),
        format!("a: \"{}", "\\".repeat(many)),
    ] {
        check(&format!("---\n{content}\n---\n"));
    }
    check(&format!("+++\na = {}\n+++\n", "[".repeat(many)));
    check(&format!("+++\n{}a = 1\n+++\n", "a.".repeat(many)));
    check(&format!("+++\n{}\n+++\n", "a = =\n".repeat(many)));
    check(&format!("{{\"a\": {}1{}}}\n", "[".repeat(many), "]".repeat(many)));
    check(&"\n".repeat(many));
    check(&format!("---\n{}", "# c\n".repeat(many)));
}
