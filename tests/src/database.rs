//! Databases: a fresh one for each test, copied from one that was migrated once, on SQLite and on PostgreSQL.

use std::path::Path;
use std::sync::Mutex;

use actix_web::dev::ServerHandle;
use anyhow::Context;
use api::db::Db;
use sea_orm::{ConnectionTrait, Database as Connection};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::postgres::Cluster;

/// A migrated database without an entry, which every PostgreSQL test copies.
const TEMPLATE: &str = "landsafe_template";

/// The database of one test.
#[derive(Debug)]
pub struct Database {
    url: String,
    _folder: Option<TempDir>,
    servers: Mutex<Vec<ServerHandle>>,
}

impl Database {
    /// Its address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Take note of a server that works on it, which is stopped when the test is over.
    pub(crate) fn served_by(&self, server: ServerHandle) {
        self.servers
            .lock()
            .expect("no test panics while it holds this")
            .push(server);
    }

    async fn stop_servers(&self) {
        let servers = std::mem::take(
            &mut *self
                .servers
                .lock()
                .expect("no test panics while it holds this"),
        );
        for server in servers {
            server.stop(false).await;
        }
    }

    fn new(url: String, folder: Option<TempDir>) -> Self {
        Self {
            url,
            _folder: folder,
            servers: Mutex::default(),
        }
    }
}

/// Run a story on a fresh SQLite file.
///
/// # Panics
///
/// Where the story does, or the file cannot be made.
pub async fn on_sqlite(story: impl AsyncFnOnce(&Database)) {
    let database = sqlite().await.expect("a fresh SQLite database");
    story(&database).await;
    database.stop_servers().await;
}

/// Run a story on a fresh PostgreSQL database.
///
/// # Panics
///
/// Where the story does, or PostgreSQL is not installed: the message names `./tests/run`. It is never passed over.
pub async fn on_postgresql(story: impl AsyncFnOnce(&Database)) {
    let name = format!("landsafe_{}", Uuid::new_v4().simple());
    let cluster = cluster().await;
    let made = command(
        cluster,
        format!("CREATE DATABASE {name} TEMPLATE {TEMPLATE}"),
    );
    made.await.expect("a fresh PostgreSQL database");
    let database = Database::new(cluster.url(&name), None);
    story(&database).await;
    database.stop_servers().await;
    let dropped = command(cluster, format!("DROP DATABASE {name} WITH (FORCE)"));
    dropped.await.expect("the database goes with its test");
}

/// A test for each story on each database: `on_sqlite::NAME` and `on_postgresql::NAME`.
#[macro_export]
macro_rules! on_both_databases {
    ($($story:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                $crate::database::on_sqlite(super::$story).await;
            })+
        }

        mod on_postgresql {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                $crate::database::on_postgresql(super::$story).await;
            })+
        }
    };
}

async fn sqlite() -> anyhow::Result<Database> {
    static MIGRATED: OnceCell<Vec<u8>> = OnceCell::const_new();
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("landsafe.db");
    std::fs::write(&file, MIGRATED.get_or_try_init(migrated_file).await?)?;
    Ok(Database::new(sqlite_url(&file), Some(folder)))
}

/// The bytes of a migrated file; closing the last connection has brought the write-ahead log home.
async fn migrated_file() -> anyhow::Result<Vec<u8>> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("template.db");
    let db = Db::connect(&sqlite_url(&file)).await?;
    db.migrate().await?;
    db.close().await?;
    Ok(std::fs::read(file)?)
}

fn sqlite_url(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}

async fn cluster() -> &'static Cluster {
    static CLUSTER: OnceCell<Cluster> = OnceCell::const_new();
    let started = CLUSTER.get_or_try_init(async || {
        let cluster = Cluster::start()?;
        command(&cluster, format!("CREATE DATABASE {TEMPLATE}")).await?;
        let db = Db::connect(&cluster.url(TEMPLATE)).await?;
        db.migrate().await?;
        db.close().await?;
        anyhow::Ok(cluster)
    });
    match started.await {
        Ok(cluster) => cluster,
        Err(wrong) => panic!("{wrong:#}"),
    }
}

/// One statement to the server itself, outside any transaction.
async fn command(cluster: &Cluster, sql: String) -> anyhow::Result<()> {
    let conn = Connection::connect(cluster.url("postgres")).await?;
    let done = conn.execute_unprepared(&sql).await;
    conn.close().await?;
    done.context(sql).map(|_| ())
}
