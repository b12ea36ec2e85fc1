//! The version of a document against the newest row of its revision history.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Outcome, Subject};
use crate::document::carrier::Revision as Row;
use crate::document::value::version::Version;
use crate::finding::Problem;

/// The field that states the version.
const VERSION: &str = "version";

/// The check has no parameters.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Revision {}

impl Revision {
    #[expect(clippy::unused_self, reason = "every kind of check is called the same way")]
    pub(super) fn document(&self, subject: Subject<'_>, outcome: &mut Outcome) {
        let document = subject.document;
        let Some((version, field)) = document.version(VERSION) else { return };
        let Some((newest, row)) = newest(&document.revisions) else { return };
        outcome.examined += 1;
        if newest == version {
            return;
        }
        let written = super::quoted(document.source.slice(row.version_span));
        let message = if version < newest {
            format!("`{VERSION}` is {}, older than {written} in the revision history", super::quoted(&field.text))
        } else {
            format!(
                "`{VERSION}` is {}, but the newest entry of the revision history is {written}",
                super::quoted(&field.text)
            )
        };
        let problem = Problem::new(subject.index, field.span, VERSION, message);
        outcome.problems.push(problem.with_related(subject.index, row.version_span, "the newest entry"));
    }
}

/// The row with the highest version. Rows stand newest first or last, and dates may repeat, so neither order nor date decides.
fn newest(rows: &[Row]) -> Option<(&Version, &Row)> {
    let versions = rows.iter().filter_map(|row| row.version.valid().map(|version| (version, row)));
    versions.reduce(|best, next| if next.0 > best.0 { next } else { best })
}
