//! What packs and configuration know by name, and the error for a name that they do not know.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashSet;

use super::located::Located;
use super::{ClauseTable, Confidence, Keep, KindSection, Mandatory};
use crate::document::slug::nearest;
use crate::document::value::interval::Interval;
use crate::error::{Error, Invalid};
use crate::expression::Expression;
use crate::record::definition::Definition;
use crate::record::{DOCUMENT, document_definition};
use crate::vocabulary::fold;
use crate::vocabulary::headings::Headings;
use crate::vocabulary::words::Words;

/// What all loaded packs and the configuration know by name.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Clauses by their id.
    pub clauses: HashMap<String, Clause>,
    /// Ids of clauses in the order in which packs list them.
    pub clause_order: Vec<String>,
    /// Kinds of document.
    pub kinds: HashMap<String, Arc<Kind>>,
    /// Kinds of record in the order in which packs declare them.
    pub records: Vec<Arc<Definition>>,
    /// Documented information that clauses ask for.
    pub items: Vec<Item>,
    /// Other numbers that mean a clause.
    clause_aliases: HashMap<String, String>,
    general: OnceLock<FxHashSet<Arc<str>>>,
}

/// A numbered requirement.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Short title in our own words.
    pub title: String,
    /// Whether it asks for something itself.
    pub assessable: bool,
    /// How sure its content is.
    pub confidence: Option<Confidence>,
    /// What is worth knowing about it.
    pub note: Option<String>,
}

/// Documented information that a clause asks for.
#[derive(Clone, Debug)]
pub struct Item {
    /// The kinds of document that are this item; the first is its name.
    pub kinds: Vec<String>,
    /// Its name for people.
    pub title: String,
    /// The clause that asks for it.
    pub clause: String,
    /// How strongly.
    pub mandatory: Mandatory,
    /// Whether it is kept up to date or kept as evidence.
    pub keep: Keep,
    /// Where a young management system begins: small numbers first.
    pub order: u32,
    /// Where it is false, nothing has happened that makes the item necessary.
    pub when: Option<Expression>,
    /// How sure it is that the item is asked for.
    pub confidence: Option<Confidence>,
}

impl Names {
    /// Takes over the clauses of a pack. What an earlier pack says of a clause is overwritten: a pack for a standard knows more of
    /// it than one that only refers to it.
    pub fn add_clauses(&mut self, clauses: &[ClauseTable]) {
        for table in clauses {
            let id = table.id.get_ref();
            let clause = Clause {
                title: table.title.clone(),
                assessable: table.assessable,
                confidence: table.confidence,
                note: table.note.clone(),
            };
            if self.clauses.insert(id.clone(), clause).is_some() {
                self.clause_order.retain(|known| known != id);
            }
            self.clause_order.push(id.clone());
            for other in &table.also {
                self.clause_aliases.insert(other.clone(), id.clone());
            }
        }
    }

    /// The id of a clause as it may be written: with or without the standard in front, with a word or sign before the number.
    pub fn clause(&self, text: &str) -> Option<&str> {
        let text = text.trim();
        if let Some((id, _)) = self.clauses.get_key_value(text) {
            return Some(id);
        }
        if let Some(id) = self.clause_aliases.get(text) {
            return Some(id);
        }
        let number = text.trim_start_matches(|c: char| !c.is_ascii_digit());
        // A title or a remark may stand behind the number, a second number may not: that is a range.
        let end = number.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(number.len());
        let (number, behind) = number.split_at(end);
        let number = number.trim_end_matches('.');
        if behind.contains(|c: char| c.is_ascii_digit()) {
            return None;
        }
        if text.contains(':') || number.is_empty() {
            return None;
        }
        let is_it = |id: &&String| id.rsplit(':').next() == Some(number);
        let direct = self.clause_order.iter().find(is_it);
        let alias = || {
            let by_number = |(alias, _): &(&String, &String)| alias.rsplit(':').next() == Some(number);
            self.clause_aliases.iter().filter(by_number).map(|(_, id)| id).min()
        };
        direct.or_else(alias).map(String::as_str)
    }

    /// Whether a claim is about a standard of which clauses are known: it names the standard, or a clause by its bare number.
    pub fn is_of_known_standard(&self, text: &str) -> bool {
        let text = text.trim();
        let standard = |id: &str| id.split_once(':').map(|(standard, _)| standard.to_owned());
        let Some((named, _)) = text.split_once(':') else {
            let is_part = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            return text.contains('.') && text.split('.').all(is_part) && !self.clause_order.is_empty();
        };
        let is_it = |id: &String| standard(id).is_some_and(|known| named.trim() == known || edition_of(named, &known));
        self.clause_order.iter().any(is_it)
    }

    /// The known clause that a number that is not known may have meant: the nearest one above it, else the one that is most like it.
    pub fn nearest_clause(&self, text: &str) -> Option<&str> {
        let number = text.rsplit(':').next().unwrap_or(text).trim();
        let mut above = number;
        while let Some((shorter, _)) = above.rsplit_once('.') {
            if let Some(id) = self.clause(shorter) {
                return Some(id);
            }
            above = shorter;
        }
        nearest(text, self.clause_order.iter().map(String::as_str))
    }

    /// The clauses that a clause consists of, itself included where it is one that asks for something.
    pub fn clauses_below(&self, id: &str) -> impl Iterator<Item = &str> {
        let is_below =
            move |other: &&String| other.strip_prefix(id).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        self.clause_order.iter().filter(is_below).filter(|other| self.clauses[*other].assessable).map(String::as_str)
    }

    /// The clauses that a text means: one, all that a group consists of, or a range such as `8.2–8.4` or `8.2 to 8.4`.
    pub fn clauses_meant(&self, text: &str, words: &Words) -> Vec<&str> {
        if let Some(id) = self.clause(text) {
            return self.clauses_below(id).collect();
        }
        let Some((from, to)) = ends_of_range(text, words) else { return Vec::new() };
        let (Some(from), Some(to)) = (self.clause(from), self.clause(to)) else { return Vec::new() };
        let position = |id: &str| self.clause_order.iter().position(|known| known == id);
        let is_in =
            |known: &String| known.strip_prefix(to).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        match (position(from), self.clause_order.iter().rposition(is_in)) {
            (Some(first), Some(last)) if first <= last => {
                let within = self.clause_order[first..=last].iter();
                within.filter(|id| self.clauses[*id].assessable).map(String::as_str).collect()
            }
            _ => Vec::new(),
        }
    }

    /// A kind and its more general kinds.
    pub fn kinds_above(&self, kind: &str) -> Vec<&str> {
        let mut above = Vec::new();
        let mut current = self.kinds.get_key_value(kind).map(|(name, _)| name.as_str());
        while let Some(name) = current.filter(|name| !above.contains(name)) {
            above.push(name);
            current = self.kinds.get(name).and_then(|kind| kind.is.as_deref());
        }
        above
    }

    /// Whether there are more special kinds of a kind.
    pub fn is_general(&self, kind: &str) -> bool {
        self.general.get_or_init(|| self.kinds.values().filter_map(|kind| kind.is.clone()).collect()).contains(kind)
    }

    /// The headings that are understood in documents of a kind, beside those of the vocabulary; none where it has none.
    pub fn headings_of(&self, kind: &str, known: &Headings) -> Option<Arc<Headings>> {
        let found = self.kinds.get(kind)?;
        let headings = found.headings.get_or_init(|| {
            let above = self.kinds_above(kind).into_iter().filter_map(|name| self.kinds.get(name));
            let mut sections = above.flat_map(|kind| &kind.sections).peekable();
            sections.peek()?;
            let mut headings = known.emptied();
            for section in sections {
                for spelling in std::iter::once(&section.title).chain(&section.spellings) {
                    headings.add(&section.name, spelling);
                }
            }
            Some(Arc::new(headings))
        });
        headings.clone()
    }

    /// The definition of a kind of record.
    pub fn record(&self, name: &str) -> Option<Arc<Definition>> {
        if name == DOCUMENT {
            return Some(document_definition());
        }
        self.records.iter().find(|record| &*record.name == name).cloned()
    }

    /// The names of all kinds of record.
    pub fn record_names(&self) -> impl Iterator<Item = &str> {
        self.records.iter().map(|record| &*record.name).chain([DOCUMENT])
    }

    /// Whether `kind` is `wanted` or a special case of it.
    pub fn is_kind(&self, kind: &str, wanted: &str) -> bool {
        let mut current = Some(kind);
        for _ in 0..=self.kinds.len() {
            match current {
                Some(name) if name == wanted => return true,
                Some(name) => current = self.kinds.get(name).and_then(|kind| kind.is.as_deref()),
                None => return false,
            }
        }
        false
    }
}

/// The first and the last of a range: with a dash between two numbers, or a word for a range.
fn ends_of_range<'a>(text: &'a str, words: &Words) -> Option<(&'a str, &'a str)> {
    let is_number = |part: &str| part.trim().ends_with(|c: char| c.is_ascii_digit());
    let begins = |part: &str| part.trim_start().starts_with(|c: char| c.is_ascii_digit() || !c.is_alphanumeric());
    let dashes = text.match_indices(['-', '–', '—', '‑']);
    for (at, dash) in dashes {
        let (from, to) = (&text[..at], &text[at + dash.len()..]);
        // The number of a standard has a dash too, in front of a letter or colon.
        if is_number(from) && begins(to) && !to.contains(':') {
            return Some((from.trim(), to.trim()));
        }
    }
    let mut at = 0;
    for word in text.split(' ') {
        if words.ranges.contains(&fold(word)) {
            return Some((text[..at].trim(), text[at + word.len()..].trim()));
        }
        at += word.len() + 1;
    }
    None
}

/// Whether a name is that of a standard with an edition behind it.
fn edition_of(named: &str, standard: &str) -> bool {
    named.trim().strip_prefix(standard).is_some_and(|rest| rest.starts_with(['-', ' ', ':']))
}

/// A kind of document that is ready to use.
#[derive(Clone, Debug)]
pub struct Kind {
    /// Canonical name.
    pub name: Arc<str>,
    /// The more general kind.
    pub is: Option<Arc<str>>,
    /// How often such a document is reviewed where it does not say so itself.
    pub review_interval: Option<Interval>,
    /// The longest interval that such a document may set itself.
    pub max_review_interval: Option<Interval>,
    /// Sections that such a document must or should have.
    pub sections: Vec<KindSection>,
    /// The headings of these sections and of those of more general kinds, put together on first use.
    pub(crate) headings: OnceLock<Option<Arc<Headings>>>,
}

/// The text of a pack or configuration, for located errors.
#[derive(Clone, Copy, Debug)]
pub struct PackSource<'a> {
    /// Path or name, as shown to the user.
    pub name: &'a str,
    /// The whole text.
    pub text: &'a str,
}

impl PackSource<'_> {
    /// A located error.
    pub(crate) fn error(
        &self,
        span: std::ops::Range<usize>,
        message: String,
        label: &str,
        help: Option<String>,
    ) -> Error {
        Error::invalid(self.name, self.text, span, message, label, help)
    }

    /// A located error for something that is not valid.
    pub(super) fn invalid(&self, invalid: Invalid) -> Error {
        self.error(invalid.span, invalid.message, &invalid.label, invalid.help)
    }

    /// A located error for a name that is not known, with the nearest one that is.
    pub fn unknown<'k>(&self, what: &str, name: &Located, known: impl Iterator<Item = &'k str>) -> Error {
        let mut known: Vec<&str> = known.collect();
        known.sort_unstable();
        let help = match crate::document::slug::nearest(name.get_ref(), known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.len() <= 40 => format!("known: {}", known.join(", ")),
            None => format!("there are {} known names, none of them like this one", known.len()),
        };
        self.error(name.span(), format!("unknown {what} `{}`", name.get_ref()), "not known", Some(help))
    }
}
