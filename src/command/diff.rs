//! `diff`: what changed between two revisions, as verdicts.

use std::collections::HashMap;
use std::process::ExitCode;

use super::standing::{Standing, day_of, place};
use super::{Environment, write_output};
use crate::cli::{Diff, Global, ReportFormat};
use crate::error::Result;
use crate::git::id::Id;
use crate::git::place::Place;
use crate::git::tree::Tree;
use crate::report::diff::{self, Pairs, Side};
use crate::report::figures::Figures;

/// Judges both sides and writes what differs.
///
/// # Errors
///
/// When one side cannot be judged.
pub fn run(arguments: &Diff, global: &Global, environment: &Environment) -> Result<ExitCode> {
    let progress = super::progress::start(environment.is_watched && !global.quiet);
    let paths: Vec<_> = arguments.root.iter().cloned().collect();
    // A place is needed, so that there is one.
    let Some((place, start)) = place(environment, &paths, true)? else { return Ok(ExitCode::SUCCESS) };
    let from = place.commit(&arguments.from)?;
    let to = arguments.to.as_ref().map(|revision| place.commit(revision)).transpose()?;
    let on = |commit: Option<Id>| -> Result<Environment> {
        let today = match commit.filter(|_| arguments.own_days) {
            Some(commit) => day_of(&place, commit)?,
            None => environment.today,
        };
        Ok(Environment { today, ..environment.clone() })
    };
    let before = Standing::of_commit(&place, &start, from, global, &on(Some(from))?)?;
    let after = match to {
        Some(commit) => Standing::of_commit(&place, &start, commit, global, &on(Some(commit))?)?,
        None => Standing::of_work_tree(&paths, place.head(), global, environment)?,
    };
    let renamed = renamed(&place, &before, &after, to)?;
    let pairs = Pairs::new(before.judged(), after.judged(), &renamed);
    let sides = [side(&before, Some(&arguments.from), Some(from)), side(&after, arguments.to.as_ref(), to)];
    let diff = diff::build(before.judged(), after.judged(), &pairs, sides, !arguments.only_changes);
    drop(progress);
    write_output(global, |out| match arguments.format {
        ReportFormat::Terminal => diff::terminal::write(out, &diff, environment.style),
        ReportFormat::Json => diff::json::write(out, &diff),
        ReportFormat::Markdown => diff::markdown::write(out, &diff),
    })?;
    std::mem::forget((before, after));
    Ok(ExitCode::SUCCESS)
}

/// A side with its figures; what is due is counted up to the horizon of the configuration.
pub(super) fn side(standing: &Standing, revision: Option<&String>, commit: Option<Id>) -> Side {
    let as_of = standing.report.as_of;
    let horizon = jiff::Span::new().days(standing.report.summary.due_soon_days);
    let until = as_of.checked_add(horizon).unwrap_or(jiff::civil::Date::MAX);
    Side {
        revision: revision.cloned(),
        commit: commit.map(|id| id.to_string()),
        as_of,
        figures: Figures::of(standing.judged(), until),
    }
}

/// Paths from the root of what Git takes for renamed: path after to path before.
pub(super) fn renamed(
    place: &Place,
    before: &Standing,
    after: &Standing,
    to: Option<Id>,
) -> Result<HashMap<String, String>> {
    let (Some(from), Some(to)) = (before.commit, to.or(after.commit)) else { return Ok(HashMap::new()) };
    let ways = [before, after].map(|side| place.way(&side.project.root).unwrap_or_default());
    let pairs = place.differences(from, Tree::Commit(to))?.into_iter().filter_map(|difference| {
        let ((old, _), (new, _)) = (difference.before?, difference.after?);
        let (old, new) = (old.strip_prefix(&ways[0])?, new.strip_prefix(&ways[1])?);
        (old != new).then(|| (new.to_owned(), old.to_owned()))
    });
    Ok(pairs.collect())
}
