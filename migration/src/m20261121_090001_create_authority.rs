//! Creates authorities and the days on which they are closed.

use sea_orm_migration::prelude::*;

use crate::schema::{
    create, date, drop, instant, pk_uuid, references, string, string_uniq, unique, uuid,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_authority(manager).await?;
        create_authority_closure(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "authority_closure").await?;
        drop(manager, "authority").await
    }
}

async fn create_authority(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(
        manager,
        Table::create()
            .table("authority")
            .col(pk_uuid("id"))
            .col(string_uniq("name"))
            .col(string("pack"))
            .col(instant("created_at")),
        [],
    )
    .await
}

async fn create_authority_closure(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(
        manager,
        Table::create()
            .table("authority_closure")
            .col(pk_uuid("id"))
            .col(uuid("authority_id"))
            .col(date("closed_on"))
            .col(string("label"))
            .col(string("kind"))
            .foreign_key(&mut references("authority_id", "authority")),
        [unique("authority_closure", &["authority_id", "closed_on"])],
    )
    .await
}
