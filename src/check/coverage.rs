//! For each record of one kind there is a record of another kind that names it.

use schemars::JsonSchema;
use serde::Deserialize;

use super::records::{Judged, RECORD, Sight};
use super::{Context, NameKind, Outcome, Subject, quoted};
use crate::error::Invalid;
use crate::expression::frame::Common;
use crate::expression::template::Template;
use crate::expression::types::Scope;
use crate::expression::value::Value;
use crate::expression::{Constants, Expression, Unknown};
use crate::pack::located::Located;
use crate::pack::names::Names;
use crate::record::RecordRef;
use crate::record::naming::Key;
use crate::record::value::CellValue;

/// Parameters of the check. Expressions call the record `r` and what may cover it `s`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Coverage {
    /// The kind of record that must be covered.
    pub record: Located,
    /// Only records for which this holds.
    #[serde(rename = "where")]
    pub guard: Option<Expression>,
    /// The column of the record by which it is named, where it is not named by its id: a person, for example.
    pub key: Option<Located>,
    /// The kind of record that covers it.
    pub by: Located,
    /// The column in which that record names what it covers.
    pub via: Located,
    /// What must hold for it to count.
    pub such_that: Option<Expression>,
    /// Constants for the expressions, which a configuration may change.
    #[serde(default)]
    pub given: Constants,
    /// What is wrong where nothing covers the record, with expressions in braces.
    pub message: Option<Template>,
    /// The column that a finding points to.
    pub mark: Option<Located>,
}

/// The name by which expressions call what may cover a record.
const COVER: &str = "s";
/// Most records that one finding points to because they do not count.
const MOST_RELATED: usize = 5;

impl Coverage {
    pub(super) fn names(&self) -> Vec<(NameKind, &Located)> {
        vec![(NameKind::Record, &self.record), (NameKind::Record, &self.by)]
    }

    pub(super) fn prepare(&self, names: &Names) -> Result<(), Invalid> {
        let mut scope = Scope::new(names, &self.given);
        let record = scope.record(self.record.get_ref());
        scope.add(RECORD, record);
        if let Some(guard) = &self.guard {
            guard.check_condition(&scope)?;
        }
        if let Some(message) = &self.message {
            message.check(&scope)?;
        }
        super::check_column(self.key.as_ref(), self.record.get_ref(), names)?;
        super::check_column(self.mark.as_ref(), self.record.get_ref(), names)?;
        super::check_column(Some(&self.via), self.by.get_ref(), names)?;
        if let Some(condition) = &self.such_that {
            let cover = scope.record(self.by.get_ref());
            scope.add(COVER, cover);
            condition.check_condition(&scope)?;
        }
        Ok(())
    }

    pub(super) fn repository(&self, subjects: &[Subject<'_>], context: Context<'_>, outcome: &mut Outcome) {
        let sight = Sight::new(subjects, context);
        let records = sight.of(self.record.get_ref(), outcome);
        let Some(by) = sight.records.named(self.by.get_ref()).filter(|_| !records.is_empty()) else { return };
        let Some(via) = sight.records.collection(by).definition.column(self.via.get_ref()) else { return };
        if sight.records.collection(by).records.is_empty()
            && let Some(reason) = sight.kept_elsewhere(by)
        {
            outcome.not_checked = Some(reason);
            return;
        }
        let common = sight.common(&self.given);
        Sight::judge(&records, outcome, |record| self.judge(record, (by, via), &sight, &common));
    }

    fn judge(&self, record: RecordRef, (by, via): (u32, usize), sight: &Sight<'_>, common: &Common) -> Judged {
        let frame = common.frame_of(RECORD, record);
        match sight.is_meant(self.guard.as_ref(), record, &frame) {
            Ok(true) => {}
            Ok(false) => return Judged::Passed,
            Err(unjudged) => return Judged::Unknown(unjudged),
        }
        let mut doubt: Option<Unknown> = None;
        let keys = match self.keys(record, sight) {
            Ok(keys) => keys,
            Err(unknown) => return Judged::Unknown(sight.unjudged(record, &unknown)),
        };
        let named = sight.records.naming(by, via, &keys);
        let candidates = || named.iter().map(|index| RecordRef { collection: by, index: *index });
        for candidate in candidates() {
            let Some(condition) = &self.such_that else { return Judged::Held };
            match condition.holds(&frame.with(COVER, Value::Record(candidate))) {
                Ok(true) => return Judged::Held,
                Ok(false) => {}
                Err(unknown) => doubt = doubt.or(Some(unknown)),
            }
        }
        if let Some(unknown) = doubt {
            return Judged::Unknown(sight.unjudged(record, &unknown));
        }
        let mark = self.mark.as_ref().map(|mark| mark.get_ref().as_str());
        let message = self.message.as_ref().map_or_else(
            || {
                let title = &sight.records.definition(record).title;
                let other = &sight.records.collection(by).definition.title;
                format!("{title} {} has no {other}", quoted(&sight.records.label(record)))
            },
            |message| message.fill(&frame, |text| sight.name(record, RECORD, text)),
        );
        let mut problem = sight.problem(record, mark, message);
        for candidate in candidates().take(MOST_RELATED) {
            let document = sight.records.get(candidate).document as usize;
            let label = format!("{} does not count", quoted(&sight.records.label(candidate)));
            problem = problem.with_related(document, sight.place(candidate, Some(self.via.get_ref())), label);
        }
        Judged::Broken(problem)
    }

    /// The keys under which the record is named.
    ///
    /// # Errors
    ///
    /// The column for it has not one value.
    fn keys(&self, record: RecordRef, sight: &Sight<'_>) -> Result<Vec<Key>, Unknown> {
        let Some(key) = &self.key else { return Ok(vec![Key::Record(record)]) };
        let column = sight.records.definition(record).column(key.get_ref());
        let is_single = |column: &usize| !matches!(sight.records.value(record, *column), CellValue::List(_));
        let keys = column.filter(is_single).map(|column| sight.records.keys_named(record, column)).unwrap_or_default();
        if keys.is_empty() { Err(Unknown::NoValue(key.get_ref().clone())) } else { Ok(keys) }
    }
}
