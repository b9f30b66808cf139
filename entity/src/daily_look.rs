//! When the clockwork last read the conditions of a transfer again, and when it does next.

use sea_orm::entity::prelude::*;

/// The daily look at one transfer: days that go by flip conditions, and begin and end work.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "daily_look")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub transfer_id: Uuid,
    pub authority_id: Uuid,
    /// Everything before this instant has been said.
    pub looked_at: DateTimeUtc,
    /// Absent means never again.
    pub next_look_at: Option<DateTimeUtc>,

    #[sea_orm(belongs_to, from = "transfer_id", to = "id")]
    pub transfer: BelongsTo<super::transfer::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
