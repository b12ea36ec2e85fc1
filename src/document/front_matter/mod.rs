//! Cuts the front matter from the top of a file and reads it (YAML, TOML, JSON) into a tree with places.

use super::node::Entry;
use super::problem::ParseProblem;
use crate::source::Span;

/// The format of a block of metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Between lines of `---`.
    Yaml,
    /// Between lines of `+++`.
    Toml,
    /// A JSON object at the top of the file.
    Json,
}

/// Front matter as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontMatter {
    /// How it is written.
    pub format: Format,
    /// The whole block, fences included.
    pub span: Span,
    /// Its entries in the order of the text; what could be saved where the block is broken.
    pub entries: Vec<Entry>,
    /// Whether something in the block could not be read, so that a key that is not among `entries` may still be written there.
    pub is_broken: bool,
}

/// Cuts and reads the block at the top of `text`, if there is one, and adds what is wrong with it to `problems`.
///
/// Spans are byte offsets into `text`. Total: no input makes it fail or take more than linear time.
pub fn read(_text: &str, _problems: &mut Vec<ParseProblem>) -> Option<FrontMatter> {
    None
}
