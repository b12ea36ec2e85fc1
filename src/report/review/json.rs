//! The management review for programs; `clauselint schema review` describes it.

use std::io::{self, Write};

use super::Review;
use crate::output::write_json;

/// Writes it as one JSON object.
///
/// # Errors
///
/// When writing fails.
pub fn write(out: &mut dyn Write, review: &Review) -> io::Result<()> {
    write_json(out, review)
}
