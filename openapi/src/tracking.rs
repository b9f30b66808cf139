//! The tracking sheet: one row for each child's transfer, from the request to its outcome.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{Direction, Reference, ReviewOutcome, TransferState};

/// Which rows are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TrackingQuery {
    /// Only transfers of this team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<Uuid>,
    /// Most entries on the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1, maximum = 100, default = 20)]
    pub limit: Option<u32>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(max_length = 500)]
    pub cursor: Option<String>,
}

/// How a request was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TrackedAnswer {
    /// Agreed.
    Accepted,
    /// Said no to.
    Declined,
    /// More was asked first.
    InformationRequired,
}

/// One child's row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "transfer": {"id": "0199f000-0000-7000-8000-000000000031", "reference": "T-0031"}, "state": "landed",
    "direction": "step_down", "requested_at": "2026-11-02T09:10:00Z",
    "case": {"id": "0199f000-0000-7000-8000-000000000041", "reference": "C-0041"}, "external_id": "CS-900041",
    "date_of_birth": "2018-05-04", "discussed_on": ["2026-11-04", "2026-11-18"], "times_discussed": 2,
    "answer": "accepted", "reviewed_on": ["2026-12-02"],
    "outcome": {"id": "met", "label": "Outcomes met", "look_again": false}
}))]
pub struct TrackingRow {
    /// The child's transfer.
    pub transfer: Reference,
    /// Where it is in its life.
    pub state: TransferState,
    /// Step up or down.
    pub direction: Direction,
    /// When it was asked for; absent for a draft.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_at: Option<DateTime<Utc>>,
    /// The child's case.
    pub case: Reference,
    /// Its id in the case system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// The child's date of birth. Personal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<NaiveDate>,
    /// Request of the family that the child goes along with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family_transfer: Option<Reference>,
    /// Days of the meetings that considered it without deciding.
    pub discussed_on: Vec<NaiveDate>,
    /// How many times that was.
    pub times_discussed: u32,
    /// How it was answered; absent while nobody has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<TrackedAnswer>,
    /// Why, as it was coded and written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Days on which it was reviewed after landing.
    pub reviewed_on: Vec<NaiveDate>,
    /// What came of it, once a review has said so for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<ReviewOutcome>,
}
