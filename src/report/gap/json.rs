//! The gap analysis for programs. Its structs are its own: internal types may change, this may not.

use std::io::{self, Write};

use serde::Serialize;

use super::{Claim, Clause, Evidence, Gap, Item, State};
use crate::output::write_json;
use crate::pack::{Keep, Mandatory};

/// The version of this format.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Output<'a> {
    version: u32,
    as_of: &'a str,
    commit: Option<&'a str>,
    is_clean: Option<bool>,
    differs: &'a [String],
    packs: Vec<Pack<'a>>,
    summary: Summary,
    clauses: Vec<ClauseOut<'a>>,
    unneeded: &'a [String],
    claims: Vec<ClaimOut<'a>>,
}

#[derive(Serialize)]
struct Pack<'a> {
    id: &'a str,
    title: &'a str,
    version: &'a str,
}

#[derive(Serialize)]
struct Summary {
    covered: usize,
    weak: usize,
    missing: usize,
    not_checked: usize,
}

#[derive(Serialize)]
struct ClauseOut<'a> {
    clause: &'a str,
    title: &'a str,
    assessable: bool,
    state: State,
    reasons: &'a [String],
    not_checked: &'a [String],
    items: Vec<ItemOut<'a>>,
}

#[derive(Serialize)]
struct ItemOut<'a> {
    id: &'a str,
    name: &'a str,
    mandatory: Mandatory,
    keep: Keep,
    state: State,
    documents: Vec<DocumentOut<'a>>,
}

#[derive(Serialize)]
struct DocumentOut<'a> {
    path: &'a str,
    id: Option<&'a str>,
    state: State,
    reasons: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    system: Option<&'a str>,
}

#[derive(Serialize)]
struct ClaimOut<'a> {
    path: &'a str,
    claim: &'a str,
    reason: &'a str,
}

/// Writes the gap analysis as one JSON object.
///
/// # Errors
///
/// When writing fails.
pub fn write(out: &mut dyn Write, gap: &Gap) -> io::Result<()> {
    let output = Output {
        version: VERSION,
        as_of: &gap.as_of,
        commit: gap.commit.as_deref(),
        is_clean: gap.differs.as_ref().map(Vec::is_empty),
        differs: gap.differs.as_deref().unwrap_or_default(),
        packs: gap.packs.iter().map(|(id, title, version)| Pack { id, title, version }).collect(),
        summary: Summary {
            covered: gap.count(State::Covered),
            weak: gap.count(State::Weak),
            missing: gap.count(State::Missing),
            not_checked: gap.count(State::NotChecked),
        },
        clauses: gap.clauses.iter().map(clause).collect(),
        unneeded: &gap.unneeded,
        claims: gap.claims.iter().map(claim).collect(),
    };
    write_json(out, &output)
}

fn clause(clause: &Clause) -> ClauseOut<'_> {
    ClauseOut {
        clause: &clause.id,
        title: &clause.title,
        assessable: clause.assessable,
        state: clause.state,
        reasons: &clause.reasons,
        not_checked: &clause.not_checked,
        items: clause.items.iter().map(item).collect(),
    }
}

fn item(item: &Item) -> ItemOut<'_> {
    ItemOut {
        id: &item.id,
        name: &item.name,
        mandatory: item.mandatory,
        keep: item.keep,
        state: item.state,
        documents: item.documents.iter().map(document).collect(),
    }
}

fn document(evidence: &Evidence) -> DocumentOut<'_> {
    DocumentOut {
        path: &evidence.path,
        id: evidence.id.as_deref(),
        state: evidence.state,
        reasons: &evidence.reasons,
        system: evidence.system.as_deref(),
    }
}

fn claim(claim: &Claim) -> ClaimOut<'_> {
    ClaimOut { path: &claim.path, claim: &claim.claim, reason: &claim.reason }
}
