//! One version of a document, read as far as it takes to see what a change changed.

use std::borrow::Cow;
use std::sync::Arc;

use crate::document::field::{Field, Typed};
use crate::document::{Document, ReadOptions};
use crate::source::Source;
use crate::vocabulary::{Vocabulary, fold};

use super::FieldChange;
use super::body::{Digest, digest, says_the_same};

/// The line that ends a metadata block.
const FENCE: &str = "\n---\n";

/// A version of a document.
#[derive(Debug)]
pub(super) struct Version<'a> {
    text: Cow<'a, str>,
    /// Where the text begins behind the metadata block.
    start: usize,
    fields: Fields<'a>,
    digest: Option<Digest>,
}

/// The metadata of a version, shared with the version before it where a change left it alone.
#[derive(Clone, Debug)]
enum Fields<'a> {
    Checked(&'a [Field]),
    Read(Arc<[Field]>),
}

impl Fields<'_> {
    fn all(&self) -> &[Field] {
        match self {
            Self::Checked(fields) => fields,
            Self::Read(fields) => fields,
        }
    }
}

/// How texts are read.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) options: ReadOptions,
}

impl<'a> Version<'a> {
    /// The version that is checked.
    pub(super) fn of(document: &'a Document) -> Self {
        Self {
            text: Cow::Borrowed(document.source.text()),
            start: document.front_matter.map_or(0, |block| block.end as usize),
            fields: Fields::Checked(&document.fields),
            digest: None,
        }
    }

    /// The version before this one, and whether the change from there changed what the text says. Only what differs is read,
    /// unless it may be metadata in the text.
    pub(super) fn before(&mut self, text: String, reader: Reader<'_>) -> (Version<'a>, bool) {
        if let Some((start, fields)) = self.matter_of(&text, reader)
            && let Some(is_same) = says_the_same(self.body(), &text[start..])
        {
            let digest = self.digest.filter(|_| is_same);
            return (Version { text: Cow::Owned(text), start, fields, digest }, !is_same);
        }
        let mut document = reader.read(text);
        let own = *self.digest.get_or_insert_with(|| digest(&reader.read(self.text.clone().into_owned())));
        let other = digest(&document);
        let older = Version {
            start: document.front_matter.map_or(0, |block| block.end as usize),
            fields: Fields::Read(std::mem::take(&mut document.fields).into()),
            digest: Some(other),
            text: Cow::Owned(document.source.text().to_owned()),
        };
        (older, own != other)
    }

    /// Whether the texts behind the metadata differ in more than blanks.
    pub(super) fn differs_in_text(&self, older: &Version<'_>) -> bool {
        let marks = |text: &'_ str| text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect::<Vec<u8>>();
        self.body() != older.body() && marks(self.body()) != marks(older.body())
    }

    fn body(&self) -> &str {
        &self.text[self.start..]
    }

    /// Where the metadata block of an older text ends, and the metadata of that text if all that stands behind the block is as
    /// here; none where there is no block that can be told at a glance.
    fn matter_of(&self, text: &str, reader: Reader<'_>) -> Option<(usize, Fields<'a>)> {
        if self.start == 0 {
            return None;
        }
        if text.as_bytes().starts_with(&self.text.as_bytes()[..self.start]) {
            return Some((self.start, self.fields.clone()));
        }
        let end = 3 + text.strip_prefix("---")?.find(FENCE)? + FENCE.len();
        let mut head = reader.read(text[..end].to_owned());
        let block = head.front_matter.filter(|block| text[block.end as usize..end].trim_ascii().is_empty())?;
        head.fields.extend(self.fields.all().iter().filter(|field| field.is_in_text()).cloned());
        Some((block.end as usize, Fields::Read(head.fields.into())))
    }

    /// The metadata in which two versions differ. A value that is only written in another way is the same.
    pub(super) fn changes_since(&self, older: &Version<'_>) -> Vec<FieldChange> {
        let (own, others) = (self.fields.all(), older.fields.all());
        if std::ptr::eq(own, others) {
            return Vec::new();
        }
        let [own, others] = [own, others].map(|fields| counting(fields).collect::<Vec<&Field>>());
        let mut changes = Vec::new();
        for &field in &own {
            let before = others.iter().find(|other| is_same_key(field, other));
            if before.is_none_or(|before| !is_same_value(before, field)) {
                changes.push(FieldChange { before: before.copied().cloned(), after: Some(field.clone()) });
            }
        }
        for &field in others.iter().filter(|field| !own.iter().any(|other| is_same_key(field, other))) {
            changes.push(FieldChange { before: Some(field.clone()), after: None });
        }
        changes
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
