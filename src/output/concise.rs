//! One finding a line, for editors and screen readers: `path:line:column: severity[rule] message`.

use std::io::{self, Write};

use super::printable;
use super::style::Style;
use super::tally::{in_order, remark};
use crate::engine::Report;

/// How the lines begin that steer a job.
const COMMANDS: [&str; 2] = ["::", "##["];

/// Writes all findings in the order of path and place; `prefix` is put in front of every path.
///
/// # Errors
///
/// When writing fails.
pub fn write(out: &mut dyn Write, report: &Report, prefix: &str, style: Style) -> io::Result<()> {
    for (verdict, finding) in in_order(report) {
        let (path, message) = (printable(&finding.path), printable(&(finding.message.clone() + &remark(finding))));
        let severity = style.severity(finding.severity, &format!("{}[{}]", finding.severity, verdict.rule.id));
        // A job of GitHub takes a line that begins like this for a command.
        let start = format!("{prefix}{path}");
        let apart = if COMMANDS.iter().any(|mark| start.trim_start().starts_with(mark)) { "./" } else { "" };
        writeln!(out, "{apart}{start}:{}: {severity} {message}", finding.start)?;
    }
    Ok(())
}
