//! The weekdays and times of the day that a text about service hours is made of.

use super::Fault;
use super::text::{Kind, Token, longest, tokens};
use crate::vocabulary::fold;
use crate::vocabulary::words::{Unit, Words};

/// Every day of the week.
pub(super) const ALL_DAYS: u8 = 0b111_1111;
/// Minutes of a day.
pub(super) const DAY: u16 = 24 * 60;

/// A part of a text about service hours.
pub(super) enum Item {
    /// Days of the week, Monday in bit 0.
    Days(u8),
    /// From and to, in minutes after midnight.
    Times(u16, u16),
}

/// The weekdays and times in the order of the text.
pub(super) fn items(text: &str, words: &Words) -> Result<Vec<Item>, Fault> {
    Items { text, words, rest: &tokens(text) }.all()
}

struct Items<'t, 'w> {
    text: &'t str,
    words: &'w Words,
    rest: &'t [Token<'t>],
}

impl Items<'_, '_> {
    fn all(mut self) -> Result<Vec<Item>, Fault> {
        let mut items = Vec::new();
        while let Some(&head) = self.rest.first() {
            if let Some(first) = self.weekday() {
                let is_range = self.skip_joint();
                let days = if is_range { range(first, self.weekday().ok_or(Fault::Malformed)?) } else { 1 << first };
                items.push(Item::Days(days));
            } else if self.skip(|words, key| words.intervals.get(key).is_some_and(|iso| iso == "P1D")) {
                items.push(Item::Days(ALL_DAYS));
            } else if head.kind == Kind::Number {
                items.push(self.times()?);
            } else if head.is_mark(&[',', ';', ':', '.', '+', '&']) || self.rest.len() == 1 && is_zone(head.text) {
                self.rest = &self.rest[1..];
            } else if !self.skip_filler() {
                return Err(Fault::Malformed);
            }
        }
        Ok(items)
    }

    fn skip(&mut self, is_known: impl Fn(&Words, &str) -> bool) -> bool {
        let found = longest(self.text, self.rest, |key| is_known(self.words, key).then_some(()));
        self.rest = &self.rest[found.map_or(0, |((), length)| length)..];
        found.is_some()
    }

    fn skip_filler(&mut self) -> bool {
        self.skip(|words, key| {
            (words.fillers.contains(key) || words.business.contains(key)) && !words.weekdays.contains_key(key)
        })
    }

    /// A weekday from 0 for Monday, with the point of its short form.
    fn weekday(&mut self) -> Option<u8> {
        let (day, length) = longest(self.text, self.rest, |key| self.words.weekdays.get(key).copied())?;
        self.rest = &self.rest[length..];
        if self.rest.first().is_some_and(|token| token.is_mark(&['.'])) {
            self.rest = &self.rest[1..];
        }
        u8::try_from(day - 1).ok().filter(|day| *day < 7)
    }

    /// Skips a dash, or a word such as "to" before another weekday.
    fn skip_joint(&mut self) -> bool {
        if self.rest.first().is_some_and(Token::is_dash) {
            self.rest = &self.rest[1..];
            return true;
        }
        let before = self.rest;
        let is_joint =
            self.skip_filler() && longest(self.text, self.rest, |key| self.words.weekdays.get(key)).is_some();
        if !is_joint {
            self.rest = before;
        }
        is_joint
    }

    fn times(&mut self) -> Result<Item, Fault> {
        let from = self.time()?;
        if self.rest.first().is_some_and(Token::is_dash) {
            self.rest = &self.rest[1..];
        } else if !self.skip_filler() {
            return Err(Fault::Malformed);
        }
        let to = self.time()?;
        if from >= DAY || to > DAY {
            return Err(Fault::Impossible);
        }
        let is_unclear = from == to || to < from && from <= DAY / 2;
        if is_unclear { Err(Fault::Malformed) } else { Ok(Item::Times(from, to)) }
    }

    /// `8`, `08:00`, `8.30`, `8h30` or `8 h`, in minutes after midnight.
    fn time(&mut self) -> Result<u16, Fault> {
        let [hour, behind @ ..] = self.rest else { return Err(Fault::Malformed) };
        let number = |token: &Token<'_>| {
            let is_short = token.kind == Kind::Number && token.text.len() <= 2;
            is_short.then(|| token.text.parse::<u16>().ok()).flatten()
        };
        let hours = number(hour).ok_or(Fault::Malformed)?;
        let is_hour = |token: &Token<'_>| self.words.units.get(&fold(token.text)) == Some(&Unit::Hour);
        let (minutes, behind) = match behind {
            [mark, minute, behind @ ..]
                if (mark.is_mark(&[':', '.']) || is_hour(mark))
                    && mark.end() == minute.start
                    && minute.text.len() == 2 =>
            {
                (number(minute).ok_or(Fault::Malformed)?, behind)
            }
            behind => (0, behind),
        };
        self.rest = match behind {
            [unit, behind @ ..] if is_hour(unit) => behind,
            behind => behind,
        };
        if minutes > 59 { Err(Fault::Impossible) } else { Ok(hours * 60 + minutes) }
    }
}

/// The days from one to another, over the end of the week where needed.
fn range(first: u8, last: u8) -> u8 {
    let length = (last + 7 - first) % 7;
    (0..=length).fold(0, |days, step| days | 1 << ((first + step) % 7))
}

fn is_zone(text: &str) -> bool {
    (2..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_of_days_runs_over_the_end_of_the_week() {
        assert_eq!(range(0, 4), 0b001_1111);
        assert_eq!(range(4, 0), 0b111_0001);
        assert_eq!(range(6, 6), 0b100_0000);
    }
}
