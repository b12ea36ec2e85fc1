//! A small pack and small documents: what is read from them, and what becomes of their one rule.

use clauselint::config::LoadedConfig;
use clauselint::error::Error;
use clauselint::finding::{State, Verdict};
use clauselint::record::value::CellValue;
use clauselint::record::{Record, Records};
use clauselint::ruleset::RuleSet;

use crate::fixture::Judged;

pub(crate) const HEAD: &str = "[pack]\nid = \"small\"\ntitle = \"Small\"\nversion = \"1\"\n";

/// No lines.
pub(crate) const NOTHING: [&str; 0] = [];

/// A rule of one check, which is written as TOML behind `[rule.check.`.
pub(crate) fn rule(check: &str) -> String {
    named_rule("only", "", check)
}

/// A rule with an id and what stands before its check.
pub(crate) fn named_rule(id: &str, more: &str, check: &str) -> String {
    format!(
        "[[rule]]\nid = \"{id}\"\nseverity = \"error\"\nwhy = \"Because.\"\nhelp = \"mend it\"\n{more}\n[rule.check.{check}\n"
    )
}

/// What a pack and a configuration load to.
pub(crate) fn try_load(tables: &str, config: &str) -> Result<RuleSet, Error> {
    let folder = tempfile::tempdir().unwrap();
    let (pack, config_file) = (folder.path().join("small.toml"), folder.path().join("clauselint.toml"));
    std::fs::write(&pack, format!("{HEAD}{tables}")).unwrap();
    std::fs::write(&config_file, config).unwrap();
    RuleSet::of_pack(&pack, &LoadedConfig::read(&config_file).unwrap())
}

/// The rules of a pack, with documents that they were run over.
pub(crate) struct Run {
    set: RuleSet,
    judged: Judged,
}

impl Run {
    /// Runs the rules of a pack over texts with their paths, in the order of these.
    pub(crate) fn of(tables: &str, texts: &[(&str, &str)]) -> Self {
        Self::configured(tables, "", texts)
    }

    /// The same with a configuration.
    pub(crate) fn configured(tables: &str, config: &str, texts: &[(&str, &str)]) -> Self {
        let set = try_load(tables, config).unwrap_or_else(|error| panic!("{error:?}\n{tables}"));
        let judged = Judged::of_texts(texts, &set);
        Self { set, judged }
    }

    /// Runs them over one document.
    pub(crate) fn one(tables: &str, text: &str) -> Self {
        Self::of(tables, &[("a.md", text)])
    }

    pub(crate) fn set(&self) -> &RuleSet {
        &self.set
    }

    pub(crate) fn judged(&self) -> &Judged {
        &self.judged
    }

    pub(crate) fn all(&self) -> &Records {
        self.judged.repository.records(&self.set.settings, &self.set.vocabulary)
    }

    fn rows(&self, kind: &str) -> &[Record] {
        let records = self.all();
        &records.collection(records.named(kind).unwrap()).records
    }

    fn at(&self, document: u32, offset: u32) -> String {
        let source = &self.judged.repository.documents[document as usize].source;
        format!("{}:{}", source.path(), source.location(offset))
    }

    /// What is written in a column of all records of a kind; a dash where a record has no such column.
    pub(crate) fn texts(&self, kind: &str, column: &str) -> Vec<String> {
        let records = self.all();
        let index = records.collection(records.named(kind).unwrap()).definition.column(column).unwrap();
        let text = |record: &Record| record.cells[index].as_ref().map_or("-".to_owned(), |cell| cell.text.to_string());
        self.rows(kind).iter().map(text).collect()
    }

    /// The same with the places: path, line, column, and the marked text.
    pub(crate) fn places(&self, kind: &str, column: &str) -> Vec<String> {
        let records = self.all();
        let index = records.collection(records.named(kind).unwrap()).definition.column(column).unwrap();
        let place = |record: &Record| {
            record.cells[index].as_ref().map_or("-".to_owned(), |cell| {
                let source = &self.judged.repository.documents[record.document as usize].source;
                format!("{} {}", self.at(record.document, cell.span.start), source.slice(cell.span))
            })
        };
        self.rows(kind).iter().map(place).collect()
    }

    /// The places of records themselves.
    pub(crate) fn extents(&self, kind: &str) -> Vec<String> {
        let extent = |record: &Record| {
            let source = &self.judged.repository.documents[record.document as usize].source;
            format!("{} {}", self.at(record.document, record.span.start), source.slice(record.span))
        };
        self.rows(kind).iter().map(extent).collect()
    }

    /// What the cells of a column hold.
    pub(crate) fn values(&self, kind: &str, column: &str) -> Vec<CellValue> {
        let records = self.all();
        let collection = records.named(kind).unwrap();
        let index = records.collection(collection).definition.column(column).unwrap();
        records.all(collection).map(|record| records.value(record, index).clone()).collect()
    }

    /// What is wrong with the places where records of a kind should stand: place, marked text, missing columns.
    pub(crate) fn faults(&self, kind: &str) -> Vec<String> {
        let records = self.all();
        let found = records.collection(records.named(kind).unwrap());
        let fault = |fault: &clauselint::record::TableFault| {
            let source = &self.judged.repository.documents[fault.document as usize].source;
            let missing: Vec<&str> =
                fault.missing.iter().map(|column| found.definition.columns[*column].name.as_str()).collect();
            let place = self.at(fault.document, fault.span.start);
            format!("{place} {} lacks [{}]", source.slice(fault.span), missing.join(", "))
        };
        found.faults.iter().map(fault).collect()
    }

    /// The verdict of the only rule.
    pub(crate) fn verdict(&self) -> &Verdict {
        self.verdict_of("only")
    }

    pub(crate) fn verdict_of(&self, rule: &str) -> &Verdict {
        self.judged.report.verdicts.iter().find(|verdict| verdict.rule.id == rule).unwrap()
    }

    pub(crate) fn state(&self) -> State {
        self.verdict().state()
    }

    /// Findings: place, message, marked text.
    pub(crate) fn findings(&self) -> Vec<String> {
        let shown = |finding: &clauselint::finding::Finding| {
            let marked = self.judged.repository.documents[finding.document].source.slice(finding.span);
            format!("{}:{} {} @ {marked}", finding.path, finding.start, finding.message)
        };
        self.verdict().findings.iter().map(shown).collect()
    }

    /// The messages of the findings.
    pub(crate) fn messages(&self) -> Vec<&str> {
        self.verdict().findings.iter().map(|finding| finding.message.as_str()).collect()
    }

    /// The other places of all findings: place, label, marked text.
    pub(crate) fn related(&self) -> Vec<String> {
        let related = self.verdict().findings.iter().flat_map(|finding| &finding.related);
        related
            .map(|related| {
                let source = &self.judged.repository.documents[related.document].source;
                let start = source.location(related.span.start);
                format!("{}:{start} {} @ {}", source.path(), related.label, source.slice(related.span))
            })
            .collect()
    }

    /// What could not be judged: place and reason.
    pub(crate) fn unjudged(&self) -> Vec<String> {
        let unjudged = self.verdict().unjudged.iter();
        unjudged.map(|one| format!("{}:{} {}", one.path, one.start, one.reason)).collect()
    }

    /// State, how many were examined, and why not all of them could be.
    pub(crate) fn summary(&self) -> String {
        let verdict = self.verdict();
        let reason = verdict.reason().map_or_else(String::new, |reason| format!(": {reason}"));
        format!("{}, {} examined{reason}", verdict.state(), verdict.examined)
    }
}

/// A text, a line at a time, with CRLF at the ends of its lines.
pub(crate) fn with_crlf(text: &str) -> String {
    text.replace('\n', "\r\n")
}

/// Rows of a table, each given by its cells with bars between them.
pub(crate) fn table_rows(rows: &[&str]) -> String {
    rows.iter().map(|cells| format!("| {cells} |\n")).collect::<Vec<_>>().concat()
}
