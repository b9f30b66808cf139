//! Actions of the contract, as the policy takes them.

use openapi::{Action as Body, DiscussionWay, DisputeOutcome, OneSide, TaskOutcome};
use policy::action::Action;
use policy::task::NewTask;
use policy::transfer::Side;

use crate::service::transfers::Asked;

/// An action as it was asked for.
pub fn asked(body: Body) -> Asked {
    let detail = detail(&body);
    let (action, occurred_at, note) = match body {
        Body::RecordDiscussion(b) => {
            let way = match b.way {
                DiscussionWay::Phone => "phone",
                DiscussionWay::Video => "video",
                DiscussionWay::InPerson => "in_person",
                DiscussionWay::Email => "email",
            };
            let action = Action::RecordDiscussion {
                way: way.into(),
                transferring_manager: b.transferring_manager,
                receiving_manager: b.receiving_manager,
            };
            (action, b.occurred_at, b.note)
        }
        Body::Request(b) => {
            let facts = b.facts.unwrap_or_default();
            (
                Action::Request {
                    planned_on: b.planned_on,
                    facts,
                },
                b.occurred_at,
                b.note,
            )
        }
        Body::AskInformation(b) => (
            Action::AskInformation {
                question: b.question,
            },
            b.occurred_at,
            b.note,
        ),
        Body::SupplyInformation(b) => {
            let facts = b.facts.unwrap_or_default();
            (
                Action::SupplyInformation {
                    answer: b.answer,
                    facts,
                },
                b.occurred_at,
                b.note,
            )
        }
        Body::Accept(b) => (
            Action::Accept {
                forum: b.forum,
                meeting_on: b.meeting_on,
                route: b.route,
                route_reason: b.route_reason,
                practitioner: b.practitioner_id,
            },
            b.occurred_at,
            b.note,
        ),
        Body::Decline(b) => (
            Action::Decline {
                reason: b.reason,
                text: b.text,
            },
            b.occurred_at,
            b.note,
        ),
        Body::SupportInstead(b) => {
            let tasks = b.tasks.unwrap_or_default();
            (
                Action::SupportInstead {
                    reason: b.reason,
                    text: b.text,
                    tasks,
                },
                b.occurred_at,
                b.note,
            )
        }
        Body::Withdraw(b) => (
            Action::Withdraw {
                reason: b.reason,
                text: b.text,
            },
            b.occurred_at,
            b.note,
        ),
        Body::Hold(b) => (
            Action::Hold {
                reason: b.reason,
                text: b.text,
            },
            b.occurred_at,
            b.note,
        ),
        Body::Resume(b) => (Action::Resume, b.occurred_at, b.note),
        Body::Tick(b) => (Action::Tick { item: b.item }, b.occurred_at, b.note),
        Body::Untick(b) => (Action::Untick { item: b.item }, b.occurred_at, b.note),
        Body::RecordFact(b) => (Action::RecordFact { facts: b.facts }, b.occurred_at, b.note),
        Body::Override(b) => (
            Action::Override {
                of: b.of,
                reason: b.reason,
            },
            b.occurred_at,
            b.note,
        ),
        Body::AgreeDate(b) => {
            let action = Action::AgreeDate {
                deadline: b.deadline,
                date: b.date,
                reason: b.reason,
                agreed_with: b.agreed_with,
            };
            (action, b.occurred_at, b.note)
        }
        Body::ScheduleVisit(b) => (
            Action::ScheduleVisit {
                item: b.item,
                visit_on: b.visit_on,
            },
            b.occurred_at,
            b.note,
        ),
        Body::RecordVisit(b) => (Action::RecordVisit { item: b.item }, b.occurred_at, b.note),
        Body::Dispute(b) => (Action::Dispute { text: b.text }, b.occurred_at, b.note),
        Body::DecideDispute(b) => {
            let accept = b.outcome == DisputeOutcome::Accept;
            (
                Action::DecideDispute {
                    accept,
                    text: b.text,
                },
                b.occurred_at,
                b.note,
            )
        }
        Body::Escalate(b) => (Action::Escalate, b.occurred_at, b.note.or(b.text)),
        Body::Land(b) => (
            Action::Land {
                practitioner: b.practitioner_id,
            },
            b.occurred_at,
            b.note,
        ),
        Body::RecordReview(b) => (
            Action::RecordReview {
                outcome: b.outcome,
                forum: b.forum,
                meeting_on: b.meeting_on,
            },
            b.occurred_at,
            b.note.or(b.text),
        ),
        Body::RaiseTasks(b) => (
            Action::RaiseTasks {
                list: b.list,
                tasks: b.tasks.into_iter().map(new_task).collect(),
                in_writing: b.in_writing,
                agreed_with: b.agreed_with,
            },
            b.occurred_at,
            b.note,
        ),
        Body::CompleteTask(b) => (Action::CompleteTask { task: b.task }, b.occurred_at, b.note),
        Body::CancelTask(b) => (
            Action::CancelTask {
                task: b.task,
                reason: b.reason,
            },
            b.occurred_at,
            b.note,
        ),
        Body::DisputeTask(b) => (
            Action::DisputeTask {
                task: b.task,
                text: b.text,
            },
            b.occurred_at,
            b.note,
        ),
        Body::DecideTask(b) => (
            Action::DecideTask {
                task: b.task,
                stands: b.outcome == TaskOutcome::Stands,
                text: b.text,
            },
            b.occurred_at,
            b.note,
        ),
        Body::PlanLanding(b) => (
            Action::PlanLanding {
                planned_on: b.planned_on,
                reason: b.reason,
            },
            b.occurred_at,
            b.note,
        ),
        Body::EndResponsibility(b) => (
            Action::EndResponsibility {
                responsibility: b.responsibility,
            },
            b.occurred_at,
            b.note,
        ),
        Body::Consider(b) => (
            Action::Consider {
                forum: b.forum,
                meeting_on: b.meeting_on,
            },
            b.occurred_at,
            b.note,
        ),
        Body::Split(b) => (
            Action::Split {
                reason: b.reason,
                text: b.text,
            },
            b.occurred_at,
            b.note,
        ),
        Body::Close(b) => (Action::Close, b.occurred_at, b.note.or(b.text)),
    };
    Asked {
        action,
        occurred_at,
        note,
        detail,
    }
}

fn new_task(task: openapi::NewTask) -> NewTask {
    NewTask {
        what: task.what,
        owed_by: task.owed_by.map(|side| match side {
            OneSide::Transferring => Side::Transferring,
            OneSide::Receiving => Side::Receiving,
        }),
        role: None,
        practitioner: task.practitioner_id,
        due_on: task.due_on,
    }
}

/// The body without what the event says by itself.
fn detail(body: &Body) -> serde_json::Value {
    let mut detail = body.body();
    if let Some(members) = detail.as_object_mut() {
        members.remove("occurred_at");
    }
    detail
}
