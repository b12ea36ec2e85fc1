//! What kind of document a file is: as it says itself, else by the globs of the configuration, else by the hints of a pack.

use std::sync::Arc;

use crate::document::Document;
use crate::settings::Settings;
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
}

/// The kind of a document, if it has one.
pub(super) fn of(document: &Document, settings: &Settings, vocabulary: &Vocabulary) -> Option<(Arc<str>, KindSource)> {
    for field in document.fields_named(KIND) {
        let stated = field.items.iter().find_map(|(text, _)| settings.kind_by_spelling(&fold(text)));
        if let Some(kind) = stated {
            return Some((kind, KindSource::Stated));
        }
    }
    settings.kind_by_path(document.path(), vocabulary)
}

/// What a document that has no kind states as its kind, as written; nothing where no pack knows any kinds.
pub fn unknown<'a>(document: &'a Document, settings: &Settings) -> Option<&'a str> {
    if settings.names.kinds.is_empty() {
        return None;
    }
    let stated = document.fields_named(KIND).find(|field| field.typed.is_valid());
    stated.map(|field| field.text.as_str())
}
