//! Which process speaks for an application of a chat platform now.

use sea_orm::entity::prelude::*;

/// One process at a time for each shard of an application.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "chat_lease")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique_key = "shard")]
    pub authority_id: Uuid,
    #[sea_orm(unique_key = "shard")]
    pub platform: String,
    /// Id of the application on the platform; never its token.
    #[sea_orm(unique_key = "shard")]
    pub application_id: String,
    /// Counted from 0.
    #[sea_orm(unique_key = "shard")]
    pub shard: i32,
    /// Name of the process.
    pub process: String,
    pub lease_until: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
