//! Creates practitioners and what they are.

use sea_orm_migration::prelude::*;

use crate::schema::{
    boolean, create, drop, index, instant, instant_null, pk_uuid, references, string, string_null,
    unique, uuid, uuid_null,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_practitioner(manager).await?;
        create_practitioner_role(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "practitioner_role").await?;
        drop(manager, "practitioner").await
    }
}

async fn create_practitioner(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(
        manager,
        Table::create()
            .table("practitioner")
            .col(pk_uuid("id"))
            .col(uuid("authority_id"))
            .col(string("reference"))
            .col(string("name"))
            .col(boolean("is_administrator"))
            .col(instant_null("suspended_at"))
            .col(instant("created_at"))
            .foreign_key(&mut references("authority_id", "authority")),
        [
            unique("practitioner", &["authority_id", "reference"]),
            index("practitioner", &["authority_id", "id"]),
        ],
    )
    .await
}

async fn create_practitioner_role(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(
        manager,
        Table::create()
            .table("practitioner_role")
            .col(pk_uuid("id"))
            .col(uuid("authority_id"))
            .col(uuid("practitioner_id"))
            .col(string("role"))
            .col(uuid_null("team_id"))
            .col(string_null("service"))
            .foreign_key(&mut references("authority_id", "authority"))
            .foreign_key(&mut references("practitioner_id", "practitioner"))
            .foreign_key(&mut references("team_id", "team")),
        [
            index("practitioner_role", &["authority_id", "practitioner_id"]),
            index("practitioner_role", &["authority_id", "role"]),
        ],
    )
    .await
}
