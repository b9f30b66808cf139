//! Who: services, roles, and the facts that are asked.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::RuleIds;

/// A kind of team.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Its name in expressions: `families_first`.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Rules served.
    pub rule: RuleIds,
    /// Other names and abbreviations that people use.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// Whether it can hold case responsibility.
    #[serde(default = "yes")]
    pub holds_cases: bool,
    /// Who it is for, in a sentence.
    pub about: Option<String>,
}

pub(super) fn yes() -> bool {
    true
}

/// What a person may be in a team.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Its name in expressions: `team_manager`.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Rules served.
    pub rule: RuleIds,
    /// What people in it may generally do with Landsafe.
    pub standing: Standing,
    /// Other names and abbreviations.
    #[serde(default)]
    pub synonyms: Vec<String>,
}

/// What people in a role may generally do; single decisions are named by role on each pathway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Works with cases of the team.
    Practitioner,
    /// Decides for the team.
    Manager,
    /// Answers urgent calls.
    DutyOfficer,
    /// Decides above teams: disagreements, exceptions.
    SeniorManager,
    /// Supports: records, permissions; no decisions.
    Support,
    /// Takes part in meetings from outside, no access.
    Partner,
}

/// How word of an urgent call climbs until somebody acknowledges it. A pack has one at most; without one Landsafe proposes
/// its own, and says that it is.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallLadder {
    /// Its name.
    pub id: String,
    /// Rules served.
    pub rule: RuleIds,
    /// The rungs, lowest first.
    pub rungs: Vec<CallRung>,
}

/// Who is told of an urgent call, and how long they have.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallRung {
    /// What people call it.
    pub label: String,
    /// Whether whoever is on the rota for the team at that moment is told.
    #[serde(default)]
    pub on_duty: bool,
    /// Roles over the team whose holders are told.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Minutes, 1 to 1,440, after which it climbs unless somebody acknowledged it.
    pub minutes: u32,
}

/// A typed item of knowledge.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Its name in expressions.
    pub id: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: FactKind,
    /// Short label.
    pub label: String,
    /// The question to ask.
    pub question: String,
    /// Rules served.
    pub rule: RuleIds,
    /// The choices of a `choice`.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// Words by which a question says yes to it, in the notation of `docs/packs.md`; for yes or no only.
    #[serde(default)]
    pub words: Vec<String>,
    /// Words by which a question says no to it.
    #[serde(default)]
    pub words_no: Vec<String>,
    /// Expression that gives the value where nobody has recorded one; a recorded value wins.
    pub default: Option<String>,
    /// Where the server knows the value itself; what somebody records wins.
    pub filled_by: Option<FilledBy>,
    /// Whether it says something about an identifiable person, so that it never reaches a chat platform.
    #[serde(default)]
    pub personal: bool,
    /// Roles of either team, or over it, that alone may record it; empty means anybody of either team.
    #[serde(default)]
    pub recorded_by: Vec<String>,
}

/// What the server knows itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FilledBy {
    /// The service of the team that holds the case.
    CaseHeldBy,
    /// The day on which the case was last closed.
    CaseClosedOn,
    /// The service of the team that held the case when it was last closed.
    CaseLastHeldBy,
    /// When the call was received, an instant.
    ContactReceivedAt,
    /// The day on which the call was received.
    ContactReceivedOn,
    /// When the call was put on record, an instant.
    ContactLoggedAt,
    /// Whether the caller asks for a decision about a child.
    ContactIsReferral,
    /// Whether the call cannot wait.
    ContactIsUrgent,
    /// The first day of the absence.
    AbsentFrom,
    /// Its last day, where that is known.
    AbsentUntil,
}

/// The type of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FactKind {
    /// `true` or `false`.
    Bool,
    /// A civil date, in expressions the text `2026-12-22`, which compares in order.
    Date,
    /// An instant, in expressions the text `2026-12-22T09:00:00Z`, which compares in order.
    Instant,
    /// A whole number.
    Integer,
    /// One of the declared choices, in expressions its id as text.
    Choice,
    /// Free text.
    Text,
}

/// One choice of a fact.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its name in expressions.
    pub id: String,
    /// Its label for people.
    pub label: String,
    /// Words by which a question tells it, in the notation of `docs/packs.md`.
    #[serde(default)]
    pub words: Vec<String>,
}
