//! Creates deadlines.

use sea_orm_migration::prelude::*;

use crate::schema::{
    boolean, create, drop, index, instant, instant_null, integer, pk_uuid, references, string,
    string_null, unique, uuid,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            Table::create()
                .table("deadline")
                .col(pk_uuid("id"))
                .col(uuid("authority_id"))
                .col(uuid("transfer_id"))
                .col(string("key"))
                .col(string("label"))
                .col(string("rule"))
                .col(instant("started_at"))
                .col(instant("due_at"))
                .col(instant("original_due_at"))
                .col(boolean("is_immediate"))
                .col(boolean("in_hours"))
                .col(boolean("advisory"))
                .col(boolean("lapses"))
                .col(string("owed_side"))
                .col(string_null("role"))
                .col(string("state"))
                .col(instant_null("met_at"))
                .col(instant_null("breached_at"))
                .col(instant_null("climbed_at"))
                .col(integer("nudges_sent"))
                .col(instant_null("next_action_at"))
                .foreign_key(&mut references("authority_id", "authority"))
                .foreign_key(&mut references("transfer_id", "transfer")),
            [
                unique("deadline", &["transfer_id", "key"]),
                awaiting_action(),
                index("deadline", &["authority_id", "state", "due_at"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "deadline").await
    }
}

/// What the clockwork looks through, across authorities.
fn awaiting_action() -> IndexCreateStatement {
    Index::create()
        .name("ix_deadline_awaiting")
        .table("deadline")
        .col("next_action_at")
        .and_where(Expr::col("next_action_at").is_not_null())
        .to_owned()
}
