//! Regular expressions of packs. They run in linear time whatever they say; what bounds them is the size of what they compile to.

use std::ops::Range;

use regex::{Regex, RegexBuilder};

use super::located::Located;
use crate::error::Invalid;

/// Largest compiled pattern, in bytes.
const SIZE_LIMIT: usize = 1 << 20;

/// A pattern; `^` and `$` are the ends of a line.
///
/// # Errors
///
/// When it is not valid, or too large.
pub fn compile(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern).multi_line(true).crlf(true).size_limit(SIZE_LIMIT).build()
}

/// The places where any of several patterns matches, as one pattern of them all finds them: from left to right, and of two that begin
/// at one place that of the first pattern. Each looks for itself: together they would have no literal to look for.
pub fn places<'r>(patterns: &'r [Regex], text: &'r str) -> impl Iterator<Item = Range<usize>> + 'r {
    let mut next: Vec<Option<Range<usize>>> =
        patterns.iter().map(|regex| regex.find(text).map(|found| found.range())).collect();
    std::iter::from_fn(move || {
        let first = next.iter().flatten().min_by_key(|found| found.start)?.clone();
        // Behind an empty match the next one is looked for behind the next character.
        let step = || text[first.end..].chars().next().map_or(1, char::len_utf8);
        let from = if first.is_empty() { first.end + step() } else { first.end };
        for (regex, next) in patterns.iter().zip(&mut next) {
            if next.as_ref().is_some_and(|found| found.start < from) {
                let found = if from > text.len() { None } else { regex.find_at(text, from) };
                *next = found.map(|found| found.range());
            }
        }
        Some(first)
    })
}

/// What is wrong with a pattern: the last line of the library's message, which draws the pattern above it.
pub fn reason(error: &regex::Error) -> String {
    let message = error.to_string();
    let last = message.lines().last().unwrap_or(&message);
    last.trim().trim_start_matches("error: ").to_owned()
}

/// Says at its place that a pattern cannot be used.
pub fn invalid(pattern: &Located, label: impl Into<String>) -> Invalid {
    let message = "a pattern cannot be used".to_owned();
    Invalid { span: pattern.span(), message, label: label.into(), help: None }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    proptest! {
        #[test]
        fn several_patterns_find_what_one_of_them_all_finds(
            texts in prop::collection::vec(select(vec!["a", "ab", "b+", "^b", "a$", "x*", r"\bab\b", "[ab]{2,3}", "é", "b|aba"]), 1..4),
            text in "[abxé\n ]{0,16}",
        ) {
            let one = compile(&texts.iter().map(|text| format!("(?:{text})")).collect::<Vec<_>>().join("|")).unwrap();
            let all: Vec<Regex> = texts.iter().map(|text| compile(text).unwrap()).collect();
            let expected: Vec<_> = one.find_iter(&text).map(|found| found.range()).filter(|found| !found.is_empty()).collect();
            let found: Vec<_> = places(&all, &text).filter(|found| !found.is_empty()).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
