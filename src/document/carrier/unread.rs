//! Control tables that are not read: the grids of pandoc, and HTML that never ends.

use memchr::memmem;

use super::table::folded_label;
use crate::document::body::Body;
use crate::source::{Span, boundary_behind};
use crate::vocabulary::{Meaning, Vocabulary};

/// How far down such a table may begin, and how long it may be, in bytes.
const MAX_ABOVE: usize = 4096;
const MAX_LENGTH: usize = 16_384;

/// Labels that mark a controlled document and make a table one of document control.
const FEWEST_LABELS: usize = 2;

/// The first line of a table at the top of a text that states two things about the document and is in a form that is not read.
pub fn control_table(text: &str, start: usize, body: &Body, vocabulary: &Vocabulary) -> Option<Span> {
    let head = &text[start..boundary_behind(text, start + MAX_ABOVE)];
    let is_code = |at: usize| {
        let code = body.opaque.iter().take_while(|stretch| stretch.start as usize <= at);
        code.last().is_some_and(|stretch| at < stretch.end as usize && text[stretch.range()].starts_with(['`', '~']))
    };
    let html = memmem::find(head.as_bytes(), b"<table").map(|at| start + at).filter(|at| !is_code(*at));
    let rules = memmem::find_iter(head.as_bytes(), b"+-").map(|at| start + at);
    let grid = rules.into_iter().find(|&at| is_rule(line_at(text, at)) && !is_code(at));
    let is_read = |at: usize| body.tables.iter().any(|table| table.span.contains(Span::at(at)));
    let html = html
        .filter(|&at| !is_read(at) && labels(html_cells(extent(text, at, "</table>")), vocabulary) >= FEWEST_LABELS);
    let grid = grid.filter(|&at| labels(grid_cells(extent(text, at, "\n\n")), vocabulary) >= FEWEST_LABELS);
    let at = html.into_iter().chain(grid).min()?;
    Some(Span::new(at, at + line_at(text, at).trim_end().len()))
}

/// Different labels with a value behind them.
fn labels<'t>(rows: impl Iterator<Item = Vec<&'t str>>, vocabulary: &Vocabulary) -> usize {
    let mut found = std::collections::BTreeSet::new();
    for row in rows {
        for pair in row.windows(2) {
            let meaning = vocabulary.meaning_of_folded(folded_label(pair[0]).trim_end_matches(':'));
            if let Some(Meaning::Field(field)) = meaning
                && field.sign.is_some()
                && !pair[1].trim().is_empty()
            {
                found.insert(field.name.clone());
            }
        }
    }
    found.len()
}

/// The texts between the tags of each row.
fn html_cells(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.split("<tr").skip(1).map(|row| {
        let texts = row.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text);
        texts.filter(|text| !text.trim().is_empty()).collect()
    })
}

fn grid_cells(table: &str) -> impl Iterator<Item = Vec<&str>> {
    let rows = table.lines().filter(|line| line.starts_with('|'));
    rows.map(|row| row.trim_matches(['|', ' ']).split('|').map(str::trim).collect())
}

/// Whether a line divides the rows of a grid: `+-----+====+`.
fn is_rule(line: &str) -> bool {
    let line = line.trim_end();
    line.len() > 4 && line.starts_with("+-") && line.ends_with('+') && line.bytes().all(|byte| b"+-=:".contains(&byte))
}

/// The line from a place on; empty where the place is not the beginning of a line.
fn line_at(text: &str, at: usize) -> &str {
    let begins = at == 0 || text.as_bytes()[at - 1] == b'\n' || text.as_bytes()[at] == b'<';
    let rest = if begins { &text[at..] } else { "" };
    rest.split('\n').next().unwrap_or_default()
}

fn extent<'t>(text: &'t str, at: usize, close: &str) -> &'t str {
    let rest = &text[at..boundary_behind(text, at + MAX_LENGTH)];
    &rest[..rest.find(close).unwrap_or(rest.len())]
}
