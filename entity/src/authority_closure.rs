//! A day that is no working day of an authority.

use sea_orm::entity::prelude::*;

/// A day on which an authority is closed, beside weekends.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "authority_closure")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique_key = "day")]
    pub authority_id: Uuid,
    /// Civil date in the authority's own zone.
    #[sea_orm(unique_key = "day")]
    pub closed_on: Date,
    /// What the day is, for people.
    pub label: String,
    pub kind: ClosureKind,

    #[sea_orm(belongs_to, from = "authority_id", to = "id")]
    pub authority: BelongsTo<super::authority::Entity>,
}

/// Why an authority is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(32))",
    rename_all = "snake_case"
)]
pub enum ClosureKind {
    /// A bank holiday of England and Wales.
    BankHoliday,
    /// The authority's own closure.
    LocalClosure,
}

impl ActiveModelBehavior for ActiveModel {}
