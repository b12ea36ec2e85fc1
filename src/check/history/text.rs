//! The text changed after its approval, or without a reference to a change.

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::{Context, NameKind, Outcome, Subject, fields};
use super::{Form, at_field, refs};
use crate::finding::Problem;
use crate::history::{Commit, Past, Step};
use crate::pack::located::Located;

/// Parameters.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AfterApproval {
    /// The field that states the day of the approval.
    pub approved: Located,
    /// Fields of which a change makes a new approval.
    pub approval: Vec<Located>,
    /// The field that states the version.
    pub version: Located,
    /// Whether the version was raised since.
    pub is_raised: bool,
}

impl AfterApproval {
    fn approval(&self) -> Vec<&str> {
        let mut fields = refs(&self.approval);
        fields.push(self.approved.get_ref());
        fields
    }
}

impl Form for AfterApproval {
    fn names(&self) -> Vec<(NameKind, &Located)> {
        let mut names = fields(&self.approval);
        names.extend([(NameKind::Field, &self.approved), (NameKind::Field, &self.version)]);
        names
    }

    fn wants(&self, subject: Subject<'_>, _: Context<'_>) -> bool {
        subject.document.date(self.approved.get_ref()).is_some()
    }

    /// What was written until the day of the approval is no fault, unless it came in with something that may be one.
    fn is_open(&self, subject: Subject<'_>, past: &Past, next: &Commit, _: Context<'_>) -> bool {
        let Some((approved, _)) = subject.document.date(self.approved.get_ref()) else { return false };
        let mut late = past.steps.iter().filter(|step| step.body && step.commit.day > approved);
        !past.has_changed(&self.approval()) && (next.day > approved || late.any(|step| step.commit.is_with(next)))
    }

    /// A change counts when it is later than the day that is stated, than the commit that stated it, and than its merge.
    fn judge(&self, subject: Subject<'_>, past: &Past, _: Context<'_>, outcome: &mut Outcome) {
        let Some((approved, _)) = subject.document.date(self.approved.get_ref()) else { return };
        let approval = past.last_change_of(&self.approval());
        let since = &past.steps[..approval.map_or(past.steps.len(), |(index, _)| index)];
        outcome.examined += 1;
        let is_new = |step: &&Step| {
            step.is_change_of_content()
                && step.commit.day > approved
                && step.commit.approved_by.is_empty()
                && approval.is_none_or(|(_, made)| !made.commit.is_with(&step.commit))
        };
        let mut changes = since.iter().filter(is_new);
        let Some(last) = changes.next() else { return };
        let is_raised = since.iter().any(|step| step.field(self.version.get_ref()).is_some());
        if is_raised != self.is_raised {
            return;
        }
        let more = match changes.count() {
            0 => String::new(),
            more => format!(" and {more} more before it"),
        };
        let label = last.commit.label();
        let message = format!("approved on {approved}, but the text changed in {label}{more}");
        outcome.problems.extend(at_field(subject, self.approved.get_ref(), message));
    }
}

/// Parameters.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Unreferenced {
    /// Kinds of document under change control; a more special kind counts as well. Nothing is looked at where there are none.
    pub kinds: Vec<Located>,
    /// Kinds of document of which one, with the id that the commit names, must be approved. Any reference will do where there are none.
    #[serde(default)]
    pub change_kinds: Vec<Located>,
}

impl Unreferenced {
    /// Whether a reference in a commit names an approved change.
    fn holds(&self, reference: &str, context: Context<'_>) -> bool {
        if self.change_kinds.is_empty() {
            return true;
        }
        let Some(index) = context.repository.by_id(reference) else { return false };
        let member = &context.repository.members[index];
        let is_approved = member.state.as_ref().is_some_and(|state| state.claims_approval);
        let is_done = member.state.as_ref().is_some_and(|state| state.phase != crate::vocabulary::Phase::Draft);
        (is_approved || is_done) && is_of_kind(&self.change_kinds, index, context)
    }
}

impl Form for Unreferenced {
    fn names(&self) -> Vec<(NameKind, &Located)> {
        kinds(&self.kinds).chain(kinds(&self.change_kinds)).collect()
    }

    fn wants(&self, subject: Subject<'_>, context: Context<'_>) -> bool {
        is_of_kind(&self.kinds, subject.index, context)
    }

    fn is_open(&self, _: Subject<'_>, _: &Past, _: &Commit, _: Context<'_>) -> bool {
        true
    }

    fn judge(&self, subject: Subject<'_>, past: &Past, context: Context<'_>, outcome: &mut Outcome) {
        let is_committed = |step: &&Step| step.is_change_of_content() && step.commit.id.is_some();
        for step in past.steps.iter().filter(is_committed) {
            outcome.examined += 1;
            let references = &step.commit.changes;
            if references.iter().any(|reference| self.holds(reference, context)) {
                continue;
            }
            let named: Vec<&str> = references.iter().map(String::as_str).collect();
            let lack = if named.is_empty() {
                "names no change".to_owned()
            } else {
                format!("names {}, which is no approved change", super::super::listed(&named))
            };
            let message = format!("the text changed in {}, which {lack}", step.commit.label());
            let subject_of = step.commit.id.map(|id| id.to_string()).unwrap_or_default();
            outcome.problems.push(Problem::new(subject.index, subject.document.title_span(), subject_of, message));
        }
    }
}

/// Names of kinds in a parameter.
pub(super) fn kinds(names: &[Located]) -> impl Iterator<Item = (NameKind, &Located)> {
    names.iter().map(|name| (NameKind::Kind, name))
}

/// Whether a document is of one of some kinds.
pub(super) fn is_of_kind(kinds: &[Located], document: usize, context: Context<'_>) -> bool {
    let Some((kind, _)) = &context.repository.members[document].kind else { return false };
    kinds.iter().any(|wanted| context.settings.names.is_kind(kind, wanted.get_ref()))
}
