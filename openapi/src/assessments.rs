//! Assessments: what the procedure says about given facts. Nothing is stored.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::{Advice, FactChoice, FactKind, ItemKind, Side, Stage};

/// What is known, to be judged by a pack.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "pathway": "up_to_assessment",
    "facts": {"family_informed": true, "expected_delivery_date": "2026-12-22"},
    "events": [{"event": "requested", "at": "2026-11-02T09:00:00Z"}],
    "planned_on": "2026-11-20"
}))]
pub struct AssessmentRequest {
    /// Pathway to judge; absent asks only where the matter should go.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    pub pathway: Option<String>,
    /// What is known.
    #[serde(default)]
    pub facts: BTreeMap<String, Value>,
    /// What has happened.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub events: Vec<AssessmentEvent>,
    /// The moment of judgement; absent means now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
    /// Planned day of landing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub planned_on: Option<NaiveDate>,
    /// When facts were put on record, where that matters; the others are known from `at` on.
    #[serde(default)]
    pub recorded: BTreeMap<String, DateTime<Utc>>,
    /// What is known of each other child of the family.
    #[serde(default)]
    #[schema(max_items = 30)]
    pub siblings: Vec<BTreeMap<String, Value>>,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"event": "requested", "at": "2026-11-02T09:00:00Z"}))]
pub struct AssessmentEvent {
    /// Name of the event, as the pack's `events` give it.
    #[schema(max_length = 100)]
    pub event: String,
    /// When it happened.
    pub at: DateTime<Utc>,
}

/// What the procedure says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "recommended": [{"pathway": "up_to_assessment", "service": "assessment", "advice": "Ask the assessment team.",
                     "urgent": false, "standing": "goes", "because": [], "rules": ["EXA-10"], "readings": []}],
    "conflicts": [],
    "gates": [{"id": "family_informed", "rule": "EXA-12", "rules": ["EXA-12"], "clause": "Section 4", "action": "request",
               "outcome": "lacks_fact", "message": "the family has not been told", "remedy": "tell the family",
               "overridable_by": [], "missing_facts": ["family_informed"]}],
    "checklist": [{"id": "chronology", "rule": "EXA-14", "item": "Chronology", "kind": "document", "before": "land",
                   "blocking": true, "owed_by": "transferring", "to": [], "must_include": []}],
    "deadlines": [{"id": "answer", "rule": "EXA-16", "label": "Answer the request", "due_at": "2026-11-04T23:59:59Z",
                   "immediate": false, "owed_by": "receiving", "role": "team_manager",
                   "reckoned": "2 working days from 2 November 2026", "advisory": false}],
    "notices": [], "responsibilities": [], "advice": [],
    "missing_facts": [{"id": "family_informed", "type": "bool", "question": "Has the family been told?", "choices": [],
                       "decides": ["family_informed"]}],
    "warnings": []
}))]
pub struct Assessment {
    /// Where the matter goes: urgent first, then what keeps it where it is, then where it goes, then what is held.
    pub recommended: Vec<Recommendation>,
    /// Rules that point to different doors: people have to talk before the matter goes through one.
    #[serde(default)]
    pub conflicts: Vec<RouteConflict>,
    /// Conditions of the pathway, and whether they hold.
    pub gates: Vec<GateResult>,
    /// What must be handed over.
    pub checklist: Vec<AssessedItem>,
    /// What is due and when.
    pub deadlines: Vec<AssessedDeadline>,
    /// Who is told of what.
    pub notices: Vec<AssessedNotice>,
    /// Work that one team owns while another holds the case.
    pub responsibilities: Vec<Responsibility>,
    /// Sentences of the procedure that apply.
    pub advice: Vec<Advice>,
    /// Facts that would decide what is open, the most useful question first.
    pub missing_facts: Vec<MissingFact>,
    /// What to be careful about, such as dates beyond the last known bank holidays.
    pub warnings: Vec<String>,
}

/// Where a matter goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Recommendation {
    /// Route of the pack that says so; absent where a pathway does itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// Pathway to go along.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pathway: Option<String>,
    /// Matter of its own that it is, where it is no move.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matter: Option<String>,
    /// Service to go to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// What to do, in a sentence.
    pub advice: String,
    /// Whether it cannot wait.
    pub urgent: bool,
    /// Whether the matter goes there now.
    #[serde(default)]
    pub standing: RouteStanding,
    /// Ids of the routes that hold it, or of the conflicts that it is part of.
    #[serde(default)]
    pub because: Vec<String>,
    /// Service that has the case meanwhile, where the procedure says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<String>,
    /// A document beside the procedure that decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// Whom to ask where the procedure leaves it open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask_instead: Option<String>,
    /// Rules that say so.
    pub rules: Vec<String>,
    /// How those of them that are ambiguous are read.
    #[serde(default)]
    pub readings: Vec<String>,
}

/// Whether a matter goes where a rule sends it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RouteStanding {
    /// It goes there.
    #[default]
    Goes,
    /// It stays where it is: this keeps others from applying.
    Stays,
    /// It would go there, and something keeps it.
    Held,
    /// Rules clash, and people have to talk first.
    Discuss,
}

/// Rules that point to different doors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "id": "two_doors", "message": "Needs a discussion between Assessment Team and Early Help.",
    "doors": ["to_assessment", "to_early_help"], "between": ["assessment", "early_help"],
    "reading": "Both sentences hold, and neither says which goes first.",
    "meanwhile": "The assessment team keeps the case.", "holder": "assessment", "rules": ["EXA-20", "EXA-21"], "readings": []
}))]
pub struct RouteConflict {
    /// Id of the conflict.
    pub id: String,
    /// "Needs a discussion between X and Y.", with their names.
    pub message: String,
    /// Doors, as the `route` or else the `pathway` of a recommendation names them.
    pub doors: Vec<String>,
    /// Ids of the roles and services that talk it over.
    pub between: Vec<String>,
    /// How the clash is read until they have.
    pub reading: String,
    /// What happens meanwhile.
    pub meanwhile: String,
    /// Service that has the case meanwhile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<String>,
    /// Rules that clash.
    pub rules: Vec<String>,
    /// How those of them that are ambiguous are read.
    pub readings: Vec<String>,
}

/// A condition on an action and whether it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GateResult {
    /// Id of the gate.
    pub id: String,
    /// Rule that a refusal names.
    pub rule: String,
    /// All rules behind it.
    pub rules: Vec<String>,
    /// Paragraph of the first rule.
    pub clause: String,
    /// Action that it stands before.
    pub action: Stage,
    /// Whether it holds.
    pub outcome: GateOutcome,
    /// What is wrong where it does not hold.
    pub message: String,
    /// What would make it hold.
    pub remedy: String,
    /// Roles that may override it with a reason.
    pub overridable_by: Vec<String>,
    /// Facts that would decide it.
    pub missing_facts: Vec<String>,
}

/// Whether a gate holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GateOutcome {
    /// It holds.
    Passes,
    /// It does not, and says so; the action is possible.
    Warns,
    /// It does not, and stops the action.
    Blocks,
    /// A fact is missing.
    LacksFact,
}

/// A checklist item that applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AssessedItem {
    /// Id of the item.
    pub id: String,
    /// Rule behind it.
    pub rule: String,
    /// Its label for people.
    pub item: String,
    /// What it is.
    pub kind: ItemKind,
    /// Stage that it is due before.
    pub before: Stage,
    /// Whether that stage waits for it.
    pub blocking: bool,
    /// Who owes it.
    pub owed_by: Side,
    /// Role that owes it, where the procedure names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Who gets it.
    pub to: Vec<String>,
    /// What it must contain.
    pub must_include: Vec<String>,
}

/// A deadline that applies. It has `due_at`, or `due_on` where the procedure names a day, or neither where its start is not known yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AssessedDeadline {
    /// Id of the deadline.
    pub id: String,
    /// Rule behind it.
    pub rule: String,
    /// What is due.
    pub label: String,
    /// Last instant at which it is met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DateTime<Utc>>,
    /// Last day on which it is met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    /// Whether it is due at once, without a number.
    pub immediate: bool,
    /// Who owes it.
    pub owed_by: Side,
    /// Role that owes it, where the procedure names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// How it was reckoned, in words.
    pub reckoned: String,
    /// Whether it only advises.
    pub advisory: bool,
}

/// Who is told of what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AssessedNotice {
    /// Rule behind it.
    pub rule: String,
    /// What is said.
    pub label: String,
    /// Who is told.
    pub to: Vec<String>,
    /// Event that causes it.
    pub on: String,
}

/// Work that one team owns while another holds the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Responsibility {
    /// Its id in the pack.
    pub id: String,
    /// Rule behind it.
    pub rule: String,
    /// The work.
    pub label: String,
    /// Who owns it.
    pub owned_by: Side,
    /// Since when; absent where it has not begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<DateTime<Utc>>,
    /// When it ended or will end, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<DateTime<Utc>>,
    /// Its end, a date or in words; absent where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// A fact that is not known and would decide something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MissingFact {
    /// Id of the fact.
    pub id: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: FactKind,
    /// The question to ask.
    pub question: String,
    /// What may be chosen, for a `choice`; otherwise empty.
    pub choices: Vec<FactChoice>,
    /// Ids of the routes, pathways, gates, items and deadlines that wait for it.
    #[serde(default)]
    pub decides: Vec<String>,
}
