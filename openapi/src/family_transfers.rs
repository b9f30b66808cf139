//! Families: brothers and sisters asked for in one request, one transfer each, acted on together or one by one.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{ActionName, PractitionerRef, Problem, Reference, TransferKind, TransferSummary};

/// One child of a family's request.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFamilyChild {
    /// Reference or id of the case.
    #[schema(min_length = 1, max_length = 100)]
    pub case: String,
    /// Facts that are known of this child, beside those of the family.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facts: Option<BTreeMap<String, Value>>,
}

/// A brother or sister who is not in the request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LeftOut {
    /// Reference or id of the case.
    #[schema(min_length = 1, max_length = 100)]
    pub case: String,
    /// Coded reason of the pack.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 100)]
    pub reason: Option<String>,
    /// The reason in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 4000)]
    pub text: Option<String>,
}

/// A request for several children of a family, each with a transfer of their own, as drafts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "children": [{"case": "C-0041"}, {"case": "C-0042", "facts": {"school_told": true}}],
    "pathway": "up_to_assessment", "kind": "push", "receiving_team_id": "0199f000-0000-7000-8000-000000000002",
    "planned_on": "2026-11-20", "left_out": [{"case": "C-0043", "text": "Grown up and away."}]
}))]
pub struct NewFamilyTransfer {
    /// The children, two at least.
    #[schema(min_items = 2, max_items = 30)]
    pub children: Vec<NewFamilyChild>,
    /// Pathway of the pack.
    #[schema(min_length = 1, max_length = 100)]
    pub pathway: String,
    /// Who asks.
    pub kind: TransferKind,
    /// Team that would hold the cases.
    pub receiving_team_id: Uuid,
    /// Planned day of landing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub planned_on: Option<NaiveDate>,
    /// Facts that are known of every child.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facts: Option<BTreeMap<String, Value>>,
    /// Brothers and sisters with the same team who are not in the request, each with a reason where the procedure wants one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 30, nullable = false)]
    pub left_out: Option<Vec<LeftOut>>,
    /// Anything to add.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 4000)]
    pub note: Option<String>,
}

/// Why a child went another way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SplitOff {
    /// When.
    pub at: DateTime<Utc>,
    /// Who recorded it.
    pub by: PractitionerRef,
    /// Coded reason of the pack.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The reason in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// One child's row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FamilyRow {
    /// The child's own transfer.
    pub transfer: TransferSummary,
    /// Why the child goes another way, where that is so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split: Option<SplitOff>,
}

/// A family's request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FamilyTransfer {
    /// Its id.
    pub id: Uuid,
    /// Reference that people use.
    pub reference: String,
    /// The family.
    pub family: Reference,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// One row a child.
    pub children: Vec<FamilyRow>,
    /// Brothers and sisters who were left out, with the reasons.
    pub left_out: Vec<LeftOut>,
}

/// An action to be taken for every child that still goes along, or for some.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"action": "accept", "body": {"forum": "transfer_meeting", "meeting_on": "2026-11-04"}}))]
pub struct ActTogether {
    /// The action.
    pub action: ActionName,
    /// Its body, the same for every child.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>, nullable = false)]
    pub body: Option<Value>,
    /// References of the transfers it is taken for; absent means all that go along.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_items = 1, max_items = 30, nullable = false)]
    pub transfers: Option<Vec<String>>,
}

/// What became of it for one child.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FamilyResult {
    /// The child's transfer as it stands now.
    pub transfer: TransferSummary,
    /// Whether the action was taken.
    pub done: bool,
    /// Why not, where it was not; nothing has changed for that child then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

/// What became of it, child by child.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FamilyResults {
    /// One result a child.
    pub results: Vec<FamilyResult>,
}
