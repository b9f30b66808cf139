//! Logged calls as the contract shows them.

use entity::contact;
use openapi::{AnswerEntry, Contact, Reference};

use crate::error::ApiError;
use crate::service::names::Names;

/// A logged call.
///
/// * `advice` – what the procedure says to do now, where it is urgent
///
/// # Errors
///
/// Where `names` lacks the team or whoever logged it.
pub fn contact(
    row: &contact::Model,
    case: Option<Reference>,
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
        logged_by: names.person(row.received_by)?,
        response: row.response.clone(),
        responded_at: row.responded_at,
        responded_by: row.responded_by.map(|id| names.person(id)).transpose()?,
        advice,
    })
}
