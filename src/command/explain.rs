//! `explain`: a rule or a clause in words.

use std::process::ExitCode;

use super::{Environment, project, write_output};
use crate::cli::{Explain, Format, Global};
use crate::error::{Error, Result};
use crate::output::explain;
use crate::pack::rule::Rule;

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
    let names = &set.settings.names;
    let Some(clause) = names.clause(name) else {
        let rules = set.rules.iter().map(|(rule, _)| rule.id.as_str());
        let known = rules.chain(names.clauses.keys().map(String::as_str));
        return Err(Error::unknown("rule or clause", name, known, "`clauselint rules` lists rules and their clauses"));
    };
    let rules: Vec<(&Rule, _)> = set
        .rules
        .iter()
        .filter(|(rule, _)| rule.clauses.iter().any(|id| id == clause))
        .map(|(rule, severity)| (&**rule, *severity))
        .collect();
    write_output(global, |out| match arguments.format {
        Format::Terminal => explain::clause(out, clause, names, &rules, environment.style),
        Format::Json => explain::clause_json(out, clause, names, &rules),
    })?;
    Ok(ExitCode::SUCCESS)
}
