//! The list of rules in force.

use std::io::{self, Write};

use serde::Serialize;

use super::style::Style;
use super::write_json;
use crate::finding::Severity;
use crate::ruleset::RuleSet;

#[derive(Serialize)]
struct RuleOut<'a> {
    rule: &'a str,
    pack: &'a str,
    reference: Option<&'a str>,
    clauses: &'a [String],
    severity: Option<Severity>,
    why: &'a str,
    help: &'a str,
}

/// Writes an array with one object a rule; `severity` is null where a rule is off.
///
/// # Errors
///
/// When writing fails.
pub fn json(out: &mut dyn Write, set: &RuleSet) -> io::Result<()> {
    let rules: Vec<_> = set
        .rules
        .iter()
        .map(|(rule, severity)| RuleOut {
            rule: &rule.id,
            pack: &rule.pack,
            reference: rule.reference.as_deref(),
            clauses: &rule.clauses,
            severity: *severity,
            why: &rule.why,
            help: &rule.help,
        })
        .collect();
    write_json(out, &rules)
}

/// Writes one rule a line, grouped by pack.
///
/// # Errors
///
/// When writing fails.
pub fn terminal(out: &mut dyn Write, set: &RuleSet, style: Style) -> io::Result<()> {
    let width = set.rules.iter().map(|(rule, _)| rule.id.len()).max().unwrap_or(0);
    for pack in &set.packs {
        writeln!(out, "{} {} — {}", style.bold(&pack.id), pack.version, pack.title)?;
        for (rule, severity) in set.rules.iter().filter(|(rule, _)| *rule.pack == *pack.id) {
            let weight = severity.map_or_else(
                || style.dim(&format!("{:<7}", "off")),
                |severity| style.severity(severity, &format!("{severity:<7}")),
            );
            let reference = rule.reference.as_deref().unwrap_or("");
            writeln!(out, "  {:<width$}  {weight}  {reference:<5} {}", rule.id, rule.clauses.join(", "))?;
        }
    }
    Ok(())
}
