//! Reads files that decide what a run does: configuration, baseline, packs. What is wrong in them is shown with the lines around it,
//! so that none of them may lead out of the repository; and what cannot be used stops the run.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

use super::git_dir::WorkTree;
use crate::error::{Error, Result};

/// The largest of these files that is read, in bytes. Reading TOML takes many times the room of its text.
pub const MAX_BYTES: u64 = 32 * 1024 * 1024;

/// The folder that nothing may lead out of: the top of the work tree around a folder, or the folder itself outside Git.
pub fn bound(folder: &Path) -> PathBuf {
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    WorkTree::around(&whole).map_or(whole, |work_tree| work_tree.top)
}

/// The text of a regular file that lies below a folder, wherever links on its way lead.
///
/// # Errors
///
/// When it cannot be read, lies elsewhere, is no regular file, or is too large or no text.
pub fn text(path: &Path, bound: &Path) -> Result<String> {
    let whole = inside(path, bound)?;
    if !whole.is_file() {
        return Err(refused(path, "it is no regular file", "put a file of text in its place"));
    }
    decode(path, bytes(path, &whole)?)
}

/// The text of a file that the user names on the command line. It may lie anywhere, and be a pipe.
///
/// # Errors
///
/// As for [`allow`], and when it cannot be read, or is too large or no text.
pub fn named(path: &Path, bounds: &[PathBuf]) -> Result<String> {
    allow(path, bounds)?;
    decode(path, bytes(path, path)?)
}

/// What the user names may lie anywhere; but where its name lies in one of these folders, links may not lead out of it: what stands
/// there may come from somebody else than who runs this.
///
/// # Errors
///
/// When a link does.
pub fn allow(path: &Path, bounds: &[PathBuf]) -> Result<()> {
    let written = written(path);
    match bounds.iter().find(|bound| written.starts_with(bound)) {
        Some(bound) => inside(path, bound).map(drop),
        None => Ok(()),
    }
}

/// Where a path really leads; it must lie below a folder.
///
/// # Errors
///
/// When it is not there or lies elsewhere.
pub fn inside(path: &Path, bound: &Path) -> Result<PathBuf> {
    let failed = |cause| Error::File { action: "read", path: path.to_owned(), cause };
    let whole = path.canonicalize().map_err(failed)?;
    // Where a link has moved the folder itself, both stand for the same.
    let bound = bound.canonicalize().map_err(failed)?;
    if whole.starts_with(&bound) {
        return Ok(whole);
    }
    Err(leads_out(path))
}

/// A link that leads out of the repository.
pub(super) fn leads_out(path: &Path) -> Error {
    let help = "put the file itself there; `--config` and `test` also take what lies elsewhere, named by its own path";
    refused(path, "a link leads out of the repository", help)
}

/// A path without `.` and `..`, whatever links are on its way.
fn written(path: &Path) -> PathBuf {
    let mut written = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                written.pop();
            }
            part => written.push(part),
        }
    }
    written
}

/// No more is read than is allowed: a device has no end, and a file may grow.
fn bytes(path: &Path, whole: &Path) -> Result<Vec<u8>> {
    let failed = |cause| Error::File { action: "read", path: path.to_owned(), cause };
    if fs::metadata(whole).map_err(failed)?.is_dir() {
        return Err(refused(path, "it is a folder", "name a file"));
    }
    let mut bytes = Vec::new();
    File::open(whole).map_err(failed)?.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MAX_BYTES {
        let reason = format!("it is larger than {} MiB", MAX_BYTES / (1024 * 1024));
        return Err(refused(path, &reason, "shorten it"));
    }
    Ok(bytes)
}

/// The text of a file.
pub(super) fn decode(path: &Path, bytes: Vec<u8>) -> Result<String> {
    String::from_utf8(bytes).map_err(|error| {
        let (bytes, at) = (error.as_bytes(), error.utf8_error().valid_up_to());
        let before = String::from_utf8_lossy(&bytes[..at]).into_owned();
        let is_wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
        let seems = if is_wide { "; the file looks like UTF-16" } else { "" };
        let name = path.display().to_string();
        Error::invalid(
            &name,
            &before,
            at..at,
            format!("`{name}` is not UTF-8"),
            format!("byte `0x{:02X}` at offset {at}{seems}", bytes[at]),
            Some("save it as UTF-8".to_owned()),
        )
    })
}

/// A file that is not read.
pub(crate) fn refused(path: &Path, reason: &str, help: &str) -> Error {
    Error::Refused { path: path.to_owned(), reason: reason.to_owned(), help: help.to_owned() }
}
