//! A child's case; named so because CASE is a word of SQL.

use sea_orm::entity::prelude::*;

/// A child's case.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "child_case")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique_key = "reference")]
    pub authority_id: Uuid,
    /// How people and messages name it.
    #[sea_orm(unique_key = "reference")]
    pub reference: String,
    /// Its id in the authority's case system.
    pub external_id: Option<String>,
    pub family_id: Option<Uuid>,
    /// Personal: the child's initials.
    pub initials: String,
    /// Personal: the child's date of birth, a civil date.
    pub date_of_birth: Option<Date>,
    pub opened_at: DateTimeUtc,
    pub closed_at: Option<DateTimeUtc>,
    /// Counts changes; a write names the version it read.
    pub version: i64,

    #[sea_orm(belongs_to, from = "family_id", to = "id")]
    pub family: BelongsTo<Option<super::family::Entity>>,
    #[sea_orm(has_many)]
    pub facts: HasMany<super::case_fact::Entity>,
    #[sea_orm(has_many)]
    pub holdings: HasMany<super::holding::Entity>,
    #[sea_orm(has_many)]
    pub transfers: HasMany<super::transfer::Entity>,
    #[sea_orm(has_many)]
    pub events: HasMany<super::event::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
