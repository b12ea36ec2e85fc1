//! Lists the files of a work tree as Git would, from the files alone.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::fs::{self, FileType};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf, is_separator};

use walkdir::{DirEntry, WalkDir};

use super::exclusion::Exclusion;
use super::file::{not_regular, unreadable, whole_file};
use super::git_dir::{WorkTree, is_repository};
use super::ignore_rules::{Entry, IgnoreRules, read_rules};
use super::path::{folder, is_document, join, outermost_first, relative};
use super::{Candidate, InputError, WalkOptions};
use crate::document::problem::{ParseProblem, ProblemCode};

/// The data of version control systems, which is no content.
const VERSION_CONTROL: [&str; 4] = [".git", ".hg", ".jj", ".svn"];

/// What was found, in no order.
#[derive(Default)]
pub(super) struct Listing {
    /// Regular files with the name of a document.
    pub(super) documents: Vec<Candidate>,
    /// Symbolic links with the name of a document that lead to a file of the repository.
    pub(super) links: Vec<String>,
    /// What has the name of a document and cannot be one.
    pub(super) irregular: Vec<(String, ParseProblem)>,
    /// Folders and ignore files that could not be read.
    pub(super) problems: Vec<(String, ParseProblem)>,
    /// All files, links to files included.
    pub(super) files: Vec<String>,
    /// All folders, links to folders included.
    pub(super) folders: Vec<String>,
    /// What was not looked into, with the reason.
    pub(super) unseen: Vec<(String, Exclusion)>,
    /// The ignore rules that held.
    pub(super) rules: IgnoreRules,
    /// Whether they left out a document or a folder.
    pub(super) has_ignored: bool,
}

/// Lists the tree under a folder.
pub(super) fn list(root: &Path, options: &WalkOptions) -> Result<Listing, InputError> {
    let refused = |error: io::Error| match error.kind() {
        ErrorKind::NotFound => InputError::NoSuchFolder(root.to_owned()),
        ErrorKind::NotADirectory => InputError::NotAFolder(root.to_owned()),
        _ => InputError::Unreadable(root.to_owned(), error),
    };
    let canonical = fs::canonicalize(root).map_err(refused)?;
    fs::read_dir(root).map_err(refused)?;

    let mut walk = Walk::new(root, canonical, options);
    let mut entries = WalkDir::new(root).follow_links(false).sort_by(order).into_iter();
    while let Some(entry) = entries.next() {
        let leave = match entry {
            Ok(entry) => walk.visit(entry),
            Err(error) => walk.refuse(&error),
        };
        for _ in 0..leave {
            entries.skip_current_dir();
        }
    }
    Ok(walk.found)
}

/// By name, but what decides over a folder comes before all else that is in it, which saves asking for it in every folder.
fn order(left: &DirEntry, right: &DirEntry) -> Ordering {
    let [left, right] = [left, right].map(|entry| entry.path().as_os_str().as_encoded_bytes());
    let decides = |path: &[u8]| {
        let folder = path.strip_suffix(b".git").or_else(|| path.strip_suffix(b".gitignore"));
        folder.and_then(<[u8]>::last).is_some_and(|&last| is_separator(char::from(last)))
    };
    decides(right).cmp(&decides(left)).then_with(|| left.cmp(right))
}

/// How many of the open folders to leave at once: a folder is open from the moment that it is visited.
type Leave = usize;

struct Walk<'a> {
    root: &'a Path,
    canonical: PathBuf,
    /// The top of the work tree around the root; outside a repository, the root.
    repository: PathBuf,
    /// The paths of the folders around the current entry, the root first.
    around: Vec<String>,
    tracked: Option<&'a HashSet<String>>,
    /// The folders around tracked files, which are entered although they are ignored.
    tracked_folders: HashSet<&'a str>,
    /// The depth of the ignored folder that was entered for the sake of tracked files.
    ignored_from: Option<usize>,
    found: Listing,
}

impl<'a> Walk<'a> {
    fn new(root: &'a Path, canonical: PathBuf, options: &'a WalkOptions) -> Self {
        let tracked = options.tracked.as_ref();
        let tracked_folders = tracked.into_iter().flatten().flat_map(|path| outermost_first(path)).collect();
        let repository = canonical.clone();
        let found = Listing::default();
        let around = Vec::new();
        let mut walk =
            Self { root, canonical, repository, around, tracked, tracked_folders, ignored_from: None, found };
        if let Some(work_tree) = WorkTree::around(&walk.canonical) {
            walk.enter_repository(&work_tree, options);
            walk.repository = work_tree.top;
        }
        walk
    }

    /// Takes in what a repository says from outside the root.
    fn enter_repository(&mut self, work_tree: &WorkTree, options: &WalkOptions) {
        let way = relative(&self.canonical, &work_tree.top);
        let prefix = if way.is_empty() { way } else { way + "/" };
        let submodules = work_tree.submodules().into_iter();
        let inside = submodules.filter_map(|folder| Some(folder.strip_prefix(&prefix)?.to_owned()));
        self.found.unseen.extend(inside.map(|folder| (folder, Exclusion::NestedRepository)));

        let users = work_tree.configured_excludes().or_else(|| options.global_excludes.clone());
        let whole = users.into_iter().chain([work_tree.exclude_file()]);
        let mut sources: Vec<_> = whole.map(|file| (0, fs::metadata(&file), file)).collect();
        let folders = std::iter::once(0).chain(prefix.match_indices('/').map(|(slash, _)| slash + 1));
        for start in folders.filter(|&start| start < prefix.len()) {
            let file = work_tree.top.join(&prefix[..start]).join(".gitignore");
            sources.push((start, fs::symlink_metadata(&file), file));
        }
        self.found.rules = IgnoreRules::new(prefix, work_tree.ignores_case());
        for (start, metadata, file) in sources {
            let added = read_rules(&file, metadata).and_then(|rules| self.found.rules.add_outer(start, &rules));
            self.note_rules(&file.to_string_lossy(), added);
        }
    }

    /// Reports ignore rules that could not be had: then more is read than was meant.
    fn note_rules(&mut self, path: &str, added: io::Result<()>) {
        if let Err(error) = added {
            let message = format!("ignore rules cannot be read: {}", error.kind());
            self.found.problems.push((path.to_owned(), whole_file(ProblemCode::Unreadable, message)));
        }
    }

    fn visit(&mut self, entry: DirEntry) -> Leave {
        let (depth, kind) = (entry.depth(), entry.file_type());
        self.around.truncate(depth);
        let Some(parent) = self.around.last() else {
            self.around.push(String::new());
            return 0;
        };
        let name = entry.file_name().to_string_lossy();
        let path = join(parent, &name);
        if self.ignored_from.is_some_and(|from| depth <= from) {
            self.ignored_from = None;
        }
        if name == ".git" && depth > 1 && entry.path().parent().is_some_and(is_repository) {
            self.found.unseen.push((parent.clone(), Exclusion::NestedRepository));
            return 1 + usize::from(kind.is_dir());
        }
        if VERSION_CONTROL.contains(&&*name) {
            self.found.unseen.push((path, Exclusion::VersionControl));
            return usize::from(kind.is_dir());
        }
        if kind.is_dir() {
            return self.visit_folder(path, depth);
        }
        if name == ".gitignore" {
            self.take_rules(entry.path(), &path);
        }
        if self.tracked.is_some_and(|tracked| tracked.contains(&path)) || !self.is_ignored(&path, Entry::File) {
            self.take(entry, path, kind);
        } else {
            self.found.has_ignored |= is_document(&path);
        }
        0
    }

    fn visit_folder(&mut self, path: String, depth: usize) -> Leave {
        if self.is_ignored(&path, Entry::Folder) {
            if !self.tracked_folders.contains(path.as_str()) {
                self.found.has_ignored = true;
                return 1;
            }
            self.ignored_from.get_or_insert(depth);
        }
        self.around.push(path.clone());
        self.found.folders.push(path);
        0
    }

    fn is_ignored(&self, path: &str, entry: Entry) -> bool {
        self.ignored_from.is_some() || self.found.rules.match_entry(path, entry)
    }

    fn take_rules(&mut self, file: &Path, path: &str) {
        let rules = read_rules(file, fs::symlink_metadata(file));
        let added = rules.and_then(|rules| self.found.rules.add(folder(path), &rules));
        self.note_rules(path, added);
    }

    fn take(&mut self, entry: DirEntry, path: String, kind: FileType) {
        if kind.is_symlink() {
            return self.take_link(entry.path(), path);
        }
        match (kind.is_file(), is_document(&path)) {
            (true, true) => self.found.documents.push(Candidate { path: path.clone(), file: entry.into_path() }),
            (false, true) => return self.found.irregular.push((path, not_regular())),
            (true, false) => {}
            (false, false) => return,
        }
        self.found.files.push(path);
    }

    /// Looks where a link leads, and not beyond. One that leads nowhere, or in a circle, is nothing.
    fn take_link(&mut self, link: &Path, path: String) {
        let target = match fs::canonicalize(link) {
            Ok(target) => target,
            Err(error) if error.kind() == ErrorKind::PermissionDenied => {
                return self.found.unseen.push((path, Exclusion::SymbolicLink));
            }
            Err(_) => return,
        };
        if !target.starts_with(&self.repository) {
            if is_document(&path) {
                let written = fs::read_link(link).unwrap_or_default();
                let message =
                    format!("a link to `{}` leads out of the repository and was not followed", written.display());
                self.found.irregular.push((path.clone(), whole_file(ProblemCode::LinkLeadsOut, message)));
            }
            self.found.unseen.push((path, Exclusion::SymbolicLink));
        } else if target.is_dir() {
            self.found.unseen.push((path.clone(), Exclusion::SymbolicLink));
            self.found.folders.push(path);
        } else if target.is_file() {
            if is_document(&path) {
                self.found.links.push(path.clone());
            }
            self.found.files.push(path);
        }
    }

    /// A folder that cannot be listed is reported; one that vanished meanwhile is not.
    fn refuse(&mut self, error: &walkdir::Error) -> Leave {
        let Some(cause) = error.io_error().filter(|cause| cause.kind() != ErrorKind::NotFound) else {
            return 0;
        };
        let path = relative(error.path().unwrap_or(self.root), self.root);
        self.found.problems.push((path.clone(), unreadable(cause)));
        self.found.unseen.push((path, Exclusion::UnreadableFolder));
        0
    }
}
