//! Where bytes come from: which files of a tree are documents, which are not and why, and what stands in them.
//!
//! A source of bytes lists paths (`work_tree` does, with `file` to read them); what is a document among them is decided from
//! the paths alone (`exclusion`, `file_set`), so that a source without a work tree gives the same answers.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

use globset::GlobSet;
use miette::Diagnostic;
use thiserror::Error;

use crate::document::problem::ParseProblem;
use exclusion::Exclusion;
use file_set::FileSet;
use selection::Selection;

pub mod exclusion;
pub mod file;
pub mod file_set;
mod git_dir;
mod ignore_rules;
pub mod own;
pub mod path;
mod selection;
pub mod snapshot;
pub mod stdin;
mod vendored;
mod work_tree;

#[cfg(test)]
mod tests;

/// What a tree holds. Everything is sorted by path, and every path with the name of a document that Git does not ignore is
/// in exactly one of `documents`, `excluded` and `problems`.
#[derive(Debug, Default)]
pub struct Tree {
    /// What is read.
    pub documents: Vec<Candidate>,
    /// What has the name of a document and is not read.
    pub excluded: Vec<Excluded>,
    /// All files and folders, documents or not, excluded or not.
    pub files: FileSet,
    /// What is wrong with a file or folder before any text is read, with its path; that of an ignore file outside the root is
    /// absolute.
    pub problems: Vec<(String, ParseProblem)>,
    /// Whether a rule of Git left out a document or a folder, which may hold what is tracked all the same.
    pub has_ignored: bool,
}

/// A document that is to be read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    /// The path relative to the root, separated by `/`; a name that is not Unicode is shown with replacement characters.
    pub path: String,
    /// What to open.
    pub file: PathBuf,
}

/// A document that is not read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Excluded {
    /// The path as in [`Candidate`].
    pub path: String,
    /// Why it is not read.
    pub reason: Exclusion,
}

/// What narrows or widens the set of documents. Globs match paths relative to the root.
///
/// Git lists a file that it tracks even where a rule ignores it, which the files alone do not show: without `tracked`, such
/// a file is not found.
#[derive(Clone, Debug, Default)]
pub struct WalkOptions {
    /// Nothing else is read.
    pub include: Option<GlobSet>,
    /// Not read, whatever else holds.
    pub exclude: Option<GlobSet>,
    /// Read although it looks like an issue template, an agent prompt or part of a dependency.
    pub always: Option<GlobSet>,
    /// Files that Git tracks, relative to the root; they win over rules that ignore them.
    pub tracked: Option<HashSet<String>>,
    /// The user's own ignore rules, honoured inside a repository; see [`global_excludes`].
    pub global_excludes: Option<PathBuf>,
}

/// What stops the listing of a tree; each is a mistake in what was asked for.
#[derive(Debug, Error, Diagnostic)]
pub enum InputError {
    /// There is nothing of that name.
    #[error("the folder `{}` does not exist", .0.display())]
    #[diagnostic(help("name a folder that holds documents, or run in it without naming one"))]
    NoSuchFolder(PathBuf),
    /// The root is a file.
    #[error("`{}` is not a folder", .0.display())]
    #[diagnostic(help("name the folder that the file lies in"))]
    NotAFolder(PathBuf),
    /// The system does not let the root be read.
    #[error("the folder `{}` cannot be read: {}", .0.display(), .1.kind())]
    #[diagnostic(help("give the user who runs this permission to list and enter the folder"))]
    Unreadable(PathBuf, #[source] io::Error),
}

/// Lists the tree under a folder: the set of `git ls-files -co --exclude-standard` as far as files alone show it. Links are
/// not followed, repositories in the tree are not entered. Where a rule ignores the root itself, naming it wins.
///
/// # Errors
/// When the root is no folder that can be read; everything below it that cannot be read is a problem in the tree.
pub fn walk(root: &Path, options: &WalkOptions) -> Result<Tree, InputError> {
    let mut found = work_tree::list(root, options)?;
    let rules = std::mem::take(&mut found.rules);
    let [files, folders] = [&mut found.files, &mut found.folders].map(std::mem::take);
    let files = FileSet::new(files, folders, std::mem::take(&mut found.unseen), rules);
    Ok(selected(found, files, options))
}

/// Decides which of the files that were listed are documents to be read.
fn selected(found: work_tree::Listing, files: FileSet, options: &WalkOptions) -> Tree {
    let mut selection = Selection::new(&files, options);

    let mut tree = Tree::default();
    for document in found.documents {
        match selection.exclusion(&document.path) {
            Some(reason) => tree.excluded.push(Excluded { path: document.path, reason }),
            None => tree.documents.push(document),
        }
    }
    for path in found.links {
        let reason = selection.exclusion(&path).unwrap_or(Exclusion::SymbolicLink);
        tree.excluded.push(Excluded { path, reason });
    }
    for (path, problem) in found.irregular {
        match selection.exclusion(&path) {
            Some(reason) => tree.excluded.push(Excluded { path, reason }),
            None => tree.problems.push((path, problem)),
        }
    }
    tree.has_ignored = found.has_ignored;
    tree.problems.extend(found.problems);
    tree.documents.sort();
    tree.excluded.sort();
    tree.problems.sort_by(|(left, _), (right, _)| left.cmp(right));
    tree.files = files;
    tree
}

/// Why a file of a tree is not read; `None` when it is. The whole tree is walked, so that the answer is that of [`walk`].
///
/// # Errors
/// As for [`walk`].
pub fn exclusion_of(root: &Path, path: &str, options: &WalkOptions) -> Result<Option<Exclusion>, InputError> {
    walk(root, options).map(|tree| tree.exclusion_of(path))
}

/// The commit that is checked out around a folder, by its name in hexadecimal digits; none outside Git and before the first commit.
pub fn head_commit(root: &Path) -> Option<String> {
    git_dir::WorkTree::around(root)?.head()
}

/// The file of the user's own ignore rules that Git's configuration and environment name; it may not exist.
pub fn global_excludes() -> Option<PathBuf> {
    ignore::gitignore::gitconfig_excludes_path()
}

impl Tree {
    /// Why a file is not read; `None` when it is a document, or reported as a problem.
    pub fn exclusion_of(&self, path: &str) -> Option<Exclusion> {
        if let Ok(index) = self.excluded.binary_search_by(|excluded| excluded.path.as_str().cmp(path)) {
            return Some(self.excluded[index].reason);
        }
        if self.documents.binary_search_by(|document| document.path.as_str().cmp(path)).is_ok()
            || self.problems.iter().any(|(of, _)| of == path)
        {
            return None;
        }
        let unseen = self.files.unseen(path);
        let present = self.files.contains_file(path) || self.files.contains_folder(path);
        Some(unseen.unwrap_or(if present { Exclusion::NotMarkdown } else { Exclusion::Absent }))
    }
}
