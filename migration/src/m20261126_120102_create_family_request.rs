//! Creates requests for several children of a family.

use sea_orm_migration::prelude::*;

use crate::schema::{
    create, drop, index, instant, json_binary, pk_uuid, references, string, unique, uuid,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            Table::create()
                .table("family_request")
                .col(pk_uuid("id"))
                .col(uuid("authority_id"))
                .col(string("reference"))
                .col(uuid("family_id"))
                .col(uuid("opened_by"))
                .col(instant("opened_at"))
                .col(json_binary("detail"))
                .foreign_key(&mut references("authority_id", "authority"))
                .foreign_key(&mut references("family_id", "family"))
                .foreign_key(&mut references("opened_by", "practitioner")),
            [
                unique("family_request", &["authority_id", "reference"]),
                index("family_request", &["family_id"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "family_request").await
    }
}
