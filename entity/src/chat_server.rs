//! A server of a chat platform that belongs to an authority.

use sea_orm::entity::prelude::*;

/// A server (guild) bound to one authority.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "chat_server")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub authority_id: Uuid,
    #[sea_orm(unique_key = "server")]
    pub platform: String,
    /// Id of the server on the platform.
    #[sea_orm(unique_key = "server")]
    pub server_id: String,
    pub bound_at: DateTimeUtc,
    /// Administrator who bound it.
    pub bound_by: Uuid,

    #[sea_orm(has_many)]
    pub channels: HasMany<super::chat_channel::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
