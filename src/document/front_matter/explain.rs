//! Says in plain words what the YAML parser found wrong.

use granit_parser::ErrorKind;

/// What is wrong, and whether it is a quote that never closes.
pub(super) fn explain(kind: &ErrorKind) -> (String, bool) {
    let message = match kind {
        ErrorKind::UnclosedQuotedScalar
        | ErrorKind::InvalidQuotedScalarIndent
        | ErrorKind::DocumentIndicatorInQuotedScalar => return ("a quote that is not closed".into(), true),
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            "text behind a closing quote"
        }
        ErrorKind::UnexpectedEofFlowSequence => "a list that opens with `[` and is not closed",
        ErrorKind::UnexpectedEofFlowMapping | ErrorKind::UnexpectedEofImplicitFlowMapping => {
            "a mapping that opens with `{` and is not closed"
        }
        ErrorKind::UnclosedFlowCollection { open } => return (format!("`{open}` is not closed"), false),
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
            return (format!("`{open}` is closed by `{close}`"), false);
        }
        ErrorKind::MisplacedFlowCollectionEnd => "a closing bracket that closes nothing",
        ErrorKind::ExpectedFlowSequenceSeparator => "expected `,` or `]`",
        ErrorKind::ExpectedFlowMappingSeparator => "expected `,` or `}`",
        ErrorKind::ExpectedBlockMappingKey => "expected a key; check the indentation and the quotes",
        ErrorKind::ExpectedBlockSequenceEntry => "expected `-`; check the indentation of the list",
        ErrorKind::BlockSequenceEntryNotAllowed | ErrorKind::BlockEntryInFlowCollection => {
            "`-` cannot begin an item here"
        }
        ErrorKind::InvalidBlockEntryWhitespace => "`-` needs a blank behind it",
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => "a line that is no `key: value`",
        ErrorKind::MappingValueNotAllowed => "`:` inside a value without quotes; check the quotes and the indentation",
        ErrorKind::MappingKeyNotAllowed => "a key cannot stand here; check the indentation",
        ErrorKind::InvalidColonPlacement | ErrorKind::FlowMappingValueAdjacentCollection => "`:` cannot stand here",
        ErrorKind::InvalidMappingValueWhitespace => "`:` needs a blank behind it",
        ErrorKind::ExpectedWhitespace => "a blank is missing",
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInIndentation
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar => "a tab in the indentation; use spaces",
        ErrorKind::InvalidIndentation | ErrorKind::InvalidFlowScalarIndent | ErrorKind::InvalidBlockScalarIndent => {
            "a line with the wrong indentation"
        }
        ErrorKind::CommentNotSeparated => "`#` needs a blank before it",
        ErrorKind::CommentInterceptedScalar => "a comment in the middle of a text",
        ErrorKind::UnknownQuotedScalarEscape => "an unknown escape behind `\\` in a quoted text",
        ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidLowSurrogateHexEscape
        | ErrorKind::InvalidLowSurrogate
        | ErrorKind::MissingLowSurrogate
        | ErrorKind::UnpairedLowSurrogate
        | ErrorKind::InvalidUnicodeEscape => "an escape behind `\\` in a quoted text that names no character",
        ErrorKind::UnexpectedCharacter { character } => {
            return (format!("a value cannot begin with `{}`; put it in quotes", character.escape_debug()), false);
        }
        ErrorKind::BomInsideDocument => "a byte order mark in the middle of the text",
        ErrorKind::MissingAnchorOrAliasName => "`&` or `*` without a name; put the value in quotes",
        ErrorKind::InvalidBlockScalarHeader | ErrorKind::ZeroBlockScalarIndent => {
            "text behind `|` or `>`; put the value in quotes"
        }
        ErrorKind::ExpectedNodeContent => "expected a value",
        ErrorKind::PlainScalarStartsWithDashFlowIndicator => "a value cannot begin with `-` and a bracket or comma",
        ErrorKind::UnexpectedEof | ErrorKind::UnexpectedEofBlockMapping | ErrorKind::UnexpectedEofBlockSequence => {
            "it ends too early"
        }
        ErrorKind::ExpectedDocumentStart
        | ErrorKind::DirectiveDisallowed
        | ErrorKind::MissingDocumentEndBeforeDirective => "a line that begins with `%`",
        ErrorKind::UndeclaredTagHandle => "a tag with an unknown prefix",
        other => return (other.to_string().replace('\n', " "), false),
    };
    (message.into(), false)
}
