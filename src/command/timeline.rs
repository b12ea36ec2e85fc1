//! Judges one repository at many commits. Every version of a document is read once: what a further commit has in common with the one
//! before it is handed on.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::Environment;
use super::project::{Project, document, read_options, walk_options};
use super::standing::Standing;
use super::tracked::{Tracked, is_below, pack_paths};
use crate::check::Check;
use crate::cli::Global;
use crate::config::LoadedConfig;
use crate::document::{Document, ReadOptions};
use crate::error::Result;
use crate::finding::Severity;
use crate::git::id::Id;
use crate::git::place::Place;
use crate::git::tree::Entry;
use crate::history::archive::{Archive, Shared};
use crate::input::snapshot::{Reader, Snapshot};
use crate::pack::rule::Rule;
use crate::ruleset::RuleSet;
use crate::waiver::baseline;

/// Most bytes of text of documents that are kept although the commit at hand does not have them.
const MOST_BYTES: usize = 256 << 20;

/// A repository that is judged at one commit after the other.
pub struct Timeline<'a> {
    place: &'a Place,
    start: &'a Path,
    global: &'a Global,
    environment: &'a Environment,
    reader: Reader,
    /// The rules that were in force at the last commit, with what they were made from.
    rules: Option<(Origin, RuleSet)>,
    /// What stands in for a configuration that a commit does not have: that of the newest commit.
    newest: Option<Configured>,
    pool: Pool,
    /// The history that leads to the newest commit, opened with it; none where no rule wants it or it cannot be read.
    archive: OnceCell<Option<Archive>>,
}

/// A configuration and the root that goes with it.
#[derive(Clone, Debug)]
struct Configured {
    path: PathBuf,
    text: String,
    root: PathBuf,
    way: String,
}

/// What rules are made from: the way to the root, and the files of configuration, packs and baseline.
#[derive(Debug, PartialEq, Eq)]
struct Origin {
    root: PathBuf,
    configuration: String,
    files: Vec<(String, Id)>,
}

/// Documents by contents and path.
#[derive(Default)]
struct Pool {
    documents: HashMap<(Id, String), Document>,
    bytes: usize,
    options: ReadOptions,
    /// How many were read from their text.
    parsed: usize,
}

/// A commit that was judged.
pub struct Judgement {
    /// What came out.
    pub standing: Standing,
    /// Whether the rules are those of the newest commit, because this one had none of its own.
    pub has_later_rules: bool,
    ids: HashMap<String, Id>,
}

impl<'a> Timeline<'a> {
    /// Begins with nothing read.
    pub fn new(place: &'a Place, start: &'a Path, global: &'a Global, environment: &'a Environment) -> Self {
        let (reader, pool) = (Reader::default(), Pool::default());
        Self { place, start, global, environment, reader, rules: None, newest: None, pool, archive: OnceCell::new() }
    }

    /// How many versions of documents were read so far.
    pub fn parsed(&self) -> usize {
        self.pool.parsed
    }

    /// Judges a commit, with the entries of its tree, on a day. The newest commit comes first, for its configuration is that of older
    /// ones without any.
    ///
    /// # Errors
    ///
    /// When Git cannot read the commit, or its configuration is not valid.
    pub fn judge(&mut self, commit: Id, entries: Vec<Entry>, day: jiff::civil::Date) -> Result<Judgement> {
        let environment = Environment { today: day, ..self.environment.clone() };
        let snapshot = Snapshot::new(self.place.clone(), entries, self.reader.clone());
        let mut tracked = Tracked::in_snapshot(snapshot, self.start, self.global, &environment)?;
        let has_own_rules = !tracked.config.path.as_os_str().is_empty();
        let newest = self.newest.get_or_insert_with(|| Configured {
            path: tracked.config.path.clone(),
            text: tracked.config.text.clone(),
            root: tracked.root.clone(),
            way: tracked.way.clone(),
        });
        let has_later_rules = !has_own_rules && !newest.path.as_os_str().is_empty();
        if has_later_rules {
            tracked.config = LoadedConfig::of(newest.path.clone(), newest.text.clone())?;
            (tracked.root, tracked.way) = (newest.root.clone(), newest.way.clone());
        }
        let set = self.rules(&tracked)?;
        let options = walk_options(&tracked.config)?;
        let tree = tracked.snapshot.tree(&tracked.way, &options)?;
        let wanted = read_options(&tracked.config);
        if self.pool.options != wanted {
            self.pool.clear();
            self.pool.options = wanted;
        }
        let way = &tracked.way;
        let ids: HashMap<String, Id> = tree
            .documents
            .iter()
            .filter_map(|candidate| {
                Some((candidate.path.clone(), tracked.snapshot.id(&format!("{way}{}", candidate.path))?))
            })
            .collect();
        let documents =
            self.pool.take(tree.documents.iter().map(|candidate| candidate.path.as_str()), &ids, &tracked, &set)?;
        let Tracked { root, config, snapshot, .. } = tracked;
        let project = Project::of_documents(root, &config, set, &environment, options, tree, documents)?;
        let archive = self.archive.get_or_init(|| {
            let is_on = |(rule, severity): &(Arc<Rule>, Option<Severity>)| {
                severity.is_some() && matches!(rule.check, Check::History(_))
            };
            let wants_history = project.set.rules.iter().any(is_on);
            // Where the history cannot be read, the rules on it say so.
            wants_history.then(|| Archive::open(self.place.clone(), commit).ok()).flatten()
        });
        let shared = archive.as_ref().map(|archive| Shared { archive, entries: snapshot.entries() });
        let standing = Standing::judge(project, Some(commit), shared, &environment);
        Ok(Judgement { standing, has_later_rules, ids })
    }

    /// The rules of a tree; those of the commit before where nothing that they are made from differs.
    fn rules(&mut self, tracked: &Tracked) -> Result<RuleSet> {
        let mut paths: Vec<String> =
            pack_paths(&tracked.config.config).map(|path| format!("{}{path}", tracked.way)).collect();
        paths.push(format!("{}{}", tracked.way, baseline::FILE_NAME));
        let files = tracked.snapshot.files().filter(|(path, _)| is_below(path, &paths));
        let origin = Origin {
            root: tracked.root.clone(),
            configuration: tracked.config.text.clone(),
            files: files.map(|(path, id)| (path.to_owned(), id)).collect(),
        };
        if let Some((known, set)) = &self.rules
            && *known == origin
        {
            return Ok(set.clone());
        }
        let set = tracked.rules()?;
        // What was read was read with the words of other rules.
        self.pool.clear();
        if let Some(Some(archive)) = self.archive.get() {
            archive.forget();
        }
        self.rules = Some((origin, set.clone()));
        Ok(set)
    }

    /// Takes back the documents of a judgement, so that the next one need not read them again.
    pub fn give_back(&mut self, judgement: Judgement) {
        let Judgement { standing, ids, .. } = judgement;
        let mut repository = standing.project.repository;
        let documents = std::mem::take(&mut repository.documents);
        // The records hold the documents as well.
        drop(repository);
        drop(standing.report);
        let Ok(documents) = Arc::try_unwrap(documents) else { return };
        self.pool.put(documents, &ids);
    }
}

impl Pool {
    fn clear(&mut self) {
        self.documents.clear();
        self.bytes = 0;
    }

    /// The documents of some paths: those that are known, and the others read from the tree.
    fn take<'p>(
        &mut self,
        paths: impl Iterator<Item = &'p str>,
        ids: &HashMap<String, Id>,
        tracked: &Tracked,
        set: &RuleSet,
    ) -> Result<Vec<Document>> {
        let mut documents = Vec::with_capacity(ids.len());
        let mut lacking: Vec<&str> = Vec::new();
        for path in paths {
            let known = ids.get(path).and_then(|id| self.documents.remove(&(*id, path.to_owned())));
            match known {
                Some(document) => {
                    self.bytes -= document.source.text().len();
                    documents.push(document);
                }
                None => lacking.push(path),
            }
        }
        let texts = tracked.snapshot.read(&tracked.way, lacking.iter().copied())?;
        self.parsed += lacking.len();
        let options = self.options;
        documents.par_extend(
            lacking.into_par_iter().zip(texts).map(|(path, text)| document(path, text, &set.vocabulary, options)),
        );
        Ok(documents)
    }

    fn put(&mut self, documents: Vec<Document>, ids: &HashMap<String, Id>) {
        if self.bytes > MOST_BYTES {
            self.clear();
        }
        for document in documents {
            // Documents that are gone stand behind the others, and have no contents in this tree.
            if let Some(id) = ids.get(document.path()) {
                self.bytes += document.source.text().len();
                let path = document.path().to_owned();
                self.documents.insert((*id, path), document);
            }
        }
    }
}
