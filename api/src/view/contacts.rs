//! Logged calls as the contract shows them.

use entity::contact_step::ContactStepKind;
use entity::{contact, contact_step};
use openapi::{AnswerEntry, CallProgress, CallStep, CallStepKind, Contact, Reference, SettledBy};
use policy::call::{Ladder, Says};
use uuid::Uuid;

use crate::error::ApiError;
use crate::service::names::Names;

/// A logged call.
///
/// * `matters` – what it opened
/// * `advice` – what the procedure says to do now, where it is urgent
///
/// # Errors
///
/// Where `names` lacks the team or whoever logged it.
pub fn contact(
    row: &contact::Model,
    case: Option<Reference>,
    matters: Vec<Reference>,
    names: &Names,
    advice: Option<AnswerEntry>,
) -> Result<Contact, ApiError> {
    Ok(Contact {
        id: row.id,
        reference: row.reference.clone(),
        case,
        team: row.team_id.map(|id| names.team(id)).transpose()?,
        received_at: row.received_at,
        recorded_at: row.recorded_at,
        caller: row.caller.clone(),
        concern: row.concern.clone(),
        urgent: row.urgent,
        referral: row.referral,
        facts: serde_json::from_value(row.facts.clone()).unwrap_or_default(),
        matters,
        logged_by: names.person(row.received_by)?,
        response: row.response.clone(),
        responded_at: row.responded_at,
        responded_by: row.responded_by.map(|id| names.person(id)).transpose()?,
        advice,
        call: None,
    })
}

/// How far word of an urgent call has got; nothing for a call that does not climb.
///
/// # Errors
///
/// Where `names` lacks someone who was told.
pub fn call(
    row: &contact::Model,
    ladder: Option<&Ladder>,
    steps: &[&contact_step::Model],
    names: &Names,
) -> Result<Option<CallProgress>, ApiError> {
    let Some(ladder) = ladder else {
        return Ok(None);
    };
    let rung = row.rung.and_then(|rung| usize::try_from(rung).ok());
    let (settled_by, rule) = match &ladder.says {
        Says::Authority => (SettledBy::Authority, None),
        Says::Procedure(rule) => (SettledBy::Procedure, Some(rule.clone())),
        Says::Landsafe => (SettledBy::Landsafe, None),
    };
    Ok(Some(CallProgress {
        reached: row.acknowledged_at.is_some(),
        acknowledged_at: row.acknowledged_at,
        acknowledged_by: row.acknowledged_by.map(|id| names.person(id)).transpose()?,
        rung: rung
            .and_then(|rung| ladder.rungs.get(rung))
            .map(|rung| rung.label.clone()),
        climbs_at: row.next_climb_at,
        settled_by,
        rule,
        steps: steps
            .iter()
            .map(|row| step(row, names))
            .collect::<Result<_, _>>()?,
    }))
}

fn step(row: &contact_step::Model, names: &Names) -> Result<CallStep, ApiError> {
    let people: Vec<Uuid> = serde_json::from_value(row.people.clone()).unwrap_or_default();
    Ok(CallStep {
        what: match row.kind {
            ContactStepKind::Told => CallStepKind::Told,
            ContactStepKind::Acknowledged => CallStepKind::Acknowledged,
            ContactStepKind::Ended => CallStepKind::Ended,
        },
        at: row.happened_at,
        rung: row.label.clone(),
        people: people
            .into_iter()
            .map(|id| names.person(id))
            .collect::<Result<_, _>>()?,
        passed: serde_json::from_value(row.passed.clone()).unwrap_or_default(),
        by: row.practitioner_id.map(|id| names.person(id)).transpose()?,
    })
}
