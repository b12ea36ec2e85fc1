//! Whether a document that refers to one that is not in force says so itself: "replaces", "withdrawn", a list of archived versions.

use super::{Context, Subject};
use crate::document::body::Section;
use crate::document::plain;
use crate::source::Span;
use crate::vocabulary::headings::HISTORY;
use crate::vocabulary::{Meaning, Phase, Vocabulary, fold};

/// The field that names what a document replaces.
const SUPERSEDES: &str = "supersedes";

/// Most words of a phrase that is a state: "no longer in force".
const MOST_WORDS: usize = 5;

/// Whether what stands around a reference says that its target is in a phase, or was replaced: the field, the row of a table, a heading
/// above it, the sentence.
pub(super) fn is_meant(place: Span, phase: Phase, subject: Subject<'_>, context: Context<'_>) -> bool {
    let document = subject.document;
    let text = document.source.text();
    let vocabulary = context.vocabulary;
    if document.fields_named(SUPERSEDES).any(|field| field.span.contains(place)) {
        return true;
    }
    let is_above = |section: &Section| section.span.end <= place.start && place.end <= section.end;
    let title = usize::from(document.body.has_title());
    let is_past = |title: &str| {
        vocabulary.headings().matches(title).iter().any(|name| &**name == HISTORY)
            || tells_end(title, phase, vocabulary)
    };
    let mut above = document.body.sections.iter().skip(title).filter(|section| is_above(section));
    if above.any(|section| is_past(&section.title)) {
        return true;
    }
    let Some(row) = row_around(place, subject) else {
        return tells_end(&text[sentence(text, place).range()], phase, vocabulary);
    };
    let has_phase = |raw: &str| vocabulary.state(&plain(raw)).is_some_and(|state| state.phase == phase);
    row.iter().map(|cell| &text[cell.range()]).any(|raw| has_phase(raw) || tells_end(raw, phase, vocabulary))
}

fn row_around(place: Span, subject: Subject<'_>) -> Option<&[Span]> {
    let tables = &subject.document.body.tables;
    let table = tables.iter().find(|table| table.span.contains(place))?;
    table.rows.iter().find(|row| row.iter().any(|cell| cell.contains(place))).map(Vec::as_slice)
}

/// Whether a text has words for such a state, or a word for replacing.
fn tells_end(raw: &str, phase: Phase, vocabulary: &Vocabulary) -> bool {
    let shown = plain(raw);
    let words: Vec<&str> = shown.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let replaces = |word: &str| {
        let meaning = vocabulary.meaning_of_folded(&fold(word));
        matches!(meaning, Some(Meaning::Field(field)) if &*field.name == SUPERSEDES)
    };
    (0..words.len()).any(|from| {
        let phrase = words[from..words.len().min(from + MOST_WORDS)].join(" ");
        replaces(words[from])
            || vocabulary.state(&phrase).is_some_and(|state| state.phase == phase && phase == Phase::Ended)
    })
}

/// What ends a sentence or the paragraph in which it stands.
const MARKS: [&str; 7] = ["\n\n", "\n- ", "\n* ", ". ", ".\n", "; ", "\r\n\r\n"];

/// The sentence around a place, within its paragraph.
fn sentence(text: &str, place: Span) -> Span {
    let (start, end) = (place.start as usize, place.end as usize);
    let from = MARKS.iter().filter_map(|mark| text[..start].rfind(mark).map(|at| at + mark.len())).max().unwrap_or(0);
    let to = MARKS.iter().filter_map(|mark| text[end..].find(mark).map(|at| end + at)).min().unwrap_or(text.len());
    Span::new(from, to)
}
