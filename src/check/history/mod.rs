//! Documents against their history: facts that were gathered before, never asked for here.

mod gone;
mod people;
mod record;
mod review;
mod text;
mod trigger;
mod version;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Context, NameKind, Outcome, Subject};
use crate::finding::Problem;
use crate::history::{Commit, History as Known, Past};
use crate::pack::located::Located;

/// Parameters of the check: one of its forms.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum History {
    /// The text changed after the day of the approval.
    AfterApproval(text::AfterApproval),
    /// The text changed and the version did not.
    Unraised(version::Unraised),
    /// The version became lower.
    Lowered(version::Lowered),
    /// A review date was moved, nothing else changed, and nobody who answers for the document did it.
    Alone(review::Alone),
    /// Review dates of many documents were moved together.
    Together(review::Together),
    /// A date was moved back.
    Backwards(review::Backwards),
    /// A date lay ahead of the commit that stated it.
    Ahead(review::Ahead),
    /// A record was removed before its retention ended.
    Removed(gone::Removed),
    /// A record was altered after it had been closed.
    Altered(record::Altered),
    /// Who approved is the only one who wrote.
    SoleAuthor(people::SoleAuthor),
    /// The text changed without a reference to a change.
    Unreferenced(text::Unreferenced),
    /// Somebody judges documents that they wrote or approved.
    OwnWork(people::OwnWork),
    /// A document was not touched since others came that should have led to it.
    Untouched(trigger::Untouched),
}

/// What every form does.
trait Form {
    /// The names in its parameters.
    fn names(&self) -> Vec<(NameKind, &Located)>;
    /// Whether it can say something of a document that the rule applies to, given its history.
    fn wants(&self, subject: Subject<'_>, context: Context<'_>) -> bool;
    /// Whether it has to know more than it does, where `next` is the commit that made the oldest version that is known.
    fn is_open(&self, subject: Subject<'_>, past: &Past, next: &Commit, context: Context<'_>) -> bool;
    /// Looks at a document with its history.
    fn judge(&self, subject: Subject<'_>, past: &Past, context: Context<'_>, outcome: &mut Outcome);
    /// Other documents of which it has to know the whole history.
    fn wants_others(&self, _: &[Subject<'_>], _: Context<'_>) -> Vec<usize> {
        Vec::new()
    }
    /// Looks at all documents that the rule applies to together.
    fn judge_all(&self, _: &[Subject<'_>], _: Context<'_>, _: &mut Outcome) {}
}

impl History {
    fn form(&self) -> &dyn Form {
        match self {
            Self::AfterApproval(form) => form,
            Self::Unraised(form) => form,
            Self::Lowered(form) => form,
            Self::Alone(form) => form,
            Self::Together(form) => form,
            Self::Backwards(form) => form,
            Self::Ahead(form) => form,
            Self::Removed(form) => form,
            Self::Altered(form) => form,
            Self::SoleAuthor(form) => form,
            Self::Unreferenced(form) => form,
            Self::OwnWork(form) => form,
            Self::Untouched(form) => form,
        }
    }

    pub(super) fn names(&self) -> Vec<(NameKind, &Located)> {
        self.form().names()
    }

    /// Whether it can say something of a document that the rule applies to, given its history.
    pub(crate) fn wants(&self, subject: Subject<'_>, context: Context<'_>) -> bool {
        self.form().wants(subject, context)
    }

    /// Whether it has to know more of a document.
    pub(crate) fn is_open(&self, subject: Subject<'_>, past: &Past, next: &Commit, context: Context<'_>) -> bool {
        self.form().is_open(subject, past, next, context)
    }

    /// Other documents of which it has to know the whole history.
    pub(crate) fn wants_others(&self, subjects: &[Subject<'_>], context: Context<'_>) -> Vec<usize> {
        self.form().wants_others(subjects, context)
    }

    /// Whether documents that are gone have to be known, given that there are documents that the rule could be about.
    pub(crate) fn wants_gone(&self, context: Context<'_>) -> bool {
        matches!(self, Self::Removed(_)) && context.repository.members.iter().any(|member| member.is_controlled)
    }

    pub(super) fn document(&self, subject: Subject<'_>, context: Context<'_>, outcome: &mut Outcome) {
        if let Some(past) = context.repository.history.of(subject.index)
            && self.form().wants(subject, context)
        {
            self.form().judge(subject, past, context, outcome);
        }
    }

    pub(super) fn repository(&self, subjects: &[Subject<'_>], context: Context<'_>, outcome: &mut Outcome) {
        let wanted = || subjects.iter().filter(|subject| self.form().wants(**subject, context));
        let unknown = match &context.repository.history {
            Known::Unread => Some("the history was not read"),
            Known::Missing(reason) => Some(reason.as_str()),
            Known::Known(_) => {
                self.form().judge_all(subjects, context, outcome);
                let is_cut = |index: usize| context.repository.history.of(index).is_some_and(|past| past.is_cut);
                let is_any = wanted().any(|subject| is_cut(subject.index));
                is_any.then_some(
                    "contents of earlier versions are not here; fetch them with `git fetch --refetch --no-filter`",
                )
            }
        };
        if let Some(reason) = unknown
            && (self.wants_gone(context) || wanted().next().is_some())
        {
            outcome.not_checked = Some(reason.to_owned());
        }
    }
}

/// Whether a document states one of some fields.
fn states(subject: Subject<'_>, names: &[Located]) -> bool {
    names.iter().any(|name| subject.document.field(name.get_ref()).is_some_and(|field| field.typed.is_valid()))
}

/// Whether a commit is from another day and another merge than an earlier one: what was done together is one change.
fn is_later(commit: &Commit, earlier: &Commit) -> bool {
    commit.day > earlier.day && !commit.is_with(earlier)
}

/// The names in lists of a parameter.
fn refs(names: &[Located]) -> Vec<&str> {
    names.iter().map(|name| name.get_ref().as_str()).collect()
}

/// A problem at a field.
fn at_field(subject: Subject<'_>, name: &str, message: String) -> Option<Problem> {
    let field = subject.document.field(name)?;
    Some(Problem::new(subject.index, field.span, name, message))
}
