//! The gap analysis as Markdown, for a wiki or a pull request.

use std::io::{self, Write};

use super::terminal::origin;
use super::{Clause, Gap, State};
use crate::output::markdown::text;

/// Writes a page: the counts, one table of clauses, then what does not fit them.
///
/// # Errors
///
/// When writing fails.
pub fn write(out: &mut dyn Write, gap: &Gap) -> io::Result<()> {
    writeln!(out, "# Gap analysis\n\n{}\n", text(&origin(gap)))?;
    writeln!(out, "| covered | weak | missing | not checked | clauses |\n|---:|---:|---:|---:|---:|")?;
    writeln!(
        out,
        "| {} | {} | {} | {} | {} |\n",
        gap.count(State::Covered),
        gap.count(State::Weak),
        gap.count(State::Missing),
        gap.count(State::NotChecked),
        gap.assessable().count()
    )?;
    writeln!(out, "| clause | state | documents | reasons |\n|---|---|---|---|")?;
    for clause in gap.clauses.iter().filter(|clause| clause.assessable) {
        let reasons: Vec<String> = clause
            .reasons
            .iter()
            .map(|reason| text(reason))
            .chain(clause.not_checked.iter().map(|reason| format!("not checked: {}", text(reason))))
            .collect();
        let title = format!("{} {}", clause.id, clause.title);
        writeln!(
            out,
            "| {} | {} | {} | {} |",
            text(&title),
            clause.state.word(),
            documents(clause),
            reasons.join("<br>")
        )?;
    }
    if !gap.claims.is_empty() {
        writeln!(out, "\n## Claims that do not hold\n")?;
        for claim in &gap.claims {
            writeln!(out, "- {} claims {}: {}", text(&claim.path), text(&claim.claim), text(&claim.reason))?;
        }
    }
    if !gap.unneeded.is_empty() {
        writeln!(out, "\n## Controlled documents that no clause needs\n")?;
        for path in &gap.unneeded {
            writeln!(out, "- {}", text(path))?;
        }
    }
    Ok(())
}

fn documents(clause: &Clause) -> String {
    let item = |item: &super::Item| {
        let paths: Vec<String> = item
            .documents
            .iter()
            .map(|document| {
                let system = document.system.as_ref().map_or_else(String::new, |system| format!("{system}, "));
                text(&format!("{system}{}", document.path))
            })
            .collect();
        let shown = if paths.is_empty() { "–".to_owned() } else { paths.join(", ") };
        format!("{}: {shown}", text(&item.name))
    };
    clause.items.iter().map(item).collect::<Vec<_>>().join("<br>")
}
