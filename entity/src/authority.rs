//! A local authority: the tenant to which every other row but a pack's belongs.

use sea_orm::entity::prelude::*;

/// A local authority.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "authority")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Its name for people.
    #[sea_orm(unique)]
    pub name: String,
    /// Id of the pack that new transfers are opened under.
    pub pack: String,
    pub created_at: DateTimeUtc,

    #[sea_orm(has_many)]
    pub closures: HasMany<super::authority_closure::Entity>,
    #[sea_orm(has_many)]
    pub teams: HasMany<super::team::Entity>,
    #[sea_orm(has_many)]
    pub practitioners: HasMany<super::practitioner::Entity>,
    #[sea_orm(has_many)]
    pub contact_points: HasMany<super::contact_point::Entity>,
    #[sea_orm(has_many)]
    pub forum_schedules: HasMany<super::forum_schedule::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
