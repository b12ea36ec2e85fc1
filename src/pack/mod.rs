//! Rule packs: clauses, kinds of document and rules, from TOML to types. A pack that loads is a pack that runs.

pub mod gather;
pub mod load;
pub mod located;
pub mod names;
pub mod pattern;
pub mod record;
pub mod rule;
mod sound;

use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::Deserialize;

use self::located::Located;
use self::names::PackSource;
use self::record::RecordTable;
use crate::check::Check;
use crate::document::value::interval::Interval;
use crate::error::{Error, Result};
use crate::expression::Expression;
use crate::finding::Severity;
use crate::vocabulary::{FieldType, Phase, distinct};

/// A set of rules for one standard or purpose.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PackFile {
    /// What the pack is; in one file of a pack.
    pub pack: Option<PackHeader>,
    /// Clauses that rules may name.
    #[serde(default, rename = "clause")]
    pub clauses: Vec<ClauseTable>,
    /// Kinds of document.
    #[serde(default, rename = "kind")]
    pub kinds: Vec<KindTable>,
    /// Fields that this pack adds to the vocabulary.
    #[serde(default, rename = "field")]
    pub fields: Vec<FieldTable>,
    /// Section headings that this pack adds to the vocabulary.
    #[serde(default, rename = "heading")]
    pub headings: Vec<HeadingTable>,
    /// Documented information that clauses ask for.
    #[serde(default, rename = "item")]
    pub items: Vec<ItemTable>,
    /// Records: typed rows taken from documents.
    #[serde(default, rename = "record")]
    pub records: Vec<RecordTable>,
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
    pub id: Located,
    /// Short title in our own words.
    pub title: String,
    /// Whether it asks for something itself; a clause that only holds others is a group.
    #[serde(default = "yes")]
    pub assessable: bool,
    /// Further numbers that mean this clause, such as those of parts without a title.
    #[serde(default)]
    pub also: Vec<String>,
    /// How sure its content is.
    pub confidence: Option<Confidence>,
    /// What is worth knowing about it, in our own words.
    pub note: Option<String>,
}

fn yes() -> bool {
    true
}

/// How sure an entry of a pack is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, serde::Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Practice only.
    Low,
    /// From knowledge of the standard; to be compared with a licensed copy.
    Medium,
    /// Found in a public source.
    High,
}

/// A section heading that a pack adds.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct HeadingTable {
    /// Canonical name.
    pub name: String,
    /// How it is spelled.
    #[serde(default)]
    pub spellings: Vec<String>,
}

/// A piece of documented information that a clause asks for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ItemTable {
    /// The kind of document that is this item.
    pub kind: Located,
    /// Its name for people.
    pub title: String,
    /// The clause that asks for it.
    pub clause: Located,
    /// How strongly the clause asks.
    pub mandatory: Mandatory,
    /// Whether it is kept up to date or kept as evidence.
    pub keep: Keep,
    /// Where a young management system begins: small numbers first.
    #[serde(default)]
    pub order: u32,
    /// Other kinds of document that are this item as well.
    #[serde(default)]
    pub or: Vec<Located>,
    /// An expression over all records: where it is false, nothing has happened that makes the item necessary.
    pub when: Option<Expression>,
    /// How sure it is that the item is asked for.
    pub confidence: Option<Confidence>,
}

/// How strongly a clause asks for an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, serde::Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Mandatory {
    /// It asks for documented information.
    Explicit,
    /// It asks for something that cannot be shown without.
    Implied,
    /// Practice of audits.
    Customary,
}

/// What is done with documented information.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, serde::Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Keep {
    /// It is kept up to date.
    Maintain,
    /// It is kept as evidence of what was done.
    Retain,
}

/// A kind of document.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct KindTable {
    /// Canonical name.
    pub name: Located,
    /// The more general kind that this one belongs to.
    pub is: Option<Located>,
    /// Other values of the `type` field that mean this kind.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Values of the `type` field that mean this kind, and other things in titles: `RFC`, `Change log`.
    #[serde(default)]
    pub stated_aliases: Vec<String>,
    /// Nouns at the end of the head of a title that tell this kind, however general it is: `report` in "Internal audit report of 2025".
    /// One that begins with `*` may be the last part of a longer word; one that ends in `…` has to be followed by "of" and the like.
    #[serde(default)]
    pub title_ends: Vec<String>,
    /// The same for languages in which the noun comes first: `rapport`.
    #[serde(default)]
    pub title_begins: Vec<String>,
    /// Globs of paths that hint at this kind.
    #[serde(default)]
    pub paths: Vec<Located>,
    /// Names of files, without ending and numbers, that hint at this kind: `risk-register`. A name may go on, and a folder of this
    /// name tells it of its index.
    #[serde(default)]
    pub names: Vec<String>,
    /// Names of folders, without numbers and in the singular, that hint at this kind for every document in them: `audit-report`.
    #[serde(default)]
    pub folders: Vec<String>,
    /// Sections that such a document must or should have.
    #[serde(default, rename = "section")]
    pub sections: Vec<KindSection>,
    /// How often such a document is reviewed where it does not say so itself.
    pub review_interval: Option<Interval>,
    /// The longest interval between reviews that such a document may set itself.
    pub max_review_interval: Option<Interval>,
}

/// A section that documents of a kind must or should have.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct KindSection {
    /// Canonical name of the section: one of the vocabulary, or one that is known for this kind alone.
    pub name: String,
    /// Its title for people; the first heading that is understood.
    pub title: String,
    /// Further headings that are understood in documents of this kind.
    #[serde(default)]
    pub spellings: Vec<String>,
    /// How strongly it is asked for.
    pub level: Level,
    /// Whether a link to where it is written is enough.
    #[serde(default)]
    pub link: bool,
    /// Kinds of document that evidence what the section reports on: then the section is an input of a review by management, and
    /// the document is its minutes.
    #[serde(default)]
    pub evidence: Vec<Located>,
    /// How old such evidence may be; a year where it is not given.
    pub fresh: Option<Interval>,
    #[serde(skip)]
    distinct: OnceLock<Vec<String>>,
}

impl KindSection {
    /// The headings that say more than the title does.
    pub fn distinct_spellings(&self) -> &[String] {
        self.distinct.get_or_init(|| distinct(&self.title, &self.spellings))
    }
}

/// How strongly a section is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// A clause lists the content.
    Must,
    /// Custom.
    Should,
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
    pub id: Located,
    /// The entry of a reference that this rule implements.
    pub reference: Option<String>,
    /// Clauses that it belongs to.
    #[serde(default)]
    pub clauses: Vec<Located>,
    /// How an auditor would class a finding.
    pub class: Option<Class>,
    /// How sure the demand is.
    pub confidence: Option<Confidence>,
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

/// How an auditor would class a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, serde::Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// An opportunity for improvement.
    Opportunity,
    /// A minor nonconformity.
    Minor,
    /// A major nonconformity: something that is demanded is absent or does not work.
    Major,
}

impl Class {
    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Opportunity => "opportunity",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
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
    pub kind: Vec<Located>,
    /// Kinds of document that are not looked at, although a more general kind is.
    #[serde(default)]
    pub except_kind: Vec<Located>,
    /// States of the document. All where empty.
    #[serde(default)]
    pub state: Vec<Located>,
    /// Phases of the document's life. All where empty.
    #[serde(default)]
    pub phase: Vec<Phase>,
    /// Whether the document must say that somebody approved it: by its state, or by who did and when.
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

/// Reads a pack file.
///
/// # Errors
///
/// At the place that is not valid.
pub fn parse(source: PackSource<'_>) -> Result<PackFile> {
    if source.text.trim().is_empty() {
        let help = Some("start with `[pack]` and its `id`, `title` and `version`".to_owned());
        return Err(source.error(0..0, format!("`{}` is empty", source.name), "nothing here", help));
    }
    toml::from_str(source.text).map_err(|error| Error::toml(source.name, source.text, &error))
}
