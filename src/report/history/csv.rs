//! The development as a table for spreadsheets, one day a row.

use std::io::{self, Write};

use super::{History, Point};
use crate::output::csv::write_table;

const HEADER: [&str; 19] = [
    "day",
    "commit",
    "documents",
    "controlled",
    "covered",
    "weak",
    "missing",
    "not checked",
    "errors",
    "warnings",
    "infos",
    "major",
    "minor",
    "opportunities",
    "waived",
    "baselined",
    "overdue",
    "rules met",
    "rules not met",
];

/// Writes a header and the days.
///
/// # Errors
///
/// When writing fails.
pub fn write(out: &mut dyn Write, history: &History) -> io::Result<()> {
    write_points(out, &history.points)
}

/// Writes a header and some days.
///
/// # Errors
///
/// When writing fails.
pub fn write_points(out: &mut dyn Write, points: &[Point]) -> io::Result<()> {
    write_table(out, &HEADER, points.iter().map(row))
}

/// The cells of a day, as [`HEADER`] names them.
fn row(point: &Point) -> Vec<String> {
    let figures = &point.figures;
    let (clauses, findings, points) = (figures.clauses, figures.findings, figures.points);
    let numbers = [
        figures.documents,
        figures.controlled,
        clauses.covered,
        clauses.weak,
        clauses.missing,
        clauses.not_checked,
        findings.error,
        findings.warning,
        findings.info,
        points.major,
        points.minor,
        points.opportunity,
        figures.waived,
        figures.baselined,
        figures.overdue,
        figures.rules.met,
        figures.rules.not_met,
    ];
    let first = [point.day.to_string(), point.commit.clone()];
    first.into_iter().chain(numbers.iter().map(usize::to_string)).collect()
}
