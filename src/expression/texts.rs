//! What functions of expressions do with texts: of cells, of sections, of whole documents.

use std::sync::Arc;

use cel::common::types::{CelBool, CelDouble, CelList, CelString};
use cel::common::value::{CowVal, Val};
use cel::{Context, ExecutionError};
use jiff::civil::Date;

use super::functions::{add, argument, failed, text_argument};
use super::values::{DateVal, RecordVal, VersionVal, shown};
use crate::document::label::Label;
use crate::document::{Document, plain};
use crate::record::value::number;
use crate::repository::{Member, Repository};
use crate::vocabulary::{Vocabulary, fold};

type Root = Context<'static, 'static>;

/// Functions on texts.
pub(super) fn plain_texts(context: &mut Root) {
    add(context, "folded", |arguments| Ok(Box::new(CelString::from(fold(&text_argument(arguments, 0)?)))));
    add(context, "text", |arguments| Ok(Box::new(CelString::from(text_argument(arguments, 0)?))));
    add(context, "mentions", |arguments| {
        let text = fold(&text_argument(arguments, 0)?);
        let word = arguments.get(1).ok_or_else(|| failed("an argument is missing"))?;
        let is_in = |word: &dyn Val| mentions(&text, &fold(&shown(word)));
        let found = match word.downcast_ref::<CelList<'_>>() {
            Some(words) => words.inner().iter().any(|word| is_in(&**word)),
            None => is_in(word.as_ref()),
        };
        Ok(Box::new(CelBool::from(found)))
    });
    add(context, "number", |arguments| {
        let text = text_argument(arguments, 0)?;
        let number = number(&text).ok_or_else(|| failed(format!("no number in `{text}`")))?;
        Ok(Box::new(CelDouble::from(number)))
    });
    add(context, "has_number", |arguments| {
        Ok(Box::new(CelBool::from(text_argument(arguments, 0)?.contains(|c: char| c.is_ascii_digit()))))
    });
    add(context, "dates", |arguments| {
        let text = text_argument(arguments, 0)?;
        let days: Vec<Box<dyn Val>> = days(&text).map(|day| Box::new(DateVal(day)) as Box<dyn Val>).collect();
        Ok(Box::new(CelList::from(days)))
    });
    add(context, "shape", |arguments| Ok(Box::new(CelString::from(shape(&text_argument(arguments, 0)?)))));
    add(context, "words", |arguments| {
        let text = text_argument(arguments, 0)?;
        let is_joint = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '(' | ')');
        let words = text.split(is_joint).filter(|word| !word.is_empty());
        let words: Vec<Box<dyn Val>> =
            words.map(|word| Box::new(CelString::from(word.to_owned())) as Box<dyn Val>).collect();
        Ok(Box::new(CelList::from(words)))
    });
    add(context, "written", |arguments| {
        let record = argument::<RecordVal>(arguments, 0)?;
        let name = text_argument(arguments, 1)?;
        let column = record.records.definition(record.at).column(&name);
        let column = column.ok_or_else(|| failed(format!("no column `{name}`")))?;
        let cell = record.records.get(record.at).cells[column].as_ref();
        let text = cell.map(|cell| cell.text.to_string()).filter(|text| !text.is_empty());
        Ok(Box::new(CelString::from(text.ok_or_else(|| ExecutionError::no_such_key(&name))?)))
    });
    add(context, "major", |arguments| {
        let version = argument::<VersionVal>(arguments, 0)?.0.to_string();
        let number = number(&version).ok_or_else(|| failed("a version without a number"))?;
        Ok(Box::new(CelDouble::from(number.trunc())))
    });
}

/// Functions on the text of documents.
pub(super) fn documents(context: &mut Root, repository: &Repository, vocabulary: &Arc<Vocabulary>) {
    let (documents, members) = (Arc::clone(&repository.documents), Arc::clone(&repository.members));
    let known = Arc::clone(vocabulary);
    add(context, "section", move |arguments| {
        let index = document_argument(arguments)?;
        let name = text_argument(arguments, 1)?;
        Ok(Box::new(CelString::from(section(&documents[index], &members[index], &name, &known))))
    });
    let documents = Arc::clone(&repository.documents);
    add(context, "body", move |arguments| {
        let document = &documents[document_argument(arguments)?];
        let start = document.front_matter.map_or(0, |span| span.end as usize);
        Ok(Box::new(CelString::from(document.source.text()[start..].to_owned())))
    });
}

fn document_argument(arguments: &[CowVal<'_, '_>]) -> Result<usize, ExecutionError> {
    let record = argument::<RecordVal>(arguments, 0)?;
    Ok(record.records.get(record.at).document as usize)
}

/// The text of the sections of a name, headings of subsections included and markup left out; where there is no such section, what
/// stands behind a label of this name in bold or in the first column of a table.
fn section(document: &Document, member: &Member, name: &str, vocabulary: &Vocabulary) -> String {
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
fn mentions(text: &str, phrase: &str) -> bool {
    let is_joint = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    !phrase.is_empty()
        && text.match_indices(phrase).any(|(at, found)| {
            is_joint(text[..at].chars().next_back()) && is_joint(text[at + found.len()..].chars().next())
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
fn shape(text: &str) -> String {
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
        assert_eq!(shape("CI-010"), "ci #");
        assert_eq!(shape("more than 1500 users"), "more than # users");
    }

    #[test]
    fn a_word_inside_a_word_is_not_mentioned() {
        assert!(mentions("the power is out", "power"));
        assert!(!mentions("the powerful one", "power"));
        assert!(!mentions("anything", ""));
    }
}
