//! The gap analysis: clause by clause what is covered, by which documents in which state, what is weak and why, what is missing.
//!
//! It says that evidence is present and consistent, never that an organization conforms. It is a function of the verdicts and of
//! what the documents are.

mod build;
pub mod csv;
pub mod json;
pub mod markdown;
pub mod terminal;

pub use build::build;

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::pack::{Keep, Mandatory};

/// What became of a clause, an item or a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Approved, in date, with the required content, and no open error.
    Covered,
    /// There, but with a reason against it.
    Weak,
    /// Not there.
    Missing,
    /// Nothing could be looked at.
    NotChecked,
}

impl State {
    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Covered => "covered",
            Self::Weak => "weak",
            Self::Missing => "missing",
            Self::NotChecked => "not checked",
        }
    }
}

/// The gap analysis of a repository.
#[derive(Debug)]
pub struct Gap {
    /// The day on which the documents were judged.
    pub as_of: String,
    /// The commit that was looked at; none outside Git.
    pub commit: Option<String>,
    /// What differs from it, by path; none where that cannot be told.
    pub differs: Option<Vec<String>>,
    /// Id, title and version of the packs.
    pub packs: Vec<(String, String, String)>,
    /// The clauses in the order of their standard.
    pub clauses: Vec<Clause>,
    /// Controlled documents that no clause needs.
    pub unneeded: Vec<String>,
    /// Claims of documents to satisfy a clause that do not hold.
    pub claims: Vec<Claim>,
}

/// A clause.
#[derive(Debug)]
pub struct Clause {
    /// Standard and number.
    pub id: String,
    /// Short title.
    pub title: String,
    /// Whether it asks for something itself.
    pub assessable: bool,
    /// What became of it; for a group the worst of what it consists of.
    pub state: State,
    /// Why it is not covered.
    pub reasons: Vec<String>,
    /// What could not be looked at, although the clause is covered or weak.
    pub not_checked: Vec<String>,
    /// The documented information that it asks for.
    pub items: Vec<Item>,
    /// Where a young management system begins: small numbers first.
    pub order: u32,
}

/// Documented information that a clause asks for.
#[derive(Debug)]
pub struct Item {
    /// The kind of document.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// How strongly it is asked for.
    pub mandatory: Mandatory,
    /// Whether it is kept up to date or kept as evidence.
    pub keep: Keep,
    /// What became of it.
    pub state: State,
    /// The documents that are this item.
    pub documents: Vec<Evidence>,
}

/// A document, or a pointer to another system, behind an item.
#[derive(Debug)]
pub struct Evidence {
    /// Path of the document, or of the one that states the pointer.
    pub path: String,
    /// Its id, if it has one.
    pub id: Option<String>,
    /// What it is worth.
    pub state: State,
    /// Why it is worth no more.
    pub reasons: Vec<String>,
    /// The system in which it is kept, where it is not the document itself.
    pub system: Option<String>,
}

/// A claim that does not hold.
#[derive(Debug)]
pub struct Claim {
    /// Path of the document.
    pub path: String,
    /// What it claims to satisfy.
    pub claim: String,
    /// Why that does not hold.
    pub reason: String,
}

impl Gap {
    /// How many assessable clauses are in a state.
    pub fn count(&self, state: State) -> usize {
        self.assessable().filter(|clause| clause.state == state).count()
    }

    /// The clauses that ask for something themselves.
    pub fn assessable(&self) -> impl Iterator<Item = &Clause> {
        self.clauses.iter().filter(|clause| clause.assessable)
    }

    /// The clauses that each document is there for, by its path.
    pub fn clauses_by_document(&self) -> HashMap<&str, Vec<String>> {
        let mut clauses: HashMap<&str, Vec<String>> = HashMap::new();
        for clause in &self.clauses {
            for document in clause.items.iter().flat_map(|item| &item.documents) {
                let known = clauses.entry(&document.path).or_default();
                if !known.contains(&clause.id) {
                    known.push(clause.id.clone());
                }
            }
        }
        clauses
    }

    /// Keeps a clause and what it consists of.
    pub fn narrow(&mut self, id: &str) {
        let is_kept =
            |clause: &Clause| clause.id.strip_prefix(id).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        self.clauses.retain(is_kept);
        self.unneeded.clear();
        self.claims.retain(|claim| claim.claim.starts_with(id));
    }
}
