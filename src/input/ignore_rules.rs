//! The ignore rules of Git that hold in one tree, asked by path.
//!
//! A rule nearer to a file wins over one farther away: the `.gitignore` of its folder, of the folders above up to the top
//! of the work tree, then `info/exclude`, then the user's own file. Within a file the last matching line wins.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _};
use std::path::Path;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::path::{folder, outermost_first};

/// The largest file of ignore rules that is read. Compiling patterns costs far more than reading them.
const MAX_RULES_BYTES: u64 = 1024 * 1024;

/// What a path names; some rules hold for folders alone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    File,
    Folder,
}

/// The rules of a tree. Paths are relative to its root.
#[derive(Debug, Default)]
pub(super) struct IgnoreRules {
    /// What leads from the top of the work tree to the root: empty, or ending in `/`.
    prefix: String,
    /// Rules from outside the root, weakest first, each with the length of that part of the prefix that it does not see.
    outer: Vec<(usize, Gitignore)>,
    /// Rules of the folders of the tree that have any.
    folders: BTreeMap<String, Gitignore>,
    /// As Git sets `core.ignoreCase` where the file system does not tell upper from lower case.
    case_insensitive: bool,
}

impl IgnoreRules {
    /// No rules yet, for a root that lies at `prefix` (empty, or ending in `/`) in its work tree.
    pub(super) fn new(prefix: String, case_insensitive: bool) -> Self {
        Self { prefix, case_insensitive, ..Self::default() }
    }

    /// Adds rules that hold for a part of the work tree, stronger than those added before. The part begins `skip` bytes into
    /// the prefix.
    pub(super) fn add_outer(&mut self, skip: usize, rules: &[u8]) -> io::Result<()> {
        let compiled = self.compile(rules)?;
        self.outer.extend(compiled.map(|compiled| (skip, compiled)));
        Ok(())
    }

    /// Adds the rules of a folder.
    pub(super) fn add(&mut self, folder: &str, rules: &[u8]) -> io::Result<()> {
        let compiled = self.compile(rules)?;
        self.folders.extend(compiled.map(|compiled| (folder.to_owned(), compiled)));
        Ok(())
    }

    /// Whether the rules leave this very path out; whether they leave out a folder around it was asked before.
    pub(super) fn match_entry(&self, path: &str, entry: Entry) -> bool {
        let is_folder = entry == Entry::Folder;
        let mut around = folder(path);
        while !self.folders.is_empty() {
            let rest = if around.is_empty() { path } else { &path[around.len() + 1..] };
            let rules = self.folders.get(around).map_or(Match::None, |rules| rules.matched(rest, is_folder));
            if !rules.is_none() {
                return rules.is_ignore();
            }
            if around.is_empty() {
                break;
            }
            around = folder(around);
        }
        if self.outer.is_empty() {
            return false;
        }
        let full = format!("{}{path}", self.prefix);
        let outer = self.outer.iter().rev().map(|(skip, rules)| rules.matched(&full[*skip..], is_folder));
        outer.into_iter().find(|found| !found.is_none()).is_some_and(|found| found.is_ignore())
    }

    /// Whether the rules leave out a path or a folder around it. The path itself may be a file or a folder.
    pub(super) fn cover(&self, path: &str) -> bool {
        if self.folders.is_empty() && self.outer.is_empty() {
            return false;
        }
        outermost_first(path).any(|around| self.match_entry(around, Entry::Folder))
            || self.match_entry(path, Entry::File)
    }

    /// Compiles the lines of one file, if it has any pattern. A line that is none, or no UTF-8, matches nothing.
    fn compile(&self, rules: &[u8]) -> io::Result<Option<Gitignore>> {
        if rules.is_empty() {
            return Ok(None);
        }
        let mut builder = GitignoreBuilder::new("");
        let refused = |error: ignore::Error| io::Error::new(ErrorKind::InvalidData, error);
        builder.case_insensitive(self.case_insensitive).map_err(refused)?;
        let rules = rules.strip_prefix("\u{feff}".as_bytes()).unwrap_or(rules);
        for line in rules.split(|&byte| byte == b'\n') {
            let Ok(line) = std::str::from_utf8(line) else { continue };
            if line.trim_end() != "!" {
                let _ = builder.add_line(None, &translated(line));
            }
        }
        builder.build().map(|rules| (!rules.is_empty()).then_some(rules)).map_err(refused)
    }
}

/// The bytes of a file of rules; none at all where there is no regular file. Git follows a link to any but a `.gitignore`, for
/// which the caller asks `symlink_metadata`.
pub(super) fn read_rules(file: &Path, metadata: io::Result<fs::Metadata>) -> io::Result<Vec<u8>> {
    let metadata = match metadata {
        Ok(metadata) if metadata.is_file() => metadata,
        Err(error) if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Err(error),
        _ => return Ok(Vec::new()),
    };
    if metadata.len() > MAX_RULES_BYTES {
        return Err(ErrorKind::FileTooLarge.into());
    }
    let mut bytes = Vec::new();
    File::open(file)?.take(MAX_RULES_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Named classes of characters, which Git knows and the matcher does not.
const CLASSES: [(&str, &str); 7] = [
    ("[:alnum:]", "0-9A-Za-z"),
    ("[:alpha:]", "A-Za-z"),
    ("[:digit:]", "0-9"),
    ("[:lower:]", "a-z"),
    ("[:space:]", " \t"),
    ("[:upper:]", "A-Z"),
    ("[:xdigit:]", "0-9A-Fa-f"),
];

/// The pattern as the matcher understands it: named classes spelled out, and braces escaped, because they are characters like
/// any other to Git and alternatives to the matcher.
fn translated(pattern: &str) -> String {
    let mut pattern = pattern.to_owned();
    if pattern.contains("[:") {
        pattern = CLASSES.iter().fold(pattern, |pattern, (name, characters)| pattern.replace(name, characters));
    }
    let mut escaped = String::with_capacity(pattern.len());
    let mut rest = pattern.as_str();
    while let Some(at) = rest.find(['{', '}', '\\', '[']) {
        escaped.push_str(&rest[..at]);
        let length = match rest.as_bytes()[at] {
            b'\\' => 1 + rest[at + 1..].chars().next().map_or(0, char::len_utf8),
            b'[' => class_length(&rest[at..]),
            _ => {
                escaped.push('\\');
                1
            }
        };
        escaped.push_str(&rest[at..at + length]);
        rest = &rest[at + length..];
    }
    escaped + rest
}

/// The length of a class of characters such as `[!a-z]`; of its bracket alone where it does not close.
fn class_length(text: &str) -> usize {
    let inner = text[1..].trim_start_matches(['!', '^']);
    let start = text.len() - inner.len() + usize::from(inner.starts_with(']'));
    text[start..].find(']').map_or(1, |end| start + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(folders: &[(&str, &str)]) -> IgnoreRules {
        let mut rules = IgnoreRules::default();
        for (folder, lines) in folders {
            rules.add(folder, lines.as_bytes()).unwrap();
        }
        rules
    }

    #[test]
    fn the_rule_nearest_to_a_file_wins() {
        let rules = rules(&[("", "*.md\n/docs/b.md"), ("docs", "!a.md")]);
        assert!(!rules.cover("docs/a.md"));
        assert!(rules.cover("docs/b.md") && rules.cover("a.md") && rules.cover("docs/sub/b.md"));
    }

    #[test]
    fn a_file_in_an_ignored_folder_cannot_be_taken_back() {
        assert!(rules(&[("", "build/\n!build/a.md")]).cover("build/a.md"));
    }

    #[test]
    fn rules_from_above_the_root_see_the_path_from_their_own_folder() {
        let mut rules = IgnoreRules::new("team/docs/".to_owned(), false);
        rules.add_outer(0, b"/team/docs/a.md\n").unwrap();
        rules.add_outer("team/".len(), b"/docs/b.md\n!c.md\n").unwrap();
        rules.add("", b"c.md").unwrap();
        assert!(rules.cover("a.md") && rules.cover("b.md") && rules.cover("c.md"));
        assert!(!rules.cover("x/a.md"));
    }

    #[test]
    fn braces_are_ordinary_characters() {
        let rules = rules(&[("", "*.{md,txt}\n[{]a\n\\{b\n[c\n")]);
        assert!(!rules.cover("a.md") && rules.cover("a.{md,txt}"));
        assert!(rules.cover("{a") && rules.cover("{b"));
    }

    #[test]
    fn named_classes_of_characters_are_known() {
        let rules = rules(&[("", "v[[:digit:]].md\nx[^[:alpha:]_].md")]);
        assert!(rules.cover("v1.md") && !rules.cover("vd.md"));
        assert!(rules.cover("x1.md") && !rules.cover("xa.md") && !rules.cover("x_.md"));
    }

    #[test]
    fn a_line_that_is_no_pattern_spoils_no_other() {
        assert!(rules(&[("", "\u{feff}a.md\r\n[z-a]\nb.md  \n!\n")]).cover("b.md"));
        let mut rules = IgnoreRules::default();
        rules.add("", b"\xff\na.md\n").unwrap();
        assert!(rules.cover("a.md"));
    }
}
