//! Takes records from documents: rows of tables, items of lists, documents themselves; `phrases` those in running text.

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::definition::{Column, Definition, Source, SourceForm, sources_by_kind};
use super::{
    Cell, Collection, DOCUMENT, Known, Record, Records, TableFault, columns, complete, document_definition, documents,
    links,
};
use crate::document::body::{BlockKind, Table};
use crate::document::field::{Field, wiki_link};
use crate::document::value::{pieces, presence};
use crate::document::{Document, plain, plain_list};
use crate::pack::names::Names;
use crate::pack::record::ColumnType;
use crate::repository::{Member, Repository};
use crate::settings::Settings;
use crate::source::Span;
use crate::vocabulary::{Phase, Vocabulary, fold};

/// What one document gives to one kind of record.
#[derive(Default)]
struct Found {
    definition: usize,
    records: Vec<Record>,
    faults: Vec<TableFault>,
}

/// Takes all records from the documents that have a kind and are not out of force.
pub fn collect(repository: &Repository, settings: &Settings, vocabulary: &Arc<Vocabulary>) -> Records {
    let definitions = &settings.names.records;
    let by_kind = sources_by_kind(definitions, settings);
    let relevant: Vec<(u32, &Document, &Member, &str)> = (0..)
        .zip(repository.documents.iter().zip(repository.members.iter()))
        .filter(|(_, (_, member))| member.phase != Phase::Ended)
        .filter_map(|(index, (document, member))| Some((index, document, member, &*member.kind.as_ref()?.0)))
        .collect();
    let found: Vec<((Record, Known), Vec<Found>)> = relevant
        .par_iter()
        .with_min_len(8)
        .map(|&(index, document, member, kind)| {
            let own = documents::record(index, document, member, repository, settings);
            let sources = by_kind.get(kind).map(Vec::as_slice).unwrap_or_default();
            let mut reader = Reader::new(index, document, member, repository, &settings.names, vocabulary);
            let found = sources.iter().map(|&(definition, source)| {
                reader.read(definition, &definitions[definition], &definitions[definition].sources[source])
            });
            (own, found.collect())
        })
        .collect();
    let mut taken: Vec<(Vec<Record>, Vec<TableFault>)> = definitions.iter().map(|_| Default::default()).collect();
    let mut documents = Vec::with_capacity(found.len());
    let mut of_document = vec![None; repository.documents.len()];
    let mut known = Vec::with_capacity(found.len());
    for (((own, own_known), parts), at) in found.into_iter().zip(0..) {
        of_document[own.document as usize] = Some(at);
        documents.push(own);
        known.push(own_known);
        for part in parts {
            taken[part.definition].0.extend(part.records);
            taken[part.definition].1.extend(part.faults);
        }
    }
    complete::from_records(definitions, &mut taken);
    let mut collections: Vec<Collection> = definitions
        .iter()
        .zip(taken)
        .map(|(definition, (records, faults))| Collection::new(Arc::clone(definition), records, faults))
        .collect();
    let mut by_name: FxHashMap<Arc<str>, usize> =
        collections.iter().enumerate().map(|(index, found)| (Arc::clone(&found.definition.name), index)).collect();
    by_name.insert(Arc::from(DOCUMENT), collections.len());
    let all = u32::try_from(collections.len()).unwrap_or(u32::MAX);
    collections.push(Collection::new(document_definition(), documents, Vec::new()).with_known(known));
    // What other dates of a document show of the order of day and month, for those that do not show it themselves.
    let order = |&(index, document, _, _): &(u32, &Document, &Member, &str)| {
        document.date_order(vocabulary).map(|order| (index, order))
    };
    let orders = if vocabulary.date_order.is_some() {
        FxHashMap::default()
    } else {
        relevant.par_iter().filter_map(order).collect()
    };
    let vocabulary = Arc::clone(vocabulary);
    Records { orders, collections, by_name, documents: all, of_document, of_kind: OnceLock::new(), vocabulary }
}

/// Reads one document; the titles of its tables and the keys of its metadata are looked at once for all kinds of record.
pub(super) struct Reader<'a> {
    pub(super) document: &'a Document,
    pub(super) member: &'a Member,
    pub(super) repository: &'a Repository,
    pub(super) names: &'a Names,
    pub(super) index: u32,
    pub(super) vocabulary: &'a Vocabulary,
    headers: Option<Vec<Vec<String>>>,
    pub(super) metadata: Option<Vec<(String, &'a Field)>>,
}

impl<'a> Reader<'a> {
    fn new(
        index: u32,
        document: &'a Document,
        member: &'a Member,
        repository: &'a Repository,
        names: &'a Names,
        vocabulary: &'a Vocabulary,
    ) -> Self {
        Self { document, member, repository, names, index, vocabulary, headers: None, metadata: None }
    }

    fn read(&mut self, number: usize, definition: &Definition, source: &Source) -> Found {
        let mut found = Found { definition: number, ..Found::default() };
        match &source.form {
            SourceForm::Table { needs, sections, is_required } => {
                // A document that may be such a record itself needs no table of them.
                let is_alike = |other: &&Source| other.kinds.iter().any(|kind| source.kinds.contains(kind));
                self.tables(definition, needs, sections, *is_required, &mut found);
                if found.faults.iter().any(|fault| fault.is_tableless) {
                    let may_be_one = definition.sources.iter().filter(is_alike).any(|other| match &other.form {
                        SourceForm::Document { needs, is_alone } => {
                            !is_alone || self.itself(definition, needs, true).is_some()
                        }
                        _ => false,
                    });
                    found.faults.retain(|fault| !(fault.is_tableless && may_be_one));
                }
            }
            SourceForm::Document { needs, is_alone } => {
                let itself = self.itself(definition, needs, *is_alone);
                found.records.extend(itself.filter(|_| !(*is_alone && self.is_listed(definition))));
            }
            SourceForm::List { sections, column } => self.lists(definition, sections, *column, &mut found),
            SourceForm::Links { sections, to, column } => {
                found.records = self.linked(definition, sections, to, *column);
            }
            SourceForm::Text(phrases) => {
                let inherited = self.inherited(definition, |_| true);
                found.records = phrases.records(definition, self.document, self.index, &inherited);
            }
        }
        if let Some(column) = source.belongs_to {
            let owner = self.document_itself();
            for record in &mut found.records {
                record.cells[column].get_or_insert_with(|| owner.clone());
            }
        }
        if let Some(column) = source.each {
            found.records = found.records.into_iter().flat_map(|record| self.divided(record, column)).collect();
        }
        found
    }

    /// Whether a table of the document holds records of a kind.
    fn is_listed(&mut self, definition: &Definition) -> bool {
        definition.sources.iter().any(|source| {
            let SourceForm::Table { needs, sections, .. } = &source.form else { return false };
            let mut found = Found::default();
            self.tables(definition, needs, sections, false, &mut found);
            !found.records.is_empty()
        })
    }

    fn tables(
        &mut self,
        definition: &Definition,
        needs: &[usize],
        sections: &[String],
        is_required: bool,
        found: &mut Found,
    ) {
        let document = self.document;
        let headers = self.headers.get_or_insert_with(|| {
            let titles = |table: &Table| {
                let header = table.rows.first().map(Vec::as_slice).unwrap_or_default();
                header.iter().map(|cell| fold(&plain(document.source.slice(*cell)))).collect()
            };
            document.body.tables.iter().map(titles).collect()
        });
        let places: Vec<Vec<Option<usize>>> = headers
            .iter()
            .zip(&document.body.tables)
            .map(|(titles, table)| columns::places(definition, titles, table, document, needs, self.vocabulary))
            .collect();
        let extents = self.extents(sections);
        let is_meant = |table: &Table| extents.is_empty() || extents.iter().any(|extent| extent.contains(table.span));
        let has_all = |places: &[Option<usize>]| needs.iter().all(|column| places[*column].is_some());
        let mut has_any = false;
        for (table, places) in document.body.tables.iter().zip(&places).filter(|(table, _)| is_meant(table)) {
            if has_all(places) {
                has_any = true;
                self.table(definition, table, places, found);
            }
        }
        if has_any {
            for (table, places) in document.body.tables.iter().zip(&places).filter(|(_, places)| !has_all(places)) {
                complete::from_table(definition, table, places, document, &mut found.records);
            }
            // A column that another table adds is not missing.
            let is_absent = |column: &usize| found.records.iter().all(|record| record.cells[*column].is_none());
            for fault in &mut found.faults {
                fault.missing.retain(is_absent);
            }
            found.faults.retain(|fault| !fault.missing.is_empty());
        }
        if has_any || !is_required {
            return;
        }
        // The table that was meant: one that lacks a column or two of those by which it is known, or most of whose columns are known.
        let hits = |places: &[Option<usize>]| needs.iter().filter(|column| places[**column].is_some()).count();
        let is_nearly = |table: &Table, places: &[Option<usize>]| {
            let known = places.iter().flatten().count();
            (hits(places) * 2 >= needs.len() && hits(places) > 0)
                || (known > 1 && known * 2 >= table.rows.first().map_or(0, Vec::len))
        };
        let meant = document.body.tables.iter().zip(&places).filter(|(table, _)| is_meant(table));
        let nearest = meant
            .filter(|(table, places)| is_nearly(table, places))
            .max_by_key(|(table, places)| (hits(places), std::cmp::Reverse(table.span.start)));
        let fault = if let Some((table, places)) = nearest {
            let missing = needs.iter().copied().filter(|column| places[*column].is_none()).collect();
            TableFault { document: self.index, span: header(table), missing, is_tableless: false }
        } else {
            TableFault {
                document: self.index,
                span: document.title_span(),
                missing: needs.to_vec(),
                is_tableless: true,
            }
        };
        found.faults.push(fault);
    }

    fn table(&mut self, definition: &Definition, table: &Table, places: &[Option<usize>], found: &mut Found) {
        let columns = || definition.columns.iter().enumerate();
        let inherited = self.inherited(definition, |column| places[column].is_none());
        let missing: Vec<usize> = columns()
            .filter(|(index, column)| column.table.required && places[*index].is_none() && inherited[*index].is_none())
            .map(|(index, _)| index)
            .collect();
        if !missing.is_empty() {
            found.faults.push(TableFault { document: self.index, span: header(table), missing, is_tableless: false });
        }
        let source = &self.document.source;
        let has_several = |column: &Column| column.table.many || column.kind() == ColumnType::Person;
        let several = columns().filter(|(_, column)| has_several(column)).filter_map(|(index, _)| places[index]);
        let several: Vec<usize> = several.collect();
        let is_reference = |column: &Column| column.kind() == ColumnType::Reference;
        let references = columns().filter(|(_, column)| is_reference(column)).filter_map(|(index, _)| places[index]);
        let references: Vec<usize> = references.collect();
        for row in table.rows.iter().skip(1) {
            let shown = |(at, cell): (usize, &Span)| {
                let raw = source.slice(*cell);
                let shown = if several.contains(&at) { plain_list(raw) } else { plain(raw) };
                match wiki_link(&shown, self.vocabulary) {
                    Some(name) => name.to_owned(),
                    None => shown,
                }
            };
            let texts: Vec<String> = row.iter().enumerate().map(shown).collect();
            if columns::are_blank(&texts, self.vocabulary) {
                continue;
            }
            let text = |at: usize| texts.get(at).map_or("", String::as_str);
            let linked: Vec<(usize, String)> =
                references.iter().filter_map(|&at| Some((at, links::named(*row.get(at)?, self)?))).collect();
            let cells = places.iter().zip(inherited.iter()).map(|(place, inherited)| match place {
                Some(at) => {
                    let span = row.get(*at).copied().unwrap_or(table.span);
                    let linked = linked.iter().find(|(linked, _)| linked == at).map(|(_, text)| text.as_str());
                    Some(Cell::new(span, linked.unwrap_or(text(*at))))
                }
                None => inherited.clone(),
            });
            let span = row.iter().copied().reduce(Span::to).unwrap_or(table.span);
            let header = Some(header(table));
            found.records.push(Record { document: self.index, span, header, cells: cells.collect() });
        }
    }

    fn lists(&mut self, definition: &Definition, sections: &[String], column: usize, found: &mut Found) {
        let inherited = self.inherited(definition, |other| other != column);
        let document = self.document;
        let lists = document.body.blocks.iter().filter(|block| block.kind == BlockKind::List);
        let extents = self.extents(sections);
        for block in lists.filter(|block| extents.iter().any(|extent| extent.contains(block.span))) {
            for span in items(document.source.slice(block.span), block.span) {
                let cells = inherited.iter().enumerate().map(|(index, cell)| {
                    let own = || Cell::new(span, plain(document.source.slice(span)));
                    if index == column {
                        return Some(own());
                    }
                    cell.clone()
                });
                found.records.push(Record { document: self.index, span, header: None, cells: cells.collect() });
            }
        }
    }

    /// The extents of the sections of these names.
    pub(super) fn extents(&self, sections: &[String]) -> Vec<Span> {
        if sections.is_empty() {
            return Vec::new();
        }
        let matched = self.member.sections(self.document, self.vocabulary);
        let pairs = self.document.body.sections.iter().zip(matched);
        pairs
            .filter(|(_, names)| names.iter().any(|name| sections.iter().any(|wanted| **wanted == **name)))
            .map(|(section, _)| Span { start: section.span.start, end: section.end })
            .collect()
    }

    /// One record for each value of a column.
    fn divided(&self, record: Record, column: usize) -> Vec<Record> {
        let Some(cell) = &record.cells[column] else { return vec![record] };
        let whole = self.document.source.slice(cell.span);
        let is_value = |piece: &&str| presence(piece, &self.vocabulary.words).is_none();
        let pieces: Vec<String> = pieces(&cell.text).filter(is_value).map(str::to_owned).collect();
        let (start, end) = (cell.span.start as usize, cell.span.end as usize);
        let mut from = 0;
        let one = |piece: String| {
            // Each value is looked for behind the one before, so that `SVC-10, SVC-1` have places of their own.
            let found = whole[from..].find(&piece).map(|at| from + at);
            let span = found.map_or(Span::new(start, end), |at| Span::new(start + at, start + at + piece.len()));
            from = found.map_or(from, |at| at + piece.len());
            let cells = record.cells.iter().enumerate().map(|(index, cell)| {
                let cell = cell.as_ref()?;
                Some(if index == column { Cell::new(span, piece.as_str()) } else { cell.clone() })
            });
            Record { document: record.document, span, header: record.header, cells: cells.collect() }
        };
        pieces.into_iter().map(one).collect()
    }
}

fn header(table: &Table) -> Span {
    let cells = table.rows.first().map(Vec::as_slice).unwrap_or_default();
    cells.iter().copied().reduce(Span::to).unwrap_or(table.span)
}

/// The outermost items of a list, without their marks and without what is nested in them.
fn items(text: &str, extent: Span) -> Vec<Span> {
    let mut items: Vec<Span> = Vec::new();
    let mut outermost = None;
    let mut offset = extent.start as usize;
    for line in text.split_inclusive('\n') {
        let content = line.trim_start();
        let indent = line.len() - content.len();
        let mark = mark_length(content);
        if let Some(mark) = mark.filter(|_| indent <= *outermost.get_or_insert(indent)) {
            let start = offset + indent + mark;
            items.push(Span::new(start, start + content[mark..].trim_end().len()));
        }
        offset += line.len();
    }
    items
}

/// The length of the mark of a list item and the blanks behind it.
fn mark_length(line: &str) -> Option<usize> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = match digits {
        0 => line.strip_prefix(['-', '*', '+'])?,
        1..=9 => line[digits..].strip_prefix(['.', ')'])?,
        _ => return None,
    };
    let text = rest.trim_start_matches([' ', '\t']);
    (text.len() < rest.len()).then_some(line.len() - text.len())
}
