//! Notifications: messages owed to one recipient until acknowledged.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{PractitionerRef, Reference, Team};

/// One message owed to one recipient. It carries references only, never a child's details.
///
/// Delivery is at least once, always under the same `id`: drop what you have delivered before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "id": "0199f000-0000-7000-8000-0000000000a1", "kind": "nudge",
    "recipient": {"id": "0199f000-0000-7000-8000-000000000011", "name": "A. Sample"},
    "transfer": {"id": "0199f000-0000-7000-8000-000000000031", "reference": "T-0031"},
    "message": "T-0031: answer the request by 4 November", "created_at": "2026-11-03T09:00:00Z",
    "lease_until": "2026-11-03T09:01:00Z", "attempts": 1, "round": 0
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
    /// Matter of its own that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matter: Option<Reference>,
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
    /// How often it was put off: shown again then, it is not the same message twice.
    #[serde(default)]
    #[schema(minimum = 0)]
    pub round: i32,
    /// Team in whose channel it is told; the recipient is the assistant then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<Team>,
    /// Call that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Reference>,
    /// What is due about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NotificationDue>,
    /// What may be done about it at once, where it stands now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<NotificationButton>,
    /// What a digest lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digest>,
    /// Where on the platform it goes; only for the assistant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<ChatAddress>,
    /// Where it was shown before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<ShownAs>,
}

/// What waits, as one morning told it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "pending": 1, "due_this_week": [],
    "overdue": [{"transfer": {"id": "0199f000-0000-7000-8000-000000000031", "reference": "T-0031"},
                 "label": "Answer the request", "rule": "EXA-16", "due_at": "2026-11-04T23:59:59Z"}],
    "transfers": [{"reference": "T-0031", "age_days": 4, "due_at": "2026-11-04T23:59:59Z", "overdue": true}]
}))]
pub struct Digest {
    /// How many transfers and matters wait.
    #[schema(minimum = 0)]
    pub pending: u32,
    /// What is due until Sunday.
    pub due_this_week: Vec<DigestEntry>,
    /// What is past due.
    pub overdue: Vec<DigestEntry>,
    /// Advice whose moment has passed: it is never late, and still to be followed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub advised: Vec<DigestEntry>,
    /// Every transfer that waits, soonest due first, for a chart by age and due date.
    pub transfers: Vec<DigestPending>,
    /// Every matter of its own that waits, likewise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matters: Vec<DigestPending>,
}

/// One thing that a digest lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DigestEntry {
    /// Transfer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer: Option<Reference>,
    /// Matter of its own, where it is no transfer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matter: Option<Reference>,
    /// What is due.
    pub label: String,
    /// Rule behind it; absent where no rule gives it a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// When.
    pub due_at: DateTime<Utc>,
    /// Reminder that was folded into the digest; it can be done, put off and handed over like any other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notification: Option<Uuid>,
}

impl DigestEntry {
    /// Reference of what it is about.
    pub fn reference(&self) -> &str {
        let about = self.transfer.as_ref().or(self.matter.as_ref());
        about.map_or("", |about| about.reference.as_str())
    }
}

/// A transfer or a matter that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DigestPending {
    /// Its reference.
    pub reference: String,
    /// Days since it was opened.
    #[schema(minimum = 0)]
    pub age_days: i64,
    /// When the first thing about it is due.
    pub due_at: DateTime<Utc>,
    /// Whether that is past.
    pub overdue: bool,
}

/// To whom something is handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"to": "0199f000-0000-7000-8000-000000000012"}))]
pub struct HandOver {
    /// A colleague of the team that owes it, in the role that it is owed in.
    pub to: Uuid,
}

/// What is due about a notification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NotificationDue {
    /// Id of the deadline.
    pub deadline: Uuid,
    /// What is due.
    pub label: String,
    /// Rule behind it; absent where no rule gives it a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Last instant at which it is met; it cannot be put off past that.
    pub due_at: DateTime<Utc>,
    /// Whether it is past due and not met.
    pub overdue: bool,
}

/// What may be done about a notification at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NotificationButton {
    /// Say that it is done: `POST …/done`.
    Done,
    /// Put it off: `POST …/snooze`.
    Snooze,
    /// Look at the transfer or the matter.
    Open,
    /// Give it to a colleague: `POST …/hand-over`.
    HandOver,
    /// Take an urgent call: `POST /v1/contacts/{id}/acknowledge`.
    Acknowledge,
}

/// Where on a chat platform something goes: to an account or into a channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChatAddress {
    /// Such as `discord`.
    pub platform: String,
    /// Account that gets a direct message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// Channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<String>,
    /// Whether it only says that something waits: the recipient cannot be reached, and the channel is their team's.
    pub withheld: bool,
}

/// Where something was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShownAs {
    /// Channel, which for a direct message is its own.
    #[schema(min_length = 1, max_length = 64)]
    pub channel_id: String,
    /// Message.
    #[schema(min_length = 1, max_length = 64)]
    pub message_id: String,
}

/// That a notification was shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"shown": {"channel_id": "81384788765712384", "message_id": "1029384756"}}))]
pub struct AcknowledgeNotification {
    /// Where, on a chat platform.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shown: Option<ShownAs>,
}

/// That a notification could not be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "rate_limited", "after_seconds": 3}))]
pub struct FailedDelivery {
    /// Why.
    pub reason: DeliveryFailure,
    /// Seconds that the platform asks to wait; absent means longer each time.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 86400)]
    pub after_seconds: Option<u32>,
}

/// Why something could not be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryFailure {
    /// The platform asks to wait.
    RateLimited,
    /// The platform failed.
    ServerError,
    /// The platform did not answer.
    Unreachable,
    /// The recipient takes no direct messages: their team's channel is told that something waits.
    DirectMessagesRefused,
    /// There is no such account: likewise.
    UnknownAccount,
    /// There is no such channel, or it is closed to the assistant.
    ChannelMissing,
    /// The platform refused the message.
    Refused,
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
