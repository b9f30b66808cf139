//! The gateway: events as Discord sends them, and whether they still come.

use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};
use serenity::all::{
    Client, ClientBuilder, Context, EventHandler, GatewayError, GatewayIntents, HttpBuilder,
    Interaction, Message, RawEventHandler, ShardManager, async_trait,
};
use serenity::model::event::Event;

use super::asked::Asked;
use super::face::Face;
use super::mentions;

/// What the assistant listens to: servers, messages that mention it, direct messages. Contents of other messages are
/// not among it, and are not needed.
const INTENTS: GatewayIntents = GatewayIntents::GUILDS
    .union(GatewayIntents::GUILD_MESSAGES)
    .union(GatewayIntents::DIRECT_MESSAGES);

/// Where Discord is.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// Its REST API, such as `https://discord.com`.
    pub(super) api: String,
    /// Its gateway; absent means that the API says where.
    pub(super) gateway: Option<String>,
}

struct Listener(Arc<Face>);

#[async_trait]
impl EventHandler for Listener {
    async fn interaction_create(&self, _: Context, interaction: Interaction) {
        match Asked::read(&interaction) {
            Some(asked) => self.0.clone().attend(asked).await,
            None => tracing::warn!("an interaction of a kind that nobody asked for"),
        }
    }

    async fn message(&self, _: Context, message: Message) {
        mentions::read(&self.0, &message).await;
    }
}

/// Says so where something came that cannot be read: it would be lost without a word otherwise.
struct Undecodable;

#[async_trait]
impl RawEventHandler for Undecodable {
    async fn raw_event(&self, _: Context, event: Event) {
        if let Event::Unknown(unknown) = event
            && matches!(
                unknown.kind.as_str(),
                "READY" | "INTERACTION_CREATE" | "MESSAGE_CREATE"
            )
        {
            tracing::error!(kind = %unknown.kind, "an event cannot be read; what was in it is not shown");
        }
    }
}

/// A connection to the gateway that is ready to start.
///
/// # Errors
///
/// Where the token is no token.
pub(super) async fn client(
    face: Arc<Face>,
    token: &SecretString,
    place: &Place,
) -> anyhow::Result<Client> {
    let http = HttpBuilder::new(token.expose_secret()).ratelimiter_disabled(true);
    let http = match place.api.starts_with("https://discord.com") {
        true => http,
        false => http.proxy(place.api.as_str()),
    };
    let client = ClientBuilder::new_with_http(http.build(), INTENTS)
        .event_handler(Listener(face))
        .raw_event_handler(Undecodable)
        .await?;
    if let Some(gateway) = &place.gateway {
        gateway.clone_into(&mut *client.ws_url.lock().await);
    }
    let url = client.ws_url.lock().await.clone();
    anyhow::ensure!(
        place.gateway.is_some() || place.api.starts_with("https://discord.com"),
        "the gateway is not named, and without it {url} would be rung up"
    );
    Ok(client)
}

/// Why the gateway lets the assistant in no more, with what can be done about it.
pub(super) fn ended(error: serenity::Error) -> anyhow::Error {
    let advice = match &error {
        serenity::Error::Gateway(GatewayError::InvalidAuthentication) => {
            "Discord does not take the token any more: is DISCORD_TOKEN right?"
        }
        serenity::Error::Gateway(
            GatewayError::DisallowedGatewayIntents | GatewayError::InvalidGatewayIntents,
        ) => {
            "Discord does not allow this application to hear of servers, mentions and direct messages"
        }
        _ => "the connection to Discord has ended",
    };
    anyhow::Error::new(error).context(advice)
}

/// Whether every shard is connected and its heartbeats are answered.
pub(super) async fn is_healthy(shards: &ShardManager) -> bool {
    let runners = shards.runners.lock().await;
    !runners.is_empty()
        && runners
            .values()
            .all(|runner| runner.stage.to_string() == "connected")
}
