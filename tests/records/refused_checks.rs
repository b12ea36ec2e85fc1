//! Packs that are not loaded: parameters of checks that name something unknown, each told at its place.

use clauselint::error::Error;

use crate::ask::THINGS;
use crate::refused::refused;
use crate::run::{named_rule, rule, try_load};

#[test]
fn messages_and_labels_are_checked_too() {
    for (check, expected) in [
        ("message = \"{r.dya}\"\nthat = \"true\"", "`thing` has no `dya` @ \"{r.dya}\" <"),
        ("message = \"{nobody\"\nthat = \"true\"", "unknown name `nobody` @ \"{nobody\" <"),
        ("message = \"a {} b\"\nthat = \"true\"", "the expression is not valid @ \"a {} b\" <"),
        (
            "message = \"x\"\nthat = \"true\"\nmark = \"dya\"",
            "`thing` has no column `dya` @ \"dya\" < not known (did you mean `day`?)",
        ),
        ("message = \"x\"\nthat = \"true\"\nwhere = \"r.day\"", "a condition is neither true nor false @ \"r.day\" <"),
        ("message = \"x\"\nthat = \"true\"\nwhen = \"r.day\"", "a condition is neither true nor false @ \"r.day\" <"),
        ("message = \"x\"\nthat = \"true\"\nlet = [{ name = \"x\", value = \"r.dya\" }]", "`thing` has no `dya` @ . <"),
        (
            "message = \"x\"\nthat = \"x > 1\"\nlet = [{ name = \"x\", value = \"r.day\" }]",
            "a day is compared with a number @ > <",
        ),
        (
            "message = \"x\"\nwhere = \"x > today\"\nthat = \"x > today\"\nlet = [{ name = \"x\", value = \"r.day\" }]",
            "unknown name `x` @ x <",
        ),
        (
            "message = \"x\"\nthat = \"limit > 'x'\"\ngiven = { limit = { number = 1.0 } }",
            "a number is compared with a text @ > <",
        ),
        (
            "message = \"x\"\nthat = \"r.day > words\"\ngiven = { words = { texts = [] } }",
            "a day is compared with a list @ > <",
        ),
        (
            "message = \"x\"\nthat = \"true\"\nrelated = [{ of = \"r.nonsense\", label = \"x\" }]",
            "`thing` has no `nonsense` @",
        ),
        (
            "message = \"x\"\nthat = \"true\"\nrelated = [{ of = \"r.parent\", label = \"{s.nonsense}\" }]",
            "`thing` has no `nonsense` @ \"{s.nonsense}\" <",
        ),
        (
            "message = \"{s.id}\"\nthat = \"true\"\nrelated = [{ of = \"r.parent\", label = \"x\" }]",
            "unknown name `s` @ \"{s.id}\" <",
        ),
    ] {
        let shown = refused(&format!("{THINGS}{}", rule(&format!("assert]\nrecord = \"thing\"\n{check}"))));
        assert!(shown.contains(expected), "{check}: {shown}");
    }
}

#[test]
fn a_value_with_a_name_keeps_its_type() {
    for (value, that, expected) in [
        ("all('thing').filter(one, has(one.day))", "x.all(one, one.dya > today)", "`thing` has no `dya`"),
        ("find('thing', 'T-1')", "x.dya > today", "`thing` has no `dya`"),
        ("r.parent", "x.dya > today", "`thing` has no `dya`"),
        ("naming('thing', 'parent', r)", "x[0].dya > today", "`thing` has no `dya`"),
        ("all('thing').map(one, one.day)", "largest(x) > 5", "a day is compared with a number"),
        ("r.day - today", "x > today", "a number is compared with a day"),
        ("r.doc", "x.dya > today", "`document` has no `dya`"),
    ] {
        let check = format!(
            "assert]\nrecord = \"thing\"\nmessage = \"x\"\nlet = [{{ name = \"x\", value = \"{value}\" }}]\nthat = \"{that}\""
        );
        let shown = refused(&format!("{THINGS}{}", rule(&check)));
        assert!(shown.contains(expected), "{value}: {shown}");
    }
}

#[test]
fn every_kind_of_check_names_what_is_known() {
    let record = "unknown kind of record `thnig` @ \"thnig\" < not known (did you mean `thing`?)";
    let column = "`thing` has no column `dya` @ \"dya\" < not known (did you mean `day`?)";
    let condition = "`thing` has no `dya` @ ( < not known (did you mean `day`?)";
    for (check, expected) in [
        ("assert]\nrecord = \"thnig\"\nthat = \"true\"\nmessage = \"x\"", record),
        ("record.filled]\nrecord = \"thnig\"\ncolumns = []", record),
        ("record.filled]\nrecord = \"thing\"\ncolumns = [\"id\", \"dya\"]", column),
        ("record.filled]\nrecord = \"thing\"\ncolumns = []\nwhere = \"has(r.dya)\"", condition),
        ("coverage]\nrecord = \"thnig\"\nby = \"thing\"\nvia = \"parent\"", record),
        ("coverage]\nrecord = \"thing\"\nby = \"thnig\"\nvia = \"parent\"", record),
        ("coverage]\nrecord = \"thing\"\nby = \"thing\"\nvia = \"dya\"", column),
        ("coverage]\nrecord = \"thing\"\nby = \"thing\"\nvia = \"parent\"\nkey = \"dya\"", column),
        ("coverage]\nrecord = \"thing\"\nby = \"thing\"\nvia = \"parent\"\nmark = \"dya\"", column),
        ("coverage]\nrecord = \"thing\"\nby = \"thing\"\nvia = \"parent\"\nwhere = \"has(r.dya)\"", condition),
        ("coverage]\nrecord = \"thing\"\nby = \"thing\"\nvia = \"parent\"\nsuch-that = \"has(s.dya)\"", condition),
        ("acyclic]\nrecord = \"thnig\"\ncolumn = \"parent\"", record),
        ("acyclic]\nrecord = \"thing\"\ncolumn = \"dya\"", column),
        ("period]\nrecord = \"thnig\"\ndate = \"day\"\ninterval = \"P1Y\"", record),
        ("period]\nrecord = \"thing\"\ndate = \"dya\"\ninterval = \"P1Y\"", column),
        ("period]\nrecord = \"thing\"\ndate = \"day\"\ninterval = \"P1Y\"\nwhere = \"has(r.dya)\"", condition),
        (
            "period]\nrecord = \"thing\"\ndate = \"day\"\ninterval = \"P1Y\"\neach = { record = \"thnig\", via = \"parent\" }",
            record,
        ),
        (
            "period]\nrecord = \"thing\"\ndate = \"day\"\ninterval = \"P1Y\"\neach = { record = \"thing\", via = \"dya\" }",
            column,
        ),
        (
            "period]\nrecord = \"thing\"\ndate = \"day\"\ninterval = \"P1Y\"\neach = { record = \"thing\", via = \"parent\", interval = \"dya\" }",
            column,
        ),
        (
            "period]\nrecord = \"thing\"\ndate = \"day\"\ninterval = \"P1Y\"\neach = { record = \"thing\", via = \"parent\", where = \"has(r.dya)\" }",
            condition,
        ),
        (
            "programme]\nrecord = \"thnig\"\ndate = \"day\"\ncovers = \"peers\"\nall = { records = { record = \"thing\" } }\ncycle = \"P3Y\"",
            record,
        ),
        (
            "programme]\nrecord = \"thing\"\ndate = \"day\"\ncovers = \"peers\"\nall = { records = { record = \"thnig\" } }\ncycle = \"P3Y\"",
            record,
        ),
        (
            "programme]\nrecord = \"thing\"\ndate = \"dya\"\ncovers = \"peers\"\nall = { records = { record = \"thing\" } }\ncycle = \"P3Y\"",
            column,
        ),
        (
            "programme]\nrecord = \"thing\"\ndate = \"day\"\ncovers = \"dya\"\nall = { records = { record = \"thing\" } }\ncycle = \"P3Y\"",
            column,
        ),
        (
            "programme]\nrecord = \"thing\"\ndate = \"day\"\ncovers = \"peers\"\nall = { records = { record = \"thing\", where = \"has(r.dya)\" } }\ncycle = \"P3Y\"",
            condition,
        ),
        ("distinct]\nrecord = \"thnig\"\ncolumn = \"owner\"\nfrom = [\"deputy\"]", record),
        ("distinct]\nrecord = \"thing\"\ncolumn = \"dya\"\nfrom = [\"deputy\"]", column),
        ("distinct]\nrecord = \"thing\"\ncolumn = \"owner\"\nfrom = [\"deputy\", \"dya\"]", column),
        ("distinct]\nrecord = \"thing\"\ncolumn = \"owner\"\nfrom = [\"deputy\"]\nwhere = \"has(r.dya)\"", condition),
        ("unique]\nrecord = { name = \"thnig\", columns = [\"id\"] }", record),
        ("unique]\nrecord = { name = \"thing\", columns = [\"id\", \"dya\"] }", column),
        ("reference.record]\ncolumns = [{ record = \"thnig\", column = \"parent\" }]", record),
        ("reference.record]\ncolumns = [{ record = \"thing\", column = \"dya\" }]", column),
    ] {
        let shown = refused(&format!("{THINGS}{}", rule(check)));
        assert!(shown.contains(expected), "{check}: {shown}");
    }
    let shown = refused(&format!("{THINGS}{}", rule("inventory]\nmandatory = \"explicit\"\nat = [\"regsiter\"]")));
    assert!(
        shown.contains("unknown kind of document `regsiter` @ \"regsiter\" < not known (did you mean `register`?)"),
        "{shown}"
    );
}

#[test]
fn intervals_and_kinds_of_whole_are_checked() {
    for (check, expected) in [
        ("period]\nrecord = \"thing\"\ndate = \"day\"\ninterval = \"soon\"", "@ \"soon\" <"),
        ("period]\nrecord = \"thing\"\ndate = \"day\"\ninterval = \"P0M\"", "@ \"P0M\" <"),
        ("period]\nrecord = \"thing\"\ndate = \"day\"", "missing field `interval`"),
        (
            "programme]\nrecord = \"thing\"\ndate = \"day\"\ncovers = \"peers\"\nall = { things = 1 }\ncycle = \"P3Y\"",
            "unknown variant `things`",
        ),
        ("inventory]\nmandatory = \"perhaps\"\nat = []", "unknown variant `perhaps`"),
        ("record.sound]\nfault = \"hole\"", "unknown variant `hole`"),
        ("assert]\nrecord = \"thing\"\nthat = \"true\"\nmessage = \"x\"\ngiven = { limit = 10 }", "@ 10 <"),
    ] {
        let shown = refused(&format!("{THINGS}{}", rule(check)));
        assert!(shown.contains(expected), "{check}: {shown}");
    }
}

#[test]
fn a_configuration_changes_constants_and_is_checked_like_a_pack() {
    let check = "assert]\nrecord = \"thing\"\nthat = \"r.count < limit\"\nmessage = \"x\"\ngiven = { limit = { number = 10.0 } }";
    let tables = format!("{THINGS}{}", named_rule("only", "", check));
    assert!(try_load(&tables, "[rules.only]\nwith = { given = { limit = { number = 20.0 } } }").is_ok());
    let Err(Error::Invalid { message, span, file, .. }) =
        try_load(&tables, "[rules.only]\nwith = { given = { limit = { text = \"x\" } } }")
    else {
        panic!("a text is no number")
    };
    assert_eq!(message, "a number is compared with a text");
    assert!(file.inner()[span.offset()..].starts_with("{ given"), "{}", file.inner());
}
