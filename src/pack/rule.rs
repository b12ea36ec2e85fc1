//! A rule that is ready to run, and how it is made from its table.

use std::sync::Arc;

use super::load::{Loaded, Part};
use super::names::{Names, PackSource};
use super::{AppliesTo, Class, Confidence, RuleTable, sound};
use crate::check::{Check, NameKind};
use crate::error::Result;
use crate::finding::Severity;
use crate::vocabulary::Vocabulary;

/// A rule that is ready to run.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Id of the pack that it comes from.
    pub pack: Arc<str>,
    /// Its id.
    pub id: String,
    /// The entry of a reference that it implements.
    pub reference: Option<String>,
    /// Clauses that it belongs to, with namespace.
    pub clauses: Vec<String>,
    /// How an auditor would class a finding.
    pub class: Option<Class>,
    /// How sure the demand is.
    pub confidence: Option<Confidence>,
    /// Weight of a finding.
    pub severity: Severity,
    /// Weight in documents that are not controlled.
    pub uncontrolled_severity: Option<Severity>,
    /// Which documents it looks at.
    pub applies_to: AppliesTo,
    /// Why it exists.
    pub why: String,
    /// What to do about a finding.
    pub help: String,
    /// A small document that breaks it.
    pub bad: Option<String>,
    /// The same document mended.
    pub good: Option<String>,
    /// What is looked at.
    pub check: Check,
}

impl Rule {
    /// Pack and id, `core/review-overdue`.
    pub fn qualified(&self) -> String {
        format!("{}/{}", self.pack, self.id)
    }
}

/// Turns the rule tables of a file of a pack into rules; every name that they use must be known.
///
/// # Errors
///
/// At the first name that is not known, or pattern that cannot be used.
pub fn rules(part: &Part, pack: &Loaded, names: &Names, vocabulary: &Vocabulary) -> Result<Vec<Rule>> {
    let id: Arc<str> = Arc::from(pack.header.id.as_str());
    let rule = |table| {
        if !pack.is_built_in {
            validate_table(table, part.source(), names, vocabulary)?;
        }
        Ok(rule(table, &id))
    };
    part.file.rules.iter().map(rule).collect()
}

fn validate_table(table: &RuleTable, source: PackSource<'_>, names: &Names, vocabulary: &Vocabulary) -> Result<()> {
    sound::rule(table, source)?;
    for clause in &table.clauses {
        if !names.clauses.contains_key(clause.get_ref()) {
            return Err(source.unknown("clause", clause, names.clauses.keys().map(String::as_str)));
        }
    }
    for kind in table.applies_to.kind.iter().chain(&table.applies_to.except_kind) {
        if !names.kinds.contains_key(kind.get_ref()) {
            return Err(source.unknown("kind of document", kind, names.kinds.keys().map(String::as_str)));
        }
    }
    for state in &table.applies_to.state {
        if vocabulary.state_named(state.get_ref()).is_none() {
            return Err(source.unknown("state", state, vocabulary.state_names()));
        }
    }
    validate(&table.check, source, names, vocabulary)?;
    table.check.prepare(names).map_err(|invalid| source.invalid(invalid))
}

fn rule(table: &RuleTable, pack: &Arc<str>) -> Rule {
    Rule {
        pack: Arc::clone(pack),
        id: table.id.get_ref().clone(),
        reference: table.reference.clone(),
        clauses: table.clauses.iter().map(|clause| clause.get_ref().clone()).collect(),
        class: table.class,
        confidence: table.confidence,
        severity: table.severity,
        uncontrolled_severity: table.uncontrolled_severity,
        applies_to: table.applies_to.clone(),
        why: table.why.clone(),
        help: table.help.clone(),
        bad: table.bad.clone(),
        good: table.good.clone(),
        check: table.check.clone(),
    }
}

/// Every name that a check uses must be known to the vocabulary.
pub(crate) fn validate(check: &Check, source: PackSource<'_>, names: &Names, vocabulary: &Vocabulary) -> Result<()> {
    for (kind, name) in check.names() {
        let text = name.get_ref().as_str();
        match kind {
            NameKind::Field if vocabulary.field(text).is_none() => {
                return Err(source.unknown("field", name, vocabulary.field_names()));
            }
            NameKind::Section if !vocabulary.headings().is_known(text) => {
                return Err(source.unknown("section", name, vocabulary.headings().names()));
            }
            NameKind::Kind if !names.kinds.contains_key(text) => {
                return Err(source.unknown("kind of document", name, names.kinds.keys().map(String::as_str)));
            }
            NameKind::Record if names.record(text).is_none() => {
                return Err(source.unknown("kind of record", name, names.record_names()));
            }
            NameKind::State if vocabulary.state_named(text).is_none() => {
                return Err(source.unknown("state", name, vocabulary.state_names()));
            }
            NameKind::Field | NameKind::Section | NameKind::Kind | NameKind::Record | NameKind::State => {}
        }
    }
    Ok(())
}
