//! Dates that are worked out for an answer, from what a question tells.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde_json::Value;

use super::heard::Heard;
use crate::absence::Worker;
use crate::assessment::{self, Request};
use crate::calendar::Calendar;
use crate::expression::{Circumstances, Knowledge, Verdict};
use crate::fact;
use crate::gate::Outcome as GateOutcome;
use crate::pack::Pack;
use crate::pack::format::{Reckons, Stage};

/// A date that the engine worked out, or what a gate says of the day told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reckoned {
    /// What is due, or what it is the day of, in the pack's words.
    pub label: String,
    /// The civil date in the authority's zone; none where there is no number and it is due at once, or for a gate.
    pub on: Option<NaiveDate>,
    /// The instant, UTC, where the clock runs in hours.
    pub at: Option<DateTime<Utc>>,
    /// At once: the procedure gives no number.
    pub immediate: bool,
    /// How it was counted, or what the gate says.
    pub how: String,
    /// Its rules.
    pub rules: Vec<String>,
}

/// What came of it.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) reckoned: Vec<Reckoned>,
    /// Facts without which something could not be worked out.
    pub(super) missing: Vec<String>,
}

/// Everything that an entry reckons, as far as what was heard goes.
///
/// * `at` – the instant of asking, UTC
pub(super) fn reckon(
    pack: &Pack,
    rules: &[String],
    reckons: &Reckons,
    heard: &Heard,
    at: DateTime<Utc>,
    calendar: &Arc<Calendar>,
) -> Outcome {
    let mut outcome = Outcome::default();
    deadlines(pack, reckons, heard, at, calendar, &mut outcome);
    days(pack, rules, reckons, heard, at, calendar, &mut outcome);
    gates(pack, reckons, heard, at, calendar, &mut outcome);
    if outcome.reckoned.is_empty() {
        outcome.missing.extend(
            heard
                .without_time
                .iter()
                .filter_map(|name| Some(name.strip_prefix("fact:")?.to_owned())),
        );
    }
    outcome
}

fn deadlines(
    pack: &Pack,
    reckons: &Reckons,
    heard: &Heard,
    at: DateTime<Utc>,
    calendar: &Arc<Calendar>,
    outcome: &mut Outcome,
) {
    if reckons.deadlines.is_empty() {
        return;
    }
    let due = assessment::due(pack, calendar, &request(reckons, heard, at));
    for id in &reckons.deadlines {
        let Some(reading) = due.iter().find(|reading| &reading.id == id) else {
            continue;
        };
        let is_in_hours = reading.owed.in_hours && !reading.immediate;
        outcome.reckoned.push(Reckoned {
            label: reading.owed.label.clone(),
            on: reading.due_at.map(|due_at| calendar.local_date(due_at)),
            at: reading.due_at.filter(|_| is_in_hours),
            immediate: reading.immediate,
            how: reading.owed.reckoned.clone(),
            rules: vec![reading.owed.rule.clone()],
        });
    }
}

fn days(
    pack: &Pack,
    rules: &[String],
    reckons: &Reckons,
    heard: &Heard,
    at: DateTime<Utc>,
    calendar: &Arc<Calendar>,
    outcome: &mut Outcome,
) {
    let knowledge = knowledge(pack, heard, at, calendar);
    for day in &reckons.days {
        match knowledge.value(&day.is) {
            Ok(Value::String(text)) => outcome.reckoned.push(Reckoned {
                label: day.label.clone(),
                on: fact::date(&text),
                at: None,
                immediate: false,
                how: String::new(),
                rules: rules.to_vec(),
            }),
            Err(Verdict::Lacks(facts)) => outcome
                .missing
                .extend(facts.into_iter().filter(|id| pack.fact(id).is_some())),
            _ => {}
        }
    }
}

/// What the gates say of the day on which the case is to move, where the question tells it.
fn gates(
    pack: &Pack,
    reckons: &Reckons,
    heard: &Heard,
    at: DateTime<Utc>,
    calendar: &Arc<Calendar>,
    outcome: &mut Outcome,
) {
    if reckons.gates.is_empty() {
        return;
    }
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    let on_the_day = heard.planned_on.map_or(at, |day| calendar.at(day, noon));
    let before = assessment::before(pack, calendar, &request(reckons, heard, on_the_day));
    for id in &reckons.gates {
        let readings = || before.iter().filter(|reading| &reading.id == id);
        let Some(reading) = readings()
            .find(|reading| reading.action == Stage::Land)
            .or_else(|| readings().next())
        else {
            continue;
        };
        let how = match &reading.outcome {
            GateOutcome::LacksFact(facts) => {
                outcome
                    .missing
                    .extend(facts.iter().filter(|id| pack.fact(id).is_some()).cloned());
                continue;
            }
            GateOutcome::Passes if heard.planned_on.is_none() => continue,
            GateOutcome::Passes => "Nothing in this rule stands against that day.".to_owned(),
            _ => format!("{} {}", reading.message, reading.remedy),
        };
        outcome.reckoned.push(Reckoned {
            label: pack
                .rule(reading.rules.first().map_or("", String::as_str))
                .map_or_else(|| reading.id.clone(), |rule| rule.text.clone()),
            on: heard.planned_on,
            at: None,
            immediate: false,
            how,
            rules: reading.rules.clone(),
        });
    }
}

fn request(reckons: &Reckons, heard: &Heard, at: DateTime<Utc>) -> Request {
    Request {
        pathway: reckons.pathway.clone(),
        matter: reckons.matter.clone(),
        facts: heard.facts.clone(),
        events: heard
            .events
            .iter()
            .map(|(event, at)| (event.clone(), *at))
            .collect(),
        at,
        planned_on: heard.planned_on,
        ..Request::default()
    }
}

/// What is known when a question is answered; `transfer.from` is the asker's service.
pub(super) fn knowledge<'a>(
    pack: &'a Pack,
    heard: &Heard,
    at: DateTime<Utc>,
    calendar: &Arc<Calendar>,
) -> Knowledge<'a> {
    asked_by(pack, heard, None, at, calendar)
}

/// The same, for an asker of this service.
pub(super) fn asked_by<'a>(
    pack: &'a Pack,
    heard: &Heard,
    service: Option<&str>,
    at: DateTime<Utc>,
    calendar: &Arc<Calendar>,
) -> Knowledge<'a> {
    let transfer = service.map(|service| ("from", service.to_owned()));
    let circumstances = Circumstances {
        facts: &heard.facts,
        siblings: &[],
        contacts: &[],
        decision: "",
        events: &heard.events,
        recorded: &BTreeMap::new(),
        ticked: &BTreeMap::new(),
        items: &pack.item_ids,
        transfer: transfer.into_iter().collect(),
        planned_on: heard.planned_on,
        worker: Worker::default(),
        now: at,
    };
    pack.knowledge(&circumstances, calendar)
}
