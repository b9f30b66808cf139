//! The daily look at transfers: which of them the clockwork must read again.

use chrono::{DateTime, Utc};
use entity::daily_look::{self, Column};
use sea_orm::sea_query::{LockBehavior, LockType, OnConflict};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::every_column;

/// Writes when a transfer was looked at and will be, over what was known before.
pub async fn save<C: ConnectionTrait>(conn: &C, row: daily_look::Model) -> Result<(), DbErr> {
    let conflict = OnConflict::column(Column::TransferId)
        .update_columns([Column::LookedAt, Column::NextLookAt])
        .to_owned();
    daily_look::Entity::insert(every_column(row))
        .on_conflict(conflict)
        .exec_without_returning(conn)
        .await?;
    Ok(())
}

/// The transfers, of any authority, that must be looked at by now, longest waiting first.
pub async fn list_waiting<C: ConnectionTrait>(
    conn: &C,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<daily_look::Model>, DbErr> {
    daily_look::Entity::find()
        .filter(daily_look::COLUMN.next_look_at.lte(now))
        .order_by_asc(daily_look::COLUMN.next_look_at)
        .order_by_asc(daily_look::COLUMN.transfer_id)
        .limit(limit)
        .all(conn)
        .await
}

/// The look at one transfer, taken for this transaction, where it is due by now.
///
/// `None` where that has been done, or another replica is about it.
pub async fn take(
    txn: &DatabaseTransaction,
    transfer: Uuid,
    now: DateTime<Utc>,
) -> Result<Option<daily_look::Model>, DbErr> {
    daily_look::Entity::find_by_id(transfer)
        .filter(daily_look::COLUMN.next_look_at.lte(now))
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .one(txn)
        .await
}
