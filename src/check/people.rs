//! Persons and roles against the register: known, and still there.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Context, NameKind, Outcome, Subject, fields, quoted};
use crate::document::slug;
use crate::finding::Problem;
use crate::pack::located::Located;
use crate::repository::people::{Register, Standing};

/// Parameters of the check.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct People {
    /// The fields that name persons or roles.
    pub fields: Vec<Located>,
}

impl People {
    pub(super) fn names(&self) -> Vec<(NameKind, &Located)> {
        fields(&self.fields)
    }

    pub(super) fn document(&self, subject: Subject<'_>, context: Context<'_>, outcome: &mut Outcome) {
        let Some(register) = &context.repository.people else { return };
        for name in &self.fields {
            for (person, field) in subject.document.people(name.get_ref()) {
                outcome.examined += 1;
                for (label, standing) in register.standings(person, context.today) {
                    let problem = self::problem(name.get_ref(), &label, standing, register);
                    outcome.problems.extend(problem.map(|(message, help)| {
                        let mut problem =
                            Problem::new(subject.index, field.span, format!("{}:{label}", name.get_ref()), message);
                        problem.help = help;
                        problem
                    }));
                }
            }
        }
    }

    #[expect(clippy::unused_self, reason = "every kind of check is called the same way")]
    pub(super) fn repository(&self, context: Context<'_>, outcome: &mut Outcome) {
        if context.repository.people.is_none() {
            outcome.not_checked = Some(context.repository.why_no_people());
        }
    }
}

/// What is wrong with somebody, and whom else may have been meant; none where nothing is.
fn problem(field: &str, label: &str, standing: Standing, register: &Register) -> Option<(String, Option<String>)> {
    let who = format!("`{field}` {}", quoted(label));
    Some(match standing {
        Standing::Active => return None,
        Standing::Left(Some(day)) => (format!("{who} left on {day}"), None),
        Standing::Left(None) => (format!("{who} is no longer active in the register"), None),
        Standing::Unknown => {
            let near = slug::nearest(label, register.labels()).map(|near| format!("did you mean `{near}`?"));
            (format!("{who} is not in the register of people"), near)
        }
    })
}
