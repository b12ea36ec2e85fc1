//! `review`: what it is made of, that it agrees with the other commands, and that text of documents stays text.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

mod repository;

use std::path::Path;

use repository::{Repo, policy};
use serde_json::Value;

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs-example");

fn json(repo: &Repo, arguments: &[&str]) -> Value {
    let ran = repo.run(arguments);
    assert!(matches!(ran.code, 0 | 1), "{arguments:?}: {}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

fn review(repo: &Repo, arguments: &[&str]) -> Value {
    json(repo, &[&["review", "--format", "json"], arguments].concat())
}

/// A repository with the example, in which a year has passed.
fn a_year_later() -> (Repo, &'static str) {
    (Repo::without_git(), "2027-11-30")
}

#[test]
fn the_figures_are_those_of_check_and_gap() {
    let (repo, day) = a_year_later();
    let on = |arguments: &[&str]| -> Value {
        serde_json::from_str(&repo.run_on(day, &[arguments, &[EXAMPLE, "--format", "json"]].concat()).out).unwrap()
    };
    let (review, check, gap) = (on(&["review"]), on(&["check"]), on(&["gap"]));
    let headline = &review["headline"];
    for figure in ["error", "warning", "info"] {
        assert_eq!(headline["findings"][figure], check["summary"]["findings"][figure]);
    }
    assert_eq!(headline["rules"], check["summary"]["rules"]);
    assert_eq!(headline["documents"], check["summary"]["documents"]);
    assert_eq!(headline["controlled"], check["summary"]["controlled"]);
    assert_eq!(headline["clauses"], gap["summary"]);
    let open: u64 =
        ["error", "warning", "info"].iter().map(|figure| headline["findings"][figure].as_u64().unwrap()).sum();
    assert!(open > 100, "{headline}");
    assert_eq!(review["findings"].as_array().unwrap().len() as u64, open);
    let points: u64 = headline["points"].as_object().unwrap().values().map(|number| number.as_u64().unwrap()).sum();
    assert_eq!(points, open, "every open finding is of one class or of none");
    for (ours, theirs) in review["clauses"].as_array().unwrap().iter().zip(gap["clauses"].as_array().unwrap()) {
        assert_eq!(
            (&ours["clause"], &ours["state"], &ours["reasons"]),
            (&theirs["clause"], &theirs["state"], &theirs["reasons"])
        );
    }
    let overdue =
        review["calendar"].as_array().unwrap().iter().filter(|planned| planned["days"].as_i64().unwrap() < 0).count();
    assert_eq!(headline["overdue"], overdue);
    let by_owner: u64 =
        review["owners"].as_array().unwrap().iter().map(|owner| owner["overdue"].as_u64().unwrap()).sum();
    assert_eq!(by_owner, overdue as u64, "every overdue review is somebody's");
    assert_eq!(Some(review["register"].as_array().unwrap().len() as u64), headline["controlled"].as_u64());
}

#[test]
fn every_input_of_the_review_says_where_it_is_evidenced() {
    let repo = Repo::without_git();
    let now = review(&repo, &[EXAMPLE]);
    let inputs = now["inputs"].as_array().unwrap();
    assert_eq!(inputs.len(), 14);
    assert!(inputs.iter().all(|input| input["clause"] == "iso20000-1:9.3"));
    let input = |name: &str| inputs.iter().find(|input| input["name"] == name).unwrap();
    let audits = input("audit-results");
    assert_eq!(audits["state"], "fresh");
    assert_eq!(audits["evidence"][0]["path"], "audit/audit-report-2026-2.md", "the freshest comes first: {audits}");
    assert!(audits["evidence"][0]["age"].as_i64().unwrap() < 366);
    // A year later everything is old, and nothing vanishes.
    let ran = repo.run_on("2028-11-30", &["review", EXAMPLE, "--format", "json"]);
    let later: Value = serde_json::from_str(&ran.out).unwrap();
    assert!(later["inputs"].as_array().unwrap().iter().all(|input| input["state"] == "stale"), "{}", later["inputs"]);
}

#[test]
fn an_input_without_evidence_says_that_nothing_is_there() {
    let repo = Repo::new();
    let risks = policy("R", "").replace("type: policy", "type: risk-register\nstatus: draft");
    repo.commit(&[("r.md", &risks), ("clauselint.toml", "packs = [\"core\", \"iso20000-1-2018\"]\n")]);
    let inputs = review(&repo, &[])["inputs"].clone();
    let state =
        |name: &str| inputs.as_array().unwrap().iter().find(|input| input["name"] == name).unwrap()["state"].clone();
    assert_eq!(state("risks"), "draft");
    assert_eq!(state("audit-results"), "nothing");
}

#[test]
fn it_says_how_it_was_made_and_whether_all_is_committed() {
    let repo = Repo::new();
    repo.commit(&[("a.md", &policy("A", "")), ("clauselint.toml", "")]);
    let clean = review(&repo, &[]);
    let made = &clean["made"];
    assert_eq!(made["commit"], repo.git(&["rev-parse", "HEAD"]).trim());
    assert_eq!((&made["is_clean"], &made["differs"]), (&Value::Bool(true), &serde_json::json!([])));
    assert_eq!((&made["as_of"], &made["until"]), (&"2026-11-30".into(), &"2027-02-28".into()));
    assert_eq!(made["command"], "clauselint review --as-of 2026-11-30 --until 2027-02-28");
    repo.write("a.md", &policy("A", "\nOne more sentence.\n"));
    repo.write("new.md", &policy("N", ""));
    let dirty = review(&repo, &[]);
    assert_eq!(dirty["made"]["is_clean"], false);
    assert_eq!(dirty["made"]["differs"], serde_json::json!(["a.md", "new.md"]));
    // The commit alone is what it was.
    let committed = review(&repo, &["--rev", "HEAD"]);
    assert_eq!(committed["headline"], clean["headline"]);
    assert_eq!(committed["made"]["is_clean"], true);
    let outside = Repo::without_git();
    outside.write("a.md", &policy("A", ""));
    let alone = review(&outside, &[]);
    assert_eq!((&alone["made"]["commit"], &alone["made"]["is_clean"]), (&Value::Null, &Value::Null));
}

#[test]
fn since_an_earlier_revision_it_says_what_changed_and_how_it_developed() {
    let repo = Repo::new();
    let mut due = policy("A", "").replace("2026-11-01", "2025-10-01");
    repo.write("a.md", &due);
    repo.git(&["add", "."]);
    repo.dated_commit("2026-09-01T12:00:00Z");
    repo.git(&["tag", "last-review"]);
    due.push_str("\n[x](no.md)\n");
    repo.write("a.md", &due);
    repo.git(&["add", "."]);
    repo.dated_commit("2026-10-15T12:00:00Z");
    let review = review(&repo, &["--since", "last-review"]);
    let since = &review["made"]["since"];
    assert_eq!((&since["revision"], &since["as_of"]), (&"last-review".into(), &"2026-09-01".into()));
    assert_eq!((&since["headline"]["overdue"], &review["headline"]["overdue"]), (&0.into(), &1.into()));
    assert_eq!(review["changes"]["summary"]["new"], 2, "{}", review["changes"]["findings"]);
    let trend = review["trend"].as_array().unwrap();
    assert!((10..=14).contains(&trend.len()), "{}", trend.len());
    assert_eq!(trend.last().unwrap()["day"], "2026-11-30");
    let figures = &trend.last().unwrap()["figures"];
    assert_eq!(figures["findings"], review["headline"]["findings"]);
}

#[test]
fn waivers_come_with_reason_approver_and_end() {
    let repo = Repo::new();
    let waiver = "[[waiver]]\nrule = \"link-broken\"\npath = \"a.md\"\nreason = \"the page moves in spring\"\n\
                  approved-by = \"John Roe\"\nexpires = \"2026-11-29\"\n";
    repo.commit(&[("a.md", &policy("A", "\n[x](no.md)\n")), ("clauselint.toml", waiver)]);
    let waivers = review(&repo, &[])["waivers"].clone();
    let waiver = &waivers[0];
    assert_eq!((&waiver["reason"], &waiver["approved_by"]), (&"the page moves in spring".into(), &"John Roe".into()));
    assert_eq!((&waiver["has_ended"], &waiver["is_used"]), (&true.into(), &true.into()));
    assert_eq!((&waiver["path"], &waiver["line"]), (&"clauselint.toml".into(), &2.into()));
}

#[test]
fn the_data_has_the_form_that_its_schema_says() {
    let repo = Repo::without_git();
    let schema = json(&repo, &["schema", "review"]);
    let validator = jsonschema::validator_for(&schema).unwrap();
    let (_, day) = a_year_later();
    for arguments in [
        vec!["review", EXAMPLE, "--format", "json"],
        vec!["review", EXAMPLE, "--format", "json", "--until", "2028-11-30"],
    ] {
        let data: Value = serde_json::from_str(&repo.run_on(day, &arguments).out).unwrap();
        let errors: Vec<String> = validator.iter_errors(&data).map(|error| error.to_string()).take(3).collect();
        assert_eq!(errors, [""; 0]);
    }
}

#[test]
fn the_ending_of_the_file_says_the_form() {
    let repo = Repo::new();
    repo.commit(&[("docs/a.md", &policy("A", "\n[x](no.md)\n"))]);
    for (name, begins) in [("out/page.md", "# Management review"), ("out/page.json", "{")] {
        std::fs::create_dir_all(repo.path().join("out")).unwrap();
        let ran = repo.run(&["review", "-o", name]);
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
        let text = std::fs::read_to_string(repo.path().join(name)).unwrap();
        assert!(text.starts_with(begins), "{text}");
    }
    assert!(
        std::fs::read_to_string(repo.path().join("out/page.md")).unwrap().contains("../docs/a.md#L"),
        "links lead from the page"
    );
    let ran = repo.run(&["review", "-o", "page.pdf"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("`.pdf`") && ran.err.contains("help:"), "{}", ran.err);
    let ran = repo.run(&["review", "--format", "csv"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--output tables"), "{}", ran.err);
}

#[test]
fn tables_are_a_folder_and_text_of_documents_is_text_in_them() {
    let repo = Repo::new();
    let title = "=cmd()|<script>alert(1)</script> @team";
    let evil = policy("E", "\n[x](no.md)\n")
        .replace("title: E", &format!("title: \"{title}\""))
        .replace("Jane Doe", "\"@everyone\"");
    repo.commit(&[("e.md", &evil)]);
    assert_eq!(repo.run(&["review", "-o", "tables"]).code, 0);
    let names = [
        "changes",
        "clauses",
        "consistency",
        "findings",
        "headline",
        "inputs",
        "not-checked",
        "owners",
        "register",
        "reviews",
        "trend",
        "waivers",
    ];
    for name in names {
        let text = std::fs::read_to_string(repo.path().join(format!("tables/{name}.csv"))).unwrap();
        assert!(text.ends_with("\r\n"), "{name}: {text}");
        assert!(!text.lines().any(|line| line.starts_with(['=', '@'])), "{name}: {text}");
    }
    let register = std::fs::read_to_string(repo.path().join("tables/register.csv")).unwrap();
    assert!(register.contains(&format!("'{title}")), "{register}");
    let markdown = repo.run(&["review", "--format", "markdown"]).out;
    assert!(
        !markdown.contains("<script>") && !markdown.contains("@team") && !markdown.contains("@everyone"),
        "{markdown}"
    );
}

#[test]
fn links_lead_only_where_a_reader_may_be_led() {
    let repo = Repo::new();
    repo.commit(&[("a (1) [x].md", &policy("A", "\n[x](no.md)\n"))]);
    let base = "https://example.org/docs/blob/main/";
    let markdown = repo.run(&["review", "--format", "markdown", "--link-base", base]).out;
    assert!(markdown.contains("(https://example.org/docs/blob/main/a%20%281%29%20%5Bx%5D.md#L13)"), "{markdown}");
    for bad in ["javascript:alert(1)//", "data:text/html,", "file:///etc/"] {
        let ran = repo.run(&["review", "--format", "markdown", "--link-base", bad]);
        assert_eq!(ran.code, 2, "{bad}");
        assert!(ran.err.contains("links cannot begin with"), "{}", ran.err);
    }
}

#[test]
fn the_same_commit_pack_and_day_give_the_same_bytes() {
    let repo = Repo::new();
    for index in 0..40 {
        repo.write(&format!("d{index}.md"), &policy(&format!("D{index}"), "\n[x](no.md)\n"));
    }
    repo.commit(&[]);
    for format in ["json", "markdown"] {
        let run = || repo.run(&["review", "--format", format, "--since", "HEAD"]).out;
        assert_eq!(run(), run(), "{format}");
    }
    assert!(Path::new(EXAMPLE).is_dir());
}

#[test]
fn a_day_that_lies_behind_is_an_error() {
    let repo = Repo::new();
    repo.commit(&[("a.md", &policy("A", ""))]);
    let ran = repo.run(&["review", "--until", "2026-01-01"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("lies before the day of judgement"), "{}", ran.err);
}

#[test]
fn promise_and_support_stand_side_by_side() {
    let copy = Repo::without_git();
    let of = |path: &str| std::fs::read_to_string(Path::new(EXAMPLE).join(path)).unwrap();
    for entry in ["clauselint.toml", "registers/roles.md", "services/service-catalogue.md", "services/sla-varnholz.md"]
    {
        copy.write(entry, &of(entry));
    }
    for entry in std::fs::read_dir(Path::new(EXAMPLE).join("contracts")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        copy.write(&format!("contracts/{name}"), &of(&format!("contracts/{name}")));
    }
    let compared = |rule: &str| {
        let review = review(&copy, &[]);
        let all = review["consistency"].as_array().unwrap();
        all.iter().find(|comparison| comparison["rule"] == rule).unwrap().clone()
    };
    let holds = compared("sla-availability-unsupported");
    assert_eq!(
        holds["columns"],
        serde_json::json!(["service", "promised", "supporting agreements", "together they allow"])
    );
    assert_eq!(
        holds["rows"][0]["cells"],
        serde_json::json!(["SVC-01", "99.9 %", "CTR-01, CTR-02, CTR-04", "99.925 %"])
    );
    assert_eq!((&holds["state"], &holds["rows"][0]["holds"]), (&"met".into(), &true.into()));
    let sla = of("services/sla-varnholz.md");
    assert!(sla.contains("| 99.9 % |"));
    copy.write("services/sla-varnholz.md", &sla.replace("| 99.9 % |", "| 99.99 % |"));
    let broken = compared("sla-availability-unsupported");
    assert_eq!((&broken["state"], &broken["rows"][0]["holds"]), (&"not-met".into(), &false.into()));
    assert_eq!(broken["rows"][0]["cells"][1], "99.99 %");
    assert_eq!(broken["rows"][0]["place"]["path"], "services/sla-varnholz.md");
    assert_eq!(broken["rows"][0]["related"][0]["path"], "contracts/ctr-01-halvering.md");
    assert_eq!(broken["rows"].as_array().unwrap().len(), holds["rows"].as_array().unwrap().len());
}
