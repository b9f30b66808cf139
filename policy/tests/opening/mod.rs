//! What a call or an absence opens in a worked case.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, Utc};
use policy::assessment::Request;
use policy::calendar::Calendar;
use policy::fact::Facts;
use policy::matter::{knowledge, opens};
use policy::pack::Pack;
use policy::pack::format::{FilledBy, OpensOn};
use serde_json::Value;

use crate::worked::{Call, Case, Held};

/// What the server would know itself: of the last call, and of whoever is away.
pub(crate) fn known(case: &Case, calendar: &Calendar) -> Vec<(FilledBy, Value)> {
    let mut known = Vec::new();
    if let Some(call) = case.contacts.last() {
        let at = call.at.to_rfc3339_opts(SecondsFormat::Secs, true);
        known.extend([
            (FilledBy::ContactReceivedAt, at.clone().into()),
            (FilledBy::ContactLoggedAt, at.into()),
            (FilledBy::ContactReceivedOn, on(call, calendar).into()),
            (FilledBy::ContactIsReferral, call.referral.into()),
            (FilledBy::ContactIsUrgent, call.urgent.into()),
        ]);
    }
    if let Some(away) = &case.absence {
        known.push((FilledBy::AbsentFrom, away.from.to_string().into()));
        if let Some(until) = away.until {
            known.push((FilledBy::AbsentUntil, until.to_string().into()));
        }
    }
    known
}

fn on(call: &Call, calendar: &Calendar) -> String {
    calendar.local_date(call.at).to_string()
}

/// The calls as conditions see them.
pub(crate) fn calls(case: &Case, calendar: &Calendar) -> Vec<Facts> {
    let as_facts = |call: &Call| {
        let mut facts = call.facts.clone();
        facts.insert("on".into(), on(call, calendar).into());
        facts.insert("urgent".into(), call.urgent.into());
        facts.insert("referral".into(), call.referral.into());
        facts
    };
    case.contacts.iter().map(as_facts).collect()
}

/// Where what is opened differs from what is expected.
pub(crate) fn opened(
    pack: &Pack,
    calendar: &Arc<Calendar>,
    case: &Case,
    request: &Request,
) -> Vec<String> {
    let expected = &case.expect;
    let held = case.case.map(|held| held == Held::Open);
    let mut found = BTreeSet::new();
    let mut look = |on: OpensOn, at: DateTime<Utc>| {
        let (facts, contacts) = (&request.facts, &request.contacts);
        let knowledge = knowledge(pack, calendar, facts, &request.siblings, contacts, at);
        let opened = opens(pack, on, held, &knowledge);
        found.extend(opened.iter().map(|opening| opening.matter.id.clone()));
    };
    if let Some(call) = case.contacts.last() {
        look(OpensOn::Contact, call.at);
    }
    if case.absence.is_some() {
        look(OpensOn::Absence, case.at);
    }
    let missing = expected.opens.iter().filter(|id| !found.contains(*id));
    let too_many = expected
        .does_not_open
        .iter()
        .filter(|id| found.contains(*id));
    let named = expected.opens.iter().chain(&expected.does_not_open);
    named
        .filter(|id| pack.matter(id).is_none())
        .map(|id| format!("the pack has no matter {id}"))
        .chain(missing.map(|id| format!("{id} does not open, only {found:?}")))
        .chain(too_many.map(|id| format!("{id} opens")))
        .collect()
}
