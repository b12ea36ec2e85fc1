//! How a pack declares records: which rows of which documents they are, and what their columns hold.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::located::Located;

/// A kind of record.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RecordTable {
    /// Canonical name, kebab case.
    pub name: Located,
    /// What one such record is, in messages: `service`, `target of a service level agreement`.
    pub title: String,
    /// The column that identifies a record.
    pub id: Option<Located>,
    /// Further columns by which references find a record, such as its name.
    #[serde(default)]
    pub also: Vec<Located>,
    /// Whether such a record says that something is kept in another system: the columns `kind`, `system`, `location` and
    /// `last_verified` say what, where and when somebody looked.
    #[serde(default)]
    pub elsewhere: bool,
    /// Where such records stand.
    #[serde(default, rename = "source")]
    pub sources: Vec<SourceTable>,
    /// Name to what a column holds.
    #[serde(default, rename = "column")]
    pub columns: BTreeMap<String, ColumnTable>,
}

/// Where records stand.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SourceTable {
    /// Kinds of document; a more special kind counts as well.
    pub kind: Vec<Located>,
    /// What is a record there.
    pub form: Form,
    /// A column with several values, each of which makes a record of its own.
    pub each: Option<Located>,
    /// A column that names the document in which the record stands, where the record does not state it: a test in the log of a plan is one
    /// of that plan.
    pub belongs_to: Option<Located>,
}

/// What in a document is a record.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum Form {
    /// Each row of a table.
    Table {
        /// The columns by which such a table is known; it has all of them.
        needs: Vec<Located>,
        /// Only tables in these sections, where one of the sections is there.
        #[serde(default)]
        sections: Vec<Located>,
        /// Whether a document without such a table lacks something.
        #[serde(default)]
        required: bool,
    },
    /// The document itself, by its metadata.
    Document {
        /// The columns that the metadata must state for the document to be such a record; one with a choice says one of its words.
        #[serde(default)]
        needs: Vec<Located>,
        /// Only where no table of the document holds such records: a register has a state of its own and is none of them.
        #[serde(default)]
        alone: bool,
    },
    /// Each item of a list.
    List {
        /// The sections whose lists are meant.
        sections: Vec<Located>,
        /// The column that holds the text of an item.
        column: Located,
    },
    /// Each link to another document in running text; those in tables are cells.
    Links {
        /// The sections whose links are meant.
        sections: Vec<Located>,
        /// The kinds of document that a link must lead to; a more special kind counts as well.
        to: Vec<Located>,
        /// The column that holds the id of the document that is linked, or its title where it has none.
        column: Located,
    },
    /// Each place in running text that says something in a known form of words. Code and comments are no text.
    Text {
        /// Regular expressions whose named groups are columns: `(?<share>\d+) %`. Where the matches of two overlap, the one that
        /// begins first counts. `^` and `$` are the ends of a line; linear in time, without look-around and back references.
        patterns: Vec<Located>,
    },
}

/// What a column holds.
#[expect(clippy::struct_excessive_bools, reason = "each is a property that packs state by itself")]
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ColumnTable {
    /// The type of its values.
    #[serde(rename = "type", default)]
    pub kind: ColumnType,
    /// How its title, or the key in the metadata, is spelled. The name itself is a spelling.
    #[serde(default)]
    pub spellings: Vec<String>,
    /// Whether a table must have it and every row must fill it.
    #[serde(default)]
    pub required: bool,
    /// Whether a cell may hold several values, separated by commas, semicolons or line breaks.
    #[serde(default)]
    pub many: bool,
    /// Whether the metadata of the document states it for all rows where the table does not.
    #[serde(default)]
    pub inherit: bool,
    /// Whether a document that is such a record says it in a section with such a title, where its metadata does not.
    #[serde(default)]
    pub section: bool,
    /// Where the record does not state it: what these columns of other records in the same document say. The services of an agreement
    /// are those of its table of targets.
    #[serde(default)]
    pub gathered: Vec<ColumnOf>,
    /// The records that values of the type `reference` name, in the order in which they are tried.
    #[serde(default)]
    pub to: Vec<Located>,
    /// Canonical values of the type `choice`, each with its spellings. A spelling may be the beginning of a cell.
    #[serde(default)]
    pub choices: BTreeMap<String, Vec<String>>,
    /// Words that say on purpose that there is nothing: a value, and not a gap.
    #[serde(default)]
    pub none: Vec<String>,
}

/// A column of a kind of record.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ColumnOf {
    /// The kind of record.
    pub record: Located,
    /// Its column.
    pub column: Located,
}

/// The type of the values of a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnType {
    /// Any text.
    #[default]
    Text,
    /// A short name that identifies something.
    Id,
    /// One or several persons or roles.
    Person,
    /// A day.
    Date,
    /// The day of something that may take several days, of which the last one counts.
    EventDate,
    /// The last day on which something may be done; a month, a quarter or a year means its last day.
    LastDay,
    /// A month, quarter, half year or year, or a day.
    Period,
    /// A share: `99.5 %`.
    Percentage,
    /// A length of time with its clock.
    Duration,
    /// Service hours.
    Hours,
    /// A number, perhaps with a unit behind it.
    Number,
    /// How often something happens.
    Interval,
    /// A version number.
    Version,
    /// One of a few words.
    Choice,
    /// The id or name of another record.
    Reference,
    /// Clauses of a standard.
    Clause,
}
