//! Reads a JSON object with the YAML reader, for the places, and holds it against the stricter syntax of JSON.

use serde::de::IgnoredAny;

use super::{lines, yaml};
use crate::document::node::Entry;
use crate::document::problem::{ParseProblem, ProblemCode};
use crate::source::Span;

/// Reads the JSON in `content`, a valid slice of `text`: its entries, and whether something in it could not be read.
pub(super) fn read(text: &str, content: Span, problems: &mut Vec<ParseProblem>) -> (Vec<Entry>, bool) {
    let mut found = Vec::new();
    let (entries, is_broken) = yaml::read(text, content, &mut found);
    let is_too_complex = found.iter().any(|problem| problem.code == ProblemCode::FrontMatterTooComplex);
    let block = &text[content.range()];
    let strict = if is_too_complex { Ok(IgnoredAny) } else { serde_json::from_str::<IgnoredAny>(block) };
    let Err(error) = strict else {
        problems.append(&mut found);
        return (entries, is_broken);
    };
    let line = lines::lines(block, 0, block.len()).nth(error.line().saturating_sub(1));
    let place = line.map_or(block.len(), |line| line.start + error.column().saturating_sub(1));
    let whole = error.to_string();
    let message = whole.split(" at line ").next().unwrap_or_default().replace("EOF while parsing", "unexpected end of");
    found.retain(|problem| problem.code == ProblemCode::DuplicateKey);
    found.push(yaml::invalid(
        text,
        content,
        content.start as usize + place,
        &format!("invalid JSON in front matter: {message}"),
    ));
    problems.append(&mut found);
    (entries, true)
}

#[cfg(test)]
mod tests {
    use crate::document::front_matter::tests::report;

    #[test]
    fn escapes_are_resolved_and_scalars_are_not_typed() {
        let (entries, problems) = report("{\"a\":\"x\\/\\u00e4\\ud83d\\ude00\",\"b\":1.10,\"c\":null,\"d\":[true,{}]}");
        assert_eq!((entries.as_str(), problems), ("a=x/ä😀; b=1.10; c=(); d=[true, {}]", vec![]));
    }

    #[test]
    fn what_only_yaml_allows_is_invalid() {
        let (entries, problems) = report("{\"ä\": 'b',\n\"c\": 1}\n");
        assert_eq!((entries.as_str(), problems), ("ä=b; c=1 (broken)", vec!["InvalidFrontMatter at \"'\"".to_owned()]));
        let (entries, problems) = report("{\"a\": 1, \"a\": 2,}\n");
        assert_eq!(entries, "a=1; a=2 (broken)");
        assert_eq!(problems, ["DuplicateKey at \"\\\"a\\\"\"", "InvalidFrontMatter at \"}\""]);
    }
}
