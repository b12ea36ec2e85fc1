//! `rules`: all rules in force.

use std::process::ExitCode;

use super::{Environment, project, write_output};
use crate::cli::{Format, Global, Rules};
use crate::error::Result;
use crate::output::rules;

/// Lists the rules.
///
/// # Errors
///
/// When configuration or packs are not valid.
pub fn run(arguments: &Rules, global: &Global, environment: &Environment) -> Result<ExitCode> {
    let set = project::rule_set(global, environment)?;
    write_output(global, |out| match arguments.format {
        Format::Terminal => rules::terminal(out, &set, environment.style),
        Format::Json => rules::json(out, &set),
    })?;
    Ok(ExitCode::SUCCESS)
}
