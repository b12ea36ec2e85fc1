//! How many documents owners answer for, and how many of them are overdue.

use serde::Serialize;

use super::{Tick, real, rounded};
use crate::report::register::Owner;

/// Width of the view box.
const WIDTH: f64 = 760.0;
/// Where bars begin, and how long the longest is.
const SPAN: (f64, f64) = (196.0, 470.0);
/// Height of the axis.
const TOP: f64 = 24.0;
/// Height of a lane.
const LANE: f64 = 24.0;
/// Most bars.
const MOST: usize = 20;

/// A bar for each owner.
#[derive(Clone, Debug, Serialize)]
pub struct Bars {
    /// Width of the view box.
    pub width: f64,
    /// Height of the view box.
    pub height: f64,
    /// Where bars begin.
    pub left: f64,
    /// The scale.
    pub ticks: Vec<Tick>,
    /// The bars.
    pub bars: Vec<Bar>,
    /// How many owners were left out.
    pub others: usize,
}

/// A bar of three parts.
#[derive(Clone, Debug, Serialize)]
pub struct Bar {
    /// The name; none for documents that name nobody.
    pub label: Option<String>,
    /// Its middle.
    pub at: f64,
    /// Length of the part that is overdue.
    pub overdue: f64,
    /// Length of the part that becomes due.
    pub due: f64,
    /// Length of the rest.
    pub rest: f64,
    /// Documents, overdue ones, due ones.
    pub counts: [usize; 3],
}

impl Bars {
    /// The plot of some owners; none where there are none.
    pub fn of(owners: &[Owner]) -> Option<Self> {
        let most = owners.iter().map(|owner| owner.documents).max().filter(|most| *most > 0)?;
        let step = step(most);
        let end = most.div_ceil(step) * step;
        let length = |number: usize| rounded(real(number) * SPAN.1 / real(end));
        let bar = |(index, owner): (usize, &Owner)| {
            let rest = owner.documents.saturating_sub(owner.overdue + owner.due);
            Bar {
                label: owner.name.clone(),
                at: TOP + LANE * (real(index) + 0.5),
                overdue: length(owner.overdue),
                due: length(owner.due),
                rest: length(rest),
                counts: [owner.documents, owner.overdue, owner.due],
            }
        };
        let bars: Vec<Bar> = owners.iter().take(MOST).enumerate().map(bar).collect();
        let ticks = (0..=end / step)
            .map(|index| Tick { at: rounded(SPAN.0 + length(index * step)), label: (index * step).to_string() });
        Some(Self {
            width: WIDTH,
            height: TOP + LANE * real(bars.len()) + 4.0,
            left: SPAN.0,
            ticks: ticks.collect(),
            bars,
            others: owners.len().saturating_sub(MOST),
        })
    }
}

/// A round step, so that at most five of them reach a number.
pub(super) fn step(most: usize) -> usize {
    let mut power = 1;
    loop {
        for factor in [1, 2, 5] {
            if power * factor * 5 >= most {
                return power * factor;
            }
        }
        power *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figures::Findings;

    #[test]
    fn steps_are_round() {
        assert_eq!([1, 5, 6, 22, 26, 1000].map(step), [1, 1, 2, 5, 10, 200]);
    }

    #[test]
    fn the_parts_of_a_bar_are_its_documents() {
        let owner =
            |documents, overdue, due| Owner { name: None, documents, overdue, due, findings: Findings::default() };
        assert!(Bars::of(&[]).is_none());
        let bars = Bars::of(&[owner(20, 5, 5), owner(10, 0, 0)]).expect("a plot");
        let bar = &bars.bars[0];
        assert!((bar.overdue + bar.due + bar.rest - SPAN.1).abs() < 0.2);
        assert!((bars.bars[1].rest * 2.0 - SPAN.1).abs() < 0.2);
    }
}
