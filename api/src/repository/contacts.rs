//! The log of calls.

use chrono::{DateTime, Utc};
use entity::contact;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QueryFilter, Select, sea_query::Expr};
use uuid::Uuid;

use super::{insert_row, page};

/// Writes a new contact.
pub async fn insert<C: ConnectionTrait>(conn: &C, row: contact::Model) -> Result<(), DbErr> {
    insert_row(conn, row).await
}

/// The contact with an id.
pub async fn find<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    id: Uuid,
) -> Result<Option<contact::Model>, DbErr> {
    of(authority)
        .filter(contact::COLUMN.id.eq(id))
        .one(conn)
        .await
}

/// A page of an authority's contacts; with `unanswered`, only of those without a response.
pub async fn list<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    unanswered: bool,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<contact::Model>, DbErr> {
    let found = match unanswered {
        true => of(authority).filter(contact::COLUMN.responded_at.is_null()),
        false => of(authority),
    };
    page(conn, found, contact::Column::Id, after, limit).await
}

/// Records the response to a contact; `false` where it has one already or is not there.
pub async fn respond<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    id: Uuid,
    response: &str,
    responded_at: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let saved = contact::Entity::update_many()
        .col_expr(contact::Column::Response, Expr::value(response))
        .col_expr(contact::Column::RespondedAt, Expr::value(responded_at))
        .filter(contact::COLUMN.authority_id.eq(authority))
        .filter(contact::COLUMN.id.eq(id))
        .filter(contact::COLUMN.responded_at.is_null())
        .exec(conn)
        .await?;
    Ok(saved.rows_affected == 1)
}

fn of(authority: Uuid) -> Select<contact::Entity> {
    contact::Entity::find().filter(contact::COLUMN.authority_id.eq(authority))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::{db, repository::fixtures::World};

    #[tokio::test]
    async fn the_first_response_to_a_contact_stands() {
        let world = World::new().await;
        let txn = world.db.begin().await.unwrap();
        let row = contact::Model {
            id: Uuid::now_v7(),
            authority_id: world.authority,
            reference: "K-1".into(),
            case_id: None,
            team_id: Some(world.assessment),
            received_at: db::now(),
            recorded_at: db::now(),
            received_by: world.practitioner,
            caller: "school".into(),
            concern: "invented".into(),
            urgent: true,
            responded_at: None,
            response: None,
        };
        let id = row.id;
        insert(&txn, row).await.unwrap();
        let unanswered = list(&txn, world.authority, true, None, 10).await.unwrap();
        assert_eq!(unanswered.len(), 1);
        for (response, expected) in [("visited", true), ("rang back", false)] {
            let saved = respond(&txn, world.authority, id, response, db::now()).await;
            assert_eq!(saved.unwrap(), expected);
        }
        let found = find(&txn, world.authority, id).await.unwrap().unwrap();
        assert_eq!(found.response.as_deref(), Some("visited"));
        assert!(
            list(&txn, world.authority, true, None, 10)
                .await
                .unwrap()
                .is_empty()
        );
    }
}
