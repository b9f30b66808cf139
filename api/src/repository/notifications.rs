//! Messages owed to people: written with what causes them, claimed under a lease, acknowledged.

use chrono::{DateTime, Utc};
use entity::notification::{self, Column};
use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult, QueryFilter, Select,
    Statement, TryInsertResult, UpdateMany, Value, sea_query::Expr,
};
use uuid::Uuid;

use super::{every_column, page};

/// Who claims messages, until when nobody else may, and how many.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// Whose messages; absent means everybody's.
    pub recipient: Option<Uuid>,
    /// Name of the deliverer.
    pub claimed_by: &'a str,
    /// The present instant.
    pub now: DateTime<Utc>,
    /// When the lease ends; what is not acknowledged by then is delivered again.
    pub lease_until: DateTime<Utc>,
    /// Most messages.
    pub limit: u32,
}

/// Writes new messages, but for those whose `dedupe_key` the authority has already; gives how many.
pub async fn insert<C: ConnectionTrait>(
    conn: &C,
    rows: impl IntoIterator<Item = notification::Model>,
) -> Result<u64, DbErr> {
    let result = notification::Entity::insert_many(rows.into_iter().map(every_column))
        .on_conflict_do_nothing_on([Column::AuthorityId, Column::DedupeKey])
        .exec_without_returning(conn)
        .await?;
    match result {
        TryInsertResult::Inserted(count) => Ok(count),
        TryInsertResult::Empty | TryInsertResult::Conflicted => Ok(0),
    }
}

/// The message with an id.
pub async fn find<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    id: Uuid,
) -> Result<Option<notification::Model>, DbErr> {
    of(authority)
        .filter(notification::COLUMN.id.eq(id))
        .one(conn)
        .await
}

/// A page of a practitioner's messages; with `waiting`, only of those not acknowledged.
pub async fn list_of_recipient<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    recipient: Uuid,
    waiting: bool,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<notification::Model>, DbErr> {
    let found = of(authority).filter(notification::COLUMN.recipient_id.eq(recipient));
    let found = match waiting {
        true => found.filter(notification::COLUMN.acknowledged_at.is_null()),
        false => found,
    };
    page(conn, found, Column::Id, after, limit).await
}

/// Claims an authority's messages that are due and that nobody holds, longest due first.
///
/// Two who claim at once never get the same message; a lease that has ended is no lease.
pub async fn claim<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    claim: Claim<'_>,
) -> Result<Vec<notification::Model>, DbErr> {
    let backend = conn.get_database_backend();
    let sql = match backend {
        DbBackend::Postgres => POSTGRES_CLAIM,
        _ => SQLITE_CLAIM,
    };
    let mut values: Vec<Value> = vec![
        authority.into(),
        claim.now.into(),
        i64::from(claim.limit).into(),
        claim.claimed_by.into(),
        claim.lease_until.into(),
    ];
    values.extend(claim.recipient.map(Value::from));
    let whose = match (claim.recipient, backend) {
        (None, _) => "",
        (Some(_), DbBackend::Postgres) => "AND recipient_id = $6",
        (Some(_), _) => "AND recipient_id = ?6",
    };
    let sql = sql.replace("{whose}", whose);
    let claimed = Statement::from_sql_and_values(backend, sql, values);
    let mut rows = notification::Model::find_by_statement(claimed)
        .all(conn)
        .await?;
    rows.sort_by_key(|row| (row.deliver_after, row.id));
    Ok(rows)
}

/// Takes note that a message was delivered; `false` where that is known already.
pub async fn acknowledge<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    id: Uuid,
    acknowledged_at: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let saved = update(authority, id)
        .col_expr(Column::AcknowledgedAt, Expr::value(acknowledged_at))
        .col_expr(Column::LeaseUntil, Expr::value(None::<DateTime<Utc>>))
        .filter(notification::COLUMN.acknowledged_at.is_null())
        .exec(conn)
        .await?;
    Ok(saved.rows_affected == 1)
}

/// Has a message delivered again at `until`, delivered already or not; `false` where it is not there.
pub async fn snooze<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    id: Uuid,
    until: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let saved = update(authority, id)
        .col_expr(Column::SnoozedUntil, Expr::value(until))
        .col_expr(Column::DeliverAfter, Expr::value(until))
        .col_expr(Column::AcknowledgedAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(Column::LeaseUntil, Expr::value(None::<DateTime<Utc>>))
        .exec(conn)
        .await?;
    Ok(saved.rows_affected == 1)
}

// Without MATERIALIZED the planner may run the inner query twice and claim more than the limit.
const POSTGRES_CLAIM: &str = "\
WITH due AS MATERIALIZED (\
 SELECT id FROM notification \
 WHERE authority_id = $1 {whose} AND acknowledged_at IS NULL AND deliver_after <= $2 \
 AND (lease_until IS NULL OR lease_until <= $2) \
 ORDER BY deliver_after, id LIMIT $3 FOR UPDATE SKIP LOCKED) \
UPDATE notification SET claimed_by = $4, lease_until = $5, attempts = attempts + 1 \
FROM due WHERE notification.id = due.id RETURNING notification.*";

const SQLITE_CLAIM: &str = "\
UPDATE notification SET claimed_by = ?4, lease_until = ?5, attempts = attempts + 1 \
WHERE id IN (SELECT id FROM notification \
 WHERE authority_id = ?1 {whose} AND acknowledged_at IS NULL AND deliver_after <= ?2 \
 AND (lease_until IS NULL OR lease_until <= ?2) \
 ORDER BY deliver_after, id LIMIT ?3) RETURNING *";

fn of(authority: Uuid) -> Select<notification::Entity> {
    notification::Entity::find().filter(notification::COLUMN.authority_id.eq(authority))
}

fn update(authority: Uuid, id: Uuid) -> UpdateMany<notification::Entity> {
    notification::Entity::update_many()
        .filter(notification::COLUMN.authority_id.eq(authority))
        .filter(notification::COLUMN.id.eq(id))
}

#[cfg(test)]
mod tests;
