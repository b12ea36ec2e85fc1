//! Records that are said in running text, in a known form of words.

use std::sync::OnceLock;

use regex::Regex;

use super::definition::Definition;
use super::{Cell, Record};
use crate::document::{Document, plain};
use crate::pack::pattern;
use crate::source::Span;

/// Forms of words, compiled when a document first needs them.
#[derive(Debug)]
pub struct Phrases {
    patterns: Vec<String>,
    compiled: OnceLock<Vec<Regex>>,
}

impl Phrases {
    pub(super) fn new(patterns: Vec<String>) -> Self {
        Self { patterns, compiled: OnceLock::new() }
    }

    fn compiled(&self) -> &[Regex] {
        self.compiled.get_or_init(|| {
            // A pack with another one is not loaded, and a test proves those that are built in.
            self.patterns.iter().filter_map(|text| pattern::compile(text).ok()).collect()
        })
    }

    /// The records of a document: for each match a cell for each group of it, and what the metadata states for all of them.
    pub(super) fn records(
        &self,
        definition: &Definition,
        document: &Document,
        index: u32,
        inherited: &[Option<Cell>],
    ) -> Vec<Record> {
        let text = document.source.text();
        let start = document.front_matter.map_or(0, |span| span.range().end);
        let mut records = Vec::new();
        for regex in self.compiled() {
            for found in regex.captures_iter(&text[start..]) {
                let place =
                    |group: regex::Match<'_>| Span::new(group.start(), group.end()).shifted(start).trimmed(text);
                let Some(span) = found.get(0).map(place) else { continue };
                if span.is_empty() || document.is_opaque(span) {
                    continue;
                }
                let mut cells = inherited.to_vec();
                let groups = regex.capture_names().zip(found.iter());
                for (name, group) in groups.filter_map(|(name, group)| Some((name?, group?))) {
                    let Some(column) = definition.column(name) else { continue };
                    let span = place(group);
                    cells[column] = Some(Cell::new(span, plain(document.source.slice(span))));
                }
                records.push(Record { document: index, span, header: None, cells: cells.into_boxed_slice() });
            }
        }
        records.sort_by_key(|record| record.span.start);
        let mut end = 0;
        records.retain(|record| {
            let is_first = record.span.start >= end;
            end = if is_first { record.span.end } else { end };
            is_first
        });
        records
    }
}
