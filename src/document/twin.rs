//! Labels that name two fields at once, with a value for each: `Owner / Author: Jane Doe / John Roe`.

use super::field::Field;
use crate::source::Span;
use crate::vocabulary::{Meaning, Vocabulary};

/// What stands between two labels, and between their values.
const JOINT: &str = " / ";

/// Divides such fields into one for each label. A value that is not of two parts stays whole.
pub(super) fn divide(fields: &mut Vec<Field>, text: &str, vocabulary: &Vocabulary) {
    let mut index = 0;
    while index < fields.len() {
        if let Some(parts) = divided(&fields[index], text, vocabulary) {
            fields.splice(index..=index, parts);
            index += 1;
        }
        index += 1;
    }
}

fn divided(field: &Field, text: &str, vocabulary: &Vocabulary) -> Option<[Field; 2]> {
    let labels = halves(&field.key).filter(|_| field.is_in_text())?;
    let [(value, span)] = field.items.as_slice() else { return None };
    let (first, second) = halves(value)?;
    let name = |label: &str| match vocabulary.meaning(label)? {
        Meaning::Field(definition) => Some(&*definition.name),
        Meaning::Undecided(_) => Some(""),
    };
    if name(labels.0)? == name(labels.1)? {
        return None;
    }
    let is_plain = text.get(span.range()).is_some_and(|written| written == value);
    let part = |label: &str, at: usize, value: &str| {
        let start = span.start as usize + at;
        let place = if is_plain { Span::new(start, start + value.len()) } else { *span };
        let items = vec![(value.to_owned(), place)];
        Field::new(label.to_owned(), field.key_span, items, place, field.carrier, vocabulary)
    };
    Some([part(labels.0, 0, first), part(labels.1, value.len() - second.len(), second)])
}

/// The two parts of a text, where it has no more.
fn halves(text: &str) -> Option<(&str, &str)> {
    let (first, second) = text.split_once(JOINT)?;
    (!second.contains(JOINT)).then_some((first.trim_end(), second.trim_start()))
}
