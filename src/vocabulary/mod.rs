//! Spellings to canonical names: fields, headings, states, and the words that values are written with.
//!
//! All words of natural languages come from `rules/vocabulary.toml` and from the configuration; none stands in the code.

mod distinct;
pub mod file;
mod folding;
pub mod headings;
mod hint;
mod state;
mod trailer;
pub mod words;
pub mod writing;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use crate::document::value::date::DateOrder;
pub use distinct::distinct;
use file::VocabularyFile;
pub use folding::{begins_with_word, fold, is_same_folded};
pub use trailer::Trailer;
use words::Words;

/// A canonical name of a field, heading, state or kind; cheap to clone.
pub type Name = Arc<str>;

/// `rules/vocabulary.toml` as JSON, which the build script makes of it because it is read at every start.
const BUILT_IN: &str = include_str!(concat!(env!("OUT_DIR"), "/vocabulary.json"));

/// What kind of value a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FieldType {
    /// Any text.
    Text,
    /// An identifier of a document or record.
    Id,
    /// A calendar day.
    Date,
    /// A span of calendar time between two events.
    Interval,
    /// One or several persons or roles.
    Person,
    /// The version of a document.
    Version,
    /// The state of a document in its life.
    State,
    /// A natural language.
    Language,
    /// Several texts.
    List,
    /// Ids or paths of other documents.
    Reference,
}

/// How strongly a field says that a document is controlled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Sign {
    /// One such field is enough.
    Strong,
    /// Two different fields of this kind are needed.
    Weak,
}

/// Where in its life a document stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Not yet in force; findings weigh less.
    Draft,
    /// In force.
    InForce,
    /// No longer in force; the document is looked at only where others refer to it.
    Ended,
}

/// A field that documents may state.
#[derive(Clone, Debug)]
pub struct FieldDefinition {
    /// Its canonical name.
    pub name: Name,
    /// What its values are.
    pub kind: FieldType,
    /// Whether it marks a controlled document.
    pub sign: Option<Sign>,
    /// Of a day: whether it is the last one on which something may be done, so that a month or a year means its last day.
    pub last: bool,
    /// Of a day: a month or a year is in order, and states no day.
    pub vague: bool,
    /// Fields beside which a key that may mean this or that means this one.
    pub beside: Vec<Name>,
    /// Fields whose day, some whole years earlier, shows that a key that may mean this or that means this one.
    pub years_after: Vec<Name>,
    /// The field that is meant where a value has the form of that one's and not of this one's: "Next review: quarterly" says how often.
    pub otherwise: Option<Name>,
    /// The state that a document is in which states the field: what is "superseded by" another is superseded.
    pub state: Option<Name>,
    /// Whether the value says if the document is a controlled one.
    pub says_control: bool,
    /// Folded words that say on purpose that there is nothing, as "indefinite" does of the end.
    pub none: Vec<String>,
    /// Of a field for persons, the field for the day that a value may state with them.
    pub day: Option<Name>,
}

impl FieldDefinition {
    /// Whether a value says on purpose that there is nothing.
    pub fn is_none(&self, text: &str) -> bool {
        if self.none.is_empty() || text.starts_with(|c: char| c.is_ascii_digit()) {
            return false;
        }
        let folded = fold(text);
        self.none.iter().any(|word| begins_with_word(&folded, word))
    }
}

/// A state that documents may be in.
#[derive(Clone, Debug)]
pub struct StateDefinition {
    /// Its canonical name.
    pub name: Name,
    /// Where in a document's life it stands.
    pub phase: Phase,
    /// Whether the state says that somebody approved the document.
    pub claims_approval: bool,
}

/// What a spelling of a key or label means.
#[derive(Clone, Debug)]
pub enum Meaning {
    /// One field.
    Field(Arc<FieldDefinition>),
    /// One of several fields; the repository decides.
    Undecided(Arc<[Arc<FieldDefinition>]>),
}

/// Everything needed to recognize names and words in documents.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    fields: BTreeMap<Name, Arc<FieldDefinition>>,
    spellings: FxHashMap<String, Meaning>,
    headings: headings::Headings,
    states: FxHashMap<String, Arc<StateDefinition>>,
    state_names: BTreeMap<Name, Arc<StateDefinition>>,
    columns: FxHashMap<String, Name>,
    people_columns: FxHashMap<String, Name>,
    control_headers: FxHashSet<String>,
    left: FxHashSet<String>,
    archives: FxHashSet<String>,
    fronts: FxHashSet<String>,
    wrappers: FxHashSet<String>,
    id_labels: FxHashSet<String>,
    about: FxHashSet<String>,
    prepositions: FxHashSet<String>,
    languages: FxHashSet<String>,
    trailers: FxHashMap<String, Trailer>,
    refusals: FxHashSet<String>,
    /// The words that values are written with.
    pub words: Words,
    /// How the repository writes numeric dates that could be read two ways.
    pub date_order: Option<DateOrder>,
}

impl Vocabulary {
    /// The built-in vocabulary, parsed once.
    pub fn built_in() -> &'static Self {
        static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::load);
        &VOCABULARY
    }

    /// The built-in vocabulary, parsed anew, for a caller who changes it.
    pub fn load() -> Self {
        let file: VocabularyFile =
            serde_json::from_str(BUILT_IN).expect("the built-in vocabulary is valid; a test proves it");
        file.into_vocabulary()
    }

    /// What a key or label means, whatever its case, its joints and its trailing colon.
    pub fn meaning(&self, spelling: &str) -> Option<&Meaning> {
        self.spellings.get(&fold(spelling))
    }

    /// What a spelling that is already folded means.
    pub fn meaning_of_folded(&self, folded: &str) -> Option<&Meaning> {
        self.spellings.get(folded).or_else(|| self.meaning_of_joint(folded)).or_else(|| self.meaning_with_unit(folded))
    }

    /// What a key means that ends in the unit of its value: "review cycle months", "review interval (days)".
    fn meaning_with_unit(&self, folded: &str) -> Option<&Meaning> {
        let (key, unit) = folded.rsplit_once(' ')?;
        self.words.units.get(unit.trim_matches(['(', ')']))?;
        let is_interval =
            |meaning: &&Meaning| matches!(meaning, Meaning::Field(field) if field.kind == FieldType::Interval);
        self.spellings.get(key).filter(is_interval)
    }

    /// What two labels in one mean, "approved by / on": the first, whose value the second one's follows. Of people the second may be any
    /// other word for them: "owner / process responsible".
    fn meaning_of_joint(&self, folded: &str) -> Option<&Meaning> {
        memchr::memchr(b'/', folded.as_bytes())?;
        let (first, second) = folded.split_once(" / ").or_else(|| folded.split_once('/'))?;
        let is_label = self.spellings.contains_key(second) || self.words.signing.contains(second);
        let names_people =
            |meaning: &Meaning| matches!(meaning, Meaning::Field(field) if field.kind == FieldType::Person);
        self.spellings.get(first).filter(|meaning| is_label || (folded.contains(" / ") && names_people(meaning)))
    }

    /// The definition behind a canonical field name.
    pub fn field(&self, name: &str) -> Option<&Arc<FieldDefinition>> {
        self.fields.get(name)
    }

    /// All canonical field names in alphabetical order.
    pub fn field_names(&self) -> impl Iterator<Item = &str> {
        self.fields.keys().map(AsRef::as_ref)
    }

    /// The section headings that are known.
    pub fn headings(&self) -> &headings::Headings {
        &self.headings
    }

    /// The definition behind a canonical state name.
    pub fn state_named(&self, name: &str) -> Option<&Arc<StateDefinition>> {
        self.state_names.get(name)
    }

    /// All canonical state names in alphabetical order.
    pub fn state_names(&self) -> impl Iterator<Item = &str> {
        self.state_names.keys().map(AsRef::as_ref)
    }

    /// Whether a text says of what it names that it is no longer in force: "old matrix (superseded)", "Obsolete matrix". In the
    /// middle of a text such a word is about something else.
    pub fn mentions_ended_state(&self, text: &str) -> bool {
        let names_end = |word: &str| self.states.get(&fold(word)).is_some_and(|state| state.phase == Phase::Ended);
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let remark = text.split_once(['(', '[']).map_or("", |(_, remark)| remark);
        words.first().is_some_and(|word| names_end(word))
            || words.last().is_some_and(|word| names_end(word))
            || remark.split(|c: char| !c.is_alphanumeric()).any(names_end)
    }

    /// The part that a column of a revision history plays (`version`, `date`, `author`, `approver`, `change`, `state`).
    pub fn revision_column(&self, title: &str) -> Option<&Name> {
        let folded = fold(title);
        self.columns.get(&folded).or_else(|| self.columns.get(folded.trim_end_matches(['.', '/'])))
    }

    /// The part that a column of a register of people plays (`name`, `role`, `email`, `state`, `until`).
    pub fn people_column(&self, title: &str) -> Option<&Name> {
        self.people_columns.get(&fold(title))
    }

    /// Whether a folded title heads the column of labels in a control table.
    pub fn is_control_header(&self, folded: &str) -> bool {
        self.control_headers.contains(folded)
    }

    /// Whether a cell of a register says that somebody is no longer there.
    pub fn is_left(&self, state: &str) -> bool {
        let bare: String = state.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
        self.left.contains(&fold(&bare))
    }

    /// Whether a path lies in a folder of documents that are no longer in force.
    pub fn is_archive(&self, path: &str) -> bool {
        let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
        !folders.is_empty() && folders.split('/').any(|folder| self.archives.contains(&fold(folder)))
    }

    /// Whether a file of this name, without its ending, stands for its folder: `index`.
    pub fn is_front(&self, stem: &str) -> bool {
        self.fronts.contains(&fold(stem))
    }

    /// Whether a folded label in the text means the id where the value has the form of one.
    pub fn is_id_label(&self, folded: &str) -> bool {
        self.id_labels.contains(folded)
    }

    /// Whether a folded key of front matter is one below which sites put metadata of their own.
    pub fn is_wrapper(&self, folded: &str) -> bool {
        self.wrappers.contains(folded)
    }

    /// Whether words in a name say that the file is about a thing and is none: `guide`, `template`.
    pub fn is_about(&self, folded: &str) -> bool {
        folded.split(' ').any(|word| self.about.contains(word))
    }

    /// Whether a folded word of a title stands between a noun and what follows it, or begins with such a word: "of", "d'audit".
    pub fn is_preposition(&self, word: &str) -> bool {
        let bare = word.split(['\'', '’']).next().unwrap_or(word);
        self.prepositions.contains(word) || (bare.len() < word.len() && self.prepositions.contains(bare))
    }

    /// Whether a path segment or value is the code of a language, such as `de` or `pt-br`.
    pub fn is_language(&self, text: &str) -> bool {
        self.languages.contains(&fold(text))
    }

    /// What a trailer of a commit says by its key.
    pub fn trailer(&self, key: &str) -> Option<Trailer> {
        self.trailers.get(&fold(key)).copied()
    }

    /// The field for the person that a value of the field of a day may state.
    pub fn signed_with(&self, day: &str) -> Option<&Arc<FieldDefinition>> {
        self.fields.values().find(|person| person.day.as_deref() == Some(day))
    }

    /// Adds a key of a trailer.
    pub fn add_trailer(&mut self, trailer: Trailer, key: &str) {
        self.trailers.insert(fold(key), trailer);
    }

    /// Whether a value says no.
    pub fn is_refusal(&self, value: &str) -> bool {
        self.refusals.contains(&fold(value))
    }

    /// Declares a field, unless its name is already known.
    pub fn declare_field(&mut self, name: &str, kind: FieldType) {
        let name: Name = Arc::from(name);
        let definition = Arc::new(FieldDefinition {
            name: Arc::clone(&name),
            kind,
            sign: None,
            last: false,
            vague: false,
            beside: Vec::new(),
            years_after: Vec::new(),
            otherwise: None,
            state: None,
            says_control: false,
            none: Vec::new(),
            day: None,
        });
        if !self.fields.contains_key(&name) {
            self.spellings.insert(fold(&name), Meaning::Field(Arc::clone(&definition)));
            self.fields.insert(name, definition);
        }
    }

    /// Lets a spelling mean a field, whatever it meant before. False where there is no such field.
    pub fn add_field_spelling(&mut self, field: &str, spelling: &str) -> bool {
        let Some(definition) = self.fields.get(field).cloned() else { return false };
        self.spellings.insert(fold(spelling), Meaning::Field(definition));
        true
    }

    /// Lets a spelling mean nothing. Used where a site gives an ordinary key another sense.
    pub fn forget_field_spelling(&mut self, spelling: &str) {
        self.spellings.remove(&fold(spelling));
    }

    /// Adds a spelling of a section heading; an unknown name becomes a new heading.
    pub fn add_heading_spelling(&mut self, heading: &str, spelling: &str) {
        self.headings.add(heading, spelling);
    }

    /// Adds a spelling of a state. False where there is no such state.
    pub fn add_state_spelling(&mut self, state: &str, spelling: &str) -> bool {
        let Some(definition) = self.state_names.get(state).cloned() else { return false };
        self.states.insert(fold(spelling), definition);
        true
    }
}
