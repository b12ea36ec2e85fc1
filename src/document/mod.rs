//! One file of the repository, read: what a check may look at.

pub mod body;
pub mod carrier;
mod entries;
pub mod field;
pub mod front_matter;
pub(crate) mod html;
mod html_table;
pub mod label;
pub mod markdown;
pub mod node;
mod plain;
pub mod problem;
pub mod review;
mod settle;
mod signed;
pub mod slug;
mod twin;
pub mod value;

use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

pub use plain::{plain, plain_list};

use crate::source::{Source, Span};
use crate::vocabulary::{Phase, Sign, StateDefinition, Vocabulary};
use body::Body;
use carrier::Revision;
use field::{Carrier, Field, Typed};
use problem::ParseProblem;
use value::Reading;
use value::date::DateOrder;
use value::interval::Interval;
use value::person::Person;
use value::version::Version;

/// The field for who answers for a document.
const OWNER: &str = "owner";

/// How documents are read, apart from the vocabulary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// Whether a YAML code block at the top of the text is metadata.
    pub code_block_metadata: bool,
}

/// A document and everything that was found in it.
#[derive(Debug, Default)]
pub struct Document {
    /// Path and text.
    pub source: Source,
    /// The metadata block at the top, fences included.
    pub front_matter: Option<Span>,
    /// Whether a part of the metadata block could not be read.
    pub has_broken_metadata: bool,
    /// Whether nothing of it could be read: what it holds is not known, and neither is what it lacks.
    pub is_unread: bool,
    /// All metadata in the order of reading: block at the top, then the text.
    pub fields: Vec<Field>,
    /// The text.
    pub body: Body,
    /// Rows of the revision history in the order of the text.
    pub revisions: Vec<Revision>,
    /// The first control table, or block named as document control.
    pub control: Option<Span>,
    /// What is wrong with the form.
    pub problems: Vec<ParseProblem>,
    /// The state that another field than that for the state implies.
    implied_state: Option<Arc<StateDefinition>>,
    /// Whether the document says itself that it is controlled, or that it is not.
    says_control: Option<bool>,
    slugs: OnceLock<slug::Slugs>,
    is_generated: OnceLock<bool>,
    date_order: OnceLock<Option<DateOrder>>,
}

impl Document {
    /// Reads a document. Total: no input makes it fail, panic or take more than linear time.
    pub fn parse(source: Source, vocabulary: &Vocabulary, options: ReadOptions) -> Self {
        let mut document = Self { source, ..Self::default() };
        let start = document.read_front_matter(vocabulary, options);
        let text = document.source.text();
        document.body = markdown::read(text, start, &mut document.problems);
        let found = carrier::find(text, start, &document.body, vocabulary);
        document.fields.extend(found.fields);
        document.revisions = found.revisions;
        document.control = found.control;
        document.find_misplaced(vocabulary);
        document.find_unread_table(start, vocabulary);
        signed::divide(&mut document.fields, document.source.text(), vocabulary);
        twin::divide(&mut document.fields, document.source.text(), vocabulary);
        document.settle_ids(vocabulary);
        document.decide_undecided(vocabulary);
        document.settle_dates(vocabulary);
        document.plan_beside_interval(vocabulary);
        document.imply(vocabulary);
        document.approve_by_history(vocabulary);
        document.problems.sort_by_key(|problem| problem.span);
        document
    }

    /// A file that could not be read: a document with nothing but its problem, and the text before the place, if there is one.
    pub fn unread(path: impl Into<String>, before: String, mut problem: ParseProblem) -> Self {
        problem.span = Span::at(before.len());
        Self {
            source: Source::new(path, before),
            problems: vec![problem],
            has_broken_metadata: true,
            is_unread: true,
            ..Self::default()
        }
    }

    /// Reads the metadata block at the top and gives the offset where the text begins.
    fn read_front_matter(&mut self, vocabulary: &Vocabulary, options: ReadOptions) -> usize {
        let text = self.source.text();
        // Hardly a text has either, so that one look for both is all that most of them need.
        let control = memchr::memchr2(0, b'\r', text.as_bytes()).unwrap_or(text.len());
        if let Some(nul) = memchr::memchr(0, &text.as_bytes()[control..]).map(|nul| control + nul) {
            let message = "the text has a NUL character";
            self.problems.push(ParseProblem::new(problem::ProblemCode::NulCharacter, Span::new(nul, nul + 1), message));
        }
        let first_return = memchr::memchr(b'\r', &text.as_bytes()[control..]).map(|at| control + at);
        if let Some(at) = first_return.filter(|_| !text.contains('\n')) {
            let message = "lines end in a carriage return alone, so that the whole text is one line";
            self.problems.push(ParseProblem::new(
                problem::ProblemCode::CarriageReturnsOnly,
                Span::new(at, at + 1),
                message,
            ));
        }
        if let Some(block) = front_matter::read(text, &mut self.problems) {
            // A NUL is told once, and not as a fault of the format as well.
            let has_nul = memchr::memchr(0, &text.as_bytes()[block.span.range()]).is_some();
            self.problems.retain(|problem| !has_nul || problem.code != problem::ProblemCode::InvalidFrontMatter);
            self.fields = entries::from_entries(block.entries, Carrier::FrontMatter(block.format), vocabulary);
            self.front_matter = Some(block.span);
            self.has_broken_metadata = block.is_broken;
            return block.span.end as usize;
        }
        if let Some((content, end)) = front_matter::unopened_block(text) {
            let (entries, is_broken) = front_matter::read_yaml(text, content, &mut self.problems);
            self.fields = entries::from_entries(entries, Carrier::UnopenedBlock, vocabulary);
            self.front_matter = Some(Span::new(content.start as usize, end));
            self.has_broken_metadata = is_broken;
            return end;
        }
        if options.code_block_metadata
            && let Some((content, end)) = code_block(text)
        {
            let (entries, is_broken) = front_matter::read_yaml(text, content, &mut self.problems);
            self.fields = entries::from_entries(entries, Carrier::CodeBlock, vocabulary);
            self.front_matter = Some(content);
            self.has_broken_metadata = is_broken;
            return end;
        }
        text.len() - text.trim_start_matches('\u{feff}').len()
    }

    /// Tells of a block of metadata that nobody reads, neither as front matter nor as lines of the text.
    fn find_misplaced(&mut self, vocabulary: &Vocabulary) {
        if self.front_matter.is_some() {
            return;
        }
        let is_known = |key: &str| vocabulary.meaning(key).is_some();
        let Some(found) = front_matter::misplaced_block(self.source.text(), is_known) else { return };
        // Labelled lines between two rules are read as such.
        let is_read = self.fields.iter().any(|field| found.block.contains(field.key_span));
        if is_read && !found.is_more_than_labels {
            return;
        }
        let message = "metadata is read only between lines of `---`, the first of which is the first line";
        self.problems.push(ParseProblem::new(problem::ProblemCode::MisplacedFrontMatter, found.fence, message));
        self.has_broken_metadata = true;
    }

    /// Tells of a control table that is not read, where nothing else says anything about the document.
    fn find_unread_table(&mut self, start: usize, vocabulary: &Vocabulary) {
        let is_sign = |field: &Field| field.definition.as_ref().is_some_and(|definition| definition.sign.is_some());
        if self.fields.iter().any(is_sign) {
            return;
        }
        if let Some(span) = carrier::unread_table(self.source.text(), start, &self.body, vocabulary) {
            let message = "control table as a grid, or in HTML without its end, which is not read";
            self.problems.push(ParseProblem::new(problem::ProblemCode::UnreadTable, span, message));
            self.has_broken_metadata = true;
        }
    }

    /// The path relative to the root.
    pub fn path(&self) -> &str {
        self.source.path()
    }

    /// The fields of a canonical name in the order of reading.
    pub fn fields_named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Field> {
        self.fields.iter().filter(move |field| field.name() == Some(name))
    }

    /// The field of a canonical name that counts: the first one with a valid value, else the first one.
    pub fn field(&self, name: &str) -> Option<&Field> {
        let mut first = None;
        for field in self.fields.iter().filter(|field| field.name() == Some(name)) {
            if field.typed.is_valid() {
                return Some(field);
            }
            first = first.or(Some(field));
        }
        first
    }

    /// A field whose meaning is undecided and that may be the one asked for.
    pub fn undecided(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.candidates.iter().any(|candidate| &*candidate.name == name))
    }

    /// The valid value of a date field, with the field.
    pub fn date(&self, name: &str) -> Option<(Date, &Field)> {
        let field = self.field(name)?;
        let Typed::Date(reading) = &field.typed else { return None };
        reading.valid().map(|date| (*date, field))
    }

    /// The valid value of an interval field, with the field.
    pub fn interval(&self, name: &str) -> Option<(Interval, &Field)> {
        let field = self.field(name)?;
        let Typed::Interval(reading) = &field.typed else { return None };
        reading.valid().map(|interval| (*interval, field))
    }

    /// The valid value of a version field, with the field.
    pub fn version(&self, name: &str) -> Option<(&Version, &Field)> {
        let field = self.field(name)?;
        let Typed::Version(reading) = &field.typed else { return None };
        reading.valid().map(|version| (version, field))
    }

    /// All persons that the fields of a name state, each with its field.
    pub fn people<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a Person, &'a Field)> {
        self.fields_named(name).flat_map(|field| {
            let people = match &field.typed {
                Typed::People(reading) => reading.valid().map(|people| &**people),
                _ => None,
            };
            people.unwrap_or_default().iter().map(move |person| (person, field))
        })
    }

    /// The state that the document says it is in, or that follows from what else it says.
    pub fn state(&self) -> Option<&Arc<StateDefinition>> {
        if self.implied_state.is_some() {
            return self.implied_state.as_ref();
        }
        match &self.field("status")?.typed {
            Typed::State(reading) => reading.valid(),
            _ => None,
        }
    }

    /// Where in its life the document stands; in force where it does not say.
    pub fn phase(&self) -> Phase {
        self.state().map_or(Phase::InForce, |state| state.phase)
    }

    /// Whether the document says that it is controlled, or its metadata has one strong or two different weak signs of that.
    pub fn has_signs_of_control(&self) -> bool {
        if let Some(said) = self.says_control {
            return said;
        }
        if self.control.is_some() {
            return true;
        }
        let mut weak: Vec<&str> = Vec::new();
        for field in &self.fields {
            let mut definitions = field.definition.iter().chain(field.candidates.iter());
            if definitions.any(|definition| definition.sign == Some(Sign::Strong)) {
                return true;
            }
            // A state that nobody knows, such as that of an experiment, is no state of a document.
            let is_unknown = matches!(&field.typed, Typed::State(Reading::Faulty(_)));
            let decided =
                field.definition.as_ref().filter(|definition| definition.sign == Some(Sign::Weak) && !is_unknown);
            if let Some(definition) = decided.filter(|definition| !weak.contains(&&*definition.name)) {
                weak.push(&definition.name);
            }
        }
        // A history of revisions states a version; beside a state alone it may be that of a program.
        let has_history = || self.revisions.iter().any(|revision| matches!(revision.version, Reading::Valid(_)));
        weak.len() >= 2 || (weak == [OWNER] && has_history())
    }

    /// The line of a heading.
    pub fn heading_line(&self, section: &body::Section) -> Span {
        let line = self.source.slice(section.span).lines().next().unwrap_or_default().trim_end();
        Span::new(section.span.start as usize, section.span.start as usize + line.len())
    }

    /// Where a thing that the document lacks is shown: the first heading, else the opening line of the metadata, else the first line.
    pub fn title_span(&self) -> Span {
        if let Some(section) = self.body.sections.first() {
            return self.heading_line(section);
        }
        let start = self.front_matter.map_or(0, |block| block.start);
        self.source.line_around(start)
    }

    /// Where metadata that is missing would stand: the opening line of the metadata block, unless that only serves a site and the
    /// text has labelled lines; else the control table, else the first labelled line where all of them stand below the text, else the
    /// title where the document begins with it, else the first line.
    pub fn metadata_span(&self) -> Span {
        let mark = if self.source.text().starts_with('\u{feff}') { 3 } else { 0 };
        let first_line = |start: u32| {
            let line = self.source.line_around(start);
            Span { start: line.start.max(mark).min(line.end), end: line.end }
        };
        if let Some(block) = self.front_matter {
            let labelled = self.first_label_of_control(block);
            return first_line(labelled.map_or(block.start, |span| span.start));
        }
        if let Some(control) = self.control {
            return first_line(control.start);
        }
        // Labelled lines below the text are where this document keeps its metadata.
        let below = self.body.sections.get(1).map(|section| section.span.start);
        let first = || self.first_label_of_control(Span::default());
        if let Some(label) = below.and_then(|below| first().filter(|label| label.start > below)) {
            return first_line(label.start);
        }
        if self.body.has_title() { self.title_span() } else { first_line(0) }
    }

    /// The first sign of control that stands in the text, where the metadata block has none.
    fn first_label_of_control(&self, block: Span) -> Option<Span> {
        let is_sign = |field: &&Field| field.definition.as_ref().is_some_and(|definition| definition.sign.is_some());
        let mut signs = self.fields.iter().filter(is_sign).map(|field| field.key_span);
        let first = signs.clone().min_by_key(|span| span.start)?;
        (!signs.any(|span| block.contains(span))).then_some(first)
    }

    /// The title as stated, else the first heading, else the path.
    pub fn title(&self) -> &str {
        let stated = self.field("title").filter(|field| field.typed.is_valid()).map(|field| field.text.as_str());
        stated.or_else(|| self.body.sections.first().map(|section| &*section.title)).unwrap_or(self.path())
    }

    /// What links may point to in this document.
    pub fn slugs(&self) -> &slug::Slugs {
        self.slugs.get_or_init(|| slug::Slugs::of(&self.body))
    }

    /// Whether a template generates parts of the document, so that not all of its headings are known: a line that begins with
    /// template syntax, or a format whose components can hold anything.
    pub fn has_generated_parts(&self) -> bool {
        let is_template = |line: &str| ["<%", "{{", "{%"].iter().any(|mark| line.trim_start().starts_with(mark));
        let is_component = || self.path().to_ascii_lowercase().ends_with(".mdx");
        *self.is_generated.get_or_init(|| is_component() || self.source.text().lines().any(is_template))
    }

    /// Whether a stretch of the text lies in code, a comment or markup.
    pub fn is_opaque(&self, span: Span) -> bool {
        let after = self.body.opaque.partition_point(|opaque| opaque.start <= span.start);
        after > 0 && self.body.opaque[after - 1].end >= span.end
    }
}

/// Content and end of a YAML code block that is the first thing in a text.
fn code_block(text: &str) -> Option<(Span, usize)> {
    let start = text.len() - text.trim_start_matches(['\u{feff}', '\n', '\r', ' ']).len();
    let rest = &text[start..];
    let first = rest.lines().next()?;
    let language = first.strip_prefix("```")?.trim().to_ascii_lowercase();
    if !matches!(language.as_str(), "yaml" | "yml") {
        return None;
    }
    let mut inside = start + first.len();
    inside += text[inside..].find('\n')? + 1;
    let close = if text[inside..].starts_with("```") {
        Some(inside)
    } else {
        text[inside..].find("\n```").map(|at| inside + at + 1)
    };
    // A fence that never closes ends with the front matter inside it, or not at all.
    let Some(close) = close else {
        let opened = text[inside..].strip_prefix("---\n")?;
        let start = text.len() - opened.len();
        let end = start + opened.find("\n---\n")? + 1;
        return Some((Span::new(start, end), end + "---\n".len()));
    };
    let end = close + text[close..].find('\n').map_or(text.len() - close, |end| end + 1);
    // The block may carry the fences of front matter inside.
    let content = text[inside..close].trim_end();
    let content = content.strip_suffix("---").unwrap_or(content);
    let opening = content
        .strip_prefix("---")
        .map_or(0, |after| content.len() - after.trim_start_matches(['\r', '\n', ' ']).len());
    Some((Span::new(inside + opening, inside + content.len()), end))
}
