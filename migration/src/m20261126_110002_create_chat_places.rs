//! Creates the places of the chat: servers, the channels of teams, and what an authority has settled about them.

use sea_orm_migration::prelude::*;

use crate::schema::{
    boolean, create, drop, instant, instant_null, json_binary_null, pk_uuid, references, string,
    unique, uuid,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_server(manager).await?;
        create_channel(manager).await?;
        create_setting(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["chat_setting", "chat_channel", "chat_server"] {
            drop(manager, table).await?;
        }
        Ok(())
    }
}

async fn create_server(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(
        manager,
        Table::create()
            .table("chat_server")
            .col(pk_uuid("id"))
            .col(uuid("authority_id"))
            .col(string("platform"))
            .col(string("server_id"))
            .col(instant("bound_at"))
            .col(uuid("bound_by"))
            .foreign_key(&mut references("authority_id", "authority"))
            .foreign_key(&mut references("bound_by", "practitioner")),
        [unique("chat_server", &["platform", "server_id"])],
    )
    .await
}

async fn create_channel(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(
        manager,
        Table::create()
            .table("chat_channel")
            .col(pk_uuid("id"))
            .col(uuid("authority_id"))
            .col(uuid("chat_server_id"))
            .col(string("platform"))
            .col(uuid("team_id"))
            .col(string("channel_id"))
            .foreign_key(&mut references("authority_id", "authority"))
            .foreign_key(&mut references("chat_server_id", "chat_server"))
            .foreign_key(&mut references("team_id", "team")),
        [unique(
            "chat_channel",
            &["authority_id", "platform", "team_id"],
        )],
    )
    .await
}

async fn create_setting(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(
        manager,
        Table::create()
            .table("chat_setting")
            .col(pk_uuid("id"))
            .col(uuid("authority_id"))
            .col(boolean("public_guidance"))
            .col(json_binary_null("call_ladder"))
            .col(instant_null("next_digest_at"))
            .foreign_key(&mut references("authority_id", "authority")),
        [unique("chat_setting", &["authority_id"])],
    )
    .await
}
