//! Packs and configuration together: the rules in force, the vocabulary and the settings of a run.

use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashSet;
use toml::Spanned;

use crate::check::Check;
use crate::config::LoadedConfig;
use crate::document::slug::nearest;
use crate::error::{Error, Result};
use crate::finding::Severity;
use crate::input::own;
use crate::pack::gather::add_names;
use crate::pack::load::{BUILT_IN, Loaded};
use crate::pack::names::PackSource;
use crate::pack::rule::Rule;
use crate::pack::{self, PackHeader};
use crate::settings::Settings;
use crate::vocabulary::{Vocabulary, fold};
use crate::waiver;

/// Everything that is in force in a run.
#[derive(Clone, Debug)]
pub struct RuleSet {
    /// The packs in the order in which they were loaded.
    pub packs: Vec<PackHeader>,
    /// The rules in the order of their packs, with the severity in force; none where a rule is off.
    pub rules: Vec<(Arc<Rule>, Option<Severity>)>,
    /// Spellings and words.
    pub vocabulary: Arc<Vocabulary>,
    /// What the configuration says.
    pub settings: Settings,
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
            packs.extend(Loaded::built_in(BUILT_IN[0].0));
        }
        for wanted in &config.config.packs {
            let pack = Loaded::wanted(wanted, config, root)?;
            if packs.iter().any(|known: &Loaded| known.header.id == pack.header.id) {
                let message = format!("there is already a pack `{}`", pack.header.id);
                let help = Some("name every pack once; a pack of your own needs an id of its own".to_owned());
                return Err(Error::invalid(
                    &config.name(),
                    &config.text,
                    wanted.span(),
                    message,
                    "second pack of this id",
                    help,
                ));
            }
            packs.push(pack);
        }
        Self::assemble(&packs, config)
    }

    /// Loads one pack by path, together with the built-in pack's kinds and vocabulary. No link may lead out of the repository that
    /// the pack lies in, or out of its folder outside Git.
    ///
    /// # Errors
    ///
    /// At the first place of the pack that is not valid.
    pub fn of_pack(path: &Path, config: &LoadedConfig) -> Result<Self> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Self::of_loaded(Loaded::read(path, &own::bound(folder))?, config)
    }

    /// Takes one pack together with the built-in pack's kinds and vocabulary.
    ///
    /// # Errors
    ///
    /// At the first place of the pack that is not valid.
    pub fn of_loaded(pack: Loaded, config: &LoadedConfig) -> Result<Self> {
        let id = pack.header.id.clone();
        let mut packs = Vec::new();
        if id != BUILT_IN[0].0 {
            packs.extend(Loaded::built_in(BUILT_IN[0].0));
        }
        packs.push(pack);
        let mut set = Self::assemble(&packs, config)?;
        set.rules.retain(|(rule, _)| *rule.pack == *id);
        Ok(set)
    }

    fn assemble(packs: &[Loaded], config: &LoadedConfig) -> Result<Self> {
        let mut vocabulary = Vocabulary::load();
        for part in packs.iter().flat_map(|pack| &pack.parts) {
            for field in &part.file.fields {
                vocabulary.declare_field(&field.name, field.kind);
                for spelling in &field.spellings {
                    vocabulary.add_field_spelling(&field.name, spelling);
                }
            }
            for heading in &part.file.headings {
                for spelling in std::iter::once(&heading.name).chain(&heading.spellings) {
                    vocabulary.add_heading_spelling(&heading.name, spelling);
                }
            }
        }
        let config_name = config.name();
        let config_source = PackSource { name: &config_name, text: &config.text };
        extend_vocabulary(&mut vocabulary, config, config_source)?;
        let mut settings = Settings::new(config, &vocabulary)?;
        add_names(&mut settings, packs, config, config_source)?;
        let mut rules: Vec<(Arc<Rule>, Option<Severity>)> = Vec::new();
        let mut known = FxHashSet::default();
        for pack in packs {
            for part in &pack.parts {
                let found = pack::rule::rules(part, pack, &settings.names, &vocabulary)?;
                for (rule, table) in found.into_iter().zip(&part.file.rules) {
                    if !known.insert(rule.id.clone()) {
                        let message = format!("there is already a rule `{}`", rule.id);
                        let label = "second rule of this id";
                        return Err(Error::invalid(&part.name, &part.text, table.id.span(), message, label, None));
                    }
                    let severity = rule.severity;
                    rules.push((Arc::new(rule), Some(severity)));
                }
            }
        }
        let headers = packs.iter().map(|pack| pack.header.clone()).collect();
        let mut set = Self { packs: headers, rules, vocabulary: Arc::new(vocabulary), settings };
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
                if let Err(unknown) = pack::rule::validate(&rule.check, nowhere, &self.settings.names, &self.vocabulary)
                {
                    let help = miette::Diagnostic::help(&unknown).map(|help| help.to_string());
                    let message = unknown.to_string();
                    return Err(Error::invalid(source.name, source.text, with.span(), message, "not known", help));
                }
                if let Err(invalid) = rule.check.prepare(&self.settings.names) {
                    let (message, label, help) = (invalid.message, invalid.label, invalid.help);
                    return Err(Error::invalid(source.name, source.text, with.span(), message, label, help));
                }
                self.rules[index].0 = Arc::new(rule);
            }
        }
        Ok(())
    }
}

/// The check of a rule with some parameters replaced. The pack is read again because a check does not keep its own text.
fn changed_check(rule: &Rule, with: &Spanned<toml::Table>, packs: &[Loaded]) -> Result<Check, String> {
    let pack = packs.iter().find(|pack| pack.header.id == *rule.pack).ok_or("its pack is not loaded")?;
    let rules = pack.rule_tables()?;
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
        match (table.get_mut(key), value) {
            (Some(toml::Value::Table(known)), toml::Value::Table(more)) => known.extend(more.clone()),
            _ => {
                table.insert(key.clone(), value.clone());
            }
        }
    }
}

fn extend_vocabulary(vocabulary: &mut Vocabulary, config: &LoadedConfig, source: PackSource<'_>) -> Result<()> {
    vocabulary.date_order = config.config.date_order;
    let spelled = [&config.config.fields, &config.config.headings, &config.config.states];
    for (name, spellings) in spelled.into_iter().flatten() {
        if spellings.iter().any(|spelling| fold(spelling).is_empty()) {
            let message = format!("an empty spelling of `{}`", name.get_ref());
            let help = Some("write how it is spelled in the documents, or leave it out".to_owned());
            return Err(source.error(name.span(), message, "one of its spellings", help));
        }
    }
    for key in &config.config.ignored_keys {
        if vocabulary.meaning(key.get_ref()).is_none() {
            return Err(source.unknown("key", key, vocabulary.field_names()));
        }
    }
    for key in &config.config.ignored_keys {
        vocabulary.forget_field_spelling(key.get_ref());
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
