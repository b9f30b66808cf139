//! Creates families, children's cases and what is known of them.

use sea_orm_migration::prelude::*;

use crate::schema::{
    big_integer, create, date_null, drop, index, instant, instant_null, json_binary, pk_uuid,
    references, string, string_null, unique, uuid, uuid_null,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_family(manager).await?;
        create_child_case(manager).await?;
        create_case_fact(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "case_fact").await?;
        drop(manager, "child_case").await?;
        drop(manager, "family").await
    }
}

async fn create_family(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(
        manager,
        Table::create()
            .table("family")
            .col(pk_uuid("id"))
            .col(uuid("authority_id"))
            .col(string("reference"))
            .foreign_key(&mut references("authority_id", "authority")),
        [unique("family", &["authority_id", "reference"])],
    )
    .await
}

async fn create_child_case(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(
        manager,
        Table::create()
            .table("child_case")
            .col(pk_uuid("id"))
            .col(uuid("authority_id"))
            .col(string("reference"))
            .col(string_null("external_id"))
            .col(uuid_null("family_id"))
            .col(string("initials"))
            .col(date_null("date_of_birth"))
            .col(instant("opened_at"))
            .col(instant_null("closed_at"))
            .col(big_integer("version"))
            .foreign_key(&mut references("authority_id", "authority"))
            .foreign_key(&mut references("family_id", "family")),
        [
            unique("child_case", &["authority_id", "reference"]),
            unique("child_case", &["authority_id", "external_id"]),
            index("child_case", &["authority_id", "family_id"]),
            index("child_case", &["authority_id", "id"]),
        ],
    )
    .await
}

async fn create_case_fact(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(
        manager,
        Table::create()
            .table("case_fact")
            .col(pk_uuid("id"))
            .col(uuid("authority_id"))
            .col(uuid("case_id"))
            .col(string("fact"))
            .col(json_binary("value"))
            .col(instant("recorded_at"))
            .col(uuid("recorded_by"))
            .foreign_key(&mut references("authority_id", "authority"))
            .foreign_key(&mut references("case_id", "child_case"))
            .foreign_key(&mut references("recorded_by", "practitioner")),
        [unique("case_fact", &["case_id", "fact"])],
    )
    .await
}
