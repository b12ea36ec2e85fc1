//! What holds for every document, whatever its bytes are. Each function panics at the first thing that does not hold.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use clauselint::check::Context;
use clauselint::config::LoadedConfig;
use clauselint::document::field::Typed;
use clauselint::document::node::{Entry, Node, NodeValue};
use clauselint::document::problem::ParseProblem;
use clauselint::document::value::Reading;
use clauselint::document::value::date::{DateOrder, read_date};
use clauselint::document::value::duration::read_duration;
use clauselint::document::value::hours::read_hours;
use clauselint::document::value::interval::{Interval, read_interval};
use clauselint::document::value::percentage::read_percentage;
use clauselint::document::value::person::read_people;
use clauselint::document::value::presence;
use clauselint::document::value::version::read_version;
use clauselint::document::{Document, ReadOptions, front_matter, plain, review, slug};
use clauselint::engine::{self, Selection};
use clauselint::expression::frame::Common;
use clauselint::expression::template::Template;
use clauselint::expression::types::Scope;
use clauselint::expression::{Constants, Expression, Unknown};
use clauselint::input::file_set::FileSet;
use clauselint::output::style::Style;
use clauselint::output::{concise, inspect, json, printable, terminal};
use clauselint::pack::load::Loaded;
use clauselint::repository::Repository;
use clauselint::ruleset::RuleSet;
use clauselint::source::{Source, Span};
use clauselint::vocabulary::{Vocabulary, fold};
use jiff::civil::Date;

/// Rules of the built-in pack and of `strict.toml`, under a configuration that turns on whatever can be turned on.
pub static RULES: LazyLock<RuleSet> = LazyLock::new(|| {
    let text = r#"
packs = ["core", "strict.toml"]
date-order = "day-month"
[documents]
controlled = ["a.md", "docs/"]
archived = ["docs/old/"]
code-block-metadata = true
[review]
interval = "P12M"
max-interval = "P24M"
due-soon-days = 3650
[people]
registers = ["people.md"]
[[people.person]]
name = "Jane Doe"
aliases = ["@jane", "jane@example.org"]
active-until = "2026-01-31"
[links]
root = ""
pages = true
"#;
    let config = LoadedConfig {
        config: toml::from_str(text).expect("the configuration is valid"),
        path: "clauselint.toml".into(),
        text: text.to_owned(),
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = if root.ends_with("fuzz") { root.to_owned() } else { root.join("fuzz") };
    RuleSet::load(&config, &root).expect("the rules are valid")
});

/// A document read with everything turned on.
pub fn parse(path: &str, text: &str) -> Document {
    let options = ReadOptions { code_block_metadata: true };
    Document::parse(Source::new(path, text), Vocabulary::built_in(), options)
}

/// A span lies within a text and on boundaries of characters.
#[track_caller]
pub fn span(text: &str, span: Span, what: &str) {
    assert!(text.get(span.range()).is_some(), "{what} {span:?} is no stretch of {} bytes: {text:?}", text.len());
}

/// Every place in a document is a stretch of its text, and what is in order is in order.
pub fn document(document: &Document) {
    let text = document.source.text();
    let check = |place: Span, what: &str| span(text, place, what);
    document.front_matter.iter().for_each(|&place| check(place, "front matter"));
    document.control.iter().for_each(|&place| check(place, "control"));
    for field in &document.fields {
        check(field.key_span, "key");
        check(field.span, "value");
        for (_, item) in &field.items {
            check(*item, "item");
        }
    }
    let body = &document.body;
    let mut end = 0;
    for block in &body.blocks {
        check(block.span, "block");
        assert!(end <= block.span.start, "blocks are out of order or overlap at {:?} in {text:?}", block.span);
        end = block.span.end;
    }
    let mut start = 0;
    for section in &body.sections {
        check(section.span, "heading");
        assert!(section.end >= section.span.end, "section ends before its heading does: {section:?} in {text:?}");
        check(Span { start: section.span.start, end: section.end }, "section");
        assert!((1..=6).contains(&section.level), "level of {section:?} in {text:?}");
        assert!(start <= section.span.start, "headings are out of order at {section:?} in {text:?}");
        start = section.span.start;
    }
    for table in &body.tables {
        check(table.span, "table");
        let columns = table.rows.first().map_or(0, Vec::len);
        for row in &table.rows {
            assert_eq!(row.len(), columns, "cells of a row of {table:?} in {text:?}");
            for cell in row {
                check(*cell, "cell");
                let shown = &text[cell.range()];
                assert_eq!(shown.trim_matches([' ', '\t']), shown, "blanks around a cell in {text:?}");
            }
        }
    }
    body.links.iter().for_each(|link| check(link.span, "link"));
    body.tasks.iter().for_each(|task| check(task.span, "task"));
    let mut end = 0;
    for opaque in &body.opaque {
        check(*opaque, "opaque");
        assert!(end <= opaque.start, "opaque stretches are out of order or overlap: {:?} in {text:?}", body.opaque);
        end = opaque.end;
    }
    for revision in &document.revisions {
        check(revision.span, "revision");
        check(revision.version_span, "version of a revision");
        check(revision.date_span, "date of a revision");
    }
    problems(text, &document.problems);
    check(document.title_span(), "title");
    check(document.metadata_span(), "metadata");
    let _ = (document.title(), document.phase(), document.has_signs_of_control(), document.has_generated_parts());
    let _ = document.slugs().nearest("purpose");
    for section in &body.sections {
        let _ = Vocabulary::built_in().headings().matches(&section.title);
        let _ = document.slugs().has(&slug::github(&section.title));
    }
}

/// Every problem has a place and a message that no text of the document can turn into several lines or escape sequences once shown.
pub fn problems(text: &str, problems: &[ParseProblem]) {
    for problem in problems {
        span(text, problem.span, "problem");
        assert!(!problem.message.is_empty());
        assert!(!printable(&problem.message).contains(char::is_control));
    }
}

/// Every place in a block of metadata is a stretch of the text within the block.
pub fn front_matter(text: &str) {
    let mut found = Vec::new();
    if let Some(block) = front_matter::read(text, &mut found) {
        span(text, block.span, "front matter");
        entries(text, block.span, &block.entries, 0);
    }
    if let Some((content, end)) = front_matter::unopened_block(text) {
        span(text, content, "unopened block");
        assert!(end >= content.end as usize && text.is_char_boundary(end), "end {end} of {content:?} in {text:?}");
        let (read, _) = front_matter::read_yaml(text, content, &mut found);
        entries(text, content, &read, 0);
    }
    let whole = Span::new(0, text.len());
    let (read, _) = front_matter::read_yaml(text, whole, &mut found);
    entries(text, whole, &read, 0);
    problems(text, &found);
}

fn entries(text: &str, within: Span, entries: &[Entry], depth: usize) {
    assert!(depth <= 65, "{depth} lists and mappings inside each other in {text:?}");
    for entry in entries {
        span(text, entry.key_span, "key");
        assert!(within.contains(entry.key_span), "key {:?} lies outside {within:?} in {text:?}", entry.key_span);
        node(text, within, &entry.value, depth);
    }
}

fn node(text: &str, within: Span, node: &Node, depth: usize) {
    span(text, node.span, "value");
    assert!(within.contains(node.span), "value {:?} lies outside {within:?} in {text:?}", node.span);
    match &node.value {
        NodeValue::Null | NodeValue::Scalar(_) => {}
        NodeValue::List(items) => items.iter().for_each(|item| self::node(text, within, item, depth + 1)),
        NodeValue::Map(inner) => entries(text, within, inner, depth + 1),
    }
}

/// Fields by name and text, and sections by title and level.
pub type Outline = (Vec<(Option<String>, String)>, Vec<(String, u8)>);

pub fn outline(document: &Document) -> Outline {
    let fields = document.fields.iter().map(|field| (field.name().map(str::to_owned), field.text.clone()));
    let sections = document.body.sections.iter().map(|section| (section.title.to_string(), section.level));
    (fields.collect(), sections.collect())
}

/// Readers of values are total, and what they read is read the same from its canonical form.
pub fn values(text: &str) {
    let words = &Vocabulary::built_in().words;
    let absent = presence(text, words);
    for order in [None, Some(DateOrder::DayMonth), Some(DateOrder::MonthDay)] {
        if let Reading::Valid(date) = read_date(text, words, order) {
            assert_eq!(read_date(&date.to_string(), words, None), Reading::Valid(date), "{text:?}");
            assert!((1900..=2200).contains(&date.year()), "{text:?} is {date}");
        }
    }
    if let Reading::Valid(interval) = read_interval(text, words) {
        let iso = interval.to_string();
        assert_eq!(read_interval(&iso, words), Reading::Valid(interval), "{text:?}");
        assert_eq!(iso.parse::<Interval>(), Ok(interval), "{text:?}");
        assert!(interval.cmp_length(interval).is_eq() && !interval.words().is_empty());
        for date in [Date::MIN, Date::ZERO, Date::constant(2024, 2, 29), Date::MAX] {
            assert!(interval.after(date).is_none_or(|after| after > date), "{text:?} after {date}");
        }
    }
    if let Reading::Valid(duration) = read_duration(text, words) {
        for minutes in [0, 480, 1440] {
            let _ = duration.seconds_with(minutes);
        }
        let _ = (duration.minutes(), duration.clock(), duration.cmp_length(duration));
    }
    if let Reading::Valid(percentage) = read_percentage(text, words) {
        assert!(
            percentage.fraction() >= 0.0 && percentage.exceeds_whole() == (percentage.fraction() > 1.0),
            "{text:?}"
        );
    }
    if let Reading::Valid(hours) = read_hours(text, words) {
        assert!(hours.minutes_per_week() <= 7 * 24 * 60, "{text:?}: {hours:?}");
    }
    if let Reading::Valid(version) = read_version(text, words) {
        assert_eq!(version, version.clone());
        assert!(absent.is_none(), "{text:?}");
    }
    if let Reading::Valid(people) = read_people(text, words) {
        assert!(!people.is_empty(), "{text:?}");
        for person in &people {
            assert!(!person.label().is_empty(), "{person:?} of {text:?}");
            assert!(people.iter().all(|other| person.is_same(other) == other.is_same(person)), "{people:?}");
        }
    }
    let folded = fold(text);
    assert_eq!(fold(&folded), folded, "{text:?}");
    let _ = (plain(text), slug::github(text));
    let headings = Vocabulary::built_in().headings();
    let _ = (headings.matches(text), headings.may_hold_metadata(text));
}

/// Reading a text as a pack never panics, nor does turning it into rules; every error has a place within the text.
pub fn pack(text: &str) {
    let loaded = Loaded::of_text("pack.toml", text).and_then(|pack| RuleSet::of_loaded(pack, &LoadedConfig::default()));
    if let Err(error) = loaded {
        located(&error);
    }
}

/// A kind of record with columns of all types, and a small register of such records.
static THINGS: LazyLock<(RuleSet, Repository)> = LazyLock::new(|| {
    let pack = Loaded::of_text("things.toml", include_str!("../things.toml")).expect("the pack is valid");
    let set = RuleSet::of_loaded(pack, &LoadedConfig::default()).expect("the records are valid");
    let documents = vec![parse("a.md", include_str!("../things.md"))];
    let repository = Repository::new(documents, FileSet::default(), &set.settings, &set.vocabulary);
    (set, repository)
});

/// A text as an expression and as a message of a rule: it is refused at a place within the text, or has the same value for a record
/// whenever it is asked for; nothing panics.
pub fn expression(text: &str) {
    let (set, repository) = &*THINGS;
    let constants: Constants =
        toml::from_str("limit = { number = 10.0 }\ngrace = { days = 30 }\nwords = { texts = [\"red\", \"ä\"] }\nyear = { interval = \"P1Y\" }")
            .expect("the constants are valid");
    let toml = format!("it = {}", toml::Value::String(text.to_owned()));
    let Ok(mut expressions) = toml::from_str::<BTreeMap<String, Expression>>(&toml) else { return };
    let Ok(mut templates) = toml::from_str::<BTreeMap<String, Template>>(&toml) else { return };
    let (expression, template) = (expressions.remove("it").expect("it"), templates.remove("it").expect("it"));
    let mut scope = Scope::new(&set.settings.names, &constants);
    let thing = scope.record("thing");
    scope.add("r", thing);
    let refused = |error: &clauselint::error::Invalid| {
        assert!(!error.message.is_empty() && !error.message.contains('\n'), "{error:?}");
        assert!(toml.get(error.span.clone()).is_some(), "error at {:?} of {toml:?}", error.span);
    };
    let is_expression = expression.check(&scope).map_err(|error| refused(&error)).is_ok();
    let is_condition = expression.check_condition(&scope).map_err(|error| refused(&error)).is_ok();
    assert!(is_expression || !is_condition, "{text:?} is a condition and no expression");
    let is_template = template.check(&scope).map_err(|error| refused(&error)).is_ok();
    let records = repository.records(&set.settings, &set.vocabulary);
    let today = Date::constant(2026, 11, 30);
    let checked = Context { repository, vocabulary: &set.vocabulary, settings: &set.settings, today };
    let common = Common::new(records, checked, &constants);
    for at in records.all(records.named("thing").expect("there are such records")) {
        let frame = common.frame_of("r", at);
        let known = |unknown: &Unknown| {
            assert!(!unknown.to_string().is_empty(), "no reason for {text:?}");
        };
        if is_expression {
            let value = || expression.value(&frame).map(|value| value.shown(frame.run())).inspect_err(known);
            assert_eq!(value(), value(), "{text:?}");
        }
        if is_condition {
            let _ = expression.holds(&frame).inspect_err(known);
        }
        if is_template {
            let filled = template.fill(&frame, |_| None);
            assert_eq!(filled, template.fill(&frame, |_| None), "{text:?}");
        }
    }
}

/// Reading a text as a configuration never panics, nor does loading the rules with it.
pub fn config(text: &str) {
    let config = match toml::from_str(text) {
        Ok(config) => config,
        Err(error) => return located(&clauselint::error::Error::toml("clauselint.toml", text, &error)),
    };
    let config = LoadedConfig { config, path: "clauselint.toml".into(), text: text.to_owned() };
    if let Err(error) = RuleSet::load(&config, Path::new("/nonexistent")) {
        located(&error);
    }
}

fn located(error: &clauselint::error::Error) {
    assert!(!error.to_string().is_empty());
    if let clauselint::error::Error::Invalid { file, span, .. } = error {
        let text = file.inner();
        let end = span.offset() + span.len();
        assert!(text.get(span.offset()..end).is_some(), "error at {span:?} of {text:?}");
    }
}

/// Every rule over a repository of some documents on a day, and all outputs: nothing panics, and no text of a document reaches
/// the terminal as it is.
pub fn check(documents: Vec<Document>, today: Date) {
    let set = &*RULES;
    let mut documents = documents;
    documents.sort_by(|a, b| a.path().cmp(b.path()));
    let repository = Repository::new(documents, FileSet::default(), &set.settings, &set.vocabulary);
    // Comparing headings letter by letter takes longer than all the rest; one day a month is enough.
    let is_wanted = |index: &usize| today.day() == 1 || set.rules[*index].0.id != "strict-sections";
    let selection = Selection { rules: Some((0..set.rules.len()).filter(is_wanted).collect()), documents: None };
    let report = engine::run(set, &repository, today, &selection);
    for finding in report.verdicts.iter().flat_map(|verdict| &verdict.findings) {
        let text = repository.documents[finding.document].source.text();
        span(text, finding.span, "finding");
        for related in &finding.related {
            span(repository.documents[related.document].source.text(), related.span, "related");
        }
        assert!(!finding.message.is_empty() && !finding.fingerprint.is_empty());
    }
    let width = if today.day() % 2 == 0 { 20 } else { 100 };
    let layout =
        terminal::Layout { prefix: "", style: Style::Plain, width, is_quiet: false, is_verbose: true, left_out: &[] };
    harmless("terminal", |out| terminal::write(out, &report, &repository, layout));
    let one_a_line = harmless("concise", |out| concise::write(out, &report, "", Style::Plain));
    let findings: usize = report.verdicts.iter().map(|verdict| verdict.findings.len()).sum();
    assert_eq!(one_a_line.lines().count(), findings, "{one_a_line:?}");
    parsed("json", |out| json::write(out, &report));
    let entries: Vec<_> =
        repository.documents.iter().zip(repository.members.iter()).map(|(d, m)| inspect::Entry::Read(d, m)).collect();
    harmless("inspect", |out| inspect::terminal(out, &entries, &repository, set, Style::Plain));
    parsed("inspect as JSON", |out| inspect::json(out, &entries, &repository, set));
    for document in repository.documents.iter() {
        let _ = review::due(document, set.settings.review_interval);
        for field in &document.fields {
            assert!(!matches!(field.typed, Typed::Text(Reading::Faulty(_))), "text cannot be faulty: {field:?}");
        }
    }
}

/// What a writer writes, without control characters but line feeds.
fn harmless(what: &str, write: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes).unwrap_or_else(|error| panic!("{what} cannot be written: {error}"));
    let text = String::from_utf8(bytes).unwrap_or_else(|error| panic!("{what} is not UTF-8: {error}"));
    if let Some(at) = text.find(|c: char| c.is_control() && c != '\n') {
        panic!("{what} has a raw control character at {at}: {text:?}");
    }
    text
}

fn parsed(what: &str, write: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) {
    let text = harmless(what, write);
    serde_json::from_str::<serde_json::Value>(&text).unwrap_or_else(|error| panic!("{what} is no JSON: {error}"));
}
