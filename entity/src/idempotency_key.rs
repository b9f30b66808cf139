//! The answer to a request that may be sent again.

use sea_orm::entity::prelude::*;

/// The first answer to a request under a key that the caller chose.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_key")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique_key = "key")]
    pub authority_id: Uuid,
    #[sea_orm(unique_key = "key")]
    pub practitioner_id: Uuid,
    /// The `Idempotency-Key` header.
    #[sea_orm(unique_key = "key")]
    pub key: String,
    /// Method and path of the request, `POST /v1/transfers`.
    pub method_path: String,
    /// SHA-256 of the request's body, 64 hexadecimal digits.
    pub request_digest: String,
    /// HTTP status of the answer.
    pub status: i32,
    /// An object from header name to value.
    #[sea_orm(column_type = "JsonBinary")]
    pub headers: Json,
    /// Personal: the answer's body.
    #[sea_orm(column_type = "Text")]
    pub body: String,
    pub created_at: DateTimeUtc,

    #[sea_orm(belongs_to, from = "practitioner_id", to = "id")]
    pub practitioner: BelongsTo<super::practitioner::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
