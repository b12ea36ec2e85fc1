//! `<!-- clauselint-ignore RULE until=YYYY-MM-DD reason="…" -->`: a waiver that stands in front of the block that it covers.

use std::sync::Arc;

use jiff::civil::Date;

use super::{Scope, Waiver};
use crate::check::Check;
use crate::document::Document;
use crate::document::body::{Block, BlockKind};
use crate::document::slug::nearest;
use crate::finding::Severity;
use crate::pack::rule::Rule;
use crate::source::Span;

/// A comment for clauselint that cannot be used.
#[derive(Clone, Debug)]
pub struct Malformed {
    /// Index of the document.
    pub document: usize,
    /// Where it stands.
    pub span: Span,
    /// What it is about.
    pub subject: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// How a comment for clauselint begins.
const NAME: &str = "clauselint";
/// What follows the name.
const IGNORE: &str = "-ignore";
/// The whole form, as help shows it.
const FORM: &str = "write `<!-- clauselint-ignore RULE until=YYYY-MM-DD reason=\"…\" -->` on a line of its own";

/// Whether it is worth looking at a document more closely.
pub fn may_have(document: &Document) -> bool {
    document.body.has_comments && memchr::memmem::find(document.source.text().as_bytes(), NAME.as_bytes()).is_some()
}

/// The waivers in a document, and the comments that were meant to be some.
pub fn read(
    index: usize,
    document: &Document,
    rules: &[(Arc<Rule>, Option<Severity>)],
) -> (Vec<Waiver>, Vec<Malformed>) {
    let (mut waivers, mut malformed) = (Vec::new(), Vec::new());
    let blocks = Blocks::of(document);
    for &span in &document.body.opaque {
        let Some(content) = content(document, span) else { continue };
        let block = blocks.around(span);
        if block.is_some_and(|block| blocks.all[block].kind == BlockKind::Code) {
            continue;
        }
        let covered = block.map(|block| (blocks.all[block].kind, blocks.next[block]));
        match waiver(index, document, span, content, covered, rules) {
            Ok(waiver) => waivers.push(waiver),
            Err((message, help)) => {
                let subject = content.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
                malformed.push(Malformed { document: index, span, subject, message, help });
            }
        }
    }
    (waivers, malformed)
}

/// What stands in a comment for clauselint.
fn content(document: &Document, span: Span) -> Option<&str> {
    let inside = document.source.slice(span).strip_prefix("<!--")?;
    let inside = inside.strip_suffix("-->").unwrap_or(inside).trim();
    let rest = inside.strip_prefix(NAME)?;
    let is_name = rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || c == '-' || c == ':');
    is_name.then_some(inside)
}

/// The outermost blocks of a document, each with the extent of the next one that is no comment.
struct Blocks<'a> {
    all: &'a [Block],
    next: Vec<Option<Span>>,
}

impl<'a> Blocks<'a> {
    fn of(document: &'a Document) -> Self {
        let all = document.body.blocks.as_slice();
        let mut next = vec![None; all.len()];
        let mut behind = None;
        for (index, block) in all.iter().enumerate().rev() {
            next[index] = behind;
            if block.kind != BlockKind::Comment {
                behind = Some(block.span);
            }
        }
        Self { all, next }
    }

    /// Index of the block that a comment stands in.
    fn around(&self, span: Span) -> Option<usize> {
        let index = self.all.partition_point(|block| block.span.start <= span.start).checked_sub(1)?;
        self.all[index].span.contains(span).then_some(index)
    }
}

fn waiver(
    index: usize,
    document: &Document,
    span: Span,
    content: &str,
    block: Option<(BlockKind, Option<Span>)>,
    rules: &[(Arc<Rule>, Option<Severity>)],
) -> Result<Waiver, (String, String)> {
    let form = || FORM.to_owned();
    let Some(words) = content.strip_prefix(NAME).and_then(|rest| rest.strip_prefix(IGNORE)) else {
        return Err(("a comment for clauselint says something else than `clauselint-ignore`".to_owned(), form()));
    };
    let words = words.strip_prefix(char::is_whitespace).unwrap_or(words).trim_start();
    let (name, mut rest) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
    if name.is_empty() || name.contains('=') {
        return Err(("`clauselint-ignore` names no rule".to_owned(), form()));
    }
    if name.contains(',') {
        let message = "`clauselint-ignore` names several rules, and takes one".to_owned();
        return Err((message, "write a comment for each rule, one below the other".to_owned()));
    }
    let rule = rule(name, rules)?;
    let (mut until, mut reason) = (None, None);
    while !rest.trim_start().is_empty() {
        let (key, value, behind) = pair(rest.trim_start()).ok_or_else(|| {
            let word = rest.split_whitespace().next().unwrap_or_default();
            (format!("`clauselint-ignore` cannot be read from {} on", crate::check::quoted(word)), form())
        })?;
        let known = match key {
            "until" => until.replace(value).is_none(),
            "reason" => reason.replace(value).is_none(),
            _ => return Err((format!("`clauselint-ignore` knows no `{}`", crate::output::printable(key)), form())),
        };
        if !known {
            return Err((format!("`clauselint-ignore` has `{key}` twice"), form()));
        }
        rest = behind;
    }
    let Some(until) = until else {
        return Err(("`clauselint-ignore` has no end: `until` is missing".to_owned(), form()));
    };
    let expires: Date =
        until.parse().map_err(|_| (format!("`until` is {}, which is no date", crate::check::quoted(until)), form()))?;
    let Some(reason) = reason.map(str::trim).filter(|reason| !reason.is_empty()) else {
        return Err(("`clauselint-ignore` gives no reason".to_owned(), form()));
    };
    let Some((BlockKind::Comment, extent)) = block else {
        let message = "`clauselint-ignore` stands inside a block and covers nothing".to_owned();
        return Err((message, "put it on a line of its own, in front of the paragraph, list or table".to_owned()));
    };
    Ok(Waiver {
        rule,
        scope: Scope::Block { document: index, extent },
        reason: reason.split_whitespace().collect::<Vec<_>>().join(" "),
        approved_by: None,
        expires,
        source: index,
        span,
        expires_span: place(document, span, until),
    })
}

/// Where the last day stands in the comment.
fn place(document: &Document, comment: Span, until: &str) -> Span {
    let start = until.as_ptr() as usize - document.source.text().as_ptr() as usize;
    let span = Span::new(start, start + until.len());
    if comment.contains(span) { span } else { comment }
}

/// The name of a rule with its pack; findings about waivers cannot be waived.
pub(super) fn rule(name: &str, rules: &[(Arc<Rule>, Option<Severity>)]) -> Result<String, (String, String)> {
    let found = rules.iter().map(|(rule, _)| rule).find(|rule| rule.id == name || rule.qualified() == name);
    let Some(rule) = found else {
        let near = nearest(name, rules.iter().map(|(rule, _)| rule.id.as_str()));
        let help = near
            .map_or_else(|| "`clauselint rules` lists all rules".to_owned(), |near| format!("did you mean `{near}`?"));
        return Err((format!("unknown rule {}", crate::check::quoted(name)), help));
    };
    if matches!(rule.check, Check::Waiver(_)) {
        let message = format!("`{name}` is about waivers and cannot be waived");
        return Err((message, "mend or remove the waiver that it finds fault with".to_owned()));
    }
    Ok(rule.qualified())
}

/// `key=value` or `key="value"` at the beginning of a text, and what stands behind it.
fn pair(text: &str) -> Option<(&str, &str, &str)> {
    let (key, rest) = text.split_once('=')?;
    if key.is_empty() || key.contains(char::is_whitespace) {
        return None;
    }
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '“'));
    let Some(quote) = quote else {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        return (end > 0).then(|| (key, &rest[..end], &rest[end..]));
    };
    let inside = &rest[quote.len_utf8()..];
    let close = if quote == '“' { '”' } else { quote };
    let end = inside.find(close)?;
    let behind = &inside[end + close.len_utf8()..];
    let is_end = behind.is_empty() || behind.starts_with(char::is_whitespace);
    is_end.then(|| (key, &inside[..end], behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_may_stand_in_quotes() {
        assert_eq!(pair("a=b c"), Some(("a", "b", " c")));
        assert_eq!(pair("a=\"b c\" d"), Some(("a", "b c", " d")));
        assert_eq!(pair("a='b \"c\"'"), Some(("a", "b \"c\"", "")));
        assert_eq!(pair("a=“b”"), Some(("a", "b", "")));
        for odd in ["", "a", "=b", "a=", "a =b", "a=\"b", "a=\"b\"c", "ä=“"] {
            assert_eq!(pair(odd), None, "{odd}");
        }
    }
}
