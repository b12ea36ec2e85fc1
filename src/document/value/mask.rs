//! The shapes of placeholders: brackets, letters that stand for digits, lines to write on, choices.

use super::text::{is_dash, trim};

/// Whether the text is a line to write on: `____`, `...`, `__.__.____`, `???`.
pub(super) fn is_line(text: &str) -> bool {
    let is_part = |c: char| matches!(c, '_' | '.' | '…' | '?' | '/') || c.is_whitespace() || is_dash(c);
    let is_drawn = || text.contains(['_', '…', '?']) || text.matches('.').count() > 1;
    text.chars().all(is_part) && is_drawn()
}

/// Whether the text is a pair of brackets around nothing: `[]`, `{ }`.
pub(super) fn is_hollow(text: &str) -> bool {
    let mut characters = text.chars();
    let ends = (characters.next(), characters.next_back());
    matches!(ends, (Some('['), Some(']')) | (Some('{'), Some('}')) | (Some('<'), Some('>')) | (Some('('), Some(')')))
        && trim(characters.as_str()).is_empty()
}

/// Whether the text is nothing but bracketed parts, such as `[NAME]`, `<first> <last>`, `{{owner}}`, `<%= owner %>`, `${owner}`.
pub(super) fn is_bracketed(text: &str) -> bool {
    if [("<%", "%>"), ("{{", "}}"), ("{%", "%}")].iter().any(|(open, close)| is_between(text, open, close)) {
        return true;
    }
    let mut rest = text;
    let mut has_part = false;
    loop {
        rest = rest
            .trim_start_matches(|c: char| matches!(c, ',' | '.' | '/' | '&' | '$') || c.is_whitespace() || is_dash(c));
        if rest.is_empty() {
            return has_part;
        }
        let Some((part, behind)) = cut_part(rest) else { return false };
        if rest.starts_with('<') && is_address(part) {
            return false;
        }
        has_part = true;
        rest = behind;
    }
}

/// Whether the text is a date whose digits are letters, all of them (`YYYY-MM-DD`, `tt. mm. jjjj`) or some (`20XX-XX-XX`).
pub(super) fn is_date_mask(text: &str) -> bool {
    let is_separator = |c: char| matches!(c, '/' | '.' | ':') || c.is_whitespace() || is_dash(c);
    if text.len() > 40 || text.chars().filter(|&c| is_separator(c) && !c.is_whitespace()).count() < 2 {
        return false;
    }
    let groups: Vec<&str> = text.split(is_separator).filter(|group| !group.is_empty()).collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.chars().count()).collect();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let is_whole = groups.len() >= 3 && letters >= 6 && groups.iter().all(|group| is_one_letter(group));
    let is_partial = letters >= 2
        && matches!(lengths[..], [4, 2, 2] | [2, 2, 4])
        && groups.iter().all(|group| {
            let letters = group.trim_start_matches(|c: char| c.is_ascii_digit());
            letters.is_empty() || is_one_letter(letters)
        });
    is_whole && lengths.iter().all(|&length| length <= 4) || is_partial
}

/// Whether the text offers a choice: `draft|review|active`, two or more single words.
///
/// Two words may be two names, so they count only in lower case and with no blank between them.
pub(super) fn is_choice(text: &str) -> bool {
    let choices = || text.split('|').map(trim);
    let are_words = choices()
        .all(|choice| !choice.is_empty() && choice.chars().all(|c| c.is_alphabetic() || c == '_' || is_dash(c)));
    let is_plain = !text.contains(|c: char| c.is_whitespace() || c.is_uppercase());
    are_words && (choices().count() > 2 || choices().count() == 2 && is_plain)
}

/// What is ticked of a choice with boxes, `☐ Open / ☑ Closed`: a choice, or the empty text so far. `None` where there are no open boxes, or where
/// several are ticked.
pub fn ticked(text: &str) -> Option<&str> {
    const OPEN: [char; 2] = ['☐', '⬜'];
    const TICKED: [char; 6] = ['☑', '☒', '🗹', '✓', '✔', '✅'];
    if !text.contains(OPEN) {
        return None;
    }
    let boxes: Vec<(usize, char)> =
        text.char_indices().filter(|(_, c)| OPEN.contains(c) || TICKED.contains(c)).collect();
    let ends = boxes.iter().skip(1).map(|(at, _)| *at).chain([text.len()]);
    let mut ticked = boxes.iter().zip(ends).filter(|((_, mark), _)| TICKED.contains(mark));
    let first = ticked.next().map(|((at, mark), end)| {
        text[at + mark.len_utf8()..end].trim_matches(|c: char| c.is_whitespace() || matches!(c, '/' | ',' | ';' | '|'))
    });
    ticked.next().is_none().then_some(first.unwrap_or_default())
}

/// Whether a bracketed part of the text looks like a mask: words in upper case or joined by `_`, or template syntax.
///
/// An abbreviation in square brackets, such as `[IT]` or `[RFC2119]`, is none.
pub(super) fn has_mask(text: &str) -> bool {
    if [("<%", "%>"), ("{{", "}}"), ("{%", "%}"), ("${", "}")]
        .iter()
        .any(|(open, close)| text.find(open).is_some_and(|start| text[start..].contains(close)))
    {
        return true;
    }
    let mut open = None;
    for (offset, character) in text.char_indices() {
        match (character, open) {
            ('[' | '<' | '{', _) => open = Some((offset + 1, character)),
            (']', Some((start, '['))) => {
                let is_link = text[offset + 1..].starts_with(['(', '[']);
                if !is_link && is_mask(&text[start..offset], 4) {
                    return true;
                }
                open = None;
            }
            ('>', Some((start, '<'))) | ('}', Some((start, '{'))) => {
                if is_mask(&text[start..offset], 2) {
                    return true;
                }
                open = None;
            }
            _ => {}
        }
    }
    false
}

fn is_mask(inner: &str, least: usize) -> bool {
    let is_joined = inner.contains('_');
    let is_upper = |c: char| c.is_uppercase() || matches!(c, '_' | ' ' | '-' | '/');
    let letters = inner.chars().filter(|c| c.is_alphabetic()).count();
    if is_joined && letters > 0 && inner.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | ' ' | '-')) {
        return true;
    }
    (letters >= least || letters > 1 && inner.contains(' ')) && inner.chars().all(is_upper)
}

fn is_between(text: &str, open: &str, close: &str) -> bool {
    text.strip_prefix(open).is_some_and(|inner| inner.ends_with(close))
}

/// The inside of the brackets that open a text, and what follows them.
fn cut_part(text: &str) -> Option<(&str, &str)> {
    let open = text.chars().next()?;
    let close = match open {
        '[' => ']',
        '<' => '>',
        '{' => '}',
        _ => return None,
    };
    let mut depth = 0_usize;
    for (offset, character) in text.char_indices() {
        if character == open {
            depth += 1;
        } else if character == close {
            depth -= 1;
        }
        if depth == 0 {
            return Some((&text[1..offset], &text[offset + 1..]));
        }
    }
    None
}

fn is_address(text: &str) -> bool {
    let has_domain = text.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'));
    !text.contains(char::is_whitespace) && (has_domain || text.contains("://"))
}

fn is_one_letter(group: &str) -> bool {
    let mut characters = group.chars().flat_map(char::to_lowercase);
    characters.next().is_some_and(|first| first.is_alphabetic() && characters.all(|c| c == first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_mask_has_groups_of_one_letter() {
        assert!(is_date_mask("d/m/yyyy"));
        assert!(is_date_mask("YYYY-MM-DD HH:MM"));
        assert!(is_date_mask("2025-MM-DD"));
        assert!(!is_date_mask("aa bb cc"));
        assert!(!is_date_mask("A.B.C"));
        assert!(!is_date_mask("2025-01-31"));
    }

    #[test]
    fn unbalanced_brackets_are_no_placeholder() {
        assert!(!is_bracketed("[NAME"));
        assert!(!is_bracketed("[a] b"));
        assert!(is_bracketed("[a [b]] / <c>"));
    }

    #[test]
    fn a_link_is_no_mask_but_a_joined_word_is() {
        assert!(!has_mask("[RACI](raci.md)"));
        assert!(has_mask("by <current_date> at noon"));
        assert!(!has_mask("> 4 h and < 5 h"));
    }
}
