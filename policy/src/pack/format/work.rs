//! Work around a move: tasks that are named or agreed, brothers and sisters asked for together, and what happens after landing.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{PartOf, PartySide, RuleIds};

/// Tasks that one side names to the other, or that both agree: outstanding after an audit, kept after the move, support.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskList {
    /// Its name.
    pub id: String,
    /// Rules served.
    pub rule: RuleIds,
    /// What its tasks are, for people; never a child's details.
    pub label: String,
    /// Pathways; empty means all.
    #[serde(default)]
    pub pathways: Vec<String>,
    /// Expression that says whether it applies.
    pub when: Option<String>,
    /// Whose people name its tasks.
    pub raised_by: PartySide,
    /// Roles that name them; empty means anyone of that side.
    #[serde(default)]
    pub raised_by_roles: Vec<String>,
    /// Who owes its tasks; with `both`, whoever names a task says which side.
    pub owed_by: PartySide,
    /// Role that owes them, where the source names one.
    pub role: Option<String>,
    /// Whether the other side has to be told in writing; the moment of that is when the clock starts.
    #[serde(default)]
    pub in_writing: bool,
    /// Item of the audit that finds them; naming a task ticks it.
    pub audit: Option<String>,
    /// Item that says they were named; naming a task ticks it.
    pub notice: Option<String>,
    /// Item that says all are done; the last task that is done or cancelled ticks it.
    pub completed: Option<String>,
    /// Deadline that runs for each task: it starts from `notice` and is met by `completed`.
    pub deadline: Option<String>,
    /// Whether every task has to name its day.
    #[serde(default)]
    pub must_say_when: bool,
    /// Roles, over either team, to whom a disputed task climbs and who decide it.
    #[serde(default)]
    pub climbs_to: Vec<String>,
    /// Whether it belongs to moves, to support agreed instead of a move, or to either.
    #[serde(default = "either")]
    pub part_of: PartOf,
}

fn either() -> PartOf {
    PartOf::Either
}

/// How a transfer is followed after it landed: reviewed until an outcome is recorded.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tracking {
    /// Its name.
    pub id: String,
    /// Rules served.
    pub rule: RuleIds,
    /// Pathways; empty means all.
    #[serde(default)]
    pub pathways: Vec<String>,
    /// Expression that says whether it applies.
    pub when: Option<String>,
    /// Meeting that reviews; each of its sittings is waited for until an outcome is recorded.
    pub forum: Option<String>,
    /// Outcomes that a review may record.
    pub outcomes: Vec<ReviewOutcome>,
    /// Whether other outcomes may be written in words: the source only gives examples.
    #[serde(default)]
    pub open_list: bool,
}

/// How a transfer has gone.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewOutcome {
    /// Its code.
    pub id: String,
    /// Its label for people.
    pub label: String,
    /// Whether reviews go on after it.
    #[serde(default)]
    pub look_again: bool,
}

/// A family approach: brothers and sisters are asked for in one request, and who is left out needs a reason.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// Its name.
    pub id: String,
    /// Rules served.
    pub rule: RuleIds,
    /// Pathways; empty means all.
    #[serde(default)]
    pub pathways: Vec<String>,
    /// What is said where a brother or sister was not considered.
    pub message: String,
}
