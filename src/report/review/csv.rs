//! The management review as tables for spreadsheets, one file each.

use std::io;

use super::Review;
use super::model::{Comparison, Evidenced, Row};
use crate::output::csv::write_table;
use crate::report::figures::{Figures, Named};
use crate::report::history;

/// A table with the name of its file.
#[derive(Clone, Debug)]
pub struct Table {
    /// The name of its file, with ending.
    pub name: &'static str,
    /// Its contents (RFC 4180). No cell can begin a formula or steer a terminal.
    pub bytes: Vec<u8>,
}

type Cells = Vec<String>;

/// All tables, in the order of the page. One without rows is there too: nothing to tell is told.
///
/// # Errors
///
/// When a table cannot be written, for want of memory.
pub fn tables(review: &Review) -> io::Result<Vec<Table>> {
    let mut trend = Vec::new();
    history::csv::write_points(&mut trend, &review.trend)?;
    let mut tables = vec![
        table(
            "inputs.csv",
            &["clause", "input", "title", "state", "document", "day", "age", "status"],
            inputs(review),
        )?,
        table("headline.csv", &["figure", "value", "before"], headline(review))?,
        table(
            "clauses.csv",
            &["clause", "title", "assessable", "state", "before", "documents", "reasons"],
            clauses(review),
        )?,
        table("reviews.csv", &["due", "days", "path", "line", "title", "kind", "owner", "clauses"], reviews(review))?,
        table("owners.csv", &["owner", "documents", "overdue", "due", "errors", "warnings", "infos"], owners(review))?,
        table(
            "findings.csv",
            &[
                "path",
                "line",
                "column",
                "severity",
                "class",
                "rule",
                "pack",
                "clauses",
                "disposition",
                "message",
                "help",
                "subject",
                "fingerprint",
            ],
            findings(review),
        )?,
        table(
            "waivers.csv",
            &["rule", "scope", "reason", "approved by", "expires", "ended", "used", "path", "line"],
            waivers(review),
        )?,
        table(
            "consistency.csv",
            &["rule", "clauses", "state", "examined", "compared", "holds", "place", "against"],
            consistency(review),
        )?,
        table(
            "changes.csv",
            &["course", "rule", "clauses", "path", "line", "severity", "message", "reason"],
            changes(review),
        )?,
    ];
    tables.push(Table { name: "trend.csv", bytes: trend });
    tables.push(table(
        "register.csv",
        &["path", "id", "title", "kind", "version", "status", "owner", "last reviewed", "next review", "sha256"],
        register(review),
    )?);
    let not_checked =
        review.not_checked.iter().map(|entry| vec![entry.sort.to_owned(), entry.what.clone(), entry.reason.clone()]);
    tables.push(table("not-checked.csv", &["sort", "what", "reason"], not_checked.collect())?);
    Ok(tables)
}

fn table(name: &'static str, header: &[&str], rows: Vec<Cells>) -> io::Result<Table> {
    let mut bytes = Vec::new();
    write_table(&mut bytes, header, rows)?;
    Ok(Table { name, bytes })
}

/// A value as text; nothing where there is none.
fn text(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn inputs(review: &Review) -> Vec<Cells> {
    let mut rows = Vec::new();
    for input in &review.inputs {
        let first =
            || vec![input.clause.clone(), input.name.clone(), input.title.clone(), input.state.word().to_owned()];
        if input.state == Evidenced::Nothing {
            rows.push([first(), vec![String::new(); 4]].concat());
        }
        for evidence in &input.evidence {
            let cells = vec![
                evidence.path.clone(),
                text(evidence.day.as_ref()),
                text(evidence.age.as_ref()),
                text(evidence.status.as_ref()),
            ];
            rows.push([first(), cells].concat());
        }
    }
    rows
}

fn headline(review: &Review) -> Vec<Cells> {
    let before = review.made.since.as_ref().map(|since| &since.headline);
    let row = |(name, figure): &Named| {
        vec![(*name).to_owned(), figure(&review.headline).to_string(), text(before.map(figure).as_ref())]
    };
    Figures::NAMED.iter().map(row).collect()
}

fn clauses(review: &Review) -> Vec<Cells> {
    let row = |clause: &super::model::Clause| {
        let documents = clause.items.iter().flat_map(|item| &item.documents);
        vec![
            clause.clause.clone(),
            clause.title.clone(),
            clause.assessable.to_string(),
            clause.state.word().to_owned(),
            text(clause.before.map(crate::report::gap::State::word).as_ref()),
            documents.cloned().collect::<Vec<_>>().join("; "),
            clause.reasons.join("; "),
        ]
    };
    review.clauses.iter().map(row).collect()
}

fn reviews(review: &Review) -> Vec<Cells> {
    let row = |planned: &crate::report::register::Planned| {
        vec![
            planned.due.to_string(),
            planned.days.to_string(),
            planned.path.clone(),
            planned.line.to_string(),
            planned.title.clone(),
            text(planned.kind.as_ref()),
            text(planned.owner.as_ref()),
            planned.clauses.join(" "),
        ]
    };
    review.calendar.iter().map(row).collect()
}

fn owners(review: &Review) -> Vec<Cells> {
    let row = |owner: &crate::report::register::Owner| {
        let numbers = [
            owner.documents,
            owner.overdue,
            owner.due,
            owner.findings.error,
            owner.findings.warning,
            owner.findings.info,
        ];
        [vec![text(owner.name.as_ref())], numbers.map(|number| number.to_string()).to_vec()].concat()
    };
    review.owners.iter().map(row).collect()
}

fn findings(review: &Review) -> Vec<Cells> {
    let row = |finding: &super::model::Finding| {
        vec![
            finding.path.clone(),
            finding.line.to_string(),
            finding.column.to_string(),
            finding.severity.to_string(),
            text(finding.class.map(crate::pack::Class::word).as_ref()),
            finding.rule.clone(),
            finding.pack.clone(),
            finding.clauses.join(" "),
            finding.disposition.to_owned(),
            finding.message.clone(),
            finding.help.clone(),
            finding.subject.clone(),
            finding.fingerprint.clone(),
        ]
    };
    review.findings.iter().map(row).collect()
}

fn waivers(review: &Review) -> Vec<Cells> {
    let row = |waiver: &super::model::Waiver| {
        vec![
            waiver.rule.clone(),
            waiver.scope.clone(),
            waiver.reason.clone(),
            text(waiver.approved_by.as_ref()),
            waiver.expires.to_string(),
            waiver.has_ended.to_string(),
            waiver.is_used.to_string(),
            waiver.path.clone(),
            waiver.line.to_string(),
        ]
    };
    review.waivers.iter().map(row).collect()
}

fn consistency(review: &Review) -> Vec<Cells> {
    let row = |comparison: &Comparison, row: Option<&Row>| {
        let cells =
            row.map(|row| comparison.columns.iter().zip(&row.cells).map(|(title, cell)| format!("{title}: {cell}")));
        let place = row.map(|row| format!("{}:{}", row.place.path, row.place.line));
        let related = row.into_iter().flat_map(|row| &row.related);
        let against = related.map(|place| format!("{} ({}:{})", place.label, place.path, place.line));
        vec![
            comparison.rule.clone(),
            comparison.clauses.join(" "),
            comparison.state.to_string(),
            comparison.examined.to_string(),
            cells.map(|cells| cells.collect::<Vec<_>>().join("; ")).unwrap_or_default(),
            text(row.map(|row| row.holds).as_ref()),
            place.unwrap_or_default(),
            against.collect::<Vec<_>>().join("; "),
        ]
    };
    let mut rows = Vec::new();
    for comparison in &review.consistency {
        if comparison.rows.is_empty() {
            rows.push(row(comparison, None));
        }
        rows.extend(comparison.rows.iter().map(|one| row(comparison, Some(one))));
    }
    rows
}

fn changes(review: &Review) -> Vec<Cells> {
    let Some(changes) = &review.changes else { return Vec::new() };
    let row = |change: &crate::report::diff::Change| {
        let sighting = change.sighting();
        vec![
            change.course.word().to_owned(),
            change.rule.clone(),
            change.clauses.join(" "),
            text(sighting.map(|sighting| sighting.path.clone()).as_ref()),
            text(sighting.map(|sighting| sighting.line).as_ref()),
            text(sighting.map(|sighting| sighting.severity).as_ref()),
            text(sighting.map(|sighting| sighting.message.clone()).as_ref()),
            text(change.reason.as_ref()),
        ]
    };
    changes.findings.iter().map(row).collect()
}

fn register(review: &Review) -> Vec<Cells> {
    let row = |entry: &crate::report::register::Entry| {
        vec![
            entry.path.clone(),
            text(entry.id.as_ref()),
            entry.title.clone(),
            text(entry.kind.as_ref()),
            text(entry.version.as_ref()),
            text(entry.status.as_ref()),
            text(entry.owner.as_ref()),
            text(entry.last_reviewed.as_ref()),
            text(entry.next_review.as_ref()),
            entry.sha256.clone(),
        ]
    };
    review.register.iter().map(row).collect()
}
