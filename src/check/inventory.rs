//! Documented information that must be there: a document of its kind, or a pointer to the system in which it is kept.

use std::collections::HashMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{Context, NameKind, Outcome, Subject, Unjudged};
use crate::document::Document;
use crate::document::value::pieces;
use crate::expression::frame::Common;
use crate::expression::{Constants, Unknown};
use crate::finding::Problem;
use crate::pack::Mandatory;
use crate::pack::located::Located;
use crate::pack::names::Item;
use crate::pack::record::ColumnType;
use crate::record::definition::{Source, SourceForm};
use crate::record::value::CellValue;
use crate::record::{RecordRef, Records};
use crate::source::Span;
use crate::vocabulary::fold;

/// Parameters of the check.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Inventory {
    /// How strongly a clause asks for the items that are looked for.
    pub mandatory: Mandatory,
    /// Kinds of document by which a repository is known as one that should hold the items. A missing one is told at the title of
    /// the first that is there.
    pub at: Vec<Located>,
}

/// A pointer to something that is kept in another system.
#[derive(Clone, Debug)]
pub struct Pointer {
    /// The kind of document that it stands for.
    pub kind: String,
    /// The system.
    pub system: String,
    /// Index of the document that states the pointer.
    pub document: usize,
    /// When somebody last looked whether it is there.
    pub last_verified: Option<Date>,
    /// The record of the pointer.
    pub record: RecordRef,
}

/// Columns of the records that point to another system.
const KIND: &str = "kind";
const SYSTEM: &str = "system";
const LAST_VERIFIED: &str = "last_verified";

impl Inventory {
    pub(super) fn names(&self) -> Vec<(NameKind, &Located)> {
        self.at.iter().map(|kind| (NameKind::Kind, kind)).collect()
    }

    pub(super) fn repository(&self, subjects: &[Subject<'_>], context: Context<'_>, outcome: &mut Outcome) {
        let records = context.repository.records(context.settings, context.vocabulary);
        let pointers = pointers(records, context);
        let names = &context.settings.names;
        let place = self.at.iter().find_map(|kind| {
            subjects.iter().find(|subject| {
                subject.member.kind.as_ref().is_some_and(|(found, _)| names.is_kind(found, kind.get_ref()))
            })
        });
        let Some(place) = place else {
            let kinds: Vec<&str> = self.at.iter().map(|kind| kind.get_ref().as_str()).collect();
            let kinds: Vec<String> = kinds.iter().map(|kind| format!("`{kind}`")).collect();
            outcome.not_checked = Some(format!("no document of the kind {}", super::joined(&kinds, "or")));
            return;
        };
        let common = Common::new(records, context, &Constants::new());
        let items = Items::of(subjects, context);
        for (index, item) in names.items.iter().enumerate().filter(|(_, item)| item.mandatory == self.mandatory) {
            match is_needed(item, &common) {
                Ok(true) => {}
                Ok(false) => continue,
                Err(unknown) => {
                    let reason = format!("whether `{}` is necessary: {unknown}", item.kinds[0]);
                    outcome.unjudged.push(Unjudged {
                        document: place.index,
                        span: place.document.title_span(),
                        reason,
                    });
                    continue;
                }
            }
            outcome.examined += 1;
            let is_there = !items.documents(index).is_empty()
                || pointers.iter().any(|pointer| item.kinds.iter().any(|kind| names.is_kind(&pointer.kind, kind)));
            if is_there {
                continue;
            }
            let message =
                format!("no document of the kind `{}`: {} (clause {})", item.kinds[0], item.title, item.clause);
            let span = place.document.title_span();
            outcome.problems.push(Problem::new(place.index, span, item.kinds[0].as_str(), message));
        }
    }
}

/// Whether something has happened that makes an item necessary.
///
/// # Errors
///
/// What is missing to tell.
pub fn is_needed(item: &Item, common: &Common) -> Result<bool, Unknown> {
    item.when.as_ref().map_or(Ok(true), |when| when.holds(&common.frame()))
}

/// Which documents are which item: by their kind, or, where their kind is no item of any clause, because they say that they satisfy a
/// clause that asks for nothing else.
#[derive(Debug)]
pub struct Items {
    /// Positions among the documents, by the index of the item.
    documents: Vec<Vec<usize>>,
}

impl Items {
    /// Sorts documents by item. What a kind means is looked up once a kind and not once a document.
    pub fn of(subjects: &[Subject<'_>], context: Context<'_>) -> Self {
        let names = &context.settings.names;
        let of_kind = |kind: &str| -> Vec<usize> {
            let above = names.kinds_above(kind);
            let is_it = |item: &Item| item.kinds.iter().any(|wanted| above.contains(&wanted.as_str()));
            (0..names.items.len()).filter(|&index| is_it(&names.items[index])).collect()
        };
        let mut by_kind: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut only_of_clause: HashMap<&str, Option<usize>> = HashMap::new();
        for (index, item) in names.items.iter().enumerate() {
            only_of_clause.entry(&item.clause).and_modify(|only| *only = None).or_insert(Some(index));
        }
        let mut documents = vec![Vec::new(); names.items.len()];
        for (position, subject) in subjects.iter().enumerate() {
            let kind = subject.member.kind.as_ref().map_or("", |(kind, _)| kind);
            let items = by_kind.entry(kind).or_insert_with(|| of_kind(kind));
            for &item in &*items {
                documents[item].push(position);
            }
            if items.is_empty() {
                let mut claimed: Vec<usize> = claims(*subject, context)
                    .filter_map(|clause| only_of_clause.get(clause).copied().flatten())
                    .collect();
                claimed.sort_unstable();
                claimed.dedup();
                for item in claimed {
                    documents[item].push(position);
                }
            }
        }
        Self { documents }
    }

    /// Positions of the documents that are an item, by the index of the item.
    pub fn documents(&self, item: usize) -> &[usize] {
        &self.documents[item]
    }
}

/// The clauses that a document says it satisfies, as far as they are known.
pub fn claims<'a>(subject: Subject<'a>, context: Context<'a>) -> impl Iterator<Item = &'a str> {
    claim_texts(subject, context).filter_map(move |(text, _)| context.settings.names.clause(text))
}

/// What a document says it satisfies, with places. A column of the record that the document is, such as the clauses of an audit, is
/// no claim although its key may be spelled like one.
pub fn claim_texts<'a>(subject: Subject<'a>, context: Context<'a>) -> impl Iterator<Item = (&'a str, Span)> {
    let names = &context.settings.names;
    let kind = subject.member.kind.as_ref().map_or("", |(kind, _)| kind);
    let above = names.kinds_above(kind);
    let is_column = move |key: &str| {
        let is_own = |source: &&Source| {
            matches!(source.form, SourceForm::Document { .. }) && source.kinds.iter().any(|one| above.contains(&&**one))
        };
        let own = names.records.iter().filter(|record| record.sources.iter().any(|source| is_own(&source)));
        own.filter_map(|record| record.column_spelled(key).map(|at| &record.columns[at]))
            .any(|column| column.kind() == ColumnType::Clause)
    };
    let fields = subject.document.fields_named("satisfies").filter(move |field| !is_column(&fold(&field.key)));
    fields.flat_map(|field| field.items.iter()).flat_map(move |(text, span)| claims_in(text, *span, subject.document))
}

/// The single claims of a value; in a table or a line of text several stand in one, with commas between them.
fn claims_in<'a>(text: &'a str, span: Span, document: &Document) -> Vec<(&'a str, Span)> {
    let raw = document.source.slice(span);
    let place = |piece: &str| {
        let start = span.start as usize + raw.find(piece)?;
        Some(Span::new(start, start + piece.len()))
    };
    pieces(text).map(|piece| (piece, place(piece).unwrap_or(span))).collect()
}

/// All pointers to other systems, in the order of the documents.
pub fn pointers(records: &Records, context: Context<'_>) -> Vec<Pointer> {
    let mut pointers = Vec::new();
    for (found, collection) in records.collections().iter().zip(0..) {
        if !found.definition.is_elsewhere {
            continue;
        }
        for record in records.all(collection) {
            let text = |column: &str| match found.definition.column(column).map(|at| records.value(record, at)) {
                Some(CellValue::Text(text)) => Some(text.to_string()),
                _ => None,
            };
            let document = records.get(record).document as usize;
            let own = || context.repository.members[document].kind.as_ref().map(|(kind, _)| kind.to_string());
            let stated = text(KIND)
                .and_then(|text| context.settings.kind_by_spelling(&fold(&text)))
                .map(|kind| kind.to_string());
            let (Some(kind), Some(system)) = (stated.or_else(own), text(SYSTEM)) else { continue };
            let last_verified = match found.definition.column(LAST_VERIFIED).map(|at| records.value(record, at)) {
                Some(CellValue::Date(day)) => Some(*day),
                _ => None,
            };
            pointers.push(Pointer { kind, system, document, last_verified, record });
        }
    }
    pointers
}
