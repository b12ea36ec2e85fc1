//! One version of a document, read as far as it takes to see what a change changed.

use std::borrow::Cow;

use crate::document::field::{Field, Typed};
use crate::document::{Document, ReadOptions};
use crate::source::Source;
use crate::vocabulary::{Vocabulary, fold};

use super::FieldChange;
use super::body::{Digest, digest};

/// A version of a document.
#[derive(Debug)]
pub(super) struct Version<'a> {
    text: Cow<'a, str>,
    /// Where the text begins behind the metadata block.
    start: usize,
    fields: Cow<'a, [Field]>,
    digest: Option<Digest>,
}

/// How texts are read.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) options: ReadOptions,
}

impl<'a> Version<'a> {
    /// The version that is checked, of which only the text is taken over until something differs.
    pub(super) fn of(document: &'a Document) -> Self {
        Self {
            text: Cow::Borrowed(document.source.text()),
            start: document.front_matter.map_or(0, |block| block.end as usize),
            fields: Cow::Borrowed(&document.fields),
            digest: None,
        }
    }

    /// The version before a newer one. Where the text behind the metadata is the same, only the metadata is read.
    pub(super) fn before(text: String, newer: &Version<'_>, reader: Reader<'_>) -> Self {
        let body = &newer.text[newer.start..];
        if let Some(matter) = text.strip_suffix(body).filter(|_| newer.start > 0) {
            let head = reader.read(matter.to_owned());
            if head.front_matter.is_some_and(|block| block.end as usize == matter.len()) {
                let mut fields = head.fields;
                fields.extend(newer.fields.iter().filter(|field| field.is_in_text()).cloned());
                return Self {
                    start: matter.len(),
                    fields: Cow::Owned(fields),
                    digest: newer.digest,
                    text: Cow::Owned(text),
                };
            }
        }
        Self::whole(reader.read(text))
    }

    fn whole(mut document: Document) -> Self {
        let digest = Some(digest(&document));
        Self {
            start: document.front_matter.map_or(0, |block| block.end as usize),
            fields: Cow::Owned(std::mem::take(&mut document.fields)),
            digest,
            text: Cow::Owned(document.source.text().to_owned()),
        }
    }

    /// Whether the text of two versions differs in what it says.
    pub(super) fn differs_in_body(&mut self, older: &Version<'_>, reader: Reader<'_>) -> bool {
        if self.text[self.start..] == older.text[older.start..] {
            return false;
        }
        let own = *self.digest.get_or_insert_with(|| digest(&reader.read(self.text.clone().into_owned())));
        older.digest != Some(own)
    }

    /// The metadata in which two versions differ. A value that is only written in another way is the same.
    pub(super) fn changes_since(&self, older: &Version<'_>) -> Vec<FieldChange> {
        if self.start > 0
            && self.text[..self.start] == older.text[..older.start]
            && !self.has_more()
            && !older.has_more()
        {
            return Vec::new();
        }
        let mut changes = Vec::new();
        for field in counting(&self.fields) {
            let before = counting(&older.fields).find(|other| is_same_key(field, other));
            if before.is_none_or(|before| !is_same_value(before, field)) {
                changes.push(FieldChange { before: before.cloned(), after: Some(field.clone()) });
            }
        }
        for field in
            counting(&older.fields).filter(|field| !counting(&self.fields).any(|other| is_same_key(field, other)))
        {
            changes.push(FieldChange { before: Some(field.clone()), after: None });
        }
        changes
    }

    fn has_more(&self) -> bool {
        self.fields.iter().any(Field::is_in_text)
    }
}

impl Reader<'_> {
    fn read(&self, text: String) -> Document {
        Document::parse(Source::new(String::new(), text), self.vocabulary, self.options)
    }
}

/// The fields that count: of several of one name the one that a document is asked for, of unknown keys those of a block of
/// metadata.
fn counting(fields: &[Field]) -> impl Iterator<Item = &Field> {
    fields.iter().enumerate().filter_map(|(index, field)| {
        let Some(name) = field.name() else { return (!field.is_in_text()).then_some(field) };
        let same = || fields.iter().enumerate().filter(|(_, other)| other.name() == Some(name));
        let first = same().find(|(_, other)| other.typed.is_valid()).or_else(|| same().next());
        first.is_some_and(|(first, _)| first == index).then_some(field)
    })
}

fn is_same_key(a: &Field, b: &Field) -> bool {
    match (a.name(), b.name()) {
        (Some(a), Some(b)) => a == b,
        (None, None) => a.key == b.key,
        _ => false,
    }
}

fn is_same_value(a: &Field, b: &Field) -> bool {
    if a.text == b.text {
        return true;
    }
    match (&a.typed, &b.typed) {
        (Typed::Date(a), Typed::Date(b)) if a.valid().is_some() => a.valid() == b.valid(),
        (Typed::Interval(a), Typed::Interval(b)) if a.valid().is_some() => a.valid() == b.valid(),
        (Typed::Version(a), Typed::Version(b)) if a.valid().is_some() => a.valid() == b.valid(),
        (Typed::State(a), Typed::State(b)) if a.valid().is_some() => {
            a.valid().map(|state| &state.name) == b.valid().map(|state| &state.name)
        }
        _ => fold(&a.text) == fold(&b.text),
    }
}
