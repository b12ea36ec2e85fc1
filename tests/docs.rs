//! What is generated is fresh, what is written is true: schemas, the list of rules, the map of the code.
//!
//! `UPDATE=1 cargo test --test docs` writes the generated files anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clauselint::cli::SchemaOf;
use clauselint::command::schema;
use clauselint::pack::load::Loaded;
use clauselint::pack::{KindTable, PackFile};
use serde_json::Value;

/// The built-in packs and where they stand.
const PACKS: [(&str, &str); 2] = [("core", "rules/core.toml"), ("iso20000-1-2018", "rules/iso20000-1-2018")];

/// Longer files say in their first lines why; these do not do so yet. The list only shrinks.
const LONG_WITHOUT_REASON: [&str; 0] = [];

/// Most lines of a file in `src` that gives no reason.
const MOST_LINES: usize = 400;

#[test]
fn the_schemas_are_those_that_the_program_prints() {
    let checked_in = [
        (SchemaOf::Pack, "rules/schema.json"),
        (SchemaOf::Config, "rules/config.schema.json"),
        (SchemaOf::Review, "rules/review.schema.json"),
    ];
    for (of, path) in checked_in {
        let printed = format!("{}\n", serde_json::to_string_pretty(&schema::of(of)).expect("a schema is JSON"));
        generated(path, &printed);
    }
}

#[test]
fn built_in_packs_fit_their_schema() {
    for (_, path) in PACKS {
        let folder = root().join(path);
        let files = if folder.is_dir() { files(path, ".toml") } else { vec![path.to_owned()] };
        for file in files {
            assert_valid(SchemaOf::Pack, &file, &read(&file));
        }
    }
}

#[test]
fn the_example_configuration_fits_its_schema() {
    assert_valid(SchemaOf::Config, "docs-example/clauselint.toml", &read("docs-example/clauselint.toml"));
}

#[test]
fn the_schemas_refuse_what_the_program_refuses() {
    let unknown_key: Value = toml::from_str("[review]\nintervall = \"P1Y\"\n").expect("TOML");
    assert!(!validator(SchemaOf::Config).is_valid(&unknown_key));
    let no_rule: Value =
        toml::from_str("[pack]\nid = \"a\"\ntitle = \"A\"\nversion = \"1\"\n[[rule]]\nid = \"b\"\n").expect("TOML");
    assert!(!validator(SchemaOf::Pack).is_valid(&no_rule));
}

#[test]
fn toml_in_the_documentation_fits_the_schemas() {
    let mut blocks = 0;
    for file in ["README.md", "CONTRIBUTING.md"] {
        for (info, block) in fenced(&read(file)) {
            let of = match info.strip_prefix("toml file=") {
                Some(path) if path.ends_with("clauselint.toml") => SchemaOf::Config,
                Some(path) if path.ends_with("pack.toml") => SchemaOf::Pack,
                _ => continue,
            };
            blocks += 1;
            assert_valid(of, &format!("{file}, {info}"), &block);
        }
    }
    assert!(blocks >= 2, "the README shows a configuration and a pack");
}

#[test]
fn the_list_of_rules_is_fresh() {
    let mut text = String::from(
        "# Rule packs\n\n\
         Written by `UPDATE=1 cargo test --test docs` from the packs in this folder; do not edit. `clauselint explain RULE` shows a bad\n\
         and a good example of each, `clauselint rules` the severities in force in a repository.\n\n\
         The wording of clauses is our own; the standards have the authoritative text. A check of a reference list that a rule implements\n\
         stands in the column `reference`.\n",
    );
    for (name, path) in PACKS {
        let pack = Loaded::built_in(name).expect("a pack of this name is compiled in");
        text.push_str(&pack_text(path.trim_start_matches("rules/"), &pack));
    }
    generated("rules/README.md", &text);
}

#[test]
fn the_map_of_the_code_names_only_what_exists_and_leaves_no_module_out() {
    let text = read("ARCHITECTURE.md");
    let tree = tree_of(&text);
    assert!(tree.len() > 20, "the tree has {} entries", tree.len());
    let mut wrong: Vec<String> =
        tree.iter().filter(|path| !root().join(path).exists()).map(|path| format!("{path} does not exist")).collect();
    for path in files("src", "") {
        let top: Vec<&str> = path.splitn(3, '/').collect();
        let named = if top.len() == 3 { format!("src/{}/", top[1]) } else { path.clone() };
        if !tree.contains(&named) {
            wrong.push(format!("{named} is missing in the tree"));
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "ARCHITECTURE.md:\n{}", wrong.join("\n"));
}

#[test]
fn paths_in_the_documentation_exist() {
    let mut wrong = Vec::new();
    for file in ["ARCHITECTURE.md", "CONTRIBUTING.md"] {
        for path in code_spans(&read(file)).into_iter().filter(|span| is_path(span)) {
            if !root().join(&path).exists() {
                wrong.push(format!("{file}: {path}"));
            }
        }
    }
    assert!(wrong.is_empty(), "these do not exist:\n{}", wrong.join("\n"));
}

#[test]
fn a_long_file_says_why() {
    let mut wrong = Vec::new();
    for path in files("src", ".rs") {
        let text = read(&path);
        let is_long = text.lines().count() > MOST_LINES;
        let gives_reason =
            text.lines().take(8).any(|line| line.starts_with("//!") && line.contains("one file because"));
        let is_known = LONG_WITHOUT_REASON.contains(&path.as_str());
        if is_long && !gives_reason && !is_known {
            wrong.push(format!(
                "{path} has more than {MOST_LINES} lines: split it, or say `one file because …` at its top"
            ));
        }
        if is_known && (!is_long || gives_reason) {
            wrong.push(format!("{path} no longer belongs into LONG_WITHOUT_REASON"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// One rule in one place: what a rule is about stands in its pack and nowhere in the code.
#[test]
fn no_rule_is_named_in_the_code() {
    let packs = PACKS.map(|(name, _)| Loaded::built_in(name).expect("a pack of this name is compiled in"));
    let rules = packs.iter().flat_map(|pack| &pack.parts).flat_map(|part| &part.file.rules);
    let ids: Vec<String> = rules.map(|rule| format!("\"{}\"", rule.id.get_ref())).collect();
    let mut wrong = Vec::new();
    for path in files("src", ".rs").into_iter().filter(|path| !path.contains("/tests/")) {
        let text = read(&path);
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        wrong.extend(ids.iter().filter(|id| code.contains(id.as_str())).map(|id| format!("{path} names {id}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn pack_text(path: &str, loaded: &Loaded) -> String {
    let header = &loaded.header;
    let pack: &PackFile = &loaded.parts[0].file;
    let number = pack.rules.len();
    let mut lines = vec![
        format!("\n## `{}` {}: {}\n", header.id, header.version, header.title),
        format!("{} {number} rules, in [`{path}`]({path}).", header.description).trim_start().to_owned(),
        "\n| rule | severity | reference | clauses | why |\n|---|---|---|---|---|".to_owned(),
    ];
    for rule in &pack.rules {
        let clauses: Vec<&str> = rule.clauses.iter().map(|clause| clause.get_ref().as_str()).collect();
        let id = format!("`{}`", rule.id.get_ref());
        let reference = rule.reference.as_deref().unwrap_or("");
        lines.push(row(&[&id, &rule.severity.to_string(), reference, &clauses.join(", "), &rule.why]));
    }
    if !pack.clauses.is_empty() {
        lines.push("\n| clause | title | rules |\n|---|---|---|".to_owned());
    }
    for clause in &pack.clauses {
        let id = clause.id.get_ref();
        let rules = pack.rules.iter().filter(|rule| rule.clauses.iter().any(|named| named.get_ref() == id)).count();
        lines.push(row(&[id, &clause.title, &rules.to_string()]));
    }
    if !pack.kinds.is_empty() {
        lines.push("\n| kind of document | belongs to | also written |\n|---|---|---|".to_owned());
    }
    for kind in &pack.kinds {
        let is = kind.is.as_ref().map_or("", |is| is.get_ref().as_str());
        lines.push(row(&[&format!("`{}`", kind.name.get_ref()), is, &aliases(kind).join(", ")]));
    }
    lines.into_iter().map(|line| line + "\n").collect()
}

fn aliases(kind: &KindTable) -> Vec<&str> {
    kind.aliases.iter().chain(&kind.stated_aliases).map(String::as_str).collect()
}

fn row(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|").replace('\n', " ")).collect();
    format!("| {} |", cells.join(" | "))
}

/// Compares a checked-in file with what it should be, or writes it where `UPDATE` is set.
fn generated(path: &str, fresh: &str) {
    let file = root().join(path);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(file, fresh).expect("the file can be written");
        return;
    }
    let found = fs::read_to_string(file).unwrap_or_default();
    assert!(found == fresh, "{path} is not fresh; `UPDATE=1 cargo test --test docs` writes it anew");
}

fn validator(of: SchemaOf) -> jsonschema::Validator {
    jsonschema::validator_for(&schema::of(of)).expect("the schema is valid")
}

fn assert_valid(of: SchemaOf, name: &str, text: &str) {
    let value: Value = toml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
    let errors: Vec<String> =
        validator(of).iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path)).collect();
    assert!(errors.is_empty(), "{name} does not fit its schema:\n{}", errors.join("\n"));
}

/// The paths in the first `text` block behind the heading of the tree: names at the start of lines, folders by their indentation.
fn tree_of(text: &str) -> BTreeSet<String> {
    let (_, block) = fenced(text).into_iter().find(|(info, _)| info == "text tree").expect("a tree");
    let mut folders: Vec<&str> = Vec::new();
    let mut paths = BTreeSet::new();
    for line in block.lines().filter(|line| !line.trim().is_empty()) {
        let depth = (line.len() - line.trim_start().len()) / 2;
        let name = line.split_whitespace().next().expect("the line is not blank");
        folders.truncate(depth);
        paths.insert(format!("{}{name}", folders.concat()));
        if name.ends_with('/') {
            folders.push(name);
        }
    }
    paths
}

/// Info string and content of every fenced block.
fn fenced(text: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            let block: String =
                lines.by_ref().take_while(|line| *line != "```").flat_map(|line| [line, "\n"]).collect();
            blocks.push((info.to_owned(), block));
        }
    }
    blocks
}

fn code_spans(text: &str) -> Vec<String> {
    let mut spans = Vec::new();
    let mut is_fenced = false;
    for line in text.lines() {
        is_fenced ^= line.starts_with("```");
        if !is_fenced {
            spans.extend(line.split('`').skip(1).step_by(2).map(str::to_owned));
        }
    }
    spans
}

/// A path is written from the root: `src/…`, or a name with an ending of ours.
fn is_path(span: &str) -> bool {
    let is_plain = span.chars().all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c));
    let first = span.split('/').next().unwrap_or_default();
    let folders = ["src", "rules", "tests", "docs-example", "fixtures", "fuzz", "benches", ".ci"];
    is_plain
        && (Path::new(span).extension().is_some_and(|ending| ending == "rs")
            || (span.contains('/') && folders.contains(&first)))
}

/// All files below a folder whose name ends in `ending`, from the root, sorted.
fn files(folder: &str, ending: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(root().join(&folder)).expect("the folder can be read") {
            let entry = entry.expect("an entry");
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                open.push(path);
            } else if path.ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}
