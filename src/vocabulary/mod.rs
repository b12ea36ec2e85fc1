//! Spellings to canonical names: fields, headings, states, and the words that values are written with.

pub mod words;

/// A spelling made comparable: lower case, `_`, `-` and runs of white space as one space, no blanks or colon at the ends.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for character in text.chars() {
        if character.is_whitespace()
            || matches!(character, '_' | '-' | '\u{2010}'..='\u{2013}' | '\u{200b}' | '\u{feff}')
        {
            gap = !folded.is_empty();
            continue;
        }
        if gap {
            folded.push(' ');
            gap = false;
        }
        folded.extend(character.to_lowercase());
    }
    while folded.ends_with([':', ' ', '：']) {
        folded.pop();
    }
    folded
}
