//! Versions of documents, compared by their numbers and never as decimal fractions.

use std::cmp::Ordering;
use std::fmt;

use super::date::read_date;
use super::period::read_period;
use super::text::{Kind, Token, bare, longest, split_remark, tokens};
use super::{Fault, Reading, presence};
use crate::vocabulary::fold;
use crate::vocabulary::words::Words;

/// A version; `0.10` is newer than `0.9`, `2` is `2.0`, `v1.0` is `1.0`, and `1.2-draft` is older than `1.2`.
#[derive(Clone, Debug)]
pub struct Version {
    written: String,
    parts: Vec<Part>,
    /// What follows the parts and makes it a version before the version.
    suffix: Vec<Part>,
}

/// A number or letters. A letter is older than any number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Letters(String),
    Number(u64),
}

/// Reads a version: `1.0`, `v1.10.2`, `Rev. 3`, `Rev. B`, `2026-03`, `1.2b`, `1.2-draft`, `2.0 RC 1`.
///
/// - Up to three words in front of the first number, or of a single letter, name what it is and are passed over.
/// - Numbers are divided by `.`, `,`, `-` or `_`; a single letter behind a number counts on: `1.2b` is newer than `1.2`.
/// - A longer word behind the numbers begins a suffix. A remark in brackets and build data behind `+` are no part of the version.
/// - A remark behind a dash between blanks is no part of it: `1.0 — replaces the one of 2024`.
/// - The day on which it was issued may follow: `1.3, 12 June 2026`.
/// - `x.y` and `vX.Y.Z` are placeholders. The name of a month is in no version: a date is `Malformed`.
pub fn read_version(text: &str, words: &Words) -> Reading<Version> {
    if let Some(absent) = presence(text, words) {
        return absent.into();
    }
    let written = bare(text);
    let (value, _) = split_remark(written);
    let value = without_remark(value).unwrap_or(value);
    let value = value.split_once('+').map_or(value, |(value, _)| value).trim_end_matches(['.', ' ']);
    if is_mask(value) {
        return Reading::Placeholder;
    }
    let value = without_day(value, words).unwrap_or(value);
    let tokens = tokens(value);
    let is_month = |token: &Token<'_>| longest(value, &[*token], |key| words.months.get(key)).is_some();
    if tokens.iter().any(is_month) {
        return Reading::Faulty(Fault::Malformed);
    }
    let version = without_label(&tokens).and_then(|tokens| read(tokens, written));
    version.ok_or(Fault::Malformed).into()
}

/// What stands in front of a dash between blanks that words follow: `1.0 — replaces the one of 2024/2025`.
fn without_remark(text: &str) -> Option<&str> {
    let dashes = [" — ", " – ", " - "].iter().filter_map(|dash| Some((text.find(dash)?, dash.len())));
    let (at, length) = dashes.min()?;
    let has_number = text[..at].contains(|c: char| c.is_ascii_digit());
    (has_number && text[at + length..].starts_with(char::is_alphabetic)).then(|| &text[..at])
}

/// The version in front of the day on which it was issued: `1.3, 12 June 2026`, `2.1 of 12/03/2026`. `None` where no day follows.
fn without_day<'t>(text: &'t str, words: &Words) -> Option<&'t str> {
    /// Longest value that is looked at, in bytes.
    const LONGEST: usize = 60;
    if text.len() > LONGEST || !text.contains(' ') {
        return None;
    }
    text.match_indices(' ').find_map(|(at, _)| {
        const MARKS: [char; 6] = [',', ';', '–', '-', '/', '|'];
        let (before, behind) = (text[..at].trim_end(), text[at..].trim_start());
        let (head, tail) = (
            before.trim_end_matches(MARKS).trim_end_matches([' ', '(']),
            behind.trim_start_matches(MARKS).trim_start(),
        );
        // Without a mark between, "3 March 2026" is a day.
        let is_marked = before.ends_with(MARKS) || behind.starts_with(MARKS);
        let is_month = |text: &str| {
            text.starts_with(char::is_alphabetic) && matches!(read_period(text, words, None), Reading::Valid(_))
        };
        let behind_word =
            || tail.split_once(' ').filter(|(word, _)| words.signing.contains(&fold(word))).map(|(_, day)| day);
        let is_day = |text: &str| {
            matches!(read_date(text, words, None), Reading::Valid(_) | Reading::Faulty(Fault::Ambiguous(..)))
        };
        let has_digit = head.contains(|c: char| c.is_ascii_digit());
        (has_digit && (is_day(tail) || (is_marked && is_month(tail)) || behind_word().is_some_and(is_day)))
            .then_some(head)
    })
}

/// The tokens behind the words that only name what follows: "Version", "Rev. No.", "v".
fn without_label<'a, 't>(tokens: &'a [Token<'t>]) -> Option<&'a [Token<'t>]> {
    let is_dot = |token: &Token<'_>| token.is_mark(&['.', ':', '#']);
    let start = tokens.iter().position(|token| token.kind == Kind::Number);
    let start = match (start, tokens) {
        (Some(0), _) => return Some(tokens),
        // "A2" is the second issue of A, "v2" and "r2" are just 2.
        (Some(1), [letter, number, ..]) if letter.end() == number.start && letter.text.len() == 1 => {
            usize::from(letter.text.starts_with(['v', 'V', 'r', 'R']))
        }
        (Some(start), _) => start,
        (None, [.., letter]) if is_letter(letter) => tokens.len() - 1,
        (None, _) => return None,
    };
    let label = &tokens[..start];
    let is_label = label.iter().all(|token| token.kind == Kind::Word || is_dot(token));
    let words = label.iter().filter(|token| token.kind == Kind::Word).count();
    (is_label && words <= 3).then_some(&tokens[start..])
}

fn read(tokens: &[Token<'_>], written: &str) -> Option<Version> {
    let mut parts = Vec::new();
    let mut rest = tokens;
    while let [head, behind @ ..] = rest {
        let is_part = head.kind == Kind::Number || is_letter(head);
        if !is_part {
            break;
        }
        parts.push(part(head)?);
        rest = match behind {
            [mark, next, ..] if is_glue(mark) && head.end() == mark.start && mark.end() == next.start => {
                if next.kind == Kind::Number { &behind[1..] } else { behind }
            }
            [next, ..] if next.kind != Kind::Mark && head.end() == next.start => behind,
            behind => {
                rest = behind;
                break;
            }
        };
    }
    let suffix = rest.iter().filter(|token| !is_glue(token)).map(part).collect::<Option<Vec<_>>>()?;
    // "1.x" stands for many versions.
    let is_suffix = matches!(suffix.first(), None | Some(Part::Letters(_))) && suffix != [Part::Letters("x".into())];
    while parts.len() > 1 && parts.last() == Some(&Part::Number(0)) {
        parts.pop();
    }
    (is_suffix && !parts.is_empty()).then(|| Version { written: written.to_owned(), parts, suffix })
}

fn is_letter(token: &Token<'_>) -> bool {
    token.kind == Kind::Word && token.text.chars().count() == 1
}

fn is_glue(token: &Token<'_>) -> bool {
    token.is_dash() || token.is_mark(&['.', ',', '_'])
}

fn part(token: &Token<'_>) -> Option<Part> {
    match token.kind {
        Kind::Number => token.text.parse().ok().map(Part::Number),
        Kind::Word => Some(Part::Letters(token.text.to_lowercase())),
        Kind::Mark => None,
    }
}

/// Whether the letters x, y and z stand where numbers will: `x.y`, `vX.Y.Z`, `Version X.Y`.
fn is_mask(text: &str) -> bool {
    let mask = text.rsplit(char::is_whitespace).next().unwrap_or_default().trim_start_matches(['v', 'V']);
    mask.contains('.') && mask.split('.').all(|group| matches!(group, "x" | "y" | "z" | "X" | "Y" | "Z"))
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_suffix = match (self.suffix.is_empty(), other.suffix.is_empty()) {
            (true, false) => Ordering::Greater,
            (false, true) => Ordering::Less,
            _ => self.suffix.cmp(&other.suffix),
        };
        self.parts.cmp(&other.parts).then(by_suffix)
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Version {}

/// The version as it is written.
impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.written)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::value::tests::words;

    fn version(text: &str) -> Version {
        let reading = read_version(text, &words());
        reading.valid().unwrap_or_else(|| panic!("{text}: {reading:?}")).clone()
    }

    #[test]
    fn versions_are_ordered_by_their_numbers() {
        let ascending = [
            "0.9",
            "0.10",
            "1.0-draft",
            "1.0 RC 2",
            "1.0-rc10",
            "1.0",
            "1.0.1",
            "1.2",
            "1.2b",
            "1.2.1",
            "2",
            "2026-03",
            "2026-10-01",
        ];
        for pair in ascending.windows(2) {
            assert!(version(pair[0]) < version(pair[1]), "{pair:?}");
        }
        assert!(version("Rev. B") > version("Rev. A"));
        assert!(version("A2") < version("B1"));
    }

    #[test]
    fn the_same_version_is_written_in_many_ways() {
        for text in [
            "1.0",
            "1",
            "v1.0",
            "V 1.0",
            "Rev. 1.0",
            "Revision No. 1",
            "Version: 1.0",
            "r1",
            "1.0.0",
            "1,0",
            "01.0",
            "1.0 (final)",
            "1.0 / March 2026",
            "1.0, 12 June 2026",
            "`1.0`",
            "1.0.",
        ] {
            assert_eq!(version(text), version("1.0"), "{text}");
        }
        assert_eq!(version("Rev. B"), version("b"));
        assert_eq!(version(" v1.0 ").to_string(), "v1.0");
    }

    #[test]
    fn what_is_no_version_is_told_apart() {
        for text in
            ["final", "15 April 2026", "3 March 2026", "99999999999999999999", "1.0 / 2.0", "1 2", "> 1.0", "1.x"]
        {
            assert_eq!(read_version(text, &words()), Reading::Faulty(Fault::Malformed), "{text}");
        }
        for text in ["X.Y", "vX.Y.Z", "Version x.y", "TBD"] {
            assert_eq!(read_version(text, &words()), Reading::Placeholder, "{text}");
        }
        assert_eq!(read_version("", &words()), Reading::Empty);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".*|[0-9a-cvx._ -]{0,12}") {
            if let Reading::Valid(version) = read_version(&text, &words()) {
                prop_assert_eq!(&version, &version.clone());
            }
        }

        #[test]
        fn numbers_decide(major in 0..50_u64, minor in 0..50_u64, other in 0..50_u64) {
            let order = version(&format!("{major}.{minor}")).cmp(&version(&format!("v{major}.{other}")));
            prop_assert_eq!(order, minor.cmp(&other));
        }
    }
}
