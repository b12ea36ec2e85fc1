//! Fixtures of rules that need several files, or a history.
//!
//! A fixture with a history has a `history.toml` that lists commits, and a folder for each with all files as the commit leaves
//! them. It is built as a repository in a temporary folder, where the documents of the last commit are checked.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::{Deserialize, Deserializer};

use super::project::Project;
use super::{Environment, temporary::Temporary};
use crate::config::LoadedConfig;
use crate::engine::Selection;
use crate::error::{Error, Result};
use crate::git::Git;
use crate::input::own;
use crate::ruleset::RuleSet;

/// The file that makes a fixture one with a history.
const HISTORY: &str = "history.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HistoryFile {
    commit: Vec<CommitTable>,
}

/// A commit; its files are those of the folder `state`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CommitTable {
    state: String,
    author: String,
    #[serde(deserialize_with = "day")]
    date: Date,
    message: String,
}

fn day<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Date, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
}

/// Reads the documents of a fixture, with what the rules ask of its history where it has one.
///
/// # Errors
///
/// When the fixture cannot be read, or something of it does not lie below `bound`.
pub fn read(
    folder: &Path,
    bound: &Path,
    config: &LoadedConfig,
    set: RuleSet,
    environment: &Environment,
) -> Result<Project> {
    let file = folder.join(HISTORY);
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |cause| Error::File { action: "read", path, cause }
    };
    if !file.is_file() {
        let root = folder.canonicalize().map_err(failed(folder))?;
        return Project::with_rules(root, config, set, environment, None);
    }
    let text = own::text(&file, bound)?;
    let history: HistoryFile =
        toml::from_str(&text).map_err(|error| Error::toml(&file.display().to_string(), &text, &error))?;
    let temporary = Temporary::new()?;
    let root = temporary.path().canonicalize().map_err(failed(temporary.path()))?;
    let git = Git::alone(&root)?;
    git.output(&["init", "-q", "-b", "main"])?;
    let mut stream = Vec::new();
    for commit in &history.commit {
        let state = folder.join(&commit.state);
        own::inside(&state, bound)?;
        let files = files(&state).map_err(failed(&state))?;
        let is_plain = |text: &str| !text.starts_with('"') && !text.contains(char::is_control);
        if !is_plain(&commit.author) || !files.iter().all(|(path, _)| is_plain(path)) {
            let help = "authors and names of files hold no line breaks and no quotes";
            return Err(own::refused(&file, &format!("`{}` would be read as commands", commit.state), help));
        }
        add(&mut stream, commit, &files);
        if std::ptr::eq(commit, history.commit.last().unwrap_or(commit)) {
            for (path, bytes) in &files {
                temporary.write(path, bytes)?;
            }
        }
    }
    git.feed(&["fast-import", "--quiet"], &stream)?;
    let mut project = Project::with_rules(root, config, set, environment, None)?;
    project.read_history_alone(super::test::FIXTURE_DAY, &Selection::default());
    Ok(project)
}

/// All files below a folder, with their paths from there. Links are not followed.
fn files(folder: &Path) -> std::io::Result<Vec<(String, Vec<u8>)>> {
    let mut found = Vec::new();
    let mut open: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next)? {
            let entry = entry?;
            let (path, kind) = (entry.path(), entry.file_type()?);
            if kind.is_dir() {
                open.push(path);
            } else if kind.is_file() {
                let inside = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                found.push((inside, std::fs::read(&path)?));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// A commit in the form of `git fast-import`, at noon.
fn add(stream: &mut Vec<u8>, commit: &CommitTable, files: &[(String, Vec<u8>)]) {
    const NOON: i64 = 12 * 60 * 60;
    let days = i64::from((commit.date - Date::constant(1970, 1, 1)).get_days());
    let who = format!("{} {} +0000", commit.author, days * 24 * 60 * 60 + NOON);
    let message = commit.message.trim_end();
    let header = format!(
        "commit refs/heads/main\nauthor {who}\ncommitter {who}\ndata {}\n{message}\ndeleteall\n",
        message.len()
    );
    stream.extend(header.bytes());
    for (path, bytes) in files {
        stream.extend(format!("M 100644 inline {path}\ndata {}\n", bytes.len()).bytes());
        stream.extend(bytes);
        stream.push(b'\n');
    }
}
