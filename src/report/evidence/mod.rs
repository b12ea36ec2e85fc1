//! The pack of evidence: the review, the findings, the documents as they stood, who approved them, and checksums of it all.

mod approval;
pub mod archive;
mod name;
pub mod record;
mod statement;
mod sums;

use std::io;

pub use approval::Known;
use archive::Files;
use record::Original;
use statement::Contents;

use super::Judged;
use super::review::Review;

/// What a pack is made from.
pub struct Parts<'a> {
    /// The repository and what became of it.
    pub judged: Judged<'a>,
    /// The review.
    pub review: &'a Review,
    /// Files that are written elsewhere, by name: the page, the tables, the findings.
    pub pages: Files,
    /// The documents of record.
    pub originals: Vec<Original>,
    /// What the history says of approvals.
    pub approvals: &'a Known,
    /// Where the documents lie in their repository, with `/` at the end; empty at its top.
    pub folder: &'a str,
}

/// Puts a pack together. The same parts give the same bytes.
///
/// # Errors
///
/// When a table cannot be written, which does not happen in memory.
pub fn assemble(parts: Parts<'_>) -> io::Result<Files> {
    let Parts { judged, review, pages: mut files, originals, approvals, folder } = parts;
    let records = record::keep(judged, originals, &mut files);
    files.insert("documents.csv".to_owned(), record::csv(&records)?);
    files.insert("documents.json".to_owned(), record::json(&records)?);
    let approvals = approval::approvals(judged, approvals);
    files.insert("approvals.csv".to_owned(), approval::csv(&approvals)?);
    files.insert("approvals.json".to_owned(), approval::json(&approvals)?);
    let mut statement = Vec::new();
    statement::write(&mut statement, Contents { judged, review, records: &records, folder })?;
    files.insert("STATEMENT.md".to_owned(), statement);
    let sums = sums::sums(files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())));
    files.insert("SHA256SUMS".to_owned(), sums.into_bytes());
    Ok(files)
}
