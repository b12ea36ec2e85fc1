//! When the next review of a document is due.

use jiff::civil::Date;

use super::Document;
use super::field::Field;
use super::value::interval::Interval;

/// The field that states when a document was last reviewed.
pub const LAST_REVIEWED: &str = "last_reviewed";
/// The field that states when the next review is planned.
pub const NEXT_REVIEW: &str = "next_review";
/// The field that states how often a document is reviewed.
pub const REVIEW_INTERVAL: &str = "review_interval";

/// A planned review.
#[derive(Clone, Copy, Debug)]
pub struct Due<'a> {
    /// The last day on which it is in time.
    pub date: Date,
    /// The field that says so: the planned date, or the last review where the date is counted from it.
    pub field: &'a Field,
    /// The interval that was added, where the date is counted.
    pub interval: Option<Interval>,
}

/// The day on which the next review is due: as stated, else the last review plus the interval that the document states, else
/// plus `default`. Calendar months and years keep the day of the month where there is such a day.
pub fn due(document: &Document, default: Option<Interval>) -> Option<Due<'_>> {
    // A plan before the last review was forgotten when that was noted; it plans nothing.
    let is_kept = |date: &Date| document.date(LAST_REVIEWED).is_none_or(|(last, _)| last <= *date);
    if let Some((date, field)) = document.date(NEXT_REVIEW).filter(|(date, _)| is_kept(date)) {
        return Some(Due { date, field, interval: None });
    }
    let (last, field) = document.date(LAST_REVIEWED)?;
    let interval = document.interval(REVIEW_INTERVAL).map(|(interval, _)| interval).or(default)?;
    Some(Due { date: interval.after(last)?, field, interval: Some(interval) })
}
