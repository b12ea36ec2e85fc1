//! Spellings made comparable, whatever their case, joints and blanks.

/// A spelling made comparable: lower case, `_`, `-` and runs of white space as one space, no blanks or colon at the ends.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return fold_ascii(text);
    }
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for character in text.chars() {
        let is_joint = matches!(character, '_' | '-' | '\u{2010}'..='\u{2013}' | '\u{200b}' | '\u{feff}');
        if is_joint || character.is_whitespace() {
            gap = !folded.is_empty();
            continue;
        }
        if gap {
            folded.push(' ');
            gap = false;
        }
        if character.is_ascii() {
            folded.push(character.to_ascii_lowercase());
        } else {
            folded.extend(character.to_lowercase());
        }
    }
    while folded.ends_with([':', ' ', '：']) {
        folded.pop();
    }
    folded
}

/// Whether two texts are the same once they are folded; nothing is copied where both are ASCII.
pub fn is_same_folded(one: &str, two: &str) -> bool {
    if one == two {
        return true;
    }
    if one.is_ascii() && two.is_ascii() { folded_bytes(one).eq(folded_bytes(two)) } else { fold(one) == fold(two) }
}

/// Whether a folded text is a word, or begins with it and goes on with something else than a letter or digit.
pub fn begins_with_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// The bytes of a text of ASCII as [`fold`] leaves them.
fn folded_bytes(text: &str) -> impl Iterator<Item = u8> + '_ {
    let bytes = text.as_bytes();
    let is_kept = |byte: &u8| !matches!(FOLDED[usize::from(*byte)], b':' | b' ');
    let end = bytes.iter().rposition(is_kept).map_or(0, |last| last + 1);
    let mut last = b' ';
    bytes[..end].iter().map(|byte| FOLDED[usize::from(*byte)]).filter(move |byte| {
        let before = std::mem::replace(&mut last, *byte);
        *byte != b' ' || before != b' '
    })
}

/// [`fold`] for nearly all texts: it is asked for every key, label and heading, so it goes byte by byte through a table.
fn fold_ascii(text: &str) -> String {
    let mut folded = Vec::with_capacity(text.len());
    for byte in text.bytes() {
        let byte = FOLDED[usize::from(byte)];
        if byte != b' ' || folded.last().is_some_and(|&last| last != b' ') {
            folded.push(byte);
        }
    }
    while folded.last().is_some_and(|&last| matches!(last, b':' | b' ')) {
        folded.pop();
    }
    String::from_utf8(folded).unwrap_or_default()
}

/// What [`fold`] makes of each byte of ASCII: lower case, and a blank for every joint and every kind of white space.
const FOLDED: [u8; 256] = {
    let mut folded = [0; 256];
    let mut byte: u8 = 0;
    while byte < 128 {
        let is_joint = matches!(byte, b'_' | b'-' | b' ' | b'\t' | b'\n' | 0x0b | 0x0c | b'\r');
        folded[byte as usize] = if is_joint { b' ' } else { byte.to_ascii_lowercase() };
        byte += 1;
    }
    folded
};
