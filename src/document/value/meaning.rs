//! What the words of a length of time, a percentage or a clock mean in the vocabulary.

use rustc_hash::FxHashSet;

use super::text::{Token, longest, tokens};
use crate::vocabulary::words::{Unit, Words};

/// What a run of tokens means.
#[derive(Clone, Copy)]
pub(super) enum Meaning<'w> {
    NextBusinessDay,
    Always,
    Business,
    Interval(&'w str),
    Unit(Unit),
    Number(u16),
    Filler,
}

/// The longest run of tokens at the head that the vocabulary knows, and its length.
pub(super) fn meaning<'w>(text: &str, tokens: &[Token<'_>], words: &'w Words) -> Option<(Meaning<'w>, usize)> {
    longest(text, tokens, |key| {
        let is_in = |set: &FxHashSet<String>, meaning| set.contains(key).then_some(meaning);
        is_in(&words.next_business_day, Meaning::NextBusinessDay)
            .or_else(|| is_in(&words.always, Meaning::Always))
            .or_else(|| is_in(&words.business, Meaning::Business))
            .or_else(|| words.intervals.get(key).map(|iso| Meaning::Interval(iso)))
            .or_else(|| words.units.get(key).map(|&unit| Meaning::Unit(unit)))
            .or_else(|| words.numbers.get(key).map(|&number| Meaning::Number(number)))
            .or_else(|| is_in(&words.fillers, Meaning::Filler))
    })
}

/// Whether a text names the clock, service hours first, day and night second, whatever else it says.
pub(super) fn clocks(text: &str, words: &Words) -> (bool, bool) {
    let tokens = tokens(text);
    let mut rest = &tokens[..];
    let mut named = (false, false);
    while !rest.is_empty() {
        let (found, length) = meaning(text, rest, words).map_or((None, 1), |(found, length)| (Some(found), length));
        named.0 |= matches!(found, Some(Meaning::Business));
        named.1 |= matches!(found, Some(Meaning::Always));
        rest = &rest[length..];
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::value::tests::words;

    #[test]
    fn the_clock_is_found_among_other_words() {
        assert_eq!(clocks("counted in service hours only", &words()), (true, false));
        assert_eq!(clocks("P1, 24x7", &words()), (false, true));
        assert_eq!(clocks("P1", &words()), (false, false));
    }
}
