//! The register of people: who holds which role, and until when.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::FxHashSet;

use crate::document::value::Reading;
use crate::document::value::date::read_date;
use crate::document::value::person::{Person, read_people};
use crate::document::{Document, plain};
use crate::settings::{KnownPerson, Settings, is_same_person};
use crate::vocabulary::{Vocabulary, fold};

/// Persons and roles of the organization.
#[derive(Debug, Default)]
pub struct Register {
    entries: Vec<Entry>,
    persons: Arc<[KnownPerson]>,
    /// Words and signs that join two names.
    connectors: FxHashSet<String>,
}

/// One person or role of the register.
#[derive(Debug)]
pub struct Entry {
    people: Vec<Person>,
    role: Option<String>,
    label: String,
    has_left: bool,
    until: Option<Date>,
}

/// What the register knows of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Known and there.
    Active,
    /// No longer there, and since when.
    Left(Option<Date>),
    /// Not in the register.
    Unknown,
}

impl Register {
    /// The register that the configuration names: tables of documents, and persons in the configuration itself. None where it names
    /// none.
    ///
    /// # Errors
    ///
    /// Why it cannot be used: by a part of it, everybody who stands in the other part would be unknown.
    pub(super) fn new(
        documents: &[Document],
        by_path: &HashMap<&str, usize>,
        settings: &Settings,
        vocabulary: &Vocabulary,
    ) -> Result<Option<Self>, String> {
        if settings.people_registers.is_empty() && settings.persons.is_empty() {
            return Ok(None);
        }
        let connectors = vocabulary.words.connectors.clone();
        let mut register = Self { entries: Vec::new(), persons: Arc::clone(&settings.persons), connectors };
        for path in &settings.people_registers {
            let Some(document) = by_path.get(path.as_str()).map(|&index| &documents[index]) else { continue };
            if document.is_unread {
                return Err(format!("the register of people `{path}` cannot be read"));
            }
            if !register.read(document, vocabulary) {
                return Err(format!("the register of people `{path}` has no table with a name or a role"));
            }
        }
        for person in &*settings.persons {
            register.entries.push(Entry {
                people: person.people.clone(),
                role: None,
                label: person.name.clone(),
                has_left: false,
                until: person.active_until,
            });
        }
        Ok(Some(register))
    }

    /// Reads the tables of a document; gives whether one of them is of people.
    fn read(&mut self, document: &Document, vocabulary: &Vocabulary) -> bool {
        let mut is_register = false;
        for table in &document.body.tables {
            let Some((header, rows)) = table.rows.split_first() else { continue };
            let shown = |cell| plain(document.source.slice(cell));
            let column = |part: &str| {
                header
                    .iter()
                    .position(|cell| vocabulary.people_column(&shown(*cell)).is_some_and(|name| &**name == part))
            };
            let (name, role) = (column("name"), column("role"));
            if name.is_none() && role.is_none() {
                continue;
            }
            is_register = true;
            let (email, state, until) = (column("email"), column("state"), column("until"));
            for row in rows {
                let cell = |index: Option<usize>| {
                    index.and_then(|index| row.get(index)).map(|cell| shown(*cell)).unwrap_or_default()
                };
                self.add(&cell(name), &cell(role), &cell(email), &cell(state), &cell(until), vocabulary);
            }
        }
        is_register
    }

    fn add(&mut self, name: &str, role: &str, email: &str, state: &str, until: &str, vocabulary: &Vocabulary) {
        let mut people = Vec::new();
        for text in [name, email] {
            if let Reading::Valid(found) = read_people(text, &vocabulary.words) {
                people.extend(found);
            }
        }
        if people.is_empty() && role.is_empty() {
            return;
        }
        self.entries.push(Entry {
            people,
            role: (!role.is_empty()).then(|| fold(role)),
            label: if name.is_empty() { role.to_owned() } else { name.to_owned() },
            has_left: vocabulary.is_left(state),
            until: read_date(until, &vocabulary.words, vocabulary.date_order).valid().copied(),
        });
    }

    /// What the register knows on a day of everybody whom a name means, each as it is written: "Jane Doe and John Roe" are two where
    /// one of them is known, and one otherwise, for a team may be called so.
    pub fn standings(&self, person: &Person, today: Date) -> Vec<(String, Standing)> {
        let whole = self.standing(person, today);
        let parts = person.name.as_deref().map(|name| self.parts(name)).unwrap_or_default();
        if whole != Standing::Unknown || parts.len() < 2 {
            return vec![(person.label(), whole)];
        }
        let part = |name: String| {
            let standing = self.standing(&Person { name: Some(name.clone()), ..Person::default() }, today);
            (name, standing)
        };
        let parts: Vec<(String, Standing)> = parts.into_iter().map(part).collect();
        if parts.iter().all(|(_, standing)| *standing == Standing::Unknown) {
            return vec![(person.label(), whole)];
        }
        parts
    }

    /// The names that are joined in one.
    fn parts(&self, name: &str) -> Vec<String> {
        let words: Vec<&str> = name.split_whitespace().collect();
        let is_connector = |word: &&str| self.connectors.contains(&word.to_lowercase());
        let parts = words.split(is_connector).filter(|part| !part.is_empty());
        parts.map(|part| part.join(" ")).collect()
    }

    /// What the register knows of a person on a day. Several entries may name the same person; one that is active is enough.
    pub fn standing(&self, person: &Person, today: Date) -> Standing {
        let mut standing = Standing::Unknown;
        for entry in self.entries.iter().filter(|entry| entry.is(person, &self.persons)) {
            let is_over = entry.has_left || entry.until.is_some_and(|until| until < today);
            if !is_over {
                return Standing::Active;
            }
            standing = Standing::Left(entry.until);
        }
        standing
    }

    /// The persons who are, or hold the role, that a text names.
    pub fn holders<'a>(&'a self, person: &Person, persons: &[KnownPerson]) -> Vec<&'a Person> {
        self.entries.iter().filter(|entry| entry.is(person, persons)).flat_map(|entry| &entry.people).collect()
    }

    /// Names and roles of all entries.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.label.as_str())
    }
}

impl Entry {
    fn is(&self, person: &Person, persons: &[KnownPerson]) -> bool {
        let is_role =
            |text: &Option<String>| text.as_ref().is_some_and(|text| self.role.as_deref() == Some(&fold(text)));
        self.people.iter().any(|known| is_same_person(persons, known, person))
            || is_role(&person.title)
            || is_role(&person.name)
    }
}
