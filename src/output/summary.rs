//! The last lines of a check: what a person understands at a glance.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::printable;
use super::style::Style;
use super::tally::{SetAside, counts};
use crate::check::quoted;
use crate::engine::Report;
use crate::finding::{Severity, State, counted};

/// Writes what became of each rule, one a line.
///
/// # Errors
///
/// When writing fails.
pub fn rules(out: &mut dyn Write, report: &Report, style: Style) -> io::Result<()> {
    for verdict in &report.verdicts {
        let (state, findings) = (verdict.state(), verdict.findings.len() + verdict.set_aside.len());
        let examined = style.dim(&format!("{} examined, {findings} found", verdict.examined));
        writeln!(out, "{state:<16}  {:<28}  {examined}", verdict.rule.id)?;
    }
    Ok(())
}

/// Writes the summary.
///
/// # Errors
///
/// When writing fails.
pub fn write(out: &mut dyn Write, report: &Report, style: Style) -> io::Result<()> {
    let summary = &report.summary;
    let mut documents = format!("{}, {} of them controlled", summary.documents, summary.controlled);
    if summary.ended > 0 {
        documents.push_str(&format!(" ({} no longer in force, looked at only as targets)", summary.ended));
    }
    if summary.excluded > 0 {
        documents.push_str(&format!(", {} left out", summary.excluded));
    }
    if let Some(changed) = summary.changed {
        documents.push_str(&format!("; reported on {changed} that changed"));
    }
    writeln!(out, "{} {documents}; as of {}", style.bold("documents"), report.as_of)?;
    if !summary.unknown_kinds.is_empty() {
        writeln!(out, "          {}", style.dim(&unknown_kinds(&summary.unknown_kinds)))?;
    }
    if summary.without_kind > 0 {
        let documents = counted(summary.without_kind, "controlled document");
        let told = format!(
            "{documents} without a kind, so that no rule on kinds looked at them; a `type`, or `[[kind]]` in the configuration, names it"
        );
        writeln!(out, "          {}", style.dim(&told))?;
    }
    let waived = report.verdicts.iter().any(|verdict| verdict.state() == State::Waived).then_some(State::Waived);
    let states = [State::Met, State::NotMet].into_iter().chain(waived);
    let states = states.chain([State::NothingExamined, State::NotChecked]);
    let rules: Vec<String> = states
        .map(|state| {
            let text = format!("{} {state}", report.verdicts.iter().filter(|verdict| verdict.state() == state).count());
            if state == State::Met { style.good(&text) } else { text }
        })
        .collect();
    writeln!(out, "{}     {}", style.bold("rules"), rules.join(", "))?;
    for (reason, rules) in not_checked(report) {
        let rules = match rules.as_slice() {
            [only] => (*only).to_owned(),
            several => counted(several.len(), "rule"),
        };
        writeln!(out, "          {}", style.dim(&format!("{rules} not checked: {reason}")))?;
    }
    writeln!(
        out,
        "{}   {} in the next {}",
        style.bold("reviews"),
        due(summary.due_soon),
        counted(summary.due_soon_days, "day")
    )?;
    let [errors, warnings, infos] = counts(report);
    let mut findings = Vec::new();
    for (severity, number, text) in [
        (Severity::Error, errors, counted(errors, "error")),
        (Severity::Warning, warnings, counted(warnings, "warning")),
        (Severity::Info, infos, format!("{infos} info")),
    ] {
        if number > 0 {
            findings.push(style.severity(severity, &text));
        }
    }
    let mut line = if findings.is_empty() { style.good("none") } else { findings.join(", ") };
    if let Some(words) = SetAside::of(report).words() {
        line.push_str(&format!("; {words}"));
    }
    writeln!(out, "{}  {line}", style.bold("findings"))?;
    if summary.controlled == 0 {
        let hint = "nothing is demanded of these documents: none is controlled, so only links and the form of files were checked";
        writeln!(out, "{}", style.dim(hint))?;
    }
    if !summary.has_baseline && errors + warnings + infos >= MANY {
        let hint = "to begin with these findings as known, so that only new ones count: `clauselint baseline`";
        writeln!(out, "{hint}")?;
    }
    Ok(())
}

/// Which kinds nobody knows, the most frequent first.
fn unknown_kinds(kinds: &BTreeMap<String, usize>) -> String {
    /// Kinds that are named.
    const MOST: usize = 3;
    let mut by_number: Vec<_> = kinds.iter().collect();
    by_number.sort_by_key(|(_, number)| std::cmp::Reverse(**number));
    let mut named: Vec<String> = by_number.iter().take(MOST).map(|(kind, _)| printable(&quoted(kind))).collect();
    if by_number.len() > MOST {
        named.push(format!("{} more", by_number.len() - MOST));
    }
    let documents = counted(kinds.values().sum::<usize>(), "document");
    format!("{documents} of a kind that no pack knows, so that no rule on kinds looked at them: {}", named.join(", "))
}

/// From how many findings on nobody mends them all on the first day.
const MANY: usize = 100;

/// The rules that were not checked, by the reason, in the order of the first of each.
fn not_checked(report: &Report) -> Vec<(String, Vec<&str>)> {
    let mut reasons: Vec<(String, Vec<&str>)> = Vec::new();
    for verdict in report.verdicts.iter().filter(|verdict| verdict.state() == State::NotChecked) {
        let Some(reason) = verdict.reason() else { continue };
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, rules)) => rules.push(&verdict.rule.id),
            None => reasons.push((reason, vec![&verdict.rule.id])),
        }
    }
    reasons
}

fn due(number: usize) -> String {
    match number {
        0 => "none due".to_owned(),
        1 => "1 due".to_owned(),
        _ => format!("{number} due"),
    }
}
