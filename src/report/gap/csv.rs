//! The gap analysis as comma-separated values (RFC 4180): one row for each document behind an item, or for an item without any.

use std::io::{self, Write};

use super::{Clause, Gap, Item};
use crate::pack::{Keep, Mandatory};

/// Writes the table.
///
/// # Errors
///
/// When writing fails.
pub fn write(out: &mut dyn Write, gap: &Gap) -> io::Result<()> {
    row(
        out,
        &[
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
        ],
    )?;
    for clause in gap.clauses.iter().filter(|clause| clause.assessable) {
        if clause.items.is_empty() {
            let reasons = clause.reasons.join("; ");
            row(out, &[&clause.id, &clause.title, clause.state.word(), "", "", "", "", "", "", "", &reasons])?;
        }
        for item in &clause.items {
            write_item(out, clause, item)?;
        }
    }
    Ok(())
}

fn write_item(out: &mut dyn Write, clause: &Clause, item: &Item) -> io::Result<()> {
    let mandatory = match item.mandatory {
        Mandatory::Explicit => "explicit",
        Mandatory::Implied => "implied",
        Mandatory::Customary => "customary",
    };
    let keep = match item.keep {
        Keep::Maintain => "maintain",
        Keep::Retain => "retain",
    };
    let first = [clause.id.as_str(), &clause.title, clause.state.word(), &item.id, &item.name, mandatory, keep];
    if item.documents.is_empty() {
        let mut cells = first.to_vec();
        cells.extend([item.state.word(), "", "", ""]);
        return row(out, &cells);
    }
    for document in &item.documents {
        let path = match &document.system {
            Some(system) => format!("{system} ({})", document.path),
            None => document.path.clone(),
        };
        let reasons = document.reasons.join("; ");
        let mut cells = first.to_vec();
        cells.extend([item.state.word(), &path, document.state.word(), &reasons]);
        row(out, &cells)?;
    }
    Ok(())
}

fn row(out: &mut dyn Write, cells: &[&str]) -> io::Result<()> {
    let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
    write!(out, "{}\r\n", cells.join(","))
}

/// A cell that no spreadsheet takes for a formula, in quotes where it needs them.
fn cell(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect();
    let is_formula = plain.starts_with(['=', '+', '-', '@', '\t']);
    let safe = if is_formula { format!("'{plain}") } else { plain };
    if safe.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}
