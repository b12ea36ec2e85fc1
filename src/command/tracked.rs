//! Reads a repository as the index or a commit has it: configuration, packs and documents come from there, nothing from the
//! work tree.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use miette::NamedSource;

use super::Environment;
use super::project::{Project, bounds, walk_options};
use super::temporary::Temporary;
use crate::cli::Global;
use crate::config::{Config, FILE_NAME, LoadedConfig};
use crate::error::{Error, Result};
use crate::git::id::Id;
use crate::git::place::Place;
use crate::git::tree::Tree;
use crate::input::own;
use crate::input::snapshot::Snapshot;
use crate::pack::located::Located;
use crate::ruleset::RuleSet;
use crate::waiver::baseline::{self, Baseline};

/// A tree with the place of its root.
#[derive(Debug)]
pub struct Tracked {
    /// The files.
    pub snapshot: Snapshot,
    /// The root.
    pub root: PathBuf,
    /// The way from the top to the root, with `/` at the end.
    pub way: String,
    /// The configuration.
    pub config: LoadedConfig,
}

/// The work tree around the paths of a command line, and the folder in it that they have in common.
///
/// # Errors
///
/// When there is none.
pub fn place(environment: &Environment, paths: &[PathBuf]) -> Result<(Place, PathBuf)> {
    let mut common: Option<PathBuf> = None;
    for path in paths {
        let whole = environment.current.join(path);
        // In a commit a path may stand that the work tree lacks.
        let folder = whole.ancestors().find(|folder| folder.is_dir()).unwrap_or(&environment.current);
        let folder =
            folder.canonicalize().map_err(|cause| Error::File { action: "read", path: path.clone(), cause })?;
        let common = common.get_or_insert_with(|| folder.clone());
        while !folder.starts_with(&*common) && common.pop() {}
    }
    let start = common.unwrap_or_else(|| environment.current.clone());
    let start = start.canonicalize().unwrap_or(start);
    Ok((Place::around(&start, Some(&environment.current))?, start))
}

impl Tracked {
    /// Finds root and configuration in a tree, as they are found in a work tree.
    ///
    /// # Errors
    ///
    /// When Git cannot read the tree, or the configuration is not valid.
    pub fn locate(place: Place, tree: Tree, start: &Path, global: &Global, environment: &Environment) -> Result<Self> {
        Self::in_snapshot(Snapshot::of(place, tree)?, start, global, environment)
    }

    /// The same in a tree that was listed already.
    ///
    /// # Errors
    ///
    /// As for [`Self::locate`].
    pub fn in_snapshot(snapshot: Snapshot, start: &Path, global: &Global, environment: &Environment) -> Result<Self> {
        let top = snapshot.place().top.clone();
        let way = |folder: &Path| snapshot.place().way(folder).unwrap_or_default();
        if let Some(named) = &global.config {
            let file = environment.current.join(named);
            let beside = file.canonicalize().ok().and_then(|file| file.parent().map(Path::to_owned));
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let tracked = beside.as_ref().and_then(|folder| Some(snapshot.place().way(folder)? + &name));
            let text = tracked.map(|path| snapshot.text(&path)).transpose()?.flatten();
            let config = match text {
                Some(text) => LoadedConfig::of(named.clone(), text)?,
                None => LoadedConfig::of(file.clone(), own::named(&file, &bounds(environment, start))?)?,
            };
            let root = beside.filter(|folder| start.starts_with(folder) && folder.starts_with(&top)).unwrap_or(top);
            return Ok(Self { way: way(&root), snapshot, root, config });
        }
        for folder in start.ancestors().take_while(|folder| folder.starts_with(&top)) {
            if let Some(text) = snapshot.text(&(way(folder) + FILE_NAME))? {
                let file = folder.join(FILE_NAME);
                let shown = file.strip_prefix(&environment.current).map(Path::to_owned).unwrap_or(file);
                let config = LoadedConfig::of(shown, text)?;
                return Ok(Self { way: way(folder), snapshot, root: folder.to_owned(), config });
            }
        }
        Ok(Self { way: String::new(), snapshot, root: top, config: LoadedConfig::default() })
    }

    /// The rules in force, with packs and baseline as the tree has them.
    ///
    /// # Errors
    ///
    /// When a pack or the configuration is not valid.
    pub fn rules(&self) -> Result<RuleSet> {
        let mut set = self.packs()?;
        let known = self.snapshot.text(&format!("{}{}", self.way, baseline::FILE_NAME))?;
        set.settings.baseline = known.map(Baseline::parse).transpose()?;
        Ok(set)
    }

    fn packs(&self) -> Result<RuleSet> {
        let paths: Vec<String> = pack_paths(&self.config.config).map(|path| format!("{}{path}", self.way)).collect();
        let files: Vec<(&str, Id)> = self.snapshot.files().filter(|(path, _)| is_below(path, &paths)).collect();
        if files.is_empty() {
            // A pack that the tree lacks is not there, even if the work tree has it.
            let nowhere = if paths.is_empty() { self.root.clone() } else { self.root.join(".git").join("nothing") };
            return RuleSet::load(&self.config, &nowhere);
        }
        let copy = Temporary::new()?;
        for (path, _) in files {
            let text = self.snapshot.text(path)?.unwrap_or_default();
            copy.write(path, text.as_bytes())?;
        }
        let folder = copy.path().join(&self.way);
        RuleSet::load(&self.config, &folder).map_err(|error| shown_at(error, &folder))
    }

    /// Reads all documents.
    ///
    /// # Errors
    ///
    /// When Git cannot read them.
    pub fn project(self, set: RuleSet, environment: &Environment) -> Result<Project> {
        let options = walk_options(&self.config)?;
        let tree = self.snapshot.tree(&self.way, &options)?;
        let read = self.snapshot.read(&self.way, tree.documents.iter().map(|document| document.path.as_str()))?;
        Project::of_tree(self.root, &self.config, set, environment, options, tree, read)
    }
}

/// Paths, from the root, of the packs that a configuration names by path.
pub fn pack_paths(config: &Config) -> impl Iterator<Item = String> {
    let paths = config.packs.iter().map(Located::get_ref).filter(|name| name.contains(['/', '.']));
    paths.map(|name| name.trim_start_matches("./").trim_end_matches('/').to_owned())
}

/// Whether a path is one of some paths, or lies below it.
pub fn is_below(path: &str, paths: &[String]) -> bool {
    paths
        .iter()
        .any(|around| path.strip_prefix(around.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

/// An error in a copy, shown at the path from the root.
fn shown_at(error: Error, folder: &Path) -> Error {
    let folder = format!("{}/", folder.display().to_string().trim_end_matches('/'));
    match error {
        Error::Invalid { message, label, help, file, span } => {
            let name = file.name().replace(&folder, "");
            let file = Arc::new(NamedSource::new(name, file.inner().clone()));
            Error::Invalid { message: message.replace(&folder, ""), label, help, file, span }
        }
        other => other,
    }
}
