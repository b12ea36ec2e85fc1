//! `review --evidence`: gathers what a pack of evidence is made from, and writes it.

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Environment;
use super::project::relative;
use super::review::command_line;
use super::standing::Standing;
use super::tracked::pack_paths;
use crate::cli::{Global, Review as Arguments};
use crate::config::LoadedConfig;
use crate::error::Result;
use crate::finding::Severity;
use crate::git::blobs::Blobs;
use crate::git::id::Id;
use crate::git::place::Place;
use crate::git::tree::{Mode, Tree};
use crate::history::approval::approvals;
use crate::history::prepare::Origin as Whence;
use crate::input::file::MAX_FILE_BYTES;
use crate::output::run::Run;
use crate::output::{json, sarif, write_json};
use crate::report::evidence::archive::{Files, Target};
use crate::report::evidence::record::{FOLDER, Origin, Original, Sort};
use crate::report::evidence::{Parts, assemble};
use crate::report::gap;
use crate::report::review::html::{self, Templates};
use crate::report::review::{self, Review};
use crate::waiver::baseline;

/// What writes a file of a pack.
type Writer<'a> = Box<dyn Fn(&mut dyn Write) -> io::Result<()> + 'a>;

/// A review with what it was made from.
#[derive(Clone, Copy)]
pub(super) struct Made<'a> {
    pub(super) standing: &'a Standing,
    pub(super) place: Option<&'a Place>,
    pub(super) review: &'a Review,
    pub(super) arguments: &'a Arguments,
    pub(super) templates: &'a Templates,
}

/// The files beside the documents of record and their tables: a further format of the review is a further line.
fn pages<'a>(made: Made<'a>, review: &'a Review) -> Vec<(&'static str, Writer<'a>)> {
    let Standing { project, report, gap, .. } = made.standing;
    let run = Run {
        report,
        repository: &project.repository,
        settings: &project.set.settings,
        folder: &project.folder,
        fail_on: Severity::Error,
    };
    vec![
        ("review.json", Box::new(|out| write_json(out, review))),
        ("review.md", Box::new(|out| review::markdown::write(out, review))),
        ("findings.sarif", Box::new(move |out| sarif::write(out, run))),
        ("check.json", Box::new(|out| json::write(out, report))),
        ("gap.json", Box::new(|out| gap::json::write(out, gap))),
    ]
}

/// Writes the pack.
///
/// # Errors
///
/// When Git cannot read a document as it stood, or the pack cannot be written.
pub(super) fn write(target: &Target, made: Made<'_>, global: &Global, environment: &Environment) -> Result<()> {
    let Made { standing, place, arguments, .. } = made;
    let project = &standing.project;
    let review = inside(made, global, environment);
    let mut files = Files::new();
    for (name, writer) in pages(made, &review) {
        let mut bytes = Vec::new();
        writer(&mut bytes)?;
        files.insert(name.to_owned(), bytes);
    }
    files.insert("review.html".to_owned(), html::page(&review, made.templates)?.into_bytes());
    for table in review::csv::tables(&review)? {
        files.insert(format!("tables/{}", table.name), table.bytes);
    }
    let moved = HashMap::new();
    let whence = Whence {
        root: &project.root,
        current: Some(&environment.current),
        head: standing.commit,
        moved: &moved,
        options: project.read_options,
        shared: None,
    };
    let known = approvals(&project.repository, &project.set, environment.today, whence);
    let parts = Parts {
        judged: standing.judged(),
        review: &review,
        pages: files,
        originals: Shelf::open(standing, place, arguments.rev.is_some())?.originals()?,
        approvals: &known,
        folder: &project.folder,
    };
    target.write(&assemble(parts)?)?;
    let shown = arguments.evidence.as_deref().unwrap_or(target.path());
    super::note(global, &format!("evidence is in `{}`", shown.display()));
    if relative(&project.root, target.path()).is_some() && matches!(target, Target::Folder(_)) {
        super::note(global, "the folder lies among the documents: the next run reads it as well unless Git ignores it");
    }
    Ok(())
}

/// The review as it stands in a pack: links lead to the documents in the pack, and the command does not depend on where it was run.
fn inside(made: Made<'_>, global: &Global, environment: &Environment) -> Review {
    let Made { review, arguments, standing, .. } = made;
    let mut review = review.clone();
    let days = [review.made.as_of, review.made.until];
    review.made.command = command_line(arguments, global, &[], days, |file| {
        let inside = relative(&standing.project.root, &environment.current.join(file));
        inside.unwrap_or_else(|| file.display().to_string())
    });
    if arguments.link_base.is_none() {
        review.made.link_base = format!("{FOLDER}/");
    }
    review
}

/// Where the files of a repository are taken from.
struct Shelf<'a> {
    standing: &'a Standing,
    place: Option<&'a Place>,
    /// Whether a commit is looked at and not the work tree.
    is_of_commit: bool,
    /// The files of the commit by their paths from the root.
    entries: HashMap<String, Id>,
}

impl<'a> Shelf<'a> {
    fn open(standing: &'a Standing, place: Option<&'a Place>, is_of_commit: bool) -> Result<Self> {
        let mut entries = HashMap::new();
        if let (Some(place), Some(commit)) = (place, standing.commit)
            && let Some(way) = place.way(&standing.project.root)
        {
            let listed = place.entries(Tree::Commit(commit))?.into_iter().filter(|entry| entry.mode == Mode::File);
            entries.extend(listed.filter_map(|entry| Some((entry.path.strip_prefix(&way)?.to_owned(), entry.id))));
        }
        Ok(Self { standing, place, is_of_commit, entries })
    }

    /// Everything that the verdicts rest on: controlled documents, registers of people, configuration, packs, baseline.
    fn originals(&self) -> Result<Vec<Original>> {
        let project = &self.standing.project;
        let settings = &project.set.settings;
        let documents = project.repository.present().iter().zip(project.repository.members.iter()).enumerate();
        let mut originals = Vec::new();
        for (index, (document, member)) in documents {
            let sort = match member.is_controlled {
                true => Sort::Document,
                false if settings.people_registers.iter().any(|path| path == document.path()) => Sort::Register,
                false => continue,
            };
            let text = (!document.is_unread).then(|| document.source.text());
            originals.push(Original { document: Some(index), ..self.original(document.path(), sort, text)? });
        }
        if let Some((path, text)) = &settings.configuration {
            originals.push(self.original(path, Sort::Configuration, Some(text))?);
            let config = LoadedConfig::of(PathBuf::from(path), text.clone())?;
            for path in pack_paths(&config.config).flat_map(|path| self.parts_of_pack(&path)) {
                originals.push(self.original(&path, Sort::Pack, None)?);
            }
        }
        if let Some(known) = &settings.baseline {
            originals.push(self.original(baseline::FILE_NAME, Sort::Baseline, Some(&known.text))?);
        }
        Ok(originals)
    }

    /// The files of a pack that is named by a path: itself, or the TOML files of the folder.
    fn parts_of_pack(&self, pack: &str) -> Vec<String> {
        let is_part = |path: &str| {
            let below = path.strip_prefix(pack).and_then(|rest| rest.strip_prefix('/'));
            path == pack
                || below.is_some_and(|name| {
                    !name.contains('/') && Path::new(name).extension().is_some_and(|ending| ending == "toml")
                })
        };
        let mut parts: Vec<String> = if self.is_of_commit {
            self.entries.keys().filter(|path| is_part(path)).cloned().collect()
        } else {
            let path = self.standing.project.root.join(pack);
            let entries = path.read_dir().into_iter().flatten().flatten();
            let names = entries.map(|entry| format!("{pack}/{}", entry.file_name().to_string_lossy()));
            if path.is_dir() { names.filter(|path| is_part(path)).collect() } else { vec![pack.to_owned()] }
        };
        parts.sort();
        parts
    }

    /// A file as it was judged: its text where it was read as one, else its bytes.
    fn original(&self, path: &str, sort: Sort, text: Option<&str>) -> Result<Original> {
        let entry = self.entries.get(path).copied();
        let bytes = match (text, entry) {
            (Some(text), _) => Ok(text.as_bytes().to_vec()),
            (None, Some(id)) if self.is_of_commit => self.blob(id)?,
            (None, None) if self.is_of_commit => Err("the commit has no such file".to_owned()),
            (None, _) => self.on_disk(path),
        };
        let id = bytes.as_ref().ok().and_then(|bytes| Some(Id::of_blob(bytes, self.standing.commit?)));
        let origin = if self.standing.commit.is_none() {
            Origin::Folder
        } else if self.is_of_commit || (id.is_some() && id == entry) {
            Origin::Commit
        } else {
            Origin::WorkTree
        };
        let blob = id.map(|id| id.to_string());
        Ok(Original { path: path.to_owned(), sort, document: None, bytes, blob, origin })
    }

    fn blob(&self, id: Id) -> Result<std::result::Result<Vec<u8>, String>> {
        let Some(place) = self.place else { return Ok(Err("there is no Git repository".to_owned())) };
        let mut blobs = Blobs::open(&place.git)?;
        let read = blobs.read(&[id], MAX_FILE_BYTES)?;
        Ok(read.into_iter().next().flatten().ok_or_else(|| "it is not in this clone, or too large".to_owned()))
    }

    /// The bytes of a file of the work tree that really lies in it.
    fn on_disk(&self, path: &str) -> std::result::Result<Vec<u8>, String> {
        let said = |cause: io::Error| format!("cannot be read: {}", cause.kind());
        let root = self.standing.project.root.canonicalize().map_err(said)?;
        let file = root.join(path).canonicalize().map_err(said)?;
        if !file.starts_with(&root) {
            return Err("it leads out of the repository".to_owned());
        }
        let metadata = file.metadata().map_err(said)?;
        if !metadata.is_file() || metadata.len() > MAX_FILE_BYTES {
            return Err("it is no file of a size that is read".to_owned());
        }
        std::fs::read(file).map_err(said)
    }
}
