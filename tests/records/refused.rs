//! Packs that are not loaded: expressions, columns and kinds of record that are not valid, each told at its line and column.

use clauselint::error::Error;

use crate::ask::THINGS;
use crate::run::{HEAD, rule, try_load};

/// What is wrong with a pack: line and column, message, marked words, label, help.
pub(crate) fn refused(tables: &str) -> String {
    let Err(error) = try_load(tables, "") else { panic!("nothing is wrong with {tables}") };
    let Error::Invalid { message, label, help, file, span } = error else { panic!("no place: {error}") };
    let text = file.inner();
    let marked = text.get(span.offset()..span.offset() + span.len()).unwrap_or("<no place>");
    let before = &text[..span.offset()];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let help = help.map_or_else(String::new, |help| format!(" ({help})"));
    format!("{line}:{column} {message} @ {marked} < {label}{help}")
}

/// What is wrong with a condition that stands on line 1 of its own, in column 9.
fn of_condition(condition: &str) -> String {
    let check = format!("assert]\nrecord = \"thing\"\nmessage = \"x\"\nthat = '''{condition}'''");
    let tables = format!("{THINGS}{}", rule(&check));
    let text = format!("{HEAD}{tables}");
    let start = text.lines().position(|line| line.starts_with("that = ")).unwrap();
    let shown = refused(&tables);
    let (line, rest) = shown.split_once(':').unwrap();
    let (column, rest) = rest.split_once(' ').unwrap();
    let line = line.parse::<usize>().unwrap() - start;
    let column = column.parse::<usize>().unwrap();
    // The first line stands behind `that = '''`.
    let column = if line == 1 { column.saturating_sub(10) } else { column };
    format!("{line}:{column} {rest}")
}

#[test]
fn an_unknown_name_is_marked_with_the_nearest_known_one() {
    assert_eq!(of_condition("todai > r.day"), "1:1 unknown name `todai` @ todai < not known (did you mean `today`?)");
    assert_eq!(of_condition("r.day > x1"), "1:9 unknown name `x1` @ x1 < not known (known: r, today)");
    assert_eq!(of_condition("s.day > today").split(" (").next().unwrap(), "1:1 unknown name `s` @ s < not known");
}

#[test]
fn the_name_of_a_loop_is_not_known_outside_it() {
    assert_eq!(
        of_condition("r.peers.all(one, one == r) && one == r"),
        "1:31 unknown name `one` @ one < not known (known: r, today)"
    );
}

#[test]
fn places_are_counted_over_lines() {
    assert_eq!(
        of_condition("has(r.day) &&\n  r.day >\n  nobody"),
        "3:3 unknown name `nobody` @ nobody < not known (known: r, today)"
    );
    assert_eq!(of_condition("\n\n   nobody"), "3:4 unknown name `nobody` @ nobody < not known (known: r, today)");
}

#[test]
fn places_are_exact_in_every_form_of_a_string() {
    for (open, close, column) in
        [("'", "'", 8), ("\"", "\"", 8), ("'''", "'''", 10), ("\"\"\"", "\"\"\"", 10), ("'''\n", "'''", 0)]
    {
        let check = format!("assert]\nrecord = \"thing\"\nmessage = \"x\"\nthat = {open}r.day > nobody{close}");
        let shown = refused(&format!("{THINGS}{}", rule(&check)));
        let expected = format!(":{} unknown name `nobody` @ nobody <", column + 9);
        assert!(shown.contains(&expected), "{open}: {shown}");
    }
    let check = "assert]\nrecord = \"thing\"\nmessage = \"x\"\nthat = \"r.id == \\\"x\\\" || nobody\"";
    let shown = refused(&format!("{THINGS}{}", rule(check)));
    assert!(shown.contains(" @ \"r.id == \\\"x\\\" || nobody\" <"), "with escapes the whole string is marked: {shown}");
}

#[test]
fn an_unknown_field_is_marked_with_the_nearest_known_one() {
    let shown = of_condition("r.dya < today");
    assert!(shown.starts_with("1:2 `thing` has no `dya` @ .") && shown.ends_with("(did you mean `day`?)"), "{shown}");
    let shown = of_condition("r.parent.parent.nonsense == 1");
    assert!(shown.starts_with("1:16 `thing` has no `nonsense`"), "{shown}");
    let shown = of_condition("r.peers.all(one, one.nonsense == 1)");
    assert!(shown.starts_with("1:21 `thing` has no `nonsense`"), "{shown}");
    let shown = of_condition("all('thing').filter(one, has(one.day))[0].nonsense == 1");
    assert!(shown.contains("`thing` has no `nonsense`"), "{shown}");
    let shown = of_condition("find('thing', 'x').nonsense == 1");
    assert!(shown.contains("`thing` has no `nonsense`"), "{shown}");
    let shown = of_condition("has(r.nonsense)");
    assert!(shown.contains("`thing` has no `nonsense`"), "{shown}");
    let shown = of_condition("r.doc.ownr == r.owner");
    assert!(shown.contains("`document` has no `ownr`") && shown.contains("(did you mean `owner`?)"), "{shown}");
    for (condition, expected) in [
        ("r.day.month == 1", "a day has no `month`"),
        ("r.id.length == 1", "a text has no `length`"),
        ("r.count.x == 1", "a number has no `x`"),
        ("r.span.middle == today", "a period has no `middle`"),
        ("r.owner.name == 'x'", "a person has no `name`"),
        ("r.tags.x == 'x'", "a list has no `x`"),
        ("r.length.clock == 'x'", "a length of time has no `clock`"),
    ] {
        assert!(of_condition(condition).contains(expected), "{condition}: {}", of_condition(condition));
    }
}

#[test]
fn an_unknown_function_is_marked_with_the_nearest_known_one() {
    let shown = of_condition("mention(r.name, 'x')");
    assert_eq!(shown, "1:8 unknown function `mention` @ ( < not known (did you mean `mentions`?)");
    for condition in
        ["matches(r.name, 'x')", "r.name.matches('x')", "timestamp('x') == r", "type(r) == r", "cel.bind(x, 1, x == 1)"]
    {
        assert!(of_condition(condition).contains("unknown "), "{condition}");
    }
}

#[test]
fn an_unknown_record_column_or_kind_is_marked_with_the_nearest_known_one() {
    for (condition, expected) in [
        (
            "size(all('thnig')) == 1",
            "1:10 unknown kind of record `thnig` @ 'thnig' < not known (did you mean `thing`?)",
        ),
        ("known('thnig', 'x')", "1:7 unknown kind of record `thnig` @ 'thnig' < not known (did you mean `thing`?)"),
        ("find('thnig', 'x') == r", "1:6 unknown kind of record `thnig` @ 'thnig' < not known (did you mean `thing`?)"),
        (
            "size(naming('thing', 'parnet', r)) == 1",
            "1:22 `thing` has no column `parnet` @ 'parnet' < not known (did you mean `parent`?)",
        ),
        (
            "size(naming('thnig', 'parent', r)) == 1",
            "1:13 unknown kind of record `thnig` @ 'thnig' < not known (did you mean `thing`?)",
        ),
        (
            "size(documents('regsiter')) == 1",
            "1:16 unknown kind of document `regsiter` @ 'regsiter' < not known (did you mean `register`?)",
        ),
    ] {
        assert_eq!(of_condition(condition), expected);
    }
    for condition in ["size(all(r.id)) == 1", "size(naming('thing', r.id, r)) == 1", "size(documents(r.id)) == 1"] {
        let shown = of_condition(condition);
        assert!(shown.contains("are names, written out in quotes"), "{shown}");
    }
}

#[test]
fn a_wrong_number_of_arguments_is_refused() {
    for (condition, expected) in [
        ("known('thing')", "`known` takes 2 arguments, not 1"),
        ("known('thing', 'x', 'y')", "`known` takes 2 arguments, not 3"),
        ("size(all()) == 1", "`all` takes 1 arguments, not 0"),
        ("covers(r.hours)", "`covers` takes 2 arguments, not 1"),
        ("r.name.mentions()", "`mentions` takes 2 arguments, not 1"),
        ("months() == months(1)", "`months` takes 1 arguments, not 0"),
    ] {
        let shown = of_condition(condition);
        assert!(shown.contains(expected) && shown.contains("< another number of arguments"), "{shown}");
    }
}

#[test]
fn an_argument_of_another_type_is_refused() {
    for (condition, expected) in [
        ("active(r.id)", "`active` takes a person, not a text"),
        ("covers(r.hours, r.length)", "`covers` takes service hours, not a length of time"),
        ("elapsed_hours(r.share) == 1", "`elapsed_hours` takes a length of time, not a number"),
        ("overlap(r.span, r.day)", "`overlap` takes a period, not a day"),
        ("has_number(r.count)", "`has_number` takes a text, not a number"),
        ("counted(r.name, 'day', 'days') == ''", "`counted` takes a number, not a text"),
        ("day(r.day) == today", "`day` takes a text, not a day"),
        ("folded(r.tags) == 'x'", "`folded` takes a text, not a list"),
        ("mentions(r.parent, 'x')", "`mentions` takes a text, not a record"),
    ] {
        let shown = of_condition(condition);
        assert!(shown.contains(expected) && shown.contains("< of another type"), "{shown}");
    }
}

#[test]
fn values_that_are_never_equal_are_not_compared() {
    for (condition, expected) in [
        ("r.day < 5", "a day is compared with a number"),
        ("5 < r.day", "a number is compared with a day"),
        ("r.day == '2026-01-01'", "a day is compared with a text"),
        ("r.length > 4.0", "a length of time is compared with a number"),
        ("r.share == '99'", "a number is compared with a text"),
        ("r.every == r.length", "an interval is compared with a length of time"),
        ("r.state == true", "a text is compared with true or false"),
        ("r.doc.draft == 'yes'", "true or false is compared with a text"),
        ("r.owner == 'Jane Doe'", "a person is compared with a text"),
        ("r.span > today", "a period is compared with a day"),
        ("r.tags == 'red'", "a list is compared with a text"),
        ("r.release > 1.0", "a version is compared with a number"),
        ("today - r.day > r.day", "a number is compared with a day"),
        ("r.peers.all(one, one.day > 5)", "a day is compared with a number"),
        ("r.parent == 5", "a record is compared with a number"),
    ] {
        let shown = of_condition(condition);
        assert!(shown.contains(expected) && shown.contains("< never holds"), "{shown}");
    }
}

#[test]
fn a_condition_must_be_one() {
    for condition in ["r.day", "1", "'true'", "size(r.tags)", "r.day + 1", "r.span.start", "r"] {
        let shown = of_condition(condition);
        assert!(
            shown.contains(&format!(
                "a condition is neither true nor false @ '''{condition}''' < some other value (compare"
            )),
            "{shown}"
        );
    }
}

#[test]
fn three_loops_inside_each_other_could_run_away() {
    let shown = of_condition("all('thing').all(x, all('thing').all(y, all('thing').all(z, x == y)))");
    assert!(
        shown.contains("more than 2 loops inside each other") && shown.contains("< could run away (name a part"),
        "{shown}"
    );
    let two = "all('thing').all(x, all('thing').all(y, x == y)) && all('thing').all(x, all('thing').exists(y, x == y))";
    let check = format!("assert]\nrecord = \"thing\"\nmessage = \"x\"\nthat = \"{two}\"");
    assert!(try_load(&format!("{THINGS}{}", rule(&check)), "").is_ok());
}

#[test]
fn an_expression_has_a_length_and_a_depth() {
    assert!(
        of_condition(&format!("true{}", " ".repeat(5000)))
            .starts_with("1:1 the expression has more than 4000 bytes @ true")
    );
    assert!(
        of_condition(&format!("'{}' == r.id", "x".repeat(5000)))
            .starts_with("1:1 the expression has more than 4000 bytes")
    );
    for (open, close) in [("(", ")"), ("[", "]"), ("{", "}")] {
        let shown = of_condition(&format!("{}1{} == 1", open.repeat(100), close.repeat(100)));
        assert!(
            shown.starts_with(&format!(
                "1:25 the expression has more than 24 brackets inside brackets @ {open} < too deep"
            )),
            "{shown}"
        );
    }
    let shown = of_condition(&"(".repeat(100));
    assert!(shown.starts_with("1:25 the expression has more than 24 brackets"), "{shown}");
    let deep = format!("{}true{}", "(".repeat(24), ")".repeat(24));
    let check = format!("assert]\nrecord = \"thing\"\nmessage = \"x\"\nthat = \"{deep}\"");
    assert!(try_load(&format!("{THINGS}{}", rule(&check)), "").is_ok());
    assert!(
        of_condition(&"true ? true : ".repeat(280).trim_end_matches(": ").replace("  ", " ")).contains("is not valid")
    );
}

#[test]
fn what_is_no_expression_is_refused_at_its_place() {
    for (condition, place) in [
        ("", "1:1 "),
        ("(", "1:2 "),
        ("r.", "1:3 "),
        ("r.id == ", "1:"),
        ("r.id = 'x'", "1:6 "),
        ("r.id == 'x", "1:"),
        ("true &&\n&& true", "2:1 "),
        ("r.day >\n  today today", "2:9 "),
        ("9223372036854775808 > 0", "1:1 "),
        ("has(r)", "1:"),
        ("{'a': 1}.a == 1", "1:"),
        ("[1, 2].all(1, true)", "1:"),
        ("r.id ? true", "1:"),
        ("#", "1:1 "),
    ] {
        let shown = of_condition(condition);
        assert!(shown.starts_with(place), "{condition}: {shown}");
        assert!(!shown.contains("<no place>"), "{condition}: {shown}");
    }
}

#[test]
fn a_form_of_words_must_be_a_pattern_with_groups_that_are_columns() {
    let shown = |pattern: &str| {
        let source = format!("source = [{{ kind = [\"sla\"], form = {{ text = {{ patterns = ['{pattern}'] }} }} }}]");
        refused(&format!(
            "[[kind]]\nname = \"sla\"\n[[record]]\nname = \"promise\"\ntitle = \"promise\"\n{source}\n[record.column]\nshare = {{}}\ntime = {{}}\n"
        ))
    };
    assert!(shown("(?<share>").contains(" a pattern cannot be used @ '(?<share>' < "), "{}", shown("(?<share>"));
    assert_eq!(
        shown(r"(?<shrae>\d+)").split_once(' ').unwrap().1,
        r"a pattern cannot be used @ '(?<shrae>\d+)' < its group `shrae` is no column (known: share, time)"
    );
    assert_eq!(
        shown(r"\d+ (%)").split_once(' ').unwrap().1,
        r"a pattern cannot be used @ '\d+ (%)' < no group of it has the name of a column: `(?<name>…)`"
    );
    assert!(
        shown("(?<share>(a{100}){100}){100}").contains("exceeds size limit"),
        "{}",
        shown("(?<share>(a{100}){100}){100}")
    );
    assert!(shown("(?<share>a)(?=b)").contains("look-around"), "{}", shown("(?<share>a)(?=b)"));
}

#[test]
fn links_lead_to_kinds_that_there_are_and_fill_a_column() {
    let shown = |links: &str| {
        refused(&format!(
            "[[kind]]\nname = \"sla\"\n[[record]]\nname = \"promise\"\ntitle = \"promise\"\n\
             source = [{{ kind = [\"sla\"], form = {{ links = {{ sections = [], {links} }} }} }}]\n[record.column]\nby = {{}}\n"
        ))
    };
    let unknown = shown("to = [\"sal\"], column = \"by\"");
    assert!(unknown.contains("unknown kind of document `sal`") && unknown.contains("did you mean `sla`?"), "{unknown}");
    let unknown = shown("to = [\"sla\"], column = \"yb\"");
    assert!(unknown.contains("unknown column `yb`") && unknown.contains("(known: by)"), "{unknown}");
}

#[test]
fn what_is_gathered_must_be_a_column_of_a_record() {
    let shown = |from: &str| {
        refused(&format!(
            "[[kind]]\nname = \"sla\"\n[[record]]\nname = \"promise\"\ntitle = \"promise\"\n[record.column]\nshare = {{}}\n\
             [[record]]\nname = \"sum\"\ntitle = \"sum\"\n[record.column]\nall = {{ gathered = [{from}] }}\n"
        ))
    };
    let unknown = shown("{ record = \"promis\", column = \"share\" }");
    assert!(
        unknown.contains("unknown kind of record `promis`") && unknown.contains("did you mean `promise`?"),
        "{unknown}"
    );
    let unknown = shown("{ record = \"promise\", column = \"shares\" }");
    assert!(unknown.contains("unknown column `shares`") && unknown.contains("did you mean `share`?"), "{unknown}");
}
