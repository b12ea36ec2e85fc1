//! The form of the file: what reading found wrong with it.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Outcome, Subject};
use crate::document::problem::ProblemCode;
use crate::finding::Problem;

/// Parameters of the check.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Syntax {
    /// The kinds of parse problem that are told.
    pub problems: Vec<ProblemCode>,
}

/// Most problems that are told of one document.
const MOST: usize = 20;

impl Syntax {
    pub(super) fn document(&self, subject: Subject<'_>, outcome: &mut Outcome) {
        outcome.examined += 1;
        let told = subject.document.problems.iter().filter(|problem| self.problems.contains(&problem.code));
        let mut more = told.clone().count().saturating_sub(MOST);
        for (number, problem) in told.take(MOST).enumerate() {
            let mut message = problem.message.clone();
            if number + 1 == MOST && more > 0 {
                message.push_str(&format!(" ({more} more in this document)"));
                more = 0;
            }
            let subject_name = document_subject(problem.code, subject, problem.span);
            outcome.problems.push(Problem::new(subject.index, problem.span, subject_name, message));
        }
    }
}

/// The code and the line that it is about: stable when lines above move.
fn document_subject(code: ProblemCode, subject: Subject<'_>, span: crate::source::Span) -> String {
    let source = &subject.document.source;
    let line = source.slice(source.line_span(source.line_index(span.start)));
    format!("{code:?}:{}", line.trim().chars().take(80).collect::<String>())
}
