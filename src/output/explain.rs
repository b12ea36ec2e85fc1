//! A rule or a clause in words: why it exists, what it looks at, a bad and a good example.

use std::io::{self, Write};

use serde_json::json;

use super::style::Style;
use super::write_json;
use crate::finding::Severity;
use crate::pack::{Documents, Rule};

/// Writes what is known of a rule for people.
///
/// # Errors
///
/// When writing fails.
pub fn rule(out: &mut dyn Write, rule: &Rule, severity: Option<Severity>, style: Style) -> io::Result<()> {
    let weight = severity.map_or_else(|| "off".to_owned(), |severity| severity.to_string());
    writeln!(out, "{}  {weight}", style.bold(&rule.qualified()))?;
    let mut origin = rule.clauses.clone();
    origin.extend(rule.reference.iter().map(|reference| format!("reference check {reference}")));
    if !origin.is_empty() {
        writeln!(out, "{}", origin.join(", "))?;
    }
    writeln!(out, "\n{}", rule.why)?;
    writeln!(out, "\nlooks at  {}", scope(rule))?;
    writeln!(out, "to mend   {}", rule.help)?;
    for (label, example) in [("bad", &rule.bad), ("good", &rule.good)] {
        if let Some(example) = example {
            writeln!(out, "\n{label}")?;
            for line in example.trim_end().lines() {
                writeln!(out, "    {line}")?;
            }
        }
    }
    let key = format!("[rules.{}]", rule.id);
    writeln!(
        out,
        "\nIn `clauselint.toml`, `{key}` with `severity = \"off\"`, `\"info\"`, `\"warning\"` or `\"error\"` changes its weight."
    )
}

/// Writes what is known of a rule for programs.
///
/// # Errors
///
/// When writing fails.
pub fn rule_json(out: &mut dyn Write, rule: &Rule, severity: Option<Severity>) -> io::Result<()> {
    let object = json!({
        "rule": rule.id,
        "pack": &*rule.pack,
        "reference": rule.reference,
        "clauses": rule.clauses,
        "severity": severity,
        "looks_at": scope(rule),
        "why": rule.why,
        "help": rule.help,
        "bad": rule.bad,
        "good": rule.good,
    });
    write_json(out, &object)
}

/// Writes a clause and its rules for people.
///
/// # Errors
///
/// When writing fails.
pub fn clause(out: &mut dyn Write, id: &str, title: &str, rules: &[&Rule], style: Style) -> io::Result<()> {
    writeln!(out, "{}  {title}", style.bold(id))?;
    for rule in rules {
        writeln!(out, "\n  {}\n    {}", style.bold(&rule.id), rule.why)?;
    }
    Ok(())
}

/// Writes a clause and its rules for programs.
///
/// # Errors
///
/// When writing fails.
pub fn clause_json(out: &mut dyn Write, id: &str, title: &str, rules: &[&Rule]) -> io::Result<()> {
    let rules: Vec<_> =
        rules.iter().map(|rule| json!({ "rule": rule.id, "pack": &*rule.pack, "why": rule.why })).collect();
    write_json(out, &json!({ "clause": id, "title": title, "rules": rules }))
}

fn scope(rule: &Rule) -> String {
    let applies_to = &rule.applies_to;
    let mut scope = match applies_to.documents {
        Documents::Controlled => "controlled documents".to_owned(),
        Documents::Any => "all documents".to_owned(),
    };
    if !applies_to.kind.is_empty() {
        let kinds: Vec<_> = applies_to.kind.iter().map(|kind| kind.get_ref().as_str()).collect();
        scope.push_str(&format!(" of the kinds {}", kinds.join(", ")));
    }
    if !applies_to.state.is_empty() {
        let states: Vec<_> = applies_to.state.iter().map(|state| state.get_ref().as_str()).collect();
        scope.push_str(&format!(" in the states {}", states.join(", ")));
    }
    if applies_to.claims_approval {
        scope.push_str(" whose state says that they were approved");
    }
    scope.push_str("; not those that are no longer in force");
    scope
}
