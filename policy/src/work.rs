//! Work: what each team owes around a move, tasks and responsibilities alike, from when until when.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::decide::Told;
use crate::pack::format::PartySide;
use crate::responsibility;
use crate::setting::{Setting, decided_at};
use crate::transfer::{State, Transfer};

/// What a piece of work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkKind {
    /// Named or agreed by somebody.
    Task,
    /// Given by the procedure.
    Responsibility,
}

/// One piece of work on a transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// `task:NUMBER` or `responsibility:ID`.
    pub key: String,
    /// What it is.
    pub kind: WorkKind,
    /// What it is about, without a personal word.
    pub label: String,
    /// Its rules; none for what the two sides agreed by themselves.
    pub rules: Vec<String>,
    /// Whose work it is.
    pub owned_by: PartySide,
    /// The role that owes it, where one is named.
    pub role: Option<String>,
    /// Who does it, where somebody is named.
    pub practitioner: Option<Uuid>,
    /// Since when, UTC; it may lie ahead.
    pub from: DateTime<Utc>,
    /// When it is due, UTC, where that is known.
    pub due_at: Option<DateTime<Utc>>,
    /// When it ended or will end, UTC, where that is known.
    pub until: Option<DateTime<Utc>>,
}

impl Work {
    /// Whether it is under way at an instant.
    pub fn is_running(&self, at: DateTime<Utc>) -> bool {
        self.from <= at && self.until.is_none_or(|until| until > at)
    }

    /// Whether its beginning or its end still lies ahead of an instant, by the passing of days alone.
    pub fn changes_after(&self, at: DateTime<Utc>) -> bool {
        self.from > at || self.until.is_some_and(|until| until > at)
    }
}

/// All work on a transfer whose beginning is known.
///
/// What the procedure gives no end ends when somebody records it, or with the transfer.
pub fn work(setting: &Setting, transfer: &Transfer, at: DateTime<Utc>) -> Vec<Work> {
    let mut found = responsibilities(setting, transfer, at);
    let owed = setting.reckon(transfer, at).owed;
    found.extend(transfer.record.tasks.iter().map(|task| {
        let key = task.key(setting.pack);
        Work {
            key: format!("task:{}", task.number),
            kind: WorkKind::Task,
            label: task.name(setting.pack),
            rules: task
                .list_of(setting.pack)
                .map(|list| list.rule.ids().to_vec())
                .unwrap_or_default(),
            owned_by: task.owed_by,
            role: task.role.clone(),
            practitioner: task.practitioner,
            from: task.raised_at,
            due_at: owed
                .iter()
                .find(|owed| owed.key == key)
                .map(|owed| owed.due_at),
            until: task.ended_at(),
        }
    }));
    found
}

fn responsibilities(setting: &Setting, transfer: &Transfer, at: DateTime<Utc>) -> Vec<Work> {
    let knowledge = setting.knowledge(transfer, at, decided_at(transfer), "");
    let readings = responsibility::readings(
        setting.pack,
        Some(&transfer.pathway),
        &knowledge,
        &transfer.record.moments(),
        setting.calendar,
    );
    readings
        .into_iter()
        .filter_map(|reading| {
            let from = match reading.starts_from {
                Some(_) => reading.from?,
                None => transfer.opened_at,
            };
            let recorded = transfer.record.ended.get(&reading.id).map(|end| end.at);
            Some(Work {
                key: format!("responsibility:{}", reading.id),
                kind: WorkKind::Responsibility,
                label: reading.label,
                rules: reading.rules,
                owned_by: reading.owned_by,
                role: None,
                practitioner: None,
                from,
                due_at: None,
                until: end(transfer, recorded.or(reading.until)),
            })
        })
        .collect()
}

/// When a responsibility ends: as the procedure or somebody said, and otherwise with the transfer.
fn end(transfer: &Transfer, said: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    match transfer.state {
        State::Closed => said.or(Some(transfer.state_since)),
        State::Declined | State::Withdrawn => {
            Some(said.map_or(transfer.state_since, |said| said.min(transfer.state_since)))
        }
        _ => said,
    }
}

/// What began and what ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Work that is under way now and was not.
    pub began: Vec<Work>,
    /// Work that was under way and is not now.
    pub ended: Vec<Work>,
}

/// Compare what was under way with what is.
pub fn changes(
    (before, then): (&[Work], DateTime<Utc>),
    (after, now): (&[Work], DateTime<Utc>),
) -> Changes {
    let under_way = |work: &[Work], at| -> Vec<Work> {
        work.iter()
            .filter(|one| one.is_running(at))
            .cloned()
            .collect()
    };
    let (before, after) = (under_way(before, then), under_way(after, now));
    let without = |these: &[Work], those: &[Work]| -> Vec<Work> {
        let new = these
            .iter()
            .filter(|one| those.iter().all(|other| other.key != one.key));
        new.cloned().collect()
    };
    Changes {
        began: without(&after, &before),
        ended: without(&before, &after),
    }
}

impl Changes {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.began.is_empty() && self.ended.is_empty()
    }

    /// What both sides are told of responsibilities that began or ended, in one message; tasks have messages of their own.
    pub fn told(&self, setting: &Setting, transfer: &Transfer) -> Option<Told> {
        let given = |work: &&Work| work.kind == WorkKind::Responsibility;
        let sentence = |word: &str, work: &Work| {
            let whose = match work.owned_by {
                PartySide::Transferring => "the transferring team",
                PartySide::Receiving => "the receiving team",
                PartySide::Both => "both teams",
            };
            let rule = work.rules.first().map_or("", String::as_str);
            format!("{word} for {whose}: {} ({rule}).", work.label)
        };
        let began = self
            .began
            .iter()
            .filter(given)
            .map(|work| sentence("Begins", work));
        let ended = self
            .ended
            .iter()
            .filter(given)
            .map(|work| sentence("Ends", work));
        let sentences: Vec<_> = began.chain(ended).collect();
        if sentences.is_empty() {
            return None;
        }
        let message = format!("{}: {}", transfer.reference, sentences.join(" "));
        crate::decide::both_sides(setting, transfer, message, "work")
    }
}
