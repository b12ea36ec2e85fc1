//! Intervals of the calendar: how often something is due.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use jiff::Span;
use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use thiserror::Error;

use super::phrase::{self, Amount, LoneM};
use super::text::{Kind, Token};
use super::{Fault, Reading, iso, presence, text};
use crate::vocabulary::fold;
use crate::vocabulary::words::{Unit, Words};

/// A length of calendar time, longer than nothing and at most a hundred years, in the units that were written.
///
/// `P12M` and `P1Y` are therefore not equal; [`Interval::cmp_length`] finds them equally long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct Interval {
    years: i32,
    months: i32,
    weeks: i32,
    days: i32,
}

/// Why a text is not an interval in ISO 8601 form.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum IntervalError {
    /// The writer of a pack or configuration used another form.
    #[error("`{0}` is not an interval such as `P12M`, `P1Y` or `P2W`")]
    Malformed(String),
    /// The form is right, the length is not.
    #[error("the interval `{0}` is not between one day and a hundred years long")]
    Impossible(String),
}

/// Reads an interval: `12 months`, `6m`, `every two years`, `P1Y`, or a word such as "annual".
///
/// Hours and business days are no intervals of the calendar, and neither is a range such as `6-12 months`: `Malformed`. A condition behind it is no
/// part of it.
/// Nothing, less than nothing, and more than a hundred years are `Impossible`. A remark in brackets at the end is no part of it.
pub fn read_interval(text: &str, words: &Words) -> Reading<Interval> {
    if let Some(absent) = presence(text, words) {
        return absent.into();
    }
    let (value, _) = text::split_remark(text::bare(text));
    let value = value.trim_end_matches('.');
    let read_head =
        |value: &str| unconditional(value, words).map_or(Err(Fault::Malformed), |head| read(head.trim_end(), words));
    match read(value, words).or_else(|fault| if fault == Fault::Malformed { read_head(value) } else { Err(fault) }) {
        Err(Fault::Malformed) => match without_brackets(value) {
            Some(plain) => read(&plain, words).or_else(|_| read_head(&plain)).into(),
            None => Reading::Faulty(Fault::Malformed),
        },
        found => found.into(),
    }
}

/// A text without a remark in brackets behind its first word: "Annual (minimum); after any incident".
fn without_brackets(text: &str) -> Option<String> {
    let (before, rest) = text.split_once(" (")?;
    let (_, after) = rest.split_once(')')?;
    Some(format!("{before}{after}"))
}

/// What stands in front of a condition: "every two years, or upon a change of the law". `None` where there is none, or where it names a
/// length of time itself, for then it is not clear which one counts.
fn unconditional<'t>(text: &'t str, words: &Words) -> Option<&'t str> {
    let tokens = text::tokens(text);
    let at = tokens.iter().skip(1).position(|token| words.conditions.contains(&fold(token.text)))? + 1;
    let is_unit = |token: &Token<'_>| words.units.contains_key(&fold(token.text));
    let counts = |token: &Token<'_>| {
        let key = fold(token.text);
        token.kind == Kind::Number || words.numbers.contains_key(&key) || words.fillers.contains(&key)
    };
    // "Severity 1" and "each school year" are no lengths; "every year" and "2 years" are.
    let tail = &tokens[at..];
    let names_length = tail.iter().any(|token| words.intervals.contains_key(&fold(token.text)))
        || tail.windows(2).any(|pair| counts(&pair[0]) && is_unit(&pair[1]))
        || tail.first().is_some_and(is_unit);
    (!names_length).then(|| &text[..tokens[at - 1].end()])
}

fn read(value: &str, words: &Words) -> Result<Interval, Fault> {
    if let Some(parts) = iso::parts(value) {
        return Interval::from_parts(&parts);
    }
    let phrase = phrase::read(value, words, LoneM::Month)?;
    let has_clock = phrase.is_business || phrase.is_always || phrase.is_next_business_day;
    match (phrase.interval, &phrase.amounts[..]) {
        (Some(iso), []) if !has_clock => Interval::from_iso(iso),
        (None, amounts) if !has_clock => Interval::from_amounts(amounts),
        _ => Err(Fault::Malformed),
    }
}

impl Interval {
    /// The day this interval after a date; a day that the month does not have becomes its last one.
    ///
    /// `None` after the last day of the calendar (31 December 9999).
    pub fn after(self, date: Date) -> Option<Date> {
        let span = Span::new().try_years(self.years).ok()?.try_months(self.months).ok()?;
        date.checked_add(span.try_weeks(self.weeks).ok()?.try_days(self.days).ok()?).ok()
    }

    /// Compares lengths by the average month (30.436875 days) and year (365.2425 days).
    pub fn cmp_length(self, other: Self) -> Ordering {
        self.microdays().cmp(&other.microdays())
    }

    /// The length in words for a message, such as `12 months`.
    pub fn words(self) -> String {
        let parts = [(self.years, "year"), (self.months, "month"), (self.weeks, "week"), (self.days, "day")];
        let parts = parts.iter().filter(|(count, _)| *count != 0);
        let said =
            parts.map(|(count, unit)| if *count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") });
        said.collect::<Vec<_>>().join(" and ")
    }

    fn microdays(self) -> i64 {
        let days = i64::from(self.weeks) * 7 + i64::from(self.days);
        i64::from(self.years) * 365_242_500 + i64::from(self.months) * 30_436_875 + days * 1_000_000
    }

    fn from_iso(text: &str) -> Result<Self, Fault> {
        iso::parts(text).ok_or(Fault::Malformed).and_then(|parts| Self::from_parts(&parts))
    }

    fn from_parts(parts: &[iso::Part]) -> Result<Self, Fault> {
        let mut interval = Self { years: 0, months: 0, weeks: 0, days: 0 };
        for part in parts {
            let field = match part.designator {
                'Y' => &mut interval.years,
                'M' => &mut interval.months,
                'W' => &mut interval.weeks,
                'D' => &mut interval.days,
                _ => return Err(Fault::Malformed),
            };
            *field = i32::try_from(part.count).map_err(|_| Fault::Impossible)?;
        }
        let is_possible = (1..=36_524_250_000).contains(&interval.microdays());
        if is_possible { Ok(interval) } else { Err(Fault::Impossible) }
    }

    fn from_amounts(amounts: &[Amount]) -> Result<Self, Fault> {
        let part = |amount: &Amount| {
            let designator = match amount.unit {
                Unit::Year => 'Y',
                Unit::Month => 'M',
                Unit::Week => 'W',
                Unit::Day => 'D',
                Unit::BusinessDay | Unit::Hour | Unit::Minute | Unit::Second => return None,
            };
            let count = u32::try_from(amount.hundredths / 100).unwrap_or(u32::MAX);
            amount.hundredths.is_multiple_of(100).then_some(iso::Part { count, designator })
        };
        let parts: Option<Vec<_>> = amounts.iter().map(part).collect();
        Self::from_parts(&parts.ok_or(Fault::Malformed)?)
    }
}

/// The form of ISO 8601 in the units that were written.
impl fmt::Display for Interval {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("P")?;
        let parts = [(self.years, 'Y'), (self.months, 'M'), (self.weeks, 'W'), (self.days, 'D')];
        parts.iter().filter(|(count, _)| *count != 0).try_for_each(|(count, unit)| write!(formatter, "{count}{unit}"))
    }
}

impl FromStr for Interval {
    type Err = IntervalError;

    fn from_str(text: &str) -> Result<Self, IntervalError> {
        Self::from_iso(text).map_err(|fault| match fault {
            Fault::Impossible => IntervalError::Impossible(text.into()),
            Fault::Malformed | Fault::Ambiguous(..) => IntervalError::Malformed(text.into()),
        })
    }
}

impl TryFrom<String> for Interval {
    type Error = IntervalError;

    fn try_from(text: String) -> Result<Self, IntervalError> {
        text.parse()
    }
}

impl JsonSchema for Interval {
    fn schema_name() -> Cow<'static, str> {
        "Interval".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "An interval in ISO 8601 form, such as `P12M`, `P1Y` or `P2W`.",
            "pattern": "^P([0-9]+[YMWD])+$",
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::document::value::tests::words;

    fn read(text: &str) -> Reading<String> {
        read_interval(text, &words()).map(|interval| interval.to_string())
    }

    fn assert_reads(expected: &str, texts: &[&str]) {
        for text in texts {
            assert_eq!(read(text), Reading::Valid(expected.into()), "{text}");
        }
    }

    #[test]
    fn the_unit_that_was_written_is_kept() {
        assert_reads(
            "P12M",
            &["12 months", "12m", "12M", "P12M", "every 12 months", "12-month", "12 Monate", "12 months "],
        );
        assert_reads(
            "P1Y",
            &["1 year", "1y", "P1Y", "annual", "ANNUAL", "at least annually", "once a year", "**annual**"],
        );
        assert_reads("P1Y6M", &["1 year and 6 months", "P1Y6M"]);
        assert_reads("P1M", &["1 months", "every month"]);
        assert_reads("P6M", &["6 month", "twice a year", "bi-annual", "6 months (was 12)"]);
        assert_reads("P2W", &["2 weeks", "every two weeks", "alle zwei weeks"]);
        assert_reads("P17D", &["17 days"]);
    }

    #[test]
    fn what_is_no_interval_is_told_apart() {
        for text in ["6-12 months", "1.5 years", "4 hours", "3 business days", "soon", "12", "annual, 6 months", "PT4H"]
        {
            assert_eq!(read(text), Reading::Faulty(Fault::Malformed), "{text}");
        }
        for text in ["0 months", "-12 months", "P0D", "101 years", "99999999999 days"] {
            assert_eq!(read(text), Reading::Faulty(Fault::Impossible), "{text}");
        }
        assert_eq!((read("{period}"), read(" ")), (Reading::Placeholder, Reading::Empty));
    }

    #[test]
    fn it_is_added_as_the_calendar_goes() {
        let after = |interval: &str, date: Date| interval.parse::<Interval>().unwrap().after(date);
        assert_eq!(after("P12M", date(2024, 2, 29)), Some(date(2025, 2, 28)));
        assert_eq!(after("P1M", date(2025, 1, 31)), Some(date(2025, 2, 28)));
        assert_eq!(after("P2W1D", date(2025, 1, 31)), Some(date(2025, 2, 15)));
        assert_eq!(after("P1D", date(9999, 12, 31)), None);
    }

    #[test]
    fn lengths_compare_across_units() {
        let compare = |a: &str, b: &str| a.parse::<Interval>().unwrap().cmp_length(b.parse().unwrap());
        assert_eq!(compare("P12M", "P1Y"), Ordering::Equal);
        assert_eq!(compare("P52W", "P1Y"), Ordering::Less);
        assert_eq!(compare("P31D", "P1M"), Ordering::Greater);
    }

    #[test]
    fn a_wrong_interval_in_a_pack_is_explained() {
        let error = |text: &str| serde_json::from_str::<Interval>(text).unwrap_err().to_string();
        assert!(error("\"12 months\"").starts_with("`12 months` is not an interval such as `P12M`"));
        assert!(error("\"P0M\"").starts_with("the interval `P0M` is not between one day"));
        assert_eq!(serde_json::from_str::<Interval>("\"P12M\"").unwrap().to_string(), "P12M");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".*|[0-9a-zP., -]{0,12}") {
            read(&text);
        }

        #[test]
        fn every_valid_interval_is_read_again(count in 1..1200_u32, form in prop::sample::select(vec!["P{}M", "{} months", "every {} m"])) {
            prop_assert_eq!(read(&form.replace("{}", &count.to_string())), Reading::Valid(format!("P{count}M")));
        }
    }
}
