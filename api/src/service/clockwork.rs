//! Clockwork: what happened to one deadline because time passed, through the same door as everything else.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::deadline::{self, DeadlineState};
use entity::notification::{self, NotificationKind};
use policy::action::Action;
use policy::clockwork::{Due, due, next_look, plan};
use policy::deadline::{FOLLOW_UP, breach};
use policy::decide::decide;
use policy::ladder::climbs;
use policy::nudge::NudgeKind;
use policy::role::Actor;
use policy::transfer::Side;
use sea_orm::DatabaseTransaction;
use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::error::ApiError;
use crate::repository::{deadlines, events, practitioners, transfers};
use crate::service::anchor::Anchor;
use crate::service::matters;
use crate::service::notifications::in_channel;
use crate::service::owing::holders;
use crate::service::transfers::recording::{blank, insert, message, running};
use crate::service::transfers::{Cause, Loaded, load, record, sides};

/// Do whatever is due about one deadline now, and note when to look again.
///
/// # Errors
///
/// Whatever the database says; the deadline is then looked at again.
pub async fn look(
    txn: &DatabaseTransaction,
    app: &App,
    row: deadline::Model,
) -> Result<(), ApiError> {
    let now = app.clock.now();
    let key = row.key.clone();
    match (row.transfer_id, row.matter_id) {
        (Some(id), _) => {
            let transfer = transfers::find(txn, row.authority_id, id).await?;
            let transfer = transfer.ok_or(ApiError::NotFound("transfer"))?;
            let loaded = load(txn, app, transfer).await?;
            match pass(txn, &loaded, row, now).await? {
                true => climb_ladder(txn, app, loaded, &key, now).await,
                false => Ok(()),
            }
        }
        (None, Some(id)) => {
            let loaded = matters::load_by_id(txn, app, row.authority_id, id).await?;
            match pass(txn, &loaded, row, now).await? {
                true => matters::climb(txn, app, loaded, &key, now).await,
                false => Ok(()),
            }
        }
        (None, None) => Err(ApiError::Broken("a deadline hangs on nothing".into())),
    }
}

/// Do whatever time brought about a deadline, and note when to look again; whether it was missed.
async fn pass(
    txn: &DatabaseTransaction,
    anchor: &impl Anchor,
    row: deadline::Model,
    now: DateTime<Utc>,
) -> Result<bool, ApiError> {
    let pack = anchor.pack();
    let plan = plan(pack, &row.key);
    let hours = pack.header.conventions.nudge_hours;
    let seen_until = row.next_action_at.unwrap_or(now);
    let found = due(
        &plan,
        &running(&row, seen_until),
        hours,
        anchor.calendar(),
        now,
    );
    let mut after = row;
    for due in &found {
        after = one(txn, anchor, after, *due, now).await?;
    }
    after.next_action_at = match after.state {
        DeadlineState::Open | DeadlineState::Breached => {
            next_look(&plan, &running(&after, now), hours, anchor.calendar(), now)
        }
        _ => None,
    };
    let missed = after.state == DeadlineState::Breached;
    deadlines::save(txn, after).await?;
    Ok(missed)
}

async fn one(
    txn: &DatabaseTransaction,
    anchor: &impl Anchor,
    row: deadline::Model,
    due: Due,
    now: DateTime<Utc>,
) -> Result<deadline::Model, ApiError> {
    match due {
        Due::Nudge(kind) => {
            nudge(txn, anchor, &row, kind, now).await?;
            Ok(deadline::Model {
                nudges_sent: row.nudges_sent + 1,
                ..row
            })
        }
        Due::Breach => {
            note(txn, anchor, &row, "deadline_breached", now).await?;
            Ok(deadline::Model {
                state: DeadlineState::Breached,
                breached_at: Some(now),
                ..row
            })
        }
        Due::Lapse => {
            note(txn, anchor, &row, "deadline_lapsed", now).await?;
            Ok(deadline::Model {
                state: DeadlineState::Lapsed,
                ..row
            })
        }
        Due::Climb => {
            escalate(txn, anchor, &row, now).await?;
            Ok(deadline::Model {
                climbed_at: Some(now),
                ..row
            })
        }
    }
}

async fn nudge(
    txn: &DatabaseTransaction,
    anchor: &impl Anchor,
    row: &deadline::Model,
    kind: NudgeKind,
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    let text = sentence(anchor, row, kind);
    let people = reminded(txn, anchor, row).await?;
    let to = |person: Uuid| {
        let key = format!(
            "{}:{}:{}:{person}",
            row.id,
            row.due_at.timestamp(),
            row.nudges_sent
        );
        let kind = NotificationKind::Nudge;
        let message = message(anchor, kind, Some(row.id), person, text.clone(), key, now);
        notification::Model {
            at_any_hour: row.in_hours,
            ..message
        }
    };
    let mut rows: Vec<_> = people.into_iter().map(to).collect();
    if kind == NudgeKind::Overdue {
        for side in sides(row.owed_side) {
            if let Some(team) = anchor.team(*side) {
                rows.extend(in_channel(txn, team.id, &to(Uuid::nil())).await?);
            }
        }
    }
    insert(txn, anchor, rows, now).await
}

/// Whoever is reminded of a deadline: the one to whom it was handed over, else whoever owes it.
///
/// # Errors
///
/// Whatever the database says.
pub(super) async fn reminded(
    txn: &DatabaseTransaction,
    anchor: &impl Anchor,
    row: &deadline::Model,
) -> Result<BTreeSet<Uuid>, ApiError> {
    let given = anchor.given_to(&row.key);
    let handed = match row.handed_to.or(given) {
        Some(person) => practitioners::find(txn, row.authority_id, person).await?,
        None => None,
    };
    match handed.filter(|person| person.suspended_at.is_none()) {
        Some(person) => Ok(BTreeSet::from([person.id])),
        None => anchor.owners(txn, row.owed_side, row.role.as_deref()).await,
    }
}

fn sentence(anchor: &impl Anchor, row: &deadline::Model, kind: NudgeKind) -> String {
    let reference = anchor.reference();
    let label = &row.label;
    if row.key == FOLLOW_UP {
        return format!("{reference} still waits. {label}. No rule gives this a time.");
    }
    let rule = format!("({}, {})", row.rule, anchor.pack().clause(&row.rule));
    let due = anchor
        .calendar()
        .local(row.due_at)
        .format("%H:%M on %A %-d %B %Y");
    match kind {
        _ if row.is_immediate => format!("{reference}: {label}, now {rule}."),
        NudgeKind::Halfway => {
            format!("{reference}: half of the time is gone. {label}: due by {due} {rule}.")
        }
        NudgeKind::WorkingDayBefore => {
            format!("{reference}: due next working day. {label}: due by {due} {rule}.")
        }
        NudgeKind::Due => format!("{reference}: due now. {label}: due by {due} {rule}."),
        NudgeKind::Overdue => format!("{reference}: overdue. {label}: was due by {due} {rule}."),
    }
}

/// Those whom the pack names are told that a deadline was missed.
async fn escalate(
    txn: &DatabaseTransaction,
    anchor: &impl Anchor,
    row: &deadline::Model,
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    let breach = anchor
        .breach(&row.key)
        .unwrap_or_else(|| breach(anchor.pack(), &row.key));
    let mut people = Vec::new();
    for side in [Side::Transferring, Side::Receiving] {
        if let Some(team) = anchor.team(side) {
            people.extend(holders(txn, team, &breach.tell).await?);
        }
    }
    people.sort_unstable();
    people.dedup();
    if people.is_empty() {
        return Ok(());
    }
    let then = breach
        .then
        .map(|then| format!(" {then}"))
        .unwrap_or_default();
    let text = format!(
        "{}: missed. {} ({}).{then}",
        anchor.reference(),
        row.label,
        row.rule
    );
    let rows = people
        .into_iter()
        .map(|person| {
            let key = format!("{}:{}:climb:{person}", row.id, row.due_at.timestamp());
            let kind = NotificationKind::Escalation;
            let message = message(anchor, kind, Some(row.id), person, text.clone(), key, now);
            notification::Model {
                at_any_hour: row.in_hours,
                ..message
            }
        })
        .collect();
    insert(txn, anchor, rows, now).await?;
    note(txn, anchor, row, "deadline_escalated", now).await
}

/// Time passing, as somebody who acts.
pub(crate) fn clockwork() -> Actor {
    Actor {
        practitioner: Uuid::nil(),
        roles: Vec::new(),
        is_administrator: false,
        is_clockwork: true,
        is_assistant: false,
    }
}

async fn note(
    txn: &DatabaseTransaction,
    anchor: &impl Anchor,
    row: &deadline::Model,
    kind: &str,
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    let cause =
        Cause::clockwork(json!({ "deadline": row.key, "label": row.label, "due_at": row.due_at }));
    let event = entity::event::Model {
        kind: kind.into(),
        rules: json!([row.rule]),
        from_state: anchor.state(),
        to_state: anchor.state(),
        ..blank(anchor, cause, now, now)
    };
    Ok(events::insert(txn, [event]).await?)
}

/// A dispute whose rung or whole ladder has run out of time climbs as far as the pack says, where there is a rung. Asked at every
/// look at a missed deadline, so that a dispute that was on hold then climbs all the same.
async fn climb_ladder(
    txn: &DatabaseTransaction,
    app: &App,
    mut loaded: Loaded,
    key: &str,
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    let clockwork = clockwork();
    for _ in 0..climbs(&loaded.setting(&[], now), &loaded.transfer, key) {
        let decision = decide(
            &loaded.setting(&[], now),
            &loaded.transfer,
            &clockwork,
            &Action::Escalate,
            now,
            None,
        );
        let Ok(decision) = decision else {
            // The last rung: it has to be decided there.
            return Ok(());
        };
        let cause = Cause::clockwork(json!({ "deadline": key }));
        loaded = record(txn, app, loaded, decision, cause).await?;
    }
    Ok(())
}
