//! Columns and cells of the tables in a section.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Context, NameKind, Outcome, Subject, listed};
use crate::document::body;
use crate::document::plain;
use crate::finding::Problem;
use crate::pack::located::Located;
use crate::source::Span;
use crate::vocabulary::{Meaning, Vocabulary, fold};

/// Parameters of the check.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Table {
    /// The section whose tables are looked at.
    pub section: Located,
    /// The columns that such a table must have.
    pub columns: Vec<Column>,
    /// Whether every row must fill these columns.
    #[serde(default)]
    pub filled: bool,
    /// Only tables of this form.
    #[serde(default)]
    pub form: Form,
    /// Whether a section without any table is a problem.
    #[serde(default)]
    pub required: bool,
}

/// The form of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Any.
    #[default]
    Any,
    /// A revision history: it has a column for the version.
    RevisionHistory,
}

/// A column.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Column {
    /// Name in messages; also a spelling of its title.
    pub name: String,
    /// Further spellings of its title.
    #[serde(default)]
    pub spellings: Vec<String>,
}

/// Whether the header of a table is that of a revision history.
fn is_history(mut titles: impl Iterator<Item = impl AsRef<str>>, vocabulary: &Vocabulary) -> bool {
    titles.any(|title| vocabulary.revision_column(title.as_ref()).is_some_and(|name| &**name == "version"))
}

impl Column {
    fn is_title(&self, title: &str, vocabulary: &Vocabulary) -> bool {
        let folded = fold(title);
        let is_field = || matches!(vocabulary.meaning_of_folded(&folded), Some(Meaning::Field(field)) if *field.name == *self.name);
        let is_revision = || vocabulary.revision_column(title).is_some_and(|name| **name == *self.name);
        folded == fold(&self.name)
            || self.spellings.iter().any(|spelling| fold(spelling) == folded)
            || is_field()
            || is_revision()
    }
}

impl Table {
    pub(super) fn names(&self) -> Vec<(NameKind, &Located)> {
        vec![(NameKind::Section, &self.section)]
    }

    pub(super) fn document(&self, subject: Subject<'_>, context: Context<'_>, outcome: &mut Outcome) {
        let document = subject.document;
        if document.body.tables.is_empty() && !self.required {
            return;
        }
        // The tables of a document are fewer than its headings, which need not be known where no table has the form.
        let source = &document.source;
        let may_have_form = |table: &body::Table| {
            let titles = table.rows.first().into_iter().flatten().map(|cell| plain(source.slice(*cell)));
            self.form == Form::Any || is_history(titles, context.vocabulary)
        };
        if !self.required && !document.body.tables.iter().any(may_have_form) {
            return;
        }
        let mut seen = Vec::new();
        for (section, names) in subject.sections(context.vocabulary) {
            if !names.iter().any(|name| **name == **self.section.get_ref()) {
                continue;
            }
            let extent = Span { start: section.span.start, end: section.end };
            let mut tables = document.body.tables.iter().filter(|table| extent.contains(table.span)).peekable();
            if self.required && tables.peek().is_none() {
                outcome.examined += 1;
                let message = format!("section `{}` has no table", self.section.get_ref());
                outcome.problems.push(Problem::new(
                    subject.index,
                    subject.document.heading_line(section),
                    self.section.get_ref().as_str(),
                    message,
                ));
            }
            for table in tables {
                if seen.contains(&table.span) {
                    continue;
                }
                seen.push(table.span);
                self.table(table, subject, context.vocabulary, outcome);
            }
        }
    }

    fn table(&self, table: &body::Table, subject: Subject<'_>, vocabulary: &Vocabulary, outcome: &mut Outcome) {
        let Some((header, rows)) = table.rows.split_first() else { return };
        let source = &subject.document.source;
        let titles: Vec<String> = header.iter().map(|cell| plain(source.slice(*cell))).collect();
        if self.form == Form::RevisionHistory && !is_history(titles.iter(), vocabulary) {
            return;
        }
        outcome.examined += 1;
        let place = |column: &Column| titles.iter().position(|title| column.is_title(title, vocabulary));
        let missing: Vec<&str> =
            self.columns.iter().filter(|column| place(column).is_none()).map(|column| column.name.as_str()).collect();
        let section = self.section.get_ref();
        if !missing.is_empty() {
            let header = header.iter().copied().reduce(Span::to).unwrap_or(table.span);
            let noun = if missing.len() == 1 { "column" } else { "columns" };
            let message = format!("table in section `{section}` has no {noun} {}", listed(&missing));
            outcome.problems.push(Problem::new(
                subject.index,
                header,
                format!("{section}:{}", missing.join("+")),
                message,
            ));
        }
        if !self.filled {
            return;
        }
        for row in rows {
            let is_blank = |index: usize| row.get(index).is_none_or(|cell| plain(source.slice(*cell)).is_empty());
            if (0..row.len()).all(is_blank) {
                continue;
            }
            let empty: Vec<&str> = self
                .columns
                .iter()
                .filter(|column| place(column).is_some_and(is_blank))
                .map(|column| column.name.as_str())
                .collect();
            if let (false, Some(extent)) = (empty.is_empty(), row.iter().copied().reduce(Span::to)) {
                let message = format!("row of the table in section `{section}` has no {}", listed(&empty));
                let filled = row.iter().map(|cell| plain(source.slice(*cell))).find(|text| !text.is_empty());
                let named: String = fold(&filled.unwrap_or_default()).chars().take(80).collect();
                let subject_name = format!("{section}:{named}:{}", empty.join("+"));
                outcome.problems.push(Problem::new(subject.index, extent, subject_name, message));
            }
        }
    }
}
