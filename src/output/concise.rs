//! One finding a line, for editors and screen readers: `path:line:column: severity[rule] message`.

use std::io::{self, Write};

use super::printable;
use super::style::Style;
use crate::engine::Report;
use crate::finding::{Finding, Severity, Verdict};

/// Writes all findings in the order of path and place; `prefix` is put in front of every path.
///
/// # Errors
///
/// When writing fails.
pub fn write(out: &mut dyn Write, report: &Report, prefix: &str, style: Style) -> io::Result<()> {
    for (verdict, finding) in in_order(report) {
        let (path, message) = (printable(&finding.path), printable(&finding.message));
        let severity = style.severity(finding.severity, &format!("{}[{}]", finding.severity, verdict.rule.id));
        writeln!(out, "{prefix}{path}:{}: {severity} {message}", finding.start)?;
    }
    Ok(())
}

/// All findings in the order of path, offset and rule id.
pub fn in_order(report: &Report) -> Vec<(&Verdict, &Finding)> {
    let mut all: Vec<_> = report
        .verdicts
        .iter()
        .flat_map(|verdict| verdict.findings.iter().map(move |finding| (verdict, finding)))
        .collect();
    all.sort_by(|(a_verdict, a), (b_verdict, b)| {
        (&a.path, a.span, &a_verdict.rule.id, &a.subject).cmp(&(&b.path, b.span, &b_verdict.rule.id, &b.subject))
    });
    all
}

/// How many findings there are of each severity: errors, warnings, infos.
pub fn counts(report: &Report) -> [usize; 3] {
    let mut counts = [0; 3];
    for finding in report.verdicts.iter().flat_map(|verdict| &verdict.findings) {
        counts[match finding.severity {
            Severity::Error => 0,
            Severity::Warning => 1,
            Severity::Info => 2,
        }] += 1;
    }
    counts
}
