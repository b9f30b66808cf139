//! Creates the questions that were asked, and what was thought of the answers.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::boolean_null;

use crate::schema::{
    boolean, create, drop, index, instant, instant_null, pk_uuid, references, string, string_null,
    text, uuid,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            Table::create()
                .table("asked_question")
                .col(pk_uuid("id"))
                .col(uuid("authority_id"))
                .col(string("pack"))
                .col(text("question"))
                .col(string("outcome"))
                .col(boolean("urgent"))
                .col(string_null("first_entry"))
                .col(instant("asked_at"))
                .col(boolean_null("helpful"))
                .col(string_null("right_entry"))
                .col(instant_null("judged_at"))
                .col(instant_null("learnt_at"))
                .foreign_key(&mut references("authority_id", "authority")),
            [
                index("asked_question", &["authority_id", "id"]),
                index("asked_question", &["authority_id", "outcome", "id"]),
                index("asked_question", &["authority_id", "helpful", "id"]),
                index("asked_question", &["asked_at"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "asked_question").await
    }
}
