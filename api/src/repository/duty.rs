//! The duty rota: who answers for a team, and when that changes.

use chrono::{DateTime, Utc};
use entity::duty_shift;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, Select};
use uuid::Uuid;

use super::{insert_row, page};

/// Which shifts are wanted; absent values ask for nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted {
    /// Of this team.
    pub team: Option<Uuid>,
    /// Ending after this instant.
    pub from: Option<DateTime<Utc>>,
    /// Beginning before this instant.
    pub until: Option<DateTime<Utc>>,
}

/// Writes a new shift.
pub async fn insert<C: ConnectionTrait>(conn: &C, row: duty_shift::Model) -> Result<(), DbErr> {
    insert_row(conn, row).await
}

/// The shift with an id.
pub async fn find<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    id: Uuid,
) -> Result<Option<duty_shift::Model>, DbErr> {
    duty_shift::Entity::find_by_id(id)
        .filter(duty_shift::COLUMN.authority_id.eq(authority))
        .one(conn)
        .await
}

/// Takes a shift away; `false` where the authority has none with the id.
pub async fn delete<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    id: Uuid,
) -> Result<bool, DbErr> {
    let deleted = duty_shift::Entity::delete_many()
        .filter(duty_shift::COLUMN.authority_id.eq(authority))
        .filter(duty_shift::COLUMN.id.eq(id))
        .exec(conn)
        .await?;
    Ok(deleted.rows_affected == 1)
}

/// A team's shifts that touch the time from `from` until just before `until`, earliest first.
pub async fn list<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    team: Uuid,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<duty_shift::Model>, DbErr> {
    of(authority, team)
        .filter(duty_shift::COLUMN.starts_at.lt(until))
        .filter(duty_shift::COLUMN.ends_at.gt(from))
        .order_by_asc(duty_shift::COLUMN.starts_at)
        .order_by_asc(duty_shift::COLUMN.id)
        .all(conn)
        .await
}

/// The shifts of those who are on duty for a team at an instant; who began first comes first.
pub async fn on_duty<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    team: Uuid,
    at: DateTime<Utc>,
) -> Result<Vec<duty_shift::Model>, DbErr> {
    of(authority, team)
        .filter(duty_shift::COLUMN.starts_at.lte(at))
        .filter(duty_shift::COLUMN.ends_at.gt(at))
        .order_by_asc(duty_shift::COLUMN.starts_at)
        .order_by_asc(duty_shift::COLUMN.id)
        .all(conn)
        .await
}

/// The shifts of those who are on duty at an instant, for one team or for all; who began first comes first.
pub async fn on_duty_in<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    team: Option<Uuid>,
    at: DateTime<Utc>,
) -> Result<Vec<duty_shift::Model>, DbErr> {
    in_team(authority, team)
        .filter(duty_shift::COLUMN.starts_at.lte(at))
        .filter(duty_shift::COLUMN.ends_at.gt(at))
        .order_by_asc(duty_shift::COLUMN.starts_at)
        .order_by_asc(duty_shift::COLUMN.id)
        .all(conn)
        .await
}

/// A page of the shifts that are wanted.
pub async fn list_page<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    wanted: &Wanted,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<duty_shift::Model>, DbErr> {
    let mut found = in_team(authority, wanted.team);
    if let Some(from) = wanted.from {
        found = found.filter(duty_shift::COLUMN.ends_at.gt(from));
    }
    if let Some(until) = wanted.until {
        found = found.filter(duty_shift::COLUMN.starts_at.lt(until));
    }
    page(conn, found, duty_shift::Column::Id, after, limit).await
}

/// The next instant after `at` at which a shift of a team, or of any team, begins or ends.
pub async fn next_change<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    team: Option<Uuid>,
    at: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, DbErr> {
    let begins = in_team(authority, team)
        .filter(duty_shift::COLUMN.starts_at.gt(at))
        .order_by_asc(duty_shift::COLUMN.starts_at)
        .one(conn)
        .await?;
    let ends = in_team(authority, team)
        .filter(duty_shift::COLUMN.ends_at.gt(at))
        .order_by_asc(duty_shift::COLUMN.ends_at)
        .one(conn)
        .await?;
    let begins = begins.map(|shift| shift.starts_at);
    Ok(begins
        .into_iter()
        .chain(ends.map(|shift| shift.ends_at))
        .min())
}

fn of(authority: Uuid, team: Uuid) -> Select<duty_shift::Entity> {
    in_team(authority, Some(team))
}

fn in_team(authority: Uuid, team: Option<Uuid>) -> Select<duty_shift::Entity> {
    let found = duty_shift::Entity::find().filter(duty_shift::COLUMN.authority_id.eq(authority));
    match team {
        Some(team) => found.filter(duty_shift::COLUMN.team_id.eq(team)),
        None => found,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::repository::fixtures::{World, at};

    async fn shift(world: &World, starts_at: &str, ends_at: &str) -> Uuid {
        let txn = world.db.begin().await.unwrap();
        let row = duty_shift::Model {
            id: Uuid::now_v7(),
            authority_id: world.authority,
            team_id: world.assessment,
            practitioner_id: world.practitioner,
            role: "duty_social_worker".into(),
            starts_at: at(starts_at),
            ends_at: at(ends_at),
        };
        let id = row.id;
        insert(&txn, row).await.unwrap();
        txn.commit().await.unwrap();
        id
    }

    #[track_caller]
    fn check<T: PartialEq + std::fmt::Debug>(actual: Result<T, DbErr>, expected: T) {
        assert_eq!(actual.unwrap(), expected);
    }

    #[tokio::test]
    async fn a_shift_ends_at_the_instant_at_which_the_next_begins() {
        let world = World::new().await;
        shift(&world, "2026-12-01T09:00:00Z", "2026-12-01T13:00:00Z").await;
        let second = shift(&world, "2026-12-01T13:00:00Z", "2026-12-01T17:00:00Z").await;

        let (read, team) = (world.db.read(), world.assessment);
        let noon = at("2026-12-01T13:00:00Z");
        let found = on_duty(read, world.authority, team, noon).await.unwrap();
        assert_eq!(found.iter().map(|row| row.id).collect::<Vec<_>>(), [second]);
        let end = at("2026-12-01T17:00:00Z");
        check(
            next_change(read, world.authority, Some(team), noon).await,
            Some(end),
        );
    }

    #[tokio::test]
    async fn outside_of_every_shift_nobody_is_on_duty() {
        let world = World::new().await;
        shift(&world, "2026-12-01T09:00:00Z", "2026-12-01T13:00:00Z").await;

        let (read, team) = (world.db.read(), world.assessment);
        let (early, late) = (
            at("2026-12-01T08:59:59.999999Z"),
            at("2026-12-01T13:00:00Z"),
        );
        check(on_duty(read, world.authority, team, early).await, vec![]);
        let start = at("2026-12-01T09:00:00Z");
        check(
            next_change(read, world.authority, Some(team), early).await,
            Some(start),
        );
        check(on_duty(read, world.authority, team, late).await, vec![]);
        check(
            next_change(read, world.authority, Some(team), late).await,
            None,
        );
    }

    #[tokio::test]
    async fn another_authority_has_no_shifts_here() {
        let world = World::new().await;
        shift(&world, "2026-12-01T09:00:00Z", "2026-12-01T13:00:00Z").await;
        let noon = at("2026-12-01T12:00:00Z");
        check(
            on_duty(world.db.read(), Uuid::now_v7(), world.assessment, noon).await,
            vec![],
        );
    }
}
