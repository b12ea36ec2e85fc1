//! Other documents that a document refers to: that they exist, and that they are in force.

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::{Context, NameKind, Outcome, Subject, fields, link, quoted};
use crate::document::{plain, slug};
use crate::finding::Problem;
use crate::repository::link::Target;
use crate::vocabulary::{Phase, fold};

/// Parameters of the check: one of its forms.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum Reference {
    /// Links and ids that lead to a document in a certain phase of its life.
    Phase {
        /// The phases that must not be referred to.
        phases: Vec<Phase>,
        /// Fields whose ids are followed besides links.
        #[serde(default)]
        #[schemars(with = "Vec<String>")]
        fields: Vec<Spanned<String>>,
    },
    /// Ids in fields that no document has.
    Unknown {
        /// The fields.
        #[schemars(with = "Vec<String>")]
        fields: Vec<Spanned<String>>,
    },
}

impl Reference {
    pub(super) fn names(&self) -> Vec<(NameKind, &Spanned<String>)> {
        let (Self::Phase { fields: names, .. } | Self::Unknown { fields: names }) = self;
        fields(names)
    }

    pub(super) fn document(&self, subject: Subject<'_>, context: Context<'_>, outcome: &mut Outcome) {
        match self {
            Self::Phase { phases, fields } => {
                links(phases, subject, context, outcome);
                ids(fields, subject, context, outcome, |index| phase_complaint(index, phases, context));
            }
            Self::Unknown { fields } => unknown(fields, subject, context, outcome),
        }
    }
}

fn links(phases: &[Phase], subject: Subject<'_>, context: Context<'_>, outcome: &mut Outcome) {
    for (link, target) in subject.document.body.links.iter().zip(&subject.member.targets) {
        let Target::Document { index, .. } = target else { continue };
        let index = *index as usize;
        if index == subject.index || !context.repository.members[index].is_controlled {
            continue;
        }
        outcome.examined += 1;
        let Some(complaint) = phase_complaint(index, phases, context) else { continue };
        // A link that itself says "superseded" is meant.
        if context.vocabulary.mentions_ended_state(&plain(subject.document.source.slice(link.span))) {
            continue;
        }
        let problem = Problem::new(subject.index, link::place(subject, link), link.target.to_string(), complaint);
        outcome.problems.push(with_state(problem, index, context));
    }
}

fn ids(
    names: &[Spanned<String>],
    subject: Subject<'_>,
    context: Context<'_>,
    outcome: &mut Outcome,
    judge: impl Fn(usize) -> Option<String>,
) {
    for field in names.iter().flat_map(|name| subject.document.fields_named(name.get_ref())) {
        for (text, span) in &field.items {
            let Some(index) = context.repository.by_id(text) else { continue };
            outcome.examined += 1;
            if let Some(complaint) = judge(index) {
                let problem = Problem::new(subject.index, *span, fold(text), complaint);
                outcome.problems.push(with_state(problem, index, context));
            }
        }
    }
}

fn phase_complaint(index: usize, phases: &[Phase], context: Context<'_>) -> Option<String> {
    let member = &context.repository.members[index];
    phases.contains(&member.phase).then(|| {
        let document = &context.repository.documents[index];
        let state = document.state().filter(|state| state.phase == member.phase);
        let state = state.map_or_else(|| "archived".to_owned(), |state| format!("`{}`", state.name));
        format!("refers to {} (`{}`), which is {state}", quoted(document.title()), document.path())
    })
}

fn with_state(problem: Problem, index: usize, context: Context<'_>) -> Problem {
    match context.repository.documents[index].field("status") {
        Some(field) => problem.with_related(index, field.span, "its state"),
        None => problem,
    }
}

fn unknown(names: &[Spanned<String>], subject: Subject<'_>, context: Context<'_>, outcome: &mut Outcome) {
    let repository = context.repository;
    for field in names.iter().flat_map(|name| subject.document.fields_named(name.get_ref())) {
        for (text, span) in &field.items {
            if text.contains("://") || text.contains(['{', '<', '[']) || text.split_whitespace().count() > 3 {
                continue;
            }
            outcome.examined += 1;
            if repository.by_id(text).is_some() || repository.is_path(subject.document, text) {
                continue;
            }
            let name = field.name().unwrap_or(&field.key);
            let message =
                format!("`{name}` names {}, which is neither the id nor the path of a document", quoted(text));
            let mut problem = Problem::new(subject.index, *span, fold(text), message);
            problem.help = slug::nearest(text, repository.ids()).map(|near| format!("did you mean `{near}`?"));
            outcome.problems.push(problem);
        }
    }
}
