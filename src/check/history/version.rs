//! The version of a document against the changes of its text, and against its own past.

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::super::{Context, NameKind, Outcome, Subject, quoted};
use super::text::body_and;
use super::{Form, at_field, is_later, wanted};
use crate::document::field::{Field, Typed};
use crate::document::value::version::Version;
use crate::history::{Past, Step, Wanted};

/// Parameters.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Unraised {
    /// The field that states the version.
    #[schemars(with = "String")]
    pub version: Spanned<String>,
}

impl Form for Unraised {
    fn names(&self) -> Vec<(NameKind, &Spanned<String>)> {
        vec![(NameKind::Field, &self.version)]
    }

    fn wants(&self, subject: Subject<'_>, _: Context<'_>) -> Option<Wanted> {
        subject.document.version(self.version.get_ref())?;
        body_and(subject, &self.version)
    }

    fn judge(&self, subject: Subject<'_>, past: &Past, _: Context<'_>, outcome: &mut Outcome) {
        let Some((_, field)) = subject.document.version(self.version.get_ref()) else { return };
        let raised = past.last_change_of(&[self.version.get_ref()]);
        let since = &past.steps[..raised.map_or(past.steps.len(), |(index, _)| index)];
        outcome.examined += 1;
        let is_new = |step: &&Step| {
            step.is_change_of_content() && raised.is_none_or(|(_, raised)| is_later(&step.commit, &raised.commit))
        };
        let mut changes = since.iter().filter(is_new);
        let Some(last) = changes.next() else { return };
        let times = match changes.count() {
            0 => String::new(),
            more => format!("{} times, last ", more + 1),
        };
        let label = last.commit.label();
        let message = format!("the text changed {times}in {label}, and the version is still {}", quoted(&field.text));
        outcome.problems.extend(at_field(subject, self.version.get_ref(), message));
    }
}

/// Parameters.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Lowered {
    /// The field that states the version.
    #[schemars(with = "String")]
    pub version: Spanned<String>,
}

impl Form for Lowered {
    fn names(&self) -> Vec<(NameKind, &Spanned<String>)> {
        vec![(NameKind::Field, &self.version)]
    }

    fn wants(&self, subject: Subject<'_>, _: Context<'_>) -> Option<Wanted> {
        wanted(subject, &[self.version.get_ref()], false)
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
