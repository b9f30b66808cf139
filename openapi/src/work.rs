//! Work around a move: tasks, responsibilities, and what a team owes on cases whether or not it holds them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{PractitionerRef, Reference, Side, Team};

/// A side of a transfer that owes a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OneSide {
    /// The team that held the case when the transfer was opened.
    Transferring,
    /// The team that would hold it, or holds it since it landed.
    Receiving,
}

/// A task to be named.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"what": "Complete the chronology", "due_on": "2026-11-20"}))]
pub struct NewTask {
    /// What is to be done; it never leaves for a chat platform.
    #[schema(min_length = 1, max_length = 4000)]
    pub what: String,
    /// Who owes it, where the list does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub owed_by: Option<OneSide>,
    /// Practitioner of that side who does it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub practitioner_id: Option<Uuid>,
    /// Last day for it; where the procedure counts the days itself, another day that both sides agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
}

/// Where a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    /// To be done.
    Open,
    /// Disputed; it waits for a decision.
    Disputed,
    /// Done.
    Done,
    /// No longer wanted, with a reason.
    Cancelled,
}

/// A task of a transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "number": 1, "list": "outstanding_tasks", "rule": "EXA-22", "what": "Complete the chronology", "owed_by": "transferring",
    "role": "team_manager", "raised_by": {"id": "0199f000-0000-7000-8000-000000000012", "name": "B. Sample"},
    "raised_at": "2026-11-12T10:00:00Z", "in_writing": true, "due_at": "2026-11-19T23:59:59Z",
    "deadline": "tasks_completed#1", "state": "open"
}))]
pub struct Task {
    /// Its number on the transfer, from 1.
    #[schema(minimum = 1)]
    pub number: u32,
    /// Task list of the pack; absent for what the two sides agreed by themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
    /// Rule behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// What is to be done.
    pub what: String,
    /// Who owes it.
    pub owed_by: Side,
    /// Role that owes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Who does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practitioner: Option<PractitionerRef>,
    /// Who named it.
    pub raised_by: PractitionerRef,
    /// When the other side was told: its clock starts here.
    pub raised_at: DateTime<Utc>,
    /// Whether that was in writing.
    pub in_writing: bool,
    /// Last instant for it, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DateTime<Utc>>,
    /// Name of its deadline, to agree another date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<String>,
    /// Where it stands.
    pub state: TaskState,
    /// When it was done or cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
    /// Who said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_by: Option<PractitionerRef>,
    /// Why it was disputed or cancelled, or what was noted when it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A task list that applies to a transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TaskList {
    /// Its id in the pack.
    pub id: String,
    /// What its tasks are.
    pub label: String,
    /// Rule behind it.
    pub rule: String,
    /// Who names its tasks.
    pub raised_by: Side,
    /// Roles of which one is needed for that; empty means anyone of the side.
    pub raised_by_roles: Vec<String>,
    /// Who owes them; with `both`, each task says.
    pub owed_by: Side,
    /// Whether the other side has to be told in writing.
    pub in_writing: bool,
    /// Whether each task has to name its day.
    pub must_say_when: bool,
}

/// What a piece of work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WorkKind {
    /// Named or agreed by somebody.
    Task,
    /// Given by the procedure.
    Responsibility,
}

/// Which work is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WorkQuery {
    /// Team that owes it; absent means any team of yours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<Uuid>,
    /// Only on cases that the team holds now (`true`), or does not hold (`false`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holding: Option<bool>,
    /// Only tasks, or only responsibilities.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub kind: Option<WorkKind>,
    /// Only what is given to you by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mine: Option<bool>,
    /// Only what has (`true`) or has not (`false`) ended; absent means what has not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<bool>,
    /// Most entries on the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1, maximum = 100, default = 20)]
    pub limit: Option<u32>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(max_length = 500)]
    pub cursor: Option<String>,
}

/// One piece of work in a list across transfers, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "id": "0199f000-0000-7000-8000-000000000095", "key": "responsibility:writing_the_report", "kind": "responsibility",
    "transfer": {"id": "0199f000-0000-7000-8000-000000000031", "reference": "T-0031"},
    "case": {"id": "0199f000-0000-7000-8000-000000000041", "reference": "C-0041"},
    "label": "The report for the panel", "rule": "EXA-40", "owed_by": "receiving",
    "owed_teams": [{"id": "0199f000-0000-7000-8000-000000000002", "service": "assessment", "name": "Assessment East"}],
    "held_by": {"id": "0199f000-0000-7000-8000-000000000001", "service": "family_help", "name": "Family Help North"},
    "starts_at": "2026-11-04T09:00:00Z"
}))]
pub struct WorkEntry {
    /// Its id.
    pub id: Uuid,
    /// `task:NUMBER` or `responsibility:ID`.
    pub key: String,
    /// What it is.
    pub kind: WorkKind,
    /// Transfer that it belongs to.
    pub transfer: Reference,
    /// Case that it is about.
    pub case: Reference,
    /// What it is about.
    pub label: String,
    /// What is to be done, for a task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// Rule behind it; absent for what the two sides agreed by themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Side that owes it.
    pub owed_by: Side,
    /// Teams that owe it.
    pub owed_teams: Vec<Team>,
    /// Team that holds the case now; absent where it is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_by: Option<Team>,
    /// Role that owes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Who does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practitioner: Option<PractitionerRef>,
    /// Since when.
    pub starts_at: DateTime<Utc>,
    /// Last instant for it, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DateTime<Utc>>,
    /// When it ended, or will.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<DateTime<Utc>>,
}

/// An outcome that a review may record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReviewOutcome {
    /// Its code.
    pub id: String,
    /// Its label for people.
    pub label: String,
    /// Whether reviews go on after it.
    pub look_again: bool,
}

/// A meeting that considered a transfer without deciding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Considered {
    /// Meeting of the pack.
    pub forum: String,
    /// Its day.
    pub meeting_on: NaiveDate,
    /// Who recorded it.
    pub by: PractitionerRef,
    /// What was noted with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
