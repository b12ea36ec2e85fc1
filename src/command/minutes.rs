//! `review --minutes`: where minutes may be written, and writing them.

use std::path::Path;

use super::project::relative;
use super::standing::Standing;
use super::{Environment, replace_file};
use crate::cli::Global;
use crate::error::{Error, Result};
use crate::finding::Severity;
use crate::input::path::is_document;
use crate::pack::load::BUILT_IN;
use crate::report::review::{Review, minutes};

/// Whether minutes may be written to a file, as far as can be said before the documents are read.
///
/// # Errors
///
/// When something is there already, or the name is not that of a document.
pub(super) fn allow(file: &Path, environment: &Environment) -> Result<()> {
    if environment.current.join(file).symlink_metadata().is_ok() {
        return Err(Error::Usage {
            message: format!("`{}` is there already", file.display()),
            help: "name a new file; minutes are never overwritten".to_owned(),
        });
    }
    if !is_document(&file.to_string_lossy()) {
        return Err(Error::Usage {
            message: format!("`{}` is not the name of a Markdown file", file.display()),
            help: "minutes are a document like the others: name a file that ends in `.md`".to_owned(),
        });
    }
    Ok(())
}

/// Writes the minutes.
///
/// # Errors
///
/// When the file lies outside the documents, no pack knows such minutes, or writing fails.
pub(super) fn write(
    file: &Path,
    standing: &Standing,
    review: &Review,
    global: &Global,
    environment: &Environment,
) -> Result<()> {
    let whole = environment.current.join(file);
    let Some(path) = relative(&standing.project.root, &whole).filter(|path| !path.split('/').any(|part| part == ".."))
    else {
        return Err(Error::Usage {
            message: format!("`{}` lies outside `{}`", file.display(), standing.project.root.display()),
            help: "minutes are a document of the repository: name a file in it, in a folder that is there".to_owned(),
        });
    };
    let judged = standing.judged();
    if !minutes::is_known(judged) {
        let known: Vec<&str> = BUILT_IN.iter().skip(1).map(|(name, _)| *name).collect();
        return Err(Error::Usage {
            message: "no pack in force says what a management review has to look at".to_owned(),
            help: format!("add `packs = [\"core\", \"{}\"]` to the configuration", known.join("\", \"")),
        });
    }
    let Some(text) = minutes::write(judged, review, &path) else {
        return Err(Error::Usage {
            message: "no document shows how metadata is written here".to_owned(),
            help: "minutes follow the earlier ones, or the controlled documents; write one of these first".to_owned(),
        });
    };
    replace_file(&whole, text.as_bytes()).map_err(|cause| Error::File {
        action: "write",
        path: file.to_owned(),
        cause,
    })?;
    super::note(global, &format!("minutes are in `{}`: a draft, which says so", file.display()));
    verify(&whole, &path, global, environment)
}

/// Most findings that are told.
const MOST: usize = 5;

/// Reads what was written as `check` does, and tells what is wrong with it: conventions may be such that a draft cannot follow them.
fn verify(file: &Path, path: &str, global: &Global, environment: &Environment) -> Result<()> {
    let after = Standing::of_work_tree(&[file.to_owned()], None, global, environment)?;
    if !after.project.repository.present().iter().any(|document| document.path() == path) {
        super::note(global, "the configuration leaves this file out, so that nothing checks it");
    }
    let findings = after.report.verdicts.iter().flat_map(|verdict| &verdict.findings);
    let own = findings.filter(|finding| finding.path == path && finding.severity >= Severity::Warning);
    for finding in own.take(MOST) {
        super::note(global, &format!("to be mended by hand, line {}: {}", finding.start.line, finding.message));
    }
    std::mem::forget(after);
    Ok(())
}
