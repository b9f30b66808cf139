//! Versions of packs as they were loaded; shared by all authorities.

use entity::pack_version;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait};
use uuid::Uuid;

use super::{every_column, page};

/// Keeps a version for ever; `false` where files with the same digest are kept already.
pub async fn insert<C: ConnectionTrait>(conn: &C, row: pack_version::Model) -> Result<bool, DbErr> {
    use sea_orm::TryInsertResult::Inserted;
    let result = pack_version::Entity::insert(every_column(row))
        .on_conflict_do_nothing_on([pack_version::Column::Digest])
        .exec_without_returning(conn)
        .await?;
    Ok(matches!(result, Inserted(1)))
}

/// The version with a digest.
pub async fn find_by_digest<C: ConnectionTrait>(
    conn: &C,
    digest: &str,
) -> Result<Option<pack_version::Model>, DbErr> {
    pack_version::Entity::find_by_digest(digest).one(conn).await
}

/// A page of all versions of all packs, in the order in which they were loaded.
pub async fn list<C: ConnectionTrait>(
    conn: &C,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<pack_version::Model>, DbErr> {
    let found = pack_version::Entity::find();
    page(conn, found, pack_version::Column::Id, after, limit).await
}
