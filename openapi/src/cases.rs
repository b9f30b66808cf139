//! Cases: one child's case, who holds it and held it, and its journey.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{PractitionerRef, Reference, Side, Team, TransferState};

/// One child's case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "id": "0199f000-0000-7000-8000-000000000041", "reference": "C-0041", "external_id": "CS-900041", "initials": "QZ",
    "date_of_birth": "2019-02-03", "family": {"id": "0199f000-0000-7000-8000-000000000051", "reference": "F-0051"},
    "siblings": [],
    "holder": {"team": {"id": "0199f000-0000-7000-8000-000000000001", "service": "family_help", "name": "Family Help North"},
               "since": "2026-01-05T09:00:00Z"},
    "facts": {"family_informed": true}, "opened_at": "2026-01-05T09:00:00Z", "version": 1
}))]
pub struct Case {
    /// Its id.
    pub id: Uuid,
    /// Reference that people use; it carries nothing personal.
    pub reference: String,
    /// Its id in the case system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// The child's initials. Personal.
    pub initials: String,
    /// The child's date of birth. Personal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<NaiveDate>,
    /// The family that siblings share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<Reference>,
    /// Cases of the other children of the family.
    pub siblings: Vec<Reference>,
    /// Who holds case responsibility now; absent once the case is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Holder>,
    /// Facts recorded on the case.
    pub facts: BTreeMap<String, Value>,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<DateTime<Utc>>,
    /// Version, raised by every change.
    #[schema(minimum = 1)]
    pub version: i64,
}

/// Who holds case responsibility now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Holder {
    /// The team.
    pub team: Team,
    /// The practitioner; absent while the case is in the team's duty tray.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practitioner: Option<PractitionerRef>,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// Which cases are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CaseQuery {
    /// Only cases that this team holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<Uuid>,
    /// Only the case with this reference or id in the case system.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(max_length = 100)]
    pub reference: Option<String>,
    /// Only open (`true`) or closed (`false`) cases.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<bool>,
    /// Most entries on the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1, maximum = 100, default = 20)]
    pub limit: Option<u32>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(max_length = 500)]
    pub cursor: Option<String>,
}

/// A case to be opened.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"initials": "QZ", "team_id": "0199f000-0000-7000-8000-000000000001", "external_id": "CS-900041"}))]
pub struct NewCase {
    /// Its id in the case system.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 100)]
    pub external_id: Option<String>,
    /// The child's initials, never the name.
    #[schema(min_length = 1, max_length = 8)]
    pub initials: String,
    /// The child's date of birth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<NaiveDate>,
    /// Family of a sibling's case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family_id: Option<Uuid>,
    /// Team that holds it.
    pub team_id: Uuid,
    /// Practitioner that holds it; absent means the team's duty tray.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub practitioner_id: Option<Uuid>,
    /// Facts that are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facts: Option<BTreeMap<String, Value>>,
}

/// One thing that happened to a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "id": "0199f000-0000-7000-8000-000000000061", "kind": "accepted",
    "occurred_at": "2026-11-03T10:00:00Z", "recorded_at": "2026-11-03T10:05:00Z",
    "by": {"id": "0199f000-0000-7000-8000-000000000011", "name": "A. Sample"}, "side": "receiving",
    "transfer": {"id": "0199f000-0000-7000-8000-000000000031", "reference": "T-0031"},
    "from_state": "requested", "to_state": "accepted", "rules": ["EXA-10"], "detail": {}, "text": "The receiving team accepted."
}))]
pub struct JourneyEntry {
    /// Its id.
    pub id: Uuid,
    /// What happened, such as `requested`, `accepted`, `landed`, `item_ticked`. More kinds may come: pass over those you do not know.
    pub kind: String,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Who did it; absent where time did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PractitionerRef>,
    /// For which side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    /// For which team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<Team>,
    /// Transfer that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer: Option<Reference>,
    /// State of the transfer before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_state: Option<TransferState>,
    /// State of the transfer after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_state: Option<TransferState>,
    /// Rules under which it happened.
    pub rules: Vec<String>,
    /// What else was recorded with it.
    pub detail: BTreeMap<String, Value>,
    /// It in a sentence.
    pub text: String,
}

/// A span in which a team held case responsibility.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "id": "0199f000-0000-7000-8000-000000000071",
    "team": {"id": "0199f000-0000-7000-8000-000000000001", "service": "family_help", "name": "Family Help North"},
    "starts_at": "2026-01-05T09:00:00Z"
}))]
pub struct Holding {
    /// Its id.
    pub id: Uuid,
    /// The team.
    pub team: Team,
    /// The practitioner; absent for the duty tray.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practitioner: Option<PractitionerRef>,
    /// Its first instant.
    pub starts_at: DateTime<Utc>,
    /// Its end, which is the next holding's start; absent for the present one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<DateTime<Utc>>,
    /// Transfer that brought it about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer: Option<Reference>,
}
