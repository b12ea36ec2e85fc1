//! The trees of several commits, each made from the one before by what differs: one command for all of them.

use std::collections::BTreeMap;
use std::vec::IntoIter;

use super::ended;
use super::id::Id;
use super::place::Place;
use super::tree::{Entry, Header, Mode, Tree};
use crate::error::Result;

/// The trees of several commits, in their order.
#[derive(Debug)]
pub struct Trees {
    /// By path, whose bytes are the order in which Git lists a tree. Of two names that are no Unicode and look the same when they are
    /// shown, one is left.
    entries: BTreeMap<String, (Id, Mode)>,
    changes: IntoIter<Vec<Change>>,
    is_begun: bool,
}

/// A path with what a further tree has there; none where it has nothing.
type Change = (String, Option<(Id, Mode)>);

impl Place {
    /// The trees of commits. The nearer to each other they are, the less there is to be read.
    ///
    /// # Errors
    ///
    /// When Git cannot list or compare them.
    pub fn trees(&self, commits: &[Id]) -> Result<Trees> {
        let mut entries = BTreeMap::new();
        if let Some(&first) = commits.first() {
            for entry in self.entries(Tree::Commit(first))? {
                entries.insert(entry.path, (entry.id, entry.mode));
            }
        }
        let changes = if commits.len() > 1 { self.changes(commits)? } else { Vec::new() };
        Ok(Trees { entries, changes: changes.into_iter(), is_begun: commits.is_empty() })
    }

    /// What leads from each commit to the one behind it.
    fn changes(&self, commits: &[Id]) -> Result<Vec<Vec<Change>>> {
        let pairs: Vec<String> = commits.windows(2).map(|pair| format!("{} {}\n", pair[1], pair[0])).collect();
        let bytes = self.git.diff_trees(&["--always", "--no-renames", "--ignore-submodules=none"], pairs.concat())?;
        let broken = || ended("diff-tree");
        let mut all: Vec<Vec<Change>> = Vec::with_capacity(commits.len());
        let mut parts = bytes.split(|&byte| byte == 0);
        while let Some(part) = parts.next() {
            match (Header::read(part), all.last_mut()) {
                (Some(header), Some(changes)) => {
                    let path = String::from_utf8_lossy(parts.next().ok_or_else(broken)?).into_owned();
                    changes.push((path, header.new_mode.map(|mode| (header.new, mode))));
                }
                _ if Id::from_hex(part).is_some() => all.push(Vec::new()),
                _ => {}
            }
        }
        if all.len() + 1 == commits.len() { Ok(all) } else { Err(broken()) }
    }
}

impl Iterator for Trees {
    type Item = Vec<Entry>;

    fn next(&mut self) -> Option<Vec<Entry>> {
        if std::mem::replace(&mut self.is_begun, true) {
            for (path, now) in self.changes.next()? {
                match now {
                    Some(now) => self.entries.insert(path, now),
                    None => self.entries.remove(&path),
                };
            }
        }
        let entry = |(path, (id, mode)): (&String, &(Id, Mode))| Entry { path: path.clone(), id: *id, mode: *mode };
        Some(self.entries.iter().map(entry).collect())
    }
}
