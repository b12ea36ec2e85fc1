//! What documents say of each other: for each rule that compares them, what it compared and where the two sides stand.

use super::model::{Comparison, Place, Row};
use crate::check::assert::{Assert, Compared};
use crate::check::{Check, Context};
use crate::engine::subjects_of;
use crate::finding::{Finding, Related, State, Verdict};
use crate::report::Judged;

/// Most rows of one comparison.
const MOST: usize = 50;

/// The rules that compare documents and looked at something: those with contradictions first, then those that show what they compared.
pub(super) fn comparisons(judged: Judged<'_>) -> Vec<Comparison> {
    let verdicts = judged.report.verdicts.iter().filter(|verdict| compares(&verdict.rule.check));
    let looked = verdicts.filter(|verdict| verdict.state() != State::NothingExamined);
    let mut comparisons: Vec<Comparison> = looked.map(|verdict| comparison(verdict, judged)).collect();
    let contradicts = |comparison: &Comparison| comparison.rows.iter().any(|row| !row.holds);
    comparisons.sort_by_key(|comparison| (!contradicts(comparison), comparison.rows.is_empty()));
    comparisons
}

/// Whether a check holds what documents say against each other.
fn compares(check: &Check) -> bool {
    matches!(check, Check::Assert(_) | Check::Coverage(_) | Check::Reference(_) | Check::Distinct(_))
}

fn comparison(verdict: &Verdict, judged: Judged<'_>) -> Comparison {
    let rule = &verdict.rule;
    let (columns, mut rows, number) = match &rule.check {
        Check::Assert(check) if !check.show.is_empty() => shown(check, verdict, judged),
        _ => {
            let rows = verdict.findings.iter().take(MOST).map(contradiction).collect();
            (vec!["contradiction".to_owned()], rows, verdict.findings.len())
        }
    };
    rows.sort_by_key(|row: &Row| row.holds);
    rows.truncate(MOST);
    let more = number.saturating_sub(rows.len());
    Comparison {
        rule: rule.id.clone(),
        clauses: rule.clauses.clone(),
        why: rule.why.clone(),
        state: verdict.state(),
        examined: verdict.examined,
        columns,
        rows,
        more,
    }
}

/// Titles and rows of a rule that says what is shown of it, and how many rows there would be.
fn shown(check: &Assert, verdict: &Verdict, judged: Judged<'_>) -> (Vec<String>, Vec<Row>, usize) {
    let context = Context {
        repository: judged.repository,
        vocabulary: &judged.set.vocabulary,
        settings: &judged.set.settings,
        today: judged.report.as_of,
    };
    let all_hold = verdict.all().next().is_none();
    let compared = check.compared(&subjects_of(&verdict.rule, context), context, MOST, all_hold);
    let rows = compared.into_iter().map(|compared| row(compared, judged)).collect();
    (check.show.iter().map(|column| column.title.clone()).collect(), rows, verdict.examined)
}

fn row(compared: Compared, judged: Judged<'_>) -> Row {
    let problem = compared.place;
    let place = |document: usize, start: u32, label: &str| {
        let source = judged.repository.source(document);
        Place { path: source.path().to_owned(), line: source.location(start).line, label: label.to_owned() }
    };
    let related = |other: &Related| place(other.document, other.span.start, &other.label);
    Row {
        cells: compared.cells,
        holds: compared.holds,
        place: place(problem.document, problem.span.start, &problem.subject),
        related: problem.related.iter().map(related).collect(),
    }
}

fn contradiction(finding: &Finding) -> Row {
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
