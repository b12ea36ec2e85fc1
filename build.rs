//! Turns the vocabulary and the packs into forms that every start of the program reads quickly; nobody has to parse their TOML.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("Cargo sets the folder for what is generated"));
    let mut vocabulary = table(Path::new("rules/vocabulary.toml"));
    for (part, undecided) in [("field", true), ("heading", false), ("state", false)] {
        add_unaccented(&mut vocabulary, part, undecided);
    }
    let json = serde_json::to_string(&vocabulary).expect("a table of strings and numbers is valid JSON");
    fs::write(folder.join("vocabulary.json"), json).expect("the vocabulary can be written");
    write_pack(&folder, "core", &table(Path::new("rules/core.toml")));
    for entry in fs::read_dir("rules").expect("the rules can be listed") {
        let path = entry.expect("the rules can be listed").path();
        if path.is_dir() {
            let name = path.file_name().expect("a folder has a name").to_string_lossy().into_owned();
            write_pack(&folder, &name, &merged(&path));
        }
    }
    println!("cargo::rerun-if-changed=rules");
}

/// Adds the spellings of a part of the vocabulary as people type them without accents and umlauts, where nothing else is spelled so.
fn add_unaccented(vocabulary: &mut toml::Table, part: &str, with_undecided: bool) {
    let mut known: HashSet<String> = HashSet::new();
    if with_undecided && let Some(toml::Value::Table(undecided)) = vocabulary.get("undecided") {
        known.extend(undecided.keys().cloned());
    }
    let Some(toml::Value::Array(entries)) = vocabulary.get_mut(part) else { return };
    for lists in entries.iter().filter_map(lists) {
        known.extend(lists.values().flat_map(texts).map(str::to_owned));
    }
    for entry in entries {
        let Some(toml::Value::Table(lists)) = entry.get_mut("spellings") else { continue };
        for (language, list) in lists.iter_mut().filter(|(language, _)| *language != "near") {
            let plain: Vec<String> =
                texts(list).filter(|text| !text.is_ascii()).map(|text| unaccented(text, language)).collect();
            let new = plain.into_iter().filter(|text| text.is_ascii() && known.insert(text.clone()));
            let new: Vec<toml::Value> = new.map(toml::Value::String).collect();
            if let toml::Value::Array(list) = list {
                list.extend(new);
            }
        }
    }
}

fn lists(entry: &toml::Value) -> Option<&toml::Table> {
    entry.get("spellings")?.as_table()
}

fn texts(list: &toml::Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(toml::Value::as_str)
}

/// A spelling on a keyboard that lacks its letters: German writes two for an umlaut.
fn unaccented(text: &str, language: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        plain.push_str(match letter {
            'ä' if language == "de" => "ae",
            'ö' if language == "de" => "oe",
            'ü' if language == "de" => "ue",
            'ß' => "ss",
            'à' | 'á' | 'â' | 'ä' => "a",
            'ç' => "c",
            'è' | 'é' | 'ê' | 'ë' => "e",
            'ì' | 'í' | 'î' | 'ï' => "i",
            'ñ' => "n",
            'ò' | 'ó' | 'ô' | 'ö' => "o",
            'ù' | 'ú' | 'û' | 'ü' => "u",
            'œ' => "oe",
            '’' => "'",
            other => {
                plain.push(other);
                continue;
            }
        });
    }
    plain
}

fn table(path: &Path) -> toml::Table {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The tables of all files of a folder, in the order of their names.
fn merged(folder: &Path) -> toml::Table {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the pack can be listed")
        .map(|entry| entry.expect("the pack can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    files.sort();
    let mut whole = toml::Table::new();
    for file in files {
        for (key, value) in table(&file) {
            match (whole.get_mut(&key), value) {
                (Some(toml::Value::Array(known)), toml::Value::Array(more)) => known.extend(more),
                (None, value) => {
                    whole.insert(key, value);
                }
                _ => panic!("{}: `{key}` stands in another file as well", file.display()),
            }
        }
    }
    whole
}

fn write_pack(folder: &Path, name: &str, pack: &toml::Table) {
    let bytes = rmp_serde::to_vec(pack).expect("a table of strings and numbers can be encoded");
    fs::write(folder.join(format!("{name}.pack")), bytes).expect("the pack can be written");
}
