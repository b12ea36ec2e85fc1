//! Dates with the name of the month, in any order: `15 April 2026`, `Jul 30, 2025`, `3 de mayo de 2024`.

use jiff::civil::Date;

use super::Fault;
use super::date::{adds_nothing, civil};
use super::text::{Kind, longest, tokens};
use crate::vocabulary::words::Words;

/// What the words and numbers so far have said.
#[derive(Default)]
struct Parts {
    year: Option<i16>,
    month: Option<Month>,
    day: Option<i8>,
}

#[derive(Clone, Copy)]
struct Month {
    number: i8,
    /// Some short forms name a weekday in another language: "mar" is March and Tuesday.
    is_weekday: bool,
}

/// What a word within a date is.
enum Word {
    Month(Month),
    AddsNothing,
}

/// Reads a date of one day, one named month and one year of four digits; between them only words that add nothing.
pub(super) fn read(text: &str, words: &Words) -> Result<Date, Fault> {
    let tokens = tokens(text);
    let mut rest = &tokens[..];
    let mut parts = Parts::default();
    let mut is_after_day = false;
    while let Some(head) = rest.first() {
        let was_after_day = std::mem::take(&mut is_after_day);
        let mut length = 1;
        match head.kind {
            Kind::Number => is_after_day = parts.number(head.text)?,
            Kind::Mark if head.is_dash() || head.is_mark(&[',', '.', '/']) => {}
            Kind::Mark => return Err(Fault::Malformed),
            Kind::Word => {
                let find = |key: &str| word(key, was_after_day, words);
                let (word, found) = longest(text, rest, find).ok_or(Fault::Malformed)?;
                length = found;
                if let Word::Month(month) = word {
                    parts.month(month)?;
                }
            }
        }
        rest = &rest[length..];
    }
    let Parts { year: Some(year), month: Some(month), day: Some(day) } = parts else { return Err(Fault::Malformed) };
    civil(year, month.number, day)
}

/// What a folded word is, if it belongs into a date.
fn word(key: &str, is_after_day: bool, words: &Words) -> Option<Word> {
    // "sept." is the same word as "sept", whichever of them the vocabulary has.
    let month = words.months.get(key).or_else(|| words.months.get(key.trim_end_matches('.')));
    if let Some(&number) = month {
        return Some(Word::Month(Month { number, is_weekday: words.weekdays.contains_key(key) }));
    }
    let is_passed_over = adds_nothing(key, words) || is_after_day && words.ordinals.contains(key);
    is_passed_over.then_some(Word::AddsNothing)
}

impl Parts {
    /// Takes a number as day or year and tells whether it was the day.
    fn number(&mut self, digits: &str) -> Result<bool, Fault> {
        let is_day = digits.len() <= 2;
        let is_new = match digits.len() {
            1..=2 => self.day.replace(digits.parse().map_err(|_| Fault::Malformed)?).is_none(),
            4 => self.year.replace(digits.parse().map_err(|_| Fault::Malformed)?).is_none(),
            _ => false,
        };
        if is_new { Ok(is_day) } else { Err(Fault::Malformed) }
    }

    /// Takes a month; of two, the one that may be a weekday gives way.
    fn month(&mut self, month: Month) -> Result<(), Fault> {
        match self.month {
            Some(earlier) if !earlier.is_weekday && !month.is_weekday => return Err(Fault::Malformed),
            Some(earlier) if !earlier.is_weekday => {}
            _ => self.month = Some(month),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use crate::document::value::date::read_date;
    use crate::document::value::tests::words;
    use crate::document::value::{Fault, Reading};

    fn read(text: &str) -> Reading<jiff::civil::Date> {
        read_date(text, &words(), None)
    }

    fn assert_reads(year: i16, month: i8, day: i8, texts: &[&str]) {
        for text in texts {
            assert_eq!(read(text), Reading::Valid(date(year, month, day)), "{text}");
        }
    }

    #[test]
    fn day_month_and_year_stand_in_any_order() {
        assert_reads(
            2026,
            4,
            15,
            &["15 April 2026", "April 15, 2026", "15-Apr-2026", "2026 April 15", "15. apr. 2026", "15April2026"],
        );
        assert_reads(
            2025,
            1,
            7,
            &["7th January, 2025", "January 7th 2025", "07 Jan 2025", "jan 7, 2025 (draft)", "*7 January 2025*"],
        );
        assert_reads(2024, 10, 16, &["16. Oktober 2024", "Oct 16, 2024", "OCT 16 2024", "16/Oct/2024"]);
        assert_reads(2018, 6, 1, &["Jun 1 2018"]);
        assert_reads(2023, 9, 2, &["2 Sept. 2023"]);
    }

    #[test]
    fn words_that_add_nothing_may_stand_between() {
        assert_reads(2024, 3, 1, &["1er mars 2024", "le 1er mars 2024"]);
        assert_reads(2024, 5, 3, &["3 de mayo de 2024", "mar 3 de mayo de 2024", "3º mayo 2024"]);
        assert_reads(2025, 5, 5, &["Monday, 5 May 2025", "Mon. 5 May 2025"]);
        assert_reads(2025, 3, 4, &["mar 4 mar 2025", "4 mar 2025"]);
    }

    #[test]
    fn anything_missing_or_too_much_is_malformed() {
        for text in [
            "April 2026",
            "15 April",
            "15 April 26",
            "15 16 April 2026",
            "15 April 2026 2027",
            "15 April May 2026",
            "15 Foo 2026",
            "2026th April 15",
            "15 April 2026 by the board",
            "15 April 2026?",
            "April",
            "115 April 2026",
        ] {
            assert_eq!(read(text), Reading::Faulty(Fault::Malformed), "{text}");
        }
        assert_eq!(read("31 April 2026"), Reading::Faulty(Fault::Impossible));
        assert_eq!(read("15 April 1815"), Reading::Faulty(Fault::Impossible));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "([0-9]{1,4}|April|th|de|[., -]){0,8}") {
            read(&text);
        }

        #[test]
        fn a_date_is_read_from_each_of_its_forms(year in 1900..=2200_i16, day in 1..=30_i8) {
            let expected = Reading::Valid(date(year, 4, day));
            prop_assert_eq!(read(&format!("{day} April {year}")), expected.clone());
            prop_assert_eq!(read(&format!("Apr {day:02}, {year}")), expected.clone());
            prop_assert_eq!(read(&format!("{day}th-apr-{year}")), expected);
        }
    }
}
