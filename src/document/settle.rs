//! What is decided once all metadata of a document is known: keys with several meanings, and dates with two readings.

use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::FxHashSet;

use super::Document;
use super::carrier::{APPROVED_BY, APPROVED_ON, Revision};
use super::field::{Field, ID, Typed};
use super::plain;
use super::review::{NEXT_REVIEW, REVIEW_INTERVAL};
use super::value::date::{DateOrder, order_in, read_date};
use super::value::period::read_last_day;
use super::value::{Fault, Reading};
use crate::source::Span;
use crate::vocabulary::{FieldDefinition, FieldType, Name, Phase, StateDefinition, Vocabulary, fold};

impl Document {
    /// Settles keys that may mean several fields where only one of these is not stated otherwise, or has the form of the value.
    pub(super) fn decide_undecided(&mut self, vocabulary: &Vocabulary) {
        if self.fields.iter().all(|field| field.candidates.is_empty()) {
            return;
        }
        let mut stated: FxHashSet<Name> =
            self.fields.iter().filter_map(|field| Some(Arc::clone(&field.definition.as_ref()?.name))).collect();
        let days: Vec<(Vec<Name>, Date)> =
            self.fields.iter().filter_map(|field| day(field).or_else(|| month(field, vocabulary))).collect();
        for field in &mut self.fields {
            if field.candidates.len() < 2 {
                continue;
            }
            if let Some(other) = field.otherwise(vocabulary) {
                if stated.insert(Arc::clone(&other.name)) {
                    field.decide(other, vocabulary);
                } else {
                    field.forget();
                }
                continue;
            }
            // "Review date: September 2024" in a document of September 2023, and "Review date: [12 months from approval]".
            let next = blank_day(field).or_else(|| month_years_after(field, &days, vocabulary));
            if let Some(next) = next.filter(|next| !stated.contains(&next.name)) {
                stated.insert(Arc::clone(&next.name));
                field.decide(next, vocabulary);
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
        self.implied_state = self.fields.iter().find_map(implied).or_else(|| self.drafted(vocabulary));
        let says = |field: &&Field| {
            field.typed.is_valid() && field.definition.as_ref().is_some_and(|known| known.says_control)
        };
        self.says_control = self.fields.iter().find(says).map(|field| !vocabulary.is_refusal(&field.text));
    }

    /// Takes the day that stands in brackets behind an interval for that of the next review, where none is stated: "Annual (next: 2026-10-07)".
    pub(super) fn plan_beside_interval(&mut self, vocabulary: &Vocabulary) {
        if self.field(NEXT_REVIEW).is_some() || self.undecided(NEXT_REVIEW).is_some() {
            return;
        }
        let Some(definition) = vocabulary.field(NEXT_REVIEW) else { return };
        let Some((_, field)) = self.interval(REVIEW_INTERVAL) else { return };
        let raw = self.source.slice(field.span);
        let Some((inner, open)) = raw.find('(').and_then(|open| Some((raw[open + 1..].split(')').next()?, open + 1)))
        else {
            return;
        };
        let starts = std::iter::once(0).chain(inner.match_indices(' ').map(|(at, _)| at + 1));
        let is_day = |text: &str| {
            text.starts_with(char::is_alphanumeric)
                && matches!(read_date(text, &vocabulary.words, vocabulary.date_order), Reading::Valid(_))
        };
        let Some(start) = starts.into_iter().find(|&start| is_day(&inner[start..])) else { return };
        let from = field.span.start as usize + open + start;
        let text = inner[start..].to_owned();
        let day = field.part(text, Span::new(from, from + inner.len() - start), Arc::clone(definition), vocabulary);
        self.fields.push(day);
    }

    /// The state that a draft gives itself beside its version, "1.0 (DRAFT)", where no field states one.
    fn drafted(&self, vocabulary: &Vocabulary) -> Option<Arc<StateDefinition>> {
        if self.state().is_some() {
            return None;
        }
        let (_, field) = self.version("version")?;
        let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
        let number = field.text.find(|c: char| c.is_ascii_digit())?;
        let beside = field.text[number..].trim_start_matches(is_number).trim_matches(|c: char| !c.is_alphanumeric());
        if !vocabulary.is_state(beside) {
            return None;
        }
        vocabulary.state(beside).filter(|state| state.phase == Phase::Draft).cloned()
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

/// The last day of the month that a field states for which that is enough, with its name.
fn month(field: &Field, vocabulary: &Vocabulary) -> Option<(Vec<Name>, Date)> {
    let definition = field.definition.as_ref().filter(|known| known.vague && known.kind == FieldType::Date)?;
    let last = read_last_day(&field.text, &vocabulary.words, vocabulary.date_order);
    Some((vec![Arc::clone(&definition.name)], *last.valid()?))
}

/// The meaning of an undecided key for a day to come, where it is still to be filled in.
fn blank_day(field: &Field) -> Option<Arc<FieldDefinition>> {
    let is_blank = matches!(field.typed.reading(), Reading::Placeholder);
    field.candidates.iter().find(|candidate| is_blank && candidate.last).cloned()
}

/// The meaning of an undecided key for which the last day of a month is enough, where its value is a month that comes whole years after
/// another day of the document, as in [`are_years_between`].
fn month_years_after(
    field: &Field,
    days: &[(Vec<Name>, Date)],
    vocabulary: &Vocabulary,
) -> Option<Arc<FieldDefinition>> {
    if !matches!(field.typed, Typed::Date(Reading::Faulty(Fault::Malformed))) {
        return None;
    }
    let next = field.candidates.iter().find(|candidate| candidate.last)?;
    let last = *read_last_day(&field.text, &vocabulary.words, vocabulary.date_order).valid()?;
    let is_after = |(names, day): &(Vec<Name>, Date)| {
        names.iter().all(|name| next.years_after.contains(name))
            && (1..=MOST_YEARS).contains(&(last.year() - day.year()))
            && last.month() == day.month()
    };
    days.iter().any(is_after).then(|| Arc::clone(next))
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
