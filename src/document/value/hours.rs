//! Service hours: on which days of the week, from when to when.

use super::text::{bare, split_remark};
use super::week::{self, ALL_DAYS, DAY, Item};
use super::{Fault, Reading, presence};
use crate::vocabulary::fold;
use crate::vocabulary::words::Words;

/// When a service is provided, within a week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceHours {
    /// The stretches of the week, in the order in which they are written; they may overlap.
    pub windows: Vec<Window>,
}

/// The same hours on some days of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The days, Monday in bit 0 to Sunday in bit 6.
    pub days: u8,
    /// The first minute after midnight, at most 1439.
    pub from: u16,
    /// The first minute that no longer belongs to it, at most 1440; on the next day where it is not after `from`.
    pub to: u16,
}

const WEEK: u32 = 7 * 24 * 60;

/// Reads service hours: `24x7`, `Mon-Fri 08:00-18:00`, `Mo–Fr 8–18 Uhr`, `08:00-18:00 Mon-Fri`, `Mon-Fri 8-18, Sat 9-13`.
///
/// A dash or a word that adds nothing between two weekdays makes a range, a comma a list. Hours over midnight are understood where
/// one is in the afternoon (`22-6`); `9-5` is `Malformed`, because it rather means seventeen. No such time is `Impossible`.
/// The name of a time zone in upper case and a remark in brackets may follow.
pub fn read_hours(text: &str, words: &Words) -> Reading<ServiceHours> {
    if let Some(absent) = presence(text, words) {
        return absent.into();
    }
    let (value, _) = split_remark(bare(text));
    if words.always.contains(&fold(value)) {
        return Reading::Valid(ServiceHours { windows: vec![Window { days: ALL_DAYS, from: 0, to: DAY }] });
    }
    read(value, words).map(|windows| ServiceHours { windows }).into()
}

impl ServiceHours {
    /// Whether all of the other hours are among these.
    pub fn covers(&self, other: &Self) -> bool {
        let both = Self { windows: self.windows.iter().chain(&other.windows).copied().collect() };
        both.minutes_per_week() == self.minutes_per_week()
    }

    /// How many minutes of a week are service hours; a minute in two windows counts once.
    pub fn minutes_per_week(&self) -> u32 {
        let mut stretches: Vec<(u32, u32)> = self.windows.iter().flat_map(|window| window.stretches()).collect();
        stretches.sort_unstable();
        let mut end = 0;
        let mut minutes = 0;
        for (from, to) in stretches {
            minutes += to.saturating_sub(from.max(end));
            end = end.max(to);
        }
        minutes
    }
}

impl Window {
    /// Minutes from the start of the week; what runs over its end begins anew at its start.
    fn stretches(self) -> impl Iterator<Item = (u32, u32)> {
        let length = u32::from(if self.to > self.from { self.to - self.from } else { DAY - self.from + self.to });
        let days = (0..7_u32).filter(move |day| self.days & (1 << day) != 0);
        days.flat_map(move |day| {
            let from = day * u32::from(DAY) + u32::from(self.from);
            let to = from + length;
            [(from, to.min(WEEK)), (0, to.saturating_sub(WEEK))]
        })
    }
}

fn read(text: &str, words: &Words) -> Result<Vec<Window>, Fault> {
    let mut items = week::items(text, words)?;
    if matches!(items.first(), Some(Item::Times(..))) {
        items.reverse();
    }
    let mut windows = Vec::new();
    let mut days = 0;
    let mut is_used = true;
    for item in items {
        match item {
            Item::Days(more) => {
                days = if is_used { more } else { days | more };
                is_used = false;
            }
            Item::Times(from, to) => {
                windows.push(Window { days, from, to });
                is_used = true;
            }
        }
    }
    if is_used && !windows.is_empty() && windows.iter().all(|window| window.days != 0) {
        Ok(windows)
    } else {
        Err(Fault::Malformed)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::value::tests::words;

    fn minutes(text: &str) -> Reading<u32> {
        read_hours(text, &words()).map(|hours| hours.minutes_per_week())
    }

    #[test]
    fn days_and_times_make_a_week() {
        for text in ["24x7", "24/7", "**24x7**", "daily 0-24", "Mon-Sun 00:00-24:00", "24x7 (best effort)"] {
            assert_eq!(minutes(text), Reading::Valid(WEEK), "{text}");
        }
        for text in [
            "Mon-Fri 08:00-18:00",
            "Mo–Fr 8–18 Uhr",
            "Monday to Friday, 8.00 to 18.00",
            "08:00-18:00 Mon-Fri",
            "Mo.-Fr.: 8h-18h CET",
        ] {
            assert_eq!(minutes(text), Reading::Valid(5 * 600), "{text}");
        }
        assert_eq!(minutes("Mon-Fri 8-18, Sat 9-13"), Reading::Valid(5 * 600 + 240));
        assert_eq!(minutes("Mon, Wed 8-12, 13-17"), Reading::Valid(2 * 480));
        assert_eq!(minutes("Fri-Mon 22:00-06:00"), Reading::Valid(4 * 480));
        assert_eq!(minutes("Sun 22-6, Mon 5-7"), Reading::Valid(540));
    }

    #[test]
    fn what_is_no_week_is_told_apart() {
        for text in [
            "Mon-Fri",
            "08:00-18:00",
            "Mon-Fri 9-5",
            "Mon-Fri 8-18 maybe",
            "Mon-Fri 8",
            "Mon- 8-18",
            "office hours",
            "8-18 Mon 9-12",
        ] {
            assert_eq!(minutes(text), Reading::Faulty(Fault::Malformed), "{text}");
        }
        for text in ["Mon-Fri 8-25", "Mon-Fri 8:75-18:00"] {
            assert_eq!(minutes(text), Reading::Faulty(Fault::Impossible), "{text}");
        }
        assert_eq!(minutes("[HOURS]"), Reading::Placeholder);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".*|(Mon|Fri|to|[0-9]{1,3}|[:., -]){0,10}") {
            minutes(&text);
        }
    }
}
