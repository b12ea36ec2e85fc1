//! Rule packs: clauses, kinds of document and rules, from TOML to types. A pack that loads is a pack that runs.

use std::collections::HashMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use crate::check::{Check, NameKind};
use crate::document::value::interval::Interval;
use crate::error::{Error, Result};
use crate::finding::Severity;
use crate::vocabulary::{FieldType, Phase, Vocabulary};

/// The packs that are compiled into the binary: name and text.
pub const BUILT_IN: [(&str, &str); 1] = [("core", include_str!("../rules/core.toml"))];

/// A set of rules for one standard or purpose.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PackFile {
    /// What the pack is.
    pub pack: PackHeader,
    /// Clauses that rules may name.
    #[serde(default, rename = "clause")]
    pub clauses: Vec<ClauseTable>,
    /// Kinds of document.
    #[serde(default, rename = "kind")]
    pub kinds: Vec<KindTable>,
    /// Fields that this pack adds to the vocabulary.
    #[serde(default, rename = "field")]
    pub fields: Vec<FieldTable>,
    /// Rules in the order in which they are listed.
    #[serde(default, rename = "rule")]
    pub rules: Vec<RuleTable>,
}

/// Name and edition of a pack.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PackHeader {
    /// Short name, used in `--select core/*`.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// Version of the pack.
    pub version: String,
    /// What it is for, in a sentence or two.
    #[serde(default)]
    pub description: String,
}

/// A numbered requirement.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ClauseTable {
    /// Standard and number, such as `iso20000-1:8.3.3`.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// Short title in our own words.
    pub title: String,
}

/// A kind of document.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct KindTable {
    /// Canonical name.
    #[schemars(with = "String")]
    pub name: Spanned<String>,
    /// The more general kind that this one belongs to.
    #[schemars(with = "Option<String>")]
    pub is: Option<Spanned<String>>,
    /// Other values of the `type` field that mean this kind.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Globs of paths that hint at this kind.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub paths: Vec<Spanned<String>>,
    /// How often such a document is reviewed where it does not say so itself.
    pub review_interval: Option<Interval>,
    /// The longest interval between reviews that such a document may set itself.
    pub max_review_interval: Option<Interval>,
}

/// A field that a pack declares.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FieldTable {
    /// Canonical name.
    pub name: String,
    /// What its values are.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// How it is spelled.
    #[serde(default)]
    pub spellings: Vec<String>,
}

/// A rule as a pack states it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RuleTable {
    /// Kebab case; names the problem.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// The entry of a reference that this rule implements.
    pub reference: Option<String>,
    /// Clauses that it belongs to.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub clauses: Vec<Spanned<String>>,
    /// Weight of a finding.
    pub severity: Severity,
    /// Weight of a finding in a document that is not controlled, for rules that look at those as well.
    pub uncontrolled_severity: Option<Severity>,
    /// Which documents it looks at.
    #[serde(default)]
    pub applies_to: AppliesTo,
    /// Why the rule exists, in one sentence.
    pub why: String,
    /// What to do about a finding.
    pub help: String,
    /// A small document that breaks the rule.
    pub bad: Option<String>,
    /// The same document mended.
    pub good: Option<String>,
    /// What is looked at.
    pub check: Check,
}

/// Which documents a rule looks at. Documents that are no longer in force are never looked at.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AppliesTo {
    /// Controlled documents, or all that are read.
    #[serde(default)]
    pub documents: Documents,
    /// Kinds of document; a more special kind counts as well. All kinds where empty.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub kind: Vec<Spanned<String>>,
    /// States of the document. All where empty.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub state: Vec<Spanned<String>>,
    /// Phases of the document's life. All where empty.
    #[serde(default)]
    pub phase: Vec<Phase>,
    /// Whether the state must say that somebody approved the document.
    #[serde(default)]
    pub claims_approval: bool,
}

/// Which documents a rule looks at, as a class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Documents {
    /// Documents that have a kind or the signs of control.
    #[default]
    Controlled,
    /// Every document that is read.
    Any,
}

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

/// A kind of document that is ready to use.
#[derive(Clone, Debug)]
pub struct Kind {
    /// Canonical name.
    pub name: Arc<str>,
    /// The more general kind.
    pub is: Option<Arc<str>>,
    /// How often such a document is reviewed where it does not say so itself.
    pub review_interval: Option<Interval>,
    /// The longest interval that such a document may set itself.
    pub max_review_interval: Option<Interval>,
}

/// The text of a pack or configuration, for located errors.
#[derive(Clone, Copy, Debug)]
pub struct PackSource<'a> {
    /// Path or name, as shown to the user.
    pub name: &'a str,
    /// The whole text.
    pub text: &'a str,
}

impl PackSource<'_> {
    fn error(&self, span: std::ops::Range<usize>, message: String, label: &str, help: Option<String>) -> Error {
        Error::invalid(self.name, self.text, span, message, label, help)
    }

    /// A located error for a name that is not known, with the nearest one that is.
    pub fn unknown<'k>(&self, what: &str, name: &Spanned<String>, known: impl Iterator<Item = &'k str>) -> Error {
        let mut known: Vec<&str> = known.collect();
        known.sort_unstable();
        let help = match crate::document::slug::nearest(name.get_ref(), known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.len() <= 40 => format!("known: {}", known.join(", ")),
            None => format!("there are {} known names, none of them like this one", known.len()),
        };
        self.error(name.span(), format!("unknown {what} `{}`", name.get_ref()), "not known", Some(help))
    }
}

/// Reads a pack file.
///
/// # Errors
///
/// At the place that is not valid.
pub fn parse(source: PackSource<'_>) -> Result<PackFile> {
    toml::from_str(source.text).map_err(|error| Error::toml(source.name, source.text, &error))
}

/// What all loaded packs and the configuration know by name.
#[derive(Debug, Default)]
pub struct Names {
    /// Clause id to title.
    pub clauses: HashMap<String, String>,
    /// Kinds of document.
    pub kinds: HashMap<String, Arc<Kind>>,
}

impl Names {
    /// Whether `kind` is `wanted` or a special case of it.
    pub fn is_kind(&self, kind: &str, wanted: &str) -> bool {
        let mut current = Some(kind);
        for _ in 0..=self.kinds.len() {
            match current {
                Some(name) if name == wanted => return true,
                Some(name) => current = self.kinds.get(name).and_then(|kind| kind.is.as_deref()),
                None => return false,
            }
        }
        false
    }
}

/// Turns the rule tables of a pack into rules; every name that they use must be known.
///
/// # Errors
///
/// At the first name that is not known, or pattern that cannot be used.
pub fn rules(
    file: &PackFile,
    source: PackSource<'_>,
    names: &Names,
    vocabulary: &Vocabulary,
    is_built_in: bool,
) -> Result<Vec<Rule>> {
    let pack: Arc<str> = Arc::from(file.pack.id.as_str());
    file.rules.iter().map(|table| rule(table, &pack, source, names, vocabulary, is_built_in)).collect()
}

fn rule(
    table: &RuleTable,
    pack: &Arc<str>,
    source: PackSource<'_>,
    names: &Names,
    vocabulary: &Vocabulary,
    is_built_in: bool,
) -> Result<Rule> {
    for clause in &table.clauses {
        if !names.clauses.contains_key(clause.get_ref()) {
            return Err(source.unknown("clause", clause, names.clauses.keys().map(String::as_str)));
        }
    }
    for kind in &table.applies_to.kind {
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
    if !is_built_in && let Err((span, message)) = table.check.prepare() {
        return Err(source.error(span, "a pattern cannot be used".to_owned(), &message, None));
    }
    Ok(Rule {
        pack: Arc::clone(pack),
        id: table.id.get_ref().clone(),
        reference: table.reference.clone(),
        clauses: table.clauses.iter().map(|clause| clause.get_ref().clone()).collect(),
        severity: table.severity,
        uncontrolled_severity: table.uncontrolled_severity,
        applies_to: table.applies_to.clone(),
        why: table.why.clone(),
        help: table.help.clone(),
        bad: table.bad.clone(),
        good: table.good.clone(),
        check: table.check.clone(),
    })
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
            NameKind::State if vocabulary.state_named(text).is_none() => {
                return Err(source.unknown("state", name, vocabulary.state_names()));
            }
            NameKind::Field | NameKind::Section | NameKind::Kind | NameKind::State => {}
        }
    }
    Ok(())
}
