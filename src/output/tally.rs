//! Findings in their order, and how many there are of which sort.

use crate::engine::Report;
use crate::finding::{Disposition, Finding, Severity, Verdict, counted};

/// The findings that are shown, in the order of path, offset and rule id: those that count, and for an auditor the others as well.
pub fn in_order(report: &Report) -> Vec<(&Verdict, &Finding)> {
    if report.persona.sees_accepted() { judged_in_order(report) } else { open_in_order(report) }
}

/// The findings that count, in the same order.
pub fn open_in_order(report: &Report) -> Vec<(&Verdict, &Finding)> {
    sorted(report.verdicts.iter().flat_map(|verdict| verdict.findings.iter().map(move |finding| (verdict, finding))))
}

/// The findings that count and those that are accepted, in the same order. What is left to the full run is only
/// counted.
pub fn judged_in_order(report: &Report) -> Vec<(&Verdict, &Finding)> {
    let mut findings = all_in_order(report);
    findings.retain(|(_, finding)| finding.disposition != Disposition::Deferred);
    findings
}

/// All findings, those that do not count included, in the same order.
pub fn all_in_order(report: &Report) -> Vec<(&Verdict, &Finding)> {
    sorted(report.verdicts.iter().flat_map(|verdict| verdict.all().map(move |finding| (verdict, finding))))
}

fn sorted<'a>(findings: impl Iterator<Item = (&'a Verdict, &'a Finding)>) -> Vec<(&'a Verdict, &'a Finding)> {
    let mut all: Vec<_> = findings.collect();
    all.sort_by(|(a_verdict, a), (b_verdict, b)| {
        (&a.path, a.span, &a_verdict.rule.id, &a.subject).cmp(&(&b.path, b.span, &b_verdict.rule.id, &b.subject))
    });
    all
}

/// How many findings count: errors, warnings, infos.
pub fn counts(report: &Report) -> [usize; 3] {
    let mut counts = [0; 3];
    for finding in report.verdicts.iter().flat_map(|verdict| &verdict.findings) {
        counts[match finding.severity {
            Severity::Error => 0,
            Severity::Warning => 1,
            Severity::Info => 2,
        }] += 1;
    }
    counts
}

/// How many findings do not count, by the reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SetAside {
    /// Accepted until a day.
    pub waived: usize,
    /// Known from the baseline.
    pub baselined: usize,
    /// Left to the full run.
    pub deferred: usize,
}

impl SetAside {
    /// Counts those of a report.
    pub fn of(report: &Report) -> Self {
        let mut counts = Self::default();
        for finding in report.verdicts.iter().flat_map(|verdict| &verdict.set_aside) {
            match finding.disposition {
                Disposition::Waived(_) => counts.waived += 1,
                Disposition::Baselined => counts.baselined += 1,
                Disposition::Deferred => counts.deferred += 1,
                Disposition::Open => {}
            }
        }
        counts
    }

    /// The counts in words; none where all are nought.
    pub fn words(self) -> Option<String> {
        let parts: Vec<String> =
            [(self.waived, "waived"), (self.baselined, "in the baseline"), (self.deferred, "left to the full run")]
                .into_iter()
                .filter(|(number, _)| *number > 0)
                .map(|(number, words)| format!("{number} {words}"))
                .collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

/// The numbers of findings in one line: `2 errors, 1 info; 3 waived`.
pub fn line(report: &Report) -> String {
    let [errors, warnings, infos] = counts(report);
    let parts: Vec<String> = [
        (errors, counted(errors, "error")),
        (warnings, counted(warnings, "warning")),
        (infos, format!("{infos} info")),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(_, words)| words)
    .collect();
    let open = if parts.is_empty() { "no findings".to_owned() } else { parts.join(", ") };
    match SetAside::of(report).words() {
        Some(words) => format!("{open}; {words}"),
        None => open,
    }
}

/// What is said behind the message of a finding that does not count.
pub fn remark(finding: &Finding) -> String {
    match &finding.disposition {
        Disposition::Open => String::new(),
        Disposition::Waived(acceptance) => {
            let by = acceptance.approved_by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
            format!(" ({}{by}: {})", finding.disposition, acceptance.reason)
        }
        other => format!(" ({other})"),
    }
}
