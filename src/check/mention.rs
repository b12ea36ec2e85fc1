//! Whether a document that refers to one that is not in force says so itself: "replaces", "withdrawn", a list of archived versions.

use super::{Context, Subject};
use crate::document::body::Section;
use crate::document::plain;
use crate::source::{Span, boundary_before, boundary_behind};
use crate::vocabulary::headings::HISTORY;
use crate::vocabulary::{Meaning, Phase, Vocabulary, fold};

/// The field that names what a document replaces.
pub(super) const SUPERSEDES: &str = "supersedes";

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
    let sections = &document.body.sections;
    let nearest = sections.partition_point(|section| section.span.end <= place.start);
    let above = sections[title.min(nearest)..nearest].iter().rev().take(MOST_ABOVE);
    let mut above = above.filter(|section| is_above(section));
    if above.any(|section| is_past(&section.title)) {
        return true;
    }
    let Some(row) = row_around(place, subject) else {
        let around = sentence(text, place);
        let before = &text[around.start as usize..place.start as usize];
        return says_of_it(before, &text[place.end as usize..around.end as usize], phase, vocabulary);
    };
    let has_phase = |raw: &str| vocabulary.state(&plain(raw)).is_some_and(|state| state.phase == phase);
    row.iter().map(|cell| &text[cell.range()]).any(|raw| has_phase(raw) || tells_end(raw, phase, vocabulary))
}

fn row_around(place: Span, subject: Subject<'_>) -> Option<&[Span]> {
    let tables = &subject.document.body.tables;
    let table = &tables[tables.partition_point(|table| table.span.start <= place.start).checked_sub(1)?];
    let begins = |row: &Vec<Span>| row.first().is_some_and(|cell| cell.start <= place.start);
    let row = &table.rows[table.rows.partition_point(begins).checked_sub(1)?];
    row.iter().any(|cell| cell.contains(place)).then_some(row)
}

/// Whether the words of a sentence around a reference say it of the reference: "replaces …", "the withdrawn …", "…, which was withdrawn in
/// 2024". In "… on inactive accounts" the word is about something else.
fn says_of_it(before: &str, after: &str, phase: Phase, vocabulary: &Vocabulary) -> bool {
    let (before, after) = (plain(before), plain(after));
    let last: Vec<&str> = words(&before).collect();
    if last.iter().any(|word| replaces(word, vocabulary))
        || last.last().is_some_and(|word| is_state(word, phase, vocabulary))
    {
        return true;
    }
    let behind: Vec<&str> = after.split_whitespace().collect();
    (0..behind.len()).any(|from| {
        let phrase = |length: usize| words(&behind[from..from + length].join(" ")).collect::<Vec<_>>().join(" ");
        let mut lengths = 1..=MOST_WORDS.min(behind.len() - from);
        let Some(length) = lengths.find(|&length| is_state(&phrase(length), phase, vocabulary)) else { return false };
        let rest = &behind[from + length..];
        let closes = rest.is_empty() || behind[from + length - 1].ends_with(['.', ',', ';', ')', ':', '!']);
        closes || rest.iter().take(3).any(|word| word.contains(|c: char| c.is_ascii_digit()))
    })
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn replaces(word: &str, vocabulary: &Vocabulary) -> bool {
    let meaning = vocabulary.meaning_of_folded(&fold(word));
    matches!(meaning, Some(Meaning::Field(field)) if &*field.name == SUPERSEDES)
}

fn is_state(phrase: &str, phase: Phase, vocabulary: &Vocabulary) -> bool {
    phase == Phase::Ended && vocabulary.state(phrase).is_some_and(|state| state.phase == phase)
}

/// Whether a heading or a cell has words for such a state, or a word for replacing.
fn tells_end(raw: &str, phase: Phase, vocabulary: &Vocabulary) -> bool {
    let shown = plain(raw);
    let words: Vec<&str> = words(&shown).collect();
    (0..words.len()).any(|from| {
        let phrase = words[from..words.len().min(from + MOST_WORDS)].join(" ");
        replaces(words[from], vocabulary) || is_state(&phrase, phase, vocabulary)
    })
}

/// How much of a sentence is looked at on each side of a reference, in bytes.
const LONGEST_SENTENCE: usize = 600;

/// Most headings above a reference that are looked at, nearest first.
const MOST_ABOVE: usize = 256;

/// What ends a sentence or the paragraph in which it stands.
const MARKS: [&str; 7] = ["\n\n", "\n- ", "\n* ", ". ", ".\n", "; ", "\r\n\r\n"];

/// The sentence around a place, within its paragraph; of a longer one what stands near.
fn sentence(text: &str, place: Span) -> Span {
    let (start, end) = (place.start as usize, place.end as usize);
    let first = boundary_behind(text, start.saturating_sub(LONGEST_SENTENCE));
    let last = boundary_before(text, end + LONGEST_SENTENCE);
    let (before, after) = (&text[first..start], &text[end..last]);
    let from = MARKS.iter().filter_map(|mark| before.rfind(mark).map(|at| first + at + mark.len())).max();
    let to = MARKS.iter().filter_map(|mark| after.find(mark).map(|at| end + at)).min();
    Span::new(from.unwrap_or(first), to.unwrap_or(last))
}
