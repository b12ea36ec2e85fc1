//! Links that must lead somewhere: to a file of the repository, and to a heading in it.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Context, Outcome, Subject, quoted};
use crate::document::body;
use crate::document::slug;
use crate::finding::Problem;
use crate::repository::link::Target;
use crate::source::Span;

/// Parameters of the check.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Link {
    /// What does not exist.
    pub missing: Missing,
}

/// What a link can miss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Missing {
    /// The file.
    File,
    /// The heading or anchor in the file.
    Anchor,
}

impl Link {
    pub(super) fn document(&self, subject: Subject<'_>, context: Context<'_>, outcome: &mut Outcome) {
        let repository = context.repository;
        for (link, target) in subject.document.body.links.iter().zip(&subject.member.targets) {
            match (self.missing, target) {
                (Missing::File, Target::Missing(path)) => {
                    outcome.examined += 1;
                    let message = format!("link leads to {}, which does not exist", quoted(path));
                    let mut problem =
                        Problem::new(subject.index, place(subject, link), link.target.to_string(), message);
                    problem.help = repository.files.similar(path).map(|near| format!("did you mean `{near}`?"));
                    outcome.problems.push(problem);
                }
                (Missing::File, Target::Document { .. } | Target::Exists) => outcome.examined += 1,
                (Missing::Anchor, Target::Document { index, fragment: Some(fragment) }) => {
                    let document = &repository.documents[*index as usize];
                    let is_title = document.field("title").is_some_and(|field| slug::github(&field.text) == **fragment);
                    let is_there = is_title || document.slugs().has(fragment);
                    if !is_there && document.has_generated_parts() {
                        continue;
                    }
                    outcome.examined += 1;
                    if is_there {
                        continue;
                    }
                    let message =
                        format!("link leads to heading `#{fragment}`, which `{}` does not have", document.path());
                    let mut problem =
                        Problem::new(subject.index, place(subject, link), link.target.to_string(), message);
                    problem.help = document.slugs().nearest(fragment).map(|near| format!("did you mean `#{near}`?"));
                    outcome.problems.push(problem);
                }
                _ => {}
            }
        }
    }
}

/// The target inside the link, or the link where the target is written elsewhere.
pub(super) fn place(subject: Subject<'_>, link: &body::Link) -> Span {
    let raw = subject.document.source.slice(link.span);
    match raw.rfind(&*link.target) {
        Some(at) if !link.is_reference && !link.target.is_empty() => {
            let start = link.span.start as usize + at;
            Span::new(start, start + link.target.len())
        }
        _ => link.span,
    }
}
