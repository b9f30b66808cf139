//! Notifications as the contract shows them.

use chrono::{DateTime, Utc};
use entity::deadline::{self, DeadlineState};
use entity::notification::{self, NotificationKind as Row};
use entity::{contact, matter, transfer};
use openapi::{Notification, NotificationButton, NotificationDue, NotificationKind, Reference};
use policy::deadline::FOLLOW_UP;

use crate::error::ApiError;
use crate::service::names::Names;

/// What a message is about, as it stands now.
#[derive(Debug, Clone, Copy, Default)]
pub struct About<'a> {
    /// The transfer.
    pub transfer: Option<&'a transfer::Model>,
    /// The matter of its own.
    pub matter: Option<&'a matter::Model>,
    /// The deadline.
    pub deadline: Option<&'a deadline::Model>,
    /// The call.
    pub contact: Option<&'a contact::Model>,
    /// The checklist item that meets the deadline, where one does.
    pub item: Option<&'a str>,
}

/// A message owed to someone.
///
/// # Errors
///
/// Where `names` lacks the recipient, the team or the transfer.
pub fn notification(
    row: &notification::Model,
    about: About<'_>,
    names: &Names,
    now: DateTime<Utc>,
) -> Result<Notification, ApiError> {
    Ok(Notification {
        id: row.id,
        kind: kind(row),
        recipient: names.person(row.recipient_id)?,
        transfer: row.transfer_id.map(|id| names.transfer(id)).transpose()?,
        matter: about.matter.map(|matter| Reference {
            id: matter.id,
            reference: matter.reference.clone(),
        }),
        message: row.message.clone(),
        created_at: row.created_at,
        lease_until: row.lease_until,
        attempts: row.attempts,
        round: row.round,
        team: row.team_id.map(|id| names.team(id)).transpose()?,
        contact: about.contact.map(|contact| Reference {
            id: contact.id,
            reference: contact.reference.clone(),
        }),
        due: about.deadline.map(|deadline| due(deadline, now)),
        buttons: buttons(row, about, now),
        digest: row
            .digest
            .clone()
            .and_then(|digest| serde_json::from_value(digest).ok()),
        to: None,
        shown: row
            .shown
            .clone()
            .and_then(|shown| serde_json::from_value(shown).ok()),
    })
}

fn due(row: &deadline::Model, now: DateTime<Utc>) -> NotificationDue {
    NotificationDue {
        deadline: row.id,
        label: row.label.clone(),
        rule: (row.key != FOLLOW_UP).then(|| row.rule.clone()),
        due_at: row.due_at,
        overdue: is_owed(row) && row.due_at < now,
    }
}

/// Whether a deadline still waits for somebody.
pub fn is_owed(row: &deadline::Model) -> bool {
    matches!(row.state, DeadlineState::Open | DeadlineState::Breached)
}

fn buttons(
    row: &notification::Model,
    about: About<'_>,
    now: DateTime<Utc>,
) -> Vec<NotificationButton> {
    let mut buttons = Vec::new();
    let owed = about.deadline.filter(|deadline| is_owed(deadline));
    if owed.is_some() && about.item.is_some() {
        buttons.push(NotificationButton::Done);
    }
    if row.team_id.is_none() && owed.is_some_and(|deadline| deadline.due_at > now) {
        buttons.push(NotificationButton::Snooze);
    }
    if about.transfer.is_some() || about.matter.is_some() {
        buttons.push(NotificationButton::Open);
    }
    if row.team_id.is_none() && owed.is_some() {
        buttons.push(NotificationButton::HandOver);
    }
    if about
        .contact
        .is_some_and(|contact| contact.urgent && contact.acknowledged_at.is_none())
    {
        buttons.push(NotificationButton::Acknowledge);
    }
    buttons
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
