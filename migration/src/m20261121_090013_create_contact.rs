//! Creates the log of calls.

use sea_orm_migration::prelude::*;

use crate::schema::{
    boolean, create, drop, index, instant, instant_null, pk_uuid, references, string, text,
    text_null, unique, uuid, uuid_null,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            Table::create()
                .table("contact")
                .col(pk_uuid("id"))
                .col(uuid("authority_id"))
                .col(string("reference"))
                .col(uuid_null("case_id"))
                .col(uuid_null("team_id"))
                .col(instant("received_at"))
                .col(instant("recorded_at"))
                .col(uuid("received_by"))
                .col(string("caller"))
                .col(text("concern"))
                .col(boolean("urgent"))
                .col(instant_null("responded_at"))
                .col(uuid_null("responded_by"))
                .col(text_null("response"))
                .foreign_key(&mut references("authority_id", "authority"))
                .foreign_key(&mut references("case_id", "child_case"))
                .foreign_key(&mut references("team_id", "team"))
                .foreign_key(&mut references("received_by", "practitioner"))
                .foreign_key(&mut references("responded_by", "practitioner")),
            [
                unique("contact", &["authority_id", "reference"]),
                index("contact", &["authority_id", "id"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "contact").await
    }
}
