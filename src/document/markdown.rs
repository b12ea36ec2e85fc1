//! Reads the text of a document in one pass: blocks, sections, tables, links, task items, and what is not text.

mod html_block;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::body::{self, Block, BlockKind, Body, HeadingForm, Link, Section, Table, Task};
use super::html;
use super::problem::{ParseProblem, ProblemCode};
use crate::source::Span;

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
}

/// Reads `text` from byte `start` on. All spans count from the beginning of `text`.
pub fn read(text: &str, start: usize, problems: &mut Vec<ParseProblem>) -> Body {
    let mut reader = Reader {
        text,
        start,
        body: Body::with_room(),
        depth: 0,
        in_heading: false,
        title: String::new(),
        level: None,
        table: None,
        bold: None,
        is_below_number: false,
        tables_end: 0,
        problems,
    };
    let mut events = Parser::new_ext(&text[start..], options()).into_offset_iter();
    // An event is looked at where it lies: moving each of them out of its pair cost a tenth of the reading.
    while let Some(pair) = &events.next() {
        reader.event(&pair.0, Span::new(pair.1.start + start, pair.1.end + start));
    }
    reader.finish()
}

struct Reader<'t, 'p> {
    text: &'t str,
    start: usize,
    body: Body,
    depth: usize,
    in_heading: bool,
    title: String,
    level: Option<u8>,
    table: Option<Table>,
    bold: Option<BoldLine>,
    /// Whether the last line in bold stands below a numbered line.
    is_below_number: bool,
    /// Where the last table in HTML ends; the end of the text behind one that never does.
    tables_end: u32,
    problems: &'p mut Vec<ParseProblem>,
}

/// A paragraph that may turn out to be a line in bold.
struct BoldLine {
    title: String,
    is_open: bool,
    is_candidate: bool,
}

impl Reader<'_, '_> {
    fn event(&mut self, event: &Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(*tag, span),
            Event::Text(text) => self.words(text),
            Event::Code(text) => {
                self.body.opaque.push(span);
                self.words(text);
            }
            Event::SoftBreak | Event::HardBreak => self.words(" "),
            Event::InlineHtml(_) => {
                let raw = &self.text[span.range()];
                // `<insert name>` has the form of a tag and is none.
                if html::is_markup(raw) {
                    self.body.opaque.push(span);
                    self.body.has_comments |= raw.starts_with("<!--");
                }
                html::anchors(raw, &mut self.body.anchors);
                self.html_links(span);
            }
            Event::Rule => self.block(BlockKind::Rule, span),
            Event::TaskListMarker(is_done) => self.body.tasks.push(Task { span, is_done: *is_done }),
            Event::Html(_) | Event::FootnoteReference(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::Heading { level, id, .. } => {
                self.block(BlockKind::Heading, span);
                self.body.anchors.extend(id.as_ref().map(ToString::to_string));
                let level = *level as u8;
                self.level = Some(level);
                self.body.sections.push(Section { level, form: HeadingForm::Markdown, span, title: "".into(), end: 0 });
                self.title.clear();
                self.in_heading = true;
            }
            Tag::Paragraph => {
                self.block(BlockKind::Paragraph, span);
                if self.depth == 0 {
                    self.bold = Some(BoldLine { title: String::new(), is_open: false, is_candidate: true });
                }
            }
            Tag::BlockQuote(_) => self.block(BlockKind::Quote, span),
            Tag::List(_) => self.block(BlockKind::List, span),
            Tag::FootnoteDefinition(_) => self.block(BlockKind::Footnote, span),
            Tag::CodeBlock(kind) => {
                self.block(BlockKind::Code, span);
                if matches!(kind, CodeBlockKind::Fenced(_)) || self.depth == 0 {
                    self.body.opaque.push(span);
                }
            }
            Tag::HtmlBlock => self.html_block(span),
            Tag::Table(_) => {
                self.block(BlockKind::Table, span);
                self.table = Some(Table { span, rows: Vec::new() });
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some(table) = &mut self.table {
                    let width = table.rows.first().map_or(4, Vec::len);
                    table.rows.push(Vec::with_capacity(width));
                }
            }
            Tag::TableCell => {
                if let Some(row) = self.table.as_mut().and_then(|table| table.rows.last_mut()) {
                    row.push(span.trimmed(self.text));
                }
            }
            Tag::Strong => {
                if let Some(bold) = &mut self.bold {
                    bold.is_candidate &= !bold.is_open && bold.title.is_empty();
                    bold.is_open = true;
                }
            }
            Tag::Link { link_type, dest_url, .. } => self.link(*link_type, dest_url, span, false),
            Tag::Image { link_type, dest_url, .. } => self.link(*link_type, dest_url, span, true),
            _ => {}
        }
        self.depth += 1;
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        self.depth = self.depth.saturating_sub(1);
        match tag {
            TagEnd::Heading(_) => {
                self.in_heading = false;
                if let Some(section) = self.body.sections.last_mut() {
                    let is_one_line =
                        !self.title.contains(['\n', '\r', '\u{b}', '\u{c}']) && !self.title.contains("  ");
                    section.title = if is_one_line {
                        self.title.trim().into()
                    } else {
                        self.title.split_whitespace().collect::<Vec<_>>().join(" ").into()
                    };
                }
            }
            TagEnd::Strong => {
                if let Some(bold) = &mut self.bold {
                    bold.is_open = false;
                }
            }
            TagEnd::Paragraph => self.end_paragraph(span),
            TagEnd::TableRow => self.end_row(span),
            TagEnd::Link | TagEnd::Image => self.end_link(span),
            TagEnd::Table => self.body.tables.extend(self.table.take()),
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        if self.in_heading {
            self.title.push_str(words);
        } else if let Some(bold) = &mut self.bold {
            if bold.is_open {
                if bold.is_candidate {
                    bold.title.push_str(words);
                }
            } else {
                bold.is_candidate &= words.chars().all(|c| c.is_whitespace() || c == ':');
            }
        }
    }

    fn block(&mut self, kind: BlockKind, span: Span) {
        if self.depth == 0 {
            self.body.blocks.push(Block { kind, span });
        }
    }

    fn link(&mut self, kind: LinkType, target: &str, span: Span, is_image: bool) {
        if let Some(bold) = &mut self.bold {
            bold.is_candidate = false;
        }
        if matches!(kind, LinkType::Autolink | LinkType::Email) || body::leads_outside(target) {
            self.body.outside_links += 1;
            return;
        }
        let is_reference = !matches!(kind, LinkType::Inline);
        self.body.links.push(Link { span, target: target.into(), is_image, is_reference });
    }

    /// The target of a link is no text.
    fn end_link(&mut self, span: Span) {
        let raw = &self.text[span.range()];
        let target = if raw.starts_with('<') { Some(0) } else { body::target_start(raw) };
        if let Some(target) = target {
            self.body.opaque.push(Span::new(span.start as usize + target, span.end as usize));
        }
    }

    fn end_paragraph(&mut self, span: Span) {
        let Some(bold) = self.bold.take() else { return };
        let raw = self.text[span.range()].trim_end();
        if raw.len() > MAX_HEADING_LINE || raw.contains('\n') {
            return;
        }
        let title = bold.title.trim();
        let (form, title) =
            if bold.is_candidate && !title.is_empty() && !title.ends_with(['.', '!', ',']) && !title.contains(": ") {
                (HeadingForm::BoldLine, title)
            } else if let Some(title) = body::numbered_line(raw) {
                (HeadingForm::NumberedLine, title)
            } else {
                return;
            };
        // A line in bold below a numbered one belongs to it.
        let is_below = form == HeadingForm::BoldLine
            && self.body.sections.last().is_some_and(|above| {
                above.form == HeadingForm::NumberedLine || (above.form == form && self.is_below_number)
            });
        self.is_below_number = is_below;
        let level = (self.level.unwrap_or_default() + 1 + u8::from(is_below)).min(6);
        self.body.sections.push(Section { level, form, span: span.trimmed(self.text), title: title.into(), end: 0 });
        if let Some(block) = self.body.blocks.last_mut() {
            block.kind = BlockKind::Heading;
        }
    }

    /// GitHub's tables drop the cells of a row that has more than the header.
    fn end_row(&mut self, span: Span) {
        let Some(table) = &mut self.table else { return };
        if table.rows.len() > 1 && is_mark(self.text[span.range()].trim()) {
            table.rows.pop();
            return;
        }
        let (Some(header), Some(row)) = (table.rows.first(), table.rows.last()) else { return };
        let Some(last) = row.last().filter(|_| row.len() == header.len()) else { return };
        let end = self.text[span.range()].trim_end().len() + span.start as usize;
        let rest = &self.text[(last.end as usize).min(end)..end];
        let Some(surplus) = rest.trim_start().strip_prefix('|') else { return };
        let behind = surplus.len() - surplus.trim_start().len();
        let begin = end - surplus.len() + behind;
        let surplus = surplus.trim().trim_end_matches('|').trim_end();
        if surplus.trim_matches(['|', ' ', '\t']).is_empty() {
            return;
        }
        let message = format!("table row has more cells than the {} columns of its table", header.len());
        self.problems.push(ParseProblem::new(
            ProblemCode::SurplusCells,
            Span::new(begin, begin + surplus.len()),
            message,
        ));
    }

    fn finish(mut self) -> Body {
        debug_assert!(self.start <= self.text.len(), "the text begins inside the source");
        let end = Span::at(self.text.len()).start;
        let mut open: Vec<usize> = Vec::new();
        for index in 0..self.body.sections.len() {
            let (level, start) = (self.body.sections[index].level, self.body.sections[index].span.start);
            while let Some(&above) = open.last() {
                if self.body.sections[above].level < level {
                    break;
                }
                self.body.sections[above].end = start;
                open.pop();
            }
            open.push(index);
        }
        for index in open {
            self.body.sections[index].end = end;
        }
        self.body.give_back();
        self.body
    }
}

/// Whether a line below a table, without a blank line between, is one of the marks that sites and wikis put there and that readers never
/// see as a row: `{: .wide }`, `{{< /table >}}`, `:::`, `^block`.
fn is_mark(line: &str) -> bool {
    let is_braced = |open: &str, close: &str| line.starts_with(open) && line.ends_with(close);
    let is_name = |name: &str| name.chars().all(|c| c.is_alphanumeric() || c == '-') && !name.is_empty();
    let is_fence = line.starts_with(":::") && !line.contains('|');
    is_fence
        || is_braced("{:", "}")
        || is_braced("{{", "}}")
        || is_braced("{%", "%}")
        || line.strip_prefix('^').is_some_and(is_name)
}

/// Longest line, in bytes, that is taken for a heading although it is not written as one.
const MAX_HEADING_LINE: usize = 120;

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> Body {
        read(text, 0, &mut Vec::new())
    }

    fn outline(text: &str) -> Vec<String> {
        body(text).sections.iter().map(|section| format!("{} {}", section.level, section.title)).collect()
    }

    #[test]
    fn headings_count_in_all_their_forms() {
        let text = "# One `a` *b*\n\nTwo\n---\n\n<h3 align=\"center\">Three <b>x</b></h3>\n\n**Four:**\n\n5\\. Five\n\n**Not** a heading\n";
        assert_eq!(outline(text), ["1 One a b", "2 Two", "3 Three x", "3 Four:", "3 5\\. Five"]);
    }

    #[test]
    fn no_heading_is_below_the_sixth_level() {
        let text = "###### Six\n\n3\\. Three\n\n**Four**\n\nText.\n";
        assert_eq!(outline(text), ["6 Six", "6 3\\. Three", "6 Four"]);
    }

    #[test]
    fn a_section_ends_at_the_next_heading_of_its_level_or_above() {
        let text = "# A\n## B\n### C\n## D\n# E\n";
        let ends: Vec<_> = body(text).sections.iter().map(|section| section.end as usize).collect();
        assert_eq!(
            ends,
            [
                text.find("# E").unwrap(),
                text.find("## D").unwrap(),
                text.find("## D").unwrap(),
                text.find("# E").unwrap(),
                text.len()
            ]
        );
    }

    #[test]
    fn cells_have_no_padding_and_surplus_cells_are_told() {
        let text = "| a | b |\n|---|---|\n|  x  | y | z |\n| 1 | 2 |\n";
        let mut problems = Vec::new();
        let body = read(text, 0, &mut problems);
        let cells: Vec<Vec<_>> =
            body.tables[0].rows.iter().map(|row| row.iter().map(|cell| &text[cell.range()]).collect()).collect();
        assert_eq!(cells, [["a", "b"], ["x", "y"], ["1", "2"]]);
        assert_eq!(problems.len(), 1);
        assert_eq!(&text[problems[0].span.range()], "z");
    }

    #[test]
    fn marks_below_a_table_are_no_rows() {
        for mark in ["{: .wide }", "{{< /table >}}", "{% endtable %}", ":::", "^risks-2026"] {
            let text = format!("| a | b |\n|---|---|\n| 1 | 2 |\n{mark}\n\nText.\n");
            assert_eq!(body(&text).tables[0].rows.len(), 2, "{mark}");
        }
        assert_eq!(body("| a | b |\n|---|---|\n| {{ x }} | 2 |\n:: \n").tables[0].rows.len(), 3);
    }

    #[test]
    fn code_comments_and_tags_are_not_text() {
        let text = "a `code` <b>x</b>\n\n```\nfenced\n```\n\n<!-- c -->\n\n<div>\nseen\n</div>\n";
        let opaque: Vec<_> = body(text).opaque.iter().map(|span| &text[span.range()]).collect();
        assert_eq!(opaque, ["`code`", "<b>", "</b>", "```\nfenced\n```", "<!-- c -->", "<div>", "</div>"]);
    }

    #[test]
    fn a_comment_alone_is_a_block_without_content() {
        let kinds: Vec<_> =
            body("<!-- a -->\n<!-- b -->\n\n<p>x</p>\n").blocks.iter().map(|block| block.kind).collect();
        assert_eq!(kinds, [BlockKind::Comment, BlockKind::Comment, BlockKind::Html]);
    }

    #[test]
    fn links_keep_their_target_and_whether_it_stands_elsewhere() {
        let links = body("[a](b.md) ![i](i.png) [c][d] <https://e.org>\n\n[d]: f.md\n").links;
        let seen: Vec<_> = links.iter().map(|link| (&*link.target, link.is_image, link.is_reference)).collect();
        assert_eq!(seen, [("b.md", false, false), ("i.png", true, false), ("f.md", false, true)]);
    }

    #[test]
    fn what_has_a_scheme_or_a_host_leads_outside() {
        let body = body("[a](https://e.org) [b](mailto:a@e.org) [c](//e.org/x) [d](C:x.md) [e](a:b.md) [f](x/y.md)\n");
        assert_eq!(body.outside_links, 5);
    }
}
