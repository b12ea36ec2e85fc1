//! The little that is read from raw HTML: tags and comments as places, headings, and targets of links.

use crate::source::Span;

/// Names of elements that texts in Markdown use, apart from those with a hyphen, which are somebody's own.
const ELEMENTS: [&str; 68] = [
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "audio",
    "b",
    "blockquote",
    "br",
    "button",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "li",
    "mark",
    "nav",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
    "video",
];

/// Whether something in angle brackets is a tag or a comment, and not a word to be filled in.
pub(crate) fn is_markup(raw: &str) -> bool {
    let name = raw.trim_start_matches(['<', '/']);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    let is_own = name[end..].starts_with(['-', '.', ':']);
    is_own || name.starts_with(['!', '?']) || ELEMENTS.contains(&name[..end].to_ascii_lowercase().as_str())
}

/// The name of the tag at the beginning of a text, be it one that opens or one that closes.
pub(super) fn tag_name(raw: &str) -> Option<&str> {
    let name = raw.strip_prefix("</").or_else(|| raw.strip_prefix('<'))?;
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(&name[..end])
}

/// Where the first tag of a name opens.
pub(super) fn opening(raw: &str, name: &str) -> Option<usize> {
    let opens = memchr::memchr_iter(b'<', raw.as_bytes());
    opens.into_iter().find(|&at| {
        tag_name(&raw[at..]).is_some_and(|found| found.eq_ignore_ascii_case(name) && !raw[at..].starts_with("</"))
    })
}

/// A heading written as `<h1>` to `<h6>`.
pub(super) struct HtmlHeading {
    pub(super) level: u8,
    pub(super) span: Span,
    pub(super) title: String,
}

/// Adds the spans of tags and comments in `raw`, which begins at byte `offset` of the text.
pub(super) fn markup(raw: &str, offset: usize, into: &mut Vec<Span>) {
    let mut at = 0;
    while let Some(open) = raw[at..].find('<').map(|found| at + found) {
        let end = if raw[open..].starts_with("<!--") {
            raw[open..].find("-->").map(|found| open + found + 3)
        } else if raw[open + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!' || c == '?') {
            raw[open..].find('>').map(|found| open + found + 1)
        } else {
            at = open + 1;
            continue;
        };
        let Some(end) = end else {
            into.push(Span::new(open, raw.trim_end().len().max(open)).shifted(offset));
            return;
        };
        into.push(Span::new(open, end).shifted(offset));
        at = end;
    }
}

/// Adds the values of `id` and `name` attributes in `raw`.
pub(super) fn anchors(raw: &str, into: &mut Vec<String>) {
    for name in [" id=", " name="] {
        let mut rest = raw;
        while let Some(found) = rest.find(name) {
            rest = &rest[found + name.len()..];
            let value = match rest.chars().next() {
                Some(quote @ ('"' | '\'')) => rest[1..].split(quote).next(),
                _ => rest.split([' ', '>', '/', '\n']).next(),
            };
            into.extend(value.filter(|value| !value.is_empty()).map(str::to_owned));
        }
    }
}

/// The targets of `<a href>` and `<img src>` in `raw`, each with its span inside it, and whether it is an image.
pub(super) fn links(raw: &str) -> Vec<(Span, bool)> {
    let mut found = Vec::new();
    for (name, tag, is_image) in [(" href=", "<a", false), (" src=", "<img", true)] {
        for (at, _) in raw.match_indices(name) {
            let is_tag = raw[..at].rfind('<').is_some_and(|open| raw[open..].starts_with(tag));
            let start = at + name.len();
            let quote = raw[start..].chars().next().filter(|c| matches!(c, '"' | '\''));
            let Some(quote) = quote.filter(|_| is_tag) else { continue };
            if let Some(length) = raw[start + 1..].find(quote) {
                found.push((Span::new(start + 1, start + 1 + length), is_image));
            }
        }
    }
    found
}

/// The headings in a block of HTML, places counted from its beginning.
pub(super) fn headings(raw: &str) -> Vec<HtmlHeading> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = raw[at..].find(['h', 'H']).map(|place| at + place) {
        at = open + 1;
        let level = match raw.as_bytes().get(at) {
            Some(digit @ b'1'..=b'6') if raw[..open].ends_with('<') => digit - b'0',
            _ => continue,
        };
        let Some(inside) = raw[at..].find('>').map(|end| at + end + 1) else { break };
        let is_close = |place: &usize| raw.as_bytes().get(place + 2).is_some_and(|byte| matches!(byte, b'h' | b'H'));
        let Some(close) = raw[inside..].match_indices("</").map(|(place, _)| inside + place).find(is_close) else {
            break;
        };
        let end = raw[close..].find('>').map_or(raw.len(), |end| close + end + 1);
        let title = without_tags(&raw[inside..close]);
        if !title.is_empty() {
            found.push(HtmlHeading { level, span: Span::new(open - 1, end), title });
        }
        at = end;
    }
    found
}

fn without_tags(raw: &str) -> String {
    let mut tags = Vec::new();
    markup(raw, 0, &mut tags);
    let mut text = String::new();
    let mut at = 0;
    for tag in tags {
        text.push_str(&raw[at..tag.start as usize]);
        at = tag.end as usize;
    }
    text.push_str(&raw[at..]);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unclosed_markup_ends_with_the_text() {
        for raw in ["<", "<!--", "<a", "<h1", "<h1>", "<h1>x", "</h1", "<h1>x</", "é<h2>é</h2"] {
            let mut spans = Vec::new();
            markup(raw, 0, &mut spans);
            anchors(raw, &mut Vec::new());
            headings(raw);
            assert!(spans.iter().all(|span| raw.get(span.range()).is_some()), "{raw}");
        }
    }

    #[test]
    fn ids_are_found_with_and_without_quotes() {
        let mut found = Vec::new();
        anchors("<a id=\"x\"></a><a name=y><p id='z'>", &mut found);
        assert_eq!(found, ["x", "z", "y"]);
    }
}
