//! Questions that were asked, and what was thought of the answers.

use chrono::{DateTime, Utc};
use entity::asked_question;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, Select};
use uuid::Uuid;

use super::{insert_row, page};

/// Which questions are wanted; absent values ask for nothing.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// With this outcome.
    pub outcome: Option<asked_question::AskedOutcome>,
    /// Found helpful or not.
    pub helpful: Option<bool>,
    /// Whether they have become examples.
    pub learnt: Option<bool>,
}

/// Keeps a question.
pub async fn insert<C: ConnectionTrait>(conn: &C, row: asked_question::Model) -> Result<(), DbErr> {
    insert_row(conn, row).await
}

/// The question with an id.
pub async fn find<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    id: Uuid,
) -> Result<Option<asked_question::Model>, DbErr> {
    of(authority)
        .filter(asked_question::COLUMN.id.eq(id))
        .one(conn)
        .await
}

/// A page of the questions that are wanted, in the order in which they were asked.
pub async fn list<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    wanted: &Wanted,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<asked_question::Model>, DbErr> {
    let mut found = of(authority);
    if let Some(outcome) = wanted.outcome {
        found = found.filter(asked_question::COLUMN.outcome.eq(outcome));
    }
    if let Some(helpful) = wanted.helpful {
        found = found.filter(asked_question::COLUMN.helpful.eq(helpful));
    }
    found = match wanted.learnt {
        Some(true) => found.filter(asked_question::COLUMN.learnt_at.is_not_null()),
        Some(false) => found.filter(asked_question::COLUMN.learnt_at.is_null()),
        None => found,
    };
    page(conn, found, asked_question::Column::Id, after, limit).await
}

/// Every question of a pack that somebody has said the right entry to and that is no example yet, oldest first.
pub async fn lessons<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    pack: &str,
) -> Result<Vec<asked_question::Model>, DbErr> {
    of(authority)
        .filter(asked_question::COLUMN.pack.eq(pack))
        .filter(asked_question::COLUMN.right_entry.is_not_null())
        .filter(asked_question::COLUMN.learnt_at.is_null())
        .order_by_asc(asked_question::COLUMN.id)
        .all(conn)
        .await
}

/// Records what somebody thinks of an answer; the last verdict stands. `false` where the authority has no such question.
pub async fn judge<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    id: Uuid,
    (helpful, right_entry): (bool, Option<&str>),
    judged_at: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let saved = asked_question::Entity::update_many()
        .col_expr(asked_question::Column::Helpful, Expr::value(helpful))
        .col_expr(asked_question::Column::RightEntry, Expr::value(right_entry))
        .col_expr(asked_question::Column::JudgedAt, Expr::value(judged_at))
        .filter(asked_question::COLUMN.authority_id.eq(authority))
        .filter(asked_question::COLUMN.id.eq(id))
        .exec(conn)
        .await?;
    Ok(saved.rows_affected == 1)
}

/// Records that questions have become examples.
pub async fn learn<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    ids: &[Uuid],
    learnt_at: DateTime<Utc>,
) -> Result<(), DbErr> {
    asked_question::Entity::update_many()
        .col_expr(asked_question::Column::LearntAt, Expr::value(learnt_at))
        .filter(asked_question::COLUMN.authority_id.eq(authority))
        .filter(asked_question::COLUMN.id.is_in(ids.iter().copied()))
        .exec(conn)
        .await?;
    Ok(())
}

/// Forgets what was asked before an instant, of all authorities.
pub async fn delete_before<C: ConnectionTrait>(
    conn: &C,
    before: DateTime<Utc>,
) -> Result<u64, DbErr> {
    let deleted = asked_question::Entity::delete_many()
        .filter(asked_question::COLUMN.asked_at.lt(before))
        .exec(conn)
        .await?;
    Ok(deleted.rows_affected)
}

fn of(authority: Uuid) -> Select<asked_question::Entity> {
    asked_question::Entity::find().filter(asked_question::COLUMN.authority_id.eq(authority))
}
