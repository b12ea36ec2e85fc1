//! Puts together what all packs and the configuration declare: clauses, kinds of document, records, documented information.

use std::sync::{Arc, OnceLock};

use super::load::{Loaded, Part};
use super::located::Located;
use super::names::{Item, Kind, Names, PackSource};
use super::record::{Form, RecordTable};
use super::{ItemTable, KindTable, pattern, sound};
use crate::config::{LoadedConfig, glob};
use crate::error::{Error, Result};
use crate::expression::Constants;
use crate::expression::types::Scope;
use crate::record::definition::Definition;
use crate::repository::kind::KindSource;
use crate::repository::noun::{End, Noun};
use crate::settings::Settings;
use crate::vocabulary::fold;

/// Takes over what packs and configuration declare by name. What the configuration says of a kind comes before any pack; of the
/// packs the one that was named last comes first, for it is the more special one.
///
/// # Errors
///
/// At the first name that is used and not declared.
pub fn add_names(
    settings: &mut Settings,
    packs: &[Loaded],
    config: &LoadedConfig,
    config_source: PackSource<'_>,
) -> Result<()> {
    sound::kinds(&config.config.kinds, config_source)?;
    add_kinds(settings, &config.config.kinds, config_source, KindSource::Configured)?;
    for pack in packs.iter().rev() {
        for part in &pack.parts {
            add_kinds(settings, &part.file.kinds, part.source(), KindSource::Hinted)?;
        }
    }
    for pack in packs.iter().rev() {
        for kind in pack.parts.iter().flat_map(|part| &part.file.kinds) {
            let name: Arc<str> = Arc::from(kind.name.get_ref().as_str());
            settings.kind_stated_aliases.extend(kind.stated_aliases.iter().map(|text| fold(text)));
            for alias in kind.aliases.iter().chain(&kind.stated_aliases) {
                settings.kind_spellings.entry(fold(alias)).or_insert_with(|| Arc::clone(&name));
            }
        }
    }
    for pack in packs {
        for part in &pack.parts {
            settings.names.add_clauses(&part.file.clauses);
        }
    }
    check_parents(&settings.names, &config.config.kinds, config_source)?;
    let parts = || packs.iter().flat_map(|pack| pack.parts.iter().map(move |part| (pack, part)));
    for (pack, part) in parts() {
        if !pack.is_built_in {
            check_parents(&settings.names, &part.file.kinds, part.source())?;
        }
        for table in &part.file.records {
            add_record(&mut settings.names, table, part)?;
        }
        for table in &part.file.items {
            add_item(&mut settings.names, table, part)?;
        }
    }
    for (_, part) in parts().filter(|(pack, _)| !pack.is_built_in) {
        for table in &part.file.records {
            check_record(&settings.names, table, part)?;
        }
        for when in part.file.items.iter().filter_map(|item| item.when.as_ref()) {
            let scope = Scope::new(&settings.names, &Constants::new());
            when.check_condition(&scope).map_err(|invalid| part.source().invalid(invalid))?;
        }
    }
    Ok(())
}

fn add_kinds(settings: &mut Settings, tables: &[KindTable], source: PackSource<'_>, origin: KindSource) -> Result<()> {
    for table in tables {
        let name: Arc<str> = Arc::from(table.name.get_ref().as_str());
        settings.kind_spellings.entry(fold(&name)).or_insert_with(|| Arc::clone(&name));
        if origin == KindSource::Configured {
            settings.kind_stated_aliases.extend(table.stated_aliases.iter().map(|text| fold(text)));
            for alias in table.aliases.iter().chain(&table.stated_aliases) {
                settings.kind_spellings.entry(fold(alias)).or_insert_with(|| Arc::clone(&name));
            }
        }
        for (nouns, end) in [(&table.title_ends, End::Last), (&table.title_begins, End::First)] {
            settings.kind_nouns.extend(nouns.iter().map(|noun| Noun::new(noun, end, Arc::clone(&name))));
        }
        for path in &table.paths {
            settings.kind_paths.push((glob(path, source)?.compile_matcher(), Arc::clone(&name), origin));
        }
        for hint in &table.names {
            settings.kind_names.entry(fold(hint)).or_insert_with(|| Arc::clone(&name));
        }
        for hint in &table.folders {
            settings.kind_folders.entry(fold(hint)).or_insert_with(|| Arc::clone(&name));
        }
        let known = settings.names.kinds.remove(&*name);
        let known = known.as_deref();
        let kind = Kind {
            is: known
                .and_then(|known| known.is.clone())
                .or_else(|| table.is.as_ref().map(|is| Arc::from(is.get_ref().as_str()))),
            review_interval: known.and_then(|known| known.review_interval).or(table.review_interval),
            max_review_interval: known.and_then(|known| known.max_review_interval).or(table.max_review_interval),
            sections: match known {
                Some(known) if !known.sections.is_empty() => known.sections.clone(),
                _ => table.sections.clone(),
            },
            name: Arc::clone(&name),
            headings: OnceLock::new(),
        };
        settings.names.kinds.insert(name.to_string(), Arc::new(kind));
    }
    Ok(())
}

fn check_parents(names: &Names, tables: &[KindTable], source: PackSource<'_>) -> Result<()> {
    let evidence = tables.iter().flat_map(|table| &table.sections).flat_map(|section| &section.evidence);
    for is in tables.iter().filter_map(|table| table.is.as_ref()).chain(evidence) {
        check_kind(names, is, source)?;
    }
    sound::parents(names, tables, source)
}

fn check_kind(names: &Names, kind: &Located, source: PackSource<'_>) -> Result<()> {
    if names.kinds.contains_key(kind.get_ref()) {
        return Ok(());
    }
    Err(source.unknown("kind of document", kind, names.kinds.keys().map(String::as_str)))
}

fn add_record(names: &mut Names, table: &RecordTable, part: &Part) -> Result<()> {
    let name = &table.name;
    if names.record(name.get_ref()).is_some() {
        let message = format!("there is already a record `{}`", name.get_ref());
        return Err(Error::invalid(&part.name, &part.text, name.span(), message, "second record of this name", None));
    }
    let columns = || table.columns.keys().map(String::as_str);
    let definition = Definition::new(table).map_err(|unknown| part.source().unknown("column", unknown, columns()))?;
    names.records.push(Arc::new(definition));
    Ok(())
}

fn check_record(names: &Names, table: &RecordTable, part: &Part) -> Result<()> {
    sound::columns(table, part.source())?;
    let targets = table.sources.iter().flat_map(|source| match &source.form {
        Form::Links { to, .. } => to.as_slice(),
        _ => &[],
    });
    for kind in table.sources.iter().flat_map(|source| &source.kind).chain(targets) {
        check_kind(names, kind, part.source())?;
    }
    let patterns = table.sources.iter().flat_map(|source| match &source.form {
        Form::Text { patterns } => patterns.as_slice(),
        _ => &[],
    });
    for pattern in patterns {
        check_pattern(pattern, table, part.source())?;
    }
    for gathered in table.columns.values().flat_map(|column| &column.gathered) {
        let Some(record) = names.record(gathered.record.get_ref()) else {
            return Err(part.source().unknown("kind of record", &gathered.record, names.record_names()));
        };
        if record.column(gathered.column.get_ref()).is_none() {
            let known = record.columns.iter().map(|column| column.name.as_str());
            return Err(part.source().unknown("column", &gathered.column, known));
        }
    }
    for to in table.columns.values().flat_map(|column| &column.to) {
        if names.record(to.get_ref()).is_none() {
            return Err(part.source().unknown("kind of record", to, names.record_names()));
        }
    }
    Ok(())
}

/// A pattern must be one, and each of its groups that has a name must be a column.
fn check_pattern(pattern: &Located, table: &RecordTable, source: PackSource<'_>) -> Result<()> {
    let compiled = pattern::compile(pattern.get_ref());
    let regex = compiled.map_err(|error| source.invalid(pattern::invalid(pattern, pattern::reason(&error))))?;
    let groups: Vec<&str> = regex.capture_names().flatten().collect();
    if let Some(unknown) = groups.iter().find(|group| !table.columns.contains_key(**group)) {
        let known = table.columns.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
        let label = format!("its group `{unknown}` is no column (known: {known})");
        return Err(source.invalid(pattern::invalid(pattern, label)));
    }
    if groups.is_empty() {
        return Err(source.invalid(pattern::invalid(pattern, "no group of it has the name of a column: `(?<name>…)`")));
    }
    Ok(())
}

fn add_item(names: &mut Names, table: &ItemTable, part: &Part) -> Result<()> {
    for kind in std::iter::once(&table.kind).chain(&table.or) {
        check_kind(names, kind, part.source())?;
    }
    if !names.clauses.contains_key(table.clause.get_ref()) {
        return Err(part.source().unknown("clause", &table.clause, names.clauses.keys().map(String::as_str)));
    }
    names.items.push(Item {
        kinds: std::iter::once(&table.kind).chain(&table.or).map(|kind| kind.get_ref().clone()).collect(),
        title: table.title.clone(),
        clause: table.clause.get_ref().clone(),
        mandatory: table.mandatory,
        keep: table.keep,
        order: table.order,
        when: table.when.clone(),
        confidence: table.confidence,
    });
    Ok(())
}
