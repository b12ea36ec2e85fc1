//! Reviewdog's diagnostic format, for comments on the lines of a change. Its columns count bytes.

use std::io::{self, Write};

use serde::Serialize;

use super::run::Run;
use super::tally::{in_order, remark};
use super::{printable, printable_lines, write_json};
use crate::finding::{Finding, Severity, Verdict};
use crate::source::Span;

#[derive(Serialize)]
struct DiagnosticResult<'a> {
    source: SourceOut<'a>,
    diagnostics: Vec<Diagnostic<'a>>,
}

#[derive(Serialize)]
struct SourceOut<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct Diagnostic<'a> {
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Location>,
    severity: &'static str,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related>,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
}

#[derive(Serialize)]
struct Related {
    message: String,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

/// Writes the findings as one result.
///
/// # Errors
///
/// When writing fails.
pub fn write(out: &mut dyn Write, run: Run<'_>) -> io::Result<()> {
    let diagnostics = in_order(run.report).into_iter().map(|(verdict, finding)| diagnostic(run, verdict, finding));
    let output = DiagnosticResult { source: SourceOut { name: "clauselint" }, diagnostics: diagnostics.collect() };
    write_json(out, &output)
}

fn diagnostic<'a>(run: Run<'_>, verdict: &'a Verdict, finding: &Finding) -> Diagnostic<'a> {
    let related = finding.related.iter().filter_map(|related| {
        let location = location(run, related.document, related.span)?;
        Some(Related { message: printable(&related.label), location })
    });
    Diagnostic {
        message: printable_lines(&format!("{}{}\n{}", finding.message, remark(finding), finding.help)),
        location: location(run, finding.document, finding.span),
        severity: match finding.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Info => "INFO",
        },
        code: Code { value: &verdict.rule.id },
        related_locations: related.collect(),
    }
}

fn location(run: Run<'_>, document: usize, span: Span) -> Option<Location> {
    let source = run.repository.source(document);
    let position = |offset: u32| Position { line: source.line_index(offset) + 1, column: source.byte_column(offset) };
    let range = Range { start: position(span.start), end: position(span.end) };
    Some(Location { path: run.path(source.path())?, range })
}
