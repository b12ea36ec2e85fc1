//! Who approved: the approver is another person than the author.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Context, NameKind, Outcome, Subject};
use crate::finding::Problem;
use crate::pack::located::Located;

/// Parameters of the check.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Approval {
    /// The field that names the approver.
    pub approver: Located,
    /// The field that names the author.
    pub author: Located,
}

impl Approval {
    pub(super) fn names(&self) -> Vec<(NameKind, &Located)> {
        vec![(NameKind::Field, &self.approver), (NameKind::Field, &self.author)]
    }

    /// One approver who is no author is enough, and one author who does not approve.
    pub(super) fn document(&self, subject: Subject<'_>, context: Context<'_>, outcome: &mut Outcome) {
        let document = subject.document;
        let approvers: Vec<_> = document.people(self.approver.get_ref()).collect();
        let authors: Vec<_> = document.people(self.author.get_ref()).collect();
        let Some((_, place)) = approvers.first() else { return };
        if authors.is_empty() {
            return;
        }
        outcome.examined += 1;
        let settings = context.settings;
        let is_author = |approver| authors.iter().any(|(author, _)| settings.is_same_person(approver, author));
        if approvers.iter().all(|(approver, _)| is_author(*approver)) {
            let message = format!("`{}` is the author, {}", self.approver.get_ref(), super::quoted(&place.text));
            let problem = Problem::new(subject.index, place.span, self.approver.get_ref().as_str(), message);
            outcome.problems.push(problem.with_related(subject.index, authors[0].1.span, "the author"));
        }
    }
}
