//! From the arguments to a repository that was read: root, configuration, rules, documents.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::cli::Global;
use crate::config::{FILE_NAME, LoadedConfig};
use crate::document::{Document, ReadOptions};
use crate::error::{Error, Result};
use crate::input::file::{self, Read};
use crate::input::{self, Excluded, WalkOptions};
use crate::repository::Repository;
use crate::ruleset::RuleSet;
use crate::source::Source;

use super::Environment;

/// A repository and what is in force in it.
#[derive(Debug)]
pub struct Project {
    /// The folder that paths are relative to.
    pub root: PathBuf,
    /// What is put in front of a path so that it can be opened from the current folder.
    pub prefix: String,
    /// Rules, vocabulary and settings.
    pub set: RuleSet,
    /// The documents.
    pub repository: Repository,
    /// Files that were left out.
    pub excluded: Vec<Excluded>,
    /// How files were chosen.
    pub options: WalkOptions,
}

/// A document whose text does not come from its file.
pub struct Replacement {
    /// Path relative to the root.
    pub path: String,
    /// What was read.
    pub read: Read,
}

/// Configuration and rules without documents.
///
/// # Errors
///
/// When configuration or packs are not valid.
pub fn rule_set(global: &Global, environment: &Environment) -> Result<RuleSet> {
    let (root, config) = locate(global, environment, &environment.current)?;
    RuleSet::load(&config, &root)
}

/// The root and the configuration for a path: the file that was named, else the nearest `clauselint.toml` above the path within its
/// Git repository, else the path's folder or the top of the Git repository.
///
/// # Errors
///
/// When the path is not there, or the configuration is not valid.
pub fn locate(global: &Global, environment: &Environment, path: &Path) -> Result<(PathBuf, LoadedConfig)> {
    let start = environment.current.join(path);
    let start = start.canonicalize().map_err(|cause| Error::File { action: "read", path: path.to_owned(), cause })?;
    let start = if start.is_dir() { start } else { start.parent().map(Path::to_owned).unwrap_or(start) };
    if let Some(named) = &global.config {
        let config = LoadedConfig::read(&environment.current.join(named))?;
        let beside =
            environment.current.join(named).canonicalize().ok().and_then(|file| file.parent().map(Path::to_owned));
        let root = beside.filter(|folder| start.starts_with(folder)).unwrap_or(start);
        return Ok((root, config));
    }
    for folder in start.ancestors() {
        let file = folder.join(FILE_NAME);
        if file.is_file() {
            let mut config = LoadedConfig::read(&file)?;
            config.path = file.strip_prefix(&environment.current).map(Path::to_owned).unwrap_or(file);
            return Ok((folder.to_owned(), config));
        }
        if folder.join(".git").exists() {
            return Ok((folder.to_owned(), LoadedConfig::default()));
        }
    }
    Ok((start, LoadedConfig::default()))
}

impl Project {
    /// Reads the repository that a path lies in. A replacement stands for a file that is not read, or is not there.
    ///
    /// # Errors
    ///
    /// When configuration, packs or the tree cannot be read.
    pub fn read(
        global: &Global,
        environment: &Environment,
        path: &Path,
        replacement: Option<Replacement>,
    ) -> Result<Self> {
        let (root, config) = locate(global, environment, path)?;
        let set = RuleSet::load(&config, &root)?;
        Self::with_rules(root, &config, set, environment, replacement)
    }

    /// Reads the repository below a root with rules that are already loaded.
    ///
    /// # Errors
    ///
    /// When the tree cannot be read.
    pub fn with_rules(
        root: PathBuf,
        config: &LoadedConfig,
        set: RuleSet,
        environment: &Environment,
        replacement: Option<Replacement>,
    ) -> Result<Self> {
        let documents = &config.config.documents;
        let options = WalkOptions {
            include: (!documents.include.is_empty()).then(|| config.globs(&documents.include)).transpose()?,
            exclude: (!documents.exclude.is_empty()).then(|| config.globs(&documents.exclude)).transpose()?,
            global_excludes: input::global_excludes(),
            ..WalkOptions::default()
        };
        let tree = input::walk(&root, &options)?;
        let read_options = ReadOptions { code_block_metadata: documents.code_block_metadata };
        let vocabulary = &set.vocabulary;
        let replaced = replacement.as_ref().map(|replacement| replacement.path.as_str());
        let mut read: Vec<Document> = tree
            .documents
            .par_iter()
            .filter(|candidate| Some(candidate.path.as_str()) != replaced)
            .map(|candidate| document(&candidate.path, file::read(&candidate.file), vocabulary, read_options))
            .collect();
        read.extend(tree.problems.into_iter().map(|(path, problem)| Document::unread(path, problem)));
        if let Some(Replacement { path, read: text }) = replacement {
            read.push(document(&path, text, vocabulary, read_options));
        }
        read.sort_by(|a, b| a.path().cmp(b.path()));
        let repository = Repository::new(read, tree.files, &set.settings, vocabulary);
        let prefix = prefix(&environment.current, &root);
        Ok(Self { root, prefix, set, repository, excluded: tree.excluded, options })
    }

    /// The path of a file relative to the root; none where it lies elsewhere.
    pub fn relative(&self, environment: &Environment, path: &Path) -> Option<String> {
        relative(&self.root, &environment.current.join(path))
    }
}

/// The path of a file relative to a root, separated by `/`. The file need not exist.
pub fn relative(root: &Path, path: &Path) -> Option<String> {
    let whole = path.canonicalize().or_else(|_| {
        let folder = path.parent().unwrap_or(path).canonicalize()?;
        Ok::<_, std::io::Error>(path.file_name().map_or(folder.clone(), |name| folder.join(name)))
    });
    let whole = whole.unwrap_or_else(|_| path.to_owned());
    let inside = whole.strip_prefix(root).ok()?;
    Some(inside.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"))
}

/// What leads from the current folder to the root: `docs/` where the root lies below, `../` where it lies above.
fn prefix(current: &Path, root: &Path) -> String {
    let current = current.canonicalize().unwrap_or_else(|_| current.to_owned());
    if let Ok(below) = root.strip_prefix(&current) {
        let below = below.display().to_string();
        return if below.is_empty() { below } else { format!("{below}/") };
    }
    match current.strip_prefix(root) {
        Ok(above) => "../".repeat(above.components().count()),
        Err(_) => format!("{}/", root.display()),
    }
}

fn document(path: &str, read: Read, vocabulary: &crate::vocabulary::Vocabulary, options: ReadOptions) -> Document {
    match read {
        Read::Text(text) => Document::parse(Source::new(path, text), vocabulary, options),
        Read::Problem(problem) => Document::unread(path, problem),
    }
}
