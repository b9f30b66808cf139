//! The bodies of actions: what each takes, besides when it happened and a note.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

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

/// How a transfer has gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReviewOutcome {
    /// Well so far; look again.
    OnCourse,
    /// Something must be put right.
    NeedsWork,
    /// Well; no more reviews.
    Settled,
}

body! {
    /// A review after the landing.
    #[derive(Default)]
    #[schema(example = json!({"outcome": "settled"}))]
    RecordReview {
        /// How the transfer has gone; absent leaves that open.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub outcome: Option<ReviewOutcome>,
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
