//! `explain`: a rule or a clause in words.

use std::process::ExitCode;

use super::{Environment, project, write_output};
use crate::cli::{Explain, Format, Global};
use crate::error::{Error, Result};
use crate::output::explain;
use crate::pack::Rule;

/// Explains the rule or clause of a name. A clause may be given without its standard.
///
/// # Errors
///
/// When the name is not known.
pub fn run(arguments: &Explain, global: &Global, environment: &Environment) -> Result<ExitCode> {
    let set = project::rule_set(global, environment)?;
    let name = arguments.name.as_str();
    if let Some((rule, severity)) = set.rules.iter().find(|(rule, _)| rule.id == name || rule.qualified() == name) {
        write_output(global, |out| match arguments.format {
            Format::Terminal => explain::rule(out, rule, *severity, environment.style),
            Format::Json => explain::rule_json(out, rule, *severity),
        })?;
        return Ok(ExitCode::SUCCESS);
    }
    let is_clause = |id: &str| id == name || id.split_once(':').is_some_and(|(_, number)| number == name);
    let mut clauses: Vec<_> = set.settings.names.clauses.iter().filter(|(id, _)| is_clause(id)).collect();
    clauses.sort_unstable();
    if clauses.is_empty() {
        let known = set
            .rules
            .iter()
            .map(|(rule, _)| rule.id.as_str())
            .chain(set.settings.names.clauses.keys().map(String::as_str));
        return Err(Error::unknown("rule or clause", name, known, "`clauselint rules` lists rules and their clauses"));
    }
    write_output(global, |out| {
        for (id, title) in &clauses {
            let rules: Vec<&Rule> =
                set.rules.iter().map(|(rule, _)| &**rule).filter(|rule| rule.clauses.contains(id)).collect();
            match arguments.format {
                Format::Terminal => explain::clause(out, id, title, &rules, environment.style)?,
                Format::Json => explain::clause_json(out, id, title, &rules)?,
            }
        }
        Ok(())
    })?;
    Ok(ExitCode::SUCCESS)
}
