//! Four times the records are four times the work: steps are counted, not measured.

use std::fmt::Write as _;

use clauselint::check::Context;
use clauselint::expression::frame::Common;
use clauselint::expression::value::Value;
use clauselint::expression::{Constants, Expression};
use clauselint::finding::State;
use jiff::civil::date;
use serde::Deserialize;

use crate::run::{Run, named_rule};

const TABLES: &str = "
[[kind]]
name = \"catalogue\"
[[kind]]
name = \"agreement\"
[[record]]
name = \"service\"
title = \"service\"
id = \"id\"
also = [\"name\"]
source = [{ kind = [\"catalogue\"], form = { table = { needs = [\"id\", \"name\"] } } }]
[record.column]
id = {}
name = {}
depends_on = { type = \"reference\", to = [\"service\"], many = true, none = [\"none\"] }
[[record]]
name = \"sla\"
title = \"agreement\"
id = \"id\"
source = [{ kind = [\"agreement\"], form = { document = { needs = [\"id\", \"service\"] } } }]
[record.column]
id = {}
service = { type = \"reference\", to = [\"service\"] }
ends = { type = \"date\" }
owner = { type = \"person\" }
deputy = { type = \"person\" }
[[record]]
name = \"target\"
title = \"target\"
source = [{ kind = [\"agreement\"], form = { table = { needs = [\"metric\", \"value\"] } } }]
[record.column]
sla = { type = \"reference\", to = [\"sla\"], spellings = [\"id\"], inherit = true }
metric = {}
value = { type = \"percentage\" }
";

/// A catalogue of services, and an agreement for each of them.
fn documents(count: usize) -> Vec<(String, String)> {
    let mut catalogue = "---\ntype: catalogue\n---\n\n# C\n\n| ID | Name | Depends on |\n|-|-|-|\n".to_owned();
    for number in 0..count {
        let next = if number + 1 < count { format!("S-{}", number + 1) } else { "none".to_owned() };
        writeln!(catalogue, "| S-{number} | Service {number} | {next} |").unwrap();
    }
    let agreement = |number: usize| {
        let text = format!(
            "---\ntype: agreement\nid: A-{number}\nservice: S-{number} (nights only)\nends: 2027-01-01\nowner: Owner{number} Doe\n\
             deputy: Deputy{number} Roe\n---\n\n# A\n\n| Metric | Value |\n|-|-|\n| uptime | 99.{} % |\n",
            number % 10
        );
        (format!("a{number:05}.md"), text)
    };
    (0..count).map(agreement).chain([("catalogue.md".to_owned(), catalogue)]).collect()
}

fn run(rules: &str, count: usize) -> Run {
    let documents = documents(count);
    let texts: Vec<(&str, &str)> = documents.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    Run::of(&format!("{TABLES}{rules}"), &texts)
}

/// A function that expressions may call.
#[derive(Deserialize)]
struct Text {
    list: Expression,
}

/// How many records the lists have to which an expression comes, over all records of a kind.
fn steps(run: &Run, kind: &str, expression: &str) -> usize {
    let text: Text = toml::from_str(&format!("list = \"{expression}\"")).unwrap();
    let repository = &run.judged().repository;
    let records = repository.records(&run.set().settings, &run.set().vocabulary);
    let checked = Context {
        repository,
        vocabulary: &run.set().vocabulary,
        settings: &run.set().settings,
        today: date(2026, 11, 30),
    };
    let common = Common::new(records, checked, &Constants::new());
    let length = |record| match text.list.value(&common.frame_of("r", record)).unwrap() {
        Value::List(list) => list.iter().count(),
        other => panic!("{expression}: {other:?}"),
    };
    records.all(records.named(kind).unwrap()).map(length).sum()
}

#[test]
fn neighbours_are_found_without_a_look_at_all_records() {
    let (small, large) = (run("", 250), run("", 1000));
    for (kind, expression) in [
        ("service", "naming('sla', 'service', r)"),
        ("service", "r.depends_on.filter(one, has(one.name))"),
        ("sla", "[r.service].filter(one, find('service', one) == one && known('service', one))"),
        ("sla", "naming('target', 'sla', r).filter(one, one.value > 99.0)"),
        ("target", "naming('service', 'depends_on', r.sla.service)"),
        ("sla", "naming('sla', 'owner', r.owner)"),
    ] {
        let (few, many) = (steps(&small, kind, expression), steps(&large, kind, expression));
        assert!(few > 0 && many <= 4 * few + 4, "{expression}: {few} steps for 250 records, {many} for 1000");
    }
    let (few, many) = (steps(&small, "service", "all('sla')"), 250 * 250);
    assert_eq!(few, many, "a loop over all records in each is what is to be avoided");
}

/// One rule of every kind of check; together they look at everything.
fn rules() -> String {
    [
        ("assert", "assert]\nrecord = \"sla\"\nthat = \"r.ends >= today && r.service.name != '' && naming('target', 'sla', r).size() == 1\"\nmessage = \"x\""),
        ("coverage", "coverage]\nrecord = \"service\"\nby = \"sla\"\nvia = \"service\"\nsuch-that = \"s.ends >= today\""),
        ("reference", "reference.record]\ncolumns = [{ record = \"sla\", column = \"service\" }, { record = \"target\", column = \"sla\" }]"),
        ("acyclic", "acyclic]\nrecord = \"service\"\ncolumn = \"depends_on\""),
        ("unique", "unique]\nrecord = { name = \"sla\", columns = [\"id\", \"service\"] }"),
        ("distinct", "distinct]\nrecord = \"sla\"\ncolumn = \"owner\"\nfrom = [\"deputy\"]"),
        ("filled", "record.filled]\nrecord = \"sla\"\ncolumns = [\"owner\", \"ends\"]"),
        ("sound", "record.sound]\nfault = \"value\""),
        (
            "period",
            "period]\nrecord = \"sla\"\ndate = \"ends\"\ninterval = \"P1Y\"\nwhere = \"r.ends > today\"\neach = { record = \"service\", where = \"known('sla', 'A-0')\", via = \"service\" }",
        ),
        (
            "programme",
            "programme]\nrecord = \"sla\"\ndate = \"ends\"\ncovers = \"service\"\ncycle = \"P1Y\"\nall = { records = { record = \"service\" } }",
        ),
    ]
    .map(|(id, check)| named_rule(id, "", check))
    .concat()
}

/// How much each rule examined, with its findings left out.
fn examined(run: &Run) -> Vec<(String, usize)> {
    run.judged().report.verdicts.iter().map(|verdict| (verdict.rule.id.clone(), verdict.examined)).collect()
}

#[test]
fn four_times_the_agreements_are_four_times_what_is_examined() {
    let rules = rules();
    let (small, large) = (run(&rules, 1000), run(&rules, 4000));
    for ((id, few), (_, many)) in examined(&small).into_iter().zip(examined(&large)) {
        assert!(few >= 1000, "{id} examined {few}");
        assert_eq!(many, 4 * few, "{id}");
    }
    for verdict in &large.judged().report.verdicts {
        let expected = if verdict.rule.id == "period" { State::NotMet } else { State::Met };
        assert_eq!(verdict.state(), expected, "{}: {:?}", verdict.rule.id, verdict.findings.first());
    }
}

#[test]
fn findings_grow_with_what_is_wrong_and_name_their_own_neighbours() {
    let check = "assert]\nrecord = \"service\"\nthat = \"naming('sla', 'service', r).all(one, one.ends < today)\"\nmessage = \"{r.id}\"\n\
                 related = [{ of = \"naming('sla', 'service', r)\", label = \"{s.id}\" }]";
    let rules = named_rule("only", "", check);
    let (small, large) = (run(&rules, 500), run(&rules, 2000));
    let related = |run: &Run| run.verdict().findings.iter().map(|finding| finding.related.len()).sum::<usize>();
    assert_eq!((small.verdict().findings.len(), related(&small)), (500, 500));
    assert_eq!((large.verdict().findings.len(), related(&large)), (2000, 2000));
}
