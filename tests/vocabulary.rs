//! The vocabulary is data that everybody may extend; these tests say where a new spelling is lost or collides with another.

use std::collections::{BTreeMap, BTreeSet};

use clauselint::document::value::interval::Interval;
use clauselint::vocabulary::{Meaning, Vocabulary, fold};
use toml::{Table, Value};

const VOCABULARY: &str = include_str!("../rules/vocabulary.toml");

#[test]
fn every_spelling_is_written_folded() {
    let file = file();
    let mut wrong = Vec::new();
    for table in ["field", "heading", "state"] {
        for (name, _, spelling) in spellings(&file, table) {
            check_folded(&format!("{table} `{name}`"), &spelling, &mut wrong);
        }
    }
    for key in file["undecided"].as_table().expect("a table").keys() {
        check_folded("[undecided]", key, &mut wrong);
    }
    for table in [
        "languages",
        "id_labels",
        "wrappers",
        "archives",
        "left",
        "connectors",
        "heading_tails",
        "heading_leads",
        "revision_columns",
        "people_columns",
        "words",
    ] {
        visit(&file[table], &mut |text| check_folded(&format!("[{table}]"), text, &mut wrong));
    }
    assert!(wrong.is_empty(), "not folded (lower case, one blank for `_`, `-` and blanks):\n{}", wrong.join("\n"));
}

#[test]
fn no_spelling_has_two_meanings() {
    let file = file();
    for table in ["field", "heading", "state"] {
        let mut meanings: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (name, _, spelling) in spellings(&file, table).into_iter().filter(|(_, language, _)| language != "near") {
            meanings.entry(spelling).or_default().insert(name);
        }
        let double: Vec<_> = meanings.iter().filter(|(_, names)| names.len() > 1).collect();
        assert!(
            double.is_empty(),
            "[[{table}]]: these mean several things; open ones go under [undecided]: {double:?}"
        );
    }
}

#[test]
fn no_column_or_word_has_two_meanings() {
    let file = file();
    for table in ["revision_columns", "people_columns"] {
        no_double(table, file[table].as_table().expect("a table").iter().map(|(part, titles)| (part.clone(), titles)));
    }
    let words = file["words"].as_table().expect("a table");
    for table in ["months", "weekdays"] {
        let languages = words[table].as_table().expect("a table").values();
        let numbered = languages.flat_map(|names| names.as_array().expect("a list").iter().enumerate());
        no_double(table, numbered.map(|(number, names)| (number.to_string(), names)));
    }
    let units =
        words["units"].as_table().expect("a table").values().flat_map(|units| units.as_table().expect("a table"));
    no_double("units", units.map(|(unit, names)| (unit.clone(), names)));
    for table in ["intervals", "numbers"] {
        let mut meanings: BTreeMap<&String, &Value> = BTreeMap::new();
        for (word, meaning) in
            words[table].as_table().expect("a table").values().flat_map(|all| all.as_table().expect("a table"))
        {
            let first = *meanings.entry(word).or_insert(meaning);
            assert_eq!(first, meaning, "[words.{table}]: `{word}` means two things");
        }
    }
}

#[test]
fn undecided_spellings_name_several_known_fields_and_none_alone() {
    let file = file();
    let names: BTreeSet<String> = spellings(&file, "field").into_iter().map(|(name, _, _)| name).collect();
    let decided: BTreeSet<String> = spellings(&file, "field").into_iter().map(|(_, _, spelling)| spelling).collect();
    for (spelling, fields) in file["undecided"].as_table().expect("a table") {
        let fields: BTreeSet<&str> = fields.as_array().expect("a list").iter().map(text).collect();
        assert!(fields.len() > 1, "`{spelling}` in [undecided] has one meaning: it belongs to that field");
        for field in &fields {
            assert!(names.contains(*field), "`{spelling}` in [undecided] names `{field}`, which is no field");
        }
        assert!(!decided.contains(spelling), "`{spelling}` is in [undecided] and a spelling of a field");
    }
}

#[test]
fn every_interval_is_a_duration_that_lasts() {
    for language in file()["words"]["intervals"].as_table().expect("a table").values() {
        for (word, duration) in language.as_table().expect("a table") {
            let interval: Result<Interval, _> = text(duration).parse();
            assert!(interval.is_ok(), "`{word}` is `{}`, which is no interval", text(duration));
        }
    }
}

/// A spelling that the look-up never meets is dead: it has a character that the look-up takes away first.
#[test]
fn every_spelling_is_found_again() {
    let vocabulary = Vocabulary::built_in();
    let file = file();
    let mut lost = Vec::new();
    for (name, _, spelling) in spellings(&file, "field") {
        if !matches!(vocabulary.meaning(&spelling), Some(Meaning::Field(field)) if *field.name == *name) {
            lost.push(format!("field `{name}`: {spelling}"));
        }
    }
    for (name, _, spelling) in spellings(&file, "state") {
        if vocabulary.state(&spelling).is_none_or(|state| *state.name != *name) {
            lost.push(format!("state `{name}`: {spelling}"));
        }
    }
    for (name, language, spelling) in spellings(&file, "heading") {
        let found = match language.as_str() {
            "" => continue, // canonical names of headings are no spellings
            "near" => vocabulary.headings().near_miss(&spelling).into_iter().cloned().collect(),
            _ => vocabulary.headings().matches(&spelling),
        };
        if !matches!(found.as_slice(), [only] if **only == *name) {
            lost.push(format!("heading `{name}`: {spelling} means {found:?}"));
        }
    }
    for spelling in file["undecided"].as_table().expect("a table").keys() {
        if !matches!(vocabulary.meaning(spelling), Some(Meaning::Undecided(_))) {
            lost.push(format!("[undecided]: {spelling}"));
        }
    }
    for (part, titles) in file["revision_columns"].as_table().expect("a table") {
        visit(titles, &mut |title| {
            if vocabulary.revision_column(title).is_none_or(|found| **found != **part) {
                lost.push(format!("[revision_columns] {part}: {title}"));
            }
        });
    }
    for (part, titles) in file["people_columns"].as_table().expect("a table") {
        visit(titles, &mut |title| {
            if vocabulary.people_column(title).is_none_or(|found| **found != **part) {
                lost.push(format!("[people_columns] {part}: {title}"));
            }
        });
    }
    visit(&file["left"], &mut |word| {
        if !vocabulary.is_left(word) {
            lost.push(format!("left: {word}"));
        }
    });
    visit(&file["archives"], &mut |folder| {
        if !vocabulary.is_archive(&format!("{folder}/policy.md")) {
            lost.push(format!("archives: {folder}"));
        }
    });
    visit(&file["languages"], &mut |language| {
        if !vocabulary.is_language(language) {
            lost.push(format!("languages: {language}"));
        }
    });
    assert!(lost.is_empty(), "{} spellings are never found:\n{}", lost.len(), lost.join("\n"));
}

#[test]
fn words_that_say_nothing_and_placeholders_are_told_apart() {
    let words = &file()["words"];
    let mut all: [BTreeSet<String>; 2] = Default::default();
    for (set, table) in all.iter_mut().zip(["empty", "placeholders"]) {
        visit(&words[table], &mut |word| {
            set.insert(word.to_owned());
        });
    }
    let both: Vec<_> = all[0].intersection(&all[1]).collect();
    assert!(both.is_empty(), "empty and placeholder at once: {both:?}");
}

fn file() -> Table {
    VOCABULARY.parse().expect("the vocabulary is TOML")
}

/// Name, language and spelling of everything in the `[[field]]`, `[[heading]]` or `[[state]]` tables. The canonical name is a
/// spelling without language.
fn spellings(file: &Table, table: &str) -> Vec<(String, String, String)> {
    let mut all = Vec::new();
    for entry in file[table].as_array().expect("a list of tables") {
        let name = text(&entry["name"]).to_owned();
        all.push((name.clone(), String::new(), fold(&name)));
        let Some(languages) = entry.get("spellings").and_then(Value::as_table) else { continue };
        for (language, list) in languages {
            visit(list, &mut |spelling| all.push((name.clone(), language.clone(), spelling.to_owned())));
        }
    }
    all
}

/// All texts in a value; of a table whose values are no lists or tables, the keys.
fn visit(value: &Value, found: &mut dyn FnMut(&str)) {
    match value {
        Value::String(text) => found(text),
        Value::Array(list) => list.iter().for_each(|item| visit(item, found)),
        Value::Table(table) => {
            for (key, item) in table {
                if item.is_array() || item.is_table() { visit(item, found) } else { found(key) }
            }
        }
        _ => {}
    }
}

fn check_folded(place: &str, text: &str, wrong: &mut Vec<String>) {
    if fold(text) != text {
        wrong.push(format!("{place}: {text:?} is folded {:?}", fold(text)));
    }
}

fn no_double<'a>(table: &str, entries: impl Iterator<Item = (String, &'a Value)>) {
    let mut meanings: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (meaning, spellings) in entries {
        visit(spellings, &mut |spelling| {
            meanings.entry(spelling.to_owned()).or_default().insert(meaning.clone());
        });
    }
    let double: Vec<_> = meanings.iter().filter(|(_, meanings)| meanings.len() > 1).collect();
    assert!(double.is_empty(), "[{table}]: {double:?}");
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}
