//! Creates teams.

use sea_orm_migration::prelude::*;

use crate::schema::{create, drop, index, pk_uuid, references, string, unique, uuid};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            Table::create()
                .table("team")
                .col(pk_uuid("id"))
                .col(uuid("authority_id"))
                .col(string("service"))
                .col(string("name"))
                .foreign_key(&mut references("authority_id", "authority")),
            [
                unique("team", &["authority_id", "name"]),
                index("team", &["authority_id", "id"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "team").await
    }
}
