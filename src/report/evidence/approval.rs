//! The approvals that documents state, and the commits that made them.

use std::io;

use jiff::civil::Date;
use serde::Serialize;

use crate::document::value::person::Person;
use crate::history::approval::APPROVAL;
use crate::history::{Commit, Facts};
use crate::output::csv::write_table;
use crate::output::write_json;
use crate::report::Judged;

const HEADER: [&str; 13] = [
    "path",
    "id",
    "version",
    "approved by",
    "approved on",
    "commit",
    "written on",
    "landed on",
    "authors",
    "approved in the commit by",
    "reviewed in the commit by",
    "changes",
    "not known",
];

/// What is known of the history.
pub type Known = Result<Facts, String>;

/// An approval.
#[derive(Debug, Serialize)]
pub(super) struct Approval {
    path: String,
    id: Option<String>,
    version: Option<String>,
    /// As the document states it.
    approved_by: Option<String>,
    /// As the document states it.
    approved_on: Option<String>,
    /// The commit in which the approval came to stand in the document as it does.
    commit: Option<Made>,
    /// Why that commit is not known.
    not_known: Option<String>,
}

/// A commit that made an approval.
#[derive(Debug, Serialize)]
struct Made {
    id: String,
    written_on: Date,
    landed_on: Date,
    authors: Vec<String>,
    approved_by: Vec<String>,
    reviewed_by: Vec<String>,
    changes: Vec<String>,
}

/// The approvals of all controlled documents, by path.
pub(super) fn approvals(judged: Judged<'_>, known: &Known) -> Vec<Approval> {
    let repository = judged.repository;
    let documents = repository.present().iter().zip(repository.members.iter()).enumerate();
    documents
        .filter(|(_, (_, member))| member.is_controlled)
        .map(|(index, (document, _))| {
            let text =
                |name: &str| document.field(name).map(|field| field.text.clone()).filter(|text| !text.is_empty());
            let [by, on] = APPROVAL.map(text);
            let made = if by.is_none() && on.is_none() {
                Err("the document states no approval".to_owned())
            } else {
                made(index, known, judged.set.settings.history_since)
            };
            let (commit, not_known) = match made {
                Ok(commit) => (Some(commit), None),
                Err(reason) => (None, Some(reason)),
            };
            Approval {
                path: document.path().to_owned(),
                id: text("id"),
                version: text("version"),
                approved_by: by,
                approved_on: on,
                commit,
                not_known,
            }
        })
        .collect()
}

fn made(document: usize, known: &Known, since: Option<Date>) -> Result<Made, String> {
    let facts = known.as_ref().map_err(Clone::clone)?;
    let past = facts.documents.get(document).and_then(Option::as_ref).ok_or("the document is not committed yet")?;
    let Some((_, step)) = past.last_change_of(&APPROVAL) else {
        return Err(match since {
            _ if past.is_cut => "contents are lacking in this clone".to_owned(),
            Some(since) => {
                format!("it was made before {since}, and the configuration has the history judged from then on")
            }
            None => "the history does not show it".to_owned(),
        });
    };
    let commit: &Commit = &step.commit;
    let names = |people: &[Person]| people.iter().map(Person::label).collect::<Vec<_>>();
    Ok(Made {
        id: commit.id.ok_or("the approval is not committed yet")?.to_string(),
        written_on: commit.day,
        landed_on: commit.landed_on,
        authors: names(&commit.authors),
        approved_by: names(&commit.approved_by),
        reviewed_by: names(&commit.reviewed_by),
        changes: commit.changes.clone(),
    })
}

/// The table for people.
pub(super) fn csv(approvals: &[Approval]) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    write_table(&mut out, &HEADER, approvals.iter().map(row))?;
    Ok(out)
}

fn row(approval: &Approval) -> Vec<String> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let stated = [&approval.id, &approval.version, &approval.approved_by, &approval.approved_on].map(text);
    let made = approval.commit.as_ref();
    let of = |part: &dyn Fn(&Made) -> String| made.map(part).unwrap_or_default();
    let mut row = vec![approval.path.clone()];
    row.extend(stated);
    row.extend([
        of(&|made| made.id.clone()),
        of(&|made| made.written_on.to_string()),
        of(&|made| made.landed_on.to_string()),
        of(&|made| made.authors.join("; ")),
        of(&|made| made.approved_by.join("; ")),
        of(&|made| made.reviewed_by.join("; ")),
        of(&|made| made.changes.join("; ")),
        text(&approval.not_known),
    ]);
    row
}

/// The same for programs.
pub(super) fn json(approvals: &[Approval]) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    write_json(&mut out, &approvals)?;
    Ok(out)
}
