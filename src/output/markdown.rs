//! The summary of a job as a Markdown page, for the page that a host shows of it.

use std::io::{self, Write};

use super::printable;
use super::run::Run;
use super::tally::{in_order, line, remark};
use crate::finding::{State, counted};

/// How many findings are listed: the page has a limited size, and nobody reads more.
const MOST: usize = 200;

/// Writes the counts, the findings, and which rules were not checked.
///
/// # Errors
///
/// When writing fails.
pub fn write(out: &mut dyn Write, run: Run<'_>) -> io::Result<()> {
    let report = run.report;
    let summary = &report.summary;
    writeln!(out, "## clauselint\n")?;
    writeln!(
        out,
        "**{}** in {}, {} of them controlled; as of {}.\n",
        line(report),
        counted(summary.documents, "document"),
        summary.controlled,
        report.as_of
    )?;
    writeln!(out, "| rules | |\n|---|---:|")?;
    for state in [State::Met, State::NotMet, State::Waived, State::NothingExamined, State::NotChecked] {
        let number = report.verdicts.iter().filter(|verdict| verdict.state() == state).count();
        writeln!(out, "| {state} | {number} |")?;
    }
    let findings = in_order(report);
    if !findings.is_empty() {
        writeln!(out, "\n| place | severity | rule | finding |\n|---|---|---|---|")?;
    }
    for (verdict, finding) in findings.iter().take(MOST) {
        let path = run.path_of(finding).unwrap_or_else(|| finding.path.clone());
        let message = text(&(finding.message.clone() + &remark(finding)));
        let place = text(&format!("{path}:{}", finding.start));
        writeln!(out, "| {place} | {} | {} | {message} |", finding.severity, text(&verdict.rule.id))?;
    }
    if findings.len() > MOST {
        writeln!(out, "\n{} more findings are not listed here.", findings.len() - MOST)?;
    }
    for verdict in report.verdicts.iter().filter(|verdict| verdict.state() == State::NotChecked) {
        let reason = verdict.reason().unwrap_or_default();
        writeln!(out, "\n{} was not checked: {}", text(&verdict.rule.id), text(&reason))?;
    }
    Ok(())
}

/// A text in which no character has a meaning for Markdown or HTML, on one line; words in backticks stay code.
pub(crate) fn text(text: &str) -> String {
    let text = printable(text);
    let has_pairs = text.matches('`').count().is_multiple_of(2);
    let mut is_code = false;
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '`' if has_pairs => {
                is_code = !is_code;
                escaped.push('`');
            }
            '|' => escaped.push_str("\\|"),
            _ if is_code => escaped.push(character),
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '@' => escaped.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '~' | '!' | '$' => escaped.extend(['\\', character]),
            _ => escaped.push(character),
        }
    }
    escaped
}
