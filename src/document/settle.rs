//! What is decided once all metadata of a document is known: keys with several meanings, and dates with two readings.

use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::FxHashSet;

use super::Document;
use super::carrier::{APPROVED_BY, APPROVED_ON, Revision};
use super::field::{Field, ID, Typed};
use super::plain;
use super::value::date::{DateOrder, order_in};
use super::value::{Fault, Reading};
use crate::source::Span;
use crate::vocabulary::{FieldDefinition, FieldType, Name, Vocabulary, fold};

impl Document {
    /// Settles keys that may mean several fields where only one of these is not stated otherwise, or has the form of the value.
    pub(super) fn decide_undecided(&mut self, vocabulary: &Vocabulary) {
        if self.fields.iter().all(|field| field.candidates.is_empty()) {
            return;
        }
        let mut stated: FxHashSet<Name> =
            self.fields.iter().filter_map(|field| Some(Arc::clone(&field.definition.as_ref()?.name))).collect();
        let days: Vec<(Vec<Name>, Date)> = self.fields.iter().filter_map(day).collect();
        for field in &mut self.fields {
            if field.candidates.len() < 2 {
                continue;
            }
            let mut open: Vec<_> =
                field.fitting(vocabulary).into_iter().filter(|candidate| !stated.contains(&candidate.name)).collect();
            // "Dernière révision" is a review where the document says when the next one is. A key that may be the next one itself
            // is none of these.
            let is_beside =
                |candidate: &Arc<FieldDefinition>| candidate.beside.iter().any(|name| stated.contains(&**name));
            let may_be_other = open.iter().any(|other| open.iter().any(|one| one.beside.contains(&other.name)));
            if open.len() > 1 && !may_be_other && open.iter().any(is_beside) {
                open.retain(is_beside);
            }
            // "Review date" is the next one where it is two years after the day on which the document came into force.
            if let (true, Some((_, date))) = (open.len() > 1, day(field)) {
                let is_years_after = |candidate: &Arc<FieldDefinition>| {
                    days.iter().any(|(names, earlier)| {
                        names.iter().all(|name| candidate.years_after.contains(name))
                            && are_years_between(*earlier, date)
                    })
                };
                if open.iter().any(is_years_after) {
                    open.retain(is_years_after);
                }
            }
            match open.as_slice() {
                [only] => {
                    stated.insert(Arc::clone(&only.name));
                    field.decide(Arc::clone(only), vocabulary);
                }
                // In the text a word such as "Approved" may begin a sentence of another sense, and "review" may be followed by anything.
                [] if field.is_in_text() || field.candidates.iter().any(|one| one.kind == FieldType::Interval) => {
                    field.forget();
                }
                _ => {}
            }
        }
    }

    /// Takes "Reference" and the like for the id only where nothing else is, and only the first of them.
    pub(super) fn settle_ids(&mut self, vocabulary: &Vocabulary) {
        let is_loose =
            |field: &Field| vocabulary.is_id_label(&fold(&field.key)) && vocabulary.meaning(&field.key).is_none();
        if self.fields_named(ID).nth(1).is_none() {
            return;
        }
        let mut has_id = self.fields_named(ID).any(|field| !is_loose(field));
        for field in &mut self.fields {
            if field.name() == Some(ID) && is_loose(field) && std::mem::replace(&mut has_id, true) {
                field.forget();
            }
        }
    }

    /// Takes who approved the version that the document has, and when, from its history, where the metadata of a controlled document has
    /// no place for that.
    pub(super) fn approve_by_history(&mut self, vocabulary: &Vocabulary) {
        let says = |name: &str| self.field(name).is_some() || self.undecided(name).is_some();
        if self.revisions.is_empty() || says(APPROVED_BY) || says(APPROVED_ON) || !self.has_signs_of_control() {
            return;
        }
        let Some((version, _)) = self.version("version") else { return };
        let is_it = |revision: &&Revision| revision.version.valid() == Some(version);
        let Some(revision) = self.revisions.iter().find(is_it) else { return };
        let (Some(approver), Some(_)) = (revision.approver, revision.date.valid()) else { return };
        let cell = |name: &str, span: Span| {
            let shown = plain(self.source.slice(span));
            Some(Field::of_cell(vocabulary.field(name)?, (name.to_owned(), span), shown, span, vocabulary))
        };
        let pair = [cell(APPROVED_BY, approver), cell(APPROVED_ON, revision.date_span)];
        if pair.iter().flatten().all(|field| field.typed.is_valid()) {
            self.fields.extend(pair.into_iter().flatten());
        }
    }

    /// Takes the state that a field implies by being there, whatever the field for the state still says, and what is said of control.
    pub(super) fn imply(&mut self, vocabulary: &Vocabulary) {
        let implied = |field: &Field| {
            let state = field.definition.as_ref().filter(|_| field.typed.is_valid())?.state.as_ref()?;
            vocabulary.state_named(state).cloned()
        };
        self.implied_state = self.fields.iter().find_map(implied);
        let says = |field: &&Field| {
            field.typed.is_valid() && field.definition.as_ref().is_some_and(|known| known.says_control)
        };
        self.says_control = self.fields.iter().find(says).map(|field| !vocabulary.is_refusal(&field.text));
    }

    /// Reads dates with two readings again where other dates of the document leave no doubt which number is the day.
    pub(super) fn settle_dates(&mut self, vocabulary: &Vocabulary) {
        let has_two = |reading: &Reading<_>| matches!(reading, Reading::Faulty(Fault::Ambiguous(..)));
        let is_open = |typed: &Typed| matches!(typed, Typed::Date(reading) if has_two(reading));
        let is_any_open = self.fields.iter().any(|field| is_open(&field.typed))
            || self.revisions.iter().any(|revision| has_two(&revision.date));
        if vocabulary.date_order.is_some() || !is_any_open {
            return;
        }
        let Some(order) = self.date_order(vocabulary) else { return };
        for field in self.fields.iter_mut().filter(|field| is_open(&field.typed)) {
            field.read(vocabulary, Some(order));
        }
        for revision in &mut self.revisions {
            if let Reading::Faulty(Fault::Ambiguous(first, second)) = &revision.date {
                revision.date = Reading::Valid(if order == DateOrder::DayMonth { *first } else { *second });
            }
        }
    }

    /// Which number of a date such as `05/11/2024` is the day: as the repository says, else as other dates of the text show.
    pub fn date_order(&self, vocabulary: &Vocabulary) -> Option<DateOrder> {
        vocabulary.date_order.or_else(|| *self.date_order.get_or_init(|| order_in(self.source.text())))
    }
}

/// The day that a field states, with the names of what it may be.
fn day(field: &Field) -> Option<(Vec<Name>, Date)> {
    let Typed::Date(Reading::Valid(date)) = &field.typed else { return None };
    let names = field.definition.iter().chain(field.candidates.iter()).map(|known| Arc::clone(&known.name));
    Some((names.collect(), *date))
}

/// Most years between two reviews that are counted from day to day.
const MOST_YEARS: i16 = 5;

/// Whether the later day is one to five whole years after the earlier one, or the last day of these years.
fn are_years_between(earlier: Date, later: Date) -> bool {
    let is_on = |day: Date| {
        (1..=MOST_YEARS).contains(&(day.year() - earlier.year()))
            && (day.month(), day.day()) == (earlier.month(), earlier.day())
    };
    is_on(later) || later.tomorrow().is_ok_and(is_on)
}
