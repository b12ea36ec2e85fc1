//! A programme that takes in everything within its cycle: clauses, processes, services.

use std::collections::BTreeSet;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::records::{RECORD, Sight};
use super::{Context, NameKind, Outcome, Subject, listed, quoted};
use crate::document::value::interval::Interval;
use crate::error::Invalid;
use crate::expression::types::Scope;
use crate::expression::{Constants, Expression, Unknown};
use crate::pack::located::Located;
use crate::pack::names::Names;
use crate::record::value::CellValue;
use crate::record::{RecordRef, Records};

/// Parameters of the check. Expressions call the record `r`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Programme {
    /// The kind of record that is one part of the programme, such as an audit.
    pub record: Located,
    /// Only records for which this holds.
    #[serde(rename = "where")]
    pub guard: Option<Expression>,
    /// The column with the day, done or planned.
    pub date: Located,
    /// The column that says what the part takes in.
    pub covers: Located,
    /// What must be taken in.
    pub all: Whole,
    /// The length of the cycle; a configuration may change it.
    pub cycle: Interval,
}

/// What must be taken in by a programme.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum Whole {
    /// All clauses of a standard that ask for something.
    Clauses(String),
    /// All records of a kind.
    Records {
        /// The kind of record.
        record: Located,
        /// Only those for which this holds.
        #[serde(rename = "where")]
        guard: Option<Expression>,
    },
}

/// Most missing parts that a message names.
const MOST_NAMED: usize = 12;

impl Programme {
    pub(super) fn names(&self) -> Vec<(NameKind, &Located)> {
        let mut names = vec![(NameKind::Record, &self.record)];
        if let Whole::Records { record, .. } = &self.all {
            names.push((NameKind::Record, record));
        }
        names
    }

    pub(super) fn prepare(&self, names: &Names) -> Result<(), Invalid> {
        let whole = match &self.all {
            Whole::Records { record, guard } => (record.get_ref(), guard.as_ref()),
            Whole::Clauses(_) => (self.record.get_ref(), None),
        };
        for (name, guard) in [(self.record.get_ref(), self.guard.as_ref()), whole] {
            let mut scope = Scope::new(names, &Constants::new());
            let record = scope.record(name);
            scope.add(RECORD, record);
            if let Some(guard) = guard {
                guard.check_condition(&scope)?;
            }
        }
        for column in [&self.date, &self.covers] {
            super::check_column(Some(column), self.record.get_ref(), names)?;
        }
        Ok(())
    }

    pub(super) fn repository(&self, subjects: &[Subject<'_>], context: Context<'_>, outcome: &mut Outcome) {
        let sight = Sight::new(subjects, context);
        let common = sight.common(&Constants::new());
        let mut parts = Vec::new();
        let mut undated = Vec::new();
        for record in sight.of(self.record.get_ref(), outcome) {
            match (
                sight.is_meant(self.guard.as_ref(), record, &common.frame_of(RECORD, record)),
                self.day(record, sight.records),
            ) {
                (Ok(true), Some(day)) => parts.push((day, record)),
                (Ok(false), _) => {}
                (Ok(true), None) => {
                    let unknown = Unknown::NoValue(self.date.get_ref().clone());
                    outcome.unjudged.push(sight.unjudged(record, &unknown));
                    undated.push(record);
                }
                (Err(unjudged), _) => outcome.unjudged.push(unjudged),
            }
        }
        parts.sort();
        let Some((first, last)) = self.window(&parts, context.today) else { return };
        parts.retain(|(day, _)| (first..=last).contains(day));
        let Some(&(_, newest)) = parts.last() else { return };
        // What lacks its day, or has one that cannot be read, may fall into the cycle: what it takes in is not known to be left out.
        parts.extend(undated.into_iter().map(|record| (last, record)));
        let missing: Vec<String> = match &self.all {
            Whole::Clauses(standard) => self.missing_clauses(standard, &parts, &sight, outcome),
            Whole::Records { record, guard } => {
                let mut wanted = Vec::new();
                for record in sight.records.named(record.get_ref()).into_iter().flat_map(|at| sight.records.all(at)) {
                    match sight.is_meant(guard.as_ref(), record, &common.frame_of(RECORD, record)) {
                        Ok(true) => wanted.push(record),
                        Ok(false) => {}
                        Err(unjudged) => outcome.unjudged.push(unjudged),
                    }
                }
                outcome.examined += wanted.len();
                self.missing_records(&wanted, &parts, &sight)
            }
        };
        if missing.is_empty() {
            return;
        }
        let named: Vec<&str> = missing.iter().take(MOST_NAMED).map(String::as_str).collect();
        let more = match missing.len().saturating_sub(MOST_NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let title = &sight.records.definition(newest).title;
        let message = format!("no {title} takes in {}{more} from {first} to {last}", listed(&named));
        let document = sight.records.get(newest).document as usize;
        let place = context.repository.documents[document].title_span();
        let subject = format!("{}:{}", self.covers.get_ref(), self.record.get_ref());
        outcome.problems.push(crate::finding::Problem::new(document, place, subject, message));
    }

    fn day(&self, record: RecordRef, records: &Records) -> Option<Date> {
        let column = records.definition(record).column(self.date.get_ref())?;
        match records.value(record, column) {
            CellValue::Date(day) => Some(*day),
            CellValue::Period(period) => Some(period.end),
            _ => None,
        }
    }

    /// The cycle that is running: it begins with the first part that is less than a cycle ago.
    fn window(&self, parts: &[(Date, RecordRef)], today: Date) -> Option<(Date, Date)> {
        let is_running = |day: &Date| self.cycle.after(*day).is_some_and(|end| end > today);
        let first = parts.iter().map(|(day, _)| *day).find(is_running)?;
        let last = self.cycle.after(first)?.yesterday().ok()?;
        Some((first, last))
    }

    fn missing_clauses(
        &self,
        standard: &str,
        parts: &[(Date, RecordRef)],
        sight: &Sight<'_>,
        outcome: &mut Outcome,
    ) -> Vec<String> {
        let names = &sight.context.settings.names;
        let of_standard = |id: &&String| id.split(':').next() == Some(standard);
        let wanted: Vec<&String> =
            names.clause_order.iter().filter(of_standard).filter(|id| names.clauses[*id].assessable).collect();
        outcome.examined += wanted.len();
        let mut covered: BTreeSet<&str> = BTreeSet::new();
        let mut is_open = false;
        for (_, record) in parts {
            for text in self.texts(*record, sight.records) {
                let meant = names.clauses_meant(&text, &sight.context.vocabulary.words);
                if meant.is_empty() && is_in_words(&text) {
                    is_open = true;
                    let lacks = format!("{} names no clause of `{standard}` and may mean any", quoted(&text));
                    outcome.unjudged.push(sight.unjudged(*record, &Unknown::Lacks(lacks)));
                }
                covered.extend(meant);
            }
        }
        if is_open {
            return Vec::new();
        }
        wanted.into_iter().filter(|id| !covered.contains(id.as_str())).cloned().collect()
    }

    fn missing_records(&self, wanted: &[RecordRef], parts: &[(Date, RecordRef)], sight: &Sight<'_>) -> Vec<String> {
        let mut covered = BTreeSet::new();
        for (_, record) in parts {
            let Some(column) = sight.records.definition(*record).column(self.covers.get_ref()) else { continue };
            covered.extend(sight.records.references(*record, column).filter_map(|(_, target)| target));
        }
        let is_missing = |record: &&RecordRef| !covered.contains(*record);
        wanted.iter().filter(is_missing).map(|record| sight.records.label(*record)).collect()
    }

    fn texts(&self, record: RecordRef, records: &Records) -> Vec<String> {
        let Some(column) = records.definition(record).column(self.covers.get_ref()) else { return Vec::new() };
        let text = |value: &CellValue| match value {
            CellValue::Text(text) => Some(text.to_string()),
            CellValue::Reference(reference) => Some(reference.text.to_string()),
            _ => None,
        };
        records.value(record, column).items().iter().filter_map(text).collect()
    }
}

/// Whether something is said in words and not by a number: "all processes", "access control (annex A)".
fn is_in_words(text: &str) -> bool {
    text.split_whitespace().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 2 && !has_digit(word))
}

fn has_digit(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit())
}
