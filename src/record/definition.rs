//! A kind of record, ready to be looked for in documents.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::phrases::Phrases;
use crate::document::field::is_id;
use crate::pack::located::Located;
use crate::pack::record::{ColumnTable, ColumnType, Form, RecordTable, SourceTable};
use crate::settings::Settings;
use crate::vocabulary::{begins_with_word, distinct, fold};

/// A kind of record, ready to be looked for in documents.
#[derive(Debug)]
pub struct Definition {
    /// Canonical name.
    pub name: Arc<str>,
    /// What one such record is, in messages.
    pub title: String,
    /// The columns in alphabetical order.
    pub columns: Vec<Column>,
    /// The column that identifies a record.
    pub id: Option<usize>,
    /// Further columns by which references find a record.
    pub also: Vec<usize>,
    /// Where such records stand.
    pub sources: Vec<Source>,
    /// Whether such a record says that something is kept in another system.
    pub is_elsewhere: bool,
    spellings: OnceLock<FxHashMap<String, usize>>,
    /// No other definition of this process has it.
    pub(crate) serial: u32,
}

/// A column of a kind of record.
#[derive(Debug)]
pub struct Column {
    /// Canonical name.
    pub name: String,
    /// What it holds.
    pub table: ColumnTable,
    choices: OnceLock<Vec<(String, Arc<str>)>>,
    none: OnceLock<Vec<String>>,
    distinct: OnceLock<Vec<String>>,
}

/// Where records stand, with columns by their index.
#[derive(Debug)]
pub struct Source {
    /// Kinds of document.
    pub kinds: Vec<Arc<str>>,
    /// What is a record there.
    pub form: SourceForm,
    /// A column with several values, each of which makes a record of its own.
    pub each: Option<usize>,
    /// A column that names the document in which the record stands.
    pub belongs_to: Option<usize>,
}

/// What in a document is a record, with columns by their index.
#[derive(Debug)]
pub enum SourceForm {
    /// Each row of a table.
    Table {
        /// The columns by which such a table is known.
        needs: Vec<usize>,
        /// Only tables in these sections.
        sections: Vec<String>,
        /// Whether a document without such a table lacks something.
        is_required: bool,
    },
    /// The document itself.
    Document {
        /// The columns that its metadata must state.
        needs: Vec<usize>,
        /// Only where no table of the document holds such records.
        is_alone: bool,
    },
    /// Each item of a list.
    List {
        /// The sections whose lists are meant.
        sections: Vec<String>,
        /// The column that holds the text of an item.
        column: usize,
    },
    /// Each link outside of tables that leads to another document.
    Links {
        /// The sections whose links are meant.
        sections: Vec<String>,
        /// The kinds of document that count as targets.
        to: Vec<String>,
        /// The column that holds what names the target.
        column: usize,
    },
    /// Each match of a pattern in running text.
    Text(Phrases),
}

/// Those that definitions have so far.
static SERIAL: AtomicU32 = AtomicU32::new(1);

impl Definition {
    /// Makes a definition from its table.
    ///
    /// # Errors
    ///
    /// The name of a column that the table does not declare.
    pub fn new(table: &RecordTable) -> Result<Self, &Located> {
        let index = |name: &'_ Located| table.columns.keys().position(|known| known == name.get_ref());
        let required = |name| index(name).ok_or(name);
        let id = table.id.as_ref().map(required).transpose()?;
        let also = table.also.iter().map(required).collect::<Result<_, _>>()?;
        let mut sources = Vec::with_capacity(table.sources.len());
        for source in &table.sources {
            sources.push(Source {
                kinds: source.kind.iter().map(|kind| Arc::from(kind.get_ref().as_str())).collect(),
                form: form(source, required)?,
                each: source.each.as_ref().map(required).transpose()?,
                belongs_to: source.belongs_to.as_ref().map(required).transpose()?,
            });
        }
        let columns = table.columns.iter().map(|(name, table)| Column {
            name: name.clone(),
            table: table.clone(),
            choices: OnceLock::new(),
            none: OnceLock::new(),
            distinct: OnceLock::new(),
        });
        Ok(Self {
            name: Arc::from(table.name.get_ref().as_str()),
            title: table.title.clone(),
            columns: columns.collect(),
            id,
            also,
            sources,
            is_elsewhere: table.elsewhere,
            spellings: OnceLock::new(),
            serial: SERIAL.fetch_add(1, Ordering::Relaxed),
        })
    }

    /// The index of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.binary_search_by(|column| column.name.as_str().cmp(name)).ok()
    }

    /// The column that a folded title or key means.
    pub fn column_spelled(&self, folded: &str) -> Option<usize> {
        let spellings = self.spellings.get_or_init(|| {
            let mut spellings = FxHashMap::default();
            for (index, column) in self.columns.iter().enumerate() {
                spellings.insert(fold(&column.name), index);
            }
            for (index, column) in self.columns.iter().enumerate() {
                for spelling in &column.table.spellings {
                    spellings.entry(fold(spelling)).or_insert(index);
                }
            }
            spellings
        });
        // `No.` is short for what `No` is short for, and `Met?` asks what `Met` says.
        let bare = folded.trim_end_matches(['.', '?', ':', ' ']);
        let by_bare = || spellings.get(bare).filter(|_| bare.len() < folded.len());
        // "Actual (Q3 2026)" says when, and no other thing.
        let dated = || {
            let (title, remark) = folded.strip_suffix(')')?.rsplit_once(" (")?;
            spellings.get(title).filter(|_| remark.contains(|c: char| c.is_ascii_digit()))
        };
        spellings.get(folded).or_else(by_bare).or_else(dated).copied()
    }
}

impl Column {
    /// The spellings that say more than the name does.
    pub fn distinct_spellings(&self) -> &[String] {
        self.distinct.get_or_init(|| distinct(&self.name, &self.table.spellings))
    }

    /// The type of its values.
    pub fn kind(&self) -> ColumnType {
        self.table.kind
    }

    /// The canonical value that a cell begins with. A longer spelling wins over a shorter one.
    pub(super) fn choice(&self, text: &str) -> Option<Arc<str>> {
        let choices = self.choices.get_or_init(|| {
            let of = |(name, spellings): (&String, &Vec<String>)| {
                let canonical: Arc<str> = Arc::from(name.as_str());
                let all = std::iter::once(name).chain(spellings).map(|spelling| fold(spelling));
                all.map(|spelling| (spelling, Arc::clone(&canonical))).collect::<Vec<_>>()
            };
            let mut choices: Vec<_> = self.table.choices.iter().flat_map(of).collect();
            choices.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
            choices
        });
        // Lights and ticks in front of a state say the same once more.
        let bare = text.trim_start_matches(|c: char| !c.is_alphanumeric());
        let folded = fold(if bare.is_empty() { text } else { bare });
        let found = choices.iter().find(|(spelling, _)| begins_with_word(&folded, spelling));
        found.map(|(_, canonical)| Arc::clone(canonical))
    }

    /// Whether a text says on purpose that there is nothing: a word for it, and what may follow such a word is a remark, or a few words that
    /// go on from it. "No spare generator in room 2: buy one (M-12)" says that there is something.
    pub(super) fn is_none(&self, text: &str) -> bool {
        let words = self.none.get_or_init(|| self.table.none.iter().map(|word| fold(word)).collect());
        if words.is_empty() {
            return false;
        }
        let folded = fold(text);
        let is_said = |word: &String| {
            let rest = folded.strip_prefix(word.as_str()).filter(|_| begins_with_word(&folded, word));
            rest.is_some_and(|rest| !rest.starts_with(' ') || !goes_on(rest, text))
        };
        words.iter().any(is_said)
    }
}

/// Whether what follows a word for nothing says something after all: what a colon sets off, or the id of something.
fn goes_on(rest: &str, text: &str) -> bool {
    let names_id = || text.split_whitespace().any(|word| is_id(word.trim_matches(|c: char| !c.is_alphanumeric())));
    let is_remark = rest.trim_start().starts_with(['(', '–', '-', '—']);
    !is_remark && (rest.contains(": ") || names_id())
}

/// For each kind of document the definitions and sources that look at it, its more general kinds included.
pub(super) fn sources_by_kind<'a>(
    definitions: &[Arc<Definition>],
    settings: &'a Settings,
) -> FxHashMap<&'a str, Vec<(usize, usize)>> {
    let mut wanted: FxHashMap<&str, Vec<(usize, usize)>> = FxHashMap::default();
    for (index, definition) in definitions.iter().enumerate() {
        for (number, source) in definition.sources.iter().enumerate() {
            for kind in &source.kinds {
                wanted.entry(kind).or_default().push((index, number));
            }
        }
    }
    let names = &settings.names;
    let of = |kind: &'a String| {
        let mut sources: Vec<_> =
            names.kinds_above(kind).iter().filter_map(|above| wanted.get(above)).flatten().copied().collect();
        sources.sort_unstable();
        sources.dedup();
        (kind.as_str(), sources)
    };
    names.kinds.keys().map(of).filter(|(_, sources)| !sources.is_empty()).collect()
}

fn form<'a>(
    source: &'a SourceTable,
    index: impl Fn(&'a Located) -> Result<usize, &'a Located>,
) -> Result<SourceForm, &'a Located> {
    let names = |names: &[Located]| names.iter().map(|name| name.get_ref().clone()).collect();
    Ok(match &source.form {
        Form::Table { needs, sections, required } => SourceForm::Table {
            needs: needs.iter().map(index).collect::<Result<_, _>>()?,
            sections: names(sections),
            is_required: *required,
        },
        Form::Document { needs, alone } => {
            SourceForm::Document { needs: needs.iter().map(index).collect::<Result<_, _>>()?, is_alone: *alone }
        }
        Form::List { sections, column } => SourceForm::List { sections: names(sections), column: index(column)? },
        Form::Links { sections, to, column } => {
            SourceForm::Links { sections: names(sections), to: names(to), column: index(column)? }
        }
        Form::Text { patterns } => SourceForm::Text(Phrases::new(names(patterns))),
    })
}
