//! Accounts of the chat: the assistant's own, codes, links, and which process speaks.

use chrono::{DateTime, Utc};
use entity::{chat_attempt, chat_code, chat_lease, chat_link, chat_service};
use sea_orm::{
    ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Select,
    TryInsertResult,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use uuid::Uuid;

use super::{every_column, insert_row};

/// Writes a new credential of the assistant.
pub async fn insert_service<C: ConnectionTrait>(
    conn: &C,
    row: chat_service::Model,
) -> Result<(), DbErr> {
    insert_row(conn, row).await
}

/// The credential with an id, whosesoever: only its secret says which authority's it is.
pub async fn find_service<C: ConnectionTrait>(
    conn: &C,
    id: Uuid,
) -> Result<Option<chat_service::Model>, DbErr> {
    chat_service::Entity::find_by_id(id).one(conn).await
}

/// The credentials of an authority, revoked or not, oldest first.
pub async fn list_services<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
) -> Result<Vec<chat_service::Model>, DbErr> {
    chat_service::Entity::find()
        .filter(chat_service::COLUMN.authority_id.eq(authority))
        .order_by_asc(chat_service::COLUMN.id)
        .all(conn)
        .await
}

/// Revokes a credential; `false` where the authority has none that is good with the id.
pub async fn revoke_service<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    id: Uuid,
    revoked_at: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let saved = chat_service::Entity::update_many()
        .col_expr(chat_service::Column::RevokedAt, Expr::value(revoked_at))
        .filter(chat_service::COLUMN.authority_id.eq(authority))
        .filter(chat_service::COLUMN.id.eq(id))
        .filter(chat_service::COLUMN.revoked_at.is_null())
        .exec(conn)
        .await?;
    Ok(saved.rows_affected == 1)
}

/// Writes a new code; those that the practitioner had before end.
pub async fn insert_code<C: ConnectionTrait>(conn: &C, row: chat_code::Model) -> Result<(), DbErr> {
    chat_code::Entity::update_many()
        .col_expr(chat_code::Column::EndedAt, Expr::value(row.created_at))
        .filter(chat_code::COLUMN.authority_id.eq(row.authority_id))
        .filter(chat_code::COLUMN.practitioner_id.eq(row.practitioner_id))
        .filter(chat_code::COLUMN.ended_at.is_null())
        .exec(conn)
        .await?;
    insert_row(conn, row).await
}

/// How many codes a practitioner was given since an instant.
pub async fn count_codes<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    practitioner: Uuid,
    since: DateTime<Utc>,
) -> Result<u64, DbErr> {
    chat_code::Entity::find()
        .filter(chat_code::COLUMN.authority_id.eq(authority))
        .filter(chat_code::COLUMN.practitioner_id.eq(practitioner))
        .filter(chat_code::COLUMN.created_at.gt(since))
        .count(conn)
        .await
}

/// Ends the code with a hash, and gives it; none where there is none that is good at `now`. Of two who come at once, one
/// gets it.
pub async fn redeem_code<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    code_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<chat_code::Model>, DbErr> {
    let code = chat_code::Entity::find()
        .filter(chat_code::COLUMN.authority_id.eq(authority))
        .filter(chat_code::COLUMN.code_hash.eq(code_hash))
        .one(conn)
        .await?;
    let ended = chat_code::Entity::update_many()
        .col_expr(chat_code::Column::EndedAt, Expr::value(now))
        .filter(chat_code::COLUMN.authority_id.eq(authority))
        .filter(chat_code::COLUMN.code_hash.eq(code_hash))
        .filter(chat_code::COLUMN.ended_at.is_null())
        .filter(chat_code::COLUMN.expires_at.gt(now))
        .exec(conn)
        .await?;
    Ok(code.filter(|_| ended.rows_affected == 1))
}

/// Writes down a try at redeeming a code.
pub async fn insert_attempt<C: ConnectionTrait>(
    conn: &C,
    row: chat_attempt::Model,
) -> Result<(), DbErr> {
    insert_row(conn, row).await
}

/// How many tries were made in an authority since an instant, of one account or of all.
pub async fn count_attempts<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    account: Option<&str>,
    since: DateTime<Utc>,
) -> Result<u64, DbErr> {
    let made = chat_attempt::Entity::find()
        .filter(chat_attempt::COLUMN.authority_id.eq(authority))
        .filter(chat_attempt::COLUMN.made_at.gt(since));
    match account {
        Some(account) => made.filter(chat_attempt::COLUMN.account_id.eq(account)),
        None => made,
    }
    .count(conn)
    .await
}

/// Forgets the tries made and the codes given before an instant, of all authorities.
pub async fn forget_before<C: ConnectionTrait>(
    conn: &C,
    instant: DateTime<Utc>,
) -> Result<(), DbErr> {
    chat_attempt::Entity::delete_many()
        .filter(chat_attempt::COLUMN.made_at.lt(instant))
        .exec(conn)
        .await?;
    chat_code::Entity::delete_many()
        .filter(chat_code::COLUMN.created_at.lt(instant))
        .exec(conn)
        .await?;
    Ok(())
}

/// Writes a new link; `false` where the account, or the practitioner on that platform, has one that stands.
pub async fn insert_link<C: ConnectionTrait>(
    conn: &C,
    row: chat_link::Model,
) -> Result<bool, DbErr> {
    let result = chat_link::Entity::insert(every_column(row))
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(conn)
        .await?;
    Ok(matches!(result, TryInsertResult::Inserted(1)))
}

/// The link with an id, standing or not.
pub async fn find_link<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    id: Uuid,
) -> Result<Option<chat_link::Model>, DbErr> {
    links_of(authority)
        .filter(chat_link::COLUMN.id.eq(id))
        .one(conn)
        .await
}

/// The link of an account that stands.
pub async fn find_link_of_account<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    platform: &str,
    account: &str,
) -> Result<Option<chat_link::Model>, DbErr> {
    standing(authority)
        .filter(chat_link::COLUMN.platform.eq(platform))
        .filter(chat_link::COLUMN.account_id.eq(account))
        .one(conn)
        .await
}

/// The links of a practitioner that stand, oldest first.
pub async fn list_links<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    practitioner: Uuid,
) -> Result<Vec<chat_link::Model>, DbErr> {
    standing(authority)
        .filter(chat_link::COLUMN.practitioner_id.eq(practitioner))
        .order_by_asc(chat_link::COLUMN.id)
        .all(conn)
        .await
}

/// The practitioners who have a link that stands, on any platform.
pub async fn list_linked<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
) -> Result<Vec<Uuid>, DbErr> {
    let links = standing(authority).all(conn).await?;
    Ok(links.into_iter().map(|link| link.practitioner_id).collect())
}

/// The links on a platform that stand.
pub async fn list_links_on<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    platform: &str,
) -> Result<Vec<chat_link::Model>, DbErr> {
    standing(authority)
        .filter(chat_link::COLUMN.platform.eq(platform))
        .order_by_asc(chat_link::COLUMN.id)
        .all(conn)
        .await
}

/// Ends a link; `false` where it does not stand.
pub async fn end_link<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    id: Uuid,
    (unlinked_by, unlinked_at): (Uuid, DateTime<Utc>),
) -> Result<bool, DbErr> {
    let saved = chat_link::Entity::update_many()
        .col_expr(chat_link::Column::UnlinkedAt, Expr::value(unlinked_at))
        .col_expr(chat_link::Column::UnlinkedBy, Expr::value(unlinked_by))
        .filter(chat_link::COLUMN.authority_id.eq(authority))
        .filter(chat_link::COLUMN.id.eq(id))
        .filter(chat_link::COLUMN.unlinked_at.is_null())
        .exec(conn)
        .await?;
    Ok(saved.rows_affected == 1)
}

/// Takes or renews a lease where nobody else has it at `now`; gives whoever has it then.
pub async fn take_lease<C: ConnectionTrait>(
    conn: &C,
    row: chat_lease::Model,
    now: DateTime<Utc>,
) -> Result<Option<chat_lease::Model>, DbErr> {
    use chat_lease::Column;
    let of_shard = [
        Column::AuthorityId,
        Column::Platform,
        Column::ApplicationId,
        Column::Shard,
    ];
    let conflict = OnConflict::columns(of_shard)
        .update_columns([Column::Process, Column::LeaseUntil])
        .action_and_where(
            Expr::col((chat_lease::Entity, Column::LeaseUntil))
                .lte(now)
                .or(Expr::col((chat_lease::Entity, Column::Process)).eq(row.process.as_str())),
        )
        .to_owned();
    chat_lease::Entity::insert(every_column(row.clone()))
        .on_conflict(conflict)
        .try_insert()
        .exec_without_returning(conn)
        .await?;
    chat_lease::Entity::find()
        .filter(chat_lease::COLUMN.authority_id.eq(row.authority_id))
        .filter(chat_lease::COLUMN.platform.eq(row.platform))
        .filter(chat_lease::COLUMN.application_id.eq(row.application_id))
        .filter(chat_lease::COLUMN.shard.eq(row.shard))
        .one(conn)
        .await
}

fn links_of(authority: Uuid) -> Select<chat_link::Entity> {
    chat_link::Entity::find().filter(chat_link::COLUMN.authority_id.eq(authority))
}

fn standing(authority: Uuid) -> Select<chat_link::Entity> {
    links_of(authority).filter(chat_link::COLUMN.unlinked_at.is_null())
}
