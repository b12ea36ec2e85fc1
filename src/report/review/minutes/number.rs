//! Ids, titles and versions that go on where the earlier ones stopped.

use jiff::civil::Date;

use crate::vocabulary::fold;

/// A text as runs of digits and what stands between them.
fn runs(text: &str) -> Vec<&str> {
    let mut runs = Vec::new();
    let mut start = 0;
    let mut was_digit = None;
    for (at, character) in text.char_indices() {
        let is_digit = character.is_ascii_digit();
        if was_digit.is_some_and(|was| was != is_digit) {
            runs.push(&text[start..at]);
            start = at;
        }
        was_digit = Some(is_digit);
    }
    if start < text.len() {
        runs.push(&text[start..]);
    }
    runs
}

fn is_number(run: &str) -> bool {
    run.starts_with(|character: char| character.is_ascii_digit())
}

/// Whether a run of digits is a year that documents are written in.
fn is_year(run: &str) -> bool {
    run.len() == 4 && run.parse::<u16>().is_ok_and(|year| (1900..=2200).contains(&year))
}

/// The id behind the greatest one of the same shape: the last number counts, a year in front of it is that of the day.
pub(super) fn next_id<'a>(example: &str, known: impl Iterator<Item = &'a str>, day: Date) -> String {
    let year = day.year().to_string();
    let pattern = runs(example);
    let Some(counter) = pattern.iter().rposition(|run| is_number(run)) else { return free(example, known) };
    let wanted: Vec<String> = pattern
        .iter()
        .enumerate()
        .map(|(at, run)| if at < counter && is_year(run) { year.clone() } else { (*run).to_owned() })
        .collect();
    let numbers = known.filter_map(|id| {
        let runs = runs(id);
        let is_same = |at: usize| at == counter || fold(runs[at]) == fold(&wanted[at]);
        let is_like = runs.len() == wanted.len() && is_number(runs[counter]) && (0..runs.len()).all(is_same);
        is_like.then(|| runs[counter].parse::<u64>().ok()).flatten()
    });
    let greatest = numbers.max();
    let first = if is_year(pattern[counter]) { u64::try_from(day.year()).unwrap_or_default() } else { 1 };
    let next = greatest.map_or(first, |greatest| greatest.saturating_add(1).max(if first > 1 { first } else { 0 }));
    let width = pattern[counter].len();
    let mut id = wanted;
    id[counter] = format!("{next:0width$}");
    id.concat()
}

/// A text with a number behind that nobody has.
fn free<'a>(example: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<String> = known.map(fold).collect();
    let mut number = 2_u32;
    loop {
        let id = format!("{example}-{number}");
        if !known.contains(&fold(&id)) {
            return id;
        }
        number += 1;
    }
}

/// A title that names a year or a number as the name of its file does, with those of the new file; else with the year of the day.
pub(super) fn next_title(title: &str, earlier: &str, file: &str, earlier_day: Option<Date>, day: Date) -> String {
    let numbers = |name: &str| -> Vec<String> {
        runs(name).into_iter().filter(|run| is_number(run)).map(str::to_owned).collect()
    };
    let (old, new) = (numbers(earlier), numbers(file));
    let mut changes: Vec<(String, String)> = Vec::new();
    if old.len() == new.len() {
        changes.extend(old.into_iter().zip(new));
    }
    changes.extend(earlier_day.map(|earlier| (earlier.year().to_string(), day.year().to_string())));
    runs(title)
        .into_iter()
        .map(|run| changes.iter().find(|(from, _)| from == run).map_or_else(|| run.to_owned(), |(_, to)| to.clone()))
        .collect()
}

/// The version of a first draft in the pattern of an example: `1.0` gives `0.1`, `v2.0.0` gives `v0.1.0`, a year and month those of
/// the day.
pub(super) fn first_version(example: &str, day: Date) -> String {
    let runs = runs(example);
    let Some(first) = runs.iter().position(|run| is_number(run)) else { return "0.1".to_owned() };
    if is_year(runs[first]) {
        let mut values = [i32::from(day.year()), i32::from(day.month()), i32::from(day.day())].into_iter();
        let next = |run: &str| {
            if !is_number(run) {
                return run.to_owned();
            }
            let width = run.len();
            values.next().map_or_else(|| "0".to_owned(), |value| format!("{value:0width$}"))
        };
        return runs.into_iter().map(next).collect();
    }
    let is_joint = |run: &str| matches!(run, "." | "," | "-" | "_");
    let mut length = 1;
    while runs.get(first + 2 * length - 1).is_some_and(|run| is_joint(run)) && runs.get(first + 2 * length).is_some() {
        length += 1;
    }
    let joint = runs.get(first + 1).copied().filter(|run| is_joint(run)).unwrap_or(".");
    let numbers: Vec<&str> = (0..length.max(2)).map(|at| if at == 1 { "1" } else { "0" }).collect();
    runs[..first].concat() + &numbers.join(joint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn an_id_follows_the_greatest_of_its_shape() {
        let day = date(2026, 11, 30);
        let next = |example, known: &[&str]| next_id(example, known.iter().copied(), day);
        assert_eq!(next("REC-2026-01", &["REC-2026-01", "REC-2026-29", "REC-2025-77", "POL-2026-90"]), "REC-2026-30");
        assert_eq!(next("REC-2025-01", &["REC-2025-01"]), "REC-2026-01");
        assert_eq!(next("MR7", &["MR7", "mr9"]), "MR10");
        assert_eq!(next("MR-2025", &["MR-2025"]), "MR-2026");
        assert_eq!(next("MR-2026", &["MR-2026"]), "MR-2027");
        assert_eq!(next("minutes", &["minutes", "Minutes-2"]), "minutes-3");
    }

    #[test]
    fn a_title_follows_the_name_of_its_file() {
        let day = date(2026, 11, 30);
        let title = next_title("Review 2026", "review-2026.md", "review-2027.md", None, day);
        assert_eq!(title, "Review 2027");
        let title = next_title("Review of 2025", "minutes.md", "next.md", Some(date(2025, 3, 1)), day);
        assert_eq!(title, "Review of 2026");
    }

    #[test]
    fn a_first_version_has_the_form_of_the_others() {
        let day = date(2026, 11, 30);
        for (example, expected) in [
            ("1.0", "0.1"),
            ("v2.0.0", "v0.1.0"),
            ("3", "0.1"),
            ("Rev. B", "0.1"),
            ("2025-03", "2026-11"),
            ("1.2 draft", "0.1"),
        ] {
            assert_eq!(first_version(example, day), expected, "{example}");
        }
    }
}
