//! The files of an index or a commit, of which only what Git tracks is part.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::exclusion::Exclusion;
use super::file::{Read, decode, whole_file};
use super::file_set::FileSet;
use super::ignore_rules::IgnoreRules;
use super::own;
use super::path::{folder, is_document, normalize, outermost_first};
use super::work_tree::Listing;
use super::{Candidate, Tree, WalkOptions, selected};
use crate::document::problem::ProblemCode;
use crate::error::Result;
use crate::git::blobs::Blobs;
use crate::git::id::Id;
use crate::git::place::Place;
use crate::git::tree::{Entry, Mode, Tree as Source};

/// The files of an index or a commit.
#[derive(Debug)]
pub struct Snapshot {
    place: Place,
    entries: Vec<Entry>,
    files: HashMap<String, Id>,
    reader: Reader,
}

/// What reads contents; opened when something is read, and kept open for all trees of one repository that share it.
#[derive(Clone, Debug, Default)]
pub struct Reader(Arc<Mutex<Option<Blobs>>>);

/// The largest file that is read, as for the work tree.
const MOST: u64 = super::file::MAX_FILE_BYTES;

/// How many links in a row are followed.
const MOST_LINKS: usize = 8;

/// What to do about a link that leads nowhere.
const LINK: &str = "let it lead to a file of the same commit, or put the file itself there";

/// What to do about contents that a clone lacks.
const FETCH: &str = "`git fetch --refetch --no-filter` gets all contents";

impl Snapshot {
    /// Lists a tree.
    ///
    /// # Errors
    ///
    /// When Git cannot.
    pub fn of(place: Place, source: Source) -> Result<Self> {
        let entries = place.entries(source)?;
        Ok(Self::new(place, entries, Reader::default()))
    }

    /// Takes a tree that was listed already.
    pub fn new(place: Place, entries: Vec<Entry>, reader: Reader) -> Self {
        let files = entries.iter().filter(|entry| entry.mode == Mode::File);
        let files = files.map(|entry| (entry.path.clone(), entry.id)).collect();
        Self { place, entries, files, reader }
    }

    /// The repository.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// All that the tree holds.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Whether there is a file or a folder of this path from the top.
    pub fn contains(&self, path: &str) -> bool {
        self.files.contains_key(path)
            || self.entries.iter().any(|entry| entry.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('/')))
    }

    /// All files by their paths from the top.
    pub fn files(&self) -> impl Iterator<Item = (&str, Id)> {
        let files = self.entries.iter().filter(|entry| entry.mode == Mode::File);
        files.map(|entry| (entry.path.as_str(), entry.id))
    }

    /// The contents of a file by its path from the top.
    pub fn id(&self, path: &str) -> Option<Id> {
        self.files.get(path).copied()
    }

    /// The text of a file that decides what a run does; none where it is not there. A link is followed inside the tree, as in a
    /// work tree.
    ///
    /// # Errors
    ///
    /// When Git cannot read it, it is no text, or a link does not lead to a file of the tree.
    pub fn text(&self, path: &str) -> Result<Option<String>> {
        let mut at = path.to_owned();
        for _ in 0..MOST_LINKS {
            if let Some(id) = self.id(&at) {
                let bytes = self.contents(&[id])?.pop().flatten();
                let bytes = bytes.ok_or_else(|| own::refused(Path::new(path), "it is not in this clone", FETCH))?;
                return own::decode(Path::new(path), bytes).map(Some);
            }
            let link = self.entries.iter().find(|entry| entry.mode == Mode::Link && entry.path == at);
            let Some(link) = link else { break };
            let target = self.contents(&[link.id])?.pop().flatten().unwrap_or_default();
            let target = String::from_utf8_lossy(&target).into_owned();
            let inside = normalize(folder(&at), &target).filter(|_| !target.starts_with('/'));
            at = inside.ok_or_else(|| own::leads_out(Path::new(path)))?;
        }
        let is_there = at != path;
        if is_there { Err(own::refused(Path::new(path), "its link leads to no file", LINK)) } else { Ok(None) }
    }

    fn contents(&self, ids: &[Id]) -> Result<Vec<Option<Vec<u8>>>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut reader = self.reader.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut blobs = match reader.take() {
            Some(blobs) => blobs,
            None => Blobs::open(&self.place.git)?,
        };
        let read = blobs.read(ids, MOST)?;
        // After an error nobody knows where its answers stand, so that it is not used again.
        *reader = Some(blobs);
        Ok(read)
    }

    /// The tree below a folder, `way` from the top.
    ///
    /// # Errors
    ///
    /// When Git cannot read the symbolic links in it.
    pub fn tree(&self, way: &str, options: &WalkOptions) -> Result<Tree> {
        let below = || self.entries.iter().filter_map(|entry| Some((entry, entry.path.strip_prefix(way)?)));
        let mut found = Listing::default();
        let mut folders = HashSet::new();
        let mut links = Vec::new();
        for (entry, path) in below() {
            folders.extend(outermost_first(path).filter(|part| part.len() < path.len()));
            match entry.mode {
                Mode::Submodule => found.unseen.push((path.to_owned(), Exclusion::NestedRepository)),
                Mode::Link => links.push((entry.id, path)),
                Mode::File => {
                    if is_document(path) {
                        found.documents.push(Candidate { path: path.to_owned(), file: path.into() });
                    }
                    found.files.push(path.to_owned());
                }
            }
        }
        found.folders = folders.into_iter().map(str::to_owned).collect();
        let ids: Vec<Id> = links.iter().map(|(id, _)| *id).collect();
        let targets = self.contents(&ids)?;
        for ((_, path), target) in links.into_iter().zip(targets) {
            let target = String::from_utf8_lossy(&target.unwrap_or_default()).into_owned();
            self.take_link(way, path, &target, &mut found);
        }
        let files = FileSet::new(
            std::mem::take(&mut found.files),
            std::mem::take(&mut found.folders),
            std::mem::take(&mut found.unseen),
            IgnoreRules::default(),
        );
        Ok(selected(found, files, options))
    }

    /// Looks where a link leads, and not beyond, as in a work tree.
    fn take_link(&self, way: &str, path: &str, target: &str, found: &mut Listing) {
        let from = format!("{way}{path}");
        let inside = normalize(folder(&from), target).filter(|_| !target.starts_with('/'));
        match inside {
            None => {
                if is_document(path) {
                    let message = format!("a link to `{target}` leads out of the repository and was not followed");
                    found.irregular.push((path.to_owned(), whole_file(ProblemCode::LinkLeadsOut, message)));
                }
                found.unseen.push((path.to_owned(), Exclusion::SymbolicLink));
            }
            Some(inside) if self.files.contains_key(&inside) => {
                if is_document(path) {
                    found.links.push(path.to_owned());
                }
                found.files.push(path.to_owned());
            }
            Some(inside) if self.contains(&inside) => {
                found.unseen.push((path.to_owned(), Exclusion::SymbolicLink));
                found.folders.push(path.to_owned());
            }
            Some(_) => {}
        }
    }

    /// What stands in documents, in their order.
    ///
    /// # Errors
    ///
    /// When Git cannot read them.
    pub fn read<'p>(&self, way: &str, paths: impl Iterator<Item = &'p str>) -> Result<Vec<Read>> {
        self.read_by(way, paths, |ids| self.contents(ids))
    }

    /// The same where contents come from elsewhere, such as an archive that has most of them.
    ///
    /// # Errors
    ///
    /// When they cannot be had.
    pub fn read_by<'p>(
        &self,
        way: &str,
        paths: impl Iterator<Item = &'p str>,
        contents: impl FnOnce(&[Id]) -> Result<Vec<Option<Vec<u8>>>>,
    ) -> Result<Vec<Read>> {
        let ids: Vec<Option<Id>> = paths.map(|path| self.id(&format!("{way}{path}"))).collect();
        let known: Vec<Id> = ids.iter().flatten().copied().collect();
        let mut contents = contents(&known)?.into_iter();
        let read = |id: Option<Id>| match id.and_then(|_| contents.next().flatten()) {
            Some(bytes) => decode(bytes),
            None => Read::Problem(missing()),
        };
        Ok(ids.into_iter().map(read).collect())
    }
}

fn missing() -> crate::document::problem::ParseProblem {
    let message =
        "not in this clone, which has only a part of the contents; `git fetch --refetch --no-filter` gets all";
    whole_file(ProblemCode::Unreadable, message)
}
