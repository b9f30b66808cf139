//! Deadlines: what is due across transfers and matters.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{Reference, Side, Team};

/// Which deadlines are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DeadlineQuery {
    /// Only those that the caller owes, by team and role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mine: Option<bool>,
    /// Only those that this team owes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<Uuid>,
    /// Only those that are past due and not met (`true`), or not (`false`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overdue: Option<bool>,
    /// Only those in this state.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub state: Option<DeadlineState>,
    /// Most entries on the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1, maximum = 100, default = 20)]
    pub limit: Option<u32>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(max_length = 500)]
    pub cursor: Option<String>,
}

/// Where a deadline stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineState {
    /// Not met yet, and still to be met.
    Running,
    /// What was due was done, in time or late.
    Met,
    /// Past due and not met; still owed.
    Breached,
    /// A chance that passed unused, such as raising a disagreement.
    Lapsed,
    /// No longer owed, because the transfer ended or the facts changed.
    Cancelled,
}

impl DeadlineEntry {
    /// The short name of what it belongs to.
    pub fn reference(&self) -> &str {
        let of = self.transfer.as_ref().or(self.matter.as_ref());
        of.map_or("", |of| of.reference.as_str())
    }
}

/// One deadline in a list across transfers, soonest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "id": "0199f000-0000-7000-8000-000000000091",
    "transfer": {"id": "0199f000-0000-7000-8000-000000000031", "reference": "T-0031"},
    "key": "answer", "label": "Answer the request", "rule": "EXA-16", "due_at": "2026-11-04T23:59:59Z",
    "state": "running", "owed_by": "receiving",
    "owed_team": {"id": "0199f000-0000-7000-8000-000000000002", "service": "assessment", "name": "Assessment East"},
    "role": "team_manager", "advisory": false, "overdue": false
}))]
pub struct DeadlineEntry {
    /// Its id.
    pub id: Uuid,
    /// Transfer that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer: Option<Reference>,
    /// Matter of its own that it belongs to, where it is no transfer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matter: Option<Reference>,
    /// Its name in the pack.
    pub key: String,
    /// What is due.
    pub label: String,
    /// Rule behind it.
    pub rule: String,
    /// Last instant at which it is met.
    pub due_at: DateTime<Utc>,
    /// Where it stands.
    pub state: DeadlineState,
    /// Side that owes it.
    pub owed_by: Side,
    /// Team that owes it; for `both`, the one that holds the case.
    pub owed_team: Team,
    /// Role that owes it, where the procedure names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Whether it only advises.
    pub advisory: bool,
    /// Whether it is past due and not met.
    pub overdue: bool,
}
