//! Verdicts to bytes, one file a format.

pub mod concise;
pub mod csv;
pub mod explain;
pub mod github;
pub mod gitlab;
pub mod inspect;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod rdjson;
pub mod records;
pub mod rules;
pub mod run;
pub mod sarif;
pub mod snippet;
pub mod style;
pub mod summary;
pub mod tally;
pub mod terminal;

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter};

/// The version of our JSON formats; it is raised when a key is removed or changes its meaning.
pub const JSON_VERSION: u32 = 1;

/// A text of a document or path with everything that steers a terminal made visible: control characters, and marks that
/// reorder or hide text.
pub fn printable(text: &str) -> String {
    text.chars().map(|c| if is_steering(c) { '\u{fffd}' } else { c }).collect()
}

/// Whether a character can change how the text around it is shown.
pub fn is_steering(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{2028}' | '\u{2029}')
}

/// Like [`printable`] for a text of several lines.
pub fn printable_lines(text: &str) -> String {
    text.chars().map(|c| if is_steering(c) && !matches!(c, '\n' | '\t') { '\u{fffd}' } else { c }).collect()
}

/// Writes a value as indented JSON in which no character steers a terminal that shows it.
///
/// # Errors
///
/// When writing fails.
pub fn write_json(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    // A buffer of known type: JSON is written in pieces of a few bytes, and a call for each would cost more than the bytes.
    let mut out = io::BufWriter::with_capacity(1 << 16, out);
    let mut serializer = serde_json::Serializer::with_formatter(&mut out, Harmless(PrettyFormatter::new()));
    value.serialize(&mut serializer)?;
    writeln!(out)?;
    out.flush()
}

/// JSON whose strings escape what steers a terminal; the text that a reader of JSON gets is the same.
struct Harmless<'a>(PrettyFormatter<'a>);

impl Formatter for Harmless<'_> {
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        let is_harmless = |byte: u8| matches!(byte, b' '..=b'~');
        if fragment.bytes().all(is_harmless) {
            return writer.write_all(fragment.as_bytes());
        }
        while let Some(at) = rest.find(is_steering) {
            writer.write_all(&rest.as_bytes()[..at])?;
            let steering = rest[at..].chars().next().unwrap_or_default();
            write!(writer, "\\u{:04x}", u32::from(steering))?;
            rest = &rest[at + steering.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
    }
}
