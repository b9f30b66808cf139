//! A number or address that an authority has entered in a place of its pack.

use sea_orm::entity::prelude::*;

/// What stands in one contact point of the authority's pack.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contact_point")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique_key = "slot")]
    pub authority_id: Uuid,
    /// Id of the contact point in the pack.
    #[sea_orm(unique_key = "slot")]
    pub slot: String,
    /// Its name for people.
    pub name: String,
    pub kind: ContactPointKind,
    /// The number or address; absent where the authority has entered none.
    pub value: Option<String>,
    /// Opening hours in words or in OpenStreetMap's notation.
    pub hours: Option<String>,
    /// Civil date on which someone last checked it.
    pub last_verified_on: Option<Date>,
    /// Practitioner who checked it.
    pub verified_by: Option<Uuid>,

    #[sea_orm(belongs_to, from = "authority_id", to = "id")]
    pub authority: BelongsTo<super::authority::Entity>,
    #[sea_orm(belongs_to, from = "verified_by", to = "id")]
    pub verifier: BelongsTo<Option<super::practitioner::Entity>>,
}

/// What a contact point is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(32))",
    rename_all = "snake_case"
)]
pub enum ContactPointKind {
    Phone,
    Email,
    /// A postal or office address.
    Address,
}

impl ActiveModelBehavior for ActiveModel {}
