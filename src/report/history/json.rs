//! The development for programs.

use std::io::{self, Write};

use super::History;
use crate::output::write_json;

/// Writes it as one JSON object.
///
/// # Errors
///
/// When writing fails.
pub fn write(out: &mut dyn Write, history: &History) -> io::Result<()> {
    write_json(out, history)
}
