//! Moves: pathways, who agrees, what stands before them, what is handed over.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{RuleIds, no_rules};

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
    /// Further routes on which the decision may be taken, each asked for by name when agreeing; the pathway's own
    /// `decided_by` and `forum` are the ordinary route, which has no name.
    #[serde(default)]
    pub decision_routes: Vec<DecisionRoute>,
    /// Ladder for disagreements; without one the procedure is silent and a dispute is refused.
    pub ladder: Option<String>,
    /// Other ladders for disagreements in particular circumstances; the first whose condition holds is taken.
    #[serde(default)]
    pub ladder_when: Vec<LadderWhen>,
    /// Whether the case stays in its team and gets another worker: both teams are then the same one.
    #[serde(default)]
    pub within_team: bool,
    /// Whether those who agreed may still decline before the case moves (after an assessment, say): the transfer then ends
    /// and the holder stays.
    pub decline_after_accept: Option<DeclineAfterAccept>,
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

/// One party to a decision: a side of the transfer, or a third service.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Whose people; absent where `service` is given.
    pub side: Option<PartySide>,
    /// A service that neither transfers nor receives and decides all the same.
    pub service: Option<String>,
    /// The roles that may decide for it.
    pub roles: Vec<String>,
    /// Expression that says whether it takes part: an age band, say. Where nobody knows, it does; where no party's condition
    /// holds, all of them do.
    pub when: Option<String>,
}

/// Another route on which a decision may be taken, beside the pathway's own.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionRoute {
    /// Its name, asked for when agreeing: `between_meetings`.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Rules served.
    pub rule: RuleIds,
    /// Who must agree on this route; one party, or several for a joint decision.
    pub decided_by: Vec<Party>,
    /// Meeting that takes the decision on this route; absent means that it is taken without one.
    pub forum: Option<String>,
    /// Expression that says whether the route is open; absent means always.
    pub when: Option<String>,
    /// Whether it has to be said why this route is taken.
    #[serde(default)]
    pub reason_needed: bool,
    /// Why the route is not open where it is not, in a sentence.
    pub message: Option<String>,
}

/// A ladder for particular circumstances.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LadderWhen {
    /// Expression that says when this ladder is taken.
    pub when: String,
    /// The ladder.
    pub ladder: String,
}

/// A decision against the case after it was agreed and before it has moved.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclineAfterAccept {
    /// Rules served.
    pub rule: RuleIds,
    /// Expression that must hold; what it lacks is asked.
    pub when: String,
    /// Why it is refused where the expression does not hold, in a sentence.
    pub message: String,
    /// Roles of the receiving team that decide it; empty means the parties to the decision.
    #[serde(default)]
    pub decided_by: Vec<String>,
}

/// Whose people decide or owe.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Deserialize,
    Serialize,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum PartySide {
    /// The team that holds the case.
    Transferring,
    /// The team that would hold it.
    Receiving,
    /// Both teams; in a matter of its own, its team.
    #[default]
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
    /// Agreeing on help while the case stays.
    Support,
    /// Taking the request back.
    Withdraw,
    /// Stopping for a while.
    Hold,
    /// Going on.
    Resume,
    /// Raising a disagreement.
    Dispute,
    /// The holder changes.
    Land,
    /// The transfer, or a matter of its own, is finished.
    Close,
    /// A matter of its own is decided.
    Decide,
    /// The transferring team ends its own part in the case.
    EndInvolvement,
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
    /// Whether one person's override is enough, or one of each side is needed.
    #[serde(default)]
    pub override_takes: OverrideTakes,
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
    /// Who owes it; absent means both teams, or the one of a matter of its own.
    #[serde(default)]
    pub owed_by: PartySide,
    /// Role that owes it, where the source names one.
    pub role: Option<String>,
    /// Whether only whoever owes it may say that it is done: an audit, a manager's own confirmation.
    #[serde(default)]
    pub attested: bool,
    /// Expression that says whether it applies; absent means always.
    pub when: Option<String>,
    /// Roles that may let the action pass without it, with a reason.
    #[serde(default)]
    pub overridable_by: Vec<String>,
    /// Whether one person's override is enough, or one of each side is needed.
    #[serde(default)]
    pub override_takes: OverrideTakes,
    /// What comes before it.
    #[serde(default)]
    pub after: Vec<Order>,
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

/// How many people an override takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OverrideTakes {
    /// One person in one of the roles.
    #[default]
    One,
    /// One person of each side, each in one of the roles; never one person for both.
    BothSides,
}

/// Something that comes before an item.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// What comes first: an event, `item:ID` or `fact:ID`. An item that does not apply is not waited for.
    pub needs: String,
    /// Rules served; absent means those of the item.
    #[serde(default = "no_rules")]
    pub rule: RuleIds,
    /// Expression that says whether the order holds; absent means always.
    pub when: Option<String>,
    /// Whether the wrong order is stopped or only warned of.
    pub outcome: GateOutcome,
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
