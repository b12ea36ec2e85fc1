//! `man` and `completions`: generated from the command line's own types.

use std::process::ExitCode;

use clap::CommandFactory;

use super::write_output;
use crate::cli::{Cli, Completions, Global};
use crate::error::Result;

/// Writes the manual page.
///
/// # Errors
///
/// When writing fails.
pub fn run(global: &Global) -> Result<ExitCode> {
    let mut command = Cli::command();
    command.build();
    write_output(global, |out| {
        clap_mangen::Man::new(command.clone()).render(out)?;
        for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
            clap_mangen::Man::new(sub.clone()).render(out)?;
        }
        Ok(())
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Writes the completion script of a shell.
///
/// # Errors
///
/// When writing fails.
pub fn completions(arguments: &Completions, global: &Global) -> Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "clauselint", &mut script);
    write_output(global, |out| out.write_all(&script))?;
    Ok(ExitCode::SUCCESS)
}
