//! Metadata that is kept in the text: control tables, labelled lines, revision histories.
//!
//! Only where metadata stands is looked at: the head of the document, a section about document control, and the foot. A
//! table or a labelled line in the middle of the text is content.

mod joint;
mod label;
mod revision;
pub(crate) mod signature;
mod table;
mod unread;

pub use revision::Revision;
pub(super) use signature::{APPROVED_BY, APPROVED_ON};
pub use unread::control_table as unread_table;

use super::body::{Block, BlockKind, Body, HeadingForm, Section, Table};
use super::field::Field;
use super::{plain, plain_list};
use crate::source::Span;
use crate::vocabulary::headings::{APPROVAL, CONTROL, HISTORY, REVIEW};
use crate::vocabulary::{FieldType, Meaning, Vocabulary, fold};

/// Metadata found in the text.
#[derive(Debug, Default)]
pub struct Found {
    /// Fields in the order of the text.
    pub fields: Vec<Field>,
    /// Rows of the revision history in the order of the text.
    pub revisions: Vec<Revision>,
    /// The first control table, or the place headed as one.
    pub control: Option<Span>,
}

/// Most blocks and lines at the top of a document that are looked at, and blocks at its end.
const HEAD_BLOCKS: usize = 24;
const HEAD_LINES: usize = 60;
const FOOT_BLOCKS: usize = 3;
const RULED_FOOT_BLOCKS: usize = 8;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Zone {
    Head,
    Control,
    /// A section about the review of the document.
    Review,
    /// A section in which the document is signed: who and when is known already.
    Signed,
    /// The end of the document.
    Foot,
    /// The end of the document, set off by a line across the page.
    RuledFoot,
}

impl Zone {
    /// Whether a block with some text may be metadata in such a place: only with a day in some, which has digits, though not in every
    /// script the same. A cheap look before the lines are read.
    fn may_have_metadata(self, block: BlockKind, text: &str) -> bool {
        let may_have_date = || text.bytes().any(|byte| byte.is_ascii_digit() || !byte.is_ascii());
        match self {
            Self::Foot => block == BlockKind::Paragraph && may_have_date(),
            Self::Review => may_have_date(),
            _ => true,
        }
    }
}

/// Looks for metadata in the text of a document that begins at byte `start`.
pub fn find(text: &str, start: usize, body: &Body, vocabulary: &Vocabulary) -> Found {
    let mut found = Found::default();
    let zones = Zones::of(text, start, body, vocabulary);
    let signed = signature::fields(text, body, &zones.approval, vocabulary);
    let mut read_above = None;
    for (index, block) in body.blocks.iter().enumerate() {
        if read_above == Some(index) {
            continue; // the value of a label in the block above
        }
        let is_signed = || !signed.is_empty() && covers(&zones.approval, block.span);
        let zone = match zones.zone(index, block) {
            None | Some(Zone::Foot) if is_signed() => Zone::Signed,
            None => continue,
            Some(zone) => zone,
        };
        match block.kind {
            BlockKind::Table | BlockKind::Html if matches!(zone, Zone::Control | Zone::Head | Zone::RuledFoot) => {
                read_tables(text, body, block, zone, vocabulary, &mut found);
            }
            BlockKind::Paragraph | BlockKind::List | BlockKind::Quote | BlockKind::Heading => {
                if block.kind == BlockKind::Heading && !text[block.span.range()].starts_with("**") {
                    continue; // only a line in bold may be a label without a value
                }
                let below = body.blocks.get(index + 1).filter(|next| next.kind == BlockKind::List);
                let reach = below.map_or(block.span, |list| block.span.to(list.span));
                if !zone.may_have_metadata(block.kind, &text[reach.range()]) {
                    continue;
                }
                let mut lines = label::lines(text, block.span, vocabulary);
                // A list right below a label without a value is the value.
                let list = below.filter(|list| {
                    lines.is_open && text[block.span.end as usize..list.span.start as usize].trim().is_empty()
                });
                if let Some(list) = list {
                    lines = label::lines(text, block.span.to(list.span), vocabulary);
                }
                if zone == Zone::Signed {
                    let is_news = |field: &Field| field.definition.is_some() && !signature::is_approval(field);
                    if lines.is_metadata() {
                        found.fields.extend(lines.fields.into_iter().filter(is_news));
                        read_above = list.map(|_| index + 1);
                    }
                    continue;
                }
                let wanted = match zone {
                    Zone::Control => true,
                    Zone::Head => lines.is_metadata(),
                    Zone::Review => lines.has_date() && (lines.is_only_metadata() || lines.is_mostly_metadata()),
                    Zone::RuledFoot => {
                        lines.is_only_metadata() || (zones.bare_foot.contains(&index) && lines.is_mostly_metadata())
                    }
                    Zone::Signed => false,
                    Zone::Foot => lines.is_only_metadata() && lines.has_date(),
                };
                if wanted {
                    read_above = list.map(|_| index + 1);
                    if lines.names_control {
                        found.control = found.control.or(Some(block.span));
                    }
                    if zone != Zone::Foot && !lines.fields.is_empty() {
                        found.fields.extend(lines.into_fields(text, vocabulary));
                    } else {
                        found.fields.extend(lines.fields);
                    }
                } else if zone == Zone::Review {
                    found.fields.extend(label::dated_sentences(text, block.span, vocabulary));
                }
            }
            _ => {}
        }
    }
    if !found.fields.iter().any(signature::is_approval) {
        found.fields.extend(signed);
    }
    for &index in &zones.history_tables {
        revision::read(text, &body.tables[index], vocabulary, &mut found.revisions);
    }
    found
}

/// A value as text; where a field has several values, a line break divides them.
fn value_shown(key: &str, raw: &str, vocabulary: &Vocabulary) -> String {
    let has_several = || match vocabulary.meaning_of_folded(&fold(key)) {
        Some(Meaning::Field(definition)) => {
            matches!(definition.kind, FieldType::Person | FieldType::List | FieldType::Reference)
        }
        _ => false,
    };
    if raw.contains('<') && has_several() { plain_list(raw) } else { plain(raw) }
}

fn read_tables(text: &str, body: &Body, block: &Block, zone: Zone, vocabulary: &Vocabulary, found: &mut Found) {
    for table in body.tables_from(block.span) {
        let fields = table::fields(text, table, vocabulary, zone == Zone::Control);
        if !fields.is_empty() {
            found.control = found.control.or(Some(table.span));
            found.fields.extend(fields);
        }
    }
}

/// Which blocks may hold metadata.
struct Zones {
    head_end: u32,
    foot_start: usize,
    ruled_from: usize,
    /// Blocks of the foot between which and the line above them no heading stands.
    bare_foot: Vec<usize>,
    control: Vec<Span>,
    review: Vec<Span>,
    history_tables: Vec<usize>,
    /// Sections about the approval of the document.
    approval: Vec<Span>,
}

impl Zones {
    fn of(text: &str, start: usize, body: &Body, vocabulary: &Vocabulary) -> Self {
        let mut control = Vec::new();
        let mut history = Vec::new();
        let (mut approval, mut review) = (Vec::new(), Vec::new());
        let mut head_end = None;
        let mut titles = Titles::default();
        for (index, section) in body.sections.iter().enumerate() {
            // The title of the document names no section, whatever it says: "Roles and responsibilities", "Document control".
            if index == 0 && body.has_title() {
                titles.count += 1;
                continue;
            }
            let in_head = head_end.is_none();
            let belongs_to_title = in_head && titles.continue_with(section, body);
            if !belongs_to_title && !vocabulary.headings().may_hold_metadata(&section.title) {
                head_end = head_end.or(Some(section.span.start));
                continue;
            }
            let names = vocabulary.headings().matches(&section.title);
            let is_control = names.iter().any(|name| &**name == CONTROL);
            let is_history = names.iter().any(|name| &**name == HISTORY);
            let extent = Span { start: section.span.end, end: section.end };
            if is_control {
                control.push(extent);
            }
            if is_history || is_control {
                history.push(extent);
            }
            let is_about = |wanted: &str| names.iter().any(|name| &**name == wanted);
            if is_about(APPROVAL) {
                approval.push(extent);
            }
            if is_about(REVIEW) {
                review.push(extent);
            }
            if !in_head || is_control || is_history {
                continue;
            }
            if names.is_empty() && belongs_to_title {
                titles.count += 1;
                continue;
            }
            head_end = Some(section.span.start);
        }
        let limit = body.blocks.get(HEAD_BLOCKS).map_or(u32::MAX, |block| block.span.start);
        let head_end = line_limit(text, start, head_end.unwrap_or(u32::MAX).min(limit));
        let content = |kind: BlockKind| !matches!(kind, BlockKind::Rule | BlockKind::Comment);
        let mut last: Vec<usize> =
            (0..body.blocks.len()).rev().filter(|&index| content(body.blocks[index].kind)).take(FOOT_BLOCKS).collect();
        last.retain(|&index| body.blocks[index].kind != BlockKind::Heading);
        let foot_start = last.last().copied().unwrap_or(usize::MAX);
        let (ruled_from, bare_foot) = ruled_foot(body);
        let (control, history, review) = (joined(control), joined(history), joined(review));
        let is_in_foot = |table: Span| body.blocks.get(foot_start).is_some_and(|block| table.start >= block.span.start);
        let is_history_table =
            |table: &Table| covers(&history, table.span) || table.span.start < head_end || is_in_foot(table.span);
        let history_tables = body
            .tables
            .iter()
            .enumerate()
            .filter(|(_, table)| is_history_table(table))
            .map(|(index, _)| index)
            .collect();
        Self { head_end, foot_start, ruled_from, bare_foot, control, review, history_tables, approval }
    }

    fn zone(&self, index: usize, block: &Block) -> Option<Zone> {
        if covers(&self.control, block.span) {
            Some(Zone::Control)
        } else if block.span.start < self.head_end {
            Some(Zone::Head)
        } else if index >= self.ruled_from || self.bare_foot.contains(&index) {
            Some(Zone::RuledFoot)
        } else if covers(&self.review, block.span) {
            Some(Zone::Review)
        } else {
            (index >= self.foot_start).then_some(Zone::Foot)
        }
    }
}

/// The first block behind the last line across the page, where that is in the foot, and the blocks of the foot that such a line sets off
/// without a heading between: entries of a list are set off as well, but they have headings.
fn ruled_foot(body: &Body) -> (usize, Vec<usize>) {
    let first = body.blocks.len().saturating_sub(RULED_FOOT_BLOCKS);
    let (mut ruled_from, mut bare, mut is_bare) = (usize::MAX, Vec::new(), false);
    for (index, block) in body.blocks.iter().enumerate().skip(first) {
        match block.kind {
            BlockKind::Rule => (ruled_from, is_bare) = (index + 1, true),
            BlockKind::Heading => is_bare = false,
            _ if is_bare => bare.push(index),
            _ => {}
        }
    }
    (ruled_from, bare)
}

/// Joins extents that lie in each other; they come in the order of their beginnings.
fn joined(extents: Vec<Span>) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::new();
    for extent in extents {
        match joined.last_mut() {
            Some(last) if extent.start < last.end => last.end = last.end.max(extent.end),
            _ => joined.push(extent),
        }
    }
    joined
}

/// Whether a stretch lies in one of some extents, which are in order and do not overlap.
fn covers(extents: &[Span], stretch: Span) -> bool {
    let after = extents.partition_point(|extent| extent.start <= stretch.start);
    after > 0 && extents[after - 1].contains(stretch)
}

/// The headings at the top that are the title of the document and do not end its head.
#[derive(Default)]
struct Titles {
    count: usize,
}

impl Titles {
    /// Whether a heading that names no known section still belongs to the title: the first one, a subtitle with nothing in
    /// between, or a line in bold.
    fn continue_with(&self, section: &Section, body: &Body) -> bool {
        let is_line = matches!(section.form, HeadingForm::BoldLine | HeadingForm::NumberedLine);
        let above = body.blocks.iter().take_while(|block| block.span.start < section.span.start);
        // Below the name of an organization the title may have a higher level.
        let is_subtitle = above.into_iter().all(|block| matches!(block.kind, BlockKind::Heading | BlockKind::Comment));
        self.count == 0 || (self.count < 4 && (is_line || is_subtitle))
    }
}

/// The offset behind the lines at the top that are looked at; `end` where that comes first.
fn line_limit(text: &str, start: usize, end: u32) -> u32 {
    let bytes = text.as_bytes();
    let mut ends = memchr::memchr_iter(b'\n', &bytes[start..bytes.len().min(end as usize).max(start)]);
    ends.nth(HEAD_LINES).map_or(end, |offset| end.min(Span::at(start + offset).start))
}
