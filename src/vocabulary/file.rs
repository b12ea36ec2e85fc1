//! The form of `rules/vocabulary.toml`.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::words::{Unit, Words};
use super::{
    FieldDefinition, FieldType, Meaning, Name, Phase, Sign, StateDefinition, Trailer, Vocabulary, fold,
    headings::Headings,
};

type ByLanguage<T> = BTreeMap<String, T>;

/// A vocabulary file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VocabularyFile {
    field: Vec<FieldTable>,
    #[serde(default)]
    undecided: BTreeMap<String, Vec<String>>,
    heading: Vec<HeadingTable>,
    state: Vec<StateTable>,
    connectors: ByLanguage<Vec<String>>,
    heading_tails: ByLanguage<Vec<String>>,
    #[serde(default)]
    heading_leads: ByLanguage<Vec<String>>,
    revision_columns: BTreeMap<String, Vec<String>>,
    people_columns: BTreeMap<String, Vec<String>>,
    /// Titles of the column of labels in a control table.
    control_headers: Vec<String>,
    /// Words in the state column of a register that say that somebody is no longer there.
    left: Vec<String>,
    /// Names of folders whose documents are no longer in force.
    archives: Vec<String>,
    /// Names of files that stand for their folder.
    fronts: Vec<String>,
    /// Labels in the text that mean the id where the value has the form of one.
    id_labels: Vec<String>,
    /// Keys of front matter below which sites put metadata of their own.
    wrappers: Vec<String>,
    /// Words behind the name of a subject by which a file is about it.
    about: Vec<String>,
    /// Words between a noun and what follows it in a title.
    prepositions: Vec<String>,
    languages: Vec<String>,
    /// Keys of trailers of commits.
    trailers: FxHashMap<Trailer, Vec<String>>,
    /// Values of a trailer that say no.
    refusals: Vec<String>,
    words: WordTables,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldTable {
    name: String,
    #[serde(rename = "type")]
    kind: FieldType,
    sign: Option<Sign>,
    #[serde(default)]
    last: bool,
    #[serde(default)]
    vague: bool,
    day: Option<String>,
    /// Fields beside which an undecided key means this one.
    #[serde(default)]
    beside: Vec<String>,
    /// Fields whose day, some whole years earlier, shows that an undecided key means this one.
    #[serde(default)]
    years_after: Vec<String>,
    otherwise: Option<String>,
    state: Option<String>,
    #[serde(default)]
    says_control: bool,
    /// What says on purpose that there is nothing, as "indefinite" does of the end.
    #[serde(default)]
    none: ByLanguage<Vec<String>>,
    #[serde(default)]
    spellings: ByLanguage<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadingTable {
    name: String,
    #[serde(default)]
    spellings: ByLanguage<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StateTable {
    name: String,
    phase: Phase,
    #[serde(default)]
    claims_approval: bool,
    spellings: ByLanguage<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WordTables {
    months: ByLanguage<Vec<Vec<String>>>,
    weekdays: ByLanguage<Vec<Vec<String>>>,
    units: ByLanguage<FxHashMap<Unit, Vec<String>>>,
    intervals: ByLanguage<FxHashMap<String, String>>,
    numbers: ByLanguage<FxHashMap<String, u16>>,
    fillers: ByLanguage<Vec<String>>,
    ranges: ByLanguage<Vec<String>>,
    ordinals: ByLanguage<Vec<String>>,
    parts_of_year: ByLanguage<FxHashMap<String, i8>>,
    counting: ByLanguage<Vec<Vec<String>>>,
    calendar_weeks: ByLanguage<Vec<String>>,
    empty: ByLanguage<Vec<String>>,
    placeholders: ByLanguage<Vec<String>>,
    business: ByLanguage<Vec<String>>,
    next_business_day: ByLanguage<Vec<String>>,
    always: ByLanguage<Vec<String>>,
    signing: ByLanguage<Vec<String>>,
    conditions: ByLanguage<Vec<String>>,
}

/// Spellings under this key are near misses, never matches.
const NEAR: &str = "near";

impl VocabularyFile {
    /// Builds the look-up tables. Later entries win; a test keeps the built-in file free of collisions.
    pub fn into_vocabulary(self) -> Vocabulary {
        let mut vocabulary = Vocabulary { words: self.words.into_words(&self.connectors), ..Vocabulary::default() };
        for field in &self.field {
            let name: Name = Arc::from(field.name.as_str());
            let day = field.day.as_deref().map(Arc::from);
            let definition = Arc::new(FieldDefinition {
                name: Arc::clone(&name),
                kind: field.kind,
                sign: field.sign,
                last: field.last,
                vague: field.vague,
                beside: field.beside.iter().map(|name| Arc::from(name.as_str())).collect(),
                years_after: field.years_after.iter().map(|name| Arc::from(name.as_str())).collect(),
                otherwise: field.otherwise.as_deref().map(Arc::from),
                state: field.state.as_deref().map(Arc::from),
                says_control: field.says_control,
                none: field.none.values().flatten().cloned().collect(),
                day,
            });
            let own = fold(&name);
            for spelling in std::iter::once(&own).chain(field.spellings.values().flatten()) {
                vocabulary.spellings.insert(spelling.clone(), Meaning::Field(Arc::clone(&definition)));
            }
            vocabulary.fields.insert(name, definition);
        }
        for (spelling, names) in self.undecided {
            let meanings: Vec<_> =
                names.iter().filter_map(|name| vocabulary.fields.get(name.as_str()).cloned()).collect();
            vocabulary.spellings.insert(spelling, Meaning::Undecided(meanings.into()));
        }
        let flat = |lists: ByLanguage<Vec<String>>| lists.into_values().flatten().collect::<Vec<_>>();
        let mut headings = Headings::new(flat(self.connectors), flat(self.heading_leads), flat(self.heading_tails));
        for heading in &self.heading {
            for (language, spellings) in &heading.spellings {
                for spelling in spellings {
                    if language == NEAR {
                        headings.add_near(&heading.name, spelling);
                        continue;
                    }
                    headings.add(&heading.name, spelling);
                }
            }
        }
        vocabulary.headings = headings;
        for state in self.state {
            let name: Name = Arc::from(state.name.as_str());
            let definition = Arc::new(StateDefinition {
                name: Arc::clone(&name),
                phase: state.phase,
                claims_approval: state.claims_approval,
            });
            let own = fold(&name);
            for spelling in std::iter::once(own).chain(state.spellings.into_values().flatten()) {
                vocabulary.states.insert(spelling, Arc::clone(&definition));
            }
            vocabulary.state_names.insert(name, definition);
        }
        for (part, titles) in self.revision_columns {
            let part: Name = Arc::from(part);
            vocabulary.columns.extend(titles.into_iter().map(|title| (title, Arc::clone(&part))));
        }
        for (part, titles) in self.people_columns {
            let part: Name = Arc::from(part);
            vocabulary.people_columns.extend(titles.into_iter().map(|title| (title, Arc::clone(&part))));
        }
        vocabulary.control_headers = self.control_headers.into_iter().collect();
        vocabulary.left = self.left.into_iter().collect();
        vocabulary.archives = self.archives.into_iter().collect();
        vocabulary.id_labels = self.id_labels.into_iter().collect();
        vocabulary.wrappers = self.wrappers.into_iter().collect();
        vocabulary.fronts = self.fronts.into_iter().collect();
        vocabulary.about = self.about.into_iter().collect();
        vocabulary.prepositions = self.prepositions.into_iter().collect();
        for (trailer, keys) in self.trailers {
            vocabulary.trailers.extend(keys.into_iter().map(|key| (key, trailer)));
        }
        vocabulary.refusals = self.refusals.into_iter().collect();
        vocabulary.languages = self.languages.into_iter().collect();
        vocabulary
    }
}

impl WordTables {
    /// The words, with those that join headings as well as amounts.
    fn into_words(self, connectors: &ByLanguage<Vec<String>>) -> Words {
        let set = |lists: ByLanguage<Vec<String>>| lists.into_values().flatten().collect::<FxHashSet<_>>();
        let numbered = |lists: ByLanguage<Vec<Vec<String>>>| {
            let mut names = FxHashMap::default();
            for list in lists.into_values() {
                for (spellings, number) in list.into_iter().zip(1_i8..) {
                    names.extend(spellings.into_iter().map(|name| (name, number)));
                }
            }
            names
        };
        let mut units = FxHashMap::default();
        for (unit, spellings) in self.units.into_values().flatten() {
            units.extend(spellings.into_iter().map(|spelling| (spelling, unit)));
        }
        Words {
            months: numbered(self.months),
            weekdays: numbered(self.weekdays),
            units,
            intervals: self.intervals.into_values().flatten().collect(),
            numbers: self.numbers.into_values().flatten().collect(),
            fillers: set(self.fillers),
            ranges: set(self.ranges),
            connectors: connectors.values().flatten().cloned().collect(),
            ordinals: set(self.ordinals),
            parts_of_year: self.parts_of_year.into_values().flatten().collect(),
            counting: numbered(self.counting),
            calendar_weeks: set(self.calendar_weeks),
            empty: set(self.empty),
            placeholders: set(self.placeholders),
            business: set(self.business),
            next_business_day: set(self.next_business_day),
            always: set(self.always),
            signing: set(self.signing),
            conditions: set(self.conditions),
            absent_heads: OnceLock::new(),
        }
    }
}
