//! The words of the vocabulary by their languages, for a text of ours that follows the habits of a repository: how it writes a month,
//! what it calls a draft. Reading needs none of this, so that it is put together only when somebody writes.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{BUILT_IN, Phase, fold};

/// Spellings by language.
#[derive(Debug, Deserialize)]
pub struct Writing {
    state: Vec<StateWords>,
    words: MonthWords,
}

#[derive(Debug, Deserialize)]
struct StateWords {
    phase: Phase,
    claims_approval: bool,
    spellings: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Deserialize)]
struct MonthWords {
    months: BTreeMap<String, Vec<Vec<String>>>,
}

impl Writing {
    /// Reads the vocabulary.
    pub fn load() -> Self {
        serde_json::from_str(BUILT_IN).expect("the built-in vocabulary is valid; a test proves it")
    }

    /// The language to which most of some words belong, be they months or states.
    pub fn language<'a>(&self, words: impl Iterator<Item = &'a str>) -> Option<&str> {
        let words: Vec<String> = words.map(fold).collect();
        let count = |language: &str| {
            let months = || self.words.months.get(language).into_iter().flatten().flatten();
            let states = || self.state.iter().filter_map(|state| state.spellings.get(language)).flatten();
            words.iter().filter(|word| months().chain(states()).any(|known| known == *word)).count()
        };
        let languages = self.words.months.keys().map(|language| (count(language), language.as_str()));
        let (number, language) = languages.max_by_key(|(number, _)| *number)?;
        (number > 0).then_some(language)
    }

    /// The name of a month, 1 to 12, in the way of an example from the same language: as long, with capitals where it has them.
    pub fn month(&self, language: Option<&str>, example: &str, month: i8) -> Option<String> {
        let bare = fold(example.trim_end_matches('.'));
        let form =
            |names: &Vec<Vec<String>>| names.iter().find_map(|forms| forms.iter().position(|form| *form == bare));
        let own = language.and_then(|language| self.words.months.get(language)).filter(|names| form(names).is_some());
        let names = own.or_else(|| self.words.months.values().find(|names| form(names).is_some()))?;
        let forms = names.get(usize::try_from(month).ok()?.checked_sub(1)?)?;
        let name = forms.get(form(names)?).or_else(|| forms.last())?;
        let dot = if example.ends_with('.') && name.chars().count() <= 4 { "." } else { "" };
        Some(like_case(example, name) + dot)
    }

    /// What a document that is not yet in force calls its state, in the way of an example.
    pub fn draft(&self, language: Option<&str>, example: &str) -> Option<String> {
        let draft = self.state.iter().find(|state| state.phase == Phase::Draft && !state.claims_approval)?;
        let own = language.and_then(|language| draft.spellings.get(language));
        let word = own.or_else(|| draft.spellings.values().next())?.first()?;
        Some(like_case(example, word))
    }
}

/// A word with capitals where an example has them.
pub fn like_case(example: &str, word: &str) -> String {
    let letters = || example.chars().filter(|character| character.is_alphabetic());
    if letters().count() > 1 && letters().all(char::is_uppercase) {
        return word.to_uppercase();
    }
    let mut characters = word.chars();
    match characters.next() {
        Some(first) if letters().next().is_some_and(char::is_uppercase) => {
            first.to_uppercase().chain(characters).collect()
        }
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_written_as_the_example_is() {
        let writing = Writing::load();
        assert_eq!(writing.month(None, "January", 11).as_deref(), Some("November"));
        assert_eq!(writing.month(None, "Jan", 11).as_deref(), Some("Nov"));
        let german = writing.language(["14. März", "März", "September", "genehmigt"].into_iter());
        assert_eq!(german, Some("de"));
        assert_eq!(writing.month(german, "September", 12).as_deref(), Some("Dezember"));
        assert_eq!(writing.month(None, "no month", 1), None);
    }

    #[test]
    fn a_draft_is_called_so_in_the_language_of_the_example() {
        let writing = Writing::load();
        assert_eq!(writing.draft(Some("de"), "Genehmigt").as_deref(), Some("Entwurf"));
        assert_eq!(writing.draft(None, "approved").as_deref(), Some("draft"));
        assert_eq!(writing.draft(Some("en"), "APPROVED").as_deref(), Some("DRAFT"));
    }
}
