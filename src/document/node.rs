//! The tree of values in front matter, with the place of every key and value.

use crate::source::Span;

/// A key with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key as the format reads it (without quotes).
    pub key: String,
    /// Where the key stands, quotes included.
    pub key_span: Span,
    /// What it is set to.
    pub value: Node,
}

/// A value and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Where the value stands, quotes included; empty, just behind the colon or equals sign, where nothing is written.
    pub span: Span,
    /// What it says.
    pub value: NodeValue,
}

/// The shapes of a value. A scalar is never typed here: `1.10`, `NO` and `2026-01-01` stay the text that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeValue {
    /// Nothing, or the format's word for nothing (`null`, `~`).
    Null,
    /// A text, number, date or truth value, with quotes and escapes resolved.
    Scalar(String),
    /// An ordered list.
    List(Vec<Node>),
    /// A mapping in the order of the text.
    Map(Vec<Entry>),
}

impl Node {
    /// The text of a scalar.
    pub fn scalar(&self) -> Option<&str> {
        match &self.value {
            NodeValue::Scalar(text) => Some(text),
            _ => None,
        }
    }
}
