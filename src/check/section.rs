//! Sections that must be there and not empty.

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::{Context, NameKind, Outcome, Subject, listed, quoted};
use crate::document::Document;
use crate::document::body::{self, BlockKind};
use crate::finding::Problem;
use crate::vocabulary::Name;

/// Parameters of the check: one of its forms.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum Section {
    /// Sections that a document must have.
    Require {
        /// Canonical names of sections.
        #[schemars(with = "Vec<String>")]
        sections: Vec<Spanned<String>>,
    },
    /// Sections that must say something where they are there.
    Empty {
        /// Canonical names of sections; every section that the vocabulary knows where empty.
        #[serde(default)]
        #[schemars(with = "Vec<String>")]
        sections: Vec<Spanned<String>>,
    },
}

impl Section {
    pub(super) fn names(&self) -> Vec<(NameKind, &Spanned<String>)> {
        let (Self::Require { sections } | Self::Empty { sections }) = self;
        sections.iter().map(|name| (NameKind::Section, name)).collect()
    }

    pub(super) fn document(&self, subject: Subject<'_>, context: Context<'_>, outcome: &mut Outcome) {
        match self {
            Self::Require { sections } => require(sections, subject, context, outcome),
            Self::Empty { sections } => empty(sections, subject, context, outcome),
        }
    }
}

fn require(wanted: &[Spanned<String>], subject: Subject<'_>, context: Context<'_>, outcome: &mut Outcome) {
    let matched: Vec<_> = subject.sections(context.vocabulary).collect();
    outcome.examined += wanted.len();
    let is_there = |name: &&Spanned<String>| {
        matched.iter().any(|(_, names)| names.iter().any(|found| **found == **name.get_ref()))
    };
    let missing: Vec<&str> = wanted.iter().filter(|name| !is_there(name)).map(|name| name.get_ref().as_str()).collect();
    if missing.is_empty() {
        return;
    }
    let near = matched.iter().find_map(|(section, _)| {
        let name = context.vocabulary.headings().near_miss(&section.title)?;
        missing.contains(&&**name).then_some((*section, name))
    });
    let place = subject.document.title_span();
    let noun = if missing.len() == 1 { "section" } else { "sections" };
    let mut problem =
        Problem::new(subject.index, place, missing.join("+"), format!("document has no {noun} {}", listed(&missing)));
    if let Some((section, name)) = near {
        problem = problem
            .with_help(format!("did you mean {} to be the section `{name}`? other spellings go under `[headings]` in the configuration", quoted(&section.title)))
            .with_related(subject.index, section.span, format!("like `{name}`"));
    }
    outcome.problems.push(problem);
}

fn empty(wanted: &[Spanned<String>], subject: Subject<'_>, context: Context<'_>, outcome: &mut Outcome) {
    outcome.examined += 1;
    let headings = context.vocabulary.headings();
    let body = &subject.document.body;
    for section in &body.sections[usize::from(body.has_title())..] {
        if has_content(subject.document, section) {
            continue;
        }
        let names = headings.matches(&section.title);
        let is_wanted = |name: &Name| wanted.is_empty() || wanted.iter().any(|wanted| **wanted.get_ref() == **name);
        if let Some(name) = names.iter().find(|name| is_wanted(name)) {
            let place = subject.document.heading_line(section);
            let message = format!("section {} is empty", quoted(&section.title));
            outcome.problems.push(Problem::new(subject.index, place, name.to_string(), message));
        }
    }
}

/// Whether anything but headings, comments and lines across the page stands in a section, in its subsections included.
fn has_content(document: &Document, section: &body::Section) -> bool {
    let blocks = &document.body.blocks;
    let first = blocks.partition_point(|block| block.span.start < section.span.end);
    let is_content = |kind: BlockKind| !matches!(kind, BlockKind::Heading | BlockKind::Comment | BlockKind::Rule);
    blocks[first..].iter().take_while(|block| block.span.start < section.end).any(|block| is_content(block.kind))
}
