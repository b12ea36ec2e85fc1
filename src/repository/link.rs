//! Where a link leads. What a site generator may resolve, and what cannot be known, is never called missing.

use std::collections::HashMap;

use crate::document::Document;
use crate::document::body::Link;
use crate::input::file_set::FileSet;
use crate::input::path::{folder, is_document, normalize};
use crate::settings::Settings;

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Out of the repository, or to something that only a site generator knows.
    Elsewhere,
    /// To a document of this run.
    Document {
        /// Its index.
        index: u32,
        /// The heading or anchor in it, percent-decoded.
        fragment: Option<Box<str>>,
    },
    /// To another file or a folder that exists.
    Exists,
    /// To a path, relative to the root, where nothing is.
    Missing(Box<str>),
}

/// Endings that a generator or a template engine adds to the source of a page.
const SOURCE_ENDINGS: [&str; 8] =
    [".md", ".markdown", ".mdx", ".md.erb", ".html.md", ".html.md.erb", ".md.tmpl", ".html.erb"];

pub(super) fn resolve(
    from: &Document,
    link: &Link,
    by_path: &HashMap<&str, usize>,
    files: &FileSet,
    settings: &Settings,
) -> Target {
    let target = &*link.target;
    if target.is_empty() || is_templated(target) {
        return Target::Elsewhere;
    }
    let (path, fragment) = match target.split_once('#') {
        Some((path, fragment)) => (path, anchor(fragment)),
        None => (target, None),
    };
    let path = path.split('?').next().unwrap_or(path);
    if path.is_empty() {
        let index = by_path.get(from.path()).copied();
        return index.map_or(Target::Elsewhere, |index| document(index, fragment));
    }
    let decoded = percent_decoded(path);
    let resolved = match decoded.strip_prefix('/') {
        Some(rest) => settings.link_root.as_ref().and_then(|root| normalize(root, rest)),
        None => match decoded.strip_prefix(SITE) {
            Some(rest) => normalize(site_of(from.path(), files), rest),
            None => normalize(folder(from.path()), &decoded),
        },
    };
    let Some(resolved) = resolved else { return Target::Elsewhere };
    let resolved = resolved.trim_end_matches('/');
    if let Some(&index) = by_path.get(resolved) {
        return document(index, fragment);
    }
    if resolved.is_empty() || files.contains_file(resolved) || (files.contains_folder(resolved) && !settings.link_pages)
    {
        return Target::Exists;
    }
    if files.is_ignored(resolved) {
        return Target::Elsewhere;
    }
    match missing(resolved, fragment, link.is_image, by_path, files, settings) {
        // What a template links to may be there only after it is rendered.
        Target::Missing(_) if is_template(from.path()) => Target::Elsewhere,
        // Names such as `@theme/` are set in the configuration of a site.
        Target::Missing(_) if decoded.starts_with('@') && !decoded.starts_with(SITE) => Target::Elsewhere,
        target => target,
    }
}

/// The folder of a site as Docusaurus writes it in links. <https://docusaurus.io/docs/markdown-features/assets>
const SITE: &str = "@site/";
const SITE_FILES: [&str; 4] =
    ["docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs", "docusaurus.config.cjs"];

/// The innermost folder around a path that has the configuration of a site; the root where none has.
fn site_of<'p>(path: &'p str, files: &FileSet) -> &'p str {
    let mut inner = folder(path);
    loop {
        let has = |file: &&str| {
            files.contains_file(&if inner.is_empty() { (*file).to_owned() } else { format!("{inner}/{file}") })
        };
        if inner.is_empty() || SITE_FILES.iter().any(has) {
            return inner;
        }
        inner = folder(inner);
    }
}

/// Nothing is at the path itself: a source of that page, a page of the generated site, or really nothing.
fn missing(
    path: &str,
    fragment: Option<Box<str>>,
    is_picture: bool,
    by_path: &HashMap<&str, usize>,
    files: &FileSet,
    settings: &Settings,
) -> Target {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_document = is_document(name);
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    let is_page = ending.is_none_or(|ending| ending.eq_ignore_ascii_case("html") || ending.eq_ignore_ascii_case("htm"));
    if !is_document && is_page && !settings.link_pages {
        return Target::Elsewhere;
    }
    let stem = match name.split_once('.') {
        Some((stem, _)) => &path[..path.len() - name.len() + stem.len()],
        None => path,
    };
    // No generator makes a picture of a document; a page or a file to print it may.
    let bases = [stem.to_owned(), format!("{path}/index"), format!("{path}/README"), format!("{path}/_index")];
    for base in bases.iter().filter(|_| !is_picture) {
        for ending in SOURCE_ENDINGS {
            let source = format!("{base}{ending}");
            if let Some(&index) = by_path.get(source.as_str()) {
                return document(index, fragment);
            }
            if files.contains_file(&source) {
                return Target::Exists;
            }
        }
    }
    if files.contains_folder(path) {
        return Target::Exists;
    }
    // A picture or a download may be made by the generator, unless its folder is kept in the repository.
    if is_document || is_page || files.contains_folder(folder(path)) {
        Target::Missing(path.into())
    } else {
        Target::Elsewhere
    }
}

fn document(index: usize, fragment: Option<Box<str>>) -> Target {
    Target::Document { index: u32::try_from(index).unwrap_or(u32::MAX), fragment }
}

/// The fragment that names a heading; none for those that browsers and code hosts give a meaning of their own.
fn anchor(fragment: &str) -> Option<Box<str>> {
    let is_line = fragment.strip_prefix('L').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let is_special =
        fragment.is_empty() || fragment.eq_ignore_ascii_case("top") || fragment.starts_with([':', '!', '/', '?']);
    if is_line || is_special { None } else { Some(percent_decoded(fragment).into()) }
}

/// Whether a document is the template of another one.
fn is_template(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("tmpl"))
}

fn is_templated(target: &str) -> bool {
    let is_bracket = |byte: u8| matches!(byte, b'{' | b'}' | b'<' | b'>');
    target.bytes().any(is_bracket) && ["}}", "%>", "{", "<"].iter().any(|mark| target.contains(mark))
}

fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let hex =
            tail.get(..2).and_then(|hex| str::from_utf8(hex).ok()).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        if let (b'%', Some(decoded)) = (byte, hex) {
            bytes.push(decoded);
            rest = &tail[2..];
        } else {
            bytes.push(byte);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}
