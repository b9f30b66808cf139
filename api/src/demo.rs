//! The demonstration: an invented authority for every pack, with people, cases and transfers in every state.
//!
//! Nothing in it is real. Everything that happens to a transfer happens through the same door as in service, while the
//! clock is moved back; afterwards it shows the real time again.

mod answers;
mod cases;
mod people;
mod personas;
mod rota;
mod setting_up;
mod stage;
mod standing;
mod stories;
mod welcome;
mod world;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use actix_web::web;
use anyhow::{Context, bail};
use clap::Args;

use crate::app::App;
use crate::clock::Clock;
use crate::{db, server, worker};
use welcome::Welcome;
use world::World;

/// Files that the demonstration makes in its folder, and that `--reset` deletes.
const FILES: [&str; 4] = [
    "landsafe.db",
    "landsafe.db-wal",
    "landsafe.db-shm",
    "landsafe.key",
];

const EXAMPLES: &str = "\
Examples:
  landsafe-api demo                          on http://127.0.0.1:8080, kept in .landsafe-demo
  landsafe-api demo --reset                  from the beginning
  landsafe-api demo --port 0 --json          on a free port; everything a script needs on one line
  landsafe-api demo --packs packs            with your own packs as well
  landsafe-api demo --database postgres://landsafe@127.0.0.1/landsafe

Nobody in it is real. It listens on this machine only, and its clock can be moved: PUT /demo/clock.";

/// How to demonstrate.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Options {
    /// Port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Folder that the database and the key are kept in
    #[arg(long, default_value = ".landsafe-demo", value_name = "DIR")]
    data_dir: PathBuf,
    /// Database to use instead of the SQLite file in the folder
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Delete what an earlier demonstration left in the folder, and start from the beginning
    #[arg(long)]
    reset: bool,
    /// Print one line of JSON with addresses and tokens instead of the welcome
    #[arg(long)]
    json: bool,
    /// Folder of further packs
    #[arg(long, value_name = "DIR")]
    packs: Option<PathBuf>,
}

/// Fill in whatever is not there yet, say how to use it, and serve until stopped.
///
/// # Errors
///
/// Where the port is taken, the folder cannot be used, a pack has mistakes or the database fails.
pub async fn run(options: &Options) -> anyhow::Result<()> {
    let listener = server::listen(SocketAddr::from((Ipv4Addr::LOCALHOST, options.port)))?;
    let url = prepare(options)?;
    let app = server::app(
        &url,
        &options.data_dir.join("landsafe.key"),
        options.packs.as_deref(),
        Clock::travelling(),
    )
    .await?;
    fill(&app).await?;
    let welcome = Welcome::new(&app, listener.local_addr()?).await?;
    let db = app.db.clone();
    let server = server::start(web::Data::new(app), listener, true).await?;
    match options.json {
        true => welcome.print_json()?,
        false => welcome.print(),
    }
    server::until_stopped(server).await?;
    Ok(db.close().await?)
}

/// Make the folder ready; the address of the database.
fn prepare(options: &Options) -> anyhow::Result<String> {
    if options.reset && options.database.is_some() {
        bail!(
            "--reset deletes the demonstration's own files only: empty the database of --database yourself"
        );
    }
    let folder = &options.data_dir;
    if options.reset {
        for file in FILES.map(|name| folder.join(name)) {
            match std::fs::remove_file(&file) {
                Err(wrong) if wrong.kind() != std::io::ErrorKind::NotFound => {
                    return Err(wrong).with_context(|| format!("cannot delete {}", file.display()));
                }
                _ => {}
            }
        }
    }
    std::fs::create_dir_all(folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    Ok(options
        .database
        .clone()
        .unwrap_or_else(|| format!("sqlite://{}", folder.join(FILES[0]).display())))
}

/// Fill in an authority for every pack that has none yet, and let the clockwork catch up.
///
/// The clock is moved back meanwhile, and goes on from where it was.
///
/// # Errors
///
/// Whatever the database says.
pub async fn fill(app: &App) -> anyhow::Result<()> {
    let procedures: Vec<_> = app.procedures.all().cloned().collect();
    for procedure in procedures {
        if World::find(app, &procedure).await?.is_some() {
            eprintln!("{}: kept as it is", world::name(&procedure));
            continue;
        }
        setting_up::set_up(app, &procedure).await?;
        let world = World::find(app, &procedure)
            .await?
            .context("the authority that was set up is not there")?;
        let (present, began) = (app.clock.now(), db::now());
        let filled = stories::tell_all(app, &world).await;
        app.clock.travel_to(present + (db::now() - began));
        filled?;
    }
    Ok(worker::tick(app).await?)
}

#[cfg(test)]
mod tests;
