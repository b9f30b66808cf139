//! What the assistant is told at the start: where the API is, who is speaking, which pack answers.

use std::path::PathBuf;

use crate::discord::DiscordSettings;
use clap::{Args, Parser, Subcommand};
use openapi::{ApiError, Client};
use secrecy::{ExposeSecret, SecretString};

const EXAMPLES: &str = "\
Examples:
  landsafe-bot ask \"who do I call about a child at risk tonight?\"
  landsafe-bot console
      > open a transfer for C-0041
      > pending
      > show T-0031
      > tick T-0031 chronology
      > accept T-0031
  echo '{\"question\": \"who decides?\"}' | landsafe-bot batch

If a life is at risk, ring 999 first.";

/// Who do I call, what waits for me, what is due: the procedure for moving cases, at a terminal.
#[derive(Debug, Parser)]
#[command(name = "landsafe-bot", version, after_help = EXAMPLES)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Where the API is and who is speaking.
    #[command(flatten)]
    pub settings: Settings,
}

/// The faces of the assistant at a terminal.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Talk: questions and commands, line by line; nudges appear as they come
    Console,
    /// Answer one question and leave; the exit code is not 0 where there was no answer to be had
    Ask {
        /// The question, in plain words
        question: String,
    },
    /// Read JSON lines, {"say": "…"} or {"question": "…"}, and answer each with one JSON line
    ///
    /// Lines with "say" are one conversation, as at the console. Lines with "question" are answered each on its own,
    /// with the outcome and the ids of the entries that matched.
    Batch,
    /// Be in Discord: commands, buttons, nudges
    Discord(DiscordSettings),
}

/// Where the API is and who is speaking.
#[derive(Debug, Args)]
pub struct Settings {
    /// Address of the API
    #[arg(
        long,
        global = true,
        env = "LANDSAFE_API",
        default_value = "http://127.0.0.1:8080",
        value_name = "URL"
    )]
    pub api: String,
    /// Your token, which says who you are
    #[arg(long, global = true, env = "LANDSAFE_TOKEN", hide_env_values = true)]
    pub token: Option<SecretString>,
    /// Pack that answers; without it your authority's own
    #[arg(long, global = true, env = "LANDSAFE_PACK")]
    pub pack: Option<String>,
    /// File with settings, a NAME=value on each line; what the environment says goes before it
    #[arg(long, global = true, env = "LANDSAFE_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// Reads the file of settings, if one is named with `--config` or LANDSAFE_CONFIG; otherwise `.env`, if there is one.
///
/// # Errors
///
/// Where the file that is named cannot be read.
pub fn read_file() -> Result<(), dotenvy::Error> {
    let mut words = std::env::args_os()
        .skip_while(|word| word != "--config")
        .skip(1);
    match words.next().or_else(|| std::env::var_os("LANDSAFE_CONFIG")) {
        Some(file) => dotenvy::from_path(file),
        None => match dotenvy::dotenv() {
            Err(missing) if missing.not_found() => Ok(()),
            read => read.map(drop),
        },
    }
}

impl Settings {
    /// A client of the API for the one who is speaking.
    ///
    /// # Errors
    ///
    /// Where the TLS back end cannot be started.
    pub fn client(&self) -> Result<Client, ApiError> {
        let token = self
            .token
            .as_ref()
            .map(|token| token.expose_secret().to_owned());
        Client::new(self.api.clone(), token)
    }
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
    fn help_teaches_by_example_and_names_999() {
        let help = Cli::command().render_long_help().to_string();
        assert!(help.contains("open a transfer for") && help.contains("999"));
    }
}
