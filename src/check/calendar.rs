//! Days in their order and on time. "Today" is a parameter; nothing here reads a clock.

use jiff::ToSpan;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{Context, NameKind, Outcome, Subject, fields, quoted};
use crate::document::field::{Field, Typed};
use crate::document::review::{self, Due, LAST_REVIEWED, NEXT_REVIEW, REVIEW_INTERVAL};
use crate::document::value::interval::Interval;
use crate::finding::{self, Problem};
use crate::pack::located::Located;

/// Parameters of the check: one of its forms.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum Calendar {
    /// Dates that follow one another; equal days are in order.
    Order {
        /// Fields from the earliest to the latest.
        fields: Vec<Located>,
    },
    /// Dates of things that have happened and cannot be ahead.
    Future {
        /// The fields.
        fields: Vec<Located>,
    },
    /// Dates that must not have come yet, such as the day on which a draft takes effect.
    Arrived {
        /// The fields.
        fields: Vec<Located>,
    },
    /// The next review lies before today.
    Overdue {},
    /// The next review is due soon.
    DueSoon {},
    /// The planned review is later than the document's own interval after the last one.
    Kept {},
    /// The interval between reviews is longer than allowed.
    Interval {
        /// The longest interval where the kind of document sets none.
        max: Interval,
    },
}

impl Calendar {
    pub(super) fn comes_with_the_calendar(&self) -> bool {
        matches!(self, Self::Arrived { .. } | Self::Overdue {} | Self::DueSoon {})
    }

    pub(super) fn names(&self) -> Vec<(NameKind, &Located)> {
        match self {
            Self::Order { fields: names } | Self::Future { fields: names } | Self::Arrived { fields: names } => {
                fields(names)
            }
            Self::Overdue {} | Self::DueSoon {} | Self::Kept {} | Self::Interval { .. } => Vec::new(),
        }
    }

    pub(super) fn document(&self, subject: Subject<'_>, context: Context<'_>, outcome: &mut Outcome) {
        match self {
            Self::Order { fields } => order(fields, subject, outcome),
            Self::Future { fields } => against_today(fields, subject, context, outcome, |date, today| {
                (date > today).then(|| format!("which is {} ahead", days(today, date)))
            }),
            Self::Arrived { fields } => against_today(fields, subject, context, outcome, |date, today| {
                let state = subject.document.state().map_or("not in force", |state| &state.name);
                (date <= today).then(|| format!("but the document is still `{state}`"))
            }),
            Self::Overdue {} => overdue(subject, context, outcome),
            Self::DueSoon {} => due_soon(subject, context, outcome),
            Self::Kept {} => kept(subject, outcome),
            Self::Interval { max } => interval(*max, subject, context, outcome),
        }
    }
}

fn order(names: &[Located], subject: Subject<'_>, outcome: &mut Outcome) {
    let stated: Vec<(&str, Date, &Field)> = names
        .iter()
        .filter_map(|name| {
            subject.document.date(name.get_ref()).map(|(date, field)| (name.get_ref().as_str(), date, field))
        })
        .collect();
    for pair in stated.windows(2) {
        let [(first_name, first, first_field), (name, date, field)] = pair else { continue };
        outcome.examined += 1;
        if first > date {
            let message = format!("`{name}` is {date}, before `{first_name}` on {first}");
            let problem = Problem::new(subject.index, field.span, format!("{first_name}>{name}"), message);
            outcome.problems.push(problem.with_related(
                subject.index,
                first_field.span,
                format!("{first_name} {first}"),
            ));
        }
    }
}

fn against_today(
    names: &[Located],
    subject: Subject<'_>,
    context: Context<'_>,
    outcome: &mut Outcome,
    judge: impl Fn(Date, Date) -> Option<String>,
) {
    for name in names {
        let Some((date, field)) = subject.document.date(name.get_ref()) else { continue };
        outcome.examined += 1;
        if let Some(complaint) = judge(date, context.today) {
            let message = format!("`{}` is {date}, {complaint}", name.get_ref());
            outcome.problems.push(Problem::new(subject.index, field.span, name.get_ref().as_str(), message));
        }
    }
}

fn due<'a>(subject: Subject<'a>, context: Context<'_>) -> Option<Due<'a>> {
    review::due(subject.document, context.repository.default_interval(subject.member, context.settings))
}

fn overdue(subject: Subject<'_>, context: Context<'_>, outcome: &mut Outcome) {
    let Some(due) = due(subject, context) else { return };
    outcome.examined += 1;
    if due.date < context.today {
        let message = format!("review was due on {}, {} ago{}", due.date, days(due.date, context.today), counted(&due));
        outcome.problems.push(reviewed(subject, &due, message));
    }
}

fn due_soon(subject: Subject<'_>, context: Context<'_>, outcome: &mut Outcome) {
    let Some(due) = due(subject, context) else { return };
    outcome.examined += 1;
    let notice = context.settings.due_soon_days.min(longest_notice(subject, &due));
    let Ok(horizon) = context.today.checked_add(notice.days()) else { return };
    if (context.today..=horizon).contains(&due.date) {
        let when = if due.date == context.today {
            "today".to_owned()
        } else {
            format!("on {}, in {}", due.date, days(context.today, due.date))
        };
        outcome.problems.push(reviewed(subject, &due, format!("review is due {when}{}", counted(&due))));
    }
}

/// Days before a review within which it is told: at most a third of the time since the last one. Told a month ahead, a monthly
/// review would be due soon on every day.
fn longest_notice(subject: Subject<'_>, due: &Due<'_>) -> i64 {
    let last = subject.document.date(LAST_REVIEWED).map(|(last, _)| last).filter(|last| *last < due.date);
    last.map_or(i64::MAX, |last| i64::from((due.date - last).get_days()) / 3)
}

fn reviewed(subject: Subject<'_>, due: &Due<'_>, message: String) -> Problem {
    let problem = Problem::new(subject.index, due.field.span, NEXT_REVIEW, message);
    match (due.interval, subject.document.interval(REVIEW_INTERVAL)) {
        (Some(_), Some((_, field))) => problem.with_related(subject.index, field.span, "the interval"),
        _ => problem,
    }
}

/// How a date was counted, where the document does not state it.
fn counted(due: &Due<'_>) -> String {
    let Some(interval) = due.interval else { return String::new() };
    let since = match due.field.name() {
        Some(LAST_REVIEWED) => "the last review".to_owned(),
        Some(name) => format!("`{name}`"),
        None => quoted(&due.field.key),
    };
    format!(" ({} after {since} on {})", interval.words(), due.field.text)
}

/// A planned review may lie a few days past the interval: people round to the month.
const GRACE_DAYS: i32 = 31;

fn kept(subject: Subject<'_>, outcome: &mut Outcome) {
    let document = subject.document;
    let (Some((next, field)), Some((last, last_field))) = (document.date(NEXT_REVIEW), document.date(LAST_REVIEWED))
    else {
        return;
    };
    let Some((interval, interval_field)) = document.interval(REVIEW_INTERVAL) else { return };
    let Some(latest) = interval.after(last) else { return };
    outcome.examined += 1;
    if (next - latest).get_days() > GRACE_DAYS {
        let message = format!("`{NEXT_REVIEW}` is {next}, but {} after the last review is {latest}", interval.words());
        let problem = Problem::new(subject.index, field.span, NEXT_REVIEW, message);
        let problem = problem.with_related(subject.index, last_field.span, "the last review");
        outcome.problems.push(problem.with_related(subject.index, interval_field.span, "the interval"));
    }
}

fn interval(max: Interval, subject: Subject<'_>, context: Context<'_>, outcome: &mut Outcome) {
    let document = subject.document;
    let max = context.repository.max_interval(subject.member, context.settings).unwrap_or(max);
    if let Some((interval, field)) = document.interval(REVIEW_INTERVAL) {
        outcome.examined += 1;
        if interval.cmp_length(max).is_gt() {
            let message = format!(
                "`{REVIEW_INTERVAL}` is {}, longer than the {} that are allowed",
                interval.words(),
                max.words()
            );
            outcome.problems.push(Problem::new(subject.index, field.span, REVIEW_INTERVAL, message));
        }
        return;
    }
    let (Some((next, field)), Some((last, last_field))) = (document.date(NEXT_REVIEW), last_review(subject)) else {
        return;
    };
    outcome.examined += 1;
    if max.after(last).is_some_and(|latest| (next - latest).get_days() > GRACE_DAYS) {
        let message = format!("`{NEXT_REVIEW}` is {next}, more than {} after the last review on {last}", max.words());
        let problem = Problem::new(subject.index, field.span, REVIEW_INTERVAL, message);
        outcome.problems.push(problem.with_related(subject.index, last_field.span, "the last review"));
    }
}

fn last_review(subject: Subject<'_>) -> Option<(Date, &Field)> {
    let field = subject.document.field(LAST_REVIEWED)?;
    match &field.typed {
        Typed::Date(reading) => reading.valid().map(|date| (*date, field)),
        _ => None,
    }
}

/// The days between two days in words.
pub(super) fn days(from: Date, to: Date) -> String {
    finding::counted((to - from).get_days(), "day")
}
