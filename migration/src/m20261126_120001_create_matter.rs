//! Creates matters of their own, absences and rotas; deadlines, events and messages may hang on a matter.

use sea_orm_migration::prelude::*;

use crate::schema::{
    big_integer, boolean, create, date, date_null, drop, index, instant, instant_null, integer,
    json_binary, nullable, pk_uuid, references, string, text_null, unique, uuid, uuid_null,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_matter(manager).await?;
        create_absence(manager).await?;
        create_rota(manager).await?;
        for table in ["deadline", "event", "notification"] {
            let mut matter = Table::alter();
            matter.table(table).add_column(uuid_null("matter_id"));
            manager.alter_table(matter).await?;
        }
        let mut facts = Table::alter();
        facts
            .table("contact")
            .add_column(json_binary("facts").default("{}"));
        manager.alter_table(facts).await?;
        let mut referral = Table::alter();
        referral
            .table("contact")
            .add_column(boolean("referral").default(false));
        manager.alter_table(referral).await?;
        nullable(manager, "deadline", "transfer_id", true).await?;
        nullable(manager, "event", "case_id", true).await?;
        for index in indexes() {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        for name in [
            "ux_deadline_matter_id_key",
            "ix_event_authority_id_matter_id_id",
        ] {
            let drop = Index::drop().name(name).to_owned();
            manager.drop_index(drop).await?;
        }
        manager
            .drop_index(
                Index::drop()
                    .name("ix_contact_authority_id_case_id_received_at")
                    .to_owned(),
            )
            .await?;
        for orphans in [
            "DELETE FROM notification WHERE matter_id IS NOT NULL",
            "DELETE FROM deadline WHERE transfer_id IS NULL",
            "DELETE FROM event WHERE case_id IS NULL",
        ] {
            connection.execute_unprepared(orphans).await?;
        }
        nullable(manager, "event", "case_id", false).await?;
        nullable(manager, "deadline", "transfer_id", false).await?;
        for (table, column) in [
            ("deadline", "matter_id"),
            ("event", "matter_id"),
            ("notification", "matter_id"),
            ("contact", "facts"),
            ("contact", "referral"),
        ] {
            let mut change = Table::alter();
            change.table(table).drop_column(column);
            manager.alter_table(change).await?;
        }
        for table in ["rota_turn", "rota", "absence", "matter"] {
            drop(manager, table).await?;
        }
        Ok(())
    }
}

async fn create_matter(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(
        manager,
        Table::create()
            .table("matter")
            .col(pk_uuid("id"))
            .col(uuid("authority_id"))
            .col(string("reference"))
            .col(string("kind"))
            .col(string("pack"))
            .col(string("pack_version"))
            .col(string("pack_digest"))
            .col(string("about"))
            .col(uuid_null("case_id"))
            .col(uuid_null("contact_id"))
            .col(uuid_null("practitioner_id"))
            .col(uuid_null("team_id"))
            .col(uuid_null("transfer_id"))
            .col(uuid_null("absence_id"))
            .col(string("state"))
            .col(uuid_null("opened_by"))
            .col(instant("opened_at"))
            .col(instant("state_since"))
            .col(big_integer("version"))
            .col(json_binary("record"))
            .foreign_key(&mut references("authority_id", "authority"))
            .foreign_key(&mut references("case_id", "child_case"))
            .foreign_key(&mut references("contact_id", "contact"))
            .foreign_key(&mut references("practitioner_id", "practitioner"))
            .foreign_key(&mut references("team_id", "team"))
            .foreign_key(&mut references("transfer_id", "transfer"))
            .foreign_key(&mut references("opened_by", "practitioner")),
        [
            unique("matter", &["authority_id", "reference"]),
            one_at_a_time(),
            index("matter", &["authority_id", "case_id", "id"]),
            index("matter", &["authority_id", "team_id", "state", "id"]),
        ],
    )
    .await
}

/// One matter of a kind is open about the same thing at a time.
fn one_at_a_time() -> IndexCreateStatement {
    Index::create()
        .name("ux_matter_open")
        .table("matter")
        .col("authority_id")
        .col("kind")
        .col("about")
        .and_where(Expr::col("state").is_in(["open", "decided"]))
        .unique()
        .to_owned()
}

async fn create_absence(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(
        manager,
        Table::create()
            .table("absence")
            .col(pk_uuid("id"))
            .col(uuid("authority_id"))
            .col(uuid("practitioner_id"))
            .col(string("kind"))
            .col(date("from_on"))
            .col(date_null("until_on"))
            .col(uuid("recorded_by"))
            .col(instant("recorded_at"))
            .col(big_integer("version"))
            .col(instant_null("next_look_at"))
            .foreign_key(&mut references("authority_id", "authority"))
            .foreign_key(&mut references("practitioner_id", "practitioner"))
            .foreign_key(&mut references("recorded_by", "practitioner")),
        [
            index("absence", &["authority_id", "practitioner_id", "from_on"]),
            index("absence", &["next_look_at"]),
        ],
    )
    .await
}

async fn create_rota(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(
        manager,
        Table::create()
            .table("rota")
            .col(pk_uuid("id"))
            .col(uuid("authority_id"))
            .col(string("rota"))
            .col(json_binary("teams"))
            .col(integer("turns"))
            .col(big_integer("version"))
            .foreign_key(&mut references("authority_id", "authority")),
        [unique("rota", &["authority_id", "rota"])],
    )
    .await?;
    create(
        manager,
        Table::create()
            .table("rota_turn")
            .col(pk_uuid("id"))
            .col(uuid("authority_id"))
            .col(string("rota"))
            .col(integer("turn"))
            .col(uuid("team_id"))
            .col(uuid_null("matter_id"))
            .col(text_null("skipped"))
            .col(uuid("practitioner_id"))
            .col(instant("taken_at"))
            .foreign_key(&mut references("authority_id", "authority"))
            .foreign_key(&mut references("team_id", "team"))
            .foreign_key(&mut references("practitioner_id", "practitioner")),
        [unique("rota_turn", &["authority_id", "rota", "turn"])],
    )
    .await
}

fn indexes() -> [IndexCreateStatement; 3] {
    [
        unique("deadline", &["matter_id", "key"]),
        index("event", &["authority_id", "matter_id", "id"]),
        index("contact", &["authority_id", "case_id", "received_at"]),
    ]
}
