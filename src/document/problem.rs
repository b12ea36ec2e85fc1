//! What reading a document found wrong with its form, as data with a place.

use crate::source::Span;

/// Something about the form of a document that keeps it, or a part of it, from being read as meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseProblem {
    /// What kind of problem it is.
    pub code: ProblemCode,
    /// Where in the file, in bytes.
    pub span: Span,
    /// One line in lower case, understandable alone; names in backticks.
    pub message: String,
}

impl ParseProblem {
    /// A problem at a place.
    pub fn new(code: ProblemCode, span: Span, message: impl Into<String>) -> Self {
        Self { code, span, message: message.into() }
    }
}

/// The kinds of parse problem; rules name them in kebab case.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemCode {
    /// A byte that is not UTF-8; the file was not read further.
    NotUtf8,
    /// A NUL character in the text.
    NulCharacter,
    /// Lines that end in a carriage return alone, which most tools take for one long line.
    CarriageReturnsOnly,
    /// The file is larger than what is read.
    TooLarge,
    /// The file could not be opened or read.
    Unreadable,
    /// A link that leads out of the repository; it was not followed.
    LinkLeadsOut,
    /// Front matter that opens and never closes.
    UnclosedFrontMatter,
    /// Metadata that would be front matter if nothing stood above it, or if its fence were written as one.
    MisplacedFrontMatter,
    /// Front matter that is no mapping of keys to values.
    FrontMatterNotMapping,
    /// Front matter that its format does not allow.
    InvalidFrontMatter,
    /// Template syntax in front matter that keeps it from being read.
    TemplateInFrontMatter,
    /// One key twice in the same mapping.
    DuplicateKey,
    /// A YAML alias, anchor reference or merge key; it is not expanded.
    YamlAlias,
    /// A YAML tag; it is not interpreted.
    YamlTag,
    /// Front matter deeper or larger than what is read.
    FrontMatterTooComplex,
    /// A control table in a form that is not read.
    UnreadTable,
    /// A table row with more cells than the table has columns; the surplus is not shown.
    SurplusCells,
}
