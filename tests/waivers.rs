//! What becomes of findings that somebody accepts: waivers, comments, baseline, personas.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod tree;

use tree::Tree;

const OVERDUE: &str =
    "---\nowner: Jane Doe\nnext_review: 2026-06-01\n---\n\n# Access policy\n\nKeys are kept in a safe.\n";
const LINKS: &str = "---\nid: POL-7\nowner: Jane Doe\nnext_review: 2027-06-01\n---\n\n# Access policy\n\n\
                     See [one](one.md) and [two](two.md).\n";
const WAIVER: &str = "[[waiver]]\nrule = \"review-overdue\"\npath = \"access.md\"\n\
                      reason = \"the review waits for the new building\"\napproved-by = \"John Roe\"\n\
                      expires = \"2027-03-31\"\n";

fn waived() -> Tree {
    Tree::new().file("access.md", OVERDUE).file("clauselint.toml", WAIVER)
}

fn concise(tree: &Tree, arguments: &[&str]) -> Vec<String> {
    let run = tree.run(&[&["check", "--format", "concise"], arguments].concat());
    run.out.lines().map(str::to_owned).collect()
}

// ---------------------------------------------------------------------------------------------------------------- waivers

#[test]
fn a_waiver_takes_a_finding_out_of_the_count_until_it_ends() {
    let tree = waived();
    let run = tree.run(&["check"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("findings  none; 1 waived"), "{run:?}");
    assert!(run.out.contains("0 not met, 1 waived"), "{run:?}");
    assert_eq!(tree.on("2027-03-31", &["check"]).code, 0);
    let after = tree.on("2027-04-01", &["check", "--format", "concise"]);
    assert_eq!(after.code, 1);
    assert!(after.out.contains("access.md:3:14: error[review-overdue]"), "{after:?}");
    assert!(after.out.contains("clauselint.toml:6:11: warning[waiver-expired]"), "{after:?}");
    let before = tree.on("2027-03-01", &["check", "--format", "concise"]);
    assert_eq!(before.code, 0);
    assert!(before.out.contains("clauselint.toml:6:11: warning[waiver-expiring]"), "{before:?}");
    assert_eq!(concise(&tree, &[]), [""; 0], "nothing is said while there is time");
}

#[test]
fn a_rule_whose_findings_are_all_waived_is_not_met() {
    let json = waived().run(&["check", "--format", "json"]).json();
    let verdict =
        json["verdicts"].as_array().unwrap().iter().find(|verdict| verdict["rule"] == "review-overdue").unwrap();
    assert_eq!(verdict["state"], "waived");
    assert_eq!(verdict["findings"].as_array().unwrap().len(), 0);
    let aside = &verdict["set_aside"][0];
    assert_eq!(aside["disposition"]["kind"], "waived");
    assert_eq!(aside["disposition"]["until"], "2027-03-31");
    assert_eq!(aside["disposition"]["approved_by"], "John Roe");
    assert_eq!(json["summary"]["findings"]["waived"], 1);
    assert_eq!(json["summary"]["findings"]["error"], 0);
    assert_eq!(json["summary"]["rules"]["waived"], 1);
}

#[test]
fn what_a_waiver_lacks_stops_the_run_at_its_place() {
    for (without, place, said) in [
        ("rule", "clauselint.toml:1:1", "has no `rule`"),
        ("path", "clauselint.toml:1:1", "has no `path`"),
        ("reason", "clauselint.toml:1:1", "has no `reason`"),
        ("approved-by", "clauselint.toml:1:1", "has no `approved-by`"),
        ("expires", "clauselint.toml:1:1", "has no `expires`"),
    ] {
        let kept: Vec<&str> = WAIVER.lines().filter(|line| !line.starts_with(without)).collect();
        let config = kept.join(
            "
",
        );
        let run = Tree::new().file("access.md", OVERDUE).file("clauselint.toml", &config).run(&["check"]);
        assert_eq!(run.code, 2, "{without} {run:?}");
        assert!(run.err.contains(place) && run.err.contains(said) && run.err.contains("help:"), "{without} {run:?}");
    }
    for (from, to, place, said) in [
        ("review-overdue", "review-overdeu", "clauselint.toml:2:8", "did you mean `review-overdue`?"),
        ("review-overdue", "waiver-unused", "clauselint.toml:2:8", "cannot be waived"),
        ("2027-03-31", "next spring", "clauselint.toml:6:11", "no date"),
        ("2027-03-31", "2027-02-30", "clauselint.toml:6:11", "no date"),
        ("John Roe", " ", "clauselint.toml:5:15", "is empty"),
        ("path =", "paths =", "clauselint.toml:3:1", "unknown field"),
        ("path =", "record = \"POL-1\"\npath =", "clauselint.toml:3:10", "`path` and `record`"),
        ("access.md", "{access", "clauselint.toml:3:8", "no valid glob"),
    ] {
        let config = WAIVER.replace(from, to);
        let run = Tree::new().file("access.md", OVERDUE).file("clauselint.toml", &config).run(&["check"]);
        assert_eq!(run.code, 2, "{to} {run:?}");
        assert!(run.err.contains(place) && run.err.contains(said), "{to} {run:?}");
    }
    let date = WAIVER.replace("\"2027-03-31\"", "2027-03-31");
    assert_eq!(Tree::new().file("access.md", OVERDUE).file("clauselint.toml", &date).run(&["check"]).code, 0);
}

#[test]
fn a_run_over_a_part_does_not_call_a_waiver_unused() {
    let tree = waived().file("other.md", OVERDUE).file("mended.md", &OVERDUE.replace("2026-06", "2027-06"));
    assert_eq!(concise(&tree, &["mended.md"]), [""; 0]);
    assert_eq!(concise(&tree, &["--ignore", "review-overdue"]), [""; 0]);
    let mended = Tree::new().file("access.md", &OVERDUE.replace("2026-06", "2027-06")).file("clauselint.toml", WAIVER);
    assert_eq!(concise(&mended, &[]).len(), 1);
    let off = format!("{WAIVER}[rules.review-overdue]\nseverity = \"off\"\n");
    let off = Tree::new().file("access.md", OVERDUE).file("clauselint.toml", &off);
    assert!(concise(&off, &[])[0].contains("[waiver-unused]"));
}

#[test]
fn of_two_waivers_the_longer_one_counts_and_both_are_used() {
    let two = format!("{WAIVER}{}", WAIVER.replace("2027-03-31", "2026-12-31").replace("access.md", "**"));
    let tree = Tree::new().file("access.md", OVERDUE).file("clauselint.toml", &two);
    let lines = concise(&tree, &[]);
    assert!(lines.len() == 1 && lines[0].contains("clauselint.toml:13:11") || lines.is_empty(), "{lines:?}");
    assert!(concise(&tree, &["--persona", "auditor"])[0].contains("waived until 2027-03-31"));
}

// --------------------------------------------------------------------------------------------------------------- comments

#[test]
fn a_comment_covers_the_block_behind_it_and_no_other() {
    let comment = "<!-- clauselint-ignore link-broken until=2027-03-31 reason=\"the page follows\" -->\n";
    let text =
        |first: &str, second: &str| format!("# Notes\n\n{first}See [one](one.md).\n\n{second}See [two](two.md).\n");
    let tree = |text: &str| Tree::new().file("notes.md", text);
    assert_eq!(concise(&tree(&text("", "")), &[]).len(), 2);
    let first = concise(&tree(&text(comment, "")), &[]);
    assert!(first.len() == 1 && first[0].contains("two.md"), "{first:?}");
    let second = concise(&tree(&text("", &format!("{comment}\n"))), &[]);
    assert!(second.len() == 1 && second[0].contains("one.md"), "{second:?}");
    let json = tree(&text(comment, "")).run(&["check", "--format", "json"]).json();
    assert_eq!(json["summary"]["findings"]["waived"], 1);
    let ended = tree(&text(comment, "")).on("2027-04-01", &["check", "--format", "concise"]);
    assert_eq!(ended.out.lines().count(), 3, "{ended:?}");
    assert!(ended.out.contains("notes.md:3:42: warning[waiver-expired]"), "{ended:?}");
}

// --------------------------------------------------------------------------------------------------------------- baseline

#[test]
fn a_baseline_takes_known_findings_out_of_the_count_and_new_ones_count() {
    let tree = Tree::new().file("access.md", LINKS);
    assert_eq!(tree.run(&["check"]).code, 1);
    let written = tree.run(&["baseline"]);
    assert_eq!((written.code, written.out.as_str()), (0, "clauselint-baseline.toml: 2 findings known, 2 came in\n"));
    let known = tree.run(&["check"]);
    assert_eq!(known.code, 0, "{known:?}");
    assert!(known.out.contains("findings  none; 2 in the baseline"), "{known:?}");
    tree.write("access.md", &format!("{LINKS}\nSee [three](three.md).\n"));
    let lines = concise(&tree, &[]);
    assert!(lines.len() == 1 && lines[0].contains("three.md"), "{lines:?}");
}

#[test]
fn a_baseline_knows_moved_lines_renamed_files_and_other_orders() {
    let tree = Tree::new().file("access.md", LINKS);
    tree.run(&["baseline"]);
    tree.write("access.md", &LINKS.replace("See", "A line.\n\nAnother line.\n\nSee"));
    assert_eq!(concise(&tree, &[]), [""; 0]);
    tree.write("access.md", &LINKS.replace("[one](one.md) and [two](two.md)", "[two](two.md) and [one](one.md)"));
    assert_eq!(concise(&tree, &[]), [""; 0]);
    tree.remove("access.md");
    tree.write("rules.md", LINKS);
    assert_eq!(concise(&tree, &[]), [""; 0]);
    let text = tree.read("clauselint-baseline.toml");
    let (head, entries) = text.split_once("\n\n[[finding]]\n").unwrap();
    let mut entries: Vec<&str> = entries.split("\n[[finding]]\n").collect();
    entries.reverse();
    tree.write("clauselint-baseline.toml", &format!("{head}\n\n[[finding]]\n{}", entries.join("\n[[finding]]\n")));
    assert_eq!(concise(&tree, &[]), [""; 0]);
}

#[test]
fn rows_of_a_table_may_change_their_order() {
    let table = |rows: &str| {
        format!(
            "---\nowner: Jane Doe\nnext_review: 2027-06-01\n---\n\n# Access policy\n\n## Revision history\n\n\
             | Version | Date | Author |\n|---|---|---|\n{rows}"
        )
    };
    let tree = Tree::new().file("access.md", &table("| 1.0 | | John Roe |\n| 1.1 | 2026-02-05 | Jane Doe |\n"));
    assert_eq!(concise(&tree, &[]).len(), 1);
    tree.run(&["baseline"]);
    tree.write("access.md", &table("| 1.1 | 2026-02-05 | Jane Doe |\n| 1.0 | | John Roe |\n"));
    assert_eq!(concise(&tree, &[]), [""; 0]);
    tree.write("access.md", &table("| 1.1 | | Jane Doe |\n| 1.0 | 2026-01-05 | John Roe |\n"));
    assert_eq!(concise(&tree, &[]).len(), 2, "another row is at fault, and that of the baseline is mended");
}

#[test]
fn two_findings_of_a_rule_that_change_places_are_told_apart() {
    let tree =
        Tree::new().file("access.md", LINKS).file("keys.md", &LINKS.replace("POL-7", "POL-8").replace("one", "x"));
    tree.run(&["baseline"]);
    tree.write("access.md", &LINKS.replace("one", "x"));
    tree.write("keys.md", &LINKS.replace("POL-7", "POL-8"));
    let lines = concise(&tree, &[]);
    assert_eq!(lines.iter().filter(|line| line.contains("[link-broken]")).count(), 2, "{lines:?}");
    assert_eq!(lines.iter().filter(|line| line.contains("[baseline-entry-gone]")).count(), 2, "{lines:?}");
    // One finding tells of all that a document lacks: lacking something else is news, lacking less is not.
    let lacking = |keys: &str| {
        format!("---\nclassification: internal\napproved_by: Jane Doe\n{keys}---\n\n# Access policy\n\nKeys.\n")
    };
    let tree = Tree::new().file("access.md", &lacking(""));
    tree.run(&["baseline"]);
    tree.write("access.md", &lacking("owner: Jane Doe\n"));
    assert!(concise(&tree, &[])[0].contains("`owner` of this entry is gone"));
    tree.run(&["baseline"]);
    assert_eq!(concise(&tree, &[]), [""; 0]);
    tree.write("access.md", &lacking("next_review: 2027-06-01\n"));
    assert!(concise(&tree, &[])[0].contains("error[metadata-missing] document has no owner"));
}

#[test]
fn a_baseline_only_shrinks_unless_growth_is_asked_for() {
    let tree = Tree::new().file("access.md", LINKS);
    tree.run(&["baseline"]);
    tree.write("access.md", &LINKS.replace("[two](two.md)", "[three](three.md)"));
    let verify = tree.run(&["baseline", "--verify"]);
    assert_eq!(verify.code, 1, "{verify:?}");
    assert!(verify.out.contains("clauselint-baseline.toml:12:8: the finding of this entry is gone"), "{verify:?}");
    assert!(tree.read("clauselint-baseline.toml").contains("two.md"), "verifying writes nothing");
    let shrunk = tree.run(&["baseline"]);
    assert!(shrunk.out.contains("1 finding known, 1 left it; 1 more is not in it"), "{shrunk:?}");
    assert!(!tree.read("clauselint-baseline.toml").contains("two.md"));
    assert!(!tree.read("clauselint-baseline.toml").contains("three.md"));
    assert_eq!(tree.run(&["baseline", "--verify"]).code, 0);
    let grown = tree.run(&["baseline", "--allow-growth"]);
    assert!(grown.out.contains("2 findings known, 0 left it, 1 came in"), "{grown:?}");
    assert_eq!(concise(&tree, &[]), [""; 0]);
}

#[test]
fn a_baseline_is_written_whole_or_not_at_all() {
    let tree = Tree::new().file("access.md", LINKS);
    assert_eq!(tree.run(&["baseline", "--verify"]).code, 2, "there is nothing to verify");
    tree.run(&["baseline"]);
    let names: Vec<String> = tree.names();
    assert_eq!(names, ["access.md", "clauselint-baseline.toml"], "no temporary file is left");
    tree.write("clauselint-baseline.toml", "version = 1\n[[finding]]\nrule = \"core/link-broken\"\n");
    let run = tree.run(&["check"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("clauselint-baseline.toml:2:1") && run.err.contains("document"), "{run:?}");
    tree.write("clauselint-baseline.toml", "version = 7\n");
    assert!(tree.run(&["check"]).err.contains("has the form 7"));
}

#[test]
fn odd_subjects_survive_the_baseline() {
    let odd = "---\nowner: Jane Doe\nnext_review: 2027-06-01\n---\n\n# Access policy\n\n\
               See [a](<a\"b\\c 'd'.md>) and [b](<\u{202e}x\u{1f600}=[finding].md>).\n";
    let tree = Tree::new().file("access.md", odd);
    assert_eq!(concise(&tree, &[]).len(), 2);
    tree.run(&["baseline"]);
    assert!(!tree.read("clauselint-baseline.toml").contains('\u{202e}'));
    assert_eq!(concise(&tree, &[]), [""; 0]);
}

#[test]
fn many_findings_lead_to_the_baseline() {
    let many: Vec<String> = (0..150).map(|number| format!("See [{number}](gone-{number}.md).\n\n")).collect();
    let tree = Tree::new().file("access.md", &format!("# Notes\n\n{}", many.concat()));
    assert!(tree.run(&["check"]).out.contains("`clauselint baseline`"));
    tree.run(&["baseline"]);
    assert!(!tree.run(&["check"]).out.contains("`clauselint baseline`"));
}

// --------------------------------------------------------------------------------------------------------------- personas

#[test]
fn an_author_is_spared_the_calendar_of_documents_that_are_not_named() {
    let tree = Tree::new()
        .file("access.md", OVERDUE)
        .file("keys.md", LINKS)
        .file("clauselint.toml", &WAIVER.replace("2027-03-31", "2026-11-01"));
    let whole = tree.run(&["check", "--persona", "author", "--format", "concise"]);
    assert!(!whole.out.contains("review-overdue") && !whole.out.contains("waiver-expired"), "{whole:?}");
    assert!(whole.out.contains("link-broken"), "{whole:?}");
    let summary = tree.run(&["check", "--persona", "author"]);
    assert!(summary.out.contains("; 2 left to the full run"), "{summary:?}");
    assert!(summary.out.contains("3 not met"), "what is left to others is not met: {summary:?}");
    let own = tree.run(&["check", "--persona", "author", "--format", "concise", "access.md"]);
    assert!(own.out.contains("review-overdue"), "{own:?}");
}

#[test]
fn an_auditor_sees_what_does_not_count() {
    let tree = waived().file("keys.md", LINKS);
    tree.run(&["baseline"]);
    assert_eq!(concise(&tree, &[]), [""; 0]);
    let run = tree.run(&["check", "--persona", "auditor", "--format", "concise"]);
    assert_eq!(run.code, 0, "what is accepted does not fail: {run:?}");
    let lines: Vec<_> = run.out.lines().collect();
    assert_eq!(lines.len(), 3, "{run:?}");
    assert!(
        lines[0].ends_with("(waived until 2027-03-31 by John Roe: the review waits for the new building)"),
        "{run:?}"
    );
    assert!(lines[1].ends_with("(in the baseline)"), "{run:?}");
    let shown = tree.run(&["check", "--persona", "auditor"]);
    assert!(shown.out.contains("(in the baseline)"), "{shown:?}");
}

#[test]
fn readmes_alone_are_told_in_one_line_that_nothing_is_demanded() {
    let tree = Tree::new().file("README.md", "# Tool\n\nIt does things.\n").file("docs/use.md", "# Use\n\nRun it.\n");
    let run = tree.run(&["check"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.out.lines().filter(|line| line.contains("nothing is demanded")).count(), 1, "{run:?}");
    assert!(run.out.contains("findings  none"), "{run:?}");
}

// ------------------------------------------------------------------------------------------------------------ with a change

/// A repository in which everything is committed.
fn committed(tree: Tree) -> Tree {
    git(&tree, &["init", "--quiet", "--initial-branch=main"]);
    commit(&tree);
    tree
}

fn commit(tree: &Tree) {
    git(tree, &["add", "."]);
    git(tree, &["commit", "--quiet", "-m", "a change"]);
}

fn git(tree: &Tree, arguments: &[&str]) {
    let mut command = tree.command("git");
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    for name in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{name}_NAME"), "Jane Doe").env(format!("GIT_{name}_EMAIL"), "jane@example.org");
    }
    let run = tree::Run::of(command.args(arguments));
    assert_eq!(run.code, 0, "{run:?}");
}

const BROKEN_LINK: &str = "# Notes\n\nSee [one](one.md).\n";

fn link_waiver(path: &str, expires: &str) -> String {
    WAIVER.replace("review-overdue", "link-broken").replace("access.md", path).replace("2027-03-31", expires)
}

#[test]
fn a_waiver_that_a_change_makes_needless_is_told_and_older_ones_are_not() {
    let config = link_waiver("notes.md", "2027-03-31") + &link_waiver("elsewhere.md", "2027-03-31");
    let tree = committed(Tree::new().file("notes.md", BROKEN_LINK).file("clauselint.toml", &config));
    assert_eq!(concise(&tree, &["--staged"]), [""; 0]);
    tree.write("notes.md", "# Notes\n\nSee nothing.\n");
    git(&tree, &["add", "."]);
    let lines = concise(&tree, &["--staged"]);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(
        lines[0].contains("clauselint.toml:2:8: warning[waiver-unused]") && lines[0].contains("`notes.md`"),
        "{lines:?}"
    );
}

#[test]
fn a_waiver_that_ended_overnight_stops_no_unrelated_change() {
    let tree = committed(
        Tree::new()
            .file("notes.md", BROKEN_LINK)
            .file("other.md", "# Other\n\nText.\n")
            .file("clauselint.toml", &link_waiver("notes.md", "2026-11-29")),
    );
    assert_eq!(tree.run(&["check", "--fail-on", "warning"]).code, 1);
    tree.write("other.md", "# Other\n\nMore text.\n");
    git(&tree, &["add", "."]);
    let run = tree.run(&["check", "--staged", "--fail-on", "warning"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("findings  none; 2 left to the full run"), "{run:?}");
    assert!(run.out.contains("2 not met"), "what is left to others is not met: {run:?}");
    tree.write("notes.md", "# Notes\n\nSee [one](one.md) now.\n");
    git(&tree, &["add", "."]);
    assert!(concise(&tree, &["--staged"])[0].contains("warning[link-broken]"));
}

#[test]
fn waivers_and_baseline_come_from_what_is_committed() {
    let tree = committed(Tree::new().file("notes.md", BROKEN_LINK).file("README.md", "# Tool\n"));
    tree.write("clauselint.toml", &link_waiver("notes.md", "2027-03-31"));
    tree.write("notes.md", &format!("{BROKEN_LINK}\nMore.\n"));
    git(&tree, &["add", "notes.md"]);
    assert_eq!(concise(&tree, &["--staged"]).len(), 1, "the waiver is not staged");
    git(&tree, &["add", "clauselint.toml"]);
    assert_eq!(concise(&tree, &["--staged"]), [""; 0]);
    git(&tree, &["rm", "--quiet", "--force", "clauselint.toml"]);
    assert_eq!(concise(&tree, &["--staged"]).len(), 1);
    tree.run(&["baseline"]);
    assert_eq!(concise(&tree, &["--staged"]).len(), 1, "the baseline is not staged");
    assert_eq!(concise(&tree, &["--changed-since", "HEAD"]), [""; 0]);
    git(&tree, &["add", "clauselint-baseline.toml"]);
    assert_eq!(concise(&tree, &["--staged"]), [""; 0]);
    commit(&tree);
    tree.write("notes.md", "# Notes\n\nSee nothing.\n");
    git(&tree, &["add", "."]);
    let lines = concise(&tree, &["--staged"]);
    assert!(lines.len() == 1 && lines[0].contains("warning[baseline-entry-gone]"), "{lines:?}");
}

// ------------------------------------------------------------------------------------------------------------------ reports

fn copy(from: &std::path::Path, tree: &Tree, to: &str) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{to}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            copy(&entry.path(), tree, &format!("{path}/"));
        } else {
            tree.write(&path, &std::fs::read_to_string(entry.path()).unwrap());
        }
    }
}

#[test]
fn a_waived_error_leaves_a_clause_weak() {
    let tree = Tree::new();
    copy(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs-example"), &tree, "");
    let weak = || tree.run(&["gap", "--format", "json"]).json()["summary"]["weak"].as_u64().unwrap();
    let before = weak();
    let policy = "policies/service-management-policy.md";
    tree.write(policy, &(tree.read(policy) + "\nSee [annex](annex.md).\n"));
    assert!(weak() > before);
    let config = tree.read("clauselint.toml") + "\n" + &link_waiver(policy, "2027-03-31");
    tree.write("clauselint.toml", &config);
    assert_eq!(tree.run(&["check"]).code, 0);
    assert!(weak() > before, "accepted for a while, and still a weakness");
    assert!(tree.run(&["gap"]).out.contains("(waived until 2027-03-31 by John Roe"), "with the reason");
}

#[test]
fn a_baseline_is_verified_against_a_commit() {
    let tree = Tree::new().file("notes.md", BROKEN_LINK);
    tree.run(&["baseline"]);
    let tree = committed(tree);
    assert_eq!(tree.run(&["baseline", "--verify", "--since", "HEAD"]).code, 0);
    tree.write("other.md", &BROKEN_LINK.replace("Notes", "Other"));
    tree.run(&["baseline", "--allow-growth"]);
    assert_eq!(tree.run(&["baseline", "--verify"]).code, 0);
    let grown = tree.run(&["baseline", "--verify", "--since", "HEAD"]);
    assert_eq!(grown.code, 1, "{grown:?}");
    assert!(grown.out.contains("this entry came in (core/link-broken, other.md)"), "{grown:?}");
    assert_eq!(tree.run(&["baseline", "--verify", "--since", "nowhere"]).code, 2);
    assert_eq!(tree.run(&["baseline", "--since", "HEAD"]).code, 2);
    tree.write("clauselint.toml", "[rules.baseline-entry-gone]\nseverity = \"off\"\n");
    tree.write("other.md", "# Other\n");
    assert_eq!(tree.run(&["baseline", "--verify"]).code, 1, "whether or not the rule is on");
}
