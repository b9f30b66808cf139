//! Practitioners as the contract shows them.

use entity::{practitioner, practitioner_role};
use openapi::{HeldRole, Practitioner, PractitionerRef};

use crate::error::ApiError;
use crate::service::names::Names;

/// A practitioner by name.
pub fn reference(row: &practitioner::Model) -> PractitionerRef {
    PractitionerRef {
        id: row.id,
        name: row.name.clone(),
    }
}

/// A practitioner with the roles among `roles` that are theirs.
///
/// # Errors
///
/// Where `names` lacks a team of theirs.
pub fn practitioner(
    row: &practitioner::Model,
    roles: &[practitioner_role::Model],
    names: &Names,
) -> Result<Practitioner, ApiError> {
    let theirs = roles.iter().filter(|role| role.practitioner_id == row.id);
    Ok(Practitioner {
        id: row.id,
        reference: row.reference.clone(),
        name: row.name.clone(),
        is_administrator: row.is_administrator,
        suspended: row.suspended_at.is_some(),
        roles: theirs
            .map(|role| held(role, names))
            .collect::<Result<_, _>>()?,
    })
}

fn held(row: &practitioner_role::Model, names: &Names) -> Result<HeldRole, ApiError> {
    Ok(HeldRole {
        role: row.role.clone(),
        team: row.team_id.map(|id| names.team(id)).transpose()?,
        service: row.service.clone(),
    })
}
