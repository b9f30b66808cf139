//! A team of an authority.

use sea_orm::entity::prelude::*;

/// A team, which can hold cases where its service can.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "team")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique_key = "name")]
    pub authority_id: Uuid,
    /// Id of its service in the authority's pack.
    pub service: String,
    /// Its name for people.
    #[sea_orm(unique_key = "name")]
    pub name: String,

    #[sea_orm(belongs_to, from = "authority_id", to = "id")]
    pub authority: BelongsTo<super::authority::Entity>,
    #[sea_orm(has_many)]
    pub duty_shifts: HasMany<super::duty_shift::Entity>,
    #[sea_orm(has_many)]
    pub holdings: HasMany<super::holding::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
