//! The gap analysis as a table for a terminal.

use std::io::{self, Write};

use super::{Clause, Gap, State};
use crate::finding::Severity;
use crate::output::printable;
use crate::output::style::Style;
use crate::pack::{Keep, Mandatory};
use crate::report::unlike_commit;

/// Columns of a bar.
const BAR: usize = 20;

/// Writes the table: a bar for each group of clauses, then every clause with its state, its documents and the reasons.
///
/// # Errors
///
/// When writing fails.
pub fn write(out: &mut dyn Write, gap: &Gap, style: Style, width: usize) -> io::Result<()> {
    let width = width.min(100);
    writeln!(out, "{}", style.bold("Evidence present and consistent, clause by clause"))?;
    folded(out, 0, &origin(gap), width)?;
    writeln!(out)?;
    for group in groups(gap) {
        writeln!(out, "{}", bar(gap, group, style, width))?;
    }
    let mut ordered: Vec<&Clause> = gap.clauses.iter().collect();
    if gap.count(State::Covered) + gap.count(State::Weak) == 0 && !ordered.is_empty() {
        writeln!(out, "\n{}", style.bold("Nothing is there yet. An organization begins with:"))?;
        ordered.retain(|clause| clause.assessable);
        ordered.sort_by_key(|clause| clause.order);
    }
    for clause in ordered {
        write_clause(out, clause, style, width)?;
    }
    if !gap.claims.is_empty() {
        writeln!(out, "\n{}", style.bold("Claims that do not hold"))?;
        for claim in &gap.claims {
            folded(out, 2, &format!("{} claims {}: {}", claim.path, claim.claim, claim.reason), width)?;
        }
    }
    if !gap.unneeded.is_empty() {
        writeln!(out, "\n{}", style.bold("Controlled documents that no clause needs"))?;
        for path in &gap.unneeded {
            folded(out, 2, path, width)?;
        }
    }
    let counts = [State::Covered, State::Weak, State::Missing, State::NotChecked]
        .map(|state| painted(style, state, &format!("{} {}", gap.count(state), state.word())));
    writeln!(out, "\n{}  {} of {} clauses", style.bold("clauses"), counts.join(", "), gap.assessable().count())
}

/// What was looked at, for the head of every form of the report.
pub(super) fn origin(gap: &Gap) -> String {
    let packs: Vec<String> =
        gap.packs.iter().map(|(id, title, version)| format!("{title} (pack {id} {version})")).collect();
    let commit = gap.commit.as_deref().map_or_else(|| "no commit".to_owned(), |commit| format!("commit {commit}"));
    let unlike = unlike_commit(gap.differs.as_deref()).map(|words| format!("; {words}")).unwrap_or_default();
    format!(
        "{}; as of {}; {commit}{unlike}. Says what documents show, not whether anybody conforms.",
        packs.join(", "),
        gap.as_of
    )
}

/// The clauses of the first level, of which the others are parts.
fn groups(gap: &Gap) -> Vec<&Clause> {
    let number = |clause: &Clause| clause.id.rsplit(':').next().unwrap_or_default().to_owned();
    let top: Vec<&Clause> = gap.clauses.iter().filter(|clause| !number(clause).contains('.')).collect();
    if top.is_empty() { gap.clauses.iter().take(1).collect() } else { top }
}

fn bar(gap: &Gap, group: &Clause, style: Style, width: usize) -> String {
    let prefix = format!("{}.", group.id);
    let own: Vec<State> = gap
        .assessable()
        .filter(|clause| clause.id == group.id || clause.id.starts_with(&prefix))
        .map(|clause| clause.state)
        .collect();
    let mut cells = String::new();
    let mut filled = 0;
    let signs = [(State::Covered, '█'), (State::Weak, '▒'), (State::Missing, '·'), (State::NotChecked, '?')];
    let mut seen = 0;
    for (state, sign) in signs {
        seen += own.iter().filter(|other| **other == state).count();
        let end = if own.is_empty() { 0 } else { (seen * BAR).div_ceil(own.len()) };
        let part: String = std::iter::repeat_n(sign, end.saturating_sub(filled)).collect();
        cells.push_str(&painted(style, state, &part));
        filled = filled.max(end);
    }
    let covered = own.iter().filter(|state| **state == State::Covered).count();
    let title = shortened(&format!("{} {}", number_of(&group.id), group.title), width.saturating_sub(BAR + 22));
    format!("{cells}  {covered:>2} of {:>2} covered  {}", own.len(), printable(&title))
}

fn write_clause(out: &mut dyn Write, clause: &Clause, style: Style, width: usize) -> io::Result<()> {
    let title = format!("{} {}", number_of(&clause.id), clause.title);
    if !clause.assessable {
        return writeln!(out, "\n{}", style.bold(&printable(&shortened(&title, width))));
    }
    let room = width.saturating_sub(14);
    let state = painted(style, clause.state, &format!("{:<12}", clause.state.word()));
    writeln!(out, "{state}  {}", style.bold(&printable(&shortened(&title, room))))?;
    for item in &clause.items {
        let note = match (item.mandatory, item.keep) {
            (Mandatory::Explicit, Keep::Maintain) => "",
            (Mandatory::Explicit, Keep::Retain) => " (kept as evidence)",
            (Mandatory::Implied, _) => " (implied)",
            (Mandatory::Customary, _) => " (customary)",
        };
        let paths: Vec<String> = item
            .documents
            .iter()
            .map(|document| match &document.system {
                Some(system) => format!("{system} ({})", document.path),
                None => document.path.clone(),
            })
            .collect();
        let shown = match paths.len() {
            0 => "–".to_owned(),
            1..=3 => paths.join(", "),
            count => format!("{}, {} and {} more", paths[0], paths[1], count - 2),
        };
        let sign = match item.state {
            State::Covered => "✓",
            State::Weak => "~",
            State::Missing => "✗",
            State::NotChecked => "?",
        };
        folded(out, 14, &format!("{sign} {}{note}: {shown}", item.name), width)?;
    }
    for reason in &clause.reasons {
        folded(out, 16, &format!("! {reason}"), width)?;
    }
    for reason in &clause.not_checked {
        folded(out, 16, &format!("? not checked: {reason}"), width)?;
    }
    Ok(())
}

fn number_of(id: &str) -> &str {
    id.rsplit(':').next().unwrap_or(id)
}

fn painted(style: Style, state: State, text: &str) -> String {
    match state {
        State::Covered => style.good(text),
        State::Weak => style.severity(Severity::Warning, text),
        State::Missing => style.severity(Severity::Error, text),
        State::NotChecked => style.dim(text),
    }
}

fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

/// Writes a text in lines that fit the width, all indented, what follows the first by two more.
fn folded(out: &mut dyn Write, indent: usize, text: &str, width: usize) -> io::Result<()> {
    let mut line = " ".repeat(indent);
    let mut is_empty = true;
    for word in printable(text).split(' ') {
        let length = line.chars().count() + 1 + word.chars().count();
        if !is_empty && length > width {
            writeln!(out, "{line}")?;
            line = " ".repeat(indent + 2);
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        // A word that does not fit a line by itself is cut.
        let room = width.saturating_sub(line.chars().count());
        line.push_str(&shortened(word, room));
        is_empty = false;
    }
    writeln!(out, "{line}")
}
