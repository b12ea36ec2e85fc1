//! Documents as people write them: what is said in other words than a tool expects is read, and no finding comes of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod tree;

use serde_json::Value;
use tree::Tree;

const BOTH: &str = "packs = [\"core\", \"iso20000-1-2018\"]\n";

/// The fields of one document.
fn fields(text: &str) -> Value {
    let run = Tree::new().file("a.md", text).run(&["inspect", "a.md", "--format", "json"]);
    run.json()[0]["fields"].clone()
}

/// The findings of one rule, as `path:line message`.
fn findings(tree: &Tree, rule: &str) -> Vec<String> {
    let report = tree.run(&["check", "--select", rule, "--format", "json"]).json();
    let verdict = &report["verdicts"][0];
    assert_eq!(verdict["rule"], rule);
    let line = |finding: &Value| {
        format!("{}:{} {}", finding["path"].as_str().unwrap(), finding["line"], finding["message"].as_str().unwrap())
    };
    verdict["findings"].as_array().unwrap().iter().map(line).collect()
}

fn kind(tree: &Tree, path: &str) -> Value {
    tree.run(&["inspect", path, "--format", "json"]).json()[0]["kind"].clone()
}

#[test]
fn a_register_that_is_called_so_is_the_register_that_its_path_or_title_tells() {
    let of = |kind: &str, title: &str| format!("---\ntype: {kind}\nowner: Jane Doe\nstatus: draft\n---\n\n# {title}\n");
    let tree = Tree::new()
        .file("clauselint.toml", &format!("{BOTH}[[kind]]\nname = \"change-policy\"\npaths = [\"rules/c.md\"]\n"))
        .file("risk-register.md", &of("Register", "Our risks"))
        .file("r2.md", &of("Register", "Incident log"))
        .file("rules/c.md", &of("Policy", "How we change things"))
        .file("capacity-plan.md", &of("Policy", "Policy on capacity"));
    assert_eq!(kind(&tree, "risk-register.md"), "risk-register");
    assert_eq!(kind(&tree, "r2.md"), "incident-record");
    assert_eq!(kind(&tree, "rules/c.md"), "change-policy");
    assert_eq!(kind(&tree, "capacity-plan.md"), "policy", "a plan is no policy");
}

#[test]
fn a_name_as_a_link_of_a_wiki_is_a_name() {
    let found = fields(
        "---\nowner: \"[[Jane Alvarez]]\"\napproved_by: \"[[people/Marcus Lee|Marcus Lee]]\"\nstatus: draft\n---\n",
    );
    assert_eq!(found["owner"]["value"], "Jane Alvarez");
    assert_eq!(found["approved_by"]["value"], "Marcus Lee");
    let template =
        Tree::new().file("a.md", "---\nowner: \"[[insert owner]]\"\nversion: 1.0\nstatus: draft\n---\n\n# A\n");
    let report = template.run(&["check", "--format", "json"]).json();
    assert!(report.to_string().contains("still the placeholder"), "{report}");
}

#[test]
fn carriers_agree_where_the_configuration_knows_the_person() {
    let tree = Tree::new()
        .file("clauselint.toml", "[[people.person]]\nname = \"Jane Alvarez\"\naliases = [\"@jane\"]\n")
        .file("a.md", "---\nowner: \"@jane\"\nstatus: draft\n---\n\n# A\n\n| Document control | |\n|---|---|\n| Owner | Jane Alvarez |\n");
    let run = tree.run(&["check", "--select", "carriers-disagree", "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.out);
}

#[test]
fn a_decimal_comma_in_a_report_is_the_point_of_the_agreement() {
    let sla = "---\ntype: sla\nid: SLA-1\nowner: Jane Doe\nstatus: draft\n---\n\n# SLA\n\n| Service | Availability | Measurement period |\n|---|---|---|\n| Mail | 99,9 % | month |\n";
    let report = |actual: &str, met: &str| {
        format!(
            "---\ntype: sla-report\nsla: SLA-1\nperiod: 2026-10\nowner: Jane Doe\nstatus: draft\n---\n\n# Report\n\n| Service | Measure | Target | Actual | Met |\n|---|---|---|---|---|\n| Mail | Availability | 99,9 % | {actual} | {met} |\n"
        )
    };
    let tree = |actual: &str| {
        Tree::new().file("clauselint.toml", BOTH).file("sla.md", sla).file("report.md", &report(actual, "yes"))
    };
    assert_eq!(findings(&tree("99,97 %"), "reported-availability-target-differs"), [""; 0]);
    assert_eq!(findings(&tree("99,97 %"), "reported-miss-called-met"), [""; 0]);
    assert_eq!(findings(&tree("99,82 %"), "reported-miss-called-met").len(), 1);
}
