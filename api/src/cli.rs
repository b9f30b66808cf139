//! The command line: serving, trying out, setting up, and looking after packs.

mod authorities;
pub mod chat;
mod closures;
mod contract;
mod learn;
mod meetings;
mod packs;
mod tokens;

use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use actix_web::web;
use anyhow::Context;
use clap::{Parser, Subcommand};
use secrecy::ExposeSecret;
use tracing::info;

use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;
use crate::{demo, server};

const EXAMPLES: &str = "\
Try it, with invented people and cases and nothing to install:
  landsafe-api demo

Run it for an authority (.env.example lists the variables):
  cp .env.example .env
  landsafe-api authority add \"Exampleshire\" --pack exampleshire --administrator \"A. B.\"
  landsafe-api serve

Write your own procedure, from an empty folder:
  landsafe-api pack new exampleshire
  landsafe-api pack check packs/exampleshire
  landsafe-api pack show packs/exampleshire";

/// Makes sure that every child's case that moves between teams lands safely
#[derive(Debug, Parser)]
#[command(name = "landsafe-api", version, after_help = EXAMPLES)]
pub struct Cli {
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What the command line can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the API, with the configuration of the environment or .env
    Serve,
    /// Try everything out: an invented authority for every pack, with tokens to use at once
    Demo(demo::Options),
    /// Bring the tables of the database up to date, and leave
    Migrate,
    /// Print a token for a practitioner
    Token(tokens::Options),
    /// Set up authorities
    #[command(subcommand)]
    Authority(authorities::AuthorityCommand),
    /// Set up practitioners; administrators do the rest over the API
    #[command(subcommand)]
    Practitioner(authorities::PractitionerCommand),
    /// The assistant's own account on a chat platform
    #[command(subcommand)]
    Chat(chat::ChatCommand),
    /// Days on which an authority is closed, and newly proclaimed bank holidays
    #[command(subcommand)]
    Closures(closures::ClosuresCommand),
    /// When the meetings sit that transfers wait for
    #[command(subcommand)]
    Meetings(meetings::MeetingsCommand),
    /// Begin, check, show and compare packs
    #[command(subcommand)]
    Pack(packs::PackCommand),
    /// Print the OpenAPI document
    Openapi(contract::Options),
}

impl Command {
    /// What is logged unless `LANDSAFE_LOG` says otherwise: requests where it serves, trouble elsewhere.
    pub fn usual_log(&self) -> &'static str {
        match self {
            Self::Serve => "info,actix_server=warn,sea_orm_migration=warn",
            _ => "warn",
        }
    }
}

/// Do what was asked.
///
/// # Errors
///
/// Whatever went wrong, in words for the one who asked.
pub async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    match cli.command {
        Command::Serve => serve().await?,
        Command::Demo(options) => demo::run(&options).await?,
        Command::Migrate => migrate().await?,
        Command::Token(options) => tokens::print(&options).await?,
        Command::Authority(command) => authorities::run(command).await?,
        Command::Practitioner(command) => authorities::add_practitioner(command).await?,
        Command::Chat(command) => chat::run(command).await?,
        Command::Closures(command) => closures::run(command).await?,
        Command::Meetings(command) => meetings::run(command).await?,
        Command::Pack(command) => return packs::run(&command).await,
        Command::Openapi(options) => return contract::run(&options),
    }
    Ok(ExitCode::SUCCESS)
}

/// Print on stdout. A reader who has seen enough, such as `head`, is no mistake.
fn print(text: &str) -> std::io::Result<()> {
    match writeln!(std::io::stdout().lock(), "{text}") {
        Err(wrong) if wrong.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// The server's state, as the configuration says.
async fn app(config: &Config) -> anyhow::Result<App> {
    server::app(
        config.database_url.expose_secret(),
        &config.key_file,
        config.packs.as_deref(),
        Clock::default(),
    )
    .await
}

async fn serve() -> anyhow::Result<()> {
    let config = Config::from_env()?;
    let listener = server::listen(config.listen)?;
    let app = web::Data::new(app(&config).await?);
    let db = app.db.clone();
    info!(address = %listener.local_addr()?, "serving");
    let server = server::start(app, listener, false).await?;
    server::until_stopped(server).await?;
    Ok(db.close().await?)
}

async fn migrate() -> anyhow::Result<()> {
    let config = Config::from_env()?;
    let db = Db::connect(config.database_url.expose_secret())
        .await
        .context("cannot open the database: is its address right, and does it run?")?;
    db.migrate()
        .await
        .context("cannot bring the tables up to date")?;
    println!("the tables are up to date");
    Ok(db.close().await?)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn help_teaches_by_example() {
        let help = Cli::command().render_long_help().to_string();
        assert!(
            help.contains("landsafe-api demo") && help.contains("pack check"),
            "{help}"
        );
    }
}
