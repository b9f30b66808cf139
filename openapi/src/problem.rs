//! What went wrong: `application/problem+json` (RFC 9457).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ActionName, TransferState};

/// A problem (RFC 9457). Callers match on `type`; `detail` is fit for a practitioner to read and holds no case details.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "type": "/problems/gate-closed",
    "title": "Gate closed",
    "status": 409,
    "detail": "the family has not been told about the transfer yet",
    "instance": "/v1/transfers/T-0031/request",
    "state": "draft",
    "allowed": ["withdraw", "record_fact"],
    "blocked_by": [{
        "kind": "gate",
        "id": "family_informed",
        "rule": "EXA-12",
        "clause": "Section 4, Before the request",
        "message": "the family has not been told about the transfer yet",
        "remedy": "tell the family, then record that you did",
        "overridable_by": ["team_manager"],
        "override_takes_both": false,
        "missing_facts": ["family_informed"],
        "warning": false
    }],
    "current_version": 3
}))]
pub struct Problem {
    /// Kind of problem, a URI path such as `/problems/gate-closed`; stable.
    #[serde(rename = "type")]
    pub kind: String,
    /// Short name of the kind; the same for every problem of the kind.
    pub title: String,
    /// The HTTP status, repeated.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// What is wrong this time, for a practitioner.
    pub detail: String,
    /// Path of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// State that the transfer is in, where an action does not fit it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<TransferState>,
    /// Actions that are open in that state.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowed: Vec<ActionName>,
    /// What stands in the way, each with its rule and remedy.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocked_by: Vec<Blocker>,
    /// What is wrong with the members of the request.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// Roles of which one is needed; ids of the pack.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles_needed: Vec<String>,
    /// Rule that refuses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Paragraph of that rule, which someone can check.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// Version that the resource has now, where the caller's was older.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current_version: Option<i64>,
}

/// One thing that stands in the way of an action, or warns about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "kind": "item",
    "id": "chronology",
    "rule": "EXA-14",
    "clause": "Section 4, Papers",
    "message": "the chronology has not been handed over",
    "remedy": "hand over the chronology, then tick it",
    "overridable_by": [],
    "override_takes_both": false,
    "missing_facts": [],
    "warning": false
}))]
pub struct Blocker {
    /// What kind of thing it is.
    pub kind: BlockerKind,
    /// Id of the gate, item, fact, role or reason in the pack.
    pub id: String,
    /// Id of the rule behind it.
    pub rule: String,
    /// Paragraph of that rule, which someone can check.
    pub clause: String,
    /// What is wrong.
    pub message: String,
    /// What would make it possible.
    pub remedy: String,
    /// Roles that may override it with a reason; empty means nobody.
    pub overridable_by: Vec<String>,
    /// Whether an override takes one person of each side.
    #[serde(default)]
    pub override_takes_both: bool,
    /// Facts that would decide it; ids of the pack.
    pub missing_facts: Vec<String>,
    /// Whether it only warns: then the action is possible all the same.
    pub warning: bool,
}

/// What kind of thing stands in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BlockerKind {
    /// A condition does not hold.
    Gate,
    /// A checklist item is open.
    Item,
    /// A fact is not known.
    Fact,
    /// The caller's role may not do this.
    Role,
    /// The managers' discussion has not been recorded.
    Discussion,
    /// The decision belongs to a meeting that was not named.
    Meeting,
    /// The reason given is not one that the procedure accepts.
    Reason,
    /// A decision is still owed.
    Decision,
    /// Work that one team owns is not settled.
    Responsibility,
}

/// What is wrong with one member of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"field": "planned_on", "message": "is not a date", "expected": "2026-12-22"}))]
pub struct FieldError {
    /// Path of the member, `facts.expected_delivery_date`.
    pub field: String,
    /// What is wrong with it.
    pub message: String,
    /// What would be right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
}
