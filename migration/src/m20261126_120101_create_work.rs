//! Creates work around a move, and the daily look at transfers.

use sea_orm_migration::prelude::*;

use crate::schema::{
    create, drop, index, instant, instant_null, pk_uuid, references, string, string_null, unique,
    uuid, uuid_null,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            Table::create()
                .table("work")
                .col(pk_uuid("id"))
                .col(uuid("authority_id"))
                .col(uuid("transfer_id"))
                .col(uuid("case_id"))
                .col(string("key"))
                .col(string("kind"))
                .col(string("label"))
                .col(string("rule"))
                .col(string("owed_side"))
                .col(string_null("role"))
                .col(uuid_null("practitioner_id"))
                .col(instant("starts_at"))
                .col(instant_null("due_at"))
                .col(instant_null("ends_at"))
                .foreign_key(&mut references("authority_id", "authority"))
                .foreign_key(&mut references("transfer_id", "transfer"))
                .foreign_key(&mut references("case_id", "child_case"))
                .foreign_key(&mut references("practitioner_id", "practitioner")),
            [
                unique("work", &["transfer_id", "key"]),
                index("work", &["authority_id", "ends_at", "id"]),
            ],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("daily_look")
                .col(pk_uuid("transfer_id"))
                .col(uuid("authority_id"))
                .col(instant("looked_at"))
                .col(instant_null("next_look_at"))
                .foreign_key(&mut references("authority_id", "authority"))
                .foreign_key(&mut references("transfer_id", "transfer")),
            [waiting()],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "daily_look").await?;
        drop(manager, "work").await
    }
}

/// What the clockwork looks through, across authorities.
fn waiting() -> IndexCreateStatement {
    Index::create()
        .name("ix_daily_look_waiting")
        .table("daily_look")
        .col("next_look_at")
        .and_where(Expr::col("next_look_at").is_not_null())
        .to_owned()
}
