//! Actions: what someone does with a transfer, with everything they say about it.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::fact::Facts;
use crate::task::NewTask;
use crate::transfer::ActionKind;

/// One action. Free text may be personal: it is stored, and never sent to a chat platform.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// The managers talked.
    RecordDiscussion {
        /// `phone`, `video`, `in_person`; anything else is refused where the pack says so.
        way: String,
        /// The manager of the transferring side.
        transferring_manager: Uuid,
        /// The manager of the receiving side.
        receiving_manager: Uuid,
    },
    /// Ask.
    Request {
        /// The planned day of landing.
        planned_on: Option<NaiveDate>,
        /// What is known besides.
        facts: Facts,
    },
    /// Ask for more.
    AskInformation {
        /// What is asked.
        question: String,
    },
    /// Give it.
    SupplyInformation {
        /// What is said.
        answer: String,
        /// What is known besides.
        facts: Facts,
    },
    /// Agree.
    Accept {
        /// The meeting at which it was decided.
        forum: Option<String>,
        /// The day of that meeting.
        meeting_on: Option<NaiveDate>,
        /// The route on which it was decided; none on the ordinary one.
        route: Option<String>,
        /// Why on that route.
        route_reason: Option<String>,
        /// Who of the receiving team is to take the case, where that is settled.
        practitioner: Option<Uuid>,
    },
    /// Say no.
    Decline {
        /// Coded reason.
        reason: String,
        /// In words.
        text: Option<String>,
    },
    /// Agree on support instead.
    SupportInstead {
        /// Coded reason.
        reason: String,
        /// In words.
        text: Option<String>,
        /// The work agreed.
        tasks: Vec<String>,
    },
    /// Take back.
    Withdraw {
        /// Coded reason.
        reason: String,
        /// In words.
        text: Option<String>,
    },
    /// Stop for a crisis.
    Hold {
        /// Coded reason.
        reason: String,
        /// In words.
        text: Option<String>,
    },
    /// Go on.
    Resume,
    /// Done.
    Tick {
        /// The item.
        item: String,
    },
    /// Not done after all.
    Untick {
        /// The item.
        item: String,
    },
    /// Known.
    RecordFact {
        /// Values by fact.
        facts: Facts,
    },
    /// Let pass.
    Override {
        /// The gate or item.
        of: String,
        /// Why.
        reason: String,
    },
    /// Another date.
    AgreeDate {
        /// The deadline.
        deadline: String,
        /// The date.
        date: NaiveDate,
        /// Why.
        reason: String,
        /// Who agrees for the other side.
        agreed_with: Uuid,
    },
    /// A visit is planned.
    ScheduleVisit {
        /// The item.
        item: String,
        /// The day.
        visit_on: NaiveDate,
    },
    /// A visit was made.
    RecordVisit {
        /// The item.
        item: String,
    },
    /// Disagree.
    Dispute {
        /// In words.
        text: String,
    },
    /// Decide a disagreement.
    DecideDispute {
        /// Whether the case is to move.
        accept: bool,
        /// In words.
        text: String,
    },
    /// A rung higher.
    Escalate,
    /// The case moves.
    Land {
        /// Who takes it; nobody means whoever was named when it was agreed, or else the duty tray.
        practitioner: Option<Uuid>,
    },
    /// How it goes.
    RecordReview {
        /// The outcome, as the pack names it.
        outcome: Option<String>,
        /// The meeting that reviewed.
        forum: Option<String>,
        /// Its day.
        meeting_on: Option<NaiveDate>,
    },
    /// Name tasks.
    RaiseTasks {
        /// The list; none for what the two sides agree by themselves.
        list: Option<String>,
        /// The tasks.
        tasks: Vec<NewTask>,
        /// Whether the other side was told in writing.
        in_writing: bool,
        /// Who agreed to the days for the other side, where that was agreed.
        agreed_with: Option<Uuid>,
    },
    /// Done.
    CompleteTask {
        /// Its number.
        task: u32,
    },
    /// No longer wanted.
    CancelTask {
        /// Its number.
        task: u32,
        /// Why.
        reason: String,
    },
    /// Not accepted as a task.
    DisputeTask {
        /// Its number.
        task: u32,
        /// Why.
        text: String,
    },
    /// Whether it stands.
    DecideTask {
        /// Its number.
        task: u32,
        /// Whether it stands.
        stands: bool,
        /// Why.
        text: String,
    },
    /// Another day of landing.
    PlanLanding {
        /// The day.
        planned_on: NaiveDate,
        /// Why it moved, where one was planned before.
        reason: Option<String>,
    },
    /// Finished.
    EndResponsibility {
        /// The responsibility.
        responsibility: String,
    },
    /// Considered, not decided.
    Consider {
        /// The meeting.
        forum: String,
        /// Its day.
        meeting_on: NaiveDate,
    },
    /// Out of the family's request.
    Split {
        /// Coded reason.
        reason: Option<String>,
        /// In words.
        text: Option<String>,
    },
    /// Finish.
    Close,
}

impl Action {
    /// Which action it is.
    pub fn kind(&self) -> ActionKind {
        match self {
            Self::RecordDiscussion { .. } => ActionKind::RecordDiscussion,
            Self::Request { .. } => ActionKind::Request,
            Self::AskInformation { .. } => ActionKind::AskInformation,
            Self::SupplyInformation { .. } => ActionKind::SupplyInformation,
            Self::Accept { .. } => ActionKind::Accept,
            Self::Decline { .. } => ActionKind::Decline,
            Self::SupportInstead { .. } => ActionKind::SupportInstead,
            Self::Withdraw { .. } => ActionKind::Withdraw,
            Self::Hold { .. } => ActionKind::Hold,
            Self::Resume => ActionKind::Resume,
            Self::Tick { .. } => ActionKind::Tick,
            Self::Untick { .. } => ActionKind::Untick,
            Self::RecordFact { .. } => ActionKind::RecordFact,
            Self::Override { .. } => ActionKind::Override,
            Self::AgreeDate { .. } => ActionKind::AgreeDate,
            Self::ScheduleVisit { .. } => ActionKind::ScheduleVisit,
            Self::RecordVisit { .. } => ActionKind::RecordVisit,
            Self::Dispute { .. } => ActionKind::Dispute,
            Self::DecideDispute { .. } => ActionKind::DecideDispute,
            Self::Escalate => ActionKind::Escalate,
            Self::Land { .. } => ActionKind::Land,
            Self::RecordReview { .. } => ActionKind::RecordReview,
            Self::RaiseTasks { .. } => ActionKind::RaiseTasks,
            Self::CompleteTask { .. } => ActionKind::CompleteTask,
            Self::CancelTask { .. } => ActionKind::CancelTask,
            Self::DisputeTask { .. } => ActionKind::DisputeTask,
            Self::DecideTask { .. } => ActionKind::DecideTask,
            Self::PlanLanding { .. } => ActionKind::PlanLanding,
            Self::EndResponsibility { .. } => ActionKind::EndResponsibility,
            Self::Consider { .. } => ActionKind::Consider,
            Self::Split { .. } => ActionKind::Split,
            Self::Close => ActionKind::Close,
        }
    }

    /// The coded reason given with it.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Decline { reason, .. }
            | Self::SupportInstead { reason, .. }
            | Self::Withdraw { reason, .. }
            | Self::Hold { reason, .. } => Some(reason),
            Self::Split { reason, .. } => reason.as_deref(),
            _ => None,
        }
    }

    /// The meeting at which it was decided.
    pub fn forum(&self) -> Option<&str> {
        match self {
            Self::Accept { forum, .. } => forum.as_deref(),
            _ => None,
        }
    }

    /// The route on which it was decided.
    pub fn route(&self) -> Option<&str> {
        match self {
            Self::Accept { route, .. } => route.as_deref(),
            _ => None,
        }
    }

    /// The practitioners whom it names: the policy has to know their roles.
    pub fn people(&self) -> Vec<Uuid> {
        match self {
            Self::RecordDiscussion {
                transferring_manager,
                receiving_manager,
                ..
            } => {
                vec![*transferring_manager, *receiving_manager]
            }
            Self::AgreeDate { agreed_with, .. } => vec![*agreed_with],
            Self::Land { practitioner } | Self::Accept { practitioner, .. } => {
                practitioner.iter().copied().collect()
            }
            Self::RaiseTasks {
                tasks, agreed_with, ..
            } => {
                let named = tasks.iter().filter_map(|task| task.practitioner);
                named.chain(*agreed_with).collect()
            }
            _ => Vec::new(),
        }
    }
}
