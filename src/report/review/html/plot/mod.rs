//! The geometry of plots, in units of their view box. Words, colours and shapes are matters of the templates; behind each plot the
//! page has a table with the same figures.

mod bars;
mod lines;
mod timeline;

pub use bars::Bars;
pub use lines::Lines;
pub use timeline::Timeline;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

/// A mark of an axis.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tick {
    /// Where it is.
    pub at: f64,
    /// What stands there.
    pub label: String,
}

/// Rounds to a tenth, so that a plot takes few bytes.
fn rounded(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// A count or a difference of days as a coordinate.
fn real(number: usize) -> f64 {
    // Counts of documents are far below 2^32.
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// Days from one day to another.
fn days(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

/// The first days of months between two days, as many as there is room for.
fn months(from: Date, to: Date, most: i32, at: impl Fn(Date) -> f64) -> Vec<Tick> {
    let all = days(from, to) / 30 + 1;
    let step = [1, 2, 3, 6, 12, 24, 60, 120].into_iter().find(|step| all / step <= most).unwrap_or(1200);
    let mut ticks = Vec::new();
    let mut month = from.first_of_month();
    while month <= to {
        let number = i32::from(month.year()) * 12 + i32::from(month.month()) - 1;
        if month >= from && number % step == 0 {
            let label = format!("{:04}-{:02}", month.year(), month.month());
            ticks.push(Tick { at: rounded(at(month)), label });
        }
        let Ok(next) = month.checked_add(1.month()) else { break };
        month = next;
    }
    ticks
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn months_are_marked_as_far_as_there_is_room() {
        let ticks = |from, to| months(from, to, 6, |_| 0.0).into_iter().map(|tick| tick.label).collect::<Vec<_>>();
        assert_eq!(ticks(date(2026, 11, 15), date(2027, 1, 3)), ["2026-12", "2027-01"]);
        assert_eq!(
            ticks(date(2026, 1, 1), date(2027, 6, 1)),
            ["2026-01", "2026-04", "2026-07", "2026-10", "2027-01", "2027-04"]
        );
        assert_eq!(ticks(date(2026, 11, 15), date(2026, 11, 20)), [""; 0]);
    }
}
