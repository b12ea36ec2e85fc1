//! Test reports in the XML of `JUnit`: a test case for each rule that holds, and one for each document that a rule finds fault with.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::printable_lines;
use super::run::Run;
use super::tally::{SetAside, remark};
use crate::finding::{Disposition, Finding, State, Verdict};

/// A test case, with what stands in it.
struct Case {
    class: String,
    name: String,
    file: Option<String>,
    content: Content,
}

enum Content {
    /// The rule holds.
    Nothing,
    /// It does not count, or could not be judged; why.
    Skipped(String),
    /// Findings below what fails.
    Said(String),
    /// Findings that fail: severity of the first, its message, all of them.
    Failure(String, String, String),
}

/// Writes one suite for each pack.
///
/// # Errors
///
/// When writing fails.
pub fn write(out: &mut dyn Write, run: Run<'_>) -> io::Result<()> {
    let mut packs: Vec<(&str, Vec<Case>)> = Vec::new();
    for verdict in &run.report.verdicts {
        let pack = &*verdict.rule.pack;
        if packs.last().is_none_or(|(last, _)| *last != pack) {
            packs.push((pack, Vec::new()));
        }
        if let Some((_, cases)) = packs.last_mut() {
            cases.extend(self::cases(run, verdict));
        }
    }
    let all = || packs.iter().flat_map(|(_, cases)| cases);
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"clauselint\" {}>", numbers(all()))?;
    let aside = SetAside::of(run.report);
    for (pack, cases) in &packs {
        writeln!(out, "  <testsuite name={} {}>", attribute(pack), numbers(cases.iter()))?;
        writeln!(out, "    <properties>")?;
        for (name, value) in [
            ("as-of", run.report.as_of.to_string()),
            ("waived", aside.waived.to_string()),
            ("baselined", aside.baselined.to_string()),
            ("deferred", aside.deferred.to_string()),
        ] {
            writeln!(out, "      <property name=\"{name}\" value={}/>", attribute(&value))?;
        }
        writeln!(out, "    </properties>")?;
        for case in cases {
            write_case(out, case)?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

/// The counts of a suite as attributes. No time is given, so that the same run gives the same bytes.
fn numbers<'a>(cases: impl Iterator<Item = &'a Case>) -> String {
    let (mut tests, mut failures, mut skipped) = (0, 0, 0);
    for case in cases {
        tests += 1;
        failures += usize::from(matches!(case.content, Content::Failure(..)));
        skipped += usize::from(matches!(case.content, Content::Skipped(_)));
    }
    format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\"")
}

fn cases(run: Run<'_>, verdict: &Verdict) -> Vec<Case> {
    let rule = &verdict.rule;
    let class = format!("{}.{}", rule.pack, rule.id);
    let mut documents: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    let is_judged = |finding: &&Finding| finding.disposition != Disposition::Deferred;
    for finding in verdict.all().filter(is_judged) {
        documents.entry(&finding.path).or_default().push(finding);
    }
    if documents.is_empty() {
        let content = match verdict.state() {
            State::NotChecked => Content::Skipped(format!("not checked: {}", verdict.reason().unwrap_or_default())),
            State::NothingExamined => Content::Skipped("nothing examined".to_owned()),
            // All that was found is left to others.
            State::NotMet => Content::Skipped(Disposition::Deferred.to_string()),
            State::Met | State::Waived => Content::Nothing,
        };
        return vec![Case { class, name: rule.id.clone(), file: None, content }];
    }
    documents
        .into_iter()
        .map(|(path, findings)| Case {
            class: class.clone(),
            name: format!("{}: {path}", rule.id),
            file: run.path(path),
            content: content(run, &rule.id, &findings),
        })
        .collect()
}

fn content(run: Run<'_>, rule: &str, findings: &[&Finding]) -> Content {
    let mut text = String::new();
    for finding in findings {
        let (path, place) = (&finding.path, finding.start);
        let (severity, message) = (finding.severity, &finding.message);
        text.push_str(&format!("{path}:{place}: {severity}[{rule}] {message}{}\n", remark(finding)));
        text.push_str(&format!("    {}\n", finding.help));
    }
    let open = || findings.iter().filter(|finding| finding.disposition == Disposition::Open);
    let mut failing = open().filter(|finding| finding.severity >= run.fail_on);
    match (failing.next(), open().next()) {
        (Some(first), _) => {
            let more = failing.count();
            let more = if more > 0 { format!(" (and {more} more)") } else { String::new() };
            Content::Failure(first.severity.to_string(), format!("{}{more}", first.message), text)
        }
        (None, Some(_)) => Content::Said(text),
        (None, None) => Content::Skipped(findings.iter().map(|finding| remark(finding)).collect::<String>()),
    }
}

fn write_case(out: &mut dyn Write, case: &Case) -> io::Result<()> {
    let file = case.file.as_ref().map(|file| format!(" file={}", attribute(file))).unwrap_or_default();
    write!(out, "    <testcase classname={} name={}{file}", attribute(&case.class), attribute(&case.name))?;
    match &case.content {
        Content::Nothing => return writeln!(out, "/>"),
        Content::Skipped(reason) => writeln!(out, ">\n      <skipped message={}/>", attribute(reason.trim()))?,
        Content::Said(text) => writeln!(out, ">\n      <system-out>{}</system-out>", escaped(text))?,
        Content::Failure(severity, message, text) => writeln!(
            out,
            ">\n      <failure type={} message={}>{}</failure>",
            attribute(severity),
            attribute(message),
            escaped(text)
        )?,
    }
    writeln!(out, "    </testcase>")
}

fn attribute(text: &str) -> String {
    format!("\"{}\"", escaped(text).replace('\n', "&#10;").replace('\t', "&#9;"))
}

/// Text for XML, without what XML cannot hold and without what steers a terminal.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in printable_lines(text).chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}
