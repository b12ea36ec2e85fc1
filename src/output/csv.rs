//! A table for spreadsheets: one finding a row, those that do not count included. No cell can begin a formula.

use std::io::{self, Write};

use super::printable;
use super::run::Run;
use super::tally::all_in_order;
use crate::finding::{Disposition, Finding, Verdict};

const HEADER: [&str; 16] = [
    "path",
    "line",
    "column",
    "end_line",
    "end_column",
    "severity",
    "rule",
    "pack",
    "clauses",
    "disposition",
    "until",
    "reason",
    "message",
    "help",
    "subject",
    "fingerprint",
];

/// Writes a header and the findings, in lines that end as RFC 4180 says.
///
/// # Errors
///
/// When writing fails.
pub fn write(out: &mut dyn Write, run: Run<'_>) -> io::Result<()> {
    let findings = all_in_order(run.report);
    write_table(out, &HEADER, findings.into_iter().map(|(verdict, finding)| row(run, verdict, finding)))
}

/// Writes a header and rows in lines that end as RFC 4180 says. No cell can begin a formula or steer a terminal.
///
/// # Errors
///
/// When writing fails.
pub(crate) fn write_table<R>(out: &mut dyn Write, header: &[&str], rows: impl IntoIterator<Item = R>) -> io::Result<()>
where
    R: AsRef<[String]>,
{
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(header)?;
    for row in rows {
        writer.write_record(row.as_ref().iter().map(|cell| harmless(cell)))?;
    }
    writer.flush()
}

fn row(run: Run<'_>, verdict: &Verdict, finding: &Finding) -> [String; 16] {
    let rule = &verdict.rule;
    let (until, reason) = match &finding.disposition {
        Disposition::Waived(acceptance) => (acceptance.until.to_string(), acceptance.reason.clone()),
        Disposition::Open | Disposition::Baselined | Disposition::Deferred => Default::default(),
    };
    [
        run.path_of(finding).unwrap_or_else(|| finding.path.clone()),
        finding.start.line.to_string(),
        finding.start.column.to_string(),
        finding.end.line.to_string(),
        finding.end.column.to_string(),
        finding.severity.to_string(),
        rule.id.clone(),
        rule.pack.to_string(),
        rule.clauses.join(" "),
        finding.disposition.word().to_owned(),
        until,
        reason,
        finding.message.clone(),
        finding.help.clone(),
        finding.subject.clone(),
        finding.fingerprint.clone(),
    ]
}

/// A cell in which nothing steers a terminal and that no spreadsheet takes for a formula.
fn harmless(cell: &str) -> String {
    let cell = printable(cell);
    let begins = cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if begins { format!("'{cell}") } else { cell }
}
