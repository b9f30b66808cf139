//! Actions: what a practitioner does with a transfer, each with the body that it takes.
//!
//! `POST /v1/transfers/{id}/{action}`, the action in kebab-case. In bodies an action is named in snake_case.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::action_bodies::*;

/// One table of all actions: variant, path segment, name in bodies, body.
macro_rules! actions {
    ($($(#[doc = $doc:literal])+ $variant:ident = $kebab:literal / $snake:literal : $body:ident,)+) => {
        /// The name of an action.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum ActionName {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl ActionName {
            /// Every action.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name in paths, in kebab-case.
            pub fn kebab(self) -> &'static str {
                match self { $(Self::$variant => $kebab,)+ }
            }

            /// Its name in bodies, in snake_case.
            pub fn snake(self) -> &'static str {
                match self { $(Self::$variant => $snake,)+ }
            }
        }

        /// An action with its body, to be sent.
        #[derive(Debug, Clone, PartialEq, Serialize)]
        #[serde(untagged)]
        pub enum Action {
            $($(#[doc = $doc])+ $variant($body),)+
        }

        $(impl From<$body> for Action {
            fn from(body: $body) -> Self {
                Self::$variant(body)
            }
        })+

        impl Action {
            /// Which action it is.
            pub fn kind(&self) -> ActionName {
                match self { $(Self::$variant(_) => ActionName::$variant,)+ }
            }

            /// The action of this name with this body.
            ///
            /// # Errors
            ///
            /// Where the body lacks a member, has one that the action does not take, or one of the wrong type.
            pub fn from_body(name: ActionName, body: Value) -> Result<Self, serde_json::Error> {
                match name { $(ActionName::$variant => serde_json::from_value(body).map(Self::$variant),)+ }
            }
        }
    };
}

actions! {
    /// Record that the managers talked.
    RecordDiscussion = "record-discussion" / "record_discussion": RecordDiscussion,
    /// Ask the other team.
    Request = "request" / "request": RequestTransfer,
    /// Ask the asking team for information.
    AskInformation = "ask-information" / "ask_information": AskInformation,
    /// Give the information.
    SupplyInformation = "supply-information" / "supply_information": SupplyInformation,
    /// Agree, or add one party's agreement to a joint decision.
    Accept = "accept" / "accept": Accept,
    /// Say no.
    Decline = "decline" / "decline": Decline,
    /// Leave the case where it is, with advice or joint work.
    SupportInstead = "support-instead" / "support_instead": SupportInstead,
    /// Take the request back.
    Withdraw = "withdraw" / "withdraw": Withdraw,
    /// Wait for a crisis to pass.
    Hold = "hold" / "hold": Hold,
    /// Go on after a hold.
    Resume = "resume" / "resume": Resume,
    /// Mark a checklist item as done.
    Tick = "tick" / "tick": Tick,
    /// Mark it as open again.
    Untick = "untick" / "untick": Untick,
    /// Record facts.
    RecordFact = "record-fact" / "record_fact": RecordFact,
    /// Let an action pass a condition, in a role that may, with a reason.
    Override = "override" / "override": OverrideBlock,
    /// Agree another date for a deadline with the other side.
    AgreeDate = "agree-date" / "agree_date": AgreeDate,
    /// Plan a visit to the family.
    ScheduleVisit = "schedule-visit" / "schedule_visit": ScheduleVisit,
    /// Record that the visit was made.
    RecordVisit = "record-visit" / "record_visit": RecordVisit,
    /// Disagree with the answer.
    Dispute = "dispute" / "dispute": RaiseDispute,
    /// Decide a disagreement.
    DecideDispute = "decide-dispute" / "decide_dispute": DecideDispute,
    /// Take a disagreement one rung higher.
    Escalate = "escalate" / "escalate": Escalate,
    /// Move the case.
    Land = "land" / "land": Land,
    /// Record a review after the landing.
    RecordReview = "record-review" / "record_review": RecordReview,
    /// Name tasks to the other side, or agree them.
    RaiseTasks = "raise-tasks" / "raise_tasks": RaiseTasks,
    /// A task is done.
    CompleteTask = "complete-task" / "complete_task": CompleteTask,
    /// A task is no longer wanted.
    CancelTask = "cancel-task" / "cancel_task": CancelTask,
    /// A task is disputed.
    DisputeTask = "dispute-task" / "dispute_task": DisputeTask,
    /// Decide whether a disputed task stands.
    DecideTask = "decide-task" / "decide_task": DecideTask,
    /// Plan the day of landing, or move it.
    PlanLanding = "plan-landing" / "plan_landing": PlanLanding,
    /// Work kept by one team is finished.
    EndResponsibility = "end-responsibility" / "end_responsibility": EndResponsibility,
    /// A meeting considered it without deciding.
    Consider = "consider" / "consider": Consider,
    /// Take the child out of the family's request.
    Split = "split" / "split": Split,
    /// Finish the transfer.
    Close = "close" / "close": Close,
}

impl ActionName {
    /// The action that a path or a person names, in kebab-case, snake_case or with spaces.
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase().replace([' ', '_'], "-");
        Self::ALL
            .iter()
            .copied()
            .find(|action| action.kebab() == name)
    }
}

impl Action {
    /// Its name in the path, in kebab-case.
    pub fn name(&self) -> &'static str {
        self.kind().kebab()
    }

    /// Its body.
    pub fn body(&self) -> Value {
        serde_json::to_value(self).expect("bodies of actions have only text keys")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::*;

    /// A valid body for each action.
    fn body_of(name: ActionName) -> Value {
        let someone = "0199f000-0000-7000-8000-000000000011";
        match name {
            ActionName::RecordDiscussion => {
                json!({"way": "in_person", "transferring_manager": someone, "receiving_manager": someone})
            }
            ActionName::Request => {
                json!({"planned_on": "2026-11-20", "facts": {"family_informed": true}})
            }
            ActionName::AskInformation => json!({"question": "which plan?"}),
            ActionName::SupplyInformation => json!({"answer": "this one"}),
            ActionName::Accept => json!({"forum": "transfer_meeting", "meeting_on": "2026-11-04"}),
            ActionName::Decline | ActionName::Withdraw | ActionName::Hold => {
                json!({"reason": "crisis"})
            }
            ActionName::SupportInstead => json!({"reason": "joint_work", "tasks": ["advice"]}),
            ActionName::Resume => json!({}),
            ActionName::Tick | ActionName::Untick | ActionName::RecordVisit => {
                json!({"item": "chronology"})
            }
            ActionName::RecordFact => json!({"facts": {"family_informed": false}}),
            ActionName::Override => json!({"of": "chronology", "reason": "with the court"}),
            ActionName::AgreeDate => {
                json!({"deadline": "answer", "date": "2026-11-06", "reason": "away", "agreed_with": someone})
            }
            ActionName::ScheduleVisit => json!({"item": "joint_visit", "visit_on": "2026-11-10"}),
            ActionName::Dispute => json!({"text": "we read it otherwise"}),
            ActionName::DecideDispute => json!({"outcome": "decline", "text": "not met"}),
            ActionName::Escalate | ActionName::Close => json!({"text": "so be it"}),
            ActionName::Land => json!({"practitioner_id": someone}),
            ActionName::RecordReview => json!({"outcome": "met"}),
            ActionName::RaiseTasks => {
                json!({"list": "outstanding", "tasks": [{"what": "the chronology"}], "in_writing": true})
            }
            ActionName::CompleteTask => json!({"task": 1}),
            ActionName::CancelTask => json!({"task": 1, "reason": "done before"}),
            ActionName::DisputeTask => json!({"task": 1, "text": "not ours"}),
            ActionName::DecideTask => json!({"task": 1, "outcome": "stands", "text": "it is"}),
            ActionName::PlanLanding => json!({"planned_on": "2026-11-20"}),
            ActionName::EndResponsibility => json!({"responsibility": "joint_work"}),
            ActionName::Consider => {
                json!({"forum": "transfer_meeting", "meeting_on": "2026-11-04"})
            }
            ActionName::Split => json!({"text": "another service"}),
        }
    }

    #[test]
    fn every_action_keeps_its_name_and_body() {
        for &name in ActionName::ALL {
            let action = Action::from_body(name, body_of(name)).unwrap();
            assert_eq!(action.kind(), name);
            assert_eq!(action.name(), name.kebab());
            assert_eq!(action.body(), body_of(name), "{}", name.kebab());
        }
    }

    #[test]
    fn names_are_the_same_word_in_paths_and_bodies() {
        for &name in ActionName::ALL {
            assert_eq!(serde_json::to_value(name).unwrap(), json!(name.snake()));
            assert_eq!(name.kebab().replace('-', "_"), name.snake());
            assert_eq!(ActionName::parse(name.kebab()), Some(name));
            assert_eq!(ActionName::parse(&name.snake().to_uppercase()), Some(name));
        }
        assert_eq!(
            ActionName::parse("record discussion"),
            Some(ActionName::RecordDiscussion)
        );
        assert_eq!(ActionName::parse("delete"), None);
    }

    #[test]
    fn a_misspelt_member_is_refused() {
        let mistake = Action::from_body(ActionName::Tick, json!({"items": "chronology"}));
        assert!(mistake.unwrap_err().to_string().contains("items"));
    }

    #[test]
    fn every_action_takes_a_time_and_a_note() {
        for &name in ActionName::ALL {
            let mut body = body_of(name);
            body["occurred_at"] = json!("2026-11-02T08:30:00Z");
            body["note"] = json!("as agreed");
            assert_eq!(Action::from_body(name, body.clone()).unwrap().body(), body);
        }
    }
}
