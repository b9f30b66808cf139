//! Creates transfers.

use sea_orm_migration::prelude::*;

use crate::schema::{
    big_integer, create, date_null, drop, index, instant, json_binary, pk_uuid, references, string,
    unique, uuid,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            Table::create()
                .table("transfer")
                .col(pk_uuid("id"))
                .col(uuid("authority_id"))
                .col(string("reference"))
                .col(uuid("case_id"))
                .col(string("pack"))
                .col(string("pack_version"))
                .col(string("pack_digest"))
                .col(string("pathway"))
                .col(string("kind"))
                .col(string("state"))
                .col(uuid("transferring_team_id"))
                .col(uuid("receiving_team_id"))
                .col(uuid("opened_by"))
                .col(instant("opened_at"))
                .col(instant("state_since"))
                .col(date_null("planned_on"))
                .col(big_integer("version"))
                .col(json_binary("record"))
                .foreign_key(&mut references("authority_id", "authority"))
                .foreign_key(&mut references("case_id", "child_case"))
                .foreign_key(&mut references("transferring_team_id", "team"))
                .foreign_key(&mut references("receiving_team_id", "team"))
                .foreign_key(&mut references("opened_by", "practitioner")),
            [
                unique("transfer", &["authority_id", "reference"]),
                index("transfer", &["authority_id", "id"]),
                index("transfer", &["authority_id", "state", "id"]),
                index("transfer", &["authority_id", "transferring_team_id", "id"]),
                index("transfer", &["authority_id", "receiving_team_id", "id"]),
                index("transfer", &["authority_id", "case_id"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "transfer").await
    }
}
