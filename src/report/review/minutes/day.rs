//! Days in the way in which a repository writes them.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::document::value::Reading;
use crate::document::value::date::read_date;
use crate::vocabulary::writing::Writing;
use crate::vocabulary::{Vocabulary, fold};

/// Writes days like examples.
pub(super) struct Days<'a> {
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) writing: &'a Writing,
    /// The language of the repository, where its words tell.
    pub(super) language: Option<String>,
    /// A day as it is written in the repository, one whose parts cannot be mistaken for each other.
    pub(super) example: Option<String>,
}

/// A part of a written day.
enum Part<'t> {
    Day(&'t str),
    Month(&'t str),
    NamedMonth(&'t str),
    Year,
    Other(&'t str),
}

impl Days<'_> {
    /// The day that a text states.
    pub(super) fn read(&self, text: &str) -> Option<Date> {
        match read_date(text, &self.vocabulary.words, self.vocabulary.date_order) {
            Reading::Valid(date) => Some(date),
            _ => None,
        }
    }

    /// A day as an example writes one; as the repository does where the example leaves a doubt; in ISO form otherwise.
    pub(super) fn like(&self, example: &str, day: Date) -> String {
        let examples = std::iter::once(example).chain(self.example.as_deref());
        let written =
            examples.filter_map(|example| self.written(example, day)).find(|text| self.read(text) == Some(day));
        written.unwrap_or_else(|| day.to_string())
    }

    /// A day as the repository writes days.
    pub(super) fn plain(&self, day: Date) -> String {
        self.like("", day)
    }

    fn written(&self, example: &str, day: Date) -> Option<String> {
        let known = self.read(example)?;
        let parts = self.parts(example, known)?;
        let mut text = String::new();
        for part in parts {
            match part {
                Part::Year => text += &day.year().to_string(),
                Part::Day(was) => text += &padded(was, day.day(), is_named(example)),
                Part::Month(was) => text += &padded(was, day.month(), false),
                Part::NamedMonth(was) => text += &self.writing.month(self.language.as_deref(), was, day.month())?,
                Part::Other(other) => text += other,
            }
        }
        Some(text)
    }

    /// The parts of a written day; none where two numbers could change places.
    fn parts<'t>(&self, example: &'t str, day: Date) -> Option<Vec<Part<'t>>> {
        let mut parts = Vec::new();
        let mut has = [false; 3];
        let is_named = is_named(example);
        if !is_named && i32::from(day.day()) == i32::from(day.month()) && !example.starts_with(&day.year().to_string())
        {
            return None;
        }
        for piece in pieces(example) {
            let number = piece.parse::<i32>().ok();
            let (is_year, is_day, is_month) = (
                number == Some(i32::from(day.year())),
                number == Some(i32::from(day.day())),
                number == Some(i32::from(day.month())),
            );
            let month = self.vocabulary.words.months.get(&fold(piece.trim_end_matches('.')));
            let part = if is_year && !has[0] {
                has[0] = true;
                Part::Year
            } else if is_month && !is_named && !has[1] && (!is_day || has[0]) {
                has[1] = true;
                Part::Month(piece)
            } else if is_day && !has[2] {
                has[2] = true;
                Part::Day(piece)
            } else if month == Some(&day.month()) && !has[1] {
                has[1] = true;
                Part::NamedMonth(piece)
            } else if number.is_some() {
                return None;
            } else if matches!(parts.last(), Some(Part::Day(_)))
                && self.vocabulary.words.ordinals.contains(&fold(piece))
            {
                continue; // "th" behind another number would be another word
            } else {
                Part::Other(piece)
            };
            parts.push(part);
        }
        has.iter().all(|has| *has).then_some(parts)
    }
}

/// The first and the last day of what comes after a stretch of time, written like it, up to a day.
pub(super) fn next_period(text: &str, end: Date, days: &Days<'_>) -> Option<String> {
    let words = &days.vocabulary.words.ranges;
    let marks = text.char_indices().filter(|(_, character)| matches!(character, '/' | '–' | '—' | '-'));
    let marks = marks.map(|(at, mark)| (at, at + mark.len_utf8()));
    let blanks = text.match_indices(' ').filter_map(|(at, _)| {
        let word = text[at + 1..].split(' ').next()?;
        words.contains(&fold(word)).then(|| (at, (at + 2 + word.len()).min(text.len())))
    });
    for (from, to) in marks.chain(blanks) {
        let (left, right) = (&text[..from], &text[to..]);
        let Some((_, last)) = days.read(left.trim()).zip(days.read(right.trim())) else { continue };
        let first = last.checked_add(1.days()).ok().filter(|first| *first <= end)?;
        let between = &text[left.trim_end().len()..text.len() - right.trim_start().len()];
        return Some(format!("{}{between}{}", days.like(left.trim(), first), days.like(right.trim(), end)));
    }
    None
}

fn is_named(example: &str) -> bool {
    example.chars().any(char::is_alphabetic)
}

/// A number with as many digits as the one before; behind a named month one digit is enough where nothing else is shown.
fn padded(was: &str, number: i8, is_named: bool) -> String {
    let is_short = was.len() == 1 || (is_named && !was.starts_with('0'));
    if is_short { number.to_string() } else { format!("{number:02}") }
}

/// Runs of digits, of letters (with a full stop that shortens them), and single other characters.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_same = |character: char| match first {
            '0'..='9' => character.is_ascii_digit(),
            _ if first.is_alphabetic() => character.is_alphabetic(),
            _ => false,
        };
        let mut end = rest.find(|character| !is_same(character)).unwrap_or(rest.len()).max(first.len_utf8());
        if first.is_alphabetic() && rest[end..].starts_with('.') {
            end += 1;
        }
        let (piece, behind) = rest.split_at(end);
        pieces.push(piece);
        rest = behind;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn like(example: &str, repository: Option<&str>) -> String {
        let writing = Writing::load();
        let vocabulary = Vocabulary::built_in();
        let days = Days { vocabulary, writing: &writing, language: None, example: repository.map(str::to_owned) };
        days.like(example, date(2026, 11, 5))
    }

    #[test]
    fn a_day_is_written_as_the_example_is() {
        assert_eq!(like("2026-10-26", None), "2026-11-05");
        assert_eq!(like("12 January 2026", None), "5 November 2026");
        assert_eq!(like("Jan 12, 2026", None), "Nov 5, 2026");
        assert_eq!(like("26.10.2025", None), "05.11.2026");
        assert_eq!(like("3. März 2026", None), "5. November 2026");
        assert_eq!(like("12th January 2026", None), "5 November 2026");
        assert_eq!(like("2026-05-05", None), "2026-11-05");
    }

    #[test]
    fn an_example_that_leaves_a_doubt_is_no_example() {
        assert_eq!(like("05.05.2026", Some("31.01.2026")), "05.11.2026");
        assert_eq!(like("soon", None), "2026-11-05");
    }

    #[test]
    fn a_period_goes_on_where_the_last_one_ended() {
        let (writing, vocabulary) = (Writing::load(), Vocabulary::built_in());
        let days = Days { vocabulary, writing: &writing, language: None, example: None };
        let next = |text| next_period(text, date(2026, 11, 30), &days);
        assert_eq!(next("2025-10-01/2026-09-30").as_deref(), Some("2026-10-01/2026-11-30"));
        let expected = "1 October 2026 to 30 November 2026";
        assert_eq!(next("1 October 2025 to 30 September 2026").as_deref(), Some(expected));
        assert_eq!(next("2026"), None);
    }
}
