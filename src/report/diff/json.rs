//! What changed, for programs.

use std::io::{self, Write};

use super::Diff;
use crate::output::write_json;

/// Writes it as one JSON object.
///
/// # Errors
///
/// When writing fails.
pub fn write(out: &mut dyn Write, diff: &Diff) -> io::Result<()> {
    write_json(out, diff)
}
