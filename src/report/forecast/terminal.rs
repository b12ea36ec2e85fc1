//! The forecast for people: what lapses by day, then by owner, then the clauses that turn.

use std::io::{self, Write};

use super::{Forecast, Lapse};
use crate::finding::counted;
use crate::output::printable;
use crate::output::style::Style;

/// Most lines of lapses that are written.
const MOST: usize = 200;

/// Writes the forecast.
///
/// # Errors
///
/// When writing fails.
pub fn write(out: &mut dyn Write, forecast: &Forecast, style: Style) -> io::Result<()> {
    let days = (forecast.until - forecast.as_of).get_days();
    let title = format!("{} to {}, {}", forecast.as_of, forecast.until, counted(days.unsigned_abs(), "day"));
    writeln!(out, "{}", style.bold(&title))?;
    if let Some(words) = forecast.unlike_commit() {
        writeln!(out, "{}", style.dim(&printable(&words)))?;
    }
    writeln!(out)?;
    for lapse in forecast.lapses.iter().take(MOST) {
        let place = style.dim(&printable(&format!("{}:{}", lapse.path, lapse.line)));
        writeln!(out, "{}  {}  {place}", lapse.day, printable(&describe(lapse)))?;
    }
    if forecast.lapses.len() > MOST {
        writeln!(out, "… and {} more; `--format csv` has all", forecast.lapses.len() - MOST)?;
    }
    if !forecast.owners.is_empty() {
        writeln!(out, "\n{}", style.bold("by owner"))?;
    }
    for owner in &forecast.owners {
        let name = printable(owner.name.as_deref().unwrap_or(NOBODY));
        writeln!(out, "{:>5}  {name}, first on {}", owner.lapses, owner.first)?;
    }
    if !forecast.clauses.is_empty() {
        writeln!(out, "\n{}", style.bold("by clause"))?;
    }
    for clause in &forecast.clauses {
        let turn = if clause.before == clause.after {
            String::new()
        } else {
            format!("  {} → {}", clause.before.word(), clause.after.word())
        };
        let first = clause.first.map(|day| format!(", first on {day}")).unwrap_or_default();
        let name = printable(&format!("{} {}", clause.clause, clause.title));
        writeln!(out, "{:>5}  {name}{first}{}", clause.lapses, style.bold(&turn))?;
    }
    let turning = counted(forecast.turning().count(), "clause");
    let overdue = if forecast.overdue == 0 {
        String::new()
    } else {
        format!("; {} overdue already", counted(forecast.overdue, "review"))
    };
    writeln!(out, "\n{} {} to do; {turning} would change{overdue}", style.bold("until then"), forecast.lapses.len())
}

/// What stands for nobody.
pub(super) const NOBODY: &str = "no owner";

/// What lapses, in one line without its day and place.
pub(super) fn describe(lapse: &Lapse) -> String {
    let owner = lapse.owner.as_deref().unwrap_or(NOBODY);
    match (&lapse.rule, lapse.severity) {
        (Some(rule), Some(severity)) => format!("{severity}[{rule}] {} ({owner})", lapse.message),
        _ => format!("{}: {} ({owner})", lapse.title, lapse.message),
    }
}
