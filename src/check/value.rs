//! Values that must be of the right form and agree with each other wherever a document states them.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Context, NameKind, Outcome, Subject, fields, listed, quoted};
use crate::document::Document;
use crate::document::field::{Carrier, Field, Typed};
use crate::document::value::period::read_period;
use crate::document::value::{Fault as Misread, Reading};
use crate::finding::Problem;
use crate::pack::located::Located;
use crate::settings::Settings;
use crate::vocabulary::{FieldType, Sign, Vocabulary, fold};

/// Parameters of the check.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Value {
    /// Types of field that are looked at.
    #[serde(default)]
    pub types: Vec<FieldType>,
    /// Further fields that are looked at.
    #[serde(default)]
    pub fields: Vec<Located>,
    /// What is wrong.
    pub fault: Fault,
    /// With `fault = "not-allowed"`: the values that are allowed, compared without case.
    #[serde(default)]
    pub allowed: Vec<String>,
}

/// What can be wrong with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// It has not the form of its type.
    Malformed,
    /// It has the form and means nothing that exists, such as the 30th of February.
    Impossible,
    /// It can be read in two ways.
    Ambiguous,
    /// The key may mean several fields.
    Undecided,
    /// Two carriers say different things.
    Contradictory,
    /// It is none of the allowed values.
    NotAllowed,
}

impl Value {
    pub(super) fn document(&self, subject: Subject<'_>, context: Context<'_>, outcome: &mut Outcome) {
        match self.fault {
            Fault::Contradictory => self.contradictory(subject, context, outcome),
            Fault::Undecided => undecided(subject, outcome),
            _ => {
                for field in subject.document.fields.iter().filter(|field| self.looks_at(field)) {
                    self.form(field, subject, context.vocabulary, outcome);
                }
            }
        }
    }

    pub(super) fn names(&self) -> Vec<(NameKind, &Located)> {
        fields(&self.fields)
    }

    fn looks_at(&self, field: &Field) -> bool {
        // A word like "Date" in the text, whose meaning is open, may label anything; as a key of front matter it is metadata.
        let undecided = field.candidates.first().filter(|_| !field.is_in_text());
        let Some(definition) = field.definition.as_ref().or(undecided) else { return false };
        self.types.contains(&definition.kind) || self.fields.iter().any(|name| **name.get_ref() == *definition.name)
    }

    fn form(&self, field: &Field, subject: Subject<'_>, vocabulary: &Vocabulary, outcome: &mut Outcome) {
        let reading = field.typed.reading();
        if matches!(reading, Reading::Empty | Reading::Placeholder) {
            return;
        }
        outcome.examined += 1;
        let name = field.name().unwrap_or(&field.key);
        let value = || quoted(&field.text);
        let (message, help) = match (self.fault, &reading) {
            (Fault::Malformed, Reading::Faulty(Misread::Malformed)) => malformed(field, name, &value(), vocabulary),
            (Fault::Impossible, Reading::Faulty(Misread::Impossible)) => {
                let complaint = match field.typed {
                    Typed::Interval(_) => "which is no length of time between reviews",
                    _ => "which does not exist",
                };
                (format!("`{name}` is {}, {complaint}", value()), None)
            }
            (Fault::Ambiguous, Reading::Faulty(Misread::Ambiguous(first, second))) => {
                let help = format!("write `{first}` or `{second}`, or set `date-order` in the configuration");
                (format!("`{name}` is {}, which can be {first} or {second}", value()), Some(help))
            }
            (Fault::NotAllowed, Reading::Valid(())) if !self.is_allowed(field) => {
                let help =
                    format!("write one of {}", listed(&self.allowed.iter().map(String::as_str).collect::<Vec<_>>()));
                (format!("`{name}` is {}, which is not an allowed value", value()), Some(help))
            }
            _ => return,
        };
        let mut problem = Problem::new(subject.index, field.span, name, message);
        problem.help = help;
        outcome.problems.push(problem);
    }

    fn is_allowed(&self, field: &Field) -> bool {
        field.items.iter().all(|(text, _)| self.allowed.iter().any(|allowed| fold(allowed) == fold(text)))
    }

    fn contradictory(&self, subject: Subject<'_>, context: Context<'_>, outcome: &mut Outcome) {
        let document = subject.document;
        for (index, field) in document.fields.iter().enumerate() {
            if !self.looks_at(field) || !field.typed.is_valid() {
                continue;
            }
            let Some(name) = field.name() else { continue };
            let is_earlier = |other: &&Field| other.name() == Some(name) && other.typed.is_valid();
            let Some(first) = document.fields[..index].iter().find(is_earlier) else { continue };
            if !are_independent(first, field) {
                continue;
            }
            outcome.examined += 1;
            if !agree(first, field, context.settings) {
                let message = format!(
                    "`{name}` is {} in the {} and {} in the {}",
                    quoted(&first.text),
                    first.carrier,
                    quoted(&field.text),
                    field.carrier
                );
                let problem = Problem::new(subject.index, field.span, name, message);
                outcome.problems.push(problem.with_related(subject.index, first.span, "stated differently here"));
            }
        }
    }
}

/// Two keys of the same block may well spell one field twice; only different carriers are copies that can drift apart. Labelled lines
/// may stand in several places, but two labels for people are two roles: "Document owner", "Maintained by".
fn are_independent(first: &Field, second: &Field) -> bool {
    // Two labels for people are two roles, and two for ids name two documents, as "Policy reference" below "Document ID" does.
    let is_id = || first.definition.as_ref().is_some_and(|definition| definition.kind == FieldType::Id);
    let has_senses = || matches!(first.typed, Typed::People(_)) || is_id();
    let are_others = || has_senses() && fold(&first.key) != fold(&second.key);
    first.carrier != second.carrier || (first.carrier == Carrier::LabelledLine && !are_others())
}

fn agree(first: &Field, second: &Field, settings: &Settings) -> bool {
    match (&first.typed, &second.typed) {
        (Typed::Date(a), Typed::Date(b)) => a.valid() == b.valid(),
        (Typed::Interval(a), Typed::Interval(b)) => match (a.valid(), b.valid()) {
            (Some(a), Some(b)) => a.cmp_length(*b).is_eq(),
            _ => true,
        },
        (Typed::Version(a), Typed::Version(b)) => a.valid() == b.valid(),
        (Typed::State(a), Typed::State(b)) => a.valid().map(|state| &state.name) == b.valid().map(|state| &state.name),
        (Typed::People(a), Typed::People(b)) => match (a.valid(), b.valid()) {
            (Some(a), Some(b)) => a.iter().any(|person| b.iter().any(|other| settings.is_same_person(person, other))),
            _ => true,
        },
        _ => first.text.trim().eq_ignore_ascii_case(second.text.trim()),
    }
}

fn malformed(field: &Field, name: &str, value: &str, vocabulary: &Vocabulary) -> (String, Option<String>) {
    match &field.typed {
        Typed::Date(_) => {
            let is_stretch = read_period(&field.text, &vocabulary.words, vocabulary.date_order).valid().is_some();
            let complaint = if is_stretch { "which names no one day" } else { "which is not a date" };
            (format!("`{name}` is {value}, {complaint}"), Some("write the day as `YYYY-MM-DD`".to_owned()))
        }
        Typed::Interval(_) => (
            format!("`{name}` is {value}, which is not an interval"),
            Some("write an interval such as `12 months`".to_owned()),
        ),
        Typed::State(_) => {
            let folded = crate::vocabulary::fold(&field.text);
            let help = match crate::document::slug::nearest(&folded, vocabulary.state_names()) {
                Some(near) => {
                    format!("did you mean `{near}`? further spellings go under `[states]` in the configuration")
                }
                None => format!(
                    "known states are {}; further spellings go under `[states]` in the configuration",
                    listed(&vocabulary.state_names().collect::<Vec<_>>())
                ),
            };
            (format!("`{name}` is {value}, which is not a known state"), Some(help))
        }
        Typed::Version(_) => {
            (format!("`{name}` is {value}, which is not a version"), Some("write a version such as `1.0`".to_owned()))
        }
        Typed::People(_) => (format!("`{name}` is {value}, which names nobody"), None),
        Typed::Text(_) => (format!("`{name}` is {value}, which has not the form of its field"), None),
    }
}

fn undecided(subject: Subject<'_>, outcome: &mut Outcome) {
    let document: &Document = subject.document;
    outcome.examined += 1;
    // Only a key that may be about reviews or approval leaves a demand open; whether `date` is the creation hurts nobody.
    let matters = |field: &&Field| {
        let is_stated = !matches!(field.typed.reading(), Reading::Empty);
        is_stated
            && field.candidates.len() > 1
            && field.candidates.iter().any(|candidate| candidate.sign == Some(Sign::Strong))
    };
    for field in document.fields.iter().filter(matters) {
        let names: Vec<&str> = field.candidates.iter().map(|candidate| &*candidate.name).collect();
        let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
        let message = format!("`{}` can mean {}", field.key, super::joined(&quoted, "or"));
        let help = format!(
            "say once for the repository which it is: `[fields]` with `{} = [\"{}\"]` in the configuration",
            names[0], field.key
        );
        outcome.problems.push(Problem::new(subject.index, field.key_span, field.key.clone(), message).with_help(help));
    }
}
