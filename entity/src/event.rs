//! What happened to a case: the journey, written once and never changed.

use sea_orm::entity::prelude::*;

/// One thing that happened. The database refuses to update a row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub authority_id: Uuid,
    pub case_id: Option<Uuid>,
    pub transfer_id: Option<Uuid>,
    pub matter_id: Option<Uuid>,
    /// What happened, as packs name events (`accepted`) or as the server does (`case_opened`).
    pub kind: String,
    /// Who did it; absent where time passed.
    pub practitioner_id: Option<Uuid>,
    /// The side for which it was done.
    pub side: Option<Side>,
    /// When it happened.
    pub occurred_at: DateTimeUtc,
    /// When it was written down.
    pub recorded_at: DateTimeUtc,
    pub from_state: Option<super::transfer::TransferState>,
    pub to_state: Option<super::transfer::TransferState>,
    /// Ids of the rules that it rests on, a list of texts.
    #[sea_orm(column_type = "JsonBinary")]
    pub rules: Json,
    pub pack: Option<String>,
    pub pack_version: Option<String>,
    /// Personal: reason, note and whatever else belongs to it.
    #[sea_orm(column_type = "JsonBinary")]
    pub detail: Json,

    #[sea_orm(belongs_to, from = "case_id", to = "id")]
    pub case: BelongsTo<Option<super::child_case::Entity>>,
    #[sea_orm(belongs_to, from = "transfer_id", to = "id")]
    pub transfer: BelongsTo<Option<super::transfer::Entity>>,
    #[sea_orm(belongs_to, from = "practitioner_id", to = "id")]
    pub practitioner: BelongsTo<Option<super::practitioner::Entity>>,
}

/// A side of a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(32))",
    rename_all = "snake_case"
)]
pub enum Side {
    Transferring,
    Receiving,
}

impl ActiveModelBehavior for ActiveModel {}
