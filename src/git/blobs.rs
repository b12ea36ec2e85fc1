//! Contents of objects through one `cat-file --batch`, asked for from a thread so that neither side waits for the other.

use std::io::{self, BufRead, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdout};
use std::sync::mpsc::{Sender, channel};

use super::Git;
use super::id::Id;
use crate::error::{Error, Result};

/// How the command is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Its answers are written when all that was asked is answered.
    Buffered,
    /// Its answers are written one by one, which takes longer.
    Plain,
}

/// An open `cat-file --batch`.
#[derive(Debug)]
pub struct Blobs {
    git: Git,
    form: Form,
    child: Child,
    wanted: Option<Sender<Vec<Id>>>,
    out: BufReader<ChildStdout>,
}

impl Blobs {
    /// Starts the command.
    ///
    /// # Errors
    ///
    /// When it cannot be started.
    pub fn open(git: &Git) -> Result<Self> {
        Self::with(git, Form::Buffered)
    }

    fn with(git: &Git, form: Form) -> Result<Self> {
        let mut child = match form {
            Form::Buffered => git.spawn(&["cat-file", "--batch-command", "--buffer"])?,
            Form::Plain => git.spawn(&["cat-file", "--batch"])?,
        };
        let (wanted, asked) = channel::<Vec<Id>>();
        let input = child.stdin.take();
        std::thread::spawn(move || {
            let Some(input) = input else { return };
            let mut input = io::BufWriter::new(input);
            for ids in asked {
                let written = match form {
                    Form::Buffered => ids
                        .iter()
                        .try_for_each(|id| writeln!(input, "contents {id}"))
                        .and_then(|()| input.write_all(b"flush\n")),
                    Form::Plain => ids.iter().try_for_each(|id| writeln!(input, "{id}")),
                };
                let written = written.and_then(|()| input.flush());
                if written.is_err() {
                    return;
                }
            }
        });
        let out = child.stdout.take().ok_or_else(|| git.failed(io::Error::from(io::ErrorKind::BrokenPipe)))?;
        let out = BufReader::with_capacity(1 << 16, out);
        Ok(Self { git: git.clone(), form, child, wanted: Some(wanted), out })
    }

    /// The contents of objects, in their order; none for one that is not there, as in a partial clone, or that is too large.
    ///
    /// # Errors
    ///
    /// When the command ended early.
    pub fn read(&mut self, ids: &[Id], most: u64) -> Result<Vec<Option<Vec<u8>>>> {
        self.answers(ids, most).map_err(|cause| Error::Git {
            message: format!("`git cat-file` ended early: {cause}"),
            help: "run `git fsck` in this repository".to_owned(),
        })
    }

    fn answers(&mut self, ids: &[Id], most: u64) -> io::Result<Vec<Option<Vec<u8>>>> {
        if let Some(wanted) = &self.wanted {
            drop(wanted.send(ids.to_vec()));
        }
        if self.form == Form::Buffered && !ids.is_empty() && self.out.fill_buf()?.is_empty() {
            // Git before 2.36 does not know this form.
            *self = Self::with(&self.git, Form::Plain).map_err(io::Error::other)?;
            return self.answers(ids, most);
        }
        ids.iter().map(|_| self.next(most)).collect()
    }

    fn next(&mut self, most: u64) -> io::Result<Option<Vec<u8>>> {
        let mut header = Vec::with_capacity(80);
        self.out.read_until(b'\n', &mut header)?;
        if header.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let header = String::from_utf8_lossy(&header);
        let mut parts = header.split_whitespace();
        let (_, kind, size) = (parts.next(), parts.next(), parts.next());
        let Some(size) = size.and_then(|size| size.parse::<u64>().ok()) else { return Ok(None) };
        if kind != Some("blob") || size > most {
            let mut rest = (&mut self.out).take(size + 1);
            io::copy(&mut rest, &mut io::sink())?;
            return Ok(None);
        }
        let length = usize::try_from(size).map_err(io::Error::other)?;
        let mut bytes = vec![0; length];
        self.out.read_exact(&mut bytes)?;
        self.out.read_exact(&mut [0])?;
        Ok(Some(bytes))
    }
}

impl Drop for Blobs {
    fn drop(&mut self) {
        self.wanted = None;
        // It may still be writing what nobody reads after an error.
        if self.child.try_wait().is_ok_and(|status| status.is_none()) {
            drop(self.child.kill());
            drop(self.child.wait());
        }
    }
}
