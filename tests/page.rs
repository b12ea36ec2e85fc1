//! The page of the management review, as far as it can be looked at without a browser: what is escaped, what it names by checksum,
//! what templates may do, how large it grows. `tests/browser.rs` opens it.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

mod site;

use std::fs;
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use site::{HOSTILE, Site};

#[test]
fn the_same_state_gives_the_same_bytes() {
    let site = Site::example();
    let page = site.page(&[]);
    assert!(page == site.page(&[]));
    assert!(page != site.page_of("2027-11-30", &[]));
}

#[test]
fn style_and_script_are_those_that_the_policy_names() {
    let page = Site::example().page(&[]);
    let policy = between(&page, "Content-Security-Policy\" content=\"", "\"");
    let hashed = |text: &str| format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes())));
    let policy = unescaped(policy);
    assert!(policy.starts_with("default-src 'none';"), "{policy}");
    assert!(policy.contains(&format!("style-src '{}'", hashed(between(&page, "<style>", "</style>")))), "{policy}");
    assert!(policy.contains(&format!("script-src '{}'", hashed(between(&page, "<script>", "</script>")))), "{policy}");
    for never in ["unsafe", "http", "*"] {
        assert!(!policy.contains(never), "{policy}");
    }
    assert!(!page.contains(" style=") && !page.contains("onclick"), "nothing that the policy would refuse");
}

#[test]
fn texts_of_documents_are_texts() {
    let site = Site::with(HOSTILE);
    let page = site.page(&[]);
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert_eq!(page.matches("<script>").count(), 1);
    assert!(!page.contains("<img"));
    assert!(page.contains("=cmd()"), "no spreadsheet opens a page");
    assert!(!page.contains('\u{202e}') && !page.contains('\u{1b}') && !page.contains('\u{200b}'), "nothing steers");
    let bad = page.split('"').filter(|value| value.trim_start().to_ascii_lowercase().starts_with("javascript:"));
    assert_eq!(bad.count(), 0);
}

#[test]
fn links_lead_from_the_page_to_file_and_line() {
    let site = Site::with(&[("docs/a b.md", "---\nowner: Jane Doe\nnext_review: 2026-01-01\n---\n\n# Access\n")]);
    let folder = site.path().join("out");
    fs::create_dir(&folder).unwrap();
    let file = folder.join("review.html");
    let ran = site.run(&["review", "-o", file.to_str().unwrap()]);
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let page = fs::read_to_string(file).unwrap();
    assert!(unescaped(&page).contains("href=\"../docs/a%20b.md#L3\""), "{page}");
    let page = site.page(&["--link-base", "https://example.org/r/blob/main/"]);
    assert!(unescaped(&page).contains("href=\"https://example.org/r/blob/main/docs/a%20b.md#L3\""));
}

#[test]
fn links_that_run_something_are_refused() {
    let site = Site::with(&[("a.md", "---\nowner: Jane Doe\n---\n\n# A\n")]);
    for base in ["javascript:alert(1)//", "JAVASCRIPT:x", "data:text/html,x", "//example.org/", "vbscript:x"] {
        let ran = site.run(&["review", "--link-base", base]);
        assert_eq!(ran.status.code(), Some(2), "{base}");
        assert!(ran.stdout.is_empty());
        assert!(String::from_utf8_lossy(&ran.stderr).contains("links cannot begin with"), "{base}");
    }
}

#[test]
fn templates_of_a_folder_replace_those_of_the_program() {
    let site = Site::example();
    let folder = templates(&[
        (
            "waivers.html",
            "<section id=\"waivers\"><h2>Accepted by {{ \"<us>\" }}: {{ review.headline.waived }}</h2></section>",
        ),
        ("style.css", "body { color: #123 }"),
    ]);
    let page = site.page(&["--template", folder.path().to_str().unwrap()]);
    assert!(page.contains("<h2>Accepted by &lt;us&gt;: 0</h2>"));
    assert!(page.contains("<style>body { color: #123 }</style>"));
    assert!(page.contains("id=\"register\""), "the others are those of the program");
    let hash = STANDARD.encode(Sha256::digest(b"body { color: #123 }"));
    assert!(unescaped(&page).contains(&format!("style-src 'sha256-{hash}'")));
}

#[test]
fn faults_of_templates_have_a_place_and_a_remedy() {
    let cases = [
        ("waivers.html", "<p>\n{{ review.nothing }}\n", "waivers.html:2:4"),
        ("waivers.html", "<p>\n{% if %}\n", "waivers.html:2"),
        ("waivers.html", "{% include \"/etc/passwd\" %}", "waivers.html:1"),
        ("waivers.html", "{% include \"../../secret.html\" %}", "waivers.html:1"),
        ("waivers.html", "{{ 1|indent(999999999999999999) }}", "waivers.html:1"),
        ("waivers.html", "{{ review.headline.waived // 0 }}", "waivers.html:1"),
        (
            "waivers.html",
            "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}",
            "waivers.html:1",
        ),
        ("waivers.html", "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "waivers.html:1"),
        ("waivers.html", "{% include \"waivers.html\" %}", "html:1"),
        ("style.css", "p {}\n</style><script>", "style.css:2:1"),
        ("table.js", "let a = \"</script>\"", "table.js:1"),
    ];
    for (name, text, place) in cases {
        let folder = templates(&[(name, text)]);
        let ran = Site::example().run(&["review", "--template", folder.path().to_str().unwrap()]);
        let error = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert_eq!(ran.status.code(), Some(2), "{text}: {error}");
        assert!(ran.stdout.is_empty(), "{text}");
        assert!(error.contains("help:"), "{text}: {error}");
        assert!(error.replace('\n', "").contains(place), "{text}: {error}");
    }
}

#[test]
fn a_folder_of_templates_holds_nothing_else() {
    let refused = |folder: &std::path::Path| {
        let ran = Site::example().run(&["review", "--template", folder.to_str().unwrap()]);
        assert_eq!(ran.status.code(), Some(2));
        String::from_utf8_lossy(&ran.stderr).into_owned()
    };
    let folder = templates(&[("waiver.html", "x")]);
    assert!(refused(folder.path()).contains("did you mean `waivers.html`?"));
    let folder = templates(&[]);
    fs::write(folder.path().join("made.html"), [0xff, 0xfe]).unwrap();
    assert!(refused(folder.path()).contains("UTF-8"));
    fs::write(folder.path().join("made.html"), vec![b' '; (1 << 20) + 1]).unwrap();
    assert!(refused(folder.path()).contains("longer"));
    assert!(refused(&folder.path().join("nowhere")).contains("cannot read"));
    #[cfg(unix)]
    {
        let folder = templates(&[]);
        std::os::unix::fs::symlink("/etc/passwd", folder.path().join("made.html")).unwrap();
        assert!(refused(folder.path()).contains("no file of its folder"));
    }
}

#[test]
fn the_folder_of_the_program_gives_the_page_of_the_program() {
    let site = Site::example();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/report/review/html/templates");
    let replaced = site.page(&["--template", folder]);
    assert!(replaced.replace(&format!(" --template {folder}"), "") == site.page(&[]));
}

#[test]
fn every_repository_has_all_sections() {
    let sections = [
        "headline",
        "inputs",
        "clauses",
        "calendar",
        "owners",
        "findings",
        "waivers",
        "consistency",
        "changes",
        "trend",
        "register",
        "not-checked",
        "made",
    ];
    for site in [Site::example(), Site::with(HOSTILE), Site::without_clauses(), Site::almost_empty()] {
        let page = site.page(&[]);
        let places: Vec<usize> = sections
            .iter()
            .map(|id| page.find(&format!("<section id=\"{id}\"")).unwrap_or_else(|| panic!("{id}")))
            .collect();
        assert!(places.is_sorted(), "{places:?}");
    }
}

#[test]
fn a_comparison_shows_what_changed() {
    let site = Site::with_past();
    let page = site.page(&["--since", "HEAD~1"]);
    assert!(page.contains("1 fewer, better"), "a change in words");
    assert!(!page.contains("Nothing was compared"));
    assert!(page.contains("HEAD~1"));
}

#[test]
fn large_repositories_make_no_large_page() {
    let site = Site::large(4000);
    let page = site.page(&[]);
    assert!(page.len() < 3_000_000, "{} bytes", page.len());
    assert!(page.matches("<tr").count() < 4000);
    assert!(page.contains("left out here; <code>--format csv</code>"));
}

#[test]
fn the_page_comes_by_the_ending_of_the_file() {
    let site = Site::with(&[("a.md", "---\nowner: Jane Doe\n---\n\n# A\n")]);
    let ran = Command::new(env!("CARGO_BIN_EXE_clauselint"))
        .current_dir(site.path())
        .args(["review", "--as-of", "2026-11-30", "-o", "page.html"])
        .output()
        .unwrap();
    assert!(ran.status.success() && ran.stdout.is_empty());
    assert!(fs::read_to_string(site.path().join("page.html")).unwrap().starts_with("<!DOCTYPE html>"));
}

fn templates(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    text.split_once(start).unwrap().1.split_once(end).unwrap().0
}

fn unescaped(text: &str) -> String {
    text.replace("&#39;", "'").replace("&amp;", "&")
}
