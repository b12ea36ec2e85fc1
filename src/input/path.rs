//! What a path says by itself: whether it names a document, and where a relative link leads.

use std::path::{MAIN_SEPARATOR_STR, Path};

/// The endings of the names of documents, in lower case. `.html.md` and `.html.md.erb` end in one of these too.
const ENDINGS: [&str; 5] = [".md", ".markdown", ".mdx", ".md.erb", ".md.tmpl"];

/// Whether a path names a document that is read. Case does not matter; a name that is nothing but an ending is none.
pub fn is_document(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).as_bytes();
    ENDINGS.iter().any(|ending| {
        let stem = name.len().saturating_sub(ending.len());
        stem > 0 && name[stem..].eq_ignore_ascii_case(ending.as_bytes())
    })
}

/// The path, relative to the root, that a link in a document of the folder `base` leads to; `None` when it leads out of
/// the root on its way. A link that begins with `/` starts at the root. The root itself is the empty path.
pub fn normalize(base: &str, relative: &str) -> Option<String> {
    let base = if relative.starts_with('/') { "" } else { base };
    let mut segments = Vec::new();
    for segment in base.split('/').chain(relative.split('/')) {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop()?;
            }
            name => segments.push(name),
        }
    }
    Some(segments.join("/"))
}

/// How a link in a document of the folder `base` has to be written to lead to a path: the other way of [`normalize`]. Blanks, which
/// would end the link, are encoded.
pub(crate) fn link_to(base: &str, path: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) =
        (base.split('/').filter(|segment| !segment.is_empty()).collect(), path.split('/').collect());
    let common = from.iter().zip(&to).take_while(|(one, two)| one == two).count();
    let up = std::iter::repeat_n("..", from.len() - common);
    up.chain(to[common..].iter().copied()).collect::<Vec<_>>().join("/").replace(' ', "%20")
}

/// The folder of a path; the root, which is the empty path, for a name alone.
pub(crate) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The last segment of a path.
pub(super) fn name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// Every folder that a path lies in, from the outermost, and then the path itself.
pub(super) fn outermost_first(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(end, _)| &path[..end]).chain(std::iter::once(path))
}

/// The path of an entry of a folder.
pub(super) fn join(folder: &str, name: &str) -> String {
    let mut path = String::with_capacity(folder.len() + 1 + name.len());
    if !folder.is_empty() {
        path.extend([folder, "/"]);
    }
    path + name
}

/// A path of the system relative to a folder around it, separated by `/`.
pub(super) fn relative(path: &Path, folder: &Path) -> String {
    let path = path.strip_prefix(folder).unwrap_or(path).to_string_lossy();
    if MAIN_SEPARATOR_STR == "/" { path.into_owned() } else { path.replace(MAIN_SEPARATOR_STR, "/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_written_so_that_it_leads_back() {
        for base in ["", "a", "a/b", "c"] {
            for path in ["x.md", "a/x.md", "a/b/x.md", "c/d/x.md", "a/b c/x.md"] {
                let link = link_to(base, path);
                assert_eq!(normalize(base, &link.replace("%20", " ")).as_deref(), Some(path), "{base} {link}");
            }
        }
        assert_eq!(link_to("a/b", "a/b/x.md"), "x.md");
        assert_eq!(link_to("a/b", "c d/x.md"), "../../c%20d/x.md");
    }

    #[test]
    fn markdown_is_told_by_the_ending_of_its_name() {
        for path in
            ["a.md", "A.MD", "a/b.markdown", "a.mdx", "a.md.erb", "a.html.md.erb", "a.html.md", "a.md.tmpl", "é.Md"]
        {
            assert!(is_document(path), "{path}");
        }
        for path in ["a.txt", "md", ".md", "a.md/b", "docs/.md", "a.mdown", "a.erb", "a.md.bak", "", "a.html.erb"] {
            assert!(!is_document(path), "{path}");
        }
    }

    #[test]
    fn a_link_is_resolved_against_the_folder_of_its_document() {
        assert_eq!(normalize("docs/policies", "../plans/./a.md").as_deref(), Some("docs/plans/a.md"));
        assert_eq!(normalize("", "a//b.md").as_deref(), Some("a/b.md"));
        assert_eq!(normalize("docs", "sub/").as_deref(), Some("docs/sub"));
        assert_eq!(normalize("docs", "..").as_deref(), Some(""));
        assert_eq!(normalize("docs", "/plans/a.md").as_deref(), Some("plans/a.md"));
    }

    #[test]
    fn a_link_that_leaves_the_root_leads_nowhere_even_when_it_comes_back() {
        assert_eq!(normalize("docs", "../../a.md"), None);
        assert_eq!(normalize("", "../repository/a.md"), None);
    }

    #[test]
    fn the_folders_of_a_path_come_from_the_outermost() {
        assert_eq!(outermost_first("a/b/c.md").collect::<Vec<_>>(), ["a", "a/b", "a/b/c.md"]);
        assert_eq!((folder("a/b/c.md"), name("a/b/c.md")), ("a/b", "c.md"));
        assert_eq!((folder("c.md"), name("c.md")), ("", "c.md"));
    }
}
