//! When someone is away from work.

use sea_orm::entity::prelude::*;

/// An absence of a practitioner, from its first day to its last, both included.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "absence")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub authority_id: Uuid,
    pub practitioner_id: Uuid,
    /// Personal: why, in one word.
    pub kind: AbsenceKind,
    pub from_on: Date,
    /// Absent while nobody knows.
    pub until_on: Option<Date>,
    /// Whoever stands in meanwhile, where somebody does.
    pub covered_by: Option<Uuid>,
    pub recorded_by: Uuid,
    pub recorded_at: DateTimeUtc,
    /// Counts changes; a write names the version it read.
    pub version: i64,
    /// When the clockwork must look whether it opens anything; absent means never.
    pub next_look_at: Option<DateTimeUtc>,

    #[sea_orm(belongs_to, from = "practitioner_id", to = "id")]
    pub practitioner: BelongsTo<super::practitioner::Entity>,
}

/// Why someone is away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(32))",
    rename_all = "snake_case"
)]
pub enum AbsenceKind {
    Sick,
    Leave,
    Other,
}

impl ActiveModelBehavior for ActiveModel {}
