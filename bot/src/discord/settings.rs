//! What this face is told at the start.

use anyhow::Context;
use clap::Args;
use secrecy::{ExposeSecret, SecretString};

use super::gateway::Place;
use super::shards::ShardRange;

/// How to be in Discord.
#[derive(Debug, Clone, Args)]
pub struct DiscordSettings {
    /// Token of the application, from Discord's developer portal
    #[arg(long = "discord-token", env = "DISCORD_TOKEN", hide_env_values = true)]
    pub token: Option<SecretString>,
    /// The assistant's own secret in an authority; several with commas between
    #[arg(
        long = "service",
        env = "LANDSAFE_SERVICE_SECRETS",
        hide_env_values = true,
        value_delimiter = ','
    )]
    pub services: Vec<SecretString>,
    /// Register commands in this server only, where a change shows at once: for development
    #[arg(long, env = "DISCORD_GUILD", value_name = "ID")]
    pub guild: Option<u64>,
    /// Number of shards; absent means as many as Discord proposes
    #[arg(long, env = "DISCORD_SHARDS")]
    pub shards: Option<u32>,
    /// Only these of the shards, such as 0-3, where several processes share them; absent means all
    #[arg(long, env = "DISCORD_SHARD_RANGE", value_name = "FIRST-LAST")]
    pub shard_range: Option<ShardRange>,
    /// Address of Discord's API
    #[arg(
        long,
        env = "DISCORD_API",
        default_value = "https://discord.com",
        value_name = "URL"
    )]
    pub discord_api: String,
    /// Address of Discord's gateway; absent means that its API says where
    #[arg(long, env = "DISCORD_GATEWAY", value_name = "URL")]
    pub gateway: Option<String>,
    /// Milliseconds between two looks for notifications
    #[arg(long, env = "LANDSAFE_LOOK_MS", default_value_t = 2000, hide = true)]
    pub look_ms: u64,
    /// Only say whether everything is there that is needed
    #[arg(long)]
    pub check: bool,
}

impl DiscordSettings {
    /// The token.
    ///
    /// # Errors
    ///
    /// Where there is none: the way to try without is named.
    pub fn token(&self) -> anyhow::Result<&SecretString> {
        let token = self
            .token
            .as_ref()
            .filter(|token| !token.expose_secret().trim().is_empty());
        token.context(
            "no Discord token: set DISCORD_TOKEN (docs/discord.md says where it comes from). \
             To try the assistant without one, run `landsafe-bot console`",
        )
    }

    /// The assistant's own secrets, one of each authority.
    ///
    /// # Errors
    ///
    /// Where there is none.
    pub fn secrets(&self) -> anyhow::Result<&[SecretString]> {
        anyhow::ensure!(
            !self.services.is_empty(),
            "no service secret: set LANDSAFE_SERVICE_SECRETS to what the API gave the assistant (docs/discord.md)"
        );
        Ok(&self.services)
    }

    /// Where Discord is.
    pub(super) fn place(&self) -> Place {
        Place {
            api: self.discord_api.clone(),
            gateway: self.gateway.clone(),
        }
    }
}
