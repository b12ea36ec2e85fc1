//! Packs and configuration together: the rules in force, the vocabulary and the settings of a run.

use std::path::Path;
use std::sync::Arc;

use toml::Spanned;

use crate::check::Check;
use crate::config::{LoadedConfig, glob};
use crate::document::slug::nearest;
use crate::error::{Error, Result};
use crate::finding::Severity;
use crate::pack::{self, BUILT_IN, Kind, KindTable, PackFile, PackHeader, PackSource, Rule};
use crate::repository::kind::KindSource;
use crate::settings::Settings;
use crate::vocabulary::{Vocabulary, fold};
use crate::waiver;

/// Everything that is in force in a run.
#[derive(Debug)]
pub struct RuleSet {
    /// The packs in the order in which they were loaded.
    pub packs: Vec<PackHeader>,
    /// The rules in the order of their packs, with the severity in force; none where a rule is off.
    pub rules: Vec<(Arc<Rule>, Option<Severity>)>,
    /// Spellings and words.
    pub vocabulary: Vocabulary,
    /// What the configuration says.
    pub settings: Settings,
}

/// A pack as it was read.
struct Loaded {
    file: PackFile,
    name: String,
    text: String,
    is_built_in: bool,
}

impl Loaded {
    fn source(&self) -> PackSource<'_> {
        PackSource { name: &self.name, text: &self.text }
    }
}

impl RuleSet {
    /// Loads the packs that a configuration names (`core` where it names none) and puts everything together.
    ///
    /// # Errors
    ///
    /// At the first place of a pack or of the configuration that is not valid.
    pub fn load(config: &LoadedConfig, root: &Path) -> Result<Self> {
        let mut packs = Vec::new();
        if config.config.packs.is_empty() {
            packs.push(built_in("core", BUILT_IN[0].1)?);
        }
        for wanted in &config.config.packs {
            packs.push(load(wanted, config, root)?);
        }
        Self::assemble(&packs, config)
    }

    /// Loads one pack by path, together with the built-in pack's kinds and vocabulary.
    ///
    /// # Errors
    ///
    /// At the first place of the pack that is not valid.
    pub fn of_pack(path: &Path, config: &LoadedConfig) -> Result<Self> {
        let pack = read(path)?;
        let id = pack.file.pack.id.clone();
        let mut packs = Vec::new();
        if id != BUILT_IN[0].0 {
            packs.push(built_in(BUILT_IN[0].0, BUILT_IN[0].1)?);
        }
        packs.push(pack);
        let mut set = Self::assemble(&packs, config)?;
        set.rules.retain(|(rule, _)| *rule.pack == *id);
        Ok(set)
    }

    fn assemble(packs: &[Loaded], config: &LoadedConfig) -> Result<Self> {
        let mut vocabulary = Vocabulary::load();
        for pack in packs {
            for field in &pack.file.fields {
                vocabulary.declare_field(&field.name, field.kind);
                for spelling in &field.spellings {
                    vocabulary.add_field_spelling(&field.name, spelling);
                }
            }
        }
        let config_name = config.name();
        let config_source = PackSource { name: &config_name, text: &config.text };
        extend_vocabulary(&mut vocabulary, config, config_source)?;
        let mut settings = Settings::new(config, &vocabulary)?;
        add_kinds(&mut settings, &config.config.kinds, config_source, KindSource::Configured)?;
        for pack in packs {
            add_kinds(&mut settings, &pack.file.kinds, pack.source(), KindSource::Hinted)?;
            for clause in &pack.file.clauses {
                settings.names.clauses.insert(clause.id.get_ref().clone(), clause.title.clone());
            }
        }
        check_parents(&settings, &config.config.kinds, config_source)?;
        let mut rules: Vec<(Arc<Rule>, Option<Severity>)> = Vec::new();
        for pack in packs {
            check_parents(&settings, &pack.file.kinds, pack.source())?;
            let found = pack::rules(&pack.file, pack.source(), &settings.names, &vocabulary, pack.is_built_in)?;
            for (rule, table) in found.into_iter().zip(&pack.file.rules) {
                if rules.iter().any(|(known, _)| known.id == rule.id) {
                    let message = format!("there is already a rule `{}`", rule.id);
                    return Err(Error::invalid(
                        &pack.name,
                        &pack.text,
                        table.id.span(),
                        message,
                        "second rule of this id",
                        None,
                    ));
                }
                let severity = rule.severity;
                rules.push((Arc::new(rule), Some(severity)));
            }
        }
        let mut set =
            Self { packs: packs.iter().map(|pack| pack.file.pack.clone()).collect(), rules, vocabulary, settings };
        set.change_rules(packs, config, config_source)?;
        set.settings.waivers = waiver::table::read(config, &set.rules)?;
        Ok(set)
    }

    fn change_rules(&mut self, packs: &[Loaded], config: &LoadedConfig, source: PackSource<'_>) -> Result<()> {
        for (id, change) in &config.config.rules {
            let matches = |rule: &Rule| rule.id == *id.get_ref() || rule.qualified() == *id.get_ref();
            let Some(index) = self.rules.iter().position(|(rule, _)| matches(rule)) else {
                return Err(source.unknown("rule", id, self.rules.iter().map(|(rule, _)| rule.id.as_str())));
            };
            if let Some(severity) = change.severity {
                self.rules[index].1 = severity.severity();
            }
            if let Some(max) = change.max_waiver {
                self.settings.max_waivers.insert(self.rules[index].0.qualified(), max);
            }
            if let Some(with) = &change.with {
                let mut rule = Rule::clone(&self.rules[index].0);
                rule.check = changed_check(&rule, with, packs).map_err(|label| {
                    let message = format!("the check of `{}` cannot be changed like this", rule.id);
                    Error::invalid(
                        source.name,
                        source.text,
                        with.span(),
                        message,
                        label,
                        Some("`clauselint schema pack` describes the parameters of every kind of check".to_owned()),
                    )
                })?;
                let nowhere = PackSource { name: "", text: "" };
                if let Err(unknown) = pack::validate(&rule.check, nowhere, &self.settings.names, &self.vocabulary) {
                    let help = miette::Diagnostic::help(&unknown).map(|help| help.to_string());
                    let message = unknown.to_string();
                    return Err(Error::invalid(source.name, source.text, with.span(), message, "not known", help));
                }
                if let Err((_, reason)) = rule.check.prepare() {
                    return Err(Error::invalid(
                        source.name,
                        source.text,
                        with.span(),
                        "a pattern cannot be used",
                        reason,
                        None,
                    ));
                }
                self.rules[index].0 = Arc::new(rule);
            }
        }
        Ok(())
    }
}

/// The check of a rule with some parameters replaced. The pack is read again because a check does not keep its own text.
fn changed_check(rule: &Rule, with: &Spanned<toml::Table>, packs: &[Loaded]) -> Result<Check, String> {
    let pack = packs.iter().find(|pack| pack.file.pack.id == *rule.pack).ok_or("its pack is not loaded")?;
    let table: toml::Table = pack.text.parse().map_err(|error: toml::de::Error| error.message().to_owned())?;
    let rules = table.get("rule").and_then(toml::Value::as_array).ok_or("its pack has no rules")?;
    let is_it = |table: &&toml::Value| table.get("id").and_then(toml::Value::as_str) == Some(rule.id.as_str());
    let mut check = rules.iter().find(is_it).and_then(|table| table.get("check")).cloned().ok_or("it has no check")?;
    let parameters = check.as_table_mut().and_then(|table| table.iter_mut().next()).map(|(_, parameters)| parameters);
    merge(parameters.ok_or("it has no parameters")?, with.get_ref());
    // Names in a check know their place, which only a text has.
    let text = toml::to_string(&check).map_err(|error| error.to_string())?;
    toml::from_str::<Check>(&text).map_err(|error| error.message().trim().replace('\n', ", "))
}

/// Replaces values by those of `with`, inside the table that already has the key: a form of a check may wrap its parameters.
fn merge(into: &mut toml::Value, with: &toml::Table) {
    let Some(table) = into.as_table_mut() else { return };
    let is_wrapped = table.len() == 1
        && table.values().all(toml::Value::is_table)
        && !with.keys().any(|key| table.contains_key(key));
    if is_wrapped && let Some((_, inner)) = table.iter_mut().next() {
        merge(inner, with);
        return;
    }
    for (key, value) in with {
        table.insert(key.clone(), value.clone());
    }
}

fn extend_vocabulary(vocabulary: &mut Vocabulary, config: &LoadedConfig, source: PackSource<'_>) -> Result<()> {
    vocabulary.date_order = config.config.date_order;
    for key in &config.config.ignored_keys {
        vocabulary.forget_field_spelling(key);
    }
    for (trailer, keys) in &config.config.history.trailers {
        for key in keys {
            vocabulary.add_trailer(*trailer, key);
        }
    }
    for (field, spellings) in &config.config.fields {
        if vocabulary.field(field.get_ref()).is_none() {
            return Err(source.unknown("field", field, vocabulary.field_names()));
        }
        for spelling in spellings {
            if !vocabulary.add_field_spelling(field.get_ref(), spelling) {
                return Err(source.unknown("field", field, vocabulary.field_names()));
            }
        }
    }
    for (heading, spellings) in &config.config.headings {
        // A new name is a new section; one that is nearly known is a slip.
        let known: Vec<&str> = vocabulary.headings().names().collect();
        let is_new = !vocabulary.headings().is_known(heading.get_ref());
        if is_new && nearest(heading.get_ref(), known.iter().copied()).is_some() {
            return Err(source.unknown("section", heading, known.into_iter()));
        }
        for spelling in spellings {
            vocabulary.add_heading_spelling(heading.get_ref(), spelling);
        }
    }
    for (state, spellings) in &config.config.states {
        for spelling in spellings {
            if !vocabulary.add_state_spelling(state.get_ref(), spelling) {
                return Err(source.unknown("state", state, vocabulary.state_names()));
            }
        }
    }
    Ok(())
}

fn add_kinds(settings: &mut Settings, tables: &[KindTable], source: PackSource<'_>, origin: KindSource) -> Result<()> {
    for table in tables {
        let name: Arc<str> = Arc::from(table.name.get_ref().as_str());
        for spelling in std::iter::once(table.name.get_ref()).chain(&table.aliases) {
            settings.kind_spellings.entry(fold(spelling)).or_insert_with(|| Arc::clone(&name));
        }
        for path in &table.paths {
            settings.kind_paths.push((glob(path, source)?.compile_matcher(), Arc::clone(&name), origin));
        }
        let known = settings.names.kinds.remove(&*name);
        let kind = Kind {
            is: table
                .is
                .as_ref()
                .map(|is| Arc::from(is.get_ref().as_str()))
                .or_else(|| known.as_ref().and_then(|known| known.is.clone())),
            review_interval: known.as_ref().and_then(|known| known.review_interval).or(table.review_interval),
            max_review_interval: known
                .as_ref()
                .and_then(|known| known.max_review_interval)
                .or(table.max_review_interval),
            name: Arc::clone(&name),
        };
        settings.names.kinds.insert(name.to_string(), Arc::new(kind));
    }
    Ok(())
}

fn check_parents(settings: &Settings, tables: &[KindTable], source: PackSource<'_>) -> Result<()> {
    for is in tables.iter().filter_map(|table| table.is.as_ref()) {
        if !settings.names.kinds.contains_key(is.get_ref()) {
            return Err(source.unknown("kind of document", is, settings.names.kinds.keys().map(String::as_str)));
        }
    }
    Ok(())
}

fn built_in(name: &str, text: &str) -> Result<Loaded> {
    let shown = format!("rules/{name}.toml");
    let file = pack::parse(PackSource { name: &shown, text })?;
    Ok(Loaded { file, name: shown, text: text.to_owned(), is_built_in: true })
}

fn load(wanted: &Spanned<String>, config: &LoadedConfig, root: &Path) -> Result<Loaded> {
    let name = wanted.get_ref();
    if let Some((name, text)) = BUILT_IN.iter().find(|(known, _)| known == name) {
        return built_in(name, text);
    }
    if !name.contains(['/', '\\']) && Path::new(name).extension().is_none() {
        let config_name = config.name();
        let source = PackSource { name: &config_name, text: &config.text };
        if root.join(name).exists() {
            let message = format!("unknown pack `{name}`");
            let help = Some(format!("a pack in the repository is named by a path: `./{name}`"));
            return Err(Error::invalid(source.name, source.text, wanted.span(), message, "not known", help));
        }
        return Err(source.unknown("pack", wanted, BUILT_IN.iter().map(|(name, _)| *name)));
    }
    if Path::new(name).is_absolute() || name.split(['/', '\\']).any(|part| part == "..") {
        let message = format!("pack `{name}` lies outside the repository");
        return Err(Error::invalid(
            &config.name(),
            &config.text,
            wanted.span(),
            message,
            "a path below the root",
            None,
        ));
    }
    let path = root.join(name);
    if !path.exists() {
        let message = format!("there is no pack at `{name}`");
        return Err(Error::invalid(&config.name(), &config.text, wanted.span(), message, "not there", None));
    }
    read(&path)
}

/// Reads a pack from a file, or from `pack.toml` in a folder.
fn read(path: &Path) -> Result<Loaded> {
    let file_path = if path.is_dir() { path.join("pack.toml") } else { path.to_owned() };
    let text = std::fs::read_to_string(&file_path).map_err(|cause| Error::File {
        action: "read",
        path: file_path.clone(),
        cause,
    })?;
    let name = file_path.display().to_string();
    let file = pack::parse(PackSource { name: &name, text: &text })?;
    Ok(Loaded { file, name, text, is_built_in: false })
}
