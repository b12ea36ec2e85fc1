//! Tells a folder of copied dependencies from one that is merely called `vendor` and holds, say, the policy on suppliers.

use std::collections::HashMap;

use super::file_set::FileSet;
use super::path::{folder, name, outermost_first};

/// Folders that often hold dependencies. The name decides nothing; what lies in them does.
const NAMES: [&str; 3] = ["vendor", "third_party", "third-party"];

/// What package managers leave behind in such a folder: everything in it is theirs.
const MARKERS: [&str; 4] = ["modules.txt", "autoload.php", "composer/installed.json", ".gitmodules"];

/// Files that make a folder below it a package of somebody else, documentation included.
const MANIFESTS: [&str; 20] = [
    ".cargo-checksum.json",
    "BUILD",
    "BUILD.bazel",
    "CMakeLists.txt",
    "Cargo.toml",
    "Package.swift",
    "README.chromium",
    "bower.json",
    "build.gradle",
    "build.gradle.kts",
    "composer.json",
    "configure.ac",
    "go.mod",
    "meson.build",
    "mix.exs",
    "package.json",
    "pom.xml",
    "pyproject.toml",
    "setup.cfg",
    "setup.py",
];

/// Endings of source code.
const SOURCE: [&str; 27] = [
    "c", "cc", "cpp", "cs", "cxx", "ex", "exs", "gemspec", "go", "h", "hpp", "java", "js", "jsx", "kt", "lua", "m",
    "mjs", "php", "pl", "proto", "py", "rb", "rs", "scala", "swift", "ts",
];

/// First words of the names of the documents that accompany source code.
const COMPANIONS: [&str; 14] = [
    "authors",
    "changelog",
    "changes",
    "code_of_conduct",
    "contributing",
    "contributors",
    "copying",
    "history",
    "license",
    "licence",
    "maintainers",
    "notice",
    "readme",
    "security",
];

/// What is known of one folder below a folder that often holds dependencies.
#[derive(Default)]
struct Contents {
    manifest: bool,
    licence: bool,
    source: bool,
}

/// The folders of a tree that may hold dependencies.
#[derive(Default)]
pub(super) struct Vendored {
    folders: HashMap<String, Contents>,
    marked: Vec<String>,
}

impl Vendored {
    /// Looks at the files of a tree if any of its folders has one of the names.
    pub(super) fn of(files: &FileSet) -> Self {
        let any = files.folders().any(|folder| NAMES.contains(&name(folder)));
        if any { Self::new(files.files()) } else { Self::default() }
    }

    /// Looks at the paths of all files of a tree.
    fn new<'a>(files: impl Iterator<Item = &'a str>) -> Self {
        let mut found = Self::default();
        for file in files {
            for top in tops(file) {
                found.note(top, file);
            }
        }
        found
    }

    fn note(&mut self, top: &str, file: &str) {
        if MARKERS.contains(&&file[top.len() + 1..]) {
            self.marked.push(top.to_owned());
        }
        let name = name(file);
        let contents = self.folders.entry(folder(file).to_owned()).or_default();
        contents.manifest |= MANIFESTS.contains(&name);
        contents.licence |= is_licence(name);
        contents.source |= name.rsplit_once('.').is_some_and(|(_, ending)| SOURCE.contains(&ending));
    }

    /// Whether a document came with a dependency. In a folder without a marker, that takes a package around it: a manifest,
    /// or at least two folders down, as in `vendor/host/owner/name`, source code and a licence. The README and the like
    /// need no licence beside the source code.
    pub(super) fn holds(&self, document: &str) -> bool {
        !self.folders.is_empty() && tops(document).any(|top| self.is_marked(top) || self.is_in_package(top, document))
    }

    fn is_marked(&self, top: &str) -> bool {
        self.marked.iter().any(|marked| marked == top)
    }

    fn is_in_package(&self, top: &str, document: &str) -> bool {
        let home = folder(document);
        let below = outermost_first(home).filter(|around| around.len() > top.len());
        below.enumerate().any(|(depth, around)| {
            let Some(contents) = self.folders.get(around) else { return false };
            let accompanies = contents.licence || (around == home && is_companion(name(document)));
            contents.manifest || (depth > 0 && contents.source && accompanies)
        })
    }
}

/// The folders on the way to a file that often hold dependencies.
fn tops(file: &str) -> impl Iterator<Item = &str> {
    outermost_first(folder(file)).filter(|around| NAMES.contains(&name(around)))
}

fn is_licence(name: &str) -> bool {
    ["license", "licence", "copying", "unlicense"].contains(&stem(name).as_str())
}

fn is_companion(name: &str) -> bool {
    COMPANIONS.contains(&stem(name).as_str())
}

/// A name up to its first point or hyphen, in lower case: `readme` of `README.de.md`, `license` of `LICENSE-MIT`.
fn stem(name: &str) -> String {
    name.split(['.', '-']).next().unwrap_or(name).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::path::is_document;

    /// Those of the Markdown files that came with a dependency.
    fn vendored<'a>(files: &[&'a str]) -> Vec<&'a str> {
        let known = Vendored::new(files.iter().copied());
        files.iter().copied().filter(|file| is_document(file) && known.holds(file)).collect()
    }

    #[test]
    fn a_folder_of_policies_is_read_whatever_it_is_called() {
        assert_eq!(vendored(&["vendor/index.md"]), [""; 0]);
        assert_eq!(vendored(&["vendor/acme/README.md", "vendor/acme/contract.pdf", "third_party/list.md"]), [""; 0]);
        assert_eq!(vendored(&["vendor/acme/2024/README.md", "vendor/acme/2024/scan.pdf"]), [""; 0]);
        assert_eq!(vendored(&["policies/vendor/index.md", "policies/vendor/check.py"]), [""; 0]);
        assert_eq!(vendored(&["vendor/acme/review.md", "vendor/acme/export.py"]), [""; 0]);
        assert_eq!(vendored(&["vendor/it/acme/review.md", "vendor/it/acme/export.py"]), [""; 0]);
    }

    #[test]
    fn everything_in_a_folder_that_a_package_manager_marked_is_vendored() {
        for marker in ["vendor/modules.txt", "vendor/autoload.php", "vendor/composer/installed.json"] {
            assert_eq!(
                vendored(&[marker, "vendor/a.md", "vendor/a/b/c/d.md", "a/vendor.md"]),
                ["vendor/a.md", "vendor/a/b/c/d.md"]
            );
        }
        assert_eq!(
            vendored(&["api/vendor/modules.txt", "api/vendor/a/README.md", "vendor/index.md"]),
            ["api/vendor/a/README.md"]
        );
    }

    #[test]
    fn what_accompanies_source_code_two_folders_down_is_vendored() {
        let go = ["vendor/github.com/owner/name/README.md", "vendor/github.com/owner/name/main.go"];
        assert_eq!(vendored(&go), [go[0]]);
        let german = ["third_party/a/b/CHANGELOG.de.md", "third_party/a/b/b.c"];
        assert_eq!(vendored(&german), [german[0]]);
    }

    #[test]
    fn the_guide_of_a_package_is_vendored_with_the_package() {
        let rust = ["third_party/serde/Cargo.toml", "third_party/serde/docs/guide.md"];
        assert_eq!(vendored(&rust), [rust[1]]);
        let go = ["vendor/host/a/LICENSE", "vendor/host/a/docs/guide.md", "vendor/host/a/a.go"];
        assert_eq!(vendored(&go), [go[1]]);
    }
}
