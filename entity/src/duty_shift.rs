//! Who answers for a team, and when.

use sea_orm::entity::prelude::*;

/// A turn on duty, from `starts_at` until just before `ends_at`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "duty_shift")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub authority_id: Uuid,
    pub team_id: Uuid,
    pub practitioner_id: Uuid,
    /// Id of the role in the authority's pack that they answer as.
    pub role: String,
    pub starts_at: DateTimeUtc,
    pub ends_at: DateTimeUtc,

    #[sea_orm(belongs_to, from = "team_id", to = "id")]
    pub team: BelongsTo<super::team::Entity>,
    #[sea_orm(belongs_to, from = "practitioner_id", to = "id")]
    pub practitioner: BelongsTo<super::practitioner::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
