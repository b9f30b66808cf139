//! Notifications: messages owed to one recipient until acknowledged.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{PractitionerRef, Reference};

/// One message owed to one recipient. It carries references only, never a child's details.
///
/// Delivery is at least once, always under the same `id`: drop what you have delivered before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "id": "0199f000-0000-7000-8000-0000000000a1", "kind": "nudge",
    "recipient": {"id": "0199f000-0000-7000-8000-000000000011", "name": "A. Sample"},
    "transfer": {"id": "0199f000-0000-7000-8000-000000000031", "reference": "T-0031"},
    "message": "T-0031: answer the request by 4 November", "created_at": "2026-11-03T09:00:00Z",
    "lease_until": "2026-11-03T09:01:00Z", "attempts": 1
}))]
pub struct Notification {
    /// Its id, the same at every delivery.
    pub id: Uuid,
    /// What it is about.
    pub kind: NotificationKind,
    /// Who is to read it.
    pub recipient: PractitionerRef,
    /// Transfer that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer: Option<Reference>,
    /// What to tell.
    pub message: String,
    /// When it was caused.
    pub created_at: DateTime<Utc>,
    /// Until when the claimant may deliver it; then it may be claimed again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease_until: Option<DateTime<Utc>>,
    /// How often it was claimed.
    #[schema(minimum = 0)]
    pub attempts: i32,
}

/// What a notification is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NotificationKind {
    /// A reminder about a deadline.
    Nudge,
    /// A deadline was missed or a disagreement reached a rung.
    Escalation,
    /// Something happened to a transfer.
    Notice,
    /// Several reminders in one message.
    Digest,
    /// An urgent call was logged.
    Contact,
}

/// A claim on notifications that are due.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"claimant": "console-1", "limit": 10, "lease_seconds": 60, "for": "me"}))]
pub struct ClaimNotifications {
    /// Who delivers: one name for each process.
    #[schema(min_length = 1, max_length = 100)]
    pub claimant: String,
    /// Most to be claimed; absent means 20.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 500)]
    pub limit: Option<u32>,
    /// Seconds for which no other claimant gets them; absent means 60.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 5, maximum = 3600)]
    pub lease_seconds: Option<u32>,
    /// Whose; absent means the caller's own.
    #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
    pub whose: Option<ClaimFor>,
}

/// Whose notifications are claimed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClaimFor {
    /// The caller's own.
    #[default]
    Me,
    /// Everyone's in the authority; for what delivers on behalf of all.
    All,
}

/// Until when a notification is put off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"until": "2026-11-04T09:00:00Z"}))]
pub struct SnoozeNotification {
    /// In the future, and never past the time at which the thing is due.
    pub until: DateTime<Utc>,
}
