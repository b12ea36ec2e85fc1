//! Questions to a small register of things: expressions and what becomes of them.

use crate::run::{Run, named_rule};

/// A kind of record with a column of every type, and one full and one empty row.
pub(crate) const THINGS: &str = "
[[kind]]
name = \"register\"
[[record]]
name = \"thing\"
title = \"thing\"
id = \"id\"
also = [\"name\"]
source = [{ kind = [\"register\"], form = { table = { needs = [\"id\"] } } }]
[record.column]
id = { type = \"id\" }
name = {}
owner = { type = \"person\" }
deputy = { type = \"person\", none = [\"none\"] }
day = { type = \"date\" }
due = { type = \"date\", none = [\"none\", \"open end\"] }
span = { type = \"period\" }
share = { type = \"percentage\" }
length = { type = \"duration\" }
other = { type = \"duration\" }
hours = { type = \"hours\" }
count = { type = \"number\" }
every = { type = \"interval\" }
release = { type = \"version\" }
state = { type = \"choice\", choices = { live = [\"in operation\"], ended = [\"out of operation\", \"not in operation\"] } }
parent = { type = \"reference\", to = [\"thing\"], none = [\"none\"] }
peers = { type = \"reference\", to = [\"thing\"], many = true, none = [\"none\"] }
tags = { many = true }
days = { type = \"date\", many = true }
";

const COLUMNS: [&str; 19] = [
    "id", "name", "owner", "deputy", "day", "due", "span", "share", "length", "other", "hours", "count", "every",
    "release", "state", "parent", "peers", "tags", "days",
];

/// A register of things: each given by some of its cells.
pub(crate) fn register(things: &[&[(&str, &str)]]) -> String {
    let mut text = format!(
        "---\ntype: register\nid: REG\nstatus: approved\nowner: Ann Other\n---\n\n# Things\n\n| {} |\n|{}\n",
        COLUMNS.join(" | "),
        "-|".repeat(COLUMNS.len())
    );
    for cells in things {
        let cell = |column: &&str| cells.iter().find(|(name, _)| name == column).map_or("", |(_, text)| *text);
        text += &format!("| {} |\n", COLUMNS.iter().map(cell).collect::<Vec<_>>().join(" | "));
    }
    text
}

/// The register that most questions are asked of: T-1 has everything, T-2 nothing but its id.
pub(crate) fn two() -> String {
    register(&[
        &[
            ("id", "T-1"),
            ("name", "Größe"),
            ("owner", "Jane Doe"),
            ("deputy", "jane.doe@example.org"),
            ("day", "2026-11-01"),
            ("due", "none"),
            ("span", "2026-Q3"),
            ("share", "99.5 %"),
            ("length", "4 h 24x7"),
            ("other", "8 service hours"),
            ("hours", "Mon-Fri 8-18"),
            ("count", "1,400"),
            ("every", "quarterly"),
            ("release", "1.10"),
            ("state", "In operation since 2020"),
            ("parent", "T-2"),
            ("peers", "T-1, T-2; T-9"),
            ("tags", "red, green"),
            ("days", "2026-01-01, 2026-02-01"),
        ],
        &[("id", "T-2")],
    ])
}

/// What becomes of conditions for the record T-1: whether they hold, or why that cannot be told.
pub(crate) fn ask(conditions: &[&str]) -> Vec<String> {
    ask_of(&two(), "", conditions)
}

/// The same in another register and configuration.
pub(crate) fn ask_of(text: &str, config: &str, conditions: &[&str]) -> Vec<String> {
    let rules = conditions.iter().enumerate().map(|(index, condition)| {
        let check = format!(
            "assert]\nrecord = \"thing\"\nwhere = \"r.id == 'T-1'\"\n\
             given = {{ limit = {{ number = 10.0 }}, grace = {{ days = 30 }}, word = {{ text = \"red\" }}, \
             words = {{ texts = [\"red\", \"blue\"] }}, year = {{ interval = \"P1Y\" }} }}\n\
             that = '''{condition}'''\nmessage = \"x\""
        );
        named_rule(&format!("r{index}"), "", &check)
    });
    let run = Run::configured(&format!("{THINGS}{}", rules.collect::<String>()), config, &[("a.md", text)]);
    let answer = |index: usize| {
        let verdict = run.verdict_of(&format!("r{index}"));
        match (&verdict.unjudged[..], verdict.findings.len()) {
            ([one], 0) => one.reason.clone(),
            ([], 1) => "fails".to_owned(),
            ([], 0) if verdict.examined == 1 => "holds".to_owned(),
            other => panic!("{other:?}"),
        }
    };
    (0..conditions.len()).map(answer).collect()
}

/// Panics where one of the conditions does not hold.
pub(crate) fn hold(conditions: &[&str]) {
    for (condition, answer) in conditions.iter().zip(ask(conditions)) {
        assert_eq!(answer, "holds", "{condition}");
    }
}

/// Panics where one of the conditions holds or cannot be judged.
pub(crate) fn fail(conditions: &[&str]) {
    for (condition, answer) in conditions.iter().zip(ask(conditions)) {
        assert_eq!(answer, "fails", "{condition}");
    }
}

/// Panics where a condition can be judged, or not for this reason.
pub(crate) fn unknown(expected: &[(&str, &str)]) {
    let conditions: Vec<&str> = expected.iter().map(|(condition, _)| *condition).collect();
    for ((condition, reason), answer) in expected.iter().zip(ask(&conditions)) {
        assert_eq!(answer, format!("thing `T-1`: {reason}"), "{condition}");
    }
}

/// What a message shows of expressions for T-1.
pub(crate) fn show(expressions: &[&str]) -> Vec<String> {
    let rules = expressions.iter().enumerate().map(|(index, expression)| {
        let check = format!(
            "assert]\nrecord = \"thing\"\nwhere = \"r.id == 'T-1'\"\nthat = \"false\"\nmessage = '''{{{expression}}}'''"
        );
        named_rule(&format!("r{index}"), "", &check)
    });
    let run = Run::one(&format!("{THINGS}{}", rules.collect::<String>()), &two());
    (0..expressions.len()).map(|index| run.verdict_of(&format!("r{index}")).findings[0].message.clone()).collect()
}
