//! Requests for several children of a family.

use entity::family_request;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QueryFilter, Select};
use uuid::Uuid;

use super::insert_row;

/// Writes a new request.
pub async fn insert<C: ConnectionTrait>(conn: &C, row: family_request::Model) -> Result<(), DbErr> {
    insert_row(conn, row).await
}

/// The request with an id.
pub async fn find<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    id: Uuid,
) -> Result<Option<family_request::Model>, DbErr> {
    of(authority)
        .filter(family_request::COLUMN.id.eq(id))
        .one(conn)
        .await
}

/// The request with a reference.
pub async fn find_by_reference<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    reference: &str,
) -> Result<Option<family_request::Model>, DbErr> {
    of(authority)
        .filter(family_request::COLUMN.reference.eq(reference))
        .one(conn)
        .await
}

fn of(authority: Uuid) -> Select<family_request::Entity> {
    family_request::Entity::find().filter(family_request::COLUMN.authority_id.eq(authority))
}
