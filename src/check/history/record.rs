//! Records that were closed and altered afterwards.

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::{Context, NameKind, Outcome, Subject, fields};
use super::{Form, at_field, is_later, refs};
use crate::history::{Commit, FieldChange, Past, Step};
use crate::pack::located::Located;

/// Parameters.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Altered {
    /// The field that states the state.
    pub state: Located,
    /// States in which nothing changes any more.
    pub closed: Vec<Located>,
    /// Fields that may change nevertheless.
    pub except: Vec<Located>,
}

impl Form for Altered {
    fn names(&self) -> Vec<(NameKind, &Located)> {
        let mut names = fields(&self.except);
        names.push((NameKind::Field, &self.state));
        names.extend(self.closed.iter().map(|state| (NameKind::State, state)));
        names
    }

    fn wants(&self, subject: Subject<'_>, _: Context<'_>) -> bool {
        subject.member.state.as_ref().is_some_and(|state| refs(&self.closed).contains(&&*state.name))
    }

    fn is_open(&self, _: Subject<'_>, past: &Past, _: &Commit, _: Context<'_>) -> bool {
        !past.has_changed(&[self.state.get_ref()])
    }

    fn judge(&self, subject: Subject<'_>, past: &Past, _: Context<'_>, outcome: &mut Outcome) {
        let Some((index, closing)) = past.last_change_of(&[self.state.get_ref()]) else { return };
        outcome.examined += 1;
        let except = refs(&self.except);
        let matters = |change: &FieldChange| change.name().is_none_or(|name| !except.contains(&name));
        let alters = |step: &&Step| {
            let is_altered = step.body || step.fields.iter().any(matters);
            is_altered && !step.commit.is_editorial && is_later(&step.commit, &closing.commit)
        };
        let Some(last) = past.steps[..index].iter().find(alters) else { return };
        let what = match last.fields.iter().find(|change| matters(change)) {
            Some(change) if !last.body => format!("`{}`", change.key()),
            _ => "the text".to_owned(),
        };
        let message = format!("closed on {}, but {what} changed in {}", closing.commit.day, last.commit.label());
        outcome.problems.extend(at_field(subject, self.state.get_ref(), message));
    }
}
