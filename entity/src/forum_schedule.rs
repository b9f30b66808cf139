//! When a forum of the pack sits in an authority.

use sea_orm::entity::prelude::*;

/// The sittings of one forum: the first, and how they repeat.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "forum_schedule")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique_key = "forum")]
    pub authority_id: Uuid,
    /// Id of the forum in the pack.
    #[sea_orm(unique_key = "forum")]
    pub forum: String,
    /// The first sitting.
    pub first_at: DateTimeUtc,
    /// RFC 5545 RRULE without DTSTART.
    pub rrule: String,

    #[sea_orm(belongs_to, from = "authority_id", to = "id")]
    pub authority: BelongsTo<super::authority::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
