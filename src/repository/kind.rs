//! What kind of document a file is: as it says itself, else by the globs of the configuration, else by the hints of a pack.

use std::sync::Arc;

use crate::document::Document;
use crate::document::body::Section;
use crate::settings::Settings;
use crate::vocabulary::headings::CONTROL;
use crate::vocabulary::{Vocabulary, fold};

/// The field that states the kind of a document.
pub const KIND: &str = "kind";

/// How the kind of a document is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KindSource {
    /// Its metadata says so.
    Stated,
    /// The path matches a glob of the configuration.
    Configured,
    /// The path matches a hint of a pack.
    Hinted,
    /// The title, or the name of the file, is a name of the kind.
    Titled,
}

/// The kind of a document, if it has one. Where it states a general kind, such as a register, and its path tells a more special one of
/// that kind, such as a register of risks, or its title is the name of a kind, both are right and the special one counts. A title alone
/// counts where metadata says that the document is a controlled one: pages about audit plans have such titles as well.
pub(super) fn of(document: &Document, settings: &Settings, vocabulary: &Vocabulary) -> Option<(Arc<str>, KindSource)> {
    let by_name = |name: &str| settings.kind_by_title(name, vocabulary);
    let by_noun = |name: &str| settings.kind_by_noun(name, vocabulary);
    let title = title(document, vocabulary);
    let by_title = || {
        let file = document.path().rsplit('/').next().and_then(|file| file.split('.').next()).unwrap_or_default();
        // A policy is none of the reports that the name of its file speaks of.
        let by_noun_of_file = || by_noun(file).filter(|_| !vocabulary.is_about(&fold(title)));
        by_name(title).or_else(|| by_name(file)).or_else(|| by_noun(title)).or_else(by_noun_of_file)
    };
    // The report on an agreement may lie in the folder of the agreement: what the title says in plain words counts more than a hint.
    let instead = |hinted: &str| {
        let is_other = |kind: &Arc<str>| {
            let is_above = settings.names.kinds_above(hinted).contains(&&**kind);
            !(is_above || settings.is_of_noun(kind) && settings.is_told_by_nouns(hinted))
        };
        by_name(title).or_else(|| by_noun(title)).filter(is_other)
    };
    let by_path = || settings.kind_by_path(document.path(), vocabulary);
    let is_controlled = || document.has_signs_of_control();
    let titled = |kind| (kind, KindSource::Titled);
    let otherwise = || match by_path() {
        Some((hinted, KindSource::Hinted)) => Some(instead(&hinted).map_or((hinted, KindSource::Hinted), titled)),
        Some(told) => Some(told),
        None => is_controlled().then(by_title).flatten().map(titled),
    };
    let mut items = document.fields_named(KIND).flat_map(|field| &field.items);
    let Some(stated) = items.find_map(|(text, _)| settings.kind_by_spelling(&fold(text))) else { return otherwise() };
    let is_special = |kind: &str| *kind != *stated && settings.names.kinds_above(kind).contains(&&*stated);
    if settings.names.is_general(&stated) {
        let by_whole_title = || Some((settings.kind_by_spelling(&fold(document.title()))?, KindSource::Stated));
        if let Some(special) = by_path().filter(|(kind, _)| is_special(kind)).or_else(by_whole_title) {
            return Some(special);
        }
    }
    Some((stated, KindSource::Stated))
}

/// The title; none where the first heading is that of the block of metadata, for such a document has no title.
fn title<'a>(document: &'a Document, vocabulary: &Vocabulary) -> &'a str {
    let is_of_metadata = |section: &Section| {
        let names = vocabulary.headings().matches(&section.title);
        names.iter().any(|name| **name == *CONTROL)
    };
    let first = document.body.sections.first().filter(|section| section.level > 1);
    let title = document.title();
    if first.is_some_and(|section| *section.title == *title && is_of_metadata(section)) { "" } else { title }
}

/// What a document that has no kind states as its kind, as written; nothing where no pack knows any kinds.
pub fn unknown<'a>(document: &'a Document, settings: &Settings) -> Option<&'a str> {
    if settings.names.kinds.is_empty() {
        return None;
    }
    let stated = document.fields_named(KIND).find(|field| field.typed.is_valid());
    stated.map(|field| field.text.as_str())
}
