//! A rule or a clause in words: why it exists, what it looks at, a bad and a good example.

use std::io::{self, Write};

use serde_json::json;

use super::style::Style;
use super::write_json;
use crate::finding::Severity;
use crate::pack::names::{Item, Names};
use crate::pack::rule::Rule;
use crate::pack::{Class, Confidence, Documents, Keep, Mandatory};

/// Writes what is known of rules for people.
///
/// # Errors
///
/// When writing fails.
pub fn rules(out: &mut dyn Write, rules: &[Rated<'_>], style: Style) -> io::Result<()> {
    for (index, (known, severity)) in rules.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        rule(out, known, *severity, style)?;
    }
    Ok(())
}

fn rule(out: &mut dyn Write, rule: &Rule, severity: Option<Severity>, style: Style) -> io::Result<()> {
    let weight = severity.map_or_else(|| "off".to_owned(), |severity| severity.to_string());
    writeln!(out, "{}  {weight}", style.bold(&rule.qualified()))?;
    let mut origin = rule.clauses.clone();
    origin.extend(rule.reference.iter().map(|reference| format!("reference check {reference}")));
    if !origin.is_empty() {
        writeln!(out, "{}", origin.join(", "))?;
    }
    writeln!(out, "\n{}", rule.why)?;
    if let Some(class) = rule.class {
        let class = match class {
            Class::Major => "a major nonconformity",
            Class::Minor => "a minor nonconformity",
            Class::Opportunity => "an opportunity for improvement",
        };
        writeln!(out, "\nin an audit  {class}")?;
    }
    if let Some(confidence) = rule.confidence {
        writeln!(out, "how sure  {}", sure(confidence))?;
    }
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

/// Writes what is known of rules for programs: an object, or a list where there are several.
///
/// # Errors
///
/// When writing fails.
pub fn rules_json(out: &mut dyn Write, rules: &[Rated<'_>]) -> io::Result<()> {
    match rules {
        [(rule, severity)] => write_json(out, &rule_json(rule, *severity)),
        several => {
            let all: Vec<_> = several.iter().map(|(rule, severity)| rule_json(rule, *severity)).collect();
            write_json(out, &all)
        }
    }
}

fn rule_json(rule: &Rule, severity: Option<Severity>) -> serde_json::Value {
    json!({
        "rule": rule.id,
        "pack": &*rule.pack,
        "reference": rule.reference,
        "clauses": rule.clauses,
        "severity": severity,
        "class": rule.class,
        "confidence": rule.confidence,
        "looks_at": scope(rule),
        "why": rule.why,
        "help": rule.help,
        "bad": rule.bad,
        "good": rule.good,
    })
}

/// A rule with the severity in force, none where it is off.
type Rated<'a> = (&'a Rule, Option<Severity>);

/// Writes a clause for people: what it is about, the documented information that it asks for, the clauses below it and its rules.
///
/// # Errors
///
/// When writing fails.
pub fn clause(out: &mut dyn Write, id: &str, names: &Names, rules: &[Rated<'_>], style: Style) -> io::Result<()> {
    let clause = &names.clauses[id];
    writeln!(out, "{}  {}", style.bold(id), clause.title)?;
    if let Some(note) = &clause.note {
        writeln!(out, "\n{note}")?;
    }
    if let Some(confidence) = clause.confidence {
        writeln!(out, "\nhow sure  {}", sure(confidence))?;
    }
    let prefix = format!("{id}.");
    let below: Vec<&String> = names.clause_order.iter().filter(|other| other.starts_with(&prefix)).collect();
    if !below.is_empty() {
        writeln!(out, "\nconsists of")?;
        for other in below {
            writeln!(out, "    {other}  {}", names.clauses[other].title)?;
        }
    }
    let items: Vec<&Item> = names.items.iter().filter(|item| item.clause == id).collect();
    if !items.is_empty() {
        writeln!(out, "\nasks for")?;
        for item in items {
            let sure = item.confidence.map_or_else(String::new, |confidence| format!(", {}", sure(confidence)));
            let (strength, keep) = (strength(item.mandatory), keep(item.keep));
            writeln!(out, "    {} (`{}`): {strength}, {keep}{sure}", item.title, item.kinds[0])?;
        }
    }
    for (rule, severity) in rules {
        let weight = severity.map_or_else(|| "off".to_owned(), |severity| severity.to_string());
        writeln!(out, "\n  {}  {weight}\n    {}", style.bold(&rule.id), rule.why)?;
    }
    Ok(())
}

/// Writes a clause and its rules for programs.
///
/// # Errors
///
/// When writing fails.
pub fn clause_json(out: &mut dyn Write, id: &str, names: &Names, rules: &[Rated<'_>]) -> io::Result<()> {
    let clause = &names.clauses[id];
    let rules: Vec<_> = rules
        .iter()
        .map(|(rule, severity)| json!({ "rule": rule.id, "pack": &*rule.pack, "severity": severity, "why": rule.why }))
        .collect();
    let items: Vec<_> = names
        .items
        .iter()
        .filter(|item| item.clause == id)
        .map(|item| {
            json!({
                "id": item.kinds[0],
                "title": item.title,
                "mandatory": item.mandatory,
                "keep": item.keep,
                "confidence": item.confidence,
            })
        })
        .collect();
    let object = json!({
        "clause": id,
        "title": clause.title,
        "assessable": clause.assessable,
        "confidence": clause.confidence,
        "note": clause.note,
        "items": items,
        "rules": rules,
    });
    write_json(out, &object)
}

fn sure(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "found in a public source",
        Confidence::Medium => "from knowledge of the standard, to be compared with a licensed copy",
        Confidence::Low => "practice only",
    }
}

fn strength(mandatory: Mandatory) -> &'static str {
    match mandatory {
        Mandatory::Explicit => "asked for as documented information",
        Mandatory::Implied => "hard to show without",
        Mandatory::Customary => "customary",
    }
}

fn keep(keep: Keep) -> &'static str {
    match keep {
        Keep::Maintain => "kept up to date",
        Keep::Retain => "kept as evidence",
    }
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
        scope.push_str(" that say that they were approved, by their state or by who approved them and when");
    }
    scope.push_str("; not those that are no longer in force");
    scope
}
