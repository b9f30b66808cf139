//! Suggestions: what somebody may mean who has begun to type.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What is typed, and what is meant by it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SuggestionQuery {
    /// What kind of thing is meant; needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what: Option<Suggested>,
    /// What has been typed so far; absent or empty suggests what is likeliest.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(max_length = 100)]
    pub q: Option<String>,
    /// Most suggestions.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1, maximum = 25, default = 25)]
    pub limit: Option<u32>,
}

/// What kind of thing is suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Suggested {
    /// Transfers that are open and that the caller may see.
    Transfer,
    /// Matters of their own on which somebody still owes something and that the caller may see.
    Matter,
    /// Cases that the caller's teams hold.
    Case,
    /// Teams.
    Team,
    /// Practitioners who are not suspended.
    Practitioner,
    /// Pathways of the procedure.
    Pathway,
}

/// One suggestion. It carries references and names of staff and teams, never a child's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"value": "T-0031", "label": "T-0031, requested: Family Help North to Assessment East"}))]
pub struct Suggestion {
    /// What is sent where it is chosen: a reference or an id.
    pub value: String,
    /// What is shown; at most 100 characters.
    pub label: String,
}
