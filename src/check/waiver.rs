//! What is wrong with waivers themselves. These checks run last: only then is known which waivers were needed.

use jiff::ToSpan;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{Outcome, listed};
use crate::document::value::interval::Interval;
use crate::finding::Problem;
use crate::settings::Settings;
use crate::source::Span;
use crate::waiver::{Entry, Ledger};

/// Parameters of the check: one of its forms.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum Waiver {
    /// A waiver under which nothing falls.
    Unused {},
    /// A waiver whose last day has passed.
    Expired {},
    /// A waiver that is needed and ends soon.
    Expiring {
        /// How many days before the end.
        days: u16,
    },
    /// A waiver that ends later than its rule allows.
    TooLong {
        /// The longest term of rules for which the configuration sets no `max-waiver`.
        max: Interval,
    },
    /// A comment for clauselint that cannot be used.
    Malformed {},
    /// An entry of the baseline whose finding is gone.
    Gone {},
}

impl Waiver {
    pub(super) fn comes_with_the_calendar(&self) -> bool {
        matches!(self, Self::Expired {} | Self::Expiring { .. })
    }

    /// Whether it looks at the baseline.
    pub fn is_about_the_baseline(&self) -> bool {
        matches!(self, Self::Gone {})
    }

    /// Looks at what became of the waivers of a run.
    pub fn ledger(&self, ledger: &Ledger, settings: &Settings, today: Date) -> Outcome {
        let mut outcome = Outcome::default();
        match self {
            Self::Malformed {} => {
                outcome.examined = ledger.comments;
                let problems = ledger.malformed.iter().map(|comment| {
                    Problem::new(comment.document, comment.span, comment.subject.as_str(), comment.message.as_str())
                        .with_help(comment.help.as_str())
                });
                outcome.problems.extend(problems);
            }
            Self::Gone {} => {
                outcome.examined = ledger.known;
                outcome.problems.extend(ledger.gone.iter().map(|gone| {
                    let subject = format!("{} {} {}", gone.rule, gone.document, gone.subject);
                    Problem::new(ledger.baseline, gone.span, subject, gone.message.as_str())
                }));
            }
            _ => {
                // Whether a waiver is needed shows only where its rule ran.
                let is_about_use = matches!(self, Self::Unused {} | Self::Expiring { .. });
                let can_judge = |entry: &&Entry| entry.is_judged || entry.is_used || !is_about_use;
                if !ledger.entries.is_empty() && !ledger.entries.iter().any(|entry| can_judge(&entry)) {
                    outcome.not_checked = Some("no rule that is waived was checked in full".to_owned());
                }
                for entry in ledger.entries.iter().filter(can_judge) {
                    if !entry.is_judged && matches!(self, Self::Unused {}) {
                        continue;
                    }
                    outcome.examined += 1;
                    let complaint = self.complaint(entry, settings, today);
                    outcome.problems.extend(complaint.map(|(span, message)| {
                        Problem::new(entry.waiver.source, span, entry.waiver.subject(), message)
                    }));
                }
            }
        }
        outcome
    }

    fn complaint(&self, entry: &Entry, settings: &Settings, today: Date) -> Option<(Span, String)> {
        let waiver = &entry.waiver;
        let rule = listed(&[&waiver.rule]);
        let has_ended = waiver.expires < today;
        match self {
            Self::Unused {} if !has_ended && !entry.is_used => {
                Some((waiver.span, format!("nothing falls under this waiver of {rule} for {}", waiver.scope)))
            }
            Self::Expired {} if has_ended => {
                let ago = super::calendar::days(waiver.expires, today);
                Some((waiver.expires_span, format!("waiver of {rule} ended on {}, {ago} ago", waiver.expires)))
            }
            Self::Expiring { days } if !has_ended && entry.is_used => {
                let horizon = today.checked_add(i64::from(*days).days()).unwrap_or(Date::MAX);
                let when = if waiver.expires == today {
                    "today".to_owned()
                } else {
                    format!("on {}, in {}", waiver.expires, super::calendar::days(today, waiver.expires))
                };
                (waiver.expires <= horizon)
                    .then(|| (waiver.expires_span, format!("waiver of {rule} for {} ends {when}", waiver.scope)))
            }
            Self::TooLong { max } if !has_ended => {
                let max = settings.max_waivers.get(&waiver.rule).copied().unwrap_or(*max);
                let latest = max.after(today)?;
                (waiver.expires > latest).then(|| {
                    let message =
                        format!("waiver of {rule} ends on {}, more than {} from today", waiver.expires, max.words());
                    (waiver.expires_span, message)
                })
            }
            _ => None,
        }
    }
}
