//! Who is accountable for a case: exactly one team while the case is open.

use chrono::{DateTime, Utc};
use entity::holding;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder, Select,
    sea_query::Expr,
};
use uuid::Uuid;

use super::insert_row;

/// Starts the first holding of a case that has none; the database refuses a second without an end.
pub async fn insert<C: ConnectionTrait>(conn: &C, row: holding::Model) -> Result<(), DbErr> {
    insert_row(conn, row).await
}

/// The holding of a case that has no end; `None` where the case is closed.
pub async fn find_current<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    case: Uuid,
) -> Result<Option<holding::Model>, DbErr> {
    of_case(authority, case)
        .filter(holding::COLUMN.ends_at.is_null())
        .one(conn)
        .await
}

/// The holdings without an end of any of these cases, in no order.
pub async fn find_current_of<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    cases: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<holding::Model>, DbErr> {
    holding::Entity::find()
        .filter(holding::COLUMN.authority_id.eq(authority))
        .filter(holding::COLUMN.case_id.is_in(cases))
        .filter(holding::COLUMN.ends_at.is_null())
        .all(conn)
        .await
}

/// The holdings without an end of any of these people, in no order.
pub async fn list_held_by<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    practitioners: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<holding::Model>, DbErr> {
    holding::Entity::find()
        .filter(holding::COLUMN.authority_id.eq(authority))
        .filter(holding::COLUMN.practitioner_id.is_in(practitioners))
        .filter(holding::COLUMN.ends_at.is_null())
        .all(conn)
        .await
}

/// The holdings without an end of someone, earliest first.
pub async fn list_of_practitioner<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    practitioner: Uuid,
) -> Result<Vec<holding::Model>, DbErr> {
    holding::Entity::find()
        .filter(holding::COLUMN.authority_id.eq(authority))
        .filter(holding::COLUMN.practitioner_id.eq(practitioner))
        .filter(holding::COLUMN.ends_at.is_null())
        .order_by_asc(holding::COLUMN.starts_at)
        .all(conn)
        .await
}

/// All holdings of a case, earliest first.
pub async fn list_of_case<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    case: Uuid,
) -> Result<Vec<holding::Model>, DbErr> {
    of_case(authority, case)
        .order_by_asc(holding::COLUMN.starts_at)
        .order_by_asc(holding::COLUMN.id)
        .all(conn)
        .await
}

/// Ends the holding `current` at the instant at which `next` starts, so that there is no gap and no
/// overlap. It takes a transaction, because half of it must never be seen.
///
/// `false`, and nothing is written, where `current` has ended meanwhile or starts after `next`.
pub async fn move_holding(
    txn: &DatabaseTransaction,
    current: &holding::Model,
    next: holding::Model,
) -> Result<bool, DbErr> {
    let ended = end(txn, current, next.starts_at).await?;
    if ended {
        insert_row(txn, next).await?;
    }
    Ok(ended)
}

/// Ends a holding, as when a case is closed.
///
/// `false`, and nothing is written, where it has ended meanwhile or starts after `ends_at`.
pub async fn end<C: ConnectionTrait>(
    conn: &C,
    current: &holding::Model,
    ends_at: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let ended = holding::Entity::update_many()
        .col_expr(holding::Column::EndsAt, Expr::value(ends_at))
        .filter(holding::COLUMN.authority_id.eq(current.authority_id))
        .filter(holding::COLUMN.id.eq(current.id))
        .filter(holding::COLUMN.ends_at.is_null())
        .filter(holding::COLUMN.starts_at.lte(ends_at))
        .exec(conn)
        .await?;
    Ok(ended.rows_affected == 1)
}

fn of_case(authority: Uuid, case: Uuid) -> Select<holding::Entity> {
    holding::Entity::find()
        .filter(holding::COLUMN.authority_id.eq(authority))
        .filter(holding::COLUMN.case_id.eq(case))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use sea_orm::SqlErr;

    use super::*;
    use crate::repository::fixtures::{World, at};

    fn holding_of(world: &World, team_id: Uuid, starts_at: &str) -> holding::Model {
        holding::Model {
            id: Uuid::now_v7(),
            authority_id: world.authority,
            case_id: world.case,
            team_id,
            practitioner_id: None,
            starts_at: at(starts_at),
            ends_at: None,
            transfer_id: None,
        }
    }

    #[tokio::test]
    async fn a_case_has_at_most_one_holding_without_an_end() {
        let world = World::new().await;
        let txn = world.db.begin().await.unwrap();
        let first = holding_of(&world, world.assessment, "2026-12-01T09:00:00Z");
        insert(&txn, first).await.unwrap();
        let second = holding_of(&world, world.early_help, "2026-12-02T09:00:00Z");
        let refused = insert(&txn, second).await.unwrap_err();
        assert!(matches!(
            refused.sql_err(),
            Some(SqlErr::UniqueConstraintViolation(_))
        ));
    }

    #[tokio::test]
    async fn a_moved_holding_leaves_no_gap_and_no_overlap() {
        let world = World::new().await;
        let txn = world.db.begin().await.unwrap();
        let first = holding_of(&world, world.assessment, "2026-12-01T09:00:00Z");
        let next = holding_of(&world, world.early_help, "2026-12-08T12:30:00.5Z");
        insert(&txn, first.clone()).await.unwrap();
        assert!(move_holding(&txn, &first, next.clone()).await.unwrap());
        txn.commit().await.unwrap();

        let read = world.db.read();
        let current = find_current(read, world.authority, world.case)
            .await
            .unwrap();
        assert_eq!(current.as_ref(), Some(&next));
        let all = list_of_case(read, world.authority, world.case)
            .await
            .unwrap();
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].ends_at, Some(all[1].starts_at));
    }

    #[tokio::test]
    async fn a_holding_moves_once() {
        let world = World::new().await;
        let txn = world.db.begin().await.unwrap();
        let first = holding_of(&world, world.assessment, "2026-12-01T09:00:00Z");
        insert(&txn, first.clone()).await.unwrap();
        for expected in [true, false] {
            let next = holding_of(&world, world.early_help, "2026-12-08T09:00:00Z");
            assert_eq!(move_holding(&txn, &first, next).await.unwrap(), expected);
        }
    }

    #[tokio::test]
    async fn a_holding_does_not_end_before_it_starts() {
        let world = World::new().await;
        let txn = world.db.begin().await.unwrap();
        let first = holding_of(&world, world.assessment, "2026-12-01T09:00:00Z");
        insert(&txn, first.clone()).await.unwrap();
        assert!(!end(&txn, &first, at("2026-11-30T09:00:00Z")).await.unwrap());
    }
}
