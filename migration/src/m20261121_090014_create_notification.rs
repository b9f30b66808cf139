//! Creates messages owed to people.

use sea_orm_migration::prelude::*;

use crate::schema::{
    create, drop, index, instant, instant_null, integer, pk_uuid, references, string, string_null,
    text, unique, uuid, uuid_null,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            Table::create()
                .table("notification")
                .col(pk_uuid("id"))
                .col(uuid("authority_id"))
                .col(uuid("recipient_id"))
                .col(string("kind"))
                .col(uuid_null("transfer_id"))
                .col(uuid_null("deadline_id"))
                .col(uuid_null("contact_id"))
                .col(text("message"))
                .col(string("dedupe_key"))
                .col(instant("created_at"))
                .col(instant("deliver_after"))
                .col(string_null("claimed_by"))
                .col(instant_null("lease_until"))
                .col(integer("attempts"))
                .col(instant_null("acknowledged_at"))
                .col(instant_null("snoozed_until"))
                .foreign_key(&mut references("authority_id", "authority"))
                .foreign_key(&mut references("recipient_id", "practitioner"))
                .foreign_key(&mut references("transfer_id", "transfer"))
                .foreign_key(&mut references("deadline_id", "deadline"))
                .foreign_key(&mut references("contact_id", "contact")),
            [
                unique("notification", &["authority_id", "dedupe_key"]),
                awaiting_delivery(),
                index("notification", &["authority_id", "recipient_id", "id"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "notification").await
    }
}

/// What a deliverer claims from; the few that nobody has acknowledged yet.
fn awaiting_delivery() -> IndexCreateStatement {
    Index::create()
        .name("ix_notification_awaiting")
        .table("notification")
        .col("authority_id")
        .col("deliver_after")
        .col("id")
        .and_where(Expr::col("acknowledged_at").is_null())
        .to_owned()
}
