//! What an authority has settled about the chat.

use sea_orm::entity::prelude::*;

/// One row an authority; where there is none, everything is as it is by default.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "chat_setting")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique)]
    pub authority_id: Uuid,
    /// Whether people without a linked account may ask the procedure.
    pub public_guidance: bool,
    /// How word of an urgent call climbs, a list of rungs; absent means as the pack says.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub call_ladder: Option<Json>,
    /// When the next morning's digests are written.
    pub next_digest_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
