//! `history`: how verdicts developed, each day as it stood then.

use std::process::ExitCode;

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use super::standing::day_of_second;
use super::timeline::Timeline;
use super::tracked::place;
use super::{Environment, write_output};
use crate::cli::{Every, Global, History, HistoryFormat};
use crate::error::{Error, Result};
use crate::git::id::Id;
use crate::git::place::Place;
use crate::output::write_json;
use crate::report::history::{self, Point, VERSION};

/// Most days that are judged in one run.
const MOST_POINTS: usize = 2000;

/// Judges the repository on every day that is asked for.
///
/// # Errors
///
/// When there is no history, or a day cannot be judged.
pub fn run(arguments: &History, global: &Global, environment: &Environment) -> Result<ExitCode> {
    let progress = super::progress::start(environment.is_watched && !global.quiet);
    let (place, start) = place(environment, &arguments.paths)?;
    let head = match &arguments.rev {
        Some(revision) => place.commit(revision)?,
        None => place.head.ok_or_else(no_commit)?,
    };
    if place.is_shallow {
        return Err(Error::Git {
            message: "the history of this clone is cut off".to_owned(),
            help: "fetch all of it: `fetch-depth: 0` in a workflow, `git fetch --unshallow` by hand".to_owned(),
        });
    }
    let days = days(arguments.since, environment.today, arguments.every)?;
    let mut timeline = Timeline::new(&place, &start, global, environment);
    let points = points(&mut timeline, &place, head, &days)?;
    drop(progress);
    let history = history::History { version: VERSION, since: arguments.since, as_of: environment.today, points };
    write_output(global, |out| match arguments.format {
        HistoryFormat::Terminal => history::terminal::write(out, &history, environment.style, environment.width),
        HistoryFormat::Json => write_json(out, &history),
        HistoryFormat::Csv => history::csv::write(out, &history),
    })?;
    if global.verbose {
        super::note(global, &format!("{} versions of documents read", timeline.parsed()));
    }
    Ok(ExitCode::SUCCESS)
}

fn no_commit() -> Error {
    Error::Git {
        message: "the repository has no commit yet".to_owned(),
        help: "there is a history once something is committed".to_owned(),
    }
}

/// The days from the last one back to the first one, the latest first.
///
/// # Errors
///
/// When the first lies behind the last, or there are too many.
pub(super) fn days(since: Date, until: Date, every: Every) -> Result<Vec<Date>> {
    if since > until {
        return Err(Error::Usage {
            message: format!("`--since {since}` lies behind the day of judgement, {until}"),
            help: "give an earlier day, or a later one to `--as-of`".to_owned(),
        });
    }
    let step = |number: i32| -> Span {
        match every {
            Every::Day => number.days(),
            Every::Week => number.weeks(),
            Every::Month => number.months(),
            Every::Quarter => (3 * number).months(),
        }
    };
    let mut days = Vec::new();
    for number in 0.. {
        match until.checked_sub(step(number)) {
            Ok(day) if day >= since => days.push(day),
            _ => break,
        }
        if days.len() > MOST_POINTS {
            return Err(Error::Usage {
                message: format!("these are more than {MOST_POINTS} days"),
                help: "give a later `--since` or a longer `--every`".to_owned(),
            });
        }
    }
    Ok(days)
}

/// How things stood on some days, the latest first; the points come the other way round. Days before the first commit are left out.
///
/// # Errors
///
/// When a day cannot be judged.
pub(super) fn points(timeline: &mut Timeline<'_>, place: &Place, head: Id, days: &[Date]) -> Result<Vec<Point>> {
    let line = main_line(place, head)?;
    let newest = |day: &Date| Some((*day, line.iter().find(|(committed, _)| committed <= day)?.1));
    let stood: Vec<(Date, Id)> = days.iter().map_while(newest).collect();
    let commits: Vec<Id> = stood.iter().map(|(_, commit)| *commit).collect();
    let mut points = Vec::with_capacity(stood.len());
    for ((day, commit), entries) in stood.into_iter().zip(place.trees(&commits)?) {
        let judgement = timeline.judge(commit, entries, day)?;
        points.push(Point {
            day,
            commit: commit.to_string(),
            has_later_rules: judgement.has_later_rules,
            figures: judgement.standing.figures(),
        });
        timeline.give_back(judgement);
    }
    points.reverse();
    Ok(points)
}

/// The commits of the main line, newest first, with the day (UTC) on which each was made.
fn main_line(place: &Place, head: Id) -> Result<Vec<(Date, Id)>> {
    let listing = place.git.output(&["rev-list", "--first-parent", "--timestamp", &head.to_string()])?;
    let lines = listing.split(|&byte| byte == b'\n').filter_map(|line| {
        let at = line.iter().position(|&byte| byte == b' ')?;
        let seconds = std::str::from_utf8(&line[..at]).ok()?.parse().ok()?;
        Some((day_of_second(seconds), Id::from_hex(&line[at + 1..])?))
    });
    Ok(lines.collect())
}
