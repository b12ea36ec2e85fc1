//! Other documents that a document refers to: that they exist, and that they are in force.

use schemars::JsonSchema;
use serde::Deserialize;

use super::records::Sight;
use super::{Context, NameKind, Outcome, Subject, fields, link, mention, quoted};
use crate::document::{plain, slug};
use crate::error::Invalid;
use crate::expression::Unknown;
use crate::finding::Problem;
use crate::pack::located::Located;
use crate::pack::names::Names;
use crate::repository::kind::KIND;
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
        fields: Vec<Located>,
    },
    /// References in columns of records that name no record.
    Record {
        /// The columns.
        columns: Vec<RecordColumn>,
    },
    /// Kinds of document that no pack and no configuration knows: rules on kinds pass over such a document.
    Kind {
        /// Only those that are written nearly as a known kind. Sites use the field for other things.
        #[serde(default)]
        misspelled: bool,
    },
    /// Claims to satisfy a clause that no pack knows, of a standard of which clauses are known.
    Clause {},
    /// Ids in fields that no document has.
    Unknown {
        /// The fields.
        fields: Vec<Located>,
    },
}

/// A column of a kind of record.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RecordColumn {
    /// The kind of record.
    pub record: Located,
    /// The column, of the type `reference`.
    pub column: Located,
}

impl Reference {
    pub(super) fn names(&self) -> Vec<(NameKind, &Located)> {
        match self {
            Self::Phase { fields: names, .. } | Self::Unknown { fields: names } => fields(names),
            Self::Record { columns } => columns.iter().map(|one| (NameKind::Record, &one.record)).collect(),
            Self::Kind { .. } | Self::Clause {} => Vec::new(),
        }
    }

    pub(super) fn prepare(&self, names: &Names) -> Result<(), Invalid> {
        let Self::Record { columns } = self else { return Ok(()) };
        columns.iter().try_for_each(|one| super::check_column(Some(&one.column), one.record.get_ref(), names))
    }

    pub(super) fn is_over_records(&self) -> bool {
        matches!(self, Self::Record { .. })
    }

    pub(super) fn repository(&self, subjects: &[Subject<'_>], context: Context<'_>, outcome: &mut Outcome) {
        let Self::Record { columns } = self else { return };
        let sight = Sight::new(subjects, context);
        outcome.merge_each(columns, |one, part| unresolved(one, &sight, part));
    }

    pub(super) fn document(&self, subject: Subject<'_>, context: Context<'_>, outcome: &mut Outcome) {
        match self {
            Self::Phase { phases, fields } => {
                links(phases, subject, context, outcome);
                ids(fields, subject, context, outcome, |index| phase_complaint(index, phases, context));
            }
            Self::Unknown { fields } => unknown(fields, subject, context, outcome),
            Self::Kind { misspelled } => kind(*misspelled, subject, context, outcome),
            Self::Clause {} => clauses(subject, context, outcome),
            Self::Record { .. } => {}
        }
    }
}

fn kind(only_misspelled: bool, subject: Subject<'_>, context: Context<'_>, outcome: &mut Outcome) {
    let settings = context.settings;
    for field in subject.document.fields_named(KIND).filter(|field| field.typed.is_valid()) {
        outcome.examined += 1;
        if field.items.iter().any(|(text, _)| settings.kind_by_spelling(&fold(text)).is_some()) {
            continue;
        }
        let meant = settings.kind_nearly_spelled(&fold(&field.text));
        if only_misspelled && meant.is_none() {
            continue;
        }
        let message = format!(
            "`{}` {} is no known kind of document, so that no rule on kinds looks at it",
            field.key,
            quoted(&field.text)
        );
        let mut problem = Problem::new(subject.index, field.span, KIND, message);
        let known = settings.names.kinds.keys().map(String::as_str);
        let near = meant.as_deref().or_else(|| slug::nearest(&field.text, known));
        problem.help = near.map(|near| format!("did you mean `{near}`?"));
        outcome.problems.push(problem);
    }
}

fn clauses(subject: Subject<'_>, context: Context<'_>, outcome: &mut Outcome) {
    let names = &context.settings.names;
    for (text, span) in super::inventory::claim_texts(subject, context) {
        if !names.is_of_known_standard(text) {
            continue;
        }
        outcome.examined += 1;
        if names.clause(text).is_some() {
            continue;
        }
        let message = format!("{} is no clause of the standard in the edition that is checked", quoted(text));
        let mut problem = Problem::new(subject.index, span, fold(text), message);
        problem.help =
            names.nearest_clause(text).map(|near| format!("did you mean `{near}` ({})?", names.clauses[near].title));
        outcome.problems.push(problem);
    }
}

/// Most references of a column for which the nearest name is looked for; each look goes through all names.
const MOST_SUGGESTIONS: usize = 50;

fn unresolved(one: &RecordColumn, sight: &Sight<'_>, outcome: &mut Outcome) {
    let column_name = one.column.get_ref();
    for record in sight.of(one.record.get_ref(), outcome) {
        let definition = sight.records.definition(record);
        let Some(column) = definition.column(column_name) else { continue };
        for (reference, target) in sight.records.references(record, column) {
            outcome.examined += 1;
            if target.is_some() {
                continue;
            }
            let text = &*reference.text;
            let targets = &definition.columns[column].table.to;
            let collections: Vec<u32> = targets.iter().filter_map(|name| sight.records.named(name.get_ref())).collect();
            // Where no such record is known at all, that is told by other rules, and this reference may well be right.
            if collections.iter().all(|at| sight.records.collection(*at).records.is_empty()) {
                let what = targets.first().map_or("record", |name| name.get_ref().as_str());
                outcome
                    .unjudged
                    .push(sight.unjudged(record, &Unknown::Lacks(format!("no records of the kind `{what}`"))));
                continue;
            }
            let titles: Vec<String> =
                collections.iter().map(|at| sight.records.collection(*at).definition.title.clone()).collect();
            let message = format!("`{column_name}` {} is no known {}", quoted(text), super::joined(&titles, "or"));
            let known = collections.iter().flat_map(|at| sight.records.labels(*at));
            let mut problem = sight.problem(record, Some(column_name), message);
            problem.subject = format!("{}:{}", problem.subject, fold(text));
            if outcome.problems.len() < MOST_SUGGESTIONS {
                problem.help = slug::nearest(text, known).map(|near| format!("did you mean `{near}`?"));
            }
            outcome.problems.push(problem);
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
        // A link that itself says "superseded" is meant, and so is one in "this replaces that".
        let phase = context.repository.members[index].phase;
        if context.vocabulary.mentions_ended_state(&plain(subject.document.source.slice(link.span)))
            || mention::is_meant(link.span, phase, subject, context)
        {
            continue;
        }
        let problem = Problem::new(subject.index, link::place(subject, link), link.target.to_string(), complaint);
        outcome.problems.push(with_state(problem, index, context));
    }
}

fn ids(
    names: &[Located],
    subject: Subject<'_>,
    context: Context<'_>,
    outcome: &mut Outcome,
    judge: impl Fn(usize) -> Option<String>,
) {
    for field in names.iter().flat_map(|name| subject.document.fields_named(name.get_ref())) {
        for (text, span) in &field.items {
            let Some(index) = context.repository.by_reference(text) else { continue };
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

/// Whether a text has the form of a path of a document.
fn is_path_like(text: &str) -> bool {
    !text.contains(char::is_whitespace) && (text.contains('/') || crate::input::path::is_document(text))
}

fn unknown(names: &[Located], subject: Subject<'_>, context: Context<'_>, outcome: &mut Outcome) {
    let repository = context.repository;
    for field in names.iter().flat_map(|name| subject.document.fields_named(name.get_ref())) {
        for (text, span) in &field.items {
            if text.contains("://") || text.contains(['{', '<', '[']) {
                continue;
            }
            let is_known = repository.by_reference(text).is_some() || repository.is_path(subject.document, text);
            // A standard, a law or the name of a book is no document of this repository.
            if !is_known && !repository.may_be_id(text) && !is_path_like(text) {
                continue;
            }
            outcome.examined += 1;
            if is_known {
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
