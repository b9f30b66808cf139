//! Creates events.

use sea_orm_migration::prelude::*;

use crate::schema::{
    create, drop, index, instant, json_binary, pk_uuid, references, string, string_null, uuid,
    uuid_null,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_event(manager).await?;
        refuse_updates(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "event").await?;
        forget_updates(manager).await
    }
}

async fn create_event(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(
        manager,
        Table::create()
            .table("event")
            .col(pk_uuid("id"))
            .col(uuid("authority_id"))
            .col(uuid("case_id"))
            .col(uuid_null("transfer_id"))
            .col(string("kind"))
            .col(uuid_null("practitioner_id"))
            .col(string_null("side"))
            .col(instant("occurred_at"))
            .col(instant("recorded_at"))
            .col(string_null("from_state"))
            .col(string_null("to_state"))
            .col(json_binary("rules"))
            .col(string_null("pack"))
            .col(string_null("pack_version"))
            .col(json_binary("detail"))
            .foreign_key(&mut references("authority_id", "authority"))
            .foreign_key(&mut references("case_id", "child_case"))
            .foreign_key(&mut references("transfer_id", "transfer"))
            .foreign_key(&mut references("practitioner_id", "practitioner")),
        [
            index("event", &["authority_id", "id"]),
            index("event", &["authority_id", "case_id", "id"]),
            index("event", &["authority_id", "transfer_id", "id"]),
        ],
    )
    .await
}

const SQLITE_TRIGGER: &str = "\
CREATE TRIGGER event_is_immutable BEFORE UPDATE ON event \
BEGIN SELECT RAISE(ABORT, 'events are immutable'); END";

const POSTGRES_TRIGGER: &str = "\
CREATE FUNCTION refuse_event_update() RETURNS trigger LANGUAGE plpgsql AS \
$$ BEGIN RAISE EXCEPTION 'events are immutable'; END $$; \
CREATE TRIGGER event_is_immutable BEFORE UPDATE ON event \
FOR EACH ROW EXECUTE FUNCTION refuse_event_update()";

/// Makes the database refuse to change what was written; removal stays possible, for erasure.
async fn refuse_updates(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let trigger = match manager.get_database_backend() {
        sea_orm::DbBackend::Postgres => POSTGRES_TRIGGER,
        _ => SQLITE_TRIGGER,
    };
    manager.get_connection().execute_unprepared(trigger).await?;
    Ok(())
}

/// Drops what `refuse_updates` leaves behind when the table is gone.
async fn forget_updates(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    if manager.get_database_backend() == sea_orm::DbBackend::Postgres {
        let drop = "DROP FUNCTION refuse_event_update()";
        manager.get_connection().execute_unprepared(drop).await?;
    }
    Ok(())
}
