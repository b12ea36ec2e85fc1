//! What is known of an input of the review, in a few lines below its heading.

use std::fmt::Write as _;

use super::Order;
use crate::document::plain;
use crate::finding::Severity;
use crate::finding::counted;
use crate::input::path::folder;
use crate::output::markdown::text;
use crate::record::DOCUMENT;
use crate::report::review::model::{Evidenced, Input};

/// Stands where people write what was said.
pub(super) const OPEN: &str = "> To be written at the meeting.\n";

/// Most rows of an earlier table that are repeated, and most kinds of record that are counted.
const MOST: usize = 30;

impl Order<'_> {
    /// What stands in front of all sections: what this is, and the figures of the day.
    pub(super) fn summary(&self) -> String {
        let review = self.review;
        let figures = &review.headline;
        let day = self.days.plain(self.day);
        let commit = review.made.commit.as_deref().map(|commit| match review.made.is_clean {
            Some(false) => format!(", at commit `{commit}` with changes that are not committed"),
            _ => format!(", at commit `{commit}`"),
        });
        let mut out = format!(
            "> **Draft.** Nothing here is agreed or approved. What the documents say as of {day}{} was filled in by {}; what the \
             meeting says is still to be written below each heading.\n\n",
            commit.unwrap_or_default(),
            review.made.program,
        );
        let clauses = figures.clauses;
        let mut line = |text: String| out += &format!("- {text}\n");
        line(format!(
            "{} covered, {} weak, {} missing, {} not checked",
            counted(clauses.covered, "clause"),
            clauses.weak,
            clauses.missing,
            clauses.not_checked
        ));
        line(format!(
            "{}, {}, {} for information; {} major and {} minor points",
            counted(figures.findings.error, "error"),
            counted(figures.findings.warning, "warning"),
            figures.findings.info,
            figures.points.major,
            figures.points.minor
        ));
        line(format!(
            "{} overdue, {} more due by {}",
            counted(figures.overdue, "review"),
            figures.due,
            self.days.plain(review.made.until)
        ));
        line(format!("{} waived, {} known from the baseline", counted(figures.waived, "finding"), figures.baselined));
        self.changes(&mut out);
        out
    }

    /// What changed since the earlier state.
    fn changes(&self, out: &mut String) {
        use crate::report::diff::Course;
        let (Some(since), Some(changes)) = (&self.review.made.since, &self.review.changes) else { return };
        let number = |course: Course| changes.findings.iter().filter(|change| change.course == course).count();
        let courses: Vec<String> =
            Course::ALL.iter().map(|course| format!("{} {}", number(*course), course.word())).collect();
        let then = since.headline.clauses;
        let _ = writeln!(
            out,
            "- since {} of {}, findings: {}; then {} covered, {} weak, {} missing",
            text(&since.revision),
            self.days.plain(since.as_of),
            courses.join(", "),
            counted(then.covered, "clause"),
            then.weak,
            then.missing
        );
        for clause in changes.clauses.iter().take(MOST) {
            let state = |state: Option<crate::report::gap::State>| state.map_or("not there", |state| state.word());
            let title = text(&format!("{} {}", clause.clause, clause.title));
            let _ = writeln!(out, "  - {title}, {} before, {} now", state(clause.before), state(clause.after));
        }
    }

    /// The facts of one input.
    pub(super) fn facts(&self, input: &Input) -> String {
        let mut out = match input.state {
            Evidenced::Nothing => "Nothing in the documents evidences this.\n\n".to_owned(),
            Evidenced::Fresh => "Evidenced by documents in force:\n\n".to_owned(),
            Evidenced::Stale => {
                format!(
                    "Evidenced by documents in force, none of which is known to be fresher than {}:\n\n",
                    input.fresh
                )
            }
            Evidenced::Draft => "Evidenced by drafts only:\n\n".to_owned(),
        };
        for evidence in &input.evidence {
            let link = format!("[{}]({})", text(&evidence.title), link(self.path, &evidence.path));
            let status = evidence.status.as_ref().map(|status| format!(", {}", text(status))).unwrap_or_default();
            let age = match (evidence.day, evidence.age) {
                (Some(day), Some(age)) => {
                    format!(
                        ", last dated {}, {} ago",
                        self.days.plain(day),
                        counted(usize::try_from(age).unwrap_or(0), "day")
                    )
                }
                _ => ", without a day".to_owned(),
            };
            let _ = writeln!(out, "- {link}{status}{age}");
        }
        if input.more > 0 {
            let _ = writeln!(out, "- {} more", input.more);
        }
        if !input.evidence.is_empty() {
            out += "\n";
            out += &self.figures(input);
        }
        out += &self.earlier_decisions(input);
        out
    }

    /// Findings, reviews and records of the documents that evidence something.
    fn figures(&self, input: &Input) -> String {
        let is_here = |path: &str| input.evidence.iter().any(|evidence| evidence.path == path);
        let findings =
            self.review.findings.iter().filter(|finding| finding.disposition == "open" && is_here(&finding.path));
        let findings: Vec<Severity> = findings.map(|finding| finding.severity).collect();
        let number = |severity: Severity| findings.iter().filter(|found| **found == severity).count();
        let overdue = self.review.calendar.iter().filter(|planned| planned.days < 0 && is_here(&planned.path)).count();
        let found = [
            (number(Severity::Error), "open error"),
            (number(Severity::Warning), "open warning"),
            (number(Severity::Info), "remark"),
            (overdue, "overdue review"),
        ];
        let found: Vec<String> =
            found.iter().filter(|(number, _)| *number > 0).map(|(number, noun)| counted(*number, noun)).collect();
        let mut out = if found.is_empty() {
            "Nothing is open in these documents, and no review of them is overdue.".to_owned()
        } else {
            format!("In these documents: {}.", found.join(", "))
        };
        let records = self.judged.repository.records(&self.judged.set.settings, &self.judged.set.vocabulary);
        let documents = &self.judged.repository.documents;
        let mut counts: Vec<String> = Vec::new();
        for collection in records.collections().iter().filter(|collection| &*collection.definition.name != DOCUMENT) {
            let is_of = |index: u32| documents.get(index as usize).is_some_and(|document| is_here(document.path()));
            let number = collection.records.iter().filter(|record| is_of(record.document)).count();
            if number > 0 {
                counts.push(format!("{} × {number}", text(&collection.definition.title)));
            }
        }
        counts.truncate(MOST);
        if !counts.is_empty() {
            let _ = write!(out, " They hold {}.", counts.join(", "));
        }
        out + "\n\n"
    }

    /// What the earlier minutes decided, where an input is about these.
    fn earlier_decisions(&self, input: &Input) -> String {
        let is_about_minutes =
            self.is_minutes && input.evidence.iter().any(|evidence| evidence.path == self.model.document.path());
        if !is_about_minutes {
            return String::new();
        }
        let document = self.model.document;
        let rows = self.decision_tables(document);
        let mut out = String::new();
        for cells in rows.iter().take(MOST) {
            let cells: Vec<String> = cells.iter().map(|cell| text(&plain(document.source.slice(*cell)))).collect();
            let _ = writeln!(
                out,
                "- {}",
                cells.iter().filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>().join(" · ")
            );
        }
        if out.is_empty() { out } else { format!("They decided:\n\n{out}\n") }
    }
}

/// What leads from a document to another one; what has a meaning in a link is encoded.
pub(super) fn link(from: &str, to: &str) -> String {
    let here: Vec<&str> = folder(from).split('/').filter(|part| !part.is_empty()).collect();
    let there: Vec<&str> = to.split('/').collect();
    let folders = &there[..there.len() - 1];
    let common = here.iter().zip(folders).take_while(|(here, there)| here == there).count();
    let path = "../".repeat(here.len() - common) + &there[common..].join("/");
    let is_plain = |character: char| {
        character.is_alphanumeric() || matches!(character, '/' | '.' | '-' | '_' | '~' | '+' | ',' | '=')
    };
    let mut link = String::with_capacity(path.len());
    for character in path.chars() {
        if is_plain(character) {
            link.push(character);
        } else {
            let mut bytes = [0; 4];
            for byte in character.encode_utf8(&mut bytes).bytes() {
                let _ = write!(link, "%{byte:02X}");
            }
        }
    }
    link
}

#[cfg(test)]
mod tests {
    use super::link;

    #[test]
    fn a_link_leads_from_one_document_to_the_other() {
        assert_eq!(link("records/new.md", "registers/risks.md"), "../registers/risks.md");
        assert_eq!(link("records/new.md", "records/old.md"), "old.md");
        assert_eq!(link("new.md", "a b/(c).md"), "a%20b/%28c%29.md");
        assert_eq!(link("a/b/new.md", "a/c/old.md"), "../c/old.md");
    }
}
