//! How figures developed.

use jiff::civil::Date;
use serde::Serialize;

use super::bars::step;
use super::{Tick, days, months, real, rounded};
use crate::report::figures::Figures;
use crate::report::history::Point;

/// Width and height of the view box.
const SIZE: (f64, f64) = (360.0, 170.0);
/// Where days begin and end.
const SPAN: (f64, f64) = (36.0, 330.0);
/// Where the scale ends and begins.
const SCALE: (f64, f64) = (14.0, 140.0);
/// Most points that are marked.
const MOST_MARKED: usize = 40;

/// One figure over time.
#[derive(Clone, Debug, Serialize)]
pub struct Lines {
    /// Which: `covered`, `major`, `minor`, `overdue`.
    pub figure: &'static str,
    /// Width of the view box.
    pub width: f64,
    /// Height of the view box.
    pub height: f64,
    /// Where days begin and end.
    pub left: f64,
    /// Where days end.
    pub right: f64,
    /// Where nought is.
    pub bottom: f64,
    /// Months.
    pub days: Vec<Tick>,
    /// The scale.
    pub scale: Vec<Tick>,
    /// The line, as the points of a polyline.
    pub points: String,
    /// Where days are marked; none where they are too many.
    pub marks: Vec<[f64; 2]>,
    /// First and last figure.
    pub ends: [usize; 2],
    /// First and last day.
    pub between: [String; 2],
    /// Least and greatest figure.
    pub range: [usize; 2],
    /// Where the last figure is.
    pub last: [f64; 2],
}

/// A figure with its name.
type Named = (&'static str, fn(&Figures) -> usize);

impl Lines {
    /// A plot for each figure; none where there are less than two days.
    pub fn of(trend: &[Point]) -> Vec<Self> {
        let figures: [Named; 4] = [
            ("covered", |figures| figures.clauses.covered),
            ("major", |figures| figures.points.major),
            ("minor", |figures| figures.points.minor),
            ("overdue", |figures| figures.overdue),
        ];
        let (Some(first), Some(last)) = (trend.first(), trend.last()) else { return Vec::new() };
        if first.day >= last.day {
            return Vec::new();
        }
        let line = |(name, figure): Named| {
            let values: Vec<(Date, usize)> = trend.iter().map(|point| (point.day, figure(&point.figures))).collect();
            Self::line(name, &values, first.day, last.day)
        };
        figures.into_iter().map(line).collect()
    }

    fn line(figure: &'static str, values: &[(Date, usize)], first: Date, last: Date) -> Self {
        let numbers = || values.iter().map(|(_, value)| *value);
        let (least, most) = (numbers().min().unwrap_or_default(), numbers().max().unwrap_or_default());
        let step = step(most.max(1));
        let end = most.max(1).div_ceil(step) * step;
        let x = |day: Date| SPAN.0 + f64::from(days(first, day)) * (SPAN.1 - SPAN.0) / f64::from(days(first, last));
        let y = |value: usize| rounded(SCALE.1 - real(value) * (SCALE.1 - SCALE.0) / real(end));
        let points: Vec<[f64; 2]> = values.iter().map(|(day, value)| [rounded(x(*day)), y(*value)]).collect();
        let text: Vec<String> = points.iter().map(|[x, y]| format!("{x},{y}")).collect();
        let ends = [values.first(), values.last()].map(|value| value.map_or(0, |(_, value)| *value));
        let ticks = (0..=end / step).map(|index| Tick { at: y(index * step), label: (index * step).to_string() });
        Self {
            figure,
            width: SIZE.0,
            height: SIZE.1,
            left: SPAN.0,
            right: SPAN.1,
            bottom: SCALE.1,
            days: months(first, last, 4, x),
            scale: ticks.collect(),
            points: text.join(" "),
            last: points.last().copied().unwrap_or_default(),
            marks: if points.len() > MOST_MARKED { Vec::new() } else { points },
            ends,
            between: [first.to_string(), last.to_string()],
            range: [least, most],
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn point(day: Date, overdue: usize) -> Point {
        let figures = Figures { overdue, ..Figures::default() };
        Point { day, commit: String::new(), has_later_rules: false, figures }
    }

    #[test]
    fn one_day_is_no_line() {
        assert!(Lines::of(&[]).is_empty());
        assert!(Lines::of(&[point(date(2026, 1, 1), 3)]).is_empty());
    }

    #[test]
    fn a_line_spans_the_days_and_the_scale() {
        let lines = Lines::of(&[point(date(2026, 1, 1), 0), point(date(2026, 3, 1), 5)]);
        let overdue = lines.iter().find(|line| line.figure == "overdue").expect("a line");
        assert_eq!(overdue.points, "36,140 330,14");
        assert_eq!((overdue.ends, overdue.range), ([0, 5], [0, 5]));
    }
}
