//! A comparison that must hold for each record, over the record, its neighbours and all records.

use schemars::JsonSchema;
use serde::Deserialize;

use super::records::{Judged, RECORD, Sight};
use super::{Context, NameKind, Outcome, Subject, Unjudged};
use crate::error::Invalid;
use crate::expression::frame::{Common, Frame};
use crate::expression::template::Template;
use crate::expression::types::{Scope, Type};
use crate::expression::value::Value;
use crate::expression::{Constants, Expression};
use crate::finding::Problem;
use crate::pack::located::Located;
use crate::pack::names::Names;
use crate::record::RecordRef;

/// Parameters of the check. Expressions are written in CEL and call the record `r`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Assert {
    /// The kind of record that is looked at; `document` for documents themselves.
    pub record: Located,
    /// Only records for which this holds.
    #[serde(rename = "where")]
    pub guard: Option<Expression>,
    /// Constants for the expressions, which a configuration may change.
    #[serde(default)]
    pub given: Constants,
    /// Values with names, in their order, for the expressions below.
    #[serde(default, rename = "let")]
    pub bindings: Vec<Binding>,
    /// Only records for which this holds too; it may use the names above.
    pub when: Option<Expression>,
    /// What must hold.
    pub that: Expression,
    /// What is wrong where it does not hold, with expressions in braces.
    pub message: Template,
    /// The column that a finding points to; the whole record where it is not given.
    pub mark: Option<Located>,
    /// Other records that a finding points to.
    #[serde(default)]
    pub related: Vec<RelatedRecords>,
    /// What a review shows of each record that is looked at, whether it holds or not.
    #[serde(default)]
    pub show: Vec<Shown>,
}

/// A column of the table that a review shows of a comparison.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Shown {
    /// Its title.
    pub title: String,
    /// What stands in it, with expressions in braces.
    pub value: Template,
}

/// A record that was compared.
#[derive(Clone, Debug)]
pub struct Compared {
    /// What is shown of it, column by column.
    pub cells: Vec<String>,
    /// Whether it holds.
    pub holds: bool,
    /// The place of the record, and others that belong to it, as a finding has them.
    pub place: Problem,
}

/// A value with a name.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Binding {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Expression,
}

/// Records that a finding points to besides the one that is looked at.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RelatedRecords {
    /// A record, a reference or several of them. In the label each is called `s`.
    pub of: Expression,
    /// The column that is pointed to.
    pub column: Option<Located>,
    /// What stands there, with expressions in braces.
    pub label: Template,
}

/// The name by which labels call a related record.
const RELATED: &str = "s";
/// Most related records that one finding points to.
const MOST_RELATED: usize = 8;

impl Assert {
    pub(super) fn names(&self) -> Vec<(NameKind, &Located)> {
        vec![(NameKind::Record, &self.record)]
    }

    pub(super) fn prepare(&self, names: &Names) -> Result<(), Invalid> {
        let mut scope = Scope::new(names, &self.given);
        let record = scope.record(self.record.get_ref());
        scope.add(RECORD, record);
        if let Some(guard) = &self.guard {
            guard.check_condition(&scope)?;
        }
        for binding in &self.bindings {
            let kind = binding.value.check_binding(&mut scope)?;
            scope.add(&binding.name, kind);
        }
        if let Some(condition) = &self.when {
            condition.check_condition(&scope)?;
        }
        self.that.check_condition(&scope)?;
        self.message.check(&scope)?;
        for column in &self.show {
            column.value.check(&scope)?;
        }
        super::check_column(self.mark.as_ref(), self.record.get_ref(), names)?;
        for related in &self.related {
            let kind = related.of.check_binding(&mut scope)?;
            let one = if matches!(kind, Type::List(_)) { scope.element(kind) } else { kind };
            scope.add(RELATED, one);
            related.label.check(&scope)?;
        }
        Ok(())
    }

    pub(super) fn repository(&self, subjects: &[Subject<'_>], context: Context<'_>, outcome: &mut Outcome) {
        let sight = Sight::new(subjects, context);
        let records = sight.of(self.record.get_ref(), outcome);
        if records.is_empty() {
            return;
        }
        let (common, bindings) = self.common(&sight);
        Sight::judge(&records, outcome, |record| self.judge(record, &sight, &common, &bindings));
    }

    /// What is the same for all records, and the values with names that are not.
    fn common(&self, sight: &Sight<'_>) -> (Common, Vec<&Binding>) {
        let mut common = sight.common(&self.given);
        let mut changing: Vec<&Binding> = Vec::new();
        for binding in &self.bindings {
            let is_changing = |name: &str| name == RECORD || changing.iter().any(|known| known.name == name);
            if binding.value.uses(is_changing) || is_changing(&binding.name) || self.is_named_again(binding) {
                changing.push(binding);
            } else {
                common.fix(&binding.name, &binding.value);
            }
        }
        (common, changing)
    }

    /// Whether several values have its name.
    fn is_named_again(&self, binding: &Binding) -> bool {
        self.bindings.iter().filter(|other| other.name == binding.name).count() > 1
    }

    /// What a review shows of records that are looked at, in their order: all that do not hold, and of the others at most `most`.
    /// Where it is known that all hold, no more are looked at. Records that lack a value are left out: they are not checked.
    pub(crate) fn compared(
        &self,
        subjects: &[Subject<'_>],
        context: Context<'_>,
        most: usize,
        all_hold: bool,
    ) -> Vec<Compared> {
        let sight = Sight::new(subjects, context);
        let (common, bindings) = self.common(&sight);
        let mut held = 0;
        let mut compared = Vec::new();
        for record in sight.of(self.record.get_ref(), &mut Outcome::default()) {
            if all_hold && held == most {
                break;
            }
            let Some(frame) = self.frame(record, &sight, &common, &bindings).ok().flatten() else { continue };
            let Ok(holds) = self.that.holds(&frame) else { continue };
            held += usize::from(holds);
            if holds && held > most {
                continue;
            }
            let cells =
                self.show.iter().map(|column| column.value.fill(&frame, |text| sight.name(record, RECORD, text)));
            let cells = cells.collect();
            compared.push(Compared { cells, holds, place: self.problem(record, &sight, &frame) });
        }
        compared
    }

    fn judge(&self, record: RecordRef, sight: &Sight<'_>, common: &Common, bindings: &[&Binding]) -> Judged {
        let frame = match self.frame(record, sight, common, bindings) {
            Ok(Some(frame)) => frame,
            Ok(None) => return Judged::Passed,
            Err(unjudged) => return Judged::Unknown(unjudged),
        };
        match self.that.holds(&frame) {
            Ok(true) => Judged::Held,
            // A value that cannot be read is there: it is told where it stands, and nothing is said of what it may mean.
            Ok(false) => match sight.unreadable(record, self.expressions().flat_map(|one| one.asks_for(RECORD))) {
                Some(unjudged) => Judged::Unknown(unjudged),
                None => Judged::Broken(self.problem(record, sight, &frame)),
            },
            Err(unknown) => Judged::Unknown(sight.unjudged(record, &unknown)),
        }
    }

    /// The expressions that decide.
    fn expressions(&self) -> impl Iterator<Item = &Expression> {
        let bindings = self.bindings.iter().map(|binding| &binding.value);
        bindings.chain(&self.guard).chain(&self.when).chain(std::iter::once(&self.that))
    }

    /// The names that the comparison of a record may use; none where the record is not meant.
    fn frame<'a>(
        &'a self,
        record: RecordRef,
        sight: &Sight<'_>,
        common: &'a Common,
        bindings: &[&'a Binding],
    ) -> Result<Option<Frame<'a>>, Unjudged> {
        let mut frame = common.frame_of(RECORD, record);
        if !sight.is_meant(self.guard.as_ref(), record, &frame)? {
            return Ok(None);
        }
        for binding in bindings {
            frame.add(&binding.name, &binding.value);
        }
        Ok(sight.is_meant(self.when.as_ref(), record, &frame)?.then_some(frame))
    }

    fn problem<'a>(&'a self, record: RecordRef, sight: &Sight<'_>, frame: &Frame<'a>) -> Problem {
        let mark = self.mark.as_ref().map(|mark| mark.get_ref().as_str());
        let mut problem =
            sight.problem(record, mark, self.message.fill(frame, |text| sight.name(record, RECORD, text)));
        for related in &self.related {
            let Ok(value) = related.of.value(frame) else { continue };
            let column = related.column.as_ref().map(|column| column.get_ref().as_str());
            for found in value.records().into_iter().take(MOST_RELATED) {
                let inner = frame.with(RELATED, Value::Record(found));
                let document = sight.records.get(found).document as usize;
                let label = related.label.fill(&inner, |text| sight.name(found, RELATED, text));
                problem = problem.with_related(document, sight.place(found, column), label);
            }
        }
        problem
    }
}
