//! `explain`: a rule or a clause in words.

use std::path::Path;
use std::process::ExitCode;

use super::{Environment, project, write_output};
use crate::check::listed;
use crate::cli::{Explain, Format, Global};
use crate::config::LoadedConfig;
use crate::error::{Error, Result};
use crate::output::explain;
use crate::pack::load::BUILT_IN;
use crate::pack::located::Located;
use crate::pack::rule::Rule;
use crate::ruleset::RuleSet;

/// Explains the rule or clause of a name. A clause may be given without its standard.
///
/// # Errors
///
/// When the name is not known.
pub fn run(arguments: &Explain, global: &Global, environment: &Environment) -> Result<ExitCode> {
    let set = project::rule_set(global, environment)?;
    let name = arguments.name.as_str();
    if write(name, &set, arguments.format, global, environment)? {
        return Ok(ExitCode::SUCCESS);
    }
    // What a pack of this program has can be explained before anybody switches it on.
    let every = every_built_in()?;
    if write(name, &every, arguments.format, global, environment)? {
        let others = every.packs.iter().map(|pack| pack.id.as_str());
        let others: Vec<&str> = others.filter(|id| !set.packs.iter().any(|pack| pack.id == *id)).collect();
        super::note(global, &format!("not in force: {} is not switched on under `packs`", listed(&others)));
        return Ok(ExitCode::SUCCESS);
    }
    let rules = set.rules.iter().map(|(rule, _)| rule.id.as_str());
    let known = rules.chain(set.settings.names.clauses.keys().map(String::as_str));
    Err(Error::unknown("rule or clause", name, known, "`clauselint rules` lists rules and their clauses"))
}

/// The rules of all packs that are compiled in.
fn every_built_in() -> Result<RuleSet> {
    let mut config = LoadedConfig::default();
    config.config.packs = BUILT_IN.iter().map(|(name, _)| Located::nowhere(*name)).collect();
    RuleSet::load(&config, Path::new("."))
}

/// Writes what is known under a name; says whether anything is.
fn write(name: &str, set: &RuleSet, format: Format, global: &Global, environment: &Environment) -> Result<bool> {
    let is_it = |rule: &Rule| rule.id == name || rule.qualified() == name;
    let is_reference = |rule: &Rule| rule.reference.as_deref().is_some_and(|known| known.eq_ignore_ascii_case(name));
    let all = || set.rules.iter().map(|(rule, severity)| (&**rule, *severity));
    let mut found: Vec<_> = all().filter(|(rule, _)| is_it(rule)).collect();
    if found.is_empty() {
        found = all().filter(|(rule, _)| is_reference(rule)).collect();
    }
    if !found.is_empty() {
        write_output(global, |out| match format {
            Format::Terminal => explain::rules(out, &found, environment.style),
            Format::Json => explain::rules_json(out, &found),
        })?;
        return Ok(true);
    }
    let names = &set.settings.names;
    let Some(clause) = names.clause(name) else { return Ok(false) };
    let rules: Vec<(&Rule, _)> = set
        .rules
        .iter()
        .filter(|(rule, _)| rule.clauses.iter().any(|id| id == clause))
        .map(|(rule, severity)| (&**rule, *severity))
        .collect();
    write_output(global, |out| match format {
        Format::Terminal => explain::clause(out, clause, names, &rules, environment.style),
        Format::Json => explain::clause_json(out, clause, names, &rules),
    })?;
    Ok(true)
}
