//! Percentages, kept exactly as they are written.

use std::fmt;

use super::meaning::{Meaning, meaning};
use super::text::{Kind, Token, bare, is_dash, split_remark, tokens};
use super::{Fault, Reading, presence};
use crate::vocabulary::words::Words;

/// A share of a hundred, with up to nine decimals; more than a hundred is possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percentage {
    /// 10⁻⁹ percent.
    billionths: u64,
}

const DECIMALS: usize = 9;

/// Reads a percentage: `99.95%`, `99,9 %`, `5 ‰`, `≥ 99.5 %`, `at least 99.9 % per month`.
///
/// The sign is needed: `99.9` is `Malformed`. Point and comma both divide off decimals; there are no signs for thousands. A sign
/// of comparison and words about how and how often it is measured may stand around it. A negative one is `Impossible`.
pub fn read_percentage(text: &str, words: &Words) -> Reading<Percentage> {
    if let Some(absent) = presence(text, words) {
        return absent.into();
    }
    let (value, _) = split_remark(bare(text));
    read(value, words).into()
}

fn read(text: &str, words: &Words) -> Result<Percentage, Fault> {
    let text = text.trim_start_matches(['≥', '≤', '>', '<', '=', ' ']);
    let tokens = tokens(text);
    let mut rest = skip_words(text, &tokens, words);
    while let [mark, behind @ ..] = rest
        && mark.is_mark(&['≥', '≤', '>', '<', '=', '.'])
    {
        rest = behind;
    }
    let sign = rest.first().filter(|token| token.text.starts_with(is_dash));
    rest = &rest[usize::from(sign.is_some())..];
    let [whole, behind @ ..] = rest else { return Err(Fault::Malformed) };
    let (decimals, behind) = match behind {
        [mark, part, behind @ ..] if mark.is_mark(&['.', ',']) && is_glued(&[*whole, *mark, *part]) => {
            (part.text, behind)
        }
        _ => ("", behind),
    };
    let [sign_behind, tail @ ..] = behind else { return Err(Fault::Malformed) };
    let shift = match sign_behind.text {
        "%" | "％" => 0,
        "‰" => 1,
        _ => return Err(Fault::Malformed),
    };
    if whole.kind != Kind::Number || !skip_words(text, tail, words).is_empty() {
        return Err(Fault::Malformed);
    }
    let value = exact(whole.text, decimals, shift)?;
    if sign.is_some() { Err(Fault::Impossible) } else { Ok(value) }
}

/// The tokens behind the words of the vocabulary and the marks between them.
fn skip_words<'a, 't>(text: &str, tokens: &'a [Token<'t>], words: &Words) -> &'a [Token<'t>] {
    let mut rest = tokens;
    while let Some(head) = rest.first() {
        let skipped = meaning(text, rest, words).filter(|(meaning, _)| !matches!(meaning, Meaning::Number(_)));
        let is_mark = head.is_mark(&[',', '.', ';']);
        match skipped {
            Some((_, length)) => rest = &rest[length..],
            None if is_mark => rest = &rest[1..],
            None => break,
        }
    }
    rest
}

fn is_glued(tokens: &[Token<'_>; 3]) -> bool {
    let [a, b, c] = tokens;
    a.end() == b.start && b.end() == c.start && c.kind == Kind::Number
}

/// The number with `shift` more decimals than are written.
fn exact(whole: &str, decimals: &str, shift: usize) -> Result<Percentage, Fault> {
    let decimals = decimals.trim_end_matches('0');
    let missing = DECIMALS.checked_sub(decimals.len() + shift).ok_or(Fault::Malformed)?;
    let scale = u64::pow(10, u32::try_from(missing).map_err(|_| Fault::Malformed)?);
    let digits = format!("{whole}{decimals}").parse::<u64>().map_err(|_| Fault::Impossible)?;
    digits.checked_mul(scale).map(|billionths| Percentage { billionths }).ok_or(Fault::Impossible)
}

impl Percentage {
    /// The share of one: 0.999 for 99.9 %.
    #[expect(
        clippy::cast_precision_loss,
        reason = "the nearest share is what is asked for; the exact value is compared"
    )]
    pub fn fraction(self) -> f64 {
        self.billionths as f64 / 1e11
    }

    /// Whether it is more than a hundred percent.
    pub fn exceeds_whole(self) -> bool {
        self.billionths > 100 * 1_000_000_000
    }
}

/// The shortest form with a point: `99.9 %`.
impl fmt::Display for Percentage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.billionths / 1_000_000_000, self.billionths % 1_000_000_000);
        let decimals = format!("{part:09}");
        match decimals.trim_end_matches('0') {
            "" => write!(formatter, "{whole} %"),
            decimals => write!(formatter, "{whole}.{decimals} %"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::value::tests::words;

    fn read(text: &str) -> Reading<String> {
        read_percentage(text, &words()).map(|percentage| percentage.to_string())
    }

    #[test]
    fn point_and_comma_divide_off_decimals() {
        for text in
            ["99.9%", "99,9 %", "99.90 %", "**99,9\u{a0}%**", "999 ‰", "≥ 99.9 %", ">= 99.9%", "99.9 % (monthly)"]
        {
            assert_eq!(read(text), Reading::Valid("99.9 %".into()), "{text}");
        }
        for text in ["at least 99.5 % per month", "max. 99,5 %, quarterly", "at least ≥ 99.5 %"] {
            assert_eq!(read(text), Reading::Valid("99.5 %".into()), "{text}");
        }
        assert_eq!(read("100 %"), Reading::Valid("100 %".into()));
        assert_eq!(read("99.9999999 %"), Reading::Valid("99.9999999 %".into()));
    }

    #[test]
    fn what_is_no_percentage_is_told_apart() {
        for text in
            ["99.9", "%", "99. 9 %", "1.000,5 %", "99.9 % or so", "99.9.9 %", "high", "0.12345678901 %", "99-100 %"]
        {
            assert_eq!(read(text), Reading::Faulty(Fault::Malformed), "{text}");
        }
        for text in ["-5 %", "99999999999999999999 %"] {
            assert_eq!(read(text), Reading::Faulty(Fault::Impossible), "{text}");
        }
        assert_eq!(read("n/a"), Reading::Empty);
    }

    #[test]
    fn percentages_compare_exactly() {
        let percentage = |text| *read_percentage(text, &words()).valid().unwrap();
        assert!(percentage("99.95 %") > percentage("99.9 %"));
        assert!(percentage("0.1 %") == percentage("1 ‰"));
        assert!((percentage("99.9 %").fraction() - 0.999).abs() < 1e-12);
        assert!(percentage("101 %").exceeds_whole());
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".*|[0-9.,%‰ -]{0,16}") {
            read(&text);
        }

        #[test]
        fn what_is_written_is_read_again(whole in 0..1000_u32, decimals in 1..1000_u32) {
            let written = format!("{whole}.{decimals:03}");
            prop_assert_eq!(read(&format!("{written}%")), Reading::Valid(format!("{} %", written.trim_end_matches('0'))));
        }
    }
}
