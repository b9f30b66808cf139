//! Authorities and the days on which they are closed.

use entity::{authority, authority_closure};
use sea_orm::{
    ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, sea_query::OnConflict,
};
use uuid::Uuid;

use super::{every_column, insert_row, page};

/// Writes a new authority.
pub async fn insert<C: ConnectionTrait>(conn: &C, row: authority::Model) -> Result<(), DbErr> {
    insert_row(conn, row).await
}

/// The authority with an id.
pub async fn find<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
) -> Result<Option<authority::Model>, DbErr> {
    authority::Entity::find_by_id(authority).one(conn).await
}

/// The authority with a name, spelt exactly so.
pub async fn find_by_name<C: ConnectionTrait>(
    conn: &C,
    name: &str,
) -> Result<Option<authority::Model>, DbErr> {
    authority::Entity::find_by_name(name).one(conn).await
}

/// A page of all authorities.
pub async fn list<C: ConnectionTrait>(
    conn: &C,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<authority::Model>, DbErr> {
    let found = authority::Entity::find();
    page(conn, found, authority::Column::Id, after, limit).await
}

/// Writes every column of an authority; `false` where there is none with its id.
pub async fn save<C: ConnectionTrait>(conn: &C, row: authority::Model) -> Result<bool, DbErr> {
    let id = row.id;
    let saved = authority::Entity::update_many()
        .set(every_column(row))
        .filter(authority::COLUMN.id.eq(id))
        .exec(conn)
        .await?;
    Ok(saved.rows_affected == 1)
}

/// All days on which an authority is closed, earliest first.
pub async fn list_closures<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
) -> Result<Vec<authority_closure::Model>, DbErr> {
    authority_closure::Entity::find()
        .filter(authority_closure::COLUMN.authority_id.eq(authority))
        .order_by_asc(authority_closure::COLUMN.closed_on)
        .all(conn)
        .await
}

/// Writes days of closure; a day that is already closed gets the new label and kind.
pub async fn save_closures<C: ConnectionTrait>(
    conn: &C,
    rows: Vec<authority_closure::Model>,
) -> Result<(), DbErr> {
    use authority_closure::Column;
    let conflict = OnConflict::columns([Column::AuthorityId, Column::ClosedOn])
        .update_columns([Column::Label, Column::Kind])
        .to_owned();
    authority_closure::Entity::insert_many(rows.into_iter().map(every_column))
        .on_conflict(conflict)
        .exec_without_returning(conn)
        .await?;
    Ok(())
}
