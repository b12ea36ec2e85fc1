//! Documents that should have been touched when others came, such as a register of risks after a major incident.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::super::{Context, NameKind, Outcome, Subject, fields};
use super::text::{is_of_kind, kinds};
use super::{Form, refs};
use crate::finding::Problem;
use crate::history::{Commit, Past};
use crate::pack::located::Located;

/// Parameters.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Untouched {
    /// Kinds of document that should lead to a look at this one; a more special kind counts as well.
    pub triggers: Vec<Located>,
    /// Fields of those that state their day, the first that there is; the day of their first commit where there is none.
    pub dates: Vec<Located>,
    /// Fields of this document that state that it was looked at.
    pub reviewed: Vec<Located>,
    /// How many days that may take.
    pub days: i32,
}

impl Untouched {
    fn triggers<'a>(&'a self, context: Context<'a>) -> impl Iterator<Item = usize> + 'a {
        (0..context.repository.documents.len()).filter(move |&index| is_of_kind(&self.triggers, index, context))
    }

    fn day(&self, trigger: usize, context: Context<'_>) -> Option<Date> {
        let document = &context.repository.documents[trigger];
        let stated = refs(&self.dates).into_iter().find_map(|name| document.date(name)).map(|(date, _)| date);
        let added = || context.repository.history.of(trigger)?.steps.last().filter(|step| step.is_first);
        stated.or_else(|| added().map(|step| step.commit.day))
    }
}

impl Form for Untouched {
    fn names(&self) -> Vec<(NameKind, &Located)> {
        fields(&self.dates).into_iter().chain(fields(&self.reviewed)).chain(kinds(&self.triggers)).collect()
    }

    fn wants(&self, _: Subject<'_>, context: Context<'_>) -> bool {
        self.triggers(context).next().is_some()
    }

    fn is_open(&self, _: Subject<'_>, past: &Past, _: &Commit, _: Context<'_>) -> bool {
        !past.steps.iter().any(|step| step.body)
    }

    fn wants_others(&self, _: &[Subject<'_>], context: Context<'_>) -> Vec<usize> {
        self.triggers(context).collect()
    }

    fn judge(&self, subject: Subject<'_>, past: &Past, context: Context<'_>, outcome: &mut Outcome) {
        let touched = past.steps.iter().find(|step| step.body || step.is_first).map(|step| step.commit.landed_on);
        let stated =
            refs(&self.reviewed).into_iter().filter_map(|name| subject.document.date(name)).map(|(date, _)| date);
        let Some(touched) = stated.chain(touched).max() else { return };
        outcome.examined += 1;
        let newer = self.triggers(context).filter_map(|index| Some((self.day(index, context)?, index)));
        let due = |day: Date| (context.today - day).get_days() > self.days;
        let Some((day, trigger)) = newer.filter(|&(day, _)| day > touched && due(day)).max() else { return };
        let other = &context.repository.documents[trigger];
        let message = format!("last touched on {touched}, before `{}` of {day}", other.path());
        let problem = Problem::new(subject.index, subject.document.title_span(), other.path(), message);
        outcome.problems.push(problem.with_related(
            trigger,
            other.title_span(),
            "what should have led to a look at it",
        ));
    }
}
