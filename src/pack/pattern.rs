//! Regular expressions of packs. They run in linear time whatever they say; what bounds them is the size of what they compile to.

use regex::{Regex, RegexBuilder};

use super::located::Located;
use crate::error::Invalid;

/// Largest compiled pattern, in bytes; several together may be as large as each alone.
const SIZE_LIMIT: usize = 1 << 20;

/// Patterns as one that matches where any of them does; `^` and `$` are the ends of a line.
///
/// # Errors
///
/// When one is not valid, or they are too large.
pub fn compile<'a>(patterns: impl Iterator<Item = &'a str>) -> Result<Regex, regex::Error> {
    let all: Vec<_> = patterns.map(|pattern| format!("(?:{pattern})")).collect();
    RegexBuilder::new(&all.join("|")).multi_line(true).crlf(true).size_limit(SIZE_LIMIT * all.len()).build()
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
