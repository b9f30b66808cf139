//! The duty rota as the contract shows it.

use chrono::{DateTime, Utc};
use entity::duty_shift;
use openapi::{DutyShift, OnDuty};

use crate::error::ApiError;
use crate::service::names::Names;
use crate::service::standing_in::Attending;

/// A shift.
pub fn shift(row: duty_shift::Model) -> DutyShift {
    DutyShift {
        id: row.id,
        team_id: row.team_id,
        practitioner_id: row.practitioner_id,
        role: row.role,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
    }
}

/// Someone on duty.
///
/// * `next_change` – when the team's duty next changes, UTC
///
/// # Errors
///
/// Where `names` lacks the team or the practitioner.
pub(crate) fn on_duty(
    attended: &Attending,
    next_change: Option<DateTime<Utc>>,
    names: &Names,
) -> Result<OnDuty, ApiError> {
    let (row, who) = (&attended.shift, attended.who);
    let stands_in = who != row.practitioner_id;
    Ok(OnDuty {
        team: names.team(row.team_id)?,
        role: row.role.clone(),
        practitioner: names.person(who)?,
        stands_in_for: match stands_in {
            true => Some(names.person(row.practitioner_id)?),
            false => None,
        },
        from: row.starts_at,
        until: row.ends_at,
        next_change,
    })
}
