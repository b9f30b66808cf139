//! Notifications as the contract shows them.

use entity::notification::{self, NotificationKind as Row};
use openapi::{Notification, NotificationKind};

use crate::error::ApiError;
use crate::service::names::Names;

/// A message owed to someone.
///
/// # Errors
///
/// Where `names` lacks the recipient or the transfer.
pub fn notification(row: &notification::Model, names: &Names) -> Result<Notification, ApiError> {
    Ok(Notification {
        id: row.id,
        kind: kind(row),
        recipient: names.person(row.recipient_id)?,
        transfer: row.transfer_id.map(|id| names.transfer(id)).transpose()?,
        message: row.message.clone(),
        created_at: row.created_at,
        lease_until: row.lease_until,
        attempts: row.attempts,
    })
}

/// What is about a call is told apart from what is about a transfer.
fn kind(row: &notification::Model) -> NotificationKind {
    match row.kind {
        _ if row.contact_id.is_some() => NotificationKind::Contact,
        Row::Notice => NotificationKind::Notice,
        Row::Nudge => NotificationKind::Nudge,
        Row::Escalation => NotificationKind::Escalation,
        Row::Digest => NotificationKind::Digest,
    }
}
