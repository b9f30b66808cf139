//! What happened: written once, read as the journey.

use entity::event;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, Select};
use uuid::Uuid;

use super::{every_column, page};

/// Writes new events.
pub async fn insert<C: ConnectionTrait>(
    conn: &C,
    rows: impl IntoIterator<Item = event::Model>,
) -> Result<(), DbErr> {
    event::Entity::insert_many(rows.into_iter().map(every_column))
        .exec_without_returning(conn)
        .await?;
    Ok(())
}

/// A page of everything that happened in an authority, in the order in which it was recorded.
pub async fn list<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<event::Model>, DbErr> {
    page(conn, of(authority), event::Column::Id, after, limit).await
}

/// A page of what happened to a case, in the order in which it was recorded.
pub async fn list_of_case<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    case: Uuid,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<event::Model>, DbErr> {
    let found = of(authority).filter(event::COLUMN.case_id.eq(case));
    page(conn, found, event::Column::Id, after, limit).await
}

/// A page of what happened to a transfer, in the order in which it was recorded.
pub async fn list_of_transfer<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    transfer: Uuid,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<event::Model>, DbErr> {
    let found = of(authority).filter(event::COLUMN.transfer_id.eq(transfer));
    page(conn, found, event::Column::Id, after, limit).await
}

/// Everything of these kinds that happened to any of these transfers, in the order in which it was recorded.
pub async fn list_of_kinds<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    transfers: impl IntoIterator<Item = Uuid>,
    kinds: impl IntoIterator<Item = &'static str>,
) -> Result<Vec<event::Model>, DbErr> {
    of(authority)
        .filter(event::Column::TransferId.is_in(transfers))
        .filter(event::COLUMN.kind.is_in(kinds))
        .order_by_asc(event::COLUMN.id)
        .all(conn)
        .await
}

fn of(authority: Uuid) -> Select<event::Entity> {
    event::Entity::find().filter(event::COLUMN.authority_id.eq(authority))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::{db, repository::fixtures::World};

    fn event_of(world: &World, kind: &str) -> event::Model {
        event::Model {
            id: Uuid::now_v7(),
            authority_id: world.authority,
            case_id: Some(world.case),
            transfer_id: None,
            matter_id: None,
            kind: kind.into(),
            practitioner_id: Some(world.practitioner),
            side: Some(event::Side::Receiving),
            occurred_at: db::now(),
            recorded_at: db::now(),
            from_state: None,
            to_state: Some(entity::transfer::TransferState::InformationRequired),
            rules: serde_json::json!(["EX-1"]),
            pack: None,
            pack_version: None,
            detail: serde_json::json!({ "note": "invented" }),
        }
    }

    #[tokio::test]
    async fn what_was_written_is_never_changed() {
        let world = World::new().await;
        let row = event_of(&world, "case_opened");
        let txn = world.db.begin().await.unwrap();
        insert(&txn, [row.clone()]).await.unwrap();
        txn.commit().await.unwrap();

        let txn = world.db.begin().await.unwrap();
        let change = event::Entity::update_many()
            .col_expr(event::Column::Kind, "accepted".into())
            .exec(&txn);
        assert!(change.await.is_err());
        txn.rollback().await.unwrap();
        let found = list(world.db.read(), world.authority, None, 10).await;
        assert_eq!(found.unwrap(), [row]);
    }

    #[tokio::test]
    async fn a_journey_is_read_page_by_page() {
        let world = World::new().await;
        let rows = ["opened", "requested", "accepted"].map(|kind| event_of(&world, kind));
        let txn = world.db.begin().await.unwrap();
        insert(&txn, rows.clone()).await.unwrap();
        txn.commit().await.unwrap();

        let read = world.db.read();
        let first = list_of_case(read, world.authority, world.case, None, 2)
            .await
            .unwrap();
        assert_eq!(first, rows[..2]);
        let after = Some(rows[1].id);
        let rest = list_of_case(read, world.authority, world.case, after, 2)
            .await
            .unwrap();
        assert_eq!(rest, rows[2..]);
    }
}
