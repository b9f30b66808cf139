//! Deadlines across transfers as the contract shows them.

use chrono::{DateTime, Utc};
use entity::deadline::{self, OwedSide};
use entity::matter;
use entity::transfer::{self, TransferState};
use openapi::{DeadlineEntry, Reference};
use uuid::Uuid;

use super::kinds::{deadline_state, owed_side};
use super::matters::reference;
pub use super::transfers::is_overdue;
use crate::error::ApiError;
use crate::service::names::Names;

/// A deadline in a list.
///
/// # Errors
///
/// Where `names` lacks the team that owes it.
pub fn entry(
    row: &deadline::Model,
    of: &Of<'_>,
    names: &Names,
    now: DateTime<Utc>,
) -> Result<DeadlineEntry, ApiError> {
    Ok(DeadlineEntry {
        id: row.id,
        transfer: match of {
            Of::Transfer(transfer) => Some(Reference {
                id: transfer.id,
                reference: transfer.reference.clone(),
            }),
            Of::Matter(_) => None,
        },
        matter: match of {
            Of::Matter(matter) => Some(reference(matter)),
            Of::Transfer(_) => None,
        },
        key: row.key.clone(),
        label: row.label.clone(),
        rule: row.rule.clone(),
        due_at: row.due_at,
        state: deadline_state(row.state),
        owed_by: owed_side(row.owed_side),
        owed_team: names.team(owed_team(row, of))?,
        role: row.role.clone(),
        advisory: row.advisory,
        overdue: is_overdue(row, now),
    })
}

/// What a deadline belongs to.
#[derive(Debug, Clone, Copy)]
pub enum Of<'a> {
    /// A transfer.
    Transfer(&'a transfer::Model),
    /// A matter of its own.
    Matter(&'a matter::Model),
}

/// The team that owes a deadline; where both do, the one that holds the case; of a matter, the team whose it is.
pub fn owed_team(row: &deadline::Model, of: &Of<'_>) -> Uuid {
    let transfer = match of {
        // A list shows the matters of teams only.
        Of::Matter(matter) => return matter.team_id.unwrap_or_default(),
        Of::Transfer(transfer) => transfer,
    };
    let has_moved = matches!(
        transfer.state,
        TransferState::Landed | TransferState::Closed
    );
    match row.owed_side {
        OwedSide::Receiving => transfer.receiving_team_id,
        OwedSide::Both if has_moved => transfer.receiving_team_id,
        OwedSide::Transferring | OwedSide::Both => transfer.transferring_team_id,
    }
}
