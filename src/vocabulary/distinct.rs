//! Spellings for people: those that say something new.

use super::fold;
use crate::document::value::transliterated;

/// The spellings that say more than the name does, each once however its accents are written.
pub fn distinct(name: &str, spellings: &[String]) -> Vec<String> {
    let mut seen = vec![transliterated(&fold(name))];
    let mut kept = Vec::new();
    for spelling in spellings {
        let folded = transliterated(&fold(spelling));
        if !seen.iter().any(|other| is_same_but_for_accents(other, &folded)) {
            kept.push(spelling.clone());
            seen.push(folded);
        }
    }
    kept
}

fn is_same_but_for_accents(a: &str, b: &str) -> bool {
    let is_alike = |(a, b): (char, char)| a == b || a.is_ascii() != b.is_ascii();
    a.chars().count() == b.chars().count() && a.chars().zip(b.chars()).all(is_alike)
}
