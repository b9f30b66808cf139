//! The contract from the command line.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use crate::cli;
use crate::document;

/// What is wanted of the document.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  landsafe-api openapi > openapi/openapi.json")]
pub struct Options {
    /// Compare it with a file instead; exit code 1 where they differ
    #[arg(long, value_name = "FILE")]
    check: Option<PathBuf>,
}

/// Print the OpenAPI document, or compare it with a file.
///
/// # Errors
///
/// Where the file cannot be read.
pub(super) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let document = document::openapi().to_pretty_json()?;
    let Some(file) = &options.check else {
        cli::print(&document)?;
        return Ok(ExitCode::SUCCESS);
    };
    let kept =
        std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    if kept.trim_end() == document {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!(
        "{} is not what the code says: landsafe-api openapi > {}",
        file.display(),
        file.display()
    );
    Ok(ExitCode::FAILURE)
}
