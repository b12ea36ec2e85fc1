//! What stands in the index or in a commit, and what differs between two of them. Names may hold any byte but NUL.

use super::id::Id;
use super::place::Place;
use crate::error::Result;

/// What an entry of a tree is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A file.
    File,
    /// A symbolic link.
    Link,
    /// A repository of its own.
    Submodule,
}

/// A file, link or submodule of a tree.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Path from the top.
    pub path: String,
    /// Its contents.
    pub id: Id,
    /// What it is.
    pub mode: Mode,
}

/// A file that is not the same on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Path and contents before; none where it is new.
    pub before: Option<(String, Id)>,
    /// Path and contents after; none where it is gone.
    pub after: Option<(String, Id)>,
}

/// A tree to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tree {
    /// What will be committed.
    Index,
    /// What a commit holds.
    Commit(Id),
}

impl Place {
    /// The entries of a tree. Of a file in conflict the side of the current branch counts, else the other one.
    ///
    /// # Errors
    ///
    /// When Git cannot list it.
    pub fn entries(&self, tree: Tree) -> Result<Vec<Entry>> {
        let listing = match tree {
            Tree::Index => self.git.output(&["ls-files", "-s", "-z", "--full-name"])?,
            Tree::Commit(id) => self.git.output(&["ls-tree", "-r", "-z", "--full-tree", &id.to_string()])?,
        };
        let mut entries: Vec<Entry> = Vec::new();
        let mut last_stage = b'0';
        for line in listing.split(|&byte| byte == 0).filter(|line| !line.is_empty()) {
            let Some(tab) = line.iter().position(|&byte| byte == b'\t') else { continue };
            let mut parts = line[..tab].split(|&byte| byte == b' ');
            let (Some(mode), Some(second), Some(third)) = (parts.next(), parts.next(), parts.next()) else { continue };
            let (hex, stage) = match tree {
                Tree::Index => (second, third.first().copied().unwrap_or(b'0')),
                Tree::Commit(_) => (third, b'0'),
            };
            let (Some(mode), Some(id)) = (read_mode(mode), Id::from_hex(hex)) else { continue };
            let entry = Entry { path: String::from_utf8_lossy(&line[tab + 1..]).into_owned(), id, mode };
            let is_again = stage != b'0' && entries.last().is_some_and(|last| last.path == entry.path);
            match entries.last_mut().filter(|_| is_again) {
                Some(last) if last_stage == b'1' => *last = entry,
                Some(_) => continue,
                None => entries.push(entry),
            }
            last_stage = stage;
        }
        Ok(entries)
    }

    /// The files that differ between a commit and another tree, renames followed. Links and submodules are no files.
    ///
    /// # Errors
    ///
    /// When Git cannot compare them.
    pub fn differences(&self, base: Id, tree: Tree) -> Result<Vec<Difference>> {
        let base = base.to_string();
        let head;
        let mut arguments = vec!["--raw", "-z", "-r", "--no-abbrev", "--no-ext-diff", "--no-textconv"];
        arguments.extend(["--ignore-submodules=all", "-O/dev/null"]);
        let (command, last) = match tree {
            Tree::Index => ("diff-index", ["--cached", &*base]),
            Tree::Commit(id) => {
                head = id.to_string();
                ("diff-tree", [&*base, &*head])
            }
        };
        // Looking for renames with changes reads contents, which a partial clone may lack.
        let compare = |renames| self.git.output(&[&[command, renames], &*arguments, &last].concat());
        let output = compare("-M").or_else(|_| compare("-M100%"))?;
        let mut differences = Vec::new();
        let mut parts = output.split(|&byte| byte == 0);
        while let Some(header) = parts.next().and_then(Header::read) {
            let mut path = || parts.next().map(|path| String::from_utf8_lossy(path).into_owned());
            let Some(first) = path() else { break };
            let second = if header.is_rename { path() } else { None };
            let new = second.unwrap_or_else(|| first.clone());
            let before = (header.old_mode == Some(Mode::File)).then_some((first, header.old[0]));
            let after = (header.new_mode == Some(Mode::File)).then_some((new, header.new));
            if before.is_some() || after.is_some() {
                differences.push(Difference { before, after });
            }
        }
        Ok(differences)
    }
}

/// The beginning of an entry of a raw diff: `:100644 100644 1234… 5678… M`, with one more mode and name for every further parent.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) old_mode: Option<Mode>,
    pub(super) new_mode: Option<Mode>,
    pub(super) old: Vec<Id>,
    pub(super) new: Id,
    /// Whether the path before stands in front of the path after.
    pub(super) is_rename: bool,
}

impl Header {
    pub(super) fn read(text: &[u8]) -> Option<Self> {
        let parents = text.iter().take_while(|&&byte| byte == b':').count();
        let fields: Vec<&[u8]> = text.get(parents..)?.split(|&byte| byte == b' ').collect();
        if parents == 0 || fields.len() != 2 * parents + 3 {
            return None;
        }
        let (modes, rest) = fields.split_at(parents + 1);
        let ids: Option<Vec<Id>> = rest[..=parents].iter().map(|hex| Id::from_hex(hex)).collect();
        let mut old = ids?;
        let new = old.pop()?;
        let is_rename = parents == 1 && matches!(rest.last()?.first()?, b'R' | b'C');
        Some(Self { old_mode: read_mode(modes[0]), new_mode: read_mode(modes[parents]), old, new, is_rename })
    }
}

fn read_mode(mode: &[u8]) -> Option<Mode> {
    match mode {
        b"100644" | b"100755" | b"100664" => Some(Mode::File),
        b"120000" => Some(Mode::Link),
        b"160000" => Some(Mode::Submodule),
        _ => None,
    }
}
