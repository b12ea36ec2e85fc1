//! The fields in a tree of front matter.

use super::field::{Carrier, Field, folded_path};
use super::node::{Entry, Node, NodeValue};
use crate::source::Span;
use crate::vocabulary::{FieldType, Meaning, Vocabulary};

/// The fields in a tree of front matter; keys inside keys are addressed by their path.
pub(super) fn from_entries(entries: Vec<Entry>, carrier: Carrier, vocabulary: &Vocabulary) -> Vec<Field> {
    let mut fields = Vec::with_capacity(entries.len());
    for entry in entries {
        add(&mut fields, "", entry, carrier, vocabulary);
    }
    fields
}

fn add(fields: &mut Vec<Field>, prefix: &str, entry: Entry, carrier: Carrier, vocabulary: &Vocabulary) {
    let path = if prefix.is_empty() { entry.key } else { format!("{prefix}.{}", entry.key) };
    let span = entry.value.span;
    let field = |items, path| Field::new(path, entry.key_span, items, span, carrier, vocabulary);
    match entry.value.value {
        NodeValue::Null => fields.push(field(Vec::new(), path)),
        NodeValue::Scalar(text) => fields.push(field(vec![(text, span)], path)),
        NodeValue::Map(entries) if entries.is_empty() => fields.push(field(Vec::new(), path)),
        NodeValue::Map(entries) => {
            if let Some(text) = unit_map(&entries, &path, vocabulary) {
                fields.push(field(vec![(text, span)], path));
                return;
            }
            for inner in entries {
                add(fields, &path, inner, carrier, vocabulary);
            }
        }
        NodeValue::List(nodes) => {
            let mut items: Vec<_> = nodes.iter().filter_map(item).collect();
            if let [(only, place)] = items.as_mut_slice()
                && is_mask(only)
            {
                // `owner: [OWNER_ROLE]` is a placeholder of a template and only by its brackets a list.
                (*only, *place) = (format!("[{only}]"), span);
            }
            if !items.is_empty() || nodes.is_empty() {
                fields.push(field(items, path.clone()));
            }
            for inner in nodes {
                if let NodeValue::Map(entries) = inner.value {
                    for nested in entries {
                        add(fields, &path, nested, carrier, vocabulary);
                    }
                }
            }
        }
    }
}

/// Whether a text is written as the name of something to be filled in.
fn is_mask(text: &str) -> bool {
    text.contains('_') && text.chars().all(|c| c == '_' || c == ' ' || c.is_uppercase() || c.is_ascii_digit())
}

/// The text of a list item; of a mapping, its first scalar (`{text: …, url: …}`).
fn item(node: &Node) -> Option<(String, Span)> {
    match &node.value {
        NodeValue::Scalar(text) => Some((text.clone(), node.span)),
        NodeValue::Map(entries) => entries.iter().find_map(|entry| Some((entry.value.scalar()?.to_owned(), node.span))),
        NodeValue::Null | NodeValue::List(_) => None,
    }
}

/// An interval written as a mapping, `{month: 6}`, as the text `6 month`.
fn unit_map(entries: &[Entry], path: &str, vocabulary: &Vocabulary) -> Option<String> {
    let Some(Meaning::Field(definition)) = vocabulary.meaning_of_folded(&folded_path(path)) else { return None };
    if definition.kind != FieldType::Interval {
        return None;
    }
    let parts: Option<Vec<_>> =
        entries.iter().map(|entry| Some(format!("{} {}", entry.value.scalar()?, entry.key))).collect();
    Some(parts?.join(" "))
}
