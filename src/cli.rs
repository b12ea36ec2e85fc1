//! The command line as types, and nothing else.

mod report;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::command::destination::{Destination, DestinationParser};
use crate::finding::Severity;
use crate::persona::Persona;

pub use report::{Diff, Every, Forecast, History, HistoryFormat, ReportFormat, Review, ReviewFormat};

/// Checks policies, agreements, plans and records kept as Markdown against the clauses that their organization promised to keep.
#[derive(Debug, Parser)]
#[command(name = "clauselint", version, max_term_width = 100, propagate_version = true)]
#[command(after_help = "Exit codes: 0 everything met, 1 findings, 2 could not be checked.")]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Options that mean the same everywhere.
    #[command(flatten)]
    pub global: Global,
}

/// A day as it is written on the command line.
fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "no day of the calendar; write it as in `2026-11-30`".to_owned())
}

/// Options that mean the same everywhere.
#[derive(Debug, Args)]
pub struct Global {
    /// Configuration file; `clauselint.toml` in the folder or above it otherwise
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The day on which documents are judged; today (UTC) otherwise
    #[arg(long, global = true, value_name = "YYYY-MM-DD", value_parser = day)]
    pub as_of: Option<Date>,
    /// Write to this file instead of standard output
    #[arg(long, short, global = true, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// When to use colours; `NO_COLOR` is honoured
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto)]
    pub color: Colour,
    /// Say less
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more
    #[arg(long, short, global = true)]
    pub verbose: bool,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// When a person is looking.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check documents and report what does not hold
    Check(Check),
    /// Record today's findings as known, or take out those that are gone
    Baseline(Baseline),
    /// Show clause by clause what is covered, weak and missing
    Gap(Gap),
    /// Make the page for the management review
    Review(Review),
    /// Show what becomes overdue, ends or lapses until a day
    Forecast(Forecast),
    /// Show what changed between two revisions: new, fixed, worsened, still there
    Diff(Diff),
    /// Show how verdicts developed, each day as it stood then
    History(History),
    /// Show what was read from documents: kind, fields with their places, sections, problems
    Inspect(Inspect),
    /// Explain a rule or a clause
    Explain(Explain),
    /// List the rules in force
    Rules(Rules),
    /// Run the pass and fail fixtures of a rule pack
    Test(Test),
    /// Print the JSON Schema of configuration or packs
    Schema(Schema),
    /// Print a completion script for a shell
    Completions(Completions),
    /// Print the manual page
    Man,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Files and folders to report on; all documents below the root are read for what crosses them
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How to write findings, and where; may be given several times
    #[arg(long = "format", value_name = "FORMAT[=FILE]", value_parser = DestinationParser, default_value = "terminal")]
    pub formats: Vec<Destination>,
    /// Only these rules: ids or globs such as `core/*`, separated by commas
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Not these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// The least severity that makes the exit code 1
    #[arg(long, value_enum, default_value_t = FailOn::Error)]
    pub fail_on: FailOn,
    /// For whom the run is
    #[arg(long, value_enum, default_value_t = Persona::Ci)]
    pub persona: Persona,
    /// Read one document from standard input, as if it were this file
    #[arg(long, value_name = "PATH", conflicts_with = "paths")]
    pub stdin_filename: Option<PathBuf>,
    /// Read what Git's index holds, and report on what differs from the last commit
    #[arg(long, conflicts_with = "stdin_filename")]
    pub staged: bool,
    /// Read what a commit, branch or tag holds
    #[arg(long, value_name = "REV", conflicts_with_all = ["staged", "stdin_filename"])]
    pub rev: Option<String>,
    /// Report on what changed since this branch was forked from that one; the work tree where no other is named
    #[arg(long, value_name = "REF", conflicts_with = "stdin_filename")]
    pub changed_since: Option<String>,
}

/// How `check` writes findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, ValueEnum)]
pub enum CheckFormat {
    /// For people
    Terminal,
    /// One finding a line
    Concise,
    /// For programs: a verdict for every rule
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// XML as `JUnit` writes it, for test reports
    Junit,
    /// Annotations in a workflow of GitHub
    Github,
    /// Code Quality of GitLab
    Gitlab,
    /// Comments by reviewdog
    Rdjson,
    /// A table
    Csv,
    /// The summary of a job as Markdown
    Markdown,
}

/// The least severity that makes the exit code 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Errors only
    Error,
    /// Warnings as well
    Warning,
    /// Any finding
    Info,
}

impl FailOn {
    /// As a severity.
    pub fn severity(self) -> Severity {
        match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Info => Severity::Info,
        }
    }
}

/// How other commands write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Terminal,
    /// For programs
    Json,
}

/// Arguments of `baseline`.
#[derive(Debug, Args)]
pub struct Baseline {
    /// Take in findings that are not yet known
    #[arg(long, conflicts_with = "verify")]
    pub allow_growth: bool,
    /// Write nothing; exit code 1 when an entry has to leave
    #[arg(long)]
    pub verify: bool,
    /// With `--verify`, exit code 1 as well when there are entries that this commit or branch does not have
    #[arg(long, value_name = "REF", requires = "verify")]
    pub since: Option<String>,
}

/// Arguments of `inspect`.
#[derive(Debug, Args)]
pub struct Inspect {
    /// Files and folders
    #[arg(value_name = "PATH", required_unless_present = "records")]
    pub paths: Vec<PathBuf>,
    /// All records of a kind, such as `service`, over the whole repository
    #[arg(long, value_name = "NAME")]
    pub records: Option<String>,
    /// How to write
    #[arg(long, value_enum, default_value_t = Format::Terminal)]
    pub format: Format,
}

/// Arguments of `gap`.
#[derive(Debug, Args)]
pub struct Gap {
    /// A file or folder of the repository; the current folder otherwise
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Only this clause and what it consists of, such as `8.3`
    #[arg(long, value_name = "CLAUSE")]
    pub clause: Option<String>,
    /// Packs to use instead of those of the configuration, together with `core`
    #[arg(long = "pack", value_name = "PACK")]
    pub packs: Vec<String>,
    /// How to write
    #[arg(long, value_enum, default_value_t = GapFormat::Terminal)]
    pub format: GapFormat,
}

/// Formats of `gap`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GapFormat {
    /// For people.
    Terminal,
    /// For programs.
    Json,
    /// For a wiki or a pull request.
    Markdown,
    /// For a spreadsheet.
    Csv,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// Id of a rule, such as `review-overdue`, or number of a clause, such as `7.5.3`
    #[arg(value_name = "RULE|CLAUSE")]
    pub name: String,
    /// How to write
    #[arg(long, value_enum, default_value_t = Format::Terminal)]
    pub format: Format,
}

/// Arguments of `rules`.
#[derive(Debug, Args)]
pub struct Rules {
    /// How to write
    #[arg(long, value_enum, default_value_t = Format::Terminal)]
    pub format: Format,
}

/// Arguments of `test`.
#[derive(Debug, Args)]
pub struct Test {
    /// A pack file, or a folder with `pack.toml`; fixtures lie in `fixtures/RULE/{pass,fail}-*` beside it
    #[arg(value_name = "PACK")]
    pub pack: PathBuf,
    /// The folder of the fixtures, where it is another one
    #[arg(long, value_name = "FOLDER")]
    pub fixtures: Option<PathBuf>,
}

/// Arguments of `schema`.
#[derive(Debug, Args)]
pub struct Schema {
    /// Of what
    #[arg(value_enum)]
    pub of: SchemaOf,
}

/// What a schema can describe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// `clauselint.toml`
    Config,
    /// Rule packs
    Pack,
    /// Front matter of documents
    FrontMatter,
    /// What `review --format json` writes and templates are filled with
    Review,
}

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}
