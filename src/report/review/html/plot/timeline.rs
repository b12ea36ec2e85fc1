//! When reviews are due, a lane for each owner or kind.

use std::collections::HashMap;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use super::{Tick, days, months, real, rounded};
use crate::report::register::Planned;

/// Width of the view box.
const WIDTH: f64 = 760.0;
/// Where days begin and end.
const SPAN: (f64, f64) = (196.0, 728.0);
/// Height of the axis.
const TOP: f64 = 30.0;
/// Height of a lane.
const LANE: f64 = 26.0;
/// Most lanes; the others share one.
const MOST_LANES: usize = 14;
/// How far marks lie apart, else they are one mark with a number.
const GAP: f64 = 1.0;
/// How far back the axis goes.
const BACK: i32 = 18;

/// Marks on lanes along an axis of days.
#[derive(Clone, Debug, Serialize)]
pub struct Timeline {
    /// Width of the view box.
    pub width: f64,
    /// Height of the view box.
    pub height: f64,
    /// Months.
    pub ticks: Vec<Tick>,
    /// Where the day of judgement is.
    pub today: f64,
    /// Where lanes begin.
    pub left: f64,
    /// The first day of the axis; what was due before is shown there.
    pub from: String,
    /// How many reviews were due before that day.
    pub earlier: usize,
    /// The lanes, those with the most overdue reviews first.
    pub lanes: Vec<Lane>,
    /// How many more share the last lane.
    pub others: usize,
}

/// A lane.
#[derive(Clone, Debug, Serialize)]
pub struct Lane {
    /// Whose it is; none where documents do not say.
    pub label: Option<String>,
    /// Whether it is that of all others.
    pub is_rest: bool,
    /// Its middle.
    pub at: f64,
    /// Overdue reviews.
    pub overdue: usize,
    /// Reviews that become due.
    pub due: usize,
    /// Its marks.
    pub marks: Vec<Mark>,
}

/// Reviews that are due at about the same time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mark {
    /// Where it is.
    pub at: f64,
    /// Half of its width.
    pub radius: f64,
    /// How many reviews.
    pub count: usize,
    /// Whether these are overdue.
    pub is_overdue: bool,
}

impl Timeline {
    /// The plot of a calendar by something; none where nothing is due.
    pub fn of<'a>(
        calendar: &'a [Planned],
        as_of: Date,
        until: Date,
        by: impl Fn(&'a Planned) -> Option<&'a str>,
    ) -> Option<Self> {
        let first = calendar.first()?.due;
        let back = as_of.checked_sub(BACK.months()).unwrap_or(as_of);
        let from = first.max(back).min(as_of).first_of_month();
        let until = until.max(as_of).checked_add(1.day()).unwrap_or(until);
        let scale = (SPAN.1 - SPAN.0) / f64::from(days(from, until).max(1));
        let at = |day: Date| SPAN.0 + f64::from(days(from, day).max(0)) * scale;
        let mut lanes = lanes(calendar, by);
        let others = lanes.len().saturating_sub(MOST_LANES);
        if others > 1 {
            let mut rest: Vec<&Planned> = lanes.drain(MOST_LANES..).flat_map(|(_, planned)| planned).collect();
            rest.sort_by_key(|planned| planned.due);
            lanes.push((None, rest));
        }
        let is_rest = |index: usize| others > 1 && index == MOST_LANES;
        let lanes: Vec<Lane> = lanes
            .into_iter()
            .enumerate()
            .map(|(index, (label, planned))| Lane {
                label: label.map(str::to_owned),
                is_rest: is_rest(index),
                at: TOP + LANE * (real(index) + 0.5),
                overdue: planned.iter().filter(|planned| planned.days < 0).count(),
                due: planned.iter().filter(|planned| planned.days >= 0).count(),
                marks: marks(&planned, at),
            })
            .collect();
        Some(Self {
            width: WIDTH,
            height: TOP + LANE * real(lanes.len()) + 20.0,
            ticks: months(from, until, 8, at),
            today: rounded(at(as_of)),
            left: SPAN.0,
            from: from.to_string(),
            earlier: calendar.iter().filter(|planned| planned.due < from).count(),
            lanes,
            others: if others > 1 { others } else { 0 },
        })
    }
}

type Lanes<'a> = Vec<(Option<&'a str>, Vec<&'a Planned>)>;

/// Reviews by somebody or something: those with the most overdue ones first, then those with the most due ones, then by name.
fn lanes<'a>(calendar: &'a [Planned], by: impl Fn(&'a Planned) -> Option<&'a str>) -> Lanes<'a> {
    let mut lanes: HashMap<Option<&str>, Vec<&Planned>> = HashMap::new();
    for planned in calendar {
        lanes.entry(by(planned)).or_default().push(planned);
    }
    let mut lanes: Lanes<'_> = lanes.into_iter().collect();
    lanes.sort_by_cached_key(|(label, planned)| {
        let overdue = planned.iter().filter(|planned| planned.days < 0).count();
        (std::cmp::Reverse((overdue, planned.len())), label.is_none(), *label)
    });
    lanes
}

/// Reviews in the order of their days; those whose marks would touch are one mark. What is overdue and what is not are told apart.
fn marks(planned: &[&Planned], at: impl Fn(Date) -> f64) -> Vec<Mark> {
    let mut clusters: Vec<Cluster> = Vec::new();
    for planned in planned {
        clusters.push(Cluster { sum: at(planned.due), count: 1, is_overdue: planned.days < 0 });
        while let [.., before, last] = clusters.as_slice() {
            let is_apart = last.at() - before.at() >= last.radius() + before.radius() + GAP;
            if is_apart || last.is_overdue != before.is_overdue {
                break;
            }
            let (sum, count) = (last.sum, last.count);
            clusters.pop();
            if let Some(before) = clusters.last_mut() {
                before.sum += sum;
                before.count += count;
            }
        }
    }
    let mark = |cluster: Cluster| Mark {
        at: rounded(cluster.at()),
        radius: rounded(cluster.radius()),
        count: cluster.count,
        is_overdue: cluster.is_overdue,
    };
    clusters.into_iter().map(mark).collect()
}

/// Reviews that share a mark.
struct Cluster {
    sum: f64,
    count: usize,
    is_overdue: bool,
}

impl Cluster {
    fn at(&self) -> f64 {
        self.sum / real(self.count)
    }

    fn radius(&self) -> f64 {
        match self.count {
            1 => 4.5,
            count => (5.0 + 1.5 * real(count - 1).sqrt()).min(10.5),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn planned(owner: &str, due: Date) -> Planned {
        Planned {
            path: "a.md".to_owned(),
            title: "A".to_owned(),
            kind: None,
            owner: Some(owner.to_owned()),
            due,
            days: days(date(2026, 11, 30), due),
            line: 1,
            clauses: Vec::new(),
        }
    }

    fn timeline(calendar: &[Planned]) -> Option<Timeline> {
        Timeline::of(calendar, date(2026, 11, 30), date(2027, 2, 28), |planned| planned.owner.as_deref())
    }

    #[test]
    fn nothing_due_is_no_plot() {
        assert!(timeline(&[]).is_none());
    }

    #[test]
    fn what_is_overdue_lies_before_today_and_comes_first() {
        let calendar =
            [planned("B", date(2026, 9, 1)), planned("A", date(2026, 12, 24)), planned("A", date(2026, 12, 25))];
        let plot = timeline(&calendar).expect("a plot");
        let [b, a] = plot.lanes.as_slice() else { panic!("{plot:?}") };
        assert_eq!((b.overdue, b.due, a.overdue, a.due), (1, 0, 0, 2));
        assert!(b.marks[0].at < plot.today && b.marks[0].is_overdue);
        assert!(a.marks[0].at > plot.today && !a.marks[0].is_overdue);
        assert_eq!(a.marks[0].count, 2);
    }

    #[test]
    fn marks_do_not_touch() {
        let calendar: Vec<Planned> =
            (1..=28).flat_map(|day| [10, 11, 12].map(|month| planned("A", date(2026, month, day)))).collect();
        let mut calendar = calendar;
        calendar.sort_by_key(|planned| planned.due);
        let plot = timeline(&calendar).expect("a plot");
        for pair in plot.lanes[0].marks.windows(2).filter(|pair| pair[0].is_overdue == pair[1].is_overdue) {
            assert!(pair[1].at - pair[0].at >= pair[0].radius + pair[1].radius, "{pair:?}");
        }
        assert_eq!(plot.lanes[0].marks.iter().map(|mark| mark.count).sum::<usize>(), calendar.len());
    }

    #[test]
    fn what_was_due_long_ago_stays_on_the_axis() {
        let plot = timeline(&[planned("A", date(1990, 1, 1))]).expect("a plot");
        assert_eq!(plot.earlier, 1);
        assert!((plot.lanes[0].marks[0].at - SPAN.0).abs() < 0.1);
    }

    #[test]
    fn many_share_the_last_lane() {
        let calendar: Vec<Planned> =
            (0..30).map(|number| planned(&format!("{number:02}"), date(2026, 12, 1))).collect();
        let plot = timeline(&calendar).expect("a plot");
        assert_eq!((plot.lanes.len(), plot.others), (MOST_LANES + 1, 30 - MOST_LANES));
        assert_eq!(plot.lanes.iter().map(|lane| lane.due).sum::<usize>(), 30);
    }
}
