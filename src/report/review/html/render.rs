//! Fills the templates.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::fmt::Write as _;
use std::io;
use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, ValueKind};
use minijinja::{AutoEscape, Environment, Output, State, UndefinedBehavior, Value, escape_formatter};

use super::policy::policy;
use super::prepare::prepare;
use super::templates::{PAGE, SCRIPT, STYLE, Templates};
use crate::error::{Error, Result};
use crate::output::printable;
use crate::report::review::{Review, address};

/// Steps that filling the templates may take: far more than any page of ours does, for rows are limited.
const FUEL: u64 = 50_000_000;
/// Most bytes of a page.
const MOST_BYTES: usize = 64 << 20;
/// Most characters of one text of a document that a page prints.
const MOST_CHARACTERS: usize = 600;

/// Makes the page.
///
/// # Errors
///
/// When a template is not valid, asks for what is not there, or does not come to an end.
pub fn page(review: &Review, templates: &Templates) -> Result<String> {
    let mut environment = environment(&review.made.link_base);
    for file in templates.files().iter().filter(|file| file.name != STYLE && file.name != SCRIPT) {
        let added = environment.add_template(file.name, &file.text);
        added.map_err(|error| located(&error, templates))?;
    }
    let style = templates.text(STYLE);
    let script = templates.text(SCRIPT);
    let context = BTreeMap::from([
        ("review", Value::from(Serde(review))),
        ("page", Value::from(Serde(prepare(review)))),
        ("policy", Value::from(policy(style, script))),
        ("style", Value::from_safe_string(style.to_owned())),
        ("script", Value::from_safe_string(script.to_owned())),
    ]);
    let mut out = Limited { bytes: Vec::new() };
    let template = environment.get_template(PAGE).map_err(|error| located(&error, templates))?;
    template.render_captured_to(Value::from(context), &mut out).map_err(|error| located(&error, templates))?;
    String::from_utf8(out.bytes).map_err(|error| Error::Output(io::Error::other(error)))
}

fn environment(link_base: &str) -> Environment<'_> {
    let mut environment = Environment::new();
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        environment.set_syntax(syntax);
    }
    environment.set_debug(true);
    environment.set_fuel(Some(FUEL));
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(print);
    // These make texts of any length from a number.
    for risky in ["indent", "format", "batch", "slice"] {
        environment.remove_filter(risky);
    }
    let base: Arc<str> = link_base.into();
    environment.add_filter("link", move |path: String, line: Option<usize>| address(&base, &path, line));
    environment.add_filter("anchor", |id: String| anchor(&id));
    environment
        .add_filter("number", |clause: String| clause.split_once(':').map_or(clause.clone(), |(_, n)| n.to_owned()));
    environment.add_filter("grouped", grouped);
    environment
}

/// Prints a value: texts are made harmless and shortened, whatever the template does with them.
fn print(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), minijinja::Error> {
    if value.kind() != ValueKind::String || value.is_safe() {
        return escape_formatter(out, state, if value.is_none() { &Value::UNDEFINED } else { value });
    }
    let text = shortened(&printable(value.as_str().unwrap_or_default()));
    escape_formatter(out, state, &Value::from_safe_string(escaped(&text)))
}

/// A text as it may stand between tags and in quoted values. A slash stays a slash, for the page is full of paths.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MOST_CHARACTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A name as it may stand in an address within the page.
pub(super) fn anchor(id: &str) -> String {
    id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' }).collect()
}

/// A number with a thin space between thousands.
fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "−" } else { "" });
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// A page that does not grow without end.
struct Limited {
    bytes: Vec<u8>,
}

impl io::Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > MOST_BYTES {
            return Err(io::Error::other(format!("the page is longer than {MOST_BYTES} bytes")));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An error of a template at its place: that of the template which was included last.
fn located(error: &minijinja::Error, templates: &Templates) -> Error {
    let mut innermost = error;
    let mut next = error.source();
    while let Some(source) = next {
        if let Some(inner) = source.downcast_ref::<minijinja::Error>() {
            innermost = inner;
        }
        next = source.source();
    }
    let file = innermost.name().and_then(|name| templates.file(name));
    let (place, text) = file.map_or(("template", ""), |file| (&file.place, &file.text));
    let line = || {
        let number = innermost.line().unwrap_or(1);
        let start = text.split_inclusive('\n').take(number.saturating_sub(1)).map(str::len).sum::<usize>();
        start..start + text[start..].lines().next().map_or(0, str::len)
    };
    let mut what = innermost.kind().to_string();
    if let Some(detail) = innermost.detail() {
        // Writing to a text does not fail.
        let _ = write!(what, ": {detail}");
    }
    let span = innermost.range().filter(|range| text.get(range.clone()).is_some_and(|text| !text.is_empty()));
    Error::invalid(
        place,
        text,
        span.unwrap_or_else(line),
        format!("the template `{place}` cannot be filled"),
        printable(&what),
        Some("templates are MiniJinja; `clauselint schema review` describes `review`, the templates of this program show `page`".to_owned()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(12_345), "12\u{202f}345");
        assert_eq!(grouped(-1_234_567), "−1\u{202f}234\u{202f}567");
    }

    #[test]
    fn nothing_ends_a_tag_or_a_value() {
        assert_eq!(escaped("<a href='b/c'>\"&"), "&lt;a href=&#39;b/c&#39;&gt;&quot;&amp;");
    }

    #[test]
    fn long_texts_are_shortened_between_characters() {
        let text = "é".repeat(MOST_CHARACTERS + 1);
        assert_eq!(shortened(&text).chars().count(), MOST_CHARACTERS + 1);
        assert_eq!(shortened("é"), "é");
    }

    #[test]
    fn anchors_hold_nothing_that_ends_an_attribute() {
        assert_eq!(anchor("iso20000-1:8.3.3 \"><x"), "iso20000-1-8.3.3----x");
    }
}
