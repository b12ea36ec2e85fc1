//! Values that no two documents share.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use schemars::JsonSchema;
use serde::Deserialize;

use super::mention::SUPERSEDES;
use super::records::Sight;
use super::{Context, NameKind, Outcome, Subject, quoted};
use crate::document::field::Field;
use crate::error::Invalid;
use crate::finding::Problem;
use crate::pack::located::Located;
use crate::pack::names::Names;
use crate::record::RecordRef;
use crate::source::Span;
use crate::vocabulary::{Vocabulary, fold};

/// Parameters of the check.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Unique {
    /// The field of documents.
    pub field: Option<Located>,
    /// A kind of record instead.
    pub record: Option<UniqueRecord>,
    /// Kinds of record instead, of which no two in one document have the same id. The next document may go on with those of this one.
    #[serde(default)]
    pub ids_within_document: Vec<Located>,
}

/// Records of a kind no two of which say the same.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct UniqueRecord {
    /// The kind of record.
    pub name: Located,
    /// The columns that together must differ.
    pub columns: Vec<Located>,
}

/// The field that names the language of a document.
const LANGUAGE: &str = "language";

impl Unique {
    pub(super) fn names(&self) -> Vec<(NameKind, &Located)> {
        let field = self.field.iter().map(|field| (NameKind::Field, field));
        let records = self.record.iter().map(|record| &record.name).chain(&self.ids_within_document);
        field.chain(records.map(|name| (NameKind::Record, name))).collect()
    }

    pub(super) fn prepare(&self, names: &Names) -> Result<(), Invalid> {
        let Some(record) = &self.record else { return Ok(()) };
        record.columns.iter().try_for_each(|column| super::check_column(Some(column), record.name.get_ref(), names))
    }

    pub(super) fn is_over_records(&self) -> bool {
        self.record.is_some() || !self.ids_within_document.is_empty()
    }

    pub(super) fn repository(&self, subjects: &[Subject<'_>], context: Context<'_>, outcome: &mut Outcome) {
        if let Some(record) = &self.record {
            record.repository(subjects, context, outcome);
        }
        if !self.ids_within_document.is_empty() {
            let sight = Sight::new(subjects, context);
            outcome.merge_each(&self.ids_within_document, |name, part| ids_within_document(name, &sight, part));
        }
        let Some(name) = &self.field else { return };
        let mut groups: BTreeMap<String, Vec<(Subject<'_>, &Field)>> = BTreeMap::new();
        for &subject in subjects {
            let Some(field) = subject.document.field(name.get_ref()).filter(|field| field.typed.is_valid()) else {
                continue;
            };
            outcome.examined += 1;
            groups.entry(fold(&field.text)).or_default().push((subject, field));
        }
        for group in groups.into_values().filter(|group| group.len() > 1) {
            group_of(name, &group, context.vocabulary, outcome);
        }
    }
}

impl UniqueRecord {
    fn repository(&self, subjects: &[Subject<'_>], context: Context<'_>, outcome: &mut Outcome) {
        let sight = Sight::new(subjects, context);
        let records = sight.of(self.name.get_ref(), outcome);
        let Some(first) = records.first() else { return };
        let definition = sight.records.definition(*first);
        let columns: Vec<usize> = self.columns.iter().filter_map(|name| definition.column(name.get_ref())).collect();
        let mut known: HashMap<String, RecordRef> = HashMap::new();
        for record in records {
            let cells = &sight.records.get(record).cells;
            let text = |at: usize| cells[at].as_ref().map(|cell| fold(&cell.text)).filter(|text| !text.is_empty());
            if !columns.iter().all(|at| sight.records.value(record, *at).is_there()) {
                continue;
            }
            let parts: Option<Vec<String>> = columns.iter().map(|at| text(*at)).collect();
            let Some(parts) = parts else { continue };
            outcome.examined += 1;
            let Some(other) = known.get(&parts.join("\u{1}")) else {
                known.insert(parts.join("\u{1}"), record);
                continue;
            };
            let names: Vec<&str> = self.columns.iter().map(|name| name.get_ref().as_str()).collect();
            let values: Vec<&str> =
                columns.iter().filter_map(|at| cells[*at].as_ref()).map(|cell| &*cell.text).collect();
            let message =
                format!("second {} with {} {}", definition.title, super::listed(&names), quoted(&values.join(", ")));
            let column = self.columns.first().map(|name| name.get_ref().as_str());
            let document = sight.records.get(*other).document as usize;
            let problem = sight.problem(record, column, message);
            outcome.problems.push(problem.with_related(document, sight.place(*other, column), "the first"));
        }
    }
}

/// Records of a kind whose id an earlier one of the same document has.
fn ids_within_document(kind: &Located, sight: &Sight<'_>, outcome: &mut Outcome) {
    // A second table may say more of the same things.
    let mut known: HashMap<(u32, Option<Span>, String), RecordRef> = HashMap::new();
    for record in sight.of(kind.get_ref(), outcome) {
        let definition = sight.records.definition(record);
        let found = sight.records.get(record);
        let Some(id) = definition.id.filter(|id| sight.records.value(record, *id).is_there()) else { continue };
        let Some(cell) = found.cells[id].as_ref() else { continue };
        outcome.examined += 1;
        let other = match known.entry((found.document, found.header, fold(&cell.text))) {
            Entry::Occupied(first) => *first.get(),
            Entry::Vacant(place) => {
                place.insert(record);
                continue;
            }
        };
        let column = definition.columns[id].name.as_str();
        let message = format!("second {} with the `{column}` {}", definition.title, quoted(&cell.text));
        let problem = sight.problem(record, Some(column), message);
        let document = sight.records.get(other).document as usize;
        outcome.problems.push(problem.with_related(document, sight.place(other, Some(column)), "the first"));
    }
}

/// Translations of one document share its id: at most one document of each language is left.
fn group_of(name: &Located, group: &[(Subject<'_>, &Field)], vocabulary: &Vocabulary, outcome: &mut Outcome) {
    {
        let mut first_of_language: BTreeMap<String, (Subject<'_>, &Field)> = BTreeMap::new();
        for &(subject, field) in group {
            let replaces =
                subject.document.field(SUPERSEDES).is_some_and(|other| fold(&other.text) == fold(&field.text));
            if replaces {
                continue;
            }
            let language = language(subject, vocabulary);
            let Some((other, other_field)) = first_of_language.get(&language) else {
                first_of_language.insert(language, (subject, field));
                continue;
            };
            let message =
                format!("`{}` {} is also that of `{}`", name.get_ref(), quoted(&field.text), other.document.path());
            let problem = Problem::new(subject.index, field.span, fold(&field.text), message);
            outcome.problems.push(problem.with_related(other.index, other_field.span, "the same here"));
        }
    }
}

/// The language that a document states, or that its path names (`de/x.md`, `x.de.md`); empty where neither does.
fn language(subject: Subject<'_>, vocabulary: &Vocabulary) -> String {
    if let Some(field) = subject.document.field(LANGUAGE).filter(|field| field.typed.is_valid()) {
        return fold(&field.text);
    }
    let path = subject.document.path();
    let folders = path.split('/');
    let endings = path.rsplit('/').next().unwrap_or(path).split(['.', '_']);
    folders.chain(endings).find(|part| vocabulary.is_language(part)).map(fold).unwrap_or_default()
}
