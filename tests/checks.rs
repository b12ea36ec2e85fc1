//! The kinds of check at their edges, each through a small pack with one rule.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

#[expect(dead_code, reason = "the tests of rules, checks and packs share this module, and each needs a part of it")]
mod fixture;

use clauselint::config::LoadedConfig;
use clauselint::finding::{Finding, State};
use clauselint::ruleset::RuleSet;
use fixture::Judged;

/// A rule of one check, which is written as TOML below `[rule.check]`, and what its documents and the configuration are.
struct Case<'a> {
    check: &'a str,
    applies_to: &'a str,
    more: &'a str,
    config: &'a str,
}

impl<'a> Case<'a> {
    /// A check of all documents.
    fn of(check: &'a str) -> Self {
        Self { check, applies_to: "documents = \"any\"", more: "", config: "" }
    }

    /// The rule set of this one rule.
    fn set(&self) -> RuleSet {
        let folder = tempfile::tempdir().unwrap();
        let (pack, config) = (folder.path().join("pack.toml"), folder.path().join("clauselint.toml"));
        let text = format!(
            "[pack]\nid = \"small\"\ntitle = \"Small\"\nversion = \"1\"\n{}\n\
             [[rule]]\nid = \"only\"\nseverity = \"error\"\nwhy = \"Because.\"\nhelp = \"mend it\"\n\
             applies-to = {{ {} }}\n[rule.check.{}",
            self.more, self.applies_to, self.check
        );
        std::fs::write(&pack, &text).unwrap();
        std::fs::write(&config, self.config).unwrap();
        let config = LoadedConfig::read(&config).unwrap_or_else(|error| panic!("{error:?}"));
        RuleSet::of_pack(&pack, &config).unwrap_or_else(|error| panic!("{error:?}\n{text}"))
    }

    fn judge(&self, texts: &[(&str, &str)]) -> Judged {
        Judged::of_texts(texts, &self.set())
    }

    /// The findings in one text: place, message and the marked words.
    fn in_text(&self, text: &str) -> Vec<String> {
        let judged = self.judge(&[("a.md", text)]);
        judged.of_rule("only").iter().map(|finding| place_and_message(&judged, finding)).collect()
    }

    /// The help of the findings in one text.
    fn help(&self, text: &str) -> Vec<String> {
        self.judge(&[("a.md", text)]).of_rule("only").iter().map(|finding| finding.help.clone()).collect()
    }

    /// The paths of the documents with a finding.
    fn paths(&self, texts: &[(&str, &str)]) -> Vec<String> {
        self.judge(texts).of_rule("only").iter().map(|finding| finding.path.clone()).collect()
    }

    fn state(&self, texts: &[(&str, &str)]) -> State {
        self.judge(texts).report.verdicts[0].state()
    }
}

fn place_and_message(judged: &Judged, finding: &Finding) -> String {
    let marked = judged.repository.source(finding.document).slice(finding.span);
    format!("{} {} @ {marked}", finding.start, finding.message)
}

const NOTHING: [&str; 0] = [];

// ---------------------------------------------------------------------------------------------------------- section.require

const SECTIONS: &str = "section.require]\nsections = [\"purpose\", \"scope\", \"roles\"]";

#[test]
fn required_sections_are_found_however_they_are_headed() {
    let all = [
        "# A\n\n## Purpose\n\nx\n\n## Scope\n\nx\n\n## Roles\n\nx\n",
        "# A\n\n## 1. Purpose\n\nx\n\n## 2) SCOPE:\n\nx\n\n### 2.1 **Roles and Responsibilities**\n\nx\n",
        "# A\n\n## 🎯 Purpose and scope\n\nx\n\n## Roles & Responsibilities\n\nx\n",
        "# A\n\n## Purpose, Scope and Roles\n\nx\n",
        "# A\n\nPurpose\n-------\n\nx\n\nScope\n-----\n\nx\n\n<h2 align=\"center\">Roles</h2>\n",
        "# A\n\n**Purpose**\n\nx\n\n**Scope:**\n\nx\n\n1\\. Roles\n\nx\n",
        "# A\n\n## Zweck\n\nx\n\n## Geltungsbereich\n\nx\n\n## Rollen und Verantwortlichkeiten\n\nx\n",
    ];
    for text in all {
        assert_eq!(Case::of(SECTIONS).in_text(text), NOTHING, "{text}");
    }
}

#[test]
fn one_finding_at_the_title_lists_all_missing_sections() {
    let case = Case::of(SECTIONS);
    assert_eq!(
        case.in_text("---\ntitle: x\n---\n\n# Access policy\n\n## Scope\n\nx\n"),
        ["5:1 document has no sections `purpose` and `roles` @ # Access policy"]
    );
    assert_eq!(
        case.in_text("# A\n\n## Purpose\n\nx\n\n## Scope\n\nx\n"),
        ["1:1 document has no section `roles` @ # A"]
    );
    assert_eq!(
        case.in_text("Nothing but text.\n"),
        ["1:1 document has no sections `purpose`, `scope` and `roles` @ Nothing but text."]
    );
}

#[test]
fn what_only_looks_like_a_section_is_none() {
    let case = Case::of("section.require]\nsections = [\"scope\"]");
    for text in [
        "# A\n\n## Out of scope\n\nx\n",
        "# A\n\n```\n## Scope\n```\n",
        "# A\n\n<!--\n## Scope\n-->\n",
        "# A\n\n##Scope\n",
        "# A\n\nThe **scope** is all staff.\n",
        "# A\n\n## Telescope\n\nx\n",
    ] {
        assert_eq!(case.in_text(text), ["1:1 document has no section `scope` @ # A"], "{text}");
    }
}

#[test]
fn a_near_miss_is_offered_and_only_for_what_is_missing() {
    let case = Case::of("section.require]\nsections = [\"purpose\"]");
    let help = case.help("# A\n\n## Overview\n\nx\n");
    assert_eq!(
        help,
        [
            "did you mean `Overview` to be the section `purpose`? other spellings go under `[headings]` in the configuration"
        ]
    );
    assert!(case.help("# A\n\n## Porpose\n\nx\n")[0].starts_with("did you mean `Porpose`"));
    assert_eq!(case.help("# A\n\n## Ownership\n\nx\n"), ["mend it"]);
}

#[test]
fn the_configuration_adds_headings() {
    let case = Case {
        config: "[headings]\npurpose = [\"What this is for\"]\n",
        ..Case::of("section.require]\nsections = [\"purpose\"]")
    };
    assert_eq!(case.in_text("# A\n\n## 1. What this is for\n\nx\n"), NOTHING);
}

// ---------------------------------------------------------------------------------------------------------- section.of-kind

const OF_KIND: Case<'static> = Case {
    check: "section.of-kind]\nlevel = \"must\"",
    applies_to: "documents = \"any\"",
    more: "[[kind]]\nname = \"drill\"\n\
           [[kind.section]]\nname = \"findings\"\ntitle = \"Findings\"\nlevel = \"must\"\n\
           [[kind.section]]\nname = \"steps\"\ntitle = \"Recovery steps\"\nlevel = \"must\"\n\
           [[kind.section]]\nname = \"people\"\ntitle = \"Who to call\"\nspellings = [\"Contacts\"]\nlevel = \"must\"\nlink = true\n",
    config: "",
};

fn drill(text: &str) -> Vec<String> {
    OF_KIND.in_text(&format!("---\ntype: drill\n---\n\n# Drill\n\n{text}"))
}

#[test]
fn sections_of_a_kind_are_called_by_their_titles() {
    assert_eq!(
        drill("## Recovery steps\n\nx\n\n## Who to call\n\nx\n"),
        ["5:1 document has no section `Findings` @ # Drill"]
    );
    assert_eq!(
        drill("Nothing.\n"),
        ["5:1 document has no sections `Findings`, `Recovery steps` and `Who to call` @ # Drill"]
    );
}

#[test]
fn what_a_document_speaks_of_is_not_called_missing() {
    for text in [
        "## 5. Detailed findings\n\nx\n\n## Appendix B: recovery steps by site\n\nx\n\n## Points of contact\n\nx\n",
        "## Findings summary\n\nx\n\n1. **Recovery steps**: x\n2. **Emergency contacts**: x\n",
        "a. *Findings*\n\n   x\n\nb. *Recovery steps*\n\n   x\n\n## Ansprechpartner\n\nx\n",
        "## Findings\n\nx\n\n## Recovery steps\n\nx\n\nSee the [contacts](contacts.md).\n",
    ] {
        assert_eq!(drill(text), NOTHING, "{text}");
    }
}

#[test]
fn a_word_in_passing_is_no_section_of_a_kind() {
    let text = "## How findings are told\n\nx\n\nThe *recovery steps* follow.\n\n## Steps of the recovery\n\nx\n\n\
                See the [findings](findings.md).\n\n**Contacts:** x\n";
    assert_eq!(drill(text), ["5:1 document has no sections `Findings` and `Recovery steps` @ # Drill"]);
}

// ------------------------------------------------------------------------------------------------------------ section.empty

#[test]
fn only_named_sections_must_say_something() {
    let case = Case::of("section.empty]\nsections = [\"scope\"]");
    let text = "# A\n\n## Scope\n\n## Roles\n\n## Scope of this policy\n\n- all staff\n";
    assert_eq!(case.in_text(text), ["3:1 section `Scope` is empty @ ## Scope"]);
}

#[test]
fn a_picture_a_quote_or_code_is_content_and_a_line_is_none() {
    let case = Case::of("section.empty]\nsections = [\"scope\"]");
    for content in [
        "![map](map.png)",
        "> all staff",
        "    all staff",
        "<p>all staff</p>",
        "- [ ] all staff",
        "| a |\n|---|\n| b |",
    ] {
        assert_eq!(case.in_text(&format!("# A\n\n## Scope\n\n{content}\n")), NOTHING, "{content}");
    }
    for none in ["", "---", "<!-- x -->", "<!-- x -->\n\n***\n\n<!--\ny\n-->", "### Part"] {
        assert_eq!(
            case.in_text(&format!("# A\n\n## Scope\n\n{none}\n")),
            ["3:1 section `Scope` is empty @ ## Scope"],
            "{none}"
        );
    }
}

// -------------------------------------------------------------------------------------------------------------------- table

const TABLE: &str = "table]\nsection = \"roles\"\nfilled = true\nrequired = true\n\
                     columns = [{ name = \"role\", spellings = [\"Function\"] }, { name = \"owner\" }]";

#[test]
fn columns_are_known_by_name_spelling_and_field() {
    let case = Case::of(TABLE);
    for header in ["Role | Owner", "function | OWNER", "**Role** | Document owner | Since", "Role | Eigentümer"] {
        let columns = header.split('|').count();
        let table = format!("| {header} |\n|{}\n|{}\n", "---|".repeat(columns), "x|".repeat(columns));
        assert_eq!(case.in_text(&format!("# A\n\n## Roles\n\n{table}")), NOTHING, "{header}");
    }
}

#[test]
fn a_missing_column_is_told_at_the_header() {
    assert_eq!(
        Case::of(TABLE).in_text("# A\n\n## Roles\n\n| Duty | Owner |\n|---|---|\n| x | y |\n"),
        ["5:3 table in section `roles` has no column `role` @ Duty | Owner"]
    );
    assert_eq!(
        Case::of(TABLE).in_text("# A\n\n## Roles\n\n| Duty | Day |\n|---|---|\n| x | y |\n"),
        ["5:3 table in section `roles` has no columns `role` and `owner` @ Duty | Day"]
    );
}

#[test]
fn a_cell_that_must_be_filled_is_told_at_its_row() {
    let text = "# A\n\n## Roles\n\n| Role | Owner | Note |\n|---|---|---|\n| Desk | Jo | |\n| Net | &nbsp; | x |\n| | | |\n| Store | <br> | x |\n";
    assert_eq!(
        Case::of(TABLE).in_text(text),
        [
            "8:3 row of the table in section `roles` has no `owner` @ Net | &nbsp; | x",
            "10:3 row of the table in section `roles` has no `owner` @ Store | <br> | x"
        ]
    );
    let short = "# A\n\n## Roles\n\n| Note | Role | Owner |\n|---|---|---|\n| x | Desk |\n";
    assert_eq!(Case::of(TABLE).in_text(short).len(), 1, "a row may end early");
}

#[test]
fn a_table_is_demanded_of_the_section_where_there_is_one() {
    let found = Case::of(TABLE).in_text("# A\n\n## Roles\n\nSee below.\n");
    assert!(found.len() == 1 && found[0].starts_with("3:1 section `roles` has no table @ ## Roles"), "{found:?}");
    assert_eq!(Case::of(TABLE).in_text("# A\n\n## Scope\n\nAll staff.\n"), NOTHING);
    let below = "# A\n\n## Roles\n\n### Desk\n\n| Role | Owner |\n|---|---|\n| x | y |\n";
    assert_eq!(Case::of(TABLE).in_text(below), NOTHING, "a table in a subsection belongs to the section");
}

#[test]
fn every_table_of_the_section_is_looked_at_and_none_outside() {
    let text = "# A\n\n| x |\n|---|\n| y |\n\n## Roles\n\n| Role | Owner |\n|---|---|\n| a | b |\n\n| Role |\n|---|\n| a |\n\n## Scope\n\n| x |\n|---|\n| y |\n";
    assert_eq!(Case::of(TABLE).in_text(text), ["13:3 table in section `roles` has no column `owner` @ Role"]);
}

#[test]
fn a_form_of_table_leaves_others_alone() {
    let case = Case::of(
        "table]\nsection = \"history\"\nform = \"revision-history\"\ncolumns = [{ name = \"date\" }]\nfilled = true",
    );
    let text = "# A\n\n## History\n\n| Who | Day |\n|---|---|\n| x | |\n\n| Rev. | Datum | Note |\n|---|---|---|\n| 1 |  | x |\n";
    assert_eq!(case.in_text(text), ["11:3 row of the table in section `history` has no `date` @ 1 |  | x"]);
}

// -------------------------------------------------------------------------------------------------------------------- value

const ALLOWED: &str =
    "value]\nfields = [\"classification\"]\nfault = \"not-allowed\"\nallowed = [\"public\", \"internal\"]";

#[test]
fn only_allowed_values_pass_whatever_their_case() {
    let case = Case::of(ALLOWED);
    for value in ["public", "Internal", "[PUBLIC, internal]", "", "TBD"] {
        assert_eq!(case.in_text(&format!("---\nclassification: {value}\n---\n")), NOTHING, "{value}");
    }
    let text = "---\nclassification: top secret\n---\n";
    assert_eq!(
        case.in_text(text),
        ["2:17 `classification` is `top secret`, which is not an allowed value @ top secret"]
    );
    assert_eq!(case.help(text), ["write one of `public` and `internal`"]);
    assert_eq!(
        case.in_text("# A\n\n| Owner | Jo |\n|---|---|\n| Confidentiality | **Open** |\n"),
        ["5:21 `classification` is `Open`, which is not an allowed value @ **Open**"]
    );
}

#[test]
fn faults_of_a_value_are_told_apart() {
    let dates = |fault: &str| format!("value]\ntypes = [\"date\"]\nfault = \"{fault}\"");
    for (value, fault) in [("2026-2-30", "malformed"), ("2026-02-30", "impossible"), ("03/04/2026", "ambiguous")] {
        let text = format!("---\nnext_review: {value}\n---\n");
        for tried in ["malformed", "impossible", "ambiguous"] {
            let found = Case::of(&dates(tried)).in_text(&text).len();
            assert_eq!(found, usize::from(tried == fault), "{value} as {tried}");
        }
    }
}

#[test]
fn an_empty_value_or_a_placeholder_has_no_form() {
    let case = Case::of("value]\ntypes = [\"date\", \"version\", \"state\", \"interval\"]\nfault = \"malformed\"");
    for value in ["", "[]", "TBD", "YYYY-MM-DD", "n/a", "\"[DATE]\""] {
        let text =
            format!("---\nnext_review: {value}\nversion: {value}\nstatus: {value}\nreview_interval: {value}\n---\n");
        assert_eq!(case.in_text(&text), NOTHING, "{value}");
    }
}

#[test]
fn a_date_whose_meaning_is_open_is_read_in_front_matter_and_not_in_the_text() {
    let case = Case::of("value]\ntypes = [\"date\"]\nfault = \"malformed\"");
    assert_eq!(case.in_text("---\ndate: soon\n---\n").len(), 1);
    assert_eq!(case.in_text("# A\n\n**Owner:** Jo\n**Date:** soon\n"), NOTHING);
}

#[test]
fn three_carriers_are_compared_with_the_first() {
    let case = Case::of("value]\nfields = [\"id\"]\ntypes = [\"version\"]\nfault = \"contradictory\"");
    let text = "---\nid: P-1\nversion: 1.0\n---\n\n# A\n\n| ID | p-1 |\n|---|---|\n| Version | 1.1 |\n\n## Scope\n\nx\n\n---\n\n**Version:** 1.2\n";
    assert_eq!(
        case.in_text(text),
        [
            "10:13 `version` is `1.0` in the front matter and `1.1` in the control table @ 1.1",
            "18:14 `version` is `1.0` in the front matter and `1.2` in the labelled line @ 1.2"
        ]
    );
}

// ----------------------------------------------------------------------------------------------------------------- calendar

#[test]
fn dates_are_compared_with_the_next_one_that_is_stated() {
    let case = Case::of("calendar.order]\nfields = [\"created\", \"approved_on\", \"effective_from\"]");
    assert_eq!(
        case.in_text("---\ncreated: 2026-03-01\neffective_from: 2026-01-01\n---\n"),
        ["3:17 `effective_from` is 2026-01-01, before `created` on 2026-03-01 @ 2026-01-01"]
    );
    assert_eq!(
        case.in_text("---\ncreated: 2026-03-01\napproved_on: 2026-02-31\neffective_from: 2026-01-01\n---\n").len(),
        1,
        "a date that does not exist is passed over"
    );
    assert_eq!(
        case.in_text("---\ncreated: 2026-03-01\napproved_on: 2026-02-01\neffective_from: 2026-02-15\n---\n"),
        ["3:14 `approved_on` is 2026-02-01, before `created` on 2026-03-01 @ 2026-02-01"]
    );
    assert_eq!(case.in_text("---\ncreated: 2026-03-01\neffective_from: 01.03.2026\n---\n"), NOTHING);
}

#[test]
fn today_is_not_the_future() {
    let case = Case::of("calendar.future]\nfields = [\"approved_on\"]");
    assert_eq!(case.in_text("---\napproved_on: 2026-11-30\n---\n"), NOTHING);
    assert_eq!(
        case.in_text("---\napproved_on: 1 December 2026\n---\n"),
        ["2:14 `approved_on` is 2026-12-01, which is 1 day ahead @ 1 December 2026"]
    );
}

#[test]
fn the_interval_of_the_kind_counts_where_the_document_states_none() {
    let more = "[[kind]]\nname = \"policy\"\nreview-interval = \"P1Y\"\n[[kind]]\nname = \"rule\"\nis = \"policy\"\n[[kind]]\nname = \"note\"\n";
    let case = Case { more, ..Case::of("calendar.overdue]") };
    let overdue = |kind: &str, more: &str| {
        !case.in_text(&format!("---\ntype: {kind}\nlast_reviewed: 2025-10-01\n{more}---\n")).is_empty()
    };
    assert!(overdue("policy", "") && overdue("rule", ""), "a special kind has the interval of the general one");
    assert!(!overdue("note", "") && !overdue("unheard-of", ""));
    assert!(!overdue("policy", "review_interval: 2 years\n") && !overdue("policy", "next_review: 2026-12-01\n"));
    let case = Case { config: "[review]\ninterval = \"P6M\"\n", more, ..Case::of("calendar.overdue]") };
    let text = |kind: &str| format!("---\ntype: {kind}\nlast_reviewed: 2026-03-01\n---\n");
    assert_eq!(case.in_text(&text("policy")), NOTHING, "the kind counts before the configuration");
    assert_eq!(
        case.in_text(&text("note")),
        ["3:16 review was due on 2026-09-01, 90 days ago (6 months after the last review on 2026-03-01) @ 2026-03-01"]
    );
}

#[test]
fn the_configuration_counts_before_the_kind_of_a_pack() {
    let more = "[[kind]]\nname = \"policy\"\nreview-interval = \"P1Y\"\nmax-review-interval = \"P1Y\"\n";
    let config = "[[kind]]\nname = \"policy\"\nreview-interval = \"P2Y\"\nmax-review-interval = \"P3Y\"\n";
    let case = Case { more, config, ..Case::of("calendar.overdue]") };
    assert_eq!(case.in_text("---\ntype: policy\nlast_reviewed: 2025-10-01\n---\n"), NOTHING);
    let case = Case { more, config, ..Case::of("calendar.interval]\nmax = \"P6M\"") };
    assert_eq!(case.in_text("---\ntype: policy\nreview_interval: 36 months\n---\n"), NOTHING);
    assert_eq!(case.in_text("---\ntype: policy\nreview_interval: 37 months\n---\n").len(), 1);
}

#[test]
fn the_longest_interval_is_that_of_the_rule_the_configuration_or_the_kind() {
    let text = |kind: &str| format!("---\ntype: {kind}\nreview_interval: 18 months\n---\n");
    let check = "calendar.interval]\nmax = \"P12M\"";
    let more = "[[kind]]\nname = \"policy\"\nmax-review-interval = \"P24M\"\n[[kind]]\nname = \"plan\"\n";
    let case = Case { more, ..Case::of(check) };
    assert_eq!(case.in_text(&text("policy")), NOTHING);
    assert_eq!(
        case.in_text(&text("plan")),
        ["3:18 `review_interval` is 18 months, longer than the 12 months that are allowed @ 18 months"]
    );
    let case = Case { more, config: "[review]\nmax-interval = \"P17M\"\n", ..Case::of(check) };
    assert_eq!(case.in_text(&text("policy")), NOTHING, "the kind counts before the configuration");
    assert_eq!(
        case.in_text(&text("plan")),
        ["3:18 `review_interval` is 18 months, longer than the 17 months that are allowed @ 18 months"]
    );
}

#[test]
fn months_are_kept_at_the_end_of_february() {
    let case = Case::of("calendar.overdue]");
    assert_eq!(
        case.in_text("---\nlast_reviewed: 2024-02-29\nreview_interval: annual\n---\n"),
        ["2:16 review was due on 2025-02-28, 640 days ago (1 year after the last review on 2024-02-29) @ 2024-02-29"]
    );
}

// ----------------------------------------------------------------------------------------------------------------- metadata

const ANY: &str = "metadata]\nfault = \"absent\"\nrequire = [{ any = [\"owner\", \"author\"], called = \"somebody\" }, { any = [\"id\"], called = \"number\" }]";

#[test]
fn one_of_several_fields_is_enough() {
    let case = Case::of(ANY);
    assert_eq!(case.in_text("---\nauthor: Jo\nid: 1\n---\n"), NOTHING);
    assert_eq!(case.in_text("---\nowner:\ndocument_id: 1\n---\n"), NOTHING, "an empty key is not absent");
    assert_eq!(case.in_text("---\nid: 1\n---\n\n# A\n"), ["1:1 document has no somebody @ ---"]);
    assert_eq!(case.help("# A\n"), ["add `owner` or `author` and `id` where this document keeps its metadata"]);
}

#[test]
fn metadata_that_could_not_be_read_is_not_called_absent() {
    let case = Case::of(ANY);
    assert_eq!(case.in_text("---\ntitle: a: b\nowner: Jo\n---\n\n# A\n"), NOTHING);
    assert_eq!(case.in_text("---\ntitle: a\n\n# A\n"), NOTHING);
    assert_eq!(case.in_text("---\ntitle: {{ x }}: y\n---\n\n# A\n"), NOTHING);
}

#[test]
fn an_empty_field_is_forgiven_where_another_of_the_demand_is_filled() {
    let case =
        Case::of("metadata]\nfault = \"empty\"\nrequire = [{ any = [\"owner\", \"author\"], called = \"somebody\" }]");
    assert_eq!(case.in_text("---\nowner:\nauthor: Jo\n---\n"), NOTHING);
    assert_eq!(case.in_text("---\nowner: TBD\nauthor:\n---\n"), ["3:1 `author` is present but empty @ author"]);
    assert_eq!(case.in_text("---\ntitle: x\n---\n"), NOTHING);
}

#[test]
fn empty_values_are_told_at_the_value_or_else_at_the_key() {
    let case = Case::of("metadata]\nfault = \"empty\"\nrequire = [{ any = [\"owner\"], called = \"owner\" }]");
    for (text, place) in [
        ("---\nowner:\n---\n", "2:1"),
        ("---\nowner: \"\"\n---\n", "2:8"),
        ("---\nowner: []\n---\n", "2:8"),
        ("---\nowner: ~\n---\n", "2:8"),
        ("+++\nowner = \"\"\n+++\n", "2:9"),
        ("# A\n\n| Owner | |\n|---|---|\n| Version | 1 |\n", "3:3"),
        ("# A\n\n| Owner | – |\n|---|---|\n| Version | 1 |\n", "3:11"),
    ] {
        let found = case.in_text(text);
        assert!(found.len() == 1 && found[0].starts_with(&format!("{place} ")), "{text}\n{found:?}");
    }
}

#[test]
fn several_fields_are_told_in_the_order_of_the_text() {
    let case = Case::of(
        "metadata]\nfault = \"empty\"\nrequire = [{ any = [\"owner\"], called = \"o\" }, { any = [\"id\"], called = \"i\" }]",
    );
    assert_eq!(
        case.in_text("---\nid: \"\"\nowner: \"\"\n---\n"),
        ["2:5 `id` and `owner` are present but empty @ \"\""]
    );
}

// ------------------------------------------------------------------------------------------------------------------- people

const PEOPLE: &str = "people]\nfields = [\"owner\"]";

fn standing(register: &str, more: &str, owner: &str) -> Vec<String> {
    let config = format!("[people]\nregisters = [\"people.md\"]\n{more}");
    let case = Case { config: &config, ..Case::of(PEOPLE) };
    let document = format!("---\nowner: \"{owner}\"\n---\n");
    let judged = case.judge(&[("a.md", &document), ("people.md", register)]);
    judged.of_rule("only").iter().map(|finding| finding.message.clone()).collect()
}

#[test]
fn persons_are_known_by_name_address_and_role() {
    let register = "# People\n\n| Rolle | Name | E-Mail | Status |\n|---|---|---|---|\n| Netzleitung | [Mara Lind](lind.md) | m.lind@a.example | aktiv |\n| Ablage | | | |\n";
    for owner in
        ["Mara Lind", "M. Lind", "m.lind@a.example", "Lind, Mara", "netzleitung", "Ablage", "Mara Lind (Netzleitung)"]
    {
        assert_eq!(standing(register, "", owner), NOTHING, "{owner}");
    }
    assert_eq!(standing(register, "", "Mara Linde"), ["`owner` `Mara Linde` is not in the register of people"]);
}

#[test]
fn two_persons_on_one_line_are_looked_up_one_by_one() {
    let register = "# People\n\n| Name | Role | Status |\n|---|---|---|\n| Mara Lind | Network lead | active |\n| Jon Ek | CFO | active |\n\
                    | Ida Moe | Auditor | left |\n| Research and Development | team | active |\n";
    for owners in [
        "Mara Lind and Jon Ek",
        "Mara Lind & Jon Ek",
        "Mara Lind und Jon Ek",
        "Network lead and CFO",
        "Research and Development",
    ] {
        assert_eq!(standing(register, "", owners), NOTHING, "{owners}");
    }
    assert_eq!(
        standing(register, "", "Mara Lind and Ola Berg"),
        ["`owner` `Ola Berg` is not in the register of people"]
    );
    assert_eq!(standing(register, "", "Ida Moe and Jon Ek"), ["`owner` `Ida Moe` is no longer active in the register"]);
    let case = Case { config: "[people]\nregisters = [\"people.md\"]", ..Case::of(PEOPLE) };
    let table = "# A\n\n| Owner | Mara Lind<br>Ola Berg |\n|---|---|\n| Version | 1.0 |\n";
    let judged = case.judge(&[("a.md", table), ("people.md", register)]);
    let found: Vec<_> = judged.of_rule("only").iter().map(|finding| finding.message.clone()).collect();
    assert_eq!(found, ["`owner` `Ola Berg` is not in the register of people"]);
    let team = "Sales and Marketing";
    assert_eq!(standing(register, "", team), [format!("`owner` `{team}` is not in the register of people")]);
}

#[test]
fn somebody_is_there_until_the_last_day() {
    let register = |until: &str| format!("# People\n\n| Name | Until |\n|---|---|\n| Mara Lind | {until} |\n");
    assert_eq!(standing(&register("2026-11-30"), "", "Mara Lind"), NOTHING);
    assert_eq!(standing(&register(""), "", "Mara Lind"), NOTHING);
    assert_eq!(standing(&register("29 November 2026"), "", "Mara Lind"), ["`owner` `Mara Lind` left on 2026-11-29"]);
}

#[test]
fn one_active_entry_is_enough() {
    let register = "# People\n\n| Name | Role | Status |\n|---|---|---|\n| Mara Lind | Desk | left |\n| Mara Lind | Net | active |\n";
    assert_eq!(standing(register, "", "Mara Lind"), NOTHING);
    assert_eq!(standing(register, "", "Desk"), ["`owner` `Desk` is no longer active in the register"]);
}

#[test]
fn the_configuration_adds_persons_and_spellings() {
    let register = "# People\n\n| Name |\n|---|\n| Mara Lind |\n";
    let more = "[[people.person]]\nname = \"Mara Lind\"\naliases = [\"@marlin\"]\n[[people.person]]\nname = \"Ole Dahl\"\nactive-until = \"2026-01-31\"\n";
    assert_eq!(standing(register, more, "@marlin"), NOTHING);
    assert_eq!(standing(register, more, "Ole Dahl"), ["`owner` `Ole Dahl` left on 2026-01-31"]);
}

#[test]
fn without_a_register_persons_are_not_checked() {
    let texts = [("a.md", "---\nowner: Jo\n---\n")];
    assert_eq!(Case::of(PEOPLE).state(&texts), State::NotChecked);
    let case = Case { config: "[[people.person]]\nname = \"Jo\"\n", ..Case::of(PEOPLE) };
    assert_eq!(case.state(&texts), State::Met);
}

// ------------------------------------------------------------------------------------------------------------------- unique

const UNIQUE: &str = "unique]\nfield = \"id\"";

#[test]
fn an_id_is_compared_without_case_and_joints() {
    let texts = [("a.md", "---\nid: P-1\n---\n"), ("b.md", "---\nid: p_1\n---\n"), ("c.md", "---\nid: P-11\n---\n")];
    assert_eq!(Case::of(UNIQUE).paths(&texts), ["b.md"]);
    let empty = [
        ("a.md", "---\nid:\n---\n"),
        ("b.md", "---\nid:\n---\n"),
        ("c.md", "---\nid: TBD\n---\n"),
        ("d.md", "---\nid: TBD\n---\n"),
    ];
    assert_eq!(Case::of(UNIQUE).paths(&empty), NOTHING);
}

#[test]
fn one_document_of_each_language_may_share_an_id() {
    let id = |more: &str| format!("---\nid: P-1\n{more}---\n");
    let (plain, en, de) = (id(""), id("language: en\n"), id("lang: de\n"));
    let case = Case::of(UNIQUE);
    assert_eq!(case.paths(&[("a.md", &en), ("b.md", &de), ("c.md", &plain)]), NOTHING);
    assert_eq!(case.paths(&[("a.md", &en), ("b.md", &en)]), ["b.md"]);
    assert_eq!(case.paths(&[("a.md", &plain), ("de/a.md", &plain), ("a.fr.md", &plain), ("a_es.md", &plain)]), NOTHING);
    assert_eq!(case.paths(&[("de/a.md", &plain), ("de/b.md", &plain)]), ["de/b.md"]);
    assert_eq!(case.paths(&[("de/a.md", &en), ("de/b.md", &plain)]), NOTHING, "what is stated counts before the path");
}

#[test]
fn a_successor_may_have_the_id_that_it_replaces() {
    let old = "---\nid: P-1\n---\n";
    assert_eq!(Case::of(UNIQUE).paths(&[("a.md", old), ("b.md", "---\nid: P-1\nsupersedes: p-1\n---\n")]), NOTHING);
    assert_eq!(Case::of(UNIQUE).paths(&[("a.md", old), ("b.md", "---\nid: P-1\nsupersedes: P-2\n---\n")]), ["b.md"]);
    assert_eq!(
        Case::of(UNIQUE).paths(&[("a.md", old), ("old/b.md", old), ("c.md", "---\nid: P-1\nstatus: retired\n---\n")]),
        NOTHING
    );
}

// --------------------------------------------------------------------------------------------------------------------- text

const WORD: &str = "text]\ncalled = \"bad word\"\npatterns = ['\\bfoo\\b']";

#[test]
fn only_what_a_reader_reads_is_searched() {
    let case = Case::of(WORD);
    for text in [
        "---\ntitle: foo\n---\n",
        "A `foo` b\n",
        "```\nfoo\n```\n",
        "- x\n\n  ~~~ sh\n  foo\n  ~~~\n",
        "    foo\n",
        "a\n\n<!-- foo -->\n\nb <!-- foo\nbar --> c\n",
        "<div title=\"foo\">\n\nx\n\n</div>\n",
        "a <span class=\"foo\">b</span>\n",
        "A <%= foo %> b\n",
        "A {% include foo %} b\n",
        "A {{ foo }} b\n",
        "Seafood\n",
    ] {
        assert_eq!(case.in_text(text), NOTHING, "{text}");
    }
    for text in [
        "# foo\n",
        "> foo\n",
        "- [ ] foo\n",
        "| foo |\n|---|\n",
        "**foo**\n",
        "<b>foo</b>\n",
        "[foo](x.md)\n",
        "a[^1]\n\n[^1]: foo\n",
        "A <%= x %> foo <%= y %>\n",
    ] {
        assert_eq!(case.in_text(text).len(), 1, "{text}");
    }
    assert_eq!(case.in_text("# A\n\nThe foo is bad.\n"), ["3:5 bad word `foo` @ foo"]);
}

#[test]
fn the_file_as_it_is_has_code_comments_and_metadata() {
    let case = Case::of("text]\ncalled = \"bad word\"\nwithin = \"file\"\npatterns = ['foo']");
    assert_eq!(
        case.in_text("---\ntitle: foo\n---\n\n`foo` <!-- foo -->\n"),
        ["2:8 bad word `foo` @ foo", "5:2 bad word `foo` @ foo", "5:12 bad word `foo` @ foo"]
    );
}

#[test]
fn many_matches_are_counted_and_not_told() {
    let case = Case::of("text]\ncalled = \"bad word\"\npatterns = ['foo']");
    let found = case.in_text(&"foo\n".repeat(50));
    assert_eq!(found.len(), 20);
    assert_eq!(found[19], "20:1 bad word `foo` (30 more in this document) @ foo");
}

#[test]
fn patterns_work_line_by_line_and_the_first_one_wins() {
    let case = Case::of("text]\ncalled = \"line\"\npatterns = ['^b.*$', 'bc']");
    assert_eq!(case.in_text("a bc\nbcd\n"), ["1:3 line `bc` @ bc", "2:1 line `bcd` @ bcd"]);
}

#[test]
fn metadata_in_the_text_is_no_text() {
    for text in ["# A\n\n| Owner | foo |\n|---|---|\n| Version | 1 |\n", "# A\n\n**Owner:** foo\n**Version:** 1\n"] {
        assert_eq!(Case::of(WORD).in_text(text), NOTHING, "{text}");
    }
}

// ---------------------------------------------------------------------------------------------------------------- reference

#[test]
fn references_are_ids_or_paths() {
    let case = Case::of("reference.unknown]\nfields = [\"related\"]");
    let other = ("b.md", "---\nid: P-2\nstatus: retired\n---\n");
    let with = |related: &str| {
        let text = format!("---\nid: P-1\nrelated: {related}\n---\n");
        let judged = case.judge(&[("a.md", &text), other]);
        judged.of_rule("only").iter().map(|finding| place_and_message(&judged, finding)).collect::<Vec<_>>()
    };
    for known in ["P-2", "p_2", "[P-1, P-2]", "", "https://a.example/x", "\"{{ id }}\"", "the law on working time"] {
        assert_eq!(with(known), NOTHING, "{known}");
    }
    assert_eq!(
        with("[P-2, P-3]"),
        ["3:16 `related` names `P-3`, which is neither the id nor the path of a document @ P-3"]
    );
}

#[test]
fn a_kind_that_is_nearly_known_is_misspelled_and_another_word_is_not() {
    let more =
        "[[kind]]\nname = \"policy\"\n[[kind]]\nname = \"service-catalogue\"\naliases = [\"service portfolio\"]\n";
    let of = |check| Case { more, ..Case::of(check) };
    let text = |kind: &str| format!("---\ntype: {kind}\n---\n\n# A\n");
    let misspelled = of("reference.kind]\nmisspelled = true");
    for (kind, meant) in [
        ("polcy", "policy"),
        ("Plicy", "policy"),
        ("service-catlogue", "service-catalogue"),
        ("Service portfollio", "service-catalogue"),
    ] {
        let expected =
            format!("2:7 `type` `{kind}` is no known kind of document, so that no rule on kinds looks at it @ {kind}");
        assert_eq!(misspelled.in_text(&text(kind)), [expected]);
        assert_eq!(misspelled.help(&text(kind)), [format!("did you mean `{meant}`?")]);
    }
    for other in ["policy", "Service Portfolio", "post", "page", "docs", "product catalogue", "\"\""] {
        assert_eq!(misspelled.in_text(&text(other)), NOTHING, "{other}");
    }
    assert_eq!(of("reference.kind]").in_text(&text("page")).len(), 1);
}

#[test]
fn only_the_named_phases_must_not_be_referred_to() {
    let case = Case::of("reference.phase]\nphases = [\"draft\"]\nfields = [\"related\"]");
    let from = ("a.md", "---\nrelated: [P-2, P-3]\n---\n\n[two](b.md) and [three](c.md)\n");
    let to = [
        ("b.md", "---\nid: P-2\nstatus: draft\nversion: 1\n---\n\n# Two\n"),
        ("c.md", "---\nid: P-3\nstatus: retired\nversion: 1\n---\n\n# Three\n"),
    ];
    let judged = case.judge(&[from, to[0], to[1]]);
    let found: Vec<_> = judged.of_rule("only").iter().map(|finding| place_and_message(&judged, finding)).collect();
    assert_eq!(
        found,
        [
            "2:11 refers to `Two` (`b.md`), which is `draft` @ P-2",
            "5:7 refers to `Two` (`b.md`), which is `draft` @ b.md"
        ]
    );
}

// ----------------------------------------------------------------------------------------------------------------- approval

#[test]
fn any_two_fields_of_persons_can_be_compared() {
    let case = Case::of("approval]\napprover = \"approved_by\"\nauthor = \"owner\"");
    assert_eq!(
        case.in_text("---\nowner: Mara Lind\napproved_by: [\"M. Lind\", m.lind@a.example]\n---\n"),
        ["3:14 `approved_by` is the author, `M. Lind, m.lind@a.example` @ [\"M. Lind\", m.lind@a.example]"]
    );
    assert_eq!(case.in_text("---\nowner: [Mara Lind, Ole Dahl]\napproved_by: Jo Berg\n---\n"), NOTHING);
    assert_eq!(case.in_text("---\nowner: TBD\napproved_by: TBD\n---\n"), NOTHING);
}

// ---------------------------------------------------------------------------------------------------------- who is looked at

#[test]
fn nothing_examined_is_never_met() {
    let case = Case { applies_to: "kind = [\"policy\"]", more: "[[kind]]\nname = \"policy\"\n", ..Case::of(WORD) };
    assert_eq!(case.state(&[("a.md", "foo\n")]), State::NothingExamined);
    assert_eq!(case.state(&[("a.md", "---\ntype: policy\n---\n")]), State::Met);
    assert_eq!(case.state(&[("a.md", "---\ntype: policy\n---\nfoo\n")]), State::NotMet);
}

#[test]
fn kinds_states_and_phases_narrow_a_rule() {
    let more = "[[kind]]\nname = \"plan\"\n[[kind]]\nname = \"programme\"\nis = \"plan\"\naliases = [\"audit programme\"]\n[[kind]]\nname = \"policy\"\n";
    let looks_at = |applies_to: &str, metadata: &str| {
        let case = Case { applies_to, more, ..Case::of(WORD) };
        !case.in_text(&format!("---\n{metadata}\n---\n\nfoo\n")).is_empty()
    };
    assert!(looks_at("kind = [\"plan\"]", "type: Audit-Programme"));
    assert!(!looks_at("kind = [\"programme\"]", "type: plan") && !looks_at("kind = [\"plan\"]", "type: policy"));
    assert!(looks_at("kind = [\"policy\", \"plan\"]", "kind: policy"));
    assert!(looks_at("documents = \"any\", phase = [\"draft\"]", "status: in review"));
    assert!(!looks_at("documents = \"any\", phase = [\"draft\"]", "title: no state"));
    assert!(looks_at("documents = \"any\", phase = [\"in-force\"]", "title: no state"));
    assert!(looks_at("documents = \"any\", state = [\"effective\"]", "status: in force"));
    assert!(!looks_at("documents = \"any\", claims-approval = true", "status: active"));
    assert!(!looks_at("documents = \"any\"", "status: withdrawn"), "ended documents are never looked at");
    assert!(!looks_at("documents = \"controlled\"", "status: active"), "one weak sign makes no controlled document");
    assert!(looks_at("documents = \"controlled\"", "status: active\nversion: 1"));
}

#[test]
fn findings_weigh_less_in_drafts_and_as_the_rule_says_outside_control() {
    let severity = |case: &Case<'_>, metadata: &str| {
        let text = format!("---\n{metadata}\n---\n\nfoo\n");
        case.judge(&[("a.md", &text)]).of_rule("only")[0].severity.to_string()
    };
    let case = Case::of(WORD);
    assert_eq!(severity(&case, "owner: Jo\nversion: 1"), "error");
    assert_eq!(severity(&case, "owner: Jo\nstatus: draft"), "warning");
    let case = Case { applies_to: "documents = \"any\" }\nuncontrolled-severity = \"info\"\n#", ..Case::of(WORD) };
    assert_eq!(severity(&case, "owner: Jo\nversion: 1"), "error");
    assert_eq!(severity(&case, "title: x"), "info");
}

// ------------------------------------------------------------------------------------------------------------ not yet right

/// The rules of the core pack with a finding in one text.
fn core(text: &str) -> Vec<String> {
    let set = RuleSet::of_pack(&fixture::root().join("rules/core.toml"), &LoadedConfig::default()).unwrap();
    let judged = Judged::of_texts(&[("a.md", text)], &set);
    let found = judged.report.verdicts.iter().filter(|verdict| !verdict.findings.is_empty());
    found.map(|verdict| verdict.rule.id.clone()).collect()
}

#[test]
fn a_state_in_a_control_table_may_be_spelled_like_a_label() {
    for state in ["Approved", "Effective"] {
        let text = format!(
            "# A\n\n| Owner | Jo |\n|---|---|\n| Next review | 2027-01-01 |\n| Status | {state} |\n\n## Scope\n\nx\n"
        );
        assert_eq!(core(&text), ["approval-data-missing"], "{state}");
    }
}

#[test]
fn an_interval_without_a_last_review_plans_nothing() {
    assert_ne!(core("---\nowner: Jo\nreview_interval: 12 months\n---\n\n# A\n"), NOTHING);
}

#[test]
fn a_placeholder_in_angle_brackets_is_text() {
    let approved =
        "---\nowner: Jo\nnext_review: 2027-01-01\nstatus: approved\napproved_by: Mo\napproved_on: 2026-01-01\n---\n\n";
    for placeholder in ["<insert name>", "<Company name>", "<company>", "<INSERT_NAME>"] {
        assert_eq!(
            core(&format!("{approved}Call {placeholder} first.\n")),
            ["placeholder-in-approved"],
            "{placeholder}"
        );
    }
}

#[test]
fn an_archived_document_is_called_archived() {
    let case = Case::of("reference.phase]\nphases = [\"ended\"]");
    let judged = case.judge(&[
        ("a.md", "---\nowner: Jo\nversion: 1\n---\n\n[b](archive/b.md)\n"),
        ("archive/b.md", "---\nstatus: active\nversion: 1\n---\n\n# B\n"),
    ]);
    assert_eq!(judged.of_rule("only")[0].message, "refers to `B` (`archive/b.md`), which is archived");
}

#[test]
fn an_id_is_offered_as_it_is_written() {
    let case = Case::of("reference.unknown]\nfields = [\"related\"]");
    assert_eq!(case.help("---\nid: POL-002\nrelated: POL-02\n---\n"), ["did you mean `POL-002`?"]);
}

#[test]
fn a_section_without_a_table_is_marked_on_its_own_line() {
    let found = Case::of(TABLE).in_text("# A\n\n## Roles\n\nSee below.\n");
    assert_eq!(found, ["3:1 section `roles` has no table @ ## Roles"]);
}

#[test]
fn a_table_is_looked_at_once() {
    let text = "# A\n\n## Roles and responsibilities\n\n### Roles\n\n| Role |\n|---|\n| x |\n";
    assert_eq!(Case::of(TABLE).in_text(text), ["7:3 table in section `roles` has no column `owner` @ Role"]);
}

#[test]
fn allowed_values_have_no_case_in_any_language() {
    let case = Case::of("value]\nfields = [\"classification\"]\nfault = \"not-allowed\"\nallowed = [\"öffentlich\"]");
    assert_eq!(case.in_text("---\nclassification: Öffentlich\n---\n"), NOTHING);
}

#[test]
fn the_target_of_a_link_is_no_text() {
    for text in
        ["[a](https://a.example/foo)\n", "![a](foo.png)\n", "[a][b]\n\n[b]: foo.md\n", "<https://a.example/foo>\n"]
    {
        assert_eq!(Case::of(WORD).in_text(text), NOTHING, "{text}");
    }
}

#[test]
fn patterns_know_the_line_endings_of_windows() {
    let case = Case::of("text]\ncalled = \"line\"\npatterns = ['^foo$']");
    assert_eq!(case.in_text("a\r\nfoo\r\nb\r\n"), ["2:1 line `foo` @ foo"]);
}

#[test]
fn a_placeholder_in_brackets_needs_no_quotes() {
    let text = "---\nowner: [OWNER_ROLE]\nnext_review: [NEXT_REVIEW_DATE]\n---\n\n# A\n";
    assert_eq!(core(text), ["metadata-placeholder"]);
}

#[test]
fn an_empty_mapping_is_an_empty_value() {
    assert_eq!(core("---\nowner: {}\nnext_review: 2027-01-01\n---\n\n# A\n"), ["metadata-empty"]);
}

#[test]
fn a_rule_about_drafts_weighs_what_it_says() {
    let case = Case { applies_to: "documents = \"any\", phase = [\"draft\"]", ..Case::of(WORD) };
    assert_eq!(
        case.judge(&[("a.md", "---\nstatus: draft\n---\n\nfoo\n")]).of_rule("only")[0].severity.to_string(),
        "error"
    );
}

#[test]
fn a_plan_before_the_last_review_is_told_once() {
    let text = "---\nowner: Jo\nlast_reviewed: 2026-11-02\nnext_review: 2026-10-01\n---\n\n# A\n";
    assert_eq!(core(text), ["review-before-last-review"]);
}

#[test]
fn a_template_in_front_matter_is_no_placeholder() {
    let text = "---\ntitle: {{ title }}: policy\nowner: {{ owner }}\nnext_review: {{ next }}\n---\n\n# A\n";
    assert_eq!(core(text), ["front-matter-templated"]);
}

#[test]
fn surplus_cells_are_marked_without_the_last_bar() {
    let case = Case::of("syntax]\nproblems = [\"surplus-cells\"]");
    assert_eq!(
        case.in_text("| a |\n|---|\n| b | c |\n"),
        ["3:7 table row has more cells than the 1 columns of its table @ c"]
    );
}

#[test]
fn a_row_with_an_empty_first_cell_begins_at_that_cell() {
    let found = Case::of(TABLE).in_text("# A\n\n## Roles\n\n| Role | Owner |\n|---|---|\n|   | Jo |\n");
    assert_eq!(found, ["7:2 row of the table in section `roles` has no `role` @    | Jo"]);
}

#[test]
fn a_link_about_inactive_accounts_does_not_say_that_its_target_has_ended() {
    let case = Case::of("reference.phase]\nphases = [\"ended\"]");
    let from = ("a.md", "[How to close inactive accounts](b.md)\n");
    assert_eq!(case.paths(&[from, ("b.md", "---\nstatus: superseded\nversion: 1\n---\n")]), ["a.md"]);
}

#[test]
fn an_emphasized_label_without_a_value_is_marked() {
    let case = Case::of("metadata]\nfault = \"empty\"\nrequire = [{ any = [\"owner\"], called = \"owner\" }]");
    assert_eq!(case.in_text("# A\n\n**Owner:**\n**Version:** 1\n"), ["3:3 `owner` is present but empty @ Owner"]);
}

#[test]
fn a_mask_of_a_date_in_metadata_is_told_once() {
    let approved = "status: approved\napproved_by: Mo\napproved_on: 2026-01-01\nowner: Jo";
    for line in ["| Owner | Jo |\n|---|---|\n| Next review | YYYY-MM-DD |", "**Next review:** YYYY-MM-DD"] {
        assert_eq!(core(&format!("---\n{approved}\n---\n\n# A\n\n{line}\n")), ["metadata-placeholder"], "{line}");
    }
}

#[test]
fn a_mask_of_a_date_is_marked_without_its_cell() {
    let text = "---\nowner: Jo\nnext_review: 2027-01-01\nstatus: approved\napproved_by: Mo\napproved_on: 2026-01-01\n---\n\n\
                | Test | Day |\n|---|---|\n| First | YYYY-MM-DD |\n";
    let set = RuleSet::of_pack(&fixture::root().join("rules/core.toml"), &LoadedConfig::default()).unwrap();
    let judged = Judged::of_texts(&[("a.md", text)], &set);
    let found = judged.of_rule("placeholder-in-approved");
    assert_eq!(place_and_message(&judged, &found[0]), "11:11 placeholder `YYYY-MM-DD` @ YYYY-MM-DD");
}

#[test]
fn the_first_line_is_marked_without_the_byte_order_mark() {
    let case = Case::of(ANY);
    assert_eq!(
        case.in_text("\u{feff}---\ntitle: x\n---\n\n# A\n"),
        ["1:1 document has no somebody and no number @ ---"]
    );
}

// --------------------------------------------------------------------------------------------------------- places and proposals

#[test]
fn metadata_is_missed_where_the_document_keeps_it() {
    let case =
        Case::of("metadata]\nfault = \"absent\"\nrequire = [{ any = [\"next_review\"], called = \"next review\" }]");
    let site = "---\ntitle: Access\nslug: access\n---\n\n# Access\n\n- **Policy owner:** Jane Doe\n- **Effective date:** 2026-01-02\n";
    assert_eq!(case.in_text(site), ["8:1 document has no next review @ - **Policy owner:** Jane Doe"]);
    let block = "---\ntitle: Access\nowner: Jane Doe\n---\n\n# Access\n\n- **Effective date:** 2026-01-02\n";
    assert_eq!(case.in_text(block), ["1:1 document has no next review @ ---"]);
    assert_eq!(case.in_text("---\ntitle: Access\n---\n\n# Access\n"), ["1:1 document has no next review @ ---"]);
}

#[test]
fn a_path_is_proposed_as_the_link_would_have_to_be_written() {
    let case = Case::of("link]\nmissing = \"file\"");
    let proposal = |from: &str, target: &str| {
        let text = format!("# A\n\nSee [it]({target}).\n");
        let judged = case.judge(&[(from, &text), ("plans/continuity/hall.md", "# B\n"), ("Scope of it.md", "# C\n")]);
        judged.of_rule("only")[0].help.clone()
    };
    assert_eq!(proposal("plans/continuity/a.md", "Hall.md"), "did you mean `hall.md`?");
    assert_eq!(proposal("plans/a.md", "continuity/Hall.md#top"), "did you mean `continuity/hall.md`?");
    assert_eq!(proposal("policies/it/a.md", "../../plans/hall.md"), "did you mean `../../plans/continuity/hall.md`?");
    assert_eq!(proposal("plans/a.md", "../scope%20of%20it.md"), "did you mean `../Scope%20of%20it.md`?");
}

#[test]
fn a_path_is_proposed_only_where_the_names_of_the_files_are_alike() {
    let case = Case::of("link]\nmissing = \"file\"");
    let help = |target: &str| {
        let text = format!("# A\n\nSee [it]({target}).\n");
        let judged = case.judge(&[("handbook/policies/a.md", &text), ("handbook/policies/storage.md", "# B\n")]);
        judged.of_rule("only")[0].help.clone()
    };
    assert_eq!(help("storrage.md"), "did you mean `storage.md`?");
    assert_eq!(help("go.md"), "mend it");
    assert_eq!(help("credentials.md"), "mend it");
}
