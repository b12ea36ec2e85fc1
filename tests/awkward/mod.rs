//! Findings with all that texts of documents can bring: what every format must bear.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use clauselint::config::LoadedConfig;
use clauselint::document::{Document, ReadOptions};
use clauselint::engine::{self, Report, Selection};
use clauselint::finding::{Acceptance, Disposition, Finding, Related, Severity};
use clauselint::input::file_set::FileSet;
use clauselint::output::run::Run;
use clauselint::repository::Repository;
use clauselint::ruleset::RuleSet;
use clauselint::source::{Source, Span};
use jiff::civil::date;

/// What stands in messages, remedies, subjects, reasons and paths.
const TEXTS: [&str; 18] = [
    "plain",
    "\u{1b}[31mred\u{7}\u{0}\u{8}",
    "100 % sure, %0A or not",
    "::error file=x::y",
    "##[error]x",
    "]]><![CDATA[ & <b> \"quoted\" 'too'",
    "a, b; c\td",
    "one\ntwo\r\nthree\rfour",
    "\u{1f680} \u{1f469}\u{200d}\u{1f467} e\u{301}",
    "\u{202e}reversed\u{2066} \u{200f}\u{feff}",
    "=cmd|'/C calc'!A0",
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\u{fffe}\u{ffff}\u{85}\u{2028}",
    "[link](http://e.org) ![i](x) <https://e.org> ~~s~~ **b** `c|d` |",
    "an odd ` backtick | and {0} ${{ x }} $(y)",
    "<!-- comment --> <script>alert(1)</script> @everyone #1",
];

/// Where the emoji document has a place, as bytes count.
pub(crate) const EMOJI_COLUMN_IN_BYTES: u64 = 6;

const EMOJI: &str = "\u{feff}# \u{1f680} x\r\n\u{1f680} \u{fc}ber\r\n\nlast";

/// A report, and what it was made from.
pub(crate) struct Awkward {
    set: RuleSet,
    repository: Repository,
    report: Report,
}

impl Awkward {
    /// All combinations, several times.
    pub(crate) fn new(times: usize) -> Self {
        Self::of(times, usize::MAX)
    }

    /// About so many findings.
    pub(crate) fn of_number(number: usize) -> Self {
        let once = Self::new(1).number();
        Self::of(number.div_ceil(once), number)
    }

    fn of(times: usize, most: usize) -> Self {
        let pack = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/core.toml");
        let mut set = RuleSet::of_pack(&pack, &LoadedConfig::default()).unwrap();
        set.settings.configuration = Some(("/elsewhere/clauselint.toml".to_owned(), "[[waiver]]\n".to_owned()));
        let parse =
            |path: &str, text: &str| Document::parse(Source::new(path, text), &set.vocabulary, ReadOptions::default());
        let mut documents = vec![parse("a emoji.md", EMOJI), parse("b empty.md", "")];
        documents.extend(TEXTS.iter().enumerate().map(|(index, text)| parse(&format!("c {index} {text}.md"), text)));
        let repository = Repository::new(documents, FileSet::default(), &set.settings, &set.vocabulary);
        let mut report = engine::run(&set, &repository, date(2026, 11, 30), &Selection::default());
        for verdict in &mut report.verdicts {
            verdict.findings.clear();
            verdict.set_aside.clear();
        }
        let mut awkward = Self { set, repository, report };
        let mut made = 0;
        for round in 0..times {
            for document in 0..=awkward.repository.documents.len() {
                for text in TEXTS {
                    if made < most {
                        awkward.add(document, text, round, made);
                    }
                    made += 1;
                }
            }
        }
        awkward
    }

    fn add(&mut self, document: usize, text: &str, round: usize, number: usize) {
        let source = self.repository.source(document);
        let length = source.text().len();
        let span = match (document, number % 4) {
            // The third character of the second line, behind an emoji and a blank.
            (0, 0) => Span::new(EMOJI.find('\u{fc}').unwrap(), EMOJI.find("ber").unwrap()),
            (0, 1) => Span::at(EMOJI.find("last").unwrap()),
            (0, 2) => Span::new(5, EMOJI.len()),
            (_, 0) => Span::new(0, length),
            _ => Span::at(length),
        };
        let (start, end) = (source.location(span.start), source.location(span.end));
        let severity = [Severity::Error, Severity::Warning, Severity::Info][number % 3];
        let acceptance = |approved_by: Option<&str>| Acceptance {
            until: date(2027, 3, 31),
            reason: text.to_owned(),
            approved_by: approved_by.map(str::to_owned),
        };
        let disposition = match number % 11 {
            7 => Disposition::Waived(acceptance(Some(text))),
            8 => Disposition::Waived(acceptance(None)),
            9 => Disposition::Baselined,
            10 => Disposition::Deferred,
            _ => Disposition::Open,
        };
        let finding = Finding {
            document,
            path: source.path().to_owned(),
            span,
            start,
            end,
            severity,
            message: text.to_owned(),
            help: format!("mend {text}"),
            subject: text.to_owned(),
            parts: Vec::new(),
            identity: source.path().to_owned(),
            occurrence: round + 1,
            disposition,
            fingerprint: format!("{number:032x}"),
            related: vec![
                Related { document, span, label: text.to_owned() },
                Related { document: 1, span: Span::at(0), label: text.to_owned() },
            ],
            related_places: vec![(text.to_owned(), start), (text.to_owned(), start)],
        };
        let verdicts = self.report.verdicts.len();
        let verdict = &mut self.report.verdicts[number % verdicts];
        match finding.disposition {
            Disposition::Open => verdict.findings.push(finding),
            _ => verdict.set_aside.push(finding),
        }
    }

    pub(crate) fn run(&self) -> Run<'_> {
        Run {
            report: &self.report,
            repository: &self.repository,
            settings: &self.set.settings,
            folder: "docs/",
            fail_on: Severity::Error,
        }
    }

    /// All findings.
    pub(crate) fn number(&self) -> usize {
        self.set_aside() + self.report.verdicts.iter().map(|verdict| verdict.findings.len()).sum::<usize>()
    }

    /// Those that do not count.
    pub(crate) fn set_aside(&self) -> usize {
        self.report.verdicts.iter().map(|verdict| verdict.set_aside.len()).sum()
    }

    /// Those that are left to the full run.
    pub(crate) fn deferred(&self) -> usize {
        let aside = self.report.verdicts.iter().flat_map(|verdict| &verdict.set_aside);
        aside.filter(|finding| finding.disposition == Disposition::Deferred).count()
    }

    /// Those that are not, in a source outside the repository.
    pub(crate) fn without_place(&self) -> usize {
        let findings =
            self.report.verdicts.iter().flat_map(|verdict| verdict.findings.iter().chain(&verdict.set_aside));
        let is_judged = |finding: &&Finding| finding.disposition != Disposition::Deferred;
        findings.filter(is_judged).filter(|finding| finding.path.starts_with('/')).count()
    }

    /// Those of a severity that count.
    pub(crate) fn open(&self, severity: Severity) -> usize {
        let findings = self.report.verdicts.iter().flat_map(|verdict| &verdict.findings);
        findings.filter(|finding| finding.severity == severity).count()
    }

    /// Those of a severity that count or are accepted.
    pub(crate) fn all(&self, severity: Severity) -> usize {
        let aside = self.report.verdicts.iter().flat_map(|verdict| &verdict.set_aside);
        let is_judged = |finding: &&Finding| finding.disposition != Disposition::Deferred;
        self.open(severity) + aside.filter(is_judged).filter(|finding| finding.severity == severity).count()
    }
}
