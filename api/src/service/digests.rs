//! Digests: what waits, told once a working day, in the morning, to each person and each team that the chat reaches.

mod reached;
mod waiting;

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use entity::notification::{self, NotificationKind};
use entity::{chat_setting, deadline};
use openapi::{Digest, DigestEntry, DigestPending};
use policy::calendar::Calendar;
use policy::nudge;
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::notifications::{fresh, in_channel};
use crate::app::App;
use crate::error::ApiError;
use crate::repository::{authorities, chat_places, notifications};
use crate::view::deadlines::is_overdue;
use reached::Reached;
use waiting::{Waiting, waiting};

/// Most entries of each list.
const MOST_LISTED: usize = 25;

/// Write the digests of an authority, and note when the next are due.
///
/// # Errors
///
/// Whatever the database says; they are then written at the next look.
pub async fn look(
    txn: &DatabaseTransaction,
    app: &App,
    row: chat_setting::Model,
) -> Result<(), ApiError> {
    let authority = authorities::find(txn, row.authority_id)
        .await?
        .ok_or(ApiError::NotFound("authority"))?;
    let procedure = app.procedures.of_authority(&authority)?;
    let closures = authorities::list_closures(txn, authority.id).await?;
    let calendar = app.procedures.calendar(&procedure.pack, &closures)?;
    let hours = procedure.pack.header.conventions.nudge_hours;
    let now = app.clock.now();
    if nudge::are_open(hours, &calendar, now) {
        write(txn, app, (authority.id, &calendar), now).await?;
    }
    let next = nudge::next_opening(hours, &calendar, now);
    Ok(chat_places::save_next_digest(txn, authority.id, next).await?)
}

async fn write(
    txn: &DatabaseTransaction,
    app: &App,
    (authority, calendar): (Uuid, &Calendar),
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    let reached = Reached::of(txn, authority).await?;
    let waiting = waiting(txn, app, authority, &reached).await?;
    let today = calendar.local_date(now);
    let mut people: BTreeMap<Uuid, Vec<&Waiting>> = BTreeMap::new();
    let mut teams: BTreeMap<Uuid, Vec<&Waiting>> = BTreeMap::new();
    for one in &waiting {
        for person in &one.people {
            people.entry(*person).or_default().push(one);
        }
        for team in &one.teams {
            teams.entry(*team).or_default().push(one);
        }
    }
    for (person, owed) in people
        .iter()
        .filter(|(person, _)| reached.includes(**person))
    {
        let folded = fold(txn, authority, *person, now).await?;
        let digest = digest(owed, &folded, calendar, now);
        let row = message(authority, *person, &digest, (today, now))?;
        notifications::insert(txn, [row]).await?;
    }
    for (team, owed) in &teams {
        let digest = digest(owed, &HashMap::new(), calendar, now);
        let like = message(authority, *team, &digest, (today, now))?;
        let rows = in_channel(txn, *team, &like).await?;
        if !rows.is_empty() {
            notifications::insert(txn, rows).await?;
        }
    }
    Ok(())
}

/// Reminders that would come beside the digest become part of it, where there are several: by deadline.
async fn fold(
    txn: &DatabaseTransaction,
    authority: Uuid,
    person: Uuid,
    now: DateTime<Utc>,
) -> Result<HashMap<Uuid, Uuid>, ApiError> {
    let nudges = notifications::list_unseen_nudges(txn, authority, person, now).await?;
    if nudges.len() < 2 {
        return Ok(HashMap::new());
    }
    for nudge in &nudges {
        notifications::acknowledge(txn, authority, nudge.id, now).await?;
    }
    let of = nudges
        .iter()
        .filter_map(|row| Some((row.deadline_id?, row.id)));
    Ok(of.collect())
}

/// Where a digest lists something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Overdue,
    ThisWeek,
    /// Advice whose moment has passed: never late, and still to be followed.
    Advised,
    /// Only among what waits.
    Later,
}

fn place(
    row: &deadline::Model,
    (calendar, week_ends): (&Calendar, NaiveDate),
    now: DateTime<Utc>,
) -> Place {
    match is_overdue(row, now) {
        true => Place::Overdue,
        false if row.due_at < now => Place::Advised,
        false if calendar.local_date(row.due_at) <= week_ends => Place::ThisWeek,
        false => Place::Later,
    }
}

fn digest(
    owed: &[&Waiting],
    folded: &HashMap<Uuid, Uuid>,
    calendar: &Calendar,
    now: DateTime<Utc>,
) -> Digest {
    let week_ends = week_end(calendar.local_date(now));
    let place = |one: &Waiting| place(&one.row, (calendar, week_ends), now);
    let entry = |one: &&Waiting| DigestEntry {
        transfer: Some(one.about.reference.clone()).filter(|_| !one.about.is_matter),
        matter: Some(one.about.reference.clone()).filter(|_| one.about.is_matter),
        label: one.row.label.clone(),
        rule: Some(one.row.rule.clone()).filter(|rule| !rule.is_empty()),
        due_at: one.row.due_at,
        notification: folded.get(&one.row.id).copied(),
    };
    let listed = |wanted: Place| {
        let there = owed.iter().filter(|one| place(one) == wanted);
        there.take(MOST_LISTED).map(entry).collect::<Vec<_>>()
    };
    // The soonest of each, because the rows come in the order in which they are due; advice that has passed only where
    // nothing else is owed.
    let passed = |one: &&&Waiting| place(one) == Place::Advised;
    let later_first = owed
        .iter()
        .filter(passed)
        .rev()
        .chain(owed.iter().filter(|one| !passed(one)).rev());
    let first: BTreeMap<_, _> = later_first
        .map(|one| (one.about.reference.id, *one))
        .collect();
    let pending = |is_matter: bool| {
        let mut pending: Vec<_> = first
            .values()
            .filter(|one| one.about.is_matter == is_matter)
            .map(|one| DigestPending {
                reference: one.about.reference.reference.clone(),
                age_days: (now - one.about.opened_at).num_days(),
                due_at: one.row.due_at,
                overdue: is_overdue(&one.row, now),
            })
            .collect();
        pending.sort_by_key(|one| (one.due_at, one.reference.clone()));
        pending
    };
    Digest {
        pending: u32::try_from(first.len()).unwrap_or(u32::MAX),
        overdue: listed(Place::Overdue),
        due_this_week: listed(Place::ThisWeek),
        advised: listed(Place::Advised),
        transfers: pending(false),
        matters: pending(true),
    }
}

/// The Sunday that ends a day's week.
fn week_end(day: NaiveDate) -> NaiveDate {
    day + Days::new(u64::from(6 - day.weekday().num_days_from_monday()))
}

fn message(
    authority: Uuid,
    recipient: Uuid,
    digest: &Digest,
    (today, now): (NaiveDate, DateTime<Utc>),
) -> Result<notification::Model, ApiError> {
    let text = format!(
        "{} waiting, {} due this week, {} overdue.",
        digest.pending,
        digest.due_this_week.len(),
        digest.overdue.len()
    );
    let listed =
        serde_json::to_value(digest).map_err(|wrong| ApiError::Broken(wrong.to_string()))?;
    Ok(notification::Model {
        dedupe_key: format!("digest:{today}:{recipient}"),
        digest: Some(listed),
        ..fresh(authority, recipient, NotificationKind::Digest, text, now)
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_week_ends_with_its_sunday() {
        for (day, sunday) in [
            ("2026-11-23", "2026-11-29"),
            ("2026-11-27", "2026-11-29"),
            ("2026-11-29", "2026-11-29"),
        ] {
            let ends = week_end(day.parse().unwrap());
            assert_eq!(ends, sunday.parse().unwrap(), "{day}");
        }
    }
}
