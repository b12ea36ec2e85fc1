//! `diff`: what changed between two revisions, as verdicts.

use std::collections::HashMap;
use std::process::ExitCode;

use super::standing::{Standing, day_of};
use super::tracked::place;
use super::{Environment, write_output};
use crate::cli::{Diff, Global, ReportFormat};
use crate::error::Result;
use crate::git::id::Id;
use crate::git::place::Place;
use crate::git::tree::Tree;
use crate::output::write_json;
use crate::report::diff::{self, Pairs, Side};

/// Judges both sides and writes what differs.
///
/// # Errors
///
/// When one side cannot be judged.
pub fn run(arguments: &Diff, global: &Global, environment: &Environment) -> Result<ExitCode> {
    let progress = super::progress::start(environment.is_watched && !global.quiet);
    let paths: Vec<_> = arguments.root.iter().cloned().collect();
    let (place, start) = place(environment, &paths)?;
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
        None => Standing::of_work_tree(&paths, place.head, global, environment)?,
    };
    let renamed = renamed(&place, &before, &after, to)?;
    let pairs = Pairs::new(before.judged(), after.judged(), &renamed);
    let sides = [side(&before, Some(&arguments.from), Some(from)), side(&after, arguments.to.as_ref(), to)];
    let diff = diff::build(before.judged(), after.judged(), &pairs, sides, !arguments.only_changes);
    drop(progress);
    write_output(global, |out| match arguments.format {
        ReportFormat::Terminal => diff::terminal::write(out, &diff, environment.style),
        ReportFormat::Json => write_json(out, &diff),
        ReportFormat::Markdown => diff::markdown::write(out, &diff),
    })?;
    std::mem::forget((before, after));
    Ok(ExitCode::SUCCESS)
}

/// A side with its figures.
pub(super) fn side(standing: &Standing, revision: Option<&String>, commit: Option<Id>) -> Side {
    Side {
        revision: revision.cloned(),
        commit: commit.map(|id| id.to_string()),
        as_of: standing.report.as_of,
        figures: standing.figures(),
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
