//! Answers to requests that may be sent again.

use chrono::{DateTime, Utc};
use entity::idempotency_key::{self, Column};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QueryFilter, TryInsertResult};
use uuid::Uuid;

use super::every_column;

/// The answer that a practitioner was given under a key.
pub async fn find<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    practitioner: Uuid,
    key: &str,
) -> Result<Option<idempotency_key::Model>, DbErr> {
    idempotency_key::Entity::find()
        .filter(idempotency_key::COLUMN.authority_id.eq(authority))
        .filter(idempotency_key::COLUMN.practitioner_id.eq(practitioner))
        .filter(idempotency_key::COLUMN.key.eq(key))
        .one(conn)
        .await
}

/// Keeps an answer, in the transaction of what it answers.
///
/// `false` where the key has an answer: the caller rolls back and gives that one instead. On
/// PostgreSQL this waits for another transaction that is writing the same key.
pub async fn insert<C: ConnectionTrait>(
    conn: &C,
    row: idempotency_key::Model,
) -> Result<bool, DbErr> {
    let result = idempotency_key::Entity::insert(every_column(row))
        .on_conflict_do_nothing_on([Column::AuthorityId, Column::PractitionerId, Column::Key])
        .exec_without_returning(conn)
        .await?;
    Ok(matches!(result, TryInsertResult::Inserted(1)))
}

/// Forgets the answers given before an instant, of all authorities; gives how many.
pub async fn delete_before<C: ConnectionTrait>(
    conn: &C,
    instant: DateTime<Utc>,
) -> Result<u64, DbErr> {
    let deleted = idempotency_key::Entity::delete_many()
        .filter(idempotency_key::COLUMN.created_at.lt(instant))
        .exec(conn)
        .await?;
    Ok(deleted.rows_affected)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::{db, repository::fixtures::World};

    #[tokio::test]
    async fn a_key_keeps_its_first_answer() {
        let world = World::new().await;
        let row = |body: &str| idempotency_key::Model {
            id: Uuid::now_v7(),
            authority_id: world.authority,
            practitioner_id: world.practitioner,
            key: "k".into(),
            method_path: "POST /v1/transfers".into(),
            request_digest: "0".repeat(64),
            status: 201,
            headers: serde_json::json!({ "location": "/v1/transfers/1" }),
            body: body.into(),
            created_at: db::now(),
        };
        let txn = world.db.begin().await.unwrap();
        assert!(insert(&txn, row("first")).await.unwrap());
        assert!(!insert(&txn, row("second")).await.unwrap());
        let found = find(&txn, world.authority, world.practitioner, "k").await;
        assert_eq!(found.unwrap().unwrap().body, "first");
        assert_eq!(delete_before(&txn, db::now()).await.unwrap(), 1);
    }
}
