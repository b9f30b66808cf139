//! Messages owed to people: written with what causes them, claimed under a lease, acknowledged.

use chrono::{DateTime, Utc};
use entity::notification::{self, Column};
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, Select, TryInsertResult, UpdateMany,
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

/// What can be delivered on a chat platform.
#[derive(Clone, Debug, Default)]
pub struct Reachable {
    /// Those who get direct messages.
    pub direct: Vec<Uuid>,
    /// Those whose team's channel can be told that something waits.
    pub fallback: Vec<Uuid>,
    /// Teams with a channel.
    pub teams: Vec<Uuid>,
    /// Whether only what is told at any hour is wanted.
    pub only_at_any_hour: bool,
    /// How often a message may have failed that is still tried.
    pub most_failures: i32,
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
    let wanted = match claim.recipient {
        Some(recipient) => Condition::all().add(Column::RecipientId.eq(recipient)),
        None => Condition::all(),
    };
    claim_where(conn, authority, claim, wanted).await
}

/// Claims what can be delivered on a chat platform, likewise.
pub async fn claim_reachable<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    claim: Claim<'_>,
    reachable: &Reachable,
) -> Result<Vec<notification::Model>, DbErr> {
    let direct = Condition::all()
        .add(Column::TeamId.is_null())
        .add(Column::Failure.is_null())
        .add(Column::RecipientId.is_in(reachable.direct.iter().copied()));
    let fallback = Condition::all()
        .add(Column::TeamId.is_null())
        .add(Column::RecipientId.is_in(reachable.fallback.iter().copied()));
    let any = Condition::any()
        .add(direct)
        .add(fallback)
        .add(Column::TeamId.is_in(reachable.teams.iter().copied()));
    let mut wanted = Condition::all()
        .add(any)
        .add(Column::TeamToldAt.is_null())
        .add(Column::Failures.lt(reachable.most_failures));
    if reachable.only_at_any_hour {
        wanted = wanted.add(Column::AtAnyHour.eq(true));
    }
    claim_where(conn, authority, claim, wanted).await
}

/// The rows are locked first and then written: on PostgreSQL those that somebody else is about are passed over, and SQLite
/// has one writer.
async fn claim_where<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    claim: Claim<'_>,
    wanted: Condition,
) -> Result<Vec<notification::Model>, DbErr> {
    let nobodys = Condition::any()
        .add(Column::LeaseUntil.is_null())
        .add(Column::LeaseUntil.lte(claim.now));
    let due = of(authority)
        .filter(Column::AcknowledgedAt.is_null())
        .filter(Column::DeliverAfter.lte(claim.now))
        .filter(nobodys)
        .filter(wanted)
        .order_by_asc(Column::DeliverAfter)
        .order_by_asc(Column::Id)
        .limit(u64::from(claim.limit))
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(conn)
        .await?;
    notification::Entity::update_many()
        .col_expr(Column::ClaimedBy, Expr::value(claim.claimed_by))
        .col_expr(Column::LeaseUntil, Expr::value(claim.lease_until))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .filter(notification::COLUMN.authority_id.eq(authority))
        .filter(Column::Id.is_in(due.iter().map(|row| row.id)))
        .exec(conn)
        .await?;
    let claimed = due.into_iter().map(|row| notification::Model {
        claimed_by: Some(claim.claimed_by.to_owned()),
        lease_until: Some(claim.lease_until),
        attempts: row.attempts + 1,
        ..row
    });
    Ok(claimed.collect())
}

/// The reminders of a practitioner that would be shown now and keep office hours.
pub async fn list_unseen_nudges<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    recipient: Uuid,
    now: DateTime<Utc>,
) -> Result<Vec<notification::Model>, DbErr> {
    of(authority)
        .filter(notification::COLUMN.recipient_id.eq(recipient))
        .filter(
            notification::COLUMN
                .kind
                .eq(notification::NotificationKind::Nudge),
        )
        .filter(notification::COLUMN.at_any_hour.eq(false))
        .filter(notification::COLUMN.acknowledged_at.is_null())
        .filter(notification::COLUMN.deliver_after.lte(now))
        .filter(notification::COLUMN.lease_until.is_null())
        .order_by_asc(notification::COLUMN.id)
        .all(conn)
        .await
}

/// Writes every column of a message.
pub async fn save<C: ConnectionTrait>(conn: &C, row: notification::Model) -> Result<(), DbErr> {
    let (authority, id) = (row.authority_id, row.id);
    update(authority, id)
        .set(every_column(row))
        .exec(conn)
        .await?;
    Ok(())
}

/// Takes note that nobody needs to see the messages about a contact any more that nobody has seen yet.
pub async fn settle_contact<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    contact: Uuid,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    notification::Entity::update_many()
        .col_expr(Column::AcknowledgedAt, Expr::value(now))
        .filter(notification::COLUMN.authority_id.eq(authority))
        .filter(notification::COLUMN.contact_id.eq(contact))
        .filter(notification::COLUMN.acknowledged_at.is_null())
        .filter(notification::COLUMN.lease_until.is_null())
        .exec(conn)
        .await?;
    Ok(())
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
        .col_expr(Column::Round, Expr::col(Column::Round).add(1))
        .col_expr(Column::DeliverAfter, Expr::value(until))
        .col_expr(Column::AcknowledgedAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(Column::LeaseUntil, Expr::value(None::<DateTime<Utc>>))
        .exec(conn)
        .await?;
    Ok(saved.rows_affected == 1)
}

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
