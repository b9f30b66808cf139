//! Someone who signs in.

use sea_orm::entity::prelude::*;

/// A practitioner of an authority.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "practitioner")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique_key = "reference")]
    pub authority_id: Uuid,
    /// How people and messages name them, `P-` and digits.
    #[sea_orm(unique_key = "reference")]
    pub reference: String,
    /// Personal: display name of a member of staff.
    pub name: String,
    /// Whether they keep the authority's teams, people, rota and contact points.
    pub is_administrator: bool,
    /// Since when they may not sign in.
    pub suspended_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,

    #[sea_orm(belongs_to, from = "authority_id", to = "id")]
    pub authority: BelongsTo<super::authority::Entity>,
    #[sea_orm(has_many)]
    pub roles: HasMany<super::practitioner_role::Entity>,
    #[sea_orm(has_many)]
    pub duty_shifts: HasMany<super::duty_shift::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
