//! The forecast for programs.

use std::io::{self, Write};

use super::Forecast;
use crate::output::write_json;

/// Writes it as one JSON object.
///
/// # Errors
///
/// When writing fails.
pub fn write(out: &mut dyn Write, forecast: &Forecast) -> io::Result<()> {
    write_json(out, forecast)
}
