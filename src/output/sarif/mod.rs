//! SARIF 2.1.0, for code scanning. What the host would refuse is cut, and the file says so.

mod form;

use std::collections::BTreeMap;
use std::io::{self, Write};

use form::{
    ArtifactLocation, Base, Component, Counts, Driver, Fingerprints, Invocation, Level, Log, Notification, Physical,
    Place, Region, Relationship, ResultOut, RuleOut, RuleProperties, RuleReference, RunOut, Suppression, Target, Taxon,
    Taxonomy, Text, Tool,
};

use super::run::Run;
use super::tally::{SetAside, counts, judged_in_order};
use super::{printable, printable_lines, write_json};
use crate::finding::{Disposition, Finding, Severity, State, Verdict};
use crate::source::Span;

/// Most results that GitHub takes in one run, other places that it takes for one result, and tags for one rule.
const MOST_RESULTS: usize = 25_000;
const MOST_RELATED: usize = 100;
const MOST_TAGS: usize = 10;

/// The form that this file has.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// What stands for the top of the repository.
const ROOT: &str = "SRCROOT";

/// Writes the report as one SARIF run.
///
/// # Errors
///
/// When writing fails.
pub fn write(out: &mut dyn Write, run: Run<'_>) -> io::Result<()> {
    write_at_most(out, run, MOST_RESULTS)
}

fn write_at_most(out: &mut dyn Write, run: Run<'_>, most: usize) -> io::Result<()> {
    let report = run.report;
    let rules: BTreeMap<&str, usize> =
        report.verdicts.iter().enumerate().map(|(index, verdict)| (verdict.rule.id.as_str(), index)).collect();
    let all = judged_in_order(report);
    let kept = most_severe(&all, most);
    let [errors, warnings, infos] = counts(report);
    let aside = SetAside::of(report);
    let taxonomies = taxonomies(run);
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [RunOut {
            tool: Tool {
                driver: Driver {
                    name: "clauselint",
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: report.verdicts.iter().map(|verdict| rule(verdict, &taxonomies)).collect(),
                    supported_taxonomies: components(&taxonomies),
                },
            },
            invocations: [Invocation {
                execution_successful: true,
                tool_execution_notifications: notifications(run, all.len(), kept.len()),
            }],
            original_uri_base_ids: BTreeMap::from([(
                ROOT,
                Base { description: Text { text: "the top of the repository".to_owned() } },
            )]),
            taxonomies,
            column_kind: "unicodeCodePoints",
            results: kept.iter().map(|(verdict, finding)| result(run, verdict, finding, &rules)).collect(),
            properties: Counts {
                as_of: report.as_of.to_string(),
                documents: report.summary.documents,
                controlled: report.summary.controlled,
                errors,
                warnings,
                infos,
                waived: aside.waived,
                baselined: aside.baselined,
                deferred: aside.deferred,
            },
        }],
    };
    write_json(out, &log)
}

/// What there is room for: findings that count before those that do not, severe ones before others, in their order.
fn most_severe<'a>(all: &[(&'a Verdict, &'a Finding)], most: usize) -> Vec<(&'a Verdict, &'a Finding)> {
    if all.len() <= most {
        return all.to_vec();
    }
    let mut ranked: Vec<usize> = (0..all.len()).collect();
    ranked.sort_by_key(|&index| {
        let finding = all[index].1;
        (finding.disposition != Disposition::Open, std::cmp::Reverse(finding.severity))
    });
    ranked.truncate(most);
    ranked.sort_unstable();
    ranked.into_iter().map(|index| all[index]).collect()
}

fn notifications(run: Run<'_>, all: usize, kept: usize) -> Vec<Notification> {
    let mut notifications = Vec::new();
    if kept < all {
        let text = format!("{} of {all} results are left out, the least severe ones: GitHub takes {kept}", all - kept);
        notifications.push(Notification { level: "warning", message: Text { text }, associated_rule: None });
    }
    for (index, verdict) in run.report.verdicts.iter().enumerate() {
        if let Some(reason) = verdict.reason() {
            let how = if verdict.state() == State::NotChecked { "not checked" } else { "not checked in full" };
            let text = format!("`{}` was {how}: {}", verdict.rule.id, printable(&reason));
            let associated_rule = Some(RuleReference { index });
            notifications.push(Notification { level: "note", message: Text { text }, associated_rule });
        }
    }
    notifications
}

/// The clauses that rules name, by standard.
fn taxonomies(run: Run<'_>) -> Vec<Taxonomy<'_>> {
    let mut standards: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
    for clause in run.report.verdicts.iter().flat_map(|verdict| &verdict.rule.clauses) {
        let title = run.settings.names.clauses.get(clause).map_or("", |clause| clause.title.as_str());
        let (standard, number) = parts(clause);
        standards.entry(standard).or_default().insert(number, title);
    }
    let taxon = |(id, title): (_, &str)| Taxon { id, short_description: Text { text: title.to_owned() } };
    let taxonomy = |(name, taxa): (_, BTreeMap<_, _>)| Taxonomy {
        name,
        is_comprehensive: false,
        taxa: taxa.into_iter().map(taxon).collect(),
    };
    standards.into_iter().map(taxonomy).collect()
}

/// Standard and number of a clause such as `iso20000-1:7.5.3`.
fn parts(clause: &str) -> (&str, &str) {
    clause.split_once(':').unwrap_or(("", clause))
}

fn components<'a>(taxonomies: &[Taxonomy<'a>]) -> Vec<Component<'a>> {
    taxonomies.iter().enumerate().map(|(index, taxonomy)| Component { name: taxonomy.name, index }).collect()
}

fn rule<'a>(verdict: &'a Verdict, taxonomies: &[Taxonomy<'a>]) -> RuleOut<'a> {
    let rule = &verdict.rule;
    let text = |text: &str| Text { text: text.to_owned() };
    let relationships = rule.clauses.iter().filter_map(|clause| {
        let (standard, id) = parts(clause);
        let index = taxonomies.iter().position(|taxonomy| taxonomy.name == standard)?;
        let tool_component = Component { name: taxonomies[index].name, index };
        Some(Relationship { target: Target { id, tool_component }, kinds: ["relevant"] })
    });
    RuleOut {
        id: &rule.id,
        short_description: text(&rule.why),
        full_description: text(&rule.why),
        help: text(&rule.help),
        default_configuration: Level { level: level(verdict.severity) },
        relationships: relationships.collect(),
        properties: RuleProperties {
            pack: &rule.pack,
            state: verdict.state(),
            examined: verdict.examined,
            tags: rule.clauses.iter().map(String::as_str).take(MOST_TAGS).collect(),
        },
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn result<'a>(
    run: Run<'_>,
    verdict: &'a Verdict,
    finding: &'a Finding,
    rules: &BTreeMap<&str, usize>,
) -> ResultOut<'a> {
    let mut text = finding.message.clone();
    if finding.help != verdict.rule.help {
        text.push('\n');
        text.push_str(&finding.help);
    }
    let related = finding.related.iter().enumerate().take(MOST_RELATED).filter_map(|(index, related)| {
        let mut location = location(run, related.document, related.span)?;
        location.id = Some(index + 1);
        location.message = Some(message(&related.label));
        Some(location)
    });
    ResultOut {
        rule_id: &verdict.rule.id,
        rule_index: rules.get(verdict.rule.id.as_str()).copied().unwrap_or_default(),
        level: level(finding.severity),
        message: message(&text),
        locations: run.path_of(finding).map(|path| {
            let region = Region {
                start_line: finding.start.line,
                start_column: finding.start.column,
                end_line: finding.end.line,
                end_column: finding.end.column,
            };
            [Place { id: None, physical_location: physical(&path, region), message: None }]
        }),
        related_locations: related.collect(),
        partial_fingerprints: Fingerprints {
            primary_location_line_hash: &finding.fingerprint,
            own: &finding.fingerprint,
        },
        suppressions: suppression(finding).map(|suppression| [suppression]),
    }
}

/// A text that shows as it is: `[a](b)` would be a link.
fn message(text: &str) -> Text {
    Text { text: printable_lines(text).replace("](", "] (") }
}

fn location(run: Run<'_>, document: usize, span: Span) -> Option<Place> {
    let source = run.repository.source(document);
    let path = run.path(source.path())?;
    let (start, end) = (source.location(span.start), source.location(span.end));
    let region =
        Region { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column };
    Some(Place { id: None, physical_location: physical(&path, region), message: None })
}

fn physical(path: &str, region: Region) -> Physical {
    Physical { artifact_location: ArtifactLocation { uri: uri(path), uri_base_id: ROOT }, region }
}

/// A path as a relative URI.
fn uri(path: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if is_plain(byte) { uri.push(char::from(byte)) } else { uri.push_str(&format!("%{byte:02X}")) }
    }
    uri
}

fn suppression(finding: &Finding) -> Option<Suppression> {
    let (kind, justification) = match &finding.disposition {
        Disposition::Open | Disposition::Deferred => return None,
        Disposition::Waived(acceptance) => {
            let by = acceptance.approved_by.as_ref().map(|by| format!(", accepted by {by}")).unwrap_or_default();
            let kind = if acceptance.approved_by.is_some() { "external" } else { "inSource" };
            (kind, format!("{} (until {}{by})", acceptance.reason, acceptance.until))
        }
        Disposition::Baselined => ("external", "known when the baseline was written".to_owned()),
    };
    Some(Suppression { kind, status: "accepted", justification: printable(&justification) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_relative_uri() {
        assert_eq!(uri("a b/ü:%?#.md"), "a%20b/%C3%BC%3A%25%3F%23.md");
    }
}
