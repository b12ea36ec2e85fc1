//! What checks see and what becomes of it: problems, findings, verdicts.

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::pack::rule::Rule;
use crate::source::{Location, Span};

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Should be mended.
    Warning,
    /// Must be mended.
    Error,
}

impl Severity {
    /// The next lower severity; the lowest stays.
    #[must_use]
    pub fn lowered(self) -> Self {
        match self {
            Self::Error => Self::Warning,
            Self::Warning | Self::Info => Self::Info,
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// What a check saw in a document. It knows nothing of the rule.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Index of the document in the repository, or of another of its sources.
    pub document: usize,
    /// The place, in bytes.
    pub span: Span,
    /// One line in lower case, understandable alone.
    pub message: String,
    /// What to do, where the check knows better than the rule.
    pub help: Option<String>,
    /// What is added to what there is to do: other words that would have been understood.
    pub understood: Option<String>,
    /// What the problem is about (a field, a section, a link): together with rule and document the identity of a finding.
    pub subject: String,
    /// The things at fault, where one problem tells of several under one subject: mending one of them leaves the same finding, a
    /// further one is news.
    pub parts: Vec<String>,
    /// Other places that belong to it.
    pub related: Vec<Related>,
}

impl Problem {
    /// A problem at a place.
    pub fn new(document: usize, span: Span, subject: impl Into<String>, message: impl Into<String>) -> Self {
        let (message, subject) = (message.into(), subject.into());
        let (help, understood, parts, related) = (None, None, Vec::new(), Vec::new());
        Self { document, span, message, help, understood, subject, parts, related }
    }

    /// The same problem with a remedy of its own.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same problem with words that would have been understood.
    #[must_use]
    pub fn with_understood(mut self, understood: Option<String>) -> Self {
        self.understood = understood;
        self
    }

    /// The same problem with the things that it tells of.
    #[must_use]
    pub fn with_parts<'a>(mut self, parts: impl Iterator<Item = &'a str>) -> Self {
        self.parts = parts.map(str::to_owned).collect();
        self.parts.sort_unstable();
        self
    }

    /// The same problem with a further place.
    #[must_use]
    pub fn with_related(mut self, document: usize, span: Span, label: impl Into<String>) -> Self {
        self.related.push(Related { document, span, label: label.into() });
        self
    }
}

/// A further place of a problem.
#[derive(Clone, Debug)]
pub struct Related {
    /// Index of the document in the repository, or of another of its sources.
    pub document: usize,
    /// The place, in bytes.
    pub span: Span,
    /// What stands there.
    pub label: String,
}

/// A problem with its rule, ready to be written out.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Index of the document in the repository, or of another of its sources.
    pub document: usize,
    /// Path of the document relative to the root.
    pub path: String,
    /// The place in bytes.
    pub span: Span,
    /// Where the place begins.
    pub start: Location,
    /// Where the place ends (behind its last character).
    pub end: Location,
    /// How much it weighs in this document.
    pub severity: Severity,
    /// One line in lower case, understandable alone.
    pub message: String,
    /// What to do.
    pub help: String,
    /// What the finding is about.
    pub subject: String,
    /// The things at fault, where there are several under one subject.
    pub parts: Vec<String>,
    /// What names the document: its id, or its path where it has none of its own.
    pub identity: String,
    /// 1 for the first finding of this rule with this subject in this document, 2 for the second.
    pub occurrence: usize,
    /// Whether it counts.
    pub disposition: Disposition,
    /// Identity across edits above it: 32 hexadecimal digits over rule, document and subject.
    pub fingerprint: String,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// Path and beginning of each of these, in their order.
    pub related_places: Vec<(String, Location)>,
}

/// Whether a finding counts, and why not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Disposition {
    /// It counts.
    #[default]
    Open,
    /// Somebody accepted it until a day.
    Waived(Acceptance),
    /// It was known when the baseline was written.
    Baselined,
    /// Whoever runs this neither touched nor caused it: the full run tells of it.
    Deferred,
}

impl Disposition {
    /// The word for programs.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Waived(_) => "waived",
            Self::Baselined => "baselined",
            Self::Deferred => "deferred",
        }
    }
}

impl fmt::Display for Disposition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open => formatter.write_str("open"),
            Self::Waived(acceptance) => write!(formatter, "waived until {}", acceptance.until),
            Self::Baselined => formatter.write_str("in the baseline"),
            Self::Deferred => formatter.write_str("left to the full run"),
        }
    }
}

/// Why a finding does not count for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// The last day on which it is accepted.
    pub until: Date,
    /// Why.
    pub reason: String,
    /// By whom, where a waiver of the configuration says so.
    pub approved_by: Option<String>,
}

/// What became of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Something was examined and all of it holds.
    Met,
    /// At least one finding that counts.
    NotMet,
    /// Findings, and all of them are accepted: waived, or in the baseline. That is not met, and no failure.
    Waived,
    /// Nothing in this repository falls under the rule.
    NothingExamined,
    /// The rule could not be checked.
    NotChecked,
}

impl fmt::Display for State {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Met => "met",
            Self::NotMet => "not met",
            Self::Waived => "waived",
            Self::NothingExamined => "nothing examined",
            Self::NotChecked => "not checked",
        })
    }
}

/// A rule, how much it looked at, and what it found.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The rule.
    pub rule: Arc<Rule>,
    /// The severity in force for it, before it is lowered for drafts.
    pub severity: Severity,
    /// How many things were examined.
    pub examined: usize,
    /// Findings that count, in the order of path and place.
    pub findings: Vec<Finding>,
    /// Findings that do not count, in the same order; the disposition of each says why.
    pub set_aside: Vec<Finding>,
    /// What falls under the rule and could not be judged, in the order of path and place.
    pub unjudged: Vec<Unjudged>,
    /// Why it could not be checked.
    pub not_checked: Option<String>,
}

/// Something that falls under a rule and could not be judged because a value is missing.
#[derive(Clone, Debug)]
pub struct Unjudged {
    /// Path of the document relative to the root.
    pub path: String,
    /// Index of the document in the repository.
    pub document: usize,
    /// Where it stands.
    pub start: Location,
    /// What it is and what is missing.
    pub reason: String,
}

impl Verdict {
    /// All findings: an accepted one is still a weakness.
    pub fn all(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().chain(&self.set_aside)
    }

    /// Sets aside the findings that this run is not about. The rule is not met for all that.
    pub fn defer(&mut self, is_of_others: impl Fn(&Finding) -> bool) {
        let (deferred, kept) = std::mem::take(&mut self.findings).into_iter().partition(is_of_others);
        self.findings = kept;
        let deferred: Vec<Finding> = deferred;
        self.set_aside
            .extend(deferred.into_iter().map(|finding| Finding { disposition: Disposition::Deferred, ..finding }));
    }

    /// Why the rule is not checked, or not in full, in one line.
    pub fn reason(&self) -> Option<String> {
        if self.not_checked.is_some() {
            return self.not_checked.clone();
        }
        let first = self.unjudged.first()?;
        let more = match self.unjudged.len() {
            1 => String::new(),
            count => format!(" and {} more", count - 1),
        };
        Some(format!("{} ({}:{}){more}", first.reason, first.path, first.start.line))
    }

    /// What became of the rule. Nothing examined is never met, and neither is a rule under which something could not be judged.
    pub fn state(&self) -> State {
        let is_deferred = |finding: &Finding| finding.disposition == Disposition::Deferred;
        if !self.findings.is_empty() || self.set_aside.iter().any(is_deferred) {
            State::NotMet
        } else if !self.set_aside.is_empty() {
            State::Waived
        } else if self.not_checked.is_some() || !self.unjudged.is_empty() {
            State::NotChecked
        } else if self.examined == 0 {
            State::NothingExamined
        } else {
            State::Met
        }
    }
}

/// A number with its noun, in one or in several.
pub fn counted(number: impl fmt::Display, noun: &str) -> String {
    let number = number.to_string();
    let ending = if number == "1" { "" } else { "s" };
    format!("{number} {noun}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_told_as_one() {
        assert_eq!(counted(1, "day"), "1 day");
        assert_eq!(counted(0, "day"), "0 days");
        assert_eq!(counted(12_usize, "error"), "12 errors");
    }
}
