//! Transfers as the contract shows them.

mod said;
mod standing;
mod work;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{child_case, deadline, practitioner, team, transfer};
use openapi::{
    Advice, Direction, PackRef, PathwayRef, PractitionerRef, Reference, Team, Transfer,
    TransferKind, TransferSummary, Visit,
};
use policy::assessment::advice;
use policy::pack::Pack;
use policy::responsibility;
use policy::role::Actor;
use policy::setting::decided_at;
use policy::steps::{coming_stage, next_steps, waiting_for};
use policy::transfer as domain;
use uuid::Uuid;

use super::kinds::{direction, row_state_name};
use crate::service::transfers::Loaded;
use said::{approval, decision, discussion, given, overridden, review};
use standing::{awaited, deadlines_of, dispute, facts, items, next_step};

pub use said::responsible;
pub use work::family_transfer;

/// Names of practitioners by id.
pub type Names = HashMap<Uuid, String>;

/// Everything that a transfer is shown with.
#[derive(Debug)]
pub struct Shown<'a> {
    /// The transfer.
    pub loaded: &'a Loaded,
    /// Its deadlines, soonest first.
    pub deadlines: &'a [deadline::Model],
    /// Who is who.
    pub names: &'a Names,
    /// Who looks at it.
    pub actor: &'a Actor,
    /// Now, UTC.
    pub now: DateTime<Utc>,
}

/// A transfer with everything that hangs on it, as it stands for whoever looks at it.
pub fn transfer(shown: &Shown) -> Transfer {
    let Shown {
        loaded,
        deadlines,
        names,
        actor,
        now,
    } = shown;
    let setting = loaded.setting(&[], *now);
    let transfer = &loaded.transfer;
    let pack = &loaded.procedure.pack;
    let knowledge = setting.knowledge(transfer, *now, decided_at(transfer), "");
    let responsibilities = responsibility::readings(
        pack,
        Some(&transfer.pathway),
        &knowledge,
        &transfer.record.moments(),
        &loaded.calendar,
    );
    Transfer {
        summary: summary(
            &loaded.row,
            &loaded.case,
            (&loaded.transferring, &loaded.receiving),
            pack,
            deadlines,
            *now,
        ),
        pack: PackRef {
            id: loaded.row.pack.clone(),
            version: loaded.row.pack_version.clone(),
        },
        opened_by: person(names, transfer.opened_by),
        waiting_for: waiting_for(&setting, transfer, *now)
            .into_iter()
            .map(|waiting| awaited(pack, waiting))
            .collect(),
        facts: facts(pack, shown, &knowledge),
        checklist: items(pack, shown, &knowledge),
        deadlines: deadlines_of(shown, &setting),
        discussions: transfer
            .record
            .discussions
            .iter()
            .map(|one| discussion(names, one))
            .collect(),
        approvals: transfer
            .record
            .approvals
            .iter()
            .map(|one| approval(pack, transfer, names, one))
            .collect(),
        decision: transfer
            .record
            .decision
            .as_ref()
            .map(|one| decision(names, one)),
        reasons: transfer
            .record
            .reasons
            .iter()
            .map(|(event, reason)| given(pack, event, reason))
            .collect(),
        overrides: transfer
            .record
            .overrides
            .iter()
            .flat_map(|(of, each)| each.iter().map(move |one| overridden(names, of, one)))
            .collect(),
        visits: transfer
            .record
            .visits
            .iter()
            .map(|(item, visit)| Visit {
                item: Some(item.clone()),
                scheduled_for: visit.scheduled_for,
                made_at: visit.made_at,
            })
            .collect(),
        responsibilities: responsibilities
            .into_iter()
            .map(|one| responsible(&loaded.calendar, work::ended(transfer, one)))
            .collect(),
        advice: advice(
            pack,
            Some(&transfer.pathway),
            coming_stage(transfer.state),
            &knowledge,
        )
        .into_iter()
        .map(|(rules, text)| Advice {
            rule: rules.first().cloned().unwrap_or_default(),
            text,
        })
        .collect(),
        tasks: work::tasks(&setting, transfer, names, *now),
        task_lists: work::task_lists(pack, transfer, &knowledge),
        considered: work::considered(transfer, names),
        review_outcomes: work::review_outcomes(pack, &transfer.pathway),
        dispute: dispute(&setting, transfer, deadlines),
        reviews: transfer.record.reviews.iter().map(review).collect(),
        next_steps: next_steps(&setting, transfer, actor, *now)
            .into_iter()
            .map(|step| next_step(pack, transfer, step))
            .collect(),
    }
}

/// A transfer in a list.
pub fn summary(
    row: &transfer::Model,
    case: &child_case::Model,
    (transferring, receiving): (&team::Model, &team::Model),
    pack: &Pack,
    deadlines: &[deadline::Model],
    now: DateTime<Utc>,
) -> TransferSummary {
    let running = |row: &&deadline::Model| {
        matches!(
            row.state,
            deadline::DeadlineState::Open | deadline::DeadlineState::Breached
        )
    };
    TransferSummary {
        id: row.id,
        reference: row.reference.clone(),
        state: row_state_name(row.state),
        kind: match row.kind {
            transfer::TransferKind::Push => TransferKind::Push,
            transfer::TransferKind::Pull => TransferKind::Pull,
        },
        pathway: pathway(pack, &row.pathway),
        case: Reference {
            id: case.id,
            reference: case.reference.clone(),
        },
        family_transfer: family_transfer(&row.record),
        transferring_team: team_view(transferring),
        receiving_team: team_view(receiving),
        opened_at: row.opened_at,
        state_since: row.state_since,
        planned_on: row.planned_on,
        next_due_at: deadlines
            .iter()
            .filter(running)
            .filter(|row| !row.advisory)
            .map(|row| row.due_at)
            .min(),
        overdue: deadlines
            .iter()
            .filter(running)
            .any(|row| is_overdue(row, now)),
        version: row.version,
    }
}

/// Whether a deadline is past due, still owed, and more than advice or a chance.
pub fn is_overdue(row: &deadline::Model, now: DateTime<Utc>) -> bool {
    let owed = matches!(
        row.state,
        deadline::DeadlineState::Open | deadline::DeadlineState::Breached
    );
    owed && !row.advisory && !row.lapses && row.due_at < now
}

/// A team.
pub fn team_view(row: &team::Model) -> Team {
    Team {
        id: row.id,
        service: row.service.clone(),
        name: row.name.clone(),
    }
}

/// A practitioner, by name where it is known.
pub fn person(names: &Names, id: Uuid) -> PractitionerRef {
    PractitionerRef {
        id,
        name: names.get(&id).cloned().unwrap_or_else(|| "somebody".into()),
    }
}

/// Names by id.
pub fn names(rows: &[practitioner::Model]) -> Names {
    rows.iter().map(|row| (row.id, row.name.clone())).collect()
}

/// Everyone whom a transfer's record names.
pub fn people(transfer: &domain::Transfer) -> Vec<Uuid> {
    let record = &transfer.record;
    let mut found = vec![transfer.opened_by];
    found.extend(record.facts.values().map(|one| one.by));
    found.extend(record.ticks.values().map(|one| one.by));
    found.extend(record.approvals.iter().map(|one| one.by));
    found.extend(record.decision.iter().map(|one| one.by));
    found.extend(record.overrides.values().flatten().map(|one| one.by));
    found.extend(
        record
            .discussions
            .iter()
            .flat_map(|one| [one.transferring_manager, one.receiving_manager]),
    );
    found.extend(work::people(record));
    found.sort_unstable();
    found.dedup();
    found
}

fn pathway(pack: &Pack, id: &str) -> PathwayRef {
    let known = pack.pathway(id);
    PathwayRef {
        id: id.to_owned(),
        name: known.map_or_else(|| id.to_owned(), |pathway| pathway.name.clone()),
        direction: known.map_or(Direction::Across, |pathway| direction(pathway.direction)),
    }
}
