//! Builds the tree of values from the events of the YAML parser.
//!
//! The parser's places are not always what a reader would point at: an empty value is placed at the next token, a list without
//! indentation behind its first dash, a text block up to the next key. They are put right here.

use granit_parser::{Event, ScalarStyle, StructureStyle};

use super::events::{Place, Stop};
use super::{MAX_DEPTH, lines, recovery};
use crate::document::node::{Entry, Node, NodeValue};
use crate::document::problem::{ParseProblem, ProblemCode};
use crate::source::Span;

/// A list or mapping whose end was not reached yet.
struct Frame {
    shape: Shape,
    style: StructureStyle,
    start: usize,
}

enum Shape {
    Map {
        entries: Vec<Entry>,
        key: Option<(String, Span)>,
    },
    List(Vec<Node>),
    /// A template or a key that is no scalar, kept as it is written; with the number of lists and mappings open inside.
    Verbatim(usize),
}

/// The tree as far as it was read.
pub(super) struct Builder<'t, 'p> {
    text: &'t str,
    content: Span,
    open: Vec<Frame>,
    /// What the block says.
    pub root: Option<Node>,
    /// The end of what was read so far.
    pub last_end: usize,
    problems: &'p mut Vec<ParseProblem>,
}

impl<'t, 'p> Builder<'t, 'p> {
    pub(super) fn new(text: &'t str, content: Span, problems: &'p mut Vec<ParseProblem>) -> Self {
        Self { text, content, open: Vec::new(), root: None, last_end: content.start as usize, problems }
    }

    /// Takes an event up; gives the reason to stop, if it is one.
    pub(super) fn take(&mut self, event: &Event<'_>, place: &Place) -> Option<Stop> {
        if let (Some(tag), Some(written)) = (event.tag(), &place.tag) {
            let message = format!("tag `{}` is not interpreted", tag.original());
            self.problem(ProblemCode::YamlTag, Span::from(written.clone()), message);
        }
        match event {
            Event::MappingStart(style, ..) => {
                self.open(Shape::Map { entries: Vec::new(), key: None }, *style, place.start)
            }
            Event::SequenceStart(style, ..) => self.open(Shape::List(Vec::new()), *style, place.start),
            Event::MappingEnd | Event::SequenceEnd => {
                self.close(place);
                None
            }
            Event::Scalar(value, style, anchor, tag) => {
                let has_properties = *anchor != 0 || tag.is_some();
                self.scalar(value, *style, has_properties, place);
                None
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.alias(place);
                None
            }
            _ => None,
        }
    }

    fn open(&mut self, shape: Shape, style: StructureStyle, start: usize) -> Option<Stop> {
        let is_key = self.expects_key();
        if let Some(Frame { shape: Shape::Verbatim(depth), .. }) = self.open.last_mut() {
            *depth += 1;
            let depth = *depth + self.open.len();
            return (depth > MAX_DEPTH).then(|| Stop::too_deep(self.text, start, self.content));
        }
        if self.open.len() >= MAX_DEPTH {
            return Some(Stop::too_deep(self.text, start, self.content));
        }
        let is_template = style == StructureStyle::Flow && self.text[start..].starts_with("{{");
        let is_list = matches!(shape, Shape::List(_));
        let shape = if is_key || is_template { Shape::Verbatim(0) } else { shape };
        let start = match style {
            StructureStyle::Block if is_list && !is_key => self.dash(self.behind_key()).unwrap_or(start),
            _ => start,
        };
        self.open.push(Frame { shape, style, start });
        None
    }

    fn close(&mut self, place: &Place) {
        // The end of a list or mapping without brackets is where the next token begins.
        self.last_end = if place.end > place.start { place.end } else { self.last_end };
        match self.open.last_mut() {
            Some(Frame { shape: Shape::Verbatim(depth), .. }) if *depth > 0 => *depth -= 1,
            Some(_) => self.close_frame(),
            None => {}
        }
    }

    fn close_frame(&mut self) {
        let Some(Frame { shape, start, .. }) = self.open.pop() else { return };
        let end = self.last_end.max(start);
        let value = match shape {
            Shape::Map { entries, .. } => {
                if !self.open.is_empty() {
                    report_duplicates(&entries, self.problems);
                }
                NodeValue::Map(entries)
            }
            Shape::List(items) => NodeValue::List(items),
            Shape::Verbatim(_) => NodeValue::Scalar(self.text[start..end].replace("\r\n", "\n")),
        };
        self.add(Node { span: Span::new(start, end), value });
    }

    fn scalar(&mut self, value: &str, style: ScalarStyle, has_properties: bool, place: &Place) {
        let is_plain = style == ScalarStyle::Plain;
        let node = if is_plain && place.start == place.end {
            let at = if has_properties { place.start } else { self.behind_last(place.start) };
            Node { span: Span::at(at), value: NodeValue::Null }
        } else {
            let written = &self.text[place.start..place.end];
            let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
            let end = if is_block { place.start + written.trim_end().len() } else { place.end };
            let is_null = is_plain && !has_properties && matches!(value, "~" | "null" | "Null" | "NULL");
            let value = if is_null { NodeValue::Null } else { NodeValue::Scalar(value.to_owned()) };
            Node { span: Span::new(place.start, end), value }
        };
        if is_plain && value == "<<" && self.expects_key() {
            self.problem(ProblemCode::YamlAlias, node.span, "merge key `<<` is not expanded");
        }
        self.add(node);
    }

    fn alias(&mut self, place: &Place) {
        let span = Span::new(place.start, place.end);
        let written = self.text[span.range()].to_owned();
        let is_merge = |key: &(String, Span)| key.0 == "<<";
        let is_reported =
            matches!(self.open.last(), Some(Frame { shape: Shape::Map { key: Some(key), .. }, .. }) if is_merge(key));
        if !is_reported {
            self.problem(ProblemCode::YamlAlias, span, format!("alias `{written}` is not expanded"));
        }
        self.add(Node { span, value: NodeValue::Scalar(written) });
    }

    /// Puts a value where it belongs: a key or value of the mapping, or an item of the list, that is open.
    fn add(&mut self, node: Node) {
        self.last_end = self.last_end.max(node.span.end as usize);
        let text = self.text;
        match self.open.last_mut().map(|frame| &mut frame.shape) {
            None => self.root = self.root.take().or(Some(node)),
            Some(Shape::Verbatim(_)) => {}
            Some(Shape::List(items)) => items.push(node),
            Some(Shape::Map { entries, key }) => {
                if let Some((key, key_span)) = key.take() {
                    entries.push(Entry { key, key_span, value: node });
                } else {
                    let name = node.scalar().map_or_else(|| text[node.span.range()].to_owned(), str::to_owned);
                    *key = Some((name, node.span));
                }
            }
        }
    }

    /// Closes everything that is open, after saving what stands on the line of the value that could not be read.
    pub(super) fn give_up(&mut self, stop: &Stop) -> usize {
        let mut resume = None;
        if let Stop::Syntax(place, _) = *stop {
            if matches!(self.open.last(), Some(Frame { shape: Shape::Verbatim(_), .. })) {
                self.open.pop();
            }
            resume = self.save_line(place);
        }
        while !self.open.is_empty() {
            self.close_frame();
        }
        let (start, end) = (self.content.start as usize, self.content.end as usize);
        let next_line = |from| lines::lines(self.text, from, end).next().map_or(end, |line| line.next);
        resume.unwrap_or_else(|| if self.last_end == start { start } else { next_line(self.last_end) })
    }

    fn save_line(&mut self, place: usize) -> Option<usize> {
        let (text, end) = (self.text, self.content.end as usize);
        let Some(Frame { shape: Shape::Map { entries, key }, style: StructureStyle::Block, .. }) = self.open.last_mut()
        else {
            return None;
        };
        let is_cut_off = |entry: &mut Entry| {
            let between = text.get(entry.value.span.end as usize..place);
            entry.value.scalar().is_some() && between.is_some_and(|between| !between.contains('\n'))
        };
        let cut_off = || entries.pop_if(is_cut_off).map(|entry| (entry.key, entry.key_span));
        *key = Some(key.take().or_else(cut_off)?);
        let (value, resume) = recovery::line_value(text, self.behind_key(), end);
        self.add(value);
        Some(resume)
    }

    fn expects_key(&self) -> bool {
        matches!(self.open.last(), Some(Frame { shape: Shape::Map { key: None, .. }, .. }))
    }

    /// The offset behind the colon of a key, or behind the key if it has none.
    fn behind_colon(&self, key: Span) -> usize {
        let rest = &self.text[key.end as usize..self.content.end as usize];
        let behind = rest.trim_start_matches([' ', '\t', '\r', '\n']);
        key.end as usize + if behind.starts_with(':') { rest.len() - behind.len() + 1 } else { 0 }
    }

    /// Where the value of the key, or the next item of the list, can begin.
    fn behind_key(&self) -> usize {
        match self.open.last().map(|frame| &frame.shape) {
            Some(Shape::Map { key: Some((_, span)), .. }) => self.behind_colon(*span),
            _ => self.last_end,
        }
    }

    /// Just behind the colon or dash that an empty value follows.
    fn behind_last(&self, fallback: usize) -> usize {
        match self.open.last() {
            Some(Frame { shape: Shape::Map { key: Some((_, span)), .. }, .. }) => self.behind_colon(*span),
            Some(Frame { shape: Shape::List(items), start, style: StructureStyle::Block }) => {
                let from = items.last().map_or(*start, |item| item.span.end as usize);
                self.dash(from).map_or(fallback, |dash| dash + 1)
            }
            _ => fallback,
        }
    }

    /// The dash of the next item, behind blank space, comments, tags and anchors.
    fn dash(&self, from: usize) -> Option<usize> {
        let mut rest = &self.text[from..self.content.end as usize];
        loop {
            rest = rest.trim_start();
            match rest.as_bytes().first()? {
                b'-' => return Some(self.content.end as usize - rest.len()),
                b'#' => rest = &rest[rest.find(['\n', '\r'])?..],
                b'!' | b'&' => rest = &rest[rest.find(char::is_whitespace)?..],
                _ => return None,
            }
        }
    }

    fn problem(&mut self, code: ProblemCode, span: Span, message: impl Into<String>) {
        self.problems.push(ParseProblem::new(code, span, message));
    }
}

/// Reports every key that stands earlier in the same mapping.
pub(super) fn report_duplicates(entries: &[Entry], problems: &mut Vec<ParseProblem>) {
    let mut seen = std::collections::HashSet::with_capacity(entries.len());
    for entry in entries {
        if !seen.insert(entry.key.as_str()) {
            let message = format!("key `{}` is set twice", lines::printable(&entry.key));
            problems.push(ParseProblem::new(ProblemCode::DuplicateKey, entry.key_span, message));
        }
    }
}
