//! What was read from documents, for people and for programs.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::style::Style;
use super::{printable, records, write_json};
use crate::document::Document;
use crate::document::body::HeadingForm;
use crate::document::field::{Field, Typed};
use crate::document::review;
use crate::document::value::{Fault, Reading};
use crate::repository::kind::KindSource;
use crate::repository::{Member, Repository};
use crate::ruleset::RuleSet;

/// One entry of the answer: a document that was read, or a file that was left out.
#[derive(Clone, Copy, Debug)]
pub enum Entry<'a> {
    /// A document of the repository.
    Read(&'a Document, &'a Member),
    /// A file that was left out, with its path and the reason.
    LeftOut(&'a str, &'a str),
}

#[derive(Serialize)]
struct EntryOut<'a> {
    path: &'a str,
    kind: Option<&'a str>,
    controlled: bool,
    excluded: Option<&'a str>,
    phase: Option<crate::vocabulary::Phase>,
    due: Option<String>,
    fields: Map<String, Value>,
    other_keys: Map<String, Value>,
    sections: Vec<Value>,
    tables: usize,
    links: usize,
    tasks: usize,
    revisions: usize,
    #[serde(skip_serializing_if = "Map::is_empty")]
    records: Map<String, Value>,
    problems: Vec<Value>,
}

/// Writes an array with one object a file.
///
/// # Errors
///
/// When writing fails.
pub fn json(out: &mut dyn Write, entries: &[Entry<'_>], repository: &Repository, set: &RuleSet) -> io::Result<()> {
    let entries: Vec<_> = entries.iter().map(|entry| entry_out(entry, repository, set)).collect();
    write_json(out, &entries)
}

fn entry_out<'a>(entry: &Entry<'a>, repository: &Repository, set: &RuleSet) -> EntryOut<'a> {
    let (document, member) = match *entry {
        Entry::Read(document, member) => (document, member),
        Entry::LeftOut(path, reason) => {
            return EntryOut {
                path,
                kind: None,
                controlled: false,
                excluded: Some(reason),
                phase: None,
                due: None,
                fields: Map::new(),
                other_keys: Map::new(),
                sections: Vec::new(),
                tables: 0,
                links: 0,
                tasks: 0,
                revisions: 0,
                records: Map::new(),
                problems: Vec::new(),
            };
        }
    };
    let mut fields = Map::new();
    let mut other_keys = Map::new();
    for field in &document.fields {
        match field.name() {
            Some(name) if !fields.contains_key(name) => {
                if let Some(field) = document.field(name) {
                    fields.insert(name.to_owned(), field_out(document, field));
                }
            }
            Some(_) => {}
            None => {
                other_keys.insert(field.key.clone(), field_out(document, field));
            }
        }
    }
    EntryOut {
        path: document.path(),
        kind: member.kind.as_ref().map(|(kind, _)| &**kind),
        controlled: member.is_controlled,
        excluded: None,
        phase: Some(member.phase),
        due: due(document, member, repository, set).map(|due| due.date.to_string()),
        fields,
        other_keys,
        sections: sections(document, member, set),
        tables: document.body.tables.len(),
        links: document.body.links.len() + document.body.outside_links,
        tasks: document.body.tasks.len(),
        revisions: document.revisions.len(),
        records: records_of(document, repository, set),
        problems: document.problems.iter().map(|problem| problem_out(document, problem)).collect(),
    }
}

fn due<'a>(document: &'a Document, member: &Member, repository: &Repository, set: &RuleSet) -> Option<review::Due<'a>> {
    review::due(document, repository.default_interval(member, &set.settings))
}

fn field_out(document: &Document, field: &Field) -> Value {
    let place = document.source.location(field.key_span.start);
    let at = document.source.location(field.span.start);
    let mut out = json!({
        "value": value(field),
        "raw": document.source.slice(field.span),
        "key": field.key,
        "carrier": field.carrier.to_string(),
        "line": at.line,
        "column": at.column,
        "key_line": place.line,
        "key_column": place.column,
        "reading": reading(field),
    });
    if !field.candidates.is_empty() {
        out["can_mean"] = field.candidates.iter().map(|candidate| candidate.name.to_string()).collect();
    }
    out
}

/// The value in its canonical form: a day as `YYYY-MM-DD`, an interval as ISO 8601 duration, several items as a list.
fn value(field: &Field) -> Value {
    match &field.typed {
        Typed::Date(Reading::Valid(date)) => json!(date.to_string()),
        Typed::Interval(Reading::Valid(interval)) => json!(interval.to_string()),
        Typed::State(Reading::Valid(state)) => json!(&*state.name),
        _ if field.items.len() > 1 => field.items.iter().map(|(text, _)| text.clone()).collect(),
        _ if field.items.is_empty() => Value::Null,
        _ => json!(field.text),
    }
}

fn reading(field: &Field) -> &'static str {
    match field.typed.reading() {
        Reading::Empty => "empty",
        Reading::Placeholder => "placeholder",
        Reading::Valid(()) => "valid",
        Reading::Faulty(Fault::Malformed) => "malformed",
        Reading::Faulty(Fault::Impossible) => "impossible",
        Reading::Faulty(Fault::Ambiguous(..)) => "ambiguous",
    }
}

fn sections(document: &Document, member: &Member, set: &RuleSet) -> Vec<Value> {
    let matched = member.sections(document, &set.vocabulary);
    let section = |(section, names): (&crate::document::body::Section, &Vec<crate::vocabulary::Name>)| {
        let matched: Vec<String> = names.iter().map(ToString::to_string).collect();
        let form = match section.form {
            HeadingForm::Markdown => "markdown",
            HeadingForm::Html => "html",
            HeadingForm::BoldLine => "bold-line",
            HeadingForm::NumberedLine => "numbered-line",
        };
        let line = document.source.location(section.span.start).line;
        json!({ "title": &*section.title, "matched": matched, "level": section.level, "line": line, "form": form })
    };
    document.body.sections.iter().zip(matched).map(section).collect()
}

fn records_of(document: &Document, repository: &Repository, set: &RuleSet) -> Map<String, Value> {
    let index = repository.documents.iter().position(|other| std::ptr::eq(other, document));
    let found = repository.records(&set.settings, &set.vocabulary);
    index.map(|index| records::of_document(index, found, repository)).unwrap_or_default()
}

fn problem_out(document: &Document, problem: &crate::document::problem::ParseProblem) -> Value {
    let place = document.source.location(problem.span.start);
    json!({ "code": problem.code, "message": problem.message, "line": place.line, "column": place.column })
}

/// Writes what was read for people.
///
/// # Errors
///
/// When writing fails.
pub fn terminal(
    out: &mut dyn Write,
    entries: &[Entry<'_>],
    repository: &Repository,
    set: &RuleSet,
    style: Style,
) -> io::Result<()> {
    for (number, entry) in entries.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        match *entry {
            Entry::LeftOut(path, reason) => {
                writeln!(out, "{}", style.bold(&printable(path)))?;
                writeln!(out, "  left out: {reason}")?;
            }
            Entry::Read(document, member) => document_text(out, document, member, repository, set, style)?,
        }
    }
    Ok(())
}

fn document_text(
    out: &mut dyn Write,
    document: &Document,
    member: &Member,
    repository: &Repository,
    set: &RuleSet,
    style: Style,
) -> io::Result<()> {
    writeln!(out, "{}", style.bold(&printable(document.path())))?;
    let kind = match &member.kind {
        Some((kind, KindSource::Stated)) => format!("{kind} (stated in the document)"),
        Some((kind, KindSource::Configured)) => format!("{kind} (by the configuration)"),
        Some((kind, KindSource::Hinted)) => format!("{kind} (by its path)"),
        Some((kind, KindSource::Titled)) => format!("{kind} (by its title)"),
        None => "none".to_owned(),
    };
    writeln!(out, "  kind        {kind}")?;
    let controlled = if member.is_controlled { "yes" } else { "no: nothing is demanded of it" };
    writeln!(out, "  controlled  {controlled}")?;
    if let Some(due) = due(document, member, repository, set) {
        writeln!(out, "  review due  {}", due.date)?;
    }
    if !document.fields.is_empty() {
        writeln!(out, "  fields")?;
    }
    for field in &document.fields {
        let at = document.source.location(field.key_span.start);
        let name = field.name().map_or_else(
            || {
                if field.candidates.is_empty() {
                    "–".to_owned()
                } else {
                    field.candidates.iter().map(|c| c.name.to_string()).collect::<Vec<_>>().join(" or ")
                }
            },
            str::to_owned,
        );
        let shown = match value(field) {
            Value::Null => String::new(),
            Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
            other => other.to_string(),
        };
        let note = match reading(field) {
            "valid" => String::new(),
            other => format!(" ({other})"),
        };
        let whence = style.dim(&format!("{}, {}, {at}", printable(&field.key), field.carrier));
        writeln!(out, "    {name:<16} {}{note}  {whence}", printable(&shown))?;
    }
    if !document.body.sections.is_empty() {
        writeln!(out, "  sections")?;
    }
    for (section, names) in document.body.sections.iter().zip(member.sections(document, &set.vocabulary)) {
        let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
        let matched = if names.is_empty() { String::new() } else { style.dim(&format!("  {}", names.join(", "))) };
        let line = document.source.location(section.span.start).line;
        writeln!(
            out,
            "    {:>4}  {}{}{matched}",
            line,
            "  ".repeat(usize::from(section.level) - 1),
            printable(&section.title)
        )?;
    }
    let body = &document.body;
    writeln!(
        out,
        "  {} tables, {} links, {} task items, {} revisions",
        body.tables.len(),
        body.links.len() + body.outside_links,
        body.tasks.len(),
        document.revisions.len()
    )?;
    let index = repository.documents.iter().position(|other| std::ptr::eq(other, document)).unwrap_or_default();
    let counts = records::counts(index, repository.records(&set.settings, &set.vocabulary));
    if !counts.is_empty() {
        writeln!(out, "  records  {}", counts.join(", "))?;
    }
    for problem in &document.problems {
        writeln!(out, "  problem  {}: {}", document.source.location(problem.span.start), printable(&problem.message))?;
    }
    Ok(())
}
