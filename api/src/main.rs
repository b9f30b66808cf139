//! The server's command line.

use std::process::ExitCode;

use anyhow::Context;
use api::cli::{self, Cli};
use api::config;
use clap::Parser;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(wrong) => {
            eprintln!("landsafe-api: {wrong:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<ExitCode> {
    config::read_env_file()?;
    let cli = Cli::parse();
    let filter = config::log_filter(cli.command.usual_log());
    let filter = EnvFilter::try_new(&filter)
        .with_context(|| format!("LANDSAFE_LOG cannot be read: \"{filter}\""))?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    runtime.context("cannot start")?.block_on(cli::run(cli))
}
