//! Verdicts to bytes, one file a format.

pub mod concise;
pub mod explain;
pub mod inspect;
pub mod json;
pub mod rules;
pub mod snippet;
pub mod style;
pub mod summary;
pub mod terminal;

/// The version of our JSON formats; it is raised when a key is removed or changes its meaning.
pub const JSON_VERSION: u32 = 1;

/// A text of a document or path with everything that steers a terminal made visible: control characters, and marks that
/// reorder or hide text.
pub fn printable(text: &str) -> String {
    text.chars().map(|c| if is_steering(c) { '\u{fffd}' } else { c }).collect()
}

/// Whether a character can change how the text around it is shown.
pub fn is_steering(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{2028}' | '\u{2029}')
}

/// Like [`printable`] for a text of several lines that we coloured ourselves: only its own escape sequences stay.
pub fn printable_lines(text: &str) -> String {
    text.chars().map(|c| if is_steering(c) && !matches!(c, '\n' | '\t' | '\x1b') { '\u{fffd}' } else { c }).collect()
}
