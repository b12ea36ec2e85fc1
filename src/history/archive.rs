//! What was read from Git once, for the facts of any number of commits of one history.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use crate::error::{Error, Result};
use crate::git::blobs::Blobs;
use crate::git::id::Id;
use crate::git::log::Log;
use crate::git::place::Place;
use crate::git::tree::{Entry, Tree};
use crate::input::file::MAX_FILE_BYTES;

use super::cache::Cache;
use super::past::{Compared, Pair};

/// How many bytes of contents are kept for further commits.
const KEPT_BYTES: usize = 64 * 1024 * 1024;

/// The history that leads to a commit, and contents that were already asked for. It serves that commit and all that lead to it;
/// going from newer to older ones, nothing is read from Git twice as long as there is room for it.
#[derive(Debug)]
pub struct Archive {
    place: Place,
    newest: Id,
    log: Log,
    contents: Mutex<Contents>,
    /// In what versions differ, where that is kept for further commits.
    compared: Option<Mutex<HashMap<Pair, Compared>>>,
    me: OnceLock<Option<String>>,
}

/// An archive and what the tree of a commit of it holds, which the caller has listed already.
#[derive(Clone, Copy, Debug)]
pub struct Shared<'a> {
    /// The archive.
    pub archive: &'a Archive,
    /// All entries of the tree, with paths from the top.
    pub entries: &'a [Entry],
}

#[derive(Debug)]
struct Contents {
    /// Started when something is first asked for.
    blobs: Option<Blobs>,
    cache: Cache,
}

impl Archive {
    /// Reads the history that leads to a commit.
    ///
    /// # Errors
    ///
    /// When Git cannot write it, or the history is cut off.
    pub fn open(place: Place, newest: Id) -> Result<Self> {
        Self::with(place, newest, KEPT_BYTES)
    }

    /// The same for facts of the one commit, for which nothing is asked for twice.
    pub(super) fn of_one(place: Place, head: Id) -> Result<Self> {
        Self::with(place, head, 0)
    }

    fn with(place: Place, newest: Id, limit: usize) -> Result<Self> {
        if place.is_shallow {
            return Err(Error::Git {
                message: "the history is cut off; fetch all of it (`fetch-depth: 0` in a workflow, `git fetch --unshallow` by hand)"
                    .to_owned(),
                help: "facts of a part of the history would be wrong".to_owned(),
            });
        }
        let log = place.log(newest)?;
        let contents = Mutex::new(Contents { blobs: None, cache: Cache::new(limit) });
        let compared = (limit > 0).then(Mutex::default);
        Ok(Self { place, newest, log, contents, compared, me: OnceLock::new() })
    }

    /// The repository.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The commit to which its history leads.
    pub fn newest(&self) -> Id {
        self.newest
    }

    /// Contents of objects, in their order; none for one that is not there, as in a partial clone, or that is larger than a document
    /// may be.
    ///
    /// # Errors
    ///
    /// When Git cannot read them.
    pub fn contents(&self, ids: &[Id]) -> Result<Vec<Option<Vec<u8>>>> {
        self.open_contents().read(&self.place, ids)
    }

    /// In what pairs of versions differ, as far as that was found for another commit.
    pub(super) fn compared(&self, pairs: impl Iterator<Item = Option<Pair>>) -> Vec<Option<Compared>> {
        let Some(compared) = &self.compared else { return pairs.map(|_| None).collect() };
        let compared = compared.lock().unwrap_or_else(PoisonError::into_inner);
        pairs.map(|pair| compared.get(&pair?).cloned()).collect()
    }

    /// Keeps in what two versions differ.
    pub(super) fn keep(&self, news: Option<(Pair, Compared)>) {
        if let (Some(compared), Some((pair, differences))) = (&self.compared, news) {
            compared.lock().unwrap_or_else(PoisonError::into_inner).insert(pair, differences);
        }
    }

    /// Forgets in what versions differ: documents are read in another way from now on.
    pub fn forget(&self) {
        if let Some(compared) = &self.compared {
            compared.lock().unwrap_or_else(PoisonError::into_inner).clear();
        }
    }

    /// The history that leads to a commit. Contents that are asked for from now on are for this one.
    pub(super) fn log(&self, head: Id) -> Result<Cow<'_, Log>> {
        self.open_contents().cache.begin();
        if head == self.newest {
            return Ok(Cow::Borrowed(&self.log));
        }
        self.log.until(head).map(Cow::Owned).ok_or_else(|| Error::Git {
            message: format!("`{}` does not lead to `{}`", head.short(), self.newest.short()),
            help: "its history was not read".to_owned(),
        })
    }

    /// Who would be the author of a commit made now, as `Name <address>`.
    pub(super) fn me(&self) -> Option<&str> {
        self.me.get_or_init(|| self.place.me()).as_deref()
    }

    /// The paths that will be committed.
    pub(super) fn staged(&self) -> Result<HashSet<String>> {
        Ok(self.place.entries(Tree::Index)?.into_iter().map(|entry| entry.path).collect())
    }

    fn open_contents(&self) -> MutexGuard<'_, Contents> {
        self.contents.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Contents {
    fn read(&mut self, place: &Place, ids: &[Id]) -> Result<Vec<Option<Vec<u8>>>> {
        if !self.cache.is_on() {
            return self.fetch(place, ids);
        }
        let mut contents: Vec<Option<Vec<u8>>> =
            ids.iter().map(|&id| self.cache.get(id).map(|bytes| bytes.to_vec())).collect();
        let lacking: Vec<usize> = (0..ids.len()).filter(|&index| contents[index].is_none()).collect();
        let asked: Vec<Id> = lacking.iter().map(|&index| ids[index]).collect();
        for (index, bytes) in lacking.into_iter().zip(self.fetch(place, &asked)?) {
            if let Some(bytes) = &bytes {
                self.cache.put(ids[index], bytes);
            }
            contents[index] = bytes;
        }
        Ok(contents)
    }

    fn fetch(&mut self, place: &Place, ids: &[Id]) -> Result<Vec<Option<Vec<u8>>>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut blobs = match self.blobs.take() {
            Some(blobs) => blobs,
            None => Blobs::open(&place.git)?,
        };
        let read = blobs.read(ids, MAX_FILE_BYTES)?;
        self.blobs = Some(blobs);
        Ok(read)
    }
}
