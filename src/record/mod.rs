//! Records: typed rows taken from documents. A service, a target of an agreement, a risk, an audit.
//!
//! What a record is, is said by packs. Records own their text, so that expressions may hold them; a cell is read as the type of
//! its column when it is first asked for.

pub mod collect;
mod columns;
mod complete;
pub mod definition;
mod documents;
mod links;
pub mod naming;
pub mod phrases;
mod stated;
pub mod value;

use std::fmt;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use documents::TITLE;
pub use documents::{DOCUMENT, document_definition, is_flag};

use crate::document::value::date::DateOrder;
use crate::document::value::pieces;
use crate::source::Span;
use crate::vocabulary::{Vocabulary, fold};
use definition::Definition;
use naming::Naming;
use value::{CellValue, Reference};

/// All records of a run.
pub struct Records {
    collections: Vec<Collection>,
    by_name: FxHashMap<Arc<str>, usize>,
    /// The index of the collection of documents.
    documents: u32,
    /// By the index of a document, its record among the documents.
    of_document: Vec<Option<u32>>,
    /// The documents of each kind, more special kinds included, by their index among the documents.
    of_kind: OnceLock<FxHashMap<Arc<str>, Vec<u32>>>,
    /// By the index of a document, which number of its dates is the day, where its own dates show it.
    orders: FxHashMap<u32, DateOrder>,
    vocabulary: Arc<Vocabulary>,
}

/// The records of one kind.
pub struct Collection {
    /// What they are.
    pub definition: Arc<Definition>,
    /// The records in the order of documents and places.
    pub records: Vec<Record>,
    /// What is wrong with the places where such records should stand.
    pub faults: Vec<TableFault>,
    keys: OnceLock<FxHashMap<String, u32>>,
    /// By column.
    naming: Vec<OnceLock<Naming>>,
    /// By column: what the cells of the records hold, next to each other, for rules ask one column of all records.
    values: Vec<OnceLock<Values>>,
}

/// What the cells of a column hold, as far as somebody asked.
type Values = Box<[OnceLock<CellValue>]>;

/// Values that are known without reading a text, with the index of their column.
type Known = Vec<(usize, CellValue)>;

/// A typed row.
#[derive(Debug)]
pub struct Record {
    /// Index of its document in the repository.
    pub document: u32,
    /// Its extent: a row, an item, or the title of the document.
    pub span: Span,
    /// The header of its table; none for what is no row.
    pub header: Option<Span>,
    /// Its cells by the index of the column; none where its table has no such column.
    pub cells: Box<[Option<Cell>]>,
}

/// A cell of a record.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Where it stands; empty where there is nothing.
    pub span: Span,
    /// What is written there, without markup.
    pub text: Arc<str>,
}

/// What is wrong with the place where records should stand.
#[derive(Clone, Debug)]
pub struct TableFault {
    /// Index of the document in the repository.
    pub document: u32,
    /// The header of the table, or the title of the document.
    pub span: Span,
    /// The columns that are missing, of the nearest table or of all.
    pub missing: Vec<usize>,
    /// Whether no table comes near; the place is then the title of the document.
    pub is_tableless: bool,
}

/// One record by the places where it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordRef {
    /// Index of its collection.
    pub collection: u32,
    /// Its index there.
    pub index: u32,
}

impl Cell {
    fn new(span: Span, text: impl Into<Arc<str>>) -> Self {
        Self { span, text: text.into() }
    }
}

impl fmt::Debug for Records {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = self.collections.iter().map(|found| (&found.definition.name, found.records.len()));
        formatter.debug_map().entries(counts).finish()
    }
}

impl Collection {
    fn new(definition: Arc<Definition>, records: Vec<Record>, faults: Vec<TableFault>) -> Self {
        let naming = definition.columns.iter().map(|_| OnceLock::new()).collect();
        let values = definition.columns.iter().map(|_| OnceLock::new()).collect();
        Self { definition, records, faults, keys: OnceLock::new(), naming, values }
    }

    /// Takes in values that are known without reading a text, record by record.
    fn with_known(self, known: Vec<Known>) -> Self {
        for (index, known) in known.into_iter().enumerate() {
            for (column, value) in known {
                // Nobody has asked yet, so that the place is free.
                let _ = self.values(column)[index].set(value);
            }
        }
        self
    }

    fn values(&self, column: usize) -> &Values {
        self.values[column].get_or_init(|| self.records.iter().map(|_| OnceLock::new()).collect())
    }
}

impl Records {
    /// The index of the collection of documents.
    pub fn documents(&self) -> u32 {
        self.documents
    }

    /// The index of a collection.
    pub fn named(&self, name: &str) -> Option<u32> {
        self.by_name.get(name).and_then(|index| u32::try_from(*index).ok())
    }

    /// A collection by its index.
    pub fn collection(&self, index: u32) -> &Collection {
        &self.collections[index as usize]
    }

    /// All collections in the order in which packs declare them.
    pub fn collections(&self) -> &[Collection] {
        &self.collections
    }

    /// All records of a collection.
    pub fn all(&self, collection: u32) -> impl Iterator<Item = RecordRef> + use<> {
        let count = u32::try_from(self.collection(collection).records.len()).unwrap_or(u32::MAX);
        (0..count).map(move |index| RecordRef { collection, index })
    }

    /// A record.
    pub fn get(&self, record: RecordRef) -> &Record {
        &self.collection(record.collection).records[record.index as usize]
    }

    /// What a record is.
    pub fn definition(&self, record: RecordRef) -> &Arc<Definition> {
        &self.collection(record.collection).definition
    }

    /// The record of the document in which a record stands; none for documents without kind.
    pub fn document_of(&self, record: RecordRef) -> Option<RecordRef> {
        let index = self.of_document[self.get(record).document as usize]?;
        Some(RecordRef { collection: self.documents, index })
    }

    /// The value of a cell; `Empty` where the record has no such column.
    pub fn value(&self, record: RecordRef, column: usize) -> &CellValue {
        let found = self.collection(record.collection);
        let index = record.index as usize;
        found.values(column)[index].get_or_init(|| {
            found.records[index].cells[column].as_ref().map_or(CellValue::Empty, |cell| {
                let order = self.orders.get(&found.records[index].document).copied();
                CellValue::read(&cell.text, &found.definition.columns[column], &self.vocabulary, order)
            })
        })
    }

    /// The record that an id or name means. A remark behind it does not matter.
    pub fn find(&self, collection: u32, key: &str) -> Option<RecordRef> {
        let found = self.collection(collection);
        let keys = found.keys.get_or_init(|| self.keys(collection));
        // Most references are an id and nothing else.
        let whole = fold(key);
        let index = keys.get(&whole).copied().or_else(|| parts_of_key(key).find_map(|part| keys.get(&part).copied()));
        index.map(|index| RecordRef { collection, index })
    }

    /// All ids and names by which records are found, as they are written.
    pub fn labels(&self, collection: u32) -> impl Iterator<Item = &str> {
        let found = self.collection(collection);
        let columns: Vec<usize> =
            found.definition.id.into_iter().chain(found.definition.also.iter().copied()).collect();
        found.records.iter().flat_map(move |record| {
            let cells: Vec<&str> =
                columns.iter().filter_map(|&column| record.cells[column].as_ref()).map(|cell| &*cell.text).collect();
            cells
        })
    }

    fn keys(&self, collection: u32) -> FxHashMap<String, u32> {
        let found = self.collection(collection);
        let mut keys = FxHashMap::default();
        for column in found.definition.id.into_iter().chain(found.definition.also.iter().copied()) {
            for (record, index) in found.records.iter().zip(0..) {
                let Some(cell) = &record.cells[column] else { continue };
                let texts: Vec<&str> = if found.definition.columns[column].table.many {
                    pieces(&cell.text).collect()
                } else {
                    vec![&cell.text]
                };
                for text in texts.into_iter().map(fold).filter(|key| !key.is_empty()) {
                    keys.entry(text).or_insert(index);
                }
            }
        }
        let mut titles: FxHashMap<String, Option<u32>> = FxHashMap::default();
        for (title, index) in self.titles(collection) {
            // A title that several have names none of them.
            titles.entry(fold(title)).and_modify(|known| *known = None).or_insert(Some(index));
        }
        for (title, index) in titles {
            if let Some(index) = index {
                keys.entry(title).or_insert(index);
            }
        }
        keys
    }

    /// The titles of the documents that are a record of a collection each: a link to such a document names it so where no id stands in the
    /// metadata.
    fn titles(&self, collection: u32) -> Vec<(&str, u32)> {
        let found = self.collection(collection);
        let Some(column) = self.collection(self.documents).definition.column(TITLE) else { return Vec::new() };
        let mut titles = Vec::new();
        for (at, record) in found.records.iter().enumerate().filter(|(_, record)| record.header.is_none()) {
            let is_of = |other: Option<&Record>| other.is_some_and(|other| other.document == record.document);
            let before = at.checked_sub(1).and_then(|before| found.records.get(before));
            if collection == self.documents || is_of(before) || is_of(found.records.get(at + 1)) {
                continue;
            }
            let document = self.of_document[record.document as usize];
            let document = document.map(|index| &self.collection(self.documents).records[index as usize]);
            let title = document.and_then(|document| document.cells[column].as_ref());
            titles.extend(title.and_then(|title| Some((&*title.text, u32::try_from(at).ok()?))));
        }
        titles
    }

    /// The record that a reference in a column of a record names. Many rules ask, so it is looked up once.
    pub fn target(&self, record: RecordRef, column: usize, reference: &Reference) -> Option<RecordRef> {
        *reference.target.get_or_init(|| {
            let to = &self.definition(record).columns[column].table.to;
            let collections = || to.iter().filter_map(|name| self.named(name.get_ref()));
            let named = collections().find_map(|collection| self.find(collection, &reference.text));
            named.or_else(|| {
                let cell = self.get(record).cells[column].as_ref()?;
                collections().find_map(|collection| self.whole(collection, record, cell.span))
            })
        })
    }

    /// The record that the document of another one is as a whole, where the place of its name is given: rows of a document without an id
    /// belong to it, whether or not it can be found by its title.
    fn whole(&self, collection: u32, row: RecordRef, place: Span) -> Option<RecordRef> {
        let document = self.get(row).document;
        let records = &self.collection(collection).records;
        let first = records.partition_point(|record| record.document < document);
        let own = records[first..].iter().take_while(|record| record.document == document);
        let at = own.into_iter().position(|record| record.header.is_none() && record.span == place)?;
        Some(RecordRef { collection, index: u32::try_from(first + at).ok()? })
    }

    /// The references in a column of a record, each with the record that it names.
    pub fn references(
        &self,
        record: RecordRef,
        column: usize,
    ) -> impl Iterator<Item = (&Reference, Option<RecordRef>)> {
        self.value(record, column).items().iter().filter_map(move |item| match item {
            CellValue::Reference(reference) => Some((reference, self.target(record, column, reference))),
            _ => None,
        })
    }

    /// How a record is called in messages: its id, else a name, else the first thing that it says.
    pub fn label(&self, record: RecordRef) -> String {
        let definition = self.definition(record);
        let cells = &self.get(record).cells;
        let written = |column: usize| cells[column].as_ref().map(|cell| &*cell.text).filter(|text| !text.is_empty());
        let named = definition.id.into_iter().chain(definition.also.iter().copied()).find_map(written);
        let filled = |column: usize| cells[column].as_ref().filter(|cell| !cell.text.is_empty());
        let any = || (0..cells.len()).filter_map(filled).min_by_key(|cell| cell.span.start);
        let whole = || self.as_document(record).map(|document| self.label(document));
        named.map(str::to_owned).or_else(whole).or_else(|| any().map(|cell| cell.text.to_string())).unwrap_or_default()
    }

    /// The document that a record is as a whole; none where it is a row, an item, or the document itself.
    fn as_document(&self, record: RecordRef) -> Option<RecordRef> {
        let found = self.get(record);
        let document = self.document_of(record).filter(|document| document.collection != record.collection)?;
        (found.header.is_none() && found.span == self.get(document).span).then_some(document)
    }

    /// The vocabulary that cells are read with.
    pub fn vocabulary(&self) -> &Arc<Vocabulary> {
        &self.vocabulary
    }
}

/// What a reference may mean beside all of it: what stands before a remark, else what stands in the brackets.
fn parts_of_key(text: &str) -> impl Iterator<Item = String> + '_ {
    let before = text.split([':', '(', ',', ';']).next();
    let dash = [" – ", " — ", " - "].iter().find_map(|dash| text.split_once(dash)).map(|(before, _)| before);
    let inside = text.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(inside, _)| inside);
    let first_word = text.split_whitespace().next().filter(|word| word.contains(|c: char| c.is_ascii_digit()));
    let parts = [before, dash, inside, first_word];
    parts.into_iter().flatten().map(fold).filter(|key| !key.is_empty())
}
