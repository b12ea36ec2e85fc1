//! Annotations for GitHub, as commands in the log of a workflow. GitHub shows ten of each level for a step: the others are plain lines.

use std::io::{self, Write};

use super::run::Run;
use super::tally::{in_order, line, remark};
use super::{printable, printable_lines};
use crate::finding::{Finding, Severity, Verdict};

/// How many annotations of one level GitHub shows for a step. One notice is kept for the counts.
const MOST: usize = 10;

/// Writes annotations first, then what is left as plain lines, then the counts.
///
/// # Errors
///
/// When writing fails.
pub fn write(out: &mut dyn Write, run: Run<'_>) -> io::Result<()> {
    let mut room = [MOST, MOST, MOST - 1];
    let mut left = Vec::new();
    for (verdict, finding) in in_order(run.report) {
        let (level, index) = match finding.severity {
            Severity::Error => ("error", 0),
            Severity::Warning => ("warning", 1),
            Severity::Info => ("notice", 2),
        };
        if room[index] == 0 {
            left.push((verdict, finding));
            continue;
        }
        room[index] -= 1;
        annotation(out, run, level, verdict, finding)?;
    }
    // A line that begins with a severity is no command, whatever stands in it.
    for (verdict, finding) in &left {
        let (path, message) = (printable(&finding.path), printable(&(finding.message.clone() + &remark(finding))));
        writeln!(out, "{}[{}] {path}:{}: {message}", finding.severity, verdict.rule.id, finding.start)?;
    }
    let cut = match left.len() {
        0 => String::new(),
        number => {
            format!("; {number} of them without an annotation, because GitHub shows {MOST} of a level: see the log")
        }
    };
    writeln!(out, "::notice title=clauselint::{}{cut}", data(&line(run.report)))
}

fn annotation(out: &mut dyn Write, run: Run<'_>, level: &str, verdict: &Verdict, finding: &Finding) -> io::Result<()> {
    write!(out, "::{level} ")?;
    if let Some(path) = run.path_of(finding) {
        write!(out, "file={},line={}", property(&path), finding.start.line)?;
        write!(out, ",endLine={},", finding.end.line)?;
        if finding.start.line == finding.end.line {
            write!(out, "col={},endColumn={},", finding.start.column, finding.end.column)?;
        }
    }
    let text = format!("{}{}\n{}", finding.message, remark(finding), finding.help);
    writeln!(out, "title={}::{}", property(&verdict.rule.id), data(&text))
}

/// A text as the message of a command.
fn data(text: &str) -> String {
    printable_lines(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A text as a property of a command.
fn property(text: &str) -> String {
    printable(text).replace('%', "%25").replace(':', "%3A").replace(',', "%2C")
}
