//! Where a line with several labels is divided: at joints, in every spelling, and at labels in bold.

use std::borrow::Cow;

use super::label::MAX_LABEL;

/// The parts of a line that are joined by a bar, a dot or a bullet, with their offsets; by a comma, a semicolon or a full stop where the
/// label behind it is set off as the first one is.
pub(super) fn segments(line: &str) -> Vec<(usize, &str)> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, joint) in line.match_indices(['|', '·', '•', ',', ';', '.', '*']) {
        let end = at + joint.len();
        if joint == "*" {
            if at > start && line.starts_with("**") && begins_label(line, at) {
                parts.push((start, &line[start..at]));
                start = at;
            }
            continue;
        }
        let is_joint = if matches!(joint, "," | ";" | ".") {
            line.starts_with("**")
                && line[end..].strip_prefix(" **").is_some_and(|rest| rest.starts_with(char::is_alphabetic))
        } else {
            line[..at].ends_with(' ') && line[end..].starts_with(' ')
        };
        if is_joint && line[end..].contains([':', '：']) {
            parts.push((start, &line[start..at]));
            start = end;
        }
    }
    parts.push((start, &line[start..]));
    parts
}

/// Whether a label in bold begins at a place of a line, with blanks in front of it, behind a value: "**No:** 12   **Version:** 2.0".
fn begins_label(line: &str, at: usize) -> bool {
    let before = &line[..at];
    let is_behind_value = before.ends_with(char::is_whitespace) && !before.trim_end().ends_with([':', '|', '·', '•']);
    let inner = line[at..].strip_prefix("**").and_then(|rest| rest.split_once("**"));
    is_behind_value
        && !before.trim_end().ends_with(":**")
        && inner.is_some_and(|(label, behind)| {
            label.len() <= MAX_LABEL
                && label.starts_with(char::is_alphabetic)
                && (label.ends_with(':') || behind.starts_with(':'))
        })
}

/// Character references for blanks and joints, and what they stand for.
const REFERENCES: [(&str, char); 7] = [
    ("&nbsp;", ' '),
    ("&ensp;", ' '),
    ("&emsp;", ' '),
    ("&middot;", '·'),
    ("&bull;", '•'),
    ("&#124;", '|'),
    ("&vert;", '|'),
];

/// A line with blanks and joints as they are seen, as long as it was, so that places stay what they are.
pub(super) fn with_joints_shown(line: &str) -> Cow<'_, str> {
    let mut spelled = Cow::Borrowed(line);
    if memchr::memchr(b'&', line.as_bytes()).is_some() {
        for (reference, shown) in REFERENCES {
            if spelled.contains(reference) {
                let blanks = " ".repeat(reference.len() - shown.len_utf8());
                spelled = Cow::Owned(spelled.replace(reference, &format!("{shown}{blanks}")));
            }
        }
    }
    spelled
}
