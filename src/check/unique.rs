//! Values that no two documents share.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::{Context, NameKind, Outcome, Subject, quoted};
use crate::document::field::Field;
use crate::finding::Problem;
use crate::vocabulary::{Vocabulary, fold};

/// Parameters of the check.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Unique {
    /// The field.
    #[schemars(with = "String")]
    pub field: Spanned<String>,
}

/// The field that names the language of a document.
const LANGUAGE: &str = "language";
/// The field that names the document that this one replaces.
const SUPERSEDES: &str = "supersedes";

impl Unique {
    pub(super) fn names(&self) -> Vec<(NameKind, &Spanned<String>)> {
        vec![(NameKind::Field, &self.field)]
    }

    pub(super) fn repository(&self, subjects: &[Subject<'_>], context: Context<'_>, outcome: &mut Outcome) {
        let mut groups: BTreeMap<String, Vec<(Subject<'_>, &Field)>> = BTreeMap::new();
        for &subject in subjects {
            let Some(field) = subject.document.field(self.field.get_ref()).filter(|field| field.typed.is_valid())
            else {
                continue;
            };
            outcome.examined += 1;
            groups.entry(fold(&field.text)).or_default().push((subject, field));
        }
        for group in groups.into_values().filter(|group| group.len() > 1) {
            self.group(&group, context.vocabulary, outcome);
        }
    }

    /// Translations of one document share its id: at most one document of each language is left.
    fn group(&self, group: &[(Subject<'_>, &Field)], vocabulary: &Vocabulary, outcome: &mut Outcome) {
        let mut first_of_language: BTreeMap<String, (Subject<'_>, &Field)> = BTreeMap::new();
        for &(subject, field) in group {
            let replaces =
                subject.document.field(SUPERSEDES).is_some_and(|other| fold(&other.text) == fold(&field.text));
            if replaces {
                continue;
            }
            let language = language(subject, vocabulary);
            let Some((other, other_field)) = first_of_language.get(&language) else {
                first_of_language.insert(language, (subject, field));
                continue;
            };
            let message = format!(
                "`{}` {} is also that of `{}`",
                self.field.get_ref(),
                quoted(&field.text),
                other.document.path()
            );
            let problem = Problem::new(subject.index, field.span, fold(&field.text), message);
            outcome.problems.push(problem.with_related(other.index, other_field.span, "the same here"));
        }
    }
}

/// The language that a document states, or that its path names (`de/x.md`, `x.de.md`); empty where neither does.
fn language(subject: Subject<'_>, vocabulary: &Vocabulary) -> String {
    if let Some(field) = subject.document.field(LANGUAGE).filter(|field| field.typed.is_valid()) {
        return fold(&field.text);
    }
    let path = subject.document.path();
    let folders = path.split('/');
    let endings = path.rsplit('/').next().unwrap_or(path).split(['.', '_']);
    folders.chain(endings).find(|part| vocabulary.is_language(part)).map(fold).unwrap_or_default()
}
