//! Packs as folders of several files, and where what is wrong in them is told.

use std::path::Path;

use clauselint::config::LoadedConfig;
use clauselint::error::Error;
use clauselint::ruleset::RuleSet;

use crate::run::{HEAD, rule};

const KINDS: &str = "[[kind]]\nname = \"register\"\n";
const RECORDS: &str = "[[record]]\nname = \"thing\"\ntitle = \"thing\"\nid = \"id\"\nalso = [\"name\"]\n\
    source = [{ kind = [\"register\"], form = { table = { needs = [\"id\"] } } }]\n\
    [record.column]\nid = {}\nname = {}\nparent = { type = \"reference\", to = [\"thing\"] }\n";

fn load(files: &[(&str, &str)]) -> Result<RuleSet, Error> {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    RuleSet::of_pack(folder.path(), &LoadedConfig::default())
}

/// What is wrong: file, message, marked words, label, help.
fn refused(files: &[(&str, &str)]) -> String {
    match load(files) {
        Err(Error::Invalid { message, label, help, file, span }) => {
            let name = Path::new(file.name()).file_name().unwrap().to_string_lossy();
            let marked = file.inner().get(span.offset()..span.offset() + span.len()).unwrap_or("<no place>");
            let help = help.map_or_else(String::new, |help| format!(" ({help})"));
            format!("{name}: {message} @ {marked} < {label}{help}")
        }
        Err(Error::File { path, .. }) => format!("no file {}", path.file_name().unwrap().to_string_lossy()),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("nothing is wrong with {files:?}"),
    }
}

/// A pack of several files, with another text for one of them.
fn with(path: &str, text: &str) -> String {
    let mut files = vec![("pack.toml", HEAD), ("kinds.toml", KINDS), ("records.toml", RECORDS)];
    files.retain(|(known, _)| *known != path);
    files.push((path, text));
    refused(&files)
}

#[test]
fn the_files_of_a_folder_are_one_pack_in_the_order_of_their_names() {
    let rules = rule("acyclic]\nrecord = \"thing\"\ncolumn = \"parent\"");
    let more = rules.replace("\"only\"", "\"more\"");
    let set = load(&[
        ("b.toml", &more),
        ("a.toml", &rules),
        ("pack.toml", HEAD),
        ("z-kinds.toml", KINDS),
        ("records.toml", RECORDS),
        ("notes.md", "no TOML"),
        ("deeper/x.toml", "no TOML either"),
    ]);
    let ids: Vec<_> =
        set.unwrap().rules.into_iter().map(|(rule, _)| (rule.id.clone(), rule.pack.to_string())).collect();
    assert_eq!(ids, [("only".to_owned(), "small".to_owned()), ("more".to_owned(), "small".to_owned())]);
}

#[test]
fn the_header_may_stand_in_another_file_beside_pack_toml() {
    assert!(load(&[("pack.toml", KINDS), ("records.toml", &format!("{HEAD}{RECORDS}"))]).is_ok());
}

#[test]
fn two_headers_are_refused_at_the_second() {
    let shown = refused(&[("a.toml", HEAD), ("pack.toml", HEAD)]);
    assert!(shown.starts_with("pack.toml: a second table `[pack]`"), "{shown}");
    let shown = refused(&[("pack.toml", HEAD), ("z.toml", HEAD)]);
    assert!(shown.starts_with("z.toml: a second table `[pack]`"), "{shown}");
}

#[test]
fn a_folder_without_header_is_refused_with_help() {
    let shown = refused(&[("pack.toml", KINDS)]);
    assert!(
        shown.starts_with("pack.toml: missing field `pack` @ ") && shown.contains("start with `[pack]`"),
        "{shown}"
    );
    assert_eq!(refused(&[("a.toml", KINDS)]), "no file pack.toml");
    assert_eq!(refused(&[("notes.md", "x")]), "no file pack.toml");
}

#[test]
fn text_that_is_no_toml_is_refused_in_its_file() {
    let shown = with("kinds.toml", "[[kind]\n");
    assert!(shown.starts_with("kinds.toml: `"), "{shown}");
    let shown = with("records.toml", "[[record]]\nname = \"x\"\n");
    assert!(shown.starts_with("records.toml: ") && shown.contains("missing field `title`"), "{shown}");
    let shown = with("records.toml", &RECORDS.replace("also", "too"));
    assert!(shown.contains("@ too < unknown field `too`"), "{shown}");
}

#[test]
fn a_second_record_of_a_name_is_refused_in_its_file() {
    let shown = with("z.toml", RECORDS);
    assert_eq!(shown, "z.toml: there is already a record `thing` @ \"thing\" < second record of this name");
    let shown = with("z.toml", &RECORDS.replace("\"thing\"\ntitle", "\"document\"\ntitle"));
    assert_eq!(shown, "z.toml: there is already a record `document` @ \"document\" < second record of this name");
}

#[test]
fn a_second_rule_of_an_id_is_refused_in_its_file() {
    let text = rule("acyclic]\nrecord = \"thing\"\ncolumn = \"parent\"");
    let shown = with("z.toml", &format!("{text}{text}"));
    assert_eq!(shown, "z.toml: there is already a rule `only` @ \"only\" < second rule of this id");
}

#[test]
fn columns_that_are_not_declared_are_refused_in_their_file() {
    for (from, to, marked) in [
        ("id = \"id\"\n", "id = \"ident\"\n", "ident"),
        ("also = [\"name\"]", "also = [\"nam\"]", "nam"),
        ("needs = [\"id\"]", "needs = [\"id\", \"nam\"]", "nam"),
        ("} } }]", "} }, each = \"nam\" }]", "nam"),
        ("table = { needs = [\"id\"] }", "document = { needs = [\"nam\"] }", "nam"),
        ("table = { needs = [\"id\"] }", "list = { sections = [], column = \"nam\" }", "nam"),
    ] {
        let shown = with("records.toml", &RECORDS.replace(from, to));
        assert!(
            shown.starts_with(&format!("records.toml: unknown column `{marked}` @ \"{marked}\" < not known (")),
            "{to}: {shown}"
        );
    }
}

#[test]
fn columns_of_rules_are_looked_up_across_files_and_refused_in_theirs() {
    let check = "assert]\nrecord = \"thing\"\nthat = \"true\"\nmessage = \"x\"\nmark = \"nam\"";
    let shown = with("a-rules.toml", &rule(check));
    assert_eq!(shown, "a-rules.toml: `thing` has no column `nam` @ \"nam\" < not known (did you mean `name`?)");
    let check = "assert]\nrecord = \"thing\"\nthat = \"r.nam == 'x'\"\nmessage = \"x\"";
    let shown = with("a-rules.toml", &rule(check));
    assert_eq!(shown, "a-rules.toml: `thing` has no `nam` @ . < not known (did you mean `name`?)");
}

#[test]
fn unknown_kinds_of_sources_and_references_are_refused_in_their_file() {
    let shown = with("records.toml", &RECORDS.replace("kind = [\"register\"]", "kind = [\"register\", \"regsiter\"]"));
    assert_eq!(
        shown,
        "records.toml: unknown kind of document `regsiter` @ \"regsiter\" < not known (did you mean `register`?)"
    );
    let shown = with("records.toml", &RECORDS.replace("to = [\"thing\"]", "to = [\"thnig\"]"));
    assert_eq!(shown, "records.toml: unknown kind of record `thnig` @ \"thnig\" < not known (did you mean `thing`?)");
    let shown = with("kinds.toml", &format!("{KINDS}is = \"regstier\"\n"));
    assert_eq!(
        shown,
        "kinds.toml: unknown kind of document `regstier` @ \"regstier\" < not known (did you mean `register`?)"
    );
}

#[test]
fn unknown_kinds_and_clauses_of_items_are_refused_in_their_file() {
    let item = |kind: &str, clause: &str| {
        format!(
            "[[clause]]\nid = \"std:1\"\ntitle = \"x\"\n[[item]]\nkind = \"{kind}\"\ntitle = \"x\"\nclause = \"{clause}\"\nmandatory = \"explicit\"\nkeep = \"retain\"\n"
        )
    };
    let shown = with("items.toml", &item("regsiter", "std:1"));
    assert!(shown.starts_with("items.toml: unknown kind of document `regsiter` @ \"regsiter\""), "{shown}");
    let shown = with("items.toml", &item("register", "std:2"));
    assert!(shown.starts_with("items.toml: unknown clause `std:2` @ \"std:2\""), "{shown}");
}

#[test]
fn unknown_types_of_columns_are_refused_with_the_known_ones() {
    let shown = with("records.toml", &RECORDS.replace("type = \"reference\"", "type = \"link\""));
    assert!(
        shown.starts_with("records.toml: ")
            && shown.contains("@ \"link\" < unknown variant `link`, expected one of `text`, `id`"),
        "{shown}"
    );
    let shown = with("records.toml", &RECORDS.replace("{ table = { needs = [\"id\"] } }", "{ tables = {} }"));
    assert!(shown.contains("unknown variant `tables`, expected one of `table`, `document`, `list`"), "{shown}");
}
