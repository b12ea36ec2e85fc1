//! Rules over a repository: who is looked at, with which weight, and what becomes of each rule.

mod reach;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;
use rayon::prelude::*;

use crate::check::{Check, Context, Outcome, Subject};
use crate::document::review;
use crate::finding::{Disposition, Finding, Problem, Related, Severity, Unjudged, Verdict};
use crate::pack::rule::Rule;
use crate::persona::Persona;
use crate::repository::{Repository, kind};
use crate::ruleset::RuleSet;
use crate::vocabulary::Phase;
use crate::waiver::{self, Ledger};
use reach::Reach;
pub(crate) use reach::applies;

/// What is looked at in a run.
#[derive(Debug, Default)]
pub struct Selection {
    /// Indexes into the rules of the set; all where none is given.
    pub rules: Option<Vec<usize>>,
    /// Which documents findings are reported for, by index; all where none is given.
    pub documents: Option<Vec<bool>>,
}

/// What came out of a run.
#[derive(Debug)]
pub struct Report {
    /// The day on which the documents were judged.
    pub as_of: Date,
    /// For whom the run is.
    pub persona: Persona,
    /// One verdict a rule, in the order of the packs.
    pub verdicts: Vec<Verdict>,
    /// Counts over the run.
    pub summary: Summary,
    /// What became of waivers and baseline.
    pub ledger: Ledger,
}

/// Counts over a run.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Documents that were read.
    pub documents: usize,
    /// Documents of which demands are made.
    pub controlled: usize,
    /// Controlled documents that are no longer in force and were looked at only as targets.
    pub ended: usize,
    /// What controlled documents in force state as their kind and no pack knows, so that no rule on kinds looks at them, with the number
    /// of these documents.
    pub unknown_kinds: BTreeMap<String, usize>,
    /// Controlled documents in force that state no kind, and whose path and title tell none, where a pack takes records by kind.
    pub without_kind: usize,
    /// Files that were left out.
    pub excluded: usize,
    /// Documents that were changed, where only these are reported on.
    pub changed: Option<usize>,
    /// Reviews that become due within the horizon, today included.
    pub due_soon: usize,
    /// The horizon in days.
    pub due_soon_days: i64,
    /// Whether there is a baseline.
    pub has_baseline: bool,
}

/// Runs the rules that are on over the documents that are selected.
pub fn run(set: &RuleSet, repository: &Repository, today: Date, selection: &Selection) -> Report {
    let context = Context { repository, vocabulary: &set.vocabulary, settings: &set.settings, today };
    let rules: Vec<(&Arc<Rule>, Severity)> = set
        .rules
        .iter()
        .enumerate()
        .filter(|(index, _)| selection.rules.as_ref().is_none_or(|wanted| wanted.contains(index)))
        .filter_map(|(_, (rule, severity))| severity.map(|severity| (rule, severity)))
        .collect();
    let is_wanted = |subject: &Subject<'_>| selection.documents.as_ref().is_none_or(|wanted| wanted[subject.index]);
    let subjects: Vec<Subject<'_>> = Subject::all(repository).filter(is_wanted).collect();
    let reach = Reach::of(&rules, context);
    let mut outcomes = per_document(&rules, &subjects, &reach, context);
    // They are gathered on all threads, which must not happen while a rule on one of these waits for them.
    if rules.iter().any(|(rule, _)| rule.check.is_over_records()) {
        repository.records(&set.settings, &set.vocabulary);
    }
    let across = rules.par_iter().zip(&mut outcomes).enumerate();
    across.filter(|(_, ((rule, _), _))| rule.check.is_across_documents()).for_each(|(index, ((rule, _), outcome))| {
        let all: Vec<Subject<'_>> =
            Subject::all(repository).filter(|subject| reach.applies(index, subject.index)).collect();
        let mut across = Outcome::default();
        rule.check.repository(&all, context, &mut across);
        across.unjudged.retain(|one| selection.documents.as_ref().is_none_or(|wanted| wanted[one.document]));
        across.problems.retain(|problem| selection.documents.as_ref().is_none_or(|wanted| wanted[problem.document]));
        outcome.merge(across);
    });
    let mut verdicts: Vec<Verdict> = rules
        .iter()
        .zip(outcomes)
        .map(|((rule, severity), outcome)| verdict(rule, *severity, outcome, repository))
        .collect();
    let ledger = waiver::settle(&mut verdicts, set, repository, today, selection);
    for judged in &mut verdicts {
        if let Check::Waiver(check) = &judged.rule.check {
            let outcome = check.ledger(&ledger, &set.settings, today);
            *judged = verdict(&judged.rule, judged.severity, outcome, repository);
        }
    }
    Report { as_of: today, persona: Persona::default(), verdicts, summary: summary(&subjects, context), ledger }
}

/// The documents that a rule looks at.
pub(crate) fn subjects_of<'a>(rule: &Rule, context: Context<'a>) -> Vec<Subject<'a>> {
    Subject::all(context.repository).filter(|subject| applies(rule, subject.member, context)).collect()
}

fn per_document(
    rules: &[(&Arc<Rule>, Severity)],
    subjects: &[Subject<'_>],
    reach: &Reach,
    context: Context<'_>,
) -> Vec<Outcome> {
    let none = || rules.iter().map(|_| Outcome::default()).collect::<Vec<_>>();
    subjects
        .par_iter()
        .with_min_len(16)
        .fold(none, |mut outcomes, &subject| {
            for &index in reach.single(subject.index) {
                rules[index].0.check.document(subject, context, &mut outcomes[index]);
            }
            outcomes
        })
        .reduce(none, |mut first, second| {
            for (into, from) in first.iter_mut().zip(second) {
                into.merge(from);
            }
            first
        })
}

fn verdict(rule: &Arc<Rule>, severity: Severity, outcome: Outcome, repository: &Repository) -> Verdict {
    let mut problems = outcome.problems;
    problems.sort_by(|a, b| (a.document, a.span, &a.subject).cmp(&(b.document, b.span, &b.subject)));
    let mut missing = outcome.unjudged;
    missing.sort_by(|a, b| (a.document, a.span, &a.reason).cmp(&(b.document, b.span, &b.reason)));
    let located = missing.into_iter().map(|one| {
        let source = &repository.documents[one.document].source;
        let path = source.path().to_owned();
        Unjudged { path, document: one.document, start: source.location(one.span.start), reason: one.reason }
    });
    let unjudged = located.collect();
    let mut seen: HashMap<(usize, String), usize> = HashMap::new();
    let findings = problems
        .into_iter()
        .map(|problem| {
            let count = seen.entry((problem.document, problem.subject.clone())).or_default();
            *count += 1;
            finding(rule, severity, problem, *count, repository)
        })
        .collect();
    let set_aside = Vec::new();
    let (examined, not_checked) = (outcome.examined, outcome.not_checked);
    Verdict { rule: Arc::clone(rule), severity, examined, findings, set_aside, unjudged, not_checked }
}

fn finding(rule: &Rule, severity: Severity, problem: Problem, occurrence: usize, repository: &Repository) -> Finding {
    let source = repository.source(problem.document);
    let member = repository.members.get(problem.document);
    let severity = match rule.uncontrolled_severity {
        Some(other) if member.is_some_and(|member| !member.is_controlled) => other.min(severity),
        _ => severity,
    };
    let is_about_drafts = rule.applies_to.phase.contains(&Phase::Draft);
    let is_draft = member.is_some_and(|member| member.phase == Phase::Draft);
    let severity = if is_draft && !is_about_drafts { severity.lowered() } else { severity };
    let path = source.path().to_owned();
    let id = repository.documents.get(problem.document).and_then(|document| document.field("id"));
    let id = id.filter(|field| field.typed.is_valid()).map_or(path.as_str(), |field| field.text.as_str());
    let is_shared = is_shared(&path, id, repository);
    let mut hasher = blake3::Hasher::new();
    let shared_path = if is_shared { path.as_str() } else { "" };
    for part in [rule.pack.as_ref(), &rule.id, id, shared_path, &problem.subject, &occurrence.to_string()] {
        hasher.update(part.as_bytes());
        hasher.update(&[0]);
    }
    let place = |related: &Related| {
        let source = repository.source(related.document);
        (source.path().to_owned(), source.location(related.span.start))
    };
    let related_places = problem.related.iter().map(place).collect();
    let mut help = problem.help.unwrap_or_else(|| rule.help.clone());
    if let Some(understood) = problem.understood {
        help.push_str("; ");
        help.push_str(&understood);
    }
    Finding {
        document: problem.document,
        span: problem.span,
        start: source.location(problem.span.start),
        end: source.location(problem.span.end),
        severity,
        message: problem.message,
        help,
        subject: problem.subject,
        parts: problem.parts,
        identity: if is_shared { path.clone() } else { id.to_owned() },
        occurrence,
        disposition: Disposition::Open,
        fingerprint: hasher.finalize().to_hex().as_str()[..32].to_owned(),
        related_places,
        related: problem.related,
        path,
    }
}

/// An id that another document has as well is no identity: then the path counts too.
fn is_shared(path: &str, identity: &str, repository: &Repository) -> bool {
    let first = repository.by_id(identity).map(|index| repository.documents[index].path());
    first.is_some_and(|first| first != path)
}

fn summary(subjects: &[Subject<'_>], context: Context<'_>) -> Summary {
    let settings = context.settings;
    let horizon = context.today.checked_add(settings.due_soon_days.days()).unwrap_or(Date::MAX);
    let controlled = || subjects.iter().filter(|subject| subject.member.is_controlled);
    let in_force = || controlled().filter(|subject| subject.member.phase != Phase::Ended);
    let is_due = |subject: &&Subject<'_>| {
        let default = context.repository.default_interval(subject.member, settings);
        review::due(subject.document, default).is_some_and(|due| (context.today..=horizon).contains(&due.date))
    };
    let mut unknown_kinds = BTreeMap::new();
    let mut without_kind = 0;
    for subject in in_force().filter(|subject| subject.member.kind.is_none()) {
        if let Some(stated) = kind::unknown(subject.document, settings) {
            *unknown_kinds.entry(stated.to_owned()).or_default() += 1;
        } else if !settings.names.records.is_empty() {
            without_kind += 1;
        }
    }
    Summary {
        documents: subjects.len(),
        controlled: controlled().count(),
        ended: controlled().count() - in_force().count(),
        unknown_kinds,
        without_kind,
        excluded: 0,
        changed: None,
        due_soon: in_force().filter(is_due).count(),
        due_soon_days: settings.due_soon_days,
        has_baseline: settings.baseline.is_some(),
    }
}
