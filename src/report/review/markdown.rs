//! The management review as Markdown, for a wiki or as an annex of minutes.

use std::io::{self, Write};

use super::Review;
use super::model::{Comparison, Evidenced, Finding};
use crate::finding::counted;
use crate::output::markdown::text;
use crate::report::diff::markdown::body as write_changes;
use crate::report::figures::Figures;
use crate::report::gap::State;

/// Most rows of one table: the CSV form has all.
const MOST: usize = 200;

/// Writes the sections in the order of the page.
///
/// # Errors
///
/// When writing fails.
pub fn write(out: &mut dyn Write, review: &Review) -> io::Result<()> {
    let made = &review.made;
    writeln!(out, "# Management review\n\nAs of {}, looking ahead to {}.\n", made.as_of, made.until)?;
    writeln!(out, "{}\n", text(&made.statement))?;
    inputs(out, review)?;
    headline(out, review)?;
    clauses(out, review)?;
    calendar(out, review)?;
    findings(out, review)?;
    waivers(out, review)?;
    consistency(out, review)?;
    if let Some(changes) = &review.changes {
        writeln!(out, "## What changed\n")?;
        write_changes(out, changes)?;
        writeln!(out)?;
    }
    trend(out, review)?;
    register(out, review)?;
    how(out, review)
}

/// A header and rows, of which the first [`MOST`] are written.
fn table<'a, T: 'a>(
    out: &mut dyn Write,
    header: &str,
    rows: impl ExactSizeIterator<Item = T>,
    row: impl Fn(T) -> Vec<String>,
) -> io::Result<()> {
    let number = rows.len();
    let columns = header.matches('|').count() - 1;
    writeln!(out, "{header}\n|{}", "---|".repeat(columns))?;
    for cells in rows.take(MOST).map(row) {
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    if number > MOST {
        writeln!(out, "\n{} more are not listed here; `--format csv` has all.", number - MOST)?;
    }
    writeln!(out)
}

/// A link to a line of a document.
fn place(review: &Review, path: &str, line: usize) -> String {
    let url = crate::report::review::address(&review.made.link_base, path, Some(line));
    format!("[{}]({url})", text(&format!("{path}:{line}")))
}

fn optional(value: Option<&impl ToString>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| text(&value.to_string()))
}

fn inputs(out: &mut dyn Write, review: &Review) -> io::Result<()> {
    if review.inputs.is_empty() {
        return Ok(());
    }
    writeln!(out, "## Inputs of the review\n")?;
    for input in &review.inputs {
        let mark = if input.state == Evidenced::Fresh { "x" } else { " " };
        writeln!(out, "- [{mark}] {}: {}", text(&input.title), input.state.word())?;
        for evidence in &input.evidence {
            let url = crate::report::review::address(&review.made.link_base, &evidence.path, None);
            let age = match (evidence.day, evidence.age) {
                (Some(day), Some(age)) => format!(", {day}, {} old", counted(age.unsigned_abs(), "day")),
                _ => ", without a date".to_owned(),
            };
            writeln!(out, "  - [{}]({url}){age}", text(&evidence.title))?;
        }
        if input.more > 0 {
            writeln!(out, "  - and {} more", input.more)?;
        }
    }
    writeln!(out)
}

fn headline(out: &mut dyn Write, review: &Review) -> io::Result<()> {
    writeln!(out, "## Headline\n")?;
    let before = review.made.since.as_ref();
    let header = match before {
        Some(since) => format!("| figure | now | {} |", since.as_of),
        None => "| figure | now |".to_owned(),
    };
    table(out, &header, Figures::NAMED.iter(), |(name, figure)| {
        let then = before.map(|since| figure(&since.headline).to_string());
        [Some((*name).to_owned()), Some(figure(&review.headline).to_string()), then].into_iter().flatten().collect()
    })
}

fn clauses(out: &mut dyn Write, review: &Review) -> io::Result<()> {
    let assessable: Vec<_> = review.clauses.iter().filter(|clause| clause.assessable).collect();
    if assessable.is_empty() {
        return Ok(());
    }
    writeln!(out, "## Clauses\n")?;
    table(out, "| clause | state | documents | reasons |", assessable.into_iter(), |clause| {
        let state = match clause.before.filter(|before| *before != clause.state) {
            Some(before) => format!("{}, was {}", clause.state.word(), before.word()),
            None => clause.state.word().to_owned(),
        };
        let documents: Vec<String> =
            clause.items.iter().flat_map(|item| &item.documents).map(|path| text(path)).collect();
        let reasons: Vec<String> =
            clause.reasons.iter().chain(&clause.not_checked).map(|reason| text(reason)).collect();
        vec![text(&format!("{} {}", clause.clause, clause.title)), state, documents.join("<br>"), reasons.join("<br>")]
    })
}

fn calendar(out: &mut dyn Write, review: &Review) -> io::Result<()> {
    writeln!(out, "## Reviews\n")?;
    let figures = &review.headline;
    writeln!(out, "{} overdue, {} due until {}.\n", figures.overdue, figures.due, review.made.until)?;
    if !review.calendar.is_empty() {
        table(out, "| due | days | document | owner |", review.calendar.iter(), |planned| {
            let document = format!("{} ({})", text(&planned.title), place(review, &planned.path, planned.line));
            vec![planned.due.to_string(), planned.days.to_string(), document, optional(planned.owner.as_ref())]
        })?;
    }
    writeln!(out, "## Owners\n")?;
    table(out, "| owner | documents | overdue | due | errors | warnings |", review.owners.iter(), |owner| {
        let numbers = [owner.documents, owner.overdue, owner.due, owner.findings.error, owner.findings.warning];
        let first = owner.name.as_ref().map_or_else(|| "no owner".to_owned(), |name| text(name));
        std::iter::once(first).chain(numbers.iter().map(usize::to_string)).collect()
    })
}

fn findings(out: &mut dyn Write, review: &Review) -> io::Result<()> {
    writeln!(out, "## Findings\n")?;
    let open: Vec<&Finding> = review.findings.iter().filter(|finding| finding.disposition == "open").collect();
    if open.is_empty() {
        return writeln!(out, "None that counts.\n");
    }
    table(out, "| place | severity | class | rule | finding |", open.into_iter(), |finding| {
        vec![
            place(review, &finding.path, finding.line),
            finding.severity.to_string(),
            optional(finding.class.map(crate::pack::Class::word).as_ref()),
            text(&finding.rule),
            text(&finding.message),
        ]
    })
}

fn waivers(out: &mut dyn Write, review: &Review) -> io::Result<()> {
    if review.waivers.is_empty() {
        return Ok(());
    }
    writeln!(out, "## Waivers\n")?;
    table(out, "| rule | what | reason | approved by | until | used |", review.waivers.iter(), |waiver| {
        let until = if waiver.has_ended { format!("{} (ended)", waiver.expires) } else { waiver.expires.to_string() };
        vec![
            text(&waiver.rule),
            text(&waiver.scope),
            text(&waiver.reason),
            optional(waiver.approved_by.as_ref()),
            until,
            if waiver.is_used { "yes" } else { "no" }.to_owned(),
        ]
    })
}

fn consistency(out: &mut dyn Write, review: &Review) -> io::Result<()> {
    if review.consistency.is_empty() {
        return Ok(());
    }
    writeln!(out, "## Consistency\n")?;
    let (told, held): (Vec<&Comparison>, Vec<&Comparison>) =
        review.consistency.iter().partition(|comparison| !comparison.rows.is_empty());
    for comparison in told {
        writeln!(out, "### {}\n\n{}\n", text(&comparison.rule), text(&comparison.why))?;
        let titles: Vec<String> = comparison.columns.iter().map(|title| text(title)).collect();
        let header = format!("| {} | holds | promise | against |", titles.join(" | "));
        table(out, &header, comparison.rows.iter(), |row| {
            let against = row.related.iter().map(|other| place(review, &other.path, other.line));
            let mut cells: Vec<String> = row.cells.iter().map(|cell| text(cell)).collect();
            cells.push(if row.holds { "yes" } else { "no" }.to_owned());
            cells.push(place(review, &row.place.path, row.place.line));
            cells.push(against.collect::<Vec<_>>().join("<br>"));
            cells
        })?;
    }
    let examined: usize = held.iter().map(|comparison| comparison.examined).sum();
    writeln!(
        out,
        "{} more compare documents and say nothing here; {examined} comparisons were made.\n",
        counted(held.len(), "rule")
    )
}

fn trend(out: &mut dyn Write, review: &Review) -> io::Result<()> {
    if review.trend.is_empty() {
        return Ok(());
    }
    writeln!(out, "## Trend\n")?;
    table(out, "| day | covered | weak | missing | errors | overdue | waived |", review.trend.iter(), |point| {
        let figures = &point.figures;
        let numbers = [
            figures.clauses.covered,
            figures.clauses.weak,
            figures.clauses.missing,
            figures.findings.error,
            figures.overdue,
            figures.waived,
        ];
        std::iter::once(point.day.to_string()).chain(numbers.iter().map(usize::to_string)).collect()
    })
}

fn register(out: &mut dyn Write, review: &Review) -> io::Result<()> {
    writeln!(out, "## Register of documents\n")?;
    table(
        out,
        "| id | title | kind | version | status | owner | last review | next review | path |",
        review.register.iter(),
        |entry| {
            vec![
                optional(entry.id.as_ref()),
                text(&entry.title),
                optional(entry.kind.as_ref()),
                optional(entry.version.as_ref()),
                optional(entry.status.as_ref()),
                optional(entry.owner.as_ref()),
                optional(entry.last_reviewed.as_ref()),
                optional(entry.next_review.as_ref()),
                text(&entry.path),
            ]
        },
    )
}

fn how(out: &mut dyn Write, review: &Review) -> io::Result<()> {
    let made = &review.made;
    if !review.not_checked.is_empty() {
        writeln!(out, "## What was not checked\n")?;
        table(out, "| what | reason |", review.not_checked.iter(), |entry| {
            vec![text(&format!("{} {}", entry.sort, entry.what)), text(&entry.reason)]
        })?;
    }
    writeln!(out, "## How this was made\n")?;
    let packs: Vec<String> = made.packs.iter().map(|pack| format!("{} {}", pack.id, pack.version)).collect();
    let tree = match made.is_clean {
        Some(true) => "as committed",
        Some(false) => "with changes that are not committed",
        None => "outside Git",
    };
    let states = [State::Covered, State::Weak, State::Missing, State::NotChecked].map(State::word);
    writeln!(out, "- program: {}", text(&made.program))?;
    writeln!(out, "- commit: {} ({tree})", optional(made.commit.as_ref()))?;
    writeln!(out, "- packs: {}", text(&packs.join(", ")))?;
    if let Some(configuration) = &made.configuration {
        writeln!(out, "- configuration: {}, SHA-256 {}", text(&configuration.path), configuration.sha256)?;
    }
    writeln!(out, "- command: {}", text(&made.command))?;
    writeln!(out, "- a clause is {}", states.join(", or "))
}
