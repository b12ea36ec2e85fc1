//! What documents say of each other: for each rule that compares them, what it compared and where the two sides stand.

use super::model::{Comparison, Place, Row};
use crate::check::Check;
use crate::finding::{Finding, State, Verdict};
use crate::report::Judged;

/// Most rows of one comparison.
const MOST: usize = 50;

/// The rules that compare documents and looked at something, contradictions first.
pub(super) fn comparisons(judged: Judged<'_>) -> Vec<Comparison> {
    let verdicts = judged.report.verdicts.iter().filter(|verdict| compares(&verdict.rule.check));
    let looked = verdicts.filter(|verdict| verdict.state() != State::NothingExamined);
    let mut comparisons: Vec<Comparison> = looked.map(comparison).collect();
    let contradicts = |comparison: &Comparison| comparison.rows.iter().any(|row| !row.holds);
    comparisons.sort_by_key(|comparison| !contradicts(comparison));
    comparisons
}

/// Whether a check holds what documents say against each other.
fn compares(check: &Check) -> bool {
    matches!(check, Check::Assert(_) | Check::Coverage(_) | Check::Reference(_) | Check::Distinct(_))
}

fn comparison(verdict: &Verdict) -> Comparison {
    let findings: Vec<&Finding> = verdict.findings.iter().collect();
    let rows = findings.iter().take(MOST).map(|finding| row(finding)).collect();
    Comparison {
        rule: verdict.rule.id.clone(),
        clauses: verdict.rule.clauses.clone(),
        why: verdict.rule.why.clone(),
        state: verdict.state(),
        examined: verdict.examined,
        columns: vec!["contradiction".to_owned()],
        rows,
        more: findings.len().saturating_sub(MOST),
    }
}

fn row(finding: &Finding) -> Row {
    let related = finding.related.iter().zip(&finding.related_places);
    let related = related.map(|(related, (path, place))| Place {
        path: path.clone(),
        line: place.line,
        label: related.label.clone(),
    });
    Row {
        cells: vec![finding.message.clone()],
        holds: false,
        place: Place { path: finding.path.clone(), line: finding.start.line, label: finding.subject.clone() },
        related: related.collect(),
    }
}
