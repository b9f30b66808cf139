//! What an action leaves on the record, and where it leads.

mod agreeing;
mod items;
mod planning;
mod saying;
mod tasks;

use chrono::{DateTime, Utc};

use super::permission::Capacity;
use crate::action::Action;
use crate::fact::FactProblem;
use crate::pack::format::ReasonFor;
use crate::refusal::Refusal;
use crate::role::Actor;
use crate::setting::Setting;
use crate::transfer::{Next, State, Transfer};

/// One action being carried out.
pub(crate) struct Change<'a> {
    pub(crate) setting: &'a Setting<'a>,
    pub(crate) actor: &'a Actor,
    pub(crate) capacity: &'a Capacity,
    pub(crate) at: DateTime<Utc>,
    pub(crate) note: Option<String>,
}

/// Longest free text, in characters.
const LONGEST_TEXT: usize = 10_000;

impl Change<'_> {
    /// Put what was said on the record.
    pub(super) fn record(&self, transfer: &mut Transfer, action: &Action) -> Result<(), Refusal> {
        match action {
            Action::RecordDiscussion {
                way,
                transferring_manager,
                receiving_manager,
            } => self.discuss(transfer, way, *transferring_manager, *receiving_manager),
            Action::Request { planned_on, facts } => {
                transfer.planned_on = planned_on.or(transfer.planned_on);
                self.learn(transfer, facts)
            }
            Action::SupplyInformation { facts, answer } => {
                said("answer", answer)?;
                self.learn(transfer, facts)
            }
            Action::RecordFact { facts } => self.learn(transfer, facts),
            Action::AskInformation { question } => said("question", question),
            Action::Accept {
                forum,
                meeting_on,
                route,
                route_reason,
                practitioner,
            } => {
                self.meeting(forum.as_deref(), *meeting_on)?;
                self.route(transfer, route.as_deref(), route_reason.as_deref())?;
                self.name_worker(transfer, *practitioner)
            }
            Action::Decline { reason, .. } => self.reason(transfer, reason, ReasonFor::Decline),
            Action::SupportInstead { reason, tasks, .. } => {
                self.reason(transfer, reason, ReasonFor::Support)?;
                self.support_tasks(transfer, tasks)
            }
            Action::Withdraw { reason, .. } => self.reason(transfer, reason, ReasonFor::Withdraw),
            Action::Hold { reason, .. } => self.reason(transfer, reason, ReasonFor::Hold),
            Action::Tick { item } => self.tick(transfer, item),
            Action::Untick { item } => self.untick(transfer, item),
            Action::Override { of, reason } => self.let_pass(transfer, of, reason),
            Action::AgreeDate {
                deadline,
                date,
                reason,
                agreed_with,
            } => self.agree_date(transfer, deadline, *date, reason, *agreed_with),
            Action::ScheduleVisit { item, visit_on } => {
                self.schedule_visit(transfer, item, *visit_on)
            }
            Action::RecordVisit { item } => self.record_visit(transfer, item),
            Action::RecordReview {
                outcome,
                forum,
                meeting_on,
            } => self.review(transfer, outcome.as_deref(), forum.as_deref(), *meeting_on),
            Action::RaiseTasks {
                list,
                tasks,
                in_writing,
                agreed_with,
            } => self.raise_tasks(transfer, list.as_deref(), tasks, *in_writing, *agreed_with),
            Action::CompleteTask { task } => self.complete_task(transfer, *task),
            Action::CancelTask { task, reason } => self.cancel_task(transfer, *task, reason),
            Action::DisputeTask { task, text } => self.dispute_task(transfer, *task, text),
            Action::DecideTask { task, stands, text } => {
                self.decide_task(transfer, *task, *stands, text)
            }
            Action::PlanLanding { planned_on, reason } => {
                self.plan_landing(transfer, *planned_on, reason.as_deref())
            }
            Action::EndResponsibility { responsibility } => {
                self.end_responsibility(transfer, responsibility)
            }
            Action::Consider { forum, meeting_on } => self.consider(transfer, forum, *meeting_on),
            Action::Split { reason, text } => {
                self.split(transfer, reason.as_deref(), text.as_deref())
            }
            Action::Land { practitioner } => {
                self.name_worker(transfer, *practitioner)?;
                self.changes_worker(transfer)
            }
            Action::Dispute { text } => {
                said("text", text)?;
                self.dispute(transfer)
            }
            Action::DecideDispute { text, .. } => said("text", text),
            Action::Escalate => self.climb(transfer),
            Action::Resume | Action::Close => Ok(()),
        }
    }

    /// Move to the next state; the events that this causes.
    pub(super) fn advance(
        &self,
        transfer: &mut Transfer,
        action: &Action,
        next: Next,
    ) -> Result<Vec<String>, Refusal> {
        let mut events = vec![event_of(action).to_owned()];
        let to = match next {
            Next::Stay => None,
            Next::Back => transfer.record.held_from.take(),
            Next::AsDecided => Some(self.decide_dispute(transfer, action, &mut events)),
            Next::AsReasoned => Some(self.decline(transfer, action, &mut events)),
            Next::To(State::Accepted) => self.agree(transfer, action, &mut events)?,
            Next::To(state) => Some(state),
        };
        if matches!(action, Action::Request { .. }) {
            self.approve_by_asking(transfer)?;
        }
        if matches!(action, Action::Hold { .. }) {
            transfer.record.held_from = Some(transfer.state);
        }
        if let (Action::Escalate, Some(dispute)) = (action, &transfer.record.dispute) {
            events.push(format!("rung_{}", dispute.rung + 1));
        }
        if transfer.state == State::Accepted && matches!(action, Action::Decline { .. }) {
            transfer.record.decision = None;
            transfer.record.approvals.clear();
        }
        if let Some(state) = to {
            transfer.state = state;
            transfer.state_since = self.at;
        }
        if ends_a_task(action) && transfer.record.tasks.iter().all(|task| !task.is_open()) {
            events.push("tasks_done".into());
        }
        events.retain(|event| !event.is_empty());
        for event in &events {
            transfer.record.events.insert(event.clone(), self.at);
        }
        if let Some(reason) = action.reason() {
            transfer
                .record
                .reasons
                .insert(event_of(action).to_owned(), reason.to_owned());
        }
        Ok(events)
    }
}

/// The event that an action causes, as packs name it; empty where it causes none.
fn event_of(action: &Action) -> &'static str {
    match action {
        Action::RecordDiscussion { .. } => "discussed",
        Action::Request { .. } => "requested",
        Action::AskInformation { .. } => "information_asked",
        Action::SupplyInformation { .. } => "information_supplied",
        Action::Accept { .. } => "accepted",
        Action::Decline { .. } => "declined",
        Action::SupportInstead { .. } => "supported",
        Action::Withdraw { .. } => "withdrawn",
        Action::Hold { .. } => "held",
        Action::Resume => "resumed",
        Action::Dispute { .. } => "disputed",
        Action::DecideDispute { .. } => "dispute_decided",
        Action::Escalate => "escalated",
        Action::ScheduleVisit { .. } => "visit_scheduled",
        Action::RecordVisit { .. } => "visited",
        Action::Land { .. } => "landed",
        Action::RecordReview { .. } => "reviewed",
        Action::Close => "closed",
        Action::RaiseTasks { .. } => "tasks_raised",
        Action::DisputeTask { .. } => "task_disputed",
        Action::PlanLanding { .. } => "planned",
        Action::Consider { .. } => "considered",
        Action::Split { .. } => "split",
        Action::Tick { .. }
        | Action::Untick { .. }
        | Action::RecordFact { .. }
        | Action::Override { .. }
        | Action::AgreeDate { .. }
        | Action::CompleteTask { .. }
        | Action::CancelTask { .. }
        | Action::DecideTask { .. }
        | Action::EndResponsibility { .. } => "",
    }
}

fn ends_a_task(action: &Action) -> bool {
    matches!(
        action,
        Action::CompleteTask { .. }
            | Action::CancelTask { .. }
            | Action::DecideTask { stands: false, .. }
    )
}

fn fact_refusal(problem: &FactProblem) -> Refusal {
    match problem {
        FactProblem::Unknown { id } => invalid(
            &format!("facts.{id}"),
            &problem.to_string(),
            "a fact that the procedure declares",
        ),
        FactProblem::Expected { id, expected } => {
            invalid(&format!("facts.{id}"), &problem.to_string(), expected)
        }
    }
}

pub(crate) fn said(field: &str, text: &str) -> Result<(), Refusal> {
    let length = text.chars().count();
    if text.trim().is_empty() || length > LONGEST_TEXT {
        return Err(invalid(
            field,
            "something has to be said here",
            &format!("1 to {LONGEST_TEXT} characters"),
        ));
    }
    Ok(())
}

pub(crate) fn invalid(field: &str, message: &str, expected: &str) -> Refusal {
    Refusal::Invalid {
        field: field.into(),
        message: message.into(),
        expected: expected.into(),
    }
}
