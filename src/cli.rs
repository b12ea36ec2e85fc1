//! The command line as types, and nothing else.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::command::destination::{Destination, DestinationParser};
use crate::finding::Severity;
use crate::persona::Persona;

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

/// Options that mean the same everywhere.
#[derive(Debug, Args)]
pub struct Global {
    /// Configuration file; `clauselint.toml` in the folder or above it otherwise
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The day on which documents are judged; today (UTC) otherwise
    #[arg(long, global = true, value_name = "YYYY-MM-DD")]
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

/// Arguments of `review`.
#[derive(Debug, Args)]
pub struct Review {
    /// A file or folder of the repository; the current folder otherwise
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The last day of what is called due; 90 days from the day of judgement otherwise
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub until: Option<Date>,
    /// Compare with this commit, branch or tag, as it stood on its own day, and show the development since
    #[arg(long, value_name = "REV")]
    pub since: Option<String>,
    /// Read what a commit, branch or tag holds instead of the work tree
    #[arg(long, value_name = "REV")]
    pub rev: Option<String>,
    /// How to write; by the ending of the file of `--output` otherwise, and HTML without one
    #[arg(long, value_enum)]
    pub format: Option<ReviewFormat>,
    /// What links to documents begin with, such as `https://example.org/repository/blob/main/`
    #[arg(long, value_name = "URL")]
    pub link_base: Option<String>,
    /// A folder with templates that replace those of this program
    #[arg(long, value_name = "DIR")]
    pub template: Option<PathBuf>,
    /// Write the page, its tables and the documents of record with checksums into this new folder or ZIP file
    #[arg(long, value_name = "DIR|FILE.zip")]
    pub evidence: Option<PathBuf>,
    /// Write minutes of the meeting, filled with what is known, into this new file
    #[arg(long, value_name = "FILE.md")]
    pub minutes: Option<PathBuf>,
}

/// Formats of `review`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReviewFormat {
    /// One page that needs nothing else
    Html,
    /// For a wiki or a pull request
    Markdown,
    /// For programs
    Json,
    /// A folder of tables
    Csv,
}

/// Arguments of `forecast`.
#[derive(Debug, Args)]
pub struct Forecast {
    /// A file or folder of the repository; the current folder otherwise
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The last day that is looked at
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub until: Date,
    /// How to write
    #[arg(long, value_enum, default_value_t = GapFormat::Terminal)]
    pub format: GapFormat,
}

/// Arguments of `diff`.
#[derive(Debug, Args)]
pub struct Diff {
    /// A commit, branch or tag
    #[arg(value_name = "REV")]
    pub from: String,
    /// Another one; the work tree otherwise
    #[arg(value_name = "REV")]
    pub to: Option<String>,
    /// A folder of the repository, whose configuration counts; the current folder otherwise
    #[arg(long, value_name = "PATH")]
    pub root: Option<PathBuf>,
    /// Judge each revision on the day of its commit instead of both on the same day
    #[arg(long)]
    pub own_days: bool,
    /// Leave out findings that are still there
    #[arg(long)]
    pub only_changes: bool,
    /// How to write
    #[arg(long, value_enum, default_value_t = ReportFormat::Terminal)]
    pub format: ReportFormat,
}

/// Formats of `diff`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For people
    Terminal,
    /// For programs
    Json,
    /// For a comment on a pull request
    Markdown,
}

/// Arguments of `history`.
#[derive(Debug, Args)]
pub struct History {
    /// A file or folder of the repository; the current folder otherwise
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The first day; the last one is the day of judgement
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub since: Date,
    /// How far apart the days are
    #[arg(long, value_enum, default_value_t = Every::Month)]
    pub every: Every,
    /// The newest commit that is looked at; what is checked out otherwise
    #[arg(long, value_name = "REV")]
    pub rev: Option<String>,
    /// How to write
    #[arg(long, value_enum, default_value_t = HistoryFormat::Terminal)]
    pub format: HistoryFormat,
}

/// How far apart the days of a development are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Every {
    /// One day
    Day,
    /// Seven days
    Week,
    /// A month
    Month,
    /// Three months
    Quarter,
}

/// Formats of `history`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum HistoryFormat {
    /// For people
    Terminal,
    /// For programs
    Json,
    /// A table
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
