//! What a team owes around a move, whether or not it holds the case: tasks and responsibilities.

use sea_orm::entity::prelude::*;

/// One piece of work on a transfer, kept in line with what the policy says of it; it is never decided from.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "work")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub authority_id: Uuid,
    #[sea_orm(unique_key = "key")]
    pub transfer_id: Uuid,
    pub case_id: Uuid,
    /// `task:NUMBER` or `responsibility:ID`.
    #[sea_orm(unique_key = "key")]
    pub key: String,
    pub kind: WorkKind,
    /// What it is about, without a personal word.
    pub label: String,
    /// Id of the rule that it rests on; empty where two sides agreed it by themselves.
    pub rule: String,
    pub owed_side: super::deadline::OwedSide,
    /// Id of the role that owes it, where one is named.
    pub role: Option<String>,
    /// Who does it, where somebody is named.
    pub practitioner_id: Option<Uuid>,
    pub starts_at: DateTimeUtc,
    pub due_at: Option<DateTimeUtc>,
    /// When it ended or will end; absent while nobody knows.
    pub ends_at: Option<DateTimeUtc>,

    #[sea_orm(belongs_to, from = "transfer_id", to = "id")]
    pub transfer: BelongsTo<super::transfer::Entity>,
}

/// What a piece of work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(32))",
    rename_all = "snake_case"
)]
pub enum WorkKind {
    /// Named or agreed by somebody.
    Task,
    /// Given by the procedure.
    Responsibility,
}

impl ActiveModelBehavior for ActiveModel {}
