//! Which sections a heading stands for: numbering, emphasis, emoji, case and joined headings do not matter.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use super::hint::Hint;
use super::{Name, fold};
use crate::document::slug;

/// The known section headings and the words around them.
#[derive(Clone, Debug, Default)]
pub struct Headings {
    names: BTreeSet<Name>,
    spellings: FxHashMap<String, Name>,
    near: FxHashMap<String, Name>,
    connectors: FxHashSet<String>,
    leads: Vec<String>,
    /// By their last word, the longest first.
    tails: FxHashMap<String, Vec<String>>,
    metadata: OnceLock<Hint>,
}

/// Sections that hold metadata rather than content.
pub const CONTROL: &str = "document-control";
/// The section that holds the revision history.
pub const HISTORY: &str = "history";
/// The section in which the document is signed.
pub const APPROVAL: &str = "approval";
/// The section about the review of the document.
pub const REVIEW: &str = "review";

impl Headings {
    pub(super) fn new(connectors: Vec<String>, leads: Vec<String>, mut tails: Vec<String>) -> Self {
        tails.sort_by_key(|tail| std::cmp::Reverse(tail.len()));
        let mut by_last_word: FxHashMap<String, Vec<String>> = FxHashMap::default();
        for tail in tails {
            let last = tail.rsplit(' ').next().unwrap_or_default().to_owned();
            by_last_word.entry(last).or_default().push(tail);
        }
        Self { connectors: connectors.into_iter().collect(), leads, tails: by_last_word, ..Self::default() }
    }

    /// Headings with the same connecting words and none of the names, for the sections of one kind of document.
    #[must_use]
    pub fn emptied(&self) -> Self {
        let (connectors, leads, tails) = (self.connectors.clone(), self.leads.clone(), self.tails.clone());
        Self { connectors, leads, tails, ..Self::default() }
    }

    /// Adds a spelling of a section.
    pub fn add(&mut self, name: &str, spelling: &str) {
        let name = self.intern(name);
        self.spellings.insert(fold(spelling), name);
        self.metadata = OnceLock::new();
    }

    pub(super) fn add_near(&mut self, name: &str, spelling: &str) {
        let name = self.intern(name);
        self.near.insert(fold(spelling), name);
    }

    fn intern(&mut self, name: &str) -> Name {
        if let Some(known) = self.names.get(name) {
            return Arc::clone(known);
        }
        let name: Name = Arc::from(name);
        self.names.insert(Arc::clone(&name));
        name
    }

    /// All canonical names in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(AsRef::as_ref)
    }

    /// Whether there is a heading of this canonical name.
    pub fn is_known(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// The sections that a heading stands for; several for a joined heading, none for one that is not known.
    pub fn matches(&self, title: &str) -> Vec<Name> {
        let title = bare(title);
        if title.is_empty() {
            return Vec::new();
        }
        if let Some(name) = self.one(&title) {
            return vec![Arc::clone(name)];
        }
        let parts = self.parts(&title);
        if parts.len() < 2 {
            return Vec::new();
        }
        // "Workflow, every step of which …" is a sentence, not a joined title.
        if parts.iter().any(|part| part.split(' ').count() > MOST_WORDS && self.one(part).is_none()) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for part in parts {
            match self.one(part) {
                Some(name) if !found.contains(name) => found.push(Arc::clone(name)),
                _ => {}
            }
        }
        found
    }

    /// Whether a title may name a section of metadata. A cheap look before [`Self::matches`], for it is asked for every heading.
    pub fn may_hold_metadata(&self, title: &str) -> bool {
        let hint = self.metadata.get_or_init(|| {
            let wanted =
                self.spellings.iter().filter(|(_, name)| matches!(&***name, CONTROL | HISTORY | APPROVAL | REVIEW));
            // The longest word of a spelling: between words a title may have other joints than the folded spelling.
            let longest = |spelling: &'_ String| spelling.split(' ').max_by_key(|word| word.len()).map(str::to_owned);
            let words = wanted.filter_map(|(spelling, name)| Some((longest(spelling)?, name)));
            // A word too short for the hint would make it say yes to everything; a title such as "Sign off" is no such section then.
            let words: Vec<String> = words
                .filter(|(word, name)| matches!(&***name, CONTROL | HISTORY) || Hint::can_look_for(word))
                .map(|(word, _)| word)
                .collect();
            Hint::new(words.iter().map(String::as_str))
        });
        hint.is_in(title)
    }

    /// The section that a heading nearly stands for: a near spelling, or one that differs by a letter or two.
    pub fn near_miss(&self, title: &str) -> Option<&Name> {
        let title = bare(title);
        if let Some(name) = self.near.get(&title) {
            return Some(name);
        }
        let allowed = match title.chars().count() {
            0..=4 => return None,
            5..=8 => 1,
            _ => 2,
        };
        slug::misspelled(&title, allowed, self.spellings.iter())
    }

    /// Whether a title speaks of what a spelling names without being headed so: "Detailed findings", "Appendix A: recovery steps by
    /// site". A single word has to begin or end a part of the title. A title that is itself a known section speaks of nothing
    /// else: "Out of scope" does not speak of the scope.
    pub fn speaks_of(&self, title: &str, spelling: &str) -> bool {
        let title = bare(title);
        if self.one(&title).is_some() {
            return false;
        }
        let wanted = bare(spelling);
        let wanted: Vec<&str> = words(&wanted).collect();
        let is_divider = |c: char| !c.is_alphanumeric() && !matches!(c, ' ' | '-' | '\'' | '’');
        title.split(is_divider).any(|part| {
            let words: Vec<&str> = words(part).collect();
            let parts = words.split(|word| self.connectors.contains(*word));
            match wanted.as_slice() {
                [] => false,
                [word] => parts.into_iter().any(|part| part.first() == Some(word) || part.last() == Some(word)),
                several => words.windows(several.len()).any(|window| window == several),
            }
        })
    }

    /// The section of a title that is not joined, whatever phrase of the vocabulary stands in front of it or behind it.
    fn one(&self, title: &str) -> Option<&Name> {
        if let Some(name) = self.spellings.get(title) {
            return Some(name);
        }
        let behind = self.leads.iter().find_map(|lead| title.strip_prefix(lead.as_str())?.strip_prefix(' '));
        if let Some(name) = behind.and_then(|rest| self.spellings.get(rest)) {
            return Some(name);
        }
        let last = title.rsplit(' ').next()?;
        let tails = self.tails.get(last)?;
        let before = tails.iter().find_map(|tail| title.strip_suffix(tail.as_str())?.strip_suffix(' '))?;
        self.spellings.get(before)
    }

    /// The parts of a joined title; one part where it is not joined.
    fn parts<'a>(&self, title: &'a str) -> Vec<&'a str> {
        let mut parts = Vec::new();
        let mut start = 0;
        let mut at = 0;
        let mut push = |part: &'a str| {
            let part = part.trim();
            if !part.is_empty() {
                parts.push(part);
            }
        };
        for word in title.split_inclusive(is_joint) {
            let bare = word.trim_end();
            if bare.len() > LONGEST_CONNECTOR && !bare.ends_with(is_joint) {
                at += word.len();
                continue;
            }
            let mark = bare.chars().next_back().map_or(bare.len(), |last| bare.len() - last.len_utf8());
            if self.connectors.contains(bare) {
                push(&title[start..at]);
                start = at + word.len();
            } else if self.connectors.contains(&bare[mark..]) && !bare[mark..].starts_with(char::is_alphanumeric) {
                push(&title[start..at + mark]);
                start = at + word.len();
            }
            at += word.len();
        }
        push(&title[start..]);
        parts
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Most words of a part of a joined title that is no known section.
const MOST_WORDS: usize = 3;

/// Longest connector, in bytes, that is worth looking up.
const LONGEST_CONNECTOR: usize = 8;

/// Whether a word of a title ends behind a character.
fn is_joint(character: char) -> bool {
    matches!(character, ' ' | ',' | '/' | '&' | '+' | '|' | ';' | '·' | '•')
}

/// A heading without numbering, symbols at its ends, case, trailing colon and a remark in brackets, as spellings are compared with it.
pub fn bare(title: &str) -> String {
    let folded = fold(title);
    let mut rest = folded.as_str();
    loop {
        let trimmed = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let Some(after) = without_number(trimmed) else {
            rest = trimmed;
            break;
        };
        rest = after;
    }
    // Clause numbers or a remark in brackets at the end.
    if rest.ends_with(')')
        && let Some(open) = rest.rfind(" (")
    {
        rest = &rest[..open];
    }
    rest.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')').to_owned()
}

/// Cuts a number such as `1.`, `1)`, `1.2.3`, `a.5` or `iv.` from the front; none where there is no number or nothing behind it.
fn without_number(title: &str) -> Option<&str> {
    let end = title.find(|c: char| !c.is_ascii_alphanumeric() && c != '.')?;
    let (token, rest) = title.split_at(end);
    let is_closed = token.ends_with('.') || rest.starts_with([')', '\\']);
    let core = token.trim_end_matches('.');
    let has_digit = core.bytes().any(|byte| byte.is_ascii_digit());
    let is_number = core.split('.').all(|part| {
        !part.is_empty()
            && (part.bytes().all(|b| b.is_ascii_digit())
                || (part.len() == 1 && (has_digit || is_closed))
                || (is_closed && is_roman(part)))
    });
    let rest = rest.trim_start_matches(['.', ')', '\\', ' ', ':', '|', '·', '—']);
    (is_number && (has_digit || is_closed) && !rest.is_empty()).then_some(rest)
}

fn is_roman(text: &str) -> bool {
    text.len() <= 5 && text.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings() -> Headings {
        let mut headings = Headings::new(
            vec![",".into(), "&".into(), "and".into()],
            vec!["policy".into()],
            vec!["of this policy".into(), "statement".into()],
        );
        for (name, spelling) in [
            ("purpose", "purpose"),
            ("scope", "scope"),
            ("scope", "applicability"),
            ("roles", "roles and responsibilities"),
            ("roles", "roles"),
            ("roles", "responsibilities"),
            ("out-of-scope", "out of scope"),
        ] {
            headings.add(name, spelling);
        }
        headings.add_near("purpose", "overview");
        headings
    }

    fn matched(title: &str) -> String {
        headings().matches(title).join(" ")
    }

    #[test]
    fn numbers_emphasis_emoji_case_and_colons_do_not_matter() {
        for title in [
            "Purpose",
            "1. Purpose",
            "1) purpose",
            "1.1.1 Purpose",
            "1\\. Purpose",
            "🎯 Purpose",
            "PURPOSE:",
            "A. Purpose",
            "**Purpose**",
            "iv. Purpose",
            "Policy purpose",
            "1. 🎯 **Purpose**",
            "Purpose of this policy",
            "Purpose statement",
        ] {
            assert_eq!(matched(title), "purpose", "{title}");
        }
    }

    #[test]
    fn a_joined_heading_meets_every_section_it_names() {
        assert_eq!(matched("2. Purpose & Scope"), "purpose scope");
        assert_eq!(matched("Purpose, scope and users"), "purpose scope");
        assert_eq!(matched("Roles and responsibilities"), "roles");
    }

    #[test]
    fn out_of_scope_is_not_scope() {
        assert_eq!(matched("Out of scope"), "out-of-scope");
        assert_eq!(matched("Scope creep"), "");
        assert_eq!(matched("Telescope"), "");
        assert_eq!(matched("2024"), "");
        assert_eq!(matched(""), "");
    }

    #[test]
    fn a_title_may_speak_of_a_section_without_being_its_heading() {
        let headings = headings();
        for (title, spelling) in [
            ("5. Detailed findings", "Findings"),
            ("4. Findings summary", "Findings"),
            ("5.6 Emergency & rollback procedures", "Emergency"),
            ("Setup and emergency", "Emergency"),
            ("Appendix B: recovery steps by site", "Recovery steps"),
            ("Audit-plan 2026", "Audit plan"),
        ] {
            assert!(headings.speaks_of(title, spelling), "{title}");
        }
        for (title, spelling) in [
            ("Out of scope", "Scope"),
            ("Telescope", "Scope"),
            ("How findings are reported", "Findings"),
            ("Recovery of all steps", "Recovery steps"),
            ("", "Findings"),
            ("Findings", ""),
        ] {
            assert!(!headings.speaks_of(title, spelling), "{title}");
        }
    }

    #[test]
    fn a_near_miss_names_the_section() {
        let headings = headings();
        assert_eq!(headings.near_miss("1. Puprose").map(AsRef::as_ref), Some("purpose"));
        assert_eq!(headings.near_miss("Overview").map(AsRef::as_ref), Some("purpose"));
        assert_eq!(headings.near_miss("Scop"), None);
        assert_eq!(headings.near_miss("Something else"), None);
    }
}
