//! What is metadata in the text of a document, and what only looks like it.
//!
//! A case gives a text and what a careful reader takes from it: whether the document is controlled, its fields as
//! `name line:column what is written = what it means`, and the rows of its revision history. A YAML code block at the top is
//! metadata here.

#![allow(clippy::unwrap_used, reason = "what fails to be set up fails the test")]
#![allow(clippy::needless_raw_string_hashes, reason = "every case is quoted in the same way, whatever it contains")]

use std::fmt::Write as _;

use clauselint::config::LoadedConfig;
use clauselint::document::field::{Field, Typed};
use clauselint::document::value::{Fault, Reading};
use clauselint::document::{Document, ReadOptions};
use clauselint::input::file_set::FileSet;
use clauselint::repository::Repository;
use clauselint::settings::Settings;
use clauselint::source::Source;
use clauselint::vocabulary::{Phase, Vocabulary};

macro_rules! cases {
    ($($name:ident $text:literal $expected:literal)*) => {
        $(#[test] fn $name() { check($text, $expected); })*
    };
}

cases! {
    // Control tables.

    a_table_whose_header_row_is_the_first_field r##"
# Ropes

| Owner | Deck Office |
|---|---|
| Version | 1.2 |
| Next review | 2027-03-01 |
"## r##"
controlled
owner 3:11 Deck Office
version 5:13 1.2
next_review 6:17 2027-03-01
"##

    a_table_of_labels_and_values_in_four_columns r##"
| **Owner:** | Deck Office | **Version:** | 1.2 |
|---|---|---|---|
| **Last review:** | 1 March 2026 | **Review cycle:** | yearly |

# Ropes
"## r##"
controlled
owner 1:16 Deck Office
version 1:45 1.2
last_reviewed 3:22 1 March 2026 = 2026-03-01
review_interval 3:57 yearly = P1Y
"##

    a_table_of_four_columns_below_an_empty_header_row r##"
# Ropes

|  |  |  |  |
|---|---|---|---|
| Owner | Deck Office | Version | 1.2 |
| Status | Draft | Next review | 2027-03-01 |
"## r##"
controlled, draft
owner 5:11 Deck Office
version 5:35 1.2
status 6:12 Draft = draft
next_review 6:34 2027-03-01
"##

    a_table_of_field_and_value r##"
# Ropes

| Field | Value |
|:--|--:|
| Policy owner | Deck Office |
| Next review date | 1 Mar 2027 |
| Colour | blue |
"## r##"
controlled
owner 5:18 Deck Office
next_review 6:22 1 Mar 2027 = 2027-03-01
"##

    one_row_of_values_below_labels r##"
# Ropes

| Owner | Version | Next review |
|---|---|---|
| Deck Office | 1.2 | 2027-03-01 |
"## r##"
controlled
owner 5:3 Deck Office
version 5:17 1.2
next_review 5:23 2027-03-01
"##

    a_table_with_symbols_before_its_labels r##"
# Ropes

| 👤 Owner | Deck Office |
|---|---|
| 📅 **Next Review:** | 2027-03-01 |
"## r##"
controlled
owner 3:13 Deck Office
next_review 5:24 2027-03-01
"##

    a_table_in_a_section_on_document_control_at_the_end r##"
# Ropes

## Rules

New ropes every second year.

## Document control

| Owner | Deck Office |
|---|---|
"## r##"
controlled
owner 9:11 Deck Office
"##

    a_table_below_a_title_and_a_paragraph r##"
# Ropes

This page holds for all boats.

| Document owner | Deck Office |
|---|---|
| Review date | 2027-03-01 |
| Last review | 2026-03-01 |

## Rules

New ropes every second year.
"## r##"
controlled
owner 5:20 Deck Office
next_review 7:17 2027-03-01
last_reviewed 8:17 2026-03-01
"##

    // Labelled lines.

    a_label_in_bold_with_its_colon r##"
# Ropes

**Owner:** Deck Office
**Next review:** 2027-03-01
"## r##"
controlled
owner 3:12 Deck Office
next_review 4:18 2027-03-01
"##

    a_label_in_bold_before_its_colon r##"
# Ropes

**Owner**: Deck Office

**Next review** : 2027-03-01
"## r##"
controlled
owner 3:12 Deck Office
next_review 5:19 2027-03-01
"##

    a_label_between_underscores r##"
# Ropes

__Owner:__ Deck Office

_Next review:_ 2027-03-01
"## r##"
controlled
owner 3:12 Deck Office
next_review 5:16 2027-03-01
"##

    labels_without_emphasis r##"
# Ropes

Owner: Deck Office
Next review: 2027-03-01

## Rules

New ropes every second year.
"## r##"
controlled
owner 3:8 Deck Office
next_review 4:14 2027-03-01
"##

    several_labels_on_a_line r##"
# Ropes

**Owner:** Deck Office | **Version:** 1.2 | **Next Review:** 2027-03-01
"## r##"
controlled
owner 3:12 Deck Office
version 3:39 1.2
next_review 3:62 2027-03-01
"##

    several_labels_on_a_line_with_dots_between r##"
# Ropes

Owner: Deck Office · Version: 1.2 · Next review: 2027-03-01
"## r##"
controlled
owner 3:8 Deck Office
version 3:31 1.2
next_review 3:50 2027-03-01
"##

    list_items r##"
# Ropes

- Owner: Deck Office
- **Last reviewed**: 2026-03-01
- **Review cycle:** 12 months
"## r##"
controlled
owner 3:10 Deck Office
last_reviewed 4:22 2026-03-01
review_interval 5:21 12 months = P12M
"##

    list_items_with_stars r##"
# Ropes

* **Owner:** Deck Office
* **Next review:** 2027-03-01
"## r##"
controlled
owner 3:14 Deck Office
next_review 4:20 2027-03-01
"##

    a_block_quote_with_hard_breaks r##"
# Ropes

> **Owner:** Deck Office  
> **Status:** Draft\
> **Next review:** 2027-03-01
"## r##"
controlled, draft
owner 3:14 Deck Office
status 4:15 Draft = draft
next_review 5:20 2027-03-01
"##

    lines_that_end_in_a_break_tag r##"
# Ropes

**Owner:** Deck Office<br>
**Next review:** 2027-03-01<br/>
"## r##"
controlled
owner 3:12 Deck Office<br> = Deck Office
next_review 4:18 2027-03-01<br/> = 2027-03-01
"##

    an_emoji_in_front r##"
# Ropes

👤 **Owner:** Deck Office

📅 Next Review: 2027-03-01
"## r##"
controlled
owner 3:14 Deck Office
next_review 5:16 2027-03-01
"##

    an_update_in_italics r##"
# Ropes

*Last updated: January 6, 2023*
"## r##"
not controlled
updated 3:16 January 6, 2023 = 2023-01-06
"##

    an_update_with_its_value_in_bold r##"
# Ropes

Last updated: **April 30, 2024**
"## r##"
not controlled
updated 3:17 April 30, 2024 = 2024-04-30
"##

    lines_at_the_foot r##"
# Ropes

## Rules

New ropes every second year.

---

Owner: Deck Office
Next review: 2027-03-01
"## r##"
controlled
owner 9:8 Deck Office
next_review 10:14 2027-03-01
"##

    lines_in_a_section_on_document_control r##"
# Ropes

## Rules

New ropes every second year.

## Document Information

The deck office keeps this page.

- Owner: Deck Office
- Next review: 2027-03-01
"## r##"
controlled
owner 11:10 Deck Office
next_review 12:16 2027-03-01
"##

    an_alert_with_labels r##"
# Ropes

> [!NOTE]
> **Owner:** Deck Office
> **Next review:** 2027-03-01
"## r##"
controlled
owner 4:14 Deck Office
next_review 5:20 2027-03-01
"##

    // Blocks of YAML.

    yaml_without_an_opening_fence r##"
owner: Deck Office
next_review: 2027-03-01
---

# Ropes
"## r##"
controlled
owner 1:8 Deck Office
next_review 2:14 2027-03-01
"##

    a_heading_with_a_colon_is_no_yaml r##"
Owner: a word and its history
---

Somebody who has something.
"## r##"
not controlled
"##

    yaml_in_a_code_block_where_the_configuration_says_so r##"
```yaml
owner: Deck Office
next_review: 2027-03-01
```

# Ropes
"## r##"
controlled
owner 2:8 Deck Office
next_review 3:14 2027-03-01
"##

    yaml_in_a_code_block_further_down r##"
# Ropes

```yaml
owner: Deck Office
next_review: 2027-03-01
```
"## r##"
not controlled
"##

    code_in_another_language r##"
```toml
owner = "Deck Office"
```

# Ropes
"## r##"
not controlled
"##

    nested_keys r##"
---
review:
  owner: Deck Office
  last_reviewed_date: 2026-03-01
  review_cycle: {month: 6}
---

# Ropes
"## r##"
controlled
owner 3:10 Deck Office
last_reviewed 4:23 2026-03-01
review_interval 5:17 {month: 6} = P6M
"##

    a_comment_behind_a_value r##"
---
owner: "@kim"
last_reviewed_on: 2026-03-01
review_in: 2 months # until the move
---

# Ropes
"## r##"
controlled
owner 2:8 "@kim" = @kim
last_reviewed 3:19 2026-03-01
review_interval 4:12 2 months = P2M
"##

    // Revision histories.

    a_history_oldest_first r##"
# Ropes

**Owner:** Deck Office
**Next review:** 2027-03-01

## Version history

| Version | Date | Author | Description |
|---|---|---|---|
| 0.9 | 7th January, 2025 | Kim | First |
| 0.10 | 2026-01-07 | Kim | Second |
"## r##"
controlled
owner 3:12 Deck Office
next_review 4:18 2027-03-01
history 0.9 2025-01-07, 0.10 2026-01-07
"##

    a_history_newest_first r##"
# Taue

**Eigentümer:** Deck

**Nächste Überprüfung:** 01.03.2027

## Änderungshistorie

| Version | Status | Datum | Autor | Bemerkung |
|---|---|---|---|---|
| 0.10 | Freigabe | 7.1.2026 | Kim | Zweite |
| 0.9 | Entwurf | 07.01.2025 | Kim | Erste |
"## r##"
controlled
owner 3:17 Deck
next_review 5:26 01.03.2027 = 2027-03-01
history 0.10 2026-01-07, 0.9 2025-01-07
"##

    a_history_in_spanish r##"
# Cabos

## Historial de cambios

| Tipo de versión | Descripción | Fecha | Colaborador |
|---|---|---|---|
| 1.0 | Primera | 7 de enero de 2025 | Kim |
"## r##"
not controlled
history 1.0 2025-01-07
"##

    releases_of_a_product_are_no_history r##"
# Winch firmware

What runs on the winch.

## Supported releases

| Version | Date | Author | Changes |
|---|---|---|---|
| 7.1 | 2024-02-02 | Kim | Slower |

## Rules

Never two at once.

More.

Still more.

The end.
"## r##"
not controlled
"##

    // What only looks like metadata.

    a_table_in_the_middle r##"
# Ropes

How a page begins.

## Example

| Owner | Kim |
|---|---|
| Status | open |
| Next review | 2021-01-01 |

## Rules

New ropes every second year.

Old ones are cut.

The rest is burnt.
"## r##"
not controlled
"##

    a_labelled_line_in_the_middle r##"
# Ropes

## Steps

**Owner:** whoever opens the locker.

**Status:** note the colour of the tag.

## Rules

New ropes every second year.

Old ones are cut.

The rest is burnt.
"## r##"
not controlled
"##

    a_list_of_roles_further_down r##"
# Ropes

## Roles

- **Policy Owner:** responsible for this page.
- **Approver:** responsible for the budget.
- **Reviewer:** looks at it once a year.
"## r##"
not controlled
"##

    a_raci_table r##"
# Ropes

| Task | Owner | Approver | Reviewer |
|---|---|---|---|
| Buy | Kim | Robin | Ada |
| Cut | Ada | Kim | Robin |
"## r##"
not controlled
"##

    a_table_of_risks r##"
# Risks of the deck

| Risk | Owner | Status | Date |
|---|---|---|---|
| Rope tears | Kim | open | 2024-02-02 |
| Knot slips | Ada | closed | 2024-03-03 |
"## r##"
not controlled
"##

    columns_of_documents_and_their_reviews r##"
# Our policies

| Title | Owner | Next review |
|---|---|---|
| Ropes | Kim | 2024-02-02 |
| Knots | Ada | 2024-03-03 |
"## r##"
not controlled
"##

    notes_and_the_scope_in_a_line r##"
# Ropes

Note: wet ropes are heavy.

Scope: all staff

Important: never alone.
"## r##"
not controlled
"##

    links_that_contain_a_colon r##"
# Ropes

Status: https://status.deck.example/ropes

Owner list: https://wiki.deck.example/owners

https://wiki.deck.example/version:3
"## r##"
not controlled
status 3:9 https://status.deck.example/ropes = (malformed)
"##

    times_of_the_day r##"
# Deck meeting

Review 10:30 in the mess

10:30: Approval of the minutes

Status at 11:00: all well
"## r##"
not controlled
"##

    a_definition_list r##"
# Words

Owner
: who answers for a thing

Status
: where a thing is in its life
"## r##"
not controlled
"##

    a_sentence_with_a_label_in_it r##"
# Ropes

The rule for the owner: ask first. The status: see the board.
"## r##"
not controlled
"##

    labels_in_code_and_comments r##"
# Ropes

```
Owner: Kim
Next review: 2020-01-01
```

<!-- Owner: Kim -->

    Status: draft
"## r##"
not controlled
"##

    definitions_further_up r##"
# Ropes

## Definitions

**Owner:** who answers for a thing.

**Status:** where a thing is in its life.

## Rules

New ropes every second year.

Old ones are cut.

The rest is burnt.
"## r##"
not controlled
"##

    // Labels of four languages.

    english_labels r##"
# Ropes

Document owner: Deck Office
Approved by: Ada Penrose
Approval date: 1 March 2026
Effective from: 2 March 2026
Last review: March 1st, 2026
Next review date: Mar 1, 2027
Review frequency: every two years
Classification: internal
"## r##"
controlled
owner 3:17 Deck Office
approved_by 4:14 Ada Penrose
approved_on 5:16 1 March 2026 = 2026-03-01
effective_from 6:17 2 March 2026 = 2026-03-02
last_reviewed 7:14 March 1st, 2026 = 2026-03-01
next_review 8:19 Mar 1, 2027 = 2027-03-01
review_interval 9:19 every two years = P2Y
classification 10:17 internal
"##

    german_labels r##"
# Taue

Dokumenteneigentümer: Leitung Deck
Genehmigt von: Ada Penrose
Genehmigt am: 1. März 2026
Gültig ab: 02.03.2026
Letzte Überprüfung: 1.3.2026
Nächste Überprüfung: 1. Mrz. 2027
Überprüfungsintervall: alle zwei Jahre
Klassifizierung: intern
Status: Freigegeben
Fassung: 1.2
"## r##"
controlled
owner 3:23 Leitung Deck
approved_by 4:16 Ada Penrose
approved_on 5:15 1. März 2026 = 2026-03-01
effective_from 6:12 02.03.2026 = 2026-03-02
last_reviewed 7:21 1.3.2026 = 2026-03-01
next_review 8:22 1. Mrz. 2027 = 2027-03-01
review_interval 9:24 alle zwei Jahre = P2Y
classification 10:18 intern
status 11:9 Freigegeben = approved
version 12:10 1.2
"##

    french_labels r##"
# Cordages

Propriétaire : Bureau du pont
Approuvé par : Ada Penrose
Date d'approbation : 1er mars 2026
Entrée en vigueur : 2 mars 2026
Dernière revue : 1 mars 2026
Prochaine revue : 1er mars 2027
Fréquence de revue : tous les deux ans
Statut : En vigueur
"## r##"
controlled
owner 3:16 Bureau du pont
approved_by 4:16 Ada Penrose
approved_on 5:22 1er mars 2026 = 2026-03-01
effective_from 6:21 2 mars 2026 = 2026-03-02
last_reviewed 7:18 1 mars 2026 = 2026-03-01
next_review 8:19 1er mars 2027 = 2027-03-01
review_interval 9:22 tous les deux ans = P2Y
status 10:10 En vigueur = effective
"##

    spanish_labels r##"
# Cabos

| Propietario | Oficina de cubierta |
|---|---|
| Aprobado por | Ada Penrose |
| Fecha de aprobación | 1 de marzo de 2026 |
| Vigente desde | 2 de marzo de 2026 |
| Última revisión | 01.03.2026 |
| Próxima revisión | 1 de marzo de 2027 |
| Frecuencia de revisión | cada dos años |
| Estado | Borrador |
"## r##"
controlled, draft
owner 3:17 Oficina de cubierta
approved_by 5:18 Ada Penrose
approved_on 6:25 1 de marzo de 2026 = 2026-03-01
effective_from 7:19 2 de marzo de 2026 = 2026-03-02
last_reviewed 8:21 01.03.2026 = 2026-03-01
next_review 9:22 1 de marzo de 2027 = 2027-03-01
review_interval 10:28 cada dos años = P2Y
status 11:12 Borrador = draft
"##

    japanese_labels_with_their_colon r##"
# 綱

オーナー：甲板課
ステータス：draft
"## r##"
controlled, draft
owner 3:6 甲板課
status 4:7 draft
"##

    // Not read as a careful reader does.

    an_update_that_is_bold_as_a_whole r##"
# Ropes

**Last updated: April 30, 2024**

New ropes every second year.
"## r##"
not controlled
updated 3:17 April 30, 2024 = 2024-04-30
"##

    a_paragraph_that_is_one_bold_label_and_nothing_else r##"
# Ropes

**Owner:**

**Next review:** 2027-03-01
"## r##"
controlled
owner 3:9 = (empty)
next_review 5:18 2027-03-01
"##

    a_history_at_the_top_is_no_control_table r##"
# Cordages

| Version | Date | Auteur | Modifications |
|---|---|---|---|
| 1.0 | 7 janvier 2025 | Kim | Première |

## Règles

Tous les deux ans.
"## r##"
not controlled
history 1.0 2025-01-07
"##

    a_table_of_a_single_risk r##"
# Risks of the deck

| Risk | Owner | Status | Date |
|---|---|---|---|
| Rope tears | Kim | open | 2024-02-02 |
"## r##"
not controlled
"##

    a_single_document_in_an_index r##"
# Our policies

| Policy | Owner | Next review |
|---|---|---|
| [Ropes](ropes.md) | Kim | 2024-02-02 |
"## r##"
not controlled
"##

    definitions_in_the_section_of_definitions r##"
# Ropes

## Definitions

**Owner:** who answers for a thing.

**Status:** where a thing is in its life.
"## r##"
not controlled
"##

    definitions_under_a_title_of_their_own r##"
# Words that we use

**Owner:** the person who answers for a thing and everything that happens to it.

**Status:** where a thing is in its life.

**Version:** what sets two texts of one name apart.
"## r##"
not controlled
"##

    states_that_are_also_labels_in_a_table r##"
# Ropes

| Owner | Deck Office |
|---|---|
| Status | Approved |
| Next review | 2027-03-01 |
"## r##"
controlled
owner 3:11 Deck Office
status 5:12 Approved = approved
next_review 6:17 2027-03-01
"##

    keys_explained_in_a_table r##"
# How pages begin

| Key | Meaning |
|---|---|
| `owner` | who answers for the page |
| `status` | where the page is in its life |
| `next_review` | the day on which it is read again |
"## r##"
not controlled
"##

    variables_of_a_module r##"
# network

| Name | Type | Default | Required |
|---|---|---|:---:|
| owner | `string` | `""` | yes |
| version | `string` | `null` | no |
"## r##"
not controlled
"##

    columns_of_a_database r##"
# ledger

| Column | Type | Description |
|---|---|---|
| id | integer | counts on |
| owner | text | who pays |
| status | text | open or paid |
"## r##"
not controlled
"##

    a_mask_in_brackets_in_yaml r##"
---
owner: [OWNER_ROLE]
next_review: [NEXT_REVIEW_DATE]
---

# Ropes
"## r##"
controlled
owner 2:8 [OWNER_ROLE] = (placeholder)
next_review 3:14 [NEXT_REVIEW_DATE] = (placeholder)
"##

    an_empty_label_in_bold r##"
# Ropes

**Owner:**
**Next review:** 2027-03-01
"## r##"
controlled
owner 3:9 = (empty)
next_review 4:18 2027-03-01
"##

    a_history_in_a_section_on_the_name_of_the_document r##"
# 1. INTRODUCTION

Who issues certificates.

## 1.2 Document name and identification

The following changes have been made:

| Date | Changes | Version |
|---|---|---|
| 2024-05-03 | First issue | 0.9 |
| 2025-05-07 | New log | 0.10 |

## 1.3 Participants

One.

Two.

Three.

Four.
"## r##"
not controlled
history 0.9 2024-05-03, 0.10 2025-05-07
"##

    ticks_of_a_page r##"
---
title: Ropes
reviewed: true
---

# Ropes
"## r##"
not controlled
title 2:8 Ropes
"##

    a_numbered_list_of_labels r##"
# Ropes

1. **Owner:** Deck Office
2. **Next review:** 2027-03-01
"## r##"
controlled
owner 3:15 Deck Office
next_review 4:21 2027-03-01
"##

    a_register_of_one_supplier_at_the_end r##"
# Suppliers

We keep few.

## Register

One row a supplier.

| Supplier | Owner | Status | Next review |
|---|---|---|---|
| Ropewalk | Kim | active | 2025-01-01 |
"## r##"
not controlled
"##

    an_example_at_the_end r##"
# Ropes

## Rules

New ropes every second year.

## Example of a page

Status: draft

Version: 3

Owner: Kim
"## r##"
not controlled
"##

    a_value_that_is_a_sentence r##"
# Ropes

**Status:** we are still collecting opinions on this page, so please write to us.

**Version:** for the old boats see the page on hemp.
"## r##"
not controlled
"##
}

/// What is wrong with a value is told apart in the same way wherever it stands.
#[test]
fn faults_are_told_apart_in_every_carrier() {
    let values = [
        ("owner", "", "(empty)"),
        ("author", "n/a", "(empty)"),
        ("next_review", "YYYY-MM-DD", "(placeholder)"),
        ("approved_by", "TBD", "(placeholder)"),
        ("last_reviewed", "2025-06-203", "(malformed)"),
        ("approved_on", "2026-02-31", "(impossible)"),
        ("effective_from", "05-11-2024", "(ambiguous 2024-11-05 2024-05-11)"),
        ("review_interval", "now and then", "(malformed)"),
        ("status", "gold", "(malformed)"),
        ("version", "newest", "(malformed)"),
    ];
    let lines =
        |line: fn(&str, &str) -> String| values.iter().map(|(name, value, _)| line(name, value)).collect::<String>();
    let yaml = |name: &str, value: &str| format!("{name}: {value}\n");
    let label = |name: &str, value: &str| format!("**{}:** {value}\n", name.replace('_', " "));
    let row = |name: &str, value: &str| format!("| {} | {value} |\n", name.replace('_', " "));
    let carriers = [
        ("front matter", format!("---\n{}---\n# A\n", lines(yaml))),
        ("metadata block without opening line", format!("{}---\n# A\n", lines(yaml))),
        ("code block", format!("```yaml\n{}```\n# A\n", lines(yaml))),
        ("control table", format!("# A\n\n| Field | Value |\n|---|---|\n{}", lines(row))),
        ("labelled line", format!("# A\n\n{}", lines(label))),
        ("TOML front matter", format!("+++\n{}+++\n# A\n", lines(|name, value| format!("{name} = \"{value}\"\n")))),
    ];
    let expected: Vec<_> = values.iter().map(|(name, _, seen)| format!("{name} {seen}")).collect();
    for (carrier, text) in carriers {
        let document = read(&text);
        let seen: Vec<_> = document
            .fields
            .iter()
            .map(|field| format!("{} {}", field.name().unwrap_or(&field.key), value(field)))
            .collect();
        assert_eq!(seen, expected, "{carrier}\n{text}");
        assert!(document.fields.iter().all(|field| field.carrier.to_string() == carrier), "{carrier}\n{text}");
    }
}

fn read(text: &str) -> Document {
    let options = ReadOptions { code_block_metadata: true };
    Document::parse(Source::new("a.md", text), Vocabulary::built_in(), options)
}

fn check(text: &str, expected: &str) {
    let (text, expected) = (text.trim_start_matches('\n'), expected.trim());
    let settings = Settings::new(&LoadedConfig::default(), Vocabulary::built_in()).unwrap();
    let repository = Repository::new(vec![read(text)], FileSet::default(), &settings, Vocabulary::built_in());
    let (document, member) = (&repository.documents[0], &repository.members[0]);
    let mut seen = String::from(if member.is_controlled { "controlled" } else { "not controlled" });
    seen.push_str(if member.phase == Phase::Draft { ", draft\n" } else { "\n" });
    for field in &document.fields {
        let Some(name) = field.name() else { continue };
        let written = document.source.slice(field.span);
        let at = document.source.location(field.span.start);
        let meaning = value(field);
        let entry = format!("{name} {at} {written}");
        let meaning = if meaning == written { String::new() } else { format!(" = {meaning}") };
        writeln!(seen, "{}{meaning}", entry.trim_end()).unwrap();
    }
    let rows: Vec<_> = document
        .revisions
        .iter()
        .map(|row| {
            let date = row.date.valid().map_or_else(|| "no date".to_owned(), ToString::to_string);
            format!("{} {date}", document.source.slice(row.version_span))
        })
        .collect();
    if !rows.is_empty() {
        writeln!(seen, "history {}", rows.join(", ")).unwrap();
    }
    assert_eq!(seen.trim(), expected, "\n--- text ---\n{text}\n--- seen ---\n{seen}\n--- expected ---\n{expected}\n");
}

fn value(field: &Field) -> String {
    match (&field.typed, field.typed.reading()) {
        (_, Reading::Empty) => "(empty)".into(),
        (_, Reading::Placeholder) => "(placeholder)".into(),
        (_, Reading::Faulty(Fault::Malformed)) => "(malformed)".into(),
        (_, Reading::Faulty(Fault::Impossible)) => "(impossible)".into(),
        (_, Reading::Faulty(Fault::Ambiguous(first, second))) => format!("(ambiguous {first} {second})"),
        (Typed::Date(Reading::Valid(date)), _) => date.to_string(),
        (Typed::Interval(Reading::Valid(interval)), _) => interval.to_string(),
        (Typed::State(Reading::Valid(state)), _) => state.name.to_string(),
        _ => field.text.clone(),
    }
}
