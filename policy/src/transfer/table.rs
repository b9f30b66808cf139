//! The table: who may do what in which state, and where it leads. What is not in it cannot happen.

use serde::{Deserialize, Serialize};

use super::State;
use crate::pack::format::Stage;

/// Whose action it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The side that asked.
    Asking,
    /// The side that answers.
    Answering,
    /// A party to the decision, by the pathway.
    Deciding,
    /// The team that receives.
    Receiving,
    /// Either team.
    Either,
    /// Whoever decides on the present rung of the ladder.
    Rung,
}

/// What someone does with a transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActionKind {
    /// Record that the managers talked.
    RecordDiscussion,
    /// Ask.
    Request,
    /// Ask for more before answering.
    AskInformation,
    /// Give it.
    SupplyInformation,
    /// Agree.
    Accept,
    /// Say no, with a coded reason.
    Decline,
    /// Agree on advice or joint work instead.
    SupportInstead,
    /// Take the request back.
    Withdraw,
    /// Stop for a crisis.
    Hold,
    /// Go on.
    Resume,
    /// An item is done.
    Tick,
    /// It is not, after all.
    Untick,
    /// Something is known.
    RecordFact,
    /// Let an action pass a block, with a reason.
    Override,
    /// Both sides agree another date.
    AgreeDate,
    /// A visit is planned.
    ScheduleVisit,
    /// A visit was made.
    RecordVisit,
    /// Raise a disagreement.
    Dispute,
    /// Decide it.
    DecideDispute,
    /// Take it to the next rung.
    Escalate,
    /// The case moves.
    Land,
    /// How it goes after landing.
    RecordReview,
    /// Name tasks to the other side, or agree them.
    RaiseTasks,
    /// A task is done.
    CompleteTask,
    /// A task is no longer wanted.
    CancelTask,
    /// A task is disputed.
    DisputeTask,
    /// Decide whether a disputed task stands.
    DecideTask,
    /// Plan the day of landing, or move it.
    PlanLanding,
    /// Work kept by one team is finished.
    EndResponsibility,
    /// A meeting considers it without deciding.
    Consider,
    /// Take the child out of the family's request.
    Split,
    /// Finish.
    Close,
}

impl ActionKind {
    /// Its name as in URLs.
    pub fn name(self) -> &'static str {
        match self {
            Self::RecordDiscussion => "record-discussion",
            Self::Request => "request",
            Self::AskInformation => "ask-information",
            Self::SupplyInformation => "supply-information",
            Self::Accept => "accept",
            Self::Decline => "decline",
            Self::SupportInstead => "support-instead",
            Self::Withdraw => "withdraw",
            Self::Hold => "hold",
            Self::Resume => "resume",
            Self::Tick => "tick",
            Self::Untick => "untick",
            Self::RecordFact => "record-fact",
            Self::Override => "override",
            Self::AgreeDate => "agree-date",
            Self::ScheduleVisit => "schedule-visit",
            Self::RecordVisit => "record-visit",
            Self::Dispute => "dispute",
            Self::DecideDispute => "decide-dispute",
            Self::Escalate => "escalate",
            Self::Land => "land",
            Self::RecordReview => "record-review",
            Self::RaiseTasks => "raise-tasks",
            Self::CompleteTask => "complete-task",
            Self::CancelTask => "cancel-task",
            Self::DisputeTask => "dispute-task",
            Self::DecideTask => "decide-task",
            Self::PlanLanding => "plan-landing",
            Self::EndResponsibility => "end-responsibility",
            Self::Consider => "consider",
            Self::Split => "split",
            Self::Close => "close",
        }
    }

    /// The stage whose gates and items stand before it.
    pub fn stage(self) -> Option<Stage> {
        match self {
            Self::Request => Some(Stage::Request),
            Self::Accept => Some(Stage::Accept),
            Self::Decline => Some(Stage::Decline),
            Self::SupportInstead => Some(Stage::Support),
            Self::Withdraw => Some(Stage::Withdraw),
            Self::Hold => Some(Stage::Hold),
            Self::Resume => Some(Stage::Resume),
            Self::Dispute => Some(Stage::Dispute),
            Self::Land => Some(Stage::Land),
            Self::Close => Some(Stage::Close),
            _ => None,
        }
    }
}

/// Where an action leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// To another state.
    To(State),
    /// Nowhere; something is recorded.
    Stay,
    /// Back to where it was held.
    Back,
    /// Where the decision on the dispute says: accepted or declined.
    AsDecided,
    /// To declined; on the ladder at once where the reason is a disagreement by itself.
    AsReasoned,
}

use ActionKind as A;
use Next::{AsDecided, AsReasoned, Back, Stay, To};
use State::{
    Accepted, Closed, Declined, Disputed, Draft, InformationRequired, Landed, OnHold, Requested,
    Supported, Withdrawn,
};
use Whose::{Answering, Asking, Deciding, Either, Receiving, Rung};

/// What can happen. What is not in this table, or in [`RECORDING`], cannot.
pub const TRANSITIONS: [(State, Whose, ActionKind, Next); 52] = [
    (Draft, Either, A::RecordDiscussion, Stay),
    (Draft, Asking, A::Request, To(Requested)),
    (Draft, Asking, A::Withdraw, To(Withdrawn)),
    (Draft, Either, A::Hold, To(OnHold)),
    (Requested, Either, A::RecordDiscussion, Stay),
    (
        Requested,
        Answering,
        A::AskInformation,
        To(InformationRequired),
    ),
    (Requested, Deciding, A::Accept, To(Accepted)),
    (Requested, Deciding, A::Decline, AsReasoned),
    (Requested, Deciding, A::SupportInstead, To(Supported)),
    (Requested, Asking, A::Withdraw, To(Withdrawn)),
    (Requested, Either, A::Hold, To(OnHold)),
    (
        InformationRequired,
        Asking,
        A::SupplyInformation,
        To(Requested),
    ),
    (InformationRequired, Deciding, A::Decline, AsReasoned),
    (InformationRequired, Asking, A::Withdraw, To(Withdrawn)),
    (InformationRequired, Either, A::Hold, To(OnHold)),
    (OnHold, Either, A::Resume, Back),
    (OnHold, Asking, A::Withdraw, To(Withdrawn)),
    (Accepted, Receiving, A::Land, To(Landed)),
    (Accepted, Deciding, A::Decline, AsReasoned),
    (Accepted, Asking, A::Withdraw, To(Withdrawn)),
    (Accepted, Either, A::Hold, To(OnHold)),
    (Declined, Either, A::Dispute, To(Disputed)),
    (Supported, Either, A::Dispute, To(Disputed)),
    (Supported, Either, A::RecordReview, Stay),
    (Supported, Either, A::Close, To(Closed)),
    (Disputed, Rung, A::DecideDispute, AsDecided),
    (Disputed, Either, A::Escalate, Stay),
    (Disputed, Asking, A::Withdraw, To(Withdrawn)),
    (Disputed, Either, A::Hold, To(OnHold)),
    (Landed, Either, A::RecordReview, Stay),
    (Landed, Either, A::Close, To(Closed)),
    (Requested, Either, A::AgreeDate, Stay),
    (InformationRequired, Either, A::AgreeDate, Stay),
    (OnHold, Either, A::AgreeDate, Stay),
    (Accepted, Either, A::AgreeDate, Stay),
    (Landed, Either, A::AgreeDate, Stay),
    (Supported, Either, A::AgreeDate, Stay),
    (Draft, Either, A::PlanLanding, Stay),
    (Requested, Either, A::PlanLanding, Stay),
    (InformationRequired, Either, A::PlanLanding, Stay),
    (OnHold, Either, A::PlanLanding, Stay),
    (Accepted, Either, A::PlanLanding, Stay),
    (Disputed, Either, A::PlanLanding, Stay),
    (Draft, Either, A::Split, Stay),
    (Requested, Either, A::Split, Stay),
    (InformationRequired, Either, A::Split, Stay),
    (OnHold, Either, A::Split, Stay),
    (Accepted, Either, A::Split, Stay),
    (Disputed, Either, A::Split, Stay),
    (Requested, Either, A::Consider, Stay),
    (InformationRequired, Either, A::Consider, Stay),
    (OnHold, Either, A::Consider, Stay),
];

/// What either side may record in any open state.
pub const RECORDING: [ActionKind; 12] = [
    A::Tick,
    A::Untick,
    A::RecordFact,
    A::Override,
    A::ScheduleVisit,
    A::RecordVisit,
    A::RaiseTasks,
    A::CompleteTask,
    A::CancelTask,
    A::DisputeTask,
    A::DecideTask,
    A::EndResponsibility,
];

/// Whose an action is in a state, and where it leads; `None` where it cannot be taken.
pub fn transition(state: State, action: ActionKind) -> Option<(Whose, Next)> {
    TRANSITIONS
        .iter()
        .find(|(from, _, kind, _)| *from == state && *kind == action)
        .map(|(_, whose, _, next)| (*whose, *next))
        .or_else(|| (state.is_open() && RECORDING.contains(&action)).then_some((Either, Stay)))
}

/// Every action that the table allows in a state, whoever may take it.
pub fn allowed_in(state: State) -> Vec<ActionKind> {
    ALL_ACTIONS
        .iter()
        .copied()
        .filter(|action| transition(state, *action).is_some())
        .collect()
}

/// Every action.
pub const ALL_ACTIONS: [ActionKind; 32] = [
    A::RecordDiscussion,
    A::Request,
    A::AskInformation,
    A::SupplyInformation,
    A::Accept,
    A::Decline,
    A::SupportInstead,
    A::Withdraw,
    A::Hold,
    A::Resume,
    A::Tick,
    A::Untick,
    A::RecordFact,
    A::Override,
    A::AgreeDate,
    A::ScheduleVisit,
    A::RecordVisit,
    A::Dispute,
    A::DecideDispute,
    A::Escalate,
    A::Land,
    A::RecordReview,
    A::RaiseTasks,
    A::CompleteTask,
    A::CancelTask,
    A::DisputeTask,
    A::DecideTask,
    A::PlanLanding,
    A::EndResponsibility,
    A::Consider,
    A::Split,
    A::Close,
];

/// Every state.
pub const ALL_STATES: [State; 11] = [
    Draft,
    Requested,
    InformationRequired,
    OnHold,
    Accepted,
    Declined,
    Supported,
    Disputed,
    Withdrawn,
    Landed,
    Closed,
];

/// What happens to a transfer, as packs and assessments name it, and what it means.
pub const EVENTS: [(&str, &str); 32] = [
    ("opened", "the transfer was opened as a draft"),
    ("discussed", "the managers' discussion took place"),
    ("requested", "the transfer was asked for"),
    ("information_asked", "the other side asked for more"),
    ("information_supplied", "the information was given"),
    ("approved", "one party to a joint decision agreed"),
    ("accepted", "the decision to transfer was taken"),
    ("declined", "agreement failed: the transfer was declined"),
    ("supported", "advice or joint work was agreed instead"),
    ("withdrawn", "the request was taken back"),
    ("held", "the transfer was put on hold"),
    ("resumed", "the transfer went on"),
    (
        "disputed",
        "a dispute was raised and its first decision maker informed",
    ),
    (
        "rung_2",
        "the dispute reached the second rung of its ladder",
    ),
    ("rung_3", "the dispute reached the third rung"),
    ("rung_4", "the dispute reached the fourth rung"),
    ("rung_5", "the dispute reached the fifth rung"),
    ("rung_6", "the dispute reached the sixth rung"),
    ("dispute_decided", "the dispute was decided"),
    ("escalated", "the dispute was taken a rung higher"),
    ("visit_scheduled", "a visit was planned"),
    ("visited", "a visit was made"),
    ("landed", "case responsibility moved to the receiving team"),
    ("reviewed", "the transfer was reviewed after landing"),
    ("planned", "the day of landing was planned or moved"),
    ("considered", "a meeting considered it without deciding"),
    ("tasks_raised", "tasks were named or agreed"),
    ("task_disputed", "a task was disputed"),
    ("tasks_done", "the last open task was done"),
    ("split", "the child was taken out of the family's request"),
    ("closed", "the transfer or matter was finished"),
    ("decided", "a matter of its own was decided"),
];
