//! The bodies of actions: what each takes, besides when it happened and a note.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::NewTask;

/// The body of an action: its own members, then the two that all share.
macro_rules! body {
    ($(#[$meta:meta])* $name:ident { $($members:tt)* }) => {
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
        #[serde(deny_unknown_fields)]
        $(#[$meta])*
        pub struct $name {
            $($members)*
            /// When it happened, not in the future; absent means now.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub occurred_at: Option<DateTime<Utc>>,
            /// Anything to add.
            #[serde(skip_serializing_if = "Option::is_none")]
            #[schema(max_length = 4000)]
            pub note: Option<String>,
        }
    };
}

/// How the managers talked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DiscussionWay {
    /// By phone.
    Phone,
    /// By video.
    Video,
    /// Face to face.
    InPerson,
    /// By e-mail.
    Email,
}

body! {
    /// The managers talked.
    #[schema(example = json!({
        "way": "phone", "transferring_manager": "0199f000-0000-7000-8000-000000000011",
        "receiving_manager": "0199f000-0000-7000-8000-000000000012", "occurred_at": "2026-11-02T08:30:00Z"
    }))]
    RecordDiscussion {
        /// How.
        pub way: DiscussionWay,
        /// Manager of the team that holds the case.
        pub transferring_manager: Uuid,
        /// Manager of the team that would hold it.
        pub receiving_manager: Uuid,
    }
}

body! {
    /// The other team is asked.
    #[derive(Default)]
    #[schema(example = json!({"planned_on": "2026-11-20", "facts": {"family_informed": true}}))]
    RequestTransfer {
        /// Planned day of landing.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub planned_on: Option<NaiveDate>,
        /// Facts recorded in the same step.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub facts: Option<BTreeMap<String, Value>>,
    }
}

body! {
    /// What the receiving team wants to know.
    #[derive(Default)]
    #[schema(example = json!({"question": "Please send the latest plan."}))]
    AskInformation {
        /// What it wants to know.
        #[schema(min_length = 1, max_length = 4000)]
        pub question: String,
    }
}

body! {
    /// The answer to that.
    #[derive(Default)]
    #[schema(example = json!({"answer": "The plan has been sent.", "facts": {"plan_updated": true}}))]
    SupplyInformation {
        /// The answer.
        #[schema(min_length = 1, max_length = 4000)]
        pub answer: String,
        /// Facts recorded in the same step.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub facts: Option<BTreeMap<String, Value>>,
    }
}

body! {
    /// The receiving team agrees.
    #[derive(Default)]
    #[schema(example = json!({"forum": "transfer_meeting", "meeting_on": "2026-11-04"}))]
    Accept {
        /// Meeting at which it was decided.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(max_length = 100)]
        pub forum: Option<String>,
        /// Day of that meeting.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub meeting_on: Option<NaiveDate>,
        /// Route of the decision, as the pathway names it; absent for the ordinary one.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(max_length = 100)]
        pub route: Option<String>,
        /// Why on that route, where the procedure asks for it.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(max_length = 4000)]
        pub route_reason: Option<String>,
        /// Who of the receiving team is to take the case, where that is settled.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub practitioner_id: Option<Uuid>,
    }
}

body! {
    /// The receiving team says no.
    #[derive(Default)]
    #[schema(example = json!({"reason": "not_the_threshold", "text": "Support can go on at the present level."}))]
    Decline {
        /// Coded reason of the pack.
        #[schema(min_length = 1, max_length = 100)]
        pub reason: String,
        /// The reason in words.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(max_length = 4000)]
        pub text: Option<String>,
    }
}

body! {
    /// The case stays where it is, with help.
    #[derive(Default)]
    #[schema(example = json!({"reason": "joint_work", "tasks": ["Joint visit", "Advice on the plan"]}))]
    SupportInstead {
        /// Coded reason of the pack.
        #[schema(min_length = 1, max_length = 100)]
        pub reason: String,
        /// The reason in words.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(max_length = 4000)]
        pub text: Option<String>,
        /// What the receiving team does instead.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(max_items = 50)]
        pub tasks: Option<Vec<String>>,
    }
}

body! {
    /// The request is taken back.
    #[derive(Default)]
    #[schema(example = json!({"reason": "no_longer_needed"}))]
    Withdraw {
        /// Coded reason of the pack.
        #[schema(min_length = 1, max_length = 100)]
        pub reason: String,
        /// The reason in words.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(max_length = 4000)]
        pub text: Option<String>,
    }
}

body! {
    /// The transfer waits for a crisis to pass.
    #[derive(Default)]
    #[schema(example = json!({"reason": "crisis"}))]
    Hold {
        /// Coded reason of the pack.
        #[schema(min_length = 1, max_length = 100)]
        pub reason: String,
        /// The reason in words.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(max_length = 4000)]
        pub text: Option<String>,
    }
}

body! {
    /// The transfer goes on after a hold.
    #[derive(Default)]
    #[schema(example = json!({"note": "The crisis has passed."}))]
    Resume {}
}

body! {
    /// A checklist item is done.
    #[derive(Default)]
    #[schema(example = json!({"item": "chronology"}))]
    Tick {
        /// Id of the item.
        #[schema(min_length = 1, max_length = 100)]
        pub item: String,
    }
}

body! {
    /// A checklist item is open again.
    #[derive(Default)]
    #[schema(example = json!({"item": "chronology", "note": "A page is missing."}))]
    Untick {
        /// Id of the item.
        #[schema(min_length = 1, max_length = 100)]
        pub item: String,
    }
}

body! {
    /// Facts become known, or known better.
    #[derive(Default)]
    #[schema(example = json!({"facts": {"family_informed": true}}))]
    RecordFact {
        /// The facts.
        pub facts: BTreeMap<String, Value>,
    }
}

body! {
    /// A condition is overridden.
    #[derive(Default)]
    #[schema(example = json!({"of": "chronology", "reason": "The file is with the court until Friday."}))]
    OverrideBlock {
        /// Id of the gate or checklist item.
        #[schema(min_length = 1, max_length = 100)]
        pub of: String,
        /// Why, in words.
        #[schema(min_length = 1, max_length = 4000)]
        pub reason: String,
    }
}

body! {
    /// Both sides agree another date.
    #[schema(example = json!({
        "deadline": "answer", "date": "2026-11-06", "reason": "The manager is away until then.",
        "agreed_with": "0199f000-0000-7000-8000-000000000012"
    }))]
    AgreeDate {
        /// Name of the deadline in the pack, its `key`.
        #[schema(min_length = 1, max_length = 100)]
        pub deadline: String,
        /// The new last day.
        pub date: NaiveDate,
        /// Why.
        #[schema(min_length = 1, max_length = 4000)]
        pub reason: String,
        /// Practitioner of the other side who agreed.
        pub agreed_with: Uuid,
    }
}

body! {
    /// A visit is planned.
    #[schema(example = json!({"item": "joint_visit", "visit_on": "2026-11-10"}))]
    ScheduleVisit {
        /// Id of the checklist item that it does.
        #[schema(min_length = 1, max_length = 100)]
        pub item: String,
        /// Its day.
        pub visit_on: NaiveDate,
    }
}

body! {
    /// A visit was made.
    #[derive(Default)]
    #[schema(example = json!({"item": "joint_visit", "occurred_at": "2026-11-10T14:00:00Z"}))]
    RecordVisit {
        /// Id of the checklist item that it does.
        #[schema(min_length = 1, max_length = 100)]
        pub item: String,
    }
}

body! {
    /// One side disagrees with the answer.
    #[derive(Default)]
    #[schema(example = json!({"text": "We read the threshold otherwise."}))]
    RaiseDispute {
        /// Why.
        #[schema(min_length = 1, max_length = 4000)]
        pub text: String,
    }
}

/// How a disagreement is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DisputeOutcome {
    /// For the move.
    Accept,
    /// Against it.
    Decline,
}

body! {
    /// A disagreement is decided.
    #[schema(example = json!({"outcome": "accept", "text": "The threshold is met."}))]
    DecideDispute {
        /// How.
        pub outcome: DisputeOutcome,
        /// Why.
        #[schema(min_length = 1, max_length = 4000)]
        pub text: String,
    }
}

body! {
    /// A disagreement goes one rung higher.
    #[derive(Default)]
    #[schema(example = json!({"text": "No decision was reached."}))]
    Escalate {
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(max_length = 4000)]
        pub text: Option<String>,
    }
}

body! {
    /// The case moves.
    #[derive(Default)]
    #[schema(example = json!({"practitioner_id": "0199f000-0000-7000-8000-000000000013"}))]
    Land {
        /// Who takes the case; absent means the receiving team's duty tray.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub practitioner_id: Option<Uuid>,
    }
}

body! {
    /// A review after the landing.
    #[derive(Default)]
    #[schema(example = json!({"outcome": "met", "forum": "transfer_meeting", "meeting_on": "2026-12-02"}))]
    RecordReview {
        /// How the transfer has gone, one of the `review_outcomes`; absent leaves that open.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(min_length = 1, max_length = 4000)]
        pub outcome: Option<String>,
        /// Meeting that reviewed it.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(max_length = 100)]
        pub forum: Option<String>,
        /// Day of that meeting.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub meeting_on: Option<NaiveDate>,
        /// In words.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(max_length = 4000)]
        pub text: Option<String>,
    }
}

body! {
    /// The transfer is finished.
    #[derive(Default)]
    #[schema(example = json!({"text": "Everything has been handed over."}))]
    Close {
        /// In words.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(max_length = 4000)]
        pub text: Option<String>,
    }
}

body! {
    /// Tasks are named to the other side, or agreed with it.
    #[schema(example = json!({"list": "outstanding_tasks", "in_writing": true, "tasks": [{"what": "Complete the chronology"}]}))]
    RaiseTasks {
        /// Task list of the pack, one of the `task_lists`; absent for what the two sides agree by themselves.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(max_length = 100)]
        pub list: Option<String>,
        /// The tasks.
        #[schema(min_items = 1, max_items = 50)]
        pub tasks: Vec<NewTask>,
        /// Whether the other side was told in writing, at `occurred_at`.
        #[serde(default)]
        pub in_writing: bool,
        /// Who of the other side agreed to the days named, where they replace the procedure's.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub agreed_with: Option<Uuid>,
    }
}

body! {
    /// A task is done.
    #[schema(example = json!({"task": 1}))]
    CompleteTask {
        /// Its number.
        #[schema(minimum = 1)]
        pub task: u32,
    }
}

body! {
    /// A task is no longer wanted.
    #[schema(example = json!({"task": 1, "reason": "It was in the file already."}))]
    CancelTask {
        /// Its number.
        #[schema(minimum = 1)]
        pub task: u32,
        /// Why.
        #[schema(min_length = 1, max_length = 4000)]
        pub reason: String,
    }
}

body! {
    /// A task is disputed.
    #[schema(example = json!({"task": 1, "text": "This belongs to the new plan."}))]
    DisputeTask {
        /// Its number.
        #[schema(minimum = 1)]
        pub task: u32,
        /// Why.
        #[schema(min_length = 1, max_length = 4000)]
        pub text: String,
    }
}

/// How a disputed task is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaskOutcome {
    /// It stays to be done.
    Stands,
    /// It is cancelled.
    Falls,
}

body! {
    /// A disputed task is decided.
    #[schema(example = json!({"task": 1, "outcome": "stands", "text": "The file is not complete without it."}))]
    DecideTask {
        /// Its number.
        #[schema(minimum = 1)]
        pub task: u32,
        /// How.
        pub outcome: TaskOutcome,
        /// Why.
        #[schema(min_length = 1, max_length = 4000)]
        pub text: String,
    }
}

body! {
    /// The day of landing is planned, or moved; everything that looks at it is read again.
    #[schema(example = json!({"planned_on": "2026-12-01", "reason": "The family is away that week."}))]
    PlanLanding {
        /// The day.
        pub planned_on: NaiveDate,
        /// Why it moves, where a day was planned already.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(min_length = 1, max_length = 4000)]
        pub reason: Option<String>,
    }
}

body! {
    /// Work that one team kept is finished.
    #[schema(example = json!({"responsibility": "joint_work"}))]
    EndResponsibility {
        /// Id of the responsibility in the pack.
        #[schema(min_length = 1, max_length = 100)]
        pub responsibility: String,
    }
}

body! {
    /// A meeting considered the transfer without deciding.
    #[schema(example = json!({"forum": "transfer_meeting", "meeting_on": "2026-11-18"}))]
    Consider {
        /// Meeting of the pack.
        #[schema(min_length = 1, max_length = 100)]
        pub forum: String,
        /// Its day.
        pub meeting_on: NaiveDate,
    }
}

body! {
    /// A child is taken out of the family's request, for a coded or a written reason.
    #[derive(Default)]
    #[schema(example = json!({"text": "The youngest needs another service."}))]
    Split {
        /// Coded reason of the pack.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(min_length = 1, max_length = 100)]
        pub reason: Option<String>,
        /// The reason in words.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(min_length = 1, max_length = 4000)]
        pub text: Option<String>,
    }
}
