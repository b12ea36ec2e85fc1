//! The development for people: a line of bars for each figure, and the first and the last day in numbers.

use std::io::{self, Write};

use super::{History, Point};
use crate::output::style::Style;
use crate::report::figures::Named;

/// Bars by height.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// Columns that names and numbers take.
const BESIDE: usize = 50;

const FIGURES: [Named; 9] = [
    ("clauses covered", |figures| figures.clauses.covered),
    ("clauses weak", |figures| figures.clauses.weak),
    ("clauses missing", |figures| figures.clauses.missing),
    ("errors", |figures| figures.findings.error),
    ("warnings", |figures| figures.findings.warning),
    ("reviews overdue", |figures| figures.overdue),
    ("findings waived", |figures| figures.waived),
    ("controlled documents", |figures| figures.controlled),
    ("rules met", |figures| figures.rules.met),
];

/// Writes a line for each figure; `width` in columns.
///
/// # Errors
///
/// When writing fails.
pub fn write(out: &mut dyn Write, history: &History, style: Style, width: usize) -> io::Result<()> {
    let (Some(first), Some(last)) = (history.points.first(), history.points.last()) else {
        return writeln!(out, "no commit is as old as {}", history.as_of);
    };
    let days = format!("{} to {}, {} points", first.day, last.day, history.points.len());
    writeln!(out, "{}\n", style.bold(&days))?;
    for (name, figure) in FIGURES {
        let values: Vec<usize> = history.points.iter().map(|point: &Point| figure(&point.figures)).collect();
        let (from, to) = (figure(&first.figures), figure(&last.figures));
        let range = match (values.iter().min(), values.iter().max()) {
            (Some(least), Some(most)) => format!("{least} to {most}"),
            _ => String::new(),
        };
        let line = sparkline(&values, width.saturating_sub(BESIDE).max(8));
        writeln!(out, "{name:<22} {line}  {from} → {to}  {}", style.dim(&format!("({range})")))?;
    }
    Ok(())
}

/// Values as a line of bars, at most `width` of them: several neighbours share a bar, of which the last counts.
fn sparkline(values: &[usize], width: usize) -> String {
    let most = values.iter().copied().max().unwrap_or_default().max(1);
    let shown = values.len().min(width);
    let bar = |index: usize| {
        let value = values[(index + 1) * values.len() / shown - 1];
        BARS[(value * (BARS.len() - 1)).div_ceil(most).min(BARS.len() - 1)]
    };
    (0..shown).map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::sparkline;

    #[test]
    fn bars_rise_with_the_values_and_the_last_value_is_always_shown() {
        assert_eq!(sparkline(&[0, 1, 2, 4], 10), "▁▃▅█");
        assert_eq!(sparkline(&[0, 0, 0, 0, 0, 0, 9], 3), "▁▁█");
        assert_eq!(sparkline(&[0, 0], 5), "▁▁");
        assert_eq!(sparkline(&[], 5), "");
    }
}
