//! Climbing: word of an urgent call goes from rung to rung until somebody acknowledges it.
//!
//! The call keeps the ladder that it started on. Nothing here says that anybody was reached: only an acknowledgement does.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};
use entity::contact_step::ContactStepKind;
use entity::notification::NotificationKind;
use entity::{contact, contact_step, notification, team};
use policy::call::{Climb, Ladder, climb, ladder};
use policy::pack::format::CallRung;
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde_json::json;
use uuid::Uuid;

use super::{event, find, must_log, one};
use crate::app::App;
use crate::auth::Practitioner;
use crate::error::ApiError;
use crate::repository::{authorities, contacts, events, notifications, practitioners, teams};
use crate::service::chat;
use crate::service::notifications::{fresh, in_channel};
use crate::service::once::Made;
use crate::service::owing::holders;
use crate::service::standing_in::{attending, away, day};

/// Tell the lowest rung on which anybody stands. Where whoever logged the call is on duty, it has reached somebody already.
pub(super) async fn start(
    txn: &DatabaseTransaction,
    app: &App,
    row: contact::Model,
    team: &team::Model,
) -> Result<contact::Model, ApiError> {
    let authority = authorities::find(txn, row.authority_id)
        .await?
        .ok_or(ApiError::NotFound("authority"))?;
    let procedure = app.procedures.of_authority(&authority)?;
    let settled = chat::call_ladder(txn, row.authority_id).await?;
    let ladder = ladder(&procedure.pack, &settled);
    let row = contact::Model {
        ladder: Some(kept(&ladder)?),
        ..row
    };
    let first = people(txn, app, &ladder.rungs[0], team, row.recorded_at).await?;
    if ladder.rungs[0].on_duty && first.contains(&row.received_by) {
        let (by, at) = (row.received_by, row.recorded_at);
        return taken(txn, row, by, at).await;
    }
    next(txn, app, row, team, 0).await
}

fn kept(ladder: &Ladder) -> Result<serde_json::Value, ApiError> {
    serde_json::to_value(ladder).map_err(|wrong| ApiError::Broken(wrong.to_string()))
}

/// The ladder that a call started on.
pub(super) fn ladder_of(row: &contact::Model) -> Option<Ladder> {
    serde_json::from_value(row.ladder.clone()?).ok()
}

/// Climb, because time passed and nobody acknowledged.
///
/// # Errors
///
/// Whatever the database says; the call is then looked at again.
pub async fn look(
    txn: &DatabaseTransaction,
    app: &App,
    row: contact::Model,
) -> Result<(), ApiError> {
    let team = match row.team_id {
        Some(team) => teams::find(txn, row.authority_id, team).await?,
        None => None,
    };
    let team = team.ok_or(ApiError::NotFound("team"))?;
    let from = row.rung.and_then(|rung| usize::try_from(rung).ok());
    let from = from.map_or(0, |rung| rung + 1);
    let row = next(txn, app, row, &team, from).await?;
    Ok(contacts::save(txn, row).await?)
}

/// Tell the next rung from `from` on, or take note that none is left.
async fn next(
    txn: &DatabaseTransaction,
    app: &App,
    row: contact::Model,
    team: &team::Model,
    from: usize,
) -> Result<contact::Model, ApiError> {
    let now = app.clock.now();
    let rungs = ladder_of(&row)
        .map(|ladder| ladder.rungs)
        .unwrap_or_default();
    let mut standing = Vec::new();
    for rung in &rungs {
        let mut people = people(txn, app, rung, team, now).await?;
        people.remove(&row.received_by);
        standing.push(people);
    }
    let stands: Vec<_> = standing.iter().map(|people| !people.is_empty()).collect();
    match climb(from, &stands) {
        Climb::Tell { rung, passed } => {
            let told = Told {
                rung: &rungs[rung],
                people: standing.swap_remove(rung),
                passed: labels(&rungs, &passed),
            };
            tell(txn, &row, team, &told, now).await?;
            Ok(contact::Model {
                rung: i32::try_from(rung).ok(),
                next_climb_at: Some(now + Duration::minutes(told.rung.minutes.into())),
                ..row
            })
        }
        Climb::End { passed } => {
            let everybody = standing.into_iter().flatten().collect();
            let passed = labels(&rungs, &passed);
            end(txn, &row, team, (everybody, passed), now).await?;
            Ok(contact::Model {
                next_climb_at: None,
                ..row
            })
        }
    }
}

fn labels(rungs: &[CallRung], passed: &[usize]) -> Vec<String> {
    passed
        .iter()
        .map(|rung| rungs[*rung].label.clone())
        .collect()
}

/// A rung that is told.
struct Told<'a> {
    rung: &'a CallRung,
    people: BTreeSet<Uuid>,
    /// Names of the rungs below it that have nobody.
    passed: Vec<String>,
}

async fn tell(
    txn: &DatabaseTransaction,
    row: &contact::Model,
    team: &team::Model,
    told: &Told<'_>,
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    let (reference, label) = (&row.reference, &told.rung.label);
    let nobody = match told.passed.is_empty() {
        true => String::new(),
        false => format!(" Nobody is there to tell as: {}.", told.passed.join(", ")),
    };
    let text = format!(
        "{reference}: an urgent call waits for {}. Acknowledge it if you take it; nobody has yet.{nobody}",
        team.name
    );
    let kind = match row.rung {
        None => NotificationKind::Notice,
        Some(_) => NotificationKind::Escalation,
    };
    let mut rows: Vec<_> = told
        .people
        .iter()
        .map(|person| message(row, kind, *person, &text, label, now))
        .collect();
    rows.extend(
        in_channel(
            txn,
            team.id,
            &message(row, kind, Uuid::nil(), &text, label, now),
        )
        .await?,
    );
    let is_first = row.rung.is_none() && told.passed.is_empty();
    if !is_first {
        let text =
            format!("{reference}: nobody has acknowledged it yet. Told now: {label}.{nobody}");
        rows.push(message(row, kind, row.received_by, &text, label, now));
    }
    insert(txn, rows).await?;
    let step = step(row, ContactStepKind::Told, Some(label), None, now);
    let step = contact_step::Model {
        people: json!(told.people),
        passed: json!(told.passed),
        ..step
    };
    contacts::insert_step(txn, step).await?;
    Ok(events::insert(txn, event(row, "contact_told", None, now, now)).await?)
}

async fn end(
    txn: &DatabaseTransaction,
    row: &contact::Model,
    team: &team::Model,
    (everybody, passed): (BTreeSet<Uuid>, Vec<String>),
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    let text = format!(
        "{}: nobody has acknowledged this urgent call, and there is nobody further to tell. Ring the number of the urgent route; 999 where life is at risk.",
        row.reference
    );
    let mut people = everybody;
    people.insert(row.received_by);
    let label = "end";
    let kind = NotificationKind::Escalation;
    let mut rows: Vec<_> = people
        .into_iter()
        .map(|person| message(row, kind, person, &text, label, now))
        .collect();
    rows.extend(
        in_channel(
            txn,
            team.id,
            &message(row, kind, Uuid::nil(), &text, label, now),
        )
        .await?,
    );
    insert(txn, rows).await?;
    let step = contact_step::Model {
        passed: json!(passed),
        ..step(row, ContactStepKind::Ended, None, None, now)
    };
    contacts::insert_step(txn, step).await?;
    Ok(events::insert(txn, event(row, "contact_unanswered", None, now, now)).await?)
}

/// Acknowledge a call: somebody has been reached. The first acknowledgement stands.
///
/// # Errors
///
/// [`ApiError::NotFound`], [`ApiError::Exists`] where somebody has, with who; [`ApiError::Forbidden`] for anyone who is
/// neither on duty for the team nor on the ladder.
pub async fn acknowledge(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    id: &str,
) -> Result<Made, ApiError> {
    must_log(app, caller)?;
    let row = find(txn, app, caller, id).await?;
    if let Some(by) = row.acknowledged_by {
        let by = practitioners::find(txn, row.authority_id, by).await?;
        let by = by.map_or_else(|| "somebody".into(), |by| by.name);
        return Err(ApiError::Exists(format!(
            "{} was acknowledged already, by {by}",
            row.reference
        )));
    }
    let now = app.clock.now();
    if !stands_on(txn, app, caller, &row).await? {
        return Err(ApiError::Forbidden(
            "a call is acknowledged by those who are on duty for the team or whom its ladder names"
                .into(),
        ));
    }
    let row = taken(txn, row, caller.row.id, now).await?;
    contacts::save(txn, row.clone()).await?;
    Made::changed(&one(txn, row, None).await?)
}

/// Whether someone is on duty for the team, or holds a role on any rung.
async fn stands_on(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    row: &contact::Model,
) -> Result<bool, ApiError> {
    let now = app.clock.now();
    let Some(team) = row.team_id else {
        return Ok(true);
    };
    let team = teams::find(txn, row.authority_id, team)
        .await?
        .ok_or(ApiError::NotFound("team"))?;
    let rungs = ladder_of(row)
        .map(|ladder| ladder.rungs)
        .unwrap_or_default();
    for rung in &rungs {
        if people(txn, app, rung, &team, now)
            .await?
            .contains(&caller.row.id)
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Somebody has taken the call: it climbs no further, and whoever logged it is told.
pub(super) async fn taken(
    txn: &DatabaseTransaction,
    row: contact::Model,
    by: Uuid,
    now: DateTime<Utc>,
) -> Result<contact::Model, ApiError> {
    notifications::settle_contact(txn, row.authority_id, row.id, now).await?;
    if by != row.received_by {
        let name = practitioners::find(txn, row.authority_id, by).await?;
        let name = name.map_or_else(|| "somebody".into(), |row| row.name);
        let text = format!("{}: {name} has acknowledged it.", row.reference);
        let told = message(
            &row,
            NotificationKind::Notice,
            row.received_by,
            &text,
            "taken",
            now,
        );
        insert(txn, vec![told]).await?;
    }
    let step = step(&row, ContactStepKind::Acknowledged, None, Some(by), now);
    contacts::insert_step(txn, step).await?;
    events::insert(txn, event(&row, "contact_acknowledged", Some(by), now, now)).await?;
    Ok(contact::Model {
        next_climb_at: None,
        acknowledged_at: Some(now),
        acknowledged_by: Some(by),
        ..row
    })
}

/// Whoever stands on a rung now; for somebody who is away, whoever stands in.
async fn people<C: ConnectionTrait>(
    conn: &C,
    app: &App,
    rung: &CallRung,
    team: &team::Model,
    now: DateTime<Utc>,
) -> Result<BTreeSet<Uuid>, ApiError> {
    let authority = team.authority_id;
    let named = holders(conn, team, &rung.roles).await?;
    let day = day(conn, app, authority, now).await?;
    let away = away(conn, authority, named.iter().copied(), day).await?;
    let mut people: BTreeSet<_> = named
        .into_iter()
        .filter_map(|person| away.who(person))
        .collect();
    if rung.on_duty {
        let attended = attending(conn, app, authority, Some(team.id), now).await?;
        people.extend(attended.iter().map(|one| one.who));
    }
    let found = practitioners::find_many(conn, authority, people).await?;
    let active = found.iter().filter(|row| row.suspended_at.is_none());
    Ok(active.map(|row| row.id).collect())
}

fn message(
    row: &contact::Model,
    kind: NotificationKind,
    recipient: Uuid,
    text: &str,
    label: &str,
    now: DateTime<Utc>,
) -> notification::Model {
    notification::Model {
        contact_id: Some(row.id),
        at_any_hour: true,
        dedupe_key: format!("{}:{label}:{}:{recipient}", row.id, now.timestamp_micros()),
        ..fresh(row.authority_id, recipient, kind, text.to_owned(), now)
    }
}

async fn insert(txn: &DatabaseTransaction, rows: Vec<notification::Model>) -> Result<(), ApiError> {
    if !rows.is_empty() {
        notifications::insert(txn, rows).await?;
    }
    Ok(())
}

fn step(
    row: &contact::Model,
    kind: ContactStepKind,
    label: Option<&str>,
    by: Option<Uuid>,
    now: DateTime<Utc>,
) -> contact_step::Model {
    contact_step::Model {
        id: Uuid::now_v7(),
        authority_id: row.authority_id,
        contact_id: row.id,
        kind,
        label: label.map(str::to_owned),
        practitioner_id: by,
        people: json!([]),
        passed: json!([]),
        happened_at: now,
    }
}
