//! The figures of a report: clauses, findings, rules and reviews, counted.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::Judged;
use super::gap::State;
use crate::document::review::Due;
use crate::finding::State as Outcome;
use crate::output::tally::{SetAside, counts};
use crate::pack::Class;

/// The figures at the top.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Figures {
    /// Documents that were read.
    pub documents: usize,
    /// Documents of which demands are made.
    pub controlled: usize,
    /// Assessable clauses by state.
    pub clauses: Clauses,
    /// Open findings by how an auditor would class them.
    pub points: Points,
    /// Open findings by severity.
    pub findings: Findings,
    /// Rules by what became of them.
    pub rules: Rules,
    /// Documents whose review is overdue.
    pub overdue: usize,
    /// Documents whose review becomes due before the horizon.
    pub due: usize,
    /// Findings that are waived.
    pub waived: usize,
    /// Findings that the baseline knows.
    pub baselined: usize,
}

/// Assessable clauses by state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Clauses {
    /// Approved, in date, with the required content, and no open error.
    pub covered: usize,
    /// There, but with a reason against it.
    pub weak: usize,
    /// Not there.
    pub missing: usize,
    /// Nothing could be looked at.
    pub not_checked: usize,
}

/// Open findings by class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Points {
    /// What an auditor would call a major nonconformity.
    pub major: usize,
    /// A minor one.
    pub minor: usize,
    /// An opportunity for improvement.
    pub opportunity: usize,
    /// Findings of rules that have no class.
    pub unclassed: usize,
}

/// Open findings by severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Findings {
    /// Errors.
    pub error: usize,
    /// Warnings.
    pub warning: usize,
    /// Worth knowing.
    pub info: usize,
}

/// Rules by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Rules {
    /// Something was examined and all of it holds.
    pub met: usize,
    /// At least one finding that counts.
    pub not_met: usize,
    /// All findings are accepted.
    pub waived: usize,
    /// Nothing falls under the rule.
    pub nothing_examined: usize,
    /// Could not be checked.
    pub not_checked: usize,
}

/// A figure with its name for people.
pub type Named = (&'static str, fn(&Figures) -> usize);

impl Figures {
    /// The figures of the headline with their names for people.
    pub const NAMED: [Named; 14] = [
        ("clauses covered", |figures| figures.clauses.covered),
        ("clauses weak", |figures| figures.clauses.weak),
        ("clauses missing", |figures| figures.clauses.missing),
        ("clauses not checked", |figures| figures.clauses.not_checked),
        ("major points", |figures| figures.points.major),
        ("minor points", |figures| figures.points.minor),
        ("opportunities", |figures| figures.points.opportunity),
        ("errors", |figures| figures.findings.error),
        ("warnings", |figures| figures.findings.warning),
        ("reviews overdue", |figures| figures.overdue),
        ("reviews due", |figures| figures.due),
        ("findings waived", |figures| figures.waived),
        ("findings in the baseline", |figures| figures.baselined),
        ("controlled documents", |figures| figures.controlled),
    ];

    /// Counts; reviews that become due are counted up to a day.
    pub fn of(judged: Judged<'_>, until: Date) -> Self {
        let Judged { report, gap, .. } = judged;
        let [error, warning, info] = counts(report);
        let set_aside = SetAside::of(report);
        let rules = |state: Outcome| report.verdicts.iter().filter(|verdict| verdict.state() == state).count();
        let mut points = Points::default();
        for verdict in &report.verdicts {
            *match verdict.rule.class {
                Some(Class::Major) => &mut points.major,
                Some(Class::Minor) => &mut points.minor,
                Some(Class::Opportunity) => &mut points.opportunity,
                None => &mut points.unclassed,
            } += verdict.findings.len();
        }
        let due = judged.subjects().filter_map(|subject| judged.due(subject)).filter(|due| due.date <= until);
        let (overdue, due): (Vec<Due<'_>>, Vec<Due<'_>>) = due.partition(|due| due.date < report.as_of);
        Self {
            documents: report.summary.documents,
            controlled: report.summary.controlled,
            clauses: Clauses {
                covered: gap.count(State::Covered),
                weak: gap.count(State::Weak),
                missing: gap.count(State::Missing),
                not_checked: gap.count(State::NotChecked),
            },
            points,
            findings: Findings { error, warning, info },
            rules: Rules {
                met: rules(Outcome::Met),
                not_met: rules(Outcome::NotMet),
                waived: rules(Outcome::Waived),
                nothing_examined: rules(Outcome::NothingExamined),
                not_checked: rules(Outcome::NotChecked),
            },
            overdue: overdue.len(),
            due: due.len(),
            waived: set_aside.waived,
            baselined: set_aside.baselined,
        }
    }
}
