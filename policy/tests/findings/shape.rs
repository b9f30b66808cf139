//! Files that are not of the right shape.

use policy::pack::finding::Finding;
use proptest::prelude::*;

use crate::sample::{GATES, PATHWAYS, sample};
use crate::{check, findings};

#[test]
fn a_file_that_is_no_toml_says_where() {
    check(
        "gates.toml",
        "on = [\"request\"]",
        "on = [\"request\"",
        "gates.toml:5:1: mistake: not TOML",
    );
}

#[test]
fn an_unknown_key_is_named_with_the_one_that_was_meant() {
    check(
        "gates.toml",
        "require =",
        "requires =",
        "gates.toml:6:1: mistake: this `gate` has no key `requires`; expected `require` (the keys here are `id`,",
    );
    check(
        "pack.toml",
        "dated =",
        "dates =",
        "pack.toml:11:1: mistake: `source` has no key `dates`; expected `dated`",
    );
    check(
        "facts.toml",
        "[[fact]]",
        "[[facts]]",
        "facts.toml:1:3: mistake: this file has no key `facts`; expected `fact`",
    );
}

#[test]
fn a_missing_key_is_said_with_what_it_means() {
    check(
        "gates.toml",
        "remedy = \"Ask the family.\"\n",
        "",
        "gates.toml:1:1: mistake: this `gate` has no `remedy`; expected `remedy`: What would make it possible",
    );
}

#[test]
fn a_value_of_the_wrong_type_is_said_with_what_belongs_there() {
    check(
        "deadlines.toml",
        "length = 5",
        "length = \"five\"",
        "deadlines.toml:6:10: mistake: `length` cannot be \"five\"; expected a whole number",
    );
    check(
        "deadlines.toml",
        "length = 5",
        "length = -5",
        "deadlines.toml:6:10: mistake: `length` cannot be -5; expected at least 0",
    );
    check(
        "deadlines.toml",
        "length = 5",
        "length = 5_000_000_000",
        "deadlines.toml:6:10: mistake: `length` cannot be 5000000000; expected at most 4294967295",
    );
    check(
        "gates.toml",
        "on = [\"request\"]",
        "on = [\"accept\", \"ask\"]",
        "gates.toml:4:17: mistake: value 2 of `on` cannot be \"ask\"; expected one of `accept`, `close`, `decide`, `decline`, `dispute`, `end_involvement`, `hold`, `land`, `request`, `resume`, `support`, `withdraw`",
    );
    check(
        "gates.toml",
        "rule = \"S-2\"",
        "rule = 2",
        "gates.toml:3:8: mistake: `rule` cannot be 2; expected a list or a text",
    );
    check(
        "pack.toml",
        "review_on = 2027-06-01",
        "review_on = \"June\"",
        "pack.toml:12:13: mistake: `review_on` cannot be \"June\"; expected a date such as 2026-12-22",
    );
}

#[test]
fn everything_is_told_at_once() {
    let mut files = sample();
    let broken = GATES
        .replace("require =", "requires =")
        .replace("on = [\"request\"]", "on = \"request\"");
    files.insert("gates.toml".into(), broken);
    files.insert(
        "pathways.toml".into(),
        PATHWAYS.replace("\"north\"", "\"nort\""),
    );
    let mistakes: Vec<_> = findings(&files)
        .into_iter()
        .filter(Finding::is_mistake)
        .map(|each| each.line)
        .collect();
    assert_eq!(mistakes, [1, 4, 6, 5]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// `findings` itself asserts that there is a pack exactly where nothing is a mistake.
    #[test]
    fn whatever_is_written_is_read_or_refused(
        file in 0_usize..7,
        at in 0_usize..2_000,
        cut in 0_usize..40,
        put in "([a-z_]{1,9} = |\\[\\[[a-z]{3,8}\\]\\]\n|[\\[\\]{}\"'=.\n&|()!a-z0-9é]{0,9})",
    ) {
        let mut files = sample();
        let name = files.keys().nth(file).unwrap().clone();
        let text: Vec<char> = files[&name].chars().collect();
        let start = at.min(text.len());
        let end = (start + cut).min(text.len());
        let broken: String = text[..start].iter().copied().chain(put.chars()).chain(text[end..].iter().copied()).collect();
        files.insert(name, broken);
        findings(&files);
    }
}
