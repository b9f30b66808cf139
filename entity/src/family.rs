//! What makes the cases of brothers and sisters one family.

use sea_orm::entity::prelude::*;

/// A family, known by its reference alone.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "family")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique_key = "reference")]
    pub authority_id: Uuid,
    #[sea_orm(unique_key = "reference")]
    pub reference: String,

    #[sea_orm(has_many)]
    pub cases: HasMany<super::child_case::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
