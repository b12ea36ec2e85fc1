//! The gap analysis as comma-separated values (RFC 4180): one row for each document behind an item, or for an item without any.

use std::io::{self, Write};

use super::{Clause, Gap, Item};
use crate::output::csv::write_table;
use crate::pack::{Keep, Mandatory};

const HEADER: [&str; 11] = [
    "clause",
    "title",
    "clause state",
    "item",
    "name",
    "mandatory",
    "keep",
    "item state",
    "document",
    "document state",
    "reasons",
];

/// Writes the table.
///
/// # Errors
///
/// When writing fails.
pub fn write(out: &mut dyn Write, gap: &Gap) -> io::Result<()> {
    write_table(out, &HEADER, gap.assessable().flat_map(rows))
}

fn rows(clause: &Clause) -> Vec<[String; 11]> {
    let row = |item: [&str; 5], document: [&str; 3]| {
        let clause = [clause.id.as_str(), &clause.title, clause.state.word()];
        let [id, name, mandatory, keep, state] = item;
        let [path, worth, reasons] = document;
        [clause[0], clause[1], clause[2], id, name, mandatory, keep, state, path, worth, reasons].map(str::to_owned)
    };
    if clause.items.is_empty() {
        return vec![row([""; 5], ["", "", &clause.reasons.join("; ")])];
    }
    let mut rows = Vec::new();
    for item in &clause.items {
        let cells = item_cells(item);
        if item.documents.is_empty() {
            rows.push(row(cells, [""; 3]));
        }
        for document in &item.documents {
            let path = match &document.system {
                Some(system) => format!("{system} ({})", document.path),
                None => document.path.clone(),
            };
            rows.push(row(cells, [&path, document.state.word(), &document.reasons.join("; ")]));
        }
    }
    rows
}

fn item_cells(item: &Item) -> [&str; 5] {
    let mandatory = match item.mandatory {
        Mandatory::Explicit => "explicit",
        Mandatory::Implied => "implied",
        Mandatory::Customary => "customary",
    };
    let keep = match item.keep {
        Keep::Maintain => "maintain",
        Keep::Retain => "retain",
    };
    [&item.id, &item.name, mandatory, keep, item.state.word()]
}
