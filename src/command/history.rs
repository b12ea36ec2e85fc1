//! `history`.

use std::process::ExitCode;

use super::Environment;
use crate::cli::{Global, History};
use crate::error::Result;

/// x
///
/// # Errors
///
/// x
pub fn run(_arguments: &History, _global: &Global, _environment: &Environment) -> Result<ExitCode> {
    Ok(ExitCode::SUCCESS)
}
