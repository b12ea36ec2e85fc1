//! A repository as it stands in the work tree or stood in a commit, judged on a day: what reports are made of.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::Environment;
use super::project::{Project, locate};
use super::tracked::Tracked;
use crate::cli::Global;
use crate::engine::{self, Report, Selection};
use crate::error::{Error, Result};
use crate::git::id::Id;
use crate::git::place::Place;
use crate::git::tree::{Mode, Tree};
use crate::history::archive::Shared;
use crate::report::Judged;
use crate::report::figures::Figures;
use crate::report::gap::{self, Gap};
use crate::ruleset::RuleSet;

/// A repository that was judged.
#[derive(Debug)]
pub struct Standing {
    /// Rules and documents.
    pub project: Project,
    /// The verdicts.
    pub report: Report,
    /// What became of the clauses.
    pub gap: Gap,
    /// The commit that it is, or that the work tree is made from.
    pub commit: Option<Id>,
}

impl Standing {
    /// The work tree around some paths; `commit` is what is checked out.
    ///
    /// # Errors
    ///
    /// When nothing can be judged.
    pub fn of_work_tree(
        paths: &[PathBuf],
        commit: Option<Id>,
        global: &Global,
        environment: &Environment,
    ) -> Result<Self> {
        let (root, config) = locate(global, environment, paths)?;
        let set = RuleSet::load(&config, &root)?;
        let project = Project::with_rules(root, &config, set, environment, None)?;
        if project.repository.documents.is_empty() {
            return Err(Error::NoDocuments { path: project.root });
        }
        Ok(Self::judge(project, commit, None, environment))
    }

    /// What a commit holds, with its own configuration.
    ///
    /// # Errors
    ///
    /// When Git cannot read it, or its configuration is not valid.
    pub fn of_commit(
        place: &Place,
        start: &std::path::Path,
        commit: Id,
        global: &Global,
        environment: &Environment,
    ) -> Result<Self> {
        let tracked = Tracked::locate(place.clone(), Tree::Commit(commit), start, global, environment)?;
        let set = tracked.rules()?;
        let project = tracked.project(set, environment)?;
        Ok(Self::judge(project, Some(commit), None, environment))
    }

    /// Judges what was read; `shared` is what is known of its history.
    pub(super) fn judge(
        mut project: Project,
        commit: Option<Id>,
        shared: Option<Shared<'_>>,
        environment: &Environment,
    ) -> Self {
        let selection = Selection::default();
        project.read_shared_history(environment, &selection, commit, &HashMap::new(), shared);
        let mut report = engine::run(&project.set, &project.repository, environment.today, &selection);
        report.summary.excluded = project.excluded.len();
        let gap = gap::build(&project.set, &project.repository, &report, commit.map(|id| id.to_string()));
        Self { project, report, gap, commit }
    }

    /// What reports are made of.
    pub fn judged(&self) -> Judged<'_> {
        Judged { set: &self.project.set, repository: &self.project.repository, report: &self.report, gap: &self.gap }
    }

    /// The figures; what is due is counted up to the horizon of the configuration.
    pub fn figures(&self) -> Figures {
        let horizon = self.report.summary.due_soon_days.days();
        Figures::of(self.judged(), self.report.as_of.checked_add(horizon).unwrap_or(Date::MAX))
    }

    /// Takes down what differs from the commit.
    ///
    /// # Errors
    ///
    /// When Git cannot list the commit.
    pub fn compare(&mut self, place: Option<&Place>) -> Result<()> {
        self.gap.differs = place.map(|place| self.differs(place)).transpose()?.flatten();
        Ok(())
    }

    /// Paths of documents and configuration, from the root, that are not as the commit has them; none outside Git. Contents are
    /// compared by their names, so that no filter of the repository runs.
    ///
    /// # Errors
    ///
    /// When Git cannot list the commit.
    pub fn differs(&self, place: &Place) -> Result<Option<Vec<String>>> {
        let (Some(commit), Some(way)) = (self.commit, place.way(&self.project.root)) else { return Ok(None) };
        let entries = place.entries(Tree::Commit(commit))?;
        let files = entries.iter().filter(|entry| entry.mode == Mode::File);
        let there: HashMap<&str, Id> =
            files.filter_map(|entry| Some((entry.path.strip_prefix(&way)?, entry.id))).collect();
        let settings = &self.project.set.settings;
        let configuration = settings.configuration.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        let documents =
            self.project.repository.present().iter().map(|document| (document.path(), document.source.text()));
        let mut differs: Vec<String> = Vec::new();
        let mut seen: HashSet<&str> = HashSet::new();
        for (path, text) in documents.chain(configuration) {
            seen.insert(path);
            let is_same = there.get(path).is_some_and(|id| *id == Id::of_blob(text.as_bytes(), commit));
            if !is_same && !path.starts_with('/') && !path.starts_with("..") {
                differs.push(path.to_owned());
            }
        }
        let files = &self.project.repository.files;
        let is_gone = |path: &&&str| crate::input::path::is_document(path) && !files.contains_file(path);
        differs
            .extend(there.keys().filter(|path| !seen.contains(**path)).filter(is_gone).map(|path| (*path).to_owned()));
        differs.sort_unstable();
        differs.dedup();
        Ok(Some(differs))
    }
}

/// The day (UTC) on which a commit was made.
///
/// # Errors
///
/// When Git cannot say.
pub fn day_of(place: &Place, commit: Id) -> Result<Date> {
    let answer = place.git.output(&["log", "-1", "--no-show-signature", "--format=%ct", &commit.to_string()])?;
    let seconds = String::from_utf8_lossy(&answer).trim().parse::<i64>().unwrap_or_default();
    Ok(day_of_second(seconds))
}

/// The day (UTC) of a second since 1970.
pub fn day_of_second(seconds: i64) -> Date {
    Timestamp::from_second(seconds).map_or(Date::MIN, |time| time.to_zoned(TimeZone::UTC).date())
}
