//! The assistant: at a terminal, or in Discord.

use std::process::ExitCode;

use anyhow::Context;
use bot::assistant::{Assistant, Audience};
use bot::config::{self, Cli, Command};
use bot::console;
use bot::discord::{self, DiscordSettings, Stop};
use clap::Parser;
use tracing_subscriber::EnvFilter;

/// Discord is away for good: the token was refused, or another process speaks with it.
const CANNOT_GO_ON: u8 = 2;

fn main() -> ExitCode {
    match started() {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("landsafe-bot: {failure:#}");
            ExitCode::FAILURE
        }
    }
}

fn started() -> anyhow::Result<ExitCode> {
    config::read_file().context("the file of settings cannot be read")?;
    let cli = Cli::parse();
    let usual = match cli.command {
        Command::Discord(_) => "info,serenity=warn",
        _ => "warn",
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(usual));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    runtime.context("cannot start")?.block_on(run(cli))
}

async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let api = cli
        .settings
        .client()
        .context("the connection to the API could not be prepared")?;
    let assistant = Assistant::new(api.clone(), cli.settings.pack, Audience::Terminal);
    match cli.command {
        Command::Console => console::talk(&assistant, api).await?,
        Command::Ask { question } => console::ask(&assistant, &question).await?,
        Command::Batch => console::batch(&assistant).await?,
        Command::Discord(settings) => return in_discord(&settings, &cli.settings.api).await,
    }
    Ok(ExitCode::SUCCESS)
}

async fn in_discord(settings: &DiscordSettings, api: &str) -> anyhow::Result<ExitCode> {
    if settings.check {
        return Ok(checked(discord::check(settings, api).await));
    }
    settings.token()?;
    settings.secrets()?;
    let stop = Stop::default();
    tokio::spawn(stop_when_told(stop.clone()));
    match discord::run(settings, api, &stop).await {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(failure) => {
            tracing::error!("{failure:#}");
            Ok(ExitCode::from(CANNOT_GO_ON))
        }
    }
}

/// Says what is there and what is not.
fn checked(found: Vec<anyhow::Result<String>>) -> ExitCode {
    let mut code = ExitCode::SUCCESS;
    for one in found {
        match one {
            Ok(sentence) => println!("{sentence}"),
            Err(wrong) => {
                eprintln!("landsafe-bot: {wrong:#}");
                code = ExitCode::FAILURE;
            }
        }
    }
    code
}

/// Stops at the first Ctrl-C or SIGTERM.
async fn stop_when_told(stop: Stop) {
    let terminated = async {
        #[cfg(unix)]
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
        #[cfg(not(unix))]
        std::future::pending::<()>().await;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
    stop.now();
}
