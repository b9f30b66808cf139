//! Creates the duty rota.

use sea_orm_migration::prelude::*;

use crate::schema::{create, drop, index, instant, pk_uuid, references, string, uuid};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            Table::create()
                .table("duty_shift")
                .col(pk_uuid("id"))
                .col(uuid("authority_id"))
                .col(uuid("team_id"))
                .col(uuid("practitioner_id"))
                .col(string("role"))
                .col(instant("starts_at"))
                .col(instant("ends_at"))
                .foreign_key(&mut references("authority_id", "authority"))
                .foreign_key(&mut references("team_id", "team"))
                .foreign_key(&mut references("practitioner_id", "practitioner")),
            [index(
                "duty_shift",
                &["authority_id", "team_id", "starts_at"],
            )],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "duty_shift").await
    }
}
