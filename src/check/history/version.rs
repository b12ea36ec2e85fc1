//! The version of a document against the changes of its text, and against its own past.

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::{Context, NameKind, Outcome, Subject, quoted};
use super::{Form, at_field, is_later};
use crate::document::field::{Field, Typed};
use crate::document::value::version::Version;
use crate::history::{Commit, FieldChange, Past, Step};
use crate::pack::located::Located;
use crate::vocabulary::Phase;

/// Parameters.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Unraised {
    /// The field that states the version.
    pub version: Located,
    /// The field that states the state: a draft may change under the version that it is going to have.
    pub state: Located,
}

impl Unraised {
    /// Whether a text came into force under its version with a step.
    fn begins(&self, step: &Step) -> bool {
        let leaves_draft = |change: &FieldChange| match change.before.as_ref().map(|field| &field.typed) {
            Some(Typed::State(reading)) => reading.valid().is_some_and(|state| state.phase == Phase::Draft),
            _ => false,
        };
        step.is_first
            || step.field(self.version.get_ref()).is_some()
            || step.field(self.state.get_ref()).is_some_and(leaves_draft)
    }
}

impl Form for Unraised {
    fn names(&self) -> Vec<(NameKind, &Located)> {
        vec![(NameKind::Field, &self.version), (NameKind::Field, &self.state)]
    }

    fn wants(&self, subject: Subject<'_>, _: Context<'_>) -> bool {
        subject.document.version(self.version.get_ref()).is_some()
    }

    /// Once a change of the text is known, only a version of the same day or merge can excuse it.
    fn is_open(&self, _: Subject<'_>, past: &Past, next: &Commit, _: Context<'_>) -> bool {
        let change = past.steps.iter().find(|step| step.is_change_of_content());
        !past.steps.iter().any(|step| self.begins(step)) && change.is_none_or(|change| !is_later(&change.commit, next))
    }

    fn judge(&self, subject: Subject<'_>, past: &Past, _: Context<'_>, outcome: &mut Outcome) {
        let Some((_, field)) = subject.document.version(self.version.get_ref()) else { return };
        let begun = past.steps.iter().position(|step| self.begins(step));
        let since = &past.steps[..begun.unwrap_or(past.steps.len())];
        let raised = begun.map(|index| &past.steps[index]);
        outcome.examined += 1;
        let is_new = |step: &&Step| {
            step.is_change_of_content() && raised.is_none_or(|raised| is_later(&step.commit, &raised.commit))
        };
        let Some(last) = since.iter().find(is_new) else { return };
        let (label, version) = (last.commit.label(), quoted(&field.text));
        let message = format!("the text changed in {label}, and the version is still {version}");
        outcome.problems.extend(at_field(subject, self.version.get_ref(), message));
    }
}

/// Parameters.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Lowered {
    /// The field that states the version.
    pub version: Located,
}

impl Form for Lowered {
    fn names(&self) -> Vec<(NameKind, &Located)> {
        vec![(NameKind::Field, &self.version)]
    }

    fn wants(&self, subject: Subject<'_>, _: Context<'_>) -> bool {
        subject.document.version(self.version.get_ref()).is_some()
    }

    fn is_open(&self, _: Subject<'_>, past: &Past, _: &Commit, _: Context<'_>) -> bool {
        !past.has_changed(&[self.version.get_ref()])
    }

    fn judge(&self, subject: Subject<'_>, past: &Past, _: Context<'_>, outcome: &mut Outcome) {
        let Some((_, step)) = past.last_change_of(&[self.version.get_ref()]) else { return };
        outcome.examined += 1;
        let Some(change) = step.field(self.version.get_ref()) else { return };
        let (Some(before), Some(after)) = (version(change.before.as_ref()), version(change.after.as_ref())) else {
            return;
        };
        if after.0 < before.0 && !step.commit.is_editorial {
            let (before, after) = (quoted(&before.1.text), quoted(&after.1.text));
            let message =
                format!("`{}` went from {before} back to {after} in {}", self.version.get_ref(), step.commit.label());
            outcome.problems.extend(at_field(subject, self.version.get_ref(), message));
        }
    }
}

fn version(field: Option<&Field>) -> Option<(&Version, &Field)> {
    let field = field?;
    match &field.typed {
        Typed::Version(reading) => reading.valid().map(|version| (version, field)),
        _ => None,
    }
}
