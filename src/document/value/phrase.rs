//! Phrases about lengths of time, such as "at least every two years" or "8 service hours", read with the vocabulary.

use super::Fault;
use super::meaning::{Meaning, meaning};
use super::text::{Kind, Token, is_dash, longest, tokens};
use crate::vocabulary::fold;
use crate::vocabulary::words::{Unit, Words};

/// What a phrase says. Words that add nothing are gone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Phrase<'w> {
    /// Numbers with their units, the largest unit first, each once.
    pub(super) amounts: Vec<Amount>,
    /// ISO 8601 form of a word that is an interval by itself.
    pub(super) interval: Option<&'w str>,
    /// Whether it names service hours.
    pub(super) is_business: bool,
    /// Whether it names day and night.
    pub(super) is_always: bool,
    /// Whether it says "by the next business day".
    pub(super) is_next_business_day: bool,
}

/// A number of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Amount {
    /// Hundredths of the unit, because people write "1.5 h".
    pub(super) hundredths: u64,
    pub(super) unit: Unit,
}

/// What `m` alone stands for: ISO 8601 uses it for months as well as for minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LoneM {
    Month,
    Minute,
}

/// Reads a phrase; `Malformed` where a word is unknown or a number has no unit.
pub(super) fn read<'w>(text: &str, words: &'w Words, m: LoneM) -> Result<Phrase<'w>, Fault> {
    let text = text.trim_start_matches(['≤', '≦', '<', '=', ' ']);
    if text.strip_prefix(is_dash).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
        return Err(Fault::Impossible);
    }
    let tokens = tokens(text);
    let phrase = Phrase::default();
    let mut reader =
        Reader { text, words, m, rest: &tokens, number: None, has_filler: false, is_after_dash: false, phrase };
    while !reader.rest.is_empty() {
        reader.step()?;
    }
    let phrase = reader.phrase;
    let says_something = !phrase.amounts.is_empty() || phrase.interval.is_some() || phrase.is_next_business_day;
    let is_ordered = phrase.amounts.is_sorted_by(|a, b| rank(a.unit) < rank(b.unit));
    if reader.number.is_none() && says_something && is_ordered { Ok(phrase) } else { Err(Fault::Malformed) }
}

struct Reader<'t, 'w> {
    text: &'t str,
    words: &'w Words,
    m: LoneM,
    rest: &'t [Token<'t>],
    number: Option<u64>,
    has_filler: bool,
    is_after_dash: bool,
    phrase: Phrase<'w>,
}

impl Reader<'_, '_> {
    fn step(&mut self) -> Result<(), Fault> {
        // A dash between two amounts makes a range.
        let is_range = std::mem::take(&mut self.is_after_dash) && !self.phrase.amounts.is_empty();
        let head = self.rest[0];
        let unit = self.number.and_then(|_| self.unit());
        if let Some((unit, length)) = unit {
            self.rest = &self.rest[length..];
            return self.push(unit);
        }
        if self.is_connector() {
            self.rest = &self.rest[1..];
            return Ok(());
        }
        let Some((meaning, length)) = meaning(self.text, self.rest, self.words) else {
            if head.kind == Kind::Number && !is_range {
                return self.digits();
            }
            if head.kind != Kind::Word && (head.is_dash() || head.is_mark(&[',', '.', '+', '&'])) {
                self.is_after_dash = head.is_dash();
                self.rest = &self.rest[1..];
                return Ok(());
            }
            let (unit, length) = self.unit().ok_or(Fault::Malformed)?;
            self.rest = &self.rest[length..];
            return self.push(unit);
        };
        let last = self.rest[length - 1];
        self.rest = &self.rest[length..];
        match meaning {
            Meaning::NextBusinessDay => self.phrase.is_next_business_day = true,
            Meaning::Always => self.phrase.is_always = true,
            Meaning::Filler => self.has_filler = true,
            Meaning::Business => {
                self.phrase.is_business = true;
                let unit = self.number.and_then(|_| self.words.units.get(&fold(last.text)));
                return unit.map_or(Ok(()), |&unit| self.push(unit));
            }
            Meaning::Interval(_) if self.phrase.interval.is_some() => return Err(Fault::Malformed),
            Meaning::Interval(iso) => self.phrase.interval = Some(iso),
            Meaning::Unit(unit) => return self.push(unit),
            Meaning::Number(_) if is_range => return Err(Fault::Malformed),
            Meaning::Number(number) => return self.set(u64::from(number) * 100),
        }
        Ok(())
    }

    /// Whether a word between two amounts stands at the head, with the number of the second one behind it.
    fn is_connector(&self) -> bool {
        let [word, next, ..] = self.rest else { return false };
        let is_number = || {
            next.kind == Kind::Number
                || matches!(meaning(self.text, &self.rest[1..], self.words), Some((Meaning::Number(_), _)))
        };
        word.kind == Kind::Word
            && self.number.is_none()
            && !self.phrase.amounts.is_empty()
            && self.words.connectors.contains(&fold(word.text))
            && is_number()
    }

    /// A unit at the head; `m`, and the other letters of ISO 8601 where the vocabulary has nothing for them.
    fn unit(&self) -> Option<(Unit, usize)> {
        longest(self.text, self.rest, |key| {
            let known = self.words.units.get(key).copied();
            match (key, self.m) {
                ("m", LoneM::Month) => Some(Unit::Month),
                ("m", LoneM::Minute) => Some(Unit::Minute),
                ("y", _) => known.or(Some(Unit::Year)),
                ("w", _) => known.or(Some(Unit::Week)),
                ("d", _) => known.or(Some(Unit::Day)),
                ("h", _) => known.or(Some(Unit::Hour)),
                _ => known,
            }
        })
    }

    /// A unit with the number before it, or with none after a word such as "every".
    fn push(&mut self, unit: Unit) -> Result<(), Fault> {
        let is_single = self.has_filler && self.phrase.amounts.is_empty();
        let hundredths = self.number.take().or(is_single.then_some(100)).ok_or(Fault::Malformed)?;
        self.phrase.amounts.push(Amount { hundredths, unit });
        Ok(())
    }

    /// A number in digits, with at most two decimals: three could as well be thousands.
    fn digits(&mut self) -> Result<(), Fault> {
        let whole = self.rest[0];
        let value = whole.text.parse::<u32>().map_err(|_| Fault::Impossible)?;
        self.rest = &self.rest[1..];
        let mut hundredths = u64::from(value) * 100;
        if let [mark, part, ..] = self.rest
            && mark.is_mark(&['.', ','])
            && part.kind == Kind::Number
            && whole.end() == mark.start
            && mark.end() == part.start
        {
            let scale = match part.text.len() {
                1 => 10,
                2 => 1,
                _ => return Err(Fault::Malformed),
            };
            hundredths += part.text.parse::<u64>().map_err(|_| Fault::Malformed)? * scale;
            self.rest = &self.rest[2..];
        }
        self.set(hundredths)
    }

    /// Keeps a number until its unit comes, and skips the same number repeated as in "twelve (12)".
    fn set(&mut self, hundredths: u64) -> Result<(), Fault> {
        if self.number.replace(hundredths).is_some() {
            return Err(Fault::Malformed);
        }
        if let [open, again, close, ..] = self.rest
            && open.is_mark(&['('])
            && close.is_mark(&[')'])
            && again.text.parse::<u64>().is_ok_and(|again| again.checked_mul(100) == Some(hundredths))
        {
            self.rest = &self.rest[3..];
        }
        Ok(())
    }
}

fn rank(unit: Unit) -> u8 {
    match unit {
        Unit::Year => 0,
        Unit::Month => 1,
        Unit::Week => 2,
        Unit::Day | Unit::BusinessDay => 3,
        Unit::Hour => 4,
        Unit::Minute => 5,
        Unit::Second => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::value::tests::words;

    fn amounts(text: &str) -> Result<Vec<(u64, Unit)>, Fault> {
        let words = words();
        let phrase = read(text, &words, LoneM::Minute)?;
        Ok(phrase.amounts.iter().map(|amount| (amount.hundredths, amount.unit)).collect())
    }

    #[test]
    fn numbers_stand_before_their_units() {
        assert_eq!(amounts("within 1 h 30 m"), Ok(vec![(100, Unit::Hour), (3000, Unit::Minute)]));
        assert_eq!(amounts("twelve (12) months"), Ok(vec![(1200, Unit::Month)]));
        assert_eq!(amounts("every week"), Ok(vec![(100, Unit::Week)]));
        assert_eq!(amounts("≤ 1,5 hours"), Ok(vec![(150, Unit::Hour)]));
        assert_eq!(amounts("max. 30 min."), Ok(vec![(3000, Unit::Minute)]));
    }

    #[test]
    fn ranges_and_loose_numbers_are_malformed() {
        for text in [
            "6-12 months",
            "1 year - 6 months",
            "one year – six months",
            "6 months 1 year",
            "12",
            "week",
            "1 h 30",
            "1.000 h",
        ] {
            assert_eq!(amounts(text), Err(Fault::Malformed), "{text}");
        }
    }

    #[test]
    fn the_longest_word_of_the_vocabulary_wins() {
        let words = words();
        let phrase = |text| read(text, &words, LoneM::Month).unwrap();
        assert_eq!(phrase("2 business days").amounts, [Amount { hundredths: 200, unit: Unit::BusinessDay }]);
        assert_eq!(phrase("at least twice a year").interval, Some("P6M"));
        assert!(phrase("8 service hours").is_business);
        assert!(phrase("next business day").is_next_business_day);
    }
}
