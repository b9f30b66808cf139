//! Creates the versions of packs.

use sea_orm_migration::prelude::*;

use crate::schema::{create, drop, index, instant, json_binary, pk_uuid, string, string_uniq};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            Table::create()
                .table("pack_version")
                .col(pk_uuid("id"))
                .col(string("pack"))
                .col(string("version"))
                .col(string_uniq("digest"))
                .col(json_binary("files"))
                .col(instant("loaded_at")),
            [index("pack_version", &["pack", "id"])],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "pack_version").await
    }
}
