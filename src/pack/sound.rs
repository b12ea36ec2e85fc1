//! What a pack or a configuration declares must be able to mean something: what is empty, stands twice or leads back to itself is told.

use std::collections::HashMap;

use super::load::Part;
use super::names::{Names, PackSource};
use super::record::{ColumnType, RecordTable};
use super::{KindTable, PackHeader, RuleTable};
use crate::error::{Error, Result};
use crate::vocabulary::fold;

/// Names of packs and rules are parts of `--select own/*`.
fn is_name(text: &str) -> bool {
    !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || c.is_control() || c == '/')
}

/// The id of a pack can be written on the command line.
///
/// # Errors
///
/// Where it cannot.
pub(super) fn header(header: &PackHeader, part: &Part) -> Result<()> {
    if is_name(&header.id) {
        return Ok(());
    }
    let table = part.text.find("[pack]").unwrap_or_default();
    let line = part.text[table..].lines().find(|line| line.trim_start().starts_with("id"));
    let start = line.and_then(|line| part.text[table..].find(line)).map_or(table, |at| table + at);
    let end = start + line.map_or(0, str::len);
    let message = format!("`{}` is no id of a pack", header.id);
    let help = Some("write one word, such as `house-rules`".to_owned());
    Err(part.source().error(start..end, message, "not this one", help))
}

/// A rule has a name, and says why it is and what to do.
///
/// # Errors
///
/// Where it does not.
pub(super) fn rule(table: &RuleTable, source: PackSource<'_>) -> Result<()> {
    let error = |message: String, label: &str, help: &str| {
        Err(source.error(table.id.span(), message, label, Some(help.to_owned())))
    };
    if !is_name(table.id.get_ref()) {
        let message = format!("`{}` is no id of a rule", table.id.get_ref());
        return error(message, "not this one", "write one word, in kebab case, that names the problem");
    }
    for (key, text) in [("why", &table.why), ("help", &table.help)] {
        if text.trim().is_empty() {
            let message = format!("`{key}` of the rule `{}` is empty", table.id.get_ref());
            return error(message, "this rule", "`why` says why the rule exists, `help` what to do about a finding");
        }
    }
    Ok(())
}

/// Kinds of a configuration have names, each once.
///
/// # Errors
///
/// At the first name that is empty or stands twice.
pub(super) fn kinds(tables: &[KindTable], source: PackSource<'_>) -> Result<()> {
    let mut known = HashMap::new();
    for name in tables.iter().map(|table| &table.name) {
        if name.get_ref().trim().is_empty() {
            return Err(source.error(name.span(), "a kind of document without a name".to_owned(), "empty", None));
        }
        if known.insert(fold(name.get_ref()), name).is_some() {
            let message = format!("there is already a kind of document `{}`", name.get_ref());
            let help = Some("put all that is said of a kind into one table `[[kind]]`".to_owned());
            return Err(source.error(name.span(), message, "second kind of this name", help));
        }
    }
    Ok(())
}

/// No kind is a more special form of itself.
///
/// # Errors
///
/// At the first that is.
pub(super) fn parents(names: &Names, tables: &[KindTable], source: PackSource<'_>) -> Result<()> {
    for (table, is) in tables.iter().filter_map(|table| Some((table, table.is.as_ref()?))) {
        let mut parent = Some(is.get_ref().as_str());
        for _ in 0..=names.kinds.len() {
            let Some(name) = parent else { break };
            if name == table.name.get_ref() {
                let message = format!("the kind `{name}` is a form of itself");
                return Err(source.error(is.span(), message, "leads back to it", None));
            }
            parent = names.kinds.get(name).and_then(|kind| kind.is.as_deref());
        }
    }
    Ok(())
}

/// A reference names what it refers to, a choice what can be chosen, and no word chooses two things.
///
/// # Errors
///
/// At the name of a record with a column that does not.
pub(super) fn columns(table: &RecordTable, source: PackSource<'_>) -> Result<()> {
    let error = |message: String, help: String| {
        Err::<(), Error>(source.error(table.name.span(), message, "of this record", Some(help)))
    };
    for (name, column) in &table.columns {
        if column.kind == ColumnType::Reference && column.to.is_empty() {
            let message = format!("the column `{name}` is a reference to nothing");
            return error(message, "name kinds of record: `to = [\"service\"]`".to_owned());
        }
        if column.kind == ColumnType::Choice && column.choices.is_empty() {
            let message = format!("the column `{name}` is a choice of nothing");
            return error(message, "name what can be chosen: `choices = { yes = [\"y\"], no = [\"n\"] }`".to_owned());
        }
        let mut known: HashMap<String, &str> = HashMap::new();
        for (choice, spellings) in &column.choices {
            for spelling in std::iter::once(choice).chain(spellings) {
                if let Some(other) = known.insert(fold(spelling), choice).filter(|other| other != choice) {
                    let message = format!("`{spelling}` in the column `{name}` means `{other}` and `{choice}`");
                    return error(message, "leave it to one of them".to_owned());
                }
            }
        }
    }
    Ok(())
}
