//! `clauselint-baseline.toml`: findings that were known on a day, by what they are about, never by line or number.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::input::own;
use crate::output::is_steering;
use crate::source::Span;

/// The name of the file, beside the configuration.
pub const FILE_NAME: &str = "clauselint-baseline.toml";

/// The version of the form; it is raised when an older program would read it wrongly.
const VERSION: u32 = 1;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    version: Spanned<u32>,
    #[serde(default, rename = "finding")]
    findings: Vec<Spanned<FindingTable>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct FindingTable {
    rule: Spanned<String>,
    document: String,
    subject: String,
    #[serde(default)]
    parts: Vec<String>,
    #[serde(default = "once")]
    times: usize,
}

fn once() -> usize {
    1
}

/// Findings of one rule about one thing in one document that are known.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The rule, with its pack.
    pub rule: String,
    /// Id or path of the document.
    pub document: String,
    /// What they are about.
    pub subject: String,
    /// The things at fault, where there are several under one subject.
    pub parts: Vec<String>,
    /// How many findings there are.
    pub times: usize,
    /// Where it stands in the file.
    pub span: Span,
}

impl Known {
    /// What tells it from other entries, and their order.
    pub fn key(&self) -> (&str, &str, &str) {
        (&self.rule, &self.document, &self.subject)
    }
}

/// The findings that are known.
#[derive(Clone, Debug, Default)]
pub struct Baseline {
    /// Text of the file.
    pub text: String,
    /// Its entries, in their order.
    pub known: Vec<Known>,
    by_key: HashMap<(String, String, String), usize>,
}

/// An entry whose finding is gone.
#[derive(Clone, Debug)]
pub struct Gone {
    /// The rule, with its pack.
    pub rule: String,
    /// Id or path of the document.
    pub document: String,
    /// What it was about.
    pub subject: String,
    /// Where the entry stands.
    pub span: Span,
    /// What is gone.
    pub message: String,
}

impl Baseline {
    /// Reads the baseline of a root; none where there is no file.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or at the place that is not valid.
    pub fn read(root: &Path) -> Result<Option<Self>> {
        let path = root.join(FILE_NAME);
        if path.symlink_metadata().is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound) {
            return Ok(None);
        }
        Self::parse(own::text(&path, &own::bound(root))?).map(Some)
    }

    /// Reads a baseline from its text.
    ///
    /// # Errors
    ///
    /// At the place that is not valid.
    pub fn parse(text: String) -> Result<Self> {
        if text.trim().is_empty() {
            let help = Some("remove it, so that `clauselint baseline` writes it".to_owned());
            return Err(Error::invalid(
                FILE_NAME,
                &text,
                0..0,
                format!("`{FILE_NAME}` is empty"),
                "nothing here",
                help,
            ));
        }
        let file: File = toml::from_str(&text).map_err(|error| Error::toml(FILE_NAME, &text, &error))?;
        if *file.version.get_ref() != VERSION {
            let message =
                format!("the baseline has the form {}, and this program knows {VERSION}", file.version.get_ref());
            let help = Some("use the version of clauselint that wrote it, or write it anew".to_owned());
            return Err(Error::invalid(FILE_NAME, &text, file.version.span(), message, "not known", help));
        }
        let known = file.findings.into_iter().map(|table| {
            let table = table.into_inner();
            let span = table.rule.span().into();
            let rule = table.rule.into_inner();
            Known {
                rule,
                document: table.document,
                subject: table.subject,
                parts: table.parts,
                times: table.times,
                span,
            }
        });
        let mut baseline = Self { known: known.collect(), text, by_key: HashMap::new() };
        for (index, known) in baseline.known.iter().enumerate() {
            // Two branches that were merged may both have written an entry: the first counts.
            baseline.by_key.entry(key(&known.rule, &known.document, &known.subject)).or_insert(index);
        }
        Ok(baseline)
    }

    /// The entry of a finding, by the id of its document or, where that came later, by its path.
    fn entry(&self, rule: &str, finding: &Finding) -> Option<usize> {
        let by = |document: &str| self.by_key.get(&key(rule, document, &finding.subject)).copied();
        by(&finding.identity).or_else(|| by(&finding.path))
    }

    /// Whether a finding is known. Of several about the same thing the first ones are; a further part is news.
    pub fn knows(&self, rule: &str, finding: &Finding) -> bool {
        self.entry(rule, finding).is_some_and(|index| {
            let known = &self.known[index];
            finding.occurrence <= known.times && finding.parts.iter().all(|part| known.parts.contains(part))
        })
    }

    /// The entries for more than another baseline knows.
    pub fn grown_since(&self, before: &Self) -> Vec<&Known> {
        let is_new = |known: &&Known| {
            let then =
                before.by_key.get(&key(&known.rule, &known.document, &known.subject)).map(|&at| &before.known[at]);
            then.is_none_or(|then| {
                known.times > then.times || known.parts.iter().any(|part| !then.parts.contains(part))
            })
        };
        self.known.iter().filter(is_new).collect()
    }

    /// How many entries can be judged, and those of them whose findings are no longer there, as a whole or in part.
    pub fn gone<'a>(
        &self,
        findings: impl Iterator<Item = (String, &'a Finding)>,
        is_judged: impl Fn(&str) -> bool,
    ) -> (usize, Vec<Gone>) {
        let mut today: HashMap<usize, (usize, Vec<&str>)> = HashMap::new();
        for (rule, finding) in findings {
            if let Some(index) = self.entry(&rule, finding) {
                let (times, parts) = today.entry(index).or_default();
                *times += 1;
                parts.extend(finding.parts.iter().map(String::as_str));
            }
        }
        let judged = self.known.iter().enumerate().filter(|(_, known)| is_judged(&known.rule));
        let (mut number, mut gone) = (0, Vec::new());
        for (index, known) in judged {
            number += 1;
            let (times, parts) = today.get(&index).cloned().unwrap_or_default();
            let is_mended = |part: &&str| !parts.contains(part);
            let mended: Vec<&str> = known.parts.iter().map(String::as_str).filter(is_mended).collect();
            let message = match (times, mended.as_slice()) {
                (0, _) => "the finding of this entry is gone".to_owned(),
                (1.., _) if times < known.times => {
                    format!("{} of the {} findings of this entry are gone", known.times - times, known.times)
                }
                (_, []) => continue,
                (_, mended) => format!("{} of this entry is gone", crate::check::listed(mended)),
            };
            let (rule, document) = (known.rule.clone(), known.document.clone());
            gone.push(Gone { rule, document, subject: known.subject.clone(), span: known.span, message });
        }
        (number, gone)
    }
}

fn key(rule: &str, document: &str, subject: &str) -> (String, String, String) {
    (rule.to_owned(), document.to_owned(), subject.to_owned())
}

/// Findings as entries: one for each rule, document and subject, in this order.
pub fn entries<'a>(findings: impl Iterator<Item = (String, &'a Finding)>) -> Vec<Known> {
    let mut entries: BTreeMap<(String, String, String), Known> = BTreeMap::new();
    for (rule, finding) in findings {
        let entry = entries.entry(key(&rule, &finding.identity, &finding.subject)).or_insert_with(|| Known {
            rule,
            document: finding.identity.clone(),
            subject: finding.subject.clone(),
            ..Known::default()
        });
        entry.times += 1;
        entry.parts.extend(finding.parts.iter().cloned());
        entry.parts.sort_unstable();
        entry.parts.dedup();
    }
    entries.into_values().collect()
}

/// The text of a baseline with these entries.
pub fn write(entries: &[Known]) -> String {
    let mut text = format!(
        "# Findings that are known. `clauselint baseline` writes this file: what is mended leaves it, and nothing comes in unless\n\
         # `--allow-growth` says so.\n\nversion = {VERSION}\n"
    );
    for known in entries {
        text.push_str(&format!(
            "\n[[finding]]\nrule = {}\ndocument = {}\nsubject = {}\n",
            quoted(&known.rule),
            quoted(&known.document),
            quoted(&known.subject)
        ));
        if !known.parts.is_empty() {
            let parts: Vec<_> = known.parts.iter().map(|part| quoted(part)).collect();
            text.push_str(&format!("parts = [{}]\n", parts.join(", ")));
        }
        if known.times > 1 {
            text.push_str(&format!("times = {}\n", known.times));
        }
    }
    text
}

/// A text as TOML on one line, with everything escaped that steers a terminal.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            _ if is_steering(character) => quoted.push_str(&format!("\\u{:04X}", u32::from(character))),
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}
