//! One file a subcommand. Here: what they share — the root, the clock, the colours, where output goes.

pub mod baseline;
pub mod changed;
pub mod check;
pub mod destination;
pub mod diff;
mod evidence;
pub mod explain;
pub mod fixture;
pub mod forecast;
pub mod gap;
pub mod history;
mod idle;
pub mod inspect;
pub mod man;
mod minutes;
pub mod progress;
pub mod project;
pub mod review;
pub mod rules;
pub mod schema;
pub mod standing;
mod temporary;
pub mod test;
pub mod timeline;
pub mod tracked;

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::cli::{Cli, Colour, Command, GapFormat, Global};
use crate::error::{Error, Result};
use crate::output::style::Style;
use crate::report::unlike_commit;

/// What a command needs of the world around it.
#[derive(Clone, Debug)]
pub struct Environment {
    /// The current folder.
    pub current: PathBuf,
    /// The day on which documents are judged.
    pub today: Date,
    /// Colours of the output.
    pub style: Style,
    /// Columns of the terminal.
    pub width: usize,
    /// Whether a person watches standard error.
    pub is_watched: bool,
}

impl Environment {
    /// Looks at clock, terminal and environment variables.
    ///
    /// # Errors
    ///
    /// When the current folder is gone.
    pub fn new(global: &Global) -> Result<Self> {
        let current =
            std::env::current_dir().map_err(|cause| Error::File { action: "read", path: ".".into(), cause })?;
        let today = global.as_of.unwrap_or_else(|| Timestamp::now().to_zoned(TimeZone::UTC).date());
        let style = match (global.color, &global.output) {
            (Colour::Always, _) => Style::Coloured,
            (Colour::Auto, None) if wants_colour() => Style::Coloured,
            _ => Style::Plain,
        };
        let stated = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let seen = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let width = stated.or_else(seen).unwrap_or(100).clamp(40, 120);
        Ok(Self { current, today, style, width, is_watched: io::stderr().is_terminal() })
    }
}

fn wants_colour() -> bool {
    anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
}

/// Runs a command line and gives the exit code.
///
/// # Errors
///
/// When nothing could be checked.
pub fn run(cli: &Cli) -> Result<ExitCode> {
    let environment = Environment::new(&cli.global)?;
    match &cli.command {
        Command::Check(arguments) => check::run(arguments, &cli.global, &environment),
        Command::Baseline(arguments) => baseline::run(arguments, &cli.global, &environment),
        Command::Inspect(arguments) => inspect::run(arguments, &cli.global, &environment),
        Command::Gap(arguments) => gap::run(arguments, &cli.global, &environment),
        Command::Review(arguments) => review::run(arguments, &cli.global, &environment),
        Command::Forecast(arguments) => forecast::run(arguments, &cli.global, &environment),
        Command::Diff(arguments) => diff::run(arguments, &cli.global, &environment),
        Command::History(arguments) => history::run(arguments, &cli.global, &environment),
        Command::Explain(arguments) => explain::run(arguments, &cli.global, &environment),
        Command::Rules(arguments) => rules::run(arguments, &cli.global, &environment),
        Command::Test(arguments) => test::run(arguments, &cli.global, &environment),
        Command::Schema(arguments) => schema::run(arguments, &cli.global),
        Command::Completions(arguments) => man::completions(arguments, &cli.global),
        Command::Man => man::run(&cli.global),
    }
}

/// Writes to standard output, or to the file of `--output` by way of a temporary file that is renamed.
///
/// # Errors
///
/// When writing fails. A reader that went away is no failure.
pub fn write_output(global: &Global, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let Some(path) = &global.output else {
        let mut out = io::BufWriter::new(io::stdout().lock());
        return match write(&mut out).and_then(|()| out.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            other => other.map_err(Error::Output),
        };
    };
    write_file(path, write)
}

/// Writes a file by way of a temporary file that is renamed.
fn write_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let failed = |cause| Error::File { action: "write", path: path.to_owned(), cause };
    let mut bytes = Vec::new();
    write(&mut bytes).map_err(failed)?;
    replace_file(path, &bytes).map_err(failed)
}

/// Tells the user something that is no part of the output, unless they asked for silence or nobody can hear it.
fn note(global: &Global, text: &str) {
    if !global.quiet {
        drop(writeln!(io::stderr().lock(), "{}", crate::output::printable(text)));
    }
}

/// A table has no room for what differs from the commit.
fn note_differences(format: GapFormat, differs: Option<&[String]>, global: &Global) {
    if let (GapFormat::Csv, Some(words)) = (format, unlike_commit(differs)) {
        note(global, &words);
    }
}

/// Puts a file in place whole: it is written beside its place and renamed. A file that is there keeps its mode and stays where a link
/// leads to it; what is no file, such as a pipe, is written to as it is.
fn replace_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let known = fs::metadata(path).ok();
    if known.as_ref().is_some_and(|known| !known.is_file()) {
        return fs::OpenOptions::new().write(true).open(path)?.write_all(bytes);
    }
    let place = match &known {
        Some(_) => path.canonicalize()?,
        // A link that leads to nothing yet is followed by the system.
        None if path.is_symlink() => return fs::write(path, bytes),
        None => path.to_owned(),
    };
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    let beside = place.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    // What lies under this name can only be left over, or be meant to lead elsewhere.
    drop(fs::remove_file(&beside));
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(&beside)?;
    let kept = known.map_or(Ok(()), |known| file.set_permissions(known.permissions()));
    let written = kept.and_then(|()| file.write_all(bytes)).and_then(|()| fs::rename(&beside, &place));
    if written.is_err() {
        drop(fs::remove_file(&beside));
    }
    written
}
