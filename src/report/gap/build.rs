//! Puts the gap analysis together from documents and verdicts.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Claim, Clause, Evidence, Gap, Item, State};
use crate::check::inventory::{self, Items, Pointer};
use crate::check::{Check, Context, Subject};
use crate::document::review;
use crate::document::value::interval::Interval;
use crate::engine::Report;
use crate::expression::Constants;
use crate::expression::frame::Common;
use crate::finding::{Finding, Severity, State as VerdictState, Verdict};
use crate::output::tally::remark;
use crate::pack::Mandatory;
use crate::pack::names::{self, Names};
use crate::repository::Repository;
use crate::ruleset::RuleSet;
use crate::vocabulary::Phase;

/// Days after which a pointer to another system is stale.
const POINTER_MONTHS: &str = "P12M";
/// Most findings that one reason names.
const MOST_NAMED: usize = 2;

/// What a document is worth, judged once for all clauses.
struct Worth {
    state: State,
    reasons: Vec<String>,
}

/// Builds the gap analysis.
pub fn build(set: &RuleSet, repository: &Repository, report: &Report, commit: Option<String>) -> Gap {
    let context = Context { repository, vocabulary: &set.vocabulary, settings: &set.settings, today: report.as_of };
    let names = &set.settings.names;
    let subjects: Vec<Subject<'_>> = Subject::all(repository).filter(|subject| subject.is_under_control()).collect();
    let records = repository.records(&set.settings, &set.vocabulary);
    let pointers = inventory::pointers(records, context);
    let by_document = findings_by_document(report);
    let worths: BTreeMap<usize, Worth> =
        subjects.iter().map(|subject| (subject.index, worth(*subject, &by_document, context))).collect();
    let common = Common::new(records, context, &Constants::new());
    // Where it cannot be told, an item counts as necessary.
    let is_needed = |item: &names::Item| inventory::is_needed(item, &common).unwrap_or(true);
    let mut used = BTreeSet::new();
    let of_items = Items::of(&subjects, context);
    let scene = Scene { subjects: &subjects, of_items: &of_items, pointers: &pointers, worths: &worths, context };
    let mut clauses: Vec<Clause> = Vec::new();
    for id in &names.clause_order {
        let clause = &names.clauses[id];
        let items: Vec<Item> = names
            .items
            .iter()
            .enumerate()
            .filter(|(_, item)| item.clause == *id)
            .map(|(index, item)| (item, scene.item(index, &mut used)))
            .filter(|(item, built)| built.state != State::Missing || is_needed(item))
            .map(|(_, built)| built)
            .collect();
        let order = names.items.iter().filter(|item| item.clause == *id).map(|item| item.order).min();
        let mut built = Clause {
            id: id.clone(),
            title: clause.title.clone(),
            assessable: clause.assessable,
            state: State::NotChecked,
            reasons: Vec::new(),
            not_checked: Vec::new(),
            items,
            order: order.unwrap_or(u32::MAX),
        };
        if clause.assessable {
            judge(&mut built, report);
        }
        clauses.push(built);
    }
    judge_groups(&mut clauses);
    let claims = claims(&subjects, &worths, names, context);
    for subject in &subjects {
        if inventory::claims(*subject, context).next().is_some() {
            used.insert(subject.index);
        }
    }
    let unneeded = subjects
        .iter()
        .filter(|subject| !used.contains(&subject.index))
        .map(|subject| subject.document.path().to_owned())
        .collect();
    let packs = set.packs.iter().map(|pack| (pack.id.clone(), pack.title.clone(), pack.version.clone())).collect();
    let as_of = report.as_of.to_string();
    Gap { as_of, commit, differs: None, packs, clauses, unneeded, claims }
}

fn findings_by_document(report: &Report) -> BTreeMap<usize, Vec<(&Finding, &str)>> {
    let mut by_document: BTreeMap<usize, Vec<(&Finding, &str)>> = BTreeMap::new();
    // What is missing is told by its item, not by the document at whose title a rule tells it.
    for verdict in report.verdicts.iter().filter(|verdict| !is_inventory(verdict)) {
        for finding in verdict.all().filter(|finding| finding.severity == Severity::Error) {
            by_document.entry(finding.document).or_default().push((finding, &verdict.rule.id));
        }
    }
    by_document
}

/// What a document is worth as evidence: approved, in date and without an error.
fn worth(subject: Subject<'_>, findings: &BTreeMap<usize, Vec<(&Finding, &str)>>, context: Context<'_>) -> Worth {
    let mut reasons = Vec::new();
    match &subject.member.state {
        Some(state) if subject.member.phase == Phase::Draft => {
            reasons.push(format!("is in the state `{}`", state.name));
        }
        None if subject.document.field("approved_by").is_none_or(|field| !field.typed.is_valid()) => {
            reasons.push("says neither its state nor who approved it".to_owned());
        }
        _ => {}
    }
    let default = context.repository.default_interval(subject.member, context.settings);
    if let Some(due) = review::due(subject.document, default).filter(|due| due.date < context.today) {
        reasons.push(format!("review was due on {}", due.date));
    }
    let own = findings.get(&subject.index).map(Vec::as_slice).unwrap_or_default();
    // An overdue review is told above, with its day.
    let errors: Vec<_> = own.iter().filter(|(finding, _)| !is_review(finding, subject)).collect();
    for (finding, rule) in errors.iter().take(MOST_NAMED) {
        reasons.push(format!("{} ({rule}, line {}){}", finding.message, finding.start.line, remark(finding)));
    }
    if errors.len() > MOST_NAMED {
        reasons.push(format!("{} more errors", errors.len() - MOST_NAMED));
    }
    let state = if reasons.is_empty() { State::Covered } else { State::Weak };
    Worth { state, reasons }
}

fn is_review(finding: &Finding, subject: Subject<'_>) -> bool {
    [review::NEXT_REVIEW, review::LAST_REVIEWED]
        .iter()
        .filter_map(|name| subject.document.field(name))
        .any(|field| field.span == finding.span)
        || review::due(subject.document, None).is_some_and(|due| due.field.span == finding.span)
}

/// What items are built from.
struct Scene<'a> {
    subjects: &'a [Subject<'a>],
    of_items: &'a Items,
    pointers: &'a [Pointer],
    worths: &'a BTreeMap<usize, Worth>,
    context: Context<'a>,
}

impl Scene<'_> {
    /// An item by its index; the documents behind it are marked as used.
    fn item(&self, index: usize, used: &mut BTreeSet<usize>) -> Item {
        let Self { subjects, of_items, pointers, worths, context } = *self;
        let item = &context.settings.names.items[index];
        let mut documents: Vec<Evidence> = Vec::new();
        for subject in of_items.documents(index).iter().map(|&position| subjects[position]) {
            used.insert(subject.index);
            let worth = &worths[&subject.index];
            documents.push(Evidence {
                path: subject.document.path().to_owned(),
                id: subject.document.field("id").map(|field| field.text.clone()),
                state: worth.state,
                reasons: worth.reasons.clone(),
                system: None,
            });
        }
        let names = &context.settings.names;
        for pointer in
            pointers.iter().filter(|pointer| item.kinds.iter().any(|kind| names.is_kind(&pointer.kind, kind)))
        {
            used.insert(pointer.document);
            let path = context.repository.documents[pointer.document].path().to_owned();
            let reasons = stale(pointer, context.today);
            let state = if reasons.is_empty() { State::Covered } else { State::Weak };
            documents.push(Evidence { path, id: None, state, reasons, system: Some(pointer.system.clone()) });
        }
        let best = documents.iter().map(|document| document.state).min();
        // One draft beside documents in force does not weaken them; one of several records that are kept as evidence does.
        let is_weak = documents.iter().any(|document| document.state == State::Weak);
        let state = match best {
            None => State::Missing,
            Some(State::Covered) if is_weak && item.keep == crate::pack::Keep::Retain => State::Weak,
            Some(best) => best,
        };
        Item {
            id: item.kinds[0].clone(),
            name: item.title.clone(),
            mandatory: item.mandatory,
            keep: item.keep,
            state,
            documents,
        }
    }
}

fn stale(pointer: &Pointer, today: Date) -> Vec<String> {
    let interval: Option<Interval> = POINTER_MONTHS.parse().ok();
    match pointer.last_verified {
        None => vec![format!("nobody says when {} was last looked at", pointer.system)],
        Some(day) if interval.and_then(|interval| interval.after(day)).is_some_and(|end| end < today) => {
            vec![format!("{} was last looked at on {day}", pointer.system)]
        }
        Some(_) => Vec::new(),
    }
}

/// The state of a clause that asks for something, from its items and from the rules on it.
fn judge(clause: &mut Clause, report: &Report) {
    let is_asked = |item: &&Item| item.mandatory != Mandatory::Customary;
    let has_demands = clause.items.iter().any(|item| is_asked(&item));
    let counted: Vec<&Item> = clause.items.iter().filter(|item| !has_demands || is_asked(item)).collect();
    let is_there = |item: &&&Item| item.state != State::Missing;
    let present = counted.iter().filter(is_there).count();
    let mut reasons = Vec::new();
    for item in &counted {
        if item.state == State::Missing {
            reasons.push(format!("no {}", lower(&item.name)));
        }
        let documents = item.documents.iter().filter(|document| document.state == State::Weak);
        for document in documents.filter(|_| item.state == State::Weak) {
            reasons.extend(document.reasons.iter().map(|reason| format!("{}: {reason}", document.path)));
        }
    }
    let mut examined = 0;
    for verdict in &report.verdicts {
        if !verdict.rule.clauses.contains(&clause.id) {
            continue;
        }
        examined +=
            usize::from(matches!(verdict.state(), VerdictState::Met | VerdictState::NotMet | VerdictState::Waived));
        if let (VerdictState::NotChecked, Some(reason)) = (verdict.state(), verdict.reason()) {
            clause.not_checked.push(format!("{}: {reason}", verdict.rule.id));
        }
        // The rules of a clause weaken it wherever the finding stands, in a document of another clause too.
        let errors: Vec<&Finding> = verdict.all().filter(|finding| finding.severity == Severity::Error).collect();
        // What is missing is told by the clauses that ask for it; those that ask for all of it together have no items of their own.
        let is_told = is_about_all_documents(verdict) || is_inventory(verdict) && !counted.is_empty();
        if let Some(first) = errors.first().filter(|_| !is_told) {
            let more = if errors.len() > 1 { format!(" and {} more", errors.len() - 1) } else { String::new() };
            let (path, line) = (&first.path, first.start.line);
            reasons.push(format!("{}: {} ({path}:{line}){}{more}", verdict.rule.id, first.message, remark(first)));
        }
    }
    reasons.dedup();
    clause.state = if !counted.is_empty() && present == 0 {
        State::Missing
    } else if !reasons.is_empty() {
        State::Weak
    } else if counted.is_empty() && examined == 0 {
        State::NotChecked
    } else {
        State::Covered
    };
    if clause.state == State::NotChecked {
        reasons.push("it asks for no documented information by name, and no rule found anything to look at".to_owned());
    }
    clause.reasons = reasons;
}

fn is_inventory(verdict: &Verdict) -> bool {
    matches!(verdict.rule.check, Check::Inventory(_))
}

/// Whether a rule looks at documents of every kind: then its findings weaken each document, and not a clause by themselves.
fn is_about_all_documents(verdict: &Verdict) -> bool {
    verdict.rule.applies_to.kind.is_empty() && !verdict.rule.check.is_across_documents()
}

/// A group is as good as the weakest of what it consists of.
fn judge_groups(clauses: &mut [Clause]) {
    let states: Vec<(String, State)> =
        clauses.iter().filter(|clause| clause.assessable).map(|clause| (clause.id.clone(), clause.state)).collect();
    for clause in clauses.iter_mut().filter(|clause| !clause.assessable) {
        let prefix = format!("{}.", clause.id);
        let below: Vec<State> =
            states.iter().filter(|(id, _)| id.starts_with(&prefix)).map(|(_, state)| *state).collect();
        let is_all = |state: State| !below.is_empty() && below.iter().all(|other| *other == state);
        clause.state = if is_all(State::Missing) {
            State::Missing
        } else if below.iter().any(|state| matches!(state, State::Weak | State::Missing)) {
            State::Weak
        } else if below.contains(&State::Covered) {
            State::Covered
        } else {
            State::NotChecked
        };
    }
}

/// Claims of clauses that are not known, and of documents that are no evidence yet.
fn claims(
    subjects: &[Subject<'_>],
    worths: &BTreeMap<usize, Worth>,
    names: &Names,
    context: Context<'_>,
) -> Vec<Claim> {
    let mut claims = Vec::new();
    for subject in subjects {
        for (text, _) in inventory::claim_texts(*subject, context) {
            let reason = match names.clause(text) {
                None if names.is_of_known_standard(text) => Some("there is no such clause".to_owned()),
                None => None,
                Some(_) => {
                    let worth = &worths[&subject.index];
                    (worth.state == State::Weak).then(|| worth.reasons.first().cloned().unwrap_or_default())
                }
            };
            if let Some(reason) = reason {
                claims.push(Claim { path: subject.document.path().to_owned(), claim: text.to_owned(), reason });
            }
        }
    }
    claims
}

fn lower(name: &str) -> String {
    let mut characters = name.chars();
    let second_is_upper = name.chars().nth(1).is_some_and(char::is_uppercase);
    match characters.next() {
        Some(first) if !second_is_upper => first.to_lowercase().chain(characters).collect(),
        _ => name.to_owned(),
    }
}
