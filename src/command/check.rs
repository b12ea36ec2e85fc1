//! `check`: the verdicts on a repository.

use std::io::{Read as _, Write};
use std::path::Path;
use std::process::ExitCode;

use globset::Glob;

use super::changed::{Changed, Source};
use super::project::{Project, Replacement, locate, relative};
use super::tracked::{Tracked, is_below};
use super::{Environment, destination, write_file, write_output};
use crate::cli::{Check, CheckFormat, Global};
use crate::document::Document;
use crate::engine::{self, Report, Selection};
use crate::error::{Error, Result};
use crate::input;
use crate::input::exclusion::Exclusion;
use crate::input::path::is_document;
use crate::output::run::Run;
use crate::output::style::Style;
use crate::output::tally::SetAside;
use crate::output::{concise, csv, github, gitlab, json, junit, markdown, rdjson, sarif, terminal};
use crate::pack::load::BUILT_IN;
use crate::ruleset::RuleSet;

/// Checks, writes, and gives the exit code.
///
/// # Errors
///
/// When nothing could be checked.
pub fn run(arguments: &Check, global: &Global, environment: &Environment) -> Result<ExitCode> {
    destination::check(&arguments.formats, global.output.as_ref(), &environment.current)?;
    let progress = super::progress::start(environment.is_watched && !global.quiet);
    let source = Source::of(arguments, environment)?;
    let mut project = match source.as_ref().and_then(|source| Some((source, source.tree?))) {
        Some((source, tree)) => {
            let tracked = Tracked::locate(source.place.clone(), tree, &source.start, global, environment)?;
            let set = tracked.rules()?;
            tracked.project(set, environment)?
        }
        None => read(arguments, global, environment)?,
    };
    let changed = source.as_ref().map(|source| Changed::of(arguments, source, &project)).transpose()?.flatten();
    let is_full = source.is_none() && arguments.paths.is_empty() && arguments.stdin_filename.is_none();
    for words in project.idle.iter().filter(|_| is_full) {
        super::note(global, words);
    }
    if is_full && !project.set.packs.iter().any(|pack| pack.id == BUILT_IN[0].0) {
        let core = BUILT_IN[0].0;
        super::note(
            global,
            &format!("the pack `{core}` is not switched on: `packs` of the configuration does not name it"),
        );
    }
    if let (Some(reason), Some(name)) = (project.left_out, &arguments.stdin_filename) {
        not_checked(global, name, reason);
    } else if project.repository.documents.is_empty() && changed.is_none() {
        return Err(Error::NoDocuments { path: project.root });
    }
    let selection = Selection {
        rules: rules(arguments, &project.set)?,
        documents: documents(arguments, global, environment, &project)?,
    };
    let head = source.as_ref().and_then(Source::head);
    let touched = changed.as_ref().map(|changed| changed.touched(&project.repository));
    let moved = changed.as_ref().map(Changed::moved).unwrap_or_default();
    let narrow =
        Selection { rules: selection.rules.clone(), documents: both(selection.documents.as_ref(), touched.as_ref()) };
    project.read_history(environment, &narrow, head, &moved);
    let mut report = engine::run(&project.set, &project.repository, environment.today, &selection);
    if let (Some(changed), Some(touched)) = (&changed, &touched) {
        changed.narrow(&mut report, touched, &mut project, global, environment)?;
    }
    let named = narrow.documents;
    arguments.persona.defer(&mut report.verdicts, named.as_deref());
    report.persona = arguments.persona;
    if report.verdicts.is_empty() {
        return Err(Error::Usage {
            message: "no rules are selected".to_owned(),
            help: "`clauselint rules` lists them".to_owned(),
        });
    }
    report.summary.excluded = project.excluded.len();
    drop(progress);
    write(arguments, global, environment, &project, &report)?;
    let threshold = arguments.fail_on.severity();
    let fails =
        report.verdicts.iter().flat_map(|verdict| &verdict.findings).any(|finding| finding.severity >= threshold);
    // The process ends here; giving back the memory of every document one by one would only take time.
    std::mem::forget((project, report));
    Ok(if fails { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn write(
    arguments: &Check,
    global: &Global,
    environment: &Environment,
    project: &Project,
    report: &Report,
) -> Result<()> {
    let layout = terminal::Layout {
        prefix: &project.prefix,
        style: environment.style,
        width: environment.width,
        is_quiet: global.quiet,
        left_out: if global.verbose { &project.excluded } else { &[] },
        is_verbose: global.verbose,
    };
    let run = Run {
        report,
        repository: &project.repository,
        settings: &project.set.settings,
        folder: &project.folder,
        fail_on: arguments.fail_on.severity(),
    };
    for destination in &arguments.formats {
        let layout =
            if destination.file.is_some() { terminal::Layout { style: Style::Plain, ..layout } } else { layout };
        let write = |out: &mut dyn Write| match destination.format {
            CheckFormat::Terminal => terminal::write(out, report, &project.repository, layout),
            CheckFormat::Concise => concise::write(out, report, &project.prefix, layout.style),
            CheckFormat::Json => json::write(out, report),
            CheckFormat::Sarif => sarif::write(out, run),
            CheckFormat::Junit => junit::write(out, run),
            CheckFormat::Github => github::write(out, run),
            CheckFormat::Gitlab => gitlab::write(out, run),
            CheckFormat::Rdjson => rdjson::write(out, run),
            CheckFormat::Csv => csv::write(out, run),
            CheckFormat::Markdown => markdown::write(out, run),
        };
        match &destination.file {
            Some(file) => write_file(&environment.current.join(file), write)?,
            None => write_output(global, write)?,
        }
        let has_no_counts = matches!(destination.format, CheckFormat::Concise | CheckFormat::Rdjson);
        if let Some(words) = SetAside::of(report).words().filter(|_| has_no_counts && arguments.formats.len() == 1) {
            super::note(global, &format!("findings that do not count: {words}"));
        }
    }
    Ok(())
}

fn read(arguments: &Check, global: &Global, environment: &Environment) -> Result<Project> {
    let Some(name) = &arguments.stdin_filename else {
        return Project::read(global, environment, &arguments.paths);
    };
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).map_err(|cause| Error::File {
        action: "read",
        path: "-".into(),
        cause,
    })?;
    if !is_document(&name.to_string_lossy()) {
        return Err(Error::Usage {
            message: format!("`{}` is not the name of a Markdown file", name.display()),
            help: "`check` reads `.md`, `.markdown`, `.mdx` and what a template engine makes of them".to_owned(),
        });
    }
    let folder =
        name.ancestors().skip(1).find(|folder| environment.current.join(folder).is_dir()).unwrap_or(Path::new("."));
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let outside = || Error::Usage {
        message: format!("`{}` lies outside the repository", name.display()),
        help: "give a path below the folder of the configuration".to_owned(),
    };
    // A folder that is not there yet may be made below the current one, not anywhere on the disk.
    let is_parent = name.parent() == Some(folder) || folder == Path::new(".");
    if !is_parent && !environment.current.join(folder).starts_with(&environment.current) {
        return Err(outside());
    }
    let folder = [folder.to_owned()];
    let (root, config) = locate(global, environment, &folder)?;
    let path = relative(&root, &environment.current.join(name)).ok_or_else(outside)?;
    let set = RuleSet::load(&config, &root)?;
    let replacement = Replacement { path, read: input::stdin::read_stdin(bytes) };
    Project::with_rules(root, &config, set, environment, Some(replacement))
}

/// Documents that are in both choices.
fn both(first: Option<&Vec<bool>>, second: Option<&Vec<bool>>) -> Option<Vec<bool>> {
    match (first, second) {
        (Some(first), Some(second)) => {
            Some(first.iter().zip(second).map(|(first, second)| *first && *second).collect())
        }
        (first, second) => first.or(second).cloned(),
    }
}

/// The indexes of the rules that `--select` and `--ignore` leave.
fn rules(arguments: &Check, set: &RuleSet) -> Result<Option<Vec<usize>>> {
    if arguments.select.is_empty() && arguments.ignore.is_empty() {
        return Ok(None);
    }
    let all = 0..set.rules.len();
    let mut wanted: Vec<usize> =
        if arguments.select.is_empty() { all.collect() } else { matching(&arguments.select, set)? };
    let unwanted = matching(&arguments.ignore, set)?;
    wanted.retain(|index| !unwanted.contains(index));
    Ok(Some(wanted))
}

fn matching(names: &[String], set: &RuleSet) -> Result<Vec<usize>> {
    let mut found = Vec::new();
    for name in names.iter().map(|name| name.trim()) {
        if name.is_empty() {
            return Err(Error::Usage {
                message: "an empty name among the rules".to_owned(),
                help: "separate ids by single commas: `--select ID,ID`".to_owned(),
            });
        }
        let glob = Glob::new(name).map_err(|error| Error::Usage {
            message: error.to_string(),
            help: "write an id or a glob such as `core/*`".to_owned(),
        })?;
        let matcher = glob.compile_matcher();
        let before = found.len();
        let matches = |index: &usize| {
            let rule = &set.rules[*index].0;
            matcher.is_match(&rule.id) || matcher.is_match(rule.qualified())
        };
        found.extend((0..set.rules.len()).filter(matches));
        if found.len() == before {
            let known = set.rules.iter().map(|(rule, _)| rule.id.as_str());
            return Err(Error::unknown("rule", name, known, "`clauselint rules` lists all rules"));
        }
    }
    Ok(found)
}

/// Which documents the paths of the command line mean; all where they mean the whole tree.
fn documents(
    arguments: &Check,
    global: &Global,
    environment: &Environment,
    project: &Project,
) -> Result<Option<Vec<bool>>> {
    let mut wanted = Vec::new();
    for path in arguments.stdin_filename.iter().chain(&arguments.paths) {
        let is_read_from_disk = arguments.stdin_filename.is_none() && !arguments.staged && arguments.rev.is_none();
        if is_read_from_disk && !environment.current.join(path).exists() {
            let cause = std::io::Error::from(std::io::ErrorKind::NotFound);
            return Err(Error::File { action: "read", path: path.clone(), cause });
        }
        let relative = project.relative(environment, path).ok_or_else(|| Error::Usage {
            message: format!("`{}` lies outside `{}`", path.display(), project.root.display()),
            help: "check one repository at a time".to_owned(),
        })?;
        wanted.push(relative);
    }
    if project.left_out.is_some() {
        return Ok(Some(vec![false; project.repository.documents.len()]));
    }
    if wanted.is_empty() || wanted.iter().any(String::is_empty) {
        return Ok(None);
    }
    let documents = || project.repository.documents.iter().map(Document::path);
    let selected: Vec<bool> = documents().map(|document| is_below(document, &wanted)).collect();
    let mut is_told = false;
    for (path, named) in wanted.iter().zip(&arguments.paths) {
        if documents().any(|document| is_below(document, std::slice::from_ref(path))) {
            continue;
        }
        // A document that is left out is told and no reason to fail: a hook names whatever was changed.
        match left_out(path, project)? {
            Some(reason) => {
                not_checked(global, named, reason);
                is_told = true;
            }
            None if !selected.contains(&true) && !is_told && wanted.len() == 1 => {
                return Err(Error::NoDocuments { path: named.clone() });
            }
            None => super::note(global, &format!("`{}` holds no documents", named.display())),
        }
    }
    if !selected.contains(&true) && !is_told {
        let path = arguments.paths.first().cloned().unwrap_or_default();
        return Err(Error::NoDocuments { path });
    }
    Ok(Some(selected))
}

/// Why a document is not read that the command line names; none for what is no document.
fn left_out(path: &str, project: &Project) -> Result<Option<Exclusion>> {
    if !is_document(path) {
        return Ok(None);
    }
    let known = project.excluded.iter().find(|excluded| excluded.path == path).map(|excluded| excluded.reason);
    let found =
        known.map_or_else(|| input::exclusion_of(&project.root, path, &project.options), |known| Ok(Some(known)))?;
    Ok(found.filter(|reason| !matches!(reason, Exclusion::Absent | Exclusion::UnreadableFolder)))
}

fn not_checked(global: &Global, path: &Path, reason: Exclusion) {
    super::note(global, &format!("`{}` is not checked: {reason}", path.display()));
}
