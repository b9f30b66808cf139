//! Every number of a procedure is tried on both sides: the last moment that is in, and the first that is out.
#![allow(clippy::unwrap_used)]

mod worked;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
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

/// Days around which something is easily miscounted, each the first and the last of them.
const SEASONS: [(&str, &[(&str, &str)]); 4] = [
    (
        "Christmas",
        &[("2026-12-24", "2027-01-02"), ("2027-12-24", "2028-01-02")],
    ),
    (
        "Easter",
        &[("2026-04-02", "2026-04-07"), ("2027-03-25", "2027-03-30")],
    ),
    (
        "the spring clock change",
        &[("2026-03-28", "2026-03-30"), ("2027-03-27", "2027-03-29")],
    ),
    (
        "the autumn clock change",
        &[("2026-10-24", "2026-10-26"), ("2027-10-30", "2027-11-01")],
    ),
];

/// What is due on one day of the year whoever the child is has one season or none.
const ON_A_FIXED_DAY: [&str; 2] = ["year_11_taf", "year_11_planning"];

/// A count longer than this lies over every season, so that only its ends say anything.
const LONGEST_SPAN_DAYS: i64 = 60;

/// Whether a case counts over one of these spans of days: by when it is asked, by what happened, or by what is due.
fn lies_over(case: &Case, due: Option<&str>, seasons: &[(&str, &str)]) -> bool {
    let day = |text: &str| -> Option<NaiveDate> { text.get(..10)?.parse().ok() };
    let at = case.at.date_naive();
    let facts = case.facts.values().filter_map(|value| day(value.as_str()?));
    let events = case.events.iter().map(|event| event.at.date_naive());
    let calls = case.contacts.iter().map(|call| call.at.date_naive());
    let due = due.and_then(day);
    let moments = facts.chain(events).chain(calls).chain(due).chain([at]);
    let moments: Vec<_> = moments.collect();
    let span = due.map(|due| (at.min(due), at.max(due)));
    let span = span.filter(|(from, to)| (*to - *from).num_days() <= LONGEST_SPAN_DAYS);
    seasons.iter().any(|(first, last)| {
        let (first, last) = (day(first).unwrap(), day(last).unwrap());
        let falls = moments.iter().any(|moment| (first..=last).contains(moment));
        falls || span.is_some_and(|(from, to)| from <= last && to >= first)
    })
}

#[test]
fn every_deadline_is_tried_over_christmas_easter_and_both_clock_changes() {
    let cases = worked::cases();
    let mut untried = Vec::new();
    for pack in packs() {
        let counted = pack.entries.deadline.iter();
        for deadline in counted.filter(|one| !ON_A_FIXED_DAY.contains(&one.id.as_str())) {
            for (season, days) in SEASONS {
                let is_tried = cases[&pack.header.id].iter().any(|case| {
                    let due = case.expect.deadlines.get(&deadline.id);
                    let due = due.filter(|due| *due != "none");
                    due.is_some_and(|due| lies_over(case, Some(due), days))
                        || lies_over_as_a_task(&pack, case, &deadline.id, days)
                });
                if !is_tried {
                    untried.push(format!("{}: {} over {season}", pack.header.id, deadline.id));
                }
            }
        }
    }
    assert!(
        untried.is_empty(),
        "{} deadlines:\n{}",
        untried.len(),
        untried.join("\n")
    );
}

/// Whether a case counts a deadline for one task by itself over one of these spans of days.
fn lies_over_as_a_task(pack: &Pack, case: &Case, deadline: &str, seasons: &[(&str, &str)]) -> bool {
    let tasks = case.tasks.iter().zip(&case.expect.tasks);
    let of_this = tasks.filter(|(task, _)| {
        let list = pack.task_list(&task.list);
        list.is_some_and(|list| list.deadline.as_deref() == Some(deadline))
    });
    of_this
        .into_iter()
        .any(|(_, due)| lies_over(case, Some(due), seasons))
}
