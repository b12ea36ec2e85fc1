//! The management review: what a service manager has to know before the meeting, made from one commit, one set of packs and one
//! day, so that anyone can make it again.

pub mod build;
mod consistency;
pub mod csv;
mod inputs;
pub mod json;
pub mod markdown;
pub mod minutes;
pub mod model;

pub use build::{Circumstances, build};
pub use model::Review;

/// A link to a document, or to a line of it: what links begin with, the path with every character escaped that means something in a
/// URL or in Markdown, and the line as hosts of repositories name it.
pub fn link(base: &str, path: &str, line: Option<usize>) -> String {
    let mut url = base.to_owned();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~') {
            url.push(char::from(byte));
        } else {
            url.push_str(&format!("%{byte:02X}"));
        }
    }
    if let Some(line) = line {
        url.push_str(&format!("#L{line}"));
    }
    url
}
