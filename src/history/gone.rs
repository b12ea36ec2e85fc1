//! Documents that are no longer there, as they last were.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::document::Document;
use crate::error::Result;
use crate::git::id::Id;
use crate::input::path::is_document;
use crate::repository::Repository;
use crate::source::Source;

use super::Commit;
use super::chain::Chains;
use super::gather::Request;
use super::known::Known;
use super::past::Commits as _;

/// A document that is gone, and the commit that removed it.
pub type Gone = (Document, Arc<Commit>);

/// What was there and what is there.
pub(super) struct Scene<'a> {
    pub(super) request: Request<'a>,
    pub(super) repository: &'a Repository,
    pub(super) chains: &'a Chains<'a>,
    pub(super) commits: &'a Known<'a>,
}

impl Scene<'_> {
    /// Documents that the history removed, or that are about to be removed, and that are not there today.
    pub(super) fn gone(&self, at_head: &HashMap<&str, Id>) -> Result<Vec<Gone>> {
        let moved: HashSet<&str> = self.request.moved.values().map(String::as_str).collect();
        // Every document is asked for, and a sorted list compares the long beginnings that paths share again and again.
        let files: HashSet<&str> = self.repository.files.files().collect();
        let lacking = |path: &str| {
            let inside = path.strip_prefix(self.request.way).filter(|path| is_document(path));
            inside.is_some_and(|inside| !files.contains(inside)) && !moved.contains(path)
        };
        let mut gone: Vec<(&str, Id, Arc<Commit>)> = Vec::new();
        for event in self.chains.gone().filter(|event| lacking(&event.path)) {
            if let (Some(&id), Some(commit)) = (event.old.first(), self.commits.of(event, self.chains)) {
                gone.push((&event.path, id, commit));
            }
        }
        let unstaged: Vec<(&str, Id)> =
            at_head.iter().map(|(path, id)| (*path, *id)).filter(|(path, _)| lacking(path)).collect();
        if !unstaged.is_empty() {
            // What a sparse checkout leaves out is in the index, and so is what was only deleted by hand.
            let staged = self.request.archive.staged()?;
            let removed = unstaged.into_iter().filter(|(path, _)| !staged.contains(*path));
            gone.extend(removed.map(|(path, id)| (path, id, self.commits.pending())));
        }
        gone.sort_by(|a, b| a.0.cmp(b.0));
        let ids: Vec<Id> = gone.iter().map(|(_, id, _)| *id).collect();
        let contents = self.request.archive.contents(&ids)?;
        let read = gone.into_par_iter().zip(contents).filter_map(|((path, _, commit), contents)| {
            let text = String::from_utf8(contents?).ok()?;
            let path = path.strip_prefix(self.request.way)?;
            Some((Document::parse(Source::new(path, text), self.request.vocabulary, self.request.options), commit))
        });
        Ok(read.collect())
    }
}
