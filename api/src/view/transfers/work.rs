//! Work around a move: tasks, what may be named, meetings that did not decide, outcomes.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use openapi::{Considered, Reference, ReviewOutcome, Task, TaskList, TaskState};
use policy::expression::Knowledge;
use policy::pack::Pack;
use policy::setting::Setting;
use policy::{responsibility, task, tracking, transfer as domain};
use serde_json::Value;

use super::super::kinds::side;
use super::{Names, person};

pub(super) fn tasks(
    setting: &Setting,
    transfer: &domain::Transfer,
    names: &Names,
    now: DateTime<Utc>,
) -> Vec<Task> {
    let due: BTreeMap<_, _> = setting
        .reckon(transfer, now)
        .owed
        .into_iter()
        .map(|owed| (owed.key, owed.due_at))
        .collect();
    let tasks = transfer.record.tasks.iter();
    tasks
        .map(|one| shown(setting.pack, one, &due, names))
        .collect()
}

fn shown(
    pack: &Pack,
    one: &task::Task,
    due: &BTreeMap<String, DateTime<Utc>>,
    names: &Names,
) -> Task {
    let ended = one.done.as_ref().or(one.cancelled.as_ref());
    let said = ended.or(one.upheld.as_ref()).or(one.disputed.as_ref());
    let key = one.key(pack);
    let due_at = due.get(&key).copied();
    Task {
        number: one.number,
        list: one.list.clone(),
        rule: one.list_of(pack).map(|list| list.rule.first().to_owned()),
        what: one.what.clone(),
        owed_by: side(one.owed_by),
        role: one.role.clone(),
        practitioner: one.practitioner.map(|id| person(names, id)),
        raised_by: person(names, one.raised_by),
        raised_at: one.raised_at,
        in_writing: one.in_writing,
        due_at,
        deadline: due_at.map(|_| key),
        state: match (&one.done, &one.cancelled) {
            (Some(_), _) => TaskState::Done,
            (None, Some(_)) => TaskState::Cancelled,
            (None, None) if one.is_disputed() => TaskState::Disputed,
            (None, None) => TaskState::Open,
        },
        ended_at: ended.map(|end| end.at),
        ended_by: ended.map(|end| person(names, end.by)),
        note: said.and_then(|said| said.note.clone()),
    }
}

pub(super) fn task_lists(
    pack: &Pack,
    transfer: &domain::Transfer,
    knowledge: &Knowledge,
) -> Vec<TaskList> {
    let lists = task::lists(pack, transfer, knowledge).into_iter();
    lists
        .map(|list| TaskList {
            id: list.id.clone(),
            label: list.label.clone(),
            rule: list.rule.first().to_owned(),
            raised_by: side(list.raised_by),
            raised_by_roles: list.raised_by_roles.clone(),
            owed_by: side(list.owed_by),
            in_writing: list.in_writing,
            must_say_when: list.must_say_when,
        })
        .collect()
}

pub(super) fn considered(transfer: &domain::Transfer, names: &Names) -> Vec<Considered> {
    let meetings = transfer.record.considered.iter();
    meetings
        .map(|one| Considered {
            forum: one.forum.clone(),
            meeting_on: one.meeting_on,
            by: person(names, one.entry.by),
            note: one.entry.note.clone(),
        })
        .collect()
}

/// The family's request that a transfer goes along with, from its record.
pub fn family_transfer(record: &Value) -> Option<Reference> {
    let family = record.get("family").filter(|family| !family.is_null())?;
    let family: domain::FamilyRequest = serde_json::from_value(family.clone()).ok()?;
    family.split.is_none().then_some(Reference {
        id: family.id,
        reference: family.reference,
    })
}

pub(super) fn review_outcomes(pack: &Pack, pathway: &str) -> Vec<ReviewOutcome> {
    let outcomes = tracking::outcomes(pack, pathway).into_iter();
    outcomes
        .map(|outcome| ReviewOutcome {
            id: outcome.id.clone(),
            label: outcome.label.clone(),
            look_again: outcome.look_again,
        })
        .collect()
}

/// Responsibilities with the end that somebody recorded.
pub(super) fn ended(
    transfer: &domain::Transfer,
    one: responsibility::Reading,
) -> responsibility::Reading {
    let recorded = transfer.record.ended.get(&one.id).map(|end| end.at);
    responsibility::Reading {
        until: recorded.or(one.until),
        ..one
    }
}

/// Everyone whom the work on a transfer names.
pub(super) fn people(record: &domain::Record) -> Vec<uuid::Uuid> {
    let of_task = |one: &task::Task| {
        let ends = [&one.done, &one.cancelled];
        let ends = ends.into_iter().flatten().map(|end| end.by);
        ends.chain([one.raised_by])
            .chain(one.practitioner)
            .collect::<Vec<_>>()
    };
    let mut found: Vec<_> = record.tasks.iter().flat_map(of_task).collect();
    found.extend(record.considered.iter().map(|one| one.entry.by));
    found
}
