//! Worked cases: what practitioners expect of a pack, tried against the engine.
#![allow(clippy::unwrap_used)]

mod known_days;
mod open_transfer;
mod opening;
mod worked;

use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, Utc};
use known_days::calendar;
use policy::assessment::{self, Assessment, Recommendation, Request, Standing};
use policy::calendar::Calendar;
use policy::gate::Outcome;
use policy::matter::filled;
use policy::pack::read::{self, Borrowed};
use policy::pack::{Pack, builtin};
use worked::Case;

fn pack(id: &str) -> Pack {
    let borrowed = Borrowed {
        rrule: |_| Ok(()),
        today: "2026-11-23".parse().unwrap(),
    };
    let files = builtin::files()
        .remove(id)
        .unwrap_or_else(|| panic!("no pack is named {id}"));
    let (pack, findings) = read::read(&files, &borrowed);
    pack.unwrap_or_else(|| panic!("{id} is not sound: {findings:#?}"))
}

#[test]
fn every_worked_case_comes_out_as_expected() {
    let mut failures = Vec::new();
    for (id, cases) in worked::cases() {
        let pack = pack(&id);
        let calendar = calendar(&pack);
        for case in &cases {
            let said = try_case(&pack, &calendar, case);
            failures.extend(
                said.into_iter()
                    .map(|failure| format!("{id}: {}: {failure}", case.name)),
            );
        }
    }
    assert!(
        failures.is_empty(),
        "{} expectations fail:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

fn try_case(pack: &Pack, calendar: &Arc<Calendar>, case: &Case) -> Vec<String> {
    let known = opening::known(case, calendar);
    let mut facts = filled(pack, &known);
    facts.extend(case.facts.clone());
    if let Some(call) = case.contacts.last() {
        facts.extend(call.facts.clone());
    }
    let request = Request {
        pathway: case.pathway.clone(),
        matter: case.matter.clone(),
        decision: case.decision.clone(),
        contacts: opening::calls(case, calendar),
        facts,
        siblings: case.siblings.clone(),
        events: case
            .events
            .iter()
            .map(|each| (each.event.clone(), each.at))
            .collect(),
        at: case.at,
        planned_on: case.planned_on,
        recorded: case.recorded.clone(),
    };
    let request = match assessment::checked(pack, request) {
        Ok(request) => request,
        Err(problem) => return vec![problem.to_string()],
    };
    let assessment = assessment::assess(pack, calendar, &request);
    let mut failures = deadlines(pack, case, &assessment);
    failures.extend(gates(pack, case, &assessment));
    failures.extend(items(pack, case, &assessment));
    failures.extend(recommended(case, &assessment));
    failures.extend(routes(pack, case, &assessment));
    failures.extend(responsibilities(case, &assessment));
    failures.extend(conflicts(case, &assessment));
    failures.extend(asks(case, &assessment));
    failures.extend(opening::opened(pack, calendar, case, &request));
    failures.extend(open_transfer::differs(pack, calendar, case, &request));
    failures
}

fn differ(what: &str, id: &str, expected: &str, actual: &str) -> Option<String> {
    (expected != actual).then(|| format!("{what} {id}: expected {expected}, got {actual}"))
}

fn unknown(what: &str, id: &str) -> Option<String> {
    Some(format!("the pack has no {what} {id}"))
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn deadlines(pack: &Pack, case: &Case, assessment: &Assessment) -> Vec<String> {
    let check = |(id, expected): (&String, &String)| {
        if pack.deadline(id).is_none() {
            return unknown("deadline", id);
        }
        let reading = assessment
            .deadlines
            .iter()
            .find(|deadline| &deadline.id == id);
        let actual = match reading {
            None => "none".to_owned(),
            Some(deadline) if deadline.immediate => "immediate".into(),
            Some(deadline) => deadline.due_at.map_or_else(|| "none".into(), instant),
        };
        let expected = expected.parse().map_or_else(|_| expected.clone(), instant);
        differ("deadline", id, &expected, &actual)
    };
    case.expect.deadlines.iter().filter_map(check).collect()
}

fn gates(pack: &Pack, case: &Case, assessment: &Assessment) -> Vec<String> {
    let check = |(name, expected): (&String, &String)| {
        let (id, action) = match name.split_once('@') {
            Some((id, action)) => (id, Some(action)),
            None => (name.as_str(), None),
        };
        if pack.gate(id).is_none() && !matches!(id, "discussion" | "meeting" | "pathway") {
            return unknown("gate", id);
        }
        let is_meant =
            |stage| action.is_none_or(|action| serde_json::to_value(stage).unwrap() == action);
        let readings = assessment
            .gates
            .iter()
            .filter(|gate| gate.id == id && is_meant(gate.action));
        let worst = readings
            .map(|gate| severity(&gate.outcome))
            .max()
            .unwrap_or((0, "absent"));
        differ("gate", name, expected, worst.1)
    };
    case.expect.gates.iter().filter_map(check).collect()
}

fn severity(outcome: &Outcome) -> (u8, &'static str) {
    match outcome {
        Outcome::Passes => (1, "passes"),
        Outcome::Warns => (2, "warns"),
        Outcome::LacksFact(_) => (3, "lacks_fact"),
        Outcome::Blocks => (4, "blocks"),
    }
}

fn items(pack: &Pack, case: &Case, assessment: &Assessment) -> Vec<String> {
    let check = |(id, expected): (&String, &String)| {
        if pack.item(id).is_none() {
            return unknown("item", id);
        }
        let actual = match assessment.checklist.iter().find(|item| &item.id == id) {
            None => "absent",
            Some(item) if item.blocking => "blocking",
            Some(_) => "advisory",
        };
        differ("item", id, expected, actual)
    };
    case.expect.items.iter().filter_map(check).collect()
}

fn recommended(case: &Case, assessment: &Assessment) -> Vec<String> {
    let found: Vec<_> = assessment
        .recommended
        .iter()
        .filter_map(|each| each.pathway.as_deref())
        .collect();
    let missing = case
        .expect
        .recommended
        .iter()
        .filter(|wanted| !found.contains(&wanted.as_str()));
    missing
        .map(|wanted| format!("{wanted} is not recommended, only {found:?}"))
        .collect()
}

fn routes(pack: &Pack, case: &Case, assessment: &Assessment) -> Vec<String> {
    let check = |(id, expected): (&String, &String)| {
        if pack.route(id).is_none() && pack.pathway(id).is_none() {
            return unknown("route or pathway", id);
        }
        let is_meant = |one: &&Recommendation| {
            one.route.as_ref() == Some(id) || one.pathway.as_ref() == Some(id)
        };
        let actual = match assessment.recommended.iter().find(is_meant) {
            None => "absent",
            Some(one) if one.urgent => "urgent",
            Some(one) => match one.standing {
                Standing::Goes => "goes",
                Standing::Stays => "stays",
                Standing::Held => "held",
                Standing::Discuss => "discuss",
            },
        };
        differ("route", id, expected, actual)
    };
    case.expect.routes.iter().filter_map(check).collect()
}

fn responsibilities(case: &Case, assessment: &Assessment) -> Vec<String> {
    let check = |(id, expected): (&String, &String)| {
        let applies = assessment.responsibilities.iter().any(|one| &one.id == id);
        let actual = if applies { "applies" } else { "absent" };
        differ("responsibility", id, expected, actual)
    };
    let expected = case.expect.responsibilities.iter();
    expected.filter_map(check).collect()
}

fn conflicts(case: &Case, assessment: &Assessment) -> Option<String> {
    let expected = case.expect.conflicts.as_ref()?;
    let actual: Vec<_> = assessment.conflicts.iter().map(|one| &one.id).collect();
    (actual != expected.iter().collect::<Vec<_>>())
        .then(|| format!("conflicts: expected {expected:?}, got {actual:?}"))
}

fn asks(case: &Case, assessment: &Assessment) -> Option<String> {
    let expected = &case.expect.asks;
    let actual: Vec<_> = assessment
        .missing_facts
        .iter()
        .map(|missing| &missing.fact)
        .take(expected.len())
        .collect();
    (actual != expected.iter().collect::<Vec<_>>())
        .then(|| format!("asks: expected {expected:?}, got {actual:?}"))
}
