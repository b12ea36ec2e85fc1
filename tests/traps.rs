//! What a careful reader sees in documents that mislead naive readers: one case a fixture of `fixtures/traps`.
//!
//! A case states, for every document of its fixture: its kind, whether it is controlled, its phase where that is not "in
//! force"; every field as `name line:column [carrier] what is written = what it means`; the known sections with their lines; the
//! versions of the revision history in the order of the text; and after `!` the findings of the core pack on 30 November 2026.

#![allow(clippy::unwrap_used, reason = "what fails to be set up fails the test")]
#![allow(clippy::needless_raw_string_hashes, reason = "every case is quoted in the same way, whatever it contains")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use clauselint::command::Environment;
use clauselint::command::project::Project;
use clauselint::config::{FILE_NAME, LoadedConfig};
use clauselint::document::field::{Field, Typed};
use clauselint::document::value::{Fault, Reading};
use clauselint::document::{Document, ReadOptions};
use clauselint::engine::{self, Report, Selection};
use clauselint::input::file::{self, Read};
use clauselint::input::file_set::FileSet;
use clauselint::output::style::Style;
use clauselint::repository::{Member, Repository};
use clauselint::ruleset::RuleSet;
use clauselint::source::Source;
use clauselint::vocabulary::Phase;
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 11, 30);

macro_rules! cases {
    ($($name:ident $fixture:literal $expected:literal)*) => {
        $(#[test] fn $name() { check($fixture, $expected); })*

        /// Every fixture has a case.
        #[test]
        fn no_fixture_lies_idle() {
            let known = [$($fixture),*];
            for entry in fs::read_dir(traps()).unwrap() {
                    let name = entry.unwrap().file_name().into_string().unwrap();
                assert!(name.starts_with('.') || known.contains(&name.as_str()), "fixtures/traps/{name} has no case");
            }
        }
    };
}

cases! {
yaml_without_an_opening_fence "unopened-block" r##"
policies/doors.md: controlled
  owner 3:8 [metadata block without opening line] Facilities Lead
  next_review 4:14 [metadata block without opening line] 2026-11-01
  satisfies 7:5 [metadata block without opening line] - CC6.4 = CC6.4
  # 13 purpose scope
  ! review-overdue 4:14
policies/paper.md: controlled
  owner 2:8 [metadata block without opening line] Archive Lead
  review_interval 3:15 [metadata block without opening line] annual = P1Y
  last_reviewed 4:16 [metadata block without opening line] 2026-03-02
  # 10 purpose
  # 16 scope
procedures/desk.md: not controlled
  id 1:5 [metadata block without opening line] "desk" = desk
  # 5 procedure
  ! front-matter-invalid 2:22
procedures/join.md: not controlled
  id 1:5 [metadata block without opening line] "join" = join
  # 6 procedure
"##

yaml_in_a_code_block "fenced-front-matter" r##"
lending/borrowers.md: controlled
  title 3:8 [code block] Fair Treatment of Borrowers
  id 4:14 [code block] LEND-POL-03
  owner 5:8 [code block] Lending Lead
  status 6:9 [code block] approved
  approved_by 7:14 [code block] Board of the Cooperative
  approved_on 8:14 [code block] 2026-02-10
  effective_from 9:12 [code block] 2026-03-01
  next_review 10:14 [code block] 2027-02-10
  # 16 purpose
lending/manual.pdf.md: controlled
  owner 2:8 [code block] Lending Lead
  last_reviewed 3:16 [code block] 2026-09-01
  review_interval 4:18 [code block] 6 months = P6M
"##

yaml_in_a_code_block_is_code_by_default "fenced-front-matter-by-default.md" r##"
fenced-front-matter-by-default.md: not controlled
  # 11 purpose
"##

headings_and_tables_of_a_word_processor "pandoc-sop" r##"
archive/2025-02-17T0930_SOP-IT-902_Release.md: controlled, ended
  id 5:25 [control table] SOP-901
  version 5:61 [control table] 1.2
  owner 6:25 [control table] Release Lead
  status 6:61 [control table] In force = effective
  last_reviewed 7:25 [control table] 2024-02-17
  next_review 7:61 [control table] 2025-02-17
  # 9 purpose
docs/SOP-IT-902_Release.md: controlled, draft
  id 5:25 [control table] SOP-901
  version 5:61 [control table] 1.3
  owner 6:25 [control table] Release Lead
  status 6:61 [control table] Draft = draft
  effective_from 7:25 [control table] YYYY-MM-DD = (placeholder)
  review_interval 7:61 [control table] 12 months = P12M
  last_reviewed 8:25 [control table] 2026-02-16
  next_review 8:61 [control table] YYYY-MM-DD = (placeholder)
  # 10 purpose
  # 14 scope
  # 18 history
  history 1.2 1.3
  ! metadata-placeholder 7:25
"##

a_tab_behind_a_key_and_three_languages "jekyll-glossary" r##"
_terms/Actifs.markdown: not controlled
  language 3:7 [front matter] fr
  title 6:8 [front matter] Actif
_terms/Assets.markdown: not controlled
  language 3:7 [front matter] en
  title 6:8 [front matter] Asset
_terms/Werte.markdown: not controlled
  language 3:7 [front matter] de
  title 6:8 [front matter] Wert
"##

runs_of_dashes_are_no_front_matter "long-dash-fences.md" r##"
long-dash-fences.md: not controlled
  id 3:5 [labelled line] rvale
"##

bytes_that_are_not_utf8 "not-utf8.md" r##"
not-utf8.md: not controlled
  ! file-unreadable 7:11
"##

a_colon_inside_a_value "unquoted-colon.md" r##"
unquoted-colon.md: controlled
  title 2:8 [front matter] Tracking reviewers
  owner 4:8 [front matter] Review Desk
  last_reviewed 5:16 [front matter] 2026-06-01
  review_interval 6:18 [front matter] 12 months = P12M
  ! front-matter-invalid 3:31
"##

embedded_ruby "erb-runbook" r##"
source/database/queries.html.md.erb: controlled
  title 2:8 [front matter] Run a query
  last_reviewed 3:19 [front matter] 2026-10-01
  review_interval 4:12 [front matter] 3 months = P3M
  owner 5:14 [front matter] "#data" = #data
  # 10 procedure
source/patching/gateway.html.md.erb: controlled
  title 2:8 [front matter] Upgrade the harbour gateway
  last_reviewed 3:19 [front matter] 2025-04-8 = (malformed)
  review_interval 4:12 [front matter] 6 months = P6M
  owner 5:14 [front matter] "#harbour" = #harbour
  # 12 scope
  ! date-malformed 3:19
"##

a_key_that_stands_twice "duplicate-key.html.md.erb" r##"
duplicate-key.html.md.erb: controlled
  owner 2:14 [front matter] "#press" = #press
  title 3:8 [front matter] Notices are late
  last_reviewed 5:19 [front matter] 2026-09-14
  review_interval 6:12 [front matter] 6 months = P6M
  ! duplicate-key 7:1
"##

a_byte_order_mark "byte-order-mark" r##"
blank-line.md: controlled
  title 3:8 [front matter] Gifts
  owner 4:8 [front matter] Compliance Desk
  next_review 5:14 [front matter] 2027-04-01
front-matter.md: controlled
  title 2:8 [front matter] Travel
  owner 3:8 [front matter] Compliance Desk
  next_review 4:14 [front matter] 2027-04-01
heading.md: not controlled
  owner 3:12 [labelled line] Compliance Desk
  # 1 purpose
"##

number_signs_without_a_blank_are_no_headings "headings-without-space.md" r##"
headings-without-space.md: not controlled
"##

a_template_of_a_site_generator "go-template.md" r##"
go-template.md: not controlled
  title 2:8 [front matter] "{{ replace .Name "-" " " | title }}" = (placeholder)
  updated|created|effective_from 3:7 [front matter] {{ .Date }} = (placeholder)
  ! front-matter-templated 2:9
"##

a_blank_behind_the_opening_fence "fence-with-trailing-blank.md" r##"
fence-with-trailing-blank.md: controlled
  title 2:8 [front matter] Sandbox clean-up
  owner 3:8 [front matter] Platform Desk
  next_review 4:14 [front matter] 2027-01-20
"##

questions_to_people_and_liquid_links "liquid-handbook.md" r##"
liquid-handbook.md: not controlled
  title 2:8 [front matter] Time off
"##

placeholders_in_angle_brackets "angle-placeholders.md" r##"
angle-placeholders.md: controlled, draft
  title 2:8 [front matter] <ORG_NAME> Access Policy = (placeholder)
  owner 4:8 [front matter] <OWNER_ROLE> = (placeholder)
  version 5:10 [front matter] <DOC_VERSION> = (placeholder)
  status 6:9 [front matter] draft
  next_review 7:14 [front matter] <NEXT_REVIEW_DATE> = (placeholder)
  # 12 purpose
  ! metadata-placeholder 2:8
"##

mustache_templates "mustache-templates" r##"
policies/access.md.tmpl: not controlled
  # 5 policy-statement
  # 17 procedure
policies/password.md.tmpl: not controlled
procedures/access.md.tmpl: not controlled
"##

a_lone_carriage_return_in_the_text "lone-carriage-return.md" r##"
lone-carriage-return.md: controlled
  title 2:8 [front matter] Building
  owner 3:8 [front matter] Facilities Lead
  next_review 4:14 [front matter] 2027-03-01
  # 11 roles
"##

a_vertical_tab_is_a_character_like_others "vertical-tab.md" r##"
vertical-tab.md: not controlled
  # 5 review
"##

a_practice_statement_with_many_titles "rfc-3647" r##"
CPS.md: not controlled
  # 1 introduction
  # 3 introduction
  # 7 document-control
  # 11 history
  history 0.9 0.10 1.0
archive/CPS-v0.9.md: controlled, ended
  title 2:8 [front matter] Practice statement
  version 3:10 [front matter] 0.9
  status 4:9 [front matter] effective
  next_review 5:14 [front matter] 2025-05-03
  # 8 introduction
"##

links_that_a_site_generator_resolves "site-links" r##"
docs/guides/first.md: not controlled
docs/start.md: not controlled
  ! link-broken 9:17
"##

markdown_that_is_no_document_of_the_organization "other-markdown" r##"
Archive/vendor.md: controlled, ended
  owner 2:8 [front matter] Purchasing Lead
  last_reviewed 3:16 [front matter] 2019-05-11
  review_interval 4:18 [front matter] 12 months = P12M
obsolete/fax.md: controlled, ended
  owner 2:8 [front matter] <OWNER> = (placeholder)
  next_review 3:14 [front matter] 2016-01-01
policies/vendor/index.md: controlled
  owner 2:8 [front matter] Purchasing Lead
  last_reviewed 3:16 [front matter] 2026-05-11
  review_interval 4:18 [front matter] 12 months = P12M
terraform/network/README.md: not controlled
.claude/agents/scribe.md: left out, AgentPrompt
.github/ISSUE_TEMPLATE/breakdown.md: left out, IssueTemplate
.github/PULL_REQUEST_TEMPLATE.md: left out, IssueTemplate
.github/prompts/summary.prompt.md: left out, AgentPrompt
AGENTS.md: left out, AgentPrompt
vendor/code.example/tide/clock/README.md: left out, Vendored
"##

versions_of_a_product_are_no_version_of_the_document "product-versions.md" r##"
product-versions.md: not controlled
  title 2:8 [front matter] Naming rules for shared spaces
"##

ids_inside_a_form_are_no_ids_of_documents "issue-form" r##"
forms/fault.md: not controlled
forms/request.md: not controlled
"##

an_owner_that_is_empty_is_not_an_owner_that_is_missing "empty-owner" r##"
line.md: controlled
  owner 3:7 [labelled line] = (empty)
  next_review 4:14 [labelled line] 2027-02-01
  ! metadata-empty 3:1
list.md: controlled
  title 2:8 [front matter] Lamps
  owner 3:8 [front matter] [] = (empty)
  next_review 4:14 [front matter] 2027-02-01
  ! metadata-empty 3:8
no-key.md: controlled
  title 2:8 [front matter] Lamps
  next_review 3:14 [front matter] 2027-02-01
  ! metadata-missing 1:1
nothing.md: controlled
  title 2:8 [front matter] Lamps
  owner 3:7 [front matter] = (empty)
  next_review 4:14 [front matter] 2027-02-01
  ! metadata-empty 3:1
quotes.md: controlled
  title 2:8 [front matter] Lamps
  owner 3:8 [front matter] "" = (empty)
  next_review 4:14 [front matter] 2027-02-01
  ! metadata-empty 3:8
table.md: controlled
  owner 3:8 [control table] = (empty)
  next_review 5:17 [control table] 2027-02-01
  ! metadata-empty 3:3
word.md: controlled
  title 2:8 [front matter] Lamps
  owner 3:8 [front matter] None = (empty)
  next_review 4:14 [front matter] 2027-02-01
  ! metadata-empty 3:8
"##

translations_share_their_id_and_their_title "translations" r##"
acces.fr.md: controlled
  id 2:5 [front matter] POL-11
  title 3:8 [front matter] Access
  owner 4:8 [front matter] Responsable de la sécurité
  next_review 5:14 [front matter] 2027-06-01
de/zugang.md: controlled
  id 2:5 [front matter] POL-11
  title 3:8 [front matter] Zugang
  owner 4:8 [front matter] Leitung Sicherheit
  next_review 5:14 [front matter] 2027-06-01
en/access.md: controlled
  id 2:5 [front matter] POL-11
  title 3:8 [front matter] Access
  owner 4:8 [front matter] Security Lead
  next_review 5:14 [front matter] 2027-06-01
en/twin.md: controlled
  id 2:5 [front matter] pol-11
  title 3:8 [front matter] Access
  owner 4:8 [front matter] Security Lead
  next_review 5:14 [front matter] 2027-06-01
  ! duplicate-id 2:5
stated.md: controlled
  id 2:5 [front matter] POL-11
  language 3:7 [front matter] es
  title 4:8 [front matter] Access
  owner 5:8 [front matter] Responsable de seguridad
  next_review 6:14 [front matter] 2027-06-01
"##

sections_by_what_they_say "section-names.md" r##"
section-names.md: not controlled
  # 3 purpose scope
  # 7 out-of-scope
  # 11 status
  # 15 consequences
  # 19 roles
  # 23 enforcement
"##

a_clean_manual_has_no_findings "clean-manual" r##"
README.md: not controlled
docs/checklist.md: controlled
  title 2:8 [front matter] Checklist
  last_reviewed 3:19 [front matter] 2026-10-12
  review_interval 4:12 [front matter] 12 weeks = P12W
  owner 5:14 [front matter] "#signals" = #signals
docs/glossary.md: not controlled
  # 1 definitions
docs/reboot.md: controlled
  title 2:8 [front matter] Reboot a signal box
  last_reviewed 3:19 [front matter] 2026-10-20
  review_interval 4:12 [front matter] 6 months = P6M
  owner 5:14 [front matter] "#signals" = #signals
docs/release-notes.md: not controlled
  title 2:8 [front matter] Release notes
  updated|created|effective_from 3:7 [front matter] 2021-03-04
  status 4:9 [front matter] experimental = (malformed)
"##

a_header_row_that_is_the_first_field "table-header-is-a-field.md" r##"
table-header-is-a-field.md: controlled
  title 3:20 [control table] Patching of ticket machines
  id 5:18 [control table] QF-ISMS-07
  classification 6:20 [control table] Internal
  owner 7:20 [control table] Head of Machines
  version 8:18 [control table] 0.9
  effective_from|updated|created 9:16 [control table] 07 Apr 2025 = 2025-04-07
  next_review 10:17 [control table] 07 Apr 2026 = 2026-04-07
  # 12 purpose
  ! review-overdue 10:17
"##

four_columns_with_the_data_as_header_row "table-of-four-columns.md" r##"
table-of-four-columns.md: controlled
  id 1:18 [control table] QF-SOP-22
  version 1:41 [control table] 2.1
  owner 3:12 [control table] Deck Office
  status 3:36 [control table] In force = effective
  approved_by 4:18 [control table] Ada Penrose
  approved_on 4:49 [control table] 2026-03-04
  last_reviewed 5:18 [control table] 4 March 2026 = 2026-03-04
  review_interval 5:49 [control table] 24 months = P24M
  # 9 procedure
"##

field_and_value "table-of-field-and-value.md" r##"
table-of-field-and-value.md: controlled
  id 5:21 [control table] QF-POL-03
  version 6:17 [control table] v1.2
  owner 7:15 [control table] [Nell Harrow](mailto:nell@ferries.example) = Nell Harrow
  effective_from 8:24 [control table] May 5, 2026 = 2026-05-05
  review_interval 9:22 [control table] Annually = P1Y
  last_reviewed 10:23 [control table] 5 May 2026 = 2026-05-05
  # 12 purpose
"##

a_revision_history_newest_first "revision-history-newest-first.md" r##"
revision-history-newest-first.md: controlled
  owner 3:11 [control table] Night Office
  version 5:13 [control table] 0.10
  next_review 6:17 [control table] 2027-02-20
  # 12 history
  history 0.10 0.9
"##

one_label_a_line "label-per-line.md" r##"
label-per-line.md: controlled
  id 3:18 [labelled line] QF-POL-05
  version 4:14 [labelled line] 1.0
  owner 5:19 [labelled line] Harbour Master
  effective_from 6:21 [labelled line] January 15, 2026 = 2026-01-15
  review_interval 7:19 [labelled line] Annual = P1Y
  last_reviewed 8:18 [labelled line] January 10, 2026 = 2026-01-10
  # 12 purpose
"##

several_labels_a_line_with_emoji "labels-joined-by-bars.md" r##"
labels-joined-by-bars.md: controlled
  id 6:20 [labelled line] QF-POL-06
  version 6:47 [labelled line] 1.4
  owner 6:66 [labelled line] Duty Officer
  effective_from 7:23 [labelled line] 2026-06-28
  next_review 7:55 [labelled line] 2027-06-28
  classification 7:91 [labelled line] Internal
  # 9 purpose
"##

a_block_quote_with_hard_breaks "block-quote.md" r##"
block-quote.md: controlled
  owner 3:15 [labelled line] Leitung Betrieb
  approved_by 4:18 [labelled line] Marta Klüver
  effective_from 5:14 [labelled line] 01.02.2026 = 2026-02-01
  next_review 6:24 [labelled line] [NEXT_REVIEW_DATE] = (placeholder)
  classification 7:20 [labelled line] intern
  # 9 purpose scope
  ! metadata-placeholder 6:24
"##

list_items_at_the_top_and_roles_further_down "list-items.md" r##"
list-items.md: controlled
  owner 3:21 [labelled line] [Ines Thorn](mailto:ines@ferries.example) = Ines Thorn
  effective_from 4:23 [labelled line] 9th February, 2026 = 2026-02-09
  review_interval 5:25 [labelled line] every 6 months = P6M
  last_reviewed 6:22 [labelled line] 2 Sep 2026 = 2026-09-02
  # 8 roles
"##

a_line_that_says_when_it_was_updated "last-updated-lines" r##"
bold-value.md: not controlled
  updated 3:17 [labelled line] April 30, 2024 = 2024-04-30
italic.md: not controlled
  updated 3:16 [labelled line] January 6, 2023 = 2023-01-06
templated.md: not controlled
  updated 3:15 [labelled line] {{git_revision_date_localized}} = (placeholder)
"##

a_title_in_html "html-title.md" r##"
html-title.md: controlled
  owner 5:12 [labelled line] Purchasing Lead
  next_review 7:18 [labelled line] 2027-03-31
  # 9 scope
"##

metadata_kept_outside_the_documents "codeowners-only" r##"
notes/lunch.md: not controlled
policies/passwords.md: policy, controlled
  # 3 purpose
  ! classification-missing 1:1
  ! metadata-missing 1:1
"##

the_same_facts_in_two_places "both-carriers" r##"
agree.md: controlled, draft
  title 2:8 [front matter] Radio
  version 3:10 [front matter] "1.10" = 1.10
  owner 4:8 [front matter] Radio Desk
  status 5:9 [front matter] draft
  next_review 6:14 [front matter] 2027-01-31
  version 11:13 [control table] 1.10
  owner 13:11 [control table] radio desk
  status 14:12 [control table] Draft = draft
  next_review 15:17 [control table] 31 January 2027 = 2027-01-31
differ.md: controlled
  title 2:8 [front matter] Radio
  version 3:10 [front matter] "1.1" = 1.1
  owner 4:8 [front matter] Radio Desk
  next_review 5:14 [front matter] 2027-01-31
  version 10:13 [control table] 1.10
  owner 12:11 [control table] Radio Desk
  next_review 13:17 [control table] 31 July 2027 = 2027-07-31
  ! carriers-disagree 10:13
  ! carriers-disagree 13:17
"##

next_review_in_header_and_footer "footer-differs-from-header.md" r##"
footer-differs-from-header.md: controlled
  owner 3:12 [labelled line] Crew Office
  next_review 5:18 [labelled line] 2027-03-01
  next_review 17:18 [labelled line] 2027-09-01
  # 7 purpose
  ! carriers-disagree 17:18
"##

the_history_is_newer_than_the_table "history-newer-than-table.md" r##"
history-newer-than-table.md: controlled
  owner 3:20 [control table] Engine Office
  version 5:18 [control table] 0.9
  next_review 6:17 [control table] 2027-05-01
  # 12 history
  history 0.10 0.9
  ! version-not-in-history 5:18
"##

the_effective_date_is_that_of_the_first_issue "effective-date-of-first-issue.md" r##"
effective-date-of-first-issue.md: controlled
  owner 3:20 [control table] Deck Office
  version 5:13 [control table] 1.3
  effective_from 6:20 [control table] 2021-04-01
  next_review 7:17 [control table] 2027-04-01
  # 13 history
  history 1.0 1.1 1.2 1.3
"##

a_second_owner_that_is_a_date "owner-label-holds-the-date.md" r##"
owner-label-holds-the-date.md: controlled
  title 3:18 [control table] Visitors
  owner 5:18 [control table] Reception Lead
  owner 6:18 [control table] 12 May 2026 = (malformed)
  next_review 7:17 [control table] 12 May 2027 = 2027-05-12
"##

a_code_block_that_never_closes "unclosed-code-fence" r##"
collections.md: controlled
  title 3:8 [code block] Collecting What Is Owed
  owner 4:8 [code block] Lending Lead
  next_review 5:14 [code block] 2027-05-04
  # 10 purpose
"##

copies_of_earlier_versions_of_a_site "versioned-copies" r##"
docs/keys.md: controlled
  id 2:5 [front matter] keys
  owner 3:8 [front matter] Signing Desk
  next_review 4:14 [front matter] 2027-03-15
versioned_docs/version-1.0/keys.md: controlled, ended
  id 2:5 [front matter] keys
  owner 3:8 [front matter] Signing Desk
  next_review 4:14 [front matter] 2024-03-15
versioned_docs/version-2.0/keys.md: controlled, ended
  id 2:5 [front matter] keys
  owner 3:8 [front matter] Signing Desk
  next_review 4:14 [front matter] 2025-03-15
"##

variables_of_a_module "module-variables" r##"
network/README.md: not controlled
"##

links_of_a_template_to_what_is_rendered_elsewhere "mustache-rendered-links" r##"
templates/model.md.tmpl: not controlled
"##
}

fn traps() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/traps")
}

fn check(fixture: &str, expected: &str) {
    let path = traps().join(fixture);
    let seen = if path.is_dir() { read_folder(&path) } else { read_file(fixture, &path) };
    let expected = expected.trim();
    assert_eq!(seen.trim(), expected, "\n--- seen ---\n{seen}\n--- expected ---\n{expected}\n");
}

/// Reads a copy outside any repository, so that no ignore rules of the machine count.
fn read_folder(path: &Path) -> String {
    let copy = tempfile::tempdir().unwrap();
    let root = copy.path().canonicalize().unwrap();
    copy_folder(path, &root);
    let file = root.join(FILE_NAME);
    let config = if file.is_file() { LoadedConfig::read(&file).unwrap() } else { LoadedConfig::default() };
    let set = RuleSet::load(&config, &root).unwrap();
    let environment =
        Environment { current: root.clone(), today: TODAY, style: Style::Plain, width: 100, is_watched: false };
    let project = Project::with_rules(root, &config, set, &environment, None).unwrap();
    let mut seen = show(&project.set, &project.repository);
    for excluded in &project.excluded {
        writeln!(seen, "{}: left out, {:?}", excluded.path, excluded.reason).unwrap();
    }
    seen
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&target).unwrap();
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).unwrap();
        }
    }
}

fn read_file(name: &str, path: &Path) -> String {
    let set = RuleSet::load(&LoadedConfig::default(), &traps()).unwrap();
    let document = match file::read(path) {
        Read::Text(text) => Document::parse(Source::new(name, text), &set.vocabulary, ReadOptions::default()),
        Read::Problem(problem) => Document::unread(name, String::new(), problem),
        Read::Broken(before, problem) => Document::unread(name, before, problem),
    };
    let repository = Repository::new(vec![document], FileSet::default(), &set.settings, &set.vocabulary);
    show(&set, &repository)
}

fn show(set: &RuleSet, repository: &Repository) -> String {
    let report = engine::run(set, repository, TODAY, &Selection::default());
    let mut seen = String::new();
    for (index, (document, member)) in repository.documents.iter().zip(repository.members.iter()).enumerate() {
        show_document(index, document, member, set, &report, &mut seen);
    }
    seen
}

fn show_document(
    index: usize,
    document: &Document,
    member: &Member,
    set: &RuleSet,
    report: &Report,
    seen: &mut String,
) {
    let mut facts: Vec<&str> = member.kind.iter().map(|(kind, _)| &**kind).collect();
    facts.push(if member.is_controlled { "controlled" } else { "not controlled" });
    match member.phase {
        Phase::Draft => facts.push("draft"),
        Phase::InForce => {}
        Phase::Ended => facts.push("ended"),
    }
    writeln!(seen, "{}: {}", document.path(), facts.join(", ")).unwrap();
    for field in &document.fields {
        show_field(document, field, seen);
    }
    for section in &document.body.sections {
        let names = set.vocabulary.headings().matches(&section.title).join(" ");
        if !names.is_empty() {
            let line = document.source.location(section.span.start).line;
            writeln!(seen, "  # {line} {names}").unwrap();
        }
    }
    if !document.revisions.is_empty() {
        let versions: Vec<&str> =
            document.revisions.iter().map(|revision| document.source.slice(revision.version_span)).collect();
        writeln!(seen, "  history {}", versions.join(" ")).unwrap();
    }
    let mut findings: Vec<_> = report
        .verdicts
        .iter()
        .flat_map(|verdict| {
            verdict.findings.iter().map(move |finding| (finding.start, verdict.rule.id.as_str(), finding))
        })
        .filter(|(_, _, finding)| finding.document == index)
        .collect();
    findings.sort_by_key(|(start, id, _)| (*start, *id));
    for (start, id, _) in findings {
        writeln!(seen, "  ! {id} {start}").unwrap();
    }
}

/// Keys that mean no field are not shown.
fn show_field(document: &Document, field: &Field, seen: &mut String) {
    let name = match field.name() {
        Some(name) => name.to_owned(),
        None if field.candidates.is_empty() => return,
        None => field.candidates.iter().map(|candidate| &*candidate.name).collect::<Vec<_>>().join("|"),
    };
    let at = document.source.location(field.span.start);
    let written = document.source.slice(field.span).replace('\n', "\\n");
    let line = document.source.text().split('\n').nth(at.line - 1).unwrap_or_default();
    let shown: String = line.chars().skip(at.column - 1).collect();
    let first = written.split("\\n").next().unwrap_or_default();
    assert!(shown.starts_with(first), "{at} is not where {written:?} stands");
    let value = value(field);
    let meaning = if value == written { String::new() } else { format!(" = {value}") };
    let entry = format!("  {name} {at} [{}] {written}", field.carrier);
    writeln!(seen, "{}{meaning}", entry.trim_end()).unwrap();
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
