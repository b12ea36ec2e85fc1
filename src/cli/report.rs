//! Arguments of the commands that write documents for people.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::GapFormat;

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
