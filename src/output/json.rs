//! The machine format of `check`. Its structs are its own: internal types may change, this may not.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::tally::{SetAside, counts};
use super::{JSON_VERSION, write_json};
use crate::engine::Report;
use crate::finding::{Disposition, Finding, Related, Severity, State, Unjudged, Verdict};
use crate::source::Location;

#[derive(Serialize)]
struct Output<'a> {
    version: u32,
    as_of: String,
    summary: Summary<'a>,
    verdicts: Vec<VerdictOut<'a>>,
}

#[derive(Serialize)]
struct Summary<'a> {
    documents: usize,
    controlled: usize,
    ended: usize,
    unknown_kinds: &'a BTreeMap<String, usize>,
    without_kind: usize,
    excluded: usize,
    rules: Rules,
    findings: Findings,
    due_soon: usize,
    due_soon_days: i64,
}

#[derive(Serialize)]
struct Rules {
    met: usize,
    not_met: usize,
    waived: usize,
    nothing_examined: usize,
    not_checked: usize,
}

#[derive(Serialize)]
struct Findings {
    error: usize,
    warning: usize,
    info: usize,
    waived: usize,
    baselined: usize,
    deferred: usize,
}

#[derive(Serialize)]
struct VerdictOut<'a> {
    rule: &'a str,
    pack: &'a str,
    reference: Option<&'a str>,
    clauses: &'a [String],
    severity: Severity,
    state: State,
    examined: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_checked: Vec<UnjudgedOut<'a>>,
    findings: Vec<FindingOut<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    set_aside: Vec<FindingOut<'a>>,
}

#[derive(Serialize)]
struct UnjudgedOut<'a> {
    path: &'a str,
    line: usize,
    reason: &'a str,
}

#[derive(Serialize)]
struct FindingOut<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    severity: Severity,
    message: &'a str,
    help: &'a str,
    subject: &'a str,
    fingerprint: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<RelatedOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disposition: Option<DispositionOut<'a>>,
}

#[derive(Serialize)]
struct RelatedOut<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum DispositionOut<'a> {
    Waived { until: String, reason: &'a str, approved_by: Option<&'a str> },
    Baselined,
    Deferred,
}

/// Writes the report as one JSON object. Lines and columns count from 1, columns in characters; ends lie behind the last character.
///
/// # Errors
///
/// When writing fails.
pub fn write(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    let number = |state: State| report.verdicts.iter().filter(|verdict| verdict.state() == state).count();
    let [error, warning, info] = counts(report);
    let set_aside = SetAside::of(report);
    let output = Output {
        version: JSON_VERSION,
        as_of: report.as_of.to_string(),
        summary: Summary {
            documents: report.summary.documents,
            controlled: report.summary.controlled,
            ended: report.summary.ended,
            unknown_kinds: &report.summary.unknown_kinds,
            without_kind: report.summary.without_kind,
            excluded: report.summary.excluded,
            rules: Rules {
                met: number(State::Met),
                not_met: number(State::NotMet),
                waived: number(State::Waived),
                nothing_examined: number(State::NothingExamined),
                not_checked: number(State::NotChecked),
            },
            findings: Findings {
                error,
                warning,
                info,
                waived: set_aside.waived,
                baselined: set_aside.baselined,
                deferred: set_aside.deferred,
            },
            due_soon: report.summary.due_soon,
            due_soon_days: report.summary.due_soon_days,
        },
        verdicts: report.verdicts.iter().map(verdict).collect(),
    };
    write_json(out, &output)
}

fn verdict(verdict: &Verdict) -> VerdictOut<'_> {
    VerdictOut {
        rule: &verdict.rule.id,
        pack: &verdict.rule.pack,
        reference: verdict.rule.reference.as_deref(),
        clauses: &verdict.rule.clauses,
        severity: verdict.severity,
        state: verdict.state(),
        examined: verdict.examined,
        reason: verdict.reason(),
        not_checked: verdict.unjudged.iter().map(unjudged).collect(),
        findings: verdict.findings.iter().map(finding).collect(),
        set_aside: verdict.set_aside.iter().map(finding).collect(),
    }
}

fn unjudged(one: &Unjudged) -> UnjudgedOut<'_> {
    UnjudgedOut { path: &one.path, line: one.start.line, reason: &one.reason }
}

fn finding(finding: &Finding) -> FindingOut<'_> {
    FindingOut {
        path: &finding.path,
        line: finding.start.line,
        column: finding.start.column,
        end_line: finding.end.line,
        end_column: finding.end.column,
        severity: finding.severity,
        message: &finding.message,
        help: &finding.help,
        subject: &finding.subject,
        fingerprint: &finding.fingerprint,
        related: finding.related.iter().zip(&finding.related_places).map(related).collect(),
        disposition: disposition(&finding.disposition),
    }
}

fn related<'a>((related, (path, start)): (&'a Related, &'a (String, Location))) -> RelatedOut<'a> {
    RelatedOut { path, line: start.line, column: start.column, message: &related.label }
}

fn disposition(disposition: &Disposition) -> Option<DispositionOut<'_>> {
    match disposition {
        Disposition::Open => None,
        Disposition::Waived(acceptance) => Some(DispositionOut::Waived {
            until: acceptance.until.to_string(),
            reason: &acceptance.reason,
            approved_by: acceptance.approved_by.as_deref(),
        }),
        Disposition::Baselined => Some(DispositionOut::Baselined),
        Disposition::Deferred => Some(DispositionOut::Deferred),
    }
}
