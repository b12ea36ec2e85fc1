//! `forecast`.

use std::process::ExitCode;

use super::Environment;
use crate::cli::{Forecast, Global};
use crate::error::Result;

/// x
///
/// # Errors
///
/// x
pub fn run(_arguments: &Forecast, _global: &Global, _environment: &Environment) -> Result<ExitCode> {
    Ok(ExitCode::SUCCESS)
}
