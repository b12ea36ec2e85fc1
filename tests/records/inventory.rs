//! Documented information that must be there: by its kind, by a claim, or by a pointer to another system.

use clauselint::finding::State;

use crate::run::{NOTHING, Run, rule};

const TABLES: &str = "
[[clause]]
id = \"std:4.3\"
title = \"Scope\"
[[clause]]
id = \"std:5.2\"
title = \"Policy\"
[[clause]]
id = \"std:9.2\"
title = \"Audit\"
[[kind]]
name = \"handbook\"
[[kind]]
name = \"scope-statement\"
[[kind]]
name = \"main-policy\"
is = \"policy\"
[[kind]]
name = \"short-policy\"
is = \"main-policy\"
[[kind]]
name = \"audit-plan\"
aliases = [\"audit programme\"]
[[kind]]
name = \"audit-log\"
[[kind]]
name = \"pointers\"
[[item]]
kind = \"scope-statement\"
title = \"scope\"
clause = \"std:4.3\"
mandatory = \"explicit\"
keep = \"maintain\"
[[item]]
kind = \"main-policy\"
title = \"policy\"
clause = \"std:5.2\"
mandatory = \"explicit\"
keep = \"maintain\"
[[item]]
kind = \"audit-plan\"
title = \"audit programme\"
clause = \"std:9.2\"
mandatory = \"implied\"
keep = \"retain\"
[[item]]
kind = \"audit-log\"
title = \"log of audits\"
clause = \"std:9.2\"
mandatory = \"implied\"
keep = \"retain\"
or = [\"handbook\"]
[[record]]
name = \"elsewhere\"
title = \"pointer\"
elsewhere = true
source = [{ kind = [\"pointers\"], form = { table = { needs = [\"kind\", \"system\"] } } }]
[record.column]
kind = {}
system = {}
location = {}
last_verified = { type = \"date\" }
";

const EXPLICIT: &str =
    "inventory]\nmandatory = \"explicit\"\nat = [\"handbook\", \"scope-statement\", \"policy\", \"pointers\"]";
const IMPLIED: &str = "inventory]\nmandatory = \"implied\"\nat = [\"handbook\", \"policy\", \"pointers\"]";

fn document(kind: &str, more: &str) -> String {
    format!("---\ntype: {kind}\n{more}---\n\n# A {kind}\n")
}

fn run(check: &str, texts: &[(&str, &str)]) -> Run {
    Run::of(&format!("{TABLES}{}", rule(check)), texts)
}

#[test]
fn an_item_is_there_by_its_kind_or_a_more_special_one() {
    let (scope, policy) = (document("scope-statement", ""), document("short-policy", ""));
    assert_eq!(run(EXPLICIT, &[("a.md", &scope), ("b.md", &policy)]).summary(), "met, 2 examined");
    let general = document("policy", "");
    assert_eq!(
        run(EXPLICIT, &[("a.md", &scope), ("b.md", &general)]).findings(),
        ["a.md:5:1 no document of the kind `main-policy`: policy (clause std:5.2) @ # A scope-statement"]
    );
}

#[test]
fn an_item_may_be_of_another_kind_that_is_named() {
    let handbook = document("handbook", "");
    let run = run(IMPLIED, &[("a.md", &handbook)]);
    assert_eq!(run.messages(), ["no document of the kind `audit-plan`: audit programme (clause std:9.2)"]);
    assert_eq!(run.verdict().examined, 2);
}

#[test]
fn findings_stand_at_the_first_kind_that_is_there() {
    let (handbook, scope) = (document("handbook", ""), document("scope-statement", ""));
    let texts = [("a.md", &*handbook), ("b.md", &*scope)];
    let of = |kinds: &str| run(&format!("inventory]\nmandatory = \"explicit\"\nat = [{kinds}]"), &texts);
    assert_eq!(of("\"scope-statement\", \"handbook\"").findings()[0][..4], *"b.md");
    assert_eq!(of("\"main-policy\", \"handbook\"").findings()[0][..4], *"a.md");
    let none = of("\"main-policy\", \"pointers\"");
    assert_eq!(none.summary(), "not checked, 0 examined: no document of the kind `main-policy` or `pointers`");
}

#[test]
fn a_claim_stands_for_the_only_item_of_its_clause() {
    for claim in ["std:4.3", "4.3", "[std:4.3, std:5.2]", "\n  - 4.3\n  - 5.2", "4.3, 5.2"] {
        let policy = document("policy", &format!("satisfies: {claim}\n"));
        let run = run(EXPLICIT, &[("a.md", &policy)]);
        let is_missing = run.messages().iter().any(|message| message.contains("scope-statement"));
        assert!(!is_missing, "{claim}: {:?}", run.messages());
    }
    let other = document("policy", "satisfies: 9.2\n");
    assert_eq!(run(IMPLIED, &[("a.md", &other)]).messages().len(), 2, "the clause asks for two things");
    let unknown = document("policy", "satisfies: 7.7\n");
    assert_eq!(run(EXPLICIT, &[("a.md", &unknown)]).messages().len(), 2);
}

#[test]
fn a_document_that_is_an_item_itself_claims_nothing_else() {
    let handbook = document("handbook", "satisfies: 4.3\n");
    assert_eq!(run(EXPLICIT, &[("a.md", &handbook)]).messages().len(), 2);
}

#[test]
fn retired_documents_do_not_count_and_drafts_do() {
    let scope = |status: &str| document("scope-statement", &format!("status: {status}\n"));
    let policy = document("main-policy", "");
    assert_eq!(run(EXPLICIT, &[("a.md", &policy), ("b.md", &scope("retired"))]).messages().len(), 1);
    assert_eq!(run(EXPLICIT, &[("a.md", &policy), ("b.md", &scope("draft"))]).messages(), NOTHING);
    let claims = document("policy", "status: retired\nsatisfies: 4.3\n");
    assert_eq!(run(EXPLICIT, &[("a.md", &policy), ("b.md", &claims)]).messages().len(), 1);
}

#[test]
fn a_pointer_stands_for_what_is_kept_in_another_system() {
    let pointers = |rows: &str| {
        format!("---\ntype: pointers\n---\n\n# P\n\n| Kind | System | Location | Last verified |\n|-|-|-|-|\n{rows}")
    };
    let missing = |rows: &str| run(IMPLIED, &[("p.md", &pointers(rows))]).messages().len();
    assert_eq!(missing(""), 2);
    assert_eq!(missing("| audit-plan | GRC tool | x | 2026-01-01 |\n"), 1);
    assert_eq!(missing("| Audit Programme | GRC tool | | |\n"), 1, "an alias of the kind");
    assert_eq!(missing("| audit-plan | GRC tool | | |\n| audit-log | GRC tool | | |\n"), 0);
    assert_eq!(missing("| audit-plan | | x | |\n"), 2, "no system");
    let retired =
        pointers("| audit-plan | GRC tool | | |\n").replace("type: pointers", "type: pointers\nstatus: retired");
    assert_eq!(run(IMPLIED, &[("a.md", &document("policy", "")), ("p.md", &retired)]).messages().len(), 2);
}

#[test]
fn a_repository_of_something_else_is_not_checked() {
    assert_eq!(run(EXPLICIT, &[("a.md", "# Just a page\n")]).state(), State::NotChecked);
    let customary = EXPLICIT.replace("explicit", "customary");
    assert_eq!(run(&customary, &[("a.md", &document("policy", ""))]).summary(), "nothing examined, 0 examined");
}

const NEEDED: &str = "
[[kind]]
name = \"log\"
[[kind]]
name = \"major-report\"
[[clause]]
id = \"std:8.6\"
title = \"Incidents\"
[[item]]
kind = \"major-report\"
title = \"report of a major incident\"
clause = \"std:8.6\"
mandatory = \"explicit\"
keep = \"retain\"
when = \"all('incident').exists(one, one.level == 'major')\"
[[record]]
name = \"incident\"
title = \"incident\"
source = [{ kind = [\"log\"], form = { table = { needs = [\"level\"] } } }]
[record.column]
level = { type = \"choice\", choices = { major = [], minor = [] } }
";

#[test]
fn an_item_may_be_necessary_only_where_something_has_happened() {
    let check = rule("inventory]\nmandatory = \"explicit\"\nat = [\"log\"]");
    let of = |levels: &str| {
        let text = format!("---\ntype: log\n---\n\n# L\n\n| Level | Text |\n|-|-|\n{levels}");
        Run::of(&format!("{NEEDED}{check}"), &[("l.md", &text)])
    };
    assert_eq!(of("| minor | x |\n").summary(), "nothing examined, 0 examined");
    assert_eq!(of("").summary(), "nothing examined, 0 examined");
    assert_eq!(of("| minor | x |\n| major | x |\n").summary(), "not met, 1 examined");
    let doubt = of("| minor | x |\n| who knows | x |\n");
    assert_eq!(doubt.summary(), "not checked, 0 examined: whether `major-report` is necessary: no `level` (l.md:5)");
}

#[test]
fn a_rule_that_looks_only_at_some_kinds_finds_items_only_there() {
    let limited =
        rule(EXPLICIT).replace("help = \"mend it\"\n", "help = \"mend it\"\napplies-to = { kind = [\"handbook\"] }\n");
    let texts = [document("handbook", ""), document("scope-statement", "")];
    let run = Run::of(&format!("{TABLES}{limited}"), &[("a.md", &texts[0]), ("b.md", &texts[1])]);
    assert!(run.findings().iter().all(|finding| finding.starts_with("a.md:5:1")), "{:?}", run.findings());
}
