//! Packs from where they stand: compiled into the binary, a file, or a folder of files.

use std::path::Path;

use super::located::Located;
use super::names::PackSource;
use super::{PackFile, PackHeader, parse, sound};
use crate::config::LoadedConfig;
use crate::error::{Error, Result};
use crate::input::own;

/// The packs that are compiled into the binary: name, and the tables of all their files as `build.rs` encodes them.
pub const BUILT_IN: [(&str, &[u8]); 2] = [
    ("core", include_bytes!(concat!(env!("OUT_DIR"), "/core.pack"))),
    ("iso20000-1-2018", include_bytes!(concat!(env!("OUT_DIR"), "/iso20000-1-2018.pack"))),
];

/// The file of a pack folder that says what the pack is.
const HEADER_FILE: &str = "pack.toml";

/// How the names of links begin that an editor leaves beside a file while it is changed; they lead nowhere.
const LOCK: &str = ".#";

/// A pack as it was read.
#[derive(Debug)]
pub struct Loaded {
    /// What the pack is.
    pub header: PackHeader,
    /// Its files in the order of their names; a single one for a pack that is compiled in.
    pub parts: Vec<Part>,
    /// Whether it is compiled in. Such a pack was proved by tests and is not validated at every start.
    pub is_built_in: bool,
}

/// A file of a pack.
#[derive(Debug)]
pub struct Part {
    /// Its tables.
    pub file: PackFile,
    /// Path or name, as shown to the user.
    pub name: String,
    /// The whole text; empty for a pack that is compiled in.
    pub text: String,
}

impl Part {
    /// The text for located errors.
    pub fn source(&self) -> PackSource<'_> {
        PackSource { name: &self.name, text: &self.text }
    }
}

impl Loaded {
    /// The pack of a name, if one of this name is compiled in.
    pub fn built_in(name: &str) -> Option<Self> {
        let (name, bytes) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
        let mut file: PackFile =
            rmp_serde::from_slice(bytes).expect("a pack that is compiled in is valid; a test proves it");
        let header = file.pack.take().expect("a pack that is compiled in says what it is; a test proves it");
        let part = Part { file, name: format!("rules/{name}"), text: String::new() };
        Some(Self { header, parts: vec![part], is_built_in: true })
    }

    /// Loads a pack that a configuration names: a name of a built-in pack, or a path from the root.
    ///
    /// # Errors
    ///
    /// When there is no such pack, or at the first place of it that is not valid.
    pub fn wanted(wanted: &Located, config: &LoadedConfig, root: &Path) -> Result<Self> {
        let name = wanted.get_ref();
        if let Some(pack) = Self::built_in(name) {
            return Ok(pack);
        }
        let config_name = config.name();
        let source = PackSource { name: &config_name, text: &config.text };
        // What stands nowhere was named on the command line.
        let is_configured = !wanted.span().is_empty();
        let error = |message: String, label: &str, help: Option<String>| {
            if !is_configured {
                return Error::Usage { message, help: help.unwrap_or_else(|| format!("this pack is {label}")) };
            }
            Error::invalid(source.name, source.text, wanted.span(), message, label, help)
        };
        if !name.contains(['/', '\\']) && Path::new(name).extension().is_none() {
            if root.join(name).exists() {
                let help = Some(format!("a pack in the repository is named by a path: `./{name}`"));
                return Err(error(format!("unknown pack `{name}`"), "not known", help));
            }
            let known = || BUILT_IN.iter().map(|(name, _)| *name);
            if !is_configured {
                let listed =
                    format!("known: {}; a pack of your own is named by a path", known().collect::<Vec<_>>().join(", "));
                return Err(Error::unknown("pack", name, known(), &listed));
            }
            return Err(source.unknown("pack", wanted, known()));
        }
        if Path::new(name).is_absolute() || name.split(['/', '\\']).any(|part| part == "..") {
            let message = format!("pack `{name}` lies outside the repository");
            return Err(error(message, "a path below the root", None));
        }
        let path = root.join(name);
        if !path.exists() {
            return Err(error(format!("there is no pack at `{name}`"), "not there", None));
        }
        Self::read(&path, &own::bound(root))
    }

    /// Reads a pack from a text.
    ///
    /// # Errors
    ///
    /// At the first place that is not valid.
    pub fn of_text(name: &str, text: &str) -> Result<Self> {
        let part = part(name.to_owned(), text.to_owned())?;
        Self::of_parts(vec![part])
    }

    /// Reads a pack from a file, or from all `.toml` files of a folder in which `pack.toml` says what the pack is. All of it must
    /// really lie below `bound`.
    ///
    /// # Errors
    ///
    /// When a file cannot be read or lies elsewhere, or at the first place that is not valid.
    pub fn read(path: &Path, bound: &Path) -> Result<Self> {
        let mut files = vec![path.to_owned()];
        if own::inside(path, bound)?.is_dir() {
            let failed = |cause| Error::File { action: "read", path: path.to_owned(), cause };
            let entries = std::fs::read_dir(path).map_err(failed)?.collect::<Result<Vec<_>, _>>().map_err(failed)?;
            files = entries.into_iter().map(|entry| entry.path()).collect();
            files.retain(|file| file.extension().is_some_and(|extension| extension == "toml") && !file.is_dir());
            files.retain(|file| !file.file_name().is_some_and(|name| name.to_string_lossy().starts_with(LOCK)));
            files.sort();
            if !files.iter().any(|file| file.ends_with(HEADER_FILE)) {
                files.push(path.join(HEADER_FILE));
            }
        }
        Self::of_parts(files.iter().map(|file| read_part(file, bound)).collect::<Result<_>>()?)
    }

    fn of_parts(parts: Vec<Part>) -> Result<Self> {
        let mut header = None;
        for part in &parts {
            if let Some(found) = &part.file.pack {
                if header.is_some() {
                    let message = "a second table `[pack]`; one file of a pack says what it is";
                    return Err(Error::invalid(&part.name, &part.text, 0..0, message, "in this file", None));
                }
                sound::header(found, part)?;
                header = Some(found.clone());
            }
        }
        let Some(header) = header else {
            let part = &parts[0];
            let help = Some("start with `[pack]` and its `id`, `title` and `version`".to_owned());
            return Err(Error::invalid(&part.name, &part.text, 0..0, "missing field `pack`", "in this file", help));
        };
        Ok(Self { header, parts, is_built_in: false })
    }

    /// All its rule tables as plain TOML.
    ///
    /// # Errors
    ///
    /// When the text is no longer valid TOML.
    pub fn rule_tables(&self) -> Result<Vec<toml::Value>, String> {
        let tables: Vec<toml::Table> = if self.is_built_in {
            let found = BUILT_IN.iter().find(|(name, _)| *name == self.header.id);
            let bytes = found.map(|(_, bytes)| *bytes).unwrap_or_default();
            vec![rmp_serde::from_slice(bytes).map_err(|error| error.to_string())?]
        } else {
            let parsed = self.parts.iter().map(|part| part.text.parse::<toml::Table>());
            parsed.collect::<Result<_, _>>().map_err(|error| error.message().to_owned())?
        };
        let rules = tables.into_iter().filter_map(|mut table| match table.remove("rule") {
            Some(toml::Value::Array(rules)) => Some(rules),
            _ => None,
        });
        Ok(rules.flatten().collect())
    }
}

fn read_part(path: &Path, bound: &Path) -> Result<Part> {
    part(path.display().to_string(), own::text(path, bound)?)
}

fn part(name: String, text: String) -> Result<Part> {
    let file = parse(PackSource { name: &name, text: &text })?;
    Ok(Part { file, name, text })
}
