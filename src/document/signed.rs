//! Values that name a person and a day at once: `Approved by: Jane Doe, 2026-03-12`, `Approved: 12 March 2026 by Jane Doe`.

use std::sync::Arc;

use super::field::Field;
use super::value::date::read_date;
use super::value::person::read_people;
use super::value::{Fault, Reading};
use crate::source::Span;
use crate::vocabulary::{FieldDefinition, FieldType, Vocabulary, fold};

/// Longest value that is looked at, in bytes: what is longer is a sentence.
const LONGEST: usize = 160;

/// Divides the values of fields that have a partner for the day, each into one field for the person and one for the day.
pub(super) fn divide(fields: &mut Vec<Field>, text: &str, vocabulary: &Vocabulary) {
    let mut index = 0;
    while index < fields.len() {
        if let Some((person, day)) = divided(&fields[index], text, vocabulary) {
            let is_stated = |other: &Field| fields.iter().any(|field| field.name() == other.name());
            let (keeps_person, keeps_day) = match fields[index].name() {
                name if name == person.name() => (true, !is_stated(&day)),
                name if name == day.name() => (!is_stated(&person), true),
                _ => (!is_stated(&person), !is_stated(&day)),
            };
            let parts = [(keeps_person, person), (keeps_day, day)];
            let parts: Vec<Field> = parts.into_iter().filter_map(|(is_kept, part)| is_kept.then_some(part)).collect();
            let count = parts.len();
            if count > 0 {
                fields.splice(index..=index, parts);
                index += count - 1;
            }
        }
        index += 1;
    }
}

/// Whether a field states a person and a day at once.
pub(super) fn has_both(field: &Field, vocabulary: &Vocabulary) -> bool {
    pair(field, vocabulary).is_some() && places(&field.text, vocabulary, false).is_some()
}

/// The person and the day of a field; none where it has no partner, or its value is not both.
fn divided(field: &Field, text: &str, vocabulary: &Vocabulary) -> Option<(Field, Field)> {
    let [(value, span)] = field.items.as_slice() else { return None };
    let has_both = || value.bytes().any(|byte| byte.is_ascii_digit()) && value.contains(char::is_alphabetic);
    if value.len() > LONGEST || !value.contains(' ') || !has_both() {
        return None;
    }
    let (person, day) = pair(field, vocabulary)?;
    // Of a day with a remark only a word such as "by", or names, make the remark a person.
    let is_day = field.definition.as_ref().is_some_and(|known| known.kind == FieldType::Date);
    let (who, when) = places(value, vocabulary, is_day)?;
    let is_plain = text.get(span.range()).is_some_and(|written| written == value);
    let place = |part: &std::ops::Range<usize>| {
        let start = span.start as usize;
        if is_plain { Span::new(start + part.start, start + part.end) } else { *span }
    };
    let part = |range: std::ops::Range<usize>, definition: &Arc<FieldDefinition>| {
        let span = place(&range);
        field.part(value[range].to_owned(), span, Arc::clone(definition), vocabulary)
    };
    Some((part(who, &person), part(when, &day)))
}

/// The fields for the person and the day that a field may state together.
fn pair(field: &Field, vocabulary: &Vocabulary) -> Option<(Arc<FieldDefinition>, Arc<FieldDefinition>)> {
    let known = field.definition.iter().chain(field.candidates.iter());
    let person = known
        .clone()
        .find(|definition| definition.day.is_some())
        .cloned()
        .or_else(|| known.clone().find_map(|day| vocabulary.signed_with(&day.name)).cloned())?;
    let day = Arc::clone(vocabulary.field(person.day.as_deref()?)?);
    // A key with several meanings may have others beside these two; then it says neither.
    let is_either = |definition: &Arc<FieldDefinition>| [&person.name, &day.name].contains(&&definition.name);
    field.candidates.iter().all(is_either).then_some((person, day))
}

type Part = std::ops::Range<usize>;

/// Where in a value the person and the day stand.
fn places(value: &str, vocabulary: &Vocabulary, only_by_word: bool) -> Option<(Part, Part)> {
    let words = &vocabulary.words;
    let is_day = |part: &Part| {
        let read = read_date(&value[part.clone()], words, vocabulary.date_order);
        let is_one = matches!(read, Reading::Valid(_) | Reading::Faulty(Fault::Ambiguous(..) | Fault::Impossible));
        is_one && value[part.clone()].bytes().any(|byte| byte.is_ascii_digit())
    };
    let is_person = |part: &Part| {
        let text = &value[part.clone()];
        text.starts_with(char::is_alphabetic) && matches!(read_people(text, words), Reading::Valid(_))
    };
    for (end, start, is_word) in joints(value, vocabulary) {
        let (first, second) = (trimmed(value, 0..end), trimmed(value, start..value.len()));
        if !only_by_word && is_day(&second) && is_person(&first) {
            return Some((first, second));
        }
        let may_sign = || is_word || !only_by_word || is_name(&value[second.clone()]);
        if is_day(&first) && is_person(&second) && may_sign() {
            return Some((second, first));
        }
    }
    None
}

/// Whether a text has the form of the name of a person or a body: several words, each with a capital letter.
fn is_name(text: &str) -> bool {
    text.split_whitespace().count() > 1 && text.split_whitespace().all(|word| word.starts_with(char::is_uppercase))
}

/// Where a value may be divided: the end of the first part, the start of the second, and whether a word stands between them.
fn joints<'v>(value: &'v str, vocabulary: &'v Vocabulary) -> impl Iterator<Item = (usize, usize, bool)> + 'v {
    let marks = value.char_indices().filter(|(_, mark)| matches!(mark, ',' | ';' | '(' | '/' | '–' | '—' | '|' | '-'));
    let marks = marks
        // A dash or a slash without blanks is a part of a name or of a day.
        .filter(|(at, mark)| !matches!(mark, '/' | '-') || value[..*at].ends_with(' '))
        .map(|(at, mark)| (at, at + mark.len_utf8(), false));
    let blanks = value.char_indices().filter(|(_, blank)| *blank == ' ');
    let words = blanks.filter_map(|(at, _)| {
        let rest = &value[at + 1..];
        let word = &rest[..rest.find(' ')?];
        vocabulary.words.signing.contains(&fold(word)).then_some((at, at + 1 + word.len(), true))
    });
    words.chain(marks)
}

/// A part without blanks and without the bracket that closes it.
fn trimmed(value: &str, part: Part) -> Part {
    let text = &value[part.clone()];
    let start = part.start + text.len() - text.trim_start().len();
    let bare = text.trim();
    let bare = if bare.contains('(') { bare } else { bare.trim_end_matches(')') };
    start..start + bare.trim_end_matches([',', ' ']).len()
}

#[cfg(test)]
mod tests {
    use super::super::{Document, ReadOptions};
    use super::*;
    use crate::source::Source;

    /// Who approved and when, with the text at their places.
    fn read(line: &str) -> (Option<String>, Option<String>) {
        let text = format!(
            "---\ntype: policy\nstatus: approved\nowner: Jane Doe\n---\n\n# P\n\n**Owner:** Jane Doe\n{line}\n"
        );
        let document = Document::parse(Source::new("a.md", text), Vocabulary::built_in(), ReadOptions::default());
        let of = |name| {
            let field = document.field(name)?;
            assert_eq!(document.source.slice(field.span), field.text, "{line}");
            Some(field.text.clone())
        };
        (of("approved_by"), of("approved_on"))
    }

    #[test]
    fn a_person_and_a_day_in_one_value_are_told_apart() {
        for (line, who, when) in [
            ("**Approved by:** Tom Keller (CEO), 12 March 2026", "Tom Keller (CEO)", "12 March 2026"),
            ("**Approved by:** Tom Keller on 2026-03-12", "Tom Keller", "2026-03-12"),
            ("**Approved by:** Tom Keller (2026-03-12)", "Tom Keller", "2026-03-12"),
            ("**Approved by:** Tom Keller, CEO, March 12, 2026", "Tom Keller, CEO", "March 12, 2026"),
            ("**Approved by:** Tom Keller / 12.03.2026", "Tom Keller", "12.03.2026"),
            ("**Approved by:** Tom Keller – 12.03.2026", "Tom Keller", "12.03.2026"),
            ("**Approved:** 2026-03-12 by Tom Keller", "Tom Keller", "2026-03-12"),
            ("**Approved:** Tom Keller, 2026-03-12", "Tom Keller", "2026-03-12"),
            ("**Approved on:** 2026-03-12 by the board", "the board", "2026-03-12"),
            ("**Approved on:** 12 March 2026 (Tom Keller)", "Tom Keller", "12 March 2026"),
            ("**Genehmigt von:** Ines Vallant am 12.03.2026", "Ines Vallant", "12.03.2026"),
            ("**Approuvé par :** Léa Martin, le 12 mars 2026", "Léa Martin", "12 mars 2026"),
        ] {
            assert_eq!(read(line), (Some(who.to_owned()), Some(when.to_owned())), "{line}");
        }
    }

    #[test]
    fn other_values_stay_whole() {
        for (line, who, when) in [
            ("**Approved by:** Tom Keller, Anna Berger", Some("Tom Keller, Anna Berger"), None),
            ("**Approved by:** Board meeting 12", Some("Board meeting 12"), None),
            ("**Approved by:** Team 2026-03", Some("Team 2026-03"), None),
            ("**Approved on:** 2026-03-12 (board meeting)", None, Some("2026-03-12 (board meeting)")),
            ("**Approved on:** 2026-03-12", None, Some("2026-03-12")),
            (
                "**Approved by:** Tom Keller, 2026-03-12\n**Approved on:** 2026-03-13",
                Some("Tom Keller"),
                Some("2026-03-13"),
            ),
        ] {
            assert_eq!(read(line), (who.map(str::to_owned), when.map(str::to_owned)), "{line}");
        }
    }
}
