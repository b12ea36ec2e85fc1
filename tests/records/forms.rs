//! Records that are no rows: documents, items of lists, and one record for each value of a column.

use crate::run::{NOTHING, Run, rule};

const DOCUMENTS: &str = "
[[kind]]
name = \"agreement\"
[[record]]
name = \"sla\"
title = \"agreement\"
id = \"id\"
source = [{ kind = [\"agreement\"], form = { document = { needs = [\"id\", \"customer\"] } } }]
[record.column]
id = { type = \"id\", spellings = [\"document id\"] }
customer = { spellings = [\"client\"] }
owner = { type = \"person\" }
ends = { type = \"date\", spellings = [\"valid until\", \"contract end\"] }
";

fn cells(text: &str) -> Vec<String> {
    let run = Run::one(DOCUMENTS, text);
    let columns = ["id", "customer", "owner", "ends"].map(|column| run.texts("sla", column));
    (0..columns[0].len()).map(|row| columns.each_ref().map(|texts| texts[row].as_str()).join("|")).collect()
}

#[test]
fn a_document_is_a_record_by_its_front_matter() {
    let text =
        "---\ntype: agreement\nid: SLA-1\nclient: ACME\nowner: Jane Doe\nvalid_until: 2027-01-31\n---\n\n# SLA\n";
    assert_eq!(cells(text), ["SLA-1|ACME|Jane Doe|2027-01-31"]);
    let run = Run::one(DOCUMENTS, text);
    assert_eq!(run.places("sla", "ends"), ["a.md:6:14 2027-01-31"]);
    assert_eq!(run.extents("sla"), ["a.md:9:1 # SLA"]);
}

#[test]
fn a_document_is_a_record_by_its_control_table_or_labelled_lines() {
    for text in [
        "# SLA\n\n| Field | Value |\n|---|---|\n| Document ID | SLA-1 |\n| Type | agreement |\n| Client | ACME |\n| Owner | Jane Doe |\n| Contract end | 2027-01-31 |\n",
        "# SLA\n\n**Document ID:** SLA-1\n**Type:** agreement\n**Client:** ACME\n**Owner:** Jane Doe\n**Contract end:** 2027-01-31\n",
    ] {
        assert_eq!(cells(text), ["SLA-1|ACME|Jane Doe|2027-01-31"], "{text}");
    }
}

#[test]
fn a_document_that_states_not_all_that_is_needed_is_no_record() {
    for metadata in ["id: SLA-1\n", "id: SLA-1\ncustomer:\n", "client: ACME\n", "customer: \"\"\nid: SLA-1\n"] {
        assert_eq!(cells(&format!("---\ntype: agreement\n{metadata}---\n\n# SLA\n")), NOTHING, "{metadata}");
    }
}

#[test]
fn of_two_spellings_the_one_that_is_filled_counts() {
    let text = "---\ntype: agreement\nid: SLA-1\ncustomer:\nclient: ACME\n---\n\n# SLA\n";
    assert_eq!(cells(text), ["SLA-1|ACME|-|-"]);
}

#[test]
fn nested_keys_are_found_by_their_path() {
    let tables = DOCUMENTS.replace("\"contract end\"", "\"contract end\", \"contract term\"");
    let text = "---\ntype: agreement\nid: SLA-1\ncustomer: ACME\ncontract:\n  term: 2027-01-31\n---\n\n# SLA\n";
    assert_eq!(Run::one(&tables, text).texts("sla", "ends"), ["2027-01-31"]);
}

const LISTS: &str = "
[[kind]]
name = \"scope\"
section = [{ name = \"sites\", title = \"Sites\", level = \"should\" }]
[[record]]
name = \"site\"
title = \"site\"
id = \"name\"
source = [{ kind = [\"scope\"], form = { list = { sections = [\"sites\"], column = \"name\" } } }]
[record.column]
name = {}
owner = { type = \"person\", inherit = true }
";

fn items(text: &str) -> Vec<String> {
    Run::one(LISTS, &format!("---\ntype: scope\n---\n\n# Scope\n\n## Sites\n\n{text}")).texts("site", "name")
}

#[test]
fn items_of_a_list_are_records_whatever_their_mark() {
    for mark in ["-", "*", "+", "1.", "1)", "10."] {
        assert_eq!(items(&format!("{mark} Berlin\n{mark} **Paris**\n")), ["Berlin", "Paris"], "{mark}");
    }
    assert_eq!(items("- Berlin\n\n- Paris\n\n\n- Köln\n"), ["Berlin", "Paris", "Köln"]);
    assert_eq!(items("-   Berlin\n-\tParis\n"), ["Berlin", "Paris"]);
}

#[test]
fn nested_items_are_none() {
    assert_eq!(items("- Berlin\n  - North\n    - Hall\n  - South\n- Paris\n"), ["Berlin", "Paris"]);
    assert_eq!(items("1. Berlin\n   - North\n   * South\n2. Paris\n"), ["Berlin", "Paris"]);
    assert_eq!(items("- Berlin\n\n    - North\n\n- Paris\n"), ["Berlin", "Paris"]);
    assert_eq!(items("- Berlin\n\t- North\n- Paris\n"), ["Berlin", "Paris"]);
    assert_eq!(items("  - Berlin\n    - North\n  - Paris\n"), ["Berlin", "Paris"]);
}

#[test]
fn what_is_no_item_is_none() {
    assert_eq!(items("Berlin\n\n-Paris\n\n**Köln**\n"), NOTHING);
    assert_eq!(items("```\n- Berlin\n```\n"), NOTHING);
    assert_eq!(items("| Site |\n|-|\n| Berlin |\n"), NOTHING);
}

#[test]
fn lists_of_other_sections_do_not_count_and_those_of_subsections_do() {
    let text = "---\ntype: scope\nowner: Jane Doe\n---\n\n# Scope\n\n- x\n\n## Sites\n\n- Berlin\n\n### Abroad\n\n1. Paris\n\n## Other\n\n- y\n";
    let run = Run::one(LISTS, text);
    assert_eq!(run.places("site", "name"), ["a.md:12:3 Berlin", "a.md:16:4 Paris"]);
    assert_eq!(run.places("site", "owner"), ["a.md:3:8 Jane Doe", "a.md:3:8 Jane Doe"], "inherited");
    assert_eq!(run.extents("site"), ["a.md:12:3 Berlin", "a.md:16:4 Paris"]);
}

const EACH: &str = "
[[kind]]
name = \"scope\"
[[record]]
name = \"part\"
title = \"service in scope\"
id = \"service\"
source = [{ kind = [\"scope\"], form = { document = { needs = [\"service\"] } }, each = \"service\" }]
[record.column]
service = { spellings = [\"services\"], many = true }
owner = { type = \"person\" }
[[record]]
name = \"row\"
title = \"row\"
id = \"service\"
source = [{ kind = [\"scope\"], form = { table = { needs = [\"service\", \"price\"] } }, each = \"service\" }]
[record.column]
service = { many = true }
price = { type = \"number\" }
";

#[test]
fn each_value_of_a_cell_makes_a_record_with_its_own_place() {
    let text = "---\ntype: scope\n---\n\n# S\n\n| Service | Price |\n|-|-|\n| Mail, Drück; Print | 10 |\n| Chat | 20 |\n| | 30 |\n";
    let run = Run::one(EACH, text);
    assert_eq!(run.texts("row", "service"), ["Mail", "Drück", "Print", "Chat"]);
    assert_eq!(run.texts("row", "price"), ["10", "10", "10", "20"]);
    assert_eq!(run.places("row", "service"), ["a.md:9:3 Mail", "a.md:9:9 Drück", "a.md:9:16 Print", "a.md:10:3 Chat"]);
    assert_eq!(run.extents("row"), run.places("row", "service"));
}

#[test]
fn each_works_on_metadata_however_it_lists_values() {
    for value in ["services: Mail, Print", "services: [Mail, Print]", "services:\n  - Mail\n  - Print"] {
        let run = Run::one(EACH, &format!("---\ntype: scope\nowner: Jane Doe\n{value}\n---\n\n# S\n"));
        assert_eq!(run.texts("part", "service"), ["Mail", "Print"], "{value}");
        assert_eq!(run.texts("part", "owner"), ["Jane Doe", "Jane Doe"], "{value}");
    }
    let run = Run::one(EACH, "---\ntype: scope\nservices: Mail, Print\n---\n\n# S\n");
    assert_eq!(run.places("part", "service"), ["a.md:3:11 Mail", "a.md:3:17 Print"]);
    assert_eq!(Run::one(EACH, "---\ntype: scope\nservices:\n---\n\n# S\n").texts("part", "service"), NOTHING);
}

#[test]
fn a_document_without_an_id_is_called_by_its_title() {
    let tables = DOCUMENTS.replace("[\"id\", \"customer\"]", "[\"customer\"]");
    let check = "assert]\nrecord = \"sla\"\nthat = \"r.customer == 'x'\"\nmessage = \"{r.id} is for {r.customer}, ends {r.ends}\"";
    let of = |text: &str| Run::one(&format!("{tables}{}", rule(check)), text).messages().concat();
    assert_eq!(of("---\ntype: agreement\nclient: ACME\n---\n\n# Mail\n"), "Mail is for ACME, ends –");
    assert_eq!(of("---\ntype: agreement\nid: SLA-1\nclient: ACME\n---\n\n# Mail\n"), "SLA-1 is for ACME, ends –");
    assert_eq!(of("---\ntype: agreement\nclient: ACME\n---\n\nText.\n"), "a.md is for ACME, ends –");
}

const PHRASES: &str = "
[[kind]]
name = \"sla\"
[[record]]
name = \"promise\"
title = \"promise\"
source = [{ kind = [\"sla\"], form = { text = { patterns = ['(?<share>\\d+(?:\\.\\d+)?) ?% *(?:of (?<what>\\w+))?', 'within\\s(?<time>\\d+ h)(?: for (?<what>[^.\\n]+))?', 'in (?<time>\\d+ h), (?<share>\\d+ %)'] } } }]
[record.column]
share = { type = \"percentage\" }
time = { type = \"duration\" }
what = {}
owner = { type = \"person\", inherit = true }
customer = {}
";

fn promises(text: &str) -> Run {
    Run::one(PHRASES, &format!("---\ntype: sla\nowner: Jane Doe\ncustomer: 12 % Ltd\n---\n\n# SLA\n\n{text}\n"))
}

#[test]
fn what_running_text_says_in_a_known_form_is_a_record() {
    let run = promises(
        "We give 95 % of answers within\n4 h for *urgent* calls.\n\n- and within 8 h\n\n| 99.5 % |\n|-|\n| x |",
    );
    assert_eq!(run.texts("promise", "share"), ["95", "-", "-", "99.5"]);
    assert_eq!(run.places("promise", "time"), ["-", "a.md:10:1 4 h", "a.md:12:14 8 h", "-"]);
    assert_eq!(run.texts("promise", "what"), ["answers", "urgent calls", "-", "-"]);
    assert_eq!(run.texts("promise", "owner"), ["Jane Doe"; 4], "inherited");
    assert_eq!(run.texts("promise", "customer"), ["-"; 4], "not inherited");
    assert_eq!(
        run.extents("promise"),
        [
            "a.md:9:9 95 % of answers",
            "a.md:9:25 within\n4 h for *urgent* calls",
            "a.md:12:7 within 8 h",
            "a.md:14:3 99.5 %"
        ]
    );
}

#[test]
fn of_two_forms_that_overlap_the_first_counts() {
    let run = promises("Answers in 4 h, 95 % of them.");
    assert_eq!(run.texts("promise", "time"), ["4 h"]);
    assert_eq!(run.texts("promise", "share"), ["95 %"]);
}

#[test]
fn code_and_metadata_are_no_running_text() {
    assert_eq!(promises("```\n95 % of answers\n```\n\n`96 %`\n\n<!-- 97 % -->").texts("promise", "share"), NOTHING);
    assert_eq!(promises("").texts("promise", "share"), NOTHING);
}

const GATHERED: &str = "
[[kind]]
name = \"agreement\"
[[record]]
name = \"sla\"
title = \"agreement\"
source = [{ kind = [\"agreement\"], form = { document = {} } }]
[record.column]
services = { many = true, gathered = [{ record = \"row\", column = \"service\" }, { record = \"extra\", column = \"for\" }] }
[[record]]
name = \"row\"
title = \"row\"
source = [{ kind = [\"agreement\"], form = { table = { needs = [\"service\", \"level\"] } } }]
[record.column]
service = {}
level = {}
[[record]]
name = \"extra\"
title = \"extra\"
source = [{ kind = [\"agreement\"], form = { table = { needs = [\"for\", \"price\"] } } }]
[record.column]
for = {}
price = {}
";

#[test]
fn what_a_record_does_not_state_is_gathered_from_others_of_its_document() {
    let rows = "| Service | Level |\n|-|-|\n| Mail | 1 |\n| | 2 |\n| Chat | 3 |\n| Mail | 4 |\n";
    let extras = "| For | Price |\n|-|-|\n| Print | 1 |\n";
    let of = |metadata: &str, text: &str| {
        Run::one(GATHERED, &format!("---\ntype: agreement\n{metadata}---\n\n# SLA\n\n{text}"))
    };
    let run = of("", rows);
    assert_eq!(run.texts("sla", "services"), ["Mail, Chat"]);
    assert_eq!(run.places("sla", "services"), ["a.md:9:3 Mail"], "at the first that says it");
    assert_eq!(of("services:\n", rows).texts("sla", "services"), ["Mail, Chat"]);
    assert_eq!(of("services: Print\n", rows).texts("sla", "services"), ["Print"], "what is stated counts");
    assert_eq!(of("", extras).texts("sla", "services"), ["Print"]);
    assert_eq!(of("", &format!("{extras}\n{rows}")).texts("sla", "services"), ["Mail, Chat, Print"], "of all kinds");
    assert_eq!(of("", "").texts("sla", "services"), ["-"]);
}

const LOG: &str = "
[[kind]]
name = \"plan\"
[[record]]
name = \"test\"
title = \"test\"
source = [{ kind = [\"plan\"], form = { table = { needs = [\"day\", \"result\"] } }, belongs-to = \"of\" }]
[record.column]
day = {}
result = {}
of = { type = \"reference\", to = [\"test\"], spellings = [\"plan\"] }
";

#[test]
fn a_row_belongs_to_its_document_where_it_does_not_say_otherwise() {
    let of = |metadata: &str, header: &str, row: &str| {
        let table = format!("| {header} |\n|{}\n| {row} |\n", "-|".repeat(header.matches('|').count() + 1));
        Run::one(LOG, &format!("---\ntype: plan\n{metadata}---\n\n# Plan of the north\n\n{table}")).texts("test", "of")
    };
    assert_eq!(of("id: P-1\n", "Day | Result", "1 | ok"), ["P-1"]);
    assert_eq!(of("", "Day | Result", "1 | ok"), ["Plan of the north"]);
    assert_eq!(of("id: P-1\n", "Day | Result | Plan", "1 | ok | P-2"), ["P-2"]);
    assert_eq!(of("id: P-1\n", "Day | Remark", "1 | ok"), Vec::<String>::new());
}

const ALONE: &str = "
[[kind]]
name = \"action\"
[[record]]
name = \"action\"
title = \"action\"
id = \"id\"
source = [
    { kind = [\"action\"], form = { table = { needs = [\"id\", \"cause\"], required = true } } },
    { kind = [\"action\"], form = { document = { needs = [\"status\"], alone = true } } },
]
[record.column]
id = { type = \"id\" }
cause = { section = true, spellings = [\"root cause\"] }
effect = { spellings = [\"effect of it\"] }
status = { type = \"choice\", choices = { open = [\"started\"], done = [\"closed\"] } }
";

/// The cells `id`, `cause` and `status` of the actions of a document, and how many faults its tables have.
fn actions(path: &str, text: &str) -> (Vec<String>, usize) {
    let run = Run::of(ALONE, &[(path, text)]);
    let (ids, causes, states) =
        (run.texts("action", "id"), run.texts("action", "cause"), run.texts("action", "status"));
    let rows = ids.iter().zip(causes).zip(states).map(|((id, cause), status)| format!("{id} | {cause} | {status}"));
    let faults = run.faults("action").len();
    (rows.collect(), faults)
}

#[test]
fn a_document_alone_is_a_record_with_its_sections() {
    let head = |title: &str, status: &str| format!("---\ntype: action\nstatus: {status}\n---\n\n# {title}\n\n");
    let text = "## 2. Root Cause (analysis)\n\n<!-- why? -->\n\nNobody *knew*.\n\nMore.\n\n## Effect of it\n\nNone.\n";
    let known = (vec!["CA-4 | Nobody knew. | open".to_owned()], 0);
    assert_eq!(actions("a.md", &format!("{}{text}", head("CA-4: Late reviews", "open"))), known);
    assert_eq!(actions("x/CA-4.md", &format!("{}{text}", head("Late reviews", "open"))), known, "id of the file");
    let two = actions("a.md", &head("CA-4 after CA-3", "closed"));
    assert_eq!(two, (vec!["- | - | closed".to_owned()], 0), "which of two ids it is, nobody says");
    let empty = actions("a.md", &format!("{}## Root cause\n\n## Other\n\nx\n", head("CA-4", "open")));
    assert_eq!(empty.0, ["CA-4 | - | open"], "a section without content says nothing");
}

#[test]
fn a_register_is_no_record_of_its_own() {
    let register =
        |status: &str, table: &str| format!("---\ntype: action\nstatus: {status}\n---\n\n# Actions\n\n{table}");
    let table = "| ID | Cause | Status |\n|-|-|-|\n| CA-1 | fog | started |\n";
    assert_eq!(actions("a.md", &register("open", table)), (vec!["CA-1 | fog | started".to_owned()], 0));
    let (rows, faults) = actions("a.md", &register("approved", "Text.\n"));
    assert_eq!((rows.len(), faults), (0, 1), "a state of documents: the table is missing");
}

const LINKS: &str = "
[[kind]]
name = \"contract\"
[[kind]]
name = \"special\"
is = \"contract\"
[[kind]]
name = \"note\"
[[kind]]
name = \"agreement\"
section = [{ name = \"support\", title = \"Support\", level = \"should\" }]
[[record]]
name = \"backing\"
title = \"backing\"
source = [{ kind = [\"agreement\"], form = { links = { sections = [\"support\"], to = [\"contract\"], column = \"by\" } } }]
[record.column]
by = {}
customer = { inherit = true }
";

fn linked(text: &str, column: &str) -> Vec<String> {
    let text = format!("---\ntype: agreement\ncustomer: ACME\n---\n\n# Agreement\n\n{text}");
    let documents = [
        ("a.md", text.as_str()),
        ("con-1.md", "---\ntype: contract\nid: CON-1\n---\n\n# Hosting\n"),
        ("lines.md", "---\ntype: special\nowner: Jane Doe\n---\n\n# Data lines\n"),
        ("note.md", "---\ntype: note\n---\n\n# Note\n"),
    ];
    Run::of(LINKS, &documents).texts("backing", column)
}

#[test]
fn a_link_in_a_section_is_a_record_that_names_its_target() {
    assert_eq!(
        linked("## Support\n\nSee [the contract of 2026](con-1.md) and [lines](lines.md).\n", "by"),
        ["CON-1", "Data lines"]
    );
    assert_eq!(linked("## Support\n\n- [CON-1](con-1.md): hosting\n", "customer"), ["ACME"]);
    assert_eq!(linked("## Support\n\n### Hosting\n\n[x][c]\n\n[c]: con-1.md#terms\n", "by"), ["CON-1"]);
}

#[test]
fn links_elsewhere_to_other_kinds_and_in_tables_are_none() {
    for text in [
        "## Other\n\n[x](con-1.md)\n",
        "## Support\n\n[x](note.md) [y](missing.md) [z](https://e.org) ![i](con-1.png)\n",
        "## Support\n\n| Contract |\n|-|\n| [x](con-1.md) |\n",
        "## Support\n\n`[x](con-1.md)`\n",
        "## Support\n\nCON-1\n",
    ] {
        assert_eq!(linked(text, "by"), NOTHING, "{text}");
    }
}
