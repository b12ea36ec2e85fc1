//! What was checked and what was not, in words for whoever is handed a pack of evidence.

use std::io::{self, Write};

use super::record::{FOLDER, Origin, Record};
use crate::finding::{State, Verdict, counted};
use crate::output::markdown::text;
use crate::report::Judged;
use crate::report::review::Review;

/// Most lines of one list; `review.json` has all of them.
const MOST: usize = 200;

/// What a pack is made of.
#[derive(Clone, Copy)]
pub(super) struct Contents<'a> {
    pub(super) judged: Judged<'a>,
    pub(super) review: &'a Review,
    pub(super) records: &'a [Record],
    /// Where the documents lie in their repository, with `/` at the end; empty at its top.
    pub(super) folder: &'a str,
}

/// Writes the statement as Markdown.
pub(super) fn write(out: &mut dyn Write, contents: Contents<'_>) -> io::Result<()> {
    writeln!(out, "# What was checked, and what was not\n")?;
    writeln!(
        out,
        "Made by {} from documents as they stood, on one day and by one set of rules. It tells whether evidence is present, in \
         date and consistent, as far as rules can tell. It does not say that an organization conforms to a standard: whether a \
         policy is suitable or a review honest is for people to judge.\n",
        contents.review.made.program
    )?;
    circumstances(out, contents)?;
    rules(out, contents.judged)?;
    left_out(out, contents)?;
    again(out, contents)
}

fn circumstances(out: &mut dyn Write, contents: Contents<'_>) -> io::Result<()> {
    let Contents { judged, review, records, folder } = contents;
    let made = &review.made;
    writeln!(out, "## What was looked at\n")?;
    writeln!(out, "- Day of judgement: {}; due means due by {}", made.as_of, made.until)?;
    match &made.commit {
        Some(commit) => writeln!(out, "- Commit: `{commit}`")?,
        None => writeln!(out, "- Commit: none, the documents are not in Git")?,
    }
    if !folder.is_empty() {
        writeln!(out, "- Folder in the repository: {}", text(folder))?;
    }
    match made.is_clean {
        Some(true) => writeln!(out, "- State: clean, all documents stood in the commit as they were judged")?,
        Some(false) => {
            writeln!(
                out,
                "- State: **not clean**, these files were judged as they stood in the work tree and not in the commit:"
            )?;
            for path in &made.differs {
                writeln!(out, "  - {}", text(path))?;
            }
            let others = records.iter().filter(|record| record.origin == Origin::WorkTree);
            let others = others.filter(|record| !made.differs.contains(&record.path)).count();
            if others > 0 {
                writeln!(out, "  - {others} more, which `documents.csv` names")?;
            }
        }
        None => {}
    }
    let summary = &judged.report.summary;
    writeln!(
        out,
        "- Documents: {} read, {} of them controlled; {} left out",
        summary.documents, summary.controlled, summary.excluded
    )?;
    if let Some(configuration) = &made.configuration {
        writeln!(out, "- Configuration: {}, SHA-256 `{}`", text(&configuration.path), configuration.sha256)?;
    }
    for pack in &made.packs {
        writeln!(out, "- Rules: pack {} {}, {}", text(&pack.id), text(&pack.version), text(&pack.title))?;
    }
    writeln!(out)
}

fn rules(out: &mut dyn Write, judged: Judged<'_>) -> io::Result<()> {
    writeln!(out, "## What became of the rules\n")?;
    let of = |state: State| -> Vec<&Verdict> {
        judged.report.verdicts.iter().filter(|verdict| verdict.state() == state).collect()
    };
    let name = |verdict: &Verdict| text(&verdict.rule.qualified());
    for (state, meaning) in [
        (State::NotMet, "there are findings that count"),
        (State::Waived, "there are findings, and all of them are accepted for a time or known from before"),
        (State::NotChecked, "something that falls under them could not be looked at"),
        (State::NothingExamined, "nothing here falls under them, which is not the same as met"),
        (State::Met, "something was examined and all of it holds"),
    ] {
        let verdicts = of(state);
        writeln!(out, "### {state}: {}\n\n{meaning}\n", counted(verdicts.len(), "rule"))?;
        for verdict in &verdicts {
            match state {
                State::NotMet | State::Waived => {
                    let number = verdict.findings.len() + verdict.set_aside.len();
                    writeln!(out, "- {}: {}", name(verdict), counted(number, "finding"))?;
                }
                State::NotChecked => {
                    writeln!(out, "- {}: {}", name(verdict), text(&verdict.reason().unwrap_or_default()))?;
                }
                State::Met => writeln!(out, "- {}: {} examined", name(verdict), verdict.examined)?,
                State::NothingExamined => writeln!(out, "- {}", name(verdict))?,
            }
        }
        if !verdicts.is_empty() {
            writeln!(out)?;
        }
    }
    let partly = of(State::NotMet).into_iter().chain(of(State::Waived)).filter_map(|one| Some((one, one.reason()?)));
    let partly: Vec<_> = partly.collect();
    if !partly.is_empty() {
        writeln!(out, "### not in full\n\nrules with findings that could not look at everything besides\n")?;
        for (verdict, reason) in partly {
            writeln!(out, "- {}: {}", name(verdict), text(&reason))?;
        }
        writeln!(out)?;
    }
    let off: Vec<String> = judged
        .set
        .rules
        .iter()
        .filter(|(_, severity)| severity.is_none())
        .map(|(rule, _)| text(&rule.qualified()))
        .collect();
    if !off.is_empty() {
        writeln!(out, "### turned off: {}\n\nthe configuration says so\n", counted(off.len(), "rule"))?;
        for rule in off {
            writeln!(out, "- {rule}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn left_out(out: &mut dyn Write, contents: Contents<'_>) -> io::Result<()> {
    let Contents { review, records, .. } = contents;
    let files: Vec<_> = review.not_checked.iter().filter(|one| one.sort == "file").collect();
    writeln!(out, "## What was not looked at\n")?;
    if files.is_empty() {
        writeln!(out, "No file with the name of a document was left out.\n")?;
    }
    for file in files.iter().take(MOST) {
        writeln!(out, "- {}: {}", text(&file.what), text(&file.reason))?;
    }
    if files.len() > MOST {
        writeln!(out, "- {} more, which `review.json` names", files.len() - MOST)?;
    }
    if !files.is_empty() {
        writeln!(out)?;
    }
    let lacking: Vec<_> = records.iter().filter_map(|record| Some((record, record.lacking.as_ref()?))).collect();
    if !lacking.is_empty() {
        writeln!(out, "These documents of record are not in this pack:\n")?;
        for (record, reason) in lacking {
            writeln!(out, "- {}: {}", text(&record.path), text(reason))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn again(out: &mut dyn Write, contents: Contents<'_>) -> io::Result<()> {
    let made = &contents.review.made;
    writeln!(out, "## How to make it again\n")?;
    let place =
        if contents.folder.is_empty() { "at its top".to_owned() } else { format!("in {}", text(contents.folder)) };
    match (&made.commit, made.is_clean) {
        (Some(commit), Some(true)) => {
            writeln!(out, "Check out commit `{commit}` and run this {place}, with {}:\n", made.program)?;
        }
        (Some(_), _) => {
            writeln!(
                out,
                "The work tree was not that of the commit. Put the files of `{FOLDER}` in their places (`documents.json` has \
                 the paths) on top of the commit and run this {place}, with {}:\n",
                made.program
            )?;
        }
        (None, _) => writeln!(out, "Run this in the folder of the documents, with {}:\n", made.program)?,
    }
    writeln!(out, "    {} --evidence pack.zip\n", crate::output::printable(&made.command))?;
    writeln!(out, "The same documents, rules and day give the same bytes.\n\n## How to verify it\n")?;
    writeln!(out, "    sha256sum -c SHA256SUMS\n")?;
    writeln!(
        out,
        "tells whether the files are those that were written; the sums do not say by whom. `documents.csv` has the name that Git \
         gives to each document: `git cat-file blob NAME` shows the same bytes, and `git show COMMIT` the commits of `approvals.csv`. \
         Characters that cannot stand in the name of a file on every system are written as `%` and two hexadecimal digits; \
         `documents.json` has every path as it is."
    )
}
