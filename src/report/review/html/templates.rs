//! The templates: those that are compiled in, and those of a user that replace them.

use std::fs;
use std::io::Read;
use std::path::Path;

use crate::error::{Error, Result};

/// Names and contents of what is compiled in.
const BUILT_IN: [(&str, &str); 19] = [
    ("page.html", include_str!("templates/page.html")),
    ("macros.html", include_str!("templates/macros.html")),
    ("contents.html", include_str!("templates/contents.html")),
    ("headline.html", include_str!("templates/headline.html")),
    ("inputs.html", include_str!("templates/inputs.html")),
    ("clauses.html", include_str!("templates/clauses.html")),
    ("clause.html", include_str!("templates/clause.html")),
    ("calendar.html", include_str!("templates/calendar.html")),
    ("owners.html", include_str!("templates/owners.html")),
    ("findings.html", include_str!("templates/findings.html")),
    ("waivers.html", include_str!("templates/waivers.html")),
    ("consistency.html", include_str!("templates/consistency.html")),
    ("changes.html", include_str!("templates/changes.html")),
    ("trend.html", include_str!("templates/trend.html")),
    ("register.html", include_str!("templates/register.html")),
    ("not_checked.html", include_str!("templates/not_checked.html")),
    ("made.html", include_str!("templates/made.html")),
    (STYLE, include_str!("templates/style.css")),
    (SCRIPT, include_str!("templates/table.js")),
];

/// The style sheet, taken as it is.
pub(super) const STYLE: &str = "style.css";
/// The script, taken as it is.
pub(super) const SCRIPT: &str = "table.js";
/// The template that is filled; it includes the others.
pub(super) const PAGE: &str = "page.html";

/// Most bytes of a file of a user.
const MOST_BYTES: u64 = 1 << 20;

/// Templates by name.
#[derive(Clone, Debug)]
pub struct Templates {
    files: Vec<File>,
}

/// A template.
#[derive(Clone, Debug)]
pub(super) struct File {
    /// Its name.
    pub(super) name: &'static str,
    /// Where it stands, for messages.
    pub(super) place: String,
    /// What stands in it.
    pub(super) text: String,
}

impl Templates {
    /// Those of this program.
    pub fn built_in() -> Self {
        let file = |(name, text): &(&'static str, &str)| File {
            name,
            place: format!("{name} (built in)"),
            text: (*text).to_owned(),
        };
        Self { files: BUILT_IN.iter().map(file).collect() }
    }

    /// Those of a folder, and the ones of this program where it has none of that name.
    ///
    /// # Errors
    ///
    /// When the folder cannot be read, has a template whose name means nothing, or one that is not text, too long or elsewhere.
    pub fn from_folder(folder: &Path) -> Result<Self> {
        let mut templates = Self::built_in();
        let failed = |path: &Path, cause| Error::File { action: "read", path: path.to_owned(), cause };
        let root = folder.canonicalize().map_err(|cause| failed(folder, cause))?;
        let mut names = Vec::new();
        for entry in fs::read_dir(&root).map_err(|cause| failed(folder, cause))? {
            names.push(entry.map_err(|cause| failed(folder, cause))?.file_name().to_string_lossy().into_owned());
        }
        names.sort_unstable();
        for name in names.iter().filter(|name| is_template(name)) {
            let Some(file) = templates.files.iter_mut().find(|file| file.name == name) else {
                let known = BUILT_IN.iter().map(|(name, _)| *name);
                let all: Vec<&str> = known.clone().collect();
                let listed = format!("a folder of templates holds some of {}", all.join(", "));
                return Err(Error::unknown("template", &crate::output::printable(name), known, &listed));
            };
            let path = folder.join(name);
            file.text = read(&root, &path)?;
            file.place = path.display().to_string();
            refuse_end_of_element(file)?;
        }
        Ok(templates)
    }

    /// All files.
    pub(super) fn files(&self) -> &[File] {
        &self.files
    }

    /// One of the files.
    pub(super) fn file(&self, name: &str) -> Option<&File> {
        self.files.iter().find(|file| file.name == name)
    }

    /// The text of one of the files.
    pub(super) fn text(&self, name: &str) -> &str {
        self.file(name).map_or("", |file| &file.text)
    }
}

fn is_template(name: &str) -> bool {
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    matches!(ending, "html" | "css" | "js")
}

/// The text of a file, which must lie in the folder even where it is a link.
fn read(root: &Path, path: &Path) -> Result<String> {
    let failed = |cause| Error::File { action: "read", path: path.to_owned(), cause };
    let refused = |message: String, help: &str| Error::Usage { message, help: help.to_owned() };
    let whole = path.canonicalize().map_err(failed)?;
    if !whole.starts_with(root) || !whole.is_file() {
        let message = format!("the template `{}` is no file of its folder", path.display());
        return Err(refused(message, "links may not lead out of the folder that `--template` names"));
    }
    let mut bytes = Vec::new();
    fs::File::open(&whole).map_err(failed)?.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MOST_BYTES {
        let message = format!("the template `{}` is longer than {MOST_BYTES} bytes", path.display());
        return Err(refused(message, "templates hold text and no data; shorten it"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let message = format!("the template `{}` is not UTF-8: {}", path.display(), error.utf8_error());
        refused(message, "save it as UTF-8")
    })
}

/// Style sheet and script stand between tags and cannot hold the end of their element.
fn refuse_end_of_element(file: &File) -> Result<()> {
    let end = match file.name {
        STYLE => "</style",
        SCRIPT => "</script",
        _ => return Ok(()),
    };
    let lower = file.text.to_ascii_lowercase();
    let Some(at) = lower.find(end).or_else(|| lower.find("<!--")) else { return Ok(()) };
    Err(Error::invalid(
        &file.place,
        &file.text,
        at..at + 4,
        format!("`{}` would end the element that it stands in", file.name),
        "here",
        Some("write it in another way, in a text for example with a backslash".to_owned()),
    ))
}
