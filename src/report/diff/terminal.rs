//! What changed, for people.

use std::io::{self, Write};

use super::{Change, Course, Diff, DocumentChange, Side};
use crate::finding::counted;
use crate::output::printable;
use crate::output::style::Style;
use crate::report::gap::State;

/// Most lines of one sort that are written.
const MOST: usize = 100;

/// Writes findings by what became of them, then clauses and documents, then the counts.
///
/// # Errors
///
/// When writing fails.
pub fn write(out: &mut dyn Write, diff: &Diff, style: Style) -> io::Result<()> {
    writeln!(out, "{}\n", style.bold(&format!("{} → {}", side(&diff.before), side(&diff.after))))?;
    for course in Course::ALL {
        let of_course: Vec<&Change> = diff.findings.iter().filter(|change| change.course == course).collect();
        if of_course.is_empty() {
            continue;
        }
        let title = format!("{} ({})", course.word(), of_course.len());
        writeln!(out, "{}", if course == Course::Fixed { style.good(&title) } else { style.bold(&title) })?;
        for change in of_course.iter().take(MOST) {
            write_change(out, change, style)?;
        }
        more(out, of_course.len())?;
    }
    if !diff.clauses.is_empty() {
        writeln!(out, "{}", style.bold("clauses"))?;
    }
    for clause in &diff.clauses {
        let states = format!("{} → {}", state(clause.before), state(clause.after));
        writeln!(out, "  {} {}: {states}", printable(&clause.clause), printable(&clause.title))?;
        if let Some(reason) = clause.reasons.first() {
            writeln!(out, "    {}", style.dim(&printable(reason)))?;
        }
    }
    if !diff.documents.is_empty() {
        writeln!(out, "{}", style.bold("documents"))?;
    }
    for document in diff.documents.iter().take(MOST) {
        writeln!(out, "  {}", printable(&describe(document)))?;
    }
    more(out, diff.documents.len())?;
    for (rules, what) in [(&diff.rules.added, "came into force"), (&diff.rules.removed, "are no longer in force")] {
        if !rules.is_empty() {
            let shown: Vec<&str> = rules.iter().take(5).map(String::as_str).collect();
            let dots = if rules.len() > shown.len() { ", …" } else { "" };
            writeln!(out, "{} {what}: {}{dots}", counted(rules.len(), "rule"), printable(&shown.join(", ")))?;
        }
    }
    writeln!(out, "{} {}", style.bold("findings"), counts(diff))
}

fn more(out: &mut dyn Write, number: usize) -> io::Result<()> {
    if number > MOST { writeln!(out, "  … and {} more", number - MOST) } else { Ok(()) }
}

fn write_change(out: &mut dyn Write, change: &Change, style: Style) -> io::Result<()> {
    let Some(sighting) = change.sighting() else { return Ok(()) };
    let place = style.dim(&printable(&format!("{}:{}", sighting.path, sighting.line)));
    let reason = change.reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
    let message = printable(&format!("{}[{}] {}{reason}", sighting.severity, change.rule, sighting.message));
    writeln!(out, "  {message}  {place}")
}

/// The numbers of findings in words.
pub(super) fn counts(diff: &Diff) -> String {
    let summary = diff.summary;
    let numbers = [summary.new, summary.worsened, summary.fixed, summary.eased, summary.still_there];
    let words = Course::ALL.iter().zip(numbers).map(|(course, number)| format!("{number} {}", course.word()));
    words.collect::<Vec<_>>().join(", ")
}

/// How to name a side.
pub(super) fn side(side: &Side) -> String {
    let commit = side.commit.as_ref().map(|commit| commit.chars().take(10).collect::<String>());
    let named = match (&side.revision, commit) {
        (Some(revision), Some(commit)) if !commit.starts_with(revision) && !revision.starts_with(&commit) => {
            format!("{revision} ({commit})")
        }
        (Some(revision), _) => revision.clone(),
        (None, _) => "the work tree".to_owned(),
    };
    format!("{} as of {}", printable(&named), side.as_of)
}

/// A state, also that of a clause which is not known on a side.
pub(super) fn state(state: Option<State>) -> &'static str {
    state.map_or("not known", State::word)
}

/// What happened to a document, in one line.
pub(super) fn describe(document: &DocumentChange) -> String {
    let events: Vec<&str> = document.events.iter().map(|event| event.word()).collect();
    let mut text = format!("{}: {}", document.path, events.join(", "));
    if let Some(before) = &document.path_before {
        text.push_str(&format!("; was {before}"));
    }
    for (what, change) in [("version", &document.version), ("status", &document.status)] {
        if let Some([before, after]) = change {
            let word = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
            text.push_str(&format!("; {what} {} → {}", word(before), word(after)));
        }
    }
    if let Some(approval) = document.approval.as_ref().filter(|approval| !approval.is_empty()) {
        text.push_str(&format!("; approved by {approval}"));
    }
    text
}
