//! Labelled lines: `**Owner:** x`, `- Owner: x`, `> Owner: x`, `*Last updated: x*`, several on a line joined by `|`.

use super::joint::{segments, with_joints_shown};
use crate::document::field::{Carrier, Field, Typed};
use crate::document::plain::plain;
use crate::document::signed;
use crate::document::value::interval::read_interval;
use crate::document::value::{Fault, Reading};
use crate::source::Span;
use crate::vocabulary::headings::CONTROL;
use crate::vocabulary::{FieldType, Meaning, Sign, Vocabulary, fold};

/// Longest label, value and line, in bytes. What is longer is prose.
pub(super) const MAX_LABEL: usize = 48;
const MAX_VALUE: usize = 240;
const MAX_LINE: usize = 1000;
/// Most unknown labels of a block, and most words of the value behind one.
const MOST_OTHERS: usize = 32;
const MOST_WORDS: usize = 12;
/// Longest line, in bytes, and most words of its label, where no colon stands between label and value.
const MOST_UNMARKED: usize = 120;
const MOST_LABEL_WORDS: usize = 4;

/// Most lines below a label that are its value.
const MOST_BELOW: usize = 8;

/// What the lines of one block say.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) fields: Vec<Field>,
    /// Segments that stand beside them with a label in bold that the vocabulary does not know.
    others: Vec<Span>,
    /// Segments with other labels that are not set off: they only count where all lines have labels.
    plain_others: Vec<Span>,
    /// Whether a line names the block as document control.
    pub(super) names_control: bool,
    /// Lines below a label without a value, which may be that: "**Approved by:**", and the names in the lines below it.
    below: Vec<Span>,
    /// Whether the last label has no value so far.
    pub(super) is_open: bool,
    /// Lines that have a known label, lines whose label is emphasized, all lines with text.
    known: usize,
    emphasized: usize,
    labelled: usize,
    all: usize,
}

impl Lines {
    /// Whether a block at the head is metadata: every line has a label, or a known label is set off, or most lines have a known one.
    pub(super) fn is_metadata(&self) -> bool {
        self.known > 0
            && (self.labelled == self.all || self.emphasized > 0 || self.names_control || self.is_mostly_metadata())
    }

    /// All fields, and what stands beside them with other labels.
    pub(super) fn into_fields(self, text: &str, vocabulary: &Vocabulary) -> impl Iterator<Item = Field> {
        let plain = if self.labelled == self.all { self.plain_others } else { Vec::new() };
        let field = move |place: Span| {
            let segment = with_joints_shown(&text[place.range()]);
            unknown(text, place.start as usize, &segment, &label(&segment)?, vocabulary)
        };
        self.others.into_iter().chain(plain).filter_map(field).chain(self.fields)
    }

    /// Gives the lines below a label without a value to it, all of them or the first one that is a value of the field.
    fn close(&mut self, text: &str, vocabulary: &Vocabulary) {
        let below = std::mem::take(&mut self.below);
        self.is_open = false;
        let (Some(field), Some(first)) = (self.fields.last_mut(), below.first()) else { return };
        let made = |places: &[Span]| {
            let items: Vec<(String, Span)> = places.iter().map(|place| (plain(&text[place.range()]), *place)).collect();
            let span = places.iter().copied().reduce(Span::to).unwrap_or(*first);
            Field::new(field.key.clone(), field.key_span, items, span, field.carrier, vocabulary)
        };
        let each = below.iter().map(|place| made(&[*place]));
        let is_value = |made: &Field| made.typed.is_valid() && !is_sentence(made);
        if let Some(found) = std::iter::once(made(&below)).chain(each).find(is_value) {
            *field = found;
            self.all -= below.len();
        }
    }

    /// Whether a field is a valid day, such as that of the next review: a strong hint where a label alone would be weak.
    pub(super) fn has_date(&self) -> bool {
        self.fields.iter().any(|field| matches!(field.typed, Typed::Date(Reading::Valid(_))))
    }

    /// Whether most lines of a block have known labels, and several of them: a line about whom to ask may stand among them.
    pub(super) fn is_mostly_metadata(&self) -> bool {
        self.known > 1 && self.known * 2 > self.all
    }

    /// Whether the block consists of nothing but known labels.
    pub(super) fn is_only_metadata(&self) -> bool {
        self.known > 0 && self.known == self.all
    }
}

/// Reads the lines of a paragraph, list or block quote.
pub(super) fn lines(text: &str, block: Span, vocabulary: &Vocabulary) -> Lines {
    let mut lines = Lines::default();
    let raw = &text[block.range()];
    let has_colon = || memchr::memchr(b':', raw.as_bytes()).is_some() || (!raw.is_ascii() && raw.contains('：'));
    if !has_colon() && !raw.contains("](") {
        return lines;
    }
    let at = block.start as usize;
    let ends = memchr::memchr_iter(b'\n', raw.as_bytes()).map(|end| end + 1);
    let mut from = 0;
    for end in ends.chain([raw.len()]) {
        read_line(text, at + from, &raw[from..end], vocabulary, &mut lines);
        from = end;
    }
    let is_open = lines.is_open && lines.below.is_empty();
    lines.close(text, vocabulary);
    lines.is_open = is_open;
    lines
}

/// Sentences of a paragraph that are a known label with a valid day: "We review this once a year. Next review: 10 February 2026."
pub(super) fn dated_sentences(text: &str, block: Span, vocabulary: &Vocabulary) -> Vec<Field> {
    let raw = &text[block.range()];
    let mut from = 0;
    let mut fields = Vec::new();
    let ends = raw.match_indices([' ', '\n']).map(|(at, _)| at).filter(|&at| raw[..at].ends_with(['.', ';']));
    for end in ends.chain([raw.len()]) {
        let sentence = &raw[from..end];
        let offset = block.start as usize + from;
        let read = label(sentence).and_then(|label| field(text, offset, sentence, &label, vocabulary));
        fields.extend(read.filter(|field| matches!(field.typed, Typed::Date(Reading::Valid(_)))));
        from = end;
    }
    fields
}

fn read_line(text: &str, offset: usize, line: &str, vocabulary: &Vocabulary, lines: &mut Lines) {
    let bare = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '-' | '+'));
    let bare = bare.strip_prefix("* ").unwrap_or(bare);
    let after_number = bare.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(['.', ')']);
    let bare =
        after_number.and_then(|rest| rest.strip_prefix(' ')).filter(|rest| rest.len() < bare.len() - 2).unwrap_or(bare);
    let start = offset + (line.len() - bare.len());
    let spelled = with_joints_shown(bare);
    let bare = spelled.trim_end().trim_end_matches('\\').trim_end();
    if bare.is_empty() || bare.len() > MAX_LINE {
        lines.all += usize::from(!bare.is_empty());
        return;
    }
    if first_colon(bare).is_none() && !bare.contains('：') {
        if lines.is_open && lines.below.len() < MOST_BELOW && bare.len() <= MOST_UNMARKED {
            let value = bare.trim_matches(['*', '_']);
            let from = start + bare.find(value).unwrap_or_default();
            lines.below.push(Span::new(from, from + value.len()));
            lines.all += 1;
            return;
        }
        let may_name = bare.len() <= MAX_LABEL && vocabulary.headings().may_hold_metadata(bare);
        let names_control =
            may_name && vocabulary.headings().matches(&plain(bare)).iter().any(|name| &**name == CONTROL);
        lines.names_control |= names_control;
        lines.all += usize::from(!names_control);
        if let Some(field) = unmarked(text, start, bare, vocabulary) {
            lines.known += 1;
            lines.labelled += 1;
            lines.fields.push(field);
        }
        return;
    }
    lines.close(text, vocabulary);
    // Commas only count behind a label that is set off.
    if bare.is_ascii() && !bare.starts_with("**") && memchr::memchr(b'|', bare.as_bytes()).is_none() {
        return read_segment(text, start, bare, vocabulary, lines);
    }
    for (from, segment) in segments(bare) {
        read_segment(text, start + from, segment, vocabulary, lines);
    }
}

fn read_segment(text: &str, offset: usize, segment: &str, vocabulary: &Vocabulary, lines: &mut Lines) {
    lines.all += 1;
    let Some(label) = label(segment) else { return };
    lines.labelled += 1;
    let Some(field) = field(text, offset, segment, &label, vocabulary) else {
        let others = if label.is_emphasized { &mut lines.others } else { &mut lines.plain_others };
        if others.len() < MOST_OTHERS {
            others.push(Span::new(offset, offset + segment.len()));
        }
        return;
    };
    lines.known += 1;
    lines.emphasized += usize::from(label.is_emphasized);
    lines.is_open = label.is_emphasized && field.items.is_empty();
    lines.fields.push(field);
}

/// A line whose label no colon sets off: "Version 1.3 of 12 June 2026", "Approved by Jane Doe on 12 June 2026". Only where the value is
/// beyond doubt what the label promises.
fn unmarked(text: &str, offset: usize, line: &str, vocabulary: &Vocabulary) -> Option<Field> {
    if let Some(field) = successor(text, offset, line, vocabulary) {
        return Some(field);
    }
    // A version and a day end in a digit, perhaps in brackets.
    if line.len() > MOST_UNMARKED || !line.trim_end_matches(')').ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let ends: Vec<usize> = line.match_indices(' ').map(|(at, _)| at).take(MOST_LABEL_WORDS).collect();
    let label = ends.into_iter().rev().find_map(|end| {
        let is_known = matches!(vocabulary.meaning_of_folded(&fold(&line[..end])), Some(Meaning::Field(_)));
        is_known.then_some(Label { start: 0, end, value: end, is_emphasized: false })
    })?;
    let field = made(text, offset, line, &label, vocabulary)?;
    let is_sure = match &field.typed {
        Typed::Version(reading) => matches!(reading, Reading::Valid(_)) && field.text.contains(['.', ',', ' ']),
        Typed::Date(reading) => matches!(reading, Reading::Valid(_)),
        Typed::People(_) => signed::has_both(&field, vocabulary),
        _ => false,
    };
    is_sure.then_some(field)
}

/// A line in bold that says what state the document is in by what it names: "**Superseded by [ADR-33](adr-33.md)** on 1 May 2026."
fn successor(text: &str, offset: usize, line: &str, vocabulary: &Vocabulary) -> Option<Field> {
    let inner = line.strip_prefix("**").or_else(|| line.strip_prefix("__"))?;
    let at = inner.find('[')?;
    let label = inner[..at].trim_end();
    let implies_state = |meaning: &Meaning| matches!(meaning, Meaning::Field(definition) if definition.state.is_some());
    vocabulary.meaning_of_folded(&fold(label)).filter(|meaning| implies_state(meaning))?;
    let end = at + inner[at..].find("**").or_else(|| inner[at..].find("__")).unwrap_or(inner.len() - at);
    let label = Label { start: 0, end: label.len(), value: at, is_emphasized: true };
    made(text, offset + 2, &inner[..end], &label, vocabulary)
}

struct Label {
    start: usize,
    end: usize,
    value: usize,
    is_emphasized: bool,
}

/// The label in front of the first colon.
fn label(segment: &str) -> Option<Label> {
    let colon = first_colon(segment)?;
    let width = segment[colon..].chars().next().map_or(1, char::len_utf8);
    let before = &segment[..colon];
    let start = before.find(|c: char| c.is_alphanumeric())?;
    let end = before
        .rfind(|c: char| c.is_alphanumeric() || matches!(c, '.' | ')'))
        .map(|at| at + before[at..].chars().next().map_or(1, char::len_utf8))?;
    if end <= start || end - start > MAX_LABEL || before[start..end].contains(['[', '<', '{']) {
        return None;
    }
    let after = segment[colon + width..].chars().next();
    if after.is_some_and(|c| c == '/' || c.is_alphanumeric()) && width == 1 {
        return None;
    }
    let is_emphasized = before[..start].contains(['*', '_']) || before[end..].contains(['*', '_']);
    // Obsidian writes two colons.
    let value = colon + width + usize::from(segment[colon + width..].starts_with(": "));
    Some(Label { start, end, value, is_emphasized })
}

/// The first colon, wide or narrow.
fn first_colon(text: &str) -> Option<usize> {
    let narrow = memchr::memchr(b':', text.as_bytes());
    if text.is_ascii() {
        return narrow;
    }
    let wide = text.find('：');
    [narrow, wide].into_iter().flatten().min()
}

fn field(text: &str, offset: usize, segment: &str, found: &Label, vocabulary: &Vocabulary) -> Option<Field> {
    vocabulary.meaning_of_folded(&fold(&segment[found.start..found.end]))?;
    let rest = &segment[found.value..];
    // A label whose value is a label again: the second one says what the value is.
    let inner = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'));
    let skipped = found.value + (rest.len() - inner.len());
    if let Some(again) = label(inner)
        && let Some(field) = field(text, offset + skipped, inner, &again, vocabulary)
    {
        return Some(field);
    }
    let field = made(text, offset, segment, found, vocabulary)?;
    (!is_sentence(&field) || tells_how_often(&field, vocabulary)).then_some(field)
}

/// A label that the vocabulary does not know, with a value that is no sentence: metadata of a pack, perhaps.
fn unknown(text: &str, offset: usize, segment: &str, found: &Label, vocabulary: &Vocabulary) -> Option<Field> {
    let is_known = vocabulary.meaning_of_folded(&fold(&segment[found.start..found.end])).is_some();
    let field = made(text, offset, segment, found, vocabulary).filter(|_| !is_known)?;
    let words = field.text.split_whitespace().count();
    (words > 0 && words <= MOST_WORDS && !field.text.ends_with('.')).then_some(field)
}

fn made(text: &str, offset: usize, segment: &str, found: &Label, vocabulary: &Vocabulary) -> Option<Field> {
    let rest = &segment[found.value..];
    let is_edge = |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`');
    let is_mask = rest.contains(['_', '.']) && rest.trim().chars().all(|c| matches!(c, '_' | '*' | '.' | ' ' | '\\'));
    let value = if is_mask { rest.trim() } else { rest.trim_matches(is_edge) };
    let start = offset
        + found.value
        + (rest.len() - if is_mask { rest.trim_start() } else { rest.trim_start_matches(is_edge) }.len());
    let span = if value.is_empty() { Span::at(offset + found.value) } else { Span::new(start, start + value.len()) };
    if value.len() > MAX_VALUE || text.get(span.range()).is_none() {
        return None;
    }
    let key_span = Span::new(offset + found.start, offset + found.end);
    let key = plain(&segment[found.start..found.end]);
    let shown = super::value_shown(&key, value, vocabulary);
    let items = if shown.is_empty() { Vec::new() } else { vec![(shown, span)] };
    Some(Field::new(key, key_span, items, span, Carrier::LabelledLine, vocabulary))
}

/// Whether a text has a number of four digits: with the day, names and offices may take many words.
fn has_year(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4)
}

/// Whether most words of a text begin with a capital, as those of offices do: "Chief Information Security Officer and Head of IT".
fn has_names(text: &str) -> bool {
    let words = || text.split_whitespace().filter(|word| word.starts_with(char::is_alphanumeric));
    words().filter(|word| word.starts_with(char::is_uppercase)).count() * 2 > words().count()
}

/// Whether the full stop at the end of a text is that of a short word with a capital: "Example Ltd.", "Example Sdn. Bhd."
fn ends_in_abbreviation(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default().trim_end_matches('.');
    (2..=4).contains(&last.len()) && last.starts_with(char::is_uppercase) && last.chars().all(char::is_alphabetic)
}

/// Whether a label that may stand for a day is followed by an interval: "**Review:** every two years, or upon significant change".
fn tells_how_often(field: &Field, vocabulary: &Vocabulary) -> bool {
    let may_be_one = field.candidates.iter().any(|candidate| candidate.kind == FieldType::Interval);
    may_be_one && matches!(read_interval(&field.text, &vocabulary.words), Reading::Valid(_))
}

/// Whether a value is a sentence and not what its label promises: "**Owner:** the person who answers for the service."
fn is_sentence(field: &Field) -> bool {
    if matches!(field.typed.reading(), Reading::Placeholder) {
        return false;
    }
    let words = field.text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    match &field.typed {
        Typed::People(_) => {
            let limit = if has_year(&field.text) || has_names(&field.text) { 16 } else { 8 };
            words > limit || (words > 3 && field.text.ends_with('.') && !ends_in_abbreviation(&field.text))
        }
        // What stands behind a label for reviews and has no full stop is meant as its value, though it names no day.
        Typed::Date(Reading::Faulty(Fault::Malformed)) => {
            let is_sure = field.definition.as_ref().is_some_and(|known| known.sign == Some(Sign::Strong));
            words > if is_sure && !field.text.ends_with('.') { 12 } else { 5 }
        }
        Typed::State(Reading::Faulty(_)) | Typed::Version(Reading::Faulty(_)) => words > 5,
        _ => false,
    }
}
