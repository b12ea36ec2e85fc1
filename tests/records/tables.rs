//! Records in tables: how headers are spelled, what is inherited, two tables joined by id, what is missing.

use crate::run::{NOTHING, Run};

const SERVICES: &str = "
[[kind]]
name = \"catalogue\"
[[record]]
name = \"service\"
title = \"service\"
id = \"id\"
also = [\"name\"]
source = [{ kind = [\"catalogue\"], form = { table = { needs = [\"id\", \"name\"], required = true } } }]
[record.column]
id = { type = \"id\", spellings = [\"service id\", \"no\"] }
name = { spellings = [\"service name\"] }
owner = { type = \"person\", spellings = [\"service owner\"], inherit = true }
hours = { type = \"hours\" }
availability = { type = \"percentage\", spellings = [\"verfügbarkeit\"] }
";

fn read(text: &str) -> Run {
    Run::one(SERVICES, &format!("---\ntype: catalogue\n---\n\n# Catalogue\n\n{text}"))
}

fn rows(text: &str) -> Vec<String> {
    let run = read(text);
    let columns = ["id", "name", "owner", "hours", "availability"].map(|column| run.texts("service", column));
    (0..columns[0].len()).map(|row| columns.each_ref().map(|texts| texts[row].as_str()).join("|")).collect()
}

#[test]
fn headers_are_found_however_they_are_spelled() {
    for header in [
        "| ID | Name |",
        "| id | NAME |",
        "| Service ID | Service name |",
        "| **Service-ID** | `service_name` |",
        "| No | Name: |",
        "| _ID_ | [Name](#x) |",
        "|ID|Name|",
    ] {
        assert_eq!(rows(&format!("{header}\n|---|---|\n| S-1 | Mail |\n")), ["S-1|Mail|-|-|-"], "{header}");
    }
}

#[test]
fn what_only_resembles_a_spelling_is_none() {
    for header in ["| IDs | Name |", "| ID of the customer | Name |", "| ID | Surname |", "| | Name |"] {
        assert_eq!(rows(&format!("{header}\n|---|---|\n| the first | Mail |\n")), NOTHING, "{header}");
    }
    assert_eq!(rows("| ID | Surname |\n|---|---|\n| S-1 | Mail |\n"), NOTHING);
}

#[test]
fn a_first_column_of_ids_needs_no_title_of_its_own() {
    for header in ["| IDs | Name |", "| Ref. of the customer | Name |", "| | Name |"] {
        assert_eq!(rows(&format!("{header}\n|---|---|\n| S-1 | Mail |\n| S-2 | Web |\n")).len(), 2, "{header}");
    }
    for cells in
        ["| S-1 | Mail |\n| S-1 | Web |", "| 1 | Mail |\n| 2 | Web |", "| S-1 a | Mail |", "| 2026-01-01 | Mail |"]
    {
        assert_eq!(rows(&format!("| IDs | Name |\n|---|---|\n{cells}\n")), NOTHING, "{cells}");
    }
}

#[test]
fn columns_stand_in_any_order_among_others() {
    let text =
        "| Verfügbarkeit | Name | Remark | Owner | ID |\n|--|--|--|--|--|\n| 99.5 % | Mail | x | Jane Doe | S-1 |\n";
    assert_eq!(rows(text), ["S-1|Mail|Jane Doe|-|99.5 %"]);
}

#[test]
fn of_two_columns_of_one_name_the_first_counts() {
    assert_eq!(rows("| ID | Name | Service name |\n|-|-|-|\n| S-1 | Mail | Post |\n"), ["S-1|Mail|-|-|-"]);
}

#[test]
fn markup_and_escapes_are_no_part_of_a_cell() {
    let text = "| ID | Name |\n|-|-|\n| **S-1** | [Mail](mail.md) \\| Post |\n| `S-2` | ~~Old~~ &amp; new<br>x |\n";
    assert_eq!(rows(text), ["S-1|Mail | Post|-|-|-", "S-2|Old & new x|-|-|-"]);
}

#[test]
fn blank_rows_are_left_out_and_short_ones_filled_up() {
    let text = "| ID | Name | Owner |\n|-|-|-|\n| S-1 | Mail | Jane Doe |\n| | | |\n|  |\n| S-2 |\n| | Print | |\n";
    assert_eq!(rows(text), ["S-1|Mail|Jane Doe|-|-", "S-2|||-|-", "|Print||-|-"]);
}

#[test]
fn several_tables_with_the_needed_columns_give_their_rows_in_order() {
    let text = "| ID | Name |\n|-|-|\n| S-2 | Print |\n\n## More\n\n| Name | No |\n|-|-|\n| Mail | S-1 |\n";
    assert_eq!(rows(text), ["S-2|Print|-|-|-", "S-1|Mail|-|-|-"]);
}

#[test]
fn a_second_table_is_joined_by_id_whatever_its_case() {
    let text = "| ID | Name |\n|-|-|\n| S-1 | Mail |\n| S-2 | Print |\n\n\
                | Service ID | Hours | Availability |\n|-|-|-|\n| s-2 | Mon-Fri 8-18 | 99 % |\n| S-9 | 24x7 | 98 % |\n";
    assert_eq!(rows(text), ["S-1|Mail|-|-|-", "S-2|Print|-|Mon-Fri 8-18|99 %"]);
}

#[test]
fn a_second_table_does_not_change_what_the_first_says() {
    let text = "| ID | Name | Hours |\n|-|-|-|\n| S-1 | Mail | 24x7 |\n| S-2 | Print | |\n\n\
                | ID | Hours | Availability |\n|-|-|-|\n| S-1 | Mon-Fri 8-18 | 99 % |\n";
    assert_eq!(rows(text), ["S-1|Mail|-|24x7|99 %", "S-2|Print|-||-"]);
}

#[test]
fn the_second_table_may_stand_before_the_first() {
    let text = "| ID | Hours |\n|-|-|\n| S-1 | 24x7 |\n\n| ID | Name |\n|-|-|\n| S-1 | Mail |\n";
    assert_eq!(rows(text), ["S-1|Mail|-|24x7|-"]);
}

#[test]
fn a_table_of_other_things_that_has_an_id_adds_no_records() {
    let text = "| ID | Name |\n|-|-|\n| S-1 | Mail |\n\n| ID | Risk |\n|-|-|\n| R-1 | Fire |\n";
    assert_eq!(rows(text), ["S-1|Mail|-|-|-"]);
    assert_eq!(read(text).faults("service"), NOTHING);
}

#[test]
fn what_the_metadata_states_is_inherited_where_the_table_has_no_such_column() {
    let document = |owner: &str| {
        format!("---\ntype: catalogue\nowner: Ann Other\nhours: 24x7\n---\n\n# C\n\n| ID | Name |{owner}")
    };
    let without = Run::one(SERVICES, &document("\n|-|-|\n| S-1 | Mail |\n| S-2 | Print |\n"));
    assert_eq!(without.texts("service", "owner"), ["Ann Other", "Ann Other"]);
    assert_eq!(without.places("service", "owner"), ["a.md:3:8 Ann Other", "a.md:3:8 Ann Other"]);
    assert_eq!(without.texts("service", "hours"), ["-", "-"], "not inherited, because the column does not say so");
    let with =
        Run::one(SERVICES, &document(" Service owner |\n|-|-|-|\n| S-1 | Mail | Jane Doe |\n| S-2 | Print | |\n"));
    assert_eq!(with.texts("service", "owner"), ["Jane Doe", ""], "an empty cell is a gap and inherits nothing");
}

#[test]
fn what_is_inherited_may_stand_in_a_control_table_or_a_labelled_line() {
    let table = "\n| ID | Name |\n|-|-|\n| S-1 | Mail |\n";
    for lead in [
        "# C\n\n| Field | Value |\n|---|---|\n| Type | catalogue |\n| Version | 1.0 |\n| Service owner | Ann Other |\n",
        "# C\n\n**Type:** catalogue\n**Service owner:** Ann Other\n",
        "# C\n\nType: catalogue  \nOwner: Ann Other\n",
    ] {
        let run = Run::one(SERVICES, &format!("{lead}{table}"));
        assert_eq!(run.texts("service", "owner"), ["Ann Other"], "{lead}");
    }
}

#[test]
fn a_missing_needed_column_is_one_fault_at_the_header() {
    let run = read("| ID | Title |\n|-|-|\n| S-1 | Mail |\n| S-2 | Print |\n");
    assert_eq!(run.faults("service"), ["a.md:7:3 ID | Title lacks [name]"]);
    assert_eq!(run.texts("service", "id"), NOTHING);
}

#[test]
fn of_several_tables_the_one_that_was_meant_is_blamed() {
    let text = "| Risk | Owner |\n|-|-|\n| Fire | Jane Doe |\n\n| No | Title |\n|-|-|\n| S-1 | Mail |\n";
    assert_eq!(read(text).faults("service"), ["a.md:11:3 No | Title lacks [name]"]);
}

#[test]
fn a_missing_table_is_one_fault_at_the_title() {
    for text in ["", "Nothing but text.\n", "| Risk | Owner |\n|-|-|\n| Fire | Jane Doe |\n", "- S-1\n- S-2\n"] {
        assert_eq!(read(text).faults("service"), ["a.md:5:1 # Catalogue lacks [id, name]"], "{text}");
    }
}

#[test]
fn a_missing_table_is_no_fault_where_none_is_required() {
    let tables = SERVICES.replace("required = true", "required = false");
    let run = Run::one(&tables, "---\ntype: catalogue\n---\n\n# C\n\n| ID | Title |\n|-|-|\n| S-1 | Mail |\n");
    assert_eq!(run.faults("service"), NOTHING);
}

#[test]
fn a_table_without_rows_is_no_fault_and_gives_nothing() {
    let run = read("| ID | Name |\n|-|-|\n");
    assert_eq!((run.faults("service"), run.texts("service", "id")), (Vec::new(), Vec::new()));
}

#[test]
fn a_required_column_that_a_table_lacks_is_one_fault_for_all_its_rows() {
    let tables = SERVICES.replace("availability = {", "availability = { required = true,");
    let text = |more: &str| {
        format!("---\ntype: catalogue\n{more}---\n\n# C\n\n| ID | Name |\n|-|-|\n| S-1 | Mail |\n| S-2 | Print |\n")
    };
    assert_eq!(Run::one(&tables, &text("")).faults("service"), ["a.md:7:3 ID | Name lacks [availability]"]);
    let inherited = tables.replace("type = \"percentage\",", "type = \"percentage\", inherit = true,");
    assert_eq!(Run::one(&inherited, &text("availability: 99 %\n")).faults("service"), NOTHING);
}

const IN_SECTIONS: &str = "
[[kind]]
name = \"catalogue\"
section = [{ name = \"offer\", title = \"Our offer\", spellings = [\"What we offer\"], level = \"should\" }]
[[record]]
name = \"service\"
title = \"service\"
id = \"id\"
source = [{ kind = [\"catalogue\"], form = { table = { needs = [\"id\"], sections = [\"offer\"] } } }]
[record.column]
id = { type = \"id\" }
";

#[test]
fn where_a_section_is_named_only_its_tables_count() {
    let ids =
        |text: &str| Run::one(IN_SECTIONS, &format!("---\ntype: catalogue\n---\n\n{text}")).texts("service", "id");
    let table = |id: &str| format!("| ID |\n|-|\n| {id} |\n");
    let (one, two, three) = (table("S-1"), table("S-2"), table("S-3"));
    assert_eq!(ids(&format!("# C\n\n{one}\n## What we offer\n\n{two}\n### Part\n\n{three}\n")), ["S-2", "S-3"]);
    assert_eq!(ids(&format!("# C\n\n## Our offer\n\n{two}\n## Other\n\n{three}\n")), ["S-2"]);
    assert_eq!(ids(&format!("# C\n\n## Services\n\n{one}\n")), ["S-1"], "no such section: all tables count");
}

#[test]
fn a_more_special_kind_of_document_holds_the_records_too_and_other_kinds_do_not() {
    let tables =
        format!("{SERVICES}[[kind]]\nname = \"cloud-catalogue\"\nis = \"catalogue\"\n[[kind]]\nname = \"list\"\n");
    let text = |kind: &str, id: &str| format!("---\n{kind}---\n\n# C\n\n| ID | Name |\n|-|-|\n| {id} | Mail |\n");
    let texts = [text("type: cloud-catalogue\n", "S-1"), text("type: list\n", "S-2"), text("title: x\n", "S-3")];
    let run = Run::of(&tables, &[("a.md", &texts[0]), ("b.md", &texts[1]), ("c.md", &texts[2])]);
    assert_eq!(run.texts("service", "id"), ["S-1"]);
}

#[test]
fn drafts_hold_records_and_retired_documents_do_not() {
    let text = |status: &str, id: &str| {
        format!("---\ntype: catalogue\nstatus: {status}\n---\n\n# C\n\n| ID | Name |\n|-|-|\n| {id} | Mail |\n")
    };
    let states = ["draft", "retired", "superseded", "approved", "archived"];
    let texts: Vec<_> = states.iter().map(|state| (format!("{state}.md"), text(state, state))).collect();
    let texts: Vec<_> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    assert_eq!(Run::of(SERVICES, &texts).texts("service", "id"), ["draft", "approved"]);
    let archived = Run::of(SERVICES, &[("archive/a.md", texts[3].1)]);
    assert_eq!(archived.texts("service", "id"), NOTHING);
}

#[test]
fn tables_in_code_and_comments_hold_no_records() {
    let table = "| ID | Name |\n|-|-|\n| S-1 | Mail |\n";
    assert_eq!(rows(&format!("```\n{table}```\n")), NOTHING);
    assert_eq!(rows(&format!("<!--\n\n{table}\n-->\n")), NOTHING);
}

#[test]
fn duplicate_ids_are_two_records_and_the_first_is_meant() {
    let run = read("| ID | Name |\n|-|-|\n| S-1 | Mail |\n| s-1 | Print |\n");
    assert_eq!(run.texts("service", "name"), ["Mail", "Print"]);
    let records = run.all();
    let found = records.find(records.named("service").unwrap(), "S-1").unwrap();
    assert_eq!(found.index, 0);
}
