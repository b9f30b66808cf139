//! Every number of a procedure is tried on both sides: the last moment that is in, and the first that is out.
#![allow(clippy::unwrap_used)]

mod worked;

use std::collections::{BTreeMap, BTreeSet};

use policy::pack::format::{RuleIds, Unit};
use policy::pack::read::{Borrowed, read};
use policy::pack::{Pack, builtin};
use worked::Case;

/// Functions that reckon with dates: a condition that calls one has a boundary.
const RECKONING: [&str; 11] = [
    "plus_days",
    "plus_weeks",
    "plus_months",
    "plus_years",
    "plus_working_days",
    "days_between",
    "minimum_months",
    "age_on",
    "age_date",
    "year_11_ends",
    "easter",
];

/// What a boundary needs to have been seen to do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Wanted {
    /// A deadline in length: the very instant at which it is due.
    Instant(String),
    /// A condition: at least two different outcomes.
    TwoOutcomes(String),
    /// A matter that opens by itself: once that it does, and once that it does not.
    Opens(String),
}

fn packs() -> Vec<Pack> {
    let borrowed = Borrowed {
        rrule: |_| Ok(()),
        today: "2026-11-23".parse().unwrap(),
    };
    let files = builtin::files().into_values();
    files
        .map(|files| read(&files, &borrowed).0.unwrap())
        .collect()
}

/// The boundaries of a pack by what has them, each with the rules that it serves.
fn boundaries(pack: &Pack) -> BTreeMap<Wanted, RuleIds> {
    let mut found = BTreeMap::new();
    for deadline in &pack.entries.deadline {
        if !matches!(deadline.unit, Unit::Immediate | Unit::Exact) {
            found.insert(Wanted::Instant(deadline.id.clone()), deadline.rule.clone());
        }
    }
    let reckons = |texts: &[Option<&str>]| {
        texts
            .iter()
            .flatten()
            .any(|text| reckons(pack, text, &mut BTreeSet::new()))
    };
    for gate in &pack.entries.gate {
        if reckons(&[Some(&gate.require), gate.when.as_deref()]) {
            found.insert(Wanted::TwoOutcomes(gate.id.clone()), gate.rule.clone());
        }
    }
    for route in &pack.entries.route {
        if reckons(&[Some(&route.when)]) {
            found.insert(Wanted::TwoOutcomes(route.id.clone()), route.rule.clone());
        }
    }
    for item in &pack.entries.item {
        if reckons(&[item.when.as_deref()]) {
            found.insert(Wanted::TwoOutcomes(item.id.clone()), item.rule.clone());
        }
    }
    for matter in &pack.entries.matter {
        if reckons(&[matter.opens_when.as_deref()]) {
            found.insert(Wanted::Opens(matter.id.clone()), matter.rule.clone());
        }
    }
    found
}

/// Whether a condition reckons with dates, itself or through the default of a fact.
fn reckons(pack: &Pack, text: &str, seen: &mut BTreeSet<String>) -> bool {
    if !seen.insert(text.to_owned()) {
        return false;
    }
    let Some(program) = pack.expressions.get(text) else {
        return false;
    };
    let references = program.references();
    if RECKONING
        .iter()
        .any(|function| references.has_function(function))
    {
        return true;
    }
    let defaults = pack
        .entries
        .fact
        .iter()
        .filter(|fact| references.has_variable(&fact.id));
    defaults
        .filter_map(|fact| fact.default.as_deref())
        .any(|default| reckons(pack, default, seen))
}

/// What the cases of a pack expect of a gate, route or item, whatever the action.
fn outcomes<'a>(cases: &'a [Case], id: &str) -> BTreeSet<&'a str> {
    let named = |name: &str| name.split('@').next() == Some(id);
    cases
        .iter()
        .flat_map(|case| {
            let expect = &case.expect;
            expect
                .gates
                .iter()
                .chain(&expect.routes)
                .chain(&expect.items)
        })
        .filter(|(name, _)| named(name))
        .map(|(_, outcome)| outcome.as_str())
        .collect()
}

fn is_tried(cases: &[Case], wanted: &Wanted) -> bool {
    match wanted {
        Wanted::Instant(id) => cases.iter().any(|case| {
            let due = case.expect.deadlines.get(id);
            due.is_some_and(|due| due.starts_with("20"))
        }),
        Wanted::TwoOutcomes(id) => outcomes(cases, id).len() > 1,
        Wanted::Opens(id) => {
            let opens = cases.iter().any(|case| case.expect.opens.contains(id));
            opens
                && cases
                    .iter()
                    .any(|case| case.expect.does_not_open.contains(id))
        }
    }
}

#[test]
fn every_boundary_is_tried_on_both_sides() {
    let cases = worked::cases();
    let mut untried = Vec::new();
    for pack in packs() {
        let own = &cases[&pack.header.id];
        let wanted = boundaries(&pack);
        untried.extend(
            wanted
                .into_iter()
                .filter(|(wanted, _)| !is_tried(own, wanted))
                .map(|(wanted, rules)| format!("{}: {wanted:?} {:?}", pack.header.id, rules.ids())),
        );
    }
    assert!(
        untried.is_empty(),
        "{} boundaries:\n{}",
        untried.len(),
        untried.join("\n")
    );
}

#[test]
fn dates_are_tried_over_christmas_easter_and_both_clock_changes() {
    let cases = worked::cases();
    let dues: BTreeSet<&str> = cases
        .values()
        .flatten()
        .flat_map(|case| case.expect.deadlines.values())
        .map(String::as_str)
        .collect();
    let asked: Vec<String> = cases
        .values()
        .flatten()
        .map(|case| case.at.to_rfc3339())
        .collect();
    for (what, days) in [
        (
            "between Christmas and New Year",
            ["2026-12-29", "2026-12-30", "2026-12-31", "2027-01-04"],
        ),
        (
            "after Easter",
            ["2026-04-07", "2026-04-08", "2026-04-09", "2026-04-10"],
        ),
    ] {
        let is_there = dues
            .iter()
            .any(|due| days.iter().any(|day| due.starts_with(day)));
        assert!(is_there, "nothing is due {what}");
    }
    for (what, days) in [
        (
            "the clocks go forward",
            ["2026-03-28", "2026-03-29", "2026-03-30", "2026-03-31"],
        ),
        (
            "the clocks go back",
            ["2026-10-24", "2026-10-25", "2026-10-26", "2026-10-27"],
        ),
    ] {
        let is_near = |text: &str| days.iter().any(|day| text.starts_with(day));
        let is_there = dues.iter().any(|due| is_near(due)) || asked.iter().any(|at| is_near(at));
        assert!(is_there, "nothing is tried while {what}");
    }
}
