//! What was asked, kept without whatever could name somebody.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::AskOutcome;

/// A question that was asked of the authority's own procedure, and what was thought of the answer. It is forgotten after a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "id": "0199f000-0000-7000-8000-0000000000a1", "pack": "exampleshire", "question": "can … go to the panel",
    "outcome": "not_covered", "urgent": false, "asked_at": "2026-11-02T09:00:00Z"
}))]
pub struct AskedQuestion {
    /// Its id.
    pub id: Uuid,
    /// The pack that answered.
    pub pack: String,
    /// The question, with a gap (`…`) for names, numbers, dates and whatever else is no word of the procedure or of everyday English.
    pub question: String,
    /// Whether there was an answer.
    pub outcome: AskOutcome,
    /// Whether it showed a sign of immediate danger.
    pub urgent: bool,
    /// Id of the entry that came first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_entry: Option<String>,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// Whether somebody found the answer helpful; absent where nobody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helpful: Option<bool>,
    /// Id of the entry that somebody says is the right one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right_entry: Option<String>,
    /// When somebody last said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judged_at: Option<DateTime<Utc>>,
    /// When it became an example of the pack.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learnt_at: Option<DateTime<Utc>>,
}

/// Which questions are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AskedQuery {
    /// Only those with this outcome, such as `not_covered`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<AskOutcome>,
    /// Only those whose answer somebody found helpful (`true`) or not (`false`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub helpful: Option<bool>,
    /// Only those that have become examples of the pack (`true`) or not (`false`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub learnt: Option<bool>,
    /// Most entries on the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1, maximum = 100, default = 20)]
    pub limit: Option<u32>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(max_length = 500)]
    pub cursor: Option<String>,
}

/// What an answer was worth.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"helpful": false, "right_entry": "step_up"}))]
pub struct Verdict {
    /// Thumb up or down; up without `right_entry` says that what came first was right.
    pub helpful: bool,
    /// Id of the entry that is the right answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    pub right_entry: Option<String>,
}
