//! Runs the YAML parser over a block and stops it at its errors and at our limits.

use std::ops::Range;

use granit_parser::{ErrorKind, Event, Parser, ScanError};

use super::explain::explain;
use super::tree::Builder;
use super::{MAX_DEPTH, MAX_NODES, TOO_DEEP, lines, too_complex};
use crate::document::node::Node;
use crate::document::problem::ParseProblem;
use crate::source::{Span, boundary_before};

/// What was read, as far as it could be.
pub(super) struct Outcome {
    /// What the block says.
    pub root: Option<Node>,
    /// Why the reading stopped before the end.
    pub stop: Option<Stop>,
    /// From where entries may still be saved after a stop.
    pub resume: usize,
}

/// Why the reading of a block stopped.
pub(super) enum Stop {
    /// The block is not YAML from this offset on.
    Syntax(usize, String),
    /// The block is deeper or larger than what is read.
    TooComplex(ParseProblem),
}

/// Where an event stands in the text.
pub(super) struct Place {
    /// First byte.
    pub start: usize,
    /// Offset behind it; equal to `start` where nothing is written.
    pub end: usize,
    /// The tag of the value.
    pub tag: Option<Range<usize>>,
}

/// Reads the block. `budget` is the number of keys and values that may still be read.
pub(super) fn build(text: &str, content: Span, budget: &mut usize, problems: &mut Vec<ParseProblem>) -> Outcome {
    let base = content.start as usize;
    let mut builder = Builder::new(text, content, problems);
    let options = granit_parser::options! {
        emit_comments: false,
        emit_unresolved_aliases: true,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    };
    let mut is_behind_start = false;
    let mut events = Parser::new_from_str_with_options(&text[content.range()], options);
    // An event is looked at where it lies, as those of Markdown are.
    while let Some(found) = &events.next() {
        let (event, span) = match found {
            Ok((event, span)) => (event, span),
            Err(error) => return stopped(builder, |builder| syntax(text, content, builder.last_end, error)),
        };
        let range = span.byte_range().unwrap_or_default();
        let tag = span.tag_span().and_then(|tag| tag.byte_range()).map(|tag| base + tag.start..base + tag.end);
        let place = Place { start: base + range.start, end: base + range.end, tag };
        if matches!(event, Event::StreamEnd) {
            break;
        }
        if matches!(event, Event::DocumentStart(..)) {
            if !is_behind_start {
                is_behind_start = true;
                continue;
            }
            if text[place.start..content.end as usize].trim().trim_matches(['-', '.']).is_empty() {
                break;
            }
            return stopped(builder, |_| Stop::Syntax(place.start, "a second block begins inside this one".into()));
        }
        if event.is_node() {
            if *budget == 0 {
                let what = format_args!("has more than {MAX_NODES} keys and values");
                return stopped(builder, |_| Stop::too_complex(text, place.start, content, what));
            }
            *budget -= 1;
        }
        if let Some(stop) = builder.take(event, &place) {
            return stopped(builder, |_| stop);
        }
    }
    // The parser takes a NUL for the end of the text.
    if let Some(at) = text[content.range()].find('\0') {
        return Outcome {
            root: builder.root,
            stop: Some(Stop::Syntax(base + at, "a NUL character".into())),
            resume: base + at,
        };
    }
    Outcome { root: builder.root, stop: None, resume: content.end as usize }
}

fn stopped<'t, 'p>(mut builder: Builder<'t, 'p>, reason: impl FnOnce(&Builder<'t, 'p>) -> Stop) -> Outcome {
    let stop = reason(&builder);
    let resume = builder.give_up(&stop);
    Outcome { root: builder.root, stop: Some(stop), resume }
}

impl Stop {
    pub(super) fn too_deep(text: &str, place: usize, content: Span) -> Self {
        Self::too_complex(text, place, content, TOO_DEEP)
    }

    fn too_complex(text: &str, place: usize, content: Span, what: impl std::fmt::Display) -> Self {
        Self::TooComplex(too_complex(lines::mark(text, place, content), what))
    }
}

/// An error of the parser, at its place in the text.
fn syntax(text: &str, content: Span, last_end: usize, error: &ScanError) -> Stop {
    let place = error.marker().byte_offset().map_or(last_end, |at| content.start as usize + at);
    let place = boundary_before(text, place.min(content.end as usize));
    if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
        return Stop::too_deep(text, place, content);
    }
    let (message, is_quote) = explain(error.kind());
    // The parser notices a missing quote where the text ends; what matters is where it begins.
    let quote = text.get(last_end..place).filter(|_| is_quote).and_then(|between| between.find(['"', '\'']));
    Stop::Syntax(quote.map_or(place, |at| last_end + at), message)
}
