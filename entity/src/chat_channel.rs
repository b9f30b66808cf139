//! The channel of a team on a chat platform.

use sea_orm::entity::prelude::*;

/// The one channel in which a team is told.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "chat_channel")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique_key = "team")]
    pub authority_id: Uuid,
    pub chat_server_id: Uuid,
    #[sea_orm(unique_key = "team")]
    pub platform: String,
    #[sea_orm(unique_key = "team")]
    pub team_id: Uuid,
    /// Id of the channel on the platform.
    pub channel_id: String,

    #[sea_orm(belongs_to, from = "chat_server_id", to = "id")]
    pub server: BelongsTo<super::chat_server::Entity>,
    #[sea_orm(belongs_to, from = "team_id", to = "id")]
    pub team: BelongsTo<super::team::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
