//! The assistant at a terminal.

use std::process::ExitCode;

use anyhow::Context;
use bot::assistant::{Assistant, Audience};
use bot::config::{Cli, Command};
use bot::console;
use clap::Parser;
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    match run(cli).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("landsafe-bot: {failure:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> anyhow::Result<()> {
    let api = cli
        .settings
        .client()
        .context("the connection to the API could not be prepared")?;
    let assistant = Assistant::new(api.clone(), cli.settings.pack, Audience::Terminal);
    match cli.command {
        Command::Console => console::talk(&assistant, api).await?,
        Command::Ask { question } => console::ask(&assistant, &question).await?,
        Command::Batch => console::batch(&assistant).await?,
    }
    Ok(())
}
