//! Creates holdings.

use sea_orm_migration::prelude::*;

use crate::schema::{
    create, drop, index, instant, instant_null, pk_uuid, references, uuid, uuid_null,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            Table::create()
                .table("holding")
                .col(pk_uuid("id"))
                .col(uuid("authority_id"))
                .col(uuid("case_id"))
                .col(uuid("team_id"))
                .col(uuid_null("practitioner_id"))
                .col(instant("starts_at"))
                .col(instant_null("ends_at"))
                .col(uuid_null("transfer_id"))
                .foreign_key(&mut references("authority_id", "authority"))
                .foreign_key(&mut references("case_id", "child_case"))
                .foreign_key(&mut references("team_id", "team"))
                .foreign_key(&mut references("practitioner_id", "practitioner"))
                .foreign_key(&mut references("transfer_id", "transfer")),
            [
                one_without_an_end(),
                index("holding", &["authority_id", "team_id", "ends_at", "id"]),
                index("holding", &["authority_id", "case_id", "starts_at"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "holding").await
    }
}

/// A case has at most one holding without an end.
fn one_without_an_end() -> IndexCreateStatement {
    Index::create()
        .name("ux_holding_open")
        .table("holding")
        .col("case_id")
        .unique()
        .and_where(Expr::col("ends_at").is_null())
        .to_owned()
}
