//! Links that must lead somewhere: to a file of the repository, and to a heading in it.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Context, Outcome, Subject, quoted};
use crate::document::body;
use crate::document::{Document, slug};
use crate::finding::Problem;
use crate::input::path::{folder, link_to};
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
                    let base = folder(subject.document.path());
                    problem.help = if link.target.contains('\\') {
                        Some(format!("write `/` between folders: `{}`", link.target.replace('\\', "/")))
                    } else {
                        near(path, context).map(|near| format!("did you mean `{}`?", link_to(base, near)))
                    };
                    outcome.problems.push(problem);
                }
                (Missing::File, Target::Document { .. } | Target::Exists) => outcome.examined += 1,
                (Missing::Anchor, Target::Document { index, fragment: Some(fragment) }) => {
                    let document = &repository.documents[*index as usize];
                    let is_title = document.field("title").is_some_and(|field| slug::github(&field.text) == **fragment);
                    let is_there = is_title
                        || context.settings.link_anchors.iter().any(|anchor| **anchor == **fragment)
                        || document.slugs().has(fragment);
                    if !is_there && (document.is_unread || document.has_generated_parts()) {
                        continue;
                    }
                    outcome.examined += 1;
                    if is_there {
                        continue;
                    }
                    let is_own = *index as usize == subject.index;
                    let where_not = if is_own { "this document".to_owned() } else { format!("`{}`", document.path()) };
                    let message = format!("link leads to heading `#{fragment}`, which {where_not} does not have");
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

/// Most documents among which a path is looked for.
const MOST_COMPARED: usize = 500;

/// The path that may have been meant: another case, the same name in another folder, or nearly the same path.
fn near<'a>(path: &str, context: Context<'a>) -> Option<&'a str> {
    let repository = context.repository;
    if let Some(similar) = repository.files.similar(path) {
        return Some(similar);
    }
    if repository.documents.len() > MOST_COMPARED {
        return None;
    }
    let wanted = name(path);
    let mut same = repository.documents.iter().map(Document::path).filter(|known| name(known) == wanted);
    if let (Some(only), None) = (same.next(), same.next()) {
        return Some(only);
    }
    // Paths of one folder are alike whatever the files are called.
    let is_like = |known: &&str| slug::nearest(stem(wanted), std::iter::once(stem(name(known)))).is_some();
    slug::nearest(path, repository.documents.iter().map(Document::path).filter(is_like))
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The name of a file without its endings, for a page and its source differ in them.
fn stem(name: &str) -> &str {
    match name.find('.') {
        None | Some(0) => name,
        Some(dot) => &name[..dot],
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
