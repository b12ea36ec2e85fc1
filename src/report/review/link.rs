//! Links from a review to documents.

use std::path::{Component, Path};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::error::{Error, Result};

/// What is encoded in a path. A colon is, for it would make a scheme of the first part of a path.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');
/// What is encoded in an address that somebody gave: what no address holds.
const ADDRESS: &AsciiSet =
    &percent_encoding::CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`').add(b'\\').add(b'{').add(b'}');

/// What links begin with, from what was asked for: an address of the web or a relative path, and nothing that runs.
///
/// # Errors
///
/// When it has another scheme, or leads to a host without one.
pub fn base(given: &str) -> Result<String> {
    let is_part_of_scheme = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    // Browsers drop blanks and control characters around and inside a scheme, so that nothing with them may pass.
    let is_plain = !given.chars().any(|c| c.is_control() || c.is_whitespace());
    let scheme = given.split_once(':').filter(|(scheme, _)| !scheme.contains(['/', '?', '#']));
    let is_known = scheme.is_none_or(|(scheme, rest)| {
        let is_web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
        is_web && scheme.chars().all(is_part_of_scheme) && rest.starts_with("//")
    });
    let leads_to_host = given.replace('\\', "/").starts_with("//");
    if is_plain && is_known && !leads_to_host {
        return Ok(utf8_percent_encode(given, ADDRESS).to_string());
    }
    Err(Error::Usage {
        message: format!("links cannot begin with `{}`", crate::output::printable(given)),
        help: "give an address that begins with `https://` or `http://`, or a relative path, to `--link-base`"
            .to_owned(),
    })
}

/// What links begin with where the documents lie in `root` and the page in `folder`, both as whole paths.
pub fn base_of_path(root: &Path, folder: &Path) -> String {
    let [root, folder] = [root, folder].map(|path| path.components().collect::<Vec<Component<'_>>>());
    let common = root.iter().zip(&folder).take_while(|(a, b)| a == b).count();
    let up = folder[common..].iter().map(|_| "..".to_owned());
    let down = root[common..].iter().map(|component| component.as_os_str().to_string_lossy().into_owned());
    let encoded = |part: String| utf8_percent_encode(&part, PATH).to_string() + "/";
    up.chain(down).map(encoded).collect()
}

/// The address of a document, and of a line in it.
pub fn address(base: &str, path: &str, line: Option<usize>) -> String {
    let path = utf8_percent_encode(path.trim_start_matches('/'), PATH);
    let line = line.map(|line| format!("#L{line}")).unwrap_or_default();
    format!("{base}{path}{line}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_web_and_relative_paths_are_bases() {
        for given in
            ["", "docs/", "../a/", "/srv/docs/", "https://example.org/a/blob/main/", "HTTP://example.org/", "a/b:c/"]
        {
            assert!(base(given).is_ok(), "{given}");
        }
    }

    #[test]
    fn nothing_that_runs_or_leads_elsewhere_is_a_base() {
        for given in [
            "javascript:alert(1)//",
            "JavaScript:alert(1)",
            "java\tscript:alert(1)",
            " javascript:alert(1)",
            "data:text/html,",
            "vbscript:x",
            "file:///etc/",
            "https:evil",
            "//example.org/",
            "\\\\example.org\\",
            "x:y/",
        ] {
            assert!(base(given).is_err(), "{given}");
        }
    }

    #[test]
    fn paths_are_encoded() {
        let address = |path| address("docs/", path, Some(3));
        assert_eq!(address("a b/ü#?.md"), "docs/a%20b/%C3%BC%23%3F.md#L3");
        assert_eq!(address("javascript:alert(1)"), "docs/javascript%3Aalert%281%29#L3");
        assert_eq!(super::address("", "//example.org/x", None), "example.org/x");
    }

    #[test]
    fn links_lead_from_the_page_to_the_documents() {
        let from = |root: &str, folder: &str| base_of_path(Path::new(root), Path::new(folder));
        assert_eq!(from("/a/docs", "/a"), "docs/");
        assert_eq!(from("/a/docs", "/a/out/x"), "../../docs/");
        assert_eq!(from("/a/docs", "/a/docs"), "");
        assert_eq!(from("/a/b c:d", "/a"), "b%20c%3Ad/");
    }
}
