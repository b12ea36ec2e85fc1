//! The format for people: each finding with its place, the text, the rule and what to do; then a summary.

use std::fmt;
use std::io::{self, Write};

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, Severity as MietteSeverity, SourceCode};

use super::printable;
use super::snippet::Snippet;
use super::style::Style;
use super::summary;
use super::tally::{in_order, remark};
use crate::engine::Report;
use crate::finding::{Finding, Severity, Verdict};
use crate::input::Excluded;
use crate::repository::Repository;

/// How the report is laid out.
#[derive(Clone, Copy, Debug)]
pub struct Layout<'a> {
    /// What is put in front of every path so that it can be opened from the current folder.
    pub prefix: &'a str,
    /// With or without colours.
    pub style: Style,
    /// Columns of the terminal.
    pub width: usize,
    /// Whether only the summary is wanted.
    pub is_quiet: bool,
    /// Whether every rule and every file that was left out is listed.
    pub is_verbose: bool,
    /// Files that were left out.
    pub left_out: &'a [Excluded],
}

/// Writes all findings in the order of path and place, and the summary.
///
/// # Errors
///
/// When writing fails.
pub fn write(out: &mut dyn Write, report: &Report, repository: &Repository, layout: Layout<'_>) -> io::Result<()> {
    let theme = match layout.style {
        Style::Plain => GraphicalTheme::unicode_nocolor(),
        Style::Coloured => GraphicalTheme::unicode(),
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(layout.width)
        .with_links(false)
        .with_word_splitter(textwrap::WordSplitter::NoHyphenation)
        .with_context_lines(0)
        .without_primary_span_start()
        .without_syntax_highlighting();
    let mut snippet: Option<(usize, Snippet<'_>)> = None;
    let mut text = String::new();
    if !layout.is_quiet {
        for same in in_order(report).chunk_by(is_same_but_for_words) {
            let (verdict, finding) = same[0];
            if snippet.as_ref().is_none_or(|(document, _)| *document != finding.document) {
                snippet = Some((finding.document, Snippet::new(repository.source(finding.document), layout.prefix)));
            }
            let Some((_, shown)) = &snippet else { continue };
            text.clear();
            let diagnostic = Shown { verdict, finding, others: &same[1..], snippet: shown, repository, layout };
            handler.render_report(&mut text, &diagnostic).map_err(io::Error::other)?;
            writeln!(out, "{}", text.trim_end_matches('\n'))?;
            writeln!(out)?;
        }
    }
    for excluded in layout.left_out {
        writeln!(out, "{}{}: left out: {}", layout.prefix, printable(&excluded.path), excluded.reason)?;
    }
    if layout.is_verbose {
        summary::rules(out, report, layout.style)?;
    }
    summary::write(out, report, layout.style)
}

/// Whether two findings of one rule are at one place and ask for the same, such as those of all documents that are missing: place and
/// remedy are then shown once.
fn is_same_but_for_words((a_verdict, a): &(&Verdict, &Finding), (b_verdict, b): &(&Verdict, &Finding)) -> bool {
    a_verdict.rule.id == b_verdict.rule.id
        && (a.document, a.span, a.severity, &a.help) == (b.document, b.span, b.severity, &b.help)
        && a.related.is_empty()
        && b.related.is_empty()
}

/// A finding as miette shows it.
struct Shown<'a> {
    verdict: &'a Verdict,
    finding: &'a Finding,
    /// Those that differ from it in nothing but their words.
    others: &'a [(&'a Verdict, &'a Finding)],
    snippet: &'a Snippet<'a>,
    repository: &'a Repository,
    layout: Layout<'a>,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.others.is_empty() {
            writeln!(formatter, "{} findings at one place:", self.others.len() + 1)?;
        }
        write!(formatter, "{}{}", printable(&self.finding.message), printable(&remark(self.finding)))?;
        for (_, finding) in self.others {
            write!(formatter, "\n{}{}", printable(&finding.message), printable(&remark(finding)))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn code<'s>(&'s self) -> Option<Box<dyn fmt::Display + 's>> {
        let rule = &self.verdict.rule;
        let clauses = if rule.clauses.is_empty() { String::new() } else { format!("  {}", rule.clauses.join(", ")) };
        Some(Box::new(format!("{}[{}]{clauses}", self.finding.severity, rule.id)))
    }

    fn severity(&self) -> Option<MietteSeverity> {
        Some(match self.finding.severity {
            Severity::Error => MietteSeverity::Error,
            Severity::Warning => MietteSeverity::Warning,
            Severity::Info => MietteSeverity::Advice,
        })
    }

    fn help<'s>(&'s self) -> Option<Box<dyn fmt::Display + 's>> {
        let mut help = printable(&self.finding.help);
        for related in self.finding.related.iter().filter(|related| related.document != self.finding.document) {
            let source = self.repository.source(related.document);
            let place = source.location(related.span.start);
            help.push_str(&format!(
                "\nsee {}{}:{place} ({})",
                self.layout.prefix,
                printable(source.path()),
                printable(&related.label)
            ));
        }
        Some(Box::new(help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.snippet)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let primary = LabeledSpan::new_primary_with_span(None, self.snippet.visible(self.finding.span));
        let related = self.finding.related.iter().filter(|related| related.document == self.finding.document);
        let related = related.map(|related| {
            LabeledSpan::new_with_span(Some(printable(&related.label)), self.snippet.visible(related.span))
        });
        Some(Box::new(std::iter::once(primary).chain(related)))
    }
}
