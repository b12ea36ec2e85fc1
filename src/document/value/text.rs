//! The text of a value without what surrounds it, and cut into tokens.

use std::borrow::Cow;

use crate::vocabulary::fold;

/// A piece of a text; blanks lie between tokens and are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    pub(super) text: &'t str,
    pub(super) start: usize,
}

/// The kinds of token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// ASCII digits.
    Number,
    /// Letters, with apostrophes between them.
    Word,
    /// Any other single character.
    Mark,
}

impl Token<'_> {
    /// Offset behind the last byte.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether this is one of the marks.
    pub(super) fn is_mark(&self, marks: &[char]) -> bool {
        self.kind == Kind::Mark && self.text.starts_with(marks)
    }

    /// Whether this is a hyphen, dash or minus.
    pub(super) fn is_dash(&self) -> bool {
        self.kind == Kind::Mark && self.text.starts_with(is_dash)
    }
}

/// Longest key of a vocabulary that is looked for, in tokens and in bytes: what keeps the search linear.
const LONGEST_KEY: (usize, usize) = (7, 80);

/// Cuts a text into tokens.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut start = 0;
    while let Some(first) = text[start..].chars().next() {
        let rest = &text[start..];
        let (kind, end) = if first.is_ascii_digit() {
            (Kind::Number, rest.find(|c: char| !c.is_ascii_digit()))
        } else if first.is_alphabetic() {
            (Kind::Word, rest.find(|c: char| !is_in_word(c)))
        } else {
            (Kind::Mark, Some(first.len_utf8()))
        };
        let token = &rest[..end.unwrap_or(rest.len())];
        if !is_blank(first) {
            tokens.push(Token { kind, text: token, start });
        }
        start += token.len();
    }
    tokens
}

/// The longest run at the head of `tokens`, which were cut from `text`, whose folded text `find` knows, and its length.
pub(super) fn longest<V>(text: &str, tokens: &[Token<'_>], find: impl Fn(&str) -> Option<V>) -> Option<(V, usize)> {
    let first = tokens.first()?;
    if first.kind == Kind::Mark {
        return None;
    }
    let lengths = (1..=tokens.len().min(LONGEST_KEY.0)).rev();
    lengths.into_iter().find_map(|length| {
        let last = &tokens[length - 1];
        let ends_well = last.kind != Kind::Mark || last.is_mark(&['.']);
        let is_short = last.end() - first.start <= LONGEST_KEY.1;
        (ends_well && is_short).then(|| find(&fold(&text[first.start..last.end()])))?.map(|value| (value, length))
    })
}

/// The text without blanks at its ends.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// The text without the blanks, quotes and emphasis around it.
pub(super) fn bare(text: &str) -> &str {
    let mut bare = trim(text);
    loop {
        let mut characters = bare.chars();
        let (Some(first), Some(last)) = (characters.next(), characters.next_back()) else { return bare };
        let is_pair = match first {
            '"' | '\'' | '*' | '_' | '`' => last == first,
            '“' | '”' | '„' => matches!(last, '“' | '”'),
            '‘' | '’' | '‚' => matches!(last, '‘' | '’'),
            '«' => last == '»',
            '»' => last == '«',
            _ => false,
        };
        if !is_pair {
            return bare;
        }
        bare = trim(characters.as_str());
    }
}

/// The text without the backslashes that only protect punctuation.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut unescaped = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let protects = character == '\\' && characters.peek().is_some_and(char::is_ascii_punctuation);
        unescaped.extend(if protects { characters.next() } else { Some(character) });
    }
    Cow::Owned(unescaped)
}

/// A value and the remark in round brackets that follows it, set off by a blank: `2026-04-30 (extended)`.
pub(super) fn split_remark(text: &str) -> (&str, Option<&str>) {
    let Some(inner) = text.strip_suffix(')') else { return (text, None) };
    let mut depth = 1_usize;
    for (offset, character) in inner.char_indices().rev() {
        match character {
            ')' => depth += 1,
            '(' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let value = &inner[..offset];
            let is_set_off = value.ends_with(is_blank) && !trim(value).is_empty();
            return if is_set_off { (trim(value), Some(&inner[offset + 1..])) } else { (text, None) };
        }
    }
    (text, None)
}

/// Whether a character is one of the hyphens, dashes and minus signs.
pub(super) fn is_dash(character: char) -> bool {
    matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{200b}' | '\u{feff}')
}

fn is_in_word(character: char) -> bool {
    character.is_alphabetic() || matches!(character, '\'' | '’' | '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_into_numbers_words_and_marks() {
        let texts = |text| tokens(text).iter().map(|token| token.text).collect::<Vec<_>>();
        assert_eq!(texts("7th Août, 24x7"), ["7", "th", "Août", ",", "24", "x", "7"]);
        assert_eq!(texts(" 99,9\u{a0}%"), ["99", ",", "9", "%"]);
    }

    #[test]
    fn quotes_and_emphasis_come_off() {
        assert_eq!(bare(" “#2ndline” "), "#2ndline");
        assert_eq!(bare("**_'x'_**"), "x");
        assert_eq!(bare("\""), "\"");
    }

    #[test]
    fn a_remark_is_set_off_by_a_blank() {
        assert_eq!(split_remark("4 h (Mo (Fr))"), ("4 h", Some("Mo (Fr)")));
        assert_eq!(split_remark("f(x)"), ("f(x)", None));
        assert_eq!(split_remark("(x)"), ("(x)", None));
        assert_eq!(split_remark("x)"), ("x)", None));
    }

    #[test]
    fn the_longest_key_wins_and_does_not_end_in_a_dash() {
        let text = "twice a year - maybe";
        let find = |key: &str| ["twice", "twice a year"].contains(&key).then_some(());
        assert_eq!(longest(text, &tokens(text), find), Some(((), 3)));
    }
}
