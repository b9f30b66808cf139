//! What is known of a child, in the words of the pack.

use sea_orm::entity::prelude::*;

/// The latest value of one fact of a case.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "case_fact")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub authority_id: Uuid,
    #[sea_orm(unique_key = "fact")]
    pub case_id: Uuid,
    /// Id of the fact in the pack.
    #[sea_orm(unique_key = "fact")]
    pub fact: String,
    /// Personal: its value, of the type that the pack declares.
    #[sea_orm(column_type = "JsonBinary")]
    pub value: Json,
    pub recorded_at: DateTimeUtc,
    /// Practitioner who recorded it.
    pub recorded_by: Uuid,

    #[sea_orm(belongs_to, from = "case_id", to = "id")]
    pub case: BelongsTo<super::child_case::Entity>,
    #[sea_orm(belongs_to, from = "recorded_by", to = "id")]
    pub recorder: BelongsTo<super::practitioner::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
