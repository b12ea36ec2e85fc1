//! Metadata that must be there: absent, present but empty, and present but still a placeholder are told apart.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Context, NameKind, Outcome, Subject, joined, listed, quoted};
use crate::document::Document;
use crate::document::field::Field;
use crate::document::review::{LAST_REVIEWED, NEXT_REVIEW, REVIEW_INTERVAL};
use crate::document::value::Reading;
use crate::finding::Problem;
use crate::pack::located::Located;

/// Parameters of the check.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Metadata {
    /// What is demanded. Each entry is a field, or several of which one is enough.
    pub require: Vec<Requirement>,
    /// What is wrong with it.
    pub fault: Fault,
}

/// A demand for metadata.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Requirement {
    /// The fields of which one is enough.
    pub any: Vec<Located>,
    /// Fields that are enough together: each entry is a group of which all must be stated. The first one is what is proposed.
    #[serde(default)]
    #[schemars(with = "Vec<Vec<String>>")]
    pub together: Vec<Vec<Located>>,
    /// What the demand is called in a message.
    pub called: String,
    /// Kinds of document of which this is not demanded; a more special kind counts as well.
    #[serde(default)]
    pub except_kind: Vec<Located>,
    /// Kinds of document of which alone this is demanded; none means all.
    #[serde(default)]
    pub only_kind: Vec<Located>,
}

/// How metadata fails a demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// The key or label is not there.
    Absent,
    /// The key is there and says nothing.
    Empty,
    /// The key is there and still to be filled in.
    Placeholder,
}

impl Metadata {
    pub(super) fn document(&self, subject: Subject<'_>, context: Context<'_>, outcome: &mut Outcome) {
        match self.fault {
            Fault::Absent => self.absent(subject, context, outcome),
            Fault::Empty | Fault::Placeholder => self.unfilled(subject, outcome),
        }
    }

    pub(super) fn names(&self) -> Vec<(NameKind, &Located)> {
        self.require
            .iter()
            .flat_map(|requirement| {
                let fields = requirement
                    .any
                    .iter()
                    .chain(requirement.together.iter().flatten())
                    .map(|name| (NameKind::Field, name));
                let kinds = requirement.except_kind.iter().chain(&requirement.only_kind);
                fields.chain(kinds.map(|name| (NameKind::Kind, name)))
            })
            .collect()
    }

    fn absent(&self, subject: Subject<'_>, context: Context<'_>, outcome: &mut Outcome) {
        let document = subject.document;
        if document.has_broken_metadata {
            return; // what could not be read may well be there
        }
        outcome.examined += 1;
        let is_given = |requirement: &&Requirement| {
            let is_stated = |name: &Located| {
                document.field(name.get_ref()).is_some() || document.undecided(name.get_ref()).is_some()
            };
            requirement.any.iter().any(is_stated)
                || requirement.together.iter().any(|group| group.iter().all(is_stated))
                || is_planned_by_kind(requirement, subject, context)
        };
        let kind = subject.member.kind.as_ref().map(|(kind, _)| &**kind);
        let is_excepted = |requirement: &&Requirement| {
            let names = &context.settings.names;
            let is_one_of = |kinds: &[Located]| {
                kind.is_some_and(|kind| kinds.iter().any(|known| names.is_kind(kind, known.get_ref())))
            };
            is_one_of(&requirement.except_kind)
                || (!requirement.only_kind.is_empty() && !is_one_of(&requirement.only_kind))
        };
        let missing: Vec<&Requirement> =
            self.require.iter().filter(|requirement| !is_excepted(requirement) && !is_given(requirement)).collect();
        if missing.is_empty() {
            return;
        }
        let calls: Vec<_> = missing.iter().map(|requirement| lack(requirement, document)).collect();
        let keys: Vec<_> = missing.iter().map(|requirement| alternatives(requirement)).collect();
        let place = document.metadata_span();
        let help = format!("add {} where this document keeps its metadata", joined(&keys, "and"));
        outcome.problems.push(
            Problem::new(subject.index, place, IDENTITY, format!("document has {}", joined(&calls, "and")))
                .with_help(help)
                .with_parts(missing.iter().map(|requirement| requirement.called.as_str())),
        );
    }

    fn unfilled(&self, subject: Subject<'_>, outcome: &mut Outcome) {
        if subject.document.has_broken_metadata {
            return; // a template that is not filled in yet, or values that could not be read
        }
        let mut found: Vec<&Field> = Vec::new();
        for requirement in &self.require {
            let stated: Vec<_> =
                requirement.any.iter().flat_map(|name| subject.document.fields_named(name.get_ref())).collect();
            outcome.examined += usize::from(!stated.is_empty());
            let is_filled =
                stated.iter().any(|field| !matches!(field.typed.reading(), Reading::Empty | Reading::Placeholder));
            if !is_filled {
                found.extend(stated.iter().filter(|field| self.is_fault(field)).take(1));
            }
        }
        found.sort_by_key(|field| field.key_span);
        let Some(first) = found.first() else { return };
        let names: Vec<&str> = found.iter().filter_map(|field| field.name()).collect();
        let message = match (self.fault, found.as_slice()) {
            (Fault::Placeholder, [one]) => format!("{} is still the placeholder {}", listed(&names), quoted(&one.text)),
            (Fault::Placeholder, _) => format!("{} are still placeholders", listed(&names)),
            (_, [_]) => format!("{} is present but empty", listed(&names)),
            _ => format!("{} are present but empty", listed(&names)),
        };
        let place = if first.span.is_empty() { first.key_span } else { first.span };
        let mut problem = Problem::new(subject.index, place, IDENTITY, message).with_parts(names.iter().copied());
        for other in &found[1..] {
            let place = if other.span.is_empty() { other.key_span } else { other.span };
            problem = problem.with_related(subject.index, place, other.name().unwrap_or_default());
        }
        outcome.problems.push(problem);
    }

    fn is_fault(&self, field: &Field) -> bool {
        match field.typed.reading() {
            Reading::Empty => self.fault == Fault::Empty,
            Reading::Placeholder => self.fault == Fault::Placeholder,
            Reading::Valid(()) | Reading::Faulty(_) => false,
        }
    }
}

/// A document has one finding of such a rule, whatever it lacks: mending a part of it leaves the same finding.
const IDENTITY: &str = "metadata";

/// A planned review follows from the kind of the document where that has an interval and the last review is known.
fn is_planned_by_kind(requirement: &Requirement, subject: Subject<'_>, context: Context<'_>) -> bool {
    let asks_for_plan =
        requirement.any.iter().any(|name| matches!(name.get_ref().as_str(), NEXT_REVIEW | REVIEW_INTERVAL));
    asks_for_plan
        && subject.document.field(LAST_REVIEWED).is_some()
        && context.repository.default_interval(subject.member, context.settings).is_some()
}

fn alternatives(requirement: &Requirement) -> String {
    let mut names: Vec<_> = requirement.any.iter().map(|name| format!("`{}`", name.get_ref())).collect();
    names.extend(
        requirement
            .together
            .first()
            .map(|group| group.iter().map(|name| format!("`{}`", name.get_ref())).collect::<Vec<_>>().join(" with ")),
    );
    joined(&names, "or")
}

/// What a document lacks in words. Where it states a part of what would be enough, that is said too: "no planned review (a
/// `review_interval`, but no `last_reviewed`)".
fn lack(requirement: &Requirement, document: &Document) -> String {
    let is_stated = |name: &&Located| document.field(name.get_ref()).is_some_and(|field| field.typed.is_valid());
    let partly = requirement.together.first().and_then(|group| {
        let (stated, others): (Vec<&Located>, Vec<&Located>) = group.iter().partition(is_stated);
        (!stated.is_empty() && !others.is_empty()).then_some((stated, others))
    });
    let Some((stated, others)) = partly else { return format!("no {}", requirement.called) };
    let names = |names: Vec<&Located>| listed(&names.iter().map(|name| name.get_ref().as_str()).collect::<Vec<_>>());
    format!("no {} (a {}, but no {})", requirement.called, names(stated), names(others))
}
