//! One pass over the history: every commit, and the documents whose contents it changed.

use std::collections::HashMap;
use std::io::{self, BufRead};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};

use super::id::Id;
use super::lineage;
use super::merges::Mixed;
use super::place::Place;
use super::tree::{Header, Mode};
use crate::error::Result;
use crate::input::path::is_document;

/// A commit.
#[derive(Clone, Debug)]
pub struct Commit {
    /// Its name.
    pub id: Id,
    /// The day on which it was written, where its author was.
    pub day: Date,
    /// The day on which it became part of this history, where that was done; not before the author's day in most repositories.
    pub committed: Date,
    /// The second of that, counted from the beginning of 1970; it decides the order of a history.
    pub second: i64,
    /// The author by the mailmap: name and address.
    pub author: (String, String),
    /// Trailers of its message: key and value.
    pub trailers: Vec<(String, String)>,
}

/// A document before and after a commit.
#[derive(Clone, Debug)]
pub struct Event {
    /// The commit, as an index.
    pub commit: usize,
    /// The path before; that of `path` where it did not move, none where the document is new.
    pub before: Option<Arc<str>>,
    /// The path after; of a document that is gone, its last one.
    pub path: Arc<str>,
    /// The contents before: none where the document is new, several in a merge.
    pub old: Arc<[Id]>,
    /// The contents after; none where the document is gone.
    pub new: Option<Id>,
}

/// The history that leads to a commit, newest first.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// All commits.
    pub commits: Vec<Arc<Commit>>,
    /// The commit of the main line with which each commit came into it, by the same index: a merge, or the commit itself.
    pub landed: Vec<usize>,
    /// What happened to documents, newest first.
    pub events: Vec<Event>,
    /// The parents of each commit by the same index, as far as they are part of this history.
    parents: Vec<Vec<usize>>,
}

/// Fields of the header that is asked for, each ended by NUL.
const FORMAT: &str = "--format=%H%x00%P%x00%ad%x00%cd%x00%aN%x00%aE%x00%(trailers:only=true,unfold=true)%x00";

impl Place {
    /// Reads the history of documents that leads to a commit, in one pass.
    ///
    /// # Errors
    ///
    /// When Git cannot write it.
    pub fn log(&self, head: Id) -> Result<Log> {
        let head = head.to_string();
        let arguments = |renames| {
            [
                "log",
                FORMAT,
                "--raw",
                "-z",
                renames,
                "--no-abbrev",
                "--date=raw",
                "--encoding=UTF-8",
                "--no-show-signature",
                "--no-decorate",
                "--no-color",
                "--no-notes",
                "--no-ext-diff",
                "--no-textconv",
                "--ignore-submodules=all",
                "-O/dev/null",
                "--end-of-options",
                &head,
            ]
        };
        let read = |renames| self.git.stream(&arguments(renames), |mut out| read(&mut out));
        // Looking for renames with changes reads contents, which a partial clone may lack.
        let (mut log, merges) = read("-M").or_else(|_| read("-M100%"))?;
        let index: HashMap<Id, usize> = merges.iter().map(|&(index, id)| (id, index)).collect();
        let merges: Vec<Id> = merges.into_iter().map(|(_, id)| id).collect();
        for Mixed { merge, header, path } in self.mixed(&merges)? {
            log.events.extend(index.get(&merge).and_then(|&commit| event(header, path, None, commit)));
        }
        log.events.sort_by_key(|event| event.commit);
        Ok(log)
    }
}

impl Log {
    /// The part of this history that leads to one of its commits, just as if it were read for that commit; none where the commit
    /// is not part of it. No Git is needed, and what is large is shared.
    #[must_use]
    pub fn until(&self, head: Id) -> Option<Self> {
        let start = self.commits.iter().position(|commit| commit.id == head)?;
        let order = lineage::order(start, &self.parents, |index| self.commits[index].second);
        let mut renumbered = vec![usize::MAX; self.commits.len()];
        for (new, &old) in order.iter().enumerate() {
            renumbered[old] = new;
        }
        let commits = order.iter().map(|&old| Arc::clone(&self.commits[old])).collect();
        // All parents of what leads to a commit lead to it.
        let parents = order.iter().map(|&old| self.parents[old].iter().map(|&parent| renumbered[parent]).collect());
        let parents: Vec<Vec<usize>> = parents.collect();
        let events = self.events.iter().filter(|event| renumbered[event.commit] != usize::MAX);
        let mut events: Vec<Event> =
            events.map(|event| Event { commit: renumbered[event.commit], ..event.clone() }).collect();
        // Where clocks were wrong, an older commit can see another order.
        events.sort_by_key(|event| event.commit);
        Some(Self { commits, landed: lineage::landed(&parents), events, parents })
    }
}

/// The history without what merges did, and the merges with their indexes.
fn read(out: &mut impl BufRead) -> io::Result<(Log, Vec<(usize, Id)>)> {
    let mut log = Log::default();
    let mut parents: Vec<Vec<Id>> = Vec::new();
    let mut days = Days::default();
    let mut token = Vec::with_capacity(256);
    loop {
        token.clear();
        if out.read_until(0, &mut token)? == 0 {
            break;
        }
        token.pop();
        let text = token.trim_ascii_start();
        if text.starts_with(b":") {
            let header = Header::read(text);
            let first = string(out, &mut token)?;
            let Some(header) = header else { continue };
            let second = if header.is_rename { Some(string(out, &mut token)?) } else { None };
            log.events.extend(event(header, first, second, log.commits.len().saturating_sub(1)));
        } else if let Some(id) = Id::from_hex(text) {
            let ids = string(out, &mut token)?;
            parents.push(ids.split(' ').filter_map(|hex| Id::from_hex(hex.as_bytes())).collect());
            let (day, _) = days.read(&string(out, &mut token)?);
            let (committed, second) = days.read(&string(out, &mut token)?);
            let author = (string(out, &mut token)?, string(out, &mut token)?);
            let trailers = trailers(&string(out, &mut token)?);
            log.commits.push(Arc::new(Commit { id, day, committed, second, author, trailers }));
        }
    }
    let index: HashMap<Id, usize> = log.commits.iter().enumerate().map(|(index, commit)| (commit.id, index)).collect();
    let pairs = log.commits.iter().zip(&parents).enumerate();
    let merges = pairs.filter(|(_, (_, parents))| parents.len() > 1).map(|(at, (commit, _))| (at, commit.id)).collect();
    let known = |parents: Vec<Id>| parents.iter().filter_map(|parent| index.get(parent).copied()).collect();
    log.parents = parents.into_iter().map(known).collect();
    log.landed = lineage::landed(&log.parents);
    Ok((log, merges))
}

fn string(out: &mut impl BufRead, token: &mut Vec<u8>) -> io::Result<String> {
    token.clear();
    out.read_until(0, token)?;
    token.pop();
    Ok(String::from_utf8_lossy(token).into_owned())
}

fn event(header: Header, first: String, second: Option<String>, commit: usize) -> Option<Event> {
    let is_file = |mode| mode == Some(Mode::File);
    let (path, moved_from) = match second {
        Some(new) => (new, Some(first)),
        None => (first, None),
    };
    if !is_document(&path) && !moved_from.as_deref().is_some_and(is_document) {
        return None;
    }
    let new = (is_file(header.new_mode) && !header.new.is_nothing()).then_some(header.new);
    let old: Arc<[Id]> = header.old.into_iter().filter(|id| is_file(header.old_mode) && !id.is_nothing()).collect();
    if new.is_none() && old.is_empty() {
        return None;
    }
    let path: Arc<str> = path.into();
    let before = moved_from.map(Arc::from).or_else(|| (!old.is_empty()).then(|| Arc::clone(&path)));
    Some(Event { commit, before, path, old, new })
}

/// `Key: value` on each line.
fn trailers(text: &str) -> Vec<(String, String)> {
    let pairs = text.lines().filter_map(|line| line.split_once(':'));
    pairs.map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned())).collect()
}

/// Days of seconds and offsets; neighbours in a history often share one.
#[derive(Default)]
struct Days {
    last: Option<(i64, Date)>,
}

impl Days {
    /// The day of `1500000000 +0200` where the clock showed it, and the second.
    fn read(&mut self, text: &str) -> (Date, i64) {
        const DAY: i64 = 24 * 60 * 60;
        let (seconds, offset) = text.split_once(' ').unwrap_or((text, ""));
        let offset: i64 = offset.parse().unwrap_or_default();
        let offset = (offset / 100) * 3600 + (offset % 100) * 60;
        let second = seconds.parse::<i64>().unwrap_or_default();
        let number = second.saturating_add(offset).div_euclid(DAY);
        if let Some((_, date)) = self.last.filter(|(last, _)| *last == number) {
            return (date, second);
        }
        let utc = TimeZone::fixed(Offset::UTC);
        let date =
            Timestamp::from_second(number.saturating_mul(DAY)).map_or(Date::MIN, |time| utc.to_datetime(time).date());
        self.last = Some((number, date));
        (date, second)
    }
}
