//! When the forums of an authority sit.

use entity::forum_schedule;
use sea_orm::{
    ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, Select, sea_query::OnConflict,
};
use uuid::Uuid;

use super::every_column;

/// The schedules of all forums of an authority, by forum.
pub async fn list<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
) -> Result<Vec<forum_schedule::Model>, DbErr> {
    of(authority)
        .order_by_asc(forum_schedule::COLUMN.forum)
        .all(conn)
        .await
}

/// Writes a forum's schedule, over the one before; the row there keeps its id.
pub async fn save<C: ConnectionTrait>(conn: &C, row: forum_schedule::Model) -> Result<(), DbErr> {
    use forum_schedule::Column;
    let conflict = OnConflict::columns([Column::AuthorityId, Column::Forum])
        .update_columns([Column::FirstAt, Column::Rrule])
        .to_owned();
    forum_schedule::Entity::insert(every_column(row))
        .on_conflict(conflict)
        .exec_without_returning(conn)
        .await?;
    Ok(())
}

fn of(authority: Uuid) -> Select<forum_schedule::Entity> {
    forum_schedule::Entity::find().filter(forum_schedule::COLUMN.authority_id.eq(authority))
}
