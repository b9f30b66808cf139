//! Versions: what the current version of a procedure would change for an open transfer, and taking it there.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{GateOutcome, Stage};

/// What would be different for a transfer under the current version of its procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "reference": "T-4F7K2", "version": "1.0.0", "current_version": "1.1.0", "same": false,
    "gates": [{"id": "family_informed", "action": "request", "before": "passes", "after": "lacks_fact"}],
    "items": [{"id": "chronology", "after": true}],
    "deadlines": [{"key": "answer", "before": "2026-11-04T23:59:59Z", "after": "2026-11-09T23:59:59Z"}]
}))]
pub struct VersionDifference {
    /// Reference of the transfer.
    pub reference: String,
    /// The version that it was opened under, or taken to since.
    pub version: String,
    /// The version that new transfers are opened under.
    pub current_version: String,
    /// Whether the two are the same files, so that there is nothing to take over.
    pub same: bool,
    /// Why it cannot be taken to the current version, where it cannot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// Gates that would say something else, or would come or go.
    pub gates: Vec<GateFlip>,
    /// Open items that would come, go, or be waited for otherwise.
    pub items: Vec<ItemTurn>,
    /// Deadlines not yet met that would come, go or move.
    pub deadlines: Vec<DeadlineMove>,
}

/// A gate before an action; `before` or `after` is absent where it does not apply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GateFlip {
    /// Id of the gate; `pathway` is the pathway's own condition.
    pub id: String,
    /// Action that it stands before.
    pub action: Stage,
    /// What it says now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<GateOutcome>,
    /// What it would say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<GateOutcome>,
}

/// An item; `before` or `after` is absent where it does not apply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ItemTurn {
    /// Id of the item.
    pub id: String,
    /// Whether its stage waits for it now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<bool>,
    /// Whether it would.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<bool>,
}

/// A deadline; `before` or `after` is absent where it is not owed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeadlineMove {
    /// Id of the deadline.
    pub key: String,
    /// When it is due now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<DateTime<Utc>>,
    /// When it would be due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<DateTime<Utc>>,
}

/// Take a transfer to the current version of its procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"version": "1.1.0", "reason": "Both managers want the new checklist for this move."}))]
pub struct ChangeVersion {
    /// The version that you mean, as `current_version` says: refused where another is current.
    #[schema(max_length = 50)]
    pub version: String,
    /// Why.
    #[schema(max_length = 4000)]
    pub reason: String,
}
