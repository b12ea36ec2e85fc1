//! The words of natural languages that values are written with: months, units, intervals, placeholders.

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

/// A unit of time as documents name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// A second.
    Second,
    /// Sixty seconds.
    Minute,
    /// Sixty minutes on the clock that the text names or implies.
    Hour,
    /// A calendar day.
    Day,
    /// A day on which the service desk works.
    BusinessDay,
    /// Seven calendar days.
    Week,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
}

/// The `[words]` tables of a vocabulary, with every key already folded by [`super::fold`].
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Name or abbreviation of a month to its number, 1 to 12.
    pub months: FxHashMap<String, i8>,
    /// Name or abbreviation of a unit of time.
    pub units: FxHashMap<String, Unit>,
    /// Words that are an interval by themselves, such as the one for "once a year", to an ISO 8601 duration.
    pub intervals: FxHashMap<String, String>,
    /// Small numbers written as words, such as "two".
    pub numbers: FxHashMap<String, u16>,
    /// Words in front of an interval or date that add nothing, such as "every" or a weekday.
    pub fillers: FxHashSet<String>,
    /// Words between the first and the last of a stretch, such as "to".
    pub ranges: FxHashSet<String>,
    /// Words and signs that join two headings, two names, or two amounts of one length, such as "and".
    pub connectors: FxHashSet<String>,
    /// What follows the number of a day, such as "th".
    pub ordinals: FxHashSet<String>,
    /// Name or abbreviation of a part of a year, such as "quarter", to its length in months.
    pub parts_of_year: FxHashMap<String, i8>,
    /// Words for a week that is counted through the year.
    pub calendar_weeks: FxHashSet<String>,
    /// Words such as "first" to their number.
    pub counting: FxHashMap<String, i8>,
    /// Words that stand for "nothing here", such as "none".
    pub empty: FxHashSet<String>,
    /// Words that stand for "to be filled in", such as "TBD".
    pub placeholders: FxHashSet<String>,
    /// Words that say that a duration runs on service hours.
    pub business: FxHashSet<String>,
    /// Words that mean "by the end of the next business day", such as "NBD".
    pub next_business_day: FxHashSet<String>,
    /// Words that mean day and night on all days, such as "24x7".
    pub always: FxHashSet<String>,
    /// Words between a person and a day, such as "on" and "by".
    pub signing: FxHashSet<String>,
    /// Words and signs that may follow an interval and add a condition, such as "or".
    pub conditions: FxHashSet<String>,
    /// Name or abbreviation of a weekday to its number, Monday 1 to Sunday 7.
    pub weekdays: FxHashMap<String, i8>,
    /// The first two bytes of `empty` and `placeholders`.
    pub(crate) absent_heads: OnceLock<FxHashSet<[u8; 2]>>,
}

impl Words {
    /// Whether a text may begin with a word of `empty` or `placeholders`. A cheap look before these are asked, for it is put to
    /// every value; in doubt the answer is yes.
    pub fn may_be_absent(&self, text: &str) -> bool {
        let &[first, second, ..] = text.as_bytes() else { return true };
        if !(first.is_ascii_alphanumeric() && second.is_ascii_alphanumeric()) {
            return true;
        }
        let heads = self.absent_heads.get_or_init(|| {
            let words = self.empty.iter().chain(&self.placeholders);
            words.filter_map(|word| word.as_bytes().first_chunk().copied()).collect()
        });
        heads.contains(&[first.to_ascii_lowercase(), second.to_ascii_lowercase()])
    }
}
