//! A request for several children of a family at once.

use sea_orm::entity::prelude::*;

/// What ties the transfers of brothers and sisters together; each transfer stands by itself.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "family_request")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique_key = "reference")]
    pub authority_id: Uuid,
    /// How people and messages name it.
    #[sea_orm(unique_key = "reference")]
    pub reference: String,
    pub family_id: Uuid,
    pub opened_by: Uuid,
    pub opened_at: DateTimeUtc,
    /// Personal: ids of the transfers, and the brothers and sisters who were left out with the reasons.
    #[sea_orm(column_type = "JsonBinary")]
    pub detail: Json,

    #[sea_orm(belongs_to, from = "family_id", to = "id")]
    pub family: BelongsTo<super::family::Entity>,
    #[sea_orm(belongs_to, from = "opened_by", to = "id")]
    pub opener: BelongsTo<super::practitioner::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
