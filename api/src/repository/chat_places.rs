//! Places of the chat: servers, the channels of teams, and what an authority has settled.

use chrono::{DateTime, Utc};
use entity::{chat_channel, chat_server, chat_setting};
use sea_orm::sea_query::{Expr, LockBehavior, LockType, OnConflict};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Select,
};
use uuid::Uuid;

use super::every_column;

/// The server with an id on a platform, whichever authority has it.
pub async fn find_server<C: ConnectionTrait>(
    conn: &C,
    platform: &str,
    server: &str,
) -> Result<Option<chat_server::Model>, DbErr> {
    chat_server::Entity::find()
        .filter(chat_server::COLUMN.platform.eq(platform))
        .filter(chat_server::COLUMN.server_id.eq(server))
        .one(conn)
        .await
}

/// The servers of an authority.
pub async fn list_servers<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
) -> Result<Vec<chat_server::Model>, DbErr> {
    chat_server::Entity::find()
        .filter(chat_server::COLUMN.authority_id.eq(authority))
        .order_by_asc(chat_server::COLUMN.id)
        .all(conn)
        .await
}

/// Writes a new server.
pub async fn insert_server<C: ConnectionTrait>(
    conn: &C,
    row: chat_server::Model,
) -> Result<(), DbErr> {
    super::insert_row(conn, row).await
}

/// Takes a server away, with its channels; `false` where the authority has none with the id.
pub async fn delete_server<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    id: Uuid,
) -> Result<bool, DbErr> {
    delete_channels(conn, authority, id).await?;
    let deleted = chat_server::Entity::delete_many()
        .filter(chat_server::COLUMN.authority_id.eq(authority))
        .filter(chat_server::COLUMN.id.eq(id))
        .exec(conn)
        .await?;
    Ok(deleted.rows_affected == 1)
}

/// Takes the channels of a server away.
pub async fn delete_channels<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    server: Uuid,
) -> Result<(), DbErr> {
    chat_channel::Entity::delete_many()
        .filter(chat_channel::COLUMN.authority_id.eq(authority))
        .filter(chat_channel::COLUMN.chat_server_id.eq(server))
        .exec(conn)
        .await?;
    Ok(())
}

/// Writes a team's channel, over the one that it had on the platform.
pub async fn save_channel<C: ConnectionTrait>(
    conn: &C,
    row: chat_channel::Model,
) -> Result<(), DbErr> {
    use chat_channel::Column;
    let of_team = [Column::AuthorityId, Column::Platform, Column::TeamId];
    let conflict = OnConflict::columns(of_team)
        .update_columns([Column::ChatServerId, Column::ChannelId])
        .to_owned();
    chat_channel::Entity::insert(every_column(row))
        .on_conflict(conflict)
        .exec_without_returning(conn)
        .await?;
    Ok(())
}

/// The channels of an authority's teams, on every platform.
pub async fn list_channels<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
) -> Result<Vec<chat_channel::Model>, DbErr> {
    chat_channel::Entity::find()
        .filter(chat_channel::COLUMN.authority_id.eq(authority))
        .order_by_asc(chat_channel::COLUMN.id)
        .all(conn)
        .await
}

/// What an authority has settled, where it has settled anything.
pub async fn find_setting<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
) -> Result<Option<chat_setting::Model>, DbErr> {
    settings()
        .filter(chat_setting::COLUMN.authority_id.eq(authority))
        .one(conn)
        .await
}

/// Writes what an authority has settled; when its digests are next written stays.
pub async fn save_setting<C: ConnectionTrait>(
    conn: &C,
    row: chat_setting::Model,
) -> Result<(), DbErr> {
    use chat_setting::Column;
    let conflict = OnConflict::column(Column::AuthorityId)
        .update_columns([Column::PublicGuidance, Column::CallLadder])
        .to_owned();
    chat_setting::Entity::insert(every_column(row))
        .on_conflict(conflict)
        .exec_without_returning(conn)
        .await?;
    Ok(())
}

/// The settings of authorities whose digests are to be written by an instant.
pub async fn list_waiting<C: ConnectionTrait>(
    conn: &C,
    now: DateTime<Utc>,
) -> Result<Vec<chat_setting::Model>, DbErr> {
    settings()
        .filter(chat_setting::COLUMN.next_digest_at.lte(now))
        .order_by_asc(chat_setting::COLUMN.next_digest_at)
        .all(conn)
        .await
}

/// The settings of an authority, taken for this transaction, where its digests are to be written by an instant; `None` where
/// another replica is about it.
pub async fn take(
    txn: &DatabaseTransaction,
    authority: Uuid,
    now: DateTime<Utc>,
) -> Result<Option<chat_setting::Model>, DbErr> {
    settings()
        .filter(chat_setting::COLUMN.authority_id.eq(authority))
        .filter(chat_setting::COLUMN.next_digest_at.lte(now))
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .one(txn)
        .await
}

/// Notes when an authority's digests are next written.
pub async fn save_next_digest<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    chat_setting::Entity::update_many()
        .col_expr(chat_setting::Column::NextDigestAt, Expr::value(at))
        .filter(chat_setting::COLUMN.authority_id.eq(authority))
        .exec(conn)
        .await?;
    Ok(())
}

/// Writes an authority's settings as they are by default, where it has none.
pub async fn begin_setting<C: ConnectionTrait>(
    conn: &C,
    row: chat_setting::Model,
) -> Result<(), DbErr> {
    chat_setting::Entity::insert(every_column(row))
        .on_conflict_do_nothing_on([chat_setting::Column::AuthorityId])
        .exec_without_returning(conn)
        .await?;
    Ok(())
}

fn settings() -> Select<chat_setting::Entity> {
    chat_setting::Entity::find()
}
