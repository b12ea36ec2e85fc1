//! The register of controlled documents, the calendar of their reviews, and those who answer for them.

use std::collections::HashMap;
use std::fmt::Write as _;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Judged;
use super::figures::Findings;
use crate::check::Subject;
use crate::document::review::{self, LAST_REVIEWED};
use crate::finding::Severity;
use crate::vocabulary::fold;

/// A controlled document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Entry {
    /// Its id.
    pub id: Option<String>,
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// The state that it says it is in.
    pub status: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The last review.
    #[schemars(with = "Option<String>")]
    pub last_reviewed: Option<Date>,
    /// The next review, as stated or as counted from the last one.
    #[schemars(with = "Option<String>")]
    pub next_review: Option<Date>,
    /// Path from the root.
    pub path: String,
    /// SHA-256 of its text, in hexadecimal digits.
    pub sha256: String,
}

/// A planned review.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Planned {
    /// Path of the document.
    pub path: String,
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The last day on which the review is in time.
    #[schemars(with = "String")]
    pub due: Date,
    /// Days from the day of judgement to that day; below nought where it has passed.
    pub days: i32,
    /// Line on which it is stated, or on which the day stands from which it is counted.
    pub line: usize,
    /// Clauses that the document is there for.
    pub clauses: Vec<String>,
}

/// Somebody who answers for documents.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Owner {
    /// The name; none for documents that name nobody.
    pub name: Option<String>,
    /// Controlled documents in force or being drafted.
    pub documents: usize,
    /// Overdue reviews.
    pub overdue: usize,
    /// Reviews that become due before the horizon.
    pub due: usize,
    /// Open findings in the documents, by severity.
    pub findings: Findings,
}

/// The controlled documents by path, those that are no longer in force included.
pub fn register(judged: Judged<'_>) -> Vec<Entry> {
    use rayon::prelude::*;
    let controlled: Vec<Subject<'_>> =
        Subject::all(judged.repository).filter(|subject| subject.member.is_controlled).collect();
    controlled.into_par_iter().map(|subject| entry(judged, subject)).collect()
}

fn entry(judged: Judged<'_>, subject: Subject<'_>) -> Entry {
    let document = subject.document;
    let text = |name: &str| {
        let field = document.field(name).filter(|field| field.typed.is_valid())?;
        Some(field.text.clone())
    };
    Entry {
        id: text("id"),
        title: title(subject),
        kind: subject.member.kind.as_ref().map(|(kind, _)| kind.to_string()),
        version: text("version"),
        status: subject.member.state.as_ref().map(|state| state.name.to_string()),
        owner: owner(subject),
        last_reviewed: document.date(LAST_REVIEWED).map(|(date, _)| date),
        next_review: judged.due(subject).map(|due| due.date),
        path: document.path().to_owned(),
        sha256: sha256(document.source.text().as_bytes()),
    }
}

/// The title that the metadata states, else that of the text, else the path.
pub fn title(subject: Subject<'_>) -> String {
    let document = subject.document;
    let stated = document.field("title").filter(|field| field.typed.is_valid()).map(|field| field.text.as_str());
    let title = stated.unwrap_or_else(|| document.title()).trim();
    if title.is_empty() { document.path().to_owned() } else { title.to_owned() }
}

/// The first person or role that a document names as its owner.
pub fn owner(subject: Subject<'_>) -> Option<String> {
    let label = subject.document.people("owner").map(|(person, _)| person.label()).next()?;
    (!label.is_empty()).then_some(label)
}

/// SHA-256 in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a text does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Planned reviews up to a day, those that are overdue included, the earliest first. A document that is no longer in force is
/// reviewed no more.
pub fn calendar(judged: Judged<'_>, until: Date) -> Vec<Planned> {
    let clauses = judged.gap.clauses_by_document();
    let mut planned: Vec<Planned> = judged
        .subjects()
        .filter_map(|subject| {
            let due = judged.due(subject).filter(|due| due.date <= until)?;
            let document = subject.document;
            Some(Planned {
                path: document.path().to_owned(),
                title: title(subject),
                kind: subject.member.kind.as_ref().map(|(kind, _)| kind.to_string()),
                owner: owner(subject),
                due: due.date,
                days: (due.date - judged.report.as_of).get_days(),
                line: document.source.location(due.field.span.start).line,
                clauses: clauses.get(document.path()).cloned().unwrap_or_default(),
            })
        })
        .collect();
    planned.sort_by(|a, b| (a.due, &a.path).cmp(&(b.due, &b.path)));
    planned
}

/// Who answers for which load: those with overdue reviews first, then those with errors, then by name.
pub fn owners(judged: Judged<'_>, calendar: &[Planned]) -> Vec<Owner> {
    let mut owners: Vec<Owner> = Vec::new();
    let mut known: HashMap<Option<String>, usize> = HashMap::new();
    let mut by_document: HashMap<&str, usize> = HashMap::new();
    for subject in judged.subjects() {
        let name = owner(subject);
        let index = *known.entry(name.as_deref().map(fold)).or_insert_with(|| {
            let findings = Findings::default();
            owners.push(Owner { name, documents: 0, overdue: 0, due: 0, findings });
            owners.len() - 1
        });
        owners[index].documents += 1;
        by_document.insert(subject.document.path(), index);
    }
    for planned in calendar {
        let Some(owner) = by_document.get(planned.path.as_str()).map(|&index| &mut owners[index]) else { continue };
        *if planned.days < 0 { &mut owner.overdue } else { &mut owner.due } += 1;
    }
    for finding in judged.report.verdicts.iter().flat_map(|verdict| &verdict.findings) {
        let Some(owner) = by_document.get(finding.path.as_str()).map(|&index| &mut owners[index]) else { continue };
        *match finding.severity {
            Severity::Error => &mut owner.findings.error,
            Severity::Warning => &mut owner.findings.warning,
            Severity::Info => &mut owner.findings.info,
        } += 1;
    }
    let weight = |owner: &Owner| (owner.overdue, owner.findings.error, owner.due, owner.findings.warning);
    owners.sort_by(|a, b| weight(b).cmp(&weight(a)).then_with(|| a.name.cmp(&b.name)));
    owners
}

impl<'a> Judged<'a> {
    /// The controlled documents that are in force or being drafted.
    pub fn subjects(self) -> impl Iterator<Item = Subject<'a>> {
        Subject::all(self.repository).filter(|subject| subject.is_under_control())
    }

    /// When the next review of a document is due.
    pub fn due(self, subject: Subject<'a>) -> Option<review::Due<'a>> {
        review::due(subject.document, self.repository.default_interval(subject.member, &self.set.settings))
    }
}
