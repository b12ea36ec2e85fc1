//! Targets of links inside a document, as GitHub derives them from headings.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::body::Body;

/// What `#…` may point to in one document.
#[derive(Debug, Default)]
pub struct Slugs {
    /// Each target, with how many headings have it by themselves.
    exact: HashMap<String, usize>,
    /// Letters and digits of each target; most fragments are exact and need none of them.
    loose: OnceLock<HashSet<String>>,
}

/// Most targets that a fragment is compared with for a suggestion.
const MOST_COMPARED: usize = 300;

impl Slugs {
    pub(super) fn of(body: &Body) -> Self {
        let mut slugs = Self::default();
        for section in &body.sections {
            let numbered = match slugs.exact.entry(github(&section.title)) {
                Entry::Vacant(entry) => {
                    entry.insert(1);
                    continue;
                }
                Entry::Occupied(mut entry) => {
                    *entry.get_mut() += 1;
                    let count = *entry.get() - 1;
                    if count == 0 {
                        continue;
                    }
                    format!("{}-{count}", entry.key())
                }
            };
            slugs.exact.entry(numbered).or_default();
        }
        for anchor in &body.anchors {
            slugs.exact.entry(anchor.clone()).or_default();
        }
        slugs
    }

    /// Whether a fragment (without `#`, percent-decoded) leads to a heading or anchor. Generators of sites differ in how they
    /// treat punctuation, so only letters and digits must agree.
    pub fn has(&self, fragment: &str) -> bool {
        if self.exact.contains_key(fragment) {
            return true;
        }
        let loose = self.loose.get_or_init(|| self.exact.keys().map(|target| letters(target)).collect());
        loose.contains(&letters(fragment))
    }

    /// The target that is most like a fragment.
    pub fn nearest(&self, fragment: &str) -> Option<&str> {
        if self.exact.len() > MOST_COMPARED {
            return None;
        }
        nearest(fragment, self.exact.keys().map(String::as_str))
    }
}

/// Longest name, in bytes, that is compared with others; a comparison takes the product of both lengths.
const LONGEST_COMPARED: usize = 120;

/// The candidate most like a text, if it is like it at all; of equals the first in alphabetical order.
pub fn nearest<'a>(text: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if text.len() > LONGEST_COMPARED {
        return None;
    }
    let candidates = candidates.filter(|candidate| candidate.len() <= LONGEST_COMPARED);
    let scored = candidates.map(|candidate| (strsim::normalized_damerau_levenshtein(text, candidate), candidate));
    let best = scored.filter(|(score, _)| *score >= 0.6).max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)));
    best.map(|(_, candidate)| candidate)
}

/// The value whose spelling differs from a text by the fewest letters too many, too few, wrong or swapped, and at most by so many; of
/// equals the first in alphabetical order.
pub fn misspelled<'a, S: AsRef<str> + 'a, T>(
    text: &str,
    most: usize,
    known: impl Iterator<Item = (&'a S, &'a T)>,
) -> Option<&'a T> {
    /// A longer or shorter spelling, in bytes, is not compared at all.
    const MOST_LONGER: usize = 4;
    if most == 0 || text.len() > LONGEST_COMPARED {
        return None;
    }
    let known = known.map(|(spelling, value)| (spelling.as_ref(), value));
    let alike = known.filter(|(spelling, _)| spelling.len().abs_diff(text.len()) <= MOST_LONGER);
    let distances = alike.map(|(spelling, value)| (strsim::osa_distance(spelling, text), spelling, value));
    let near = distances.filter(|(distance, ..)| *distance <= most);
    near.min_by_key(|(distance, spelling, _)| (*distance, *spelling)).map(|(.., value)| value)
}

/// Whether two words differ by one last letter, as the one and the many do.
pub fn is_form_of(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    long.strip_prefix(short).is_some_and(|rest| rest.chars().count() == 1)
}

/// GitHub's rule: lower case, punctuation and symbols dropped, blanks to hyphens.
/// Source: the `TableOfContentsFilter` of GitHub's html-pipeline.
pub fn github(title: &str) -> String {
    let mut slug = String::with_capacity(title.len());
    for character in title.chars() {
        match character {
            ' ' => slug.push('-'),
            '-' | '_' | 'a'..='z' | '0'..='9' => slug.push(character),
            'A'..='Z' => slug.push(character.to_ascii_lowercase()),
            _ if character.is_alphanumeric() => slug.extend(character.to_lowercase()),
            _ => {}
        }
    }
    slug
}

fn letters(text: &str) -> String {
    if text.is_ascii() {
        return text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    }
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_follow_github() {
        assert_eq!(github("Roles & Responsibilities (RACI)"), "roles--responsibilities-raci");
        assert_eq!(github("1.2 Über_uns"), "12-über_uns");
    }

    #[test]
    fn the_nearest_name_wins_and_strangers_do_not() {
        assert_eq!(nearest("revew", ["review", "scope"].into_iter()), Some("review"));
        assert_eq!(nearest("zzz", ["review", "scope"].into_iter()), None);
    }
}
