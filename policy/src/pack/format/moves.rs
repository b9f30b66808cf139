//! Moves: pathways, who agrees, what stands before them, what is handed over.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::RuleIds;

/// A permitted move.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pathway {
    /// Its name: `ops_to_families_first`.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Rules served.
    pub rule: RuleIds,
    /// Services that may hold the case before.
    pub from: Vec<String>,
    /// Services that may hold it afterwards.
    pub to: Vec<String>,
    /// Which way the level of need goes.
    pub direction: Direction,
    /// What sets it off, in a sentence.
    pub trigger: String,
    /// The moment at which responsibility moves, in a sentence.
    pub transfer_point: String,
    /// Roles of the asking team that may ask; empty means any practitioner of that team.
    #[serde(default)]
    pub requested_by: Vec<String>,
    /// Who must agree; one party, or several for a joint decision.
    pub decided_by: Vec<Party>,
    /// Roles of the holding team that may let go of the case where the receiving team pulls it.
    pub released_by: Vec<String>,
    /// Meeting that considers such transfers.
    pub forum: Option<String>,
    /// Whether the decision is taken at that meeting and cannot be recorded without it.
    #[serde(default)]
    pub forum_decides: bool,
    /// Whether the managers' discussion must be recorded before the request.
    pub discussion: Option<Discussion>,
    /// Ladder for disagreements; without one the procedure is silent and a dispute is refused.
    pub ladder: Option<String>,
    /// Expression over facts that recommends this pathway in an assessment.
    pub recommend_when: Option<String>,
    /// Expression that must hold for the pathway to be open at all.
    pub open_when: Option<String>,
    /// Other names.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// `support` for a route on which the case stays where it is and help is agreed instead.
    #[serde(default)]
    pub outcome: PathwayOutcome,
}

/// Whether a pathway moves the case.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PathwayOutcome {
    /// The case moves.
    #[default]
    Transfer,
    /// The case stays; advice or joint work is agreed.
    Support,
}

/// Which way the level of need goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Towards more help.
    StepUp,
    /// Towards less.
    StepDown,
    /// Neither.
    Across,
}

/// One party to a decision.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Whose people.
    pub side: PartySide,
    /// The roles that may decide for it.
    pub roles: Vec<String>,
}

/// Whose people decide or owe.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, Serialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum PartySide {
    /// The team that holds the case.
    Transferring,
    /// The team that would hold it.
    Receiving,
    /// Both teams.
    Both,
}

/// A discussion that comes before the request.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Discussion {
    /// Rules served.
    pub rule: RuleIds,
    /// Roles that count on the transferring side.
    pub transferring: Vec<String>,
    /// Roles that count on the receiving side.
    pub receiving: Vec<String>,
    /// Ways of talking that count: `phone`, `video`, `in_person`.
    pub ways: Vec<String>,
    /// Why anything else is refused, in a sentence.
    pub message: String,
}

/// What someone does with a transfer, as packs name it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, Serialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Asking.
    Request,
    /// Agreeing.
    Accept,
    /// Saying no.
    Decline,
    /// The holder changes.
    Land,
    /// The transfer, or a matter of its own, is finished.
    Close,
    /// A matter of its own is decided.
    Decide,
}

/// A condition on actions.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// Its name.
    pub id: String,
    /// Rules served.
    pub rule: RuleIds,
    /// Pathways it stands on; empty means all.
    #[serde(default)]
    pub pathways: Vec<String>,
    /// Matters it belongs to, besides pathways or instead of them.
    #[serde(default)]
    pub matters: Vec<String>,
    /// Actions it stands before.
    pub on: Vec<Stage>,
    /// Expression that says whether it applies; absent means always.
    pub when: Option<String>,
    /// Expression that must hold.
    pub require: String,
    /// What happens where it does not hold.
    pub outcome: GateOutcome,
    /// Roles that may override it with a reason; empty means nobody.
    #[serde(default)]
    pub overridable_by: Vec<String>,
    /// What is wrong, for the person who is stopped.
    pub message: String,
    /// What would make it possible.
    pub remedy: String,
}

/// What a gate does where its condition does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GateOutcome {
    /// Stops the action.
    Block,
    /// Says so and lets it pass.
    Warn,
}

/// A document, task, visit, letter, notice, meeting or record owed.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its name.
    pub id: String,
    /// Rules served.
    pub rule: RuleIds,
    /// Its label for people.
    pub label: String,
    /// What it is.
    pub kind: ItemKind,
    /// Pathways it belongs to; empty means all.
    #[serde(default)]
    pub pathways: Vec<String>,
    /// Matters it belongs to, besides pathways or instead of them.
    #[serde(default)]
    pub matters: Vec<String>,
    /// The action it is due before.
    pub before: Stage,
    /// Whether the action waits for it; absent means as the first rule's strength says (`must`, `should*`: yes).
    pub blocking: Option<bool>,
    /// Who owes it.
    pub owed_by: PartySide,
    /// Role that owes it, where the source names one.
    pub role: Option<String>,
    /// Expression that says whether it applies; absent means always.
    pub when: Option<String>,
    /// Roles that may let the action pass without it, with a reason.
    #[serde(default)]
    pub overridable_by: Vec<String>,
    /// Who gets the letter or notice.
    #[serde(default)]
    pub to: Vec<String>,
    /// What it must contain.
    #[serde(default)]
    pub must_include: Vec<String>,
    /// How it goes: `writing`, `email`, `phone`.
    pub by: Option<String>,
    /// What helps to do it well.
    pub help: Option<String>,
    /// Whether it belongs to moves, to support agreed instead of a move, or to either.
    #[serde(default)]
    pub part_of: PartOf,
}

/// What an item is part of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartOf {
    /// Moving the case.
    #[default]
    Move,
    /// Support agreed while the case stays.
    Support,
    /// Either.
    Either,
}

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// Paper or file.
    Document,
    /// Something to do.
    Task,
    /// A visit to the family; ticked by recording the visit.
    Visit,
    /// A letter to the family.
    Letter,
    /// A notice to someone.
    Notice,
    /// A meeting of people about this case.
    Meeting,
    /// Something to be recorded.
    Record,
}
