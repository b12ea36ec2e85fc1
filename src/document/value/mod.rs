//! Values as people write them: dates, intervals, durations, percentages, service hours, people, versions.
//!
//! Every reader is total and linear. It knows the shape of a value; the words of a language come from [`Words`].

pub mod date;
pub mod duration;
pub mod hours;
pub mod interval;
pub mod percentage;
pub mod period;
pub mod person;
pub mod version;

mod clock;
mod iso;
mod mask;
mod meaning;
mod named_date;
mod phrase;
mod same_person;
mod text;
mod week;

pub use mask::ticked;
pub(crate) use same_person::transliterated;

use jiff::civil::Date;

use crate::vocabulary::fold;
use crate::vocabulary::words::Words;

/// What reading a text as a value came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading<T> {
    /// Nothing is written, or a word or sign for nothing.
    Empty,
    /// Something stands there that somebody still has to replace.
    Placeholder,
    /// A value.
    Valid(T),
    /// Something that was meant to be a value and is none.
    Faulty(Fault),
}

/// Why a text is not a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It does not have the form of one: `2025-06-203`.
    Malformed,
    /// It has the form, but there is no such value: `2022-02-31`.
    Impossible,
    /// A date that is one day when the day comes first, and another when the month does: `05-11-2024`.
    Ambiguous(Date, Date),
}

impl<T> Reading<T> {
    /// The value, if there is one.
    pub fn valid(&self) -> Option<&T> {
        match self {
            Self::Valid(value) => Some(value),
            _ => None,
        }
    }

    /// The same reading without its value.
    pub fn bare(&self) -> Reading<()> {
        match self {
            Self::Empty => Reading::Empty,
            Self::Placeholder => Reading::Placeholder,
            Self::Valid(_) => Reading::Valid(()),
            Self::Faulty(fault) => Reading::Faulty(*fault),
        }
    }

    /// The same reading of another type.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Reading<U> {
        match self {
            Self::Empty => Reading::Empty,
            Self::Placeholder => Reading::Placeholder,
            Self::Valid(value) => Reading::Valid(f(value)),
            Self::Faulty(fault) => Reading::Faulty(fault),
        }
    }
}

impl<T> From<Result<T, Fault>> for Reading<T> {
    fn from(result: Result<T, Fault>) -> Self {
        result.map_or_else(Self::Faulty, Self::Valid)
    }
}

impl<T> From<Presence> for Reading<T> {
    fn from(presence: Presence) -> Self {
        match presence {
            Presence::Empty => Self::Empty,
            Presence::Placeholder => Self::Placeholder,
        }
    }
}

/// How a text fails to be a value of any type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Nothing is written: no text, dashes, `[]`, `""`, a word for nothing.
    Empty,
    /// It is still to be filled in: `[OWNER]`, `{{owner}}`, `YYYY-MM-DD`, `____`, a word such as "TBD", `draft|final`.
    Placeholder,
}

/// Whether a text stands for no value; `None` where it is a real one.
///
/// Whatever is bracketed as a whole is a placeholder, even `[Jane]`: a link has lost its brackets by now, and templates bracket
/// examples as often as names. An address in angle brackets is a value. Brackets around only a part make a placeholder where
/// that part looks like a mask: `[NAME], Head of IT`.
pub fn presence(text: &str, words: &Words) -> Option<Presence> {
    if is_plainly_there(text, words) {
        debug_assert_eq!(presence_in_full(text, words), None, "{text:?}");
        return None;
    }
    presence_in_full(text, words)
}

/// Whether a text has no sign of a placeholder and cannot begin with a word for one. True of most values, and this is put to every
/// one of them; in doubt the answer is no.
fn is_plainly_there(text: &str, words: &Words) -> bool {
    let (mut letters, mut separators) = (0, 0);
    let is_plain = text.bytes().all(|byte| {
        letters += usize::from(byte.is_ascii_alphabetic());
        separators += usize::from(matches!(byte, b'-' | b'.' | b'/' | b':'));
        byte.is_ascii_alphanumeric() || b" -./:,;()'&+@%".contains(&byte)
    });
    // Letters with two separators may stand for the digits of a date.
    is_plain && (letters < 2 || separators < 2) && !words.may_be_absent(text)
}

fn presence_in_full(text: &str, words: &Words) -> Option<Presence> {
    let unescaped = text::unescaped(text::trim(text));
    let whole = text::trim(&unescaped);
    let bare = text::bare(whole);
    if mask::is_line(whole) || mask::is_line(bare) {
        return Some(Presence::Placeholder);
    }
    if bare.chars().all(text::is_dash) || is_nothing_but_joints(bare) || mask::is_hollow(bare) {
        return Some(Presence::Empty);
    }
    if ticked(bare) == Some("") {
        return Some(Presence::Placeholder);
    }
    // "(to be assigned)", "(pending — proposed: CTO)"
    let inner =
        bare.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).filter(|inner| !inner.contains(['(', ')']));
    let bare = inner.filter(|inner| said(inner, words) == Some(Presence::Placeholder)).unwrap_or(bare);
    let is_marked = bare.bytes().any(|byte| matches!(byte, b'[' | b'<' | b'{' | b'$'));
    let is_masked = (is_marked && (mask::is_bracketed(bare) || mask::has_mask(bare)))
        || mask::is_date_mask(bare)
        || (bare.contains('|') && mask::is_choice(bare));
    said(bare, words).or(is_masked.then_some(Presence::Placeholder))
}

/// Whether nothing is left of a text when joints and colons at its end are gone.
fn is_nothing_but_joints(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace() || matches!(c, '_' | '-' | ':' | '：' | '\u{2010}'..='\u{2013}' | '\u{200b}' | '\u{feff}')
    })
}

/// Longest text, in bytes, that can be a word of the vocabulary; what is longer need not be looked up.
const LONGEST_WORD: usize = 64;

/// What a text says by a word of the vocabulary: alone, or with a remark behind a bracket or a dash between blanks. Behind a
/// word for a placeholder any mark may begin the remark.
fn said(text: &str, words: &Words) -> Option<Presence> {
    if !words.may_be_absent(text) {
        return None;
    }
    let look_up = |end: usize, is_mark: bool| {
        let head = text.get(..end).filter(|head| head.len() <= LONGEST_WORD)?;
        let folded = fold(head);
        if !is_mark && words.empty.contains(&folded) {
            return Some(Presence::Empty);
        }
        words.placeholders.contains(&folded).then_some(Presence::Placeholder)
    };
    let sentence = text.trim_end_matches(['.', '!', '?', '…', ',', ';', ' ']);
    let bracket = text.find(['(', '[']);
    let dash = if text.contains(' ') {
        [" - ", " – ", " — "].iter().filter_map(|dash| text.find(dash)).min()
    } else {
        None
    };
    let mark = text.find([',', ';', ':', '.', '!', '?', '…', '/']);
    let trimmed = Some(sentence.len()).filter(|&end| end < text.len());
    let ends = [Some(text.len()), trimmed, bracket, dash].into_iter().flatten();
    let found = ends.filter_map(|end| look_up(end, false)).min_by_key(|presence| *presence == Presence::Placeholder);
    found.or_else(|| look_up(mark?, true))
}

/// The values of a text that states several: at commas, semicolons and line breaks outside brackets.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_i32;
    let is_joint = move |c: char| {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
        c == '\n' || (depth <= 0 && matches!(c, ',' | ';'))
    };
    text.split(is_joint).map(str::trim).filter(|piece| !piece.is_empty())
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::vocabulary::words::Unit;

    /// A small vocabulary in four languages.
    pub(crate) fn words() -> Words {
        let list = |text: &str| text.split(", ").map(fold).collect();
        let pairs = |text: &'static str| {
            text.split(", ").filter_map(|pair| pair.split_once('=')).map(|(key, value)| (fold(key), value))
        };
        let unit = |name: &str| serde_json::from_value::<Unit>(name.into()).unwrap();
        Words {
            months: pairs(
                "january=1, jan=1, february=2, feb=2, march=3, mar=3, mars=3, april=4, apr=4, may=5, mayo=5, june=6, jun=6, \
                 july=7, jul=7, august=8, aug=8, août=8, september=9, sept=9, oktober=10, october=10, oct=10, november=11, \
                 nov=11, december=12, dezember=12, dec=12",
            )
            .map(|(key, value)| (key, value.parse().unwrap()))
            .collect(),
            units: pairs(
                "minute=minute, minutes=minute, min=minute, hour=hour, hours=hour, h=hour, stunden=hour, day=day, days=day, \
                 business day=business-day, business days=business-day, arbeitstage=business-day, week=week, weeks=week, \
                 month=month, months=month, monate=month, m=month, year=year, years=year, y=year, jahre=year",
            )
            .map(|(key, value)| (key, unit(value)))
            .collect(),
            intervals: pairs("annual=P1Y, annually=P1Y, twice a year=P6M, bi-annual=P6M, quarterly=P3M, daily=P1D")
                .map(|(key, value)| (key, value.into()))
                .collect(),
            numbers: pairs("one=1, two=2, six=6, twelve=12, zwei=2")
                .map(|(key, value)| (key, value.parse().unwrap()))
                .collect(),
            fillers: list("every, alle, once, a, per, and, at least, within, max, de, le, on, to, uhr, min."),
            connectors: list("and, und"),
            signing: list("on, by"),
            conditions: list("or, and, unless"),
            ordinals: list("st, nd, rd, th, er, º"),
            parts_of_year: pairs("q=3, quarter=3, h=6")
                .map(|(key, value)| (key, value.parse().unwrap()))
                .collect(),
            calendar_weeks: list("week, kw"),
            counting: pairs("first=1, second=2").map(|(key, value)| (key, value.parse().unwrap())).collect(),
            empty: list("none, n/a, no"),
            placeholders: list("tbd, to be defined, todo"),
            business: list("business, service hours, servicezeit"),
            next_business_day: list("nbd, next business day"),
            ranges: list("to, bis"),
            always: list("24x7, 24/7"),
            absent_heads: std::sync::OnceLock::new(),
            weekdays: pairs("mon=1, monday=1, mo=1, tue=2, mar=2, wed=3, thu=4, fri=5, friday=5, fr=5, sat=6, sun=7")
                .map(|(key, value)| (key, value.parse().unwrap()))
                .collect(),
        }
    }

    fn assert_all(expected: Option<Presence>, texts: &[&str]) {
        for text in texts {
            assert_eq!(presence(text, &words()), expected, "{text:?}");
        }
    }

    #[test]
    fn nothing_is_written_in_many_ways() {
        assert_all(Some(Presence::Empty), &["", " \u{feff}\t", "[]", "[ ]", "{}", "\"\"", "''", "-", "–", "—", "---"]);
        assert_all(Some(Presence::Empty), &["None", "*none*", "N/A.", "n/a (internal)", "None – outsourced"]);
    }

    #[test]
    fn what_is_to_be_filled_in_is_a_placeholder() {
        assert_all(Some(Presence::Placeholder), &["[NEXT_REVIEW_DATE]", "<LAST_REVIEW_DATE>", "{{owner}}", "{period}"]);
        assert_all(
            Some(Presence::Placeholder),
            &["*\\<enter role of process owner\\>*", "<%= x > y %>", "${x}", "[Jane]"],
        );
        assert_all(
            Some(Presence::Placeholder),
            &["YYYY-MM-DD", "dd/mm/yyyy", "JJJJ-MM-TT", "tt. mm. jjjj", "20XX-XX-XX"],
        );
        assert_all(Some(Presence::Placeholder), &["____", "...", "…", "???", "__.__.____", "<first> <last>"]);
        assert_all(
            Some(Presence::Placeholder),
            &["TBD", "tbd.", "TBD (Q3)", "To be defined - by the board", "TODO: name"],
        );
        assert_all(
            Some(Presence::Placeholder),
            &["draft|review|active|deprecated", "yes\\|no", "Draft | Review | Final"],
        );
    }

    #[test]
    fn a_mask_within_a_text_makes_it_a_placeholder() {
        assert_all(
            Some(Presence::Placeholder),
            &["[NAME], Head of IT", "Head of {{unit}}", "<first_name> Doe", "1.0 <DATE>"],
        );
    }

    #[test]
    fn a_real_value_is_neither() {
        assert_all(
            None,
            &["Jane Doe", "<jane@example.org>", "<https://example.org>", "[Jane](people.md)", "2025-01-01"],
        );
        assert_all(
            None,
            &["Head of IT [IT]", "AP-01 [RFC2119]", "A.B.C", "No. 5", "< 4 h", "Jane | Bob", "Jane <J@B.ORG>"],
        );
    }

    #[test]
    fn a_reading_maps_only_its_value() {
        assert_eq!(Reading::Valid(2).map(|value| value + 1).valid(), Some(&3));
        assert_eq!(Reading::<u8>::Placeholder.map(u16::from), Reading::Placeholder);
    }

    proptest! {
        #[test]
        fn any_text_has_a_presence(text in ".*") {
            presence(&text, &words());
        }
    }
}
