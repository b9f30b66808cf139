//! Asks: questions answered from a pack's guidance, never written by a model.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{FactChoice, FactKind};

/// A question in plain words.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"question": "who do I call about a case that needs to step up?", "service": "family_help"}))]
pub struct AskRequest {
    /// The question. It is kept for a year without names, numbers, dates, and who asked.
    #[schema(min_length = 1, max_length = 1000)]
    pub question: String,
    /// The moment for which opening hours and the duty rota are looked up; absent means now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
    /// The asker's service, where answers differ by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    pub service: Option<String>,
    /// What is known, such as the answer to what was asked back: the fact that the last answer was `missing`. They win
    /// over what the question tells.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<String, Value>,
}

/// The answer to a question. Urgent entries come first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "outcome": "answered",
    "urgent": true,
    "answers": [{
        "entry": "immediate_danger", "title": "A child is in immediate danger",
        "steps": ["Ring the duty desk now."],
        "contact_points": [{
            "id": "duty_desk", "name": "Duty desk", "kind": "phone",
            "instead": "ask your manager for the duty desk's number", "on_duty": "A. Sample",
            "warning": "no number has been entered"
        }],
        "do_not": ["Do not wait for a transfer to be accepted."],
        "citations": [{"rule": "EXA-3", "clause": "Section 1, Urgent concerns", "source": "Case transfer procedure"}],
        "score": 1.0
    }],
    "notices": ["The document's review was due on 30 June 2025."],
    "pack_version": "1.2.0",
    "document": {"title": "Case transfer procedure", "dated": "version 3, June 2024", "review_on": "2025-06-30", "review_overdue": true},
    "offers": ["log_contact"], "assumed": [], "reckoned": []
}))]
pub struct Answer {
    /// Id under which the question was kept, to say what the answer was worth; absent where it was not kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// Whether there is an answer.
    pub outcome: AskOutcome,
    /// Whether the question shows a sign of immediate danger.
    pub urgent: bool,
    /// The answers, urgent ones first, then best first; for `choice`, what to choose from.
    pub answers: Vec<AnswerEntry>,
    /// What to know about the document itself, such as an overdue review.
    pub notices: Vec<String>,
    /// Version of the pack that answered.
    pub pack_version: String,
    /// The document that the answer rests on.
    pub document: AnswerDocument,
    /// Until when the people and numbers shown are right, as opening hours and the rota stand; absent where neither is to
    /// change soon. What somebody enters may change them at any time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right_until: Option<DateTime<Utc>>,
    /// What can be done next with this answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<AskOffer>,
    /// Whom to ask where the procedure is silent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask_instead: Option<String>,
    /// What was taken to be so: heard in the question or told beside it, and the first answer rests on it.
    #[serde(default)]
    pub assumed: Vec<AnswerAssumption>,
    /// Dates that were worked out from the dates in the question.
    #[serde(default)]
    pub reckoned: Vec<AnswerDate>,
    /// The one fact that is asked back: send it as `facts` with the same question. With `choice` the answer turns on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<AnswerQuestion>,
}

/// Something that an answer rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"id": "expected_delivery_date", "label": "Expected delivery date", "value": "2027-03-03"}))]
pub struct AnswerAssumption {
    /// Id of the fact, name of the event, or `planned` for the day of the move.
    pub id: String,
    /// The fact's label for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Its value; of a date in the question the day, and the time of day in the pack's zone where one was told.
    pub value: Value,
}

/// A date that was worked out, or what a rule says of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"label": "Dispute decided", "on": "2026-11-21", "at": "2026-11-21T16:00:00Z", "immediate": false,
                          "how": "24 hours from Fri 20 November 2026, 16:00", "rules": ["EXA-16"]}))]
pub struct AnswerDate {
    /// What is due, or what day it is.
    pub label: String,
    /// The civil date in the pack's zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
    /// The instant, where the clock runs in hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
    /// At once: the procedure gives no number.
    pub immediate: bool,
    /// How it was counted, or what the rule says of that day.
    pub how: String,
    /// Ids of its rules.
    pub rules: Vec<String>,
}

/// A fact that is asked back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"id": "family_informed", "type": "bool", "question": "Has the family been told?", "choices": []}))]
pub struct AnswerQuestion {
    /// Id of the fact.
    pub id: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: FactKind,
    /// The question.
    pub question: String,
    /// What to choose from, where it is a choice.
    pub choices: Vec<FactChoice>,
}

/// The document that an answer rests on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"title": "Case transfer procedure", "dated": "version 3, June 2024", "review_on": "2025-06-30", "review_overdue": true}))]
pub struct AnswerDocument {
    /// Its title.
    pub title: String,
    /// What it says of its own date or version, in words.
    pub dated: String,
    /// The day on which its review is due; absent where the document names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_on: Option<NaiveDate>,
    /// Whether that day has passed at the moment asked about.
    pub review_overdue: bool,
}

/// Something that can be done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AskOffer {
    /// Log the call as a contact, with `POST /v1/contacts`.
    LogContact,
}

/// Whether there is an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AskOutcome {
    /// Yes.
    Answered,
    /// Several answers are about as close: ask which is meant.
    Choice,
    /// The procedure does not cover it.
    NotCovered,
}

/// One answer, assembled from an entry of the pack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "entry": "step_up", "title": "A step up", "steps": ["Talk to your manager."], "contact_points": [],
    "do_not": [], "citations": [], "score": 0.8
}))]
pub struct AnswerEntry {
    /// Id of the entry.
    pub entry: String,
    /// Its title.
    pub title: String,
    /// What to do, in order.
    pub steps: Vec<String>,
    /// Whom to contact, best first.
    pub contact_points: Vec<AnswerContact>,
    /// What not to do.
    pub do_not: Vec<String>,
    /// Where it is written.
    pub citations: Vec<Citation>,
    /// How well it matches, 0 to 1.
    #[schema(minimum = 0.0, maximum = 1.0)]
    pub score: f64,
}

/// A number or address within an answer, as it stands at the moment asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"id": "duty_desk", "name": "Duty desk", "kind": "phone", "instead": "ask your manager"}))]
pub struct AnswerContact {
    /// Slot of the contact point.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// What it is.
    pub kind: ContactKind,
    /// The number or address; absent where the authority has entered none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What to do where there is no value, or where neither it nor a fallback can be used at that moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<String>,
    /// When it is answered, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<String>,
    /// Name of the practitioner on duty at that moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_duty: Option<String>,
    /// Whether it is open at that moment; absent where its hours are not stated, or in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<bool>,
    /// Until when that is so; absent where hours change nothing in the three weeks to come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right_until: Option<DateTime<Utc>>,
    /// What to use at that moment instead, where this one is closed or has no number or address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub use_now: Option<UseNow>,
    /// The day on which someone last checked it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_verified_on: Option<NaiveDate>,
    /// Name of the practitioner who checked it then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified_by: Option<String>,
    /// Why to be careful with it: never verified, long ago, closed now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warning: Option<String>,
    /// What to use where nobody answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback: Option<String>,
}

/// The contact point of the chain of fallbacks that can be used at the moment asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"id": "night_desk", "name": "Night desk", "kind": "phone", "value": "01632 960000"}))]
pub struct UseNow {
    /// Slot of the contact point.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// What it is.
    pub kind: ContactKind,
    /// The number or address.
    pub value: String,
    /// Name of the practitioner on duty at that moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_duty: Option<String>,
    /// Why to be careful with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warning: Option<String>,
}

/// What a contact point is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A postal or office address.
    Address,
}

/// Where something is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"rule": "EXA-3", "clause": "Section 1, Urgent concerns", "source": "Case transfer procedure"}))]
pub struct Citation {
    /// Id of the rule.
    pub rule: String,
    /// The paragraph that someone can check.
    pub clause: String,
    /// The document.
    pub source: String,
    /// The reading taken where the source is ambiguous.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
}
