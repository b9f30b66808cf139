//! Adds what it takes to reach somebody: where a message was shown or why it was not, and how word of an urgent call climbs.

use sea_orm_migration::prelude::*;

use crate::schema::{
    add, boolean, create, drop, index, instant, instant_null, integer, integer_null, json_binary,
    json_binary_null, pk_uuid, references, string, string_null, take_away, uuid, uuid_null,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Columns that a message gains.
fn of_notification() -> [ColumnDef; 9] {
    [
        uuid_null("team_id").take(),
        boolean("at_any_hour").default(false).take(),
        boolean("withheld").default(false).take(),
        string_null("failure").take(),
        integer("failures").default(0).take(),
        instant_null("team_told_at").take(),
        integer("round").default(0).take(),
        json_binary_null("shown").take(),
        json_binary_null("digest").take(),
    ]
}

/// Columns that a call gains.
fn of_contact() -> [ColumnDef; 5] {
    [
        json_binary_null("ladder").take(),
        integer_null("rung").take(),
        instant_null("next_climb_at").take(),
        instant_null("acknowledged_at").take(),
        uuid_null("acknowledged_by").take(),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in of_notification() {
            add(manager, "notification", column).await?;
        }
        for column in of_contact() {
            add(manager, "contact", column).await?;
        }
        add(manager, "deadline", uuid_null("handed_to").take()).await?;
        manager.create_index(climbing()).await?;
        create_step(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "contact_step").await?;
        let index = Index::drop().name("ix_contact_climbing").to_owned();
        manager.drop_index(index).await?;
        take_away(manager, "deadline", "handed_to").await?;
        for column in of_contact() {
            take_away(manager, "contact", &column.get_column_name()).await?;
        }
        for column in of_notification() {
            take_away(manager, "notification", &column.get_column_name()).await?;
        }
        Ok(())
    }
}

/// The few calls that still climb.
fn climbing() -> IndexCreateStatement {
    Index::create()
        .name("ix_contact_climbing")
        .table("contact")
        .col("next_climb_at")
        .and_where(Expr::col("next_climb_at").is_not_null())
        .to_owned()
}

async fn create_step(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(
        manager,
        Table::create()
            .table("contact_step")
            .col(pk_uuid("id"))
            .col(uuid("authority_id"))
            .col(uuid("contact_id"))
            .col(string("kind"))
            .col(string_null("label"))
            .col(uuid_null("practitioner_id"))
            .col(json_binary("people"))
            .col(json_binary("passed"))
            .col(instant("happened_at"))
            .foreign_key(&mut references("authority_id", "authority"))
            .foreign_key(&mut references("contact_id", "contact"))
            .foreign_key(&mut references("practitioner_id", "practitioner")),
        [index("contact_step", &["authority_id", "contact_id", "id"])],
    )
    .await
}
