//! Whether a review date is true: who moved it, with what, and when.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::{Context, NameKind, Outcome, Subject, fields};
use super::people::known;
use super::{Form, at_field, refs, states};
use crate::document::field::Typed;
use crate::git::id::Id;
use crate::history::{Commit, FieldChange, Past, Step};
use crate::pack::located::Located;

/// The newest step that moved one of some dates on, or set it anew, and changed nothing but fields that go with it.
fn moved_alone<'p>(past: &'p Past, dates: &[&'p str], with: &[&str]) -> Option<(&'p str, &'p Step)> {
    let (_, step) = past.last_change_of(dates)?;
    let is_move =
        |name: &&&str| step.field(name).and_then(FieldChange::days).is_some_and(|(before, after)| after > before);
    let name = dates.iter().find(is_move)?;
    let goes_along =
        |change: &FieldChange| change.name().is_some_and(|name| dates.contains(&name) || with.contains(&name));
    (!step.text && !step.commit.is_editorial && step.fields.iter().all(goes_along)).then_some((*name, step))
}

/// Parameters.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Alone {
    /// Review dates.
    pub dates: Vec<Located>,
    /// Fields that may change together with a review date.
    pub with: Vec<Located>,
    /// Fields that name those who answer for the document.
    pub people: Vec<Located>,
    /// Whether teams and roles count as others than the person who moved the date; they are passed over where this is not set.
    #[serde(default)]
    pub teams: bool,
}

impl Form for Alone {
    fn names(&self) -> Vec<(NameKind, &Located)> {
        [&self.dates, &self.with, &self.people].into_iter().flat_map(|names| fields(names)).collect()
    }

    fn wants(&self, subject: Subject<'_>, _: Context<'_>) -> bool {
        states(subject, &self.dates)
    }

    fn is_open(&self, _: Subject<'_>, past: &Past, _: &Commit, _: Context<'_>) -> bool {
        !past.has_changed(&refs(&self.dates))
    }

    fn judge(&self, subject: Subject<'_>, past: &Past, context: Context<'_>, outcome: &mut Outcome) {
        let dates = refs(&self.dates);
        let Some((name, step)) = moved_alone(past, &dates, &refs(&self.with)) else {
            outcome.examined += usize::from(!past.steps.is_empty());
            return;
        };
        let commit = &step.commit;
        if !commit.reviewed_by.is_empty() || !commit.approved_by.is_empty() || commit.authors.is_empty() {
            outcome.examined += 1;
            return;
        }
        let mentioned: Vec<_> = self.people.iter().flat_map(|name| subject.document.people(name.get_ref())).collect();
        let answering = known(mentioned.iter().map(|(person, _)| *person), context);
        if answering.is_empty() && !self.teams {
            return;
        }
        outcome.examined += 1;
        let is_one = |author| answering.iter().any(|person| context.settings.is_same_person(person, author));
        if commit.authors.iter().any(is_one) {
            return;
        }
        let roles: Vec<String> = self.people.iter().map(|name| format!("`{}`", name.get_ref())).collect();
        let roles = super::super::joined(&roles, "or");
        let message = format!("`{name}` was moved in {}, who is not {roles}, and nothing else changed", commit.label());
        outcome.problems.extend(at_field(subject, name, message));
    }
}

/// Parameters.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Together {
    /// Review dates.
    pub dates: Vec<Located>,
    /// Fields that may change together with a review date.
    pub with: Vec<Located>,
    /// From how many documents on.
    pub documents: usize,
}

impl Form for Together {
    fn names(&self) -> Vec<(NameKind, &Located)> {
        [&self.dates, &self.with].into_iter().flat_map(|names| fields(names)).collect()
    }

    fn wants(&self, subject: Subject<'_>, _: Context<'_>) -> bool {
        states(subject, &self.dates)
    }

    fn is_open(&self, _: Subject<'_>, past: &Past, _: &Commit, _: Context<'_>) -> bool {
        !past.has_changed(&refs(&self.dates))
    }

    fn judge(&self, _: Subject<'_>, _: &Past, _: Context<'_>, _: &mut Outcome) {}

    fn judge_all(&self, subjects: &[Subject<'_>], context: Context<'_>, outcome: &mut Outcome) {
        let (dates, with) = (refs(&self.dates), refs(&self.with));
        let mut commits: BTreeMap<Option<Id>, Vec<(Subject<'_>, &str, &Step)>> = BTreeMap::new();
        for &subject in subjects {
            let Some(past) = context.repository.history.of(subject.index) else { continue };
            if past.last_change_of(&dates).is_some() {
                outcome.examined += 1;
            }
            if let Some((name, step)) = moved_alone(past, &dates, &with) {
                commits.entry(step.commit.id).or_default().push((subject, name, step));
            }
        }
        for moved in commits.values().filter(|moved| moved.len() >= self.documents) {
            for (subject, name, step) in moved {
                let (label, others) = (step.commit.label(), moved.len() - 1);
                let message = format!(
                    "`{name}` was moved in {label}, at once with those of {others} other documents in which nothing else changed"
                );
                outcome.problems.extend(at_field(*subject, name, message));
            }
        }
    }
}

/// Parameters.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Backwards {
    /// Dates that only move on.
    pub dates: Vec<Located>,
}

impl Form for Backwards {
    fn names(&self) -> Vec<(NameKind, &Located)> {
        fields(&self.dates)
    }

    fn wants(&self, subject: Subject<'_>, _: Context<'_>) -> bool {
        states(subject, &self.dates)
    }

    fn is_open(&self, subject: Subject<'_>, past: &Past, _: &Commit, _: Context<'_>) -> bool {
        let is_stated = |name: &&str| subject.document.date(name).is_some();
        refs(&self.dates).into_iter().filter(is_stated).any(|name| !past.has_changed(&[name]))
    }

    /// A date that lay ahead when it was moved back was a slip, and moving it mends that.
    fn judge(&self, subject: Subject<'_>, past: &Past, _: Context<'_>, outcome: &mut Outcome) {
        for name in refs(&self.dates) {
            let Some((_, step)) = past.last_change_of(&[name]) else { continue };
            outcome.examined += 1;
            let Some((before, after)) = step.field(name).and_then(FieldChange::days) else { continue };
            if after < before && before <= step.commit.landed_on && !step.commit.is_editorial {
                let message = format!("`{name}` was moved back from {before} to {after} in {}", step.commit.label());
                outcome.problems.extend(at_field(subject, name, message));
            }
        }
    }
}

/// Parameters.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Ahead {
    /// Dates of things that had happened when they were written down.
    pub dates: Vec<Located>,
    /// How many days a date may lie ahead of its commit, for clocks and time zones.
    pub days: i32,
}

impl Form for Ahead {
    fn names(&self) -> Vec<(NameKind, &Located)> {
        fields(&self.dates)
    }

    fn wants(&self, subject: Subject<'_>, _: Context<'_>) -> bool {
        states(subject, &self.dates)
    }

    /// Where no commit is older than a date, none stated it in advance.
    fn is_open(&self, subject: Subject<'_>, past: &Past, _: &Commit, _: Context<'_>) -> bool {
        let may_be_ahead = |name: &&str| {
            let date = subject.document.date(name);
            date.is_some_and(|(date, _)| past.oldest.is_none_or(|oldest| (date - oldest).get_days() > self.days))
        };
        refs(&self.dates).into_iter().filter(may_be_ahead).any(|name| !past.has_changed(&[name]))
    }

    /// A date that still lies ahead today is a fault of its own, which needs no history.
    fn judge(&self, subject: Subject<'_>, past: &Past, context: Context<'_>, outcome: &mut Outcome) {
        for name in refs(&self.dates) {
            let Some((date, _)) = subject.document.date(name) else { continue };
            let Some((_, step)) = past.last_change_of(&[name]) else { continue };
            let stated = step.field(name).and_then(|change| change.after.as_ref());
            let is_as_stated =
                stated.is_none_or(|field| matches!(&field.typed, Typed::Date(read) if read.valid() == Some(&date)));
            if !is_as_stated {
                continue;
            }
            outcome.examined += 1;
            let written = step.commit.landed_on;
            if (date - written).get_days() > self.days && date <= context.today {
                let message =
                    format!("`{name}` is {date}, but was written down before that day, in {}", step.commit.label());
                outcome.problems.extend(at_field(subject, name, message));
            }
        }
    }
}
