//! The connections to the database, and how a write begins.

use std::time::{Duration, SystemTime};

use chrono::{DateTime, SubsecRound, Utc};
use migration::{Migrator, MigratorTrait};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    DbErr, RuntimeErr, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

/// Connections for reading, of either database; PostgreSQL shares them with writing.
const POOL_SIZE: u32 = 8;
/// How long SQLite waits for a lock that another process holds.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Number of the advisory lock under which replicas migrate one after the other.
const MIGRATION_LOCK: i64 = 0x6c61_6e64_7361_6665;

/// The database. A clone shares the connections.
///
/// SQLite has one connection that writes and a few that only read, so that writers queue here
/// instead of failing there; PostgreSQL has one pool.
#[derive(Clone, Debug)]
pub struct Db {
    write: DatabaseConnection,
    read: DatabaseConnection,
}

impl Db {
    /// Connects to `sqlite://PATH` (created where missing) or `postgres://…`.
    ///
    /// # Errors
    ///
    /// `DbErr::Conn` where the URL is of another kind, names a database in memory, which has no
    /// second connection, or does not answer.
    pub async fn connect(url: &str) -> Result<Self, DbErr> {
        if DbBackend::Sqlite.is_prefix_of(url) {
            connect_sqlite(url).await
        } else {
            let pool = Database::connect(options(url, POOL_SIZE)).await?;
            let read = pool.clone();
            Ok(Self { write: pool, read })
        }
    }

    /// Connections for reading what is committed.
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// Starts a transaction that writes. SQLite takes its write lock now, not at the first write.
    ///
    /// A task that holds one must not begin another: on SQLite it would wait for itself.
    ///
    /// # Errors
    ///
    /// `DbErr::ConnectionAcquire` where no connection becomes free in time.
    pub async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        self.write
            .begin_with_options(TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            })
            .await
    }

    /// Brings the schema up to date, all of it or nothing; replicas wait for each other.
    ///
    /// # Errors
    ///
    /// Whatever the database says of the failing migration.
    pub async fn migrate(&self) -> Result<(), DbErr> {
        let txn = self.begin().await?;
        if txn.get_database_backend() == DbBackend::Postgres {
            let lock = format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})");
            txn.execute_unprepared(&lock).await?;
        }
        Migrator::up(&txn, None).await?;
        txn.commit().await
    }

    /// Asks both connections for a sign of life.
    ///
    /// # Errors
    ///
    /// `DbErr::Conn` where one of them gives none.
    pub async fn ping(&self) -> Result<(), DbErr> {
        self.write.ping().await?;
        self.read.ping().await
    }

    /// Closes the connections, waiting for what is under way.
    ///
    /// # Errors
    ///
    /// `DbErr::Conn` where closing fails.
    pub async fn close(self) -> Result<(), DbErr> {
        self.read.close().await?;
        self.write.close().await
    }
}

/// The present instant, as both databases keep it.
pub fn now() -> DateTime<Utc> {
    to_micros(DateTime::from(SystemTime::now()))
}

/// An instant as both databases keep it: SQLite would keep nanoseconds, PostgreSQL does not.
pub fn to_micros(instant: DateTime<Utc>) -> DateTime<Utc> {
    instant.trunc_subsecs(6)
}

async fn connect_sqlite(url: &str) -> Result<Db, DbErr> {
    if url.contains(":memory:") || url.contains("mode=memory") {
        let reason = "a database in memory has no second connection: name a file".to_owned();
        return Err(DbErr::Conn(RuntimeErr::Internal(reason)));
    }
    // The writer comes first: it creates the file and switches it to the write-ahead log.
    let write = Database::connect(sqlite_options(url, 1, false)).await?;
    let read = Database::connect(sqlite_options(url, POOL_SIZE, true)).await?;
    Ok(Db { write, read })
}

fn sqlite_options(url: &str, size: u32, query_only: bool) -> ConnectOptions {
    let mut options = options(url, size);
    options
        .idle_timeout(None)
        .max_lifetime(None)
        .map_sqlx_sqlite_opts(move |sqlite| {
            sqlite
                .create_if_missing(!query_only)
                .foreign_keys(true)
                .busy_timeout(BUSY_TIMEOUT)
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", "FULL")
                .pragma("query_only", if query_only { "ON" } else { "OFF" })
        });
    options
}

fn options(url: &str, size: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(size)
        .min_connections(1)
        .sqlx_logging(false);
    options
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use sea_orm::EntityTrait;

    use super::*;

    async fn table_names(db: &Db) -> Vec<String> {
        let sql = "SELECT name FROM sqlite_master WHERE type = 'table' \
                   AND name NOT LIKE 'sqlite_%' AND name <> 'seaql_migrations'";
        let rows = db
            .read()
            .query_all_raw(sea_orm::Statement::from_string(DbBackend::Sqlite, sql));
        let rows = rows.await.unwrap();
        rows.iter().map(|row| row.try_get_by(0).unwrap()).collect()
    }

    #[tokio::test]
    async fn the_schema_goes_up_and_down_and_up_again() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/t.db", folder.path().display());
        let db = Db::connect(&url).await.unwrap();
        db.migrate().await.unwrap();
        let first = table_names(&db).await;
        assert_eq!(first.len(), 36, "{first:?}");

        Migrator::down(&db.write, None).await.unwrap();
        assert_eq!(table_names(&db).await, Vec::<String>::new());

        db.migrate().await.unwrap();
        db.migrate().await.unwrap();
        assert_eq!(table_names(&db).await, first);
        db.close().await.unwrap();
    }

    /// Reads a row of a table, which fails where it lacks a column of its entity.
    async fn read_one<E: EntityTrait>(db: &Db) {
        let row = E::find().one(db.read()).await;
        assert!(
            row.is_ok_and(|row| row.is_none()),
            "{}",
            E::default().table_name()
        );
    }

    #[tokio::test]
    async fn every_table_has_the_columns_of_its_entity() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/t.db", folder.path().display());
        let db = Db::connect(&url).await.unwrap();
        db.migrate().await.unwrap();
        read_one::<entity::absence::Entity>(&db).await;
        read_one::<entity::authority::Entity>(&db).await;
        read_one::<entity::authority_closure::Entity>(&db).await;
        read_one::<entity::case_fact::Entity>(&db).await;
        read_one::<entity::chat_attempt::Entity>(&db).await;
        read_one::<entity::chat_channel::Entity>(&db).await;
        read_one::<entity::chat_code::Entity>(&db).await;
        read_one::<entity::chat_lease::Entity>(&db).await;
        read_one::<entity::chat_link::Entity>(&db).await;
        read_one::<entity::chat_server::Entity>(&db).await;
        read_one::<entity::chat_service::Entity>(&db).await;
        read_one::<entity::chat_setting::Entity>(&db).await;
        read_one::<entity::child_case::Entity>(&db).await;
        read_one::<entity::contact::Entity>(&db).await;
        read_one::<entity::contact_point::Entity>(&db).await;
        read_one::<entity::contact_step::Entity>(&db).await;
        read_one::<entity::deadline::Entity>(&db).await;
        read_one::<entity::duty_shift::Entity>(&db).await;
        read_one::<entity::event::Entity>(&db).await;
        read_one::<entity::family::Entity>(&db).await;
        read_one::<entity::forum_schedule::Entity>(&db).await;
        read_one::<entity::holding::Entity>(&db).await;
        read_one::<entity::idempotency_key::Entity>(&db).await;
        read_one::<entity::matter::Entity>(&db).await;
        read_one::<entity::notification::Entity>(&db).await;
        read_one::<entity::pack_version::Entity>(&db).await;
        read_one::<entity::practitioner::Entity>(&db).await;
        read_one::<entity::practitioner_role::Entity>(&db).await;
        read_one::<entity::rota::Entity>(&db).await;
        read_one::<entity::rota_turn::Entity>(&db).await;
        read_one::<entity::team::Entity>(&db).await;
        read_one::<entity::transfer::Entity>(&db).await;
    }

    #[tokio::test]
    async fn the_reading_connections_refuse_to_write() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/t.db", folder.path().display());
        let db = Db::connect(&url).await.unwrap();
        db.migrate().await.unwrap();
        let deletion = entity::authority::Entity::delete_many().exec(db.read());
        assert!(deletion.await.is_err());
    }

    #[tokio::test]
    async fn a_database_in_memory_is_refused() {
        assert!(Db::connect("sqlite::memory:").await.is_err());
    }

    #[test]
    fn instants_keep_their_microseconds_and_no_more() {
        let instant = DateTime::from_timestamp(1_800_000_000, 123_456_789).unwrap();
        assert_eq!(to_micros(instant).timestamp_subsec_nanos(), 123_456_000);
    }
}
