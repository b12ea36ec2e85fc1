//! The head of the minutes: the metadata of the document that is followed, in its carrier, order and spelling, with the values of a
//! draft. What somebody else said of the earlier document, such as its approval, is left out.

use std::ops::Range;

use jiff::civil::Date;

use super::Order;
use super::day::next_period;
use super::number::{first_version, next_id, next_title};
use crate::document::Document;
use crate::document::body::BlockKind;
use crate::document::field::{Carrier, Field};
use crate::document::front_matter::Format;
use crate::document::review::NEXT_REVIEW;
use crate::pack::record::ColumnType;
use crate::repository::kind::KIND;
use crate::vocabulary::headings::CONTROL;
use crate::vocabulary::{FieldType, fold};

/// What is written in front of the sections, and behind them.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) top: String,
    pub(super) foot: String,
}

/// What becomes of a piece of metadata.
enum Action {
    Keep,
    Replace(String),
    Remove,
}

/// A stretch of the earlier text and what takes its place.
type Edit = (Range<usize>, String);

/// Stands where a value has to stand and nobody has one.
const NOTHING: &str = "–";

impl Order<'_> {
    /// The head, made from that of the document that is followed.
    pub(super) fn head(&self) -> Head {
        let document = self.model.document;
        let mut edits: Vec<Edit> = Vec::new();
        for field in &document.fields {
            match self.action(field) {
                Action::Keep => {}
                Action::Replace(value) => edits.push((range(field), in_place_of(document, field, &value))),
                Action::Remove => edits.push(removal(document, field)),
            }
        }
        self.add_missing(&mut edits);
        if let Some(title) = document.body.sections.first().filter(|_| document.body.has_title()) {
            let raw = document.source.slice(title.span);
            edits.push((title.span.range(), raw.replacen(&*title.title, &self.title(&title.title), 1)));
        }
        let mut head = Head::default();
        if let Some(block) = document.front_matter {
            // The block ends behind its closing line; a byte order mark stands in front of it.
            let text = apply(document, 0..block.end as usize, &edits);
            head.top = without_last_comma(text.trim_end()) + "\n\n";
        }
        let sections = document.body.sections.iter().enumerate();
        let content =
            sections.clone().find(|(at, _)| !self.is_head(*at)).map_or(u32::MAX, |(_, section)| section.span.start);
        for block in
            document.body.blocks.iter().filter(|block| Some(block.span.start) >= document.front_matter.map(|fm| fm.end))
        {
            let holds = |field: &&Field| field.is_in_text() && block.span.range().contains(&range(field).start);
            let is_heading = sections.clone().any(|(at, section)| {
                self.is_head(at) && block.kind == BlockKind::Heading && section.span.start == block.span.start
            });
            if !is_heading && !document.fields.iter().any(|field| holds(&field)) {
                continue;
            }
            let text = apply(document, block.span.range(), &edits);
            let place = if block.span.start < content { &mut head.top } else { &mut head.foot };
            if !text.trim().is_empty() {
                *place += &format!("{}\n\n", text.trim_end());
            }
        }
        head
    }

    /// Whether a heading belongs to the head: the title, or one over metadata.
    pub(super) fn is_head(&self, section: usize) -> bool {
        let names = self.model.member.sections(self.model.document, self.vocabulary());
        let is_control = names.get(section).is_some_and(|names| names.iter().any(|name| &**name == CONTROL));
        is_control || (section == 0 && self.model.document.body.has_title())
    }

    /// The title of the minutes from that of the document that is followed.
    fn title(&self, earlier: &str) -> String {
        if !self.is_minutes {
            let item = self
                .judged
                .set
                .settings
                .names
                .items
                .iter()
                .find(|item| item.kinds.iter().any(|kind| kind == self.kind));
            let name = item.map_or(self.kind, |item| item.title.as_str());
            return format!("{name} {}", self.day.year());
        }
        let stem = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
        let path = self.model.document.path();
        next_title(earlier, &stem(path), &stem(self.path), self.earlier_day, self.day)
    }

    fn action(&self, field: &Field) -> Action {
        let Some(definition) = &field.definition else { return self.action_of_column(field) };
        match &*definition.name {
            "id" => {
                let known = self.judged.repository.ids();
                Action::Replace(next_id(&field.text, known, self.day))
            }
            "title" => Action::Replace(self.title(&field.text)),
            KIND if self.is_minutes => Action::Keep,
            KIND => Action::Replace(self.kind.to_owned()),
            "version" => Action::Replace(first_version(&field.text, self.day)),
            "status" => self.draft(&field.text).map_or(Action::Remove, Action::Replace),
            "owner" | "classification" | "distribution" | "retention" | "language" | "review_interval" => Action::Keep,
            "author" | "satisfies" if self.is_minutes => Action::Keep,
            "created" | "updated" => Action::Replace(self.days.like(&field.text, self.day)),
            NEXT_REVIEW => {
                self.next_review().map_or(Action::Remove, |day| Action::Replace(self.days.like(&field.text, day)))
            }
            _ => match definition.kind {
                FieldType::Text | FieldType::List if self.is_minutes => Action::Keep,
                _ => Action::Remove,
            },
        }
    }

    /// What becomes of metadata that a pack reads as a column of the minutes, or nobody reads.
    fn action_of_column(&self, field: &Field) -> Action {
        if !self.is_minutes {
            return Action::Remove;
        }
        let key = fold(&field.key);
        match self.columns().find_map(|definition| Some(definition.columns[definition.column_spelled(&key)?].kind())) {
            Some(ColumnType::Date | ColumnType::EventDate | ColumnType::LastDay) => {
                Action::Replace(self.days.like(&field.text, self.day))
            }
            Some(ColumnType::Period) => {
                next_period(&field.text, self.day, &self.days).map_or(Action::Remove, Action::Replace)
            }
            Some(ColumnType::Person | ColumnType::Reference) => Action::Remove,
            None if field.items.len() > 1 || self.days.read(&field.text).is_some() => Action::Remove,
            _ => Action::Keep,
        }
    }

    /// The next review, as long after the meeting as the earlier minutes had it after theirs.
    fn next_review(&self) -> Option<Date> {
        let document = self.model.document;
        let member = self.model.member;
        let stated = document.interval("review_interval").map(|(interval, _)| interval);
        let interval = stated.or_else(|| self.judged.repository.default_interval(member, &self.judged.set.settings));
        let planned = || {
            let (next, _) = document.date(NEXT_REVIEW)?;
            self.day.checked_add(next - self.earlier_day?).ok().filter(|day| *day > self.day)
        };
        interval.and_then(|interval| interval.after(self.day)).or_else(planned)
    }

    /// Kind and day of the meeting, where nothing that is kept says them.
    fn add_missing(&self, edits: &mut Vec<Edit>) {
        let document = self.model.document;
        let mut kept = document.fields.iter().filter(|field| !matches!(self.action(field), Action::Remove));
        let Some(last) = kept.next_back() else { return };
        let by_path = self
            .judged
            .set
            .settings
            .kind_by_path(self.path, &self.judged.set.vocabulary)
            .is_some_and(|(kind, _)| &*kind == self.kind);
        if !by_path && document.field(KIND).is_none() {
            edits.push(addition(document, last, KIND, self.kind));
        }
        let day = self.columns().find_map(|definition| {
            definition
                .columns
                .iter()
                .find(|column| matches!(column.kind(), ColumnType::Date | ColumnType::EventDate))
                .map(|column| (definition, column))
        });
        if let (false, Some((_, column))) = (self.is_minutes, day) {
            let day = match last.carrier {
                Carrier::FrontMatter(_) => self.day.to_string(),
                _ => self.days.plain(self.day),
            };
            edits.push(addition(document, last, &column.name, &day));
        }
    }
}

fn range(field: &Field) -> Range<usize> {
    field.span.range()
}

/// A block without a comma in front of the brace that closes it: what followed was taken out.
fn without_last_comma(block: &str) -> String {
    let inner = block.strip_suffix('}').unwrap_or(block);
    match inner.trim_end().strip_suffix(',').filter(|_| inner.len() < block.len()) {
        Some(before) => format!("{before}\n}}"),
        None => block.to_owned(),
    }
}

/// A value as it is written in place of another: with its quotes and emphasis.
fn in_place_of(document: &Document, field: &Field, value: &str) -> String {
    let raw = document.source.slice(field.span);
    if !field.text.is_empty() && raw.contains(&field.text) {
        return raw.replacen(&field.text, value, 1);
    }
    match raw.chars().next().filter(|quote| matches!(quote, '"' | '\'')) {
        Some(quote) => format!("{quote}{value}{quote}"),
        None => value.to_owned(),
    }
}

/// Takes a piece of metadata out: its lines, where nothing else stands on them.
fn removal(document: &Document, field: &Field) -> Edit {
    let text = document.source.text();
    let ends = field.items.iter().map(|(_, span)| span.end as usize).chain([range(field).end]);
    let key = field.key_span.start as usize;
    let end = ends.max().unwrap_or(key).max(key);
    let from = text[..key].rfind('\n').map_or(0, |at| at + 1);
    let to = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
    let is_other =
        |other: &&Field| !std::ptr::eq(*other, field) && (from..to).contains(&(other.key_span.start as usize));
    let is_shared = document.fields.iter().any(|other| is_other(&other));
    let is_block = matches!(
        field.carrier,
        Carrier::FrontMatter(Format::Yaml | Format::Toml) | Carrier::UnopenedBlock | Carrier::CodeBlock
    );
    let is_one_line = !text[from..end].contains('\n');
    if !is_shared && (is_block || is_one_line) {
        return (from..to, String::new());
    }
    (range(field), in_place_of(document, field, NOTHING))
}

/// Adds a piece of metadata behind another one, in the same form.
fn addition(document: &Document, like: &Field, key: &str, value: &str) -> Edit {
    let text = document.source.text();
    if let (Carrier::FrontMatter(format), Some(block)) = (like.carrier, document.front_matter) {
        let inner = text[..block.end as usize].trim_end();
        let at = inner.rfind('\n').map_or(0, |at| at + 1);
        let line = match format {
            Format::Yaml => format!("{key}: {value}\n"),
            Format::Toml if value.parse::<Date>().is_ok() => format!("{key} = {value}\n"),
            Format::Toml => format!("{key} = \"{value}\"\n"),
            Format::Json => return (at..at, String::new()),
        };
        return (at..at, line);
    }
    let shown = crate::vocabulary::writing::like_case(&like.key, key);
    let start = like.key_span.start as usize;
    let from = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let to = text[range(like).end..].find('\n').map_or(text.len(), |at| range(like).end + at);
    let mut edits: Vec<Edit> = Vec::new();
    for other in document.fields.iter().filter(|other| other.is_in_text()) {
        let (name, place) = (other.key_span.range(), range(other));
        if name.start >= from && place.end <= to {
            let (shown, value) = if std::ptr::eq(other, like) { (shown.as_str(), value) } else { ("", "") };
            edits.extend([(name, shown.to_owned()), (place, value.to_owned())]);
        }
    }
    let line = apply(document, from..to, &edits);
    let end = if to < text.len() { to + 1 } else { to };
    (end..end, format!("{line}\n"))
}

/// A stretch of the earlier text with the edits that lie in it.
fn apply(document: &Document, stretch: Range<usize>, edits: &[Edit]) -> String {
    let text = document.source.text();
    let is_inside = |range: &Range<usize>| range.start >= stretch.start && range.start <= stretch.end;
    let mut inside: Vec<&Edit> = edits.iter().filter(|(range, _)| is_inside(range)).collect();
    inside.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::new();
    let mut at = stretch.start;
    for (range, new) in inside {
        if range.start < at {
            continue; // lies in something that is gone already
        }
        out += &text[at..range.start];
        if !out.is_empty() && !out.ends_with('\n') && new.ends_with('\n') {
            out.push('\n');
        }
        out += new;
        at = range.end;
    }
    out + text.get(at..stretch.end).unwrap_or_default()
}
