//! Creates answers to requests that may be sent again.

use sea_orm_migration::prelude::*;

use crate::schema::{
    create, drop, index, instant, integer, json_binary, pk_uuid, references, string, text, unique,
    uuid,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            Table::create()
                .table("idempotency_key")
                .col(pk_uuid("id"))
                .col(uuid("authority_id"))
                .col(uuid("practitioner_id"))
                .col(string("key"))
                .col(string("method_path"))
                .col(string("request_digest"))
                .col(integer("status"))
                .col(json_binary("headers"))
                .col(text("body"))
                .col(instant("created_at"))
                .foreign_key(&mut references("authority_id", "authority"))
                .foreign_key(&mut references("practitioner_id", "practitioner")),
            [
                unique(
                    "idempotency_key",
                    &["authority_id", "practitioner_id", "key"],
                ),
                index("idempotency_key", &["created_at"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "idempotency_key").await
    }
}
