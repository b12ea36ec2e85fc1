//! Stretches of the calendar that reports and plans are about: a month, a quarter, a half, a year, a day, or from day to day.

use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday, date};

use super::date::{DateOrder, read_date, without_lead, without_remark};
use super::{Fault, Reading, presence, text};
use crate::vocabulary::fold;
use crate::vocabulary::words::Words;

/// A stretch of days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// Its first day.
    pub start: Date,
    /// Its last day.
    pub end: Date,
}

/// Reads a period: `2026`, `2026-10`, `October 2026`, `2026-Q3`, `Q3 2026`, `2026-H1`, `1st quarter of 2026`, `2026-10-05`,
/// `2026-07-01 to 2026-09-30`, `2026-07 – 2026-09`, `12–14 May 2026`.
///
/// No such month or quarter is `Impossible`, an end before its start as well.
pub fn read_period(text: &str, words: &Words, order: Option<DateOrder>) -> Reading<Period> {
    if let Some(absent) = presence(text, words) {
        return absent.into();
    }
    read(text::bare(text), words, order).into()
}

/// Reads the last day on which something may be done: a day, or the last one of a month, a quarter or a year, for "by March 2027" leaves
/// no doubt.
pub fn read_last_day(text: &str, words: &Words, order: Option<DateOrder>) -> Reading<Date> {
    match read_date(text, words, order) {
        Reading::Faulty(Fault::Malformed) => {
            let last = |text: &str| read_period(text, words, order).valid().map(|period| period.end);
            let found = last(text).or_else(|| last(without_remark(text, words)?));
            found.map_or(Reading::Faulty(Fault::Malformed), Reading::Valid)
        }
        other => other,
    }
}

/// Reads the day of something that may take several: of those the last one counts. `12–14 May 2026`, `30.11. – 2.12.2026`, `May 12 and 13,
/// 2026`.
pub fn read_event_date(text: &str, words: &Words, order: Option<DateOrder>) -> Reading<Date> {
    match read_date(text, words, order) {
        Reading::Faulty(Fault::Malformed) => {
            let bare = text::bare(text);
            let days = |text: &str| stretch(text, words, order).ok().filter(|(from, to)| is_day(*from) && is_day(*to));
            let found = days(bare).or_else(|| days(without_remark(bare, words)?));
            found.map_or(Reading::Faulty(Fault::Malformed), |(_, to)| Reading::Valid(to.end))
        }
        other => other,
    }
}

fn is_day(period: Period) -> bool {
    period.start == period.end
}

fn read(text: &str, words: &Words, order: Option<DateOrder>) -> Result<Period, Fault> {
    if let Some(period) = single(text, words, order)? {
        return Ok(period);
    }
    let (from, to) = stretch(text, words, order)?;
    Ok(Period { start: from.start, end: to.end })
}

/// The two ends of a stretch; the first one may leave out what the last one says.
fn stretch(text: &str, words: &Words, order: Option<DateOrder>) -> Result<(Period, Period), Fault> {
    let parts: Vec<&str> = text.split_whitespace().collect();
    let joint = parts.iter().position(|part| {
        let is_dash = part.chars().all(|c| matches!(c, '-' | '–' | '—'));
        let key = fold(part);
        is_dash || words.ranges.contains(&key) || words.connectors.contains(&key)
    });
    let between = |(from, to): (&str, &str)| ends(from.trim(), to.trim(), words, order);
    match joint {
        Some(at) if at > 0 => between((&parts[..at].join(" "), &parts[at + 1..].join(" "))),
        _ => {
            let splits = [text.split_once(['–', '—']), text.split_once('/'), text.split_once('-')];
            let mut last = Err(Fault::Malformed);
            for split in splits.into_iter().flatten() {
                last = between(split);
                if !matches!(last, Err(Fault::Malformed)) {
                    break;
                }
            }
            last
        }
    }
}

/// The first and the last period of a stretch, each as it is written.
fn ends(from: &str, to: &str, words: &Words, order: Option<DateOrder>) -> Result<(Period, Period), Fault> {
    let from = without_lead(from, words);
    let is_of_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let one = |text: &str| single(text, words, order)?.ok_or(Fault::Malformed);
    // "May 12 – 14, 2026": the month that stands once is that of both.
    let month =
        from.rsplit_once(' ').filter(|(month, day)| month.contains(char::is_alphabetic) && is_day_alone(day, words));
    let last = to.split_once([' ', ',']).map(|(day, rest)| (day, rest.trim()));
    let first_named = month.zip(last).filter(|(_, (day, year))| is_day_alone(day, words) && is_of_digits(year));
    if let Some(((month, first), (last, year))) = first_named {
        return in_order(one(&format!("{month} {first} {year}"))?, one(&format!("{month} {last} {year}"))?);
    }
    let to = one(to)?;
    // "12–14 May 2026": so are month and year.
    if is_day_alone(from, words) && is_day(to) {
        let digits = from.trim_end_matches(|c: char| !c.is_ascii_digit());
        let day = digits.parse().map_err(|_| Fault::Malformed)?;
        let start = to.start.with().day(day).build().map_err(|_| Fault::Impossible)?;
        return in_order(Period { start, end: start }, to);
    }
    let from = match single(from, words, order) {
        Ok(Some(from)) => from,
        // "January – September 2026": the year that stands once is that of both, and so it is in "30.11. – 2.12.2026".
        Ok(None) | Err(Fault::Malformed) if from.contains(char::is_alphabetic) => {
            one(&format!("{from} {}", to.end.year()))?
        }
        Ok(None) | Err(Fault::Malformed) if from.ends_with('.') => one(&format!("{from}{}", to.end.year()))?,
        Ok(None) => return Err(Fault::Malformed),
        Err(fault) => return Err(fault),
    };
    in_order(from, to)
}

fn in_order(from: Period, to: Period) -> Result<(Period, Period), Fault> {
    if to.end < from.start { Err(Fault::Impossible) } else { Ok((from, to)) }
}

/// Whether a text is the number of a day alone: `12`, `12.`, `12th`.
fn is_day_alone(text: &str, words: &Words) -> bool {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    (1..=2).contains(&digits.len()) && (rest.is_empty() || rest == "." || words.ordinals.contains(&fold(rest)))
}

/// One day, month, quarter, half or year; `None` where the text has another form.
fn single(text: &str, words: &Words, order: Option<DateOrder>) -> Result<Option<Period>, Fault> {
    let is_part = |part: &&str| !part.is_empty() && !words.fillers.contains(&fold(part));
    let parts: Vec<&str> = text.split([' ', '-', '/', '.', ',']).filter(is_part).collect();
    let year = |part: &str| (part.len() == 4).then(|| part.parse::<i16>().ok()).flatten();
    match parts.as_slice() {
        [only] if year(only).is_some() => return months(year(only), 1, 12).map(Some),
        [first, second] => {
            for (year_part, other) in [(first, second), (second, first)] {
                let Some(known_year) = year(year_part) else { continue };
                if let Some(part) = part_of_year(other, words) {
                    return part.of(known_year).map(Some);
                }
                let by_number = (other.len() <= 2).then(|| other.parse::<i8>().ok()).flatten();
                if let Some(month) = by_number.or_else(|| words.months.get(&fold(other)).copied()) {
                    return months(Some(known_year), month, 1).map(Some);
                }
            }
        }
        [first, second, third] => {
            for (year_part, others) in [(first, [second, third]), (third, [first, second])] {
                let Some(known_year) = year(year_part) else { continue };
                if words.calendar_weeks.contains(&fold(others[0])) {
                    return week(known_year, others[1]).map(Some);
                }
                for [number, name] in [others, [others[1], others[0]]] {
                    let length = words.parts_of_year.get(&fold(name)).copied();
                    if let (Some(length), Some(number)) = (length, counted(number, words)) {
                        return PartOfYear { length, number }.of(known_year).map(Some);
                    }
                }
            }
        }
        _ => {}
    }
    match read_date(text, words, order) {
        Reading::Valid(day) => Ok(Some(Period { start: day, end: day })),
        Reading::Faulty(fault @ (Fault::Impossible | Fault::Ambiguous(..))) => Err(fault),
        _ => Ok(None),
    }
}

/// A quarter or half: its length in months, and which of them it is.
struct PartOfYear {
    length: i8,
    number: i8,
}

impl PartOfYear {
    fn of(&self, year: i16) -> Result<Period, Fault> {
        let first = self.number.checked_sub(1).and_then(|before| before.checked_mul(self.length));
        let first = first.filter(|before| (0..12).contains(before)).ok_or(Fault::Impossible)?;
        months(Some(year), first + 1, self.length)
    }
}

/// A quarter or half in one word: `Q3`, `T3`, `3T`.
fn part_of_year(text: &str, words: &Words) -> Option<PartOfYear> {
    let digits = text.trim_matches(|c: char| !c.is_ascii_digit());
    let name = text.strip_suffix(digits).or_else(|| text.strip_prefix(digits)).filter(|_| digits.len() == 1)?;
    let length = *words.parts_of_year.get(&fold(name))?;
    Some(PartOfYear { length, number: digits.parse().ok()? })
}

/// The number of a part: `1`, `1st`, `1er`, `first`.
fn counted(text: &str, words: &Words) -> Option<i8> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    match digits.len() {
        0 => words.counting.get(&fold(text)).copied(),
        1 if rest.is_empty() || words.ordinals.contains(&fold(rest)) => digits.parse().ok(),
        _ => None,
    }
}

/// A week by its number in a year, as ISO 8601 counts them: Monday to Sunday.
fn week(year: i16, number: &str) -> Result<Period, Fault> {
    let number: i8 = number.parse().map_err(|_| Fault::Malformed)?;
    let monday = ISOWeekDate::new(year, number, Weekday::Monday).map_err(|_| Fault::Impossible)?.date();
    let end = monday.checked_add(6.days()).map_err(|_| Fault::Impossible)?;
    Ok(Period { start: monday, end })
}

fn months(year: Option<i16>, first: i8, count: i8) -> Result<Period, Fault> {
    let year = year.filter(|year| *year >= 1).ok_or(Fault::Malformed)?;
    let start = Date::new(year, first, 1).map_err(|_| Fault::Impossible)?;
    let end = start.checked_add(i32::from(count).months()).and_then(Date::yesterday);
    Ok(Period { start, end: end.unwrap_or(date(9999, 12, 31)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Vocabulary;

    fn span(text: &str) -> Option<String> {
        let reading = read_period(text, &Vocabulary::built_in().words, None);
        reading.valid().map(|period| format!("{} {}", period.start, period.end))
    }

    #[test]
    fn the_last_day_of_a_month_quarter_or_year_is_a_day() {
        let last = |text| {
            read_last_day(text, &Vocabulary::built_in().words, Some(DateOrder::DayMonth))
                .valid()
                .map(ToString::to_string)
        };
        for (text, expected) in [
            ("March 2027", Some("2027-03-31")),
            ("febrero de 2027", Some("2027-02-28")),
            ("bis März 2027", Some("2027-03-31")),
            ("Ende Januar 2027", Some("2027-01-31")),
            ("end of January 2027", Some("2027-01-31")),
            ("2028-02", Some("2028-02-29")),
            ("Q4 2026", Some("2026-12-31")),
            ("Ende des 1. Quartals 2027", None),
            ("im 1. Quartal 2027", Some("2027-03-31")),
            ("2026", Some("2026-12-31")),
            ("2027-03-05", Some("2027-03-05")),
            ("5.3.2027", Some("2027-03-05")),
            ("soon", None),
            ("every March", None),
            ("2027-02-30", None),
        ] {
            assert_eq!(last(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn of_several_days_the_last_one_counts() {
        let last = |text| {
            read_event_date(text, &Vocabulary::built_in().words, Some(DateOrder::DayMonth))
                .valid()
                .map(ToString::to_string)
        };
        for (text, expected) in [
            ("2026-05-14", Some("2026-05-14")),
            ("12–14 May 2026", Some("2026-05-14")),
            ("12th to 14th May 2026 (remote)", Some("2026-05-14")),
            ("12-14/05/2026", Some("2026-05-14")),
            ("May 12-14, 2026", Some("2026-05-14")),
            ("May 2026", None),
            ("May – June 2026", None),
            ("14–12 May 2026", None),
            ("12–14", None),
            ("12 – 14 people", None),
        ] {
            assert_eq!(last(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn months_quarters_halves_and_years_have_their_days() {
        for (text, expected) in [
            ("2026", "2026-01-01 2026-12-31"),
            ("2026-02", "2026-02-01 2026-02-28"),
            ("October 2026", "2026-10-01 2026-10-31"),
            ("10/2026", "2026-10-01 2026-10-31"),
            ("2026-Q3", "2026-07-01 2026-09-30"),
            ("Q1 2024", "2024-01-01 2024-03-31"),
            ("2026-H2", "2026-07-01 2026-12-31"),
            ("1. Quartal 2027", "2027-01-01 2027-03-31"),
            ("2027, erstes Quartal", "2027-01-01 2027-03-31"),
            ("1st quarter of 2027", "2027-01-01 2027-03-31"),
            ("second half of 2026", "2026-07-01 2026-12-31"),
            ("2e semestre 2026", "2026-07-01 2026-12-31"),
            ("1er trimestre 2027", "2027-01-01 2027-03-31"),
            ("cuarto trimestre de 2026", "2026-10-01 2026-12-31"),
            ("KW 37/2026", "2026-09-07 2026-09-13"),
            ("week 1 2026", "2025-12-29 2026-01-04"),
            ("T3 2026", "2026-07-01 2026-09-30"),
            ("3T 2026", "2026-07-01 2026-09-30"),
            ("2026-10-05", "2026-10-05 2026-10-05"),
            ("2026-07-01 to 2026-09-30", "2026-07-01 2026-09-30"),
            ("2026-07 – 2026-09", "2026-07-01 2026-09-30"),
            ("January – September 2026", "2026-01-01 2026-09-30"),
            ("Jan to Sep 2026", "2026-01-01 2026-09-30"),
            ("Q1–Q3 2026", "2026-01-01 2026-09-30"),
            ("Q1-Q3 2026", "2026-01-01 2026-09-30"),
            ("enero a diciembre de 2026", "2026-01-01 2026-12-31"),
            ("du 1er janvier au 30 juin 2026", "2026-01-01 2026-06-30"),
            ("12–14 May 2026", "2026-05-12 2026-05-14"),
            ("12 and 13 May 2026", "2026-05-12 2026-05-13"),
            ("May 12 - 14, 2026", "2026-05-12 2026-05-14"),
            ("May 12th – June 2nd, 2026", "2026-05-12 2026-06-02"),
            ("30 November – 2 December 2026", "2026-11-30 2026-12-02"),
            ("14.-16.05.2026", "2026-05-14 2026-05-16"),
            ("14./15.05.2026", "2026-05-14 2026-05-15"),
            ("30.11. – 2.12.2026", "2026-11-30 2026-12-02"),
            ("12. und 13. Mai 2026", "2026-05-12 2026-05-13"),
            ("du 12 au 14 mai 2026", "2026-05-12 2026-05-14"),
            ("12 y 13 de mayo de 2026", "2026-05-12 2026-05-13"),
            ("2026-05-12 / 2026-05-14", "2026-05-12 2026-05-14"),
            ("2026-05-12/2026-05-14", "2026-05-12 2026-05-14"),
        ] {
            assert_eq!(span(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_period_is_told_apart() {
        let words = &Vocabulary::built_in().words;
        assert_eq!(read_period("2026-13", words, None), Reading::Faulty(Fault::Impossible));
        assert_eq!(read_period("5. Quartal 2026", words, None), Reading::Faulty(Fault::Impossible));
        assert_eq!(read_period("KW 54/2026", words, None), Reading::Faulty(Fault::Impossible));
        assert_eq!(read_period("H3 2026", words, None), Reading::Faulty(Fault::Impossible));
        assert_eq!(read_period("fifth quarter 2026", words, None), Reading::Faulty(Fault::Malformed));
        assert_eq!(read_period("2026-09-30 to 2026-07-01", words, None), Reading::Faulty(Fault::Impossible));
        assert_eq!(read_period("14–12 May 2026", words, None), Reading::Faulty(Fault::Impossible));
        assert_eq!(read_period("30–31 June 2026", words, None), Reading::Faulty(Fault::Impossible));
        assert_eq!(read_period("soon", words, None), Reading::Faulty(Fault::Malformed));
        assert_eq!(read_period("–", words, None), Reading::Empty);
    }
}
