//! Conditions that are wrong in themselves.

use policy::pack::finding::Finding;

use crate::sample::{GATES, sample};
use crate::{check, findings};

#[test]
fn an_expression_that_is_none_says_where() {
    check(
        "gates.toml",
        "\"consent\"",
        "\"consent &&\"",
        "gates.toml:6:22: mistake: not an expression: it ends too soon",
    );
    check(
        "gates.toml",
        "\"consent\"",
        "\"consent consent\"",
        "gates.toml:6:20: mistake: not an expression: extraneous input 'consent'",
    );
    check(
        "gates.toml",
        "\"consent\"",
        "\"\"",
        "gates.toml:6:11: mistake: not an expression: it ends too soon",
    );
}

#[test]
fn an_expression_stays_small() {
    let long = format!("require = \"{}consent\"", "consent || ".repeat(100));
    check(
        "gates.toml",
        "require = \"consent\"",
        &long,
        "gates.toml:6:11: mistake: the expression has 1107 characters; expected at most 1000",
    );
    let deep = format!(
        "require = \"{}consent{}\"",
        "!(consent || ".repeat(10),
        ")".repeat(10)
    );
    check(
        "gates.toml",
        "require = \"consent\"",
        &deep,
        "gates.toml:6:11: mistake: the expression is nested 21 levels deep; expected at most 20",
    );
}

#[test]
fn a_condition_names_only_what_there_is() {
    check(
        "gates.toml",
        "\"consent\"",
        "\"consented\"",
        "gates.toml:6:12: mistake: unknown name `consented`; expected `consent`",
    );
    check(
        "gates.toml",
        "age_on(born_on",
        "aged_on(born_on",
        "gates.toml:5:9: mistake: unknown function `aged_on`; expected `age_on`",
    );
    check(
        "gates.toml",
        "\"consent\"",
        "'transfer.path == \"x\"'",
        "gates.toml:6:20: mistake: `transfer` has no field `path`",
    );
    check(
        "gates.toml",
        "\"consent\"",
        "\"happened.accept\"",
        "gates.toml:6:20: mistake: `happened` has no field `accept`; expected `accepted`",
    );
    check(
        "gates.toml",
        "\"consent\"",
        "\"ticked.letter\"",
        "gates.toml:6:18: mistake: `ticked` has no field `letter`",
    );
    check(
        "gates.toml",
        "\"consent\"",
        "\"known.consented\"",
        "gates.toml:6:17: mistake: `known` has no field `consented`; expected `consent`",
    );
    check(
        "gates.toml",
        "\"consent\"",
        "\"dates.land < today\"",
        "gates.toml:6:17: mistake: `dates` has no field `land`",
    );
    check(
        "gates.toml",
        "\"consent\"",
        "\"siblings.all(s, s.consen)\"",
        "gates.toml:6:29: mistake: `s` has no field `consen`; expected `consent`",
    );
    check(
        "gates.toml",
        "\"consent\"",
        "'transfer.pathway == \"x\"'",
        "gates.toml:6:32: mistake: `transfer.pathway` is a choice and is compared with the text \"x\"",
    );
}

#[test]
fn a_condition_compares_like_with_like() {
    let wrong = [
        (
            "'consent == \"yes\"'",
            "`consent` is true or false and is compared with the text \"yes\"; expected true or false",
        ),
        (
            "'plan == \"lac\"'",
            "`plan` is a choice and is compared with the text \"lac\"; expected one of \"cin\", \"cp\"",
        ),
        (
            "'plan in [\"cin\", \"lac\"]'",
            "`plan` is a choice and is compared with the text \"lac\"",
        ),
        (
            "'born_on < \"2010\"'",
            "`born_on` is a date and is compared with the text \"2010\"; expected a date such as",
        ),
        (
            "'now > \"2026-01-01\"'",
            "`now` is an instant and is compared with the text \"2026-01-01\"; expected an instant in UTC",
        ),
        (
            "'born_on < now'",
            "`born_on` is a date and is compared with an instant",
        ),
        (
            "'age_on(born_on, today) > \"16\"'",
            "`age_on(...)` is a whole number and is compared with the text \"16\"",
        ),
        ("'plan < \"cp\"'", "`plan` has no order"),
        (
            "'consent && plan'",
            "`plan` is a choice; expected true or false",
        ),
        ("'!born_on'", "`born_on` is a date; expected true or false"),
        (
            "'born_on + 16 < today'",
            "cannot reckon with a date and a whole number",
        ),
        (
            "'born_on'",
            "`born_on` gives a date; expected true or false",
        ),
        (
            "'consent ? born_on : today'",
            "`born_on` gives a date; expected true or false",
        ),
        (
            "'plus_days(born_on, today) < today'",
            "`today` gives a date; expected a whole number",
        ),
        (
            "'plus_days(born_on) < today'",
            "`plus_days` is not called so; expected `plus_days(...)` with a date, a whole number",
        ),
        (
            "'plan == null'",
            "`plan` is a choice and is compared with null",
        ),
        (
            "'consent.plan'",
            "`consent` is true or false and has no fields",
        ),
    ];
    for (expression, expected) in wrong {
        let mut files = sample();
        files.insert(
            "gates.toml".into(),
            GATES.replace("\"consent\"", expression),
        );
        let said: Vec<_> = findings(&files).iter().map(ToString::to_string).collect();
        assert!(
            said.iter()
                .any(|line| line.starts_with("gates.toml:6:") && line.contains(expected)),
            "{expression}: {said:#?}"
        );
    }
}

#[test]
fn what_is_like_is_let_through() {
    let right = [
        "consent || !known.consent",
        "born_on < plus_years(today, -16) && born_on > \"1990-01-01\"",
        "now < \"2030-01-01T00:00:00Z\"",
        "plan in [\"cin\", \"cp\"]",
        "siblings.all(s, !has(s.plan) || s.plan == plan)",
        "siblings.exists(s, s.born_on > born_on) || size(siblings) == 0",
        "transfer.kind == \"push\" && transfer.from != \"south\" || transfer.forum == \"\"",
        "happened.accepted ? dates.accepted <= today : consent",
        "date_of(now) == today && later(born_on, today) == today && year(today) > 2000 && consent",
        "planned_on >= today || !known.planned_on",
        "!(consent || !(consent || !(consent || !(consent || !(consent || !(consent || !(consent))))))) || [[[[[[[[[1]]]]]]]]] != [[[[[[[[[2]]]]]]]]]",
    ];
    for expression in right {
        let mut files = sample();
        files.insert(
            "gates.toml".into(),
            GATES.replace("\"consent\"", &format!("'''{expression}'''")),
        );
        let mistakes: Vec<_> = findings(&files)
            .into_iter()
            .filter(Finding::is_mistake)
            .collect();
        assert_eq!(mistakes, [], "{expression}");
    }
}

#[test]
fn a_default_is_of_its_facts_type() {
    let default = |text: &str| format!("rule = \"S-2\"\ndefault = '{text}'");
    check(
        "facts.toml",
        "rule = \"S-2\"",
        &default("today"),
        "facts.toml:7:12: mistake: `today` gives a date; expected true or false",
    );
    check(
        "facts.toml",
        "rule = \"S-2\"",
        &default("!consent"),
        "facts.toml:7:11: mistake: the default of `consent` waits for itself",
    );
    let choice = "default = 'consent ? \"cin\" : \"none\"'\nchoices =";
    check(
        "facts.toml",
        "choices =",
        choice,
        "facts.toml:22:30: mistake: `\"none\"` gives the text \"none\"; expected one of \"cin\", \"cp\"",
    );
}

#[test]
fn a_condition_can_be_told_whatever_the_facts_are() {
    check(
        "gates.toml",
        "\"consent\"",
        "\"plus_days(born_on, 1000000) > today\"",
        "gates.toml:6:11: mistake: cannot be told in every case: `plus_days(born_on, 1000000) > today`",
    );
}

#[test]
fn a_text_nested_without_end_is_only_a_mistake() {
    for part in [
        "(",
        "[",
        "!",
        "-",
        "a.",
        "a+",
        "a(",
        "a?",
        "siblings.all(s,",
    ] {
        let text = part.repeat(900 / part.len());
        let expected = "gates.toml:6:";
        check(
            "gates.toml",
            "\"consent\"",
            &format!("\"{text}\""),
            expected,
        );
    }
}
