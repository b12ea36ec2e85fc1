//! When the next review of a document is due.

use jiff::civil::Date;

use super::Document;
use super::field::{Field, Typed};
use super::value::Reading;
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
    /// The field that says so: the planned date, or the day from which the date is counted.
    pub field: &'a Field,
    /// The interval that was added, where the date is counted.
    pub interval: Option<Interval>,
}

/// The days from which the first review is counted where there was none yet; the later one counts.
const BEGINNINGS: [&str; 2] = ["approved_on", "effective_from"];

/// A day that does not say whether the document came into force, was written or was changed on it: the first review comes after it in any
/// case.
fn bare_date(document: &Document) -> Option<(Date, &Field)> {
    let field = BEGINNINGS.iter().find_map(|name| document.undecided(name))?;
    let Typed::Date(Reading::Valid(date)) = &field.typed else { return None };
    Some((*date, field))
}

/// The day on which the next review is due: as stated, else the last review plus the interval that the document states, else
/// plus `default`. Where it was never reviewed, the interval that it states itself runs from its approval or from the day on which it
/// came into force. Calendar months and years keep the day of the month where there is such a day.
pub fn due(document: &Document, default: Option<Interval>) -> Option<Due<'_>> {
    // A plan before the last review was forgotten when that was noted; it plans nothing.
    let is_kept = |date: &Date| document.date(LAST_REVIEWED).is_none_or(|(last, _)| last <= *date);
    if let Some((date, field)) = document.date(NEXT_REVIEW).filter(|(date, _)| is_kept(date)) {
        return Some(Due { date, field, interval: None });
    }
    let stated = document.interval(REVIEW_INTERVAL).map(|(interval, _)| interval);
    let was_reviewed = document.field(LAST_REVIEWED).is_some() || document.undecided(LAST_REVIEWED).is_some();
    let (last, field) = if was_reviewed {
        document.date(LAST_REVIEWED)?
    } else {
        let beginnings = BEGINNINGS.iter().filter_map(|name| document.date(name));
        let known = beginnings.max_by_key(|(date, _)| *date).or_else(|| bare_date(document));
        known.filter(|_| stated.is_some())?
    };
    let interval = stated.or(default)?;
    Some(Due { date: interval.after(last)?, field, interval: Some(interval) })
}
