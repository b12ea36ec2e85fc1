//! Where Git keeps its own data for a work tree, and the little of it that decides which files there are.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// The longest of Git's small text files that is looked at, in bytes.
const MAX_BYTES: u64 = 1024 * 1024;

/// The work tree around a folder.
pub(super) struct WorkTree {
    /// Its topmost folder.
    pub(super) top: PathBuf,
    /// Where Git keeps what all linked work trees share: `config`, `info/exclude`.
    common: PathBuf,
}

impl WorkTree {
    /// The work tree that a folder lies in; the path must be absolute.
    pub(super) fn around(folder: &Path) -> Option<Self> {
        let top = folder.ancestors().find(|around| is_repository(around))?;
        Some(Self { top: top.to_owned(), common: common_folder(top) })
    }

    /// The exclude file of the repository, which is not part of the tree.
    pub(super) fn exclude_file(&self) -> PathBuf {
        self.common.join("info/exclude")
    }

    /// Whether the repository takes upper and lower case for the same, as Git notes when it makes one on such a disk.
    pub(super) fn ignores_case(&self) -> bool {
        self.setting("ignorecase").is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    /// The user's exclude file where the repository's own configuration names one.
    pub(super) fn configured_excludes(&self) -> Option<PathBuf> {
        let value = self.setting("excludesfile")?;
        let home = value.strip_prefix("~/").and_then(|rest| Some(std::env::home_dir()?.join(rest)));
        Some(home.unwrap_or_else(|| self.top.join(value)))
    }

    /// The folders of submodules, checked out or not, relative to the top.
    pub(super) fn submodules(&self) -> Vec<String> {
        let text = text(&self.top.join(".gitmodules")).unwrap_or_default();
        entries(&text).filter(|(_, key, _)| key == "path").map(|(_, _, value)| value).collect()
    }

    /// The commit that is checked out, by its name in hexadecimal digits; none before the first one.
    pub(super) fn head(&self) -> Option<String> {
        let git = self.top.join(".git");
        let own = if git.is_dir() { git } else { git_folder(&git)? };
        let head = text(&own.join("HEAD"))?;
        let Some(name) = head.trim().strip_prefix("ref:").map(str::trim) else { return object(&head) };
        if !name.starts_with("refs/") || name.split('/').any(|part| part == "..") {
            return None;
        }
        let loose = [&own, &self.common].into_iter().find_map(|folder| object(&text(&folder.join(name))?));
        let packed = || {
            let packed = text(&self.common.join("packed-refs"))?;
            packed
                .lines()
                .find_map(|line| line.split_once(' ').filter(|(_, known)| *known == name).map(|(id, _)| object(id)))?
        };
        loose.or_else(packed)
    }

    fn setting(&self, name: &str) -> Option<String> {
        let text = text(&self.common.join("config"))?;
        let all = entries(&text).filter(|(section, key, _)| section == "core" && key == name);
        all.map(|(_, _, value)| value).last()
    }
}

/// The name of an object: 40 or 64 hexadecimal digits.
fn object(text: &str) -> Option<String> {
    let text = text.trim();
    (matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| text.to_owned())
}

/// Whether a folder is the top of a work tree: its `.git` is a folder with a `HEAD`, or a file that names such a folder.
pub(super) fn is_repository(folder: &Path) -> bool {
    let git = folder.join(".git");
    match fs::metadata(&git) {
        Ok(metadata) if metadata.is_dir() => fs::symlink_metadata(git.join("HEAD")).is_ok(),
        Ok(_) => git_folder(&git).is_some(),
        Err(_) => false,
    }
}

/// The folder of the repository that a work tree belongs to; in a linked work tree, `.git` names the folder of that work
/// tree alone and `commondir` the way from there.
fn common_folder(top: &Path) -> PathBuf {
    let git = top.join(".git");
    let folder = git_folder(&git).map_or(git, |named| top.join(named));
    let common = text(&folder.join("commondir")).map(|common| folder.join(common.trim_end_matches(['\r', '\n'])));
    common.unwrap_or(folder)
}

/// The folder that a file called `.git` names.
fn git_folder(git: &Path) -> Option<PathBuf> {
    let text = text(git)?;
    let folder = text.strip_prefix("gitdir:")?.trim_start().trim_end_matches(['\r', '\n']);
    (!folder.is_empty()).then(|| PathBuf::from(folder))
}

/// The text of a small regular file.
fn text(file: &Path) -> Option<String> {
    if !fs::metadata(file).ok()?.is_file() {
        return None;
    }
    let mut text = String::new();
    fs::File::open(file).ok()?.take(MAX_BYTES).read_to_string(&mut text).ok()?;
    Some(text)
}

/// The settings of a file in the format of Git's configuration: section and key in lower case, and the value. Files that it
/// includes and values over several lines are not looked at.
fn entries(text: &str) -> impl Iterator<Item = (String, String, String)> {
    let mut section = String::new();
    text.lines().filter_map(move |line| {
        let line = line.trim();
        if let Some(header) = line.strip_prefix('[') {
            section = header.split([']', ' ']).next().unwrap_or_default().to_ascii_lowercase();
            return None;
        }
        let (key, value) = line.split_once('=').unwrap_or((line, "true"));
        let value = value.trim();
        let quoted = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
        let plain = || value.split(['#', ';']).next().unwrap_or_default().trim_end();
        let value =
            quoted.map_or_else(|| plain().to_owned(), |value| value.replace("\\\\", "\\").replace("\\\"", "\""));
        Some((section.clone(), key.trim().to_ascii_lowercase(), value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_with_their_section() {
        let text =
            "[core]\n\tignoreCase = true ; a remark\n excludesFile = \"/a b\"\n[submodule \"x\"]\n path = docs/x\n";
        let found: Vec<_> = entries(text).collect();
        let expected =
            [("core", "ignorecase", "true"), ("core", "excludesfile", "/a b"), ("submodule", "path", "docs/x")];
        assert_eq!(found, expected.map(|(section, key, value)| (section.into(), key.into(), value.into())));
    }

    #[test]
    fn a_folder_called_git_without_a_head_makes_no_repository() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(".git")).unwrap();
        assert!(!is_repository(folder.path()));
        fs::write(folder.path().join(".git/HEAD"), "ref: refs/heads/main\n").unwrap();
        assert!(is_repository(folder.path()));
    }

    #[test]
    fn a_linked_work_tree_shares_the_exclude_file_of_its_repository() {
        let folder = tempfile::tempdir().unwrap();
        let (linked, own) = (folder.path().join("linked"), folder.path().join("main/.git/worktrees/linked"));
        fs::create_dir_all(&own).unwrap();
        fs::create_dir(&linked).unwrap();
        fs::write(linked.join(".git"), format!("gitdir: {}\n", own.display())).unwrap();
        fs::write(own.join("commondir"), "../..\n").unwrap();
        let found = WorkTree::around(&linked).unwrap();
        assert_eq!(found.exclude_file(), own.join("../../info/exclude"));
    }
}
