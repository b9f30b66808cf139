//! Standing in: who answers for somebody who is away, and is told what they would be told.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use entity::{duty_shift, notification};
use policy::absence::Away;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::names::Names;
use crate::app::App;
use crate::error::ApiError;
use crate::repository::{absences, authorities, duty};

/// Which of these people are away on a day, and which of those who stand in for them.
///
/// # Errors
///
/// Whatever the database says.
pub(crate) async fn away<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    people: impl IntoIterator<Item = Uuid>,
    day: NaiveDate,
) -> Result<Away, ApiError> {
    let mut away = Away::default();
    let mut known = BTreeSet::new();
    let mut asked: BTreeSet<Uuid> = people.into_iter().collect();
    while !asked.is_empty() {
        known.extend(asked.iter().copied());
        for row in absences::on(conn, authority, asked, day).await? {
            away.note(row.practitioner_id, row.covered_by);
        }
        let covering = away.covering();
        asked = covering.filter(|person| !known.contains(person)).collect();
    }
    Ok(away)
}

/// A shift of the rota, and who answers in it.
#[derive(Debug, Clone)]
pub(crate) struct Attending {
    /// The shift.
    pub(crate) shift: duty_shift::Model,
    /// Whose it is, or whoever stands in.
    pub(crate) who: Uuid,
}

/// Who answers at an instant, in one team or in all: whoever is on the rota, or stands in where they are away. A shift that
/// nobody attends is a gap.
///
/// * `at` – UTC
///
/// # Errors
///
/// Whatever the database says.
pub(crate) async fn attending<C: ConnectionTrait>(
    conn: &C,
    app: &App,
    authority: Uuid,
    team: Option<Uuid>,
    at: DateTime<Utc>,
) -> Result<Vec<Attending>, ApiError> {
    let shifts = duty::on_duty_in(conn, authority, team, at).await?;
    if shifts.is_empty() {
        return Ok(Vec::new());
    }
    let day = day(conn, app, authority, at).await?;
    let people = shifts.iter().map(|shift| shift.practitioner_id);
    let away = away(conn, authority, people, day).await?;
    let attended = shifts.into_iter().filter_map(|shift| {
        let who = away.who(shift.practitioner_id)?;
        Some(Attending { shift, who })
    });
    Ok(attended.collect())
}

/// The authority's own day at an instant (UTC).
///
/// # Errors
///
/// Whatever the database says.
pub(crate) async fn day<C: ConnectionTrait>(
    conn: &C,
    app: &App,
    authority: Uuid,
    at: DateTime<Utc>,
) -> Result<NaiveDate, ApiError> {
    let row = authorities::find(conn, authority)
        .await?
        .ok_or(ApiError::NotFound("authority"))?;
    let procedure = app.procedures.of_authority(&row)?;
    let closures = authorities::list_closures(conn, authority).await?;
    let calendar = app.procedures.calendar(&procedure.pack, &closures)?;
    Ok(calendar.local_date(at))
}

/// The messages, and a copy of each for whoever stands in for its recipient. The recipient finds theirs on coming back.
///
/// # Errors
///
/// Whatever the database says.
pub(crate) async fn with_copies<C: ConnectionTrait>(
    conn: &C,
    rows: Vec<notification::Model>,
    day: NaiveDate,
) -> Result<Vec<notification::Model>, ApiError> {
    let Some(authority) = rows.first().map(|row| row.authority_id) else {
        return Ok(rows);
    };
    // What goes to a channel of a team has no recipient.
    let people = rows.iter().map(|row| row.recipient_id);
    let told: BTreeSet<_> = people.filter(|person| !person.is_nil()).collect();
    let away = away(conn, authority, told.iter().copied(), day).await?;
    let names = Names::default()
        .people(conn, authority, away.people())
        .await?;
    let mut copies = Vec::new();
    for row in rows.iter().filter(|row| away.has(row.recipient_id)) {
        let who = away.who(row.recipient_id).filter(|who| !told.contains(who));
        if let Some(who) = who {
            let name = names.person(row.recipient_id)?.name;
            copies.push(notification::Model {
                id: Uuid::now_v7(),
                recipient_id: who,
                message: format!("{} (You stand in for {name})", row.message),
                dedupe_key: format!("{}:for:{who}", row.dedupe_key),
                ..row.clone()
            });
        }
    }
    Ok(rows.into_iter().chain(copies).collect())
}
