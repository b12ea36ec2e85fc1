//! What is read from documents and what is told of them, for tests of how people write.

#![allow(dead_code, reason = "each test takes what it needs")]

use serde_json::Value;

use crate::tree::Tree;

/// Both built-in packs.
pub(crate) const BOTH: &str = "packs = [\"core\", \"iso20000-1-2018\"]\n";

/// The fields of one document.
pub(crate) fn fields(text: &str) -> Value {
    let run = Tree::new().file("a.md", text).run(&["inspect", "a.md", "--format", "json"]);
    run.json()[0]["fields"].clone()
}

/// The findings of one rule, as `path:line message`.
pub(crate) fn findings(tree: &Tree, rule: &str) -> Vec<String> {
    let report = tree.run(&["check", "--select", rule, "--format", "json"]).json();
    let verdict = &report["verdicts"][0];
    assert_eq!(verdict["rule"], rule);
    let line = |finding: &Value| {
        format!("{}:{} {}", finding["path"].as_str().unwrap(), finding["line"], finding["message"].as_str().unwrap())
    };
    verdict["findings"].as_array().unwrap().iter().map(line).collect()
}

/// The kind of a document.
pub(crate) fn kind(tree: &Tree, path: &str) -> Value {
    tree.run(&["inspect", path, "--format", "json"]).json()[0]["kind"].clone()
}
