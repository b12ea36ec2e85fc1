//! Markdown's inline markup taken off a cell, label or value, without a parser: these stretches are short and on one line.

use super::html::tag_name;
use crate::source::boundary_before;

/// The text that a reader sees: no emphasis, code marks, link targets, tags, comments or escapes.
///
/// What lies behind the first few thousand bytes is left out: so long a stretch is no label and no value.
pub fn plain(raw: &str) -> String {
    let raw = &raw[..boundary_before(raw, MOST_BYTES)];
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(character) = rest.chars().next() {
        let width = character.len_utf8();
        match character {
            '\\' if rest[1..].starts_with(|c: char| c.is_ascii_punctuation()) => {
                text.push_str(&rest[1..2]);
                rest = &rest[2..];
                continue;
            }
            '\\' if rest[1..].starts_with(' ') => {}
            '*' | '`' => {}
            ':' if text.is_empty() && shortcode(rest).is_some() => {
                rest = &rest[shortcode(rest).unwrap_or(width)..];
                continue;
            }
            '^' if raised(rest).is_some() => {
                let inner = raised(rest).unwrap_or_default();
                text.push_str(inner);
                rest = &rest[inner.len() + 2..];
                continue;
            }
            '~' if rest.starts_with("~~") => {
                rest = &rest[2..];
                continue;
            }
            '_' if is_emphasis(&text, &rest[1..]) => {}
            '!' if rest[1..].starts_with('[') && link(&rest[1..]).is_some() => {}
            '[' => {
                if let Some((label, length)) = link(rest) {
                    text.push_str(&plain(label));
                    rest = &rest[length..];
                    continue;
                }
                text.push('[');
            }
            '<' => {
                if let Some(length) = tag(rest) {
                    if !is_inline(rest) && !text.ends_with(' ') {
                        text.push(' ');
                    }
                    rest = &rest[length..];
                    continue;
                }
                text.push('<');
            }
            '&' => {
                let length = reference(rest).unwrap_or(width);
                text.push_str(&html_escape::decode_html_entities(&rest[..length]).replace('\u{a0}', " "));
                rest = &rest[length..];
                continue;
            }
            '\n' | '\r' | '\t' | '\u{a0}' => text.push(' '),
            _ => text.push(character),
        }
        rest = &rest[width..];
    }
    text.trim().to_owned()
}

/// Longest stretch, in bytes, that is read. Marks that never close are looked for up to its end, again and again.
const MOST_BYTES: usize = 4096;

/// Longest name of a character in HTML, with `&` and `;`.
const LONGEST_REFERENCE: usize = 34;

/// Length of a reference to a character at the beginning of `text`: `&uuml;`, `&#252;`, `&#xfc;`.
fn reference(text: &str) -> Option<usize> {
    let end = text.bytes().take(LONGEST_REFERENCE).position(|byte| byte == b';')?;
    let name = &text.as_bytes()[1..end];
    let is_name = name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'#');
    (is_name && !name.is_empty()).then_some(end + 1)
}

/// An underscore is emphasis only at the edge of a word.
fn is_emphasis(before: &str, after: &str) -> bool {
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let is_mask = |c: Option<char>| c == Some('_');
    let (last, next) = (before.chars().next_back(), after.chars().next());
    let is_inside_word = inside(last) && inside(next);
    let begins_line = is_mask(next) && after.chars().all(|c| c == '_');
    !(is_inside_word || is_mask(last) || begins_line)
}

/// Label and whole length of `[label](target)` at the beginning of `text`; labels and targets do not nest here.
fn link(text: &str) -> Option<(&str, usize)> {
    let close = text.find(']')?;
    let behind = &text[close + 1..];
    // Pandoc writes `[Jane Doe]{.mark}`.
    let attributes = behind.strip_prefix("{.").filter(|_| !text[1..close].is_empty()).map(|inside| (inside, '}'));
    let (target, end) = behind.strip_prefix('(').map(|inside| (inside, ')')).or(attributes)?;
    let end = target.find(end)? + usize::from(end == '}');
    Some((&text[1..close], close + 1 + 1 + end + 1))
}

/// Length of the name of an emoji that a text begins with, as GitHub writes it: `:white_check_mark: `.
fn shortcode(text: &str) -> Option<usize> {
    let name = text.strip_prefix(':')?;
    let end = name.find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '+' | '-')))?;
    let is_name = name[..end].starts_with(|c: char| c.is_ascii_lowercase()) && name[end..].starts_with(": ");
    is_name.then_some(end + 2)
}

/// What pandoc raises above the line at the beginning of a text: the `st` of `31^st^ March`.
fn raised(text: &str) -> Option<&str> {
    let (inner, _) = text.strip_prefix('^')?.split_once('^')?;
    ((1..=4).contains(&inner.len()) && inner.bytes().all(|byte| byte.is_ascii_alphabetic())).then_some(inner)
}

/// Several values of one cell as text: at a `<br>`, a paragraph or an item of a list one ends and the next begins, as at a semicolon,
/// which it becomes.
pub fn plain_list(raw: &str) -> String {
    let breaks: Vec<usize> = raw.match_indices('<').map(|(at, _)| at).filter(|at| is_line_break(&raw[*at..])).collect();
    if breaks.is_empty() {
        return plain(raw);
    }
    let mut values = Vec::new();
    let mut start = 0;
    for end in breaks.into_iter().chain([raw.len()]) {
        values.push(plain(&raw[start..end]));
        start = raw[end..].find('>').map_or(raw.len(), |close| end + close + 1);
    }
    values.retain(|value| !value.is_empty());
    values.join("; ")
}

fn is_line_break(text: &str) -> bool {
    tag(text).is_some() && !is_inline(text)
}

/// Elements that end a line, in front of those that stand within one.
const BLOCKS: [&str; 8] = ["br", "p", "div", "li", "ul", "ol", "hr", "tr"];
const INLINE: [&str; 19] = [
    "b", "i", "em", "strong", "code", "span", "sup", "sub", "small", "a", "u", "kbd", "mark", "s", "del", "ins",
    "font", "time", "img",
];

/// Whether a tag or comment stands within a line.
fn is_inline(text: &str) -> bool {
    !tag_name(text).is_some_and(|name| is_one_of(name, &BLOCKS))
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Length of a tag, comment or automatic link's bracket at the beginning of `text`.
fn tag(text: &str) -> Option<usize> {
    if text.starts_with("<!--") {
        return text.find("-->").map(|end| end + 3);
    }
    let is_known = tag_name(text).is_some_and(|name| is_one_of(name, &BLOCKS) || is_one_of(name, &INLINE));
    let end = text.find('>').filter(|_| is_known)?;
    Some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::{plain, plain_list};

    #[test]
    fn values_end_where_the_line_breaks() {
        for (raw, seen) in [
            ("Jane Doe<br>John Roe", "Jane Doe; John Roe"),
            ("**Jane** Doe <BR/> John Roe<br />", "Jane Doe; John Roe"),
            ("<br><br>A", "A"),
            ("<p>Jane Doe</p><p>John Roe</p>", "Jane Doe; John Roe"),
            ("A</li><li>B", "A; B"),
            ("a<brand>b", "a<brand>b"),
            ("A, B", "A, B"),
            ("ä<br", "ä<br"),
            ("", ""),
        ] {
            assert_eq!(plain_list(raw), seen, "{raw}");
        }
    }

    #[test]
    fn markup_goes_and_text_stays() {
        for (raw, seen) in [
            ("**Owner:**", "Owner:"),
            ("_Jane_ Doe", "Jane Doe"),
            ("owner_slack", "owner_slack"),
            ("[Jane](mailto:jane@example.org)", "Jane"),
            ("`SLA-1`<br>x", "SLA-1 x"),
            ("a \\| b", "a | b"),
            ("<enter name>", "<enter name>"),
            ("[NEXT_REVIEW]", "[NEXT_REVIEW]"),
            ("\\<enter role\\>", "<enter role>"),
            ("a<!-- x -->b", "ab"),
            ("<b>x</b> &amp; y", "x & y"),
            ("2 < 3", "2 < 3"),
            ("[Al Poe]{.mark}", "Al Poe"),
            ("31^st^\\ March 2026, x^2", "31st March 2026, x^2"),
            (":white_check_mark: Approved", "Approved"),
            (":10: x", ":10: x"),
            ("a :b: c", "a :b: c"),
            ("M&uuml;ller &#38; Co&nbsp;KG", "Müller & Co KG"),
            ("R&D; AT&T", "R&D; AT&T"),
            ("<p>Jane</p><p><time datetime=\"2026-03-01\">1 Mar 2026</time></p>", "Jane 1 Mar 2026"),
            ("____", "____"),
            ("\\", "\\"),
            ("[", "["),
        ] {
            assert_eq!(plain(raw), seen, "{raw}");
        }
    }
}
