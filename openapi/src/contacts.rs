//! Contacts: calls about a child that reached a team and were logged.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{AnswerEntry, PractitionerRef, Reference, Team};

/// A call to be logged.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"case": "C-0041", "caller": "school", "concern": "injury seen this morning", "urgent": true}))]
pub struct NewContact {
    /// Reference or id of the case, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 100)]
    pub case: Option<String>,
    /// Team that it reached; absent means the caller's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Uuid>,
    /// When it reached the team; absent means now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received_at: Option<DateTime<Utc>>,
    /// Who called, such as `school` or `health visitor`.
    #[schema(min_length = 1, max_length = 200)]
    pub caller: String,
    /// What about.
    #[schema(min_length = 1, max_length = 4000)]
    pub concern: String,
    /// Whether it cannot wait.
    pub urgent: bool,
    /// Whether the caller asks for a decision about the child; absent means no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub referral: Option<bool>,
    /// What is recorded of the call, by fact of the procedure, such as who referred.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facts: Option<BTreeMap<String, Value>>,
}

/// A logged call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "id": "0199f000-0000-7000-8000-000000000081", "reference": "K-0081",
    "case": {"id": "0199f000-0000-7000-8000-000000000041", "reference": "C-0041"},
    "received_at": "2026-11-02T09:00:00Z", "recorded_at": "2026-11-02T09:02:00Z",
    "caller": "school", "concern": "injury seen this morning", "urgent": true,
    "logged_by": {"id": "0199f000-0000-7000-8000-000000000011", "name": "A. Sample"}
}))]
pub struct Contact {
    /// Its id.
    pub id: Uuid,
    /// Reference that people use.
    pub reference: String,
    /// The case, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<Reference>,
    /// Team that it reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<Team>,
    /// When it reached the team.
    pub received_at: DateTime<Utc>,
    /// When it was logged.
    pub recorded_at: DateTime<Utc>,
    /// Who called.
    pub caller: String,
    /// What about. Personal.
    pub concern: String,
    /// Whether it cannot wait.
    pub urgent: bool,
    /// Whether the caller asks for a decision about the child.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub referral: bool,
    /// What was recorded of the call, by fact. Personal.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<String, Value>,
    /// What the procedure asks for because of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matters: Vec<Reference>,
    /// Who logged it.
    pub logged_by: PractitionerRef,
    /// What was answered. Personal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<String>,
    /// When it was answered; absent while it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responded_at: Option<DateTime<Utc>>,
    /// Who answered it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responded_by: Option<PractitionerRef>,
    /// What the procedure says to do now, where it is urgent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advice: Option<AnswerEntry>,
    /// How far word of it has got, where it is urgent and reached a team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<CallProgress>,
}

/// How far word of an urgent call has got. Whoever was told has not been reached until somebody acknowledges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "reached": false, "rung": "On duty", "climbs_at": "2026-11-02T09:07:00Z", "settled_by": "landsafe",
    "steps": [{"what": "told", "at": "2026-11-02T09:02:00Z", "rung": "On duty", "passed": [],
               "people": [{"id": "0199f000-0000-7000-8000-000000000012", "name": "B. Sample"}]}]
}))]
pub struct CallProgress {
    /// Whether anybody has acknowledged it.
    pub reached: bool,
    /// When somebody did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged_at: Option<DateTime<Utc>>,
    /// Who did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged_by: Option<PractitionerRef>,
    /// Name of the rung that was told last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rung: Option<String>,
    /// When it climbs unless somebody acknowledges it; absent where it climbs no further.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub climbs_at: Option<DateTime<Utc>>,
    /// Who says how it climbs.
    pub settled_by: SettledBy,
    /// Rule of the procedure that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// What was done to reach somebody, in order.
    pub steps: Vec<CallStep>,
}

/// Who says how a call climbs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SettledBy {
    /// The authority has settled it.
    Authority,
    /// The procedure does.
    Procedure,
    /// Nobody does: Landsafe proposes it.
    Landsafe,
}

/// One thing that was done to reach somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CallStep {
    /// What.
    pub what: CallStepKind,
    /// When.
    pub at: DateTime<Utc>,
    /// Name of the rung.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rung: Option<String>,
    /// Who was told.
    pub people: Vec<PractitionerRef>,
    /// Names of the rungs that were passed over because nobody stands on them.
    pub passed: Vec<String>,
    /// Who did it; absent where time passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PractitionerRef>,
}

/// What was done to reach somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CallStepKind {
    /// A rung was told.
    Told,
    /// Somebody acknowledged it.
    Acknowledged,
    /// There is nobody further to tell.
    Ended,
}

/// Which logged calls are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ContactQuery {
    /// Only this team's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<Uuid>,
    /// Only this case's, by reference or id.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(max_length = 100)]
    pub case: Option<String>,
    /// Only urgent (`true`) or other (`false`) ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urgent: Option<bool>,
    /// Only those that wait for a response (`true`) or have had one (`false`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting: Option<bool>,
    /// Most entries on the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1, maximum = 100, default = 20)]
    pub limit: Option<u32>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(max_length = 500)]
    pub cursor: Option<String>,
}

/// That a logged call was answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"response": "rang back, visit today", "responded_at": "2026-11-02T09:30:00Z"}))]
pub struct RespondToContact {
    /// What was answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 4000)]
    pub response: Option<String>,
    /// When; absent means now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub responded_at: Option<DateTime<Utc>>,
}
