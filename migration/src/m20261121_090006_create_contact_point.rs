//! Creates the numbers and addresses that authorities enter.

use sea_orm_migration::prelude::*;

use crate::schema::{
    create, date_null, drop, pk_uuid, references, string, string_null, unique, uuid, uuid_null,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            Table::create()
                .table("contact_point")
                .col(pk_uuid("id"))
                .col(uuid("authority_id"))
                .col(string("slot"))
                .col(string("name"))
                .col(string("kind"))
                .col(string_null("value"))
                .col(string_null("hours"))
                .col(date_null("last_verified_on"))
                .col(uuid_null("verified_by"))
                .foreign_key(&mut references("authority_id", "authority"))
                .foreign_key(&mut references("verified_by", "practitioner")),
            [unique("contact_point", &["authority_id", "slot"])],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "contact_point").await
    }
}
