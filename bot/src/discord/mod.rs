//! The assistant in Discord: slash commands, buttons, menus, forms, direct messages.

mod asked;
mod call;
mod checking;
mod commands;
mod components;
mod custom_id;
mod delivery;
mod desk;
mod direct;
mod face;
mod gateway;
mod guard;
mod lease;
mod markdown;
mod mentions;
mod page;
mod people;
mod rest;
mod seen;
mod settings;
mod shards;
mod showing;
mod suggesting;
mod told;
mod urgent;
mod waits;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use serde_json::Value;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use call::Call;
pub use checking::check;
use delivery::Delivery;
use face::Face;
use guard::Guard;
use lease::Lease;
use people::People;
use rest::{Rest, Unsent};
pub use settings::DiscordSettings;
use shards::Shards;

/// Longest wait for whatever is being answered when the assistant stops.
const GRACE: Duration = Duration::from_secs(5);

/// First and longest pause before something is tried again while Discord is away.
const PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_secs(300);

/// How often the connection is looked at.
const LOOK: Duration = Duration::from_secs(30);

/// Tells the assistant to stop.
#[derive(Debug, Clone)]
pub struct Stop(watch::Sender<bool>);

impl Default for Stop {
    fn default() -> Self {
        Self(watch::channel(false).0)
    }
}

impl Stop {
    /// Stop now.
    pub fn now(&self) {
        self.0.send_replace(true);
    }

    async fn told(&self) {
        let mut told = self.0.subscribe();
        let _ = told.wait_for(|stop| *stop).await;
    }
}

/// Runs until it is told to stop, or cannot go on. Where Discord is away it waits for it, at the start too.
///
/// # Errors
///
/// Where a setting is missing or wrong, Discord does not take the token, or another process speaks with it.
pub async fn run(settings: &DiscordSettings, api: &str, stop: &Stop) -> anyhow::Result<()> {
    let token = settings.token()?;
    let place = settings.place();
    let rest = Rest::new(&place.api, token.clone())?;
    let people = People::new(api, settings.secrets()?)?;
    let (application, running) = tokio::select! {
        known = introduced(settings, &rest) => known?,
        () = stop.told() => return Ok(()),
    };
    let lease = Lease::of(application, running.clone());
    lease.take(&people).await?;
    let face = Arc::new(Face::new(application, rest, people));
    let mut client = gateway::client(face.clone(), token, &place).await?;
    let shards = client.shard_manager.clone();
    let registering = tokio::spawn(register(face.clone(), settings.guild));
    let every = Duration::from_millis(settings.look_ms);
    let delivering = tokio::spawn(Delivery::new(face.clone(), every).run());
    let watching = tokio::spawn(watch_shards(shards.clone()));
    let ended = tokio::select! {
        ended = client.start_shard_range(running.inclusive(), running.of) => ended.map_err(gateway::ended),
        lost = lease.keep(&face.people) => lost,
        () = stop.told() => Ok(()),
    };
    registering.abort();
    delivering.abort();
    watching.abort();
    let _ = timeout(GRACE, shards.shutdown_all()).await;
    let _ = timeout(GRACE, lease.give_back(&face.people)).await;
    ended
}

/// The name of every command, `transfer open` among them: for whoever documents or tests them.
pub fn command_names() -> impl Iterator<Item = &'static str> {
    commands::names()
}

/// Which application this is, and which shards it runs; waits for as long as Discord is away.
async fn introduced(settings: &DiscordSettings, rest: &Rest) -> anyhow::Result<(u64, Shards)> {
    let application = application(patiently("knowing the application", || me(rest)).await)?;
    Ok((application, Shards::of(settings, rest).await?))
}

/// Tries again for as long as Discord is away; what it refuses for good comes back at once.
///
/// * `what` – what is tried, for the log
async fn patiently<T, Sent>(what: &str, tries: impl Fn() -> Sent) -> Result<T, Unsent>
where
    Sent: Future<Output = Result<T, Unsent>>,
{
    pausing(PAUSE, what, tries).await
}

/// The same with another first pause.
async fn pausing<T, Sent>(
    mut pause: Duration,
    what: &str,
    tries: impl Fn() -> Sent,
) -> Result<T, Unsent>
where
    Sent: Future<Output = Result<T, Unsent>>,
{
    loop {
        match tries().await {
            Err(unsent) if !unsent.is_final() => {
                tracing::warn!(%unsent, "{what} has to wait, and is tried again");
            }
            done => return done,
        }
        sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// What Discord says of whoever has the token.
async fn me(rest: &Rest) -> Result<Value, Unsent> {
    let call = Call::get("/applications/@me");
    rest.send(call, &Guard::default()).await
}

/// Which application the token is of, from what Discord said.
fn application(said: Result<Value, Unsent>) -> anyhow::Result<u64> {
    let said = match said {
        Err(unsent) if unsent.is_about_token() => {
            return Err(unsent).context("Discord does not take the token: is DISCORD_TOKEN right?");
        }
        said => said.context("Discord does not say which application this is")?,
    };
    let id = said["id"].as_str().and_then(|id| id.parse().ok());
    id.context("Discord answered without the id of the application")
}

/// Registers the commands where they have changed; tries for as long as Discord is away.
async fn register(face: Arc<Face>, guild: Option<u64>) {
    let face = face.as_ref();
    match patiently("registering commands", || registered(face, guild)).await {
        Ok(changed) => tracing::info!(changed, "commands are registered"),
        Err(unsent) => tracing::error!(%unsent, "commands cannot be registered"),
    }
}

async fn registered(face: &Face, guild: Option<u64>) -> Result<bool, Unsent> {
    let path = match guild {
        Some(guild) => format!("/applications/{}/guilds/{guild}/commands", face.application),
        None => format!("/applications/{}/commands", face.application),
    };
    let known: Value = face
        .rest
        .send(Call::get(path.clone()), &Guard::default())
        .await?;
    let described = commands::described();
    if commands::are_registered(&described, &known) {
        return Ok(false);
    }
    face.rest
        .send(Call::put(path, described), &Guard::default())
        .await?;
    Ok(true)
}

/// Says so when the gateway has gone quiet.
async fn watch_shards(shards: Arc<serenity::all::ShardManager>) {
    let mut healthy = true;
    loop {
        sleep(LOOK).await;
        let now = gateway::is_healthy(&shards).await;
        if now != healthy {
            match now {
                true => tracing::info!("Discord's gateway is there again"),
                false => tracing::warn!("Discord's gateway is away; nudges still go out"),
            }
        }
        healthy = now;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    const SOON: Duration = Duration::from_millis(1);

    fn refused(status: u16) -> Unsent {
        Unsent::Refused { status, code: 0 }
    }

    #[tokio::test]
    async fn it_waits_for_a_discord_that_is_away_and_not_for_one_that_refuses() {
        let tried = AtomicU32::new(0);
        let third = || async {
            match tried.fetch_add(1, Ordering::SeqCst) {
                0 => Err(refused(503)),
                1 => Err(refused(429)),
                times => Ok(times),
            }
        };
        let there = pausing(SOON, "this", third).await;
        assert_eq!(there.ok(), Some(2), "the third time");
        tried.store(0, Ordering::SeqCst);
        let never = || async {
            tried.fetch_add(1, Ordering::SeqCst);
            Err::<(), _>(refused(401))
        };
        let refusal = pausing(SOON, "this", never).await;
        assert!(refusal.is_err_and(|unsent| unsent.is_about_token()));
        assert_eq!(tried.load(Ordering::SeqCst), 1, "a refusal is for good");
    }
}
