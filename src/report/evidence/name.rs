//! Names of files in a pack of evidence, made from paths of a repository that nobody vouches for: no name leaves the folder, no
//! name means a device or a stream somewhere, and no two names are one on a system that does not tell case apart.

use std::collections::HashSet;

use crate::output::is_steering;
use crate::report::register::sha256;
use crate::source::boundary_before;

/// Longest part of a path, in bytes; file systems allow 255.
const LONGEST: usize = 200;
/// How much of a part that is too long is kept.
const KEPT: usize = 120;
/// Names that mean a device on Windows, whatever stands behind the first dot.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
/// Devices with a number behind.
const NUMBERED_DEVICES: [&str; 2] = ["com", "lpt"];

/// Gives out names and remembers them.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Without regard to case.
    taken: HashSet<String>,
}

impl Names {
    /// The name of a file from its path in the repository, below a folder of the pack. What cannot stand in a name is written as
    /// `%` and two hexadecimal digits for each byte.
    pub(super) fn give(&mut self, folder: &str, path: &str) -> String {
        let parts: Vec<String> = path.split('/').map(part).collect();
        let (file, folders) = parts.split_last().map_or((String::new(), &[][..]), |(file, rest)| (file.clone(), rest));
        let folder = folders.iter().fold(folder.to_owned(), |folder, part| format!("{folder}/{part}"));
        let mut encoded = 0;
        loop {
            let name = format!("{folder}/{}", with_encoded(&file, encoded));
            if self.taken.insert(name.to_lowercase()) {
                return name;
            }
            encoded += 1;
        }
    }
}

/// A name with its first characters encoded, so that it differs from one that has the same letters in another case; from the length
/// of the name on, with a number behind.
fn with_encoded(file: &str, number: usize) -> String {
    let length = file.chars().count();
    let head: String = file.chars().take(number).map(encoded).collect();
    let tail: String = file.chars().skip(number).collect();
    if number > length { format!("{head}%~{number}") } else { head + &tail }
}

/// One part of a path, fit to be a name on every system.
fn part(name: &str) -> String {
    if name.is_empty() {
        return "%2F".to_owned();
    }
    let is_dots = name.chars().all(|character| character == '.');
    let last = name.chars().count() - 1;
    let is_forbidden = |index: usize, character: char| {
        is_steering(character)
            || matches!(character, '%' | '\\' | '/' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
            || is_dots
            || (index == last && matches!(character, '.' | ' '))
            || (index == 0 && (character == ' ' || is_device(name)))
    };
    let part: String = name
        .chars()
        .enumerate()
        .map(|(index, character)| if is_forbidden(index, character) { encoded(character) } else { character.into() })
        .collect();
    if part.len() <= LONGEST {
        return part;
    }
    format!("{}%~{}", &part[..boundary_before(&part, KEPT)], &sha256(name.as_bytes())[..16])
}

/// Whether Windows takes a name for a device.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    let is_numbered = |device: &str| {
        let number = stem.strip_prefix(device).unwrap_or_default();
        let mut characters = number.chars();
        matches!((characters.next(), characters.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
    };
    DEVICES.contains(&stem.as_str()) || NUMBERED_DEVICES.iter().any(|device| is_numbered(device))
}

fn encoded(character: char) -> String {
    let mut bytes = [0; 4];
    character.encode_utf8(&mut bytes).bytes().fold(String::new(), |text, byte| text + &format!("%{byte:02X}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(path: &str) -> String {
        Names::default().give("documents", path)
    }

    #[test]
    fn ordinary_paths_stay_as_they_are() {
        assert_eq!(one("policies/access.md"), "documents/policies/access.md");
        assert_eq!(one("Übersicht/a b.md"), "documents/Übersicht/a b.md");
        assert_eq!(one(".github/console.md"), "documents/.github/console.md");
    }

    #[test]
    fn no_path_leaves_the_folder() {
        assert_eq!(one("../x.md"), "documents/%2E%2E/x.md");
        assert_eq!(one("/etc/x.md"), "documents/%2F/etc/x.md");
        assert_eq!(one("a/.../x.md"), "documents/a/%2E%2E%2E/x.md");
        assert_eq!(one("..\\..\\x.md"), "documents/..%5C..%5Cx.md");
        assert_eq!(one("C:\\x.md"), "documents/C%3A%5Cx.md");
    }

    #[test]
    fn no_name_means_something_else_on_another_system() {
        assert_eq!(one("CON.md"), "documents/%43ON.md");
        assert_eq!(one("aux/lpt1.tar.md"), "documents/%61ux/%6Cpt1.tar.md");
        assert_eq!(one("com10.md"), "documents/com10.md");
        assert_eq!(one("end. /x.md "), "documents/end.%20/x.md%20");
        assert_eq!(one("a\nb\u{202e}.md"), "documents/a%0Ab%E2%80%AE.md");
        assert_eq!(one("100%.md"), "documents/100%25.md");
    }

    #[test]
    fn names_that_differ_in_case_alone_are_told_apart() {
        let mut names = Names::default();
        let given = ["A.md", "a.md", "%61.md", "a.MD"].map(|path| names.give("d", path));
        let folded: HashSet<String> = given.iter().map(|name| name.to_lowercase()).collect();
        assert_eq!(folded.len(), given.len(), "{given:?}");
        assert_eq!(&given[..2], ["d/A.md", "d/%61.md"]);
    }

    #[test]
    fn a_name_that_grows_too_long_is_cut_and_stays_itself() {
        let (first, second) = ("\u{1}".repeat(250) + "a", "\u{1}".repeat(250) + "b");
        let (first, second) = (one(&first), one(&second));
        assert!(first.len() < 200 && first != second, "{first}");
    }
}
