//! Work around a move as the contract shows it.

use entity::deadline::OwedSide;
use entity::work::{self, WorkKind as Row};
use entity::{child_case, transfer};
use openapi::{Reference, WorkEntry, WorkKind};
use uuid::Uuid;

use super::kinds::owed_side;
use crate::error::ApiError;
use crate::service::names::Names;

/// One piece of work in a list.
///
/// * `what` – what is to be done, for a task
///
/// # Errors
///
/// Where `names` lacks a team or somebody.
pub fn entry(
    row: &work::Model,
    transfer: &transfer::Model,
    case: &child_case::Model,
    what: Option<String>,
    holder: Option<Uuid>,
    names: &Names,
) -> Result<WorkEntry, ApiError> {
    let owed: &[Uuid] = match row.owed_side {
        OwedSide::Transferring => &[transfer.transferring_team_id],
        OwedSide::Receiving => &[transfer.receiving_team_id],
        OwedSide::Both => &[transfer.transferring_team_id, transfer.receiving_team_id],
    };
    Ok(WorkEntry {
        id: row.id,
        key: row.key.clone(),
        kind: match row.kind {
            Row::Task => WorkKind::Task,
            Row::Responsibility => WorkKind::Responsibility,
        },
        transfer: Reference {
            id: transfer.id,
            reference: transfer.reference.clone(),
        },
        case: Reference {
            id: case.id,
            reference: case.reference.clone(),
        },
        label: row.label.clone(),
        what,
        rule: Some(row.rule.clone()).filter(|rule| !rule.is_empty()),
        owed_by: owed_side(row.owed_side),
        owed_teams: owed
            .iter()
            .map(|id| names.team(*id))
            .collect::<Result<_, _>>()?,
        held_by: holder.map(|id| names.team(id)).transpose()?,
        role: row.role.clone(),
        practitioner: row.practitioner_id.map(|id| names.person(id)).transpose()?,
        starts_at: row.starts_at,
        due_at: row.due_at,
        ends_at: row.ends_at,
    })
}
