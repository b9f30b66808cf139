//! Teams.

use entity::team;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QueryFilter, Select};
use uuid::Uuid;

use super::{every_column, insert_row, page};

/// Writes a new team.
pub async fn insert<C: ConnectionTrait>(conn: &C, row: team::Model) -> Result<(), DbErr> {
    insert_row(conn, row).await
}

/// The team with an id.
pub async fn find<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    id: Uuid,
) -> Result<Option<team::Model>, DbErr> {
    of(authority).filter(team::COLUMN.id.eq(id)).one(conn).await
}

/// The team with a name, spelt exactly so.
pub async fn find_by_name<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    name: &str,
) -> Result<Option<team::Model>, DbErr> {
    of(authority)
        .filter(team::COLUMN.name.eq(name))
        .one(conn)
        .await
}

/// The teams with any of these ids, in no order.
pub async fn find_many<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<team::Model>, DbErr> {
    of(authority)
        .filter(team::COLUMN.id.is_in(ids))
        .all(conn)
        .await
}

/// A page of an authority's teams, of one service or of all.
pub async fn list<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    service: Option<&str>,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<team::Model>, DbErr> {
    let found = match service {
        Some(service) => of(authority).filter(team::COLUMN.service.eq(service)),
        None => of(authority),
    };
    page(conn, found, team::Column::Id, after, limit).await
}

/// Writes every column of a team; `false` where the authority has none with its id.
pub async fn save<C: ConnectionTrait>(conn: &C, row: team::Model) -> Result<bool, DbErr> {
    let (authority, id) = (row.authority_id, row.id);
    let saved = team::Entity::update_many()
        .set(every_column(row))
        .filter(team::COLUMN.authority_id.eq(authority))
        .filter(team::COLUMN.id.eq(id))
        .exec(conn)
        .await?;
    Ok(saved.rows_affected == 1)
}

fn of(authority: Uuid) -> Select<team::Entity> {
    team::Entity::find().filter(team::COLUMN.authority_id.eq(authority))
}
