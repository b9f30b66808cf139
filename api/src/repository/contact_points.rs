//! What an authority has entered in the contact points of its pack.

use entity::contact_point;
use sea_orm::{
    ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, Select, sea_query::OnConflict,
};
use uuid::Uuid;

use super::every_column;

/// All contact points of an authority, by slot.
pub async fn list<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
) -> Result<Vec<contact_point::Model>, DbErr> {
    of(authority)
        .order_by_asc(contact_point::COLUMN.slot)
        .all(conn)
        .await
}

/// What stands in one slot.
pub async fn find_by_slot<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    slot: &str,
) -> Result<Option<contact_point::Model>, DbErr> {
    of(authority)
        .filter(contact_point::COLUMN.slot.eq(slot))
        .one(conn)
        .await
}

/// Writes what stands in a slot, over what stood there; the row there keeps its id.
pub async fn save<C: ConnectionTrait>(conn: &C, row: contact_point::Model) -> Result<(), DbErr> {
    use contact_point::Column;
    let conflict = OnConflict::columns([Column::AuthorityId, Column::Slot])
        .update_columns([
            Column::Name,
            Column::Kind,
            Column::Value,
            Column::Hours,
            Column::LastVerifiedOn,
            Column::VerifiedBy,
        ])
        .to_owned();
    contact_point::Entity::insert(every_column(row))
        .on_conflict(conflict)
        .exec_without_returning(conn)
        .await?;
    Ok(())
}

fn of(authority: Uuid) -> Select<contact_point::Entity> {
    contact_point::Entity::find().filter(contact_point::COLUMN.authority_id.eq(authority))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::repository::fixtures::World;

    #[tokio::test]
    async fn a_slot_holds_what_was_entered_last() {
        let world = World::new().await;
        let row = |value: &str| contact_point::Model {
            id: Uuid::now_v7(),
            authority_id: world.authority,
            slot: "front_door".into(),
            name: "The front door".into(),
            kind: contact_point::ContactPointKind::Email,
            value: Some(value.into()),
            hours: None,
            last_verified_on: None,
            verified_by: Some(world.practitioner),
        };
        let txn = world.db.begin().await.unwrap();
        save(&txn, row("first@example.org")).await.unwrap();
        save(&txn, row("second@example.org")).await.unwrap();
        txn.commit().await.unwrap();

        let found = list(world.db.read(), world.authority).await.unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].value.as_deref(), Some("second@example.org"));
    }
}
