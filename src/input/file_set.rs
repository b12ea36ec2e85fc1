//! Every file and folder of a tree by its path, so that links are resolved without touching a disk.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::exclusion::Exclusion;
use super::ignore_rules::IgnoreRules;
use super::path::outermost_first;

/// The files and folders of a tree, Markdown or not. Paths are relative to the root, separated by `/`; the root is the
/// empty path. What Git ignores is not part of it, and what was not entered is known to be unknown.
#[derive(Debug, Default)]
pub struct FileSet {
    files: Vec<String>,
    folders: Vec<String>,
    unseen: Vec<(String, Exclusion)>,
    rules: IgnoreRules,
    folded: OnceLock<HashMap<String, String>>,
}

impl FileSet {
    /// A set from its parts in any order (stable sorting is quick where they are nearly sorted): files, folders, and what was not looked into with the reason.
    pub(super) fn new(
        mut files: Vec<String>,
        mut folders: Vec<String>,
        mut unseen: Vec<(String, Exclusion)>,
        rules: IgnoreRules,
    ) -> Self {
        files.sort();
        folders.sort();
        unseen.sort();
        Self { files, folders, unseen, rules, folded: OnceLock::new() }
    }

    /// All files, sorted.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(String::as_str)
    }

    /// All folders but the root, sorted.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        self.folders.iter().map(String::as_str)
    }

    /// Whether a file has exactly this path.
    pub fn contains_file(&self, path: &str) -> bool {
        contains(&self.files, path)
    }

    /// Whether a folder has exactly this path. The root is a folder.
    pub fn contains_folder(&self, path: &str) -> bool {
        path.is_empty() || contains(&self.folders, path)
    }

    /// Whether nothing can be said about a path: Git ignores it, so that it may exist on one machine and not on the next,
    /// or it lies where the walk did not look. The answer depends on the rules and not on what lies there today.
    pub fn is_ignored(&self, path: &str) -> bool {
        self.unseen(path).is_some()
    }

    /// The file, or else the folder, whose path differs from this one in nothing but case; the first where there are more.
    pub fn similar(&self, path: &str) -> Option<&str> {
        let folded = self.folded.get_or_init(|| {
            let mut folded = HashMap::new();
            for known in self.files.iter().chain(&self.folders) {
                folded.entry(known.to_lowercase()).or_insert_with(|| known.clone());
            }
            folded
        });
        folded.get(&path.to_lowercase()).map(String::as_str)
    }

    /// Why nothing can be said about a path.
    pub(super) fn unseen(&self, path: &str) -> Option<Exclusion> {
        let path = path.trim_end_matches('/');
        if self.contains_file(path) || self.contains_folder(path) {
            return None;
        }
        let entered = |around: &str| self.unseen.binary_search_by(|(unseen, _)| unseen.as_str().cmp(around));
        let around = outermost_first(path).find_map(|around| entered(around).ok());
        around.map(|index| self.unseen[index].1).or_else(|| self.rules.cover(path).then_some(Exclusion::GitIgnored))
    }
}

fn contains(sorted: &[String], path: &str) -> bool {
    sorted.binary_search_by(|known| known.as_str().cmp(path)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(files: &[&str], folders: &[&str], ignored: &str) -> FileSet {
        let owned = |paths: &[&str]| paths.iter().map(|&path| path.to_owned()).collect();
        let mut rules = IgnoreRules::default();
        rules.add("", ignored.as_bytes()).unwrap();
        FileSet::new(owned(files), owned(folders), vec![("sub".to_owned(), Exclusion::NestedRepository)], rules)
    }

    #[test]
    fn a_path_is_found_by_its_exact_spelling_and_offered_by_another() {
        let files = set(&["docs/Über.md", "a.md"], &["docs"], "");
        assert!(files.contains_file("a.md") && !files.contains_file("A.md") && !files.contains_file("docs"));
        assert!(files.contains_folder("docs") && files.contains_folder("") && !files.contains_folder("doc"));
        assert_eq!(files.similar("Docs/über.MD"), Some("docs/Über.md"));
        assert_eq!(files.similar("DOCS"), Some("docs"));
        assert_eq!(files.similar("b.md"), None);
    }

    #[test]
    fn nothing_is_said_about_what_git_ignores_whether_or_not_it_is_there_today() {
        let files = set(&["build/kept.md"], &["build"], "build/\n*.log\n");
        for path in ["build/out/a.md", "build/a.md", "a.log", "docs/a.log", "sub", "sub/a.md"] {
            assert!(files.is_ignored(path), "{path}");
        }
        for path in ["build/kept.md", "builds/a.md", "subs/a.md", "missing.md", "", "build"] {
            assert!(!files.is_ignored(path), "{path}");
        }
        assert!(set(&[], &[], "build/").is_ignored("build/"));
    }
}
