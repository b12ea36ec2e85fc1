//! What merges have that none of their parents has: the outcome of a conflict, or an edit made on the way.

use std::collections::HashSet;

use super::id::Id;
use super::place::Place;
use super::tree::Header;
use crate::error::Result;
use crate::input::path::is_document;

/// A file of a merge that differs from that of every parent.
#[derive(Debug)]
pub(super) struct Mixed {
    /// The merge.
    pub(super) merge: Id,
    /// Its contents before, one a parent, and after.
    pub(super) header: Header,
    /// Its path in the merge.
    pub(super) path: String,
}

impl Place {
    /// The documents of merges that differ from those of every parent.
    ///
    /// To look for renames, Git compares the contents of everything that came and went on either side; in a history with many
    /// merges that takes longer than all else. So it is asked to only where a document came or went.
    ///
    /// # Errors
    ///
    /// When Git cannot compare them.
    pub(super) fn mixed(&self, merges: &[Id]) -> Result<Vec<Mixed>> {
        let mut mixed = self.combined(merges, "--no-renames")?;
        let is_moved = |one: &&Mixed| one.header.new.is_nothing() || one.header.old.iter().any(|id| id.is_nothing());
        let moved: HashSet<Id> = mixed.iter().filter(is_moved).map(|one| one.merge).collect();
        if moved.is_empty() {
            return Ok(mixed);
        }
        let again: Vec<Id> = merges.iter().copied().filter(|merge| moved.contains(merge)).collect();
        // Looking for renames with changes reads contents, which a partial clone may lack.
        let found = self.combined(&again, "-M").or_else(|_| self.combined(&again, "-M100%"))?;
        mixed.retain(|one| !moved.contains(&one.merge));
        mixed.extend(found);
        Ok(mixed)
    }

    fn combined(&self, merges: &[Id], renames: &str) -> Result<Vec<Mixed>> {
        if merges.is_empty() {
            return Ok(Vec::new());
        }
        let lines: Vec<String> = merges.iter().map(|merge| format!("{merge}\n")).collect();
        let bytes = self.git.diff_trees(&["-c", renames, "--ignore-submodules=all"], lines.concat())?;
        let mut mixed = Vec::new();
        let mut current = None;
        let mut parts = bytes.split(|&byte| byte == 0);
        while let Some(part) = parts.next() {
            if let Some(header) = Header::read(part) {
                let path = String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
                let merge = current.filter(|_| is_document(&path));
                mixed.extend(merge.map(|merge| Mixed { merge, header, path }));
            } else if let Some(id) = Id::from_hex(part) {
                current = Some(id);
            }
        }
        Ok(mixed)
    }
}
