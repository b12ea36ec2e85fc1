//! The documents of record: what was judged, byte for byte, and the table of it.

use std::io;

use serde::Serialize;

use super::archive::Files;
use super::name::Names;
use crate::output::csv::write_table;
use crate::output::write_json;
use crate::report::Judged;
use crate::report::register::sha256;

/// The folder of the documents in a pack.
pub const FOLDER: &str = "documents";

const HEADER: [&str; 11] =
    ["path", "file", "sort", "id", "title", "kind", "version", "status", "blob", "sha256", "as it stood in"];

/// A file of the repository as it was judged.
#[derive(Debug)]
pub struct Original {
    /// Path from the root.
    pub path: String,
    /// What it is.
    pub sort: Sort,
    /// Its index among the documents, where it is one.
    pub document: Option<usize>,
    /// Its bytes, or why there are none.
    pub bytes: Result<Vec<u8>, String>,
    /// The name that Git gives to these bytes; none outside Git.
    pub blob: Option<String>,
    /// Where it stood.
    pub origin: Origin,
}

/// What a file of the repository is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// A controlled document.
    Document,
    /// A register of people that is not controlled itself.
    Register,
    /// The configuration.
    Configuration,
    /// A part of a pack of rules.
    Pack,
    /// Findings that are known.
    Baseline,
}

/// Where a file stood as it was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// In the commit.
    Commit,
    /// In the work tree, and not so in the commit.
    WorkTree,
    /// In a folder that Git does not look after.
    Folder,
}

impl Sort {
    fn word(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Register => "register",
            Self::Configuration => "configuration",
            Self::Pack => "pack",
            Self::Baseline => "baseline",
        }
    }
}

impl Origin {
    fn word(self) -> &'static str {
        match self {
            Self::Commit => "commit",
            Self::WorkTree => "work tree",
            Self::Folder => "folder",
        }
    }
}

/// A line of the table.
#[derive(Debug, Serialize)]
pub(super) struct Record {
    /// Path from the root, as it is.
    pub(super) path: String,
    /// Name in the pack; none where the file is not in it.
    pub(super) file: Option<String>,
    sort: Sort,
    id: Option<String>,
    title: Option<String>,
    kind: Option<String>,
    version: Option<String>,
    status: Option<String>,
    blob: Option<String>,
    sha256: Option<String>,
    pub(super) origin: Origin,
    /// Why the file is not in the pack.
    pub(super) lacking: Option<String>,
}

/// Puts the files into the pack and gives a line for each, by path.
pub(super) fn keep(judged: Judged<'_>, mut originals: Vec<Original>, files: &mut Files) -> Vec<Record> {
    let register = crate::report::register::register(judged);
    originals.sort_by(|a, b| a.path.cmp(&b.path));
    originals.dedup_by(|a, b| a.path == b.path);
    let mut names = Names::default();
    let mut records = Vec::with_capacity(originals.len());
    for original in originals {
        let entry =
            register.binary_search_by(|entry| entry.path.as_str().cmp(&original.path)).ok().map(|at| &register[at]);
        let (bytes, lacking) = match original.bytes {
            Ok(bytes) => (Some(bytes), None),
            Err(reason) => (None, Some(reason)),
        };
        let sum = bytes.as_deref().map(sha256);
        let file = bytes.map(|bytes| {
            let name = names.give(FOLDER, &original.path);
            files.insert(name.clone(), bytes);
            name
        });
        records.push(Record {
            file,
            sort: original.sort,
            id: entry.and_then(|entry| entry.id.clone()),
            title: entry.map(|entry| entry.title.clone()),
            kind: entry.and_then(|entry| entry.kind.clone()),
            version: entry.and_then(|entry| entry.version.clone()),
            status: entry.and_then(|entry| entry.status.clone()),
            blob: original.blob,
            sha256: sum,
            origin: original.origin,
            lacking,
            path: original.path,
        });
    }
    records
}

/// The table for people; a cell that would begin a formula has an apostrophe in front.
pub(super) fn csv(records: &[Record]) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    let rows = records.iter().map(|record| {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let stood =
            record.lacking.as_ref().map_or_else(|| record.origin.word().to_owned(), |why| format!("not kept: {why}"));
        [
            record.path.clone(),
            text(&record.file),
            record.sort.word().to_owned(),
            text(&record.id),
            text(&record.title),
            text(&record.kind),
            text(&record.version),
            text(&record.status),
            text(&record.blob),
            text(&record.sha256),
            stood,
        ]
    });
    write_table(&mut out, &HEADER, rows)?;
    Ok(out)
}

/// The same for programs, with every path as it is.
pub(super) fn json(records: &[Record]) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    write_json(&mut out, &records)?;
    Ok(out)
}
