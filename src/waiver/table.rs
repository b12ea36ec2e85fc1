//! `[[waiver]]` in the configuration: every part of it is demanded, every fault is an error at its place.

use std::sync::Arc;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::{Scope, Waiver, comment};
use crate::config::{LoadedConfig, glob};
use crate::error::{Error, Result};
use crate::finding::Severity;
use crate::pack::located::Located;
use crate::pack::names::PackSource;
use crate::pack::rule::Rule;

/// A waiver as the configuration states it. What is missing is told one by one, so that the error says what for.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WaiverTable {
    /// The rule, by its id.
    #[schemars(required, with = "String")]
    pub rule: Option<Located>,
    /// Path or glob, from the root, of the documents that it is for. Either this or `record`.
    #[schemars(with = "Option<String>")]
    pub path: Option<Located>,
    /// Id of the document or record that it is for. Either this or `path`.
    #[schemars(with = "Option<String>")]
    pub record: Option<Located>,
    /// Why the finding is accepted.
    #[schemars(required, with = "String")]
    pub reason: Option<Located>,
    /// Who accepts it.
    #[schemars(required, with = "String")]
    pub approved_by: Option<Located>,
    /// The last day, `YYYY-MM-DD`.
    #[schemars(required, with = "String")]
    pub expires: Option<Spanned<toml::Value>>,
}

/// The waivers of a configuration.
///
/// # Errors
///
/// At the first place that is not valid.
pub fn read(config: &LoadedConfig, rules: &[(Arc<Rule>, Option<Severity>)]) -> Result<Vec<Waiver>> {
    let name = config.name();
    let source = PackSource { name: &name, text: &config.text };
    config.config.waivers.iter().map(|table| waiver(table, source, rules)).collect()
}

fn waiver(
    table: &Spanned<WaiverTable>,
    source: PackSource<'_>,
    rules: &[(Arc<Rule>, Option<Severity>)],
) -> Result<Waiver> {
    let stated = table.get_ref();
    // Where a table has no place of its own, that of its first key stands for it.
    let invalid = |span: std::ops::Range<usize>, message: String, label: &str, help: String| {
        Error::invalid(source.name, source.text, span, message, label, Some(help))
    };
    let missing = |key: &str, help: &str| {
        invalid(header(table, source.text), format!("a waiver has no `{key}`"), "this one", help.to_owned())
    };
    let text = |value: &Option<Located>, key: &str, help: &str| {
        let Some(value) = value else { return Err(missing(key, help)) };
        let text = value.get_ref().trim();
        if text.is_empty() {
            return Err(invalid(value.span(), format!("`{key}` of a waiver is empty"), "empty", help.to_owned()));
        }
        Ok((text.to_owned(), value.span()))
    };
    let (rule, rule_span) = text(&stated.rule, "rule", "name the rule whose finding is accepted")?;
    let rule = comment::rule(&rule, rules)
        .map_err(|(message, help)| invalid(rule_span.clone(), message, "not this one", help))?;
    let scope = match (&stated.path, &stated.record) {
        (Some(path), None) => {
            text(&stated.path, "path", "name a document, or a glob such as `policies/**`")?;
            Scope::Path(glob(path, source)?.compile_matcher())
        }
        (None, Some(_)) => Scope::Record(text(&stated.record, "record", "name the id of a document or record")?.0),
        (Some(_), Some(record)) => {
            let help = "a waiver is for documents by their paths, or for one id".to_owned();
            return Err(invalid(record.span(), "a waiver has `path` and `record`".to_owned(), "one too many", help));
        }
        (None, None) => return Err(missing("path", "add `path` (a document or a glob), or `record` (an id)")),
    };
    let (reason, _) = text(&stated.reason, "reason", "say why the finding is accepted")?;
    let (approved_by, _) = text(&stated.approved_by, "approved-by", "say who accepts it")?;
    let Some(expires) = &stated.expires else {
        return Err(missing("expires", "a waiver ends: add `expires = \"YYYY-MM-DD\"`"));
    };
    let expires_span = expires.span();
    Ok(Waiver {
        rule,
        scope,
        reason,
        approved_by: Some(approved_by),
        expires: day(expires.get_ref()).ok_or_else(|| {
            let help = "write `expires = \"YYYY-MM-DD\"`".to_owned();
            invalid(expires_span.clone(), "`expires` is no date".to_owned(), "not a date", help)
        })?,
        source: 0,
        span: rule_span.into(),
        expires_span: expires_span.into(),
    })
}

/// A date, as TOML or as a text.
pub(crate) fn day(value: &toml::Value) -> Option<Date> {
    match value {
        toml::Value::String(text) => text.trim().parse().ok(),
        toml::Value::Datetime(date) => date.to_string().parse().ok(),
        _ => None,
    }
}

/// The line of the table's header.
fn header(table: &Spanned<WaiverTable>, text: &str) -> std::ops::Range<usize> {
    let start = table.span().start.min(text.len());
    let length = text.get(start..).and_then(|rest| rest.lines().next()).map_or(0, str::len);
    start..(start + length).min(table.span().end.max(start))
}
