//! A folder that is gone when nobody needs it any more.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::error::{Error, Result};

/// The folder.
#[derive(Debug)]
pub(super) struct Temporary(PathBuf);

impl Temporary {
    /// Makes one that nobody else has.
    pub(super) fn new() -> Result<Self> {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        loop {
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            let folder = std::env::temp_dir().join(format!("clauselint-{}-{number}", std::process::id()));
            match fs::create_dir(&folder) {
                Ok(()) => return Ok(Self(folder)),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(cause) => return Err(Error::File { action: "write", path: folder, cause }),
            }
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file by its path from here.
    pub(super) fn write(&self, path: &str, bytes: &[u8]) -> Result<()> {
        let file = self.0.join(path);
        let written = fs::create_dir_all(file.parent().unwrap_or(&self.0)).and_then(|()| fs::write(&file, bytes));
        written.map_err(|cause| Error::File { action: "write", path: file, cause })
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}
