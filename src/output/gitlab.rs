//! GitLab's Code Quality report. It has no place for counts: what is set aside is in it, with its reason, as information.

use std::io::{self, Write};

use serde::Serialize;

use super::run::Run;
use super::tally::{judged_in_order, remark};
use super::{printable, write_json};
use crate::finding::{Disposition, Finding, Severity, Verdict};

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: &'a str,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

/// Writes all findings as one array.
///
/// # Errors
///
/// When writing fails.
pub fn write(out: &mut dyn Write, run: Run<'_>) -> io::Result<()> {
    let issues: Vec<_> =
        judged_in_order(run.report).into_iter().map(|(verdict, finding)| issue(run, verdict, finding)).collect();
    write_json(out, &issues)
}

fn issue<'a>(run: Run<'_>, verdict: &'a Verdict, finding: &'a Finding) -> Issue<'a> {
    let severity = match (&finding.disposition, finding.severity) {
        (Disposition::Open, Severity::Error) => "major",
        (Disposition::Open, Severity::Warning) => "minor",
        _ => "info",
    };
    Issue {
        description: printable(&format!("{}{}", finding.message, remark(finding))),
        check_name: &verdict.rule.id,
        fingerprint: &finding.fingerprint,
        severity,
        location: Location {
            // GitLab shows no issue without a path.
            path: run.path_of(finding).unwrap_or_else(|| finding.path.trim_matches('/').to_owned()),
            lines: Lines { begin: finding.start.line, end: finding.end.line },
        },
    }
}
