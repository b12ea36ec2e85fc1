//! People as documents name them: by name and title, e-mail address, handle, channel or role.

use super::date::read_date;
use super::text::{bare, is_dash, trim};
use super::{Fault, Presence, Reading, presence};
use crate::vocabulary::words::Words;

/// Somebody who owns, approves or does something; at least one part is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Name of a person, team or function as it is written.
    pub name: Option<String>,
    /// Title behind a name, or a role that stands for itself.
    pub title: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Handle without its `@`.
    pub handle: Option<String>,
    /// Channel without its `#`.
    pub channel: Option<String>,
}

/// What marks a role in our own notation: `role:service-level-manager`.
const ROLE: &str = "role:";
const MAIL: &str = "mailto:";

/// Reads the people in one cell or scalar.
///
/// - Line breaks, `;` and ` / ` divide people. Commas and blanks do so only where every piece has an address: `@jane, @bob`.
///   "Jane Doe, Head of IT" is one person with a title, and so, for want of a way to tell, is "Anna, Bob".
/// - `Jane Doe <jane@example.org>`, `Jane Doe (@jane)`, `Jane Doe (Head of IT)`, `Jane Doe – Head of IT` are one person each.
/// - One placeholder among people makes the whole a placeholder; what is empty among them is passed over.
/// - A text without a letter, or a date, is no person: `Malformed`.
pub fn read_people(text: &str, words: &Words) -> Reading<Vec<Person>> {
    if let Some(absent) = presence(text, words) {
        return absent.into();
    }
    if begins_with_blank(text) {
        return Reading::Placeholder;
    }
    let mut people = Vec::new();
    for part in bare(text).split([';', '\n', '\r']).flat_map(|line| line.split(" / ")) {
        for piece in pieces(part) {
            // What is the whole text was looked at above.
            let absent = if piece.len() == text.len() { None } else { presence(piece, words) };
            match absent {
                Some(Presence::Placeholder) => return Reading::Placeholder,
                Some(Presence::Empty) => continue,
                None => {}
            }
            let person = Person::read(piece);
            let has_digit = piece.bytes().any(|byte| byte.is_ascii_digit());
            let is_date = has_digit && read_date(piece, words, None).valid().is_some();
            match person {
                Some(person) if !is_date => people.push(person),
                _ => return Reading::Faulty(Fault::Malformed),
            }
        }
    }
    if people.is_empty() { Reading::Empty } else { Reading::Valid(people) }
}

/// Whether a text begins with the blank of a template: `[Your name], CEO`. Two brackets are a page of a wiki, and a handle is a mention.
fn begins_with_blank(text: &str) -> bool {
    let inner = trim(text).strip_prefix('[').and_then(|rest| rest.split_once(']'));
    inner.is_some_and(|(inner, _)| inner.contains(' ') && !inner.starts_with(['[', '@', '!', '^']))
}

/// The people of one line, divided where that is certain.
fn pieces(line: &str) -> Vec<&str> {
    let has_address = |piece: &&str| piece.split_whitespace().any(|word| Address::read(word).is_some());
    let is_address = |word: &&str| Address::read(word).is_some();
    // "@Jane Doe @John Roe", as chats and wikis put it.
    let by_mention: Vec<&str> = line.split(" @").map(trim).filter(|piece| !piece.is_empty()).collect();
    if by_mention.len() > 1 && line.starts_with('@') && by_mention.iter().all(|piece| full_name(piece).is_some()) {
        return by_mention;
    }
    let by_comma: Vec<&str> = line.split(',').map(trim).filter(|piece| !piece.is_empty()).collect();
    let by_blank: Vec<&str> = line.split([',', ' ', '\t']).filter(|piece| !piece.is_empty()).collect();
    if by_blank.iter().all(is_address) {
        by_blank
    } else if by_comma.iter().all(has_address) {
        by_comma
    } else {
        vec![line]
    }
}

/// The name behind the sign of a mention: several words with a capital each, where a handle would be one.
fn full_name(text: &str) -> Option<&str> {
    let name = text.strip_prefix('@').unwrap_or(text);
    let is_word = |word: &str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'))
    };
    let mut words = name.split_whitespace().take_while(|word| !word.starts_with('('));
    let is_name = words.next().is_some_and(is_word) && words.next().is_some_and(is_word);
    is_name.then_some(name)
}

/// A word that reaches somebody.
enum Address<'t> {
    Email(&'t str),
    Handle(&'t str),
    Channel(&'t str),
}

impl<'t> Address<'t> {
    fn read(word: &'t str) -> Option<Self> {
        let around = |c: char| {
            matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';' | '"' | '“' | '”' | '\'' | '‘' | '’' | '`' | '*')
        };
        let word = word.trim_matches(around).trim_end_matches(['.', ':']);
        let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "._-/+".contains(c));
        if let Some(handle) = word.strip_prefix('@') {
            return is_name(handle).then_some(Self::Handle(handle));
        }
        if let Some(channel) = word.strip_prefix('#') {
            // "#1" is a number, not a channel.
            return (is_name(channel) && channel.contains(char::is_alphabetic)).then_some(Self::Channel(channel));
        }
        let email =
            word.get(..MAIL.len()).filter(|head| head.eq_ignore_ascii_case(MAIL)).map_or(word, |_| &word[MAIL.len()..]);
        let (local, domain) = email.split_once('@')?;
        let is_domain = is_name(domain) && domain.contains('.') && !domain.starts_with('.');
        (is_domain && !local.is_empty() && !local.contains(['/', ':', '<', '('])).then_some(Self::Email(email))
    }
}

impl Person {
    /// One person; `None` where there is neither address nor letter.
    fn read(text: &str) -> Option<Self> {
        let text = bare(text);
        let text = if text.starts_with('@') { full_name(text).unwrap_or(text) } else { text };
        if let Some(head) = text.get(..ROLE.len()).filter(|head| head.eq_ignore_ascii_case(ROLE)) {
            return some(&text[head.len()..]).map(|title| Self { title: Some(title), ..Self::default() });
        }
        let mut person = Self::default();
        let mut rest = String::with_capacity(text.len());
        for word in text.split_whitespace() {
            let (field, value) = match Address::read(word) {
                Some(Address::Email(value)) => (&mut person.email, value),
                Some(Address::Handle(value)) => (&mut person.handle, value),
                Some(Address::Channel(value)) => (&mut person.channel, value),
                None => {
                    rest.push_str(word);
                    rest.push(' ');
                    continue;
                }
            };
            field.get_or_insert_with(|| value.into());
            if word.ends_with(',') {
                rest.push_str(", ");
            }
        }
        let (name, title) = split_title(trim(&rest));
        person.name = some(name);
        person.title = some(title);
        (person != Self::default()).then_some(person)
    }

    /// How to name this person in a message: the first of name, role, e-mail address, handle and channel.
    pub fn label(&self) -> String {
        let plain = self.name.as_ref().or(self.title.as_ref()).or(self.email.as_ref()).cloned();
        plain
            .or_else(|| self.handle.as_ref().map(|handle| format!("@{handle}")))
            .or_else(|| self.channel.as_ref().map(|channel| format!("#{channel}")))
            .unwrap_or_default()
    }
}

/// A name and what stands behind a comma, a dash between blanks, or in brackets.
fn split_title(text: &str) -> (&str, &str) {
    let dash = text.char_indices().find(|&(offset, character)| {
        is_dash(character) && text[..offset].ends_with(' ') && text[offset + character.len_utf8()..].starts_with(' ')
    });
    let mark = text.find([',', '(']);
    let offset = [dash.map(|(offset, _)| offset), mark].into_iter().flatten().min();
    offset.map_or((text, ""), |offset| text.split_at(offset))
}

/// The text without the marks that divided it from others, if letters are left.
fn some(text: &str) -> Option<String> {
    let is_divider = |c: char| matches!(c, ',' | '<' | '>' | '"' | '*') || c.is_whitespace() || is_dash(c);
    let text = text.trim_matches(is_divider);
    let inner = text.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(text);
    let inner = inner.trim_matches(is_divider);
    inner.contains(char::is_alphabetic).then(|| inner.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::value::tests::words;

    /// Each person as name, title, e-mail, handle, channel.
    fn read(text: &str) -> Reading<Vec<[String; 5]>> {
        let parts = |person: Person| {
            [person.name, person.title, person.email, person.handle, person.channel].map(Option::unwrap_or_default)
        };
        read_people(text, &words()).map(|people| people.into_iter().map(parts).collect())
    }

    fn assert_reads(text: &str, expected: &[[&str; 5]]) {
        let expected = expected.iter().map(|parts| parts.map(str::to_owned)).collect();
        assert_eq!(read(text), Reading::Valid(expected), "{text}");
    }

    #[test]
    fn a_mention_with_several_words_is_a_name() {
        let names = |text: &str| -> Vec<String> {
            let people = read_people(text, &words());
            people.valid().unwrap().iter().map(Person::label).collect()
        };
        assert_eq!(names("@Helen Marsh"), ["Helen Marsh"]);
        assert_eq!(names("@Priya Nair @Helen Marsh (CEO)"), ["Priya Nair", "Helen Marsh"]);
        assert_eq!(names("@jane @bob"), ["@jane", "@bob"]);
        assert_eq!(names("@Jane"), ["@Jane"]);
        assert_eq!(names("@service-desk lead"), ["lead"]);
    }

    #[test]
    fn one_person_has_a_name_and_perhaps_more() {
        assert_reads("Jane Doe", &[["Jane Doe", "", "", "", ""]]);
        assert_reads("Jane Doe, Head of IT", &[["Jane Doe", "Head of IT", "", "", ""]]);
        assert_reads("Jane Doe (Head of IT)", &[["Jane Doe", "Head of IT", "", "", ""]]);
        assert_reads("Jane Doe (CISO), Berlin", &[["Jane Doe", "(CISO), Berlin", "", "", ""]]);
        assert_reads("Jane Doe – Head of IT", &[["Jane Doe", "Head of IT", "", "", ""]]);
        assert_reads("Jane Doe <jane@example.org>", &[["Jane Doe", "", "jane@example.org", "", ""]]);
        assert_reads("Jane Doe (@jane), Head of IT", &[["Jane Doe", "Head of IT", "", "jane", ""]]);
        assert_reads("mailto:jane@example.org", &[["", "", "jane@example.org", "", ""]]);
        assert_reads("“#2ndline”", &[["", "", "", "", "2ndline"]]);
        assert_reads("@first.last", &[["", "", "", "first.last", ""]]);
        assert_reads("role:service-level-manager", &[["", "service-level-manager", "", "", ""]]);
    }

    #[test]
    fn several_people_are_divided_where_that_is_certain() {
        let two = [["Anna", "", "", "", ""], ["Bob Ray", "", "", "", ""]];
        assert_reads("Anna; Bob Ray", &two);
        assert_reads("Anna / Bob Ray\n", &two);
        assert_reads("Anna\n-\nBob Ray", &two);
        assert_reads("Anna, Bob, Carl", &[["Anna", "Bob, Carl", "", "", ""]]);
        let addresses = [["", "", "", "jane", ""], ["", "", "b@x.org", "", ""], ["", "", "", "", "it"]];
        assert_reads("@jane, b@x.org, #it", &addresses);
        assert_reads("@jane b@x.org #it", &addresses);
        assert_reads(
            "Anna <a@x.org>, Bob <b@x.org>",
            &[["Anna", "", "a@x.org", "", ""], ["Bob", "", "b@x.org", "", ""]],
        );
    }

    #[test]
    fn what_is_nobody_is_told_apart() {
        for text in ["12345", "15 April 2026", "2025-01-31", "!", "#1", "role:"] {
            assert_eq!(read(text), Reading::Faulty(Fault::Malformed), "{text}");
        }
        for text in ["[NAME], Head of IT", "Jane; TBD", "{{owner}}"] {
            assert_eq!(read(text), Reading::Placeholder, "{text}");
        }
        assert_eq!(read("None"), Reading::Empty);
        assert_eq!(read(" - ; - "), Reading::Empty);
    }

    #[test]
    fn a_label_is_what_people_would_say() {
        let label = |text| read_people(text, &words()).valid().unwrap()[0].label();
        assert_eq!(label("Jane Doe <jane@example.org>"), "Jane Doe");
        assert_eq!(label("“#2ndline”"), "#2ndline");
        assert_eq!(label("@jane"), "@jane");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".*|(Jane|Doe|@|#|<|role:|a@b.c|[,;() –]){0,8}") {
            if let Reading::Valid(people) = read_people(&text, &words()) {
                prop_assert!(people.iter().all(|person| !person.label().is_empty()));
            }
        }
    }
}
