//! The server: put together, listening, logging, and stopped without losing what is under way.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{Server, ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::middleware::{Compress, Next, from_fn};
use actix_web::{Error, HttpServer, web};
use anyhow::{Context, anyhow};
use tracing::{info, warn};

use crate::app::App;
use crate::auth::Keys;
use crate::clock::Clock;
use crate::db::Db;
use crate::procedures::Procedures;
use crate::{reticence, routes, worker};

/// How long requests under way may take to finish when the server stops, in seconds.
const STOP_WITHIN: u64 = 10;

/// Everything that requests need: packs loaded and kept, database connected and migrated, keys read.
///
/// * `database_url` – `sqlite://PATH`, made where missing, or `postgres://…`
/// * `key_file` – made where missing
/// * `packs` – folder of further packs
///
/// # Errors
///
/// Where a pack has mistakes (all are named), the key cannot be read, or the database does not answer.
pub async fn app(
    database_url: &str,
    key_file: &Path,
    packs: Option<&Path>,
    clock: Clock,
) -> anyhow::Result<App> {
    let procedures = Procedures::load(packs, clock.now().date_naive())?;
    let keys = Keys::in_file(key_file)?;
    let db = Db::connect(database_url)
        .await
        .context("cannot open the database: is its address right, and does it run?")?;
    db.migrate()
        .await
        .context("cannot bring the tables of the database up to date")?;
    procedures
        .keep(&db, clock.now())
        .await
        .context("cannot keep the packs in the database")?;
    Ok(App {
        db,
        clock,
        procedures,
        keys,
    })
}

/// Take a port.
///
/// # Errors
///
/// Where it is taken already or not ours to take; the message says what to do.
pub fn listen(on: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(on).map_err(|wrong| match wrong.kind() {
        ErrorKind::AddrInUse => anyhow!(
            "something listens on {on} already: stop it, or take another port (LANDSAFE_LISTEN for serve, --port for demo; 0 takes a free one)"
        ),
        ErrorKind::PermissionDenied => anyhow!("{on} needs special rights: take a port of 1024 or more"),
        ErrorKind::AddrNotAvailable => anyhow!("{on} is no address of this machine: 127.0.0.1 and 0.0.0.0 always are"),
        _ => anyhow!("cannot listen on {on}: {wrong}"),
    })
}

/// Start serving and working. The server runs until its handle stops it; signals are the caller's.
///
/// * `demo` – whether the clock can be moved over HTTP
///
/// # Errors
///
/// Where the listener cannot be used.
pub async fn start(
    app: web::Data<App>,
    listener: TcpListener,
    demo: bool,
) -> std::io::Result<Server> {
    tokio::spawn(worker::run(app.clone()));
    let server = HttpServer::new(move || {
        actix_web::App::new()
            .app_data(app.clone())
            .wrap(from_fn(reticence::keep_back))
            .wrap(Compress::default())
            .wrap(from_fn(log_request))
            .configure(|config| routes::configure(config, demo))
    });
    Ok(server
        .listen(listener)?
        .disable_signals()
        .shutdown_timeout(STOP_WITHIN)
        .run())
}

/// Run until SIGTERM or Ctrl-C; requests under way are finished first.
///
/// # Errors
///
/// Where the server fails.
pub async fn until_stopped(server: Server) -> anyhow::Result<()> {
    let handle = server.handle();
    tokio::spawn(async move {
        stop_signal().await;
        info!("stopping: requests under way are finished first");
        handle.stop(true).await;
    });
    server.await.context("the server failed")
}

#[cfg(unix)]
async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
        }
        Err(wrong) => {
            warn!(%wrong, "SIGTERM cannot be heard; Ctrl-C stops the server");
            tokio::signal::ctrl_c().await.ok();
        }
    }
}

#[cfg(not(unix))]
async fn stop_signal() {
    tokio::signal::ctrl_c().await.ok();
}

/// One line a request: never what was asked in the query or sent in the body.
async fn log_request(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody + 'static>, Error> {
    let started = Instant::now();
    let method = request.method().clone();
    let path = request.path().to_owned();
    let answer = next.call(request).await;
    let status = match &answer {
        Ok(response) => response.status(),
        Err(wrong) => wrong.as_response_error().status_code(),
    };
    let (status, millis) = (status.as_u16(), started.elapsed().as_millis());
    match status < StatusCode::INTERNAL_SERVER_ERROR.as_u16() {
        true => info!(%method, path, status, millis, "answered"),
        false => warn!(%method, path, status, millis, "failed"),
    }
    answer
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_is_taken_is_named_with_what_to_do() {
        let first = listen("127.0.0.1:0".parse().unwrap()).unwrap();
        let taken = first.local_addr().unwrap();
        let told = listen(taken).unwrap_err().to_string();
        assert!(
            told.contains(&taken.to_string()) && told.contains("--port"),
            "{told}"
        );
    }
}
