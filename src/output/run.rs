//! What formats for programs are made of: the report, and what it takes to name places as the host of a repository does.

use crate::engine::Report;
use crate::finding::{Finding, Severity};
use crate::repository::Repository;
use crate::settings::Settings;

/// A run, ready to be written.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// The verdicts.
    pub report: &'a Report,
    /// The documents.
    pub repository: &'a Repository,
    /// Titles of clauses.
    pub settings: &'a Settings,
    /// What leads from the top of the Git repository to the root, `docs/`; empty where they are the same.
    pub folder: &'a str,
    /// The least severity that fails.
    pub fail_on: Severity,
}

impl Run<'_> {
    /// The path of a source from the top of the Git repository; none where it lies outside.
    pub fn path(&self, path: &str) -> Option<String> {
        let is_outside = path.is_empty() || path.starts_with('/') || path.split('/').any(|part| part == "..");
        (!is_outside).then(|| format!("{}{path}", self.folder))
    }

    /// The path of the source of a finding, likewise.
    pub fn path_of(&self, finding: &Finding) -> Option<String> {
        self.path(&finding.path)
    }
}
