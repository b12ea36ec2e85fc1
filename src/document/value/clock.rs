//! Dates with a time of the day behind them: `6 January 2026 at 14:00`, `March 12, 2026 2:03 PM`, `14 October 2026, 14:00–15:30`.

use super::text::{Kind, Token, longest, tokens};
use crate::vocabulary::words::Words;

/// The date in front of a time of the day; `None` where the text holds no time, or other words stand around it.
pub(super) fn without_time<'t>(text: &'t str, words: &Words) -> Option<&'t str> {
    let tokens = tokens(text);
    let first = (1..tokens.len()).find(|&at| is_time(&tokens[at..]))?;
    let mut lead = first;
    while lead > 1
        && (tokens[lead - 1].is_mark(&[',', '@'])
            || words.fillers.contains(&crate::vocabulary::fold(tokens[lead - 1].text)))
    {
        lead -= 1;
    }
    let is_set_off = tokens[lead - 1].end() < tokens[lead].start || lead < first;
    (is_set_off && is_tail(text, &tokens[first..], words)).then(|| text[..tokens[lead - 1].end()].trim_end())
}

/// Hours and minutes with a colon, as in `14:00`.
fn is_time(tokens: &[Token<'_>]) -> bool {
    let [hour, colon, minute, ..] = tokens else { return false };
    let in_range = |token: &Token<'_>, most: u8| {
        token.kind == Kind::Number
            && token.text.len() <= 2
            && token.text.parse::<u8>().is_ok_and(|number| number <= most)
    };
    let is_close = hour.end() == colon.start && colon.end() == minute.start;
    in_range(hour, 24) && colon.is_mark(&[':']) && is_close && minute.text.len() == 2 && in_range(minute, 59)
}

/// Whether tokens are times, what joins two of them, a time zone and words that add nothing. Behind a comma anything may follow, such as
/// the place of a meeting.
fn is_tail(text: &str, tokens: &[Token<'_>], words: &Words) -> bool {
    let mut rest = tokens;
    while let Some(head) = rest.first() {
        if head.is_mark(&[',', ';']) {
            return true;
        }
        let length = match head.kind {
            Kind::Number => 1,
            Kind::Mark if head.is_dash() || head.is_mark(&[':', '.', '+']) => 1,
            Kind::Mark => return false,
            Kind::Word if head.text.len() <= 5 && head.text.bytes().all(|byte| byte.is_ascii_uppercase()) => 1,
            Kind::Word => match longest(text, rest, |key| words.fillers.contains(key).then_some(())) {
                Some(((), length)) => length,
                None => return false,
            },
        };
        rest = &rest[length..];
    }
    true
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::document::value::date::read_date;
    use crate::document::value::{Fault, Reading};
    use crate::vocabulary::Vocabulary;

    fn read(text: &str) -> Reading<jiff::civil::Date> {
        read_date(text, &Vocabulary::built_in().words, None)
    }

    #[test]
    fn a_time_behind_a_date_changes_nothing() {
        for text in [
            "2 January 2025 at 14:00",
            "January 2, 2025 9:14 AM",
            "January 2, 2025, 9:14 p.m.",
            "Thursday, 2 January 2025, 14:00–15:30",
            "2 January 2025, 10:00-12:30, Board room",
            "02.01.2025, 14:30 Uhr",
            "02.01.2025 um 14:30 Uhr",
            "2025-01-02, 10:00",
            "2 Jan 2025 10:00 - 12:30 CET",
            "2025/01/02 2:03 PM",
        ] {
            assert_eq!(read(text), Reading::Valid(date(2025, 1, 2)), "{text}");
        }
        assert!(matches!(read("02/01/2025 10:00"), Reading::Faulty(Fault::Ambiguous(..))));
    }

    #[test]
    fn other_words_around_a_time_are_no_date() {
        for text in
            ["2 January 2025 at 14:00 sharp", "10:00", "10:00 2 January 2025", "2 January 2025 99:00", "at 10:00, 2025"]
        {
            assert_eq!(read(text), Reading::Faulty(Fault::Malformed), "{text}");
        }
    }
}
