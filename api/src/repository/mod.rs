//! Rows: the one place that names tables.
//!
//! Every function takes a connection or a transaction and, but for packs and the clockwork, the
//! authority whose rows it may touch. It fails with whatever the database says (`DbErr`) and with
//! nothing else: what is not there is `None` or `false`.
//!
//! Lists are pages: rows after the id `after`, by id ascending, at most `limit` of them. A caller who
//! wants to know whether more follow asks for one more than it shows.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    ModelTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

pub mod absences;
pub mod asked;
pub mod authorities;
pub mod cases;
pub mod chat_accounts;
pub mod chat_places;
pub mod contact_points;
pub mod contacts;
pub mod daily_looks;
pub mod deadlines;
pub mod duty;
pub mod events;
pub mod family_requests;
#[cfg(test)]
mod fixtures;
pub mod forums;
pub mod holdings;
pub mod idempotency;
pub mod matters;
pub mod notifications;
pub mod packs;
pub mod practitioners;
pub mod rotas;
pub mod teams;
pub mod transfers;
pub mod work;

/// Writes a new row.
async fn insert_row<M, C>(conn: &C, row: M) -> Result<(), DbErr>
where
    M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
    C: ConnectionTrait,
{
    M::Entity::insert(row.into_active_model())
        .exec_without_returning(conn)
        .await?;
    Ok(())
}

/// Every column of a row, to be written whether or not it differs.
fn every_column<M>(row: M) -> <M::Entity as EntityTrait>::ActiveModel
where
    M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
{
    row.into_active_model().reset_all()
}

/// The rows of one page, see the head of this file.
async fn page<E, C>(
    conn: &C,
    found: Select<E>,
    id: E::Column,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<E::Model>, DbErr>
where
    E: EntityTrait,
    C: ConnectionTrait,
{
    let found = match after {
        Some(after) => found.filter(id.gt(after)),
        None => found,
    };
    found.order_by_asc(id).limit(limit).all(conn).await
}
