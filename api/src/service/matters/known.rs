//! What the server knows itself of a case, a call and an absence, as the facts that a pack lets it fill in.

use std::sync::Arc;

use entity::{absence, child_case, contact};
use policy::calendar::Calendar;
use policy::fact::{Facts, utc};
use policy::pack::format::FilledBy;
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde_json::Value;

use super::bringing::Circumstance;
use crate::app::App;
use crate::error::ApiError;
use crate::procedures::Procedure;
use crate::repository::{authorities, contacts, holdings, teams};

/// What the server knows itself.
pub(super) async fn known(
    txn: &DatabaseTransaction,
    app: &App,
    procedure: &Arc<Procedure>,
    given: &Circumstance,
) -> Result<Vec<(FilledBy, Value)>, ApiError> {
    let mut known = Vec::new();
    if let Some(case) = &given.case {
        let closures = authorities::list_closures(txn, case.authority_id).await?;
        let calendar = app.procedures.calendar(&procedure.pack, &closures)?;
        known.extend(of_case(txn, case, &calendar).await?);
    }
    if let Some(contact) = &given.contact {
        let closures = authorities::list_closures(txn, contact.authority_id).await?;
        let calendar = app.procedures.calendar(&procedure.pack, &closures)?;
        known.extend(of_contact(contact, &calendar));
    }
    if let Some(absence) = &given.absence {
        known.extend(of_absence(absence));
    }
    Ok(known)
}

async fn of_case(
    txn: &DatabaseTransaction,
    case: &child_case::Model,
    calendar: &Calendar,
) -> Result<Vec<(FilledBy, Value)>, ApiError> {
    let all = holdings::list_of_case(txn, case.authority_id, case.id).await?;
    let Some(last) = all.last() else {
        return Ok(Vec::new());
    };
    let team = teams::find(txn, case.authority_id, last.team_id).await?;
    let service = team.map(|team| team.service).unwrap_or_default();
    Ok(match last.ends_at {
        None => vec![(FilledBy::CaseHeldBy, service.into())],
        Some(ended) => vec![
            (FilledBy::CaseLastHeldBy, service.into()),
            (
                FilledBy::CaseClosedOn,
                calendar.local_date(ended).to_string().into(),
            ),
        ],
    })
}

fn of_contact(contact: &contact::Model, calendar: &Calendar) -> Vec<(FilledBy, Value)> {
    let received = contact.received_at;
    vec![
        (FilledBy::ContactReceivedAt, utc(received).into()),
        (
            FilledBy::ContactReceivedOn,
            calendar.local_date(received).to_string().into(),
        ),
        (FilledBy::ContactLoggedAt, utc(contact.recorded_at).into()),
        (FilledBy::ContactIsReferral, contact.referral.into()),
        (FilledBy::ContactIsUrgent, contact.urgent.into()),
    ]
}

pub(super) fn of_absence(absence: &absence::Model) -> Vec<(FilledBy, Value)> {
    let mut known = vec![(FilledBy::AbsentFrom, absence.from_on.to_string().into())];
    if let Some(until) = absence.until_on {
        known.push((FilledBy::AbsentUntil, until.to_string().into()));
    }
    known
}

/// The calls about a case as conditions see them, earliest first.
///
/// # Errors
///
/// Whatever the database says.
pub(crate) async fn calls<C: ConnectionTrait>(
    conn: &C,
    case: &child_case::Model,
    calendar: &Calendar,
) -> Result<Vec<Facts>, ApiError> {
    let found = contacts::list_of_case(conn, case.authority_id, case.id).await?;
    Ok(found.iter().map(|call| as_facts(call, calendar)).collect())
}

/// A call as conditions see it: `on`, `urgent`, `referral` and whatever was recorded with it.
pub(crate) fn as_facts(call: &contact::Model, calendar: &Calendar) -> Facts {
    let mut facts = recorded(call);
    let on = calendar.local_date(call.received_at).to_string();
    facts.insert("on".into(), on.into());
    facts.insert("urgent".into(), call.urgent.into());
    facts.insert("referral".into(), call.referral.into());
    facts
}

pub(super) fn recorded(call: &contact::Model) -> Facts {
    let members = call.facts.as_object().into_iter().flatten();
    members
        .map(|(id, value)| (id.clone(), value.clone()))
        .collect()
}
