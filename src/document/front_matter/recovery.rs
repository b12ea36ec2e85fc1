//! Saves what can be saved of a YAML block behind the place where it stops being YAML.
//!
//! The rest is cut at the lines that begin with a key, and every piece is read alone; where a piece cannot be read either, the
//! text on the line of the key becomes its value. So a mistake costs the entry it is in, and no other.

use super::events;
use super::lines::{self, Key, Line, key_of, lines};
use crate::document::node::{Entry, Node, NodeValue};
use crate::document::problem::ParseProblem;
use crate::source::Span;

/// How many entries that are glued to the quote of the value before are told apart; each is looked for anew on its line.
const MAX_GLUED: usize = 4;

/// Appends the entries that begin between `from` and the end of `content`.
pub(super) fn recover(
    text: &str,
    content: Span,
    from: usize,
    entries: &mut Vec<Entry>,
    budget: &mut usize,
    problems: &mut Vec<ParseProblem>,
) {
    let end = content.end as usize;
    let mut column = entries.first().map(|entry| column(text, content, entry));
    let (mut at, mut glued) = (from, 0);
    while *budget > 0 {
        let mut is_key = |line: &Line<'_>| {
            let key = key_of(line.text)?;
            let is_glued = line.start == at && key.start == 0;
            (is_glued || key.start == *column.get_or_insert(key.start)).then_some(key)
        };
        let Some((line, key)) = lines(text, at, end).find_map(|line| is_key(&line).map(|key| (line, key))) else {
            return;
        };
        let next = lines(text, line.next, end).find(|line| is_key(line).is_some()).map_or(end, |line| line.start);
        let resume = read_piece(text, line, key, next, entries, budget, problems);
        glued += usize::from(resume < next);
        at = if glued > MAX_GLUED { next } else { resume };
    }
}

/// Reads the entry whose key stands on `line` and that ends before `end`; gives the offset from where to go on.
fn read_piece(
    text: &str,
    line: Line<'_>,
    key: Key,
    end: usize,
    entries: &mut Vec<Entry>,
    budget: &mut usize,
    problems: &mut Vec<ParseProblem>,
) -> usize {
    let outcome = events::build(text, Span::new(line.start, end), budget, problems);
    if let Some(NodeValue::Map(mut found)) =
        outcome.root.map(|root| root.value).filter(|value| *value != NodeValue::Map(vec![]))
    {
        entries.append(&mut found);
        return if outcome.stop.is_some() && outcome.resume < line.end() { outcome.resume } else { end };
    }
    let key_span = Span::new(line.start + key.start, line.start + key.end);
    let written = text[key_span.range()].trim_matches(['"', '\'']).to_owned();
    let (value, _) = line_value(text, line.start + key.value, end);
    entries.push(Entry { key: written, key_span, value });
    end
}

/// The text between `from` and the end of its line as a value, without quotes around it and a comment behind it, and the offset
/// from where to go on: the next line, or a further `key: value` glued to a closing quote.
pub(super) fn line_value(text: &str, from: usize, end: usize) -> (Node, usize) {
    let Some(line) = lines(text, from, end).next() else {
        return (Node { span: Span::at(from.min(end)), value: NodeValue::Null }, end);
    };
    let start = from + line.text.len() - line.text.trim_start_matches([' ', '\t']).len();
    let written = without_comment(&text[start..line.end()]);
    let node = |len: usize, value: &str| {
        let value = if len == 0 { NodeValue::Null } else { NodeValue::Scalar(value.to_owned()) };
        let span = if len == 0 { Span::at(from) } else { Span::new(start, start + len) };
        Node { span, value }
    };
    if !written.starts_with(['"', '\'']) {
        return (node(written.len(), written), line.next);
    }
    if let Some(len) = lines::quoted_len(written) {
        let inner = &written[1..len - 1];
        let rest = &written[len..];
        if rest.is_empty() {
            return (node(len, inner), line.next);
        }
        let key = key_of(rest).filter(|key| key.is_strict && rest.as_bytes()[key.start].is_ascii_alphabetic());
        if let Some(key) = key {
            return (node(len, inner), start + len + key.start);
        }
    }
    let is_wrapped = written.len() > 1 && written.as_bytes().first() == written.as_bytes().last();
    let inner = if is_wrapped { &written[1..written.len() - 1] } else { written };
    (node(written.len(), inner), line.next)
}

/// The text without a comment and without blanks at its end. A `#` in quotes begins no comment.
fn without_comment(text: &str) -> &str {
    let quoted = if text.starts_with(['"', '\'']) { lines::quoted_len(text).unwrap_or(0) } else { 0 };
    let behind = &text[quoted..];
    let at = [" #", "\t#"].iter().filter_map(|mark| behind.find(mark)).min();
    let is_comment = if behind.starts_with('#') && quoted == 0 { Some(0) } else { at };
    text[..is_comment.map_or(text.len(), |at| quoted + at)].trim_end_matches([' ', '\t', '\r'])
}

/// How far the key of an entry is indented, in bytes.
fn column(text: &str, content: Span, entry: &Entry) -> usize {
    let before = &text[content.start as usize..entry.key_span.start as usize];
    before.len() - before.rfind('\n').map_or(0, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use crate::document::front_matter::tests::report;

    fn saved(yaml: &str) -> String {
        report(&format!("---\n{yaml}---\n")).0
    }

    #[test]
    fn a_mistake_costs_its_entry_only() {
        for (yaml, entries) in [
            ("a: b: c\nd: e\n", "a=b: c; d=e"),
            ("a: \"b\nc: d\n", "a=\"b; c=d"),
            ("a: [b, c\nd: e\n", "a=[b]; d=e"),
            ("a: @b # c\nd:\n  - e\n", "a=@b; d=[e]"),
            ("a: {{ b }} c\nd: {{ e }}\n", "a={{ b }} c; d={{ e }}"),
            ("a: b\nText\nc: d\n", "a=b; c=d"),
            ("a:\n\tb: c\nd: e\n", "a=(); d=e"),
            ("  a: 'b'c\n  d: e\n", "a='b'c; d=e"),
            ("{% if a %}\nb: c\n{% end %}\nd: e\n", "b=c; d=e"),
            ("a: b\0\nc: d\n", "a=b\0; c=d"),
        ] {
            assert_eq!(saved(yaml), format!("{entries} (broken)"), "{yaml:?}");
        }
    }

    #[test]
    fn entries_glued_to_a_quote_are_told_apart() {
        assert_eq!(saved("id: \"a\"\nname: \"b\"cron: \"c\"\n"), "id=a; name=b; cron=c (broken)");
        assert_eq!(saved("x: @\na: \"b\"c: 'd'e: f\ng: h\n"), "x=@; a=b; c=d; e=f; g=h (broken)");
    }

    #[test]
    fn a_wrongly_indented_list_costs_the_list_only() {
        let yaml = "name: A\nsatisfies:\n  TSC:\n- CC2.1\n    - CC2.2\nmajor:\n  - date: Jun 1\n    comment: B\n";
        assert_eq!(saved(yaml), "name=A; satisfies={TSC=()}; major=[{date=Jun 1; comment=B}] (broken)");
        let yaml = "name: A\nTSC:\n- CC6.1\n  - CC6.2\nmajor:\n- date: Jun 1\n   comment: B\n";
        assert_eq!(saved(yaml), "name=A; TSC=[CC6.1 - CC6.2]; major=[{date=Jun 1}] (broken)");
    }
}
