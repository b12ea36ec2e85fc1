//! The documents of one run: what each of them is, and how they refer to each other.

pub mod kind;
pub mod link;
pub mod noun;
pub mod people;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::document::carrier::signature::{APPROVED_BY, APPROVED_ON};
use crate::document::value::interval::Interval;
use crate::document::{Document, slug};
use crate::history::{Commit, History, Removal};
use crate::input::file_set::FileSet;
use crate::input::path::{folder, normalize};
use crate::record::Records;
use crate::record::collect::collect;
use crate::settings::Settings;
use crate::source::Source;
use crate::vocabulary::headings::Headings;
use crate::vocabulary::{Name, Phase, StateDefinition, Vocabulary, fold};
use crate::waiver::baseline::FILE_NAME;
use kind::KindSource;
use link::Target;
use people::Register;

/// The documents of one run, in the order of their paths.
#[derive(Debug, Default)]
pub struct Repository {
    /// The documents.
    pub documents: Arc<Vec<Document>>,
    /// What each document is, by the same index.
    pub members: Arc<Vec<Member>>,
    /// All files and folders of the tree.
    pub files: FileSet,
    /// Persons and roles, where the configuration says where they stand.
    pub people: Option<Arc<Register>>,
    /// Why the persons and roles that the configuration names are not known.
    pub no_people: Option<Arc<str>>,
    /// What the history says, where a rule asked.
    pub history: History,
    ids: HashMap<String, (String, usize)>,
    id_prefixes: OnceLock<FxHashSet<String>>,
    records: OnceLock<Arc<Records>>,
    /// The configuration and the baseline; empty where there is none.
    others: [Source; 2],
}

/// What a document is within the repository.
#[derive(Debug)]
pub struct Member {
    /// The kind of document, and how it is known.
    pub kind: Option<(Arc<str>, KindSource)>,
    /// Whether demands are made of it.
    pub is_controlled: bool,
    /// Where in its life it stands; a document in an archive has ended.
    pub phase: Phase,
    /// The state that it says it is in.
    pub state: Option<Arc<StateDefinition>>,
    /// Whether it says that somebody approved it: by its state, or by naming who did and when, unless it is a draft.
    pub claims_approval: bool,
    /// The headings of its kind, beside those of the vocabulary.
    pub headings: Option<Arc<Headings>>,
    sections: OnceLock<Vec<Vec<Name>>>,
    /// Where its links lead, in their order.
    pub targets: Vec<Target>,
}

impl Repository {
    /// Puts documents, sorted by path, into their relations.
    pub fn new(documents: Vec<Document>, files: FileSet, settings: &Settings, vocabulary: &Vocabulary) -> Self {
        let by_path: HashMap<&str, usize> =
            documents.iter().enumerate().map(|(index, document)| (document.path(), index)).collect();
        let members: Vec<Member> =
            documents.par_iter().map(|document| member(document, &by_path, &files, settings, vocabulary)).collect();
        let mut ids = HashMap::new();
        for (index, document) in documents.iter().enumerate() {
            if let Some(field) = document.field("id").filter(|field| field.typed.is_valid()) {
                ids.entry(fold(&field.text)).or_insert_with(|| (field.text.clone(), index));
            }
        }
        let (people, no_people) = match Register::new(&documents, &by_path, settings, vocabulary) {
            Ok(people) => (people.map(Arc::new), None),
            Err(reason) => (None, Some(Arc::from(reason))),
        };
        let configuration = settings.configuration.as_ref().map(|(path, text)| Source::new(path, text));
        let baseline = settings.baseline.as_ref().map(|baseline| Source::new(FILE_NAME, &baseline.text));
        let others = [configuration.unwrap_or_default(), baseline.unwrap_or_default()];
        Self {
            documents: Arc::new(documents),
            members: Arc::new(members),
            files,
            people,
            no_people,
            history: History::Unread,
            ids,
            id_prefixes: OnceLock::new(),
            records: OnceLock::new(),
            others,
        }
    }

    /// The documents without those that are gone, which stand behind them.
    pub fn present(&self) -> &[Document] {
        let gone = match &self.history {
            History::Known(facts) => facts.removed.len(),
            History::Unread | History::Missing(_) => 0,
        };
        &self.documents[..self.documents.len() - gone]
    }

    /// The text that a finding points to. Behind the documents come the configuration and the baseline, which are none.
    pub fn source(&self, index: usize) -> &Source {
        let others = |index: usize| &self.others[usize::from(index > self.documents.len())];
        self.documents.get(index).map_or_else(|| others(index), |document| &document.source)
    }

    /// Index of the configuration among the sources.
    pub fn configuration(&self) -> usize {
        self.documents.len()
    }

    /// Index of the baseline among the sources.
    pub fn baseline(&self) -> usize {
        self.documents.len() + 1
    }

    /// Takes in a document that is gone, behind all others: nothing is demanded of it, nothing leads to it, and it has no
    /// records. None where others hold the documents already.
    pub fn add_gone(&mut self, document: Document, commit: Arc<Commit>, settings: &Settings) -> Option<Removal> {
        let (documents, members) = (Arc::get_mut(&mut self.documents)?, Arc::get_mut(&mut self.members)?);
        let kind = kind::of(&document, settings, Vocabulary::built_in()).map(|(kind, _)| kind);
        let mut member = member(&document, &HashMap::new(), &FileSet::default(), settings, Vocabulary::built_in());
        (member.kind, member.is_controlled, member.phase) = (None, false, Phase::Ended);
        documents.push(document);
        members.push(member);
        Some(Removal { document: documents.len() - 1, kind, commit })
    }

    /// Why nobody can be looked up among persons and roles.
    pub fn why_no_people(&self) -> String {
        let named = self.no_people.as_ref().map(ToString::to_string);
        named.unwrap_or_else(|| "no register of people; name one under `[people]` in the configuration".to_owned())
    }

    /// The document of an id, whatever its case.
    pub fn by_id(&self, id: &str) -> Option<usize> {
        self.ids.get(&fold(id)).map(|(_, index)| *index)
    }

    /// The document that a reference names: by its id, or by its id and what stands behind: "POL-012 v2", "POL-012 Access policy".
    pub fn by_reference(&self, text: &str) -> Option<usize> {
        let first = || text.split([' ', '(', ':', '–']).next().filter(|first| first.len() < text.len());
        self.by_id(text).or_else(|| self.by_id(first().filter(|first| first.contains(|c: char| c.is_ascii_digit()))?))
    }

    /// Whether a text has the form of the ids here: it begins with the letters of one and goes on with digits, or is nearly one.
    pub fn may_be_id(&self, text: &str) -> bool {
        let first = text.split_whitespace().next().unwrap_or_default();
        let begins_as_one = || prefix(first).is_some_and(|letters| self.id_prefixes().contains(&letters));
        begins_as_one() || is_nearly_one(&fold(text), self.ids.keys())
    }

    fn id_prefixes(&self) -> &FxHashSet<String> {
        self.id_prefixes.get_or_init(|| self.ids.values().filter_map(|(id, _)| prefix(id)).collect())
    }

    /// The records in the documents, taken when they are first asked for.
    pub fn records(&self, settings: &Settings, vocabulary: &Arc<Vocabulary>) -> &Arc<Records> {
        self.records.get_or_init(|| Arc::new(collect(self, settings, vocabulary)))
    }

    /// All ids as they are written.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.ids.values().map(|(id, _)| id.as_str())
    }

    /// Whether a text is a path, from a document's folder or from the root, to a file of the tree.
    pub fn is_path(&self, from: &Document, text: &str) -> bool {
        let resolved = normalize(folder(from.path()), text);
        resolved.is_some_and(|path| self.files.contains_file(&path))
            || self.files.contains_file(text.trim_start_matches('/'))
    }

    /// The interval between reviews that a kind of document has where it states none, else that of the configuration.
    pub fn default_interval(&self, member: &Member, settings: &Settings) -> Option<Interval> {
        settings
            .of_kind(member.kind.as_ref().map(|(kind, _)| &**kind), |kind| kind.review_interval)
            .or(settings.review_interval)
    }

    /// The longest interval that a document may set itself.
    pub fn max_interval(&self, member: &Member, settings: &Settings) -> Option<Interval> {
        settings
            .of_kind(member.kind.as_ref().map(|(kind, _)| &**kind), |kind| kind.max_review_interval)
            .or(settings.max_review_interval)
    }
}

impl Member {
    /// The known sections that each heading of its document stands for, in their order; matched when first asked for.
    pub fn sections(&self, document: &Document, vocabulary: &Vocabulary) -> &[Vec<Name>] {
        self.sections.get_or_init(|| {
            let sections = document.body.sections.iter();
            let mut matched: Vec<_> = sections.map(|section| self.names_of(&section.title, vocabulary)).collect();
            if let (true, Some(title)) = (document.body.has_title(), matched.first_mut()) {
                title.clear();
            }
            matched
        })
    }

    /// The known sections that a heading, or a label instead of one, stands for: those of the vocabulary, then those of its kind.
    pub fn names_of(&self, title: &str, vocabulary: &Vocabulary) -> Vec<Name> {
        let mut names = vocabulary.headings().matches(title);
        if let Some(headings) = &self.headings {
            names.extend(headings.matches(title));
        }
        names
    }
}

/// The letters in front of the first digit of an id, folded; none where it has no digits or no letters.
fn prefix(id: &str) -> Option<String> {
    let digit = id.find(|c: char| c.is_ascii_digit())?;
    let letters = &id[..digit];
    letters.contains(char::is_alphabetic).then(|| fold(letters))
}

/// Whether a text differs from one of some ids by a letter or two, one for every five.
fn is_nearly_one<'a>(text: &str, ids: impl Iterator<Item = &'a String>) -> bool {
    let most = (text.chars().count() / 5).min(2);
    slug::misspelled(text, most, ids.map(|id| (id, id))).is_some()
}

fn member(
    document: &Document,
    by_path: &HashMap<&str, usize>,
    files: &FileSet,
    settings: &Settings,
    vocabulary: &Vocabulary,
) -> Member {
    let kind = kind::of(document, settings, vocabulary);
    let is_archived = vocabulary.is_archive(document.path()) || settings.is_archived(document.path());
    let phase = if is_archived { Phase::Ended } else { document.phase() };
    let is_controlled =
        settings.is_controlled(document.path()).unwrap_or_else(|| kind.is_some() || document.has_signs_of_control());
    let targets =
        document.body.links.iter().map(|link| link::resolve(document, link, by_path, files, settings)).collect();
    let headings = kind.as_ref().and_then(|(kind, _)| settings.names.headings_of(kind, vocabulary.headings()));
    let states = |name: &str| document.field(name).is_some_and(|field| field.typed.is_valid());
    let says_approved = document.state().is_some_and(|state| state.claims_approval);
    let claims_approval = says_approved || (phase == Phase::InForce && states(APPROVED_BY) && states(APPROVED_ON));
    Member {
        kind,
        headings,
        is_controlled,
        phase,
        state: document.state().cloned(),
        claims_approval,
        sections: OnceLock::new(),
        targets,
    }
}
