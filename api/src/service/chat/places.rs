//! Places: the servers of an authority and the channels in which its teams are told.

use std::collections::BTreeSet;

use entity::{chat_channel, chat_server};
use openapi::{BindServer, ChatChannel, ChatServer};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use uuid::Uuid;

use super::settings;
use crate::app::App;
use crate::auth::Practitioner;
use crate::error::ApiError;
use crate::repository::{chat_places, teams};
use crate::service::checks::Checks;
use crate::service::directory::{keep, see};
use crate::service::names::Names;
use crate::service::once::Made;

/// Longest name of a platform, and longest id on one.
const LONGEST_PLATFORM: usize = 32;
const LONGEST_ID: usize = 64;

/// The authority's servers.
///
/// # Errors
///
/// [`ApiError::Forbidden`] for someone without a role.
pub async fn servers(app: &App, caller: &Practitioner) -> Result<Vec<ChatServer>, ApiError> {
    see(app, caller)?;
    shown(app.db.read(), caller.authority_id(), None).await
}

/// Bind a server to the authority, with the channels of its teams.
///
/// # Errors
///
/// [`ApiError::Forbidden`] for anyone but administrators, [`ApiError::Invalid`] naming the members, [`ApiError::Exists`]
/// where the server belongs to another authority.
pub async fn bind(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    server_id: &str,
    asked: BindServer,
) -> Result<Made, ApiError> {
    keep(app, caller)?;
    check(txn, caller, server_id, &asked).await?;
    let server = match chat_places::find_server(txn, &asked.platform, server_id).await? {
        Some(row) if row.authority_id == caller.authority_id() => row,
        Some(_) => {
            return Err(ApiError::Exists(
                "this server is bound already: whoever bound it must let it go first".into(),
            ));
        }
        None => new_server(txn, app, caller, server_id, &asked.platform).await?,
    };
    chat_places::delete_channels(txn, server.authority_id, server.id).await?;
    for channel in asked.channels {
        let row = chat_channel::Model {
            id: Uuid::now_v7(),
            authority_id: server.authority_id,
            chat_server_id: server.id,
            platform: server.platform.clone(),
            team_id: channel.team_id,
            channel_id: channel.channel_id,
        };
        chat_places::save_channel(txn, row).await?;
    }
    settings::begin(txn, app, caller).await?;
    Made::changed(&one(txn, &server).await?)
}

async fn new_server(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    server_id: &str,
    platform: &str,
) -> Result<chat_server::Model, ApiError> {
    let row = chat_server::Model {
        id: Uuid::now_v7(),
        authority_id: caller.authority_id(),
        platform: platform.to_owned(),
        server_id: server_id.to_owned(),
        bound_at: app.clock.now(),
        bound_by: caller.row.id,
    };
    chat_places::insert_server(txn, row.clone()).await?;
    Ok(row)
}

async fn check(
    txn: &DatabaseTransaction,
    caller: &Practitioner,
    server_id: &str,
    asked: &BindServer,
) -> Result<(), ApiError> {
    let mut checks = Checks::default();
    checks.line("server", server_id, LONGEST_ID);
    checks.line("platform", &asked.platform, LONGEST_PLATFORM);
    let wanted = asked.channels.iter().map(|channel| channel.team_id);
    let known = teams::find_many(txn, caller.authority_id(), wanted).await?;
    let mut seen = BTreeSet::new();
    for (number, channel) in asked.channels.iter().enumerate() {
        let field = |member: &str| format!("channels.{number}.{member}");
        checks.line(&field("channel_id"), &channel.channel_id, LONGEST_ID);
        if !known.iter().any(|team| team.id == channel.team_id) {
            let expected = "a team of your authority";
            checks.wrong(&field("team_id"), "there is no such team", expected);
        }
        if !seen.insert(channel.team_id) {
            let expected = "one channel for each team";
            checks.wrong(&field("team_id"), "this team has a channel above", expected);
        }
    }
    checks.done()
}

/// Let a server go: nothing is told there any more.
///
/// # Errors
///
/// [`ApiError::Forbidden`] for anyone but administrators, [`ApiError::NotFound`].
pub async fn unbind(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    server_id: &str,
) -> Result<Made, ApiError> {
    keep(app, caller)?;
    let servers = chat_places::list_servers(txn, caller.authority_id()).await?;
    let server = servers
        .into_iter()
        .find(|row| row.server_id == server_id)
        .ok_or(ApiError::NotFound("server"))?;
    let gone = one(txn, &server).await?;
    chat_places::delete_server(txn, server.authority_id, server.id).await?;
    Made::changed(&gone)
}

async fn one<C: ConnectionTrait>(
    conn: &C,
    server: &chat_server::Model,
) -> Result<ChatServer, ApiError> {
    let shown = shown(conn, server.authority_id, Some(&server.platform)).await?;
    shown
        .into_iter()
        .find(|shown| shown.server_id == server.server_id)
        .ok_or(ApiError::NotFound("server"))
}

/// An authority's servers, of one platform or of all, with the channels of its teams.
///
/// # Errors
///
/// Whatever the database says.
pub(super) async fn shown<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    platform: Option<&str>,
) -> Result<Vec<ChatServer>, ApiError> {
    let servers = chat_places::list_servers(conn, authority).await?;
    let channels = chat_places::list_channels(conn, authority).await?;
    let told = channels.iter().map(|channel| channel.team_id);
    let names = Names::default().teams(conn, authority, told).await?;
    servers
        .into_iter()
        .filter(|server| platform.is_none_or(|platform| server.platform == platform))
        .map(|server| {
            let of_server = channels
                .iter()
                .filter(|channel| channel.chat_server_id == server.id);
            let channel = |row: &chat_channel::Model| {
                Ok(ChatChannel {
                    team: names.team(row.team_id)?,
                    channel_id: row.channel_id.clone(),
                })
            };
            Ok(ChatServer {
                channels: of_server.map(channel).collect::<Result<_, ApiError>>()?,
                platform: server.platform,
                server_id: server.server_id,
                bound_at: server.bound_at,
            })
        })
        .collect()
}
