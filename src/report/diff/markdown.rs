//! What changed, as Markdown that is fit for a comment on a pull request.

use std::io::{self, Write};

use super::terminal::{counts, describe, side, state};
use super::{Change, Course, Diff};
use crate::finding::counted;
use crate::output::markdown::text;

/// Most rows of one sort: a comment has a limited size, and nobody reads more.
const MOST: usize = 50;

/// Writes the counts, then findings by what became of them, clauses and documents.
///
/// # Errors
///
/// When writing fails.
pub fn write(out: &mut dyn Write, diff: &Diff) -> io::Result<()> {
    writeln!(out, "## clauselint: {}\n", counts(diff))?;
    body(out, diff)
}

/// Writes what stands below the counts.
///
/// # Errors
///
/// When writing fails.
pub fn body(out: &mut dyn Write, diff: &Diff) -> io::Result<()> {
    writeln!(out, "From {} to {}.", text(&side(&diff.before)), text(&side(&diff.after)))?;
    for course in Course::ALL {
        let of_course: Vec<&Change> = diff.findings.iter().filter(|change| change.course == course).collect();
        if of_course.is_empty() {
            continue;
        }
        // What needs nobody's hand is folded.
        let is_folded = !matches!(course, Course::New | Course::Worsened);
        let title = format!("{} ({})", course.word(), of_course.len());
        if is_folded {
            writeln!(out, "\n<details><summary>{title}</summary>\n")?;
        } else {
            writeln!(out, "\n### {title}\n")?;
        }
        writeln!(out, "| place | severity | rule | finding |\n|---|---|---|---|")?;
        for change in of_course.iter().take(MOST) {
            write_change(out, change)?;
        }
        if of_course.len() > MOST {
            writeln!(out, "\n{} more are not listed here.", of_course.len() - MOST)?;
        }
        if is_folded {
            writeln!(out, "\n</details>")?;
        }
    }
    if !diff.clauses.is_empty() {
        writeln!(out, "\n### Clauses\n\n| clause | before | after | why |\n|---|---|---|---|")?;
    }
    for clause in &diff.clauses {
        let why = clause.reasons.first().map(|reason| text(reason)).unwrap_or_default();
        let title = text(&format!("{} {}", clause.clause, clause.title));
        writeln!(out, "| {title} | {} | {} | {why} |", state(clause.before), state(clause.after))?;
    }
    if !diff.documents.is_empty() {
        writeln!(out, "\n### Documents\n")?;
    }
    for document in diff.documents.iter().take(MOST) {
        writeln!(out, "- {}", text(&describe(document)))?;
    }
    if diff.documents.len() > MOST {
        writeln!(out, "- {} more", diff.documents.len() - MOST)?;
    }
    for (rules, what) in [(&diff.rules.added, "in force only after"), (&diff.rules.removed, "in force only before")] {
        if !rules.is_empty() {
            writeln!(out, "\n{} {what}.", counted(rules.len(), "rule"))?;
        }
    }
    Ok(())
}

fn write_change(out: &mut dyn Write, change: &Change) -> io::Result<()> {
    let Some(sighting) = change.sighting() else { return Ok(()) };
    let reason = change.reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
    let place = text(&format!("{}:{}", sighting.path, sighting.line));
    let message = text(&format!("{}{reason}", sighting.message));
    writeln!(out, "| {place} | {} | {} | {message} |", sighting.severity, text(&change.rule))
}
