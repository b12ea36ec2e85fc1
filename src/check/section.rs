//! Sections that must be there and not empty.

use schemars::JsonSchema;
use serde::Deserialize;

use super::understood::understood;
use super::{Context, NameKind, Outcome, Subject, listed, quoted};
use crate::document::Document;
use crate::document::body::{self, BlockKind};
use crate::document::plain;
use crate::finding::Problem;
use crate::pack::located::Located;
use crate::pack::{KindSection, Level};
use crate::vocabulary::{Name, Vocabulary};

/// Parameters of the check: one of its forms.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum Section {
    /// Sections that a document must have.
    Require {
        /// Canonical names of sections.
        sections: Vec<Located>,
    },
    /// Sections that the kind of a document asks for.
    OfKind {
        /// How strongly.
        level: Level,
    },
    /// Sections that must say something where they are there.
    Empty {
        /// Canonical names of sections; every section that the vocabulary knows where empty.
        #[serde(default)]
        sections: Vec<Located>,
    },
}

impl Section {
    pub(super) fn names(&self) -> Vec<(NameKind, &Located)> {
        let sections = match self {
            Self::Require { sections } | Self::Empty { sections } => sections.as_slice(),
            Self::OfKind { .. } => &[],
        };
        sections.iter().map(|name| (NameKind::Section, name)).collect()
    }

    pub(super) fn document(&self, subject: Subject<'_>, context: Context<'_>, outcome: &mut Outcome) {
        match self {
            Self::Require { sections } => {
                let wanted: Vec<&str> = sections.iter().map(|name| name.get_ref().as_str()).collect();
                let missing = missing(&wanted, subject, context, outcome);
                tell(&missing, &missing, None, subject, context, outcome);
            }
            Self::OfKind { level } => {
                let Some((kind, _)) = &subject.member.kind else { return };
                let names = &context.settings.names;
                let kinds = names.kinds_above(kind).into_iter().filter_map(|name| names.kinds.get(name));
                let sections: Vec<&KindSection> =
                    kinds.flat_map(|kind| &kind.sections).filter(|section| section.level == *level).collect();
                if !sections.is_empty() {
                    require_of_kind(&sections, subject, context, outcome);
                }
            }
            Self::Empty { sections } => empty(sections, subject, context, outcome),
        }
    }
}

/// The sections that a document has neither as headings nor as labels.
fn missing<'a>(wanted: &[&'a str], subject: Subject<'_>, context: Context<'_>, outcome: &mut Outcome) -> Vec<&'a str> {
    outcome.examined += wanted.len();
    let matched: Vec<_> = subject.sections(context.vocabulary).collect();
    let is_there = |name: &str| matched.iter().any(|(_, names)| names.iter().any(|found| **found == *name));
    let mut missing: Vec<&str> = wanted.iter().copied().filter(|name| !is_there(name)).collect();
    if !missing.is_empty() {
        let labelled = labelled(subject, context.vocabulary);
        missing.retain(|name| !labelled.iter().any(|found| **found == **name));
    }
    missing
}

/// Nobody heads a section as a pack does, so what a document speaks of in a heading, a label or a link is not called missing.
fn require_of_kind(wanted: &[&KindSection], subject: Subject<'_>, context: Context<'_>, outcome: &mut Outcome) {
    let names: Vec<&str> = wanted.iter().map(|section| section.name.as_str()).collect();
    let missing = missing(&names, subject, context, outcome);
    if missing.is_empty() {
        return;
    }
    let document = subject.document;
    let headings = &document.body.sections[usize::from(document.body.has_title())..];
    let titles = headings.iter().map(|section| section.title.to_string());
    let titles: Vec<String> = titles.chain(document.labels_of_lines().map(|label| label.name)).collect();
    let links: Vec<String> = document.body.links.iter().map(|link| plain(document.source.slice(link.span))).collect();
    let is_missing = |section: &&&KindSection| {
        missing.contains(&section.name.as_str())
            && !is_spoken_of(section, &titles, context.vocabulary)
            && !(section.link && is_spoken_of(section, &links, context.vocabulary))
    };
    let missing: Vec<&KindSection> = wanted.iter().filter(is_missing).copied().collect();
    let names: Vec<&str> = missing.iter().map(|section| section.name.as_str()).collect();
    let titles: Vec<&str> = missing.iter().map(|section| section.title.as_str()).collect();
    let other = understood(missing.iter().map(|section| (section.title.as_str(), section.distinct_spellings())));
    tell(&names, &titles, other, subject, context, outcome);
}

/// Whether one of some titles speaks of a section of a kind, or is another heading for the same in the vocabulary.
fn is_spoken_of(section: &KindSection, titles: &[String], vocabulary: &Vocabulary) -> bool {
    let headings = vocabulary.headings();
    let spellings: Vec<&str> = std::iter::once(&section.title).chain(&section.spellings).map(String::as_str).collect();
    let kin: Vec<Name> = spellings.iter().flat_map(|spelling| headings.matches(spelling)).collect();
    titles.iter().any(|title| {
        headings.matches(title).iter().any(|name| kin.contains(name))
            || spellings.iter().any(|spelling| headings.speaks_of(title, spelling))
    })
}

/// One finding at the title for all sections that are missing; `shown` is what they are called for people, `other` what else would do.
fn tell(
    missing: &[&str],
    shown: &[&str],
    other: Option<String>,
    subject: Subject<'_>,
    context: Context<'_>,
    outcome: &mut Outcome,
) {
    if missing.is_empty() {
        return;
    }
    let near = subject.sections(context.vocabulary).find_map(|(section, _)| {
        let own = subject.member.headings.as_ref().and_then(|headings| headings.near_miss(&section.title));
        let name = own.or_else(|| context.vocabulary.headings().near_miss(&section.title))?;
        missing.contains(&&**name).then(|| (section, name.clone()))
    });
    let place = subject.document.title_span();
    let noun = if missing.len() == 1 { "section" } else { "sections" };
    let mut problem =
        Problem::new(subject.index, place, missing.join("+"), format!("document has no {noun} {}", listed(shown)));
    if let Some((section, name)) = near {
        problem = problem
            .with_help(format!("did you mean {} to be the section `{name}`? other spellings go under `[headings]` in the configuration", quoted(&section.title)))
            .with_related(subject.index, section.span, format!("like `{name}`"));
    } else {
        problem = problem.with_understood(other);
    }
    outcome.problems.push(problem);
}

/// The sections that labels stand for instead of headings; titles of columns count too.
fn labelled(subject: Subject<'_>, vocabulary: &Vocabulary) -> Vec<Name> {
    let document = subject.document;
    let columns = document.body.tables.iter().filter_map(|table| table.rows.first()).flatten();
    let columns = columns.map(|cell| plain(document.source.slice(*cell)));
    let names = document.labels().map(|label| label.name).chain(columns);
    names.flat_map(|name| subject.member.names_of(&name, vocabulary)).collect()
}

fn empty(wanted: &[Located], subject: Subject<'_>, context: Context<'_>, outcome: &mut Outcome) {
    outcome.examined += 1;
    let body = &subject.document.body;
    for section in &body.sections[usize::from(body.has_title())..] {
        if has_content(subject.document, section) {
            continue;
        }
        let names = subject.member.names_of(&section.title, context.vocabulary);
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
