//! Records that were removed before their retention ended.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::super::{Context, NameKind, Outcome, Subject, fields};
use super::text::kinds;
use super::{Form, refs};
use crate::document::Document;
use crate::document::value::interval::Interval;
use crate::finding::Problem;
use crate::history::{Commit, History, Past};
use crate::pack::located::Located;

/// Parameters.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Removed {
    /// Kinds of document that are kept; a more special kind counts as well.
    pub kinds: Vec<Located>,
    /// The field that states how long.
    pub retention: Located,
    /// How long where the document does not say so. Such documents are not looked at where this is not given.
    pub default: Option<Interval>,
    /// Fields that state the day from which the retention counts: the latest of them does.
    pub from: Vec<Located>,
}

impl Removed {
    /// The day until which a document is kept, with the interval.
    fn until(&self, document: &Document) -> Option<(Date, Interval)> {
        let stated = document.interval(self.retention.get_ref()).map(|(interval, _)| interval);
        let retention = stated.or(self.default)?;
        let from = refs(&self.from).into_iter().filter_map(|name| document.date(name)).map(|(date, _)| date).max()?;
        Some((retention.after(from)?, retention))
    }
}

impl Form for Removed {
    fn names(&self) -> Vec<(NameKind, &Located)> {
        let mut names = fields(&self.from);
        names.push((NameKind::Field, &self.retention));
        names.extend(kinds(&self.kinds));
        names
    }

    fn wants(&self, _: Subject<'_>, _: Context<'_>) -> bool {
        false
    }

    fn is_open(&self, _: Subject<'_>, _: &Past, _: &Commit, _: Context<'_>) -> bool {
        false
    }

    fn judge(&self, _: Subject<'_>, _: &Past, _: Context<'_>, _: &mut Outcome) {}

    fn judge_all(&self, _: &[Subject<'_>], context: Context<'_>, outcome: &mut Outcome) {
        let History::Known(facts) = &context.repository.history else { return };
        let is_kept =
            |kind: &str| self.kinds.iter().any(|wanted| context.settings.names.is_kind(kind, wanted.get_ref()));
        for removal in facts.removed.iter().filter(|removal| removal.kind.as_deref().is_some_and(is_kept)) {
            let document = &context.repository.documents[removal.document];
            let Some((until, retention)) = self.until(document) else { continue };
            outcome.examined += 1;
            if removal.commit.day < until {
                let message = format!(
                    "removed in {}, but its retention of {} ends on {until}",
                    removal.commit.label(),
                    retention.words()
                );
                let place =
                    document.field(self.retention.get_ref()).map_or(document.metadata_span(), |field| field.span);
                outcome.problems.push(Problem::new(removal.document, place, "removed", message));
            }
        }
    }
}
