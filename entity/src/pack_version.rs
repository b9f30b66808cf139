//! A version of a pack as it was loaded: what a transfer opened under it is decided by for ever.

use sea_orm::entity::prelude::*;

/// A version of a pack; shared by all authorities.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pack_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The pack's id.
    pub pack: String,
    /// The pack's own version, `major.minor.patch`.
    pub version: String,
    /// SHA-256 of the files, 64 hexadecimal digits.
    #[sea_orm(unique)]
    pub digest: String,
    /// An object from file name to text.
    #[sea_orm(column_type = "JsonBinary")]
    pub files: Json,
    pub loaded_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
