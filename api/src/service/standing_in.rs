//! Standing in: who answers for somebody who is away, and is told what they would be told.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use entity::{duty_shift, notification};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::names::Names;
use crate::app::App;
use crate::error::ApiError;
use crate::repository::{absences, authorities, duty};

/// Who is away on a day, and who stands in for each where somebody does.
#[derive(Debug, Default)]
pub(crate) struct Away(HashMap<Uuid, Option<Uuid>>);

impl Away {
    /// Which of these people are away on a day, and which of those who stand in for them.
    ///
    /// # Errors
    ///
    /// Whatever the database says.
    pub(crate) async fn on<C: ConnectionTrait>(
        conn: &C,
        authority: Uuid,
        people: impl IntoIterator<Item = Uuid>,
        day: NaiveDate,
    ) -> Result<Self, ApiError> {
        let mut away = HashMap::new();
        let mut known = BTreeSet::new();
        let mut asked: BTreeSet<Uuid> = people.into_iter().collect();
        while !asked.is_empty() {
            known.extend(asked.iter().copied());
            for row in absences::on(conn, authority, asked, day).await? {
                let covered: &mut Option<Uuid> = away.entry(row.practitioner_id).or_default();
                *covered = covered.or(row.covered_by);
            }
            let covering = away.values().flatten().copied();
            asked = covering.filter(|person| !known.contains(person)).collect();
        }
        Ok(Self(away))
    }

    /// Whoever answers for somebody: themselves where they are here, else whoever stands in and is here. Nobody where all are
    /// away, or stand in for one another.
    pub(crate) fn who(&self, person: Uuid) -> Option<Uuid> {
        let mut passed = BTreeSet::new();
        let mut who = person;
        while let Some(covered) = self.0.get(&who) {
            if !passed.insert(who) {
                return None;
            }
            who = (*covered)?;
        }
        Some(who)
    }
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
    let away = Away::on(conn, authority, people, day).await?;
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
    let away = Away::on(conn, authority, told.iter().copied(), day).await?;
    let names = Names::default()
        .people(conn, authority, away.0.keys().copied())
        .await?;
    let mut copies = Vec::new();
    for row in rows
        .iter()
        .filter(|row| away.0.contains_key(&row.recipient_id))
    {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn person(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    #[test]
    fn whoever_is_here_answers_for_themselves() {
        assert_eq!(Away::default().who(person(1)), Some(person(1)));
    }

    #[test]
    fn a_stand_in_who_is_away_has_a_stand_in_too() {
        let away = Away(HashMap::from([
            (person(1), Some(person(2))),
            (person(2), Some(person(3))),
        ]));
        assert_eq!(away.who(person(1)), Some(person(3)));
    }

    #[test]
    fn nobody_answers_where_nobody_stands_in_or_all_stand_in_for_one_another() {
        let alone = Away(HashMap::from([(person(1), None)]));
        assert_eq!(alone.who(person(1)), None);
        let circle = Away(HashMap::from([
            (person(1), Some(person(2))),
            (person(2), Some(person(1))),
        ]));
        assert_eq!(circle.who(person(1)), None);
    }
}
