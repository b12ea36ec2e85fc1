//! Turns `rules/vocabulary.toml` into JSON when the program is built, so that no start of the program has to read the TOML.

use std::path::PathBuf;
use std::{env, fs};

fn main() {
    let source = "rules/vocabulary.toml";
    let text = fs::read_to_string(source).expect("the vocabulary can be read");
    let table: toml::Table = text.parse().expect("the vocabulary is valid TOML");
    let json = serde_json::to_string(&table).expect("a table of strings and numbers is valid JSON");
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("Cargo sets the folder for what is generated"));
    fs::write(folder.join("vocabulary.json"), json).expect("the vocabulary can be written");
    println!("cargo::rerun-if-changed={source}");
}
