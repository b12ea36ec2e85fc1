//! `baseline`: today's findings as known, or what of the known ones is gone. Nothing comes in unless that is asked for.

use std::collections::HashMap;
use std::process::ExitCode;

use super::project::Project;
use super::{Environment, replace_file, write_output};
use crate::check::Check;
use crate::cli::{Baseline, Global};
use crate::engine::{self, Report, Selection};
use crate::error::{Error, Result};
use crate::finding::{Disposition, Finding, counted};
use crate::git::place::Place;
use crate::git::tree::Tree;
use crate::input::snapshot::Snapshot;
use crate::output::printable;
use crate::source::Location;
use crate::waiver::baseline::{self, FILE_NAME, Known};

/// Writes or verifies the baseline.
///
/// # Errors
///
/// When nothing could be checked, or the file cannot be written.
pub fn run(arguments: &Baseline, global: &Global, environment: &Environment) -> Result<ExitCode> {
    let progress = super::progress::start(environment.is_watched && !global.quiet);
    let mut project = Project::read(global, environment, &[])?;
    if project.repository.documents.is_empty() {
        return Err(Error::NoDocuments { path: project.root });
    }
    let selection = Selection::default();
    project.read_history(environment, &selection, None, &HashMap::new());
    let report = engine::run(&project.set, &project.repository, environment.today, &selection);
    drop(progress);
    let former = project.set.settings.baseline.as_ref();
    if arguments.verify && former.is_none() {
        return Err(Error::Usage {
            message: format!("there is no `{FILE_NAME}` to verify"),
            help: "`clauselint baseline` writes it".to_owned(),
        });
    }
    let takes_all = former.is_none() || arguments.allow_growth;
    let kept =
        known_findings(&report).filter(|(_, finding)| takes_all || finding.disposition == Disposition::Baselined);
    let mut entries = baseline::entries(kept);
    // What could not be checked is neither mended nor still there.
    let unchecked = |known: &&Known| {
        let mut verdicts = report.verdicts.iter();
        verdicts.any(|verdict| verdict.reason().is_some() && verdict.rule.qualified() == known.rule)
    };
    let waiting = former.iter().flat_map(|former| &former.known).filter(unchecked);
    for known in waiting {
        if !entries.iter().any(|entry| entry.key() == known.key()) {
            entries.push(known.clone());
        }
    }
    entries.sort_by(|a, b| a.key().cmp(&b.key()));
    let total = |entries: &[Known]| entries.iter().map(|entry| entry.times).sum::<usize>();
    let (now, before) = (total(&entries), former.map_or(0, |former| total(&former.known)));
    let new = known_findings(&report).filter(|(_, finding)| finding.disposition == Disposition::Open).count();
    let text = baseline::write(&entries);
    let is_same = former.is_some_and(|former| former.text == text);
    let path = project.root.join(FILE_NAME);
    if !arguments.verify && !is_same {
        replace_file(&path, text.as_bytes()).map_err(|cause| Error::File { action: "write", path, cause })?;
    }
    let gone = gone(&report);
    let grown = match (&arguments.since, former) {
        (Some(since), Some(former)) => grown(former, since, &project, environment)?,
        _ => Vec::new(),
    };
    let added = if takes_all { new } else { 0 };
    write_output(global, |out| {
        if arguments.verify {
            for finding in &gone {
                writeln!(out, "{FILE_NAME}:{}: {}", finding.start, printable(&finding.message))?;
            }
            for (place, known) in &grown {
                let (rule, document) = (printable(&known.rule), printable(&known.document));
                writeln!(out, "{FILE_NAME}:{place}: this entry came in ({rule}, {document})")?;
            }
        }
        let left = (before + added).saturating_sub(now);
        let verb = if arguments.verify { "to leave it" } else { "left it" };
        write!(out, "{}{FILE_NAME}: {} known", project.prefix, counted(now, "finding"))?;
        if former.is_some() {
            write!(out, ", {left} {verb}")?;
        }
        if added > 0 {
            write!(out, ", {added} came in")?;
        } else if new > 0 {
            write!(out, "; {} in it: mend them, or `--allow-growth` takes them in", not(new))?;
        }
        writeln!(out)
    })?;
    // Whether or not the rule about entries that are gone is on.
    let weight = |entries: &[Known]| entries.iter().map(|entry| entry.times + entry.parts.len()).sum::<usize>();
    let shrinks = former.is_some_and(|former| weight(&former.known) > weight(&entries));
    Ok(if arguments.verify && (shrinks || !grown.is_empty()) { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// The entries that came in since a commit, each with its place.
fn grown<'a>(
    now: &'a baseline::Baseline,
    since: &str,
    project: &Project,
    environment: &Environment,
) -> Result<Vec<(Location, &'a Known)>> {
    let place = Place::around(&project.root, Some(&environment.current))?;
    let way = place.way(&project.root).unwrap_or_default();
    let commit = place.commit(since)?;
    let text = Snapshot::of(place, Tree::Commit(commit))?.text(&format!("{way}{FILE_NAME}"))?;
    // Where there was none, all of it is the beginning.
    let Some(text) = text else { return Ok(Vec::new()) };
    let before = baseline::Baseline::parse(text)?;
    let source = project.repository.source(project.repository.baseline());
    Ok(now.grown_since(&before).into_iter().map(|known| (source.location(known.span.start), known)).collect())
}

fn not(new: usize) -> String {
    if new == 1 { "1 more is not".to_owned() } else { format!("{new} more are not") }
}

/// Findings that may be in a baseline, each with its rule. What is wrong with waivers is mended at once.
fn known_findings(report: &Report) -> impl Iterator<Item = (String, &Finding)> {
    let verdicts = report.verdicts.iter().filter(|verdict| !matches!(verdict.rule.check, Check::Waiver(_)));
    verdicts.flat_map(|verdict| {
        let all = verdict.findings.iter().chain(&verdict.set_aside);
        let kept = all.filter(|finding| matches!(finding.disposition, Disposition::Open | Disposition::Baselined));
        kept.map(|finding| (verdict.rule.qualified(), finding))
    })
}

/// What the rules about the baseline found.
fn gone(report: &Report) -> Vec<&Finding> {
    let is_about = |check: &Check| matches!(check, Check::Waiver(check) if check.is_about_the_baseline());
    let verdicts = report.verdicts.iter().filter(|verdict| is_about(&verdict.rule.check));
    verdicts.flat_map(|verdict| &verdict.findings).collect()
}
