//! The `git` command behind one door. Nothing that a repository configures is run through it: no hook, filter, external diff,
//! text conversion, pager, prompt, monitor, signature check or transport.

pub mod blobs;
pub mod id;
mod lineage;
pub mod log;
mod merges;
pub mod place;
pub mod tree;
pub mod trees;

use std::ffi::OsString;
use std::io::{BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::error::{Error, Result};

/// Settings that win over every file of configuration, so that none of them can name a program.
const SETTINGS: [&str; 11] = [
    "core.quotePath=off",
    "core.fsmonitor=false",
    "core.untrackedCache=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "core.sshCommand=false",
    "core.askPass=",
    "core.alternateRefsCommand=false",
    "credential.helper=",
    "log.showSignature=false",
    "protocol.allow=never",
];

/// Variables of the environment that do the same, for programs that Git would start by itself. The last one lets it write as much
/// at once as it can, and not commit by commit.
const VARIABLES: [(&str, &str); 7] = [
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_ALLOW_PROTOCOL", ""),
    ("GIT_PAGER", "cat"),
    ("LC_ALL", "C"),
    ("GIT_FLUSH", "0"),
];

/// Variables of a hook that name files, relative to the top of the work tree.
const PATHS: [&str; 5] = ["GIT_DIR", WORK_TREE, "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"];

/// Where `GIT_DIR` is set without it, the current folder is the top.
const WORK_TREE: &str = "GIT_WORK_TREE";

/// The `git` command in a folder.
#[derive(Clone, Debug)]
pub struct Git {
    program: PathBuf,
    folder: PathBuf,
    paths: Vec<(&'static str, OsString)>,
}

impl Git {
    /// The command that `PATH` finds, to be run in a folder. The variables that a hook sets stay in force: they say which index
    /// is about to be committed.
    ///
    /// # Errors
    ///
    /// When there is no such command.
    pub fn new(folder: &Path, current: &Path) -> Result<Self> {
        let alone = Self::alone(folder)?;
        let stated = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        let mut paths: Vec<_> =
            PATHS.into_iter().filter_map(|name| Some((name, current.join(stated(name)?).into_os_string()))).collect();
        if stated(PATHS[0]).is_some() && stated(WORK_TREE).is_none() {
            paths.push((WORK_TREE, current.as_os_str().to_owned()));
        }
        Ok(Self { paths, ..alone })
    }

    /// The same for a repository that has nothing to do with the environment of this program.
    ///
    /// # Errors
    ///
    /// When there is no such command.
    pub fn alone(folder: &Path) -> Result<Self> {
        let program = find("git").ok_or_else(|| Error::Git {
            message: "there is no `git` command".to_owned(),
            help: "install Git, or leave out `--staged`, `--rev` and `--changed-since`".to_owned(),
        })?;
        Ok(Self { program, folder: folder.to_owned(), paths: Vec::new() })
    }

    /// The same command in another folder.
    #[must_use]
    pub fn at(&self, folder: &Path) -> Self {
        Self { folder: folder.to_owned(), ..self.clone() }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(["--no-pager", "--no-optional-locks"]);
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        command.arg("-C").arg(&self.folder).args(arguments);
        for name in PATHS {
            command.env_remove(name);
        }
        command.envs(VARIABLES).envs(self.paths.iter().map(|(name, value)| (name, value)));
        command.env_remove("GIT_EXTERNAL_DIFF");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// What a command writes, if it ends well.
    ///
    /// # Errors
    ///
    /// When it cannot be run or does not end well; with what it said.
    pub fn output(&self, arguments: &[&str]) -> Result<Vec<u8>> {
        self.stream(arguments, |mut out| {
            let mut bytes = Vec::new();
            out.read_to_end(&mut bytes)?;
            Ok(bytes)
        })
    }

    /// Like [`Self::output`], read while it is written.
    ///
    /// # Errors
    ///
    /// As for [`Self::output`].
    pub fn stream<T>(
        &self,
        arguments: &[&str],
        read: impl FnOnce(BufReader<ChildStdout>) -> std::io::Result<T>,
    ) -> Result<T> {
        let subject = arguments.first().copied().unwrap_or_default();
        let mut child = self.start(self.command(arguments))?;
        let complaints = listen(&mut child);
        let out = child.stdout.take().map(|out| BufReader::with_capacity(1 << 16, out));
        let value = out.map(read);
        let status = child.wait().map_err(|cause| self.failed(cause))?;
        let said = complaints.join().unwrap_or_default();
        match value {
            Some(Ok(value)) if status.success() => Ok(value),
            Some(Err(cause)) if status.success() => Err(self.failed(cause)),
            _ => Err(complaint(subject, &said)),
        }
    }

    /// Lets a command read some bytes.
    ///
    /// # Errors
    ///
    /// As for [`Self::output`].
    pub fn feed(&self, arguments: &[&str], bytes: &[u8]) -> Result<()> {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::null());
        let mut child = self.start(command)?;
        let complaints = listen(&mut child);
        let fed = child.stdin.take().map(|mut input| input.write_all(bytes));
        let status = child.wait().map_err(|cause| self.failed(cause))?;
        let said = complaints.join().unwrap_or_default();
        if status.success() && matches!(fed, Some(Ok(()))) {
            return Ok(());
        }
        Err(complaint(arguments.first().copied().unwrap_or_default(), &said))
    }

    /// What `git diff-tree` says of commits, or pairs of them, one a line: with `flags`, fields ended by NUL.
    ///
    /// # Errors
    ///
    /// When it cannot be started or ends early.
    fn diff_trees(&self, flags: &[&str], lines: String) -> Result<Vec<u8>> {
        let arguments = ["diff-tree", "--stdin", "-r", "--raw", "-z", "--no-abbrev"];
        let safe = ["--no-ext-diff", "--no-textconv", "-O/dev/null"];
        let mut child = self.spawn(&[&arguments[..], &safe[..], flags].concat())?;
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let writer = std::thread::spawn(move || input.map(|mut input| input.write_all(lines.as_bytes())));
        let mut bytes = Vec::new();
        let read = output.map(|mut output| output.read_to_end(&mut bytes));
        drop(writer.join());
        let has_ended = child.wait().is_ok_and(|status| status.success());
        if has_ended && matches!(read, Some(Ok(_))) { Ok(bytes) } else { Err(ended("diff-tree")) }
    }

    /// Starts a command that reads from a thread of ours.
    fn spawn(&self, arguments: &[&str]) -> Result<Child> {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stderr(Stdio::null());
        self.start(command)
    }

    fn start(&self, mut command: Command) -> Result<Child> {
        command.spawn().map_err(|cause| self.failed(cause))
    }

    fn failed(&self, cause: std::io::Error) -> Error {
        Error::File { action: "run", path: self.program.clone(), cause }
    }
}

/// Reads what a command complains of beside its output, so that neither waits for the other.
fn listen(child: &mut Child) -> std::thread::JoinHandle<String> {
    let errors = child.stderr.take();
    std::thread::spawn(move || {
        const MOST: u64 = 64 * 1024;
        let mut said = Vec::new();
        if let Some(errors) = errors {
            let mut errors = errors;
            let mut start = (&mut errors).take(MOST);
            if start.read_to_end(&mut said).is_ok() {
                drop(std::io::copy(&mut errors, &mut std::io::sink()));
            }
        }
        String::from_utf8_lossy(&said).into_owned()
    })
}

/// A command that should have said more.
fn ended(subject: &str) -> Error {
    Error::Git { message: format!("`git {subject}` ended early"), help: "run `git fsck` in this repository".to_owned() }
}

fn complaint(subject: &str, said: &str) -> Error {
    let line = said.lines().map(|line| line.trim_start_matches("fatal: ").trim()).find(|line| !line.is_empty());
    let help = match line {
        Some(line) if line.contains("dubious ownership") => {
            "the repository belongs to somebody else; `git config --global --add safe.directory FOLDER` trusts it"
        }
        _ => "run the same in this folder with `git` to see more",
    };
    let message = format!("`git {subject}` failed: {}", line.unwrap_or("it gave no reason"));
    Error::Git { message, help: help.to_owned() }
}

/// A program in the absolute folders of `PATH`; never one in the current folder.
fn find(name: &str) -> Option<PathBuf> {
    let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join(&name))
        .find(|file| file.is_file())
}
