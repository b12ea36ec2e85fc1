//! What the noun at the head of a title tells: an "internal audit report of 2025" is a report, and a "report template" is none.

use std::sync::Arc;

use crate::vocabulary::{Vocabulary, fold};

/// At which end of the head of a title a noun stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// At its beginning, as in French.
    First,
    /// At its end, as in English.
    Last,
}

/// A noun, of one word or several, that tells a kind.
#[derive(Clone, Debug)]
pub struct Noun {
    /// As it is folded.
    text: String,
    end: End,
    /// Whether it may be the last part of a longer word.
    is_part: bool,
    /// Whether it tells nothing unless a preposition says what it is of.
    is_of: bool,
    /// The kind that it tells.
    pub(crate) kind: Arc<str>,
}

impl Noun {
    /// A noun as a pack writes it: `report`, `*bericht`, `protokoll …`.
    pub fn new(written: &str, end: End, kind: Arc<str>) -> Self {
        let part = written.strip_prefix('*');
        let of = written.strip_suffix('…');
        Self { text: fold(part.or(of).unwrap_or(written)), end, is_part: part.is_some(), is_of: of.is_some(), kind }
    }

    /// The stretches of a folded title that hold the noun at the end where it stands, the longest first: the name of a special kind may be
    /// among them.
    pub(crate) fn phrases(&self, title: &str, vocabulary: &Vocabulary) -> Vec<String> {
        match self.end {
            End::Last => {
                let head = head(title, vocabulary);
                let words: Vec<&str> = head.split(' ').collect();
                (0..words.len()).map(|skipped| words[skipped..].join(" ")).collect()
            }
            End::First => {
                let words: Vec<&str> = title.split(' ').collect();
                (0..words.len()).rev().map(|last| words[..=last].join(" ")).collect()
            }
        }
    }

    /// Whether a folded title holds the noun anywhere: a cheap look that most titles do not pass.
    pub(crate) fn may_be_in(&self, title: &str) -> bool {
        title.contains(self.text.as_str())
    }

    fn is_in(&self, head: &str) -> bool {
        let rest = match self.end {
            End::First => head.strip_prefix(self.text.as_str()),
            End::Last => head.strip_suffix(self.text.as_str()),
        };
        rest.is_some_and(|rest| match self.end {
            End::First => rest.is_empty() || rest.starts_with(' '),
            End::Last => rest.is_empty() || rest.ends_with(' ') || self.is_part,
        })
    }
}

/// The first noun that stands at its end of the head of a folded title. Behind a noun that comes first may follow what says that the
/// title is about such a document: then it tells nothing.
pub(crate) fn of<'a>(nouns: &'a [Noun], title: &str, vocabulary: &Vocabulary) -> Option<&'a Noun> {
    let head = head(title, vocabulary);
    let goes_on = title.split(' ').any(|word| vocabulary.is_preposition(word));
    let noun = nouns.iter().find(|noun| noun.is_in(&head) && (goes_on || !noun.is_of))?;
    let is_about = noun.end == End::First && vocabulary.is_about(title);
    (!is_about).then_some(noun)
}

/// The words of a title before the first preposition, without articles in front and the name of a month behind them.
fn head(title: &str, vocabulary: &Vocabulary) -> String {
    let words = title.split(' ').skip_while(|word| vocabulary.is_preposition(word));
    let mut head: Vec<&str> = words.take_while(|word| !vocabulary.is_preposition(word)).collect();
    while head.last().is_some_and(|word| vocabulary.words.months.contains_key(*word)) {
        head.pop();
    }
    head.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(title: &str) -> Option<String> {
        let nouns = [
            Noun::new("report", End::Last, "report".into()),
            Noun::new("*bericht", End::Last, "report".into()),
            Noun::new("rapport", End::First, "report".into()),
            Noun::new("Procès-verbal", End::First, "minutes".into()),
            Noun::new("minutes", End::Last, "minutes".into()),
            Noun::new("protokoll …", End::First, "minutes".into()),
        ];
        of(&nouns, &fold(title), Vocabulary::built_in()).map(|noun| noun.kind.to_string())
    }

    #[test]
    fn the_noun_at_the_head_of_a_title_tells() {
        for title in [
            "Internal audit report",
            "The report of the auditors",
            "Prüfbericht",
            "Bericht über das Audit",
            "Rapport d'audit",
            "Rapport d’audit",
            "Status report January",
        ] {
            assert_eq!(told(title).as_deref(), Some("report"), "{title}");
        }
        for title in ["Minutes of the board", "Board minutes", "Procès-verbal de la réunion", "Protokoll der Sitzung"]
        {
            assert_eq!(told(title).as_deref(), Some("minutes"), "{title}");
        }
    }

    #[test]
    fn what_a_title_is_about_does_not() {
        for title in [
            "Report template",
            "Procedure for an audit report",
            "How to write a report",
            "Reporting",
            "Rapport modèle",
            "Berichtswesen",
            "Reports",
            "Guide to minutes",
            "Protokoll",
            "Notfall-Protokoll",
            "",
        ] {
            assert_eq!(told(title), None, "{title}");
        }
    }
}
