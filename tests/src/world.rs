//! The world of one test: the real server on a database of its own, with a clock that can be moved.

use std::net::TcpListener;
use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::web;
use anyhow::Context;
use api::app::App;
use api::auth::Keys;
use api::clock::Clock;
use api::db::Db;
use api::procedures::Procedures;
use api::{server, worker};
use chrono::TimeDelta;
use openapi::SetClock;
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::authority::Person;
use crate::caller::{Caller, at};
use crate::contract::Contract;
use crate::database::Database;

/// The key pair of every world, so that a token outlives a restart.
static KEYS: OnceCell<Vec<u8>> = OnceCell::const_new();

/// The built-in procedures: reading and checking them takes longer than most stories.
static PROCEDURES: OnceCell<Procedures> = OnceCell::const_new();

/// How long a token is good for: longer than any run.
const TOKEN_HOURS: i64 = 24;

/// How often the clockwork is looked at again, and after how long.
const PATIENCE: u32 = 500;
const MOMENT: Duration = Duration::from_millis(10);

/// A running server and whatever is needed to talk to it.
#[derive(Debug)]
pub struct World {
    pub(crate) app: web::Data<App>,
    base_url: String,
    http: reqwest::Client,
    server: ServerHandle,
    /// The token of whoever moves the clock: the first administrator.
    pub(crate) traveller: OnceLock<String>,
}

impl World {
    /// Start the server on a free port, at an instant (RFC 3339, UTC).
    ///
    /// # Panics
    ///
    /// Where it does not start.
    pub async fn start(database: &Database, now: &str) -> Self {
        match Self::started(database, now, None).await {
            Ok(world) => world,
            Err(wrong) => panic!("the server does not start: {wrong:#}"),
        }
    }

    /// Start the server as `--packs FOLDER` does, with the packs of a folder beside the built-in ones.
    ///
    /// # Panics
    ///
    /// Where it does not start: a pack with a mistake is named.
    pub async fn start_with_packs(database: &Database, now: &str, packs: &Path) -> Self {
        match Self::started(database, now, Some(packs)).await {
            Ok(world) => world,
            Err(wrong) => panic!("the server does not start: {wrong:#}"),
        }
    }

    async fn started(database: &Database, now: &str, packs: Option<&Path>) -> anyhow::Result<Self> {
        let clock = clock_at(now);
        let keys = KEYS.get_or_try_init(async || Keys::generate()).await?;
        let today = clock.now().date_naive();
        // The built-in packs are read once for all worlds.
        let builtin = PROCEDURES.get_or_try_init(async || Procedures::load(None, today));
        let builtin = builtin.await?;
        let app = App {
            db: Db::connect(database.url()).await?,
            procedures: match packs {
                Some(packs) => builtin.with(packs, today)?,
                None => builtin.clone(),
            },
            clock,
            keys: Keys::from_pkcs8(keys)?,
        };
        app.procedures.keep(&app.db, app.clock.now()).await?;
        Self::serving(database, app).await
    }

    async fn serving(database: &Database, app: App) -> anyhow::Result<Self> {
        let app = web::Data::new(app);
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let base_url = format!("http://{}", listener.local_addr()?);
        let server = server::start(app.clone(), listener, true).await?;
        let handle = server.handle();
        database.served_by(handle.clone());
        tokio::spawn(server);
        let http = reqwest::Client::builder().no_proxy().build();
        Ok(Self {
            app,
            base_url,
            http: http.context("cannot make an HTTP client")?,
            server: handle,
            traveller: OnceLock::new(),
        })
    }

    /// Someone who is signed in.
    pub fn as_<'w>(&'w self, person: &'w Person) -> Caller<'w> {
        Caller::new(self, Some(&person.token))
    }

    /// Someone who is not.
    pub fn nobody(&self) -> Caller<'_> {
        Caller::new(self, None)
    }

    /// Someone with a token of their own making.
    pub fn with_token<'w>(&'w self, token: &'w str) -> Caller<'w> {
        Caller::new(self, Some(token))
    }

    /// Move the clock forward to an instant (RFC 3339, UTC); what is due by then has happened when this is done.
    ///
    /// # Panics
    ///
    /// Where the server refuses, or nobody works there yet.
    pub async fn travel_to(&self, now: &str) {
        let clock = SetClock::At { at: at(now) };
        let body = serde_json::to_value(clock).expect("a clock is JSON");
        let token = self.traveller.get().expect("an authority comes first");
        let moved = self.with_token(token).put("/demo/clock", body).await;
        moved.with::<openapi::Clock>(200);
        self.tick().await;
    }

    /// Move the clock forward while the clockwork is down.
    pub fn skip_to(&self, now: &str) {
        self.app.clock.travel_to(at(now));
    }

    /// Let the clockwork deal with everything that is due, and wait for what the server's own has taken.
    ///
    /// # Panics
    ///
    /// Where it fails, or does not come to an end.
    pub async fn tick(&self) {
        for _ in 0..PATIENCE {
            worker::tick(&self.app).await.expect("the clockwork runs");
            let is_idle = worker::is_idle(&self.app).await;
            if is_idle.expect("the database answers") {
                return;
            }
            tokio::time::sleep(MOMENT).await;
        }
        panic!("the clockwork does not come to an end");
    }

    /// Stop the server at once, whatever it is doing.
    pub async fn stop(&self) {
        self.server.stop(false).await;
    }

    /// A token for a practitioner.
    pub(crate) fn token(&self, authority: Uuid, practitioner: Uuid) -> String {
        // Tokens are held against real time, wherever the clock of the world stands.
        let now = api::db::now();
        let until = now + TimeDelta::hours(TOKEN_HOURS);
        let keys = &self.app.keys;
        keys.token(authority, practitioner, now, until)
            .expect("a token can be signed")
    }

    /// The served document, which is the same for every world of a run.
    pub async fn contract(&self) -> &'static Contract {
        static CONTRACT: OnceCell<Contract> = OnceCell::const_new();
        let served = CONTRACT.get_or_try_init(async || {
            let document = self.http.get(self.url("/openapi.json")).send().await?;
            anyhow::Ok(Contract::new(document.error_for_status()?.json().await?))
        });
        match served.await {
            Ok(contract) => contract,
            Err(wrong) => panic!("the document is not served: {wrong:#}"),
        }
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }

    /// The client that everyone in this world uses.
    pub fn http(&self) -> &reqwest::Client {
        &self.http
    }
}

fn clock_at(now: &str) -> Clock {
    let clock = Clock::travelling();
    clock.travel_to(at(now));
    clock
}
