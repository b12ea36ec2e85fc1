//! What functions of expressions do with texts: of cells, of sections, of whole documents.

use jiff::civil::Date;

use super::calls::{argument, other_type, text_of};
use super::frame::Run;
use super::value::{Fail, List, Text, Value, refused};
use crate::document::label::Label;
use crate::document::{Document, plain};
use crate::repository::Member;
use crate::vocabulary::{Vocabulary, fold};

type Outcome<'a> = Result<Value<'a>, Fail>;

fn made<'a>(text: String) -> Value<'a> {
    Value::Text(Text::from(text))
}

/// A text in the form in which spellings are compared.
pub(super) fn folded<'a>(run: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    Ok(made(fold(&text_of(run, arguments, 0)?)))
}

/// A value as text.
pub(super) fn text<'a>(run: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    Ok(Value::Text(text_of(run, arguments, 0)?))
}

/// Whether a text has a word, or one of several.
pub(super) fn mentions<'a>(run: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    let text = fold(&text_of(run, arguments, 0)?);
    Ok(Value::Bool(match argument(arguments, 1)? {
        Value::List(List::Texts(words)) => words.folded.iter().any(|word| has_phrase(&text, word)),
        Value::List(words) => words.iter().any(|word| has_phrase(&text, &fold(&word.to_text(run)))),
        word => has_phrase(&text, &fold(&word.to_text(run))),
    }))
}

/// The days that are written in a text.
pub(super) fn dates<'a>(run: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    Ok(Value::List(days(&text_of(run, arguments, 0)?).map(Value::Date).collect()))
}

/// A text without what its numbers say.
pub(super) fn shape<'a>(run: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    Ok(made(shape_of(&text_of(run, arguments, 0)?)))
}

/// What says which priority is meant: the first letter and the number, `p2` of `P2`, `🔴 P2 – High` and `Priority 2 (degraded)`; the
/// folded text where it has no number.
pub(super) fn level<'a>(run: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    Ok(made(level_of(&text_of(run, arguments, 0)?)))
}

fn level_of(text: &str) -> String {
    let folded = fold(text);
    let Some(start) = folded.find(|c: char| c.is_ascii_digit()) else { return folded };
    let rest = &folded[start..];
    let digits = &rest[..rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())];
    let letter = folded[..start].chars().find(|c| c.is_alphabetic());
    letter.map_or_else(|| digits.to_owned(), |letter| format!("{letter}{digits}"))
}

/// The words of a text.
pub(super) fn words<'a>(run: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    let text = text_of(run, arguments, 0)?;
    Ok(Value::List(words_of(&text).map(|word| Value::Text(Text::from(word.to_owned()))).collect()))
}

/// The words of a text, without the signs between them; `99,95` is one.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let is_joint = |c: char| c.is_whitespace() || matches!(c, ';' | ':' | '(' | ')');
    text.split(is_joint).flat_map(parts).filter(|word| !word.is_empty())
}

/// The parts of a word at commas, but for those between digits.
fn parts(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(word);
    std::iter::from_fn(move || {
        let text = rest?;
        let bytes = text.as_bytes();
        let is_digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
        let joint =
            memchr::memchr_iter(b',', bytes).find(|&at| !(is_digit(at.checked_sub(1)) && is_digit(Some(at + 1))));
        rest = joint.map(|at| &text[at + 1..]);
        Some(joint.map_or(text, |at| &text[..at]))
    })
}

/// What is written in a column of a record.
pub(super) fn written<'a>(run: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    let Value::Record(record) = argument(arguments, 0)? else { return other_type() };
    let name = text_of(run, arguments, 1)?;
    let Some(column) = run.records.definition(*record).column(&name) else {
        return refused(format!("no column `{}`", &*name));
    };
    let cell = run.records.get(*record).cells[column].as_ref().filter(|cell| !cell.text.is_empty());
    cell.map(|cell| Value::Text(Text::Written(&cell.text))).ok_or_else(|| Fail::Missing(name.to_string()))
}

/// The text of the sections of a name in the document in which a record stands.
pub(super) fn section<'a>(run: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    let index = document(run, arguments)?;
    let name = text_of(run, arguments, 1)?;
    Ok(made(section_of(&run.documents[index], &run.members[index], &name, &run.vocabulary)))
}

/// The text of the document in which a record stands, without its front matter.
pub(super) fn body<'a>(run: &'a Run, arguments: &[Value<'a>]) -> Outcome<'a> {
    let document = &run.documents[document(run, arguments)?];
    let start = document.front_matter.map_or(0, |span| span.end as usize);
    Ok(Value::Text(Text::Written(&document.source.text()[start..])))
}

fn document(run: &Run, arguments: &[Value<'_>]) -> Result<usize, Fail> {
    match argument(arguments, 0)? {
        Value::Record(record) => Ok(run.records.get(*record).document as usize),
        _ => other_type(),
    }
}

/// The text of the sections of a name, headings of subsections included and markup left out; where there is no such section, what
/// stands behind a label of this name in bold or in the first column of a table.
fn section_of(document: &Document, member: &Member, name: &str, vocabulary: &Vocabulary) -> String {
    let matched = member.sections(document, vocabulary);
    let mut texts = Vec::new();
    for (section, names) in document.body.sections.iter().zip(matched) {
        if names.iter().any(|found| **found == *name) {
            let content = &document.source.text()[section.span.end as usize..section.end as usize];
            texts.push(plain(content));
        }
    }
    if texts.is_empty() {
        texts.extend(labelled(document, member, name, vocabulary));
    }
    texts.join("\n").trim().to_owned()
}

fn labelled(document: &Document, member: &Member, name: &str, vocabulary: &Vocabulary) -> Vec<String> {
    let is_it = |label: &Label<'_>| member.names_of(&label.name, vocabulary).iter().any(|found| **found == *name);
    document.labels().filter(is_it).flat_map(|label| label.texts).map(plain).collect()
}

/// Whether folded text has a word or phrase, not inside a longer word.
fn has_phrase(text: &str, phrase: &str) -> bool {
    let Some(&first) = phrase.as_bytes().first() else { return false };
    let is_joint = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    // The first byte of a phrase is that of a character, so that it stands at the start of one wherever it is found.
    memchr::memchr_iter(first, text.as_bytes()).any(|at| {
        let rest = text[at..].strip_prefix(phrase);
        rest.is_some_and(|rest| is_joint(text[..at].chars().next_back()) && is_joint(rest.chars().next()))
    })
}

/// The days that are written in a text as `YYYY-MM-DD`.
fn days(text: &str) -> impl Iterator<Item = Date> + '_ {
    let is_part = |c: char| c.is_ascii_digit() || c == '-';
    text.split(move |c: char| !is_part(c)).filter_map(|part| {
        let part = part.trim_matches('-');
        let day = part.get(part.len().checked_sub(10)?..)?;
        day.parse().ok()
    })
}

/// A text folded, each run of digits as `#`.
fn shape_of(text: &str) -> String {
    let mut shape = String::new();
    for character in fold(text).chars() {
        match character {
            digit if digit.is_ascii_digit() => {
                if !shape.ends_with('#') {
                    shape.push('#');
                }
            }
            other => shape.push(other),
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_found_inside_texts() {
        let found = |text| days(text).map(|day| day.to_string()).collect::<Vec<_>>().join(" ");
        assert_eq!(found("meeting 2026-03-17, again on 2026-04-01."), "2026-03-17 2026-04-01");
        assert_eq!(found("BL-2026-06-10"), "2026-06-10");
        assert_eq!(found("2026-02-30 and 26-1-1"), "");
    }

    #[test]
    fn a_shape_leaves_out_what_numbers_say() {
        assert_eq!(shape_of("CI-010"), "ci #");
        assert_eq!(shape_of("more than 1500 users"), "more than # users");
    }

    #[test]
    fn a_priority_is_known_by_its_number() {
        let levels =
            ["P2", "P2 – High", "p2 (24x7)", "Priority 2 (down)", "🔴 Prio 2", "2 - urgent", "High"].map(level_of);
        assert_eq!(levels, ["p2", "p2", "p2", "p2", "p2", "2", "high"]);
    }

    #[test]
    fn a_comma_between_digits_divides_no_words() {
        assert_eq!(
            words_of("99,95 %, (4,5) h;x,y:1, 2").collect::<Vec<_>>(),
            ["99,95", "%", "4,5", "h", "x", "y", "1", "2"]
        );
    }

    #[test]
    fn a_word_inside_a_word_is_not_mentioned() {
        assert!(has_phrase("the power is out", "power"));
        assert!(!has_phrase("the powerful one", "power"));
        assert!(!has_phrase("anything", ""));
        assert!(has_phrase("la la la", "la la") && has_phrase("ala la la", "la la"), "also where it begins in another");
        assert!(has_phrase("é à la carte", "à la") && !has_phrase("éà la", "à la"));
    }
}
