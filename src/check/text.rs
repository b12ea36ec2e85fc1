//! Words that must not stand in the text. Code, comments and markup are not text, unless the pattern asks for the whole file.

use std::sync::{Arc, OnceLock};

use regex::Regex;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{Outcome, Subject, quoted};
use crate::document::Document;
use crate::error::Invalid;
use crate::finding::Problem;
use crate::pack::located::Located;
use crate::pack::pattern::{compile, invalid, places, reason};
use crate::source::Span;

/// Parameters of the check.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Text {
    /// Regular expressions; `^` and `$` are the ends of a line. Linear in time, without look-around and back references.
    pub patterns: Vec<Located>,
    /// What the message calls a match.
    pub called: String,
    /// What is searched.
    #[serde(default)]
    pub within: Within,
    #[serde(skip)]
    #[schemars(skip)]
    compiled: Compiled,
}

/// What is searched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Within {
    /// What a reader reads: no code, comments, markup or metadata.
    #[default]
    Text,
    /// The file as it is.
    File,
}

/// Patterns are compiled when a document first needs them: that costs more than reading a small repository.
type Compiled = Arc<OnceLock<Result<Vec<Regex>, regex::Error>>>;

/// Most matches that are told of one document; the message of the last says how many more there are.
const MOST: usize = 20;

impl Text {
    pub(super) fn document(&self, subject: Subject<'_>, outcome: &mut Outcome) {
        outcome.examined += 1;
        let compiled =
            self.compiled.get_or_init(|| self.patterns.iter().map(|pattern| compile(pattern.get_ref())).collect());
        let patterns = match compiled {
            Ok(patterns) => patterns,
            Err(error) => {
                outcome.not_checked = Some(format!("a pattern of the rule cannot be used: {}", reason(error)));
                return;
            }
        };
        let document = subject.document;
        let mut found: Vec<Span> = Vec::new();
        let mut more = 0;
        let mut markup: Option<Vec<Span>> = None;
        for place in places(patterns, document.source.text()) {
            let span = unframed(document, place.start, place.end);
            if span.is_empty()
                || (self.within == Within::Text
                    && !is_text(document, span, markup.get_or_insert_with(|| not_text(document))))
            {
                continue;
            }
            if found.len() < MOST { found.push(span) } else { more += 1 }
        }
        let last = found.len().saturating_sub(1);
        for (index, span) in found.into_iter().enumerate() {
            let words = document.source.slice(span).trim();
            let mut message = format!("{} {}", self.called, quoted(words));
            if index == last && more > 0 {
                message.push_str(&format!(" ({more} more in this document)"));
            }
            outcome.problems.push(Problem::new(
                subject.index,
                span,
                words.chars().take(80).collect::<String>(),
                message,
            ));
        }
    }

    pub(super) fn prepare(&self) -> Result<(), Invalid> {
        for pattern in &self.patterns {
            if let Err(error) = compile(pattern.get_ref()) {
                return Err(invalid(pattern, reason(&error)));
            }
        }
        Ok(())
    }
}

/// A match without the blanks, bars, colons and emphasis at its ends, which a pattern may need to tell a whole cell or value.
fn unframed(document: &Document, start: usize, end: usize) -> Span {
    let is_frame = |c: char| c.is_whitespace() || matches!(c, '|' | ':' | '*');
    let raw = &document.source.text()[start..end];
    let bare = raw.trim_start_matches(is_frame);
    let start = end - bare.len();
    Span::new(start, start + bare.trim_end_matches(is_frame).len())
}

fn is_text(document: &Document, span: Span, not_text: &[Span]) -> bool {
    let after = not_text.partition_point(|stretch| stretch.start <= span.start);
    let is_covered = after > 0 && not_text[after - 1].end > span.start;
    !is_covered && !document.is_opaque(span) && !is_link_text(document, span) && !is_definition(document, span)
}

/// Whether a stretch stands in a line such as `[name]: target`, which a reader does not see.
fn is_definition(document: &Document, span: Span) -> bool {
    let source = &document.source;
    let line = source.slice(source.line_span(source.line_index(span.start)));
    line.len() <= LONGEST_DEFINITION
        && line.trim_start().starts_with('[')
        && !line.trim_start().starts_with("[^")
        && line.contains("]: ")
}

/// Longest line, in bytes, that is taken for the definition of a link.
const LONGEST_DEFINITION: usize = 2000;

/// Metadata and template syntax of a document, in order and without overlap.
fn not_text(document: &Document) -> Vec<Span> {
    let stated = document.fields.iter().filter(|field| field.definition.is_some()).map(|field| field.span);
    let mut spans: Vec<Span> = document.front_matter.into_iter().chain(stated).collect();
    spans.extend(templates(document.source.text()));
    spans.sort();
    spans.dedup_by(|next, kept| {
        let overlaps = next.start < kept.end;
        if overlaps {
            kept.end = kept.end.max(next.end);
        }
        overlaps
    });
    spans
}

/// Template syntax and the comments of sites: how a stretch begins and ends, and whether it may go over several lines. A longer beginning
/// comes before a shorter one.
const STRETCHES: [(&str, &str, bool); 7] = [
    ("{/*", "*/}", true),
    ("{% comment %}", "{% endcomment %}", true),
    ("<%", "%>", false),
    ("{{", "}}", false),
    ("{%", "%}", false),
    ("{#", "#}", false),
    ("%%", "%%", true),
];

/// Stretches of template syntax, comments of sites included. One that should close on its line and does not ends with the line.
fn templates(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut unclosed = [false; STRETCHES.len()];
    let mut at = 0;
    while let Some(open) = memchr::memchr3(b'<', b'{', b'%', &text.as_bytes()[at..]).map(|found| at + found) {
        let rest = &text[open..];
        at = open + 1;
        let Some(form) = STRETCHES.iter().position(|(begin, ..)| rest.starts_with(begin)) else { continue };
        let (begin, close, is_long) = &STRETCHES[form];
        if unclosed[form] {
            continue;
        }
        let inner = open + begin.len();
        let line = text[inner..].find('\n').map_or(text.len(), |end| inner + end);
        let limit = if *is_long { text.len() } else { line };
        let end = match text[inner..limit].find(close) {
            Some(end) => inner + end + close.len(),
            None if *is_long => {
                unclosed[form] = true; // nor does a later one close, and nobody has to look again
                continue;
            }
            None => line,
        };
        at = end;
        spans.push(Span::new(open, end));
    }
    spans
}

/// Whether a stretch in square brackets is the text of a link, or the name of one that is defined elsewhere.
fn is_link_text(document: &Document, span: Span) -> bool {
    let text = document.source.text();
    document.source.slice(span).ends_with(']') && text[span.range().end..].starts_with(['(', '[', ':'])
}
