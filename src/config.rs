//! `clauselint.toml`: what a repository says about itself. Every name in it is checked, every error has a place.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use globset::{Glob, GlobSet, GlobSetBuilder};
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use crate::document::value::date::DateOrder;
use crate::document::value::interval::Interval;
use crate::error::{Error, Result};
use crate::finding::Severity;
use crate::input::own;
use crate::input::path::is_document;
use crate::pack::KindTable;
use crate::pack::located::Located;
use crate::pack::names::PackSource;
use crate::source::{Location, Source};
use crate::vocabulary::Trailer;
use crate::waiver::table::WaiverTable;

/// The name of the configuration file.
pub const FILE_NAME: &str = "clauselint.toml";

/// The configuration file.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// Packs to load: names of built-in packs, or paths of pack files and folders from the root. `core` where empty.
    #[serde(default)]
    pub packs: Vec<Located>,
    /// Which files are read, and how.
    #[serde(default)]
    pub documents: DocumentsTable,
    /// Kinds of document, tried in this order.
    #[serde(default, rename = "kind")]
    pub kinds: Vec<KindTable>,
    /// Canonical field to further spellings of its key or label.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, Vec<String>>")]
    pub fields: BTreeMap<Located, Vec<String>>,
    /// Canonical section to further spellings of its heading.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, Vec<String>>")]
    pub headings: BTreeMap<Located, Vec<String>>,
    /// Canonical state to further spellings.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, Vec<String>>")]
    pub states: BTreeMap<Located, Vec<String>>,
    /// Keys that mean nothing here although the vocabulary knows them.
    #[serde(default)]
    pub ignored_keys: Vec<Located>,
    /// How numeric dates are written that can be read two ways.
    pub date_order: Option<DateOrder>,
    /// Reviews.
    #[serde(default)]
    pub review: ReviewTable,
    /// Persons and roles.
    #[serde(default)]
    pub people: PeopleTable,
    /// How links are resolved.
    #[serde(default)]
    pub links: LinksTable,
    /// What is judged of the history, and how.
    #[serde(default)]
    pub history: HistoryTable,
    /// What is changed about single rules, by their id.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, RuleChange>")]
    pub rules: BTreeMap<Located, RuleChange>,
    /// Findings that are accepted until a day.
    #[serde(default, rename = "waiver")]
    #[schemars(with = "Vec<WaiverTable>")]
    pub waivers: Vec<Spanned<WaiverTable>>,
}

/// Which files are read, and how.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DocumentsTable {
    /// Globs from the root; only these files are read. All where empty.
    #[serde(default)]
    pub include: Vec<Located>,
    /// Globs from the root that are not read.
    #[serde(default)]
    pub exclude: Vec<Located>,
    /// Globs of documents that are controlled whatever they say themselves.
    #[serde(default)]
    pub controlled: Vec<Located>,
    /// Globs of documents of which nothing is demanded, whatever they say themselves.
    #[serde(default)]
    pub uncontrolled: Vec<Located>,
    /// Globs of documents that are no longer in force.
    #[serde(default)]
    pub archived: Vec<Located>,
    /// Whether a YAML code block at the top of a document is its metadata.
    #[serde(default)]
    pub code_block_metadata: bool,
}

/// Reviews.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ReviewTable {
    /// Interval of documents that state none and whose kind has none, as ISO 8601 duration.
    pub interval: Option<Interval>,
    /// The longest interval that a document may set itself.
    pub max_interval: Option<Interval>,
    /// How many days ahead a review counts as due soon; 30 where it is not given.
    #[schemars(range(min = 0, max = 3650))]
    #[schemars(with = "Option<u16>")]
    pub due_soon_days: Option<Spanned<u16>>,
}

/// Persons and roles.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PeopleTable {
    /// Paths of documents, from the root, whose tables list persons and roles.
    #[serde(default)]
    pub registers: Vec<Located>,
    /// Persons that no register lists, and other spellings of those that one does.
    #[serde(default, rename = "person")]
    pub persons: Vec<PersonTable>,
}

/// A person in the configuration.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PersonTable {
    /// Name.
    pub name: String,
    /// E-mail addresses, handles and other spellings of the name.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The last day on which the person is there.
    #[schemars(with = "Option<String>")]
    pub active_until: Option<Spanned<toml::Value>>,
}

/// How links are resolved.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LinksTable {
    /// The folder that `/` in a link means. Such links are not looked at where it is not given.
    pub root: Option<Located>,
    /// Whether `page.html`, `page` and `folder/` lead to the Markdown source of that page, and are broken where there is none.
    #[serde(default)]
    pub pages: bool,
    /// Anchors that the layout of the site gives to every page.
    #[serde(default)]
    pub anchors: Vec<String>,
}

/// What is judged of the history, and how.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct HistoryTable {
    /// Commits before this day are not judged, `YYYY-MM-DD`.
    #[schemars(with = "Option<String>")]
    pub since: Option<Spanned<toml::Value>>,
    /// Further keys of trailers in messages of commits, by what they say.
    #[serde(default)]
    pub trailers: BTreeMap<Trailer, Vec<String>>,
}

/// What is changed about a rule.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RuleChange {
    /// Another severity, or `off`.
    pub severity: Option<SeverityOrOff>,
    /// Other parameters of its check; what is not named stays.
    #[schemars(with = "Option<BTreeMap<String, serde_json::Value>>")]
    pub with: Option<Spanned<toml::Table>>,
    /// The longest time, from today, for which its findings may be waived.
    pub max_waiver: Option<Interval>,
}

/// A severity, or that a rule is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SeverityOrOff {
    /// The rule is not used.
    Off,
    /// Worth knowing.
    Info,
    /// Should be mended.
    Warning,
    /// Must be mended.
    Error,
}

impl SeverityOrOff {
    /// The severity, or none where the rule is off.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Info => Some(Severity::Info),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

/// A configuration with the text it was read from.
#[derive(Debug, Default)]
pub struct LoadedConfig {
    /// What it says.
    pub config: Config,
    /// Its path as given or found; empty where there is none.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

impl LoadedConfig {
    /// Reads a configuration file, wherever it lies.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or at the place that is not valid.
    pub fn read(path: &Path) -> Result<Self> {
        Self::of(path.to_owned(), own::named(path, &[])?)
    }

    /// Takes a configuration from its text.
    ///
    /// # Errors
    ///
    /// At the place that is not valid.
    pub fn of(path: PathBuf, text: String) -> Result<Self> {
        let name = path.display().to_string();
        let config = toml::from_str(&text).map_err(|error| {
            let help = error.message().contains("struct RuleChange").then_some(
                "a rule is a table: `[rules.ID]` with `severity = \"off\"`, or `ID.severity = \"off\"` under `[rules]`",
            );
            Error::toml(&name, &text, &error).with_help(help)
        })?;
        Ok(Self { config, path, text })
    }

    /// The name under which errors show it.
    pub fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// All globs of paths with the key that they stand under.
    pub fn all_globs(&self) -> impl Iterator<Item = (&'static str, &Located)> {
        let documents = &self.config.documents;
        let lists = [
            ("include", &documents.include),
            ("exclude", &documents.exclude),
            ("controlled", &documents.controlled),
            ("uncontrolled", &documents.uncontrolled),
            ("archived", &documents.archived),
        ];
        let kinds = self.config.kinds.iter().flat_map(|kind| kind.paths.iter().map(|path| ("paths", path)));
        lists.into_iter().flat_map(|(key, globs)| globs.iter().map(move |glob| (key, glob))).chain(kinds)
    }

    /// The line and column of a place.
    pub fn place(&self, offset: usize) -> Location {
        Source::new(self.name(), self.text.clone()).location(u32::try_from(offset).unwrap_or(u32::MAX))
    }

    /// Builds a set of globs.
    ///
    /// # Errors
    ///
    /// At the first glob that is not valid.
    pub fn globs(&self, patterns: &[Located]) -> Result<GlobSet> {
        let name = self.name();
        glob_set(patterns, PackSource { name: &name, text: &self.text })
    }
}

/// What makes a path a pattern.
pub(crate) const GLOB_CHARACTERS: [char; 8] = ['*', '?', '[', ']', '{', '}', '\\', ','];

/// Builds a set of globs; an invalid one is an error at its place. A glob that ends in `/` means everything in that folder.
///
/// # Errors
///
/// At the first glob that is not valid.
pub fn glob_set(patterns: &[Located], source: PackSource<'_>) -> Result<GlobSet> {
    let mut builder = GlobSetBuilder::new();
    for pattern in patterns {
        builder.add(glob(pattern, source)?);
    }
    builder
        .build()
        .map_err(|error| Error::invalid(source.name, source.text, 0..0, error.to_string(), "these globs", None))
}

/// Compiles one glob. It counts from the root, with or without `./` or `/` in front. A plain path means the folder of that name as well,
/// and all that lies below it.
///
/// # Errors
///
/// Where it is not valid.
pub fn glob(pattern: &Located, source: PackSource<'_>) -> Result<Glob> {
    let text = pattern.get_ref();
    let from_root = text.trim_start_matches("./").trim_start_matches('/');
    let whole = if from_root.ends_with('/') {
        format!("{from_root}**")
    } else if from_root.contains(GLOB_CHARACTERS) || is_document(from_root) {
        from_root.to_owned()
    } else {
        format!("{from_root}{{,/**}}")
    };
    globset::GlobBuilder::new(&whole).literal_separator(true).empty_alternates(true).build().map_err(|error| {
        let message = format!("`{text}` is no valid glob");
        Error::invalid(source.name, source.text, pattern.span(), message, error.kind().to_string(), None)
    })
}
