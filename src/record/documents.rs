//! Documents as records: what expressions may ask of the document in which something stands.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use jiff::civil::Date;

use super::definition::Definition;
use super::value::CellValue;
use super::{Cell, Known, Record};
use crate::document::field::{Field, Typed};
use crate::document::value::Reading;
use crate::document::{Document, review};
use crate::pack::located::Located;
use crate::pack::record::{ColumnTable, ColumnType, RecordTable};
use crate::repository::{Member, Repository};
use crate::settings::Settings;
use crate::vocabulary::Phase;

/// The name of the records that documents are.
pub const DOCUMENT: &str = "document";

/// What is not a field of the metadata.
const PATH: &str = "path";
pub(super) const TITLE: &str = "title";
const KIND: &str = "kind";
pub(super) const KINDS: &str = "kinds";
const STATE: &str = "state";
const IN_FORCE: &str = "in_force";
const DRAFT: &str = "draft";
const APPROVED: &str = "approved";
const DUE: &str = "review_due";
const DATED: &str = "dated";

/// Fields of the metadata, with their type. The names are those of the vocabulary.
const FIELDS: [(&str, ColumnType); 14] = [
    ("id", ColumnType::Id),
    ("title", ColumnType::Text),
    ("version", ColumnType::Version),
    ("owner", ColumnType::Person),
    ("author", ColumnType::Person),
    ("approved_by", ColumnType::Person),
    ("approved_on", ColumnType::Date),
    ("effective_from", ColumnType::Date),
    ("last_reviewed", ColumnType::Date),
    ("next_review", ColumnType::Date),
    ("review_interval", ColumnType::Interval),
    ("classification", ColumnType::Text),
    ("language", ColumnType::Text),
    ("satisfies", ColumnType::Clause),
];

/// The columns that documents have as records.
pub fn document_definition() -> Arc<Definition> {
    static DEFINITION: LazyLock<Arc<Definition>> = LazyLock::new(|| {
        let column = |kind: ColumnType, many: bool| ColumnTable {
            kind,
            spellings: Vec::new(),
            required: false,
            many,
            inherit: false,
            section: false,
            gathered: Vec::new(),
            to: Vec::new(),
            choices: BTreeMap::new(),
            none: Vec::new(),
        };
        let mut columns: BTreeMap<String, ColumnTable> =
            FIELDS.iter().map(|(name, kind)| ((*name).to_owned(), column(*kind, *name == "satisfies"))).collect();
        for name in [PATH, KIND, STATE, IN_FORCE, DRAFT, APPROVED] {
            columns.insert(name.to_owned(), column(ColumnType::Text, false));
        }
        columns.insert(KINDS.to_owned(), column(ColumnType::Text, true));
        columns.insert(DUE.to_owned(), column(ColumnType::Date, false));
        columns.insert(DATED.to_owned(), column(ColumnType::Date, false));
        let table = RecordTable {
            name: Located::nowhere(DOCUMENT),
            title: DOCUMENT.to_owned(),
            id: Some(Located::nowhere("id")),
            also: vec![Located::nowhere("title"), Located::nowhere(PATH)],
            elsewhere: false,
            sources: Vec::new(),
            columns,
        };
        Arc::new(Definition::new(&table).expect("the columns are those above"))
    });
    Arc::clone(&DEFINITION)
}

/// Whether a column of documents is true or false.
pub fn is_flag(column: &str) -> bool {
    [IN_FORCE, DRAFT, APPROVED].contains(&column)
}

/// A document as a record, and the values of its columns that are known without reading their texts.
pub(super) fn record(
    index: u32,
    document: &Document,
    member: &Member,
    repository: &Repository,
    settings: &Settings,
) -> (Record, Known) {
    let definition = document_definition();
    let place = document.title_span();
    let mut known = Known::new();
    let cells = definition.columns.iter().enumerate().map(|(at, column)| {
        let kind = || member.kind.as_ref().map_or("", |(kind, _)| kind);
        let mut of_value = |span, text: String, value| {
            known.push((at, value));
            Some(Cell::new(span, text))
        };
        let mut flag = |value: bool| of_value(place, String::new(), CellValue::Bool(value));
        match column.name.as_str() {
            PATH => Some(Cell::new(place, document.path())),
            KIND => Some(Cell::new(place, kind())),
            KINDS => Some(Cell::new(place, settings.names.kinds_above(kind()).join(", "))),
            STATE => member.state.as_ref().map(|state| Cell::new(place, &*state.name)),
            IN_FORCE => flag(member.phase == Phase::InForce),
            DRAFT => flag(member.phase == Phase::Draft),
            APPROVED => flag(member.phase == Phase::InForce && is_approved(document, member)),
            DUE => {
                let due = review::due(document, repository.default_interval(member, settings))?;
                of_value(due.field.span, due.date.to_string(), CellValue::Date(due.date))
            }
            DATED => {
                let (day, field) = dated(document)?;
                of_value(field.span, day.to_string(), CellValue::Date(day))
            }
            TITLE if document.field(TITLE).is_none() => {
                let heading = document.body.sections.first().filter(|_| document.body.has_title())?;
                Some(Cell::new(heading.span, &*heading.title))
            }
            name => {
                let field = document.field(name)?;
                known.extend(read(field).map(|value| (at, value)));
                Some(Cell::new(field.span, field.text.as_str()))
            }
        }
    });
    let cells = cells.collect();
    (Record { document: index, span: place, header: None, cells }, known)
}

/// Whether the state says that somebody approved the document, or the document names who did.
fn is_approved(document: &Document, member: &Member) -> bool {
    member.state.as_ref().map_or_else(
        || document.field("approved_by").is_some_and(|field| field.typed.is_valid()),
        |state| state.claims_approval || state.phase == Phase::InForce,
    )
}

/// The day that the document is as of: the last one of approval, effect and review that it states.
fn dated(document: &Document) -> Option<(Date, &Field)> {
    let days = ["approved_on", "effective_from", "last_reviewed"];
    days.iter().filter_map(|name| document.date(name)).max_by_key(|(day, _)| *day)
}

/// What was already read of a field of the metadata.
fn read(field: &Field) -> Option<CellValue> {
    match &field.typed {
        Typed::Date(Reading::Valid(day)) => Some(CellValue::Date(*day)),
        Typed::Interval(Reading::Valid(interval)) => Some(CellValue::Interval(*interval)),
        Typed::People(Reading::Valid(people)) => Some(CellValue::People(Arc::clone(people))),
        _ => None,
    }
}
