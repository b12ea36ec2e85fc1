//! What the text of a document consists of: blocks, sections, tables, links, and what is not text.

use crate::source::Span;

/// What the text of a document consists of.
#[derive(Debug, Default)]
pub struct Body {
    /// Outermost blocks in the order of the text.
    pub blocks: Vec<Block>,
    /// Headings in the order of the text.
    pub sections: Vec<Section>,
    /// Tables in the order of the text.
    pub tables: Vec<Table>,
    /// Links and images that may lead to something in the repository, in the order of the text.
    pub links: Vec<Link>,
    /// How many links lead elsewhere by their form.
    pub outside_links: usize,
    /// Task items in the order of the text.
    pub tasks: Vec<Task>,
    /// Stretches that are not text (code, comments, markup), in order and without overlap.
    pub opaque: Vec<Span>,
    /// Whether there is a comment among them.
    pub has_comments: bool,
    /// Targets of links that the author set by hand (`id` and `name` attributes, `{#id}` behind a heading).
    pub anchors: Vec<String>,
}

impl Body {
    /// An empty body with room for what most documents have.
    pub(super) fn with_room() -> Self {
        Self {
            blocks: Vec::with_capacity(64),
            sections: Vec::with_capacity(16),
            opaque: Vec::with_capacity(32),
            ..Self::default()
        }
    }

    /// Gives back the room that was not needed.
    pub(super) fn give_back(&mut self) {
        self.blocks.shrink_to_fit();
        self.opaque.shrink_to_fit();
        self.sections.shrink_to_fit();
        self.links.shrink_to_fit();
    }

    /// The tables that begin in a stretch of the text.
    pub fn tables_from(&self, stretch: Span) -> &[Table] {
        let first = self.tables.partition_point(|table| table.span.start < stretch.start);
        let end = self.tables.partition_point(|table| table.span.start < stretch.end);
        &self.tables[first..end.max(first)]
    }

    /// Whether the first heading is the title of the document: the only one of the first level. A title names no section,
    /// whatever words it has in common with one ("Roles and responsibilities policy").
    pub fn has_title(&self) -> bool {
        let is_first = |section: &&Section| {
            section.level == 1 && matches!(section.form, HeadingForm::Markdown | HeadingForm::Html)
        };
        self.sections.first().is_some_and(|section| is_first(&section))
            && self.sections.iter().filter(is_first).count() == 1
    }
}

/// The form of an outermost block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A block quote.
    Quote,
    /// A list.
    List,
    /// A table.
    Table,
    /// A code block.
    Code,
    /// Raw HTML with content of its own.
    Html,
    /// HTML comments and nothing else.
    Comment,
    /// A line across the page.
    Rule,
    /// A heading, however it is written.
    Heading,
    /// A footnote.
    Footnote,
}

/// An outermost block.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    /// Its form.
    pub kind: BlockKind,
    /// Its extent.
    pub span: Span,
}

/// How a heading is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadingForm {
    /// `## Title`, or underlined.
    Markdown,
    /// `<h2>Title</h2>`.
    Html,
    /// A line of its own in bold.
    BoldLine,
    /// A line of its own with an escaped number, `1\. Title`.
    NumberedLine,
}

/// A heading and what stands below it.
#[derive(Debug)]
pub struct Section {
    /// 1 to 6. A line that only looks like a heading has one level below the heading above it.
    pub level: u8,
    /// How the heading is written.
    pub form: HeadingForm,
    /// The heading.
    pub span: Span,
    /// The text of the heading without markup.
    pub title: Box<str>,
    /// Where the section ends: at the next heading of the same or a higher level, or at the end of the text. Bytes.
    pub end: u32,
}

/// A table; cells are spans without the blanks around them.
#[derive(Debug)]
pub struct Table {
    /// Its extent.
    pub span: Span,
    /// Header row first; every row has as many cells as the header.
    pub rows: Vec<Vec<Span>>,
}

/// A link or an image.
#[derive(Debug)]
pub struct Link {
    /// The whole link.
    pub span: Span,
    /// Where it leads, as the format reads it.
    pub target: Box<str>,
    /// Whether it is an image.
    pub is_image: bool,
    /// Whether its target is written elsewhere (a reference link), so that the target does not stand inside `span`.
    pub is_reference: bool,
}

/// A task item.
#[derive(Clone, Copy, Debug)]
pub struct Task {
    /// Its check box.
    pub span: Span,
    /// Whether it is ticked.
    pub is_done: bool,
}

/// Whether a target has a scheme or names a host: then it is nothing of this repository.
pub(super) fn leads_outside(target: &str) -> bool {
    if target.starts_with("//") {
        return true;
    }
    let is_scheme = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let length = target.bytes().take_while(|byte| is_scheme(byte)).count();
    length > 0 && target.as_bytes().get(length) == Some(&b':')
}

/// Where the bracket with the target begins in a link that is written in full: the last `](`.
pub(super) fn target_start(link: &str) -> Option<usize> {
    memchr::memrchr_iter(b'(', link.as_bytes()).find(|&at| link[..at].ends_with(']'))
}

/// The title in a line such as `1\. Purpose`, as converters from word processors leave it.
pub(super) fn numbered_line(line: &str) -> Option<&str> {
    let number = line.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '\\')?;
    let (number, rest) = line.split_at(number);
    let is_number = number.starts_with(|c: char| c.is_ascii_digit()) && number.contains("\\.");
    let is_title =
        rest.starts_with(' ') && !rest.ends_with(['.', ',', ';', ':']) && rest.split_whitespace().count() <= 10;
    (is_number && is_title).then(|| line.trim())
}
