//! Durations as service levels promise them, with the clock that they run on.

use std::cmp::Ordering;

use super::phrase::{self, Amount, LoneM};
use super::{Fault, Reading, iso, meaning, presence, text};
use crate::vocabulary::words::{Unit, Words};

/// The clock that a duration runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Clock {
    /// Day and night, because the text says so: `4 h 24x7`.
    Elapsed,
    /// Service hours only: `8 service hours`, `2 business days`.
    Business,
    /// The text does not say: `4h`, `PT4H`, `2 days`. Whether that is enough is for a rule to decide.
    Unstated,
}

/// A length of time of at most a hundred years; nothing at all is a length too, as in a recovery point of 0 minutes.
///
/// Business days stay apart from seconds: how long one is depends on the service hours. Equality is of what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Duration {
    seconds: u64,
    /// Hundredths of a business day.
    business_days: u64,
    clock: Clock,
}

/// Reads a duration: `4h`, `30 min`, `1.5 hours`, `1 hour and 30 seconds`, `1 business day`, `NBD`, `8 service hours`, `≤ 4 h (24x7)`, `PT4H`.
///
/// "By the next business day" counts as one business day, and so does a day on service hours. Weeks and days are 7 × 24 and 24
/// hours. Months and years are intervals of the calendar and no durations, a range is not one duration: `Malformed`.
/// Less than nothing and more than a hundred years are `Impossible`. A remark in brackets at the end may name the clock.
pub fn read_duration(text: &str, words: &Words) -> Reading<Duration> {
    if let Some(absent) = presence(text, words) {
        return absent.into();
    }
    let (value, remark) = text::split_remark(text::bare(text));
    read(value, remark.unwrap_or_default(), words).into()
}

fn read(value: &str, remark: &str, words: &Words) -> Result<Duration, Fault> {
    let (is_business, is_always) = meaning::clocks(remark, words);
    if let Some(parts) = iso::parts(value) {
        return Duration::new(iso_seconds(&parts).ok_or(Fault::Malformed)?, 0, clock(is_business, is_always)?);
    }
    if value == "0" {
        // Nothing is nothing in every unit: no loss of data at all.
        return Duration::new(0, 0, clock(is_business, is_always)?);
    }
    let phrase = phrase::read(value, words, LoneM::Minute)?;
    let amounts = match (&phrase.amounts[..], phrase.interval, phrase.is_next_business_day) {
        ([], None, true) => &[Amount { hundredths: 100, unit: Unit::BusinessDay }],
        (amounts @ [_, ..], None, false) => amounts,
        _ => return Err(Fault::Malformed),
    };
    let has_business_day = amounts.iter().any(|amount| amount.unit == Unit::BusinessDay);
    let is_business = is_business || phrase.is_business || has_business_day;
    let is_always = is_always || phrase.is_always;
    let (mut seconds, mut business_days) = (0_u64, 0);
    for amount in amounts {
        let length = match amount.unit {
            Unit::BusinessDay => None,
            Unit::Day if is_business => None,
            Unit::Second => Some(1),
            Unit::Minute => Some(60),
            Unit::Hour => Some(3_600),
            Unit::Day => Some(86_400),
            Unit::Week if !is_business => Some(604_800),
            Unit::Week | Unit::Month | Unit::Year => return Err(Fault::Malformed),
        };
        match length {
            Some(length) => seconds += amount.hundredths * length / 100,
            None => business_days = amount.hundredths,
        }
    }
    Duration::new(seconds, business_days, clock(is_business, is_always)?)
}

fn clock(is_business: bool, is_always: bool) -> Result<Clock, Fault> {
    match (is_business, is_always) {
        (true, true) => Err(Fault::Malformed),
        (true, false) => Ok(Clock::Business),
        (false, true) => Ok(Clock::Elapsed),
        (false, false) => Ok(Clock::Unstated),
    }
}

fn iso_seconds(parts: &[iso::Part]) -> Option<u64> {
    let seconds = |part: &iso::Part| {
        let length = match part.designator {
            'W' => 604_800,
            'D' => 86_400,
            'h' => 3_600,
            'm' => 60,
            's' => 1,
            _ => return None,
        };
        Some(u64::from(part.count) * length)
    };
    parts.iter().map(seconds).sum()
}

impl Duration {
    const LONGEST: u64 = 100 * 366 * 86_400;

    fn new(seconds: u64, business_days: u64, clock: Clock) -> Result<Self, Fault> {
        let is_possible = seconds <= Self::LONGEST && business_days <= 100 * 366 * 100;
        if is_possible { Ok(Self { seconds, business_days, clock }) } else { Err(Fault::Impossible) }
    }

    /// The clock that it runs on.
    pub fn clock(self) -> Clock {
        self.clock
    }

    /// Its length in seconds on its clock; `None` where business days are in it.
    pub fn seconds(self) -> Option<u64> {
        (self.business_days == 0).then_some(self.seconds)
    }

    /// Its length in minutes on its clock, begun ones not counted; `None` where business days are in it.
    pub fn minutes(self) -> Option<u64> {
        self.seconds().map(|seconds| seconds / 60)
    }

    /// Its length in seconds on its clock, given how many minutes of service a business day has.
    pub fn seconds_with(self, minutes_per_business_day: u32) -> u64 {
        self.seconds + self.business_days * u64::from(minutes_per_business_day) * 60 / 100
    }

    /// A length of so many minutes by day and night, begun seconds not counted; `None` out of the limits.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the limits are checked before")]
    pub fn of_minutes(minutes: f64) -> Option<Self> {
        let seconds = minutes * 60.0;
        let is_possible = (0.0..=36.0 * 366.0 * 86_400.0).contains(&seconds);
        is_possible.then(|| Self { seconds: seconds.round() as u64, business_days: 0, clock: Clock::Elapsed })
    }

    /// Both lengths one after the other; `None` between service hours and day and night, and out of the limits.
    pub fn plus(self, other: Self) -> Option<Self> {
        let clock = match (self.clock, other.clock) {
            (one, two) if one == two => one,
            (Clock::Unstated, known) | (known, Clock::Unstated) => known,
            _ => return None,
        };
        Self::new(self.seconds + other.seconds, self.business_days + other.business_days, clock).ok()
    }

    /// In words: `4 h`, `1 h 30 min`, `4 h of service hours`, `2 business days`.
    pub fn words(self) -> String {
        let mut words = Vec::new();
        if self.business_days > 0 {
            let (whole, part) = (self.business_days / 100, self.business_days % 100);
            let count = if part == 0 { whole.to_string() } else { format!("{whole}.{part:02}") };
            words.push(format!("{count} business {}", if self.business_days == 100 { "day" } else { "days" }));
        }
        let (hours, minutes, seconds) = (self.seconds / 3600, self.seconds / 60 % 60, self.seconds % 60);
        for (count, unit) in [(hours, "h"), (minutes, "min"), (seconds, "s")] {
            if count > 0 {
                words.push(format!("{count} {unit}"));
            }
        }
        let length = if words.is_empty() { "0 min".to_owned() } else { words.join(" ") };
        let is_said = self.clock != Clock::Business || self.business_days > 0;
        if is_said { length } else { format!("{length} of service hours") }
    }

    /// Compares two lengths, as far as that is possible without service hours: `None` between a business day and hours, and
    /// between service hours and day and night. A clock that is not stated is taken to be that of the other.
    pub fn cmp_length(self, other: Self) -> Option<Ordering> {
        let is_same_clock = self.clock == other.clock || [self.clock, other.clock].contains(&Clock::Unstated);
        let by_days = self.business_days.cmp(&other.business_days);
        let by_seconds = self.seconds.cmp(&other.seconds);
        match (by_days, by_seconds) {
            _ if !is_same_clock => None,
            (Ordering::Equal, order) | (order, Ordering::Equal) => Some(order),
            (days, seconds) => (days == seconds).then_some(days),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::value::interval::read_interval;
    use crate::document::value::tests::words;
    use crate::vocabulary::Vocabulary;

    fn read(text: &str) -> Reading<(u64, u64, Clock)> {
        read_duration(text, &words()).map(|duration| (duration.seconds / 60, duration.business_days, duration.clock))
    }

    fn assert_reads(minutes: u64, business_days: u64, clock: Clock, texts: &[&str]) {
        for text in texts {
            assert_eq!(read(text), Reading::Valid((minutes, business_days, clock)), "{text}");
        }
    }

    #[test]
    fn hours_and_minutes_run_on_the_clock_that_is_written() {
        assert_reads(
            240,
            0,
            Clock::Unstated,
            &["4h", "4 h", "PT4H", "within 4 hours", "< 4 h", "4 Stunden", "4 h (P1)"],
        );
        assert_reads(30, 0, Clock::Unstated, &["30 min", "30m", "PT30M", "30 min."]);
        assert_reads(90, 0, Clock::Unstated, &["1.5 h", "1,5 h", "1h 30m", "1 h 30 min", "PT1H30M"]);
        assert_reads(
            480,
            0,
            Clock::Business,
            &["8 service hours", "8 business hours", "8 h (service hours)", "8 h Servicezeit"],
        );
        assert_reads(240, 0, Clock::Elapsed, &["4 h 24x7", "4 h (24/7)"]);
        assert_reads(2880, 0, Clock::Unstated, &["2 days", "P2D"]);
        assert_reads(0, 0, Clock::Unstated, &["0 min"]);
    }

    #[test]
    fn business_days_stay_business_days() {
        assert_reads(0, 100, Clock::Business, &["1 business day", "one business day", "NBD", "Next Business Day"]);
        assert_reads(0, 200, Clock::Business, &["2 Arbeitstage", "2 business days", "2 days (business)"]);
        assert_reads(240, 100, Clock::Business, &["1 business day 4 h"]);
        let day = read_duration("1 business day", &words());
        let day = day.valid().unwrap();
        assert_eq!((day.seconds(), day.seconds_with(480)), (None, 28_800));
    }

    #[test]
    fn the_clock_of_service_is_said_in_words() {
        let words = |text: &str| read_duration(text, &words()).valid().map(|duration| duration.words());
        for (text, said) in [
            ("4 business hours", "4 h of service hours"),
            ("1 business day", "1 business day"),
            ("90 min", "1 h 30 min"),
            ("4 h (24x7)", "4 h"),
            ("0", "0 min"),
        ] {
            assert_eq!(words(text).as_deref(), Some(said), "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_is_told_apart() {
        for text in [
            "3 months",
            "4",
            "4-8 h",
            "4 h / 8 h",
            "soon",
            "> 4 h",
            "8 service hours 24x7",
            "annual",
            "P1M",
            "1 business week",
        ] {
            assert_eq!(read(text), Reading::Faulty(Fault::Malformed), "{text}");
        }
        for text in ["-4 h", "999999 days", "99999999999 h", "PT99999999999H"] {
            assert_eq!(read(text), Reading::Faulty(Fault::Impossible), "{text}");
        }
        assert_eq!(read("TBD"), Reading::Placeholder);
    }

    #[test]
    fn seconds_and_words_between_amounts_are_read() {
        let vocabulary = Vocabulary::built_in();
        let seconds = |text: &str| read_duration(text, &vocabulary.words).valid().and_then(|found| found.seconds());
        for (text, expected) in [
            ("30 seconds", 30),
            ("30s", 30),
            ("within 20 sec.", 20),
            ("90 Sekunden", 90),
            ("1 min 30 s", 90),
            ("43 minutes and 12 seconds", 2592),
            ("1 hour and 30 minutes", 5400),
            ("2 Stunden und 15 Minuten", 8100),
            ("2 heures et 15 minutes", 8100),
            ("1 hora y 30 segundos", 3630),
            ("1 day, 2 hours and 3 minutes", 93_780),
            ("one hour and twenty (20) minutes", 4800),
        ] {
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
        for text in [
            "1 hour and",
            "and 30 minutes",
            "30 and 40 minutes",
            "1 hour and minutes",
            "1 hour and 30",
            "s",
            "5 minutes and 1 hour",
        ] {
            assert_eq!(read_duration(text, &vocabulary.words), Reading::Faulty(Fault::Malformed), "{text}");
        }
        assert_eq!(read_interval("30 seconds", &vocabulary.words), Reading::Faulty(Fault::Malformed));
        assert!(read_interval("1 year and 6 months", &vocabulary.words).valid().is_some());
    }

    #[test]
    fn lengths_compare_only_on_one_clock() {
        let duration = |text| *read_duration(text, &words()).valid().unwrap();
        let compare = |a, b| duration(a).cmp_length(duration(b));
        assert_eq!(compare("4 h", "240 min"), Some(Ordering::Equal));
        assert_eq!(compare("4 h", "8 service hours"), Some(Ordering::Less));
        assert_eq!(compare("1 business day", "2 business days"), Some(Ordering::Less));
        assert_eq!(compare("1 business day", "4 h"), None);
        assert_eq!(compare("4 h 24x7", "8 service hours"), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".*|([0-9]{1,12}|h|min|business|days|[., -]){0,8}") {
            read(&text);
        }
    }
}
