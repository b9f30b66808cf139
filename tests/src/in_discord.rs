//! The assistant in Discord: the code of its binary, between the real server and the stand-in.

use std::time::Duration;

use bot::discord::{self, DiscordSettings, Stop};
use tokio::task::JoinHandle;

use crate::discord::{Discord, TOKEN};
use crate::world::World;

/// How often notifications are looked for, in milliseconds.
const LOOK: u64 = 40;

/// Longest wait for it to stop.
const GRACE: Duration = Duration::from_secs(8);

/// The assistant, running.
#[derive(Debug)]
pub struct InDiscord {
    stop: Stop,
    running: JoinHandle<anyhow::Result<()>>,
}

impl World {
    /// Start the assistant with its secrets, and wait until it is there.
    pub async fn in_discord(&self, discord: &Discord, secrets: &[&str]) -> InDiscord {
        let mut running = InDiscord::start(&self.url(""), discord, secrets);
        tokio::select! {
            () = discord.ready() => running,
            ended = &mut running.running => panic!("it does not start: {ended:?}"),
        }
    }
}

impl InDiscord {
    /// Start it for an API at an address.
    pub fn start(api: &str, discord: &Discord, secrets: &[&str]) -> Self {
        Self::with(settings(discord, secrets), api)
    }

    /// Start it with other settings.
    pub fn with(settings: DiscordSettings, api: &str) -> Self {
        let stop = Stop::default();
        let (api, told) = (api.to_owned(), stop.clone());
        let running = tokio::spawn(async move { discord::run(&settings, &api, &told).await });
        Self { stop, running }
    }

    /// Stop it, as SIGTERM does.
    ///
    /// # Panics
    ///
    /// Where it does not stop in time, or had ended before.
    pub async fn stop(self) {
        self.stop.now();
        let ended = tokio::time::timeout(GRACE, self.running).await;
        ended
            .expect("it stops in time")
            .expect("it does not panic")
            .expect("it ends well");
    }

    /// How it ended by itself.
    ///
    /// # Panics
    ///
    /// Where it does not end, or ends well.
    pub async fn failure(self) -> String {
        let ended = tokio::time::timeout(GRACE, self.running).await;
        let ended = ended
            .expect("it ends by itself")
            .expect("it does not panic");
        format!("{:#}", ended.expect_err("it cannot go on"))
    }
}

/// What it is told at the start.
pub fn settings(discord: &Discord, secrets: &[&str]) -> DiscordSettings {
    DiscordSettings {
        token: Some(TOKEN.into()),
        services: secrets.iter().map(|secret| (*secret).into()).collect(),
        guild: None,
        shards: None,
        shard_range: None,
        discord_api: discord.url().to_owned(),
        gateway: Some(discord.gateway_url().to_owned()),
        look_ms: LOOK,
        check: false,
    }
}
