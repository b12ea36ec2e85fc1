//! `inspect`: what was read from files, and why others were left out.

use std::process::ExitCode;

use super::project::Project;
use super::{Environment, write_output};
use crate::cli::{Format, Global, Inspect};
use crate::error::{Error, Result};
use crate::input;
use crate::input::path::is_document;
use crate::output::inspect::{self, Entry};
use crate::output::records as records_output;

/// Reads the repository and shows the files that were asked for.
///
/// # Errors
///
/// When a file is not there or lies outside the repository.
pub fn run(arguments: &Inspect, global: &Global, environment: &Environment) -> Result<ExitCode> {
    let project = Project::read(global, environment, &arguments.paths)?;
    if let Some(name) = &arguments.records {
        return records(name, arguments.format, &project, global, environment);
    }
    let mut left_out: Vec<(String, String)> = Vec::new();
    let mut wanted: Vec<String> = Vec::new();
    for path in &arguments.paths {
        if !environment.current.join(path).exists() {
            let cause = std::io::Error::from(std::io::ErrorKind::NotFound);
            return Err(Error::File { action: "read", path: path.clone(), cause });
        }
        let relative = project.relative(environment, path).ok_or_else(|| Error::Usage {
            message: format!("`{}` lies outside `{}`", path.display(), project.root.display()),
            help: "inspect one repository at a time".to_owned(),
        })?;
        wanted.push(relative);
    }
    let is_in = |document: &str, path: &str| {
        path.is_empty() || document.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    for path in &wanted {
        for excluded in project.excluded.iter().filter(|excluded| is_in(&excluded.path, path)) {
            left_out.push((excluded.path.clone(), excluded.reason.to_string()));
        }
        let is_known = project.repository.documents.iter().any(|document| is_in(document.path(), path))
            || left_out.iter().any(|(known, _)| is_in(known, path));
        if !is_known {
            let folder = project.root.join(path);
            if folder.is_dir() && !folder.is_symlink() {
                return Err(Error::NoDocuments { path: folder });
            }
            let reason = input::exclusion_of(&project.root, path, &project.options)?
                .map_or_else(|| reason(path), |exclusion| exclusion.to_string());
            left_out.push((path.clone(), reason));
        }
    }
    left_out.dedup();
    let read = project.repository.documents.iter().zip(project.repository.members.iter());
    let mut entries: Vec<Entry<'_>> = read
        .filter(|(document, _)| wanted.iter().any(|path| is_in(document.path(), path)))
        .map(|(document, member)| Entry::Read(document, member))
        .collect();
    entries.extend(left_out.iter().map(|(path, reason)| Entry::LeftOut(path, reason)));
    write_output(global, |out| match arguments.format {
        Format::Terminal => inspect::terminal(out, &entries, &project.repository, &project.set, environment.style),
        Format::Json => inspect::json(out, &entries, &project.repository, &project.set),
    })?;
    Ok(ExitCode::SUCCESS)
}

fn records(
    name: &str,
    format: Format,
    project: &Project,
    global: &Global,
    environment: &Environment,
) -> Result<ExitCode> {
    let (set, repository) = (&project.set, &project.repository);
    let known = set.settings.names.record_names();
    if set.settings.names.record(name).is_none() {
        let listed = "kinds of record are declared by packs; name the packs under `packs` in the configuration";
        return Err(Error::unknown("kind of record", name, known, listed));
    }
    let found = repository.records(&set.settings, &set.vocabulary);
    write_output(global, |out| match format {
        Format::Terminal => records_output::terminal(out, name, found, repository, environment.style),
        Format::Json => records_output::json(out, name, found, repository),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Why a file that no exclusion names is no document.
fn reason(path: &str) -> String {
    if is_document(path) { "Git ignores it".to_owned() } else { "not a Markdown file".to_owned() }
}
