//! Which documents of two revisions are the same, and what happened to them.

use std::collections::HashMap;

use super::{DocumentChange, Event};
use crate::check::Subject;
use crate::document::Document;
use crate::document::review::LAST_REVIEWED;
use crate::report::Judged;
use crate::report::register::title;
use crate::vocabulary::{Phase, fold};

/// The fields that say who approved a document, and when.
const APPROVAL: [&str; 2] = ["approved_by", "approved_on"];

/// The documents of two revisions, side by side.
#[derive(Debug)]
pub struct Pairs {
    /// Of each document after, by index, the one before.
    before: Vec<Option<usize>>,
    /// Of each document before, by index, the one after.
    after: Vec<Option<usize>>,
}

impl Pairs {
    /// Finds the pairs: by an id that is one document's alone on each side, else by path, else by what Git takes for renamed
    /// (path after to path before).
    pub fn new(before: Judged<'_>, after: Judged<'_>, renamed: &HashMap<String, String>) -> Self {
        let [old, new] = [before, after].map(|judged| judged.repository.present());
        let mut pairs = Self { before: vec![None; new.len()], after: vec![None; old.len()] };
        let (old_ids, new_ids) = (ids(old), ids(new));
        for (id, index) in &new_ids {
            if let (Some(index), Some(Some(other))) = (index, old_ids.get(id)) {
                pairs.join(*other, *index);
            }
        }
        let by_path: HashMap<&str, usize> =
            old.iter().enumerate().map(|(index, document)| (document.path(), index)).collect();
        for (index, document) in new.iter().enumerate() {
            if let Some(&other) = by_path.get(document.path()).filter(|&&other| pairs.is_free(other, index)) {
                pairs.join(other, index);
            }
        }
        for (index, document) in new.iter().enumerate() {
            let other = renamed.get(document.path()).and_then(|path| by_path.get(path.as_str()));
            // Git goes by the likeness of texts; documents of two ids are two, however like each other they are.
            let is_same = |other: usize| match (id(document), id(&old[other])) {
                (Some(id), Some(other)) => id == other,
                _ => true,
            };
            if let Some(&other) = other.filter(|&&other| pairs.is_free(other, index) && is_same(other)) {
                pairs.join(other, index);
            }
        }
        pairs
    }

    fn is_free(&self, before: usize, after: usize) -> bool {
        self.after[before].is_none() && self.before[after].is_none()
    }

    fn join(&mut self, before: usize, after: usize) {
        self.after[before] = Some(after);
        self.before[after] = Some(before);
    }

    /// The index before of a document after.
    pub fn before(&self, after: usize) -> Option<usize> {
        self.before.get(after).copied().flatten()
    }

    /// The index after of a document before.
    pub fn after(&self, before: usize) -> Option<usize> {
        self.after.get(before).copied().flatten()
    }
}

/// Folded ids with the document that has them; none where several do.
fn ids(documents: &[Document]) -> HashMap<String, Option<usize>> {
    let mut ids: HashMap<String, Option<usize>> = HashMap::new();
    for (index, document) in documents.iter().enumerate() {
        if let Some(id) = id(document) {
            ids.entry(id).and_modify(|known| *known = None).or_insert(Some(index));
        }
    }
    ids
}

/// The folded id of a document.
fn id(document: &Document) -> Option<String> {
    document.field("id").filter(|field| field.typed.is_valid()).map(|field| fold(&field.text))
}

/// What happened to the controlled documents, by path.
pub(super) fn changes(before: Judged<'_>, after: Judged<'_>, pairs: &Pairs) -> Vec<DocumentChange> {
    let mut changes = Vec::new();
    for subject in controlled(after) {
        let old = pairs.before(subject.index).and_then(|index| Subject::at(before.repository, index));
        changes.extend(change(old, subject));
    }
    for subject in controlled(before).filter(|subject| pairs.after(subject.index).is_none()) {
        changes.push(DocumentChange { events: vec![Event::Removed], ..bare(subject) });
    }
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    changes
}

fn change(old: Option<Subject<'_>>, new: Subject<'_>) -> Option<DocumentChange> {
    let Some(old) = old else {
        return Some(DocumentChange { events: vec![Event::Added], ..bare(new) });
    };
    let text = |subject: Subject<'_>, name: &str| {
        let field = subject.document.field(name).filter(|field| field.typed.is_valid())?;
        Some(field.text.clone())
    };
    let differs = |name: &str| text(new, name).is_some() && text(new, name) != text(old, name);
    let mut events = Vec::new();
    let is_renamed = old.document.path() != new.document.path();
    let is_approved = APPROVAL.iter().any(|name| differs(name));
    for (event, holds) in [
        (Event::Renamed, is_renamed),
        (Event::Retired, new.member.phase == Phase::Ended && old.member.phase != Phase::Ended),
        (Event::ReApproved, is_approved),
        (Event::Reviewed, differs(LAST_REVIEWED)),
        (Event::Changed, old.document.source.text() != new.document.source.text()),
    ] {
        if holds {
            events.push(event);
        }
    }
    if events.is_empty() {
        return None;
    }
    let both = |name: &str| Some([text(old, name), text(new, name)]).filter(|[old, new]| old != new);
    let status = |subject: Subject<'_>| subject.member.state.as_ref().map(|state| state.name.to_string());
    let approval: Vec<String> = APPROVAL.iter().filter_map(|name| text(new, name)).collect();
    Some(DocumentChange {
        events,
        path_before: is_renamed.then(|| old.document.path().to_owned()),
        version: both("version"),
        status: Some([status(old), status(new)]).filter(|[old, new]| old != new),
        approval: is_approved.then(|| approval.join(", ")),
        ..bare(new)
    })
}

fn bare(subject: Subject<'_>) -> DocumentChange {
    DocumentChange {
        events: Vec::new(),
        path: subject.document.path().to_owned(),
        path_before: None,
        title: title(subject),
        version: None,
        status: None,
        approval: None,
    }
}

/// The controlled documents, retired ones included.
fn controlled(judged: Judged<'_>) -> impl Iterator<Item = Subject<'_>> {
    Subject::all(judged.repository).filter(|subject| subject.member.is_controlled)
}
