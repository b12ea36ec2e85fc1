//! `schema`: JSON Schema of configuration, packs and front matter, for completion in editors.

use std::process::ExitCode;

use serde_json::{Map, Value, json};

use super::write_output;
use crate::cli::{Global, Schema, SchemaOf};
use crate::config::Config;
use crate::error::Result;
use crate::pack::PackFile;
use crate::report::review::Review;
use crate::vocabulary::{FieldType, Vocabulary};

/// Writes the schema.
///
/// # Errors
///
/// When writing fails.
pub fn run(arguments: &Schema, global: &Global) -> Result<ExitCode> {
    let schema = of(arguments.of);
    write_output(global, |out| {
        serde_json::to_writer_pretty(&mut *out, &schema)?;
        writeln!(out)
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The schema as a value.
pub fn of(what: SchemaOf) -> Value {
    match what {
        SchemaOf::Config => schemars::schema_for!(Config).to_value(),
        SchemaOf::Pack => schemars::schema_for!(PackFile).to_value(),
        SchemaOf::FrontMatter => front_matter(Vocabulary::built_in()),
        SchemaOf::Review => schemars::schema_for!(Review).to_value(),
    }
}

/// Front matter may have any key; the ones that are known have a form.
fn front_matter(vocabulary: &Vocabulary) -> Value {
    let text = json!({ "type": ["string", "number", "boolean", "null"] });
    let mut properties = Map::new();
    for name in vocabulary.field_names() {
        let Some(field) = vocabulary.field(name) else { continue };
        let shape = match field.kind {
            FieldType::Date => {
                json!({ "type": ["string", "null"], "format": "date", "description": "a day, YYYY-MM-DD" })
            }
            FieldType::Interval => {
                json!({ "type": ["string", "object", "null"], "description": "an interval such as `12 months`" })
            }
            FieldType::State => {
                json!({ "type": ["string", "null"], "examples": vocabulary.state_names().collect::<Vec<_>>() })
            }
            FieldType::Person | FieldType::List | FieldType::Reference => {
                json!({ "anyOf": [text, { "type": "array", "items": { "type": ["string", "object", "number"] } }] })
            }
            FieldType::Text | FieldType::Id | FieldType::Version | FieldType::Language => text.clone(),
        };
        properties.insert(name.to_owned(), shape);
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Front matter of a controlled document",
        "type": "object",
        "properties": properties,
        "additionalProperties": true,
    })
}
