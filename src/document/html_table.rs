//! Tables written in HTML, as wikis and word processors export them. Their cells are places in the text like those of any table.

use super::body::Table;
use super::html::tag_name;
use crate::source::Span;

/// Most columns that a cell may span, and most rows.
const MOST_SPANNED: usize = 64;

/// The tables that begin at byte `start` of a text and end where the outermost of them does, with that end; none where it never
/// ends. A table that only holds others is no table of its own.
pub(super) fn read(text: &str, start: usize) -> Option<(Vec<Table>, usize)> {
    let mut reader = Reader { text, open: Vec::new(), done: Vec::new() };
    let mut at = start;
    while let Some(open) = memchr::memchr(b'<', &text.as_bytes()[at..]).map(|found| at + found) {
        let rest = &text[open..];
        if rest.starts_with("<!--") {
            at = open + rest.find("-->")? + "-->".len();
            continue;
        }
        if tag_name(rest).is_none() {
            at = open + 1;
            continue;
        }
        let end = open + rest.find('>')? + 1;
        reader.tag(open, end);
        at = end;
        if reader.open.is_empty() {
            reader.done.sort_by_key(|table| table.span.start);
            return Some((reader.done, end));
        }
    }
    None
}

struct Reader<'t> {
    text: &'t str,
    open: Vec<Open>,
    done: Vec<Table>,
}

/// A table whose end was not seen yet.
struct Open {
    start: usize,
    rows: Vec<Row>,
    /// Where the content of the cell that is open begins, and how many columns and rows it takes.
    cell: Option<(usize, usize, usize)>,
    is_in_head: bool,
    has_inner: bool,
}

#[derive(Default)]
struct Row {
    /// Cells with the number of columns and rows that each takes.
    cells: Vec<(Span, usize, usize)>,
    is_in_head: bool,
}

impl Reader<'_> {
    fn tag(&mut self, open: usize, end: usize) {
        let raw = &self.text[open..end];
        let is_close = raw.starts_with("</");
        let name = tag_name(raw).unwrap_or_default().to_ascii_lowercase();
        if name == "table" {
            if is_close {
                self.close(open, end);
            } else {
                if let Some(outer) = self.open.last_mut() {
                    outer.has_inner = true;
                }
                self.open.push(Open { start: open, rows: Vec::new(), cell: None, is_in_head: false, has_inner: false });
            }
            return;
        }
        let Some(table) = self.open.last_mut() else { return };
        match name.as_str() {
            "td" | "th" => {
                table.end_cell(self.text, open);
                if !is_close {
                    let spanned = |name| attribute(raw, name).unwrap_or(1).clamp(1, MOST_SPANNED);
                    table.cell = Some((end, spanned("colspan"), spanned("rowspan")));
                }
            }
            "tr" => {
                table.end_cell(self.text, open);
                if !is_close {
                    table.rows.push(Row { cells: Vec::new(), is_in_head: table.is_in_head });
                }
            }
            "thead" => table.is_in_head = !is_close,
            "tbody" | "tfoot" => table.is_in_head = false,
            _ => {}
        }
    }

    fn close(&mut self, open: usize, end: usize) {
        let Some(mut table) = self.open.pop() else { return };
        table.end_cell(self.text, open);
        if table.has_inner {
            return;
        }
        // Cells that span others, and rows that are filled up, must not make more of a text than is written.
        let Some(rows) = rows(table.rows, end - table.start) else { return };
        if rows.first().is_some_and(|header| !header.is_empty()) {
            self.done.push(Table { span: Span::new(table.start, end), rows });
        }
    }
}

impl Open {
    fn end_cell(&mut self, text: &str, at: usize) {
        let Some((start, columns, rows)) = self.cell.take() else { return };
        if self.rows.is_empty() {
            self.rows.push(Row::default());
        }
        if let Some(row) = self.rows.last_mut() {
            row.cells.push((content(text, Span::new(start, at.max(start))), columns, rows));
        }
    }
}

/// Rows in which every cell has its column: one that goes over several rows stands in each of them, as it is meant. Of several rows of
/// a head the last one names the columns. Every row has as many cells as the first. None where there are more than `most` cells.
fn rows(rows: Vec<Row>, most: usize) -> Option<Vec<Vec<Span>>> {
    let mut carried: Vec<(Span, usize)> = Vec::new();
    let mut heads = 0;
    let mut count = 0;
    let mut filled: Vec<Vec<Span>> = Vec::new();
    for row in rows.into_iter().filter(|row| !row.cells.is_empty()) {
        heads += usize::from(row.is_in_head && heads == filled.len());
        let mut cells = Vec::new();
        let mut next: Vec<(Span, usize)> = Vec::new();
        let mut own = row.cells.into_iter();
        loop {
            if count + cells.len() > most {
                return None;
            }
            if let Some((span, left)) = carried.get(cells.len()).copied().filter(|(_, left)| *left > 0) {
                cells.push(span);
                next.push((span, left - 1));
                continue;
            }
            let Some((span, columns, rows)) = own.next() else { break };
            for column in 0..columns {
                let span = if column == 0 { span } else { Span::at(span.end as usize) };
                cells.push(span);
                next.push((span, rows - 1));
            }
        }
        count += cells.len();
        carried = next;
        filled.push(cells);
    }
    filled.drain(..heads.saturating_sub(1));
    let width = filled.first().map_or(0, Vec::len);
    if filled.len() * width > most {
        return None;
    }
    for row in &mut filled {
        let end = row.last().map_or(0, |last| last.end as usize);
        row.resize(width, Span::at(end));
    }
    Some(filled)
}

/// The number that an attribute of a tag states.
fn attribute(tag: &str, name: &str) -> Option<usize> {
    let at = tag.to_ascii_lowercase().find(name)? + name.len();
    let value = tag[at..].trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    value[..value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len())].parse().ok()
}

/// Elements around the whole content of a cell that say nothing.
const WRAPPERS: [&str; 12] = ["p", "div", "span", "strong", "b", "em", "i", "u", "time", "ul", "ol", "li"];

/// The content of a cell without blanks and without wrappers around all of it.
fn content(text: &str, mut span: Span) -> Span {
    loop {
        span = span.trimmed(text);
        let raw = &text[span.range()];
        let wrapper = tag_name(raw).filter(|name| WRAPPERS.iter().any(|wrapper| wrapper.eq_ignore_ascii_case(name)));
        let (Some(name), Some(inside), Some(close)) = (wrapper, raw.find('>'), raw.rfind("</")) else { return span };
        let is_closed = tag_name(&raw[close..]) == Some(name) && raw[close..].find('>') == Some(raw.len() - close - 1);
        if !is_closed || inside >= close {
            return span;
        }
        span = Span::new(span.start as usize + inside + 1, span.start as usize + close);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cells(text: &str) -> Vec<Vec<Vec<&str>>> {
        let Some((tables, _)) = read(text, 0) else { return Vec::new() };
        let row = |row: &Vec<Span>| row.iter().map(|cell| &text[cell.range()]).collect();
        tables.iter().map(|table| table.rows.iter().map(row).collect()).collect()
    }

    #[test]
    fn cells_are_the_text_between_their_tags() {
        let text = "<table class=\"x\">\n<TR><TH>Owner</TH><td><p>Jane <b>Doe</b></p></td></TR>\n<tr><th>Version<td> 1.0 \n</table> rest";
        assert_eq!(cells(text), [[["Owner", "Jane <b>Doe</b>"], ["Version", "1.0"]]]);
        assert_eq!(read(text, 0).map(|(_, end)| &text[end..]), Some(" rest"));
    }

    #[test]
    fn a_cell_over_several_rows_or_columns_stands_where_it_counts() {
        let text = "<table><thead><tr><th colspan=2>Supplier</th><th rowspan=\"2\">Since</th></tr><tr><th>Id</th><th>Name</th></tr></thead>\
             <tbody><tr><td rowspan='2'>S-1</td><td>A</td><td>2024</td></tr><tr><td>B</td><td>2025</td></tr><tr><td>S-2</td></tr></table>";
        assert_eq!(
            cells(text),
            [[["Id", "Name", "Since"], ["S-1", "A", "2024"], ["S-1", "B", "2025"], ["S-2", "", ""]]]
        );
    }

    #[test]
    fn of_tables_in_tables_the_inner_ones_count() {
        let text = "<table><tr><td><table><tr><td>a</td></tr></table></td><td><table><td>b</table></td></tr></table>";
        assert_eq!(cells(text), [[["a"]], [["b"]]]);
    }

    #[test]
    fn what_never_ends_or_holds_nothing_is_no_table() {
        for text in
            ["<table>", "<table><tr><td>a", "<table><tr></tr></table>", "<table></table>", "<table><!-- <td>", "x"]
        {
            assert_eq!(cells(text), Vec::<Vec<Vec<&str>>>::new(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_cell_is_a_place_of_the_text_and_rows_are_even(
            text in "(<table>|</table>|<tr>|</tr>|<td>|<td rowspan=3>|<th colspan=2>|</td>|<thead>|</thead>|<p>|</p>|<!--|-->|<|>|é| ){0,40}"
        ) {
            let text = format!("<table>{text}");
            for table in read(&text, 0).map(|(tables, _)| tables).unwrap_or_default() {
                let width = table.rows[0].len();
                for row in &table.rows {
                    prop_assert_eq!(row.len(), width);
                    for cell in row {
                        prop_assert!(text.get(cell.range()).is_some());
                    }
                }
            }
        }
    }
}
