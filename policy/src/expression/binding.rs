//! Binding: what conditions may look at, as values of the expression language.

use std::collections::HashMap;

use cel::{Context, Value};

use super::{Circumstances, TRANSFER_FIELDS};
use crate::absence::{AbsenceKind, Worker};
use crate::calendar::Calendar;
use crate::fact::{self, Facts};

/// Bind everything that conditions may look at besides facts and functions.
pub(super) fn bind_circumstances(
    context: &mut Context<'static, 'static>,
    given: &Circumstances,
    calendar: &Calendar,
) {
    let today = calendar.local_date(given.now);
    context.add_variable_from_value("today", today.to_string());
    context.add_variable_from_value("now", fact::utc(given.now));
    if let Some(planned_on) = given.planned_on {
        context.add_variable_from_value("planned_on", planned_on.to_string());
    }
    let transfer: HashMap<String, String> = TRANSFER_FIELDS
        .iter()
        .map(|field| {
            (
                (*field).to_owned(),
                given.transfer.get(field).cloned().unwrap_or_default(),
            )
        })
        .collect();
    context.add_variable_from_value("transfer", transfer);
    let happened: HashMap<String, bool> = crate::transfer::EVENTS
        .iter()
        .map(|(event, _)| ((*event).to_owned(), given.events.contains_key(*event)))
        .collect();
    context.add_variable_from_value("happened", happened);
    let dates: HashMap<String, String> = given
        .events
        .iter()
        .map(|(event, at)| (event.clone(), calendar.local_date(*at).to_string()))
        .collect();
    context.add_variable_from_value("dates", dates);
    let ticked: HashMap<String, bool> = given
        .items
        .iter()
        .map(|item| (item.clone(), given.ticked.contains_key(item)))
        .collect();
    context.add_variable_from_value("ticked", ticked);
    for (name, instants) in [
        ("recorded", given.recorded),
        ("done", given.ticked),
        ("instants", given.events),
    ] {
        let texts: HashMap<String, String> = instants
            .iter()
            .map(|(of, at)| (of.clone(), fact::utc(*at)))
            .collect();
        context.add_variable_from_value(name, texts);
    }
    bind_worker(context, &given.worker);
    let siblings: Vec<Value> = given.siblings.iter().map(facts_to_cel).collect();
    context.add_variable_from_value("siblings", siblings);
    let contacts: Vec<Value> = given.contacts.iter().map(facts_to_cel).collect();
    context.add_variable_from_value("contacts", contacts);
    context.add_variable_from_value("decision", given.decision);
}

fn bind_worker(context: &mut Context<'static, 'static>, worker: &Worker) {
    let absence = worker.away.map_or("", AbsenceKind::name);
    let fields: HashMap<String, Value> = HashMap::from([
        ("named".into(), Value::Bool(worker.named)),
        ("absence".into(), Value::from(absence)),
        ("absent_days".into(), Value::Int(worker.away_days)),
    ]);
    context.add_variable_from_value("receiving_worker", fields);
}

pub(super) fn facts_to_cel(facts: &Facts) -> Value {
    let map: HashMap<String, Value> = facts
        .iter()
        .filter_map(|(id, value)| Some((id.clone(), to_cel(value)?)))
        .collect();
    Value::from(map)
}

pub(super) fn to_cel(value: &serde_json::Value) -> Option<Value> {
    match value {
        serde_json::Value::Bool(yes) => Some(Value::Bool(*yes)),
        serde_json::Value::Number(number) => number.as_i64().map(Value::Int),
        serde_json::Value::String(text) => Some(Value::from(text.as_str())),
        _ => None,
    }
}

pub(super) fn from_cel(value: &Value) -> Option<serde_json::Value> {
    match value {
        Value::Bool(yes) => Some((*yes).into()),
        Value::Int(number) => Some((*number).into()),
        Value::String(text) => Some(text.as_str().into()),
        _ => None,
    }
}
