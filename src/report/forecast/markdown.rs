//! The forecast as Markdown, for a wiki or an agenda.

use std::io::{self, Write};

use super::Forecast;
use super::terminal::NOBODY;
use crate::output::markdown::text;

/// Writes what lapses by day, by owner and by clause.
///
/// # Errors
///
/// When writing fails.
pub fn write(out: &mut dyn Write, forecast: &Forecast) -> io::Result<()> {
    writeln!(out, "# What lapses from {} to {}\n", forecast.as_of, forecast.until)?;
    let turning = forecast.turning().count();
    writeln!(
        out,
        "{} to do, {turning} clauses would change, {} reviews overdue already.\n",
        forecast.lapses.len(),
        forecast.overdue
    )?;
    if let Some(words) = forecast.unlike_commit() {
        writeln!(out, "{}.\n", text(&words))?;
    }
    writeln!(out, "| day | what | document | owner | clauses |\n|---|---|---|---|---|")?;
    for lapse in &forecast.lapses {
        let what = match &lapse.rule {
            Some(rule) => format!("{} ({rule})", lapse.message),
            None => lapse.message.clone(),
        };
        let document = format!("{} ({}:{})", lapse.title, lapse.path, lapse.line);
        let owner = lapse.owner.as_deref().unwrap_or(NOBODY);
        let clauses = lapse.clauses.join(", ");
        writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            lapse.day,
            text(&what),
            text(&document),
            text(owner),
            text(&clauses)
        )?;
    }
    writeln!(out, "\n## By owner\n\n| owner | to do | first |\n|---|---:|---|")?;
    for owner in &forecast.owners {
        writeln!(out, "| {} | {} | {} |", text(owner.name.as_deref().unwrap_or(NOBODY)), owner.lapses, owner.first)?;
    }
    writeln!(out, "\n## By clause\n\n| clause | to do | now | then |\n|---|---:|---|---|")?;
    for clause in &forecast.clauses {
        let name = text(&format!("{} {}", clause.clause, clause.title));
        writeln!(out, "| {name} | {} | {} | {} |", clause.lapses, clause.before.word(), clause.after.word())?;
    }
    Ok(())
}
