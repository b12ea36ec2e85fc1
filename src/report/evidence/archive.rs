//! Puts a pack of evidence in its place: a folder or a ZIP file, whole or not at all.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Cursor, Write as _};
use std::path::{Path, PathBuf};

use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, DateTime};

use crate::error::{Error, Result};

/// The files of a pack: contents by name, with `/` between the parts.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Where a pack goes.
#[derive(Clone, Debug)]
pub enum Target {
    /// A folder that is not there yet, or is empty.
    Folder(PathBuf),
    /// A ZIP file that is not there yet.
    Zip(PathBuf),
}

impl Target {
    /// Where a path means; its ending tells which of the two.
    ///
    /// # Errors
    ///
    /// When something is there: evidence is never overwritten.
    pub fn of(path: &Path) -> Result<Self> {
        let taken = |what: &str| Error::Usage {
            message: format!("`{}` is there already{what}", path.display()),
            help: "name a folder or a ZIP file that is not there yet; evidence is never overwritten".to_owned(),
        };
        let is_zip = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
        let is_there = fs::symlink_metadata(path).is_ok();
        if is_zip {
            return if is_there { Err(taken("")) } else { Ok(Self::Zip(path.to_owned())) };
        }
        if is_there {
            let entries =
                fs::symlink_metadata(path).ok().filter(fs::Metadata::is_dir).and_then(|_| path.read_dir().ok());
            let Some(mut entries) = entries else { return Err(taken(" and is no folder")) };
            if entries.next().is_some() {
                return Err(taken(" and is not empty"));
            }
        }
        Ok(Self::Folder(path.to_owned()))
    }

    /// The path.
    pub fn path(&self) -> &Path {
        match self {
            Self::Folder(path) | Self::Zip(path) => path,
        }
    }

    /// Writes files beside the place and renames what was written, so that nobody ever sees a part of it.
    ///
    /// # Errors
    ///
    /// When writing fails.
    pub fn write(&self, files: &Files) -> Result<()> {
        let name = self.path().file_name().unwrap_or_default().to_string_lossy();
        let beside = self.path().with_file_name(format!(".{name}.{}.tmp", std::process::id()));
        let written = match self {
            Self::Folder(path) => write_folder(&beside, files).and_then(|()| {
                // A folder takes the place of an empty one on some systems only.
                if path.is_dir() {
                    fs::remove_dir(path)?;
                }
                fs::rename(&beside, path)
            }),
            Self::Zip(path) => {
                zip(files).and_then(|bytes| fs::write(&beside, bytes)).and_then(|()| fs::rename(&beside, path))
            }
        };
        if written.is_err() {
            // What is left of a failed attempt; the error that is told is the first one.
            drop(if beside.is_dir() { fs::remove_dir_all(&beside) } else { fs::remove_file(&beside) });
        }
        written.map_err(|cause| Error::File { action: "write", path: self.path().to_owned(), cause })
    }
}

fn write_folder(folder: &Path, files: &Files) -> io::Result<()> {
    fs::create_dir(folder)?;
    for (name, bytes) in files {
        let file = name.split('/').fold(folder.to_owned(), |path, part| path.join(part));
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(file, bytes)?;
    }
    Ok(())
}

/// The files as a ZIP file: in the order of their names, all with the first day that the format knows and with the same permissions.
fn zip(files: &Files) -> io::Result<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(6))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let is_large = u32::try_from(bytes.len()).is_err();
        zip.start_file(name.as_str(), options.large_file(is_large))?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
