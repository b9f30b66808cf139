//! Creates when forums sit.

use sea_orm_migration::prelude::*;

use crate::schema::{create, drop, instant, pk_uuid, references, string, unique, uuid};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            Table::create()
                .table("forum_schedule")
                .col(pk_uuid("id"))
                .col(uuid("authority_id"))
                .col(string("forum"))
                .col(instant("first_at"))
                .col(string("rrule"))
                .foreign_key(&mut references("authority_id", "authority")),
            [unique("forum_schedule", &["authority_id", "forum"])],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "forum_schedule").await
    }
}
