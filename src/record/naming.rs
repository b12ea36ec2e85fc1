//! Which records of a kind name something in a column.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::documents::KINDS;
use super::value::CellValue;
use super::{RecordRef, Records};
use crate::document::value::person::Person;
use crate::vocabulary::fold;

/// Under which something is named.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// A record, by its id or any of its names.
    Record(RecordRef),
    /// A folded text.
    Text(String),
}

/// The records of a collection by what a column of them names.
pub(super) type Naming = FxHashMap<Key, Vec<u32>>;

impl Key {
    /// The keys of a person: name, address, handle, role.
    pub fn of_person(person: &Person) -> impl Iterator<Item = Self> + '_ {
        let parts = [&person.name, &person.email, &person.handle, &person.title, &person.channel];
        parts.into_iter().flatten().map(|part| Self::Text(fold(part)))
    }

    /// The key of a reference: the record that it names, so that an id finds what a name names, else what is written.
    pub fn of_reference(target: Option<RecordRef>, text: &str) -> Self {
        target.map_or_else(|| Self::Text(fold(text)), Self::Record)
    }
}

impl Records {
    /// The records of a collection whose column names any of the keys, by their index there.
    pub fn naming(&self, collection: u32, column: usize, keys: &[Key]) -> Cow<'_, [u32]> {
        let index = self.collection(collection).naming[column].get_or_init(|| self.named_in(collection, column));
        if let [only] = keys {
            return Cow::Borrowed(index.get(only).map(Vec::as_slice).unwrap_or_default());
        }
        let mut all: Vec<u32> = keys.iter().filter_map(|key| index.get(key)).flatten().copied().collect();
        all.sort_unstable();
        all.dedup();
        Cow::Owned(all)
    }

    /// The documents of a kind, more special kinds included, by their index in the collection of documents.
    pub fn documents_of(&self, kind: &str) -> &[u32] {
        let index = self.of_kind.get_or_init(|| {
            let mut index: FxHashMap<Arc<str>, Vec<u32>> = FxHashMap::default();
            let collection = self.documents();
            let Some(column) = self.collection(collection).definition.column(KINDS) else { return index };
            for document in self.all(collection) {
                let CellValue::List(kinds) = self.value(document, column) else { continue };
                for kind in kinds {
                    if let CellValue::Text(kind) = kind {
                        index.entry(Arc::clone(kind)).or_default().push(document.index);
                    }
                }
            }
            index
        });
        index.get(kind).map(Vec::as_slice).unwrap_or_default()
    }

    fn named_in(&self, collection: u32, column: usize) -> Naming {
        let mut index = Naming::default();
        for record in self.all(collection) {
            for key in self.keys_named(record, column) {
                let at = index.entry(key).or_default();
                if at.last() != Some(&record.index) {
                    at.push(record.index);
                }
            }
        }
        index
    }

    /// What a column of a record names.
    pub fn keys_named(&self, record: RecordRef, column: usize) -> Vec<Key> {
        let mut keys = Vec::new();
        for value in self.value(record, column).items() {
            match value {
                CellValue::Reference(reference) => {
                    keys.push(Key::of_reference(self.target(record, column, reference), &reference.text));
                }
                CellValue::Text(text) => keys.push(Key::Text(fold(text))),
                CellValue::People(people) => keys.extend(people.iter().flat_map(Key::of_person)),
                _ => {}
            }
        }
        keys
    }
}
