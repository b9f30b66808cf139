//! Rotas and their turns.

use entity::{rota, rota_turn};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
};
use uuid::Uuid;

use super::{insert_row, page};

/// An authority's rota.
pub async fn find<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    id: &str,
) -> Result<Option<rota::Model>, DbErr> {
    rota::Entity::find()
        .filter(rota::COLUMN.authority_id.eq(authority))
        .filter(rota::COLUMN.rota.eq(id))
        .one(conn)
        .await
}

/// Writes a new rota.
pub async fn insert<C: ConnectionTrait>(conn: &C, row: rota::Model) -> Result<(), DbErr> {
    insert_row(conn, row).await
}

/// Changes who is on a rota that somebody read in a version; `false` where another was first.
pub async fn save(
    txn: &DatabaseTransaction,
    row: &rota::Model,
    version: i64,
) -> Result<bool, DbErr> {
    // Not every column: the turns are counted beside this.
    let saved = rota::Entity::update_many()
        .col_expr(rota::Column::Teams, Expr::value(row.teams.clone()))
        .col_expr(rota::Column::Version, Expr::value(version + 1))
        .filter(rota::COLUMN.id.eq(row.id))
        .filter(rota::COLUMN.version.eq(version))
        .exec(txn)
        .await?;
    Ok(saved.rows_affected == 1)
}

/// An authority's rota, locked until the transaction ends, so that two turns are never taken at once.
///
/// Counting the turns first takes the lock on either database; whoever comes second reads what the first has written.
pub async fn lock(
    txn: &DatabaseTransaction,
    authority: Uuid,
    id: &str,
    turns: i32,
) -> Result<Option<rota::Model>, DbErr> {
    rota::Entity::update_many()
        .col_expr(
            rota::Column::Turns,
            Expr::col(rota::Column::Turns).add(turns),
        )
        .filter(rota::COLUMN.authority_id.eq(authority))
        .filter(rota::COLUMN.rota.eq(id))
        .exec(txn)
        .await?;
    find(txn, authority, id).await
}

/// Writes a turn; the database refuses a second with its number.
pub async fn insert_turn<C: ConnectionTrait>(conn: &C, row: rota_turn::Model) -> Result<(), DbErr> {
    insert_row(conn, row).await
}

/// Every turn of a rota, in order.
pub async fn turns<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    id: &str,
) -> Result<Vec<rota_turn::Model>, DbErr> {
    rota_turn::Entity::find()
        .filter(rota_turn::COLUMN.authority_id.eq(authority))
        .filter(rota_turn::COLUMN.rota.eq(id))
        .order_by_asc(rota_turn::COLUMN.turn)
        .all(conn)
        .await
}

/// A page of the turns of a rota, in the order in which they were taken.
pub async fn list_turns<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    id: &str,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<rota_turn::Model>, DbErr> {
    let found = rota_turn::Entity::find()
        .filter(rota_turn::COLUMN.authority_id.eq(authority))
        .filter(rota_turn::COLUMN.rota.eq(id));
    page(conn, found, rota_turn::Column::Id, after, limit).await
}
