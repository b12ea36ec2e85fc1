//! Revision histories: a table with a version and a date a row, newest first or last.

use jiff::civil::Date;

use super::table::is_known;
use crate::document::body::Table;
use crate::document::plain::plain;
use crate::document::value::Reading;
use crate::document::value::date::read_date;
use crate::document::value::version::{Version, read_version};
use crate::source::Span;
use crate::vocabulary::Vocabulary;

/// One row of a revision history.
#[derive(Clone, Debug)]
pub struct Revision {
    /// The row from its first to its last cell.
    pub span: Span,
    /// The version and its cell.
    pub version: Reading<Version>,
    /// The cell that holds the version.
    pub version_span: Span,
    /// The date.
    pub date: Reading<Date>,
    /// The cell that holds the date; empty where there is no such column.
    pub date_span: Span,
    /// The cell that says who approved it, where there is such a column.
    pub approver: Option<Span>,
}

/// Adds the rows of a table that is a revision history.
pub(super) fn read(text: &str, table: &Table, vocabulary: &Vocabulary, into: &mut Vec<Revision>) {
    let Some((header, rows)) = table.rows.split_first() else { return };
    let Some(Columns { version, date, approver }) = columns(text, header, vocabulary) else { return };
    if is_of_document(text, table, vocabulary) {
        return;
    }
    for row in rows {
        let (Some(&version), Some(&date)) = (row.get(version), row.get(date)) else { continue };
        let (Some(first), Some(last)) = (row.first(), row.last()) else { continue };
        if row.iter().all(|cell| cell.is_empty()) {
            continue;
        }
        let shown = |cell: Span| plain(&text[cell.range()]);
        into.push(Revision {
            span: first.to(*last),
            version: read_version(&shown(version), &vocabulary.words),
            version_span: version,
            date: read_date(&shown(date), &vocabulary.words, vocabulary.date_order),
            date_span: date,
            approver: approver.and_then(|at| row.get(at).copied()),
        });
    }
}

/// Whether a table is a revision history.
pub(super) fn is_history(text: &str, table: &Table, vocabulary: &Vocabulary) -> bool {
    let header = table.rows.first().map(Vec::as_slice).unwrap_or_default();
    columns(text, header, vocabulary).is_some() && !is_of_document(text, table, vocabulary)
}

/// Whether the only row of a table tells of the document as a whole: several columns are metadata that no history has.
fn is_of_document(text: &str, table: &Table, vocabulary: &Vocabulary) -> bool {
    let [header, _] = table.rows.as_slice() else { return false };
    let is_beyond = |cell: &&Span| {
        is_known(text, **cell, vocabulary) && vocabulary.revision_column(&plain(&text[cell.range()])).is_none()
    };
    header.iter().filter(is_beyond).take(2).count() == 2
}

/// Where the columns of a revision history stand.
struct Columns {
    version: usize,
    date: usize,
    approver: Option<usize>,
}

/// The columns for version and date of a revision history, which has at least one more known column.
fn columns(text: &str, header: &[Span], vocabulary: &Vocabulary) -> Option<Columns> {
    if header.len() < 3 {
        return None;
    }
    let (mut version, mut date, mut approver, mut others) = (None, None, None, 0);
    for (index, cell) in header.iter().enumerate() {
        match vocabulary.revision_column(&plain(&text[cell.range()])).map(AsRef::as_ref) {
            Some("version") => version = version.or(Some(index)),
            Some("date") => date = date.or(Some(index)),
            Some(part) => {
                others += 1;
                approver = approver.or((part == "approver").then_some(index));
            }
            None => {}
        }
    }
    (others > 0).then_some(Columns { version: version?, date: date?, approver })
}
