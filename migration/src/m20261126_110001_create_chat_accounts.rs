//! Creates the accounts of the chat: the assistant's own, and those that practitioners have linked.

use sea_orm_migration::prelude::*;

use crate::schema::{
    create, drop, index, instant, instant_null, integer, pk_uuid, references, string, unique, uuid,
    uuid_null,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_service(manager).await?;
        create_code(manager).await?;
        create_attempt(manager).await?;
        create_link(manager).await?;
        create_lease(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            "chat_lease",
            "chat_link",
            "chat_attempt",
            "chat_code",
            "chat_service",
        ] {
            drop(manager, table).await?;
        }
        Ok(())
    }
}

async fn create_service(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(
        manager,
        Table::create()
            .table("chat_service")
            .col(pk_uuid("id"))
            .col(uuid("authority_id"))
            .col(uuid("practitioner_id"))
            .col(string("platform"))
            .col(string("secret_hash"))
            .col(instant("created_at"))
            .col(instant_null("revoked_at"))
            .foreign_key(&mut references("authority_id", "authority"))
            .foreign_key(&mut references("practitioner_id", "practitioner")),
        [index("chat_service", &["authority_id", "platform"])],
    )
    .await
}

async fn create_code(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(
        manager,
        Table::create()
            .table("chat_code")
            .col(pk_uuid("id"))
            .col(uuid("authority_id"))
            .col(uuid("practitioner_id"))
            .col(string("code_hash"))
            .col(instant("created_at"))
            .col(instant("expires_at"))
            .col(instant_null("ended_at"))
            .foreign_key(&mut references("authority_id", "authority"))
            .foreign_key(&mut references("practitioner_id", "practitioner")),
        [
            unique("chat_code", &["authority_id", "code_hash"]),
            index(
                "chat_code",
                &["authority_id", "practitioner_id", "created_at"],
            ),
        ],
    )
    .await
}

async fn create_attempt(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(
        manager,
        Table::create()
            .table("chat_attempt")
            .col(pk_uuid("id"))
            .col(uuid("authority_id"))
            .col(string("platform"))
            .col(string("account_id"))
            .col(instant("made_at"))
            .foreign_key(&mut references("authority_id", "authority")),
        [index("chat_attempt", &["authority_id", "made_at"])],
    )
    .await
}

async fn create_link(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(
        manager,
        Table::create()
            .table("chat_link")
            .col(pk_uuid("id"))
            .col(uuid("authority_id"))
            .col(uuid("practitioner_id"))
            .col(string("platform"))
            .col(string("account_id"))
            .col(instant("linked_at"))
            .col(instant_null("unlinked_at"))
            .col(uuid_null("unlinked_by"))
            .foreign_key(&mut references("authority_id", "authority"))
            .foreign_key(&mut references("practitioner_id", "practitioner"))
            .foreign_key(&mut references("unlinked_by", "practitioner")),
        [
            living("account_id"),
            living("practitioner_id"),
            index("chat_link", &["authority_id", "id"]),
        ],
    )
    .await
}

/// At most one link that stands, for each of a column.
fn living(column: &'static str) -> IndexCreateStatement {
    unique("chat_link", &["authority_id", "platform", column])
        .and_where(Expr::col("unlinked_at").is_null())
        .to_owned()
}

async fn create_lease(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(
        manager,
        Table::create()
            .table("chat_lease")
            .col(pk_uuid("id"))
            .col(uuid("authority_id"))
            .col(string("platform"))
            .col(string("application_id"))
            .col(integer("shard"))
            .col(string("process"))
            .col(instant("lease_until"))
            .foreign_key(&mut references("authority_id", "authority")),
        [unique(
            "chat_lease",
            &["authority_id", "platform", "application_id", "shard"],
        )],
    )
    .await
}
