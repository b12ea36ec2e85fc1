//! From the arguments to a repository that was read: root, configuration, rules, documents.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::cli::Global;
use crate::config::{FILE_NAME, LoadedConfig};
use crate::document::slug::nearest;
use crate::document::{Document, ReadOptions};
use crate::engine::Selection;
use crate::error::{Error, Result};
use crate::git::Git;
use crate::git::id::Id;
use crate::history::archive::Shared;
use crate::history::prepare::{Origin, prepare};
use crate::input::exclusion::Exclusion;
use crate::input::file::{self, Read};
use crate::input::own;
use crate::input::{self, Excluded, Tree, WalkOptions};
use crate::output::printable;
use crate::repository::Repository;
use crate::ruleset::RuleSet;
use crate::source::Source;
use crate::waiver::baseline::Baseline;

use super::{Environment, idle};

/// A repository and what is in force in it.
#[derive(Debug)]
pub struct Project {
    /// The folder that paths are relative to.
    pub root: PathBuf,
    /// What is put in front of a path so that it can be opened from the current folder.
    pub prefix: String,
    /// What leads from the top of the Git repository to the root, `docs/`; empty where they are the same.
    pub folder: String,
    /// Rules, vocabulary and settings.
    pub set: RuleSet,
    /// The documents.
    pub repository: Repository,
    /// Files that were left out.
    pub excluded: Vec<Excluded>,
    /// Why the document that was to be replaced is none.
    pub left_out: Option<Exclusion>,
    /// Globs of the configuration that match nothing, in words; only where a work tree was read.
    pub idle: Vec<String>,
    /// How files were chosen.
    pub options: WalkOptions,
    /// How documents were read.
    pub read_options: ReadOptions,
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
    let (root, config) = locate(global, environment, &[])?;
    RuleSet::load(&config, &root)
}

/// The root and the configuration for the paths of a command line.
///
/// The configuration is the file that was named, else the nearest `clauselint.toml` above the first path, but not above the top of
/// its Git repository. The root is the folder of the configuration where the paths lie in it, else the top of the Git
/// repository, else the folder that all paths have in common.
///
/// # Errors
///
/// When a path is not there, or the configuration is not valid.
pub fn locate(global: &Global, environment: &Environment, paths: &[PathBuf]) -> Result<(PathBuf, LoadedConfig)> {
    let start = common_folder(environment, paths)?;
    let top = start.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned);
    if let Some(named) = &global.config {
        let file = environment.current.join(named);
        let config = LoadedConfig::of(file.clone(), own::named(&file, &bounds(environment, &start))?)?;
        let beside = file.canonicalize().ok().and_then(|file| file.parent().map(Path::to_owned));
        // Globs of the configuration count from the root: a single file must not make its own folder the root.
        let current = environment.current.canonicalize().ok();
        let names_file = paths.iter().any(|path| environment.current.join(path).is_file());
        let around = current.filter(|current| names_file && start.starts_with(current));
        let root = beside.filter(|folder| start.starts_with(folder)).or(top).or(around).unwrap_or(start);
        return Ok((root, config));
    }
    for folder in start.ancestors() {
        let file = folder.join(FILE_NAME);
        // What has the name and is no file stops the run: it was meant to decide what is checked.
        if file.symlink_metadata().is_ok() {
            let text = own::text(&file, top.as_deref().unwrap_or(folder))?;
            let shown = file.strip_prefix(&environment.current).map(Path::to_owned).unwrap_or(file);
            return Ok((folder.to_owned(), LoadedConfig::of(shown, text)?));
        }
        if Some(folder) == top.as_deref() {
            break;
        }
    }
    Ok((top.unwrap_or(start), LoadedConfig::default()))
}

/// Where what the command line names is taken for a part of a repository: around what is checked, and around the current folder.
pub(super) fn bounds(environment: &Environment, start: &Path) -> [PathBuf; 2] {
    [own::bound(start), own::bound(&environment.current)]
}

/// The innermost folder that all paths lie in; the current folder where there are none.
fn common_folder(environment: &Environment, paths: &[PathBuf]) -> Result<PathBuf> {
    let folder = |path: &Path| -> Result<PathBuf> {
        let whole = environment.current.join(path);
        let whole =
            whole.canonicalize().map_err(|cause| Error::File { action: "read", path: path.to_owned(), cause })?;
        Ok(if whole.is_dir() { whole } else { whole.parent().map(Path::to_owned).unwrap_or(whole) })
    };
    let mut common = match paths.first() {
        Some(first) => folder(first)?,
        None => folder(Path::new("."))?,
    };
    for path in paths.iter().skip(1) {
        let other = folder(path)?;
        while !other.starts_with(&common) && common.pop() {}
    }
    Ok(common)
}

impl Project {
    /// Reads the repository that paths lie in.
    ///
    /// # Errors
    ///
    /// When configuration, packs or the tree cannot be read.
    pub fn read(global: &Global, environment: &Environment, paths: &[PathBuf]) -> Result<Self> {
        let (root, config) = locate(global, environment, paths)?;
        let set = RuleSet::load(&config, &root)?;
        Self::with_rules(root, &config, set, environment, None)
    }

    /// Reads the repository below a root with rules that are already loaded. A replacement stands for a file that is not read, or is
    /// not there.
    ///
    /// # Errors
    ///
    /// When the tree cannot be read.
    pub fn with_rules(
        root: PathBuf,
        config: &LoadedConfig,
        mut set: RuleSet,
        environment: &Environment,
        replacement: Option<Replacement>,
    ) -> Result<Self> {
        point_to(&mut set, &root, config, environment);
        set.settings.baseline = Baseline::read(&root)?;
        let mut options = walk_options(config)?;
        let mut tree = input::walk(&root, &options)?;
        options.tracked = tree.has_ignored.then(|| tracked_though_ignored(&root, environment)).flatten();
        if options.tracked.is_some() {
            tree = input::walk(&root, &options)?;
        }
        let read_options = read_options(config);
        let vocabulary = &set.vocabulary;
        let replaced = replacement.as_ref().map(|replacement| replacement.path.as_str());
        let candidates = tree.documents.iter().filter(|candidate| Some(candidate.path.as_str()) != replaced);
        // As many as there are candidates, so that each document is written to its place and not moved again.
        let mut read: Vec<Document> = candidates
            .collect::<Vec<_>>()
            .into_par_iter()
            .map(|candidate| document(&candidate.path, file::read(&candidate.file), vocabulary, read_options))
            .collect();
        read.extend(tree.problems.into_iter().map(|(path, problem)| Document::unread(path, String::new(), problem)));
        let mut left_out = None;
        if let Some(Replacement { path, read: text }) = replacement {
            left_out = tree.files.contains_file(&path).then(|| exclusion(&tree.excluded, &path)).flatten();
            if left_out.is_none() {
                read.push(document(&path, text, vocabulary, read_options));
            }
        }
        read.sort_by(|a, b| a.path().cmp(b.path()));
        require_registers(config, &read)?;
        let mut idle = idle::globs(config, &root, &read, &tree.excluded)?;
        idle.extend(idle::entries(&set));
        let repository = Repository::new(read, tree.files, &set.settings, vocabulary);
        let prefix = printable(&prefix(&environment.current, &root));
        let folder = from_top(&root);
        let excluded = tree.excluded;
        Ok(Self { root, prefix, folder, set, repository, excluded, left_out, idle, options, read_options })
    }

    /// Puts together what was read from elsewhere than a work tree: the text of each document of a tree, in their order.
    ///
    /// # Errors
    ///
    /// When a register that the configuration names is not there.
    pub fn of_tree(
        root: PathBuf,
        config: &LoadedConfig,
        set: RuleSet,
        environment: &Environment,
        options: WalkOptions,
        tree: Tree,
        texts: Vec<Read>,
    ) -> Result<Self> {
        let read_options = read_options(config);
        let texts = tree.documents.par_iter().zip(texts);
        let documents =
            texts.map(|(candidate, text)| document(&candidate.path, text, &set.vocabulary, read_options)).collect();
        Self::of_documents(root, config, set, environment, options, tree, documents)
    }

    /// The same for documents that were read already; those of the tree that could not be read are added.
    ///
    /// # Errors
    ///
    /// When a register that the configuration names is not there.
    pub fn of_documents(
        root: PathBuf,
        config: &LoadedConfig,
        mut set: RuleSet,
        environment: &Environment,
        options: WalkOptions,
        tree: Tree,
        mut documents: Vec<Document>,
    ) -> Result<Self> {
        point_to(&mut set, &root, config, environment);
        let read_options = read_options(config);
        let unread = tree.problems.into_iter();
        documents.extend(unread.map(|(path, problem)| Document::unread(path, String::new(), problem)));
        documents.sort_by(|a, b| a.path().cmp(b.path()));
        require_registers(config, &documents)?;
        let repository = Repository::new(documents, tree.files, &set.settings, &set.vocabulary);
        let prefix = printable(&prefix(&environment.current, &root));
        let (folder, excluded) = (from_top(&root), tree.excluded);
        let (left_out, idle) = (None, Vec::new());
        Ok(Self { root, prefix, folder, set, repository, excluded, left_out, idle, options, read_options })
    }

    /// Gathers what the selected rules ask of the history that leads to a commit, that which is checked out where none is given.
    /// `moved` has paths now and then of documents that stand elsewhere in it.
    pub fn read_history(
        &mut self,
        environment: &Environment,
        selection: &Selection,
        head: Option<Id>,
        moved: &HashMap<String, String>,
    ) {
        self.read_shared_history(environment, selection, head, moved, None);
    }

    /// The same with what was already read of the history for another commit.
    pub fn read_shared_history(
        &mut self,
        environment: &Environment,
        selection: &Selection,
        head: Option<Id>,
        moved: &HashMap<String, String>,
        shared: Option<Shared<'_>>,
    ) {
        let current = Some(environment.current.as_path());
        let (root, options) = (&self.root, self.read_options);
        let origin = Origin { root, current, head, moved, options, shared };
        prepare(&mut self.repository, &self.set, environment.today, selection, origin);
    }

    /// The same for a repository that has nothing to do with the environment of this program.
    pub fn read_history_alone(&mut self, today: Date, selection: &Selection) {
        let moved = HashMap::new();
        let (root, options) = (&self.root, self.read_options);
        let origin = Origin { root, current: None, head: None, moved: &moved, options, shared: None };
        prepare(&mut self.repository, &self.set, today, selection, origin);
    }

    /// The path of a file relative to the root; none where it lies elsewhere.
    pub fn relative(&self, environment: &Environment, path: &Path) -> Option<String> {
        relative(&self.root, &environment.current.join(path))
    }
}

/// How documents are read by a configuration.
pub(super) fn read_options(config: &LoadedConfig) -> ReadOptions {
    ReadOptions { code_block_metadata: config.config.documents.code_block_metadata }
}

/// How files are chosen by a configuration.
///
/// # Errors
///
/// At the first glob that is not valid.
pub(super) fn walk_options(config: &LoadedConfig) -> Result<WalkOptions> {
    let documents = &config.config.documents;
    Ok(WalkOptions {
        include: (!documents.include.is_empty()).then(|| config.globs(&documents.include)).transpose()?,
        exclude: (!documents.exclude.is_empty()).then(|| config.globs(&documents.exclude)).transpose()?,
        global_excludes: input::global_excludes(),
        ..WalkOptions::default()
    })
}

/// What Git tracks below a root although a rule ignores it; none where there is nothing of the kind. Files alone do not show it, so
/// that Git is asked, and only where a rule left something out. Where it cannot say, the rules hold.
fn tracked_though_ignored(root: &Path, environment: &Environment) -> Option<HashSet<String>> {
    let git = Git::new(root, &environment.current).ok()?;
    let listing = git.output(&["ls-files", "--cached", "--ignored", "--exclude-standard", "-z"]).ok()?;
    let paths = listing.split(|&byte| byte == 0).filter(|path| !path.is_empty());
    let tracked: HashSet<String> = paths.map(|path| String::from_utf8_lossy(path).into_owned()).collect();
    (!tracked.is_empty()).then_some(tracked)
}

fn exclusion(excluded: &[Excluded], path: &str) -> Option<Exclusion> {
    excluded.iter().find(|excluded| excluded.path == path).map(|excluded| excluded.reason)
}

/// A register of people that is not there would make everybody unknown.
fn require_registers(config: &LoadedConfig, documents: &[Document]) -> Result<()> {
    for register in &config.config.people.registers {
        let path = register.get_ref().trim_start_matches("./");
        if !documents.iter().any(|document| document.path() == path) {
            let message = format!("the register of people `{path}` is no document of this repository");
            let near =
                nearest(path, documents.iter().map(Document::path)).map(|near| format!("did you mean `{near}`?"));
            return Err(Error::invalid(&config.name(), &config.text, register.span(), message, "not there", near));
        }
    }
    Ok(())
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

/// Findings in the configuration show its path from the root.
fn point_to(set: &mut RuleSet, root: &Path, config: &LoadedConfig, environment: &Environment) {
    if let Some((path, _)) = &mut set.settings.configuration {
        *path = relative(root, &environment.current.join(&config.path)).unwrap_or_else(|| config.name());
    }
}

/// What leads from the top of the Git repository to the root.
fn from_top(root: &Path) -> String {
    let top = root.ancestors().find(|folder| folder.join(".git").exists());
    let folder = top.and_then(|top| relative(top, root)).unwrap_or_default();
    if folder.is_empty() { folder } else { format!("{folder}/") }
}

pub(super) fn document(
    path: &str,
    read: Read,
    vocabulary: &crate::vocabulary::Vocabulary,
    options: ReadOptions,
) -> Document {
    match read {
        Read::Text(text) => Document::parse(Source::new(path, text), vocabulary, options),
        Read::Problem(problem) => Document::unread(path, String::new(), problem),
        Read::Broken(before, problem) => Document::unread(path, before, problem),
    }
}
