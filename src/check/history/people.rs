//! Who wrote and who approved, by the authors of commits.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::super::{Context, NameKind, Outcome, Subject, fields, quoted};
use super::{Form, refs};
use crate::document::value::interval::Interval;
use crate::document::value::person::Person;
use crate::finding::Problem;
use crate::history::{Commit, History, Past, Step};
use crate::pack::located::Located;
use crate::repository::link::Target;

/// Those of some people whom the history, the configuration or the register of people knows as persons: a team or a role that
/// nobody is known to belong to cannot be compared with the author of a commit.
pub(super) fn known<'a>(people: impl Iterator<Item = &'a Person>, context: Context<'a>) -> Vec<&'a Person> {
    let mut known = Vec::new();
    let settings = context.settings;
    for person in people {
        if let Some(register) = &context.repository.people {
            known.extend(register.holders(person, &settings.persons));
        }
        let History::Known(facts) = &context.repository.history else { continue };
        let is_configured =
            settings.persons.iter().any(|known| known.people.iter().any(|spelling| spelling.is_same(person)));
        if is_configured || facts.people.iter().any(|author| settings.is_same_person(author, person)) {
            known.push(person);
        }
    }
    known
}

/// Parameters.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SoleAuthor {
    /// The field that names the approver.
    pub approver: Located,
    /// The field that names the author, where it is not who made the commits.
    pub author: Located,
    /// The field that states the day of the approval.
    pub approved: Located,
}

impl SoleAuthor {
    fn approval(&self) -> [&str; 2] {
        [self.approved.get_ref(), self.approver.get_ref()]
    }

    /// The changes that the current approval approved: back to the approval before it, or to the beginning.
    fn approved<'p>(&self, subject: Subject<'_>, past: &'p Past) -> Option<(&'p Step, &'p [Step])> {
        let fields = self.approval();
        let (made, approval) = past.last_change_of(&fields)?;
        if approval.is_first {
            // What was approved before it came here was written elsewhere.
            let (day, _) = subject.document.date(self.approved.get_ref())?;
            return (day >= approval.commit.day).then_some((approval, &past.steps[made..=made]));
        }
        let had_approval = fields.iter().any(|name| approval.field(name).is_some_and(|change| change.before.is_some()));
        let older = past.steps[made + 1..].iter();
        let changed =
            |step: &Step| fields.iter().any(|name| step.field(name).is_some()) || (step.is_first && had_approval);
        let count = older.clone().position(changed).unwrap_or(older.len());
        Some((approval, &past.steps[made..=made + count]))
    }
}

impl Form for SoleAuthor {
    fn names(&self) -> Vec<(NameKind, &Located)> {
        [&self.approver, &self.author, &self.approved].into_iter().map(|name| (NameKind::Field, name)).collect()
    }

    fn wants(&self, subject: Subject<'_>, context: Context<'_>) -> bool {
        let document = subject.document;
        let Some((approver, _)) = document.people(self.approver.get_ref()).next() else { return false };
        let is_other = |(author, _): (&Person, _)| !context.settings.is_same_person(author, approver);
        !document.people(self.author.get_ref()).any(is_other)
    }

    fn is_open(&self, subject: Subject<'_>, past: &Past, _: &Commit, context: Context<'_>) -> bool {
        let Some((approver, _)) = subject.document.people(self.approver.get_ref()).next() else { return false };
        let is_other = |author| !context.settings.is_same_person(author, approver);
        if !past.steps.is_empty() && past.writers.iter().all(is_other) {
            return false;
        }
        let fields = self.approval();
        let makes = |step: &Step| fields.iter().any(|name| step.field(name).is_some());
        let Some(made) = past.steps.iter().position(makes) else { return true };
        let content = past.steps[made..].iter().filter(|step| step.body && !step.commit.is_editorial);
        !past.steps[made + 1..].iter().any(makes) && !content.flat_map(|step| &step.commit.authors).any(is_other)
    }

    fn judge(&self, subject: Subject<'_>, past: &Past, context: Context<'_>, outcome: &mut Outcome) {
        let Some((approval, steps)) = self.approved(subject, past) else { return };
        let Some((approver, field)) = subject.document.people(self.approver.get_ref()).next() else { return };
        let is_approver = |person: &Person| context.settings.is_same_person(person, approver);
        let content: Vec<&Step> = steps.iter().filter(|step| step.body && !step.commit.is_editorial).collect();
        let mut authors = content.iter().flat_map(|step| &step.commit.authors).peekable();
        if authors.peek().is_none() {
            return;
        }
        outcome.examined += 1;
        let mut approvers = subject.document.people(self.approver.get_ref());
        let mut confirmed = approval.commit.approved_by.iter().chain(&approval.commit.reviewed_by);
        let is_alone =
            authors.all(is_approver) && approvers.all(|(person, _)| is_approver(person)) && confirmed.all(is_approver);
        if is_alone && let Some(last) = content.first() {
            let message = format!(
                "{} approved what nobody else wrote, last in {}",
                quoted(&approver.label()),
                last.commit.label()
            );
            let name = self.approver.get_ref();
            outcome.problems.push(Problem::new(subject.index, field.span, name.as_str(), message));
        }
    }
}

/// Parameters.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OwnWork {
    /// Fields that name who judges.
    pub judges: Vec<Located>,
    /// Fields that refer to the documents that are judged; links in the text count as well.
    pub documents: Vec<Located>,
    /// Fields of those documents that name who answers for them.
    pub people: Vec<Located>,
    /// Fields that state the day of the judgement, the first that there is; today where there is none.
    pub dates: Vec<Located>,
    /// How long before that day work counts.
    pub within: Interval,
}

impl OwnWork {
    /// The documents that a document refers to.
    fn judged(&self, subject: Subject<'_>, context: Context<'_>) -> Vec<usize> {
        let repository = context.repository;
        let stated = self.documents.iter().flat_map(|name| subject.document.fields_named(name.get_ref()));
        let ids = stated.flat_map(|field| &field.items).filter_map(|(text, _)| repository.by_id(text));
        let links = subject.member.targets.iter().filter_map(|target| match target {
            Target::Document { index, .. } => Some(*index as usize),
            _ => None,
        });
        let mut judged: Vec<usize> = ids.chain(links).filter(|&index| index != subject.index).collect();
        judged.sort_unstable();
        judged.dedup();
        judged.retain(|&index| repository.members[index].is_controlled);
        judged
    }

    fn day(&self, subject: Subject<'_>, context: Context<'_>) -> Date {
        refs(&self.dates)
            .into_iter()
            .find_map(|name| subject.document.date(name))
            .map_or(context.today, |(date, _)| date)
    }
}

impl Form for OwnWork {
    fn names(&self) -> Vec<(NameKind, &Located)> {
        [&self.judges, &self.documents, &self.people, &self.dates].into_iter().flat_map(|names| fields(names)).collect()
    }

    fn wants(&self, subject: Subject<'_>, context: Context<'_>) -> bool {
        let has_judge = refs(&self.judges).into_iter().any(|name| subject.document.people(name).next().is_some());
        has_judge && !self.judged(subject, context).is_empty()
    }

    fn is_open(&self, _: Subject<'_>, _: &Past, _: &Commit, _: Context<'_>) -> bool {
        false
    }

    fn wants_others(&self, subjects: &[Subject<'_>], context: Context<'_>) -> Vec<usize> {
        let judging = subjects.iter().filter(|subject| self.wants(**subject, context));
        judging.flat_map(|&subject| self.judged(subject, context)).collect()
    }

    fn judge(&self, subject: Subject<'_>, _: &Past, context: Context<'_>, outcome: &mut Outcome) {
        let day = self.day(subject, context);
        let judges: Vec<_> = self.judges.iter().flat_map(|name| subject.document.people(name.get_ref())).collect();
        for index in self.judged(subject, context) {
            outcome.examined += 1;
            let other = &context.repository.documents[index];
            let is_recent = |step: &&Step| {
                step.commit.day <= day && self.within.after(step.commit.day).is_none_or(|end| end >= day)
            };
            let steps = context.repository.history.of(index).map_or(&[][..], |past| &past.steps);
            let writers = steps.iter().filter(|step| step.body).filter(is_recent);
            for (judge, field) in &judges {
                let is_judge = |person: &Person| context.settings.is_same_person(person, judge);
                let wrote = writers.clone().find(|step| step.commit.authors.iter().any(is_judge));
                let named = self
                    .people
                    .iter()
                    .find_map(|name| other.people(name.get_ref()).find(|(person, _)| is_judge(person)));
                let (what, place) = match (wrote, named) {
                    (Some(step), _) => {
                        (format!("wrote `{}` in {}", other.path(), step.commit.label()), other.title_span())
                    }
                    (None, Some((_, by))) => {
                        let name = by.name().unwrap_or_default();
                        (format!("is `{name}` of `{}`", other.path()), by.span)
                    }
                    (None, None) => continue,
                };
                let label = judge.label();
                let message = format!("{} judges this and {what}", quoted(&label));
                let problem = Problem::new(subject.index, field.span, format!("{label}:{}", other.path()), message);
                outcome.problems.push(problem.with_related(index, place, "the document that is judged"));
            }
        }
    }
}
