//! Meetings: when those of the procedure sit.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A meeting that considers transfers, and when it sits next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"forum": "transfer_meeting", "name": "Transfer meeting", "cadence": "every week", "next_at": "2026-11-25T10:00:00Z"}))]
pub struct Meeting {
    /// The meeting, as the pack names it.
    pub forum: String,
    /// Its name for people.
    pub name: String,
    /// How often it sits, in the procedure's words.
    pub cadence: String,
    /// Its next sitting; absent where the authority has not said when it sits, or it sits no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_at: Option<DateTime<Utc>>,
}
