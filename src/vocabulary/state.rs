//! Which state a value names.

use std::sync::Arc;

use super::{StateDefinition, Vocabulary, fold};

/// Most characters at the beginning of a value that can spell a state.
const LONGEST_STATE: usize = 80;

impl Vocabulary {
    /// The state that a value names. Emoji, emphasis, punctuation and a remark behind the state's words do not matter.
    pub fn state(&self, value: &str) -> Option<&Arc<StateDefinition>> {
        let head = value.chars().take(LONGEST_STATE);
        let bare: String = head.map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
        let folded = fold(&bare);
        let mut candidate = folded.as_str();
        loop {
            if let Some(state) = self.states.get(candidate) {
                return Some(state);
            }
            candidate = &candidate[..candidate.rfind(' ')?];
        }
    }

    /// Whether a text is a state and nothing more.
    pub fn is_state(&self, text: &str) -> bool {
        self.states.contains_key(&fold(text))
    }

    /// Whether a text offers states of different phases to choose from: "Draft / Approved".
    pub fn is_choice_of_states(&self, text: &str) -> bool {
        let mut parts = text.split('/').map(|part| self.states.get(&fold(part.trim_matches([' ', '`']))));
        let Some(Some(first)) = parts.next() else { return false };
        let mut rest = parts.peekable();
        rest.peek().is_some()
            && rest.try_fold(false, |differs, state| Some(differs || state?.phase != first.phase)) == Some(true)
    }
}
