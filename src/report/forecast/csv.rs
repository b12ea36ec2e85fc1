//! The forecast as a table for spreadsheets: one row for everything that lapses.

use std::io::{self, Write};

use super::{Forecast, Lapse};
use crate::output::csv::write_table;

const HEADER: [&str; 12] =
    ["day", "days", "sort", "path", "line", "title", "kind", "owner", "rule", "severity", "message", "clauses"];

/// Writes a header and what lapses.
///
/// # Errors
///
/// When writing fails.
pub fn write(out: &mut dyn Write, forecast: &Forecast) -> io::Result<()> {
    write_table(out, &HEADER, forecast.lapses.iter().map(row))
}

fn row(lapse: &Lapse) -> [String; 12] {
    [
        lapse.day.to_string(),
        lapse.days.to_string(),
        lapse.sort.word().to_owned(),
        lapse.path.clone(),
        lapse.line.to_string(),
        lapse.title.clone(),
        lapse.kind.clone().unwrap_or_default(),
        lapse.owner.clone().unwrap_or_default(),
        lapse.rule.clone().unwrap_or_default(),
        lapse.severity.map(|severity| severity.to_string()).unwrap_or_default(),
        lapse.message.clone(),
        lapse.clauses.join(" "),
    ]
}
