//! `forecast`: what becomes overdue, ends or lapses until a day.

use std::process::ExitCode;

use jiff::civil::Date;

use super::standing::Standing;
use super::tracked::place;
use super::{Environment, write_output};
use crate::cli::{Forecast, GapFormat, Global};
use crate::error::{Error, Result};
use crate::output::write_json;
use crate::report::forecast;

/// Judges the repository on two days and writes what lies between them.
///
/// # Errors
///
/// When nothing can be judged, or the last day lies before the first.
pub fn run(arguments: &Forecast, global: &Global, environment: &Environment) -> Result<ExitCode> {
    check_until(arguments.until, environment.today)?;
    let progress = super::progress::start(environment.is_watched && !global.quiet);
    // Outside Git there is no commit to be named, and everything else is the same.
    let place = place(environment, &arguments.paths).ok().map(|(place, _)| place);
    let head = place.as_ref().and_then(|place| place.head);
    let mut standing = Standing::of_work_tree(&arguments.paths, head, global, environment)?;
    standing.compare(place.as_ref())?;
    let forecast = forecast::build(standing.judged(), arguments.until);
    drop(progress);
    write_output(global, |out| match arguments.format {
        GapFormat::Terminal => forecast::terminal::write(out, &forecast, environment.style),
        GapFormat::Json => write_json(out, &forecast),
        GapFormat::Markdown => forecast::markdown::write(out, &forecast),
        GapFormat::Csv => forecast::csv::write(out, &forecast),
    })?;
    super::note_differences(arguments.format, standing.gap.differs.as_deref(), global);
    std::mem::forget(standing);
    Ok(ExitCode::SUCCESS)
}

/// The last day must not lie before the day of judgement.
///
/// # Errors
///
/// When it does.
pub(super) fn check_until(until: Date, today: Date) -> Result<()> {
    if until >= today {
        return Ok(());
    }
    Err(Error::Usage {
        message: format!("`--until {until}` lies before the day of judgement, {today}"),
        help: "give a later day, or an earlier one to `--as-of`".to_owned(),
    })
}
