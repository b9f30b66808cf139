//! Digests: what waits, told once a working day, in the morning, to each person and each team that the chat reaches.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use entity::notification::{self, NotificationKind};
use entity::{chat_setting, deadline, transfer};
use openapi::{Digest, DigestEntry, DigestTransfer, Reference};
use policy::calendar::Calendar;
use policy::nudge;
use policy::pack::Pack;
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::clockwork::reminded;
use super::notifications::{fresh, in_channel};
use super::transfers::{Loaded, load, sides, team_on};
use crate::app::App;
use crate::error::ApiError;
use crate::repository::{
    authorities, chat_accounts, chat_places, deadlines, notifications, practitioners, teams,
    transfers,
};
use crate::view::deadlines::is_overdue;

/// Most entries of each list.
const MOST_LISTED: usize = 25;

/// One thing that is owed, and by whom.
struct Waiting {
    row: deadline::Model,
    transfer: transfer::Model,
    people: BTreeSet<Uuid>,
    teams: BTreeSet<Uuid>,
}

/// Whom the chat reaches in an authority.
struct Reached {
    /// Those who are linked.
    people: BTreeSet<Uuid>,
    /// Their teams, and those that have a channel.
    teams: BTreeSet<Uuid>,
    /// The services of these teams.
    services: BTreeSet<String>,
    /// Whether one of them has a role beyond any team.
    is_wide: bool,
}

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
        .filter(|(person, _)| reached.people.contains(person))
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

impl Reached {
    async fn of(txn: &DatabaseTransaction, authority: Uuid) -> Result<Self, ApiError> {
        let people = chat_accounts::list_linked(txn, authority).await?;
        let roles = practitioners::list_roles_of(txn, authority, people.clone()).await?;
        let channels = chat_places::list_channels(txn, authority).await?;
        let mut teams: BTreeSet<_> = channels.iter().map(|channel| channel.team_id).collect();
        teams.extend(roles.iter().filter_map(|role| role.team_id));
        let services = teams::find_many(txn, authority, teams.iter().copied()).await?;
        Ok(Self {
            people: people.into_iter().collect(),
            is_wide: roles.iter().any(|role| role.team_id.is_none()),
            services: services.into_iter().map(|team| team.service).collect(),
            teams,
        })
    }

    /// Whether anybody who is reached can owe something on a transfer.
    fn concerns(&self, row: &transfer::Model, pack: &Pack) -> bool {
        let decides = |service: &str| self.services.contains(service);
        let pathway = pack.pathway(&row.pathway);
        self.is_wide
            || self.teams.contains(&row.transferring_team_id)
            || self.teams.contains(&row.receiving_team_id)
            || pathway.is_none_or(|pathway| pathway.third_services().any(decides))
    }
}

/// Everything that is owed in an authority by those who are reached.
async fn waiting(
    txn: &DatabaseTransaction,
    app: &App,
    authority: Uuid,
    reached: &Reached,
) -> Result<Vec<Waiting>, ApiError> {
    if reached.people.is_empty() && reached.teams.is_empty() {
        return Ok(Vec::new());
    }
    let rows = deadlines::list_all_owed(txn, authority).await?;
    let of: BTreeSet<_> = rows.iter().filter_map(|row| row.transfer_id).collect();
    let mut loaded: HashMap<Uuid, Loaded> = HashMap::new();
    let now = app.clock.now();
    for row in transfers::find_many(txn, authority, of).await? {
        let procedure = app.procedures.kept(txn, &row.pack_digest, now).await?;
        if reached.concerns(&row, &procedure.pack) {
            loaded.insert(row.id, load(txn, app, row).await?);
        }
    }
    let mut waiting = Vec::new();
    for row in rows {
        if let Some(loaded) = row.transfer_id.and_then(|id| loaded.get(&id)) {
            waiting.push(Waiting {
                people: reminded(txn, loaded, &row).await?,
                teams: sides(row.owed_side)
                    .iter()
                    .map(|side| team_on(loaded, *side).id)
                    .collect(),
                transfer: loaded.row.clone(),
                row,
            });
        }
    }
    Ok(waiting)
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

fn digest(
    owed: &[&Waiting],
    folded: &HashMap<Uuid, Uuid>,
    calendar: &Calendar,
    now: DateTime<Utc>,
) -> Digest {
    let week_ends = week_end(calendar.local_date(now));
    let entry = |one: &&Waiting| DigestEntry {
        transfer: Reference {
            id: one.transfer.id,
            reference: one.transfer.reference.clone(),
        },
        label: one.row.label.clone(),
        rule: Some(one.row.rule.clone()).filter(|rule| !rule.is_empty()),
        due_at: one.row.due_at,
        notification: folded.get(&one.row.id).copied(),
    };
    let is_late = |one: &&&Waiting| is_overdue(&one.row, now);
    let is_this_week = |one: &&&Waiting| {
        !is_overdue(&one.row, now) && calendar.local_date(one.row.due_at) <= week_ends
    };
    let pending: BTreeMap<_, _> = owed
        .iter()
        .rev()
        .map(|one| (one.transfer.id, *one))
        .collect();
    let mut transfers: Vec<_> = pending
        .values()
        .map(|one| DigestTransfer {
            reference: one.transfer.reference.clone(),
            age_days: (now - one.transfer.opened_at).num_days(),
            due_at: one.row.due_at,
            overdue: is_overdue(&one.row, now),
        })
        .collect();
    transfers.sort_by_key(|transfer| (transfer.due_at, transfer.reference.clone()));
    Digest {
        pending: u32::try_from(pending.len()).unwrap_or(u32::MAX),
        overdue: owed
            .iter()
            .filter(is_late)
            .take(MOST_LISTED)
            .map(entry)
            .collect(),
        due_this_week: owed
            .iter()
            .filter(is_this_week)
            .take(MOST_LISTED)
            .map(entry)
            .collect(),
        transfers,
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
