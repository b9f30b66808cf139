//! The short forms by which one resource names another.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

/// Values of facts by the pack's fact id.
///
/// A bool is `true` or `false`, a date `"2026-12-22"`, an instant `"2026-12-22T09:00:00Z"`, an integer a whole number,
/// a choice the id of the choice, a text a string.
pub type Facts = BTreeMap<String, Value>;

/// A case, transfer or family by its id and the reference that people use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"id": "0199f000-0000-7000-8000-000000000031", "reference": "T-0031"}))]
pub struct Reference {
    /// Its id.
    pub id: Uuid,
    /// Its reference, which people write and say; it carries nothing personal.
    pub reference: String,
}

/// A practitioner by id and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"id": "0199f000-0000-7000-8000-000000000011", "name": "A. Sample"}))]
pub struct PractitionerRef {
    /// Id of the practitioner.
    pub id: Uuid,
    /// Name of the practitioner.
    pub name: String,
}

/// Whose people decide, act or owe.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The team that holds the case.
    Transferring,
    /// The team that would hold it.
    Receiving,
    /// Both teams.
    Both,
}

/// A sentence of the procedure with the rule that it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"rule": "EXA-31", "text": "Agree with the family what they will be told, and by whom."}))]
pub struct Advice {
    /// Id of the rule.
    pub rule: String,
    /// The sentence.
    pub text: String,
}
