//! Turns the vocabulary and the packs into forms that every start of the program reads quickly; nobody has to parse their TOML.

use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("Cargo sets the folder for what is generated"));
    let vocabulary = table(Path::new("rules/vocabulary.toml"));
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
