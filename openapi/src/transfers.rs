//! Transfers: moving case responsibility between teams.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    Advice, Approval, ChecklistItem, Considered, Decision, Direction, Discussion, Dispute,
    GivenReason, NextStep, Override, PackRef, PractitionerRef, Reference, Responsibility, Review,
    ReviewOutcome, Task, TaskList, Team, TransferDeadline, TransferFact, TransferState,
    TransferStates, Visit, WaitingFor,
};

/// Who asks for the move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TransferKind {
    /// The team that holds the case.
    Push,
    /// The team that should hold it.
    Pull,
}

/// Which side of a transfer a team is on, as a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SideFilter {
    /// The team holds the case.
    Transferring,
    /// The team would hold it.
    Receiving,
    /// One or the other.
    Either,
}

/// Which transfers are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TransferQuery {
    /// Only those in one of these states: one state, or several with commas between, `requested,accepted`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, max_length = 200)]
    #[param(value_type = Option<String>, max_length = 200, example = "requested,accepted",
            pattern = "^(draft|requested|information_required|on_hold|accepted|declined|disputed|supported|withdrawn|landed|closed)(,(draft|requested|information_required|on_hold|accepted|declined|disputed|supported|withdrawn|landed|closed))*$")]
    pub state: Option<TransferStates>,
    /// Only those of this team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<Uuid>,
    /// Side that `team`, or without it the caller's teams, must be on; absent means either.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub side: Option<SideFilter>,
    /// Only those with (`true`) or without (`false`) a deadline past due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overdue: Option<bool>,
    /// Only those whose next step the caller owes, by team and role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owed_by_me: Option<bool>,
    /// Only those of this case, by reference or id.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(max_length = 100)]
    pub case: Option<String>,
    /// Most entries on the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1, maximum = 100, default = 20)]
    pub limit: Option<u32>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(max_length = 500)]
    pub cursor: Option<String>,
}

/// A transfer to be opened, as a draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "case": "C-0041", "pathway": "up_to_assessment", "kind": "push",
    "receiving_team_id": "0199f000-0000-7000-8000-000000000002", "planned_on": "2026-11-20",
    "facts": {"family_informed": true}
}))]
pub struct NewTransfer {
    /// Reference or id of the case.
    #[schema(min_length = 1, max_length = 100)]
    pub case: String,
    /// Pathway of the pack.
    #[schema(min_length = 1, max_length = 100)]
    pub pathway: String,
    /// Who asks.
    pub kind: TransferKind,
    /// Team that would hold the case.
    pub receiving_team_id: Uuid,
    /// Planned day of landing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub planned_on: Option<NaiveDate>,
    /// Facts that are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facts: Option<BTreeMap<String, Value>>,
    /// Anything to add.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 4000)]
    pub note: Option<String>,
}

/// A pathway by its id, name and direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PathwayRef {
    /// Its id in the pack.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Which way the level of need goes.
    pub direction: Direction,
}

/// A transfer in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "id": "0199f000-0000-7000-8000-000000000031", "reference": "T-0031", "state": "requested", "kind": "push",
    "pathway": {"id": "up_to_assessment", "name": "Family Help to Assessment", "direction": "step_up"},
    "case": {"id": "0199f000-0000-7000-8000-000000000041", "reference": "C-0041"},
    "transferring_team": {"id": "0199f000-0000-7000-8000-000000000001", "service": "family_help", "name": "Family Help North"},
    "receiving_team": {"id": "0199f000-0000-7000-8000-000000000002", "service": "assessment", "name": "Assessment East"},
    "opened_at": "2026-11-02T09:00:00Z", "state_since": "2026-11-02T09:10:00Z", "planned_on": "2026-11-20",
    "next_due_at": "2026-11-04T23:59:59Z", "overdue": false, "version": 2
}))]
pub struct TransferSummary {
    /// Its id.
    pub id: Uuid,
    /// Reference that people use.
    pub reference: String,
    /// Where it is in its life.
    pub state: TransferState,
    /// Who asks.
    pub kind: TransferKind,
    /// Pathway that it goes along.
    pub pathway: PathwayRef,
    /// Case that would move.
    pub case: Reference,
    /// Request of the family that it goes along with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family_transfer: Option<Reference>,
    /// Team that holds the case, or held it before the landing.
    pub transferring_team: Team,
    /// Team that would hold it.
    pub receiving_team: Team,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// Since when it has been in its state.
    pub state_since: DateTime<Utc>,
    /// Planned day of landing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned_on: Option<NaiveDate>,
    /// When the next deadline that still runs is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_due_at: Option<DateTime<Utc>>,
    /// Whether a deadline is past due and not met.
    pub overdue: bool,
    /// Version, raised by every change; the `ETag`.
    #[schema(minimum = 1)]
    pub version: i64,
}

/// A transfer with everything that hangs on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "id": "0199f000-0000-7000-8000-000000000031", "reference": "T-0031", "state": "requested", "kind": "push",
    "pathway": {"id": "up_to_assessment", "name": "Family Help to Assessment", "direction": "step_up"},
    "case": {"id": "0199f000-0000-7000-8000-000000000041", "reference": "C-0041"},
    "transferring_team": {"id": "0199f000-0000-7000-8000-000000000001", "service": "family_help", "name": "Family Help North"},
    "receiving_team": {"id": "0199f000-0000-7000-8000-000000000002", "service": "assessment", "name": "Assessment East"},
    "opened_at": "2026-11-02T09:00:00Z", "state_since": "2026-11-02T09:10:00Z", "overdue": false, "version": 2,
    "pack": {"id": "exampleshire", "version": "1.2.0"},
    "opened_by": {"id": "0199f000-0000-7000-8000-000000000011", "name": "A. Sample"},
    "waiting_for": [{"what": "Answer the request", "owed_by": "receiving", "role": "team_manager", "due_at": "2026-11-04T23:59:59Z"}],
    "facts": [{"id": "family_informed", "label": "Family told", "type": "bool", "value": true, "question": "Has the family been told?",
               "choices": [], "personal": false,
               "recorded_at": "2026-11-02T09:05:00Z", "source": "recorded"}],
    "checklist": [{"id": "chronology", "label": "Chronology", "kind": "document", "rule": "EXA-14", "clause": "Section 4",
                   "before": "land", "blocking": true, "owed_by": "transferring", "to": [], "must_include": [], "state": "open"}],
    "deadlines": [{"id": "0199f000-0000-7000-8000-000000000091", "key": "answer", "label": "Answer the request", "rule": "EXA-16",
                   "due_at": "2026-11-04T23:59:59Z", "original_due_at": "2026-11-04T23:59:59Z", "immediate": false,
                   "state": "running", "owed_by": "receiving", "role": "team_manager", "advisory": false,
                   "reckoned": "2 working days from 2 November 2026"}],
    "discussions": [{"at": "2026-11-02T08:30:00Z", "way": "phone",
                     "transferring_manager": {"id": "0199f000-0000-7000-8000-000000000011", "name": "A. Sample"},
                     "receiving_manager": {"id": "0199f000-0000-7000-8000-000000000012", "name": "B. Sample"}}],
    "approvals": [], "reasons": [], "overrides": [], "visits": [], "responsibilities": [], "advice": [], "tasks": [], "task_lists": [],
    "considered": [], "reviews": [], "review_outcomes": [],
    "next_steps": [{"action": "accept", "possible": true, "path": "/v1/transfers/T-0031/accept",
                    "needs_role": ["team_manager"], "blocked_by": [], "warnings": [], "missing_facts": []}]
}))]
pub struct Transfer {
    /// What a list shows of it.
    #[serde(flatten)]
    pub summary: TransferSummary,
    /// Pack and version that it was opened under and keeps.
    pub pack: PackRef,
    /// Who opened it.
    pub opened_by: PractitionerRef,
    /// What is awaited now, from whom, until when or at which meeting.
    pub waiting_for: Vec<WaitingFor>,
    /// Facts that matter to it, known or missing.
    pub facts: Vec<TransferFact>,
    /// What must be handed over.
    pub checklist: Vec<ChecklistItem>,
    /// What is due and when.
    pub deadlines: Vec<TransferDeadline>,
    /// The managers' discussions.
    pub discussions: Vec<Discussion>,
    /// Parties to the decision that have agreed.
    pub approvals: Vec<Approval>,
    /// The decision, once it is taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// Coded reasons that were given.
    pub reasons: Vec<GivenReason>,
    /// Conditions that were overridden.
    pub overrides: Vec<Override>,
    /// Visits to the family.
    pub visits: Vec<Visit>,
    /// Work that one team owns while another holds the case.
    pub responsibilities: Vec<Responsibility>,
    /// Sentences of the procedure for this stage.
    pub advice: Vec<Advice>,
    /// The disagreement, while there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispute: Option<Dispute>,
    /// Tasks named or agreed.
    pub tasks: Vec<Task>,
    /// Task lists that apply now.
    pub task_lists: Vec<TaskList>,
    /// Meetings that considered it without deciding: when it was discussed before, and how often.
    pub considered: Vec<Considered>,
    /// Reviews after the landing.
    pub reviews: Vec<Review>,
    /// Outcomes that a review may record.
    pub review_outcomes: Vec<ReviewOutcome>,
    /// Actions of this state, with what stands in their way for the caller.
    pub next_steps: Vec<NextStep>,
}
