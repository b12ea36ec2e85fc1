//! Different people for different duties of one record.

use schemars::JsonSchema;
use serde::Deserialize;

use super::records::{Judged, RECORD, Sight};
use super::{Context, NameKind, Outcome, Subject, quoted};
use crate::document::value::person::Person;
use crate::error::Invalid;
use crate::expression::Expression;
use crate::expression::types::Scope;
use crate::finding::Problem;
use crate::pack::located::Located;
use crate::pack::names::Names;
use crate::record::RecordRef;
use crate::record::value::CellValue;

/// Parameters of the check.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Distinct {
    /// The kind of record.
    pub record: Located,
    /// Only records for which this holds. The record is called `r`.
    #[serde(rename = "where")]
    pub guard: Option<Expression>,
    /// The duty that a finding points to.
    pub column: Located,
    /// The duties that nobody has together with it.
    pub from: Vec<Located>,
}

impl Distinct {
    pub(super) fn names(&self) -> Vec<(NameKind, &Located)> {
        vec![(NameKind::Record, &self.record)]
    }

    pub(super) fn prepare(&self, names: &Names) -> Result<(), Invalid> {
        let mut scope = Scope::new(names, &crate::expression::Constants::new());
        let record = scope.record(self.record.get_ref());
        scope.add(RECORD, record);
        if let Some(guard) = &self.guard {
            guard.check_condition(&scope)?;
        }
        if self.from.is_empty() {
            return Err(Invalid {
                span: self.column.span(),
                message: "`from` names no column".to_owned(),
                label: "different from what?".to_owned(),
                help: Some("name the columns with the duties that nobody has together with this one".to_owned()),
            });
        }
        std::iter::once(&self.column)
            .chain(&self.from)
            .try_for_each(|column| super::check_column(Some(column), self.record.get_ref(), names))
    }

    pub(super) fn repository(&self, subjects: &[Subject<'_>], context: Context<'_>, outcome: &mut Outcome) {
        let sight = Sight::new(subjects, context);
        let records = sight.of(self.record.get_ref(), outcome);
        if records.is_empty() {
            return;
        }
        let common = sight.common(&crate::expression::Constants::new());
        Sight::judge(&records, outcome, |record| {
            match sight.is_meant(self.guard.as_ref(), record, &common.frame_of(RECORD, record)) {
                Ok(true) => self.judge(record, &sight),
                Ok(false) => Judged::Passed,
                Err(unjudged) => Judged::Unknown(unjudged),
            }
        });
    }

    fn judge(&self, record: RecordRef, sight: &Sight<'_>) -> Judged {
        let settings = sight.context.settings;
        let holders = people(record, self.column.get_ref(), sight);
        let mut is_compared = false;
        for other in &self.from {
            let others = people(record, other.get_ref(), sight);
            is_compared |= !holders.is_empty() && !others.is_empty();
            let is_same = |one: &&Person| others.iter().any(|two| settings.is_same_person(one, two));
            let Some(same) = holders.iter().find(is_same) else { continue };
            let title = &sight.records.definition(record).title;
            let message = format!(
                "{title} {}: {} is `{}` and `{}`",
                quoted(&sight.records.label(record)),
                quoted(&same.label()),
                self.column.get_ref(),
                other.get_ref()
            );
            let problem: Problem = sight.problem(record, Some(self.column.get_ref()), message);
            let document = sight.records.get(record).document as usize;
            let place = sight.place(record, Some(other.get_ref()));
            return Judged::Broken(problem.with_related(document, place, "the same person"));
        }
        if is_compared {
            return Judged::Held;
        }
        let lacks = if holders.is_empty() { &self.column } else { self.from.first().unwrap_or(&self.column) };
        let unknown = crate::expression::Unknown::NoValue(lacks.get_ref().clone());
        Judged::Unknown(sight.unjudged(record, &unknown))
    }
}

fn people<'a>(record: RecordRef, column: &str, sight: &'a Sight<'_>) -> &'a [Person] {
    let Some(column) = sight.records.definition(record).column(column) else { return &[] };
    match sight.records.value(record, column) {
        CellValue::People(people) => people,
        _ => &[],
    }
}
