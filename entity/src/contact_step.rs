//! What was done to reach somebody about an urgent call: written once and never changed.

use sea_orm::entity::prelude::*;

/// One step.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contact_step")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub authority_id: Uuid,
    pub contact_id: Uuid,
    pub kind: ContactStepKind,
    /// What people call the rung.
    pub label: Option<String>,
    /// Who did it; absent where time passed.
    pub practitioner_id: Option<Uuid>,
    /// Practitioners who were told, a list of ids.
    #[sea_orm(column_type = "JsonBinary")]
    pub people: Json,
    /// Rungs that were passed over because nobody stands on them, a list of their names.
    #[sea_orm(column_type = "JsonBinary")]
    pub passed: Json,
    pub happened_at: DateTimeUtc,

    #[sea_orm(belongs_to, from = "contact_id", to = "id")]
    pub contact: BelongsTo<super::contact::Entity>,
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(32))",
    rename_all = "snake_case"
)]
pub enum ContactStepKind {
    /// A rung was told.
    Told,
    /// Somebody acknowledged it.
    Acknowledged,
    /// No rung is left, and nobody has acknowledged it.
    Ended,
}

impl ActiveModelBehavior for ActiveModel {}
