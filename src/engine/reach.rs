//! Which rules look at which documents. Documents of one kind, phase and state are alike for all rules, so that a rule is asked once
//! for all of them and not once a document.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::check::{Context, Subject};
use crate::finding::Severity;
use crate::pack::Documents;
use crate::pack::rule::Rule;
use crate::repository::Member;
use crate::vocabulary::{Phase, StateDefinition};

/// What tells documents apart for rules: the kind, whether demands are made, the phase, and the state.
type Alike<'a> = (Option<&'a str>, bool, Phase, Option<&'a str>);

/// Which rules look at which documents.
pub(super) struct Reach {
    /// By index of the document: the group of documents that are alike.
    groups: Vec<usize>,
    /// By group and index of the rule.
    applies: Vec<Vec<bool>>,
    /// By group: the rules that look at one document at a time, by their index.
    single: Vec<Vec<usize>>,
}

impl Reach {
    pub(super) fn of(rules: &[(&Arc<Rule>, Severity)], context: Context<'_>) -> Self {
        let mut known: FxHashMap<Alike<'_>, usize> = FxHashMap::default();
        let mut reach = Self { groups: Vec::new(), applies: Vec::new(), single: Vec::new() };
        for subject in Subject::all(context.repository) {
            let member = subject.member;
            let kind = member.kind.as_ref().map(|(kind, _)| &**kind);
            let state = member.state.as_ref().map(|state| &*state.name);
            let group = *known.entry((kind, member.is_controlled, member.phase, state)).or_insert_with(|| {
                let applying: Vec<bool> = rules.iter().map(|(rule, _)| applies(rule, member, context)).collect();
                let is_single = |index: &usize| applying[*index] && rules[*index].0.check.is_per_document();
                reach.single.push((0..rules.len()).filter(is_single).collect());
                reach.applies.push(applying);
                reach.applies.len() - 1
            });
            reach.groups.push(group);
        }
        reach
    }

    /// Whether a rule looks at a document, both by their index.
    pub(super) fn applies(&self, rule: usize, document: usize) -> bool {
        self.applies[self.groups[document]][rule]
    }

    /// The rules that look at a document by itself, by their index.
    pub(super) fn single(&self, document: usize) -> &[usize] {
        &self.single[self.groups[document]]
    }
}

/// Whether a rule looks at a document. A document that is no longer in force is only looked at as a target of others.
pub(crate) fn applies(rule: &Rule, member: &Member, context: Context<'_>) -> bool {
    let applies_to = &rule.applies_to;
    if member.phase == Phase::Ended || (applies_to.documents == Documents::Controlled && !member.is_controlled) {
        return false;
    }
    if !applies_to.phase.is_empty() && !applies_to.phase.contains(&member.phase) {
        return false;
    }
    if !applies_to.kind.is_empty() {
        let Some((kind, _)) = &member.kind else { return false };
        let names = &context.settings.names;
        if !applies_to.kind.iter().any(|wanted| names.is_kind(kind, wanted.get_ref())) {
            return false;
        }
    }
    if let (false, Some((kind, _))) = (applies_to.except_kind.is_empty(), &member.kind)
        && applies_to.except_kind.iter().any(|other| context.settings.names.is_kind(kind, other.get_ref()))
    {
        return false;
    }
    if applies_to.claims_approval && !member.claims_approval {
        return false;
    }
    let is_wanted = |state: &StateDefinition| applies_to.state.iter().any(|wanted| **wanted.get_ref() == *state.name);
    applies_to.state.is_empty() || member.state.as_ref().is_some_and(|state| is_wanted(state))
}
