//! `test`: a pack proves itself on its pass and fail fixtures.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jiff::civil::{Date, date};

use super::{Environment, write_output};
use crate::cli::{Global, Test};
use crate::config::{FILE_NAME, LoadedConfig};
use crate::document::{Document, ReadOptions};
use crate::engine::{self, Report, Selection};
use crate::error::{Error, Result};
use crate::input::file::{self, Read};
use crate::input::file_set::FileSet;
use crate::input::own;
use crate::repository::Repository;
use crate::ruleset::RuleSet;
use crate::source::Source;

/// The day on which fixtures are judged, so that they do not age.
pub const FIXTURE_DAY: Date = date(2026, 11, 30);

/// A fixture and what its rule found.
#[derive(Debug)]
pub struct Fixture {
    /// The rule it belongs to.
    pub rule: String,
    /// The file or folder.
    pub path: PathBuf,
    /// Whether its name says that the rule must find something.
    pub must_fail: bool,
    /// What the rule found, as `path:line:column message`.
    pub found: Vec<String>,
}

impl Fixture {
    /// Whether the rule found what the name says.
    pub fn is_right(&self) -> bool {
        self.must_fail != self.found.is_empty()
    }
}

/// Runs the fixtures of a pack and says which do not behave.
///
/// # Errors
///
/// When the pack is not valid, or a fixture cannot be read.
pub fn run(arguments: &Test, global: &Global, environment: &Environment) -> Result<ExitCode> {
    let pack = environment.current.join(&arguments.pack);
    own::allow(&pack, &[own::bound(&environment.current)])?;
    let beside = if pack.is_dir() { pack.join("fixtures") } else { pack.with_file_name("fixtures") };
    let folder = arguments.fixtures.as_ref().map_or(beside, |folder| environment.current.join(folder));
    let set = RuleSet::of_pack(&pack, &LoadedConfig::default())?;
    let fixtures = run_fixtures(&set, &folder, environment, &|config| RuleSet::of_pack(&pack, config))?;
    let wrong = fixtures.iter().filter(|fixture| !fixture.is_right()).count();
    let untested: Vec<&str> = set
        .rules
        .iter()
        .map(|(rule, _)| rule.id.as_str())
        .filter(|id| {
            ![true, false]
                .iter()
                .all(|&must_fail| fixtures.iter().any(|fixture| fixture.rule == *id && fixture.must_fail == must_fail))
        })
        .collect();
    write_output(global, |out| {
        for fixture in fixtures.iter().filter(|fixture| !fixture.is_right()) {
            let expected = if fixture.must_fail { "found nothing" } else { "found something" };
            writeln!(out, "{}: {} {expected}", fixture.path.display(), fixture.rule)?;
            for line in &fixture.found {
                writeln!(out, "    {}", crate::output::printable(line))?;
            }
        }
        for id in &untested {
            writeln!(out, "{id}: lacks a pass or a fail fixture")?;
        }
        writeln!(
            out,
            "{} rules, {} fixtures, {wrong} wrong, {} rules not fully tested",
            set.rules.len(),
            fixtures.len(),
            untested.len()
        )
    })?;
    if wrong > 0 {
        super::note(global, "a `pass` fixture must have no finding of its rule, a `fail` fixture at least one");
    }
    Ok(if untested.is_empty() && wrong == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Runs every `RULE/{pass,fail}-*` below a folder. A fixture is a file, or a folder where several files are needed, which may have
/// a configuration of its own; `reload` loads the rules anew for it.
///
/// # Errors
///
/// When a folder names no rule, or a file cannot be read.
pub fn run_fixtures(
    set: &RuleSet,
    folder: &Path,
    environment: &Environment,
    reload: &dyn Fn(&LoadedConfig) -> Result<RuleSet>,
) -> Result<Vec<Fixture>> {
    let mut fixtures = Vec::new();
    let bound = own::bound(folder);
    for rule in entries(folder)? {
        let id = name(&rule);
        if !set.rules.iter().any(|(known, _)| known.id == id) {
            return Err(Error::unknown(
                "rule",
                &id,
                set.rules.iter().map(|(rule, _)| rule.id.as_str()),
                "a folder of fixtures is named after its rule",
            ));
        }
        for path in entries(&rule)? {
            let must_fail = match name(&path).split('-').next().map(|first| first.trim_end_matches(".md")) {
                Some("fail") => true,
                Some("pass") => false,
                _ => continue,
            };
            own::inside(&path, &bound)?;
            let report = if path.is_dir() {
                folder_report(&path, &bound, set, environment, reload)?
            } else {
                file_report(&path, set)
            };
            let found =
                report.verdicts.iter().filter(|verdict| verdict.rule.id == id).flat_map(|verdict| &verdict.findings);
            let found =
                found.map(|finding| format!("{}:{} {}", finding.path, finding.start, finding.message)).collect();
            fixtures.push(Fixture { rule: id.clone(), path, must_fail, found });
        }
    }
    Ok(fixtures)
}

fn file_report(path: &Path, set: &RuleSet) -> Report {
    let shown = name(path);
    let document = match file::read(path) {
        Read::Text(text) => Document::parse(Source::new(shown, text), &set.vocabulary, ReadOptions::default()),
        Read::Problem(problem) => Document::unread(shown, String::new(), problem),
        Read::Broken(before, problem) => Document::unread(shown, before, problem),
    };
    let repository = Repository::new(vec![document], FileSet::default(), &set.settings, &set.vocabulary);
    engine::run(set, &repository, FIXTURE_DAY, &Selection::default())
}

fn folder_report(
    path: &Path,
    bound: &Path,
    set: &RuleSet,
    environment: &Environment,
    reload: &dyn Fn(&LoadedConfig) -> Result<RuleSet>,
) -> Result<Report> {
    let file = path.join(FILE_NAME);
    // Loading a pack takes longer than all else: only a configuration of its own makes other rules.
    let (config, set) = if file.symlink_metadata().is_ok() {
        let config = LoadedConfig::of(file.clone(), own::text(&file, bound)?)?;
        let set = reload(&config)?;
        (config, set)
    } else {
        (LoadedConfig::default(), set.clone())
    };
    let project = super::fixture::read(path, bound, &config, set, environment)?;
    Ok(engine::run(&project.set, &project.repository, FIXTURE_DAY, &Selection::default()))
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let failed = |cause| Error::File { action: "read", path: folder.to_owned(), cause };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        paths.push(entry.map_err(failed)?.path());
    }
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
