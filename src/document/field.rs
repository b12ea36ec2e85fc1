//! One piece of metadata: its canonical name, its value as a type, and where both are written.

use std::fmt;
use std::sync::{Arc, LazyLock};

use jiff::civil::Date;

use super::front_matter::Format;
use super::value::date::{DateOrder, read_date};
use super::value::interval::{Interval, read_interval};
use super::value::period::{read_last_day, read_period};
use super::value::person::{Person, read_people};
use super::value::version::{Version, read_version};
use super::value::{Fault, Presence, Reading, pieces, presence, ticked};
use crate::source::Span;
use crate::vocabulary::{FieldDefinition, FieldType, Meaning, StateDefinition, Vocabulary, fold};

/// Where a piece of metadata is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Carrier {
    /// A block at the top of the file.
    FrontMatter(Format),
    /// A YAML block at the top without its opening line.
    UnopenedBlock,
    /// YAML in a code block at the top.
    CodeBlock,
    /// A table of labels and values.
    ControlTable,
    /// A line with a label and a value.
    LabelledLine,
}

impl fmt::Display for Carrier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::FrontMatter(Format::Yaml) => "front matter",
            Self::FrontMatter(Format::Toml) => "TOML front matter",
            Self::FrontMatter(Format::Json) => "JSON front matter",
            Self::UnopenedBlock => "metadata block without opening line",
            Self::CodeBlock => "code block",
            Self::ControlTable => "control table",
            Self::LabelledLine => "labelled line",
        })
    }
}

/// A value as the type of its field.
#[derive(Clone, Debug)]
pub enum Typed {
    /// Text, ids, lists and whatever has no canonical name.
    Text(Reading<()>),
    /// A day.
    Date(Reading<Date>),
    /// A span of calendar time.
    Interval(Reading<Interval>),
    /// Persons and roles.
    People(Reading<Arc<[Person]>>),
    /// A version.
    Version(Reading<Version>),
    /// A state; a value that names no known state is malformed.
    State(Reading<Arc<StateDefinition>>),
}

impl Typed {
    /// The reading without its value.
    pub fn reading(&self) -> Reading<()> {
        match self {
            Self::Text(reading) => reading.bare(),
            Self::Date(reading) => reading.bare(),
            Self::Interval(reading) => reading.bare(),
            Self::People(reading) => reading.bare(),
            Self::Version(reading) => reading.bare(),
            Self::State(reading) => reading.bare(),
        }
    }

    /// Whether there is a value of the right form.
    pub fn is_valid(&self) -> bool {
        matches!(self.reading(), Reading::Valid(()))
    }
}

/// One piece of metadata.
#[derive(Clone, Debug)]
pub struct Field {
    /// The canonical field, or none where the key means nothing to us or its meaning is undecided.
    pub definition: Option<Arc<FieldDefinition>>,
    /// The fields that an undecided key may mean; empty otherwise.
    pub candidates: Arc<[Arc<FieldDefinition>]>,
    /// The key as written; keys inside keys joined by a full stop.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// The value as plain text; the items of a list joined by `, `.
    pub text: String,
    /// Where the value stands; empty behind the key where there is none.
    pub span: Span,
    /// The single values with their places; one for a scalar.
    pub items: Vec<(String, Span)>,
    /// Where the field is written.
    pub carrier: Carrier,
    /// The value as the type of the field.
    pub typed: Typed,
}

impl Field {
    /// The canonical name.
    pub fn name(&self) -> Option<&str> {
        self.definition.as_ref().map(|definition| &*definition.name)
    }

    /// A field from its parts; its meaning is looked up in the vocabulary.
    pub(super) fn new(
        key: String,
        key_span: Span,
        mut items: Vec<(String, Span)>,
        span: Span,
        carrier: Carrier,
        vocabulary: &Vocabulary,
    ) -> Self {
        for (text, _) in &mut items {
            if let Some(name) = wiki_link(text, vocabulary) {
                *text = name.to_owned();
            }
        }
        let text = match items.as_slice() {
            [] => String::new(),
            [(text, _)] => text.clone(),
            several => several.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>().join(", "),
        };
        let folded = match carrier {
            Carrier::ControlTable | Carrier::LabelledLine => fold(&key),
            Carrier::FrontMatter(_) | Carrier::UnopenedBlock | Carrier::CodeBlock => folded_path(&key),
        };
        let meaning = vocabulary.meaning_of_folded(&folded).or_else(|| {
            if carrier == Carrier::ControlTable {
                return vocabulary.meaning_of_folded(ID).filter(|_| vocabulary.is_id_label(&folded) && is_id(&text));
            }
            let (wrapper, inner) = folded.split_once('.')?;
            vocabulary.meaning_of_folded(inner).filter(|_| vocabulary.is_wrapper(wrapper))
        });
        let (definition, candidates) = match meaning {
            Some(Meaning::Field(definition)) => (Some(Arc::clone(definition)), none()),
            Some(Meaning::Undecided(candidates)) => (None, Arc::clone(candidates)),
            None => (None, none()),
        };
        let mut field = Self {
            definition,
            candidates,
            key,
            key_span,
            text,
            span,
            items,
            carrier,
            typed: Typed::Text(Reading::Empty),
        };
        if field.definition.as_ref().is_some_and(|definition| definition.kind == FieldType::Reference) {
            field.items = field.items.into_iter().flat_map(|(text, span)| values(text, span)).collect();
        }
        field.read(vocabulary, vocabulary.date_order);
        field
    }

    /// The cell of a table as a field of a meaning that is known, whatever the key says.
    pub(super) fn of_cell(
        definition: &Arc<FieldDefinition>,
        (key, key_span): (String, Span),
        text: String,
        span: Span,
        vocabulary: &Vocabulary,
    ) -> Self {
        let items = if text.is_empty() { Vec::new() } else { vec![(text.clone(), span)] };
        let field = Self::new(key, key_span, items, span, Carrier::ControlTable, vocabulary);
        field.part(text, span, Arc::clone(definition), vocabulary)
    }

    /// A part of the value, or what stands beside it, as a field of its own.
    pub(super) fn part(
        &self,
        text: String,
        span: Span,
        definition: Arc<FieldDefinition>,
        vocabulary: &Vocabulary,
    ) -> Self {
        let items = vec![(text.clone(), span)];
        let mut field = Self { definition: Some(definition), candidates: none(), text, span, items, ..self.clone() };
        field.read(vocabulary, vocabulary.date_order);
        field
    }

    /// Settles the meaning of an undecided key.
    pub(super) fn decide(&mut self, definition: Arc<FieldDefinition>, vocabulary: &Vocabulary) {
        self.definition = Some(definition);
        self.candidates = none();
        self.read(vocabulary, vocabulary.date_order);
    }

    /// The candidates whose form the value has: "approved: 2026-01-15" is a day, "approved: J. Doe" a person. All of them
    /// where there is no value yet.
    pub(super) fn fitting(&self, vocabulary: &Vocabulary) -> Vec<Arc<FieldDefinition>> {
        if presence(&self.text, &vocabulary.words).is_some() {
            return self.candidates.to_vec();
        }
        let date = read_date(&self.text, &vocabulary.words, vocabulary.date_order);
        let is_date = matches!(date, Reading::Valid(_) | Reading::Faulty(Fault::Ambiguous(..) | Fault::Impossible));
        let has_digit = self.text.starts_with(|c: char| c.is_ascii_digit());
        let is_interval = || matches!(read_interval(&self.text, &vocabulary.words), Reading::Valid(_));
        let fits = |kind: FieldType| match kind {
            FieldType::Interval => !is_date && is_interval(),
            FieldType::Date => is_date || (has_digit && !self.is_in_text() && !is_interval()),
            FieldType::Person => !is_date && !has_digit,
            _ => !is_date,
        };
        self.candidates.iter().filter(|candidate| fits(candidate.kind)).cloned().collect()
    }

    /// Whether the field is written in the text and not in a block of metadata.
    pub fn is_in_text(&self) -> bool {
        matches!(self.carrier, Carrier::ControlTable | Carrier::LabelledLine)
    }

    /// Takes the key for a word that means nothing to us.
    pub(super) fn forget(&mut self) {
        self.definition = None;
        self.candidates = none();
        self.typed = Typed::Text(Reading::Valid(()));
    }

    /// Reads the value as the type of the field, dates in the order of a repository or document where that is known.
    pub(super) fn read(&mut self, vocabulary: &Vocabulary, order: Option<DateOrder>) {
        let is_day = |definition: &Arc<FieldDefinition>| definition.kind == FieldType::Date;
        if matches!(self.text.as_str(), "true" | "false")
            && self.definition.iter().chain(self.candidates.iter()).any(is_day)
        {
            self.definition = None; // a tick such as `reviewed: true` states no day
            self.candidates = none();
        }
        if self.definition.is_none() && self.candidates.is_empty() {
            self.typed = Typed::Text(if self.items.is_empty() { Reading::Empty } else { Reading::Valid(()) });
            return;
        }
        let kind =
            self.definition.as_ref().or(self.candidates.first()).map_or(FieldType::Text, |definition| definition.kind);
        let is_none = self.definition.as_ref().is_some_and(|definition| definition.is_none(&self.text));
        self.typed = self.typed_as(kind, is_none, vocabulary, order);
        if matches!(&self.typed, Typed::Date(Reading::Faulty(Fault::Malformed)))
            && let Some(other) = self.definition.as_ref().and_then(|definition| definition.otherwise.as_ref())
            && let Some(other) = vocabulary.field(other)
            && let typed @ Typed::Interval(Reading::Valid(_)) = self.typed_as(other.kind, false, vocabulary, order)
        {
            self.typed = typed;
            self.definition = Some(Arc::clone(other));
        }
    }

    /// The field that a value in another form is of, where every meaning of the key is a day: "Review date: monthly" is an interval.
    pub(super) fn otherwise(&self, vocabulary: &Vocabulary) -> Option<Arc<FieldDefinition>> {
        let other = self.candidates.iter().find_map(|candidate| candidate.otherwise.as_ref())?;
        let other = vocabulary.field(other)?;
        let typed = self.typed_as(other.kind, false, vocabulary, vocabulary.date_order);
        typed.is_valid().then(|| Arc::clone(other))
    }

    /// The value as one of a type.
    fn typed_as(&self, kind: FieldType, is_none: bool, vocabulary: &Vocabulary, order: Option<DateOrder>) -> Typed {
        let words = &vocabulary.words;
        let text = self.text.as_str();
        match kind {
            FieldType::Date if is_none => Typed::Date(Reading::Empty),
            FieldType::Date if self.definition.as_ref().is_some_and(|known| known.last) => {
                Typed::Date(read_last_day(text, words, order))
            }
            FieldType::Date => {
                let is_vague = self.definition.as_ref().is_some_and(|known| known.vague);
                Typed::Date(match read_date(text, words, order) {
                    Reading::Faulty(Fault::Malformed)
                        if is_vague && read_period(text, words, order).valid().is_some() =>
                    {
                        Reading::Empty
                    }
                    reading => reading,
                })
            }
            FieldType::Interval => Typed::Interval(match read_interval(text, words) {
                Reading::Faulty(Fault::Malformed) => read_interval(&self.with_unit_of_key(), words),
                reading => reading,
            }),
            FieldType::Version => Typed::Version(read_version(text, words)),
            FieldType::Person if vocabulary.is_refusal(&self.text) => Typed::People(Reading::Empty),
            FieldType::Person => Typed::People(self.people(vocabulary).map(Arc::from)),
            FieldType::State => Typed::State(match presence(text, words) {
                Some(Presence::Empty) => Reading::Empty,
                // "Pending" is a state, though it stands for no person and no day.
                Some(Presence::Placeholder) if !vocabulary.is_state(text) => Reading::Placeholder,
                None if vocabulary.is_choice_of_states(text) => Reading::Placeholder,
                _ => vocabulary
                    .state(ticked(text).unwrap_or(text))
                    .map_or(Reading::Faulty(Fault::Malformed), |state| Reading::Valid(Arc::clone(state))),
            }),
            FieldType::Text | FieldType::Id | FieldType::Language | FieldType::List | FieldType::Reference => {
                Typed::Text(match presence(text, words) {
                    Some(Presence::Empty) => Reading::Empty,
                    Some(Presence::Placeholder) => Reading::Placeholder,
                    None => Reading::Valid(()),
                })
            }
        }
    }

    /// The value with the unit that the key ends in: `review_cycle_months: 12`.
    fn with_unit_of_key(&self) -> String {
        let unit = self.key.rsplit(['_', '-', ' ', '(']).next().unwrap_or_default();
        format!("{} {}", self.text, unit.trim_end_matches([')', ':']))
    }

    fn people(&self, vocabulary: &Vocabulary) -> Reading<Vec<Person>> {
        let mut people = Vec::new();
        let mut without: Option<Reading<Vec<Person>>> = None;
        for (text, _) in &self.items {
            match read_people(text, &vocabulary.words) {
                Reading::Valid(found) => people.extend(found),
                other => without = without.or(Some(other)),
            }
        }
        if people.is_empty() { without.unwrap_or(Reading::Empty) } else { Reading::Valid(people) }
    }
}

/// What a link of a wiki shows where it is the whole value: the name of a page, `[[Jane Doe]]`, or what stands behind the bar. A name
/// begins with a capital and has small letters; other words in two brackets are the blanks of a template.
pub(crate) fn wiki_link<'a>(text: &'a str, vocabulary: &Vocabulary) -> Option<&'a str> {
    let inner = text.trim().strip_prefix("[[")?.strip_suffix("]]")?;
    let name = inner.rsplit_once('|').map_or(inner, |(_, shown)| shown).trim();
    let is_name =
        name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase) && !name.contains(['[', ']']);
    // The note of a day is called by the day.
    let is_day = || matches!(read_date(name, &vocabulary.words, None), Reading::Valid(_));
    ((is_name || is_day()) && presence(name, &vocabulary.words).is_none()).then_some(name)
}

/// The values that one text states, at commas and semicolons, with their places where the text stands as it is written.
fn values(text: String, span: Span) -> Vec<(String, Span)> {
    if !text.contains([',', ';']) {
        return vec![(text, span)];
    }
    let is_verbatim = text.len() == (span.end - span.start) as usize;
    let mut from = 0;
    let place = |piece: &str| {
        let at = from + text[from..].find(piece).unwrap_or_default();
        from = at + piece.len();
        let start = span.start as usize + at;
        (piece.to_owned(), if is_verbatim { Span::new(start, start + piece.len()) } else { span })
    };
    pieces(&text).map(place).collect()
}

/// The field for the id.
pub(crate) const ID: &str = "id";

/// Whether a text has the form of an id: letters, a joint, digits, and no blanks. "A.5.1" is a place in a standard.
pub(crate) fn is_id(text: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    text.len() <= 32
        && text.starts_with(char::is_alphabetic)
        && text.contains(['-', '_'])
        && text.ends_with(|c: char| c.is_ascii_digit())
        && text.chars().all(is_part)
}

/// No candidates; shared, because that is how most fields are.
fn none() -> Arc<[Arc<FieldDefinition>]> {
    static NONE: LazyLock<Arc<[Arc<FieldDefinition>]>> = LazyLock::new(|| Arc::from([]));
    Arc::clone(&NONE)
}

pub(super) fn folded_path(path: &str) -> String {
    let Some((first, rest)) = path.split_once('.') else { return fold(path) };
    let mut folded = fold(first);
    for part in rest.split('.') {
        folded.push('.');
        folded.push_str(&fold(part));
    }
    folded
}
