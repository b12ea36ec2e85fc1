//! Dates: ISO form, numeric forms, and what is common to them and the forms with named months.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::text::{Kind, Token, bare, longest, split_remark, tokens, trim};
use super::{Fault, Reading, clock, named_date, presence};
use crate::vocabulary::fold;
use crate::vocabulary::words::Words;

/// Which number comes first in a date such as `05/11/2024`; a repository may decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrder {
    /// The day: 5 November.
    DayMonth,
    /// The month: 11 May.
    MonthDay,
}

/// The first of the arrows, signs and pictures that are put in front of a date; quotation marks and dashes come before.
const FIRST_SYMBOL: char = '\u{2190}';

/// Reads a date: `2026-01-31`, a timestamp, `31.01.2026`, `31/01/2026`, `31 January 2026` in any order.
///
/// - A timestamp counts as the day that is written, whatever its time zone.
/// - Numbers between dots are day, month, year: the languages that write dots write them in this order.
/// - Between `/` or `-`, a number above 12 is the day; else `order` decides; else two different numbers are `Ambiguous`.
/// - Year first wants two digits each for month and day, as ISO 8601 does: `2025-04-8` is `Malformed`.
/// - A day is needed and a year of four digits: `April 2026` and `31.01.26` are `Malformed`.
/// - No such day, and a year outside 1900 to 2200, is `Impossible`.
/// - A time of the day may follow, and behind a comma whatever else: `6 January 2026 at 14:00, Board room`.
/// - A remark may follow that names no other day: `2026-04-30 (extended)`, `2026-04-30 — no changes`, `2026-04-30 or when the law changes`.
///   Any other text around the date is `Malformed`.
pub fn read_date(text: &str, words: &Words, order: Option<DateOrder>) -> Reading<Date> {
    let text = trim(text);
    // The brackets of a template may be left around what was filled in.
    let filled = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    if let Some((year, month, day)) = iso_date(filled) {
        return civil(year, month, day).into();
    }
    if let Some(absent) = presence(text, words) {
        return absent.into();
    }
    let text = text.trim_start_matches(|c: char| c >= FIRST_SYMBOL && !c.is_alphanumeric());
    let (value, _) = split_remark(bare(text).trim_end_matches('.'));
    let value = value.trim_end_matches(['.', ',']);
    let read =
        |value: &str| numeric(without_lead(value, words), order).unwrap_or_else(|| named_date::read(value, words));
    let timed = |value: &str| match read(value) {
        Err(Fault::Malformed) if value.contains(':') => {
            clock::without_time(value, words).map_or(Err(Fault::Malformed), read)
        }
        found => found,
    };
    match timed(value) {
        Err(Fault::Malformed) => without_remark(value, words).map_or(Err(Fault::Malformed), timed).into(),
        found => found.into(),
    }
}

/// What stands in front of a remark that names no other day: behind a dash between blanks, a mark, a picture, or a word such as "or".
/// `None` where there is no remark, or where it may say more than that.
pub(super) fn without_remark<'t>(text: &'t str, words: &Words) -> Option<&'t str> {
    let tokens = tokens(text);
    let is_set_off = |token: &Token<'_>| text[..token.start].ends_with(' ') && text[token.end()..].starts_with(' ');
    let begins_remark = |token: &Token<'_>| match token.kind {
        Kind::Number => false,
        Kind::Word => words.conditions.contains(&fold(token.text)),
        Kind::Mark if token.is_dash() => is_set_off(token),
        Kind::Mark => token.is_mark(&[',', ';', '·']) || token.text.starts_with(|c: char| c >= FIRST_SYMBOL),
    };
    let number = |token: &Token<'_>| token.kind == Kind::Number;
    let may_be_day =
        |token: &Token<'_>| (number(token) && token.text.len() > 2) || words.months.contains_key(&fold(token.text));
    let last = tokens.iter().rposition(may_be_day)?;
    let at = (last + 1..tokens.len()).find(|&at| number(&tokens[at - 1]) && begins_remark(&tokens[at]))?;
    Some(&text[..tokens[at - 1].end()])
}

/// The day of a year that this program works with.
pub(super) fn civil(year: i16, month: i8, day: i8) -> Result<Date, Fault> {
    if !(1900..=2200).contains(&year) {
        return Err(Fault::Impossible);
    }
    Date::new(year, month, day).map_err(|_| Fault::Impossible)
}

/// Year, month and day of exactly `YYYY-MM-DD`. Nearly all dates have this form, so it costs no allocation.
fn iso_date(text: &str) -> Option<(i16, i8, i8)> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else { return None };
    let two = |tens: u8, ones: u8| {
        let is_number = tens.is_ascii_digit() && ones.is_ascii_digit();
        is_number.then(|| (tens - b'0') * 10 + (ones - b'0')).and_then(|number| i8::try_from(number).ok())
    };
    let year = i16::from(two(y1, y2)?) * 100 + i16::from(two(y3, y4)?);
    Some((year, two(m1, m2)?, two(d1, d2)?))
}

/// A date of three numbers, with a time behind it or none; `None` where the text does not begin with three numbers.
fn numeric(text: &str, order: Option<DateOrder>) -> Option<Result<Date, Fault>> {
    let tokens = tokens(text);
    let [a, mark, b, second_mark, c, ..] = &tokens[..] else { return None };
    let are_numbers = [a, b, c].iter().all(|token| token.kind == Kind::Number);
    let is_separator = |token: &Token<'_>| token.is_dash() || token.is_mark(&['/', '.']);
    if !are_numbers || !is_separator(mark) || !is_separator(second_mark) {
        return None;
    }
    let rest = &text[c.end()..];
    if mark.text != second_mark.text || !(rest.is_empty() || is_time(rest)) {
        return Some(Err(Fault::Malformed));
    }
    let number = |token: &Token<'_>| token.text.parse::<i8>().unwrap_or(i8::MAX);
    let year = |token: &Token<'_>| token.text.parse::<i16>().unwrap_or(i16::MAX);
    Some(match (a.text.len(), b.text.len(), c.text.len()) {
        (4, 2, 2) => civil(year(a), number(b), number(c)),
        (1..=2, 1..=2, 4) if mark.is_mark(&['.']) => civil(year(c), number(b), number(a)),
        (1..=2, 1..=2, 4) => year_last(number(a), number(b), year(c), order),
        _ => Err(Fault::Malformed),
    })
}

/// The order that the dates between slashes in a text show by a number above 12; none where none does, or they contradict each other.
pub fn order_in(text: &str) -> Option<DateOrder> {
    let bytes = text.as_bytes();
    let mut shown = None;
    for slash in memchr::memchr_iter(b'/', bytes) {
        let Some((first, second)) = day_and_month(bytes, slash) else { continue };
        let order = match (first > 12, second > 12) {
            (true, false) => DateOrder::DayMonth,
            (false, true) => DateOrder::MonthDay,
            _ => continue,
        };
        if shown.replace(order).is_some_and(|other| other != order) {
            return None;
        }
    }
    shown
}

/// The numbers on both sides of a slash, where a slash and a year of four digits follow and nothing else belongs to them.
fn day_and_month(bytes: &[u8], slash: usize) -> Option<(u8, u8)> {
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    // "28 / 08 / 2026"
    let behind_blank = |at: usize| at + usize::from(bytes.get(at) == Some(&b' '));
    let end = slash - usize::from(bytes[..slash].ends_with(b" "));
    let before = bytes[..end].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let (start, from) = (end - before.min(end), behind_blank(slash + 1));
    let to = from + digits(from);
    let second = behind_blank(to);
    let year = behind_blank((second + 1).min(bytes.len()));
    let is_date = (1..=2).contains(&before)
        && (1..=2).contains(&(to - from))
        && bytes.get(second) == Some(&b'/')
        && digits(year) == 4
        && !bytes[..start].trim_ascii_end().ends_with(b"/")
        && bytes.get(year + 4) != Some(&b'/');
    let number = |range: std::ops::Range<usize>| bytes[range].iter().fold(0, |sum, digit| sum * 10 + (digit - b'0'));
    is_date.then(|| (number(start..end), number(from..to)))
}

fn year_last(first: i8, second: i8, year: i16, order: Option<DateOrder>) -> Result<Date, Fault> {
    let day_first = civil(year, second, first);
    let month_first = civil(year, first, second);
    match order {
        _ if first > 12 => day_first,
        _ if second > 12 => month_first,
        Some(DateOrder::DayMonth) => day_first,
        Some(DateOrder::MonthDay) => month_first,
        None if first == second => day_first,
        None => Err(Fault::Ambiguous(day_first?, month_first?)),
    }
}

/// Whether the text is a time of the day as it follows a date: `T03:04:05.123Z`, ` 21:47:55 +0100`, ` 10:30 CET`.
fn is_time(text: &str) -> bool {
    let Some(text) = text.strip_prefix(['T', 't']).or_else(|| text.strip_prefix(char::is_whitespace)) else {
        return false;
    };
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ','))).unwrap_or(text.len());
    let (clock, zone) = text.split_at(end);
    let (clock, fraction) = clock.split_once(['.', ',']).map_or((clock, "0"), |(clock, fraction)| (clock, fraction));
    let parts: Vec<_> =
        clock.splitn(4, ':').map(|part| if part.len() == 2 { part.parse().ok() } else { None }).collect();
    let is_clock = matches!(parts[..], [Some(0..=24_u8), Some(0..=59_u8)] | [Some(0..=24), Some(0..=59), Some(0..=60)]);
    is_clock && !fraction.is_empty() && fraction.bytes().all(|b| b.is_ascii_digit()) && is_zone(zone.trim_start())
}

/// Whether the text is a time zone: nothing, `Z`, `CET`, `+01:00`, `-0500`.
fn is_zone(text: &str) -> bool {
    if let Some(offset) = text.strip_prefix(['+', '-', '\u{2212}']) {
        let digits = offset.bytes().filter(u8::is_ascii_digit).count();
        let is_form = offset.len() == digits || offset.len() == 5 && offset.as_bytes().get(2) == Some(&b':');
        return is_form && matches!(digits, 2 | 4);
    }
    text.len() <= 5 && text.bytes().all(|b| b.is_ascii_uppercase()) || text == "z"
}

/// The text behind the weekday and the words that add nothing at its head.
pub(super) fn without_lead<'t>(text: &'t str, words: &Words) -> &'t str {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return text;
    }
    let tokens = tokens(text);
    let mut rest = &tokens[..];
    while let Some(head) = rest.first() {
        let known = longest(text, rest, |key| adds_nothing(key, words).then_some(()));
        match known {
            Some(((), length)) => rest = &rest[length..],
            None if head.is_mark(&[',', '.']) => rest = &rest[1..],
            None => return &text[head.start..],
        }
    }
    ""
}

/// Whether a folded word in front of or within a date may be passed over.
pub(super) fn adds_nothing(key: &str, words: &Words) -> bool {
    words.fillers.contains(key) || words.weekdays.contains_key(key)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::document::value::tests::words;

    fn read(text: &str) -> Reading<Date> {
        read_date(text, &words(), None)
    }

    fn assert_all(expected: &Reading<Date>, texts: &[&str]) {
        for text in texts {
            assert_eq!(&read(text), expected, "{text}");
        }
    }

    #[test]
    fn a_remark_that_names_no_other_day_is_passed_over() {
        assert_all(
            &Reading::Valid(date(2026, 4, 30)),
            &[
                "2026-04-30 (commit `3d4bb42`).",
                "2026-04-30 — no changes",
                "30 April 2026 - v1.2",
                "2026-04-30 ✅",
                "2026-04-30 · Board",
                "30/04/2026, before the release",
                "April 30, 2026; nothing found",
                "2026-04-30 or when the law changes",
            ],
        );
        assert_all(
            &Reading::Faulty(Fault::Malformed),
            &[
                "2026-04-30 – 2026-05-31",
                "2026-04-30, 2026-05-31",
                "30 April 2026 or 31 May",
                "2026-04-30 and 2027",
                "2026-04-30 sharp",
                "30 — 2026",
            ],
        );
    }

    #[test]
    fn a_number_above_twelve_shows_the_order_of_all_dates() {
        for (text, order) in [
            ("due 02/09/2026, done 31/03/2026", Some(DateOrder::DayMonth)),
            ("12/31/2026", Some(DateOrder::MonthDay)),
            ("31/03/2026 and 03/31/2026", None),
            ("02/09/2026", None),
            ("/2026/31/03/2026/x 123/13/2026 1/13/20260 13/1/26 31/31/2026", None),
            ("13/", None),
            ("/", None),
        ] {
            assert_eq!(order_in(text), order, "{text}");
        }
    }

    #[test]
    fn numbers_make_a_date() {
        let valid = Reading::Valid(date(2026, 1, 31));
        assert_all(
            &valid,
            &["2026-01-31", " 2026-01-31\n", "2026/01/31", "2026.01.31", "`2026-01-31`", "“2026-01-31”"],
        );
        assert_all(&valid, &["31.01.2026", "31. 1. 2026.", "31/01/2026", "01/31/2026", "1-31-2026", "31–01–2026"]);
        assert_all(&valid, &["2026-01-31 (extended)", "Sat, 31/01/2026", "on 2026-01-31"]);
    }

    #[test]
    fn a_timestamp_is_the_day_that_is_written() {
        let valid = Reading::Valid(date(2025, 1, 2));
        assert_all(
            &valid,
            &["2025-01-02T23:04:05.123Z", "2025-01-02 21:47:55 +0100", "2025-01-02 21:47", "2025-01-02T03:04-05:00"],
        );
        assert_all(
            &Reading::Faulty(Fault::Malformed),
            &["2025-01-02T99:00", "2025-01-02T", "2025-01-02 21:47 o'clock"],
        );
    }

    #[test]
    fn every_way_to_write_no_date_is_told_apart() {
        let malformed = Reading::Faulty(Fault::Malformed);
        assert_all(
            &malformed,
            &["2025-06-203", "2025-04-8", "2026-04", "31.01.26", "05/06/25", "next spring", "2026-04/30"],
        );
        assert_all(
            &malformed,
            &["2026-04-30 by the board", "20260131", "٢٠٢٦-٠١-٣١", "2025-01-02 (x", "1.1.1.2025", "12"],
        );
        let impossible = Reading::Faulty(Fault::Impossible);
        assert_all(
            &impossible,
            &["2022-02-31", "2022-30-09", "31/31/2025", "30.02.2025", "01.23.2023", "0000-00-00", "1899-12-31"],
        );
        assert_all(&Reading::Placeholder, &["yyyy-mm-dd", "[DATE]", "TBD"]);
        assert_all(&Reading::Empty, &["", "\"\"", "-"]);
    }

    #[test]
    fn two_ways_to_read_a_date_are_ambiguous_until_the_order_is_known() {
        let day_first = date(2024, 11, 5);
        let month_first = date(2024, 5, 11);
        assert_all(&Reading::Faulty(Fault::Ambiguous(day_first, month_first)), &["05-11-2024", "5/11/2024"]);
        assert_all(&Reading::Valid(date(2024, 5, 5)), &["05/05/2024"]);
        let read = |text, order| read_date(text, &words(), Some(order));
        assert_eq!(read("05-11-2024", DateOrder::DayMonth), Reading::Valid(day_first));
        assert_eq!(read("05-11-2024", DateOrder::MonthDay), Reading::Valid(month_first));
        assert_eq!(read("05/30/2025", DateOrder::DayMonth), Reading::Valid(date(2025, 5, 30)));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".*|[0-9/.-]{0,12}|[0-9]{4}-[0-9]{2}-[0-9]{2}.*") {
            read(&text);
        }

        #[test]
        fn a_date_is_read_from_each_of_its_forms(year in 1900..=2200_i16, month in 1..=12_i8, day in 1..=28_i8) {
            let expected = Reading::Valid(date(year, month, day));
            prop_assert_eq!(read(&format!("{year}-{month:02}-{day:02}")), expected.clone());
            prop_assert_eq!(read(&format!("{year}/{month:02}/{day:02} 10:00")), expected.clone());
            prop_assert_eq!(read(&format!("{day}.{month}.{year}")), expected.clone());
            let slashes = read_date(&format!("{day}/{month}/{year}"), &words(), Some(DateOrder::DayMonth));
            prop_assert_eq!(slashes, expected);
        }
    }
}
