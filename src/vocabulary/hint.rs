//! A cheap look whether a text may hold one of some words, for what is asked of every heading.

/// The beginnings of some words. The answer is yes too often, and never no for a text that holds a word in any case.
#[derive(Clone, Debug)]
pub(super) struct Hint {
    bits: Box<[u64]>,
    /// Whether a word is too short to have a beginning.
    is_blunt: bool,
}

/// How many bytes at the beginning of a word are looked for.
const BYTES: u32 = 6;
/// How many bits there are, as a power of two; a word sets one.
const BITS: u32 = 14;

impl Hint {
    pub(super) fn new<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        let mut hint = Self { bits: vec![0; 1 << (BITS - 6)].into(), is_blunt: false };
        for word in words {
            let Some(head) = word.as_bytes().get(..BYTES as usize) else {
                hint.is_blunt = true;
                continue;
            };
            let bit = bit(head.iter().fold(0, |window, &byte| next(window, byte)));
            hint.bits[bit / 64] |= 1 << (bit % 64);
        }
        hint
    }

    /// Whether a word is long enough to be looked for.
    pub(super) fn can_look_for(word: &str) -> bool {
        word.len() >= BYTES as usize
    }

    pub(super) fn is_in(&self, text: &str) -> bool {
        let mut window = 0;
        self.is_blunt
            || text.bytes().any(|byte| {
                window = next(window, byte);
                let bit = bit(window);
                self.bits[bit / 64] >> (bit % 64) & 1 == 1
            })
    }
}

/// The last bytes of a text with one more. The bit in which letters differ by case is set in all of them.
fn next(window: u64, byte: u8) -> u64 {
    (window << 8 | u64::from(byte | 0x20)) & ((1 << (8 * BYTES)) - 1)
}

fn bit(window: u64) -> usize {
    (window.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - BITS)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_never_missed_and_strangers_mostly_are() {
        let hint = Hint::new(["history", "änderungen"].into_iter());
        for text in ["history", "2. Revision HISTORY", "prehistory", "Änderungen", "ÄNDERUNGEN"] {
            assert!(hint.is_in(text), "{text}");
        }
        assert!(!hint.is_in("Purpose and scope"));
        assert!(Hint::new(["log"].into_iter()).is_in("anything"));
    }
}
