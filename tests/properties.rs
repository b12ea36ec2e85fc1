//! What holds for every input: bytes, documents as people write them, packs, configurations, days. The fuzz targets look for what
//! breaks the same invariants with more patience; what they find stands in `known` as well.

#[path = "../fuzz/src/invariants.rs"]
#[allow(unreachable_pub, missing_docs, reason = "the library of the fuzz targets has it as a public module")]
mod invariants;

use clauselint::config::LoadedConfig;
use clauselint::document::Document;
use clauselint::expression::functions;
use clauselint::input::file::Read;
use clauselint::input::stdin::read_stdin;
use clauselint::output::{is_steering, printable, printable_lines};
use clauselint::source::Source;
use clauselint::vocabulary::{fold, is_same_folded};
use jiff::civil::Date;
use proptest::prelude::*;
use proptest::sample::select;

/// A word or value, plain or as it troubles readers.
fn value() -> impl Strategy<Value = String> {
    let values = [
        "",
        "Jane Doe",
        "Jane Doe <jane@example.org>",
        "@jane; [Bob](mailto:bob@example.org)",
        "Jürgen Groß, Leiter IT",
        "2026-01-31",
        "31.01.2026",
        "31 January 2026",
        "05/11/2024",
        "2022-02-31",
        "0001-01-01",
        "12 months",
        "P1Y",
        "alle zwei Jahre",
        "every 99999999999999999999 years",
        "1.10",
        "v2.0-draft",
        "Approved",
        "superseded",
        "Entwurf",
        "policy",
        "ISMS-001",
        "TBD",
        "[OWNER]",
        "{{ owner }}",
        "YYYY-MM-DD",
        "`code`",
        "**bold** ~~x~~",
        "a: b",
        "\"quoted\\n\\u00e4\"",
        "'it''s'",
        "[a, b]",
        "{k: v}",
        "&anchor x",
        "*anchor",
        "!!str x",
        "|",
        "日本語 – 😀",
        "e\u{301}\u{200b}\u{202e}x",
        "tab\there",
        "\u{1b}[31m\u{9b}0m",
        "<br>",
        "&amp; &#124; \\|",
        "[x](b.md#purpose)",
    ];
    prop_oneof![4 => select(values.to_vec()).prop_map(str::to_owned), 1 => "[^\\n\\r]{0,12}"]
}

fn key() -> impl Strategy<Value = String> {
    let keys = [
        "owner",
        "Approved by",
        "approver",
        "last_reviewed",
        "Next review",
        "review_interval",
        "effective date",
        "version",
        "status",
        "type",
        "id",
        "supersedes",
        "language",
        "Approved",
        "Date",
        "Gültig ab",
        "Verantwortlich",
        "title",
        "whatever",
        "Propriétaire",
    ];
    prop_oneof![9 => select(keys.to_vec()).prop_map(str::to_owned), 1 => "[^\\n\\r]{0,6}"]
}

fn pairs(least: usize) -> impl Strategy<Value = Vec<(String, String)>> {
    prop::collection::vec((key(), value()), least..5)
}

fn joined(pairs: &[(String, String)], line: impl Fn(&str, &str) -> String) -> String {
    pairs.iter().map(|(key, value)| line(key, value)).collect()
}

/// A block of metadata at the top, of every format, and broken.
fn front_matter() -> impl Strategy<Value = String> {
    let yaml = || pairs(0).prop_map(|pairs| joined(&pairs, |key, value| format!("{key}: {value}\n")));
    let list = pairs(1).prop_map(|pairs| joined(&pairs, |key, value| format!("{key}:\n  - {value}\n  - b\n")));
    let toml = pairs(0).prop_map(|pairs| joined(&pairs, |key, value| format!("{key} = {value:?}\n")));
    let json = pairs(0).prop_map(|pairs| joined(&pairs, |key, value| format!("  {key:?}: {value:?},\n")));
    prop_oneof![
        3 => Just(String::new()),
        6 => yaml().prop_map(|inside| format!("---\n{inside}---\n")),
        2 => list.prop_map(|inside| format!("---\n{inside}---\n")),
        1 => yaml().prop_map(|inside| format!("{inside}---\n")),
        1 => yaml().prop_map(|inside| format!("---\n{inside}")),
        1 => yaml().prop_map(|inside| format!("```yaml\n{inside}```\n")),
        1 => toml.prop_map(|inside| format!("+++\n{inside}+++\n")),
        1 => json.prop_map(|inside| format!("{{\n{}\n}}\n", inside.trim_end_matches(",\n"))),
    ]
}

fn heading() -> impl Strategy<Value = String> {
    let titles = [
        "Policy",
        "Purpose",
        "Scope & roles",
        "Document control",
        "Revision history",
        "Zweck",
        "1. Geltungsbereich",
        "",
    ];
    let title = prop_oneof![5 => select(titles.to_vec()).prop_map(str::to_owned), 1 => value()];
    (title, 0..7_usize).prop_map(|(title, form)| match form {
        0 => format!("# {title}\n"),
        1 => format!("\n{title}\n=====\n"),
        2 => format!("<h2 id=\"x\">{title}</h2>\n"),
        3 => format!("\n**{title}**\n\n"),
        4 => format!("\n1\\. {title}\n\n"),
        5 => format!("### {title} {{#own-id}} ###\n"),
        _ => format!("## {title}\n"),
    })
}

/// A piece of the text.
fn block() -> impl Strategy<Value = String> {
    let control = pairs(1).prop_map(|pairs| {
        format!("\n| Field | Value |\n|---|---|\n{}\n", joined(&pairs, |key, value| format!("| {key} | {value} |\n")))
    });
    let headless = pairs(1).prop_map(|pairs| {
        format!("\n| | |\n|-|-|\n{}\n", joined(&pairs, |key, value| format!("|**{key}**|{value}|extra|\n")))
    });
    let across = pairs(2).prop_map(|pairs| {
        let (keys, values): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
        format!("\n| {} |\n|{}\n| {} |\n\n", keys.join(" | "), "-|".repeat(keys.len()), values.join(" | "))
    });
    let html = pairs(1).prop_map(|pairs| {
        format!(
            "<table>\n{}</table>\n\n",
            joined(&pairs, |key, value| format!("<tr><th>{key}</th><td>{value}</td></tr>\n"))
        )
    });
    let history = prop::collection::vec((value(), value(), value()), 1..4).prop_map(|rows| {
        let rows: Vec<_> = rows.iter().map(|(a, b, c)| format!("| {a} | {b} | {c} |\n")).collect();
        let rows = rows.concat();
        format!("\n| Version | Date | Author |\n|---|:-:|--:|\n{rows}\n")
    });
    let labels = (pairs(1), 0..6_usize).prop_map(|(pairs, form)| {
        let lines = joined(&pairs, |key, value| match form {
            0 => format!("**{key}:** {value}\n"),
            1 => format!("**{key}**: {value}  \n"),
            2 => format!("- {key}: {value}\n"),
            3 => format!("> *{key}*: {value}\\\n"),
            4 => format!("{key}: {value}<br>\n"),
            _ => format!("__{key}__ | {value} | "),
        });
        format!("\n{lines}\n\n")
    });
    let others = [
        "\nText that should be, *somehow*, read.\n\n",
        "- [ ] to do\n  - [x] done\n\n",
        "1. one\n   ```\n   owner: code\n   ```\n",
        "~~~\n# no heading\n",
        "<!-- owner: hidden\n-->\n",
        "<!-- never closed\n",
        "<details><summary>Owner: x</summary>\n\n",
        "</details>\n",
        "{{< include \"x\" >}}\n",
        "<% if x %>\n{% raw %}\n",
        "{# comment #}\n",
        "[a](b.md#scope) ![i](i.png) [r][r] <https://example.org>\n\n[r]: /c.md 'T'\n",
        "[^1]: owner: note\n\n",
        "> [!NOTE]\n> **Owner:** x\n",
        "---\n",
        "\n***\n\n",
        "\u{feff}",
        "\0",
        "\u{2028}\u{85}\n",
        "\t\tcode\n",
        "|",
        "\\",
        "&",
    ];
    prop_oneof![
        3 => heading(),
        2 => control,
        1 => headless,
        1 => across,
        1 => html,
        2 => history,
        3 => labels,
        4 => select(others.to_vec()).prop_map(str::to_owned),
        1 => "\\PC{0,20}\n?",
    ]
}

/// A document with line feeds only.
fn text() -> impl Strategy<Value = String> {
    let top = prop_oneof![9 => Just(""), 1 => Just("\u{feff}"), 1 => Just("\n")];
    (top, front_matter(), prop::collection::vec(block(), 0..8))
        .prop_map(|(top, front, blocks)| format!("{top}{front}{}", blocks.concat()).replace('\r', ""))
}

/// A document with line endings of any kind, perhaps mixed, perhaps cut off.
fn any_text() -> impl Strategy<Value = String> {
    (text(), 0..4_usize, any::<prop::sample::Index>()).prop_map(|(text, endings, cut)| match endings {
        0 => text.replace('\n', "\r\n"),
        1 => text.replace("\n\n", "\r\n\r").replace("|\n", "|\r"),
        2 => {
            let mut end = cut.index(text.len() + 1);
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            text[..end].to_owned()
        }
        _ => text,
    })
}

/// Lines of TOML as packs and configurations have them, in any order, with some noise.
fn toml() -> impl Strategy<Value = String> {
    let lines = [
        "[pack]\nid = \"p\"\ntitle = \"t\"\nversion = \"1\"\ndescription = \"d\"",
        "[[clause]]\nid = \"a:1\"\ntitle = \"ä\"",
        "[[kind]]\nname = \"policy\"\nis = \"policy\"\npaths = [\"**/{a,b\"]",
        "[[kind]]\nname = \"sla\"\nis = \"nothing\"",
        "[[field]]\nname = \"x\"\ntype = \"date\"\nspellings = [\"X\"]",
        "[[rule]]\nid = \"r\"\nclauses = [\"a:1\"]\nseverity = \"error\"\nwhy = \"w\"\nhelp = \"h\"",
        "[rule.check.text]\npatterns = [\"(\", \"ä{1,99999}\"]\ncalled = \"c\"",
        "[rule.check.calendar.overdue]",
        "[rule.check.section.require]\nsections = [\"purpose\", \"ünknown\"]",
        "packs = [\"core\", \"../x.toml\", \"nowhere\"]",
        "packs = []",
        "[documents]\ncontrolled = [\"[\"]",
        "[review]\ninterval = \"P0D\"",
        "[review]\ninterval = \"P12M\"",
        "[people]\nregisters = [\"a.md\"]\n[[people.person]]\nname = \"ü\"\nactive-until = \"2026-02-31\"",
        "[rules.review-overdue]\nseverity = \"off\"",
        "[rules.no-such-rule]\nseverity = \"info\"",
        "[rules.review-overdue]\nwith = { a = 1 }",
        "[fields]\nowner = [\"Chef\"]\n\"ö\" = [\"x\"]",
        "[states]\nnone = [\"x\"]",
        "unknown = 1",
        "= \u{1}",
    ];
    let line = prop_oneof![9 => select(lines.to_vec()).prop_map(str::to_owned), 1 => "\\PC{0,12}"];
    prop::collection::vec(line, 0..6).prop_map(|lines| lines.join("\n"))
}

fn day() -> impl Strategy<Value = Date> {
    let any = (-9999..=9999_i16, 1..=12_i8, 1..=28_i8).prop_map(|(year, month, day)| Date::constant(year, month, day));
    let near = (2020..=2030_i16, 1..=12_i8, 1..=28_i8).prop_map(|(year, month, day)| Date::constant(year, month, day));
    prop_oneof![Just(Date::MIN), Just(Date::MAX), any, near]
}

fn documents(texts: &[String]) -> Vec<Document> {
    let paths = ["a.md", "docs/b.mdx", "people.md", "docs/old/c.md"];
    paths.iter().zip(texts).map(|(path, text)| invariants::parse(path, text)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_without_a_panic_and_every_place_fits(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        match read_stdin(bytes.clone()) {
            Read::Text(text) => invariants::document(&invariants::parse("a.md", &text)),
            Read::Problem(problem) => {
                prop_assert!(problem.span.end as usize <= bytes.len());
                invariants::document(&Document::unread("a.md", String::new(), problem));
            }
            Read::Broken(before, problem) => {
                prop_assert!(problem.span.end as usize <= bytes.len());
                invariants::document(&Document::unread("a.md", before, problem));
            }
        }
    }

    #[test]
    fn any_characters_are_read_without_a_panic_and_every_place_fits(text in any::<String>()) {
        invariants::document(&invariants::parse("a.md", &text));
        invariants::front_matter(&text);
    }

    #[test]
    fn every_place_in_a_document_fits(text in any_text()) {
        invariants::document(&invariants::parse("a.md", &text));
        invariants::front_matter(&text);
    }

    #[test]
    fn line_endings_do_not_matter(text in text()) {
        let unix = invariants::outline(&invariants::parse("a.md", &text));
        let windows = invariants::outline(&invariants::parse("a.md", &text.replace('\n', "\r\n")));
        prop_assert_eq!(unix, windows);
    }

    #[test]
    fn values_are_read_the_same_from_their_canonical_form(text in prop_oneof![value(), any::<String>()]) {
        invariants::values(&text);
    }

    #[test]
    fn texts_are_the_same_once_folded_where_they_are_told_so(one in "[aA:_ \t\u{2010}é-]{0,6}", two in "[aA:_ \t\u{2010}é-]{0,6}") {
        prop_assert_eq!(is_same_folded(&one, &two), fold(&one) == fold(&two));
    }

    #[test]
    fn what_is_printable_steers_no_terminal(text in any::<String>()) {
        let shown = printable(&text);
        prop_assert!(!shown.contains(is_steering));
        prop_assert!(!shown.contains(char::is_control));
        prop_assert_eq!(shown.chars().count(), text.chars().count());
        let own = |c: char| matches!(c, '\n' | '\t' | '\u{1b}');
        prop_assert!(!printable_lines(&text).contains(|c: char| c.is_control() && !own(c)));
    }

    #[test]
    fn line_and_column_lead_back_to_the_offset(text in prop_oneof![any_text(), any::<String>()], at in any::<prop::sample::Index>()) {
        let source = Source::new("a.md", text.as_str());
        let boundaries: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let offset = *at.get(&boundaries);
        let place = source.location(u32::try_from(offset).expect("a small text"));
        let line = text.split_inclusive('\n').chain([""]).take(place.line - 1).map(str::len).sum::<usize>();
        let mark = if place.line == 1 && text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let back = text[line + mark..].chars().take(place.column - 1).map(char::len_utf8).sum::<usize>();
        prop_assert_eq!(line + mark + back, offset.max(mark));
        prop_assert_eq!(source.line_span(place.line - 1).start as usize, line);
    }

    #[test]
    fn any_text_is_read_as_a_pack_and_as_a_configuration(text in prop_oneof![4 => toml(), 1 => any::<String>()]) {
        invariants::pack(&text);
    }

    #[test]
    fn a_check_never_panics_and_no_output_steers_a_terminal(texts in prop::collection::vec(any_text(), 1..5), today in day()) {
        invariants::check(documents(&texts), today);
    }
}

/// A value in an expression, of some type or of none.
fn atom() -> impl Strategy<Value = String> {
    let atoms = [
        "r",
        "r.id",
        "r.name",
        "r.owner",
        "r.day",
        "r.span",
        "r.span.start",
        "r.share",
        "r.length",
        "r.other",
        "r.hours",
        "r.count",
        "r.every",
        "r.release",
        "r.state",
        "r.parent",
        "r.parent.parent.day",
        "r.peers",
        "r.peers[0]",
        "r.tags",
        "r.days",
        "r.doc",
        "r.doc.draft",
        "r.doc.owner",
        "r.nonsense",
        "today",
        "limit",
        "grace",
        "words",
        "year",
        "nobody",
        "one",
        "true",
        "false",
        "null",
        "0",
        "1",
        "-7",
        "1.5",
        "0.0",
        "1e308",
        "2u",
        "''",
        "'T-1'",
        "'thing'",
        "'parent'",
        "'things'",
        "'2026-11-30'",
        "'4 h (24x7)'",
        "[]",
        "[1, 2.5]",
        "['red', 'x']",
        "{}",
        "{'a': 1}",
        "b'x'",
        "all('thing')",
        "find('thing', 'T-3')",
        "documents('things')",
    ];
    prop_oneof![30 => select(atoms.to_vec()).prop_map(str::to_owned), 1 => "[a-z'()\\[\\].&|!<>=?:+*/%0-9 -]{0,8}"]
}

/// An expression over a record, mostly well formed.
fn expression() -> impl Strategy<Value = String> {
    let functions = functions::FUNCTIONS.iter().map(|function| function.name);
    let functions: Vec<&str> = functions.chain(["size", "int", "double", "has", "!", "-", "none"]).collect();
    let operators =
        ["+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "in", "&& !", "== -", "&&\n", "="];
    atom().prop_recursive(5, 24, 3, move |inner| {
        let operators = select(operators.to_vec());
        let function = select(functions.clone());
        let loops = select(vec!["all", "exists", "exists_one", "map", "filter"]);
        prop_oneof![
            4 => (inner.clone(), operators, inner.clone()).prop_map(|(a, operator, b)| format!("{a} {operator} {b}")),
            4 => (function.clone(), inner.clone()).prop_map(|(function, a)| format!("{function}({a})")),
            2 => (function.clone(), inner.clone(), inner.clone()).prop_map(|(function, a, b)| format!("{function}({a}, {b})")),
            1 => (function, inner.clone(), inner.clone()).prop_map(|(function, a, b)| format!("{a}.{function}({b})")),
            1 => (inner.clone(), inner.clone(), inner.clone()).prop_map(|(a, b, c)| format!("naming({a}, {b}, {c})")),
            3 => (inner.clone(), loops, inner.clone()).prop_map(|(a, name, b)| format!("{a}.{name}(one, {b})")),
            1 => (inner.clone(), inner.clone(), inner.clone()).prop_map(|(a, b, c)| format!("({a} ? {b} : {c})")),
            1 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a}[{b}]")),
            1 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("[{a}, {b}]")),
            1 => inner.clone().prop_map(|a| format!("({a})")),
            1 => (inner.clone(), select(vec!["==", "!="])).prop_map(|(a, sign)| format!("text({a}) {sign} ''")),
            1 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("folded({a}) == folded({b})")),
            1 => inner.clone().prop_map(|a| format!("{a}.start")),
            1 => inner.prop_map(|a| format!("{{{a}}} and {{r.id}}")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2048, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_expression_is_refused_at_its_place_or_has_a_value_without_a_panic(text in expression()) {
        invariants::expression(&text);
    }

    #[test]
    fn any_text_is_no_expression_or_one_without_a_panic(text in prop_oneof![atom(), "[ -~\\n\\t]{0,40}"]) {
        invariants::expression(&text);
    }
}

proptest! {
    // Every case reads the whole vocabulary.
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_configuration_file_is_read_or_refused(text in prop_oneof![4 => toml(), 1 => any::<String>()]) {
        let file = tempfile::NamedTempFile::new().expect("a temporary file");
        std::fs::write(file.path(), &text).expect("the file can be written");
        prop_assert_eq!(LoadedConfig::read(file.path()).is_ok(), toml::from_str::<clauselint::config::Config>(&text).is_ok());
        invariants::config(&text);
    }
}

/// What was found once.
mod known {
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_lone_carriage_return_is_not_shown_as_it_is() {
        invariants::check(
            vec![invariants::parse("a.md", "| a | b |\r\n|---|---|\r\n| owner | |0 |\r|x|\r\n")],
            Date::ZERO,
        );
        invariants::check(vec![invariants::parse("a.md", "\rtext that should not be shown twice\n")], Date::ZERO);
    }

    #[test]
    fn json_escapes_control_characters_above_ascii() {
        invariants::check(
            vec![invariants::parse("a.md", "---\nowner:\n  - \u{1b}[31m\u{9b}0m\u{7f}\n  - b\n---\n")],
            Date::ZERO,
        );
    }

    #[test]
    fn code_over_two_lines_of_a_heading_is_the_same_with_any_line_ending() {
        let text = "the `first \nsecond` part\n---\n";
        let unix = invariants::outline(&invariants::parse("a.md", text));
        assert_eq!(unix, invariants::outline(&invariants::parse("a.md", &text.replace('\n', "\r\n"))));
    }

    /// Runs something that takes much less than a second where it is linear, and minutes where it is not.
    fn is_soon_done(work: impl FnOnce() + Send + 'static) {
        let (done, is_done) = channel();
        std::thread::spawn(move || {
            work();
            // Where nobody waits any more the test has failed already.
            let _ = done.send(());
        });
        is_done.recv_timeout(Duration::from_secs(20)).expect("it takes much longer than reading the text once");
    }

    fn is_soon_parsed(text: String) {
        is_soon_done(move || drop(invariants::parse("a.md", &text)));
    }

    fn is_soon_checked(text: String) {
        is_soon_done(move || invariants::check(vec![invariants::parse("a.md", &text)], Date::ZERO));
    }

    #[test]
    fn a_state_of_many_words_is_looked_up_in_linear_time() {
        is_soon_parsed(format!("---\nstatus: {}\n---\n", "ap ".repeat(150_000)));
    }

    #[test]
    fn many_lines_in_bold_are_read_in_linear_time() {
        is_soon_parsed("**a**\n\n".repeat(80_000));
    }

    #[test]
    fn many_numbered_lines_are_read_in_linear_time() {
        is_soon_parsed("1\\. a\n\n".repeat(80_000));
    }

    #[test]
    fn a_long_fragment_is_not_compared_with_a_long_heading() {
        is_soon_checked(format!("# {}\n\n[x](#{})\n", "a".repeat(150_000), "b".repeat(150_000)));
    }

    #[test]
    fn many_broken_anchors_do_not_take_the_square_of_the_time() {
        let part = |number| {
            format!("## Heading number {number} of this document\n\n[x](#heading-nunber-{number}-of-that)\n\n")
        };
        is_soon_checked((0..6000).map(part).collect());
    }
}

/// What a property found once.
#[test]
fn a_heading_over_two_lines_with_code_and_an_odd_blank_is_the_same_with_other_line_endings() {
    let text = "---\n `: Jane Doe\nowner: `\u{b}a\n---\n";
    let unix = invariants::outline(&invariants::parse("a.md", text));
    assert_eq!(unix, invariants::outline(&invariants::parse("a.md", &text.replace('\n', "\r\n"))));
}
