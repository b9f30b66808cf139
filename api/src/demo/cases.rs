//! Invented cases: a child of some age, now and then with brothers and sisters, held by a team.

use chrono::{Duration, NaiveDate};
use entity::team;
use openapi::{Case, NewCase};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::stage::Halt;
use super::world::World;
use crate::app::App;
use crate::error::ApiError;
use crate::service;

/// Ages in months: some pathways are for young people only, and most of those want more than 16 years.
pub(super) const AGES: [u32; 7] = [100, 203, 128, 44, 190, 177, 211];

/// How much older or younger brothers and sisters are, in months.
const APART: [i32; 2] = [-29, 41];

/// Open a case with its family, some months before an instant that the clock shows; the reference of the first child's case.
///
/// * `turn` – number of the story: decides about brothers and sisters, and who holds the case
pub(super) async fn open(
    txn: &DatabaseTransaction,
    app: &App,
    world: &World,
    team: &team::Model,
    age: u32,
    turn: usize,
) -> Result<String, Halt> {
    let story = app.clock.now();
    let turns = i64::try_from(turn).unwrap_or(0);
    app.clock
        .travel_to(story - Duration::days(60 + turns * 17 % 250));
    let born = world.calendar.plus_months(
        world.calendar.local_date(story),
        -i32::try_from(age).unwrap_or(0),
    ) - Duration::days(turns % 9);
    let first = child(txn, app, world, team, born, None, turn).await?;
    let siblings = [1, 0, 1, 0, 0, 2][turn % 6];
    for (number, apart) in APART.iter().take(siblings).enumerate() {
        let born = world.calendar.plus_months(born, *apart);
        if born < world.calendar.local_date(app.clock.now()) {
            let family = first.family.as_ref().map(|family| family.id);
            child(
                txn,
                app,
                world,
                team,
                born,
                family.map(|id| (id, number + 1)),
                turn,
            )
            .await?;
        }
    }
    app.clock.travel_to(story);
    Ok(first.reference)
}

async fn child(
    txn: &DatabaseTransaction,
    app: &App,
    world: &World,
    team: &team::Model,
    born: NaiveDate,
    family: Option<(Uuid, usize)>,
    turn: usize,
) -> Result<Case, Halt> {
    let worker = world.worker_of(team, turn).ok_or(Halt::Stuck)?;
    let number = family.map_or(0, |(_, number)| number);
    let new = NewCase {
        initials: initials(turn, number),
        date_of_birth: Some(born),
        family_id: family.map(|(id, _)| id),
        team_id: team.id,
        practitioner_id: Some(worker.row.id),
        ..NewCase::default()
    };
    let made = service::cases::open(txn, app, worker, new).await?;
    let case =
        serde_json::from_str(&made.body).map_err(|wrong| ApiError::Broken(wrong.to_string()))?;
    Ok(case)
}

/// Two letters, the second of them the family's.
fn initials(turn: usize, number: usize) -> String {
    let letter = |number: usize| char::from(b'A' + u8::try_from(number % 26).unwrap_or(0));
    [letter(turn * 5 + number * 3), letter(turn * 3 + 16)]
        .iter()
        .collect()
}
