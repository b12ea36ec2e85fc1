//! `review`: the page for the management review, and what belongs to it.

use std::ffi::OsStr;
use std::path::Path;
use std::process::ExitCode;

use jiff::ToSpan;
use jiff::civil::Date;

use super::diff::{renamed, side};
use super::evidence::Made;
use super::standing::{Standing, day_of, place};
use super::{Environment, write_output};
use crate::cli::{Global, Review, ReviewFormat};
use crate::error::{Error, Result};
use crate::git::id::Id;
use crate::git::place::Place;
use crate::report::diff::{self, Diff, Pairs};
use crate::report::evidence::archive::Target;
use crate::report::figures::Figures;
use crate::report::review::model::Since;
use crate::report::review::{self, Circumstances};

/// Days that are looked ahead where nothing is asked for.
const AHEAD: i32 = 90;

/// Judges the repository and writes the review.
///
/// # Errors
///
/// When nothing can be judged or written.
pub fn run(arguments: &Review, global: &Global, environment: &Environment) -> Result<ExitCode> {
    let format = format(arguments, global)?;
    let target = arguments.evidence.as_ref().map(|path| Target::of(&environment.current.join(path))).transpose()?;
    if let Some(file) = &arguments.minutes {
        super::minutes::allow(file, environment)?;
    }
    let progress = super::progress::start(environment.is_watched && !global.quiet);
    let until = until(arguments, environment)?;
    let is_needed = arguments.rev.is_some() || arguments.since.is_some();
    let place = place(environment, &arguments.paths, is_needed)?;
    let (standing, differs) = match (&arguments.rev, &place) {
        (Some(revision), Some((place, start))) => {
            let commit = place.commit(revision)?;
            (Standing::of_commit(place, start, commit, global, environment)?, Some(Vec::new()))
        }
        _ => {
            let head = place.as_ref().and_then(|(place, _)| place.head());
            let standing = Standing::of_work_tree(&arguments.paths, head, global, environment)?;
            let differs = place.as_ref().map(|(place, _)| standing.differs(place)).transpose()?.flatten();
            (standing, differs)
        }
    };
    let (since, changes) = match (&arguments.since, &place) {
        (Some(revision), Some((place, start))) => {
            let before = Before::read(revision, place, start, global, environment)?;
            (Some(before.since(until, environment.today)), Some(before.changes(&standing, place, arguments)?))
        }
        _ => (None, None),
    };
    let circumstances = Circumstances {
        until,
        commit: standing.commit.map(|id| id.to_string()),
        differs,
        excluded: &standing.project.excluded,
        command: command(arguments, global, environment, until),
        link_base: arguments.link_base.clone().unwrap_or_else(|| standing.project.prefix.clone()),
        since,
        changes,
        trend: Vec::new(),
    };
    let review = review::build(standing.judged(), circumstances);
    drop(progress);
    if let Some(target) = &target {
        let made =
            Made { standing: &standing, place: place.as_ref().map(|(place, _)| place), review: &review, arguments };
        super::evidence::write(target, made, global, environment)?;
    }
    if let Some(file) = &arguments.minutes {
        super::minutes::write(file, &standing, &review, global, environment)?;
    }
    // Who asks for something else alone is not also shown the page.
    let is_alone = target.is_none() && arguments.minutes.is_none();
    let is_wanted = is_alone || global.output.is_some() || arguments.format.is_some();
    match format {
        _ if !is_wanted => {}
        ReviewFormat::Json => write_output(global, |out| review::json::write(out, &review))?,
        ReviewFormat::Html | ReviewFormat::Markdown | ReviewFormat::Csv => {}
    }
    std::mem::forget(standing);
    Ok(ExitCode::SUCCESS)
}

/// The earlier state that a review is compared with.
struct Before<'a> {
    revision: &'a String,
    commit: Id,
    standing: Standing,
}

impl<'a> Before<'a> {
    /// Judges a revision on the day of its commit.
    fn read(
        revision: &'a String,
        place: &Place,
        start: &Path,
        global: &Global,
        environment: &Environment,
    ) -> Result<Self> {
        let commit = place.commit(revision)?;
        let then = Environment { today: day_of(place, commit)?, ..environment.clone() };
        Ok(Self { revision, commit, standing: Standing::of_commit(place, start, commit, global, &then)? })
    }

    /// Its figures, for as many days ahead as those of the review.
    fn since(&self, until: Date, today: Date) -> Since {
        let as_of = self.standing.report.as_of;
        let horizon = as_of.checked_add(until - today).unwrap_or(Date::MAX);
        Since {
            revision: self.revision.clone(),
            commit: self.commit.to_string(),
            as_of,
            headline: Figures::of(self.standing.judged(), horizon),
        }
    }

    fn changes(&self, after: &Standing, place: &Place, arguments: &Review) -> Result<Diff> {
        let to = after.commit.filter(|_| arguments.rev.is_some());
        let pairs = Pairs::new(self.standing.judged(), after.judged(), &renamed(place, &self.standing, after, to)?);
        let sides =
            [side(&self.standing, Some(self.revision), Some(self.commit)), side(after, arguments.rev.as_ref(), to)];
        Ok(diff::build(self.standing.judged(), after.judged(), &pairs, sides, false))
    }
}

fn until(arguments: &Review, environment: &Environment) -> Result<Date> {
    let today = environment.today;
    let Some(until) = arguments.until else {
        return Ok(today.checked_add(AHEAD.days()).unwrap_or(Date::MAX));
    };
    if until < today {
        return Err(Error::Usage {
            message: format!("`--until {until}` lies before the day of judgement, {today}"),
            help: "give a later day, or an earlier one to `--as-of`".to_owned(),
        });
    }
    Ok(until)
}

/// The format that is asked for, else that of the ending of the file.
fn format(arguments: &Review, global: &Global) -> Result<ReviewFormat> {
    if let Some(format) = arguments.format {
        return Ok(format);
    }
    let Some(file) = &global.output else { return Ok(ReviewFormat::Html) };
    match file.extension().and_then(OsStr::to_str).map(str::to_ascii_lowercase).as_deref() {
        Some("html" | "htm") => Ok(ReviewFormat::Html),
        Some("md" | "markdown") => Ok(ReviewFormat::Markdown),
        Some("json") => Ok(ReviewFormat::Json),
        Some("csv") | None => Ok(ReviewFormat::Csv),
        Some(other) => Err(Error::Usage {
            message: format!("nothing is written to files that end in `.{other}`"),
            help: "name a file that ends in `.html`, `.md` or `.json`, or a folder for tables; or give `--format`"
                .to_owned(),
        }),
    }
}

/// The command line that gives the same review again.
fn command(arguments: &Review, global: &Global, environment: &Environment, until: Date) -> String {
    let mut words = vec!["clauselint review".to_owned()];
    words.extend(arguments.paths.iter().map(|path| path.display().to_string()));
    words.push(format!("--as-of {} --until {until}", environment.today));
    let named = [("--since", &arguments.since), ("--rev", &arguments.rev), ("--link-base", &arguments.link_base)];
    words.extend(named.iter().filter_map(|(name, value)| Some(format!("{name} {}", value.as_ref()?))));
    let files = [("--config", &global.config), ("--template", &arguments.template)];
    words.extend(files.iter().filter_map(|(name, file)| Some(format!("{name} {}", file.as_ref()?.display()))));
    words.join(" ")
}
