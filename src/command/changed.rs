//! What a change is: the documents that it touches, and the findings that it causes elsewhere.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use super::Environment;
use super::project::{Project, walk_options};
use super::tracked::{Tracked, is_below, pack_paths, place};
use crate::check::Check as Kind;
use crate::cli::{Check, Global};
use crate::config::FILE_NAME;
use crate::document::Document;
use crate::engine::{self, Report, Selection};
use crate::error::Result;
use crate::finding::Finding;
use crate::git::id::Id;
use crate::git::place::Place;
use crate::git::tree::{Difference, Tree};
use crate::input::own;
use crate::repository::Repository;
use crate::ruleset::RuleSet;
use crate::source::Source as Text;
use crate::waiver::baseline;

/// A change from a commit to what is checked.
#[derive(Debug)]
pub struct Changed {
    place: Place,
    start: PathBuf,
    /// The way from the top to the root.
    way: String,
    /// What the change starts from; none where there is no commit yet.
    base: Option<Id>,
    /// Files that differ, documents or not, with paths from the top.
    differences: Vec<Difference>,
}

/// What is asked of the time before a change.
#[derive(Clone, Copy)]
struct Before<'a> {
    base: Id,
    /// The rules to be run.
    rules: &'a HashSet<String>,
    /// How many of the documents are there, and not gone.
    number: usize,
}

/// The commit and tree that the arguments of a check name.
#[derive(Debug)]
pub struct Source {
    /// The repository.
    pub place: Place,
    /// The folder that the paths have in common.
    pub start: PathBuf,
    /// What is read; the work tree where it is none.
    pub tree: Option<Tree>,
}

impl Source {
    /// What the arguments say; none where they need no Git.
    ///
    /// # Errors
    ///
    /// When there is no repository, or a revision that is named is not in it.
    pub fn of(arguments: &Check, environment: &Environment) -> Result<Option<Self>> {
        if !arguments.staged && arguments.rev.is_none() && arguments.changed_since.is_none() {
            return Ok(None);
        }
        let (place, start) = place(environment, &arguments.paths)?;
        let tree = match &arguments.rev {
            Some(revision) => Some(Tree::Commit(place.commit(revision)?)),
            None => arguments.staged.then_some(Tree::Index),
        };
        Ok(Some(Self { place, start, tree }))
    }

    /// The commit that history leads to: the revision, else the one that is checked out.
    pub fn head(&self) -> Option<Id> {
        match self.tree {
            Some(Tree::Commit(id)) => Some(id),
            _ => self.place.head,
        }
    }
}

impl Changed {
    /// The change that the arguments ask for; none where they ask for no narrowing.
    ///
    /// # Errors
    ///
    /// When Git cannot compare the two sides.
    pub fn of(arguments: &Check, source: &Source, project: &Project) -> Result<Option<Self>> {
        if !arguments.staged && arguments.changed_since.is_none() {
            return Ok(None);
        }
        let place = source.place.clone();
        let head = source.head();
        let base = match (&arguments.changed_since, head) {
            (Some(since), Some(head)) => Some(place.merge_base(place.commit(since)?, head)?),
            (Some(since), None) => Some(place.commit(since)?),
            (None, head) => head,
        };
        let way = place.way(&project.root).unwrap_or_default();
        let differences = match (base, source.tree) {
            (None, _) => Vec::new(),
            (Some(base), Some(tree)) => place.differences(base, tree)?,
            (Some(base), None) => work_tree(&place, base, head.unwrap_or(base), &way, project)?,
        };
        Ok(Some(Self { place, start: source.start.clone(), way, base, differences }))
    }

    /// Which documents the change touches. One that only moved is not among them.
    pub fn touched(&self, repository: &Repository) -> Vec<bool> {
        let paths: HashSet<&str> = self.written().collect();
        let is_touched = |document: &Document| self.base.is_none() || paths.contains(document.path());
        repository.documents.iter().map(is_touched).collect()
    }

    /// Paths now and then of what moved.
    pub fn moved(&self) -> HashMap<String, String> {
        let both = self
            .differences
            .iter()
            .filter_map(|difference| Some((difference.before.as_ref()?, difference.after.as_ref()?)));
        both.filter(|((then, _), (now, _))| then != now)
            .map(|((then, _), (now, _))| (now.clone(), then.clone()))
            .collect()
    }

    /// Paths of what the change adds or alters.
    fn written(&self) -> impl Iterator<Item = &str> {
        let after = self.differences.iter().filter(|difference| is_altered(difference));
        after.filter_map(|difference| difference.after.as_ref()?.0.strip_prefix(&self.way))
    }

    /// Paths of what the change removes.
    fn removed(&self) -> impl Iterator<Item = &str> {
        let gone = self.differences.iter().filter(|difference| difference.after.is_none());
        gone.filter_map(|difference| difference.before.as_ref()?.0.strip_prefix(&self.way))
    }

    /// Sets aside the findings that the change neither touches nor causes.
    ///
    /// # Errors
    ///
    /// When the other side of the change cannot be read.
    pub fn narrow(
        &self,
        report: &mut Report,
        touched: &[bool],
        project: &mut Project,
        global: &Global,
        environment: &Environment,
    ) -> Result<()> {
        let removed: HashSet<&str> = self.removed().collect();
        let written: HashSet<&str> = self.written().collect();
        // Behind the documents come those that are gone, and the files that waivers and baseline stand in.
        let is_touched = |finding: &Finding| match touched.get(finding.document) {
            Some(touched) => *touched,
            None => removed.contains(finding.path.as_str()) || written.contains(finding.path.as_str()),
        };
        let is_of_today =
            |check: &Kind| check.comes_with_the_calendar() || matches!(check, Kind::Calendar(_) | Kind::History(_));
        for verdict in &mut report.verdicts {
            verdict.set_aside.retain(is_touched);
            if is_of_today(&verdict.rule.check) {
                verdict.defer(|finding| !is_touched(finding));
            }
        }
        report.summary.changed = Some(touched.iter().filter(|&&touched| touched).count());
        let rules: HashSet<String> = report
            .verdicts
            .iter()
            .filter(|verdict| verdict.findings.iter().any(|finding| !is_touched(finding)))
            .map(|verdict| verdict.rule.id.clone())
            .collect();
        let (Some(base), false) = (self.base, rules.is_empty()) else { return Ok(()) };
        let before = Before { base, rules: &rules, number: touched.len() };
        let known = self.findings_before(before, project, global, environment)?;
        for verdict in &mut report.verdicts {
            let id = verdict.rule.id.clone();
            let keys = RefCell::new(Keys::default());
            verdict.defer(|finding| {
                let key = keys.borrow_mut().of(&id, &finding.path, &finding.subject);
                !is_touched(finding) && known.contains(&key)
            });
        }
        Ok(())
    }

    /// What some rules found before the change, with paths as they are now.
    fn findings_before(
        &self,
        asked: Before<'_>,
        project: &mut Project,
        global: &Global,
        environment: &Environment,
    ) -> Result<HashSet<Key>> {
        let before = Tracked::locate(self.place.clone(), Tree::Commit(asked.base), &self.start, global, environment)?;
        let own;
        let is_same_set = before.root == project.root && !self.touches_rules(&before);
        let set: &RuleSet = if is_same_set {
            &project.set
        } else {
            own = before.rules()?;
            &own
        };
        let options = walk_options(&before.config)?;
        let tree = before.snapshot.tree(&before.way, &options)?;
        let changed: HashSet<&str> = self
            .differences
            .iter()
            .filter_map(|difference| difference.before.as_ref()?.0.strip_prefix(&self.way))
            .collect();

        // What did not change is lent from the documents that are checked, and given back below.
        let mut lent: Vec<usize> = Vec::new();
        let mut now = std::mem::take(&mut project.repository.documents);
        let may_lend = is_same_set && Arc::get_mut(&mut now).is_some();
        let there = &now[..asked.number];
        let find = |path: &str| there.binary_search_by(|document: &Document| document.path().cmp(path)).ok();
        let places: Vec<Option<usize>> = tree
            .documents
            .iter()
            .map(|candidate| find(&candidate.path).filter(|_| may_lend && !changed.contains(candidate.path.as_str())))
            .collect();
        let others = tree
            .documents
            .iter()
            .zip(&places)
            .filter(|(_, place)| place.is_none())
            .map(|(candidate, _)| candidate.path.as_str());
        let mut texts = before.snapshot.read(&before.way, others)?.into_iter();
        let mut documents = Vec::with_capacity(places.len());
        for (candidate, place) in tree.documents.iter().zip(&places) {
            documents.extend(match place {
                Some(index) => Arc::get_mut(&mut now).map(|now| std::mem::take(&mut now[*index])),
                None => texts
                    .next()
                    .map(|read| super::project::document(&candidate.path, read, &set.vocabulary, project.read_options)),
            });
            lent.extend(place.map(|_| documents.len() - 1));
        }
        let mut repository = Repository::new(documents, tree.files, &set.settings, &set.vocabulary);
        let wanted: Vec<usize> =
            (0..set.rules.len()).filter(|&index| asked.rules.contains(&set.rules[index].0.id)).collect();
        // What is wrong with waivers depends on what all rules find.
        let is_about_waivers = |index: &usize| matches!(set.rules[*index].0.check, Kind::Waiver(_));
        let rules = (!wanted.iter().any(is_about_waivers)).then_some(wanted);
        let selection = Selection { rules, documents: None };
        let report = engine::run(set, &repository, environment.today, &selection);

        let moved: HashMap<String, String> = self.moved().into_iter().map(|(now, then)| (then, now)).collect();
        let mut known = HashSet::new();
        for verdict in &report.verdicts {
            let mut keys = Keys::default();
            for finding in &verdict.findings {
                let whole = format!("{}{}", before.way, finding.path);
                let path = moved.get(&whole).and_then(|now| now.strip_prefix(&self.way)).unwrap_or(&finding.path);
                known.insert(keys.of(&verdict.rule.id, path, &finding.subject));
            }
        }
        for (from, to) in lent.into_iter().zip(places.into_iter().flatten()) {
            let document = if let Some(lent) = Arc::get_mut(&mut repository.documents) {
                std::mem::take(&mut lent[from])
            } else {
                let shared = &repository.documents[from];
                let source = Text::new(shared.path(), shared.source.text());
                Document::parse(source, &set.vocabulary, project.read_options)
            };
            if let Some(now) = Arc::get_mut(&mut now) {
                now[to] = document;
            }
        }
        project.repository.documents = now;
        Ok(known)
    }

    /// Whether the change touches the configuration or a pack.
    fn touches_rules(&self, before: &Tracked) -> bool {
        let packs: Vec<String> =
            pack_paths(&before.config.config).map(|path| format!("{}{path}", before.way)).collect();
        let both = self.differences.iter().flat_map(|difference| difference.before.iter().chain(&difference.after));
        let is_ours = |path: &str| matches!(path.rsplit('/').next(), Some(FILE_NAME | baseline::FILE_NAME));
        both.into_iter().any(|(path, _)| is_ours(path) || is_below(path, &packs))
    }
}

/// What differs between a commit and the work tree: what the commits since changed, and what is not committed. Contents are
/// compared by their names, so that no filter of the repository runs.
fn work_tree(place: &Place, base: Id, head: Id, way: &str, project: &Project) -> Result<Vec<Difference>> {
    let mut differences = place.differences(base, Tree::Commit(head))?;
    let entries = place.entries(Tree::Commit(head))?;
    let at_head: HashMap<&str, Id> = entries.iter().map(|entry| (entry.path.as_str(), entry.id)).collect();
    let known: HashMap<String, usize> = differences
        .iter()
        .enumerate()
        .filter_map(|(index, difference)| Some((difference.after.as_ref()?.0.clone(), index)))
        .collect();
    let ours = [FILE_NAME, baseline::FILE_NAME];
    let bound = own::bound(&project.root);
    let ours = ours.map(|name| own::text(&project.root.join(name), &bound).ok().map(|text| (name, text.into_bytes())));
    let texts =
        project.repository.documents.iter().map(|document| (document.path(), document.source.text().as_bytes()));
    for (path, text) in texts.chain(ours.iter().flatten().map(|(name, bytes)| (*name, bytes.as_slice()))) {
        let path = format!("{way}{path}");
        let then = at_head.get(path.as_str()).copied();
        let now = Id::of_blob(text, head);
        if then == Some(now) || then.is_some_and(|then| is_same_but_line_ends(then, text)) {
            continue;
        }
        match known.get(&path) {
            Some(&index) => differences[index].after = Some((path, now)),
            None => {
                differences
                    .push(Difference { before: then.map(|then| (path.clone(), then)), after: Some((path, now)) });
            }
        }
    }
    let is_there = |path: &str| path.strip_prefix(way).is_none_or(|path| project.repository.files.contains_file(path));
    let gone = entries.iter().filter(|entry| crate::input::path::is_document(&entry.path) && !is_there(&entry.path));
    for entry in gone {
        match known.get(&entry.path) {
            Some(&index) => differences[index].after = None,
            None => differences.push(Difference { before: Some((entry.path.clone(), entry.id)), after: None }),
        }
    }
    Ok(differences)
}

/// Whether a text differs from some contents in nothing but the ends of its lines, as a checkout may write them.
fn is_same_but_line_ends(contents: Id, text: &[u8]) -> bool {
    if !text.contains(&b'\r') {
        return false;
    }
    let bare: Vec<u8> = text.iter().copied().filter(|&byte| byte != b'\r').collect();
    Id::of_blob(&bare, contents) == contents
}

/// A finding by rule, path, subject, and which one of these it is.
type Key = (String, String, String, usize);

/// Counts findings that have everything else in common.
#[derive(Default)]
struct Keys {
    seen: HashMap<(String, String), usize>,
}

impl Keys {
    fn of(&mut self, rule: &str, path: &str, subject: &str) -> Key {
        let count = self.seen.entry((path.to_owned(), subject.to_owned())).or_default();
        *count += 1;
        (rule.to_owned(), path.to_owned(), subject.to_owned(), *count)
    }
}

/// Whether the contents differ, and not the path alone.
fn is_altered(difference: &Difference) -> bool {
    difference.before.as_ref().map(|(_, id)| id) != difference.after.as_ref().map(|(_, id)| id)
}
