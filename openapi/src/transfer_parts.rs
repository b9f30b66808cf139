//! What hangs on a transfer: its facts, checklist, deadlines, decision, disagreement and next steps.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    ActionName, Blocker, DeadlineState, DiscussionWay, FactChoice, FactKind, PractitionerRef, Side,
};

/// A pack by its id and version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PackRef {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
}

/// Something awaited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WaitingFor {
    /// What.
    pub what: String,
    /// Side that owes it.
    pub owed_by: Side,
    /// Role that owes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DateTime<Utc>>,
    /// Name of the meeting at which it is taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting: Option<String>,
}

/// A fact and what is known of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TransferFact {
    /// Its id in the pack.
    pub id: String,
    /// Short label.
    pub label: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: FactKind,
    /// Its value, by its type; absent while nobody knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub value: Option<Value>,
    /// The question that asks for it.
    pub question: String,
    /// What may be chosen, for a `choice`; otherwise empty.
    pub choices: Vec<FactChoice>,
    /// Whether it says something about an identifiable person, so that it is neither asked nor shown in the chat.
    pub personal: bool,
    /// When it was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_at: Option<DateTime<Utc>>,
    /// Who recorded it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_by: Option<PractitionerRef>,
    /// Where the value comes from.
    pub source: FactSource,
}

/// Where the value of a fact comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FactSource {
    /// Recorded on the transfer.
    Recorded,
    /// Recorded on the case.
    Case,
    /// Worked out from other facts.
    Derived,
    /// Nobody knows it.
    Missing,
}

/// What an item of the checklist is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// Paper or file.
    Document,
    /// Something to do.
    Task,
    /// A visit to the family; done by recording the visit.
    Visit,
    /// A letter to the family.
    Letter,
    /// A notice to someone.
    Notice,
    /// A meeting of people about this case.
    Meeting,
    /// Something to be recorded.
    Record,
}

/// A stage before which something may be due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Asking.
    Request,
    /// Agreeing.
    Accept,
    /// Saying no.
    Decline,
    /// Agreeing on help while the case stays.
    Support,
    /// Taking the request back.
    Withdraw,
    /// Stopping for a while.
    Hold,
    /// Going on.
    Resume,
    /// Raising a disagreement.
    Dispute,
    /// The holder changes.
    Land,
    /// The transfer, or a matter of its own, is finished.
    Close,
    /// A matter of its own is decided.
    Decide,
    /// The transferring team ends its own part in the case.
    EndInvolvement,
}

impl Stage {
    /// Its name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Accept => "accept",
            Self::Decline => "decline",
            Self::Support => "support",
            Self::Withdraw => "withdraw",
            Self::Hold => "hold",
            Self::Resume => "resume",
            Self::Dispute => "dispute",
            Self::Land => "land",
            Self::Close => "close",
            Self::Decide => "decide",
            Self::EndInvolvement => "end_involvement",
        }
    }
}

/// Something to be handed over or done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChecklistItem {
    /// Its id in the pack.
    pub id: String,
    /// Its label for people.
    pub label: String,
    /// What it is.
    pub kind: ItemKind,
    /// Rule behind it.
    pub rule: String,
    /// Paragraph of that rule.
    pub clause: String,
    /// Stage that it is due before.
    pub before: Stage,
    /// Whether that stage waits for it.
    pub blocking: bool,
    /// Who owes it.
    pub owed_by: Side,
    /// Role that owes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Who gets it.
    pub to: Vec<String>,
    /// What it must contain.
    pub must_include: Vec<String>,
    /// How it goes: `writing`, `email`, `phone`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Whether it is done.
    pub state: ItemState,
    /// When it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_at: Option<DateTime<Utc>>,
    /// Who did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_by: Option<PractitionerRef>,
    /// What was noted with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Whether an item of the checklist is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ItemState {
    /// Not yet.
    Open,
    /// Yes.
    Done,
    /// No, and someone who may let the action pass without it.
    Overridden,
}

/// A deadline of a transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TransferDeadline {
    /// Its id.
    pub id: Uuid,
    /// Its name in the pack.
    pub key: String,
    /// What is due.
    pub label: String,
    /// Rule behind it.
    pub rule: String,
    /// Last instant at which it is met.
    pub due_at: DateTime<Utc>,
    /// The same before both sides agreed another date.
    pub original_due_at: DateTime<Utc>,
    /// Whether it is due at once, without a number.
    pub immediate: bool,
    /// Where it stands.
    pub state: DeadlineState,
    /// Who owes it.
    pub owed_by: Side,
    /// Role that owes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Whether it only advises.
    pub advisory: bool,
    /// How it was reckoned, in words.
    pub reckoned: String,
}

/// A discussion between managers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Discussion {
    /// When.
    pub at: DateTime<Utc>,
    /// How they talked.
    pub way: DiscussionWay,
    /// Manager of the team that holds the case.
    pub transferring_manager: PractitionerRef,
    /// Manager of the team that would hold it.
    pub receiving_manager: PractitionerRef,
    /// What was noted with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A party to the decision that has agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Approval {
    /// For which side; absent for a third service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    /// For which third service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// On which route of the decision; absent on the ordinary one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// In which role.
    pub role: String,
    /// Who.
    pub by: PractitionerRef,
    /// When.
    pub at: DateTime<Utc>,
}

/// The decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Decision {
    /// When.
    pub at: DateTime<Utc>,
    /// Who took it.
    pub by: PractitionerRef,
    /// In which role.
    pub role: String,
    /// Route on which it was taken; absent on the ordinary one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// Why on that route.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route_reason: Option<String>,
    /// Meeting at which it was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forum: Option<String>,
    /// Day of that meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting_on: Option<NaiveDate>,
    /// What was noted with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A condition that someone overrode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Override {
    /// Id of the gate or checklist item.
    pub gate_or_item: String,
    /// Who.
    pub by: PractitionerRef,
    /// In which role.
    pub role: String,
    /// For which side; an override that takes both sides has one of each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    /// Why.
    pub reason: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A visit to the family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Visit {
    /// Checklist item that it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// Day for which it is planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheduled_for: Option<NaiveDate>,
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_at: Option<DateTime<Utc>>,
}

/// A disagreement on its way up a ladder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "ladder": "disagreements", "rung": 1, "rungs": 3, "decided_by_roles": ["service_manager"],
    "raised_at": "2026-11-05T09:00:00Z", "due_at": "2026-11-06T09:00:00Z"
}))]
pub struct Dispute {
    /// Ladder of the pack.
    pub ladder: String,
    /// Rung that it has reached; the lowest is 1.
    #[schema(minimum = 1)]
    pub rung: u32,
    /// How many rungs there are.
    #[schema(minimum = 1)]
    pub rungs: u32,
    /// Roles that decide on this rung.
    pub decided_by_roles: Vec<String>,
    /// When it was raised.
    pub raised_at: DateTime<Utc>,
    /// When this rung's time is up, where the procedure gives a clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DateTime<Utc>>,
}

/// A coded reason that was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"event": "declined", "reason": "wrong_team", "label": "Another team is the right one", "suggests": "up_to_assessment"}))]
pub struct GivenReason {
    /// What it was given for: `declined`, `withdrawn`, `held` or `supported`.
    pub event: String,
    /// Code of the pack.
    pub reason: String,
    /// The reason for people.
    pub label: String,
    /// Pathway that the procedure suggests instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggests: Option<String>,
}

/// A review after the landing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Review {
    /// When.
    pub at: DateTime<Utc>,
    /// How the transfer has gone; absent where that was left open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// Meeting that reviewed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forum: Option<String>,
    /// Its day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting_on: Option<NaiveDate>,
    /// What was noted with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// An action of the transfer's state, as it stands for the caller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NextStep {
    /// The action.
    pub action: ActionName,
    /// Route of the decision that is meant, to be sent along; absent on the ordinary one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// Whether the caller could do it now.
    pub possible: bool,
    /// Path to POST to.
    pub path: String,
    /// Roles of which one is needed; empty means anyone of the team.
    pub needs_role: Vec<String>,
    /// What stops it.
    pub blocked_by: Vec<Blocker>,
    /// What warns about it.
    pub warnings: Vec<Blocker>,
    /// Facts that would decide it.
    pub missing_facts: Vec<String>,
}
