//! Words that would have been understood, for those who miss a heading or a column in their own language.

/// Most things that examples are given of, and examples for all of them together.
const MOST_NAMES: usize = 6;
const MOST_EXAMPLES: usize = 12;
/// Most examples of one thing.
const MOST_OF_ONE: usize = 6;

/// Says what else is understood for some missing names, each with its distinct spellings; nothing where there is none, or where there
/// are so many names that nobody would read it. Spellings stand in a pack language after language, so that examples are taken from all
/// of the list and not from its beginning.
pub(super) fn understood<'a>(missing: impl Iterator<Item = (&'a str, &'a [String])>) -> Option<String> {
    let missing: Vec<(&str, &[String])> = missing.collect();
    let is_too_much = missing.len() > MOST_NAMES;
    let each = MOST_OF_ONE.min(MOST_EXAMPLES / missing.len().max(1));
    let told: Vec<String> = missing
        .iter()
        .filter(|(_, spellings)| !spellings.is_empty() && !is_too_much)
        .map(|(name, spellings)| {
            let shown = each.min(spellings.len());
            let examples: Vec<String> =
                (0..shown).map(|at| format!("`{}`", spellings[at * spellings.len() / shown])).collect();
            format!("{} for `{name}`", examples.join(", "))
        })
        .collect();
    (!told.is_empty()).then(|| format!("understood as well, among others: {}", told.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::distinct;

    fn told(missing: &[(&str, &[&str])]) -> Option<String> {
        let owned: Vec<(&str, Vec<String>)> = missing
            .iter()
            .map(|(name, spellings)| {
                let spellings: Vec<String> = spellings.iter().map(|spelling| (*spelling).to_owned()).collect();
                (*name, distinct(name, &spellings))
            })
            .collect();
        understood(owned.iter().map(|(name, spellings)| (*name, spellings.as_slice())))
    }

    #[test]
    fn a_spelling_is_told_once_and_never_the_name_itself() {
        let said = told(&[
            ("evaluation", &["Evaluation", "score", "évaluation", "bewertung", "evaluación", "evaluacion"]),
            ("review", &["prüfung", "pruefung"]),
        ]);
        assert_eq!(
            said.unwrap(),
            "understood as well, among others: `score`, `bewertung`, `evaluación` for `evaluation`; `prüfung` for `review`"
        );
    }

    #[test]
    fn examples_come_from_the_whole_list() {
        let many: Vec<String> = (0..40).map(|number| format!("word {number}")).collect();
        let said = understood([("a", many.as_slice()), ("b", &many[..1])].into_iter()).unwrap();
        assert!(
            said.contains("`word 0`, `word 6`, `word 13`") && said.contains("`word 33` for `a`; `word 0` for `b`"),
            "{said}"
        );
    }

    #[test]
    fn nothing_is_told_where_there_is_nothing_or_too_much() {
        assert_eq!(told(&[]), None);
        assert_eq!(told(&[("a", &[]), ("b", &["B"])]), None);
        assert_eq!(told(&["a", "b", "c", "d", "e", "f", "g"].map(|name| (name, ["x"].as_slice()))), None);
    }
}
