//! Duty: who answers, and the shifts of the rota.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{PractitionerRef, Team};

/// Who answers at a moment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DutyQuery {
    /// The moment; absent means now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
    /// Only this team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<Uuid>,
}

/// Someone on duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "team": {"id": "0199f000-0000-7000-8000-000000000001", "service": "family_help", "name": "Family Help North"},
    "role": "duty_officer",
    "practitioner": {"id": "0199f000-0000-7000-8000-000000000011", "name": "A. Sample"},
    "from": "2026-11-02T09:00:00Z", "until": "2026-11-02T17:00:00Z", "next_change": "2026-11-02T17:00:00Z"
}))]
pub struct OnDuty {
    /// Team for which they answer.
    pub team: Team,
    /// Role in which they answer.
    pub role: String,
    /// Who.
    pub practitioner: PractitionerRef,
    /// Whose shift it is, where they are away and `practitioner` stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stands_in_for: Option<PractitionerRef>,
    /// Start of the shift.
    pub from: DateTime<Utc>,
    /// End of the shift.
    pub until: DateTime<Utc>,
    /// When the team's duty next changes, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_change: Option<DateTime<Utc>>,
}

/// Which shifts are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DutyShiftQuery {
    /// Only this team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<Uuid>,
    /// Only shifts that end after this moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<DateTime<Utc>>,
    /// Only shifts that start before this moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime<Utc>>,
    /// Most entries on the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1, maximum = 100, default = 20)]
    pub limit: Option<u32>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(max_length = 500)]
    pub cursor: Option<String>,
}

/// One shift of the rota.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "id": "0199f000-0000-7000-8000-000000000021", "team_id": "0199f000-0000-7000-8000-000000000001",
    "practitioner_id": "0199f000-0000-7000-8000-000000000011", "role": "duty_officer",
    "starts_at": "2026-11-02T09:00:00Z", "ends_at": "2026-11-02T17:00:00Z"
}))]
pub struct DutyShift {
    /// Its id.
    pub id: Uuid,
    /// Team for which they answer.
    pub team_id: Uuid,
    /// Who.
    pub practitioner_id: Uuid,
    /// Role in which they answer.
    pub role: String,
    /// Start.
    pub starts_at: DateTime<Utc>,
    /// End, after the start.
    pub ends_at: DateTime<Utc>,
}

/// A shift to be added to the rota.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "team_id": "0199f000-0000-7000-8000-000000000001", "practitioner_id": "0199f000-0000-7000-8000-000000000011",
    "role": "duty_officer", "starts_at": "2026-11-02T09:00:00Z", "ends_at": "2026-11-02T17:00:00Z"
}))]
pub struct NewDutyShift {
    /// Team for which they answer.
    pub team_id: Uuid,
    /// Who.
    pub practitioner_id: Uuid,
    /// Role of the pack in which they answer.
    #[schema(min_length = 1, max_length = 100)]
    pub role: String,
    /// Start.
    pub starts_at: DateTime<Utc>,
    /// End, after the start.
    pub ends_at: DateTime<Utc>,
}
