//! `review`: the page for the management review, and what belongs to it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jiff::ToSpan;
use jiff::civil::Date;

use super::diff::{renamed, side};
use super::evidence::Made;
use super::forecast::check_until;
use super::history::points;
use super::standing::{Standing, day_of};
use super::timeline::Timeline;
use super::tracked::place;
use super::{Environment, write_file, write_output};
use crate::cli::{Global, Review, ReviewFormat};
use crate::error::{Error, Result};
use crate::git::id::Id;
use crate::git::place::Place;
use crate::output::write_json;
use crate::report::diff::{self, Diff, Pairs};
use crate::report::evidence::archive::Target;
use crate::report::figures::Figures;
use crate::report::history::Point;
use crate::report::review::html::{self, Templates};
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
    let stated_base = arguments.link_base.as_deref().map(review::base).transpose()?;
    let templates = arguments.template.as_deref().map_or_else(|| Ok(Templates::built_in()), Templates::from_folder)?;
    let target = arguments.evidence.as_ref().map(|path| Target::of(&environment.current.join(path))).transpose()?;
    if let Some(file) = &arguments.minutes {
        super::minutes::allow(file, environment)?;
    }
    let progress = super::progress::start(environment.is_watched && !global.quiet);
    let until = until(arguments, environment)?;
    let is_needed = arguments.rev.is_some() || arguments.since.is_some();
    // Where nothing is asked of it, the review does without Git and says so.
    let place = place(environment, &arguments.paths)
        .map(Some)
        .or_else(|error| if is_needed { Err(error) } else { Ok(None) })?;
    let (standing, differs) = standing(arguments, place.as_ref(), global, environment)?;
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
        command: command_line(arguments, global, &arguments.paths, [environment.today, until], |file| {
            file.display().to_string()
        }),
        link_base: stated_base.unwrap_or_else(|| link_base(&standing, global, environment)),
        trend: trend(since.as_ref(), &standing, place.as_ref(), global, environment)?,
        since,
        changes,
    };
    let review = review::build(standing.judged(), circumstances);
    drop(progress);
    if let Some(target) = &target {
        let place = place.as_ref().map(|(place, _)| place);
        let made = Made { standing: &standing, place, review: &review, arguments, templates: &templates };
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
        ReviewFormat::Json => write_output(global, |out| write_json(out, &review))?,
        ReviewFormat::Markdown => write_output(global, |out| review::markdown::write(out, &review))?,
        ReviewFormat::Csv => write_tables(global, &review)?,
        ReviewFormat::Html => {
            let page = html::page(&review, &templates)?;
            write_output(global, |out| out.write_all(page.as_bytes()))?;
        }
    }
    std::mem::forget(standing);
    Ok(ExitCode::SUCCESS)
}

/// The repository as it stands in the work tree, or stood in the commit that is asked for, with what differs from the commit.
fn standing(
    arguments: &Review,
    place: Option<&(Place, PathBuf)>,
    global: &Global,
    environment: &Environment,
) -> Result<(Standing, Option<Vec<String>>)> {
    if let (Some(revision), Some((place, start))) = (&arguments.rev, place) {
        let commit = place.commit(revision)?;
        return Ok((Standing::of_commit(place, start, commit, global, environment)?, Some(Vec::new())));
    }
    let head = place.and_then(|(place, _)| place.head);
    let standing = Standing::of_work_tree(&arguments.paths, head, global, environment)?;
    let differs = place.map(|(place, _)| standing.differs(place)).transpose()?.flatten();
    Ok((standing, differs))
}

/// Most points of the trend.
const MOST_POINTS: usize = 13;

/// How it developed since an earlier revision, in at most [`MOST_POINTS`] steps that are as long as each other.
fn trend(
    since: Option<&Since>,
    standing: &Standing,
    place: Option<&(Place, PathBuf)>,
    global: &Global,
    environment: &Environment,
) -> Result<Vec<Point>> {
    let (Some(since), Some((place, start)), Some(head)) = (since, place, standing.commit) else {
        return Ok(Vec::new());
    };
    let days = (environment.today - since.as_of).get_days();
    let step = i32::try_from(days.unsigned_abs() as usize / (MOST_POINTS - 1)).unwrap_or(i32::MAX).max(1);
    let back = (0..).map(|number| environment.today.checked_sub((number * step).days()));
    let days: Vec<Date> = back.map_while(std::result::Result::ok).take_while(|day| *day >= since.as_of).collect();
    points(&mut Timeline::new(place, start, global, environment), place, head, &days)
}

/// How links lead from the folder in which the page is written to the documents.
fn link_base(standing: &Standing, global: &Global, environment: &Environment) -> String {
    let file = global.output.as_ref().map(|file| environment.current.join(file));
    let folder = file.as_deref().and_then(Path::parent).unwrap_or(&environment.current);
    let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    review::base_of_path(&whole(&standing.project.root), &whole(folder))
}

/// Writes a folder of tables, each by way of a temporary file that is renamed.
fn write_tables(global: &Global, review: &review::Review) -> Result<()> {
    let Some(folder) = &global.output else {
        return Err(Error::Usage {
            message: "tables are several files".to_owned(),
            help: "name the folder that they go into: `--output tables`".to_owned(),
        });
    };
    let tables = review::csv::tables(review).map_err(Error::Output)?;
    std::fs::create_dir_all(folder).map_err(|cause| Error::File { action: "make", path: folder.clone(), cause })?;
    for table in tables {
        write_file(&folder.join(table.name), |out| out.write_all(&table.bytes))?;
    }
    Ok(())
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
    check_until(until, today)?;
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

/// The command line that gives the same review again, for some paths; `shown` says how files are named in it.
pub(super) fn command_line(
    arguments: &Review,
    global: &Global,
    paths: &[PathBuf],
    days: [Date; 2],
    shown: impl Fn(&Path) -> String,
) -> String {
    let [as_of, until] = days;
    let mut words = vec!["clauselint review".to_owned()];
    words.extend(paths.iter().map(|path| path.display().to_string()));
    words.push(format!("--as-of {as_of} --until {until}"));
    let named = [("--since", &arguments.since), ("--rev", &arguments.rev), ("--link-base", &arguments.link_base)];
    words.extend(named.iter().filter_map(|(name, value)| Some(format!("{name} {}", value.as_ref()?))));
    let files = [("--config", &global.config), ("--template", &arguments.template)];
    words.extend(files.iter().filter_map(|(name, file)| Some(format!("{name} {}", shown(file.as_deref()?)))));
    words.join(" ")
}
